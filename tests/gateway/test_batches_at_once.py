"""Batches that overlap: in threads, in processes, while another settles them; and batches whose process was interrupted or killed."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from teller import House, staff
from test_at_once import Served
from toybatch import BatchToy, look_for
from toyhall import FakeClock, Fault, ToyHall

import sigateway as sg
from sigateway.plugin import Filing, Intent, hookimpl

HERE = Path(__file__).parent
LOST = Fault(raises=httpx.ReadTimeout("x"), acts=True)
NOT_DONE = Fault(raises=httpx.ReadTimeout("x"))
PEOPLE = staff(3)
WHO = [f.person.document.number for f in PEOPLE]


@pytest.fixture
def path(tmp_path: Path) -> str:
    return str(tmp_path / "f.db")


@pytest.fixture
def real_hall() -> ToyHall:
    return ToyHall(sg.SystemClock(), accepts_duplicates=True)


@pytest.fixture
def served(real_hall: ToyHall) -> Iterator[Served]:
    server = Served(real_hall)
    yield server
    server.close()


def start(served: Served, path: str, people: str, *death: str) -> subprocess.Popen[str]:
    command = [sys.executable, str(HERE / "file_many_once.py"), served.url, path, people, *death]
    child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    return child


def go(child: subprocess.Popen[str]) -> None:
    assert child.stdin is not None
    child.stdin.write("go\n")
    child.stdin.flush()


# -- at once ----------------------------------------------------------------------------------------------------------------


def test_two_threads_with_overlapping_batches_in_both_orders(real_hall: ToyHall, path: str) -> None:
    everybody = staff(6)
    asked = [everybody[:4], everybody[:1:-1]]
    house, barrier = House(real_hall, ledger=path, region=BatchToy), threading.Barrier(2)
    filed: dict[int, list[sg.Filed]] = {}

    def work(number: int) -> None:
        at = house.at()
        barrier.wait(10)
        filed[number] = house.do("file_many", asked[number], at=at)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    cases = [{f.filing.person.key: f.result() for f in filed[number]} for number in range(2)]
    both = cases[0].keys() & cases[1].keys()
    assert len(both) == 2
    assert all(cases[0][who] == cases[1][who] for who in both)
    assert sorted(real_hall.filed) == sorted(f.person.document.number for f in everybody)
    house.close()


def test_two_processes_with_overlapping_batches_in_both_orders(
    served: Served, real_hall: ToyHall, path: str
) -> None:
    children = [start(served, path, people) for people in ("0123", "5432")]
    for child in children:
        go(child)
    answers = [child.communicate(timeout=60)[0].strip() for child in children]
    assert answers == ["approved approved approved approved"] * 2
    assert sorted(real_hall.filed) == sorted(f.person.document.number for f in staff(6))


@pytest.mark.parametrize("verb", ["file_many", "file", "settle"])
def test_who_comes_while_another_settles_the_batch_finds_it_taken(
    hall: ToyHall, path: str, verb: str
) -> None:
    """A has read final absence and is about to send all again."""
    hall.script("commit_batch", [NOT_DONE])
    first = House(hall, ledger=path, region=BatchToy, patience=0.0)
    turns = [f.error.turn for f in first.file_many(*PEOPLE) if isinstance(f.error, sg.OutcomeUnknown)]
    hall.clock.sleep(1000)
    a_has_read, a_may_go = threading.Event(), threading.Event()

    class Held(BatchToy):
        region = BatchToy.region

        @hookimpl
        def batch_evidence(self, filings: tuple[Filing, ...], intent: Intent) -> Any:
            return self.slowly(filings, intent)

        def slowly(self, filings: tuple[Filing, ...], intent: Intent) -> Any:
            found = yield from look_for(filings, intent)
            a_has_read.set()
            a_may_go.wait(10)
            return found

    house = House(hall, ledger=path, region=Held)
    thread = threading.Thread(target=lambda: house.do("settle", turns[0]))
    thread.start()
    assert a_has_read.wait(10)
    try:
        if verb == "file_many":
            assert [type(f.error) for f in first.file_many(*PEOPLE)] == [sg.LaneBusy] * 3
        else:
            with pytest.raises(sg.LaneBusy):
                first.do(verb, PEOPLE[2] if verb == "file" else turns[2])
    finally:
        a_may_go.set()
        thread.join(10)
    assert hall.filed == WHO
    assert hall.requests.count("commit_batch") == 2
    assert all(f.case for f in first.file_many(*PEOPLE))
    house.close()
    first.close()


def test_a_worker_whose_batch_was_taken_over_sends_nothing(hall: ToyHall, path: str) -> None:
    """While it looked at its file, its time ran out and another process filed one of its people."""
    slow, other = (House(hall, ledger=path, region=BatchToy) for _ in range(2))
    batch = hall._batch

    def stalled(form: dict[str, str]) -> Any:
        hall._batch = batch  # type: ignore[method-assign]
        hall.clock.sleep(3600)
        hall._lock.release()
        other.file(PEOPLE[1])
        hall._lock.acquire()
        return batch(form)

    hall._batch = stalled  # type: ignore[method-assign]
    filed = slow.file_many(*PEOPLE)
    assert not any(f.case for f in filed)
    assert hall.filed == [WHO[1]]
    before = hall.clock.now()
    assert all(f.case for f in slow.file_many(*PEOPLE))
    assert sorted(hall.filed) == sorted(WHO)
    assert hall.clock.now() == before, "what was still its own it has left"
    slow.close()
    other.close()


def test_a_worker_that_is_too_late_to_hear_the_answer_does_not_say_that_nothing_was_filed(
    hall: ToyHall, path: str
) -> None:
    """The answer came when another process had long settled the batch."""
    slow, other = (House(hall, ledger=path, region=BatchToy) for _ in range(2))
    commit = hall._commit_batch

    def stalled(form: dict[str, str]) -> Any:
        answer = commit(form)
        hall.clock.sleep(3000)
        hall._lock.release()
        assert all(f.case for f in other.file_many(*PEOPLE[:2]))
        hall._lock.acquire()
        return answer

    hall._commit_batch = stalled  # type: ignore[method-assign]
    assert [type(f.error) for f in slow.file_many(*PEOPLE)] == [sg.OutcomeUnknown] * 3
    assert all(f.case for f in slow.file_many(*PEOPLE))
    assert (hall.filed, hall.requests.count("commit_batch")) == (WHO, 1)
    slow.close()
    other.close()


# -- interrupted --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("acts", [True, False], ids=["done", "not done"])
@pytest.mark.parametrize("route", ["upload", "batch", "commit_batch", "list"])
def test_an_interrupt_leaves_all_turns_to_others_at_once(many: House, route: str, acts: bool) -> None:
    if route == "list":
        many.hall.script("commit_batch", [LOST if acts else NOT_DONE])
    many.hall.script(route, [Fault(raises=KeyboardInterrupt(), acts=acts)])
    with pytest.raises(KeyboardInterrupt):
        many.file_many(*PEOPLE)
    assert [t.worker for t in many.ledger.turns()] == [None] * 3
    assert [t.in_doubt for t in many.ledger.turns()] == [route in ("commit_batch", "list")] * 3
    before = many.hall.clock.now()
    assert all(f.case for f in many.another(ledger=many.ledger).file_many(*PEOPLE))
    assert many.hall.filed == WHO
    if acts or route in ("upload", "batch"):
        assert many.hall.clock.now() == before, "nobody waited"


@pytest.mark.parametrize("verb", ["settle", "file", "file_many"])
def test_an_interrupt_while_settling_leaves_all_turns(many: House, verb: str) -> None:
    impatient = many.another(ledger=many.ledger, patience=0.0)
    many.hall.script("commit_batch", [NOT_DONE])
    turns = [f.error.turn for f in impatient.file_many(*PEOPLE) if isinstance(f.error, sg.OutcomeUnknown)]
    many.hall.script("list", [Fault(raises=KeyboardInterrupt())])
    asked: dict[str, Any] = {"settle": turns[0], "file": PEOPLE[0], "file_many": PEOPLE}
    with pytest.raises(KeyboardInterrupt):
        many.do(verb, asked[verb])
    assert [t.worker for t in many.ledger.turns()] == [None] * 3
    assert all(f.case for f in many.file_many(*PEOPLE))
    assert many.hall.filed == WHO


def test_an_interrupt_among_those_filed_one_by_one_leaves_the_rest(many: House) -> None:
    many.hall.script("facts", [Fault(raises=KeyboardInterrupt())])
    with pytest.raises(KeyboardInterrupt):
        many.file_many(*PEOPLE, batch_from=3 + 1)
    assert {t.worker for t in many.ledger.turns()} == {None}


# -- killed -------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("route", ["upload", "commit_batch"])
def test_killed_and_asked_again_is_one_effect_each(
    served: Served, real_hall: ToyHall, path: str, route: str, when: str
) -> None:
    child = start(served, path, "012", route, when)
    go(child)
    child.communicate(timeout=60)
    assert child.returncode == -signal.SIGKILL
    committed = (route, when) == ("commit_batch", "after")
    assert real_hall.filed == (WHO if committed else [])
    later = sg.SystemClock().now() + timedelta(minutes=10)
    real_hall.clock = FakeClock(later.isoformat())
    house = House(real_hall, ledger=path, region=BatchToy)
    assert [t.in_doubt for t in house.ledger.turns()] == [route == "commit_batch"] * 3
    filed = house.file_many(*PEOPLE)
    again = "B2" if (route, when) == ("upload", "after") else "B1"
    assert [f.result().number for f in filed] == [f"{again}-{n}" for n in range(3)]
    assert real_hall.filed == WHO
    assert real_hall.requests.count("commit_batch") == 1
    house.close()
