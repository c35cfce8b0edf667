"""The columns of a roster: their headers, what else people call them, and the filing's field each one feeds."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from sigateway.filings.codes import tidy

from .kinds import KINDS

ALL: Final = frozenset(KINDS)
_IN: Final = frozenset({"enrolment"})
_OUT: Final = frozenset({"suspension"})
_WAGE: Final = frozenset({"wage_change"})
_YEARLY: Final = frozenset({"annual_wage"})
_BACK: Final = frozenset({"back_payment"})
_MONTHS: Final = frozenset({"arrears_settlement"}) | _BACK
_NONE: Final[frozenset[str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``path`` is the filing's dotted field, empty where the column is no part of the filing.

    ``serves`` and ``needed_by`` name the kinds of row that use it, and that cannot do without it. ``instead_of`` is the key of a
    column that it takes the place of, for the kinds that it serves, in a sheet that has both.
    """

    key: str
    header: str
    path: str = ""
    needed_by: frozenset[str] = _NONE
    synonyms: tuple[str, ...] = ()
    serves: frozenset[str] = ALL
    instead_of: str = ""


COLUMNS: Final[tuple[Column, ...]] = (
    Column("region", "地区", "", ALL, ("参保地区", "参保地", "城市", "region")),
    Column(
        "employer_uscc",
        "统一社会信用代码",
        "",
        ALL,
        ("社会信用代码", "信用代码", "单位统一社会信用代码", "单位信用代码", "employer_uscc", "uscc"),
    ),
    Column("unit_number", "单位编号", synonyms=("单位社保编号", "参保单位编号", "社保单位编号", "unit")),
    Column("action", "业务", "", ALL, ("业务类型", "办理业务", "申报业务", "操作", "增减类型", "action")),
    Column("name", "姓名", "person.name", ALL, ("员工姓名", "人员姓名", "职工姓名", "name")),
    Column("document_kind", "证件类型", "person.document.kind", synonyms=("证件种类", "document_kind")),
    Column(
        "id_number",
        "证件号码",
        "person.document.number",
        ALL,
        (
            "证件号",
            "身份证号",
            "身份证号码",
            "身份证件号码",
            "居民身份证号码",
            "身份证",
            "公民身份号码",
            "社会保障号",
            "社会保障号码",
            "id_number",
        ),
    ),
    Column("nation", "民族", "person.nation", synonyms=("nation",)),
    Column(
        "mobile", "手机号码", "person.mobile", synonyms=("手机", "手机号", "本人手机", "联系手机", "mobile")
    ),
    Column("form", "用工形式", "employment.form", synonyms=("form",), serves=_IN),
    Column(
        "contract_start",
        "合同起始日期",
        "employment.contract_start",
        synonyms=(
            "合同开始日期",
            "合同起始日",
            "合同开始日",
            "劳动合同起始日期",
            "劳动合同开始日期",
            "contract_start",
        ),
        serves=_IN,
    ),
    Column(
        "contract_end",
        "合同终止日期",
        "employment.contract_end",
        synonyms=(
            "合同结束日期",
            "合同终止日",
            "合同到期日期",
            "合同到期日",
            "劳动合同终止日期",
            "contract_end",
        ),
        serves=_IN,
    ),
    Column(
        "contract_kind",
        "合同类别",
        "employment.contract_kind",
        synonyms=("劳动合同类别", "合同类型", "劳动合同类型", "contract_kind"),
        serves=_IN,
    ),
    Column("post", "岗位工种", "employment.post", synonyms=("岗位", "工种", "职业工种", "post"), serves=_IN),
    Column(
        "wage",
        "申报工资",
        "declared_wage",
        _IN | _WAGE | _BACK,
        ("月申报工资", "申报月工资", "月工资", "缴费工资", "月缴费工资", "wage"),
        serves=_IN | _WAGE | _BACK,
    ),
    Column("month", "参保年月", "first_paid_month", _IN, ("参保月份", "参保起始年月", "month"), serves=_IN),
    Column(
        "back_pay_from",
        "补缴开始年月",
        "back_pay_from",
        synonyms=("补缴起始年月", "back_pay_from"),
        serves=_IN,
    ),
    Column(
        "ended_on",
        "终止日期",
        "employment_ended_on",
        _OUT,
        (
            "终止劳动关系日期",
            "离职日期",
            "劳动关系终止日期",
            "解除终止日期",
            "解除合同日期",
            "employment_ended_on",
        ),
        serves=_OUT,
    ),
    Column(
        "last_paid_month",
        "最后缴费年月",
        "last_paid_month",
        _OUT,
        ("最后缴费月份", "停保年月", "停保月份", "last_paid_month"),
        serves=_OUT,
    ),
    Column(
        "reason",
        "停保原因",
        "reason",
        _OUT,
        ("减员原因", "离职原因", "暂停缴费原因", "reason"),
        serves=_OUT,
    ),
    Column(
        "new_wage",
        "变更后工资",
        "declared_wage",
        _WAGE,
        ("变更后申报工资", "变更后月工资", "调整后工资", "新工资", "new_wage"),
        serves=_WAGE,
        instead_of="wage",
    ),
    Column(
        "effective_month",
        "生效年月",
        "effective_month",
        _WAGE,
        ("生效月份", "变更年月", "变更生效年月", "effective_month"),
        serves=_WAGE,
    ),
    Column("year", "申报年度", "year", _YEARLY, ("年度", "year"), serves=_YEARLY),
    Column(
        "average_wage",
        "上年月均工资",
        "average_monthly_wage",
        _YEARLY,
        ("上年度月平均工资", "上年度月均工资", "月平均工资", "average_monthly_wage"),
        serves=_YEARLY,
    ),
    Column("from_month", "起始年月", "from_month", _MONTHS, ("欠费开始年月", "from_month"), serves=_MONTHS),
    Column("to_month", "截止年月", "to_month", _MONTHS, ("欠费结束年月", "to_month"), serves=_MONTHS),
    Column("education", "文化程度", "person.education", synonyms=("学历", "education")),
    Column("marital_status", "婚姻状况", "person.marital_status", synonyms=("marital_status",)),
    Column("household_kind", "户口性质", "person.household_kind", synonyms=("户籍性质", "household_kind")),
    Column(
        "household_place",
        "户口所在地",
        "person.household_place",
        synonyms=("户籍所在地", "household_place"),
    ),
    Column("address", "居住地地址", "person.address", synonyms=("居住地址", "现居住地址", "address")),
    Column("reference", "参考号", synonyms=("业务参考号", "reference")),
)
"""Every column that a roster can have, in the order of the template."""

BY_KEY: Final[Mapping[str, Column]] = MappingProxyType({column.key: column for column in COLUMNS})

RESULT_HEADERS: Final = ("办理结果", "大厅状态", "业务号/原因", "下一步")
"""What `write_results` adds beside each row, and replaces where a results workbook is filed again."""

EXAMPLE: Final = "示例"
"""A name that begins so is the template's example, and is skipped."""

_HARMLESS: Final = frozenset({"", "序号", "编号", "行号", "备注", *RESULT_HEADERS})
_LEAST_KNOWN: Final = 3
"""So many known headers make a row the header row; a title or an instruction has fewer."""

_CAUTIONS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("停保年月", "停保月份"), "按最后一个仍缴费的月份读取"),
}


def _plain(header: str) -> str:
    """A header without marks of being mandatory, remarks in brackets, spaces and case."""
    return re.sub(r"\(.*?\)|\[.*?\]|[*:]", "", tidy(header)).casefold()


_BY_NAME: Final[Mapping[str, Column]] = MappingProxyType(
    {_plain(name): column for column in COLUMNS for name in (column.header, *column.synonyms)}
)


def known(header: str) -> Column | None:
    """The column that is meant by a header."""
    return _BY_NAME.get(_plain(header))


def known_in(cells: Iterable[object]) -> int:
    """How many different columns a row of cells names."""
    return len({c.key for cell in cells if isinstance(cell, str) and (c := known(cell))})


def is_header(cells: Iterable[object]) -> bool:
    """Whether a row of cells is a header row."""
    return known_in(cells) >= _LEAST_KNOWN


def is_harmless(header: str) -> bool:
    """Whether an unknown header is known to say nothing about a filing."""
    return _plain(header) in _HARMLESS


def caution(header: str) -> str:
    """How a header is understood that people may mean otherwise; empty for the others."""
    return _CAUTIONS.get(_plain(header), "")


def serving(kind: str, keys: Collection[str]) -> tuple[Column, ...]:
    """The columns that a row of this kind uses in a sheet that has these, with those it needs and the sheet lacks."""
    having = [column for column in COLUMNS if column.key in keys]
    replaced = {column.instead_of for column in having if kind in column.serves}
    return tuple(
        column
        for column in COLUMNS
        if kind in column.serves
        and column.key not in replaced
        and (column.key in keys or (kind in column.needed_by and not column.instead_of))
    )


def lacking(keys: Collection[str]) -> tuple[Column, ...]:
    """What a sheet's header lacks to hold rows of any kind; of several kinds, for the one that it is nearest to."""
    by_kind = (
        tuple(c for c in serving(kind, keys) if kind in c.needed_by and c.key not in keys) for kind in KINDS
    )
    return min(by_kind, key=len)
