"""The functions of filing and reading."""

from __future__ import annotations

from collections.abc import Mapping

from sigateway_mockservers.kernel.months import is_month, month_of
from sigateway_mockservers.shanghai.declarations import shown
from sigateway_mockservers.shanghai.declarations.desk import content_of
from sigateway_mockservers.shanghai.declarations.fields import (
    is_personal_number,
    is_year,
    judge_field,
    judge_fields,
    kept,
)
from sigateway_mockservers.shanghai.names import BUSINESSES, WITHDRAWN
from sigateway_mockservers.shanghai.prints.forms import FORMS, print_form
from sigateway_mockservers.shanghai.reasons import (
    AT_ENTRANCE,
    NOT_FOUND,
    NUMBER_MALFORMED,
    Refusal,
    malformed,
)
from sigateway_mockservers.shanghai.records import Declaration
from sigateway_mockservers.shanghai.visit import Visit
from sigateway_mockservers.shanghai.wire.answers import Answer, File, done, written_moment
from sigateway_mockservers.shanghai.wire.document import MalformedError, leaves

_CHECKED, _DECLARED, _TAKEN_BACK = "校验通过", "申报成功", "撤销成功"


def declaration_check(visit: Visit) -> Answer:
    """校验."""
    asked, unit = visit.asked.declared, visit.session.unit
    sound = not judge_fields(asked)
    _note(visit, asked, content_of(unit, kept(asked)) if sound else "")
    slip = visit.hall.declarations.check(unit, asked)
    if isinstance(slip, Refusal):
        return visit.refuse(slip)
    visit.took_effect(slip.number)
    content = (
        *leaves(jyh=slip.number, sxsj=written_moment(slip.lapses_at)),
        shown.declared(slip.fields.items()),
        *shown.outcome_nodes(slip.outcome),
    )
    return done(content, _CHECKED)


def declaration_submit(visit: Visit) -> Answer:
    """提交: taken at once, or refused at once."""
    number, asked, unit = visit.asked["jyh"], visit.asked.declared, visit.session.unit
    desk = visit.hall.declarations
    _note(visit, asked, desk.content_asked(unit, number, asked))
    visit.notes.subject = number
    taken = desk.submit(unit, number, asked, visit.filer)
    if isinstance(taken, Refusal):
        return visit.refuse(taken)
    visit.took_effect(taken.number)
    content = (
        *leaves(sbh=taken.number, jyh=taken.slip, sbsj=written_moment(taken.at)),
        shown.declared(taken.fields.items()),
        *shown.outcome_nodes(taken.outcome),
    )
    return done(content, _DECLARED)


def withdrawal_submit(visit: Visit) -> Answer:
    """撤销."""
    number, business, person = (visit.asked[name] for name in ("sbh", "ywlx", "zjhm"))
    before = visit.hall.store.declarations.get(number)
    visit.notes.unit, visit.notes.person, visit.notes.subject = visit.session.unit, person, number
    visit.notes.kind = BUSINESSES[business].kind if business in BUSINESSES else ""
    taken_back = visit.hall.withdrawals.withdraw(visit.session.unit, number, business, person, visit.filer)
    if isinstance(taken_back, Refusal):
        return visit.refuse(taken_back)
    visit.took_effect(number)
    if before is not None and before.is_valid:
        # What had no further effect ends nothing, and so carries no content.
        visit.notes.content = taken_back.content
    assert taken_back.withdrawal is not None
    shown_back = leaves(sbh=number, zt=WITHDRAWN, cxsj=written_moment(taken_back.withdrawal.at))
    return done(shown_back, _TAKEN_BACK)


def unit_open(visit: Visit) -> Answer:
    """The unit, the window and the figures."""
    hall = visit.hall
    return done(shown.unit_nodes(visit.shown, hall.opening(), visit.unit, visit.now))


def person_open(visit: Visit) -> Answer:
    """A person, by document number."""
    number, tried, year = (visit.asked[name] for name in ("zjhm", "grxh", "nd"))
    found = [judge_field("zjhm", number) and malformed("公民身份号码")]
    found.append(NUMBER_MALFORMED if tried and not is_personal_number(tried) else None)
    found.append(malformed("缴费年度") if year and not is_year(year) else None)
    wrong = tuple(reason for reason in found if reason is not None)
    if wrong:
        return visit.refuse(Refusal(AT_ENTRANCE, wrong))
    person = visit.hall.world.people.get(number)
    return done(shown.person_nodes(visit.shown, visit.unit, person, tried, year, visit.now))


def declaration_list(visit: Visit) -> Answer:
    """已申报清单."""
    month, person, slip = (visit.asked[name] for name in ("ny", "zjhm", "jyh"))
    if month and not is_month(month):
        raise MalformedError("ny is no month")
    page = visit.page()
    listed = shown.declarations_shown(
        visit.shown, visit.session.unit, month or month_of(visit.now), person, slip
    )
    return done(shown.page_of(list(listed), page))


def declaration_open(visit: Visit) -> Answer:
    """One declaration."""
    store = visit.shown
    declaration = store.declarations.get(visit.asked["sbh"])
    if declaration is None or declaration.unit != visit.session.unit:
        return visit.refuse(Refusal(NOT_FOUND))
    any_person = visit.hall.any_later_blocks
    return done(shown.whole_declaration(store, declaration, any_person=any_person))


def slip_open(visit: Visit) -> Answer:
    """A check slip."""
    slip = visit.shown.slips.get(visit.asked["jyh"])
    if slip is None or slip.unit != visit.session.unit:
        return visit.refuse(Refusal(NOT_FOUND))
    return done(shown.slip_nodes(slip, visit.now))


def form_print(visit: Visit) -> Answer | File:
    """A printed form: it needs no list, so nothing of it is late."""
    name, number = visit.asked["bd"], visit.asked["sbh"]
    if name not in FORMS:
        raise MalformedError("bd is no form")
    declaration: Declaration | None = visit.hall.store.declarations.get(number)
    if declaration is None or declaration.unit != visit.session.unit:
        return visit.refuse(Refusal(NOT_FOUND))
    visit.notes.subject = number
    return File(f"{name}-{number}.pdf", print_form(name, declaration, visit.unit))


def _note(visit: Visit, asked: Mapping[str, str], content: str) -> None:
    visit.notes.unit, visit.notes.person = visit.session.unit, asked["zjhm"]
    visit.notes.kind, visit.notes.content = BUSINESSES[asked["ywlx"]].kind, content
