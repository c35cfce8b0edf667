"""``sigateway doctor``: what is installed, what is broken and why, and what is not known."""

from __future__ import annotations

import os
import platform
import sqlite3
from contextlib import closing
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Annotated

import typer

from sigateway.gateway.clock import SystemClock
from sigateway.registry import Registry
from sigateway.rules.calendar import StateCouncilCalendar

from .exits import Exit
from .installed import installed
from .output import sentences, show_json, show_table

_PACKAGES = (
    "sigateway",
    "httpx",
    "pluggy",
    "pydantic",
    "cryptography",
    "chinesecalendar",
    "openpyxl",
    "python-calamine",
)
_GOOD, _NOTE, _BAD = "正常", "注意", "故障"
Line = tuple[str, str, str]


def command(
    ledger: Annotated[
        Path | None, typer.Option("--ledger", metavar="FILE", help="一并检查该账本可否写入。")
    ] = None,
    as_data: Annotated[bool, typer.Option("--json", help="输出 JSON。 Machine-readable.")] = False,
) -> None:
    """检查安装：版本、地区插件、节假日数据、账本。 What is installed, broken, or not known."""
    lines = [*_versions(), *_regions(), _calendar(SystemClock().now().date())]
    if ledger is not None:
        lines.append(_ledger(ledger))
    if as_data:
        show_json([{"what": what, "state": state, "detail": detail} for what, state, detail in lines])
    else:
        show_table("sigateway doctor", ("项目", "状态", "说明"), lines)
    if any(state == _BAD for _, state, _ in lines):
        raise typer.Exit(Exit.USAGE)


def _versions() -> list[Line]:
    lines: list[Line] = [("Python", _GOOD, f"{platform.python_version()} ({platform.system()})")]
    for package in _PACKAGES:
        try:
            lines.append((package, _GOOD, version(package)))
        except PackageNotFoundError:
            lines.append((package, _BAD, "没有安装；请重新安装 sigateway。 (not installed)"))
    return lines


def _regions() -> list[Line]:
    good, broken = installed(Registry())
    lines: list[Line] = []
    for each in good:
        stack = each.stack
        grade = stack.region.wire_grade
        modelled = "；通讯格式为自拟（E0），尚未对照真实大厅" if grade.value == 0 else ""
        lines.append(
            (f"地区 {stack.code}", _GOOD, f"{stack.region.name}，规则 {len(stack.rules.rules)} 条{modelled}")
        )
    cure = "请升级或卸载该插件，或请其维护者改正；其他地区照常可用。 (broken plugin)"
    lines += [(f"地区 {each.name}", _BAD, sentences(f"插件不能使用：{each.why}", cure)) for each in broken]
    if not lines:
        lines.append(("地区", _BAD, "没有安装任何地区插件；请重新安装 sigateway。 (no region installed)"))
    return lines


def _calendar(today: date) -> Line:
    calendar = StateCouncilCalendar()
    last = today.year - 1
    while calendar.knows(date(last + 1, 12, 31)):
        last += 1
    unknown = f"对 {last + 1} 年一无所知，届时按普通周末推算并注明；国务院通知发布后请升级 chinesecalendar，或用 SuppliedCalendar 提供"
    state = _NOTE if today >= date(last, 11, 1) else _GOOD
    return ("节假日数据", state, f"已收录至 {last} 年；{unknown}。 (knows nothing of {last + 1})")


def _ledger(path: Path) -> Line:
    what = f"账本 {path}"
    if not path.exists():
        if path.parent.is_dir() and os.access(path.parent, os.W_OK):
            return (what, _GOOD, "尚未建立，可在此处建立")
        return (
            what,
            _BAD,
            "所在目录不存在或不可写；请先建立目录并核对权限。 (directory missing or not writable)",
        )
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=rw", uri=True, timeout=5)) as database:
            database.execute("BEGIN IMMEDIATE")
            [version] = database.execute("PRAGMA user_version").fetchone()
            database.execute(f"PRAGMA user_version={version}")  # beginning alone succeeds on a read-only file
            turns = database.execute("SELECT count(*) FROM turns").fetchone()[0]
            database.execute("ROLLBACK")
    except sqlite3.Error as error:
        return (what, _BAD, f"打不开或写不进去：{error}；请核对路径、权限，以及是否为 sigateway 的账本。")
    return (what, _GOOD, f"可写入，已有 {turns} 笔申报")
