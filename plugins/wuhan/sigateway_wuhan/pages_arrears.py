"""Readers of the pages about arrears 欠费: the sums 核定 by month and insurance, what a bill holds, and 单位欠费查询. Part of the wire."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from sigateway.plugin import SHANGHAI, Amount, Bill, Month, OwedMonth, Scheme, WireChanged

from .assessment import AssessedPart
from .facts import WuhanFacts
from .facts_arrears import BillFacts, RollbackFacts, SettlementFacts, WriteOffFacts
from .fields import SCHEMES
from .pages import needed, read_echo, read_table, schemes_of
from .pages_business import PersonForm
from .wire import Page

OWED: Final = "欠费"
ASSESSING: Final = "核定中"
ASSESSED: Final = "已核定"
BILLED: Final = "已生成缴费单"
TO_PAY: Final = "待缴费"
PAID: Final = "已缴费"
ARRIVED: Final = "已到账"
WRITTEN_OFF: Final = "已注销"
ROLLED_BACK: Final = "已回退"
_MONTH_WORDS: Final = (OWED, ASSESSING, ASSESSED, BILLED, PAID, ARRIVED, WRITTEN_OFF)
_BILL_WORDS: Final = (TO_PAY, PAID, ARRIVED, ROLLED_BACK)

SUMS: Final[Mapping[str, str]] = {"dwje": "单位应缴", "grje": "个人应缴", "hj": "合计"}
"""The sums of an assessment or a bill, and the hall's words for them."""

_PART_COLUMNS: Final = ("ny", "xz", "js", "dwfl", "grfl", *SUMS)
_BILL_COLUMNS: Final = ("xm", "zjhm", "ny", *SUMS)
_MONTHS: Final = ("xm", "zjhm", "ny", "xz", *SUMS, "zt", "hdsxh", "jfdh")
_BILLS: Final = ("jfdh", "sxh", "hdsxh", "rs", *SUMS, "zt", "scsj", "sphm", "dzsj")

_YUAN: Final = re.compile(r"[0-9]+\.[0-9]{2}", re.ASCII)


@dataclass(frozen=True)
class ArrearsPage:
    """One page of 单位欠费查询, with how many rows and pages each table has in all."""

    months: tuple[OwedMonth, ...]
    months_total: int
    months_pages: int
    bills: tuple[Bill, ...]
    bills_total: int
    bills_pages: int


def settlement_facts(form: PersonForm, unit: WuhanFacts) -> SettlementFacts:
    """Beside the form 单位员工欠费补缴."""
    told = {"name": needed("单位员工欠费补缴", form.form.values, "xm"), "rows": parts(form.page)}
    rate = yuan("工伤费率", form.told.get("gsfl", ""))
    return SettlementFacts(**{**dict(unit), **told, "injury_rate": rate})


def write_off_facts(form: PersonForm, unit: WuhanFacts) -> WriteOffFacts:
    """Beside the form 当月欠费注销."""
    name = needed("当月欠费注销", form.form.values, "xm")
    written_off = month("欠费年月", form.form.values.get("ny", ""))
    return WriteOffFacts(**{**dict(unit), "name": name, "rows": parts(form.page), "month": written_off})


def bill_facts(form: PersonForm, unit: WuhanFacts) -> BillFacts:
    """Beside the form 生成欠费补缴单."""
    rows = _whole_table(form.page, _BILL_COLUMNS)
    sums = {name: yuan(label, form.told.get(name, "")) for name, label in SUMS.items()}
    return BillFacts(
        **{
            **dict(unit),
            "people": count("人数", form.told.get("rs", "")),
            "unit_part": sums["dwje"],
            "person_part": sums["grje"],
            "total": sums["hj"],
            "rows_total": sum((yuan("合计", row["hj"]) for row in rows), Decimal(0)),
        }
    )


def rollback_facts(form: PersonForm, unit: WuhanFacts) -> RollbackFacts:
    """Beside the form 欠费补缴回退."""
    return RollbackFacts(
        **{
            **dict(unit),
            "bill": form.told.get("jfdh", ""),
            "settlements": tuple(needed("欠费补缴回退", form.told, "hdsxhs").split(",")),
            "people": count("人数", form.told.get("rs", "")),
            "total": yuan("合计", form.told.get("hj", "")),
        }
    )


def parts(page: Page) -> tuple[AssessedPart, ...]:
    """The sums by month and insurance ``mx``, on a form, a check page or a detail."""
    found = tuple(_part(row) for row in _whole_table(page, _PART_COLUMNS))
    if not found:
        raise WireChanged("欠费明细", "a row for each month and insurance", "none")
    return found


def _part(row: Mapping[str, str]) -> AssessedPart:
    scheme = _scheme(row["xz"])
    fixed = scheme is Scheme.LARGE_MEDICAL
    base, unit_rate, person_rate = (
        None if fixed and not row[name] else yuan(label, row[name])
        for name, label in (("js", "缴费基数"), ("dwfl", "单位费率"), ("grfl", "个人费率"))
    )
    unit, person, total = (yuan(label, row[name]) for name, label in SUMS.items())
    return AssessedPart(
        month("欠费年月", row["ny"]), scheme, base, unit_rate, person_rate, unit, person, total
    )


def sums(page: Page) -> tuple[Amount, ...]:
    """单位应缴, 个人应缴 and 合计, on a check page or a detail."""
    shown = read_echo(page, SUMS)
    return tuple(Amount(label=label, yuan=yuan(label, shown.get(name, ""))) for name, label in SUMS.items())


def arrears(page: Page) -> ArrearsPage:
    """One page of 单位欠费查询 (WH-111)."""
    months, months_total, months_pages = read_table(page, "qianfei", _MONTHS)
    bills, bills_total, bills_pages = read_table(page, "jiaofeidan", _BILLS)
    return ArrearsPage(
        tuple(_owed(row) for row in months),
        months_total,
        months_pages,
        tuple(_bill(row) for row in bills),
        bills_total,
        bills_pages,
    )


def _owed(row: Mapping[str, str]) -> OwedMonth:
    return OwedMonth(
        name=row["xm"],
        document_number=needed("单位欠费查询", row, "zjhm"),
        month=month("欠费年月", row["ny"]),
        schemes=schemes_of("参保险种", row["xz"]),
        unit_part=yuan("单位应缴", row["dwje"]),
        person_part=yuan("个人应缴", row["grje"]),
        total=yuan("合计", row["hj"]),
        state=_word(row["zt"], _MONTH_WORDS),
        settlement=row["hdsxh"] or None,
        bill=row["jfdh"] or None,
    )


def _bill(row: Mapping[str, str]) -> Bill:
    arrived = row["dzsj"]
    return Bill(
        number=needed("缴费单", row, "jfdh"),
        case=needed("缴费单", row, "sxh"),
        settlements=tuple(row["hdsxh"].split(",")),
        people=count("人数", row["rs"]),
        unit_part=yuan("单位应缴", row["dwje"]),
        person_part=yuan("个人应缴", row["grje"]),
        total=yuan("合计", row["hj"]),
        state=_word(row["zt"], _BILL_WORDS),
        made_at=_moment("生成时间", row["scsj"]),
        receipt=row["sphm"] or None,
        arrived_at=_moment("到账时间", arrived) if arrived else None,
    )


# --- data -----------------------------------------------------------------------------------------------------------


def _whole_table(page: Page, columns: Collection[str]) -> list[dict[str, str]]:
    """The table ``mx``: all of its rows stand on one page."""
    rows, total, _ = read_table(page, "mx", columns)
    if len(rows) != total:
        raise WireChanged("欠费明细", "all rows on one page", "fewer or more rows than the hall says")
    return rows


def _scheme(code: str) -> Scheme:
    if code not in SCHEMES:
        raise WireChanged("险种", "/".join(SCHEMES), code)
    return SCHEMES[code]


def _word(word: str, known: Collection[str]) -> str:
    if word not in known:
        raise WireChanged("状态", "/".join(known), word)
    return word


def month(where: str, text: str) -> Month:
    """YYYYMM."""
    if len(text) == 6 and text.isascii() and text.isdigit():
        try:
            return Month.parse(text)
        except ValueError:
            pass
    raise WireChanged(where, "YYYYMM", "another form")


def yuan(where: str, text: str) -> Decimal:
    """An amount, or per cent: two decimals."""
    if not _YUAN.fullmatch(text):
        raise WireChanged(where, "a number with two decimals", "another form")
    return Decimal(text)


def count(where: str, text: str) -> int:
    """A whole number."""
    if not (text.isascii() and text.isdigit()):
        raise WireChanged(where, "a whole number", "another form")
    return int(text)


def _moment(where: str, text: str) -> datetime:
    try:
        return datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=SHANGHAI)
    except ValueError:
        raise WireChanged(where, "YYYY-MM-DD HH:MM:SS", "another form") from None
