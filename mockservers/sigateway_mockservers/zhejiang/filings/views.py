"""What the hall answers about enrolments, suspensions, their progress and their taking back."""

from __future__ import annotations

from typing import Any

from werkzeug.wrappers import Response

from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.journal import JournalPart
from sigateway_mockservers.kernel.months import month_of
from sigateway_mockservers.zhejiang import reasons
from sigateway_mockservers.zhejiang.figures import places
from sigateway_mockservers.zhejiang.filings.content import content_of
from sigateway_mockservers.zhejiang.filings.enrolment import Enrolling
from sigateway_mockservers.zhejiang.filings.facts import (
    facts_of,
    known_profile,
    pending_item,
    running_at,
    stamp,
)
from sigateway_mockservers.zhejiang.filings.suspension import Suspending
from sigateway_mockservers.zhejiang.filings.take_back import ANSWER, QUESTION
from sigateway_mockservers.zhejiang.months import last_and_this
from sigateway_mockservers.zhejiang.names import (
    BUSINESS_NAMES,
    BY_WIRE,
    ENROLMENT,
    INJURY,
    SUSPENSION,
)
from sigateway_mockservers.zhejiang.reasons import Refusal
from sigateway_mockservers.zhejiang.records import Item
from sigateway_mockservers.zhejiang.visit import MalformedError, Visit, answer

SAVED, SUBMITTED = "保存成功", "提交成功"


@enforces("ZJ-07", "ZJ-08", "ZJ-09", "ZJ-14")
def search_to_enrol(visit: Visit) -> Response:
    """What is known of somebody who is to be enrolled."""
    unit, person = visit.unit, visit.query("idCard")
    visit.note(kind=ENROLMENT, unit=unit.number, person=person)
    refusal = visit.hall.filings.may_search(unit, person, "ZJ-07")
    refusal = refusal or Enrolling(visit.hall, unit, {"idCard": person}, visit.shown).at_entrance()
    if refusal is not None:
        return visit.refuse(refusal)
    facts = facts_of(visit.shown, visit.hall.world.people, unit.number, person)
    known = facts.known
    shown_person = {
        "name": known.name if known else "",
        "sex": known.sex if known else "",
        "birth": known.birth if known else "",
        "nation": known.nation if known else "",
        "hukou": known.hukou if known else "",
        "hukouPlace": known.place if known else "",
        "address": known.address if known else "",
        "mobile": known.mobile if known else "",
        "education": known.education if known else "",
    }
    return answer(
        {
            "idCard": person,
            "found": known is not None,
            "person": shown_person,
            "changeKind": facts.change_kind,
            "startMonths": _start_months(visit, unit.schemes),
            "here": facts.here,
            "paidUntil": facts.paid_until,
            "elsewhere": facts.elsewhere,
            "resident": facts.resident,
            "pending": pending_item(visit.shown, unit.number, person, ENROLMENT, SUSPENSION),
            "launched": True,
            **_figures(visit, unit.place),
        }
    )


def enrol(visit: Visit) -> Response:
    """下一步: saved, and so submitted (ZJ-10, ZJ-41)."""
    return _filed(visit, ENROLMENT, visit.hall.filings.enrol(visit.unit, visit.body, BY_WIRE), SAVED)


@enforces("ZJ-17", "ZJ-18")
def search_to_suspend(visit: Visit) -> Response:
    """What is known of somebody whose insurance is to stop."""
    unit, person = visit.unit, visit.query("idCard")
    visit.note(kind=SUSPENSION, unit=unit.number, person=person)
    refusal = visit.hall.filings.may_search(unit, person, "ZJ-17")
    refusal = refusal or Suspending(visit.hall, unit, {"idCard": person}, visit.shown).at_entrance()
    if refusal is not None:
        return visit.refuse(refusal)
    known = known_profile(visit.shown, visit.hall.world.people, person)
    here = running_at(visit.shown.spells(person), unit.number)
    last, this = last_and_this(visit.hall.world.clock.today())
    months = {scheme: [last, this] for scheme in here}
    if INJURY in here and not visit.hall.injury_follows:
        months[INJURY] = [this]
    return answer(
        {
            "idCard": person,
            "name": known.name if known else "",
            "here": here,
            "stopMonths": months,
            "injuryFollows": visit.hall.injury_follows,
            "pending": pending_item(visit.shown, unit.number, person, ENROLMENT, SUSPENSION),
            "launched": True,
        }
    )


def suspend(visit: Visit) -> Response:
    """保存 is the submission (ZJ-20)."""
    return _filed(visit, SUSPENSION, visit.hall.filings.suspend(visit.unit, visit.body, BY_WIRE), SUBMITTED)


def list_progress(visit: Visit) -> Response:
    """单位业务申报进度查询 (ZJ-11, ZJ-21)."""
    number, person = visit.query("itemNo"), visit.query("idCard")
    found = [
        _row(item)
        for item in sorted(visit.shown.items.values(), key=lambda each: each.order)
        if item.unit == visit.unit.number and number in ("", item.number) and person in ("", item.person)
    ]
    return visit.rows(found)


@enforces("ZJ-11", "ZJ-21")
def show_progress(visit: Visit) -> Response:
    """One item, with all that was filed."""
    item = visit.hall.take_backs.find(visit.shown, visit.unit.number, visit.parts["itemNo"])
    if item is None:
        return visit.refuse(reasons.NO_ITEM_SHOWN)
    can = visit.hall.take_backs.why_not(item) is None
    return answer({**_row(item), **item_data(item), "filed": dict(item.filed), "canTakeBack": can})


def ask_take_back(visit: Visit) -> Response:
    """是否作废该办件 (ZJ-12)."""
    item = visit.hall.take_backs.find(visit.shown, visit.unit.number, visit.parts["itemNo"])
    against = visit.hall.take_backs.why_not(item)
    if against is not None:
        return visit.refuse(against)
    return answer({"itemNo": visit.parts["itemNo"], "question": QUESTION})


def take_back(visit: Visit) -> Response:
    """确定: the item is void (ZJ-13)."""
    if visit.text("confirm") != "1":
        raise MalformedError("not confirmed")
    number = visit.parts["itemNo"]
    item = visit.hall.take_backs.find(visit.shown, visit.unit.number, number)
    said = {"itemNo": number, "state": "已作废", "next": "menu"}
    if item is not None and item.is_void and not visit.hall.guards_duplicates:
        return answer(said, ANSWER)
    against = visit.hall.take_backs.why_not(item)
    if item is None or against is not None:
        return visit.refuse(against or reasons.NO_ITEM)
    visit.hall.take_backs.void(item)
    visit.notes.committed = True
    visit.note(kind=item.kind, unit=item.unit, person=item.person, content=item.content, subject=number)
    return answer(said, ANSWER)


@enforces("ZJ-15")
def show_opening(visit: Visit) -> Response:
    """What opening a company with its staff takes, and whether it was done."""
    account = visit.account
    opening = visit.hall.store.openings.get(account.account)
    if opening is None and visit.hall.store.unit_of(account.account) is not None:
        return visit.refuse(reasons.HAS_UNIT)
    return answer(
        {
            "name": account.name,
            "uscc": account.account,
            "place": account.place,
            "placeName": places()[account.place].name,
            "startMonths": _start_months(visit, ("pension", "unemployment", "injury")),
            "opened": opening is not None,
            "openingNo": opening.number if opening else "",
            "unitNo": opening.unit if opening else "",
            **_figures(visit, account.place),
        }
    )


def open_company(visit: Visit) -> Response:
    """Open the company, and enrol its staff."""
    people, keys = visit.body["people"], ("place", "contactName", "contactMobile")
    asked = {key: visit.text(key) for key in keys}
    opened = visit.hall.openings.open(visit.account, asked, visit.body["schemes"], people)
    visit.notes.kind = ENROLMENT
    if isinstance(opened, Refusal):
        return visit.refuse(opened)
    items = [visit.hall.store.items[number] for number in opened.items]
    visit.notes.committed, visit.notes.unit, visit.notes.subject = True, opened.unit, opened.number
    visit.notes.parts = tuple(JournalPart(item.person, item.content) for item in items)
    said = {"openingNo": opened.number, "unitNo": opened.unit, "items": [item_data(item) for item in items]}
    return answer(said, SUBMITTED)


def item_data(item: Item) -> dict[str, Any]:
    """An item as a save answers it."""
    return {
        "itemNo": item.number,
        "business": BUSINESS_NAMES[item.kind],
        "state": item.state,
        "submittedAt": stamp(item.submitted_at),
        "changeKind": item.change_kind,
        "from": dict(item.starts),
        "paidUntil": dict(item.paid_until),
        "base": f"{item.base:.2f}" if item.base is not None else "",
    }


def _filed(visit: Visit, kind: str, taken: Item | Refusal, msg: str) -> Response:
    person, unit = visit.text("idCard"), visit.unit.number
    if isinstance(taken, Refusal):
        content = _content_as_asked(visit, kind)
        visit.note(kind=kind, unit=unit, person=person, content=content)
        return visit.refuse(taken)
    visit.notes.committed = True
    visit.note(kind=kind, unit=unit, person=person, content=taken.content, subject=taken.number)
    return answer(item_data(taken), msg)


def _content_as_asked(visit: Visit, kind: str) -> str:
    """The digest that the filing would have had; what is no filing at all still has one."""
    asked = dict(visit.body)
    if asked.get("injuryFrom") == month_of(visit.hall.world.clock.today()):
        asked["injuryFrom"] = ""
    return content_of(visit.unit.number, kind, asked)


def _row(item: Item) -> dict[str, Any]:
    known = item.filed["name"]
    return {
        "itemNo": item.number,
        "business": BUSINESS_NAMES[item.kind],
        "idCard": item.person,
        "name": known,
        "state": item.state,
        "submittedAt": stamp(item.submitted_at),
        "decidedAt": stamp(item.decided_at),
        "voidedAt": stamp(item.voided_at),
        "reasons": "；".join(item.reasons),
        "channel": item.channel,
    }


def _start_months(visit: Visit, schemes: tuple[str, ...]) -> dict[str, list[str]]:
    last, this = last_and_this(visit.hall.world.clock.today())
    months = {scheme: [last, this] for scheme in schemes}
    if INJURY in months and not visit.hall.injury_month_free:
        months[INJURY] = [this]
    return months


def _figures(visit: Visit, place: str) -> dict[str, str]:
    figures, month = visit.hall.store.figures, month_of(visit.hall.world.clock.today())
    floor, ceiling = figures.limits_at(month)
    return {
        "minimumWage": f"{figures.minimum_wage(place, month):.2f}",
        "floor": f"{floor:.2f}",
        "ceiling": f"{ceiling:.2f}",
    }
