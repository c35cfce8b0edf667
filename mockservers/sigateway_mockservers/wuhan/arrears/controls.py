"""What a test can do to the arrears and the figures of a hall; part of :class:`WuhanHall`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sigateway_mockservers.kernel.months import month_of
from sigateway_mockservers.kernel.people import PersonRecord
from sigateway_mockservers.wuhan.arrears.dues import AssessmentState, Dues, MonthStanding
from sigateway_mockservers.wuhan.arrears.records import ARRIVED, BILL, OwedMonth
from sigateway_mockservers.wuhan.figures import (
    HIGHEST_INJURY_RATE,
    LOWEST_INJURY_RATE,
    OWN_RATE_SCHEME,
    Rate,
)
from sigateway_mockservers.wuhan.months import read_month
from sigateway_mockservers.wuhan.records import SCHEMES, WageLimits, yuan

if TYPE_CHECKING:
    from sigateway_mockservers.kernel.world import World
    from sigateway_mockservers.wuhan.store import Store


class ArrearsControls:
    """Arrears, floor and ceiling, and rates, by hand."""

    world: World
    store: Store

    def arrears(self, unit: str, zjhm: str) -> list[MonthStanding]:
        """What a person owes or owed at a unit, month by month, each with its 状态."""
        with self.world.lock:
            self.world.settle()
            return Dues(self.store, unit).months_of(zjhm)

    def add_arrears(
        self,
        unit: str,
        zjhm: str,
        months: Iterable[str],
        schemes: Iterable[str] | None = None,
        wage: Decimal | str | None = None,
    ) -> list[MonthStanding]:
        """Let a unit have failed to pay these months (YYYYMM) for somebody of the register.

        Without ``schemes`` those of the person's insurance here, else of the unit; without ``wage`` the declared one.
        """
        with self.world.lock:
            self.world.settle()
            if self.world.people.get(zjhm) is None:
                raise KeyError(f"{zjhm} is not in the register")
            here = [each for each in self.store.insurances_of(zjhm) if each.unit == unit]
            if wage is None and not here:
                raise ValueError(f"{zjhm} has no wage at {unit}; give one")
            chosen = set(schemes or (here[-1] if here else self.store.units[unit]).schemes)
            if unknown := chosen - set(SCHEMES):
                raise ValueError(f"unknown schemes {sorted(unknown)}; known: {', '.join(SCHEMES)}")
            known = self.store.owed.get(zjhm, ())
            added: list[OwedMonth] = []
            for month in months:
                self._require_new_month(month, unit, (*known, *added))
                in_order = tuple(code for code in SCHEMES if code in chosen)
                added.append(OwedMonth(unit, zjhm, month, in_order, "" if wage is None else str(yuan(wage))))
            self.store.owed[zjhm] = (*known, *added)
            return Dues(self.store, unit).months_of(zjhm)

    def _require_new_month(self, month: str, unit: str, known: Iterable[OwedMonth]) -> None:
        if read_month(month) is None or month > month_of(self.world.clock.now()):
            raise ValueError(f"{month!r} is no month YYYYMM that has begun")
        if any((each.unit, each.month) == (unit, month) for each in known):
            raise ValueError(f"{month} is on record already")

    def settle_arrears(self, zjhm: str) -> PersonRecord:
        """The counter settles whatever is owed for a person, here and elsewhere (WH-73, WH-101).

        A ``ValueError`` while a bill holds any of it. An assessment of these months that is in no bill is over.
        """
        with self.world.lock:
            self.world.settle()
            owed = self.store.owed.get(zjhm, ())
            standing = [
                month
                for unit in {each.unit for each in owed}
                for month in Dues(self.store, unit).months_of(zjhm)
            ]
            for each in standing:
                dues = Dues(self.store, each.owed.unit)
                if each.is_open and (each.bill or dues.is_being_filed(each.assessment, (BILL,))):
                    raise ValueError(f"{each.owed.month} of {zjhm} is in a bill")
            person = self.world.people.change(zjhm, arrears=False)
            ended = {each.owed for each in standing if each.is_open}
            self.store.owed[zjhm] = tuple(
                replace(each, ended=ARRIVED) if each in ended else each for each in owed
            )
            for each in standing:
                dues = Dues(self.store, each.owed.unit)
                if each.is_open and dues.assessment_state(each.assessment) is AssessmentState.TAKEN:
                    self.store.rolled_back[each.assessment] = ""
            return person

    # --- figures ------------------------------------------------------------------------------------------------

    @property
    def wage_limits(self) -> WageLimits:
        """保底 and 封顶 of this World's hall in the month it is."""
        return self.store.figures.limits_in(month_of(self.world.clock.now()))

    def set_wage_limits(
        self, floor: Decimal | str, ceiling: Decimal | str, from_month: str | None = None
    ) -> None:
        """Set 保底 and 封顶 (WH-88) in yuan, from a month on or for all; what is saved already keeps its base."""
        limits = WageLimits(yuan(floor), yuan(ceiling))
        if from_month is not None:
            _require_month(from_month)
        with self.world.lock:
            self.store.figures = self.store.figures.with_limits(limits, from_month)

    def set_rates(self, from_month: str, rates: Mapping[str, tuple[Decimal | str, Decimal | str]]) -> None:
        """Set what unit and person pay (WH-27) from a month on: per cent; of 大额医疗 yuan a month.

        Schemes that are not named keep theirs. Work injury has a rate for each unit: :meth:`set_injury_rate`.
        """
        _require_month(from_month)
        if OWN_RATE_SCHEME in rates:
            raise ValueError(f"{OWN_RATE_SCHEME} is set by unit, with set_injury_rate")
        if unknown := set(rates) - set(SCHEMES):
            raise ValueError(f"unknown schemes {sorted(unknown)}; known: {', '.join(SCHEMES)}")
        read = {scheme: Rate(yuan(unit), yuan(person)) for scheme, (unit, person) in rates.items()}
        if any(rate.unit < 0 or rate.person < 0 for rate in read.values()):
            raise ValueError("a rate is not negative")
        with self.world.lock:
            self.store.figures = self.store.figures.with_rates(from_month, read)

    def set_injury_rate(self, unit: str, percent: Decimal | str) -> None:
        """Set 工伤费率 of a unit in per cent, for all months."""
        rate = yuan(percent)
        if not LOWEST_INJURY_RATE <= rate <= HIGHEST_INJURY_RATE:
            raise ValueError(
                f"工伤费率 is {LOWEST_INJURY_RATE} to {HIGHEST_INJURY_RATE} per cent, not {rate}"
            )
        with self.world.lock:
            if unit not in self.store.units:
                raise KeyError(f"there is no unit {unit}")
            self.store.figures = self.store.figures.with_injury_rate(unit, rate)


def _require_month(month: str) -> None:
    if read_month(month) is None:
        raise ValueError(f"{month!r} is no month YYYYMM")


def arrears_as_json(store: Store) -> list[dict[str, Any]]:
    """Every month that is or was owed, with its 状态, as JSON-able data."""
    units = {(each.unit, person) for person, owed in store.owed.items() for each in owed}
    return [
        {
            "unit": unit,
            "person": person,
            "month": each.owed.month,
            "schemes": list(each.owed.schemes),
            "state": each.state,
            "assessment": each.assessment,
            "bill": each.bill,
        }
        for unit, person in sorted(units)
        for each in Dues(store, unit).months_of(person)
    ]
