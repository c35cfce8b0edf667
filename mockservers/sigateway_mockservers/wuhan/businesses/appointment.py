"""申报业务预约: a place at the counter, taken with its submission (WH-113)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.reasons import Reason
from sigateway_mockservers.wuhan import codes, reasons
from sigateway_mockservers.wuhan.businesses.base import Business, Decided, FormTable, Values
from sigateway_mockservers.wuhan.fields import FormField, at_most, is_day, is_phone
from sigateway_mockservers.wuhan.standing import Standing

if TYPE_CHECKING:
    from sigateway_mockservers.wuhan.records import Effect, Task
    from sigateway_mockservers.wuhan.store import Store

#: How many days ahead can be booked, and how many places a slot has. The hall's real figures are unknown (E0).
DAYS_AHEAD = 14
PLACES_PER_SLOT = 20

_WEEKDAYS = 5
_COLUMNS = {"yyrq": "预约日期", "yysd": "时段", "syh": "剩余号数"}


def days_on_offer(today: date) -> list[str]:
    """Mondays to Fridays among the days that follow a day; holidays are not known to the hall."""
    following = [today + timedelta(days=ahead) for ahead in range(1, DAYS_AHEAD + 1)]
    return [each.isoformat() for each in following if each.weekday() < _WEEKDAYS]


def places_left(store: Store, day: str, slot: str) -> int:
    """How many units can still book a slot of a day."""
    return store.places.get((day, slot), PLACES_PER_SLOT)


def booked(store: Store) -> Iterator[Task]:
    """Every item that has a place, in the order of booking."""
    for effect in store.effects_of(""):
        if effect.kind == Appointment.kind and effect.in_force:
            yield store.tasks[effect.sxh]


class Appointment(Business):
    """A place for a unit that must visit the agency. It cannot be cancelled online."""

    kind = "appointment"
    name = "申报业务预约"
    verb = "appointment"
    stem = "yuyue"
    asked = ()
    fields = (
        FormField("yyyw", "预约业务", red=True, options=codes.APPOINTMENT_MATTERS),
        FormField("yyrq", "预约日期", red=True, check=is_day),
        FormField("yysd", "时段", red=True, options=codes.SLOTS),
        FormField("lxrxm", "联系人姓名", red=True, check=at_most(50)),
        FormField("lxrdh", "联系人电话", red=True, check=is_phone),
    )
    told = (FormField("yyh", "预约号"),)
    decided = Decided.AT_ONCE
    has_months = False

    def tables(self, standing: Standing) -> list[FormTable]:
        """What can be booked, oldest day first."""
        rows = [
            {"yyrq": day, "yysd": slot, "syh": str(places_left(standing.records, day, slot))}
            for day in days_on_offer(standing.today)
            for slot in codes.SLOTS
        ]
        return [FormTable("hao", "可预约号数", _COLUMNS, rows)]

    def filled_in(self, _asked: Values, _standing: Standing) -> dict[str, str]:
        """Nothing: the unit says it all."""
        return {}

    def save_reasons(self, values: Values, standing: Standing) -> list[Reason]:
        """The fields by themselves, then the place."""
        found = super().save_reasons(values, standing)
        if is_day(values["yyrq"]) and values["yysd"] in codes.SLOTS:
            found += self._place_reasons(values, standing)
        return found

    @enforces("WH-113")
    def _place_reasons(self, values: Values, standing: Standing) -> list[Reason]:
        day, slot = values["yyrq"], values["yysd"]
        if day not in days_on_offer(standing.today):
            return [reasons.DAY_NOT_OFFERED]
        found = [reasons.SLOT_FULL] if places_left(standing.records, day, slot) < 1 else []
        mine = [each.fields for each in booked(standing.records) if each.unit == standing.unit.number]
        taken = any((each["yyrq"], each["yysd"]) == (day, slot) for each in mine)
        if taken and standing.guards_duplicates:
            found.append(reasons.SLOT_BOOKED_ALREADY)
        return found

    def submit_reasons(self, values: Values, standing: Standing) -> list[Reason]:
        """The place may be gone since it was saved."""
        return self._place_reasons(values, standing)

    def insurance_meant(self, _number: str, _standing: Standing) -> str:
        """None: it is about the unit."""
        return ""

    def take_effect(self, store: Store, effect: Effect, values: Values, _at: datetime) -> None:
        """One place less, and a number for the unit."""
        slot = values["yyrq"], values["yysd"]
        store.places[slot] = places_left(store, *slot) - 1
        task = store.tasks[effect.sxh]
        store.tasks[effect.sxh] = replace(task, fields={**task.fields, "yyh": f"YY{effect.number:08d}"})

    def shows_in(self, store: Store, effect: Effect) -> bool:
        """The unit was given a number."""
        return bool(store.tasks[effect.sxh].fields.get("yyh"))

    def as_a_clerk(self, standing: Standing) -> dict[str, str]:
        """The first morning on offer, for papers."""
        day = days_on_offer(standing.today)[0]
        return {"yyyw": "01", "yyrq": day, "yysd": "1", "lxrxm": "模拟经办", "lxrdh": "027-00000000"}
