"""单位欠费查询 (WH-111): read to its end, or not at all."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from sigateway.plugin import SHANGHAI, Arrears, ArrearsQuery, Month, Query, Scheme, WireChanged
from sigateway_wuhan import wire_arrears
from sigateway_wuhan.plugin import Wuhan

from . import arrears_by_hand as a

PLUGIN = Wuhan()


def _asked(w: SimpleNamespace, query: Any, *answers: Any) -> Any:
    flow = PLUGIN.query(query, w.signed_in(), w.context())
    assert flow is not None
    return w.play(flow, list(answers))


@pytest.mark.rule("WH-111", "WH-98")
def test_what_the_unit_owes_in_typed_records(w: SimpleNamespace) -> None:
    paid = a.slip("已到账", sphm="SP0000000001", dzsj="2026-11-10 13:00:00", hdsxh="S1,S2", rs="2")
    played = _asked(
        w,
        ArrearsQuery(),
        a.arrears([a.owed("202502"), a.owed("202501", "已到账", hdsxh="S1", jfdh="JF000000000001")], [paid]),
    )
    assert played.requests == [wire_arrears.arrears()]
    assert (played.requests[0].operation, played.requests[0].path) == ("arrears.list", "qianfei.do")
    found = played.value
    assert isinstance(found, Arrears)
    first, second = found.months
    assert (first.month, first.state, first.settlement, first.bill) == (Month(2025, 2), "欠费", None, None)
    assert (second.settlement, second.bill) == ("S1", "JF000000000001")
    assert first.schemes == frozenset(Scheme)
    assert (first.unit_part, first.person_part, first.total) == (
        Decimal("1528.10"),
        Decimal("614.70"),
        Decimal("2142.80"),
    )
    (bill,) = found.bills
    assert (bill.settlements, bill.people, bill.receipt) == (("S1", "S2"), 2, "SP0000000001")
    assert bill.arrived_at == datetime(2026, 11, 10, 13, tzinfo=SHANGHAI)
    assert w.NAME not in repr(found)


def test_one_person_is_asked_for_by_number_which_no_log_shows(w: SimpleNamespace) -> None:
    played = _asked(w, ArrearsQuery(person=w.person()), a.arrears([a.owed()]))
    assert played.requests == [wire_arrears.arrears(document=w.identity())]
    assert repr(played.requests[0].query["zjhm"]) == "Private('***')"


@pytest.mark.rule("WH-111")
def test_every_page_of_both_tables_is_read(w: SimpleNamespace) -> None:
    first = a.arrears([a.owed("202502")], [a.slip()], totals=(2, 1), pages=(2, 1))
    second = a.arrears([a.owed("202501")], [a.slip()], totals=(2, 1), pages=(2, 1))
    played = _asked(w, ArrearsQuery(), first, second)
    assert played.requests == [wire_arrears.arrears(), wire_arrears.arrears(page=2)]
    assert played.requests[1].query == {"qianfei_page": "2", "jiaofeidan_page": "2"}
    assert ([row.month.compact for row in played.value.months], len(played.value.bills)) == (
        ["202502", "202501"],
        1,
    )


def test_a_list_that_cannot_be_read_to_its_end_is_a_changed_wire(w: SimpleNamespace) -> None:
    short = a.arrears([a.owed()], totals=(3, None))
    states = a.arrears([a.owed(zt="新状态")])
    money = a.arrears([a.owed(dwje="1,528.10")])
    time = a.arrears([], [a.slip(scsj="昨天")])
    people = a.arrears([], [a.slip(rs="一")])
    for page in (short, states, money, time, people):
        with pytest.raises(WireChanged):
            _asked(w, ArrearsQuery(), page)


def test_a_query_that_this_hall_does_not_answer_is_left_to_others(w: SimpleNamespace) -> None:
    class Unheard(Query[int]):
        """Nobody answers this."""

    assert PLUGIN.query(Unheard(), w.signed_in(), w.context()) is None
