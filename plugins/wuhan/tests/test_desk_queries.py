"""The desk's queries, read to their end, and the export of movements, checked (WH-84, WH-111, WH-113)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from sigateway.plugin import (
    SHANGHAI,
    BatchResult,
    BatchResultsQuery,
    DoneFiling,
    DoneFilingsQuery,
    FileFormat,
    FreePlacesQuery,
    HallRefused,
    Means,
    Month,
    MovementsExport,
    NotOffered,
    WireChanged,
)
from sigateway_wuhan import documents, flows_desk, queries

NOVEMBER = MovementsExport(from_month=Month(2026, 10), to_month=Month(2026, 11), format=FileFormat.WORKBOOK)


def _answer(w: SimpleNamespace, query: Any, *answers: Any) -> Any:
    flow = queries.answer(query, w.signed_in(), w.context())
    assert flow is not None
    return w.play(flow, answers)


@pytest.mark.rule("WH-111")
def test_done_filings_are_read_to_their_end(w: SimpleNamespace) -> None:
    query = DoneFilingsQuery(business="增员(续保)", first_day=date(2026, 11, 1), last_day=date(2026, 11, 10))
    first, second = [w.done("S2", spjg="结束", bjsj="2026-11-10 12:03:00")], [w.done("S1")]
    pages = (w.done_query(first, total=2, pages=2), w.done_query(second, total=2, pages=2))
    played = _answer(w, query, *pages)
    asked = {"ywmc": "增员(续保)", "ksrq": "2026-11-01", "jsrq": "2026-11-10"}
    assert [(r.operation, r.path, r.means, dict(r.query)) for r in played.requests] == [
        ("done.query", "yibancx.do", Means.READ, asked),
        ("done.query", "yibancx.do", Means.READ, {**asked, "page": "2"}),
    ]
    assert played.value[0] == DoneFiling(
        number="S2",
        business="增员(续保)",
        state="结束",
        submitted_at=datetime(2026, 11, 10, 11, 59, 30, tzinfo=SHANGHAI),
        ended_at=datetime(2026, 11, 10, 12, 3, tzinfo=SHANGHAI),
        name=w.NAME,
        document_number=w.identity(),
    )
    assert (played.value[1].number, played.value[1].ended_at) == ("S1", None)
    assert w.NAME not in repr(played.value)


@pytest.mark.rule("WH-111")
def test_a_list_cut_short_is_not_an_answer(w: SimpleNamespace) -> None:
    for page in (
        w.done_query([w.done("S1")], total=2),
        w.done_query([w.done("S1", tjsj="昨天")]),
        w.done_query([w.done("S1", spjg="")]),
    ):
        with pytest.raises(WireChanged):
            _answer(w, DoneFilingsQuery(), page)


def test_a_page_that_comes_twice_ends_the_reading(w: SimpleNamespace) -> None:
    same = w.done_query([w.done("S1")], total=2, pages=9)
    with pytest.raises(WireChanged, match="1 of 2"):
        _answer(w, DoneFilingsQuery(), same, same)


def test_a_day_that_the_hall_does_not_read_is_refused_in_its_words(w: SimpleNamespace) -> None:
    refused = w.page("yibancx.do", "done_query", w.table("yiban", w.DONE, []), errors=("日期格式有误",))
    with pytest.raises(HallRefused, match="日期格式有误"):
        _answer(w, DoneFilingsQuery(), refused)


def test_a_business_that_the_halls_charset_cannot_name_has_no_filings(w: SimpleNamespace) -> None:
    assert _answer(w, DoneFilingsQuery(business="㐀")).value == ()


@pytest.mark.rule("WH-84")
@pytest.mark.parametrize(("filing_type", "what"), [("enrolment", "zengyuan"), ("suspension", "zanting")])
def test_results_of_batches_are_asked_by_the_halls_own_name(
    w: SimpleNamespace, filing_type: str, what: str
) -> None:
    row = {"sxh": "S1", "ywmc": "批量增员", "zrs": "3", "tgs": "2", "hts": "1", "spjg": "结束"}
    row |= {"tjsj": "2026-11-10 11:59:30", "bjsj": "2026-11-10 12:03:00"}
    played = _answer(w, BatchResultsQuery(filing_type=filing_type), w.batch_results_page([row]))
    assert [(r.operation, r.path, dict(r.query)) for r in played.requests] == [
        ("batch.query", "plcx.do", {"yw": what})
    ]
    (result,) = played.value
    assert isinstance(result, BatchResult)
    assert (result.number, result.people, result.taken, result.returned) == ("S1", 3, 2, 1)
    with pytest.raises(WireChanged, match="通过人数"):
        _answer(w, BatchResultsQuery(filing_type=filing_type), w.batch_results_page([{**row, "tgs": "两"}]))


@pytest.mark.rule("WH-77")
def test_what_has_no_batches_has_no_results(w: SimpleNamespace) -> None:
    for filing_type in ("wage_change", "nothing_of_the_kind"):
        with pytest.raises(NotOffered, match="没有批量审核结果"):
            _answer(w, BatchResultsQuery(filing_type=filing_type))


@pytest.mark.rule("WH-113")
def test_free_places_are_told_earliest_first(w: SimpleNamespace) -> None:
    played = _answer(w, FreePlacesQuery(), w.appointment_form(tuple(reversed(w.TIMES))))
    assert [(r.operation, r.path) for r in played.requests] == [("appointment.open", "yuyue.do")]
    assert [(p.day.day, p.half, p.left) for p in played.value] == [
        (11, "morning", 20),
        (11, "afternoon", 0),
        (12, "morning", 3),
        (24, "afternoon", 1),
    ]


@pytest.mark.rule("WH-111")
def test_the_movements_are_fetched_and_checked(w: SimpleNamespace) -> None:
    leaver = ("减员", w.identity(), w.NAME, "202610", "03", "S0", "2026-10-31 23:59:59")
    reply = w.movements([leaver, w.movement()])
    flow = documents.fetch(NOVEMBER, w.signed_in(), w.context())
    assert flow is not None
    played = w.play(flow, [reply])
    assert [(r.operation, r.path, r.means, dict(r.query)) for r in played.requests] == [
        ("movements.export", "yidong_daochu.do", Means.READ, {"ksny": "202610", "jsny": "202611"})
    ]
    assert played.value.content == reply.content
    assert played.value.name == "单位增减员异动表-202610-202611.xls"
    assert w.play(flows_desk.movements_export(NOVEMBER, w.signed_in()), [w.movements()]).value


@pytest.mark.rule("WH-111")
@pytest.mark.parametrize(
    "wrong",
    [
        {"unit": "4201000002"},
        {"title": "另一张表"},
        {"headings": ("姓名", "证件号码")},
        {"headings": ("异动类型", "证件号码", "姓名", "异动年月", "业务顺序号", "办结时间")},
        {"rows": [("调动",)]},
        {"rows": [("增员", "", "测试甲", "202611", "1", "S1", "2026-11-10 12:00:00")]},
        {"rows": [("增员", "4", "测试甲", "202611", "1", "S1", "昨天")]},
        {"rows": [("增员", "4", "测试甲", "202611", "1", "S1", "2026-09-30 23:59:59")]},
        {"rows": [("增员", "4", "测试甲", "202611", "1", "S1", "2026-12-01 00:00:00")]},
    ],
)
def test_a_workbook_that_is_another_is_not_handed_on(w: SimpleNamespace, wrong: dict[str, Any]) -> None:
    with pytest.raises(WireChanged):
        w.play(flows_desk.movements_export(NOVEMBER, w.signed_in()), [w.movements(**wrong)])


def _refusals(w: SimpleNamespace) -> Sequence[Any]:
    cut = w.movements([w.movement()])
    return (
        w.page("yidong_daochu.do", "movements"),
        w.reply("yidong_daochu.do", cut.content[:-512], kind="application/vnd.ms-excel"),
        w.reply("yidong_daochu.do", cut.content, kind="application/pdf"),
    )


def test_no_workbook_or_half_of_one_is_no_file(w: SimpleNamespace) -> None:
    for reply in _refusals(w):
        with pytest.raises(WireChanged):
            w.play(flows_desk.movements_export(NOVEMBER, w.signed_in()), [reply])


@pytest.mark.rule("WH-111")
def test_months_that_the_hall_refuses_are_told_in_its_words(w: SimpleNamespace) -> None:
    refused = w.page("yidong_daochu.do", "movements", errors=("起止年月有误",))
    with pytest.raises(HallRefused) as refusal:
        w.play(flows_desk.movements_export(NOVEMBER, w.signed_in()), [refused])
    assert "12" in (refusal.value.reasons[0].cure or "")


def test_the_movements_come_as_a_workbook_only(w: SimpleNamespace) -> None:
    as_pdf = MovementsExport(from_month=Month(2026, 11), to_month=Month(2026, 11))
    with pytest.raises(NotOffered, match="xls"):
        documents.fetch(as_pdf, w.signed_in(), w.context())
