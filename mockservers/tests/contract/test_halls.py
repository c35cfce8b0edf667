"""What the kernel promises of every hall in a World: it begins from its template, is forked, goes back, and is worked by name."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import reduce
from typing import Any

import httpx
import pytest

from sigateway_mockservers import InProcess, Simulator, World
from sigateway_mockservers.catalogue import open_sites

HALLS = list(open_sites())


@pytest.fixture(scope="module")
def simulator() -> Simulator:
    """One for many Worlds, which share nothing that changes."""
    return Simulator()


@pytest.fixture
def world(simulator: Simulator) -> World:
    return simulator.create_world(seed=7)


@pytest.fixture(params=HALLS)
def name(request: pytest.FixtureRequest) -> str:
    """Each hall there is."""
    return str(request.param)


@pytest.fixture
def hall(world: World, name: str) -> Any:
    return world.halls[name]


@pytest.fixture
def control(simulator: Simulator, world: World, name: str) -> Iterator[httpx.Client]:
    base = f"http://mock.invalid/_sim/worlds/{world.id}/{name}/"
    with httpx.Client(transport=InProcess(simulator), base_url=base, trust_env=False) as client:
        yield client


def written(hall: Any) -> str:
    return json.dumps(hall.state(), ensure_ascii=False)


def actions_of(simulator: Simulator, name: str) -> Any:
    site: Any = simulator.sites[name]
    return site.actions


def test_a_fresh_hall_breaks_no_promise_and_its_state_is_json(hall: Any) -> None:
    assert hall.violations() == []
    assert hall.commits == []
    assert hall.units
    assert all(number in written(hall) for number in hall.units)


def test_the_same_seed_repeats_itself(simulator: Simulator, world: World, name: str) -> None:
    again = simulator.create_world(seed=7)
    assert again.halls[name].store == world.halls[name].store  # type: ignore[attr-defined]  # of every hall


def test_a_fork_goes_on_alone(world: World, hall: Any, name: str) -> None:
    twin: Any = world.fork().halls[name]
    assert (twin.store, twin.variants) == (hall.store, hall.variants)
    assert twin.world is not world
    first = next(iter(twin.store.units))
    del twin.store.units[first]
    twin.store.next_order()
    assert first in hall.units
    assert hall.store.order == twin.store.order - 1


def test_a_reset_goes_back_and_keeps_whom_a_test_holds(world: World, hall: Any, simulator: Simulator) -> None:
    begun = written(hall)
    people = {path.split(".")[0] for path in actions_of(simulator, hall.name) if "." in path}
    held = {person: getattr(hall, person) for person in people}
    del hall.store.units[next(iter(hall.store.units))]
    assert written(hall) != begun
    world.reset()
    assert world.halls[hall.name] is hall
    assert written(hall) == begun
    assert {person: getattr(hall, person) for person in people} == held


@pytest.mark.parametrize("guards", [True, False])
def test_a_hall_guards_against_duplicates_or_does_not(simulator: Simulator, name: str, guards: bool) -> None:
    world = simulator.create_world(variants={} if guards else {name: {"accepts_duplicates"}})
    hall: Any = world.halls[name]
    assert hall.guards_duplicates is guards


def test_what_has_not_changed_is_never_late(hall: Any, world: World) -> None:
    before = hall.picture()
    hall.show_late(before, world.clock.now().replace(year=2100))
    assert hall.store.late == {}
    assert set(before) == set(hall.store.LATE_TABLES) != set()


def test_every_action_is_a_method_of_the_hall(simulator: Simulator, hall: Any, name: str) -> None:
    assert actions_of(simulator, name)
    for path in actions_of(simulator, name):
        assert callable(reduce(getattr, path.split("."), hall)), path


def test_what_every_hall_answers_over_the_control_plane(
    control: httpx.Client, hall: Any, simulator: Simulator
) -> None:
    assert {unit["number"] for unit in control.get("units").json()} == set(hall.units)
    assert control.get("effects").json() == []
    unknown = control.post("actions/nothing", json={})
    assert unknown.status_code == 404
    assert "known: " in unknown.json()["error"]
    action = next(iter(actions_of(simulator, hall.name)))
    strange = control.post(f"actions/{action}", json={"strange": 1})
    assert (strange.status_code, "takes no strange" in strange.json()["error"]) == (400, True)
