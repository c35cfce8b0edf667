"""The functions of filing, of looking, and of the ways back."""

from __future__ import annotations

from typing import Any

from sigateway_mockservers.jiangsu import reasons
from sigateway_mockservers.jiangsu.filings.desk import Application, application_for, content_of
from sigateway_mockservers.jiangsu.filings.facts import gather
from sigateway_mockservers.jiangsu.filings.fields import Fields, is_identity_number, names_of
from sigateway_mockservers.jiangsu.filings.rules import notices, start_month
from sigateway_mockservers.jiangsu.filings.shown import (
    draft_shown,
    filing_shown,
    money,
    person_shown,
    unit_center,
)
from sigateway_mockservers.jiangsu.filings.ways_back import blockers
from sigateway_mockservers.jiangsu.moments import written_moment
from sigateway_mockservers.jiangsu.names import ENROLMENT, MATTERS, RETIREMENT
from sigateway_mockservers.jiangsu.prints import print_approval_form
from sigateway_mockservers.jiangsu.reasons import BAD_FORM, SHUT, Refusal, bad
from sigateway_mockservers.jiangsu.records import Draft, Filing
from sigateway_mockservers.jiangsu.visit import (
    Answer,
    MalformedError,
    Paper,
    Visit,
    done,
    not_found,
    page_number,
    paged,
)
from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.months import month_of

_TAKEN, _TAKEN_RETIREMENT = "业务办理成功", "登记成功，请到窗口提交材料"


def _texts(said: Any) -> Fields:
    if not all(isinstance(value, str) for value in said.values()):
        raise MalformedError("fields are texts")
    return dict(said)


def _note(visit: Visit, application: Application) -> None:
    """Note what the request is about, whatever becomes of it."""
    visit.notes.kind = MATTERS[application.matter].kind
    visit.notes.unit, visit.notes.person = application.unit, application.asked["idNumber"]
    visit.notes.content = content_of(application, month_of(visit.now))


def filing_check(visit: Visit) -> Answer:
    """校验: leaves a draft."""
    said = visit.asked
    matter, fields = said["matter"], _texts(said["fields"])
    refusal = visit.against_matter(matter)
    if set(fields) != set(names_of(matter) or ()):
        raise MalformedError("not the fields of this matter")
    shut = None if refusal is not None else visit.hall.filing_desk.shut(matter)
    if refusal is not None or shut is not None:
        return visit.refuse(refusal or Refusal(SHUT, (shut,) if shut is not None else ()))
    application = application_for(visit.session.unit, visit.session.person, matter, fields, said["replaces"])
    outcome = visit.hall.filing_desk.check(application)
    if isinstance(outcome, Refusal):
        return visit.refuse(outcome)
    visit.took_effect(outcome.number)
    return done(_echo(visit, outcome))


def _echo(visit: Visit, draft: Draft) -> dict[str, Any]:
    facts = visit.hall.filing_desk.facts(draft.unit, draft.fields["idNumber"], without=draft.replaces)
    return {
        "draft": draft.number,
        "expiresAt": written_moment(draft.lapses_at),
        "matter": draft.matter,
        "fields": dict(draft.fields),
        "replaces": draft.replaces,
        "feeMonth": facts.fee_month,
        "startMonth": start_month(draft.matter, draft.fields),
        "assessedBase": money(visit.hall.filing_desk.assessed_base(draft.matter, draft.fields)),
        "preregistered": facts.preregistered if draft.matter == ENROLMENT else "",
        "notices": list(notices(draft.matter, draft.fields, visit.now.date())),
    }


def filing_submit(visit: Visit) -> Answer:
    """提交."""
    hall, fields = visit.hall, _texts(visit.asked["fields"])
    draft = _own_draft(visit, hall.store.drafts.get(visit.asked["draft"]))
    if draft is not None:
        if refusal := visit.against_matter(draft.matter):
            return visit.refuse(refusal)
        _note(visit, Application(draft.unit, draft.owner, draft.matter, draft.asked, draft.replaces))
        if shut := hall.filing_desk.shut(draft.matter):
            return visit.refuse(Refusal(SHUT, (shut,)))
    outcome = hall.filing_desk.submit(draft, fields, visit.filer)
    if isinstance(outcome, Refusal):
        return visit.refuse(outcome)
    visit.took_effect(outcome.number)
    message = _TAKEN_RETIREMENT if outcome.matter == RETIREMENT else _TAKEN
    return done(filing_shown(hall, outcome), message)


def _own_draft(visit: Visit, draft: Draft | None) -> Draft | None:
    session = visit.session
    if draft is None or draft.unit != session.unit or (not draft.unit and draft.owner != session.person):
        return None
    return draft


def draft_open(visit: Visit) -> Answer:
    """One draft."""
    draft = _own_draft(visit, visit.shown.drafts.get(visit.asked["draft"]))
    if draft is None or visit.against_matter(draft.matter) is not None:
        return not_found()
    return done(draft_shown(visit, draft))


def filing_list(visit: Visit) -> Answer:
    """Everything that was filed and may be seen, oldest first."""
    said = visit.asked
    found = [
        each
        for each in visit.shown.filings.values()
        if said["month"] in ("", month_of(each.at))
        and said["idNumber"] in ("", each.person)
        and said["draft"] in ("", each.draft)
        and visit.may_see(each)
    ]
    return done(paged(found, page_number(said["page"]), lambda each: filing_shown(visit.hall, each)))


def filing_open(visit: Visit) -> Answer:
    """One filing."""
    filing = _seen(visit)
    if filing is None:
        return not_found()
    blocked_by = list(blockers(visit.shown, filing))
    return done(filing_shown(visit.hall, filing) | {"blockedBy": blocked_by})


def _seen(visit: Visit) -> Filing | None:
    filing = visit.shown.filings.get(visit.asked["filing"])
    return filing if filing is not None and visit.may_see(filing) else None


def filing_takeback(visit: Visit) -> Answer:
    """回退."""
    hall, said, session = visit.hall, visit.asked, visit.session
    if refusal := visit.against_matter(said["matter"]):
        return visit.refuse(refusal)
    before = hall.store.filings.get(said["filing"])
    outcome = hall.ways_back.take_back(
        session.unit, session.person, said["filing"], said["matter"], said["idNumber"], visit.filer
    )
    if isinstance(outcome, Refusal):
        return visit.refuse(outcome)
    visit.notes.kind, visit.notes.unit, visit.notes.person = outcome.kind, outcome.unit, outcome.person
    if before is not None and before.undoing is None:
        visit.notes.content = outcome.content
    visit.took_effect(outcome.number)
    return done(filing_shown(hall, outcome))


@enforces("JS-13")
def form_print(visit: Visit) -> Answer | Paper:
    """审批表 of a retirement."""
    filing = _seen(visit)
    if filing is None or filing.matter != RETIREMENT:
        return not_found()
    printed = print_approval_form(filing, visit.hall.store.units[filing.unit])
    return Paper(f"retirement-form-{filing.number}.pdf", printed)


def unit_open(visit: Visit) -> Answer:
    """单位中心."""
    return done(unit_center(visit))


def person_open(visit: Visit) -> Answer:
    """How somebody stands."""
    number, session = visit.asked["idNumber"], visit.session
    if not session.unit and number != session.person:
        return visit.refuse(Refusal(reasons.NO_RIGHT, (reasons.WRONG_KIND,)))
    if not is_identity_number(number):
        return visit.refuse(Refusal(BAD_FORM, (bad("身份证号"),)))
    return done(person_shown(gather(visit.hall, visit.shown, session.unit, number)))
