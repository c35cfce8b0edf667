"""Batches replayed: the exact requests in their order, one commit, and who is left out of it and why (WH-77 to WH-83)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from sigateway.plugin import (
    CaseState,
    Commit,
    Means,
    Offer,
    Scheme,
    UnitClass,
    WireChanged,
)
from sigateway.registry import Stack
from sigateway_wuhan import flows_batch, wire, wire_batch
from sigateway_wuhan.plugin import Wuhan

UPLOADED = "pl_shangchuan.do"
STACK = Stack("wuhan", Wuhan.region, [("wuhan", Wuhan())])


def _filed(w: SimpleNamespace, filings: Sequence[Any], answers: Sequence[Any], *, me: Any = None) -> Any:
    return w.play(flows_batch.submit(filings, me or w.signed_in(), w.context()), list(answers))


def _before(w: SimpleNamespace, yw: str = "zengyuan") -> list[Any]:
    return [w.batch_page(yw), w.template(yw)]


def _listed(w: SimpleNamespace, filings: Sequence[Any], lines: Sequence[int], **options: Any) -> Any:
    """The answer to an upload: the filings of these lines were taken."""
    rows = [w.row_of(filings[line - 2], line) for line in lines]
    return w.batch_list(rows, at=UPLOADED, failed=len(filings) - len(lines), **options)


def _commits(played: Any) -> list[Commit]:
    return [effect for effect in played.asked if isinstance(effect, Commit)]


@pytest.mark.rule("WH-77")
def test_batches_are_offered_for_enrolment_suspension_and_the_yearly_wages_only() -> None:
    online = [offer for offer in STACK.offers().values() if isinstance(offer, Offer)]
    limits = {offer.type: offer.batch_limit for offer in online if offer.batch_limit is not None}
    assert limits == {"enrolment": 500, "suspension": 500, "annual_wage": 5000, "retiree_wage": 5000}
    assert STACK.rules.hall("batch_rows") == 500


@pytest.mark.rule("WH-77")
def test_the_hooks_take_batches_of_what_is_offered_only(w: SimpleNamespace) -> None:
    plugin, me, context = Wuhan(), w.signed_in(), w.context()
    intent = w.intent()
    assert plugin.submit_batch(w.enrolments(2), me, context) is not None
    assert plugin.batch_evidence(w.suspensions(2), intent, me, context) is not None
    assert plugin.submit_batch((w.wage_change(),), me, context) is None
    assert plugin.batch_evidence((w.wage_change(),), intent, me, context) is None


@pytest.mark.rule("WH-78", "WH-80", "WH-83")
def test_a_vip_unit_files_three_with_one_upload_and_one_commit(w: SimpleNamespace) -> None:
    filings = w.enrolments(3)
    played = _filed(w, filings, [*_before(w), _listed(w, filings, (2, 3, 4)), w.submitted("B1")])
    upload = played.requests[2]
    assert played.requests == [
        wire_batch.page("zengyuan"),
        wire_batch.template("zengyuan"),
        wire_batch.upload("zengyuan", "form-7", upload.files["wj"].content),
        wire.submit("B1"),
    ]
    assert [(r.operation, r.method, r.path, r.means) for r in played.requests] == [
        ("batch.open", "GET", "pl.do", Means.READ),
        ("batch.template", "GET", "pl_muban.do", Means.READ),
        ("batch.upload", "POST", "pl_shangchuan.do", Means.DRAFT),
        ("submit", "POST", "tijiao.do", Means.COMMIT),
    ]
    assert dict(upload.form) == {"yw": "zengyuan", "bdh": "form-7"}
    assert (upload.files["wj"].name, upload.files["wj"].kind) == ("zengyuan.xls", w.XLS)
    (commit,) = _commits(played)
    assert (commit.step, commit.draft, sorted(commit.rows)) == ("submit", "B1", [0, 1, 2])
    assert {field.name for field in commit.rows[0]} == {*w.COLUMNS["zengyuan"], "cbny"}
    assert not any(field.differs for field in commit.shown)
    assert {place: case.filing for place, case in played.value.items()} == dict(enumerate(filings))
    assert {(case.number, case.state, case.word) for case in played.value.values()} == {
        ("B1", CaseState.IN_REVIEW, "进行中")
    }
    assert played.left_out == {}


@pytest.mark.rule("WH-78")
def test_the_halls_template_is_filled_in_with_texts(w: SimpleNamespace) -> None:
    filings = w.enrolments(2, back_pay_from="2026-10")
    rows = [w.row_of(f, n, zsbj="1", bjksny="202610") for n, f in enumerate(filings, 2)]
    played = _filed(w, filings, [*_before(w), w.batch_list(rows, at=UPLOADED), w.submitted("B1")])
    headings, *cells = w.cells(played.requests[2].files["wj"].content)
    assert tuple(headings) == w.HEADINGS["zengyuan"]
    assert cells == [[row[name] for name in w.COLUMNS["zengyuan"]] for row in rows]
    assert cells[0][-3:] == ["6500.00", "1", "202610"]


@pytest.mark.rule("WH-43", "WH-71", "WH-78", "WH-83")
def test_suspensions_of_an_ordinary_unit_wait_for_the_papers(w: SimpleNamespace) -> None:
    filings = w.suspensions(2)
    listed = _listed(w, filings, (2, 3), yw="zanting")
    answers = [*_before(w, "zanting"), listed, w.submitted("B1", due="2026-11-20")]
    played = _filed(w, filings, answers, me=w.signed_in(unit_class=UnitClass.ORDINARY))
    headings, first, _ = w.cells(played.requests[2].files["wj"].content)
    assert tuple(headings) == w.HEADINGS["zanting"]
    assert first == ["01", filings[0].person.document.number, "测试甲", "2026-11-09", "03", ""]
    assert {field.name for field in _commits(played)[0].rows[1]} == {*w.COLUMNS["zanting"], "zhjfny"}
    for case in played.value.values():
        assert case.state is CaseState.AWAITING_COUNTER
        assert case.next_steps[0].by == date(2026, 11, 20)


@pytest.mark.rule("WH-79")
def test_rows_that_fail_are_left_out_in_the_halls_words(w: SimpleNamespace) -> None:
    filings = w.enrolments(3)
    number = filings[1].person.document.number
    told = w.failures((3, number, "测试乙", "此人在某某单位未停保；此人居民医疗保险未停保"))
    played = _filed(w, filings, [*_before(w), _listed(w, filings, (2, 4)), told, w.submitted("B1")])
    assert played.requests[3] == wire_batch.failures("B1")
    assert [r.rule for r in played.left_out[1].reasons] == ["WH-60", "WH-54"]
    assert sorted(_commits(played)[0].rows) == sorted(played.value) == [0, 2]


@pytest.mark.rule("WH-79")
@pytest.mark.parametrize("line", ["3", 3])
def test_when_every_row_fails_nothing_is_committed(w: SimpleNamespace, line: Any) -> None:
    filings = w.suspensions(2)
    one, other = (f.person.document.number for f in filings)
    told = w.failures(("2", one, "甲", "此人未在本单位参保"), (line, other, "乙", "没见过的话"), number="F1")
    played = _filed(w, filings, [*_before(w, "zanting"), w.nobody("F1"), told])
    assert played.requests[-1] == wire_batch.failures("F1")
    assert (played.value, _commits(played)) == ({}, [])
    rules = {place: [r.rule for r in left.reasons] for place, left in played.left_out.items()}
    assert rules == {0: ["WH-69"], 1: [None]}


@pytest.mark.rule("WH-52", "WH-80")
def test_a_row_shown_otherwise_is_deleted_before_the_rest_is_submitted(w: SimpleNamespace) -> None:
    filings = w.enrolments(3)
    rows = [w.row_of(f, n) for n, f in enumerate(filings, 2)]
    rows[1] |= {"sbgz": "5600.00"}
    kept = [rows[0], rows[2]]
    answers = [*_before(w), w.batch_list(rows, at=UPLOADED), w.batch_list(kept, at="pl_shanchu.do")]
    played = _filed(w, filings, [*answers, w.batch_list(kept), w.submitted("B1")])
    assert played.requests[3:] == [wire_batch.delete("B1", [3]), wire_batch.rows("B1"), wire.submit("B1")]
    deletion = played.requests[3]
    assert (deletion.operation, deletion.means, dict(deletion.form)) == (
        "batch.delete",
        Means.DRAFT,
        {"sxh": "B1", "hh": "3"},
    )
    assert [field.label for field in played.left_out[1].echo if field.differs] == ["申报工资"]
    assert played.left_out[1].reasons == ()
    assert sorted(_commits(played)[0].rows) == sorted(played.value) == [0, 2]


@pytest.mark.rule("WH-52", "WH-74", "WH-82")
def test_when_every_row_differs_the_task_is_gone_and_nothing_is_committed(w: SimpleNamespace) -> None:
    """Also the month, which the hall sets, and the name, which it has in its register."""
    filings = w.suspensions(2)
    rows = [w.row_of(filings[0], 2, zhjfny="202612"), w.row_of(filings[1], 3, xm="登记名")]
    listed = w.batch_list(rows, yw="zanting", at=UPLOADED)
    gone = w.page("pl_shanchu.do", "discarded", notice="该任务已取消")
    played = _filed(w, filings, [*_before(w, "zanting"), listed, gone])
    assert played.requests[-1] == wire_batch.delete("B1", [2, 3])
    assert (played.value, _commits(played)) == ({}, [])
    differing = {p: [f.name for f in left.echo if f.differs] for p, left in played.left_out.items()}
    assert differing == {0: ["zhjfny"], 1: ["xm"]}


@pytest.mark.rule("WH-80")
@pytest.mark.parametrize("spoilt", ["still there", "lost", "changed", "submitted", "cut"])
def test_what_is_left_after_a_deletion_is_looked_at_again(w: SimpleNamespace, spoilt: str) -> None:
    filings = w.enrolments(3)
    rows = [w.row_of(f, n) for n, f in enumerate(filings, 2)]
    rows[1] |= {"mz": "02"}
    kept = [rows[0], rows[2]]
    left = {
        "still there": w.batch_list(rows),
        "lost": w.batch_list(kept[:1]),
        "changed": w.batch_list([rows[0], {**rows[2], "sbgz": "1.00"}]),
        "submitted": w.batch_list([{**row, "spjg": "进行中"} for row in kept]),
        "cut": w.batch_list(kept, total=3),
    }[spoilt]
    answers = [*_before(w), w.batch_list(rows, at=UPLOADED), w.batch_list(kept, at="pl_shanchu.do"), left]
    with pytest.raises(WireChanged):
        _filed(w, filings, answers)


@pytest.mark.rule("WH-57")
def test_schemes_that_a_template_cannot_say_are_never_changed_in_silence(w: SimpleNamespace) -> None:
    some = frozenset({Scheme.PENSION})
    own = [w.enrolment(person=w.someone(n), schemes=s) for n, s in enumerate((some, frozenset(Scheme), None))]
    rows = [w.row_of(own[1], 2), w.row_of(own[2], 3)]
    played = _filed(w, own, [*_before(w), w.batch_list(rows, at=UPLOADED), w.submitted("B1")])
    assert [(r.rule, r.words) for r in played.left_out[0].reasons] == [
        ("WH-57", "职工参保险种与单位参保险种不一致")
    ]
    assert sorted(played.value) == [1, 2]
    leaving = [w.suspension(person=w.someone(n), schemes=some) for n in range(2)]
    played = _filed(w, leaving, [])
    assert [field.label for field in played.left_out[1].echo if field.differs] == ["参保险种"]
    assert played.requests == []


@pytest.mark.rule("WH-32")
def test_a_character_that_the_hall_cannot_show_leaves_its_row_out(w: SimpleNamespace) -> None:
    filings = [w.suspension(person=w.person(name="测试𠮷")), *w.suspensions(1)]
    listed = w.batch_list([w.row_of(filings[1], 2)], yw="zanting", at=UPLOADED)
    played = _filed(w, filings, [*_before(w, "zanting"), listed, w.submitted("B1")])
    (reason,) = played.left_out[0].reasons
    assert (reason.words, reason.code) == ("姓名含有GBK以外的字符", "batch_cell_not_gbk")
    assert sorted(played.value) == [1]


def test_every_page_of_the_rows_is_read(w: SimpleNamespace) -> None:
    filings = tuple(w.enrolment(person=w.person(number=w.identity(date(1980, 1, n)))) for n in range(1, 26))
    rows = [w.row_of(f, n) for n, f in enumerate(filings, 2)]
    first = w.batch_list(rows[:20], at=UPLOADED, total=25, pages=2)
    second = w.batch_list(rows[20:], total=25, pages=2)
    played = _filed(w, filings, [*_before(w), first, second, w.submitted("B1")])
    assert played.requests[3] == wire_batch.rows("B1", page=2)
    assert len(played.value) == 25


def test_no_request_of_a_batch_shows_a_person(w: SimpleNamespace) -> None:
    filings = w.enrolments(2)
    played = _filed(w, filings, [*_before(w), _listed(w, filings, (2, 3)), w.submitted("B1")])
    number = filings[0].person.document.number
    shown = repr(played.asked) + repr(wire_batch.rows("B1", document=number)) + repr(played.value)
    assert not [secret for secret in (number, "测试甲", "13900000000") if secret in shown]
