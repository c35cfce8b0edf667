"""What is owed for a month, against figures worked out by hand from the rules' text (WH-27, WH-88) and the wire page."""

from __future__ import annotations

from decimal import Decimal

import pytest

from sigateway.plugin import Month, Rulebook, RuleNotKnown, Scheme, load_layer
from sigateway_wuhan.assessment import (
    assess,
    base_of,
    differences,
    injury_range,
    part_of,
    rate_of,
)
from sigateway_wuhan.sums_arrears import bases_otherwise, otherwise, unknown_figures

BOOK = Rulebook.merged([load_layer("sigateway_wuhan")])
HALF = Decimal("0.5")
EVERY = frozenset(Scheme)


def _parts(month: str, base: str, injury: str = "0.5") -> dict[str, tuple[str, str]]:
    found = {}
    for scheme in Scheme:
        part = part_of(Month.parse(month), scheme, Decimal(base), injury_rate=Decimal(injury), rules=BOOK)
        found[scheme.value] = (str(part.unit_part), str(part.person_part))
    return found


@pytest.mark.rule("WH-27", "WH-PROJECT-27")
def test_the_example_of_the_wire_page_to_the_fen() -> None:
    assert _parts("202501", "5900.00") == {
        Scheme.PENSION.value: ("944.00", "472.00"),
        Scheme.MEDICAL.value: ("472.00", "118.00"),
        Scheme.LARGE_MEDICAL.value: ("0.00", "7.00"),
        Scheme.INJURY.value: ("29.50", "0.00"),
        Scheme.UNEMPLOYMENT.value: ("41.30", "17.70"),
        Scheme.MATERNITY.value: ("41.30", "0.00"),
    }


@pytest.mark.rule("WH-27")
def test_the_sourced_rates_hold_in_their_era() -> None:
    """28% (20+8), 10% (8+2), injury unit only, 3% (2+1), 0.7% unit only, of 3000.00 in 201206 at 1% injury."""
    assert _parts("201206", "3000.00", "1") == {
        Scheme.PENSION.value: ("600.00", "240.00"),
        Scheme.MEDICAL.value: ("240.00", "60.00"),
        Scheme.LARGE_MEDICAL.value: ("0.00", "7.00"),
        Scheme.INJURY.value: ("30.00", "0.00"),
        Scheme.UNEMPLOYMENT.value: ("60.00", "30.00"),
        Scheme.MATERNITY.value: ("21.00", "0.00"),
    }


@pytest.mark.rule("WH-27", "WH-PROJECT-27")
def test_rates_turn_on_the_month_and_say_which_rule_gives_them() -> None:
    def pension(month: str) -> tuple[Decimal, str]:
        rate = rate_of(Scheme.PENSION, Month.parse(month), BOOK)
        return rate.unit, rate.rule

    assert pension("201412") == (20, "WH-27")
    assert pension("201501") == (20, "WH-PROJECT-27")
    assert pension("201904") == (20, "WH-PROJECT-27")
    assert pension("201905") == (16, "WH-PROJECT-27")
    with pytest.raises(RuleNotKnown):
        pension("200912")
    with pytest.raises(ValueError, match="injury_rate"):
        rate_of(Scheme.INJURY, Month(2025, 1), BOOK)


@pytest.mark.rule("WH-27")
def test_each_part_is_rounded_half_up_by_itself() -> None:
    """4321.50 × 0.7% = 30.2505 -> 30.25; × 0.3% = 12.9645 -> 12.96; 4325.00 × 0.3% = 12.975 -> 12.98; 4250.00 × 0.7% = 29.75."""
    assert _parts("202501", "4321.50")[Scheme.UNEMPLOYMENT.value] == ("30.25", "12.96")
    assert _parts("202501", "4325.00")[Scheme.UNEMPLOYMENT.value] == ("30.28", "12.98")
    assert _parts("202501", "4250.00")[Scheme.MATERNITY.value] == ("29.75", "0.00")


@pytest.mark.rule("WH-88", "WH-PROJECT-88")
def test_a_wage_is_raised_to_the_floor_or_lowered_to_the_ceiling_of_its_month() -> None:
    july = Month(2024, 7)
    assert base_of(Decimal("3000.00"), july, BOOK) == Decimal("4493.40")
    assert base_of(Decimal("5900.00"), july, BOOK) == Decimal("5900.00")
    assert base_of(Decimal("30000.00"), july, BOOK) == Decimal("22467.00")
    with pytest.raises(RuleNotKnown):
        base_of(Decimal("5900.00"), Month(2025, 1), BOOK)


@pytest.mark.rule("WH-27", "WH-88")
def test_an_assessment_sums_rounded_parts() -> None:
    """5900.00 in two months of 2024: twice unit 1528.10 and person 614.70."""
    months = {Month(2024, 1): Decimal("5900.00"), Month(2024, 2): Decimal("5900.00")}
    found = assess(months, EVERY, injury_rate=HALF, rules=BOOK)
    assert (found.unit_part, found.person_part, found.total) == (
        Decimal("3056.20"),
        Decimal("1229.40"),
        Decimal("4285.60"),
    )
    assert len(found.parts) == 12
    alone = assess({Month(2024, 1): Decimal("5900.00")}, {Scheme.PENSION}, injury_rate=HALF, rules=BOOK)
    assert alone.total == Decimal("1416.00")
    assert "5900.00" not in repr(alone)


@pytest.mark.rule("WH-27")
def test_a_row_of_the_hall_that_makes_another_sum_is_a_difference() -> None:
    ours = part_of(Month(2025, 1), Scheme.PENSION, Decimal("5900.00"), injury_rate=HALF, rules=BOOK)
    theirs = part_of(Month(2013, 1), Scheme.PENSION, Decimal("5900.00"), injury_rate=HALF, rules=BOOK)
    as_if = type(theirs)(ours.month, *(getattr(theirs, name) for name in theirs.__slots__[1:]))
    found, missing = differences([ours, as_if], BOOK)
    assert [(each.hall, each.ours) for each in found] == [(as_if, ours)]
    assert missing == ()
    ((rule, words),) = otherwise([as_if], BOOK)
    assert rule == "WH-PROJECT-27"
    assert "2025-01 养老" in words
    assert "1180.00" in words  # 5900 × 20%
    assert "944.00" in words  # 5900 × 16%


@pytest.mark.rule("WH-27")
def test_an_injury_rate_outside_its_range_is_said() -> None:
    """0.5%-2% in the sources; 0.2% to 1.9% is this project's list."""
    assert injury_range(Month(2013, 1), BOOK) == (HALF, 2, "WH-27")
    assert injury_range(Month(2025, 1), BOOK) == (Decimal("0.2"), Decimal("1.9"), "WH-PROJECT-27")
    part = part_of(Month(2025, 1), Scheme.INJURY, Decimal("5900.00"), injury_rate=Decimal("2.5"), rules=BOOK)
    assert [rule for rule, _ in otherwise([part], BOOK)] == ["WH-PROJECT-27"]
    other = list(otherwise([part], BOOK, HALF))  # the unit's own rate is another
    assert [rule for rule, _ in other] == ["WH-PROJECT-27", "WH-PROJECT-27"]


@pytest.mark.rule("WH-88", "WH-PROJECT-88")
def test_a_base_outside_the_floor_and_ceiling_of_its_month_is_said_and_an_unknown_one_is_named() -> None:
    low = part_of(Month(2024, 1), Scheme.PENSION, Decimal("4000.00"), injury_rate=HALF, rules=BOOK)
    assert [rule for rule, _ in bases_otherwise([low], BOOK)] == ["WH-PROJECT-88"]
    later = part_of(Month(2025, 1), Scheme.PENSION, Decimal("4000.00"), injury_rate=HALF, rules=BOOK)
    assert list(bases_otherwise([later], BOOK)) == []
    assert unknown_figures([low, later], BOOK) == {"WH-88": {Month(2025, 1)}}
    two = part_of(Month(2024, 1), Scheme.MEDICAL, Decimal("5000.00"), injury_rate=HALF, rules=BOOK)
    assert [rule for rule, _ in bases_otherwise([low, two], BOOK)] == ["WH-88", "WH-PROJECT-88"]
