"""Checking and submitting: by wire with a slip, by hand at once; the same rules for everybody (SH-23, SH-24)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.reasons import Reason
from sigateway_mockservers.shanghai.declarations.assessment import outcome_of
from sigateway_mockservers.shanghai.declarations.facts import Facts, gather, next_personal_number
from sigateway_mockservers.shanghai.declarations.fields import judge_fields, kept
from sigateway_mockservers.shanghai.declarations.rules import judge
from sigateway_mockservers.shanghai.names import ENROLMENT
from sigateway_mockservers.shanghai.reasons import (
    AT_ENTRANCE,
    AT_SUBMISSION,
    BY_CHECK,
    CONTENT_DIFFERS,
    SLIP_STALE,
    Refusal,
    slip_used,
)
from sigateway_mockservers.shanghai.records import CheckSlip, Declaration, Filer

if TYPE_CHECKING:
    from sigateway_mockservers.shanghai.hall import ShanghaiHall

Fields = Mapping[str, str]


def content_of(unit: str, asked: Fields) -> str:
    """The journal's digest of a declaration: unit, business and fields as asked, the wage kept to the jiao."""
    said = json.dumps([unit, *sorted(asked.items())], ensure_ascii=False)
    return hashlib.sha256(said.encode("utf-8")).hexdigest()


class DeclarationDesk:
    """Takes declarations."""

    def __init__(self, hall: ShanghaiHall) -> None:
        self._hall = hall
        self._store = hall.store

    def check(self, unit: str, asked: Fields) -> CheckSlip | Refusal:
        """Judge a declaration, and leave a slip for it (see SH-23)."""
        judged = self._judged(unit, asked)
        if isinstance(judged, Refusal):
            return judged
        held, facts = judged
        now = self._hall.world.clock.now()
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
        slip = CheckSlip(
            number=self._store.next_slip_number(now),
            unit=unit,
            asked=kept(asked),
            fields=held,
            outcome=outcome_of(held, facts),
            lapses_at=midnight + timedelta(days=1),
        )
        self._store.slips[slip.number] = slip
        return slip

    @enforces("SH-23", "SH-24")
    def submit(self, unit: str, number: str, declared: Fields, filer: Filer) -> Declaration | Refusal:
        """Take what a slip stands for: window, slip, content and every rule again, as things stand now."""
        if shut := self._hall.shut():
            return Refusal(AT_ENTRANCE, (shut,))
        slip = self._slip_of(unit, number)
        against = self._against_slip(slip, declared)
        if slip is None or against is not None:
            return Refusal(AT_SUBMISSION, (against or SLIP_STALE,))
        facts = self._facts(unit, slip.fields)
        found = judge(slip.fields, facts, guards_duplicates=self._hall.guards_duplicates)
        if found:
            return Refusal(AT_SUBMISSION, found)
        taken = self._take(slip.number, unit, slip.asked, slip.fields, facts, filer)
        if not slip.used_as:
            self._store.slips[slip.number] = replace(slip, used_as=taken.number)
        return taken

    def declare_by_hand(self, unit: str, asked: Fields, filer: Filer) -> Declaration | Refusal:
        """What a browser or the counter does: the check and the taking in one."""
        judged = self._judged(unit, asked)
        if isinstance(judged, Refusal):
            return judged
        held, facts = judged
        return self._take("", unit, kept(asked), held, facts, filer)

    def content_asked(self, unit: str, number: str, declared: Fields) -> str:
        """The digest of what a submission is about: of its slip, or of what it says when there is none."""
        slip = self._slip_of(unit, number)
        return content_of(unit, slip.asked if slip is not None else declared)

    def _slip_of(self, unit: str, number: str) -> CheckSlip | None:
        slip = self._store.slips.get(number)
        return slip if slip is not None and slip.unit == unit else None

    def _judged(self, unit: str, asked: Fields) -> tuple[Fields, Facts] | Refusal:
        """The fields as the hall would hold them, with the facts by which they passed."""
        shut = self._hall.shut()
        entrance: tuple[Reason, ...] = ((shut,) if shut else ()) + judge_fields(asked)
        if entrance:
            return Refusal(AT_ENTRANCE, entrance)
        held = kept(asked)
        if held["ywlx"] == ENROLMENT and not held["grxh"]:
            held["grxh"] = next_personal_number(self._store, unit, self._hall.world.clock.now())
        facts = self._facts(unit, held)
        found = judge(held, facts, guards_duplicates=self._hall.guards_duplicates)
        return Refusal(BY_CHECK, found) if found else (held, facts)

    def _against_slip(self, slip: CheckSlip | None, declared: Fields) -> Reason | None:
        if slip is None:
            return SLIP_STALE
        if slip.used_as and self._hall.guards_duplicates:
            return slip_used(slip.used_as)
        if self._hall.world.clock.now() >= slip.lapses_at:
            return SLIP_STALE
        return None if dict(declared) == dict(slip.fields) else CONTENT_DIFFERS

    def _facts(self, unit: str, fields: Fields) -> Facts:
        person = self._hall.world.people.get(fields["zjhm"])
        now = self._hall.world.clock.now()
        return gather(self._store, self._store.units[unit], person, fields["zjhm"], now)

    def _take(
        self, slip: str, unit: str, asked: Fields, fields: Fields, facts: Facts, filer: Filer
    ) -> Declaration:
        now = self._hall.world.clock.now()
        declaration = Declaration(
            number=self._store.next_number(now),
            slip=slip,
            unit=unit,
            fields=fields,
            outcome=outcome_of(fields, facts),
            at=now,
            order=self._store.next_order(),
            filer=filer,
            content=content_of(unit, asked),
        )
        self._store.take(declaration)
        return declaration
