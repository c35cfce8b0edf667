"""The yearly wages afterwards: evidence by row and year, rows that were given back, and where those stand (WH-94, WH-137)."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from sigateway.errors import RulebookError
from sigateway.plugin import Absent, CaseState, Different, Landed, Rulebook, WayKind
from sigateway_wuhan import flows
from sigateway_wuhan.cases import case as a_case
from sigateway_wuhan.ways import ways_back


def done(w: SimpleNamespace, number: str = "B1", **changes: str) -> Any:
    row = {"ywmc": "个人工资年度申报", "xm": "共1人", "zjhm": "", **changes}
    return w.home(finished=[w.done(number, **row)])


def todo(w: SimpleNamespace, number: str = "B1", **changes: str) -> Any:
    row = {"ywmc": "个人工资年度申报", "xm": "共1人", "zjhm": "", **changes}
    return w.home([w.task(number, **row)])


def tracked(w: SimpleNamespace, *answers: Any, rules: Rulebook | None = None) -> Any:
    (one,) = w.declarations(1)
    context = w.context(rules=rules) if rules else w.context()
    case = a_case(one, context, "B1", CaseState.AWAITING_COUNTER, None, w.NOON)
    return w.play(flows.track(case, w.signed_in(), context), list(answers))


@pytest.mark.rule("WH-83", "WH-96")
def test_evidence_is_the_row_and_the_year(w: SimpleNamespace) -> None:
    (one,) = w.declarations(1)
    row = w.annual_row(one, 2, spjg="进行中")

    def evidence(lists: Any, listed: Any) -> Any:
        return w.play(flows.evidence(one, w.intent(), w.signed_in(), w.context()), [lists, listed]).value

    assert isinstance(evidence(done(w), w.annual_list([row])), Landed)
    otherwise = evidence(done(w), w.annual_list([row], year="2025"))
    assert isinstance(otherwise, Different)
    assert otherwise.fields == ("nd",)
    unsent = evidence(todo(w), w.annual_list([{**row, "spjg": ""}]))
    assert unsent == Absent(as_of=w.NOON, complete=True, intact=True)


@pytest.mark.rule("WH-94", "WH-137", "WH-138")
def test_a_row_given_back_is_filed_again_inside_the_period(w: SimpleNamespace) -> None:
    (one,) = w.declarations(1)
    row = w.annual_row(one, 2, spjg="回退", htyy="工资与台账不符")
    case = tracked(w, done(w, spjg="结束"), w.annual_list([row])).value
    assert (case.state, [r.words for r in case.reasons]) == (CaseState.RETURNED, ["工资与台账不符"])
    assert "申报期内重新上传被退回的人员" in case.explain()
    assert [way.kind for way in ways_back(case)] == [WayKind.DISCARD]
    assert "无须退单" in ways_back(case)[0].what
    taken = tracked(w, done(w, spjg="结束"), w.annual_list([{**row, "spjg": "结束", "htyy": ""}])).value
    assert taken.state is CaseState.APPROVED
    assert [way.rule for way in ways_back(taken)] == ["WH-41", "WH-89"]


@pytest.mark.rule("WH-137")
def test_rows_given_back_may_stand_in_a_task_of_their_own(w: SimpleNamespace) -> None:
    (one,) = w.declarations(1)
    row = w.annual_row(one, 2, spjg="回退", htyy="工资与台账不符")
    answers = [done(w, spjg="结束"), w.annual_list([])]
    assert tracked(w, *answers).value.state is CaseState.UNKNOWN
    book = w.with_setting("WH-137", failed_rows="new_task")
    apart = [todo(w, "B2", htbz="是", htyy="工资与台账不符"), w.annual_list([row], number="B2")]
    case = tracked(w, *answers, *apart, rules=book).value
    assert (case.state, case.number) == (CaseState.RETURNED, "B2")
    assert [way.rule for way in ways_back(case)] == ["WH-82"]
    flow = flows.evidence(one, w.intent(), w.signed_in(), w.context(rules=book))
    landed = w.play(flow, [*answers, *apart]).value
    assert isinstance(landed, Landed)
    assert landed.case.number == "B2"


@pytest.mark.rule("WH-137")
def test_a_setting_that_is_none_does_not_pass_for_the_default(w: SimpleNamespace) -> None:
    book = w.with_setting("WH-137", failed_rows="new_tasks")
    with pytest.raises(RulebookError, match=r"WH-137.*in_results, new_task"):
        tracked(w, done(w, spjg="结束"), w.annual_list([]), rules=book)
