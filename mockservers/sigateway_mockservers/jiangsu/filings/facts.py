"""Everything that the rules of a filing look at, gathered once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from sigateway_mockservers.jiangsu.names import (
    ACCEPTED,
    AT_WINDOW,
    PREREGISTERED,
    RETIREMENT,
    RUNNING,
    SUSPENSION,
    TRANSFER,
)
from sigateway_mockservers.jiangsu.records import Filing, Standing
from sigateway_mockservers.kernel.months import month_of

if TYPE_CHECKING:
    from sigateway_mockservers.jiangsu.hall import JiangsuHall
    from sigateway_mockservers.jiangsu.store import Store

_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Facts:
    """How somebody stands, seen from a unit (or from the person, ``unit`` empty)."""

    unit: str
    today: date
    month: str
    fee_month: str
    known: bool
    name: str
    here: Standing
    flexible: Standing
    elsewhere: str
    last_paid: str
    retirement: str
    transfer: str
    preregistered: str
    preregistered_this_month: bool
    stopped_in_window: bool

    @property
    def retired(self) -> bool:
        """Retired by now."""
        return "" < self.here.retired_from <= self.month


def gather(hall: JiangsuHall, store: Store, unit: str, person: str, *, without: str = "") -> Facts:
    """The facts, as if the filing ``without`` were not there."""
    now = hall.now
    standings = store.standings_of(person, without)
    record = hall.world.people.get(person)
    own = [each for each in store.filings_about(person) if each.unit == unit and each.number != without]
    ended = [spell.last_month for standing in standings.values() for spell in standing.spells]
    preregistered = latest_preregistration(own, now)
    return Facts(
        unit=unit,
        today=now.date(),
        month=month_of(now),
        fee_month=hall.opening().fee_month(now),
        known=person in store.known,
        name=record.name if record is not None else "",
        here=standings.get(unit, Standing()),
        flexible=standings.get("", Standing()),
        elsewhere=_elsewhere(store, standings, unit, record.insured_elsewhere if record is not None else ""),
        last_paid=max(ended, default=""),
        retirement=_running(own, RETIREMENT, (AT_WINDOW, ACCEPTED)),
        transfer=_running(own, TRANSFER, (RUNNING,)),
        preregistered=preregistered.number if preregistered is not None else "",
        preregistered_this_month=preregistered is not None and month_of(preregistered.at) == month_of(now),
        stopped_in_window=_stopped_in_window(hall, own, now),
    )


def latest_preregistration(own: list[Filing], now: datetime) -> Filing | None:
    """The latest one whose unit can be told by it: of this month, or of the month before."""
    months = (month_of(now), month_of(now.replace(day=1) - _A_DAY))
    found = [each for each in own if each.state == PREREGISTERED and month_of(each.at) in months]
    return found[-1] if found else None


def _elsewhere(store: Store, standings: dict[str, Standing], unit: str, outside: str) -> str:
    """The name of another unit at which an insurance runs."""
    for place, standing in standings.items():
        if place not in ("", unit) and standing.running is not None:
            return store.units[place].name
    return outside


def _running(own: list[Filing], matter: str, states: tuple[str, ...]) -> str:
    for each in own:
        if each.matter == matter and each.state in states:
            return each.number
    return ""


def _stopped_in_window(hall: JiangsuHall, own: list[Filing], now: datetime) -> bool:
    window = hall.opening().window_at(now)
    return window is not None and any(
        each.works and each.matter == SUSPENSION and each.at >= window.opens for each in own
    )
