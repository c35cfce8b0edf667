"""``sigateway window``: when a hall takes a filing."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Final

import typer

from sigateway.errors import ConfigurationError, NotOffered
from sigateway.filings.units import Employer, InsuredUnit, Scheme, UnitClass
from sigateway.gateway.clock import SystemClock
from sigateway.region import Elsewhere
from sigateway.registry import Registry
from sigateway.rules.calendar import StateCouncilCalendar
from sigateway.rules.context import Context
from sigateway.rules.windows import Window, local

from .output import as_json, show_json, show_table

_FIRST, _LAST = date(2000, 1, 1), date(2099, 12, 31)
"""No hall's rules reach further, and near the ends of the calendar there is no next month."""

_ANY_USCC: Final = "91420100MA0000000Y"


def moment(text: str | None) -> datetime:
    """An ISO time, taken to be in Asia/Shanghai when it does not say; now when there is none."""
    if text is None:
        return SystemClock().now()
    try:
        written = datetime.fromisoformat(text)
    except ValueError:
        raise ConfigurationError(
            "--at 应为 ISO 时间，如 2026-11-20T17:00 或 2026-11-20T17:00:00+08:00。 (not an ISO time)"
        ) from None
    try:
        at: datetime | None = local(written)
    except OverflowError:
        at = None
    if at is None or not _FIRST <= at.date() <= _LAST:
        raise ConfigurationError(f"--at 应在 {_FIRST} 至 {_LAST} 之间。 (out of range)")
    return at


def any_unit(region: str, uscc: str | None = None, unit_class: UnitClass | None = None) -> InsuredUnit:
    """A unit of which nothing is known: it joins all schemes, and its class is open."""
    return InsuredUnit(
        employer=Employer(name="（未指明单位）", uscc=uscc or _ANY_USCC),
        region=region.split(".")[0],
        number="0",
        schemes=frozenset(Scheme),
        unit_class=unit_class,
    )


def command(
    region: Annotated[str, typer.Argument(metavar="REGION", help="地区代码，见 sigateway regions。")],
    at: Annotated[
        str | None, typer.Option("--at", metavar="ISO", help="哪一时刻；无时区则为北京时间。")
    ] = None,
    filing: Annotated[str, typer.Option("--filing", metavar="TYPE", help="业务类型。")] = "enrolment",
    unit_class: Annotated[UnitClass | None, typer.Option("--unit-class", help="单位类别。")] = None,
    as_data: Annotated[bool, typer.Option("--json", help="输出 JSON。 Machine-readable.")] = False,
) -> None:
    """何时可以办理。 When the hall takes a filing: the current window, or the next one."""
    window = window_of(region, moment(at), filing, unit_class)
    if as_data:
        show_json(as_json(window))
        return
    shown = [
        ("现在", "可办理" if window.open else "不可办理"),
        ("开始", _time(window.opens)),
        ("截止", _time(window.closes)),
        ("稳妥期限", _time(window.safe_until)),
        *((f"{deadline.what}（{deadline.rule}）", _time(deadline.by)) for deadline in window.deadlines),
        ("节假日安排", "已知" if window.calendar_known else "该时段的节假日通知尚未收录，按普通周末推算"),
    ]
    show_table(f"{region} · {filing}", ("事项", "时间"), shown)


def window_of(region: str, at: datetime, filing: str, unit_class: UnitClass | None) -> Window:
    """The window for a unit of that class. ConfigurationError for a filing that the hall does not know."""
    stack = Registry().stack(region)
    offers = stack.offers()
    offer = offers.get(filing)
    if isinstance(offer, Elsewhere):
        raise NotOffered(offer.rule, offer.why, place=offer.place, papers=offer.papers)
    context = Context(any_unit(region, unit_class=unit_class), at, stack.rules, StateCouncilCalendar())
    window: Window | None = stack.call("window", filing_type=filing, context=context)
    if window is None:
        known = "、".join(offers) or "无"
        raise ConfigurationError(
            f"{stack.region.name}没有 {filing!r} 的办理时间；可查询：{known}。 (unknown filing type)"
        )
    return window


def _time(when: datetime | None) -> str:
    return "不限" if when is None else f"{when:%Y-%m-%d %H:%M:%S}"
