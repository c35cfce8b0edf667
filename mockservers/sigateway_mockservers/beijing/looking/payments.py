"""What was due and paid: month by month, scheme by scheme, for one person or a whole unit. Pure but for the store."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sigateway_mockservers.beijing.figures import INTEREST_PER_CENT, Share, share, to_fen
from sigateway_mockservers.beijing.filings.effects import PAID_FROM_DAY
from sigateway_mockservers.beijing.names import PENSION
from sigateway_mockservers.beijing.records import Standing, UnitRecord
from sigateway_mockservers.beijing.store import Store
from sigateway_mockservers.kernel.months import month_of, months_from, shifted

PAID, UNPAID = "已缴", "未缴"


@dataclass(frozen=True, slots=True)
class Due:
    """One month of one scheme of one person."""

    month: str
    scheme: str
    base: Decimal
    part: Share
    paid: bool


@dataclass(frozen=True, slots=True)
class YearOfPension:
    """A year of the pension account."""

    year: str
    opening: Decimal
    months: int
    base: Decimal
    paid_in: Decimal
    interest: Decimal

    @property
    def balance(self) -> Decimal:
        """What stands at the end of it."""
        return self.opening + self.paid_in + self.interest


class Payments:
    """Reckons from the standings."""

    def __init__(self, store: Store, now: datetime) -> None:
        self._store = store
        self._now = now
        self._month = month_of(now)

    def dues(
        self,
        unit: UnitRecord,
        person: str,
        standing: Standing,
        schemes: tuple[str, ...],
        first: str,
        last: str,
    ) -> Iterator[Due]:
        """What was due between two months, oldest first, then by scheme."""
        for month in months_from(first, min(last, self._month)):
            limits = self._store.figures.limits_in(month)
            bases = [limits.base(standing.wage_in(month))] if standing.covers(month) else []
            for paid in standing.back_paid:
                if paid.first <= month <= paid.last and self._now >= paid.since:
                    bases.append(limits.base(paid.wage))
            if not bases:
                continue
            for scheme in sorted(schemes):
                base = max(bases)
                yield Due(
                    month,
                    scheme,
                    base,
                    share(scheme, base, unit.injury_rate),
                    self._is_paid(unit, person, standing, scheme, month),
                )

    def _is_paid(self, unit: UnitRecord, person: str, standing: Standing, scheme: str, month: str) -> bool:
        owed = any(
            (each.unit, each.scheme, each.month) == (unit.number, scheme, month)
            and (not each.people or person in each.people)
            for each in self._store.arrears
        )
        return not owed and self.is_taken(month)

    def is_taken(self, month: str) -> bool:
        """Contributions are taken on day 26 of their month."""
        return month < self._month or (month == self._month and self._now.day >= PAID_FROM_DAY)

    def years(self, person: str, units: Iterator[tuple[UnitRecord, Standing]]) -> list[YearOfPension]:
        """The pension account, year by year, over all units."""
        by_year: dict[str, list[Due]] = {}
        for unit, standing in units:
            first = min(
                [each.first for each in standing.spells] + [each.first for each in standing.back_paid],
                default=self._month,
            )
            for due in self.dues(unit, person, standing, (PENSION,), first, self._month):
                if due.paid:
                    by_year.setdefault(due.month[:4], []).append(due)
        return list(_accounts(by_year))


def _accounts(by_year: dict[str, list[Due]]) -> Iterator[YearOfPension]:
    balance = Decimal("0.00")
    for year in range(int(min(by_year)), int(max(by_year)) + 1) if by_year else ():
        dues = by_year.get(str(year), [])
        paid = sum((each.part.person for each in dues), Decimal("0.00"))
        mean = to_fen(sum((each.base for each in dues), Decimal(0)) / len(dues)) if dues else Decimal("0.00")
        account = YearOfPension(
            str(year), balance, len(dues), mean, paid, to_fen(balance * INTEREST_PER_CENT / 100)
        )
        balance = account.balance
        yield account


def wage_spans(standing: Standing) -> Iterator[tuple[str, str, Decimal]]:
    """From which month to which a wage counted; an empty end: it still does."""
    for spell in standing.spells:
        inside = [each for each in standing.wages if each.since <= (spell.last or "999999")]
        starts = [each for each in inside if each.since > spell.first]
        begin = [(spell.first, standing.wage_in(spell.first))]
        points = begin + [(each.since, each.wage) for each in starts]
        for n, (since, wage) in enumerate(points):
            until = shifted(points[n + 1][0], -1) if n + 1 < len(points) else spell.last
            yield since, until, wage
