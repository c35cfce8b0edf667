"""Checking and submitting: by wire with a draft, by hand at once; the same rules for everybody (JS-03, JS-06)."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from sigateway_mockservers.jiangsu import reasons
from sigateway_mockservers.jiangsu.figures import TRANSFER_DAYS, assessed
from sigateway_mockservers.jiangsu.filings.facts import Facts, gather
from sigateway_mockservers.jiangsu.filings.fields import Fields, judge_fields, kept
from sigateway_mockservers.jiangsu.filings.rules import judge, start_month
from sigateway_mockservers.jiangsu.names import (
    AT_COUNTER,
    AT_WINDOW,
    BASE,
    BASIC_DATA,
    CHANGED,
    DONE,
    DRAFT_LAPSED,
    ENROLMENT,
    MATTERS,
    PREREGISTERED,
    PREREGISTRATION,
    RETIREMENT,
    RUNNING,
    TRANSFER,
)
from sigateway_mockservers.jiangsu.reasons import BAD_CHECK, BAD_FORM, BAD_SUBMISSION, SHUT, Refusal
from sigateway_mockservers.jiangsu.records import Draft, Filer, Filing, Step
from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.months import month_of
from sigateway_mockservers.kernel.reasons import Reason

if TYPE_CHECKING:
    from sigateway_mockservers.jiangsu.hall import JiangsuHall

_FIRST_STATE = {RETIREMENT: AT_WINDOW, TRANSFER: RUNNING, PREREGISTRATION: PREREGISTERED}
_FIRST_CLOSED, _LAST_CLOSED = 7, 10


@dataclass(frozen=True, slots=True)
class Application:
    """What somebody wants to file: for a unit, or (``unit`` empty) for the own person ``owner``."""

    unit: str
    owner: str
    matter: str
    asked: Fields
    replaces: str = ""


def content_of(application: Application, month: str) -> str:
    """The journal's digest: unit, kind and fields as asked. A pre-registration is of its month and no other."""
    said = [application.unit, application.matter, *sorted(kept(application.asked).items())]
    if application.matter == PREREGISTRATION:
        said.append(("month", month))
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode("utf-8")).hexdigest()


class FilingDesk:
    """Takes filings."""

    def __init__(self, hall: JiangsuHall) -> None:
        self._hall = hall
        self._store = hall.store

    @enforces("JS-03", "JS-04")
    def shut(self, matter: str) -> Reason | None:
        """Why this matter is not taken now."""
        now = self._hall.world.clock.now()
        if matter == BASIC_DATA:
            return None
        if matter == PREREGISTRATION:
            if not self._hall.offers_preregistration:
                return reasons.NO_PREREGISTRATION
            between = _FIRST_CLOSED <= now.day <= _LAST_CLOSED and self._hall.shut() is not None
            return None if between else reasons.PREREGISTER_ON_DAYS
        return self._hall.shut()

    def check(self, application: Application) -> Draft | Refusal:
        """Judge a filing, and leave a draft for it."""
        refusal = self._judge(application, BAD_CHECK)
        if refusal is not None:
            return refusal
        now = self._hall.world.clock.now()
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
        draft = Draft(
            number=self._store.next_draft(now),
            unit=application.unit,
            owner=application.owner,
            matter=application.matter,
            asked=dict(application.asked),
            fields=kept(application.asked),
            replaces=application.replaces,
            lapses_at=midnight + timedelta(days=1),
        )
        self._store.drafts[draft.number] = draft
        return draft

    @enforces("JS-06")
    def submit(self, draft: Draft | None, fields: Fields, filer: Filer) -> Filing | Refusal:
        """Take what a draft stands for: draft, content, and every rule again, as things stand now."""
        against = self._against_draft(draft, fields)
        if draft is None or against is not None:
            return Refusal(BAD_SUBMISSION, (against or reasons.DRAFT_STALE,))
        application = Application(draft.unit, draft.owner, draft.matter, draft.asked, draft.replaces)
        # A draft that a hall without guards takes twice has, the second time, nothing left to replace.
        if draft.filing:
            application = replace(application, replaces="")
        refusal = self._judge(application, BAD_SUBMISSION)
        if refusal is not None:
            return refusal
        taken = self._take(application, draft.number, filer)
        if not draft.filing:
            self._store.drafts[draft.number] = replace(draft, filing=taken.number)
        return taken

    def file_by_hand(self, application: Application, filer: Filer) -> Filing | Refusal:
        """What a browser or the counter does: the check and the taking in one."""
        if shut := self.shut(application.matter):
            return Refusal(SHUT, (shut,))
        refusal = self._judge(application, BAD_CHECK, at_counter=filer.by == AT_COUNTER)
        return refusal if refusal is not None else self._take(application, "", filer)

    def facts(self, unit: str, person: str, *, without: str = "") -> Facts:
        """How somebody stands."""
        return gather(self._hall, self._store, unit, person, without=without)

    def assessed_base(self, matter: str, fields: Fields) -> Decimal | None:
        """核定缴费基数, where there is a wage."""
        if "wage" not in fields:
            return None
        month = start_month(matter, fields) or self._hall.opening().fee_month(self._hall.world.clock.now())
        return assessed(self._store.limits, Decimal(fields["wage"]), month)

    # --- judging ------------------------------------------------------------------------------------------------

    def _judge(self, application: Application, appcode: str, *, at_counter: bool = False) -> Refusal | None:
        matter, asked = application.matter, application.asked
        if wrong := judge_fields(matter, asked):
            return Refusal(BAD_FORM, wrong)
        if not application.unit and asked["idNumber"] != application.owner:
            return Refusal(appcode, (reasons.OWN_ONLY,))
        if application.replaces and (against := self._hall.ways_back.against_change(application)):
            return Refusal(appcode, against)
        facts = self.facts(application.unit, asked["idNumber"], without=application.replaces)
        found = judge(matter, kept(asked), facts, guards=self._hall.guards_duplicates)
        if at_counter:
            found = tuple(each for each in found if each != reasons.BASE_LOWER)
        return Refusal(appcode, found) if found else None

    def _against_draft(self, draft: Draft | None, fields: Fields) -> Reason | None:
        if draft is None:
            return reasons.DRAFT_STALE
        now = self._hall.world.clock.now()
        if draft.filing and self._hall.guards_duplicates:
            return reasons.draft_used(draft.filing)
        if draft.state_at(now) == DRAFT_LAPSED or now >= draft.lapses_at:
            return reasons.DRAFT_STALE
        return None if dict(fields) == dict(draft.fields) else reasons.CONTENT_DIFFERS

    # --- taking -------------------------------------------------------------------------------------------------

    def _take(self, application: Application, draft: str, filer: Filer) -> Filing:
        now, matter, fields = self._hall.world.clock.now(), application.matter, kept(application.asked)
        facts = self.facts(application.unit, fields["idNumber"], without=application.replaces)
        running = facts.here.running
        filing = Filing(
            number=self._store.next_filing(now),
            draft=draft,
            unit=application.unit,
            matter=matter,
            fields=fields,
            fee_month=facts.fee_month,
            start_month=start_month(matter, fields),
            base=self.assessed_base(matter, fields),
            state=_FIRST_STATE.get(matter, DONE),
            at=now,
            order=self._store.next_order(),
            filer=filer,
            content=content_of(application, month_of(now)),
            replaces=application.replaces,
            preregistered=facts.preregistered if matter == ENROLMENT else "",
            steps=(Step("登记", now),) if matter in (RETIREMENT, TRANSFER) else (),
            due_by=evening(now + timedelta(days=TRANSFER_DAYS)) if matter == TRANSFER else None,
            former_wage=running.wages[-1].amount if matter == BASE and running is not None else None,
        )
        if application.replaces:
            former = self._store.filings[application.replaces]
            self._store.filings[former.number] = replace(
                former, state=CHANGED, replaced_by=filing.number, replaced_at=filing.order
            )
        self._store.take(filing)
        if matter == BASIC_DATA:
            self._store.known[filing.person] = True
        return filing


def application_for(unit: str, owner: str, matter: str, asked: Fields, replaces: str = "") -> Application:
    """An application in its own half of the hall: of a unit, or of a person."""
    personal = MATTERS[matter].is_personal
    return Application("" if personal else unit, owner if personal else "", matter, asked, replaces)


def evening(moment: datetime) -> datetime:
    """Five in the afternoon of that day: when the hall finishes what is due."""
    return moment.replace(hour=17, minute=0, second=0, microsecond=0)
