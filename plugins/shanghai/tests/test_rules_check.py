"""The check: whose standing, and which months (SH-28, SH-29)."""

from __future__ import annotations

from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from sigateway.plugin import SHANGHAI, Effect, Stage
from sigateway_shanghai.facts import PersonFacts

from .asked_rules import about, found, refused


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
