"""Declarations replayed: the exact requests in their order, one signed commit, and what each answer becomes."""

from __future__ import annotations

from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from sigateway.plugin import (
    Actor,
    CaseState,
    HallRefused,
    HallUnavailable,
    Means,
    Scheme,
    SessionTaken,
    SignedIn,
    WireChanged,
)
from sigateway_shanghai import flows

CODES = {
    "enrolment": "01",
    "suspension": "02",
    "back_payment": "03",
    "wage_change": "04",
    "annual_wage": "05",
}


@pytest.mark.rule("SH-05", "SH-23", "SH-28")
@pytest.mark.parametrize(("kind", "code"), CODES.items())
def test_each_business_is_checked_signed_and_submitted_once(w: SimpleNamespace, kind: str, code: str) -> None:
    filing = w.FILINGS[kind]()
    number = "2026110000000" + code[1]
    replies = [w.checked(code), w.submitted(code, number)]
    played = w.play(flows.submit(filing, w.signed_in(), w.context()), replies)
    assert played.functions == ["sbjy", "sbtj"]
    assert [request.means for request in played.requests] == [Means.DRAFT, Means.COMMIT]
    asked = w.asked(played.requests[0])["nr"]["sb"]
    expected = w.declared(code) | ({"grxh": ""} if code == "01" else {})
    assert list(asked.items()) == list(expected.items())
    (commit,) = played.commits
    assert (commit.step, commit.draft) == ("submit", "J1")
    assert not [field.label for field in commit.echo if field.differs]
    assert (played.value.number, played.value.state, played.value.word) == (number, "approved", "申报成功")


@pytest.mark.rule("SH-05")
def test_the_bytes_that_are_signed_are_those_that_are_sent_as_the_check_showed_them(
    w: SimpleNamespace,
) -> None:
    filing = w.enrolment(declared_wage="5900.55")
    kept = {"gzsr": "5900.6"}
    replies = [w.checked(**kept), w.submitted(**kept)]
    played = w.play(flows.submit(filing, w.signed_in(), w.context()), replies)
    commit = played.requests[1]
    assert played.signed == [w.signed_part(commit)]
    said = w.document(commit)
    assert said["sb"] == w.declared(gzsr="5900.6"), "as the check showed it, number and jiao included"
    assert (said["gn"], said["dwbh"], said["zsxlh"], said["jyh"]) == ("sbtj", w.UNIT, w.SERIAL, "J1")
    assert w.asked(commit)["qm"] == "c2lnbmF0dXJl"


@pytest.mark.rule("SH-23", "SH-24", "SH-16")
def test_the_verdict_is_an_assessment_at_once_with_what_is_to_be_done(w: SimpleNamespace) -> None:
    filing = w.enrolment(back_pay_from="2026-09")
    notice = {"ts": "202609至202610应另行申报补缴", "qsny": "202609"}
    replies = [w.checked(**notice), w.submitted(**notice)]
    case = w.play(flows.submit(filing, w.signed_in(), w.context()), replies).value
    assert {a.label: a.yuan for a in case.amounts} == {
        "核定缴费基数": Decimal("12000.0"),
        "单位合计": Decimal("3079.20"),
        "个人合计": Decimal("1260.00"),
        "合计": Decimal("4339.20"),
    }
    assert case.state.settled
    back_payment, printing = case.next_steps
    assert (back_payment.who, "202609至202610应另行申报补缴" in back_payment.what) == (Actor.VENDOR, True)
    assert "申报表和核定表" in printing.what


@pytest.mark.rule("SH-28")
def test_unpaid_months_are_named_even_where_the_hall_does_not(w: SimpleNamespace) -> None:
    filing = w.enrolment(back_pay_from="2026-09")
    replies = [w.checked(qsny="202609"), w.submitted(qsny="202609")]
    case = w.play(flows.submit(filing, w.signed_in(), w.context()), replies).value
    assert "2026-09至2026-10应另行申报补缴" in case.next_steps[0].what


@pytest.mark.rule("SH-29")
@pytest.mark.parametrize(
    ("declared", "kept", "differs"),
    [
        ("5900.55", "5900.6", False),  # half up
        ("5900.54", "5900.5", False),
        ("5900", "5900.0", False),
        ("5900.55", "5900.5", True),
        ("5900.55", "5900.55", False),  # just as it was asked
        ("5900", "5901.0", True),
    ],
)
def test_a_wage_may_come_back_kept_to_the_jiao_and_no_otherwise(
    w: SimpleNamespace, declared: str, kept: str, differs: bool
) -> None:
    filing = w.enrolment(declared_wage=declared)
    replies = [w.checked(gzsr=kept), w.submitted(gzsr=kept)]
    (commit,) = w.play(flows.submit(filing, w.signed_in(), w.context()), replies).commits
    assert [field.label for field in commit.echo if field.differs] == (
        ["月平均工资性收入"] if differs else []
    )


@pytest.mark.rule("SH-29")
def test_a_number_left_to_the_hall_is_the_halls_and_one_that_was_named_must_stand(w: SimpleNamespace) -> None:
    for named, differs in ((None, False), ("8", False), ("9", True)):
        filing = w.enrolment(personal_number=named)
        played = w.play(
            flows.submit(filing, w.signed_in(), w.context()), [w.checked(grxh="8"), w.submitted(grxh="8")]
        )
        assert any(field.differs for field in played.commits[0].echo) is differs


def test_another_person_in_the_echo_differs(w: SimpleNamespace) -> None:
    replies = [w.checked(xm="测试乙"), w.submitted(xm="测试乙")]
    (commit,) = w.play(flows.submit(w.enrolment(), w.signed_in(), w.context()), replies).commits
    assert [field.label for field in commit.echo if field.differs] == ["姓名"]


@pytest.mark.rule("SH-29")
def test_insurances_are_the_units_and_another_wish_differs_before_the_commit(w: SimpleNamespace) -> None:
    for schemes, differs in ((frozenset(Scheme), False), (frozenset({Scheme.PENSION}), True), (None, False)):
        filing = w.enrolment(schemes=schemes)
        played = w.play(flows.submit(filing, w.signed_in(), w.context()), [w.checked(), w.submitted()])
        assert any(field.differs for field in played.commits[0].echo) is differs


def _checking(w: SimpleNamespace, *replies: Any) -> Any:
    return w.play(flows.submit(w.enrolment(), w.signed_in(), w.context()), list(replies))


@pytest.mark.rule("SH-24")
def test_a_refusal_is_read_reason_by_reason(w: SimpleNamespace) -> None:
    with pytest.raises(HallRefused) as refused:
        _checking(
            w,
            w.refusal("sbjy", "3002", ("C104", "缴费起始年月不得早于单位成立年月"), ("Z999", "另有原因")),
        )
    known, raw = refused.value.reasons
    assert (known.code, known.rule, bool(known.cure)) == ("C104", "SH-29", True)
    assert (raw.words, raw.code, raw.plain) == ("另有原因", None, None)


def test_what_cannot_be_read_stops_before_anything_is_signed(w: SimpleNamespace) -> None:
    reordered = dict(reversed(w.declared().items()))
    wrong = {
        "another order": w.reply("sbjy", {"jyh": "J1", **w.told(), "sb": w.written(reordered)}),
        "another field": w.reply(
            "sbjy", {"jyh": "J1", **w.told(), "sb": w.written({"ywlx": "01", "xin": "1"})}
        ),
        "no slip": w.reply("sbjy", {"jyh": "", **w.told()}),
        "no sheet": w.reply("sbjy", {"jyh": "J1", "sb": w.written(w.declared()), "qt": "", "hd": ""}),
        "a sum that is none": w.checked(hd=w.sheet(dwhj="3079.21")),
        "no money": w.checked(hd=w.sheet(hj="4.339,20")),
    }
    for reply in wrong.values():
        with pytest.raises(WireChanged):
            _checking(w, reply)


def test_what_was_taken_must_be_what_was_submitted(w: SimpleNamespace) -> None:
    for reply in (w.submitted(jyh="J2"), w.submitted(gzsr="12000.1")):
        with pytest.raises(WireChanged, match="another"):
            _checking(w, w.checked(), reply)


def test_other_kinds_of_reply_are_the_fitting_errors(w: SimpleNamespace) -> None:
    with pytest.raises(SessionTaken):
        _checking(w, w.refusal("sbjy", "1002"))
    with pytest.raises(HallUnavailable, match="维护"):
        _checking(w, w.refusal("sbjy", "1003"))
    with pytest.raises(HallUnavailable, match="会话"):
        _checking(w, w.refusal("sbjy", "1001"))
    with pytest.raises(WireChanged):
        _checking(w, w.raw("sbjy", "<html/>"))


def test_only_this_regions_log_in_will_do(w: SimpleNamespace) -> None:
    with pytest.raises(TypeError, match="log-in"):
        next(flows.submit(w.enrolment(), SignedIn(unit_number="1", unit_name="x"), w.context()))


# --- what the hall shows beforehand ---------------------------------------------------------------------------------


@pytest.mark.rule("SH-06", "SH-09")
@pytest.mark.parametrize("word", ["未签约", "待审核"])
def test_without_the_right_nothing_else_is_asked(w: SimpleNamespace, word: str) -> None:
    played = w.play(flows.facts(w.enrolment(), w.signed_in()), [w.certificate_state(word)])
    assert played.functions == ["zszt"]
    assert (played.value.unit, played.value.person) == (None, None)
    assert played.value.right.certificate == word


def test_the_facts_are_the_right_the_unit_and_the_person(w: SimpleNamespace) -> None:
    page = w.person_page(cbzt="本单位参保", grxh="7", qsny="202501", gzsr="8800.0", wjny="202609 202610")
    played = w.play(flows.facts(w.wage_change(), w.signed_in()), [w.certificate_state(), w.unit_page(), page])
    assert played.functions == ["zszt", "dwxx", "rycx"]
    assert all(request.means is Means.READ for request in played.requests)
    found = played.value
    assert found.unit == w.unit_facts()
    assert found.person == w.insured(unpaid=("2026-09", "2026-10"))
    assert str(found.limits.minimum_wage) == "2740.0"
    assert found.at == w.NOON


def test_a_number_and_a_year_are_asked_for_where_the_filing_has_them(w: SimpleNamespace) -> None:
    def of_person(filing: Any) -> Any:
        replies = [w.certificate_state(), w.unit_page(), w.person_page()]
        return w.asked(w.play(flows.facts(filing, w.signed_in()), replies).requests[2])["nr"]

    assert of_person(w.enrolment(personal_number="12")) == {"zjhm": w.identity(), "grxh": "12", "nd": ""}
    assert of_person(w.enrolment(personal_number="012"))["grxh"] == "", (
        "what the hall would refuse is not tried"
    )
    assert of_person(w.annual_wage())["nd"] == "2026"


def test_somebody_the_register_does_not_know(w: SimpleNamespace) -> None:
    page = w.reply("rycx", {"cz": "0"})
    replies = [w.certificate_state(), w.unit_page(), page]
    assert w.play(flows.facts(w.enrolment(), w.signed_in()), replies).value.person.known is False


@pytest.mark.parametrize(
    ("pages", "changes"),
    [
        ("unit_page", {"kf": "ja"}),
        ("unit_page", {"kssj": "2026-11-05T09:00:00"}),
        ("unit_page", {"clrq": "18.03.2015"}),
        ("unit_page", {"dwbh": ""}),
        ("unit_page", {"zb": "<x/>"}),
        ("unit_page", {"zb": "<h><ny>202613</ny><zdgz/><bdx/><fdx/></h>"}),
        ("person_page", {"cbzt": "冻结"}),
        ("person_page", {"cz": ""}),
        ("person_page", {"gzsr": "8,800.0"}),
        ("person_page", {"wjny": "202609 2026-10"}),
    ],
)
def test_a_fact_of_another_form_is_said_and_never_guessed(
    w: SimpleNamespace, pages: str, changes: dict[str, str]
) -> None:
    unit = w.unit_page(**(changes if pages == "unit_page" else {}))
    person = w.person_page(**(changes if pages == "person_page" else {}))
    replies = [w.certificate_state(), unit] + ([person] if pages == "person_page" else [])
    with pytest.raises(WireChanged):
        w.play(flows.facts(w.enrolment(), w.signed_in()), replies)


# --- afterwards -----------------------------------------------------------------------------------------------------


def test_a_case_is_tracked_by_its_number(w: SimpleNamespace) -> None:
    case = _checking(w, w.checked(), w.submitted()).value
    played = w.play(flows.track(case, w.signed_in(), w.context()), [w.opened()])
    assert (played.functions, w.asked(played.requests[0])["nr"]) == (["sbmx"], {"sbh": "20261100000001"})
    assert (played.value.state, played.value.word) == (CaseState.APPROVED, "有效")
    assert played.value.amounts == case.amounts
    gone = w.play(flows.track(case, w.signed_in(), w.context()), [w.opened(zt="已撤销", cxsj=w.MOMENT)]).value
    assert (gone.state, gone.word, gone.next_steps) == (CaseState.WITHDRAWN, "已撤销", ())
    with pytest.raises(WireChanged, match="another"):
        w.play(flows.track(case, w.signed_in(), w.context()), [w.opened(sbh="20261100000002")])
    with pytest.raises(WireChanged, match="another state"):
        w.play(flows.track(case, w.signed_in(), w.context()), [w.opened(zt="冻结")])


@pytest.mark.rule("SH-24")
def test_a_slip_that_was_never_submitted_needs_no_discarding(w: SimpleNamespace) -> None:
    case = _checking(w, w.checked(), w.submitted()).value
    draft = case.model_copy(update={"state": CaseState.DRAFT, "number": "J1"})
    for reply, word in (
        (w.slip(), "未用"),
        (w.slip("已失效"), "已失效"),
        (w.refusal("jycx", "4001"), "已失效"),
    ):
        played = w.play(flows.slip_of(draft, w.signed_in()), [reply])
        assert (played.functions, played.commits) == (["jycx"], [])
        assert (played.value.state, played.value.word) == (CaseState.DISCARDED, word)
    with pytest.raises(WireChanged, match="one that was"):
        w.play(flows.slip_of(draft, w.signed_in()), [w.slip("已用")])
