"""What can be asked of the hall, each list read to its end."""

from __future__ import annotations

from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from sigateway.plugin import SHANGHAI, ArrearsQuery, DoneFilingsQuery, WireChanged
from sigateway_shanghai import queries


def asked(w: SimpleNamespace, query: Any, *replies: Any) -> Any:
    return w.play(queries.answer(query, w.signed_in(), w.context()), list(replies))


def test_what_was_declared_this_month_newest_first_by_whomever(w: SimpleNamespace) -> None:
    rows = [
        w.row("01"),
        w.row("03", "20261100000002", qd="02", jyh=""),
        w.row("04", "20261100000003", qd="03"),
    ]
    rows[1] = {**rows[1], "zt": "已撤销", "cxsj": "2026-11-10T13:00:00+08:00"}
    played = asked(w, DoneFilingsQuery(), w.listed(*rows))
    assert w.asked(played.requests[0])["nr"] == {"ny": "", "zjhm": "", "jyh": "", "ym": "1"}
    newest, withdrawn, oldest = played.value
    assert [each.business for each in (newest, withdrawn, oldest)] == ["工资性收入申报", "补缴", "转入"]
    assert (withdrawn.state, withdrawn.ended_at) == ("已撤销", datetime(2026, 11, 10, 13, tzinfo=SHANGHAI))
    assert (oldest.number, oldest.document_number) == ("20261100000001", w.identity())


def test_days_are_asked_for_by_their_months(w: SimpleNamespace) -> None:
    query = DoneFilingsQuery(business="转入", first_day=date(2026, 9, 20), last_day=date(2026, 11, 9))
    late = {**w.row("01", "20261000000001"), "sbsj": "2026-10-12T10:00:00+08:00"}
    stop = {**w.row("02", "20261000000002"), "sbsj": "2026-10-12T11:00:00+08:00"}
    after = w.row("01", "20261100000001")  # on the tenth
    played = asked(w, query, w.listed(), w.listed(late, stop), w.listed(after))
    assert [w.asked(request)["nr"]["ny"] for request in played.requests] == ["202609", "202610", "202611"]
    assert [each.number for each in played.value] == ["20261000000001"]


def test_a_list_that_does_not_add_up_is_no_answer(w: SimpleNamespace) -> None:
    with pytest.raises(WireChanged, match="to its end"):
        asked(w, DoneFilingsQuery(), w.listed(w.row(), total=2))


def test_a_business_that_is_not_known_keeps_its_code(w: SimpleNamespace) -> None:
    (one,) = asked(w, DoneFilingsQuery(), w.listed({**w.row(), "ywlx": "09"})).value
    assert one.business == "09"


def test_other_queries_are_passed_on(w: SimpleNamespace) -> None:
    assert queries.answer(ArrearsQuery(), w.signed_in(), w.context()) is None
