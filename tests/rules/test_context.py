"""What a rule is given is on Shanghai's clock."""

from __future__ import annotations

from datetime import UTC, date, datetime

from sigateway.filings.units import Employer, InsuredUnit, Scheme
from sigateway.rules import Context, Rulebook, StateCouncilCalendar


def test_the_day_is_the_one_in_shanghai() -> None:
    unit = InsuredUnit(
        employer=Employer(name="模拟单位", uscc="91420100MA4KLMXY0Y"),
        region="wuhan",
        number="1",
        schemes=frozenset({Scheme.PENSION}),
    )
    moment = datetime(2026, 11, 20, 16, 30, tzinfo=UTC)
    context = Context(unit, moment, Rulebook.merged([]), StateCouncilCalendar())
    assert context.day == date(2026, 11, 21)
    assert context.at == moment
    assert context.facts is None
