"""The hooks as the core calls them: thin, and silent about what this region does not do."""

from __future__ import annotations

from datetime import date, datetime
from types import SimpleNamespace

import pytest

from sigateway.plugin import (
    SHANGHAI,
    CaseState,
    Credentials,
    Intent,
    NotOffered,
    PasswordSlipLogin,
    RuleNotKnown,
    UnitClass,
    Window,
)
from sigateway.registry import Stack
from sigateway_wuhan.businesses import BUSINESSES
from sigateway_wuhan.cases import case
from sigateway_wuhan.plugin import Wuhan

STACK = Stack("wuhan", Wuhan.region, [("wuhan", Wuhan())])


def test_the_stack_takes_the_plugin_and_its_rulebook() -> None:
    assert "WH-53" in STACK.rules
    assert Wuhan.region.login_modes == (PasswordSlipLogin,)


@pytest.mark.rule("WH-47", "WH-49", "WH-32")
def test_enrolment_is_offered_with_its_fields_and_papers() -> None:
    offers = STACK.offers()
    assert set(BUSINESSES) < set(offers)
    offer = offers["enrolment"]
    assert offer.rule == "WH-47"
    assert offer.papers == (
        "职工公民身份证或户口簿复印件",
        "劳动合同书或其他用工证明材料",
        "职工电子相片（系统内无电子相片时）",
        "《企业参保人员增员表》（系统下载打印）",
    )
    mandatory = {need.name for need in offer.fields if need.mandatory}
    assert {"person.document.number", "person.name", "person.mobile", "declared_wage"} <= mandatory
    assert "person.education" not in mandatory


@pytest.mark.rule("WH-69", "WH-70", "WH-74")
def test_suspension_is_offered_with_its_fields_and_papers() -> None:
    offer = STACK.offers()["suspension"]
    assert (offer.title, offer.rule) == ("暂停缴费", "WH-69")
    assert offer.papers == (
        "职工公民身份证或户口簿复印件",
        "单位与职工的解除终止劳动关系证明、辞职报告或其他相关资料",
        "《企业参保人员减员表》（系统下载打印）",
    )
    mandatory = {need.name: need.rule for need in offer.fields if need.mandatory}
    assert mandatory["last_paid_month"] == "WH-74"
    assert {"person.document.number", "person.name", "employment_ended_on", "reason"} <= set(mandatory)


@pytest.mark.rule("WH-86", "WH-87", "WH-89")
def test_a_wage_change_is_offered_with_its_fields_and_papers() -> None:
    offer = STACK.offers()["wage_change"]
    assert (offer.title, offer.rule) == ("个人工资变更", "WH-86")
    assert offer.papers == ("职工公民身份证或户口簿复印件", "工资单或其他相关收入证明资料")
    mandatory = {need.name for need in offer.fields if need.mandatory}
    assert mandatory == {"person.document.number", "person.name", "declared_wage", "effective_month"}


@pytest.mark.rule("WH-105", "WH-107", "WH-131")
def test_what_is_kept_for_inspection_is_named_as_the_guide_names_it() -> None:
    offers = STACK.offers()
    assert {kind: offers[kind].papers for kind in ("person_update", "employer_update", "current_month_write_off")} == {
        "person_update": ("经职工本人签字确认的信息变更相关的证明及说明材料",),
        "employer_update": ("信息变更相关的证明及说明材料",),
        "current_month_write_off": ("经职工本人签字确认的欠费注销的情况说明材料", "其他相关证明材料"),
    }  # fmt: skip


@pytest.mark.parametrize("kind", ["enrolment", "suspension", "wage_change"])
def test_each_field_of_an_offer_is_named_once_and_by_the_filing(w: SimpleNamespace, kind: str) -> None:
    filing = getattr(w, kind)()
    fields = STACK.offers()[kind].fields
    assert len({need.name for need in fields}) == len(fields)
    for need in fields:
        value = filing
        for part in need.name.split("."):
            assert part in type(value).model_fields, need.name
            value = getattr(value, part)


@pytest.mark.rule("WH-50", "WH-134")
def test_the_hall_is_always_open_with_the_papers_day_for_ordinary_units(w: SimpleNamespace) -> None:
    at = datetime(2026, 11, 10, 12, tzinfo=SHANGHAI)

    def window(unit_class: UnitClass | None) -> Window:
        found = STACK.call("window", filing_type="enrolment", context=w.context(at, unit_class=unit_class))
        assert isinstance(found, Window)
        return found

    ordinary = window(UnitClass.ORDINARY)
    assert ordinary.open
    assert ordinary.closes is None
    assert [d.by.isoformat() for d in ordinary.deadlines] == ["2026-11-20T23:59:59+08:00"]
    assert ordinary.safe_until == datetime(2026, 11, 19, 23, 59, 59, tzinfo=SHANGHAI)
    assert ordinary.deadlines == window(None).deadlines
    vip = window(UnitClass.VIP)
    assert vip.open
    assert (vip.deadlines, vip.safe_until) == ((), None)


def test_a_window_without_the_figures_has_no_deadline(
    w: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(*args: object) -> None:
        raise RuleNotKnown("WH-50", "day", date(2026, 11, 10))

    monkeypatch.setattr("sigateway_wuhan.plugin.papers_due", missing)
    found = Wuhan().window("enrolment", w.context(unit_class=UnitClass.ORDINARY))
    assert found is not None
    assert (found.open, found.deadlines) == (True, ())


@pytest.mark.rule("WH-71", "WH-87", "WH-134")
def test_a_suspensions_papers_have_a_day_and_a_wage_changes_have_none(w: SimpleNamespace) -> None:
    ordinary = w.context(unit_class=UnitClass.ORDINARY)
    suspension = Wuhan().window("suspension", ordinary)
    assert suspension is not None
    assert [(d.rule, d.by.isoformat()) for d in suspension.deadlines] == [
        ("WH-71", "2026-11-20T23:59:59+08:00")
    ]
    for found in (Wuhan().window("wage_change", ordinary), Wuhan().window("suspension", w.context())):
        assert found is not None
        assert (found.open, found.deadlines, found.safe_until) == (True, (), None)


def test_what_this_region_does_not_do_yet_is_passed_on(w: SimpleNamespace) -> None:
    other = w.enrolment().model_copy(update={"type": "something_new"})
    plugin, me, context = Wuhan(), w.signed_in(), w.context()
    intent = Intent(turn="t", step="submit", draft="S1", since=w.NOON)
    standing = case(w.enrolment(), context, "S1", CaseState.DRAFT, "未提交", w.NOON)
    standing = standing.model_copy(update={"filing": other})
    assert plugin.facts(other, me) is None
    assert plugin.preflight(other, context) == []
    assert plugin.submit(other, me, context) is None
    assert plugin.evidence(other, intent, me, context) is None
    assert plugin.window("something_new", context) is None
    for hook in (plugin.track, plugin.discard):
        assert hook(standing, me, context) is None
    assert (plugin.withdraw(standing), plugin.ways_back(standing)) == (None, None)


class _OtherLogin(Credentials):
    mode = "other"


def test_other_log_in_modes_are_passed_on(w: SimpleNamespace) -> None:
    assert Wuhan().login(_OtherLogin(), w.unit()) is None
    assert Wuhan().login(w.slip(), w.unit()) is not None


@pytest.mark.rule("WH-40", "WH-41")
def test_nothing_is_withdrawn_online(w: SimpleNamespace) -> None:
    standing = case(w.enrolment(), w.context(), "S1", CaseState.APPROVED, "结束", w.NOON)
    with pytest.raises(NotOffered, match="信息订正手续") as refusal:
        STACK.call("withdraw", case=standing, signed_in=w.signed_in(), context=w.context())
    assert (refusal.value.rule, refusal.value.place) == ("WH-40", "辖区社保经办机构")
