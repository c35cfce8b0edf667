"""The desk at which every business is filed: search, save, edit, submit, discard (WH-31..45). Each answers reasons or a record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.reasons import Reason
from sigateway_mockservers.wuhan import reasons
from sigateway_mockservers.wuhan.businesses import Business, Decided, Values, business_of, content_of
from sigateway_mockservers.wuhan.records import Effect, Filing, OpenForm, Task, filing_number
from sigateway_mockservers.wuhan.standing import Standing, standing_of

if TYPE_CHECKING:
    from sigateway_mockservers.kernel.world import World
    from sigateway_mockservers.wuhan.review import Review
    from sigateway_mockservers.wuhan.store import Store


class FilingDesk:
    """One filing of one person at a time, of any business; and what single items and batches have in common."""

    def __init__(self, world: World, store: Store, review: Review, *, guards_duplicates: bool) -> None:
        self._world = world
        self._store = store
        self._review = review
        self._guards_duplicates = guards_duplicates

    def standing(self, business: Business, unit: str, number: str) -> Standing:
        """How a person stands with respect to a unit, now."""
        guards = self._guards_duplicates
        return standing_of(self._world, self._store, business.kind, unit, number, guards_duplicates=guards)

    def search(self, business: Business, unit: str, asked: Values) -> dict[str, str] | list[Reason]:
        """The entrance: a fresh form with what the hall fills in, or reasons why there is none. Changes nothing."""
        number = business.subject_asked_for(asked, self._store)
        standing = self.standing(business, unit, number)
        found = business.entrance_reasons(asked, standing)
        if found:
            return found
        return {each.name: "" for each in business.fields} | business.filled_in(asked, standing)

    def hand_out_form(self, name: str, unit: str, shown: Values, random: Random) -> OpenForm:
        """A form of the business of this name, good for one save, with what it shows."""
        form = OpenForm(f"{random.getrandbits(96):024x}", unit, name, shown)
        self._store.forms[form.id] = form
        return form

    def take_form(self, name: str, unit: str, form_id: str) -> OpenForm | None:
        """Use a form up; ``None`` when it is unknown, used, another unit's or of another business."""
        form = self._store.forms.get(form_id)
        if form is None or (form.unit, form.business) != (unit, name):
            return None
        return self._store.forms.pop(form_id)

    @enforces("WH-31", "WH-32", "WH-33", "WH-34")
    def save(self, business: Business, unit: str, values: Values, shown: Values) -> Task | list[Reason]:
        """保存: a draft in 待办, with its number and month; nothing is sent to the back office yet."""
        fixed = {each.name: shown[each.name] for each in business.fields if each.fixed}
        moved = [each for each in business.fields if each.fixed and values[each.name] != fixed[each.name]]
        standing = self.standing(business, unit, business.subject(fixed))
        found = business.save_reasons({**values, **fixed}, standing)
        found += business.reasons_against_shown(values, shown)
        if moved:
            found += business.moved_reasons(moved)
        if found:
            return found
        fields, lines = saved_fields(business, values, standing), business.lines(values, standing)
        return self.new_task(business, unit, fields, shown=shown, lines=lines)

    def new_task(
        self,
        business: Business,
        unit: str,
        fields: Mapping[str, str],
        rows: tuple[Filing, ...] = (),
        *,
        shown: Values | None = None,
        origin: str = "",
        lines: tuple[Mapping[str, str], ...] = (),
    ) -> Task:
        """A draft with a fresh number."""
        now = self._world.clock.now()
        sxh, ordinal = self._store.next_number(now)
        task = Task(
            sxh=sxh,
            ordinal=ordinal,
            unit=unit,
            business=business.batch_name if rows else business.name,
            fields=fields,
            created=now,
            rows=rows,
            shown=shown or {},
            origin=origin,
            lines=lines,
            kind=business.kind,
        )
        self._store.tasks[sxh] = task
        return task

    def own_task(self, unit: str, sxh: str) -> Task | None:
        """An item of this unit that was not discarded."""
        task = self._store.tasks.get(sxh)
        return task if task is not None and task.unit == unit and not task.discarded else None

    def own_task_of(self, business: Business, unit: str, sxh: str) -> Task | None:
        """The same, when it is a single item of this business."""
        task = self.own_task(unit, sxh)
        is_its = task is not None and task.kind == business.kind and not task.is_batch
        return task if is_its else None

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
        standing = self.standing(business, unit, self._store.current_number(business.subject(task.fields)))
        found = business.save_reasons(values, standing) + business.reasons_against_shown(values, task.shown)
        if found:
            return found
        fields, lines = values | business.added_on_save(values, standing), business.lines(values, standing)
        saved = replace(task, fields=fields, lines=lines)
        self._store.tasks[sxh] = saved
        return saved

    @enforces("WH-35", "WH-36", "WH-40", "WH-41", "WH-52")
    def submit(self, unit: str, sxh: str) -> Task | list[Reason]:
        """提交审批: from here on the filing has landed; only the review can give it back.

        Rows of a batch that could not be submitted by themselves come back at once, and the others land; when there
        are no others, nothing is submitted.
        """
        task = self.own_task(unit, sxh)
        if task is None:
            return [reasons.NO_SUCH_TASK]
        if not task.is_draft and self._guards_duplicates:
            return [reasons.ALREADY_SUBMITTED]
        business = business_of(task)
        known_as = self._store.current_number
        standings = {
            each.row: self.standing(business, unit, known_as(business.subject(each.fields)))
            for each in task.filings
        }
        asked = {each.row: business.submit_reasons(each.fields, standings[each.row]) for each in task.filings}
        refused = {row: found for row, found in asked.items() if found}
        if len(refused) == len(asked):
            return list(dict.fromkeys(reason for found in refused.values() for reason in found))
        if not task.is_draft:
            task = self._file_anew(business, task, standings)
        submitted = self._review.begin(task, refused)
        self._store.tasks[submitted.sxh] = submitted
        for filing in submitted.filings:
            if filing.row not in refused:
                self._land(business, submitted, filing, standings[filing.row])
        if business.decided is Decided.AT_ONCE:
            self._review.decide(submitted)
        return self._store.tasks[submitted.sxh]

    def _file_anew(self, business: Business, task: Task, standings: Mapping[int, Standing]) -> Task:
        """A second item with what was submitted already: only in a hall that guards nothing."""
        saved = {each.row: saved_fields(business, each.fields, standings[each.row]) for each in task.filings}
        rows = tuple(Filing(each.row, saved[each.row]) for each in task.rows)
        origin = task.origin or task.sxh
        fields = {} if rows else saved[0]
        lines = () if rows else business.lines(fields, standings[0])
        return self.new_task(business, task.unit, fields, rows, shown=task.shown, origin=origin, lines=lines)

    def _land(self, business: Business, task: Task, filing: Filing, standing: Standing) -> None:
        number = filing_number(task.sxh, filing.row)
        effect = Effect(
            number=len(self._store.effects) + 1,
            sxh=task.sxh,
            unit=task.unit,
            zjhm=standing.number if filing.person else "",
            start_month=business.start_month(filing.fields),
            at=self._world.clock.now(),
            content=content_of(task, filing),
            kind=business.kind,
            insurance=business.insurance_meant(number, standing),
            row=filing.row,
            year=business.year(filing.fields),
        )
        self._store.land(effect)

    @enforces("WH-35", "WH-45", "WH-82")
    def discard(self, unit: str, sxh: str) -> Task | Reason:
        """退单: a draft (or a returned item) is cancelled and leaves the lists."""
        task = self.own_task(unit, sxh)
        if task is None:
            return reasons.NO_SUCH_TASK
        if not task.is_draft:
            return reasons.NOT_DISCARDABLE
        self._store.tasks[sxh] = replace(task, discarded=True)
        return self._store.tasks[sxh]


def saved_fields(business: Business, values: Values, standing: Standing) -> dict[str, str]:
    """What is kept of a form: its own fields, and what the hall sets itself."""
    filed = {each.name: values[each.name] for each in business.fields}
    return filed | business.added_on_save(filed, standing)
