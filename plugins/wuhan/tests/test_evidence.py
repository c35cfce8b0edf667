"""Evidence: what the hall's lists say of a commit whose answer was lost, found by its number."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from sigateway.plugin import Absent, CaseState, Different, Intent, Landed, Scheme, Unclear
from sigateway_wuhan import flows, wire
from sigateway_wuhan.businesses import ENROLMENT

SCHEMES = frozenset(Scheme)


def _values(w: SimpleNamespace) -> dict[str, str]:
    return ENROLMENT.filled(w.enrolment(), SCHEMES, {})


def _intent(w: SimpleNamespace, step: str = "submit", draft: str | None = "S1") -> Intent:
    return Intent(turn="turn-1", step=step, draft=draft, since=w.NOON)


@pytest.mark.rule("WH-38")
def test_evidence_finds_what_landed_by_its_number_and_compares_it(w: SimpleNamespace) -> None:
    flow = flows.evidence(w.enrolment(), _intent(w), w.signed_in(), w.context())
    played = w.play(flow, [w.home(finished=[w.done("S1")]), w.detail(_values(w))])
    assert played.asked == [wire.home(number="S1"), wire.detail("S1")]
    assert isinstance(played.value, Landed)
    assert (played.value.case.number, played.value.case.state) == ("S1", CaseState.IN_REVIEW)


def test_evidence_says_when_the_hall_holds_something_else(w: SimpleNamespace) -> None:
    flow = flows.evidence(w.enrolment(), _intent(w), w.signed_in(), w.context())
    held = w.detail({**_values(w), "sbgz": "7000.00"})
    value = w.play(flow, [w.home(finished=[w.done("S1", spjg="结束")]), held]).value
    assert isinstance(value, Different)
    assert (value.fields, value.case.state) == (("sbgz",), CaseState.APPROVED)


@pytest.mark.rule("WH-34")
def test_evidence_of_a_draft_still_unsent_is_absence(w: SimpleNamespace) -> None:
    flow = flows.evidence(w.enrolment(), _intent(w), w.signed_in(), w.context())
    played = w.play(flow, [w.home([w.task("S1")]), w.check_page(_values(w), at="renwu.do")])
    assert played.requests == [wire.home(number="S1"), wire.task("S1")]
    assert played.value == Absent(as_of=w.NOON, complete=True, intact=True)


def test_a_draft_that_a_clerk_edited_is_not_ours_to_send(w: SimpleNamespace) -> None:
    flow = flows.evidence(w.enrolment(), _intent(w), w.signed_in(), w.context())
    edited = w.check_page({**_values(w), "sbgz": "9999.00"}, at="renwu.do")
    found = w.play(flow, [w.home([w.task("S1")]), edited]).value
    assert found == Absent(as_of=w.NOON, complete=True, intact=False)


@pytest.mark.rule("WH-39")
def test_evidence_of_a_returned_item_is_that_it_landed(w: SimpleNamespace) -> None:
    flow = flows.evidence(w.enrolment(), _intent(w), w.signed_in(), w.context())
    value = w.play(flow, [w.home([w.task("S1", htbz="是", htyy="姓名与公安信息不一致")])]).value
    assert isinstance(value, Landed)
    assert value.case.state is CaseState.RETURNED
    assert [reason.rule for reason in value.case.reasons] == ["WH-63"]


@pytest.mark.rule("WH-45")
def test_a_number_in_neither_list_was_discarded_and_never_submitted(w: SimpleNamespace) -> None:
    for lists in (w.home(), w.home([w.task("S9")], [w.done("S8")])):
        flow = flows.evidence(w.enrolment(), _intent(w), w.signed_in(), w.context())
        assert w.play(flow, [lists]).value == Absent(as_of=w.NOON, complete=True, intact=False)


def test_evidence_without_a_number_to_look_for_decides_nothing(w: SimpleNamespace) -> None:
    for intent in (_intent(w, draft=None), _intent(w, step="password")):
        flow = flows.evidence(w.enrolment(), intent, w.signed_in(), w.context())
        assert isinstance(w.play(flow, []).value, Unclear)


@pytest.mark.rule("WH-45")
def test_evidence_of_a_discard_is_that_the_task_is_gone(w: SimpleNamespace) -> None:
    def after(lists: Any) -> Any:
        flow = flows.evidence(w.enrolment(), _intent(w, step="discard"), w.signed_in(), w.context())
        return w.play(flow, [lists]).value

    gone = after(w.home())
    assert isinstance(gone, Landed)
    assert gone.case.state is CaseState.DISCARDED
    assert after(w.home([w.task("S1")])) == Absent(as_of=w.NOON, complete=True)
    assert isinstance(after(w.home(finished=[w.done("S1")])), Different)
    cut = w.table("daiban", w.TODO, [], total=3) + w.table("yiban", w.DONE, [])
    assert isinstance(after(w.home(tables=cut)), Unclear)
