"""What is looked at in an enrolment 社会保险职工参保登记 (ZJ-07..10, 14, 22)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.months import month_of
from sigateway_mockservers.kernel.reasons import Reason
from sigateway_mockservers.zhejiang import reasons
from sigateway_mockservers.zhejiang.filings.facts import Facts, facts_of, pending_item
from sigateway_mockservers.zhejiang.filings.fields import ENROL_FIELDS, wrong_form
from sigateway_mockservers.zhejiang.filings.meant import Meant
from sigateway_mockservers.zhejiang.months import last_and_this
from sigateway_mockservers.zhejiang.names import ENROLMENT, INJURY, PENSION, SCHEME_NAMES, UNEMPLOYMENT
from sigateway_mockservers.zhejiang.reasons import Refusal

START_KEYS: Mapping[str, str] = {
    PENSION: "pensionFrom",
    UNEMPLOYMENT: "unemploymentFrom",
    INJURY: "injuryFrom",
}


@dataclass(frozen=True, slots=True)
class Enrolling(Meant):
    """Somebody whom a unit means to enrol, on a day."""

    @property
    def facts(self) -> Facts:
        """What the hall knows of the person."""
        return facts_of(self.store, self.hall.world.people, self.unit.number, self.asked["idCard"])

    @enforces("ZJ-09")
    def filled(self) -> dict[str, str]:
        """The fields with what the system fills in: injury insurance from this month."""
        asked = dict(self.asked)
        if asked["injury"] == "1" and not asked["injuryFrom"]:
            asked["injuryFrom"] = month_of(self.today)
        return asked

    def starts(self) -> dict[str, str]:
        """The start month of each scheme that is asked for."""
        filled = self.filled()
        return {scheme: filled[key] for scheme, key in START_KEYS.items() if filled[key]}

    def base(self) -> Decimal:
        """The base: the wage within floor and ceiling."""
        floor, ceiling = self.hall.store.figures.limits_at(month_of(self.today))
        return min(max(Decimal(self.asked["wage"]), floor), ceiling)

    def why_not(self) -> Refusal | None:
        """The reasons of the earliest stage that has any."""
        return self.at_entrance() or self._by_form() or self._by_content()

    def at_entrance(self) -> Refusal | None:
        """What stands in the way before a field is looked at."""
        found = self._standing_reasons()
        return Refusal(tuple(found)) if found else None

    @enforces("ZJ-11", "ZJ-14")
    def _standing_reasons(self) -> list[Reason]:
        facts, found = self.facts, list[Reason]()
        if not self.hall.guards_duplicates:
            return [reasons.RESIDENT] if facts.resident else []
        if set(self.unit.schemes) <= set(facts.here):
            found.append(reasons.HERE)
        found += elsewhere(facts)
        if pending_item(self.store, self.unit.number, self.asked["idCard"], ENROLMENT):
            found.append(reasons.ENROLMENT_PENDING)
        return found

    def _by_form(self) -> Refusal | None:
        asked = self.asked
        found = wrong_form(ENROL_FIELDS, asked, "ZJ-10")
        if asked["injury"] == "0" and asked["injuryFrom"] and not any(f.field == "injuryFrom" for f in found):
            found.append(Reason("ZJ-10", "工伤参保开始年月格式有误", "injuryFrom"))
        if not asked["pensionFrom"] and not asked["unemploymentFrom"] and asked["injury"] != "1":
            found.append(reasons.NO_SCHEME_ENROL)
        return Refusal(tuple(found)) if found else None

    def _by_content(self) -> Refusal | None:
        asked, facts = self.asked, self.facts
        found: list[Reason] = []
        if facts.known is not None and asked["name"] != facts.known.name:
            found.append(reasons.ENROL_NAME)
        for scheme, start in self.starts().items():
            found += self._of_scheme(scheme, start, facts)
        lowest = self.hall.store.figures.minimum_wage(self.unit.place, month_of(self.today))
        if Decimal(asked["wage"]) < lowest:
            found.append(reasons.WAGE_TOO_LOW)
        if asked["contractStart"] > self.today.isoformat():
            found.append(reasons.CONTRACT_AHEAD)
        if asked["contractEnd"] and asked["contractEnd"] < asked["contractStart"]:
            found.append(reasons.CONTRACT_ORDER)
        return Refusal(tuple(found)) if found else None

    @enforces("ZJ-08", "ZJ-22")
    def _of_scheme(self, scheme: str, start: str, facts: Facts) -> list[Reason]:
        key, name = START_KEYS[scheme], SCHEME_NAMES[scheme]
        wrong_month = self._wrong_month(scheme, start)
        found = [wrong_month] if wrong_month is not None else []
        if scheme not in self.unit.schemes:
            found.append(Reason("ZJ-22", f"单位未参加{name}", key))
        if scheme in facts.here and self.hall.guards_duplicates:
            found.append(Reason("ZJ-14", f"该人员已在本单位参加{name}", key))
        if wrong_month is None and self.hall.guards_duplicates:
            found += overlaps(scheme, start, facts)
        return found

    @enforces("ZJ-08", "ZJ-09", "ZJ-42")
    def _wrong_month(self, scheme: str, start: str) -> Reason | None:
        last, this = last_and_this(self.today)
        if scheme != INJURY:
            words = f"{SCHEME_NAMES[scheme]}参保开始年月只能为办理的上月或者当月"
            return None if start in (last, this) else Reason("ZJ-08", words, START_KEYS[scheme])
        if self.hall.injury_month_free:
            return None if start in (last, this) else reasons.INJURY_LAST_OR_THIS
        return None if start == this else reasons.INJURY_THIS_MONTH


def elsewhere(facts: Facts) -> list[Reason]:
    """An insurance at another unit, or of residents, stands in the way (ZJ-14)."""
    found: list[Reason] = []
    if facts.elsewhere:
        found.append(Reason("ZJ-14", f"该人员已在{facts.elsewhere}参保"))
    if facts.resident:
        found.append(reasons.RESIDENT)
    return found


def overlaps(scheme: str, start: str, facts: Facts) -> list[Reason]:
    """A start month that is paid already."""
    if start > facts.paid_until.get(scheme, ""):
        return []
    words = f"{SCHEME_NAMES[scheme]}参保开始年月与已有参保时间重叠"
    return [Reason("ZJ-08", words, START_KEYS[scheme])]
