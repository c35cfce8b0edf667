"""What is looked at in a suspension 社会保险职工暂停参保 (ZJ-17..20, 23)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.months import shifted
from sigateway_mockservers.kernel.reasons import Reason
from sigateway_mockservers.zhejiang import reasons
from sigateway_mockservers.zhejiang.filings.facts import known_profile, pending_item, running_at
from sigateway_mockservers.zhejiang.filings.fields import SUSPEND_FIELDS, wrong_form
from sigateway_mockservers.zhejiang.filings.meant import Meant
from sigateway_mockservers.zhejiang.months import last_and_this
from sigateway_mockservers.zhejiang.names import INJURY, PENSION, SCHEME_NAMES, SUSPENSION, UNEMPLOYMENT
from sigateway_mockservers.zhejiang.reasons import Refusal

STOP_KEYS: Mapping[str, str] = {
    PENSION: "pensionStop",
    UNEMPLOYMENT: "unemploymentStop",
    INJURY: "injuryStop",
}


@dataclass(frozen=True, slots=True)
class Suspending(Meant):
    """Somebody for whom a unit means to stop paying."""

    @property
    def here(self) -> dict[str, str]:
        """What runs at this unit."""
        return running_at(self.store.spells(self.asked["idCard"]), self.unit.number)

    def stops(self) -> dict[str, str]:
        """The stop month of each scheme that is to stop."""
        return {scheme: self.asked[key] for scheme, key in STOP_KEYS.items() if self.asked[key]}

    @enforces("ZJ-19")
    def paid_until(self) -> dict[str, str]:
        """The last paid month of each: the stop month itself is unpaid."""
        return {scheme: shifted(stop, -1) for scheme, stop in self.stops().items()}

    def why_not(self) -> Refusal | None:
        """The reasons of the earliest stage that has any."""
        return self.at_entrance() or self._by_form() or self._by_content()

    @enforces("ZJ-17", "ZJ-21")
    def at_entrance(self) -> Refusal | None:
        """What stands in the way before a field is looked at."""
        if not self.hall.guards_duplicates:
            return None
        found: list[Reason] = []
        if not self.here:
            found.append(reasons.NOT_HERE)
        if pending_item(self.store, self.unit.number, self.asked["idCard"], SUSPENSION):
            found.append(reasons.SUSPENSION_PENDING)
        return Refusal(tuple(found)) if found else None

    def _by_form(self) -> Refusal | None:
        found = wrong_form(SUSPEND_FIELDS, self.asked, "ZJ-20")
        if not any(self.asked[key] for key in STOP_KEYS.values()):
            found.append(reasons.NO_SCHEME_SUSPEND)
        return Refusal(tuple(found)) if found else None

    def _by_content(self) -> Refusal | None:
        known = known_profile(self.hall.store, self.hall.world.people, self.asked["idCard"])
        found: list[Reason] = []
        if known is not None and self.asked["name"] != known.name:
            found.append(reasons.SUSPEND_NAME)
        here = self.here
        for scheme, stop in self.stops().items():
            found += self._of_scheme(scheme, stop, here)
        if self._injury_is_left_behind(here):
            found.append(reasons.INJURY_MUST_STOP)
        if self.asked["endedOn"] > self.today.isoformat():
            found.append(reasons.ENDED_AHEAD)
        return Refusal(tuple(found)) if found else None

    def _injury_is_left_behind(self, here: Mapping[str, str]) -> bool:
        both_run = PENSION in here and INJURY in here
        pension_alone = bool(self.asked["pensionStop"]) and not self.asked["injuryStop"]
        return self.hall.injury_follows and both_run and pension_alone

    def _of_scheme(self, scheme: str, stop: str, here: Mapping[str, str]) -> list[Reason]:
        key, name = STOP_KEYS[scheme], SCHEME_NAMES[scheme]
        wrong_month = self._wrong_month(scheme, stop)
        found = [wrong_month] if wrong_month is not None else []
        if not self.hall.guards_duplicates:
            return found
        if scheme not in here:
            found.append(Reason("ZJ-17", f"该人员未在本单位参加{name}", key))
        elif wrong_month is None and stop <= here[scheme]:
            found.append(Reason("ZJ-19", f"{name}停保年月应晚于参保开始年月", key))
        return found

    @enforces("ZJ-18", "ZJ-23")
    def _wrong_month(self, scheme: str, stop: str) -> Reason | None:
        months = last_and_this(self.today)
        if scheme == INJURY and not self.hall.injury_follows:
            return None if stop == months[1] else reasons.INJURY_STOPS_NOW
        pension = self.asked["pensionStop"]
        if scheme == INJURY and pension:
            return None if stop == pension else reasons.INJURY_FOLLOWS
        words = f"{SCHEME_NAMES[scheme]}停保年月只能为办理的上月或者当月"
        return None if stop in months else Reason("ZJ-18", words, STOP_KEYS[scheme])
