"""What the World gives and takes: units, standings, arrears, figures; part of :class:`BeijingHall`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sigateway_mockservers.beijing.figures import ALWAYS, Figures, Limits
from sigateway_mockservers.beijing.filings.facts import ELSEWHERE_MARK, INTERRUPTED, NEVER, STOPPED
from sigateway_mockservers.beijing.filings.window import Window
from sigateway_mockservers.beijing.names import FOUR, MEDICAL, SCHEMES
from sigateway_mockservers.beijing.records import Arrear, Given, Spell, UnitRecord, Wage
from sigateway_mockservers.beijing.template import info_of, open_unit, unit_data
from sigateway_mockservers.kernel.months import is_month

if TYPE_CHECKING:
    from sigateway_mockservers.beijing.access.office import CertificateOffice
    from sigateway_mockservers.beijing.access.sessions import SessionDesk
    from sigateway_mockservers.beijing.store import Store
    from sigateway_mockservers.kernel.world import World

#: The data that differ by system, by their names on the wire.
_DATA = {
    "regNo": "reg_no",
    "area": "area",
    "unitType": "unit_type",
    "orgCode": "org_code",
    "name": "name",
    "agency": "agency",
}


class WorldControls:
    """What the city, the register and time decide."""

    world: World
    store: Store
    office: CertificateOffice
    sessions: SessionDesk

    def add_unit(
        self,
        regNo: str,  # as the wire document calls it
        name: str,
        *,
        opened: bool = True,
        settle_cycle: str = "month",
        schemes: Iterable[str] = tuple(SCHEMES),
        second_level: bool = False,
        breach: bool = False,
        key: bool = True,
        medical: Mapping[str, str] | None = {},  # never changed; ``None`` means something else
    ) -> UnitRecord:
        """A unit that meets every condition but for what is said; ``medical`` overrides the data in that system."""
        with self.world.lock:
            if regNo in self.store.units:
                raise ValueError(f"unit {regNo} is there already")
            data = unit_data(regNo, name)
            other = None if medical is None else replace(data, **_renamed(medical))
            now = self.world.clock.now()
            unit = UnitRecord(
                regNo,
                four=data,
                medical=other,
                schemes=tuple(schemes),
                settle_cycle=settle_cycle,
                second_level=second_level,
                breach=breach,
                opened_on=now if opened else None,
            )
            open_unit(self.store, unit)
            if key:
                self.office.new_record(self.store, regNo, now)
            return unit

    def change_unit(self, regNo: str, system: str, **fields: str) -> UnitRecord:
        """The counter changes the data of BJ-06 (or name and agency) in one system."""
        with self.world.lock:
            unit = self.store.units[regNo]
            if system == FOUR:
                changed = replace(unit, four=replace(unit.four, **_renamed(fields)))
            elif system == MEDICAL and unit.medical is not None:
                changed = replace(unit, medical=replace(unit.medical, **_renamed(fields)))
            else:
                raise ValueError(f"unit {regNo} is not known to {system!r}")
            self.store.units[regNo] = changed
            return changed

    def close_service(self, regNo: str) -> UnitRecord:
        """The service is closed to a unit, and its sessions end."""
        with self.world.lock:
            self.store.units[regNo] = replace(self.store.units[regNo], opened_on=None)
            self.sessions.end_all_of(regNo)
            return self.store.units[regNo]

    def add_arrears(self, regNo: str, ins: str, month: str, people: Iterable[str] = ()) -> Arrear:
        """A month of a scheme is owed, for these people or for everybody."""
        if ins not in SCHEMES or not is_month(month) or regNo not in self.store.units:
            raise ValueError(f"no unit {regNo}, scheme {ins!r} or month {month!r}")
        with self.world.lock:
            owed = Arrear(regNo, ins, month, tuple(people))
            self.store.arrears = (*self.store.arrears, owed)
            return owed

    def clear_arrears(self, regNo: str) -> None:
        """Everything that a unit owed is paid."""
        with self.world.lock:
            self.store.arrears = tuple(each for each in self.store.arrears if each.unit != regNo)

    def stand(self, idCard: str, *, four: str | None = None, medical: str | None = None) -> None:
        """What the systems say of somebody: ``none``, ``stopped``, ``interrupted``, or a unit's name for elsewhere."""
        with self.world.lock:
            for system, state in ((FOUR, four), (MEDICAL, medical)):
                if state is None:
                    continue
                if state == INTERRUPTED and system == MEDICAL:
                    raise ValueError("中断失业 is a state of the four system only")
                known = state in (NEVER, STOPPED, INTERRUPTED)
                self.store.marks[system, idCard] = state if known else ELSEWHERE_MARK + state

    def insure(
        self,
        regNo: str,
        idCard: str,
        since: str,
        wage: Decimal | str,
        systems: Iterable[str] = (FOUR, MEDICAL),
    ) -> None:
        """Insure somebody of the register: no filing stands behind it."""
        person = self.world.people.get(idCard)
        if person is None or regNo not in self.store.units or not is_month(since):
            raise ValueError(f"no unit {regNo}, no month {since!r}, or nobody of this number in the register")
        with self.world.lock:
            given = Given(Spell(since), Wage(since, Decimal(wage)), info_of(person), self.world.clock.now())
            for system in systems:
                self.store.give(system, regNo, idCard, given)

    def set_wage_limits(
        self,
        floor: Decimal | str | None = None,
        ceiling: Decimal | str | None = None,
        lowest: Decimal | str | None = None,
        from_month: str | None = None,
    ) -> Limits:
        """Other limits from a month on, or from ever."""
        with self.world.lock:
            figures = self.store.figures
            said: dict[str, Any] = {"floor": floor, "ceiling": ceiling, "lowest": lowest}
            since = from_month or ALWAYS
            limits = replace(
                figures.limits_in(since),
                **{name: Decimal(value) for name, value in said.items() if value is not None},
            )
            if not 0 < limits.floor <= limits.ceiling:
                raise ValueError("the floor is above 0 and not above the ceiling")
            self.store.figures = Figures({**figures.limits, since: limits})
            return limits

    def set_window(self, first: int, last: int) -> Window:
        """Another window (BJ-32 is a setting), days of the month, both included."""
        if not 1 <= first <= last <= 31:
            raise ValueError("the days of a window are 1 to 31, the first not after the last")
        with self.world.lock:
            window = Window(first, last)
            self.store.windows = (*self.store.windows, (self.world.clock.now(), window))
            return window

    def query_password(self, idCard: str) -> str:
        """The printed query password of an insured person."""
        return self.sessions.query_password(idCard)


def _renamed(fields: Mapping[str, str]) -> dict[str, Any]:
    if unknown := set(fields) - set(_DATA):
        raise ValueError(f"a system's data are {', '.join(_DATA)}, not {', '.join(sorted(unknown))}")
    return {_DATA[name]: value for name, value in fields.items()}
