"""Hall and record are equal in the end, in every region: see `machine.py`."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from .machine import HallAndRecord
from .regions import REGIONS

IN_ANY_CASE = {
    "deadline": None,
    "suppress_health_check": [HealthCheck.too_slow, HealthCheck.filter_too_much],
}
QUICK = settings(max_examples=12, stateful_step_count=14, derandomize=True, database=None, **IN_ANY_CASE)
LONG = settings(max_examples=400, stateful_step_count=35, **IN_ANY_CASE)


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
