"""Drafts and submissions of halves, each system by itself; the same rules for a client and for a clerk."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from sigateway_mockservers.beijing import reasons
from sigateway_mockservers.beijing.access.conditions import judge_conditions
from sigateway_mockservers.beijing.filings.facts import Facts, form_values, gather
from sigateway_mockservers.beijing.filings.fields import fields_of, grey_fields
from sigateway_mockservers.beijing.filings.rules import at_entrance, at_save
from sigateway_mockservers.beijing.filings.sums import with_grey
from sigateway_mockservers.beijing.names import (
    BOTH,
    CONDITIONS_AT_EACH_FILING,
    FOUR,
    ONLINE,
    RUNNING,
    SYSTEMS_OF,
    UNSENT,
    WITHDRAW_WHILE_PROCESSING,
    WITHDRAWN,
    Business,
)
from sigateway_mockservers.beijing.reasons import Refusal
from sigateway_mockservers.beijing.records import Half, Submission
from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.months import month_of
from sigateway_mockservers.kernel.reasons import Reason

if TYPE_CHECKING:
    from sigateway_mockservers.beijing.hall import BeijingHall

_SERIAL = re.compile(r"[0-9]{16}", re.ASCII)

ENTRANCE, SAVE, SUBMIT = "entrance", "save", "submit"


def content_of(half: Half) -> str:
    """The journal's digest of a half: kind with its system, unit, person and what was filled in."""
    filled = {name: value for name, value in half.fields.items() if name not in half.grey}
    said = json.dumps(
        [half.business.kind, half.system, half.unit, half.person, *sorted(filled.items())],
        ensure_ascii=False,
    )
    return hashlib.sha256(said.encode("utf-8")).hexdigest()


class DeclarationDesk:
    """Takes halves, for both systems."""

    def __init__(self, hall: BeijingHall) -> None:
        self._hall = hall
        self._store = hall.store

    # --- looking --------------------------------------------------------------------------------------------------

    def facts(self, system: str, unit: str, person: str, but: Half | None = None) -> Facts:
        """The facts about somebody, as a system of the hall knows them now."""
        record = self._store.units[unit]
        return gather(self._store, self._hall.variants, system, record, person, self._hall.now, but=but)

    @enforces("BJ-33")
    def shut(self, business: Business, system: str, unit: str) -> list[Reason]:
        """What is looked at before anything else: the window alone; by a variant the conditions, too."""
        if business.windowed and (reason := self._hall.window.shut(self._hall.now)) is not None:
            return [reason]
        if CONDITIONS_AT_EACH_FILING not in self._hall.variants:
            return []
        return judge_conditions(self._store.units[unit], self._store.arrears, (system,))

    def enter(self, business: Business, facts: Facts, id_type: str, source: str = ONLINE) -> Refusal | None:
        """The stage entrance."""
        shut = self.shut(business, facts.system, facts.unit.number)
        windowed = [each for each in shut if each.rule == "BJ-32"]
        found = windowed or [*shut, *at_entrance(business, facts, id_type, source)]
        return Refusal(reasons.once(found), ENTRANCE) if found else None

    # --- drafts ---------------------------------------------------------------------------------------------------

    @enforces("BJ-18", "BJ-19", "BJ-21", "BJ-22")
    def save(
        self,
        system: str,
        unit: str,
        business: Business,
        scope: str,
        said: Mapping[str, str],
        serial: str = "",
        *,
        unknown: tuple[str, ...] = (),
    ) -> Half | Refusal:
        """Save a first draft, or say what stands against it."""
        facts = self.facts(system, unit, said.get("idCard", "") if business.about_person else "")
        id_type = said.get("idType", "")
        if (refusal := self.enter(business, facts, id_type)) is not None:
            return refusal
        shown = form_values(business, facts, id_type)
        found = [reasons.no_such_field(business.rule, key) for key in unknown]
        if system not in SYSTEMS_OF.get(scope, ()):
            found.append(reasons.BAD_SCOPE)
        found += self._against_serial(system, unit, scope, serial)
        values = {**shown, **{name: value for name, value in said.items() if name in shown}}
        found += at_save(business, facts, shown, values)
        if found:
            return Refusal(reasons.once(found), SAVE)
        now = self._hall.now
        half = Half(
            number=self._store.next_number(system, now),
            system=system,
            unit=unit,
            business_code=business.code,
            scope=scope,
            fields=with_grey(business, facts, values),
            grey=self._grey(business, system),
            version=1,
            highest=1,
            month=month_of(now),
            created_at=now,
            order=self._store.next_order(),
            serial=serial,
        )
        return self._store.keep(half)

    def _grey(self, business: Business, system: str) -> frozenset[str]:
        own = {"idType", "idCard"} if business.about_person else set()
        return grey_fields(business, system) | own

    @enforces("BJ-32")
    def _against_serial(self, system: str, unit: str, scope: str, serial: str) -> list[Reason]:
        """The four system's number, by its form only; one undeleted half of it."""
        if system == FOUR:
            return []
        if (scope == BOTH) != bool(serial) or (serial and not _SERIAL.fullmatch(serial)):
            return [reasons.BAD_SERIAL]
        taken = any(
            each.serial == serial and each.unit == unit and each.system == system
            for each in self._store.halves.values()
        )
        return [reasons.SERIAL_TAKEN] if serial and taken and self._hall.guards_duplicates else []

    def edit(
        self,
        system: str,
        unit: str,
        number: str,
        version: int,
        said: Mapping[str, str],
        *,
        unknown: tuple[str, ...] = (),
    ) -> Half | Refusal:
        """Save a half again: an unsent one, or one that ended without success."""
        half = self.half(system, unit, number)
        if half is None:
            return Refusal((reasons.UNKNOWN_HALF,), SUBMIT)
        if not half.may_be_edited:
            return Refusal((reasons.NO_EDIT,), SUBMIT)
        if version != half.version:
            return Refusal((reasons.CONTENT_CHANGED,), SUBMIT)
        business = half.business
        facts = self.facts(system, unit, half.person, but=half)
        if (refusal := self.enter(business, facts, half.fields.get("idType", ""), half.source)) is not None:
            return refusal
        found = [reasons.no_such_field(business.rule, key) for key in unknown]
        values = {**half.fields, **{name: value for name, value in said.items() if name in half.fields}}
        for name in ("idType", "idCard"):
            if name in values and values[name] != half.fields[name]:
                field = next(each for each in fields_of(business, system) if each.name == name)
                found.append(reasons.not_online(field.label, name))
        found += at_save(business, facts, half.fields, values, half.source)
        if found:
            return Refusal(reasons.once(found), SAVE)
        edited = replace(
            half,
            fields=with_grey(business, facts, values),
            version=half.highest + 1,
            highest=half.highest + 1,
            month=month_of(self._hall.now),
            status=UNSENT,
        )
        return self._store.keep(edited)

    # --- commits --------------------------------------------------------------------------------------------------

    def submit(self, system: str, unit: str, number: str, version: int, shown: int = 0) -> Half | Refusal:
        """Submit a half as it was shown, or say why not."""
        half = self.half(system, unit, number)
        if (reason := self._shut_for(half)) is not None:
            return Refusal((reason,), SUBMIT)
        if half is None:
            return Refusal((reasons.UNKNOWN_HALF,), SUBMIT)
        if found := self._against_submission(half, version):
            return Refusal(tuple(found), SUBMIT)
        if half.status != UNSENT:
            half = self._again(half)
        return self.send(half, shown)

    def _shut_for(self, half: Half | None) -> Reason | None:
        if half is not None and not half.business.windowed:
            return None
        return self._hall.window.shut(self._hall.now) if half is not None else None

    @enforces("BJ-32")
    def _against_submission(self, half: Half, version: int) -> list[Reason]:
        found: list[Reason] = []
        if version != half.version:
            found.append(reasons.CONTENT_CHANGED)
        if not self._hall.guards_duplicates:
            return found
        if half.status != UNSENT:
            return [*found, reasons.SENT_ALREADY]
        if half.business.windowed and half.month != month_of(self._hall.now):
            found.append(reasons.MONTH_CHANGED)
        if half.business_code in self.facts(half.system, half.unit, half.person, but=half).running:
            business = half.business
            found.append(
                reasons.running_already(business.rule, business.name, about_person=business.about_person)
            )
        return found

    def _again(self, half: Half) -> Half:
        """A second half of the same content, where the hall guards nothing."""
        now = self._hall.now
        return replace(
            half,
            number=self._store.next_number(half.system, now),
            status=UNSENT,
            submissions=(),
            created_at=now,
            order=self._store.next_order(),
        )

    def send(self, half: Half, shown: int = 0, *, by_hand: bool = False) -> Half:
        """Let a half be submitted, and take its turn in processing."""
        submission = Submission(
            version=half.version,
            at=self._hall.now,
            order=self._store.next_order(),
            fields=half.fields,
            content=content_of(half),
            shown=shown,
            by_hand=by_hand,
        )
        sent = self._store.keep(replace(half, status=RUNNING, submissions=(*half.submissions, submission)))
        self._hall.processing.begin(sent)
        return sent

    def delete(self, system: str, unit: str, number: str, version: int) -> Half | Refusal:
        """Delete a draft; of one that was edited after it had failed, only the edit."""
        half = self.half(system, unit, number)
        if half is None:
            return Refusal((reasons.UNKNOWN_HALF,), SUBMIT)
        if half.status != UNSENT:
            return Refusal((reasons.NO_DELETE,), SUBMIT)
        if version != half.version:
            return Refusal((reasons.CONTENT_CHANGED,), SUBMIT)
        if half.last is None:
            self._store.forget(half)
            return half
        if half.last.flag == WITHDRAWN:
            self._store.forget(half)
            return half
        restored = replace(half, status="2", version=half.last.version, fields=half.last.fields)
        return self._store.keep(restored)

    @enforces("BJ-32")
    def withdraw(self, system: str, unit: str, number: str, version: int) -> Half | Refusal:
        """Take a half back while it is processed, where the hall allows it."""
        half = self.half(system, unit, number)
        if half is None:
            return Refusal((reasons.UNKNOWN_HALF,), SUBMIT)
        if WITHDRAW_WHILE_PROCESSING not in self._hall.variants or not half.is_running:
            return Refusal((reasons.NO_WITHDRAW,), SUBMIT)
        if version != half.version:
            return Refusal((reasons.CONTENT_CHANGED,), SUBMIT)
        return self._hall.processing.withdraw(half)

    def half(self, system: str, unit: str, number: str) -> Half | None:
        """A half of this unit."""
        half = self._store.halves.get((system, number))
        return half if half is not None and half.unit == unit and half.handed_on else None
