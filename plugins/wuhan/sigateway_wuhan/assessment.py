"""What is owed for a month, worked out from dated rates and bases: the check on the hall's own sums 核定 (WH-27, WH-88, WH-98).

Pure, and usable beside the hall: give a wage for each month, the insurances, and the unit's own injury rate. Every figure is the
rulebook's. WH-27 holds the rates that the sources print, historical; later ones and the bases are this project's list, unverified
(WH-PROJECT-27, WH-PROJECT-88, E0). A layer of yours that supplies WH-27 or WH-88 for a month is asked first. The hall's own
assessment is what counts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from sigateway.plugin import Month, Rulebook, RuleNotKnown, Scheme

SOURCED: Final = "WH-27"
ASSUMED: Final = "WH-PROJECT-27"
BASES: Final = ("WH-88", "WH-PROJECT-88")

_FIGURES: Final[Mapping[Scheme, str]] = {
    Scheme.PENSION: "pension",
    Scheme.MEDICAL: "medical",
    Scheme.UNEMPLOYMENT: "unemployment",
    Scheme.MATERNITY: "maternity",
}
_UNIT_ONLY: Final = (Scheme.INJURY, Scheme.MATERNITY)
_HUNDRED: Final = Decimal(100)
_NOTHING: Final = Decimal(0)


@dataclass(frozen=True, slots=True)
class Rate:
    """Per cent of the base that the unit and the person pay, and the rule that says so."""

    unit: Decimal
    person: Decimal
    rule: str


@dataclass(frozen=True, slots=True)
class AssessedPart:
    """One month and insurance: base 缴费基数, rates in per cent, and amounts in yuan.

    Base and rates are ``None`` for 大额医疗, a fixed amount. ``rule`` is the rule of the rates; empty for a row of the hall's own.
    """

    month: Month
    scheme: Scheme
    base: Decimal | None = field(repr=False)
    unit_rate: Decimal | None
    person_rate: Decimal | None
    unit_part: Decimal = field(repr=False)
    person_part: Decimal = field(repr=False)
    total: Decimal = field(repr=False)
    rule: str = ""

    @property
    def terms(self) -> tuple[Decimal | None, ...]:
        """Everything that is compared."""
        return self.unit_rate, self.person_rate, self.unit_part, self.person_part, self.total

    def explain(self) -> str:
        """The calculation in Chinese."""
        amounts = f"单位 {self.unit_part} 元，个人 {self.person_part} 元，合计 {self.total} 元"
        if self.base is None or self.unit_rate is None or self.person_rate is None:
            return amounts
        return f"基数 {self.base} × ({self.unit_rate:f}% + {self.person_rate:f}%)：{amounts}"


@dataclass(frozen=True, slots=True)
class Assessment:
    """Everything owed, part by part; sums are sums of rounded parts."""

    parts: tuple[AssessedPart, ...]

    @property
    def unit_part(self) -> Decimal:
        """单位应缴."""
        return sum((part.unit_part for part in self.parts), _NOTHING)

    @property
    def person_part(self) -> Decimal:
        """个人应缴."""
        return sum((part.person_part for part in self.parts), _NOTHING)

    @property
    def total(self) -> Decimal:
        """合计."""
        return sum((part.total for part in self.parts), _NOTHING)


@dataclass(frozen=True, slots=True)
class Difference:
    """A row of the hall's that our own figures make another sum of."""

    hall: AssessedPart
    ours: AssessedPart


def assess(
    wages: Mapping[Month, Decimal], schemes: Collection[Scheme], *, injury_rate: Decimal, rules: Rulebook
) -> Assessment:
    """What is owed for these months: the declared wage of each, raised to the floor or lowered to the ceiling (WH-88), times the rates.

    ``injury_rate`` is the unit's own, per cent (WH-27: by its industry, set by the agency). A figure that the rulebook lacks for a month is
    ``RuleNotKnown``: nothing is guessed.
    """
    return Assessment(
        tuple(
            part_of(month, scheme, base, injury_rate=injury_rate, rules=rules)
            for month in sorted(wages)
            for base in (base_of(wages[month], month, rules),)
            for scheme in Scheme
            if scheme in schemes
        )
    )


def base_of(wage: Decimal, month: Month, rules: Rulebook) -> Decimal:
    """缴费基数 of that month: 保底或封顶处理 (WH-88)."""
    floor, ceiling, _ = limits_of(month, rules)
    return min(max(wage, floor), ceiling)


def limits_of(month: Month, rules: Rulebook) -> tuple[Decimal, Decimal, str]:
    """Floor and ceiling of that month, and the rule that gives them."""
    for rule in BASES:
        try:
            floor = rules.figure(rule, "floor", on=month.first_day)
            return floor, rules.figure(rule, "ceiling", on=month.first_day), rule
        except RuleNotKnown as missing:
            unknown = missing
    raise unknown


def rate_of(scheme: Scheme, month: Month, rules: Rulebook, *, injury_rate: Decimal | None = None) -> Rate:
    """The rates in force in that month. The sourced ones are asked first, then the assumed ones."""
    if scheme is Scheme.INJURY:
        if injury_rate is None:
            raise ValueError("工伤保险按单位自己的费率计算，请给出 injury_rate（百分数）")
        _, rule = _figure("injury_unit_min", month, rules)
        return Rate(injury_rate, _NOTHING, rule)
    name = _FIGURES[scheme]
    unit, rule = _figure(f"{name}_unit", month, rules)
    person = _NOTHING if scheme in _UNIT_ONLY else _figure(f"{name}_person", month, rules)[0]
    return Rate(unit, person, rule)


def part_of(
    month: Month, scheme: Scheme, base: Decimal, *, injury_rate: Decimal | None, rules: Rulebook
) -> AssessedPart:
    """One month and insurance: each part rounded half up to the fen, by itself."""
    if scheme is Scheme.LARGE_MEDICAL:
        fixed, rule = _figure("large_medical_person_yuan", month, rules)
        zero = fixed * 0
        return AssessedPart(month, scheme, None, None, None, zero, fixed, fixed, rule)
    rate = rate_of(scheme, month, rules, injury_rate=injury_rate)
    fen, _ = _figure("round_to", month, rules)
    unit = (base * rate.unit / _HUNDRED).quantize(fen, rounding=ROUND_HALF_UP)
    person = (base * rate.person / _HUNDRED).quantize(fen, rounding=ROUND_HALF_UP)
    return AssessedPart(month, scheme, base, rate.unit, rate.person, unit, person, unit + person, rate.rule)


def differences(
    rows: Iterable[AssessedPart], rules: Rulebook, *, injury_rate: Decimal | None = None
) -> tuple[tuple[Difference, ...], tuple[RuleNotKnown, ...]]:
    """The hall's ``rows`` that our figures, on the hall's base, make another sum of; and the figures that we lack.

    Without the unit's ``injury_rate`` the row's own is taken. One missing figure is named once.
    """
    found: list[Difference] = []
    missing: dict[tuple[str, str, Month], RuleNotKnown] = {}
    for row in rows:
        own = injury_rate if injury_rate is not None else row.unit_rate
        try:
            ours = part_of(row.month, row.scheme, row.base or _NOTHING, injury_rate=own, rules=rules)
        except RuleNotKnown as unknown:
            missing.setdefault((unknown.rule, unknown.figure, row.month), unknown)
            continue
        if ours.terms != row.terms:
            found.append(Difference(row, ours))
    return tuple(found), tuple(missing.values())


def injury_range(month: Month, rules: Rulebook) -> tuple[Decimal, Decimal, str]:
    """Between which rates a unit's injury rate lies in that month, per cent, and the rule that says so (WH-27)."""
    least, rule = _figure("injury_unit_min", month, rules)
    return least, _figure("injury_unit_max", month, rules)[0], rule


def _figure(name: str, month: Month, rules: Rulebook) -> tuple[Decimal, str]:
    """A figure of that month and the rule that gives it: the sourced rule, else the assumed one."""
    try:
        return rules.figure(SOURCED, name, on=month.first_day), SOURCED
    except RuleNotKnown:
        return rules.figure(ASSUMED, name, on=month.first_day), ASSUMED


__all__ = [
    "AssessedPart",
    "Assessment",
    "Difference",
    "Rate",
    "assess",
    "base_of",
    "differences",
    "injury_range",
    "limits_of",
    "part_of",
    "rate_of",
]
