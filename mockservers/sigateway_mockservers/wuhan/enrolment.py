"""The enrolment desk: search, save, edit, submit, discard (WH-31..68). Each answers a record or reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

from sigateway_mockservers.kernel.numbers import identity_birth_date, identity_sex
from sigateway_mockservers.wuhan import reasons, rules
from sigateway_mockservers.wuhan.enforcement import enforces
from sigateway_mockservers.wuhan.fields import BLACK_NAMES, FIELDS, GREY_NAMES, KINDS_WITH_RESIDENT_NUMBER
from sigateway_mockservers.wuhan.reasons import Reason
from sigateway_mockservers.wuhan.records import ENROLMENT, Effect, OpenForm, Task
from sigateway_mockservers.wuhan.rules import Standing
from sigateway_mockservers.wuhan.standing import standing_of

if TYPE_CHECKING:
    from sigateway_mockservers.kernel.world import World
    from sigateway_mockservers.wuhan.review import Review
    from sigateway_mockservers.wuhan.store import Store


class EnrolmentDesk:
    """增员(续保), one person at a time."""

    def __init__(self, world: World, store: Store, review: Review, *, guards_duplicates: bool) -> None:
        self._world = world
        self._store = store
        self._review = review
        self._guards_duplicates = guards_duplicates

    def standing(self, unit: str, number: str) -> Standing:
        """How a person stands with respect to a unit, now."""
        return standing_of(self._world, self._store, unit, number, guards_duplicates=self._guards_duplicates)

    @enforces("WH-47", "WH-48")
    def search(self, unit: str, kind: str, number: str) -> list[Reason]:
        """The entrance: reasons why this person cannot be enrolled here, none when the form may be shown."""
        return rules.entrance_reasons(kind, number, self.standing(unit, number))

    def hand_out_form(self, unit: str, kind: str, number: str, random: Random) -> OpenForm:
        """A form for one person, good for one save."""
        form = OpenForm(f"{random.getrandbits(96):024x}", unit, kind, number)
        self._store.forms[form.id] = form
        return form

    def take_form(self, unit: str, form_id: str) -> OpenForm | None:
        """Use a form up; ``None`` when it is unknown, used, or another unit's."""
        form = self._store.forms.get(form_id)
        if form is None or form.unit != unit:
            return None
        return self._store.forms.pop(form_id)

    def known_values(self, kind: str, number: str) -> dict[str, str]:
        """What the hall fills into a fresh form: all it knows of the person, empty where it knows nothing."""
        values = {each.name: "" for each in FIELDS} | {"zjlx": kind, "zjhm": number}
        if kind in KINDS_WITH_RESIDENT_NUMBER:
            born = identity_birth_date(number)
            values |= {"xb": identity_sex(number), "csrq": born.isoformat() if born else ""}
        person = self._world.people.get(number)
        if person is not None:
            values |= {
                "xm": person.name,
                "xb": person.sex,
                "csrq": person.born.isoformat(),
                "mz": person.nation,
                "whcd": person.education,
                "hyzk": person.marital,
                "hkxz": person.household_kind,
                "hkszd": person.household_place,
                "jzdz": person.address,
            }
        return values

    @enforces("WH-31", "WH-32", "WH-33", "WH-34", "WH-57")
    def save(self, unit: str, values: Mapping[str, str]) -> Task | list[Reason]:
        """保存: a draft in 待办, with its number and month; nothing is sent to the back office yet."""
        found = rules.save_reasons(
            values, self.standing(unit, values["zjhm"]), self._store.units[unit].schemes
        )
        if found:
            return found
        return self._new_task(unit, {name: values[name] for name in (*GREY_NAMES, *BLACK_NAMES)})

    def _new_task(self, unit: str, values: Mapping[str, str]) -> Task:
        now = self._world.clock.now()
        ordinal = len(self._store.tasks) + 1
        task = Task(
            sxh=f"{now:%Y%m%d}{ordinal:06d}",
            ordinal=ordinal,
            unit=unit,
            business=ENROLMENT,
            fields={**values, "cbny": f"{now:%Y%m}"},
            created=now,
        )
        self._store.tasks[task.sxh] = task
        return task

    def own_task(self, unit: str, sxh: str) -> Task | None:
        """An item of this unit that was not discarded."""
        task = self._store.tasks.get(sxh)
        return task if task is not None and task.unit == unit and not task.discarded else None

    @enforces("WH-33", "WH-40", "WH-44", "WH-136")
    def edit(self, unit: str, sxh: str, posted: Mapping[str, str]) -> Task | list[Reason]:
        """Save a draft again: black fields as posted, grey ones must be left as they are."""
        task = self.own_task(unit, sxh)
        if task is None:
            return [reasons.NO_SUCH_TASK]
        if not task.is_draft:
            return [reasons.NOT_EDITABLE]
        if any(name in posted and posted[name] != task.fields[name] for name in (*GREY_NAMES, "cbny")):
            return [reasons.GREY_FIELD]
        values = {name: task.fields[name] for name in GREY_NAMES} | {
            name: posted.get(name, "") for name in BLACK_NAMES
        }
        found = rules.save_reasons(values, self.standing(unit, task.person), self._store.units[unit].schemes)
        if found:
            return found
        saved = replace(task, fields={**values, "cbny": f"{self._world.clock.now():%Y%m}"})
        self._store.tasks[sxh] = saved
        return saved

    @enforces("WH-35", "WH-36", "WH-40", "WH-41", "WH-52")
    def submit(self, unit: str, sxh: str) -> Task | Reason:
        """提交审批: from here on the filing has landed; only the review can give it back."""
        task = self.own_task(unit, sxh)
        if task is None:
            return reasons.NO_SUCH_TASK
        if not task.is_draft:
            if self._guards_duplicates or task.business != ENROLMENT:
                return reasons.ALREADY_SUBMITTED
            task = self._new_task(unit, task.fields)
        # Several drafts of one person may stand side by side; only one of them can land.
        standing = self.standing(unit, task.person)
        if standing.insured_here:
            return reasons.INSURED_HERE
        if standing.running_here:
            return reasons.RUNNING_HERE
        submitted = self._review.begin(task)
        self._store.tasks[submitted.sxh] = submitted
        number = len(self._store.effects) + 1
        self._store.effects[number] = Effect(
            number=number,
            sxh=submitted.sxh,
            unit=unit,
            zjhm=submitted.person,
            start_month=submitted.start_month,
            at=self._world.clock.now(),
            content=self._store.content_of(unit, submitted.fields),
        )
        return submitted

    @enforces("WH-35", "WH-45")
    def discard(self, unit: str, sxh: str) -> Task | Reason:
        """退单: a draft (or a returned item) is cancelled and leaves the lists."""
        task = self.own_task(unit, sxh)
        if task is None:
            return reasons.NO_SUCH_TASK
        if not task.is_draft:
            return reasons.NOT_DISCARDABLE
        self._store.tasks[sxh] = replace(task, discarded=True)
        return self._store.tasks[sxh]
