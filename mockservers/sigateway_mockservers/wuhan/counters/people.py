"""People at the counter: key data changed, filings corrected, somebody insured at once (WH-41, 52, 53, 56, 108)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.wuhan import reasons
from sigateway_mockservers.wuhan.businesses import (
    BUSINESSES,
    ENROLMENT,
    PERSON_UPDATE,
    Business,
    business_of,
    content_of,
)
from sigateway_mockservers.wuhan.businesses.enrolment_rules import elsewhere_reasons
from sigateway_mockservers.wuhan.counters.base import CounterWork, refuse, require_some_paper
from sigateway_mockservers.wuhan.documents import number_reasons
from sigateway_mockservers.wuhan.journalling import noted
from sigateway_mockservers.wuhan.months import read_month
from sigateway_mockservers.wuhan.names import HALL
from sigateway_mockservers.wuhan.personal import FIELD_OF, GENERAL_DATA, KEY_DATA
from sigateway_mockservers.wuhan.records import DeclaredWage, Filing, Insurance, Task, yuan
from sigateway_mockservers.wuhan.renumbering import renumber

CORRECTED, CHANGED, INSURED = "counter.corrected", "counter.changed", "counter.insured"

#: The fields that can be corrected, whatever the business.
CORRECTABLE = tuple(
    dict.fromkeys(
        field.name
        for business in BUSINESSES
        if business.can_be_corrected
        for field in business.fields
        if not field.fixed
    )
)
#: What of a person can be changed with papers, beside the number; the photo is changed online only.
CHANGEABLE = (*KEY_DATA, *(each for each in GENERAL_DATA if each != "photo"))

_FORM_FIELDS = {each.name: each for each in (*ENROLMENT.fields, *PERSON_UPDATE.fields)}


class PeopleCounter(CounterWork):
    """What staff do with people and with what was filed for them."""

    @enforces("WH-108")
    def change_person(
        self, zjhm: str, *, papers: Iterable[str], number: str | None = None, **fields: str | date
    ) -> str:
        """重点信息变更, by papers; the document number that the person goes by now.

        ``fields`` are ``name``, ``sex``, ``born`` and the general data by their names in the register. What is insured
        and filed follows a new ``number``; items keep what they showed.
        """
        require_some_paper(papers)
        if unknown := sorted(set(fields) - set(CHANGEABLE)):
            raise ValueError(f"no {', '.join(unknown)} of a person; known: number, {', '.join(CHANGEABLE)}")
        told = {name: _text_of(name, value) for name, value in fields.items()}
        with self._hall.world.lock:
            self._hall.world.settle()
            if self._hall.world.people.get(zjhm) is None and not self._hall.store.insurances_of(zjhm):
                raise KeyError(zjhm)
            if number is not None and number != zjhm:
                self._check_number(zjhm, number)
                renumber(self._hall.world, self._hall.store, zjhm, number)
                zjhm = number
            self._change(zjhm, told)
            return zjhm

    def _check_number(self, old: str, new: str) -> None:
        known = [each.kind for each in self._hall.store.insurances_of(old)]
        person = self._hall.world.people.get(old)
        kind = person.kind if person is not None else known[-1]
        found = number_reasons(kind, new, self._hall.world.clock.today())
        if found:
            raise ValueError(f"{new}: {found[0].words}")
        if self._hall.world.people.get(new) is not None or self._hall.store.insurances_of(new):
            raise ValueError(f"{new} is somebody else's number")

    def _change(self, zjhm: str, told: dict[str, str]) -> None:
        store, people, now = self._hall.store, self._hall.world.people, self._hall.world.clock.now()
        if people.get(zjhm) is not None:
            registered: dict[str, object] = {
                name: told[name] for name in (*KEY_DATA, "nation") if name in told
            }
            if "born" in told:
                registered["born"] = date.fromisoformat(told["born"])
            people.change(zjhm, **registered)
        store.learn(zjhm, told)
        insurances = store.insurances_of(zjhm)
        for each in insurances:
            store.insurances[each.sxh] = replace(
                each, name=told.get("name", each.name), nation=told.get("nation", each.nation)
            )
        for effect in list(store.effects_of(zjhm)):
            if effect.kind == PERSON_UPDATE.kind and effect.stopped is None:
                store.effects[effect.number] = replace(effect, stopped=now)
        for unit in dict.fromkeys(each.unit for each in insurances):
            self._note(CHANGED, PERSON_UPDATE, unit, zjhm, told)

    @enforces("WH-41", "WH-52")
    def correct(self, sxh: str, *, papers: Iterable[str], row: int = 0, **fields: str) -> Task:
        """信息订正 of what was taken: an enrolment, a suspension or a wage change; ``row`` is 行号 of a batch's.

        What is in force follows, beyond the windows of online filing if need be. The document is ``change_person``'s.
        """
        require_some_paper(papers)
        with self._hall.world.lock:
            self._hall.world.settle()
            task = self._hall.store.tasks.get(sxh)
            if task is None or task.finished is None or not business_of(task).can_be_corrected:
                raise ValueError(f"{sxh} is no enrolment, suspension or wage change that was taken")
            filing = next((each for each in task.filings if each.row == row and not each.returned), None)
            if filing is None:
                raise ValueError(f"{sxh} took no row {row}")
            business = business_of(task)
            corrected = replace(filing, fields=_corrected(business, filing, fields))
            return self._put_in_force(business, task, filing, corrected)

    def _put_in_force(self, business: Business, task: Task, before: Filing, corrected: Filing) -> Task:
        store = self._hall.store
        effect = next(
            each
            for each in store.effects_of(store.current_number(before.person))
            if (each.sxh, each.row) == (task.sxh, before.row) and not each.returned
        )
        corrected = replace(corrected, fields=business.correct(store, effect, corrected.fields))
        task = (
            replace(task, rows=tuple(corrected if each.row == before.row else each for each in task.rows))
            if task.is_batch
            else replace(task, fields=corrected.fields)
        )
        store.tasks[task.sxh] = task
        store.effects[effect.number] = replace(
            effect,
            content=content_of(task, corrected),
            start_month=business.start_month(corrected.fields),
            corrected=True,
        )
        about = noted(task, [corrected]) if task.is_batch else noted(task)
        self._journal(CORRECTED, **about)
        return task

    @enforces("WH-53", "WH-56")
    def insure(self, unit: str, zjhm: str, start_month: str, wage: Decimal | str) -> Insurance:
        """Insure somebody of the register at once: no item, no age limit, from any month."""
        if read_month(start_month) is None:
            raise ValueError(f"{start_month!r} is no month (YYYYMM)")
        declared = DeclaredWage(f"{yuan(wage)}", start_month)
        with self._hall.world.lock:
            self._hall.world.settle()
            standing = self._hall.filing.standing(ENROLMENT, unit, zjhm)
            if standing.person is None:
                raise KeyError(zjhm)
            refuse(reasons.INSURED_HERE if standing.running is not None else None)
            refuse(next(iter(elsewhere_reasons(standing)), None))
            insurance = Insurance(
                unit=unit,
                person=zjhm,
                kind=standing.person.kind,
                name=standing.person.name,
                nation=standing.person.nation,
                schemes=standing.unit.schemes,
                start_month=start_month,
                sxh=f"counter-{len(self._hall.store.insurances) + 1}",
                since=standing.now,
                wages=(declared,),
            )
            self._hall.store.insure(insurance)
            self._note(INSURED, ENROLMENT, unit, zjhm, {"wage": declared.wage, "from": start_month})
            return insurance

    def _note(self, operation: str, business: Business, unit: str, zjhm: str, what: dict[str, str]) -> None:
        """An entry for the oracle: what was filed before makes way for it."""
        text = json.dumps([operation, unit, zjhm, what], ensure_ascii=False, sort_keys=True)
        content = hashlib.sha256(text.encode("utf-8")).hexdigest()[:24]
        self._journal(operation, kind=business.kind, unit=unit, person=zjhm, content=content)

    def _journal(self, operation: str, **about: object) -> None:
        world = self._hall.world
        world.journal.add(at=world.clock.now(), hall=HALL, operation=operation, committed=True, **about)


def _text_of(name: str, value: str | date) -> str:
    text = value.isoformat() if isinstance(value, date) else value
    text.encode("gbk")
    if name in KEY_DATA and not text:
        raise ValueError(f"{name} cannot be empty")
    if text and not _FORM_FIELDS[FIELD_OF[name]].takes(text):
        raise ValueError(f"{name} cannot be {text!r}")
    return text


def _corrected(business: Business, filing: Filing, fields: dict[str, str]) -> dict[str, str]:
    correctable = {each.name for each in business.fields if not each.fixed}
    if unknown := sorted(set(fields) - correctable):
        raise ValueError(f"{business.name} has no field {', '.join(unknown)} that can be corrected")
    if not fields:
        raise ValueError("say which fields are corrected")
    for text in fields.values():
        text.encode("gbk")
    values = {**filing.fields, **fields}
    found = business.field_reasons(values)
    if found:
        raise ValueError("；".join(reason.words for reason in found))
    return values
