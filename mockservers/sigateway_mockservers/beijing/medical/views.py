"""Drafts, submissions and lists of the medical system."""

from __future__ import annotations

from collections.abc import Mapping

from sigateway_mockservers.beijing import reasons
from sigateway_mockservers.beijing.filings.facts import STATES as PERSON_STATES
from sigateway_mockservers.beijing.filings.facts import Facts, facts_shown, form_values
from sigateway_mockservers.beijing.filings.fields import fields_of, grey_fields, is_red, label_of
from sigateway_mockservers.beijing.medical import pages
from sigateway_mockservers.beijing.medical.text import RefusedTextError, write_list
from sigateway_mockservers.beijing.moments import written
from sigateway_mockservers.beijing.names import (
    BOTH,
    BUSINESSES,
    MEDICAL,
    UNSENT,
    WITHDRAW_WHILE_PROCESSING,
    Business,
)
from sigateway_mockservers.beijing.reasons import Refusal
from sigateway_mockservers.beijing.records import Half
from sigateway_mockservers.beijing.visit import Visit
from sigateway_mockservers.kernel.months import read_day
from sigateway_mockservers.kernel.replies import Reply

Said = Mapping[str, str]

_FACTS = {
    "psnState": "cbzt",
    "personNo": "grbh",
    "since": "qsny",
    "floor": "bdx",
    "ceiling": "fdx",
    "lowest": "zdgz",
    "windowOpen": "sbq",
}
LIST_COLUMNS = (
    "slh", "sblsh", "fw", "ywlx", "xm", "zjhm", "ywzt", "drjg", "bbh", "tjbbh", "ly", "cjsj", "tjsj", "bjsj", "yy",
)  # fmt: skip
_SUBMISSION_COLUMNS = ("bbh", "tjsj", "bjsj", "drjg", "yy")


# --- drafts -----------------------------------------------------------------------------------------------------------


def form(visit: Visit, said: Said) -> Reply:
    """The entrance: the form filled in, or why not."""
    business = _business(said)
    person = said.get("zjhm", "") if business.about_person else ""
    id_type = said.get("zjlx", "")
    desk = visit.hall.declarations
    facts = desk.facts(MEDICAL, visit.unit, person)
    refusal = desk.enter(business, facts, id_type)
    if refusal is not None:
        return _say(visit, refusal)
    return _form_page(
        visit, business, facts, form_values(business, facts, id_type), {"fw": BOTH, "sblsh": ""}
    )


def _form_page(
    visit: Visit,
    business: Business,
    facts: Facts,
    values: Mapping[str, str],
    head: Mapping[str, str],
    messages: tuple[str, ...] = (),
) -> Reply:
    shown = facts_shown(facts, window_open=visit.hall.window.shut(visit.hall.now) is None)
    listed = pages.definitions("facts", {_FACTS[name]: value for name, value in shown.items()})
    title = f"<h2>{business.name}　{PERSON_STATES.get(facts.state, '')}</h2>\n"
    inside = pages.entry("fw", "申报范围", head["fw"], red=True, grey=False)
    inside += pages.entry("sblsh", "四险申报流水号", head["sblsh"], red=False, grey=False)
    inside += _entries(business, values, grey_fields(business, MEDICAL), never=facts.state == "none")
    posted = pages.form("sb_baocun.do", {"ywlx": business.code}, inside, "保存")
    return pages.page("form", title, listed, posted, messages=messages)


def _entries(
    business: Business, values: Mapping[str, str], grey: frozenset[str], *, never: bool = False
) -> str:
    return "".join(
        pages.entry(
            each.medical,
            label_of(each, business),
            values[each.name],
            red=is_red(each, business, never_insured=never),
            grey=each.name in grey,
        )
        for each in fields_of(business, MEDICAL)
    )


def save(visit: Visit, said: Said) -> Reply:
    """Save a first draft."""
    business = _business(said)
    values, unknown = _at_home(business, said, ("ywlx", "fw", "sblsh"))
    scope, serial = said.get("fw", ""), said.get("sblsh", "")
    saved = visit.hall.declarations.save(
        MEDICAL, visit.unit, business, scope, values, serial, unknown=unknown
    )
    if not isinstance(saved, Refusal):
        return _drafted(visit, saved)
    if saved.stage != "save":
        return _say(visit, saved)
    visit.note_refusal(saved)
    facts = visit.hall.declarations.facts(MEDICAL, visit.unit, values.get("idCard", ""))
    filled = {**form_values(business, facts, values.get("idType", "")), **values}
    return _form_page(visit, business, facts, filled, {"fw": scope, "sblsh": serial}, saved.words)


def edit(visit: Visit, said: Said) -> Reply:
    """Save a half again."""
    number = said.get("slh", "")
    half = visit.hall.declarations.half(MEDICAL, visit.unit, number)
    if half is None:
        return _say(visit, Refusal((reasons.UNKNOWN_HALF,)))
    values, unknown = _at_home(half.business, said, ("slh", "bbh"))
    edited = visit.hall.declarations.edit(
        MEDICAL, visit.unit, number, _version(said), values, unknown=unknown
    )
    if not isinstance(edited, Refusal):
        return _drafted(visit, edited)
    if edited.stage != "save":
        return _say(visit, edited)
    visit.note_refusal(edited)
    hidden = {"slh": number, "bbh": said.get("bbh", "")}
    inside = _entries(half.business, {**half.fields, **values}, half.grey)
    return pages.page("form", pages.form("sb_xiugai.do", hidden, inside, "保存"), messages=edited.words)


def _drafted(visit: Visit, half: Half) -> Reply:
    visit.note_half(half)
    visit.saw(half)
    return _half_page(visit, "check", half)


# --- commits ----------------------------------------------------------------------------------------------------------


def submit(visit: Visit, said: Said) -> Reply:
    """The commit of this half."""
    number = said.get("slh", "")
    _note_asked(visit, number)
    sent = visit.hall.declarations.submit(MEDICAL, visit.unit, number, _version(said), visit.seen(number))
    return _committed(visit, sent, "accepted", "提交成功")


def delete(visit: Visit, said: Said) -> Reply:
    """Delete a draft."""
    number = said.get("slh", "")
    _note_asked(visit, number)
    deleted = visit.hall.declarations.delete(MEDICAL, visit.unit, number, _version(said))
    return _committed(visit, deleted, "deleted", "已删除")


def withdraw(visit: Visit, said: Said) -> Reply:
    """Take it back while it is processed."""
    number = said.get("slh", "")
    _note_asked(visit, number)
    back = visit.hall.declarations.withdraw(MEDICAL, visit.unit, number, _version(said))
    return _committed(visit, back, "withdrawn", "已撤回")


def _note_asked(visit: Visit, number: str) -> None:
    half = visit.hall.declarations.half(MEDICAL, visit.unit, number)
    if half is not None:
        visit.note_half(half)


def _committed(visit: Visit, result: Half | Refusal, kind: str, words: str) -> Reply:
    if isinstance(result, Refusal):
        return _say(visit, result)
    visit.note_half(result, committed=True)
    last = result.last
    shown = {
        "slh": result.number,
        "sblsh": result.serial,
        "ywzt": result.status,
        "tjsj": written(last.at) if last is not None else "",
    }
    return pages.page(
        kind,
        pages.definitions("result", shown),
        pages.link("home.do", "首页"),
        messages=(words,),
        tone=pages.NOTICE,
    )


# --- looking ----------------------------------------------------------------------------------------------------------


def detail(visit: Visit, said: Said) -> Reply:
    """A half, as it is shown."""
    half: Half | None = visit.hall.store.shown("halves", (MEDICAL, said.get("slh", "")), visit.hall.now)
    if half is None or half.unit != visit.unit or not half.handed_on:
        return _say(visit, Refusal((reasons.UNKNOWN_HALF,)))
    visit.saw(half)
    return _half_page(visit, "detail", half)


def _half_page(visit: Visit, kind: str, half: Half) -> Reply:
    row = _row(half)
    head = {name: row[name] for name in ("slh", "sblsh", "fw", "ywlx")}
    head |= {"ywmc": half.business.name}
    head |= {name: row[name] for name in ("ly", "ywzt", "drjg", "bbh", "cjsj", "tjsj", "bjsj")}
    fields = fields_of(half.business, MEDICAL)
    shown = {each.medical: half.fields[each.name] for each in fields}
    labels = {each.medical: label_of(each, half.business) for each in fields}
    sent = [
        {
            "bbh": str(each.version),
            "tjsj": written(each.at),
            "bjsj": written(each.ended_at),
            "drjg": each.flag,
            "yy": "；".join(each.errors),
        }
        for each in half.submissions
    ]
    parts = [
        pages.definitions("half", head),
        pages.definitions("fields", shown, labels),
        pages.table("tijiao", _SUBMISSION_COLUMNS, sent),
    ]
    return pages.page(kind, *parts, *_buttons(visit, half))


def _buttons(visit: Visit, half: Half) -> list[str]:
    hidden = {"slh": half.number, "bbh": str(half.version)}
    found: list[str] = []
    if half.may_be_edited:
        inside = _entries(half.business, half.fields, half.grey)
        found.append(pages.form("sb_xiugai.do", hidden, inside, "保存"))
    if half.status == UNSENT:
        found.append(pages.form("sb_tijiao.do", hidden, "", "提交"))
        found.append(pages.form("sb_shanchu.do", hidden, "", "删除"))
    if half.is_running and WITHDRAW_WHILE_PROCESSING in visit.hall.variants:
        found.append(pages.form("sb_chehui.do", hidden, "", "撤回"))
    return found


def list_(visit: Visit, said: Said) -> Reply:
    """The halves of the unit as text, newest first."""
    rows = [
        _row(each)
        for each in visit.hall.store.all_shown("halves", visit.hall.now)
        if each.system == MEDICAL and each.unit == visit.unit and each.handed_on
    ]
    asked = {name: said.get(name, "") for name in ("slh", "sblsh", "ywlx", "ywzt", "zjhm", "xm")}
    first, last = _day(said.get("ksrq", "")), _day(said.get("jsrq", ""))
    wanted = [
        row
        for row in rows
        if all(not value or row[name] == value for name, value in asked.items())
        and (not first or row["cjsj"][:10] >= first)
        and (not last or row["cjsj"][:10] <= last)
    ]
    wanted.sort(key=lambda row: (row["cjsj"], row["slh"]), reverse=True)
    return write_list("sb", LIST_COLUMNS, wanted, said)


def _row(half: Half) -> dict[str, str]:
    last = half.last
    return {
        "slh": half.number,
        "sblsh": half.serial,
        "fw": half.scope,
        "ywlx": half.business_code,
        "xm": half.fields.get("name", ""),
        "zjhm": half.person,
        "ywzt": half.status,
        "drjg": half.flag,
        "bbh": str(half.version),
        "tjbbh": str(last.version) if last is not None else "",
        "ly": half.source,
        "cjsj": written(half.created_at),
        "tjsj": written(last.at) if last is not None else "",
        "bjsj": written(last.ended_at) if last is not None else "",
        "yy": "；".join(last.errors) if last is not None else "",
    }


# --- reading ----------------------------------------------------------------------------------------------------------


def _business(said: Said) -> Business:
    business = BUSINESSES.get(said.get("ywlx", ""))
    if business is None:
        raise RefusedTextError(reasons.MALFORMED)
    return business


def _version(said: Said) -> int:
    text = said.get("bbh", "")
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise RefusedTextError(reasons.MALFORMED)
    return int(text)


def _day(text: str) -> str:
    if text and read_day(text) is None:
        raise RefusedTextError(reasons.MALFORMED)
    return text


def _at_home(business: Business, said: Said, head: tuple[str, ...]) -> tuple[dict[str, str], tuple[str, ...]]:
    """The fields by their names at home, and the keys that this business has not."""
    names = {each.medical: each.name for each in fields_of(business, MEDICAL)}
    values = {names[key]: value for key, value in said.items() if key in names}
    return values, tuple(key for key in said if key not in names and key not in head)


def _say(visit: Visit, refusal: Refusal) -> Reply:
    visit.note_refusal(refusal)
    return pages.message(*refusal.words)
