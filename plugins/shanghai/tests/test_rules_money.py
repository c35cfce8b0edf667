"""The check: wages, bases, numbers and insurances (SH-23, SH-29)."""

from __future__ import annotations

from datetime import date, datetime
from types import SimpleNamespace

import pytest

from sigateway.plugin import SHANGHAI, Effect, RuleNotKnown, Scheme

from .asked_rules import about, found, refused


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
