"""One person of a batch: evidence, how the person stands, 退单 and the ways back (WH-82 to WH-85)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from sigateway.plugin import (
    Absent,
    CaseState,
    Commit,
    Different,
    Landed,
    NotOffered,
    Unclear,
    UnitClass,
    WayKind,
    WireChanged,
)
from sigateway_wuhan import flows, flows_batch, wire, wire_batch
from sigateway_wuhan.cases import case as a_case
from sigateway_wuhan.ways import ways_back


def _todo(w: SimpleNamespace, **changes: str) -> Any:
    row = {"ywmc": "批量增员", "xm": "共3人", "zjhm": "", **changes}
    return w.home([w.task("B1", **row)])


def _done(w: SimpleNamespace, **changes: str) -> Any:
    row = {"ywmc": "批量增员", "xm": "共3人", "zjhm": "", **changes}
    return w.home(finished=[w.done("B1", **row)])


def _rows(w: SimpleNamespace, words: str = "", count: int = 3, **changes: str) -> list[dict[str, str]]:
    return [w.row_of(f, n, spjg=words, **changes) for n, f in enumerate(w.enrolments(count), 2)]


def _many(w: SimpleNamespace, *answers: Any, step: str = "submit", draft: str | None = "B1") -> Any:
    flow = flows_batch.evidence(w.enrolments(3), w.intent(step, draft), w.signed_in(), w.context())
    return w.play(flow, list(answers))


def _one(w: SimpleNamespace, *answers: Any, step: str = "submit") -> Any:
    flow = flows.evidence(w.enrolments(1)[0], w.intent(step), w.signed_in(), w.context())
    return w.play(flow, list(answers))


@pytest.mark.rule("WH-83", "WH-84")
def test_the_task_is_read_once_for_all(w: SimpleNamespace) -> None:
    rows = _rows(w, "进行中")
    rows[1] |= {"spjg": "回退", "htyy": "姓名与公安信息不一致"}
    rows[2] |= {"sbgz": "7000.00"}
    played = _many(w, _done(w), w.batch_list(rows))
    assert played.requests == [wire.home(number="B1"), wire_batch.rows("B1")]
    landed, returned, different = played.value
    assert isinstance(landed, Landed)
    assert landed.case.state is CaseState.IN_REVIEW
    assert isinstance(returned, Landed)
    assert returned.case.state is CaseState.RETURNED
    assert [reason.rule for reason in returned.case.reasons] == ["WH-63"]
    assert isinstance(different, Different)
    assert different.fields == ("sbgz",)
    assert [e.case.filing for e in played.value] == list(w.enrolments(3))


@pytest.mark.rule("WH-80")
def test_a_row_that_was_deleted_before_the_submission_did_not_land(w: SimpleNamespace) -> None:
    found = _many(w, _done(w), w.batch_list(_rows(w, "进行中", 2))).value
    assert [type(each) for each in found] == [Landed, Landed, Absent]
    assert found[2] == Absent(as_of=w.NOON, complete=True, intact=False)


def test_an_unsent_task_is_intact_when_it_holds_our_rows_and_no_others(w: SimpleNamespace) -> None:
    def intact(rows: Any) -> list[bool]:
        found = _many(w, _todo(w), w.batch_list(rows)).value
        assert all(isinstance(each, Absent) and each.complete for each in found)
        return [each.intact for each in found]

    rows = _rows(w)
    assert intact(rows) == [True] * 3
    assert intact([rows[0], {**rows[1], "mz": "02"}, rows[2]]) == [True, False, True]
    assert intact(rows[:2]) == [True, True, False]
    assert intact([*rows, *_rows(w, "", 4)[3:]]) == [False] * 3, "it is sent as a whole"


def test_what_decides_nothing_is_unclear(w: SimpleNamespace) -> None:
    cut = w.table("daiban", w.TODO, [], total=3) + w.table("yiban", w.DONE, [])
    for answers in (
        [_todo(w), w.batch_list(_rows(w), total=4)],
        [_todo(w), w.batch_list(_rows(w, "进行中"))],
        [_done(w), w.batch_list(_rows(w))],
        [w.home(tables=cut)],
        [w.home([w.task("B1")])],
    ):
        assert {type(each) for each in _many(w, *answers).value} == {Unclear}
    for options in ({"draft": None}, {"step": "discard"}):
        assert {type(each) for each in _many(w, **options).value} == {Unclear}


@pytest.mark.rule("WH-45")
def test_a_task_in_neither_list_was_never_submitted(w: SimpleNamespace) -> None:
    assert _many(w, w.home()).value == [Absent(as_of=w.NOON, complete=True, intact=False)] * 3


@pytest.mark.rule("WH-84")
def test_evidence_of_one_person_asks_for_that_row(w: SimpleNamespace) -> None:
    (row,) = _rows(w, "结束", 1)
    number = w.enrolments(1)[0].person.document.number
    played = _one(w, _done(w, spjg="结束"), w.batch_list([row]))
    assert played.requests == [wire.home(number="B1"), wire_batch.rows("B1", document=number)]
    assert dict(played.requests[1].query) == {"sxh": "B1", "zjhm": number}
    assert isinstance(played.value, Landed)
    assert played.value.case.state is CaseState.APPROVED
    assert _one(w, _todo(w), w.batch_list([{**row, "spjg": ""}])).value == Absent(w.NOON, True, True)
    assert _one(w, _done(w), w.batch_list([])).value == Absent(w.NOON, True, False)
    returned = _one(w, _todo(w, htbz="是"), w.batch_list([{**row, "spjg": "回退", "htyy": "逾期未提交资料"}]))
    assert isinstance(returned.value, Landed)
    assert returned.value.case.state is CaseState.RETURNED


@pytest.mark.rule("WH-82")
def test_evidence_of_a_discard_is_that_the_whole_task_is_gone(w: SimpleNamespace) -> None:
    gone = _one(w, w.home(), step="discard").value
    assert isinstance(gone, Landed)
    assert gone.case.state is CaseState.DISCARDED
    assert _one(w, _todo(w, htbz="是"), step="discard").value == Absent(w.NOON, True)
    submitted = _one(w, _done(w), w.batch_list(_rows(w, "进行中", 1)), step="discard").value
    assert isinstance(submitted, Different)
    assert submitted.case.state is CaseState.IN_REVIEW


def _case(w: SimpleNamespace, state: CaseState = CaseState.IN_REVIEW, n: int = 0) -> Any:
    standing = a_case(w.enrolments(3)[n], w.context(), "B1", state, None, w.NOON)
    return standing.model_copy(update={"turn": "turn-1"})


def _tracked(
    w: SimpleNamespace, *answers: Any, state: CaseState = CaseState.IN_REVIEW, me: Any = None
) -> Any:
    return w.play(flows.track(_case(w, state), me or w.signed_in(), w.context()), list(answers)).value


@pytest.mark.rule("WH-84", "WH-85")
def test_a_person_stands_as_the_row_does(w: SimpleNamespace) -> None:
    def row(word: str, reasons: str = "") -> Any:
        return w.batch_list(_rows(w, word, 1, htyy=reasons))

    running = _tracked(w, _done(w), row("进行中"))
    assert (running.state, running.word, running.number, running.turn) == (
        CaseState.IN_REVIEW,
        "进行中",
        "B1",
        "turn-1",
    )
    assert _tracked(w, _done(w, spjg="结束"), row("结束")).state is CaseState.APPROVED
    alone = _tracked(w, _done(w, spjg="结束"), row("回退", "姓名与公安信息不一致；民族与公安信息不一致"))
    assert (alone.state, alone.word, len(alone.reasons)) == (CaseState.RETURNED, "回退", 2)
    assert "无须退单" in alone.explain()
    whole = _tracked(w, _todo(w, htbz="是"), row("回退", "逾期未提交资料"))
    assert (whole.state, [r.rule for r in whole.reasons]) == (CaseState.RETURNED, ["WH-50"])
    assert "整个批量任务" in whole.explain()
    draft = _tracked(w, _todo(w), row(""))
    assert (draft.state, draft.word) == (CaseState.DRAFT, "未提交")


@pytest.mark.rule("WH-50", "WH-83", "WH-134")
def test_an_ordinary_units_papers_are_due_by_the_day_of_submission(w: SimpleNamespace) -> None:
    me = w.signed_in(unit_class=UnitClass.ORDINARY)
    lists = _done(w, tjsj="2026-11-21 00:00:00")
    case = _tracked(w, lists, w.batch_list(_rows(w, "进行中", 1)), me=me)
    assert case.state is CaseState.AWAITING_COUNTER
    assert case.next_steps[0].by == date(2026, 12, 20)
    assert "增员表" in "".join(case.next_steps[0].papers)


@pytest.mark.rule("WH-80", "WH-82")
def test_what_is_not_there_any_more_was_deleted_or_discarded(w: SimpleNamespace) -> None:
    nothing = w.batch_list([])
    assert _tracked(w, _todo(w), nothing, state=CaseState.DRAFT).state is CaseState.DISCARDED
    assert _tracked(w, _done(w), nothing, state=CaseState.IN_REVIEW).state is CaseState.UNKNOWN
    assert _tracked(w, w.home(), state=CaseState.RETURNED).state is CaseState.DISCARDED
    with pytest.raises(WireChanged):
        _tracked(w, _done(w), nothing, state=CaseState.APPROVED)
    with pytest.raises(WireChanged):
        _tracked(w, _done(w), w.batch_list([], total=1))
    with pytest.raises(WireChanged, match="审批结果"):
        _tracked(w, _done(w), w.batch_list(_rows(w, "终止", 1)))


def _discarded(w: SimpleNamespace, *answers: Any, state: CaseState = CaseState.RETURNED) -> Any:
    return w.play(flows.discard(_case(w, state), w.signed_in(), w.context()), list(answers))


@pytest.mark.rule("WH-82")
def test_a_task_given_back_as_a_whole_is_discarded_as_a_whole(w: SimpleNamespace) -> None:
    gone = w.page("tuidan.do", "discarded", notice="该任务已取消")
    played = _discarded(w, _todo(w, htbz="是"), w.batch_list(_rows(w, "回退")), gone)
    assert played.requests == [wire.home(number="B1"), wire_batch.rows("B1"), wire.discard("B1")]
    commit = played.asked[2]
    assert isinstance(commit, Commit)
    assert (commit.step, commit.draft) == ("discard", "B1")
    assert (played.value.state, played.value.turn) == (CaseState.DISCARDED, "turn-1")
    assert "同批其他 2 人" in played.value.explain()
    only = _discarded(w, _todo(w), w.batch_list(_rows(w, "", 1)), gone, state=CaseState.DRAFT).value
    assert (only.state, only.next_steps) == (CaseState.DISCARDED, ())


@pytest.mark.rule("WH-82")
@pytest.mark.parametrize(("old", "new"), [("tuidan.do", "tuidan2.do"), ('name="sxh"', 'name="sxh_xin"')])
def test_a_task_is_discarded_by_the_form_of_its_page_only(w: SimpleNamespace, old: str, new: str) -> None:
    shown = w.batch_list(_rows(w, "回退"))
    changed = replace(shown, content=shown.content.replace(old.encode(), new.encode()))
    with pytest.raises(WireChanged, match=r"tuidan\.do"):
        _discarded(w, _todo(w, htbz="是"), changed)


@pytest.mark.rule("WH-80", "WH-82")
def test_nobody_is_discarded_along_with_somebody_else(w: SimpleNamespace) -> None:
    for rows in (_rows(w), [*_rows(w, "回退", 1), *_rows(w)[1:]]):
        with pytest.raises(NotOffered, match=r"其他 2 人.*勾选此人后删除") as refusal:
            _discarded(w, _todo(w), w.batch_list(rows), state=CaseState.DRAFT)
        assert refusal.value.rule == "WH-82"


@pytest.mark.rule("WH-40", "WH-85")
def test_a_person_given_back_alone_has_nothing_to_discard(w: SimpleNamespace) -> None:
    rows = _rows(w, "结束")
    rows[0] |= {"spjg": "回退", "htyy": "姓名与公安信息不一致"}
    played = _discarded(w, _done(w, spjg="结束"), w.batch_list(rows))
    assert not any(isinstance(effect, Commit) for effect in played.asked)
    assert (played.value.state, played.value.turn) == (CaseState.RETURNED, "turn-1")
    for kept in ("结束", "进行中"):
        with pytest.raises(NotOffered, match="信息订正") as refusal:
            _discarded(w, _done(w), w.batch_list(_rows(w, kept)), state=CaseState.IN_REVIEW)
        assert refusal.value.rule == "WH-40"
    absent = _discarded(w, _todo(w, htbz="是"), w.batch_list(_rows(w, "回退")[1:]))
    assert absent.value.state is CaseState.DISCARDED


@pytest.mark.rule("WH-41", "WH-82", "WH-85")
def test_the_ways_back_say_what_a_batch_means(w: SimpleNamespace) -> None:
    def ways(lists: Any, word: str) -> list[tuple[WayKind, str]]:
        found = ways_back(_tracked(w, lists, w.batch_list(_rows(w, word, 1))))
        assert all(way.what for way in found)
        return [(way.kind, way.rule) for way in found]

    assert ways(_todo(w), "") == [(WayKind.DISCARD, "WH-82")]
    assert ways(_todo(w, htbz="是"), "回退") == [(WayKind.DISCARD, "WH-82")]
    assert ways(_done(w, spjg="结束"), "回退") == [(WayKind.DISCARD, "WH-85")]
    assert ways(_done(w, spjg="结束"), "结束")[0] == (WayKind.COUNTER, "WH-41")
    (nothing,) = ways_back(_tracked(w, _done(w, spjg="结束"), w.batch_list(_rows(w, "回退", 1))))
    assert "无须退单" in nothing.what
