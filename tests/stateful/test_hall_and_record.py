"""Hall and record are equal in the end, in every region: see `machine.py`."""

from __future__ import annotations

import httpx
import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from sigateway_mockservers import Fault, InProcess

from .machine import HallAndRecord
from .regions import REGIONS

IN_ANY_CASE = {
    "deadline": None,
    "suppress_health_check": [HealthCheck.too_slow, HealthCheck.filter_too_much],
}
QUICK = settings(max_examples=5, stateful_step_count=14, derandomize=True, database=None, **IN_ANY_CASE)
LONG = settings(max_examples=150, stateful_step_count=30, **IN_ANY_CASE)


def machine(name: str) -> type[HallAndRecord]:
    """The machine of a region."""
    return type("HallAndRecordOf", (HallAndRecord,), {"region": REGIONS[name]})


@pytest.mark.parametrize("name", REGIONS)
def test_hall_and_record_are_equal_whatever_happens(name: str) -> None:
    run_state_machine_as_test(machine(name), settings=QUICK)


@pytest.mark.deep
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("name", REGIONS)
def test_hall_and_record_are_equal_however_long_one_tries(name: str) -> None:
    run_state_machine_as_test(machine(name), settings=LONG)


class ResendsOnTimeout(InProcess):
    """A driver as many are written: when no answer comes, it sends the same request again."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        try:
            return super().handle_request(request)
        except httpx.TransportError:
            return super().handle_request(request)


@pytest.mark.parametrize("name", REGIONS)
def test_a_driver_that_sends_again_on_a_time_out_turns_it_red(name: str) -> None:
    """The machine by hand: one filing whose answer is lost, at a hall that guards nothing."""
    broken = machine(name)
    broken.driver = ResendsOnTimeout
    course = broken()
    course.open(accepts_duplicates=True)
    kind, who = "enrolment", course.people[0]
    filing = course.region.filings[kind](course.stage, who, 1)
    [first, *_] = course.region.commits
    lost = Fault(hall=course.region.name, operation=first, do="reset", when="after_commit")
    course.stage.world.faults.add(lost)
    course.call(None, lambda session: session.file(filing))
    with pytest.raises(AssertionError):
        course.teardown()
