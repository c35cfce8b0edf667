"""One cell, read as what its column holds. A refusal says why and how to cure it, and never repeats the cell."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final, TypeVar

from sigateway.filings.codes import tidy
from sigateway.filings.employees import SuspensionReason
from sigateway.filings.identity import DocumentKind
from sigateway.filings.months import Month
from sigateway.filings.people import ContractKind, EmploymentForm

from . import vocabulary
from .kinds import KINDS

T = TypeVar("T")

Cell = str | int | float | bool | date | datetime | time | timedelta
"""What a spreadsheet cell can hold; the empty string where it is empty."""

_DAY: Final = re.compile(
    r"(?P<y>\d{4})(?:(?P<s>[-/.])(?P<m1>\d{1,2})(?P=s)(?P<d1>\d{1,2})|年(?P<m2>\d{1,2})月(?P<d2>\d{1,2})日?"
    r"|(?P<m3>\d{2})(?P<d3>\d{2}))",
    re.ASCII,
)
_AMOUNT: Final = re.compile(
    r"(?:[¥￥]|人民币|RMB)?(\d+|\d{1,3}(?:,\d{3})+)(\.\d+)?(?:元整?)?(?:/月)?", re.ASCII | re.IGNORECASE
)
_CHINESE: Final = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff·]+")

_MIDNIGHT: Final = re.compile(r"[ T]+0{1,2}:00(:00)?$", re.ASCII)


class CellError(ValueError):
    """The cell cannot be read; the text is the reason and the cure, in Chinese, without the cell's contents."""


def is_empty(cell: Cell) -> bool:
    """Whether there is nothing in it but white space."""
    return isinstance(cell, str) and (not cell or not tidy(cell))


def text(cell: Cell) -> str:
    """Free text as written, without outer spaces, on one line."""
    match cell:
        case str():
            return " ".join(cell.split())
        case bool() | time() | timedelta():
            raise CellError("不是文字，请以文本格式填写")
        case int() | float():
            return f"{cell:.15g}"
        case datetime():
            return cell.date().isoformat()
    return cell.isoformat()


def name(cell: Cell) -> str:
    """A name: Chinese ones without the spaces that align them, others with single spaces."""
    written = text(cell)
    closed = tidy(written)
    return closed if _CHINESE.fullmatch(closed) else written


def code(cell: Cell) -> str:
    """An identifier whose digits must all be there: numeric cells are refused, they keep 15 digits at most."""
    if isinstance(cell, int | float):
        raise CellError(
            "单元格为数值格式，末几位数字可能已丢失：请把单元格设为文本格式后重新填写完整号码（以文本格式填写）"
        )
    return tidy(text(cell))


def digits(cell: Cell) -> str:
    """A short code or a mobile number, which a numeric cell holds without loss."""
    if isinstance(cell, float) and not cell.is_integer():
        raise CellError("不应有小数，请以文本格式填写")
    return tidy(str(int(cell)) if isinstance(cell, float) else text(cell))


def day(cell: Cell) -> date:
    """A calendar day, from a date cell or any usual spelling."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    found = _DAY.fullmatch(_without_midnight(cell))
    if found is not None:
        month = found["m1"] or found["m2"] or found["m3"]
        number = found["d1"] or found["d2"] or found["d3"]
        try:
            return date(int(found["y"]), int(month), int(number))
        except ValueError:
            raise CellError("没有这一天，请核对日期") from None
    raise CellError("日期应写成 2026-11-01、2026/11/1、20261101 或 2026年11月1日，或使用日期格式的单元格")


def month(cell: Cell) -> Month:
    """A calendar month, from a date cell or any usual spelling of a month or a day."""
    if isinstance(cell, datetime | date):
        return Month.of(cell)
    if isinstance(cell, float) and not cell.is_integer():
        raise CellError("年月写成了小数，10月会与1月混淆：请以文本格式填写，如 2026-11")
    written = _without_midnight(cell)
    if _DAY.fullmatch(written) and len(written) != 6:
        return Month.of(day(written))
    try:
        return Month.parse(written)
    except ValueError as error:
        raise CellError(str(error)) from None


def year(cell: Cell) -> int:
    """A calendar year."""
    written = digits(cell).removesuffix("年度").removesuffix("年")
    if re.fullmatch(r"(19|20)\d\d", written, re.ASCII) is None:
        raise CellError("年度应写成四位数字，如 2026")
    return int(written)


def amount(cell: Cell) -> Decimal:
    """An amount in yuan. Numeric cells are read as the fifteen digits that a spreadsheet shows."""
    found = _AMOUNT.fullmatch(tidy(text(cell)))
    if found is None:
        raise CellError("应为以元为单位的金额，如 6500 或 6500.00")
    return Decimal(found[1].replace(",", "") + (found[2] or ""))


def employment_form(cell: Cell) -> EmploymentForm:
    """用工形式."""
    return _one_of(vocabulary.FORMS, cell)


def contract_kind(cell: Cell) -> ContractKind:
    """合同类别."""
    return _one_of(vocabulary.CONTRACTS, cell)


def document_kind(cell: Cell) -> DocumentKind | None:
    """证件类型; ``None`` when the number itself has to tell."""
    return _one_of(vocabulary.DOCUMENT_KINDS, cell)


def action(cell: Cell) -> str:
    """业务: the filing's type."""
    written = tidy(text(cell)).casefold()
    if written not in vocabulary.ACTIONS:
        raise CellError(f"不认识这项业务，请填{'、'.join(f'“{kind.word}”' for kind in KINDS.values())}之一")
    return vocabulary.ACTIONS[written]


def reason(cell: Cell) -> SuspensionReason:
    """停保原因. A word that leaves the reason open is asked about: it decides unemployment benefit."""
    written = tidy(text(cell)).casefold()
    if written in vocabulary.REASONS:
        return vocabulary.REASONS[written]
    choices = "、".join(vocabulary.REASON_NAMES.values())
    if written in vocabulary.AMBIGUOUS_REASONS:
        raise CellError(
            f"没有说明由谁提出、因何终止，而这决定本人能否领取失业保险金：是哪一种？请填其中之一：{choices}"
        )
    raise CellError(f"应为其中之一：{choices}")


def _without_midnight(cell: Cell) -> str:
    """The digits of a day, without the midnight that other programs write behind it."""
    return digits(_MIDNIGHT.sub("", " ".join(cell.split()))) if isinstance(cell, str) else digits(cell)


def _one_of(table: Mapping[str, T], cell: Cell) -> T:
    written = tidy(text(cell)).casefold()
    if written not in table:
        choices = "、".join(key for key in table if not key.isascii())
        raise CellError(f"应为其中之一：{choices}")
    return table[written]
