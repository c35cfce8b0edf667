"""The forms 单位员工欠费补缴 and 当月欠费注销, field by field, and what a filing says in each. Part of the wire.

Both are about what is owed for one person, in all insurances at once (WH-100, WH-106): a filing that names no insurances takes those
in which something is owed, as the hall fills them in.
"""

from __future__ import annotations

from typing import Final

from sigateway.plugin import ArrearsSettlement, CurrentMonthWriteOff, Expected, Private, Scheme

from .facts_arrears import OwedFacts
from .fields import (
    DOCUMENT_KINDS,
    JOINS,
    KIND,
    NUMBER,
    SCHEME_LABELS,
    SCHEMES,
    AlsoNeeded,
    FormField,
    expected,
    plain,
)

_NAME: Final = FormField("xm", "姓名", "person.name", red=True, as_shown=True)
_OWED: Final = tuple(
    FormField(f"xz_{code}", SCHEME_LABELS[scheme], "schemes", red=True, kept=True, options=JOINS)
    for code, scheme in SCHEMES.items()
)

SETTLEMENT_FIELDS: Final[tuple[FormField, ...]] = (KIND, NUMBER, _NAME, *_OWED)
"""Every field of the form 单位员工欠费补缴, in the hall's order."""

WRITE_OFF_FIELDS: Final[tuple[FormField, ...]] = (
    KIND,
    NUMBER,
    _NAME,
    FormField("ny", "欠费年月", "month", red=True, as_shown=True),
    *_OWED,
)
"""Every field of the form 当月欠费注销, in the hall's order. The month is the hall's (WH-104)."""

SETTLEMENT_ALSO: Final = (
    AlsoNeeded("from_month", "欠费开始年月", mandatory=True, rule="WH-98"),
    AlsoNeeded("to_month", "欠费结束年月", mandatory=True, rule="WH-98"),
    AlsoNeeded("schemes", "补缴险种", mandatory=False, rule="WH-100"),
)
WRITE_OFF_ALSO: Final = (
    AlsoNeeded("schemes", "注销险种", mandatory=False, rule="WH-106"),
    AlsoNeeded("irreversible", "已知悉注销后无法恢复", mandatory=True, rule="WH-106"),
)

_SUMS: Final = {
    "dwje": Expected("单位应缴", None),
    "grje": Expected("个人应缴", None),
    "hj": Expected("合计", None),
}

AboutOnePerson = ArrearsSettlement | CurrentMonthWriteOff


def asked(filing: AboutOnePerson) -> dict[str, str]:
    """What the search form is filled in with."""
    document = filing.person.document
    return {"zjlx": DOCUMENT_KINDS[document.kind], "zjhm": Private(document.number)}


def settlement_table(filing: ArrearsSettlement) -> tuple[FormField, ...]:
    """The fields, the same for everybody."""
    return SETTLEMENT_FIELDS


def write_off_table(filing: CurrentMonthWriteOff) -> tuple[FormField, ...]:
    """The fields, the same for everybody."""
    return WRITE_OFF_FIELDS


def settlement_stated(filing: ArrearsSettlement, schemes: frozenset[Scheme]) -> dict[str, str | None]:
    """What the filing says in each field; ``None`` where it says nothing."""
    return {**_person(filing), **_schemes(filing.schemes)}


def write_off_stated(filing: CurrentMonthWriteOff, schemes: frozenset[Scheme]) -> dict[str, str | None]:
    """What the filing says in each field; ``None`` where it says nothing."""
    return {**_person(filing), "ny": filing.month.compact, **_schemes(filing.schemes)}


def settlement_echo(
    filing: ArrearsSettlement, schemes: frozenset[Scheme], facts: OwedFacts | None
) -> dict[str, Expected]:
    """What the hall should show back: the very person, first and last month owed, and sums, which are the hall's to decide."""
    months = str(len(facts.months)) if facts is not None else None
    return {
        **expected(SETTLEMENT_FIELDS, settlement_stated(filing, schemes)),
        "ksny": Expected("欠费开始年月", filing.from_month.compact),
        "jsny": Expected("欠费结束年月", filing.to_month.compact),
        "ys": Expected("月数", months),
        **_SUMS,
    }


def write_off_echo(
    filing: CurrentMonthWriteOff, schemes: frozenset[Scheme], facts: OwedFacts | None
) -> dict[str, Expected]:
    """What the hall should show back: the very person and month, and sums, which are the hall's to decide."""
    return {**expected(WRITE_OFF_FIELDS, write_off_stated(filing, schemes)), **_SUMS}


def shown_before(facts: OwedFacts) -> dict[str, str]:
    """The check page shows everything."""
    return {}


def _person(filing: AboutOnePerson) -> dict[str, str | None]:
    document = filing.person.document
    return {
        "zjlx": DOCUMENT_KINDS[document.kind],
        "zjhm": document.number,
        "xm": plain(filing.person.name),
    }


def _schemes(named: frozenset[Scheme] | None) -> dict[str, str | None]:
    return {
        f"xz_{code}": None if named is None else str(int(scheme in named)) for code, scheme in SCHEMES.items()
    }
