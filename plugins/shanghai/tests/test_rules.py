"""Preflight: each rule at its edge, offline and with the hall's facts."""

from __future__ import annotations

from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from sigateway.plugin import (
    SHANGHAI,
    AgreementSigning,
    CertificateApproval,
    DocumentKind,
    Effect,
    Finding,
    Grade,
    RuleNotKnown,
    Scheme,
    ServiceAgreement,
    Stage,
    SuspensionReason,
    UnitCertificate,
)
from sigateway_shanghai import rules
from sigateway_shanghai.businesses import business_of
from sigateway_shanghai.facts import HallFacts, PersonFacts


def found(w: SimpleNamespace, filing: Any, facts: Any = None, at: datetime | None = None) -> list[Finding]:
    return rules.preflight(filing, w.context(at or w.NOON, facts=facts))


def refused(w: SimpleNamespace, filing: Any, facts: Any = None) -> list[tuple[str, str]]:
    """Rule and stage of what would be refused."""
    each = (finding for finding in found(w, filing, facts) if finding.blocks)
    return [(finding.rule, str(finding.stage)) for finding in each]


def about(w: SimpleNamespace, filing: Any, facts: Any, words: str) -> Finding:
    (one,) = [finding for finding in found(w, filing, facts) if words in finding.message]
    return one


# --- the right of the certificate -----------------------------------------------------------------------------------


@pytest.mark.rule("SH-06", "SH-09", "SH-14")
@pytest.mark.parametrize(
    ("certificate", "session", "rule", "cure"),
    [
        ("未签约", "未签约", "SH-06", "用本证书签订"),
        ("待审核", "待审核", "SH-09", "单位主管权限的证书登录"),
        ("已授权", "待审核", "SH-14", "重新登录"),
    ],
)
def test_a_certificate_without_the_right_files_nothing_and_hears_what_to_do(
    w: SimpleNamespace, certificate: str, session: str, rule: str, cure: str
) -> None:
    facts = HallFacts(at=w.NOON, right=w.right(certificate, session))
    for filing in (*(make() for make in w.FILINGS.values()), CertificateApproval(serial="0C2D")):
        (one,) = found(w, filing, facts)
        assert (one.rule, one.stage, one.effect, one.grade) == (
            rule,
            Stage.ENTRANCE,
            Effect.RETURNS,
            Grade.E2,
        )
        assert cure in one.cure


@pytest.mark.rule("SH-07", "SH-09")
@pytest.mark.parametrize("right", ["单位主管", "已授权"])
def test_supervisor_and_authorised_certificates_file(w: SimpleNamespace, right: str) -> None:
    assert refused(w, w.wage_change(), w.facts(w.insured(), rights=w.right(right))) == []


@pytest.mark.rule("SH-06")
def test_the_agreement_is_signed_once_and_only_the_one_in_force(w: SimpleNamespace) -> None:
    signing = AgreementSigning(version="1.0", text_digest=w.DIGEST, serial=w.SERIAL)

    def says(right: str, version: str = "1.0") -> list[Finding]:
        shown = ServiceAgreement(version=version, text=w.AGREEMENT, text_digest=w.DIGEST, serial=w.SERIAL)
        return found(w, signing, HallFacts(at=w.NOON, right=w.right(right), agreement=shown))

    assert says("未签约") == []
    assert [one.rule for one in says("未签约", "2.0")] == ["SH-06"]
    assert "现行版本为 2.0" in says("未签约", "2.0")[0].message
    assert "SH-09" in says("待审核")[0].cure
    assert "无须再签" in says("单位主管")[0].cure
    assert found(w, signing) == []
    other = signing.model_copy(update={"serial": "77"})
    (one,) = found(w, other, HallFacts(at=w.NOON, right=w.right("未签约")))
    assert (one.rule, one.fields) == ("SH-06", ("serial",))


@pytest.mark.rule("SH-10", "SH-12")
def test_only_a_supervisor_authorises_and_only_what_waits(w: SimpleNamespace) -> None:
    approval = CertificateApproval(serial="0C2D")

    def says(right: str, other: str | None) -> list[str]:
        shown = None if other is None else UnitCertificate(serial="0C2D", name="", right=other)
        facts = HallFacts(at=w.NOON, right=w.right(right), other_certificate=shown)
        return [one.rule for one in found(w, approval, facts)]

    assert says("单位主管", "待审核") == []
    assert says("已授权", "待审核") == ["SH-10"]
    assert says("单位主管", "已授权") == says("单位主管", "单位主管") == says("单位主管", None) == ["SH-12"]
    assert found(w, approval) == []


# --- the form -------------------------------------------------------------------------------------------------------


@pytest.mark.rule("SH-29")
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"personal_number": "0123"}, "personal_number"),
        ({"personal_number": "12345678901"}, "personal_number"),
        ({"personal_number": "12a"}, "personal_number"),
        ({"talent_permit": "sh123"}, "talent_permit"),
        ({"talent_permit": "S1234"}, "talent_permit"),
        ({"talent_permit": "SH"}, "talent_permit"),
        ({"talent_permit": "SH" + "1" * 19}, "talent_permit"),
        ({"declared_wage": "1000000000"}, "declared_wage"),
    ],
)
def test_a_field_of_another_form_is_refused_at_the_entrance(
    w: SimpleNamespace, changes: dict[str, str], field: str
) -> None:
    filing = w.enrolment(**changes)
    assert refused(w, filing) == refused(w, filing, w.facts(w.stranger())) == [("SH-29", "entrance")]
    assert [one.fields for one in found(w, filing) if one.blocks] == [(field,)]


@pytest.mark.rule("SH-29")
@pytest.mark.parametrize(
    "changes",
    [
        {"personal_number": "1"},
        {"personal_number": "9876543210"},
        {"talent_permit": "SH1"},
        {"talent_permit": "SH" + "1" * 18},
        {"declared_wage": "999999999.99"},
    ],
)
def test_a_field_at_the_edge_of_its_form_is_taken(w: SimpleNamespace, changes: dict[str, str]) -> None:
    assert refused(w, w.enrolment(**changes), w.facts(w.stranger())) == []


@pytest.mark.rule("SH-29")
@pytest.mark.parametrize("reason", SuspensionReason)
def test_a_reason_that_the_hall_has_not_is_never_another_one(
    w: SimpleNamespace, reason: SuspensionReason
) -> None:
    """停保原因 decides unemployment benefit: of thirteen reasons the hall has seven, each its own."""
    codes = {
        "contract_ended": "01", "dismissed": "02", "resigned": "03", "mutual": "04", "retired": "05",
        "transferred": "06", "died": "07",
    }  # fmt: skip
    filing = w.suspension(reason=reason)
    assert business_of(filing).declared(filing)["zcyy"] == codes.get(reason, "")
    if reason in codes:
        assert refused(w, filing) == refused(w, filing, w.facts(w.insured())) == []
        return
    assert refused(w, filing) == refused(w, filing, w.facts(w.insured())) == [("SH-29", "entrance")]
    one = about(w, filing, None, "没有所填的原因")
    assert one.fields == ("reason",)
    assert "合同期满、单位解除、个人辞职、协商解除、退休、调出、死亡" in one.cure


@pytest.mark.rule("SH-29")
def test_who_has_no_citizen_number_goes_to_the_centre(w: SimpleNamespace) -> None:
    who = w.person(number="E12345678", kind=DocumentKind.PASSPORT)
    (one,) = [one for one in found(w, w.wage_change(person=who)) if one.blocks]
    assert (one.effect, one.place, one.papers) == (Effect.ELSEWHERE, "区社保中心", ("护照",))


@pytest.mark.rule("SH-29")
def test_no_age_is_too_young_or_too_old(w: SimpleNamespace) -> None:
    """Age limits are not in the source: none is made up."""
    for born in (date(2015, 1, 1), date(1940, 1, 1)):
        who = w.person(number=w.identity(born))
        assert refused(w, w.enrolment(person=who), w.facts(w.stranger())) == []


# --- the check: whose standing --------------------------------------------------------------------------------------


@pytest.mark.rule("SH-29")
def test_of_somebody_who_is_not_in_the_register_nothing_else_is_said(w: SimpleNamespace) -> None:
    for make in w.FILINGS.values():
        (one,) = found(w, make(), w.facts(PersonFacts(known=False)))
        assert (one.rule, one.effect, one.place) == ("SH-29", Effect.ELSEWHERE, "区社保中心")


@pytest.mark.rule("SH-29")
def test_the_name_must_be_the_registers(w: SimpleNamespace) -> None:
    for kind, make in w.FILINGS.items():
        who = w.stranger() if kind == "enrolment" else w.insured(unpaid=("2026-09", "2026-10"))
        other = who.model_copy(update={"name": "测试乙"})
        july = {"at": datetime(2026, 7, 10, tzinfo=SHANGHAI)} if kind == "annual_wage" else {}
        message = about(w, make(), w.facts(other, **july), "姓名")
        assert (message.rule, message.stage) == ("SH-29", Stage.SAVE)


@pytest.mark.rule("SH-28")
def test_nobody_is_enrolled_twice(w: SimpleNamespace) -> None:
    assert refused(w, w.enrolment(), w.facts(w.stranger())) == []
    assert refused(w, w.enrolment(), w.facts(w.insured())) == [("SH-28", "save")]
    elsewhere = w.facts(w.stranger(insured_elsewhere=True))
    assert refused(w, w.enrolment(), elsewhere) == [("SH-28", "save")]
    assert "原单位" in about(w, w.enrolment(), elsewhere, "其他单位").cure


@pytest.mark.rule("SH-28")
def test_what_begins_before_the_last_insurance_ended_overlaps(w: SimpleNamespace) -> None:
    facts = w.facts(w.stranger(last_end="2026-09"))
    assert refused(w, w.enrolment(first_paid_month="2026-09"), facts) == [("SH-28", "save")]
    assert refused(w, w.enrolment(first_paid_month="2026-10"), facts) == []
    assert refused(w, w.enrolment(back_pay_from="2026-09"), facts) == [("SH-28", "save")]
    insured = w.facts(w.insured(last_end="2026-10"))
    assert len(refused(w, w.enrolment(first_paid_month="2026-09"), insured)) == 1, (
        "insured here, and only that"
    )


@pytest.mark.rule("SH-28")
@pytest.mark.parametrize("kind", ["suspension", "wage_change", "annual_wage"])
def test_who_is_not_insured_here_is_neither_stopped_nor_changed(w: SimpleNamespace, kind: str) -> None:
    wrong = {"suspension": {"last_paid_month": "2026-01"}, "wage_change": {"effective_month": "2026-01"}}
    filing = w.FILINGS[kind](**wrong.get(kind, {}))
    for facts in (w.facts(w.stranger()), w.facts(w.stranger(insured_elsewhere=True))):
        assert refused(w, filing, facts) == [("SH-28", "save")], "and nothing is said beside it"


# --- the check: months ----------------------------------------------------------------------------------------------


@pytest.mark.rule("SH-29")
def test_the_first_month_is_at_most_six_months_back(w: SimpleNamespace) -> None:
    """不得早于申报当月之前的6个月: in November, May is the earliest."""
    for back, rules_ in (("2026-05", []), ("2026-04", [("SH-29", "save")])):
        for filing in (w.enrolment(first_paid_month=back), w.enrolment(back_pay_from=back)):
            assert refused(w, filing) == refused(w, filing, w.facts(w.stranger())) == rules_


@pytest.mark.rule("SH-29")
def test_the_first_month_is_not_before_the_unit_was_founded(w: SimpleNamespace) -> None:
    """单位成立日期: the month of founding itself is fine."""
    facts = w.facts(w.stranger(), founded_on=date(2026, 8, 20))
    assert refused(w, w.enrolment(first_paid_month="2026-08"), facts) == []
    assert refused(w, w.enrolment(first_paid_month="2026-07"), facts) == [("SH-29", "save")]


@pytest.mark.rule("SH-29")
def test_the_first_month_is_not_to_come(w: SimpleNamespace) -> None:
    filing = w.enrolment(first_paid_month="2026-12")
    assert refused(w, filing) == refused(w, filing, w.facts(w.stranger())) == [("SH-29", "save")]
    one = about(w, filing, None, "不得晚于申报当月")
    assert (one.effect, one.opens_at) == (Effect.WINDOW, datetime(2026, 12, 5, 9, tzinfo=SHANGHAI))


@pytest.mark.rule("SH-28")
def test_months_before_this_one_are_enrolled_but_not_paid(w: SimpleNamespace) -> None:
    """转入申报后又办理了补缴申报: back payment is a declaration of its own."""
    for filing in (w.enrolment(first_paid_month="2026-09"), w.enrolment(back_pay_from="2026-09")):
        one = about(w, filing, None, "未缴月份")
        assert (one.rule, one.effect) == ("SH-28", Effect.WARNS)
        assert "2026-09 至 2026-10" in one.cure
    assert [one for one in found(w, w.enrolment(), w.facts(w.stranger())) if one.rule == "SH-28"] == []


@pytest.mark.rule("SH-29")
@pytest.mark.parametrize(
    ("last", "stage"), [("2026-11", None), ("2026-10", None), ("2026-09", "save"), ("2026-12", "save")]
)
def test_the_last_month_is_this_one_or_the_one_before(
    w: SimpleNamespace, last: str, stage: str | None
) -> None:
    expected = [] if stage is None else [("SH-29", stage)]
    filing = w.suspension(last_paid_month=last)
    assert refused(w, filing) == refused(w, filing, w.facts(w.insured())) == expected


@pytest.mark.rule("SH-29")
def test_the_last_month_is_not_before_the_first(w: SimpleNamespace) -> None:
    facts = w.facts(w.insured(first_month="2026-11"))
    assert refused(w, w.suspension(last_paid_month="2026-10"), facts) == [("SH-29", "save")]
    assert refused(w, w.suspension(last_paid_month="2026-11"), facts) == []


@pytest.mark.rule("SH-28", "SH-29")
def test_back_payment_is_for_unpaid_months_up_to_six_back(w: SimpleNamespace) -> None:
    def says(unpaid: tuple[str, ...], start: str, end: str) -> list[tuple[str, str]]:
        return refused(w, w.back_payment(from_month=start, to_month=end), w.facts(w.insured(unpaid=unpaid)))

    owed = ("2026-04", "2026-05", "2026-09", "2026-10")
    assert says(owed, "2026-09", "2026-10") == says(owed, "2026-05", "2026-05") == []
    assert says(owed, "2026-04", "2026-05") == [("SH-29", "save")], "April is seven months back"
    assert says(owed, "2026-10", "2026-11") == [("SH-29", "save")], "this month is not paid back"
    assert says(owed, "2026-08", "2026-09") == [("SH-28", "save")], "August is paid"
    assert says((), "2026-10", "2026-10") == [("SH-28", "save")]
    gap = about(w, w.back_payment(from_month="2026-08"), w.facts(w.insured(unpaid=owed)), "补缴月份")
    assert gap.message.endswith("2026-08")
    assert refused(w, w.back_payment(), w.facts(w.stranger())) == [("SH-28", "save")], "never insured here"
    ended = w.facts(w.stranger(first_month="2026-01", last_end="2026-10", unpaid=("2026-09", "2026-10")))
    assert refused(w, w.back_payment(), ended) == [], "who has left may have months unpaid"


@pytest.mark.rule("SH-28", "SH-29")
def test_a_wage_changes_this_month_and_must_be_another(w: SimpleNamespace) -> None:
    facts = w.facts(w.insured())
    for month, expected in (
        ("2026-11", []),
        ("2026-10", [("SH-29", "save")]),
        ("2026-12", [("SH-29", "save")]),
    ):
        filing = w.wage_change(effective_month=month)
        assert refused(w, filing) == refused(w, filing, facts) == expected
    assert refused(w, w.wage_change(declared_wage="8800"), facts) == [("SH-28", "save")]
    assert refused(w, w.wage_change(declared_wage="8800.04"), facts) == [("SH-28", "save")], (
        "kept to the jiao"
    )
    assert refused(w, w.wage_change(declared_wage="8800.05"), facts) == []


@pytest.mark.rule("SH-29")
@pytest.mark.parametrize(
    ("day", "year", "expected", "effect"),
    [
        (date(2026, 5, 31), 2026, [("SH-29", "save")], Effect.WINDOW),
        (date(2026, 6, 1), 2026, [], None),
        (date(2026, 7, 31), 2026, [], None),
        (date(2026, 8, 1), 2026, [("SH-29", "save")], Effect.RETURNS),
        (date(2026, 7, 1), 2025, [("SH-29", "save")], Effect.RETURNS),
    ],
)
def test_a_base_year_is_declared_in_its_period(
    w: SimpleNamespace, day: date, year: int, expected: list[Any], effect: Effect | None
) -> None:
    at = datetime(day.year, day.month, day.day, 12, tzinfo=SHANGHAI)
    facts = w.facts(w.insured(), at=at)
    filing = w.annual_wage(year=year)
    assert refused(w, filing, facts) == expected
    if effect is not None:
        assert about(w, filing, facts, "申报期").effect is effect


@pytest.mark.rule("SH-28")
def test_a_base_year_is_declared_once(w: SimpleNamespace) -> None:
    july = datetime(2026, 7, 10, 12, tzinfo=SHANGHAI)
    assert refused(w, w.annual_wage(), w.facts(w.insured(year_declared=True), at=july)) == [("SH-28", "save")]


# --- the check: money and numbers -----------------------------------------------------------------------------------


@pytest.mark.rule("SH-29")
@pytest.mark.parametrize("kind", ["enrolment", "back_payment", "wage_change", "annual_wage"])
def test_no_wage_is_below_the_minimum_of_the_month_kept_to_the_jiao(w: SimpleNamespace, kind: str) -> None:
    field = "average_monthly_wage" if kind == "annual_wage" else "declared_wage"
    who = w.stranger() if kind == "enrolment" else w.insured(unpaid=("2026-09", "2026-10"))
    at = datetime(2026, 7, 10, 12, tzinfo=SHANGHAI) if kind == "annual_wage" else w.NOON
    facts = w.facts(who, at=at)
    low, at_least = w.FILINGS[kind](**{field: "2739.94"}), w.FILINGS[kind](**{field: "2739.95"})
    assert refused(w, low, facts) == [("SH-29", "save")]
    assert refused(w, at_least, facts) == []
    warned = about(w, low, None, "最低工资") if kind != "annual_wage" else None
    assert warned is None or warned.effect is Effect.WARNS, "offline the figure is unverified, and only warns"


@pytest.mark.rule("SH-23")
@pytest.mark.parametrize(
    ("wage", "base"), [("3000", "7600"), ("41000", "38000"), ("7600", ""), ("38000", "")]
)
def test_a_wage_is_declared_as_it_is_and_assessed_by_floor_or_ceiling(
    w: SimpleNamespace, wage: str, base: str
) -> None:
    said = [
        one for one in found(w, w.enrolment(declared_wage=wage), w.facts(w.stranger())) if one.rule == "SH-23"
    ]
    assert [(one.effect, base in one.message) for one in said] == ([(Effect.WARNS, True)] if base else [])


@pytest.mark.rule("SH-23")
def test_no_floor_is_made_up_for_a_year_in_which_none_is_published(w: SimpleNamespace) -> None:
    (one,) = [one for one in found(w, w.enrolment()) if one.rule == "SH-23"]
    assert (one.effect, one.blocks) == (Effect.UNKNOWN, False)
    assert "出处" in one.cure
    with pytest.raises(RuleNotKnown):
        w.BOOK.figure("SH-23", "floor", on=date(2026, 7, 1))
    spring = datetime(2026, 3, 10, 12, tzinfo=SHANGHAI)
    low = w.enrolment(first_paid_month="2026-03", declared_wage="3000")
    assert [one.effect for one in found(w, low, at=spring) if one.rule == "SH-23"] == [Effect.WARNS]


@pytest.mark.rule("SH-29")
def test_a_personal_number_is_nobody_elses(w: SimpleNamespace) -> None:
    taken = w.facts(w.stranger(number_taken=True))
    assert refused(w, w.enrolment(personal_number="7"), taken) == [("SH-29", "save")]
    assert refused(w, w.enrolment(personal_number="7"), w.facts(w.stranger())) == []


@pytest.mark.rule("SH-29")
def test_all_insurances_of_the_unit_or_none_named(w: SimpleNamespace) -> None:
    facts = w.facts(w.stranger())
    for schemes, expected in (
        (None, []),
        (frozenset(Scheme), []),
        (frozenset({Scheme.PENSION, Scheme.MEDICAL}), [("SH-29", "save")]),
    ):
        assert refused(w, w.enrolment(schemes=schemes), facts) == expected
        offline = refused(w, w.enrolment(schemes=schemes))
        assert offline == [], "the unit's own record may be old: offline it only warns"


# --- together -------------------------------------------------------------------------------------------------------


def test_everything_of_one_stage_is_found_at_once(w: SimpleNamespace) -> None:
    filing = w.enrolment(first_paid_month="2026-04", declared_wage="2000", personal_number="7")
    facts = w.facts(
        w.stranger(number_taken=True, last_end="2026-05", name="测试乙"), founded_on=date(2026, 8, 20)
    )
    said = [one.message for one in found(w, filing, facts) if one.blocks]
    assert len(said) == len(set(said)) == 6


@pytest.mark.rule("SH-28", "SH-29")
def test_what_the_check_looks_at_is_graded_as_assumed_though_its_rule_is_sourced(w: SimpleNamespace) -> None:
    for filing, facts in (
        (w.enrolment(), w.facts(w.insured())),
        (w.enrolment(first_paid_month="2026-01"), None),
    ):
        for one in found(w, filing, facts):
            assert one.grade is Grade.E0 or one.effect is not Effect.RETURNS


def test_other_filings_are_none_of_this_halls(w: SimpleNamespace) -> None:
    other = w.enrolment().model_copy(update={"type": "something_new"})
    assert found(w, other) == []
