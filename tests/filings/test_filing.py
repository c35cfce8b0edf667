"""What is filed: the period of each filing's slot, its digest, and the way through JSON by its type."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

import sigateway as sg

ANY_FILING: TypeAdapter[Any] = TypeAdapter(sg.Filing)
PERSON = sg.Person(document=sg.Document(kind="passport", number="E12345678"), name="测试甲")
ENROLMENT = sg.Enrolment(person=PERSON, declared_wage="6500", first_paid_month="2026-11")
SUSPENSION = sg.Suspension(
    person=PERSON, employment_ended_on=date(2026, 11, 9), last_paid_month="2026-11", reason="resigned"
)
WAGE_CHANGE = sg.WageChange(person=PERSON, declared_wage="6500", effective_month="2026-12")


@pytest.mark.parametrize(
    ("filing", "kind", "period"),
    [
        (ENROLMENT, "enrolment", "2026-11"),
        (SUSPENSION, "suspension", "2026-11"),
        (WAGE_CHANGE, "wage_change", "2026-12"),
    ],
)
def test_each_filing_has_its_type_and_a_period_of_its_own(filing: Any, kind: str, period: str) -> None:
    assert (filing.type, str(filing.period)) == (kind, period)
    again = ANY_FILING.validate_json(filing.model_dump_json())
    assert (type(again), again, again.digest()) == (type(filing), filing, filing.digest())


def test_filings_that_say_other_things_have_other_digests() -> None:
    other = WAGE_CHANGE.model_copy(update={"declared_wage": Decimal("6500.01")})
    later = WAGE_CHANGE.model_copy(update={"effective_month": sg.Month(2027, 1)})
    digests = {f.digest() for f in (ENROLMENT, SUSPENSION, WAGE_CHANGE, other, later)}
    assert len(digests) == 5


@pytest.mark.parametrize("wage", ["0", "-1", "1.001", "千"])
def test_a_wage_change_is_an_amount_above_zero_with_two_decimals(wage: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        sg.WageChange(person=PERSON, declared_wage=wage, effective_month="2026-12")
    assert "测试" not in str(refusal.value)
    assert str(WAGE_CHANGE.declared_wage) == "6500.00"


def test_no_filing_shows_the_person_or_the_wage() -> None:
    for filing in (ENROLMENT, SUSPENSION, WAGE_CHANGE):
        shown = repr(filing)
        assert not any(personal in shown for personal in ("测试甲", "E12345678", "6500"))
