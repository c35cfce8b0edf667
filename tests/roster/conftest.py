"""Workbooks made on the spot, of synthetic people."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from sigateway.roster import Roster, read
from sigateway_mockservers.kernel.numbers import credit_code, identity_number

USCC = credit_code("420106", "MA000001")
NUMBER = identity_number("420106", date(1995, 3, 14), 33)

GOOD: dict[str, Any] = {
    "地区": "武汉",
    "统一社会信用代码": USCC,
    "业务": "增员",
    "姓名": "模拟张一",
    "证件号码": NUMBER,
    "民族": "汉族",
    "手机号码": "19910000001",
    "用工形式": "全日制",
    "合同起始日期": date(2026, 11, 2),
    "申报工资": 6500,
    "参保年月": "2026-11",
}


def number_of(n: int) -> str:
    """The n-th synthetic man's number."""
    return identity_number("420106", date(1995, 3, 14), 2 * n + 1)


@pytest.fixture
def good() -> dict[str, Any]:
    """A row that reads well."""
    return dict(GOOD)


@pytest.fixture
def make(tmp_path: Path) -> Callable[..., Path]:
    """Write a workbook of these rows; the headers are the keys of the first, or those given."""

    def write(
        *rows: dict[str, Any], headers: list[str] | None = None, name: str = "名册.xlsx", above: int = 0
    ) -> Path:
        book = openpyxl.Workbook()
        sheet = book.worksheets[0]
        sheet.title = "名册"
        titles = headers if headers is not None else list(dict.fromkeys(k for row in rows for k in row))
        for _ in range(above):
            sheet.append(["某某公司增员名册"])
        sheet.append(titles)
        for row in rows:
            sheet.append([row.get(title) for title in titles])
        path = tmp_path / name
        book.save(path)
        return path

    return write


@pytest.fixture
def reads(make: Callable[..., Path]) -> Callable[..., Roster]:
    """Write a workbook of these rows and read it."""

    def go(*rows: dict[str, Any], **how: Any) -> Roster:
        return read(make(*rows, **how), regions={"武汉": "wuhan", "武汉市": "wuhan", "wuhan": "wuhan"})

    return go


@pytest.fixture
def another() -> Callable[[int], str]:
    """Numbers of other synthetic people."""
    return number_of
