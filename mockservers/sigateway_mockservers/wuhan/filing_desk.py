"""The desk at which every business is filed: search, save, edit, submit, discard (WH-31..45). Each answers reasons or a record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

from sigateway_mockservers.wuhan import reasons
from sigateway_mockservers.wuhan.businesses import Business, Values, business_of, content_of
from sigateway_mockservers.wuhan.enforcement import enforces
from sigateway_mockservers.wuhan.reasons import Reason
from sigateway_mockservers.wuhan.records import Effect, OpenForm, Task
from sigateway_mockservers.wuhan.standing import Standing, standing_of

if TYPE_CHECKING:
    from sigateway_mockservers.kernel.world import World
    from sigateway_mockservers.wuhan.review import Review
    from sigateway_mockservers.wuhan.store import Store


class FilingDesk:
    """One filing of one person at a time, of any business."""

    def __init__(self, world: World, store: Store, review: Review, *, guards_duplicates: bool) -> None:
        self._world = world
        self._store = store
        self._review = review
        self._guards_duplicates = guards_duplicates

    def standing(self, business: Business, unit: str, number: str) -> Standing:
        """How a person stands with respect to a unit, now."""
        guards = self._guards_duplicates
        return standing_of(self._world, self._store, business.name, unit, number, guards_duplicates=guards)

    def search(self, business: Business, unit: str, asked: Values) -> dict[str, str] | list[Reason]:
        """The entrance: a fresh form with what the hall fills in, or reasons why there is none. Changes nothing."""
        number = business.person_asked_for(asked, self._store)
        standing = self.standing(business, unit, number)
        found = business.entrance_reasons(asked, standing)
        if found:
            return found
        return {each.name: "" for each in business.fields} | business.filled_in(asked, standing)

    def hand_out_form(self, business: Business, unit: str, values: Values, random: Random) -> OpenForm:
        """A form for one person, good for one save."""
        fixed = {each.name: values[each.name] for each in business.fields if each.fixed}
        form = OpenForm(f"{random.getrandbits(96):024x}", unit, business.name, fixed)
        self._store.forms[form.id] = form
        return form

    def take_form(self, business: Business, unit: str, form_id: str) -> OpenForm | None:
        """Use a form up; ``None`` when it is unknown, used, another unit's or of another business."""
        form = self._store.forms.get(form_id)
        if form is None or (form.unit, form.business) != (unit, business.name):
            return None
        return self._store.forms.pop(form_id)

    @enforces("WH-31", "WH-32", "WH-33", "WH-34")
    def save(self, business: Business, unit: str, values: Values) -> Task | list[Reason]:
        """保存: a draft in 待办, with its number and month; nothing is sent to the back office yet."""
        standing = self.standing(business, unit, values["zjhm"])
        found = business.save_reasons(values, standing)
        return found or self._new_task(business, unit, values, standing)

    def _new_task(self, business: Business, unit: str, values: Values, standing: Standing) -> Task:
        now = self._world.clock.now()
        ordinal = len(self._store.tasks) + 1
        filed = {each.name: values[each.name] for each in business.fields}
        task = Task(
            sxh=f"{now:%Y%m%d}{ordinal:06d}",
            ordinal=ordinal,
            unit=unit,
            business=business.name,
            fields=filed | business.added_on_save(filed, standing),
            created=now,
        )
        self._store.tasks[task.sxh] = task
        return task

    def own_task(self, unit: str, sxh: str) -> Task | None:
        """An item of this unit that was not discarded."""
        task = self._store.tasks.get(sxh)
        return task if task is not None and task.unit == unit and not task.discarded else None

    def own_task_of(self, business: Business, unit: str, sxh: str) -> Task | None:
        """The same, when it is of this business."""
        task = self.own_task(unit, sxh)
        return task if task is not None and task.business == business.name else None

    @enforces("WH-33", "WH-40", "WH-44", "WH-136")
    def edit(self, business: Business, unit: str, sxh: str, posted: Mapping[str, str]) -> Task | list[Reason]:
        """Save a draft again: black fields as posted, grey ones must be left as they are."""
        task = self.own_task_of(business, unit, sxh)
        if task is None:
            return [reasons.NO_SUCH_TASK]
        if not task.is_draft:
            return [reasons.NOT_EDITABLE]
        grey = {name: task.fields[name] for name in business.grey_names}
        shown_grey = grey | {each.name: task.fields[each.name] for each in business.added}
        if any(posted.get(name, value) != value for name, value in shown_grey.items()):
            return [reasons.GREY_FIELD]
        values = grey | {name: posted.get(name, "") for name in business.black_names}
        standing = self.standing(business, unit, task.person)
        found = business.save_reasons(values, standing)
        if found:
            return found
        saved = replace(task, fields=values | business.added_on_save(values, standing))
        self._store.tasks[sxh] = saved
        return saved

    @enforces("WH-35", "WH-36", "WH-40", "WH-41", "WH-52")
    def submit(self, unit: str, sxh: str) -> Task | Reason:
        """提交审批: from here on the filing has landed; only the review can give it back."""
        task = self.own_task(unit, sxh)
        if task is None:
            return reasons.NO_SUCH_TASK
        if not task.is_draft and self._guards_duplicates:
            return reasons.ALREADY_SUBMITTED
        business = business_of(task)
        standing = self.standing(business, unit, task.person)
        refused = business.submit_reason(standing)
        if refused is not None:
            return refused
        if not task.is_draft:
            task = self._new_task(business, unit, task.fields, standing)
        submitted = self._review.begin(task)
        self._store.tasks[submitted.sxh] = submitted
        self._land(business, submitted, standing)
        return submitted

    def _land(self, business: Business, task: Task, standing: Standing) -> None:
        number = len(self._store.effects) + 1
        self._store.effects[number] = Effect(
            number=number,
            sxh=task.sxh,
            unit=task.unit,
            zjhm=task.person,
            start_month=business.start_month(task.fields),
            at=self._world.clock.now(),
            content=content_of(task),
            kind=business.kind,
            insurance=business.insurance_meant(task, standing),
        )

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
