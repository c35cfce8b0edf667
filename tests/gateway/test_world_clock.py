"""A mock World's clock leaps when somebody sleeps, and never under the hands of one who is at work."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest

from sigateway.gateway.clock import SystemClock, at_work
from sigateway.testing import WorldClock

START = datetime.fromisoformat("2026-11-03T09:00:00+08:00")


class World:
    """What a World's clock offers; remembers each move."""

    def __init__(self) -> None:
        self.time = START
        self.moves: list[float] = []

    def now(self) -> datetime:
        return self.time

    def advance(self, *, by: float) -> None:
        self.moves.append(by)
        self.time += timedelta(seconds=by)


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def clock(world: World) -> WorldClock:
    return WorldClock(world)


@pytest.fixture
def others() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor() as pool:
        yield pool


def fell_asleep(clock: WorldClock, many: int) -> None:
    """Wait until so many sleep."""
    while len(clock._asleep) < many:
        threading.Event().wait(0.001)


def stays(sleeping: Future[None]) -> bool:
    """Whether somebody still sleeps after many glances."""
    threading.Event().wait(0.1)
    return not sleeping.done()


def test_who_sleeps_alone_moves_the_time_at_once(clock: WorldClock, world: World) -> None:
    clock.sleep(3600)
    with clock.at_work():
        clock.sleep(30)  # my own work does not wait for itself
        with clock.at_work():
            clock.sleep(5)
        clock.sleep(2)
    assert world.moves == [3600, 30, 5, 2]


def test_the_time_stands_while_another_is_at_work(
    clock: WorldClock, world: World, others: ThreadPoolExecutor
) -> None:
    with clock.at_work():
        sleeping = others.submit(clock.sleep, 3600)
        fell_asleep(clock, 1)
        assert stays(sleeping)
        assert world.moves == []
    sleeping.result(timeout=5)
    assert world.moves == [3600]


def test_the_sleep_of_one_at_work_is_no_work(
    clock: WorldClock, world: World, others: ThreadPoolExecutor
) -> None:
    def work() -> None:
        with clock.at_work():
            clock.sleep(60)
            woken.append(clock.now() - START)
            hold.wait(5)

    hold = threading.Event()
    woken: list[timedelta] = []
    working = others.submit(work)
    while not woken:
        hold.wait(0.001)
    sleeping = others.submit(clock.sleep, 3540)
    fell_asleep(clock, 1)
    assert stays(sleeping), "who has woken is at work again"
    hold.set()
    working.result(timeout=5)
    sleeping.result(timeout=5)
    assert woken == [timedelta(seconds=60)]
    assert world.moves == [60, 3540]


def test_each_wakes_at_his_own_hour(clock: WorldClock, world: World, others: ThreadPoolExecutor) -> None:
    def sleep(seconds: float) -> timedelta:
        clock.sleep(seconds)
        return clock.now() - START

    with clock.at_work():
        sleeping = [others.submit(sleep, seconds) for seconds in (300, 20, 100)]
        fell_asleep(clock, 3)
    for each in sleeping:
        each.result(timeout=5)
    assert world.moves == [20, 80, 200], "many waits take the time of one"


def test_a_work_without_end_is_not_waited_for(
    clock: WorldClock, others: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sigateway.testing.clock._PATIENCE", 0.1)
    with clock.at_work():  # a person is asked, say, and somebody else's sleep is what she waits for
        others.submit(clock.sleep, 3600).result(timeout=10)


def test_tasks_wait_for_tasks(clock: WorldClock, world: World) -> None:
    async def work() -> None:
        with clock.at_work():
            await asyncio.to_thread(threading.Event().wait, 0.05)
            seen.append(clock.now())

    async def both() -> None:
        await asyncio.gather(work(), clock.asleep(3600))

    seen: list[datetime] = []
    asyncio.run(both())
    assert seen == [START]
    assert world.moves == [3600]


def test_more_tasks_sleep_than_there_are_threads(clock: WorldClock, world: World) -> None:
    async def one(seconds: int) -> None:
        with clock.at_work():
            await clock.asleep(seconds)
            await asyncio.to_thread(clock.now)  # a piece of work that needs a thread

    async def all_of_them() -> None:
        await asyncio.wait_for(asyncio.gather(*(one(seconds) for seconds in range(1, 101))), timeout=20)

    asyncio.run(all_of_them())
    assert sum(world.moves) == 100


def test_who_is_interrupted_leaves_nothing_behind(clock: WorldClock, world: World) -> None:
    async def working() -> None:
        with clock.at_work():
            await clock.asleep(3600)

    async def impatient() -> None:
        bystander, worker = asyncio.create_task(clock.asleep(60)), asyncio.create_task(working())
        with clock.at_work():
            await asyncio.sleep(0.05)
            for task in (bystander, worker):
                task.cancel()
            ended = await asyncio.gather(bystander, worker, return_exceptions=True)
            assert [type(each) for each in ended] == [asyncio.CancelledError] * 2

    asyncio.run(impatient())
    assert (clock._at_work, clock._asleep, world.moves) == (0, [], [])


def test_a_machines_clock_is_not_told() -> None:
    with at_work(SystemClock()):
        pass
