"""Ways back by state and collection period, and what is said where there is none (JS-07, JS-46)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from jiangsu_by_hand import NOW

import sigateway as sg
from sigateway.plugin import Actor, CaseState, NextStep, WayKind
from sigateway_jiangsu import ways
from sigateway_jiangsu.cases import CHANGEABLE

PERSON = sg.Person(document=sg.Document.recognise("11010519491231002X"), name="模拟甲")
ENROLMENT = sg.Enrolment(person=PERSON, declared_wage="6500", first_paid_month="2026-11")  # type: ignore[arg-type]


def case(
    state: CaseState = CaseState.APPROVED, filing: Any = ENROLMENT, until: date | None = date(2026, 12, 6)
) -> sg.Case:
    steps = () if until is None else (NextStep(who=Actor.VENDOR, what=CHANGEABLE, by=until),)
    return sg.Case(
        hall="jiangsu", unit="jiangsu/1", filing=filing, number="7", state=state, at=NOW, next_steps=steps
    )


@pytest.mark.rule("JS-07", "JS-46")
@pytest.mark.parametrize(
    ("state", "moment", "kinds"),
    [
        (CaseState.APPROVED, "2026-12-06T23:59:59+08:00", ["withdraw", "opposite", "counter"]),
        (CaseState.APPROVED, "2026-12-07T00:00:00+08:00", ["opposite", "counter"]),
        (CaseState.AWAITING_COUNTER, "2026-11-16T09:00:00+08:00", ["withdraw", "counter"]),
        (CaseState.IN_REVIEW, "2026-11-16T09:00:00+08:00", ["counter"]),
        (CaseState.DRAFT, "2026-11-16T09:00:00+08:00", ["discard"]),
        (CaseState.WITHDRAWN, "2026-11-16T09:00:00+08:00", []),
        (CaseState.REFUSED, "2026-11-16T09:00:00+08:00", []),
    ],
)
def test_the_ways_back_in_the_order_in_which_to_take_them(
    state: CaseState, moment: str, kinds: list[str], at: Any
) -> None:
    assert [way.kind for way in ways.ways_back(case(state), at(moment))] == kinds


@pytest.mark.rule("JS-07")
@pytest.mark.parametrize(
    "filing",
    [sg.BasicData(person=PERSON), sg.RelationTransfer(person=PERSON, from_place="合肥市")],
)
def test_what_can_never_be_taken_back_goes_to_the_counter(filing: Any, at: Any) -> None:
    found = ways.ways_back(case(filing=filing), at())
    assert [way.kind for way in found] == [WayKind.COUNTER]
    assert ways.not_online(case(filing=filing), at()).rule == "JS-07"


@pytest.mark.rule("JS-36", "JS-42")
def test_a_grant_is_undone_by_taking_it_back_and_a_revocation_by_a_new_scan(at: Any) -> None:
    granted = case(
        filing=sg.HandlerGrant(person=PERSON, rank="handler", scopes=frozenset({"enrolment"})), until=None
    )  # type: ignore[arg-type]
    revoked = case(filing=sg.HandlerRevocation(person=PERSON), until=None)
    assert [(way.kind, "HandlerRevocation" in way.what) for way in ways.ways_back(granted, at())] == [
        ("opposite", True)
    ]
    assert "人脸识别" in ways.ways_back(revoked, at())[0].what
    assert "取消授权" in ways.not_online(granted, at()).message
