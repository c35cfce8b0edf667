"""Makes the toy region importable by the tests beside it, and runs each test over both drivers where it asks for one."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

if str(Path(__file__).parent) not in sys.path:
    sys.path.insert(0, str(Path(__file__).parent))

from teller import House
from toybatch import BatchToy
from toyhall import FakeClock, ToyHall

import sigateway as sg


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def hall(clock: FakeClock) -> ToyHall:
    """A mock hall that would take a duplicate, so that only the gateway stands in its way."""
    return ToyHall(clock, accepts_duplicates=True)


@pytest.fixture(params=["sync", "async"])
def toy(request: pytest.FixtureRequest, hall: ToyHall) -> Iterator[House]:
    """One calling convention over the sync and the async gateway."""
    house = House(hall, request.param)
    yield house
    house.close()


@pytest.fixture(params=["sync", "async"])
def many(request: pytest.FixtureRequest, hall: ToyHall) -> Iterator[House]:
    """As ``toy``, at a hall that takes batches."""
    house = House(hall, request.param, region=BatchToy)
    yield house
    house.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Of a ledger's file."""
    return tmp_path / "filings.db"


@pytest.fixture
def ledger(path: Path) -> Iterator[sg.SqliteLedger]:
    opened = sg.SqliteLedger(path)
    yield opened
    opened.close()


@pytest.fixture
def other(path: Path, ledger: sg.SqliteLedger) -> Iterator[sg.SqliteLedger]:
    """Another process on the same file."""
    opened = sg.SqliteLedger(path)
    yield opened
    opened.close()
