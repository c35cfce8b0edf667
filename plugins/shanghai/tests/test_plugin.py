"""The hooks as the core calls them: thin, and silent about what this region does not do."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest

from sigateway.plugin import (
    Case,
    CaseState,
    CertificateApproval,
    CertificateLogin,
    Credentials,
    Elsewhere,
    Intent,
    NotOffered,
    Offer,
    PersonUpdate,
)
from sigateway.registry import Stack
from sigateway_shanghai import cases
from sigateway_shanghai.businesses import business_of
from sigateway_shanghai.plugin import Shanghai

STACK = Stack("shanghai", Shanghai.region, [("shanghai", Shanghai())])


def test_the_stack_takes_the_plugin_and_its_rulebook() -> None:
    assert "SH-26" in STACK.rules
    assert Shanghai.region.login_modes == (CertificateLogin,)


@pytest.mark.rule("SH-28", "SH-29")
def test_each_business_is_offered_one_by_one_with_its_fields(w: SimpleNamespace) -> None:
    offers = STACK.offers()
    titles = {kind: offers[kind].title for kind in w.FILINGS}
    assert titles == {
        "enrolment": "转入",
        "suspension": "转出",
        "back_payment": "补缴",
        "wage_change": "工资性收入申报",
        "annual_wage": "年度缴费基数申报",
    }
    for kind, make in w.FILINGS.items():
        offer = offers[kind]
        assert isinstance(offer, Offer)
        assert offer.batch_limit is None, "a batch is not in the manual"
        mandatory = {need.name for need in offer.fields if need.mandatory}
        assert {"person.document.number", "person.name"} < mandatory
        for need in offer.fields:
            value = make()
            for part in need.name.split("."):
                assert part in type(value).model_fields, need.name
                value = getattr(value, part)


@pytest.mark.rule("SH-06", "SH-08")
def test_agreement_and_approval_are_offered_at_any_hour(w: SimpleNamespace) -> None:
    offers = STACK.offers()
    assert (offers["agreement_signing"].rule, offers["certificate_approval"].rule) == ("SH-06", "SH-08")
    for kind in ("agreement_signing", "certificate_approval"):
        window = STACK.call("window", filing_type=kind, context=w.context())
        assert (window.open, window.opens, window.closes) == (True, None, None)


@pytest.mark.rule("SH-03", "SH-04")
def test_where_a_certificate_comes_from_is_said_with_its_papers() -> None:
    found = STACK.offers()["certificate_application"]
    assert isinstance(found, Elsewhere)
    assert (found.title, found.rule) == ("数字证书申领", "SH-04")
    assert found.place == "上海市数字证书认证中心服务受理点"
    assert found.papers == ("营业执照", "社会保险登记资料")
    assert all(each in found.why for each in ("12333", "962600", "初始登录密码", "社会保险登记后"))


@pytest.mark.rule("SH-33")
def test_what_the_manual_is_silent_about_is_the_centres() -> None:
    found = STACK.offers()["supervisor_change"]
    assert isinstance(found, Elsewhere)
    assert (found.rule, found.place) == ("SH-33", "区社保中心")


class _OtherLogin(Credentials):
    mode = "other"


@pytest.mark.rule("SH-02")
def test_the_certificate_is_the_only_way_in(w: SimpleNamespace) -> None:
    assert Shanghai().login(_OtherLogin(), w.unit()) is None
    assert Shanghai().login(w.credentials(), w.unit()) is not None


def _of(filing: object, w: SimpleNamespace, state: CaseState = CaseState.APPROVED) -> Case:
    standing = cases.case(w.enrolment(), w.context(), "20261100000001", state, "申报成功", w.NOON)
    return standing.model_copy(update={"filing": filing})


def test_what_this_region_does_not_do_is_passed_on(w: SimpleNamespace) -> None:
    other = w.enrolment().model_copy(update={"type": "something_new"})
    plugin, me, context = Shanghai(), w.signed_in(), w.context()
    case = _of(other, w)
    intent = Intent(turn="t", step="submit", draft="J1", since=w.NOON)
    assert plugin.facts(other, me) is None
    assert plugin.preflight(other, context) == []
    assert plugin.submit(other, me, context) is None
    assert plugin.evidence(other, intent, me, context) is None
    assert plugin.window("something_new", context) is None
    assert plugin.track(case, me, context) is None
    assert plugin.withdraw(case, me, context) is None
    assert plugin.discard(case, me) is None
    assert plugin.later(case, me) is None
    assert plugin.ways_back(case, context) is None


def test_a_change_of_personal_data_goes_to_the_centre(w: SimpleNamespace) -> None:
    found = STACK.offers()[PersonUpdate.model_fields["type"].default]
    assert isinstance(found, Elsewhere)
    assert found.place == "区社保中心"


@pytest.mark.rule("SH-33")
def test_nothing_online_takes_a_right_back(w: SimpleNamespace) -> None:
    case = _of(CertificateApproval(serial="0C2D"), w)
    with pytest.raises(NotOffered) as refused:
        STACK.call("withdraw", case=case, signed_in=w.signed_in(), context=w.context())
    assert (refused.value.rule, refused.value.place) == ("SH-33", "区社保中心")


def test_only_a_slip_is_discarded(w: SimpleNamespace) -> None:
    plugin, me = Shanghai(), w.signed_in()
    assert plugin.discard(_of(w.enrolment(), w), me) is None
    assert plugin.discard(_of(w.enrolment(), w, CaseState.DRAFT), me) is not None


def test_the_day_on_which_work_ended_has_no_field_and_changes_nothing(w: SimpleNamespace) -> None:
    one, other = w.suspension(), w.suspension(employment_ended_on=date(2026, 10, 1))
    assert business_of(one).declared(one) == business_of(other).declared(other)
