"""What the hall answers to flexible workers."""

from __future__ import annotations

from typing import Any

from werkzeug.wrappers import Response

from sigateway_mockservers.kernel.months import month_of
from sigateway_mockservers.kernel.pdf import write_lines
from sigateway_mockservers.zhejiang import reasons
from sigateway_mockservers.zhejiang.filings.facts import known_profile, stamp
from sigateway_mockservers.zhejiang.filings.views import SUBMITTED
from sigateway_mockservers.zhejiang.flexible.desk import (
    ENROL,
    FORM_OF_STATE,
    ID_CARD,
    ID_CARD_NAME,
    INTERRUPT,
    KINDS,
    NOTICE,
    NOTICE_VERSION,
    state_of,
)
from sigateway_mockservers.zhejiang.months import last_and_this
from sigateway_mockservers.zhejiang.names import DRAFT, FLEXIBLE_ENROL, FLEXIBLE_UNIT, VOID
from sigateway_mockservers.zhejiang.reasons import Refusal
from sigateway_mockservers.zhejiang.records import Draft, Item
from sigateway_mockservers.zhejiang.visit import Visit, answer, file


def open_matter(visit: Visit) -> Response:
    """How the person stands, and so which form it is (ZJ-39)."""
    person, shown = visit.session.account, visit.shown
    against = visit.hall.flexible.why_not(shown, person, visit.query("site"))
    state = state_of(shown, person)
    if against is not None or state is None:
        return visit.refuse(against or reasons.STATE_UNFIT)
    known = known_profile(shown, visit.hall.world.people, person)
    today = visit.hall.world.clock.today()
    floor, ceiling = visit.hall.store.figures.limits_at(month_of(today))
    kind = FORM_OF_STATE[state.state]
    papers = [{"code": ID_CARD, "name": ID_CARD_NAME, "required": True}] if kind == ENROL else []
    return answer(
        {
            "state": state.state,
            "kind": kind,
            "name": known.name if known else "",
            "idCard": person,
            "since": state.since,
            "paidUntil": state.paid_until,
            "months": list(last_and_this(today)),
            "floor": f"{floor:.2f}",
            "ceiling": f"{ceiling:.2f}",
            "pending": visit.hall.flexible.pending(shown, person),
            "materials": papers,
        }
    )


def notice(visit: Visit) -> Response:
    """用户须知 (ZJ-38)."""
    return answer({"version": NOTICE_VERSION, "text": NOTICE})


def declare(visit: Visit) -> Response:
    """业务申报 (ZJ-38)."""
    asked = {key: visit.text(key) for key in visit.body}
    taken = visit.hall.flexible.declare(visit.session.account, asked)
    if isinstance(taken, Refusal):
        return visit.refuse(taken)
    visit.notes.committed, visit.notes.subject = True, taken.number
    return answer({"draftNo": taken.number, **taken.filed})


def add_material(visit: Visit) -> Response:
    """材料申报 (ZJ-38)."""
    taken = visit.hall.flexible.add_material(
        visit.session.account, visit.parts["draftNo"], visit.text("code"), visit.text("content")
    )
    if isinstance(taken, Refusal):
        return visit.refuse(taken)
    visit.notes.committed, visit.notes.subject = True, taken.number
    rows = [{"code": code, "sha256": digest} for code, digest in taken.materials.items()]
    return answer({"materials": rows})


def submit(visit: Visit) -> Response:
    """收件回执单 (ZJ-38)."""
    person, number = visit.session.account, visit.parts["draftNo"]
    draft = visit.hall.store.drafts.get(number)
    if draft is not None and draft.person == person:
        content = visit.hall.flexible.content(draft)
        visit.note(kind=KINDS[draft.kind], unit=FLEXIBLE_UNIT, person=person, content=content)
    taken = visit.hall.flexible.submit(person, number)
    if isinstance(taken, Refusal):
        return visit.refuse(taken)
    visit.notes.committed, visit.notes.subject = True, taken.number
    said = {
        "itemNo": taken.number,
        "receiptNo": taken.receipt,
        "receivedAt": stamp(taken.submitted_at),
        "state": taken.state,
    }
    return answer(said, SUBMITTED)


def list_own(visit: Visit) -> Response:
    """The person's own matters, drafts among them, oldest first."""
    person, shown = visit.session.account, visit.shown
    rows = [_draft_row(draft) for draft in shown.drafts.values() if draft.person == person and not draft.item]
    drafts = {draft.item: draft.number for draft in shown.drafts.values() if draft.item}
    rows += [
        _item_row(item, drafts.get(item.number, ""))
        for item in shown.items.values()
        if (item.unit, item.person) == (FLEXIBLE_UNIT, person)
    ]
    return visit.rows(sorted(rows, key=lambda row: str(row["draftNo"] or row["itemNo"])[2:]))


def receipt(visit: Visit) -> Response:
    """收件回执单 on paper, without a seal."""
    item = visit.shown.items.get(visit.parts["itemNo"])
    if item is None or (item.unit, item.person) != (FLEXIBLE_UNIT, visit.session.account):
        return visit.refuse(reasons.NO_DRAFT)
    lines = [f"{name}: {text}" for name, text in {**_item_row(item, ""), "idCard": item.person}.items()]
    content = write_lines(
        title="收件回执单",
        subject=f"receiptNo={item.receipt};itemNo={item.number};who={item.person}",
        dated=item.submitted_at,
        lines=["", *lines],
    )
    return file(content, "application/pdf", f"{item.receipt}.pdf")


def _draft_row(draft: Draft) -> dict[str, Any]:
    return {
        "draftNo": draft.number,
        "itemNo": "",
        "receiptNo": "",
        "kind": draft.kind,
        "month": draft.filed["month"],
        "base": draft.filed["base"],
        "state": VOID if draft.dropped else DRAFT,
        "submittedAt": "",
        "decidedAt": "",
    }


def _item_row(item: Item, draft: str) -> dict[str, Any]:
    return {
        "draftNo": draft,
        "itemNo": item.number,
        "receiptNo": item.receipt,
        "kind": ENROL if item.kind == FLEXIBLE_ENROL else INTERRUPT,
        "month": item.filed["month"],
        "base": item.filed["base"],
        "state": item.state,
        "submittedAt": stamp(item.submitted_at),
        "decidedAt": stamp(item.decided_at),
    }
