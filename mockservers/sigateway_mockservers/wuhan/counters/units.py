"""Units at the counter: registered, given an account, assessed, changed, and deregistered (WH-01..08, 22..30, 110)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.staff import require_papers
from sigateway_mockservers.wuhan import reasons
from sigateway_mockservers.wuhan.counters.base import (
    CounterWork,
    refuse,
    require_some_paper,
)
from sigateway_mockservers.wuhan.menu import ACCOUNT_PAPERS, ACCOUNT_PAPERS_OF_ANSWERS, REGISTRATION_PAPERS
from sigateway_mockservers.wuhan.names import PAPERS_OF_ANSWERS
from sigateway_mockservers.wuhan.records import NO_SLIP, SCHEMES, Slip, UnitRecord
from sigateway_mockservers.wuhan.template import slip_for

_LAST_REGISTRATION_DAY = 22
_WEEKDAYS = 5


@enforces("WH-23")
def is_registration_day(day: date) -> bool:
    """Mondays to Fridays of day 1 to 22; holidays are not known to the hall."""
    return day.day <= _LAST_REGISTRATION_DAY and day.weekday() < _WEEKDAYS


class UnitCounter(CounterWork):
    """What staff do with units themselves."""

    @property
    @enforces("WH-02", "WH-03")
    def account_papers(self) -> tuple[str, ...]:
        """What a unit brings for an account; the questions and answers (a variant) name others."""
        by_answers = PAPERS_OF_ANSWERS in self._hall.variants
        return ACCOUNT_PAPERS_OF_ANSWERS if by_answers else ACCOUNT_PAPERS

    @enforces("WH-05", "WH-07", "WH-24", "WH-25", "WH-26", "WH-67")
    def register(
        self,
        number: str,
        name: str,
        papers: Iterable[str],
        schemes: Iterable[str] = SCHEMES,
        *,
        special: bool = False,
    ) -> UnitRecord:
        """社会保险登记: an ordinary unit with its slip; refused on a wrong day, without its papers, or by halves.

        ``special`` units join what the agency decides.
        """
        schemes = tuple(schemes)
        with self._hall.world.lock:
            if not is_registration_day(self._hall.world.clock.today()):
                refuse(reasons.NO_REGISTRATION_DAY)
            require_papers("WH-24", REGISTRATION_PAPERS, papers)
            if not special and not set(SCHEMES) <= set(schemes):
                refuse(reasons.SCHEMES_BY_HALVES)
            return self._hall.add_unit(number=number, name=name, vip=False, schemes=schemes)

    @enforces("WH-30")
    def deregister(self, number: str) -> UnitRecord:
        """注销登记: the user cannot log in any more; refused while anybody is insured there."""
        with self._hall.world.lock:
            self._hall.world.settle()
            unit, now = self._hall.units[number], self._hall.world.clock.now()
            insurances = self._hall.store.insurances.values()
            if any(each.unit == number and each.runs_at(now) for each in insurances):
                refuse(reasons.PEOPLE_INSURED_STILL)
            if unit.slip != NO_SLIP:
                self._hall.suspend_user(number)
                self._hall.access.end_sessions_of(unit.slip.username)
            return unit

    @enforces("WH-04", "WH-07", "WH-21")
    def open_account(self, number: str, papers: Iterable[str]) -> Slip:
        """网上办事资格 for a unit that has none: an ordinary user, whose password must be changed."""
        with self._hall.world.lock:
            unit = self._hall.units[number]
            if unit.slip != NO_SLIP:
                raise ValueError(f"unit {number} has an account already; reissue_slip() gives it a new slip")
            rule = "WH-03" if PAPERS_OF_ANSWERS in self._hall.variants else "WH-02"
            require_papers(rule, self.account_papers, papers)
            opened = replace(unit, slip=slip_for(number), vip=False, first_password_stands=True)
            self._hall.store.take_in(opened)
            return opened.slip

    @enforces("WH-06", "WH-08")
    def assess_vip(self, number: str, passed: bool) -> UnitRecord:
        """A VIP unit from now on, for what is submitted later; nothing changes for one that does not pass."""
        with self._hall.world.lock:
            unit = self._hall.units[number]
            if unit.slip == NO_SLIP:
                refuse(reasons.NOT_QUALIFIED)
            if passed:
                self._hall.units[number] = replace(unit, vip=True)
            return self._hall.units[number]

    @enforces("WH-25", "WH-110")
    def change_unit(
        self,
        unit: str,
        *,
        papers: Iterable[str],
        name: str | None = None,
        uscc: str | None = None,
        schemes: Iterable[str] | None = None,
        agency: str | None = None,
    ) -> UnitRecord:
        """变更登记: key data of a unit, by papers; what is not given stays. People insured keep their schemes."""
        require_some_paper(papers)
        wanted = {"name": name, "uscc": uscc, "agency": agency}
        changed: dict[str, object] = {key: text for key, text in wanted.items() if text is not None}
        for text in changed.values():
            str(text).encode("gbk")
        if schemes is not None:
            changed["schemes"] = tuple(schemes)
            if unknown := set(changed["schemes"]) - set(SCHEMES):  # type: ignore[call-overload]  # a tuple, just set
                raise ValueError(f"unknown schemes {sorted(unknown)}; known: {', '.join(SCHEMES)}")
        with self._hall.world.lock:
            self._hall.units[unit] = replace(self._hall.units[unit], **changed)  # type: ignore[arg-type]  # by name
            return self._hall.units[unit]
