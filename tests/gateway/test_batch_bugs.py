"""Bugs of a region around a batch's commit: whatever it does, what was committed is told by evidence alone."""

from __future__ import annotations

from typing import Any

import pytest
from teller import House
from test_batch_doubt import LOST, PEOPLE, WHO, codes
from toybatch import BatchToy, commit_batch, file_batch, look_for
from toyhall import ToyHall

import sigateway as sg
from sigateway.plugin import Filing, Intent, Unclear, hookimpl, leave_out


@pytest.mark.parametrize(
    "broken",
    [KeyError("x"), sg.WireChanged("list", "rows", "none"), "too few", "unclear", "no list"],
    ids=repr,
)
def test_evidence_that_fails_leaves_all_rows_unknown(hall: ToyHall, broken: Any) -> None:
    class Broken(BatchToy):
        region = BatchToy.region

        @hookimpl
        def batch_evidence(self, filings: tuple[Filing, ...], intent: Intent) -> Any:
            if isinstance(broken, Exception):
                raise broken
            return self.answers(filings, intent)

        def answers(self, filings: tuple[Filing, ...], intent: Intent) -> Any:
            found = yield from look_for(filings, intent)
            answers = {"too few": found[1:], "unclear": [Unclear("?")] * len(filings)}
            return answers.get(broken)

    hall.script("commit_batch", [LOST])
    house = House(hall, region=Broken)
    assert codes(house.file_many(*PEOPLE)) == ["outcome_unknown"] * 3
    assert [(t.in_doubt, t.worker) for t in house.ledger.turns()] == [(True, None)] * 3
    mended = house.another(ledger=house.ledger, region=BatchToy)
    assert codes(mended.file_many(*PEOPLE)) == ["case"] * 3
    assert (hall.filed, house.count("commit_batch")) == (WHO, 1)
    house.close()


def _two_commits(filings: Any, echoes: Any) -> Any:
    first = yield from commit_batch("B1", filings, {0: echoes[0]})
    yield from commit_batch("B1", filings, {1: (), 2: ()})
    return first


def _left_out_too_late(filings: Any, echoes: Any) -> Any:
    cases = yield from commit_batch("B1", filings, echoes)
    yield from leave_out(1, echo=())
    return cases


def _ends_with(end: Any) -> Any:
    def flow(filings: Any, echoes: Any) -> Any:
        yield from commit_batch("B1", filings, echoes)
        return end

    return flow


@pytest.mark.parametrize(
    "then",
    [
        _two_commits,
        _left_out_too_late,
        _ends_with(None),
        _ends_with([]),
        _ends_with({0: "case"}),
        _ends_with({}),
    ],
    ids=["two commits", "left out too late", "nothing", "a list", "no case", "silence"],
)
def test_whatever_a_region_does_after_the_commit_is_doubt_and_ended_by_evidence(
    hall: ToyHall, then: Any
) -> None:
    class Buggy(BatchToy):
        region = BatchToy.region

        @hookimpl
        def submit_batch(self, filings: tuple[Filing, ...]) -> Any:
            return self.conversation(filings)

        def conversation(self, filings: tuple[Filing, ...]) -> Any:
            flow = file_batch(filings)
            answer, effect = None, next(flow)
            while getattr(effect, "rows", None) is None:
                answer = yield effect
                effect = flow.send(answer)
            return (yield from then(filings, effect.rows))

    house = House(hall, region=Buggy)
    filed = house.file_many(*PEOPLE)
    assert codes(filed)[0] == "case"
    assert hall.filed == WHO
    assert codes(house.another(ledger=house.ledger, region=BatchToy).file_many(*PEOPLE))[0] == "case"
    assert [t.worker for t in house.ledger.turns()] == [None] * len(house.ledger.turns())
    house.close()
