"""A representative slice of the crash matrix of every region; the whole of it is ``make faults``."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import httpx
import pytest

import sigateway as sg
from sigateway.testing import Stage
from sigateway.testing.faults import (
    STROKES,
    FaultKit,
    Operation,
    Trial,
    Verb,
    as_json,
    table,
    uncovered,
)
from sigateway_mockservers import InProcess
from sigateway_mockservers.kernel.faults import KINDS
from tests.beijing.faultkit import KIT as BEIJING
from tests.jiangsu.faultkit import KIT as JIANGSU
from tests.shanghai.faultkit import KIT as SHANGHAI
from tests.wuhan.faultkit import KIT as WUHAN
from tests.zhejiang.faultkit import KIT as ZHEJIANG

KITS = {kit.region: kit for kit in (WUHAN, SHANGHAI, BEIJING, ZHEJIANG, JIANGSU)}
SLICE, PAIRS = 36, 5
"""Trials a region, and how many of them are two faults in a row."""


@cache
def trials(region: str) -> list[Trial]:
    """Recorded when the first of them runs: collecting the tests needs no hall."""
    kit = KITS[region]
    return [*kit.slice(SLICE - PAIRS), *kit.pairs(PAIRS)]


def test_the_kit_knows_every_fault_that_the_mock_halls_know() -> None:
    at_the_hall = {(stroke.do, stroke.when) for stroke in STROKES if not stroke.ours}
    assert at_the_hall == {(kind, side) for kind, sides in KINDS.items() for side in sides}


@pytest.mark.parametrize("region", KITS)
def test_whatever_leaves_something_at_the_hall_is_in_the_kit_or_named_with_a_reason(region: str) -> None:
    assert uncovered(KITS[region]) == []


def test_what_is_in_no_operation_is_named() -> None:
    only = tuple(each for each in ZHEJIANG.operations if each.name == "suspension")
    missing = uncovered(FaultKit("zhejiang", ZHEJIANG.stage, only, left_out={"wire.py *": "", "idle": ""}))
    assert missing == [
        "employer_opening",
        "enrolment",
        "flexible_enrolment",
        "flexible_suspension",
        "flows_flexible.py submit",
        "flows_opening.py submit",
        "flows_take_back.py withdraw",
        "left out for nothing: idle",
    ]


@pytest.mark.parametrize("number", range(SLICE))
@pytest.mark.parametrize("region", KITS)
def test_never_two_never_none(region: str, number: int, tmp_path: Path) -> None:
    trial = trials(region)[number]
    result = KITS[region].run(trial, tmp_path)
    assert result.ok, f"{trial}: {result.why}; told {result.outcome}; the hall holds {result.effects}"


class ResendsOnTimeout(InProcess):
    """A driver as many are written: when no answer comes, it sends the same request again."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        try:
            return super().handle_request(request)
        except httpx.ReadTimeout:
            return super().handle_request(request)


def careless(made: Stage) -> Stage:
    """The same stage, whose vendor drives like that."""

    class Careless(type(made)):  # type: ignore[misc]
        def gateway(self, transport: httpx.BaseTransport | None = None, **options: object) -> sg.Gateway:
            gateway: sg.Gateway = super().gateway(transport or ResendsOnTimeout(self.simulator), **options)
            return gateway

    made.__class__ = Careless
    return made


@pytest.mark.parametrize("region", KITS)
def test_a_driver_broken_on_purpose_turns_it_red(region: str, tmp_path: Path) -> None:
    kit = KITS[region]

    operation = next(each for each in kit.operations if each.verb is Verb.FILE and each.stage is None)
    broken = FaultKit(
        region, lambda folder, duplicates: careless(kit.stage(folder, duplicates)), (operation,)
    )
    lost = [
        trial
        for trial in broken.trials()
        if trial.accepts_duplicates and str(trial.stroke) == "stall/after_commit"
        if trial.request.means == "commit"
    ]
    results = [broken.run(trial, tmp_path / str(n)) for n, trial in enumerate(lost)]
    assert results
    assert not any(result.ok for result in results)
    assert all(max(result.effects) == 2 for result in results)
    totals = as_json(results)["totals"]
    assert (totals["ok"], totals["failed"]) == (0, len(results))
    assert table(results).row_count == 1


def test_an_operation_that_leaves_nothing_undisturbed_is_no_operation(tmp_path: Path) -> None:
    idle = Operation("idle", Verb.SIGN_IN, lambda made: None, lambda made, subject: (0,))
    with pytest.raises(AssertionError, match="idle left"):
        list(FaultKit("wuhan", WUHAN.stage, (idle,)).trials())


def test_of_a_case_in_parts_each_part_is_told_of(tmp_path: Path) -> None:
    trial = next(
        trial
        for trial in BEIJING.trials()
        if (trial.operation, trial.request.operation) == ("withdrawal", "medical.withdraw")
        if str(trial.stroke) == "refuse/before_commit"
    )
    result = BEIJING.run(trial, tmp_path)
    assert (result.why, result.effects) == ("", (1, 1))
    assert result.outcome == ("partly, hall_unavailable", "withdrawn")
