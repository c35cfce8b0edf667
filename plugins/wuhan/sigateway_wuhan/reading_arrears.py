"""单位欠费查询 (WH-111), read to its end: what is owed month by month, and the bills. READs only."""

from __future__ import annotations

from collections.abc import Iterable

from sigateway.plugin import Arrears, Bill, Flow, OwedMonth, WireChanged

from . import pages_arrears, wire_arrears
from .reading import open_page


def read_arrears(
    *, document: str | None = None, settlement: str | None = None, bill: str | None = None
) -> Flow[Arrears]:
    """Every page of both tables, of all, of one person, of one assessment or of one bill."""
    months: dict[tuple[str, str, str], OwedMonth] = {}
    bills: dict[str, Bill] = {}
    number = 1
    while True:
        request = wire_arrears.arrears(document=document, settlement=settlement, bill=bill, page=number)
        shown = pages_arrears.arrears((yield from open_page(request, "arrears")))
        known = len(months) + len(bills)
        months.update((_key(row), row) for row in shown.months)
        bills.update((row.number, row) for row in shown.bills)
        nothing_new = len(months) + len(bills) == known
        if nothing_new or number >= max(shown.months_pages, shown.bills_pages):
            break
        number += 1
    if len(months) != shown.months_total or len(bills) != shown.bills_total:
        raise WireChanged(
            "单位欠费查询", "lists read to their end", "another number of rows than the hall says"
        )
    return Arrears(months=tuple(months.values()), bills=tuple(bills.values()))


def _key(row: OwedMonth) -> tuple[str, str, str]:
    """A person and month stand once, unless different assessments took different parts of it."""
    return row.document_number, row.month.compact, row.settlement or ""


def words_of(rows: Iterable[OwedMonth]) -> tuple[str, ...]:
    """The different states, in the order in which they are shown."""
    return tuple(dict.fromkeys(row.state for row in rows))


__all__ = ["read_arrears", "words_of"]
