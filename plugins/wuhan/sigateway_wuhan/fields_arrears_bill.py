"""The forms 生成欠费补缴单 and 欠费补缴回退: both name assessments by number, and the hall says what hangs on them. Part of the wire."""

from __future__ import annotations

from typing import Final

from sigateway.plugin import ArrearsBill, ArrearsRollback, Expected, Scheme

from .facts_arrears import BillFacts, RollbackFacts
from .fields import AlsoNeeded, FormField, expected

BILL_FIELDS: Final = (FormField("hdsxh", "核定业务顺序号", "settlements", red=True, as_shown=True),)
"""Every field of the form 生成欠费补缴单."""

ROLLBACK_FIELDS: Final = (FormField("hdsxh", "核定业务顺序号", "settlement", red=True, as_shown=True),)
"""Every field of the form 欠费补缴回退."""

ALSO: Final[tuple[AlsoNeeded, ...]] = ()


def bill_asked(bill: ArrearsBill) -> dict[str, str]:
    """One assessment or several, joined by commas."""
    return {"hdsxh": ",".join(bill.settlements)}


def rollback_asked(rollback: ArrearsRollback) -> dict[str, str]:
    """One assessment."""
    return {"hdsxh": rollback.settlement}


def bill_table(bill: ArrearsBill) -> tuple[FormField, ...]:
    """The fields, always the same."""
    return BILL_FIELDS


def rollback_table(rollback: ArrearsRollback) -> tuple[FormField, ...]:
    """The fields, always the same."""
    return ROLLBACK_FIELDS


def bill_stated(bill: ArrearsBill, schemes: frozenset[Scheme]) -> dict[str, str | None]:
    """What the filing says in each field."""
    return {"hdsxh": ",".join(bill.settlements)}


def rollback_stated(rollback: ArrearsRollback, schemes: frozenset[Scheme]) -> dict[str, str | None]:
    """What the filing says in each field."""
    return {"hdsxh": rollback.settlement}


def bill_echo(bill: ArrearsBill, schemes: frozenset[Scheme], facts: BillFacts | None) -> dict[str, Expected]:
    """What the hall should show back. With ``facts`` on the check page, where the sums are those that the form has shown."""
    known = facts if facts is not None and facts.people is not None else None
    return {
        **expected(BILL_FIELDS, bill_stated(bill, schemes)),
        "rs": Expected("人数", None if known is None else str(known.people)),
        "dwje": Expected("单位应缴", None if known is None else f"{known.unit_part:.2f}"),
        "grje": Expected("个人应缴", None if known is None else f"{known.person_part:.2f}"),
        "hj": Expected("合计", None if known is None else f"{known.total:.2f}"),
    }


def rollback_echo(
    rollback: ArrearsRollback, schemes: frozenset[Scheme], facts: RollbackFacts | None
) -> dict[str, Expected]:
    """What the hall should show back. With ``facts`` on the check page: what goes back is what the form has shown."""
    known = facts if facts is not None and facts.people is not None else None
    return {
        **expected(ROLLBACK_FIELDS, rollback_stated(rollback, schemes)),
        "jfdh": Expected("缴费单号", None if known is None else known.bill),
        "hdsxhs": Expected("一并回退的核定业务", None if known is None else ",".join(known.settlements)),
        "rs": Expected("人数", None if known is None else str(known.people)),
        "hj": Expected("合计", None if known is None else f"{known.total:.2f}"),
    }


def nothing_before(facts: BillFacts | RollbackFacts) -> dict[str, str]:
    """The check page shows everything."""
    return {}
