"""The columns of a roster: their headers, what else people call them, and the filing's field each one feeds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from sigateway.filings.codes import tidy


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``path`` is the filing's dotted field, empty where the column is no part of the filing."""

    key: str
    header: str
    path: str = ""
    mandatory: bool = False
    synonyms: tuple[str, ...] = ()


COLUMNS: Final[tuple[Column, ...]] = (
    Column("region", "地区", mandatory=True, synonyms=("参保地区", "参保地", "城市", "region")),
    Column(
        "employer_uscc",
        "统一社会信用代码",
        mandatory=True,
        synonyms=("社会信用代码", "信用代码", "单位统一社会信用代码", "employer_uscc", "uscc"),
    ),
    Column("unit_number", "单位编号", synonyms=("单位社保编号", "参保单位编号", "unit")),
    Column("action", "业务", mandatory=True, synonyms=("业务类型", "办理业务", "操作", "action")),
    Column("name", "姓名", "person.name", True, ("员工姓名", "人员姓名", "name")),
    Column("document_kind", "证件类型", "person.document.kind", synonyms=("证件种类", "document_kind")),
    Column(
        "id_number",
        "证件号码",
        "person.document.number",
        True,
        ("证件号", "身份证号", "身份证号码", "身份证", "公民身份号码", "社会保障号", "id_number"),
    ),
    Column("nation", "民族", "person.nation", synonyms=("nation",)),
    Column("mobile", "手机号码", "person.mobile", synonyms=("手机", "手机号", "本人手机", "mobile")),
    Column("form", "用工形式", "employment.form", synonyms=("form",)),
    Column(
        "contract_start",
        "合同起始日期",
        "employment.contract_start",
        synonyms=("合同开始日期", "合同起始日", "劳动合同起始日期", "contract_start"),
    ),
    Column(
        "contract_end",
        "合同终止日期",
        "employment.contract_end",
        synonyms=("合同结束日期", "合同终止日", "劳动合同终止日期", "contract_end"),
    ),
    Column("wage", "申报工资", "declared_wage", True, ("月申报工资", "申报月工资", "月工资", "wage")),
    Column("month", "参保年月", "first_paid_month", True, ("参保月份", "参保起始年月", "month")),
    Column("back_pay_from", "补缴开始年月", "back_pay_from", synonyms=("补缴起始年月", "back_pay_from")),
    Column("education", "文化程度", "person.education", synonyms=("学历", "education")),
    Column("marital_status", "婚姻状况", "person.marital_status", synonyms=("marital_status",)),
    Column("household_kind", "户口性质", "person.household_kind", synonyms=("户籍性质", "household_kind")),
    Column(
        "household_place", "户口所在地", "person.household_place", synonyms=("户籍所在地", "household_place")
    ),
    Column("address", "居住地地址", "person.address", synonyms=("居住地址", "现居住地址", "address")),
    Column("reference", "参考号", synonyms=("业务参考号", "reference")),
)
"""Every column that a roster can have, in the order of the template."""

BY_KEY: Final[Mapping[str, Column]] = MappingProxyType({column.key: column for column in COLUMNS})
BY_PATH: Final[Mapping[str, Column]] = MappingProxyType({c.path: c for c in COLUMNS if c.path})

RESULT_HEADERS: Final = ("办理结果", "大厅状态", "业务顺序号/原因", "下一步")
"""What `write_results` adds beside each row, and replaces where a results workbook is filed again."""

_HARMLESS: Final = frozenset({"", "序号", "编号", "行号", "备注", *RESULT_HEADERS})
_LEAST_KNOWN: Final = 3
"""So many known headers make a row the header row; a title or an instruction has fewer."""


def _plain(header: str) -> str:
    """A header without marks of being mandatory, remarks in brackets, spaces and case."""
    return re.sub(r"\(.*?\)|\[.*?\]|[*:]", "", tidy(header)).casefold()


_BY_NAME: Final[Mapping[str, Column]] = MappingProxyType(
    {_plain(name): column for column in COLUMNS for name in (column.header, *column.synonyms)}
)


def known(header: str) -> Column | None:
    """The column that is meant by a header."""
    return _BY_NAME.get(_plain(header))


def is_header(cells: Iterable[object]) -> bool:
    """Whether a row of cells is a header row."""
    return len({c.key for cell in cells if isinstance(cell, str) and (c := known(cell))}) >= _LEAST_KNOWN


def is_harmless(header: str) -> bool:
    """Whether an unknown header is known to say nothing about a filing."""
    return _plain(header) in _HARMLESS
