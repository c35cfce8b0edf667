"""Readers of the desk's pages: what the forms of changes and appointments show, and the rows of its queries. Part of the wire."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from sigateway.plugin import (
    SHANGHAI,
    BatchResult,
    DoneFiling,
    FreePlace,
    HalfDay,
    WireChanged,
)

from .facts import WuhanFacts
from .facts_desk import AppointmentFacts, EmployerChangeFacts, PersonChangeFacts
from .fields_errands import HALVES
from .pages import known_word, needed, read_detail, read_table
from .pages_business import PersonForm
from .wire import Page

_HALVES: Final[Mapping[str, HalfDay]] = {code: half for half, code in HALVES.items()}
_DONE: Final = ("sxh", "ywmc", "xm", "zjhm", "spjg", "tjsj", "bjsj")
_BATCHES: Final = ("sxh", "ywmc", "zrs", "tgs", "hts", "spjg", "tjsj", "bjsj")


def person_change_facts(form: PersonForm, unit: WuhanFacts) -> PersonChangeFacts:
    """Beside the form 个人一般信息变更."""
    shown = dict(form.form.values)
    name = needed("个人一般信息变更", shown, "xm")
    return PersonChangeFacts(**{**dict(unit), "shown": shown, "name": name})


def employer_change_facts(form: PersonForm, unit: WuhanFacts) -> EmployerChangeFacts:
    """With the form 单位一般信息变更."""
    return EmployerChangeFacts(**{**dict(unit), "shown": dict(form.form.values)})


def appointment_facts(form: PersonForm, unit: WuhanFacts) -> AppointmentFacts:
    """With the form 申报业务预约."""
    return AppointmentFacts(**{**dict(unit), "places": free_places(form.page)})


def no_facts(form: PersonForm, unit: WuhanFacts) -> WuhanFacts:
    """With the form 问题报告: it shows nothing."""
    return unit


def free_places(page: Page) -> tuple[FreePlace, ...]:
    """What can be booked, earliest first (WH-113). The table stands on one page."""
    rows, total, pages = read_table(page, "hao", ("yyrq", "yysd", "syh"))
    if total != len(rows) or pages > 1:
        raise WireChanged("申报业务预约", "all times on one page", f"{len(rows)} of {total}")
    places = (
        FreePlace(
            day=_day("预约日期", row["yyrq"]),
            half=known_word("时段", row, "yysd", _HALVES),
            left=_count("剩余号数", row["syh"]),
        )
        for row in rows
    )
    return tuple(sorted(places, key=lambda place: (place.day, HALVES[HalfDay(place.half)])))


def booked_time(page: Page) -> tuple[date, str]:
    """The day and half day of a booking, from its detail."""
    shown = read_detail(page)
    return _day("预约日期", shown.get("yyrq", "")), known_word("时段", shown, "yysd", _HALVES).value


def done_rows(page: Page) -> tuple[tuple[DoneFiling, ...], int, int]:
    """A page of 已办业务查询, how many rows there are in all, and on how many pages."""
    rows, total, pages = read_table(page, "yiban", _DONE)
    return tuple(_done(row) for row in rows), total, pages


def batch_rows(page: Page) -> tuple[tuple[BatchResult, ...], int, int]:
    """A page of 批量…审核结果查询 (WH-84), how many rows there are in all, and on how many pages."""
    rows, total, pages = read_table(page, "pici", _BATCHES)
    return tuple(_batch(row) for row in rows), total, pages


def _done(row: Mapping[str, str]) -> DoneFiling:
    return DoneFiling(
        number=needed("已办业务查询", row, "sxh"),
        business=needed("已办业务查询", row, "ywmc"),
        state=needed("已办业务查询", row, "spjg"),
        submitted_at=_time("提交时间", row["tjsj"]),
        ended_at=_time("办结时间", row["bjsj"]) if row["bjsj"] else None,
        name=row["xm"],
        document_number=row["zjhm"],
    )


def _batch(row: Mapping[str, str]) -> BatchResult:
    return BatchResult(
        number=needed("批量审核结果查询", row, "sxh"),
        business=needed("批量审核结果查询", row, "ywmc"),
        state=needed("批量审核结果查询", row, "spjg"),
        people=_count("总人数", row["zrs"]),
        taken=_count("通过人数", row["tgs"]),
        returned=_count("回退人数", row["hts"]),
        submitted_at=_time("提交时间", row["tjsj"]),
        ended_at=_time("办结时间", row["bjsj"]) if row["bjsj"] else None,
    )


def _day(where: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise WireChanged(where, "YYYY-MM-DD", "another form") from None


def _time(where: str, text: str) -> datetime:
    try:
        return datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=SHANGHAI)
    except ValueError:
        raise WireChanged(where, "YYYY-MM-DD HH:MM:SS", "another form") from None


def _count(where: str, text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise WireChanged(where, "a number", "another form")
    return int(text)
