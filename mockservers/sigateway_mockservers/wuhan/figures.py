"""The World's figures, dated by month: floor and ceiling of the base, and the rates (WH-27, WH-88). And one month's sum."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal

from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.wuhan.records import WageLimits

_BEGINNING = "000000"
_FEN = Decimal("0.01")

#: The scheme whose figures are yuan a month, without a base; and the one whose rate is the unit's own.
FIXED_SCHEME = "dae"
OWN_RATE_SCHEME = "gongshang"
#: What 工伤费率 of a unit may be, in per cent: from the lowest figure of either time to the highest (WH-27).
LOWEST_INJURY_RATE, HIGHEST_INJURY_RATE = Decimal("0.20"), Decimal("2.00")
_TEMPLATE_INJURY_RATE = Decimal("0.50")


@dataclass(frozen=True, slots=True)
class Rate:
    """What unit and person pay: per cent of the base, or yuan a month where there is no base."""

    unit: Decimal
    person: Decimal


@dataclass(frozen=True, slots=True)
class DatedRate:
    """The rate of a scheme from a month (YYYYMM) on."""

    from_month: str
    scheme: str
    rate: Rate


def _rate(from_month: str, scheme: str, unit: str, person: str) -> DatedRate:
    return DatedRate(from_month, scheme, Rate(Decimal(unit), Decimal(person)))


#: Historical rates of the source, then the project's list (unverified); the turn of dates is ours.
TEMPLATE_RATES = (
    _rate(_BEGINNING, "yanglao", "20", "8"),
    _rate(_BEGINNING, "yiliao", "8", "2"),
    _rate(_BEGINNING, "dae", "0.00", "7.00"),
    _rate(_BEGINNING, "shiye", "2", "1"),
    _rate(_BEGINNING, "shengyu", "0.7", "0"),
    _rate("201905", "yanglao", "16", "8"),
    _rate("201905", "shiye", "0.7", "0.3"),
)


@dataclass(frozen=True, slots=True)
class Figures:
    """Every figure of one World's hall. Of several from the same month, the one set last counts."""

    limits: tuple[tuple[str, WageLimits], ...] = ((_BEGINNING, WageLimits()),)
    rates: tuple[DatedRate, ...] = TEMPLATE_RATES
    injury_rates: Mapping[str, Decimal] = field(default_factory=dict)

    @enforces("WH-88")
    def limits_in(self, month: str) -> WageLimits:
        """保底 and 封顶 in a month."""
        begun = [(start, place) for place, (start, _) in enumerate(self.limits) if start <= month]
        return self.limits[max(begun)[1]][1]

    @enforces("WH-27")
    def rate_in(self, month: str, scheme: str, unit: str) -> Rate:
        """What is paid for a scheme in a month; work injury by the unit's own rate, and by the unit only."""
        if scheme == OWN_RATE_SCHEME:
            return Rate(self.injury_rate_of(unit), Decimal(0))
        begun = [
            (each.from_month, place)
            for place, each in enumerate(self.rates)
            if each.scheme == scheme and each.from_month <= month
        ]
        return self.rates[max(begun)[1]].rate

    def injury_rate_of(self, unit: str) -> Decimal:
        """工伤费率 of a unit, in per cent."""
        return self.injury_rates.get(unit, _TEMPLATE_INJURY_RATE)

    def with_limits(self, limits: WageLimits, from_month: str | None) -> Figures:
        """The figures with other limits from a month on; without one, for all months."""
        if from_month is None:
            return replace(self, limits=((_BEGINNING, limits),))
        return replace(self, limits=(*self.limits, (from_month, limits)))

    def with_rates(self, from_month: str, rates: Mapping[str, Rate]) -> Figures:
        """The figures with other rates from a month on."""
        added = tuple(DatedRate(from_month, scheme, rate) for scheme, rate in rates.items())
        return replace(self, rates=self.rates + added)

    def with_injury_rate(self, unit: str, percent: Decimal) -> Figures:
        """The figures with another 工伤费率 of a unit, for all months."""
        return replace(self, injury_rates={**self.injury_rates, unit: percent})


@dataclass(frozen=True, slots=True)
class Charge:
    """What is due for one month and scheme. ``base`` and the rates are empty where a fixed amount is paid."""

    month: str
    scheme: str
    base: Decimal | None
    unit_rate: Decimal | None
    person_rate: Decimal | None
    unit_part: Decimal
    person_part: Decimal

    @property
    def total(self) -> Decimal:
        """合计: the sum of the rounded parts."""
        return self.unit_part + self.person_part


def charge(figures: Figures, unit: str, month: str, scheme: str, wage: Decimal) -> Charge:
    """The sum of one month and scheme: base by rate, each part rounded half up to the fen."""
    rate = figures.rate_in(month, scheme, unit)
    if scheme == FIXED_SCHEME:
        return Charge(month, scheme, None, None, None, _to_fen(rate.unit), _to_fen(rate.person))
    base = figures.limits_in(month).clamp(wage)
    unit_part, person_part = _to_fen(base * rate.unit / 100), _to_fen(base * rate.person / 100)
    return Charge(month, scheme, base, rate.unit, rate.person, unit_part, person_part)


def _to_fen(amount: Decimal) -> Decimal:
    return amount.quantize(_FEN, ROUND_HALF_UP)


def two_decimals(figure: Decimal | None) -> str:
    """A figure as the hall writes it; empty for none."""
    return "" if figure is None else f"{figure:.2f}"
