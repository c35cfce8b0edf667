"""Each fault at each request of a batch's conversation: never two, never none, told truly; then asked for again."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from itertools import count
from typing import Any

import httpx
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from teller import House, staff
from toybatch import BatchToy
from toyhall import FakeClock, Fault, ToyHall

import sigateway as sg

FAULTS: dict[str, Fault] = {
    "refused connection": Fault(raises=httpx.ConnectError("x")),
    "reset before": Fault(raises=httpx.ReadError("x")),
    "reset after": Fault(raises=httpx.ReadError("x"), acts=True),
    "5xx before": Fault(page=(500, "oops")),
    "5xx after": Fault(page=(500, "oops"), acts=True),
    "cut body": Fault(cut=True, acts=True),
    "maintenance before": Fault(page=(200, "<p>维护</p>")),
    "maintenance after": Fault(page=(200, "<p>维护</p>"), acts=True),
    "log-in page before": Fault(page=(200, "<p>登录</p>")),
    "log-in page after": Fault(page=(200, "<p>登录</p>"), acts=True),
    "taken": Fault(page=(200, "<p>别处</p>")),
    "refused in words": Fault(page=(200, '{"refused": "否"}')),
    "stall before": Fault(raises=httpx.ReadTimeout("x")),
    "stall after": Fault(raises=httpx.ReadTimeout("x"), acts=True),
    "half sent": Fault(raises=httpx.WriteError("x")),
}
REQUESTS = ("upload", "batch", "drop", "commit_batch")
NOTHING_FILED = (
    sg.BeforeSending, sg.AccessError, sg.HallRefused, sg.HallUnavailable, sg.WireChanged, sg.LedgerError, sg.PluginError,
)  # fmt: skip


def who(filing: Any) -> str:
    return str(filing.person.document.number)


def check_told_truly(hall: ToyHall, filed: list[sg.Filed]) -> None:
    effects = Counter(hall.filed)
    for each in filed:
        if each.case is not None:
            assert effects[who(each.filing)] == 1
        elif isinstance(each.error, NOTHING_FILED):
            assert effects[who(each.filing)] == 0
        else:
            assert isinstance(each.error, sg.OutcomeUnknown)
            assert effects[who(each.filing)] <= 1
    assert all(count == 1 for count in effects.values())


def ask_again(house: House, people: list[Any], **options: Any) -> list[sg.Filed]:
    """As a vendor would: the same call, until it has ended well."""
    for _ in range(4):
        house.hall.clock.sleep(300)  # also what a clerk took over is free again
        filed = house.file_many(*people, **options)
        check_told_truly(house.hall, filed)
        if all(f.case for f in filed):
            break
    return filed


@pytest.mark.parametrize("duplicates", [False, True], ids=["ordinary", "takes duplicates"])
@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize(
    ("route", "driver"), [*((route, "sync") for route in REQUESTS), ("commit_batch", "async")]
)
def test_never_two_never_none(
    clock: FakeClock, driver: str, route: str, fault: str, duplicates: bool
) -> None:
    hall = ToyHall(clock, accepts_duplicates=duplicates)
    house = House(hall, driver, region=BatchToy)
    people = staff(3)
    hall.alters_rows = {who(people[1]): {"wage": "1.00"}}  # so that a row is deleted
    hall.script(route, [FAULTS[fault]])
    filed = house.file_many(*people)
    check_told_truly(hall, filed)
    assert not all(f.case for f in filed)
    commits = hall.requests.count("commit_batch")
    hall.alters_rows = {}
    if route == "commit_batch" and (landed := hall.filed):
        assert landed == [who(people[0]), who(people[2])]
        assert [f.case is not None for f in filed] == [True, False, True], "adopted at once"
        assert commits <= 2, "sent again at most once, after proven absence"
    assert all(f.case for f in ask_again(house, people))
    assert sorted(hall.filed) == sorted(map(who, people))
    assert [t for t in house.ledger.turns() if t.in_doubt or t.worker] == []
    house.close()


@pytest.mark.parametrize("fault", ["reset after", "stall before", "5xx before", "maintenance after"])
@pytest.mark.parametrize("patience", [0.0, 300.0])
def test_at_a_real_hall_nothing_is_sent_again_by_itself(hall: ToyHall, fault: str, patience: float) -> None:
    hall.mock = False
    house = House(hall, region=BatchToy, patience=patience)
    people = staff(3)
    hall.script("commit_batch", [FAULTS[fault]])
    filed = house.file_many(*people)
    check_told_truly(hall, filed)
    assert hall.requests.count("commit_batch") == 1
    if "before" in fault:
        assert [type(f.error) for f in filed] == [sg.OutcomeUnknown] * 3
        hall.clock.sleep(1000)
        again = house.file_many(*people)
        assert [type(f.error) for f in again] == [sg.OutcomeUnknown] * 3
        assert hall.requests.count("commit_batch") == 1
    house.close()


_A_FAULT = st.sampled_from([None, None, *FAULTS.values()])
_SCRIPTS = st.fixed_dictionaries(
    {route: st.lists(_A_FAULT, max_size=3) for route in (*REQUESTS, "list", "facts", "save", "commit")}
)


@settings(derandomize=True, max_examples=30, deadline=None, phases=[Phase.generate])
@given(
    scripts=st.lists(_SCRIPTS, min_size=1, max_size=2),
    sizes=st.lists(st.integers(1, 6), min_size=2, max_size=3),
    patience=st.sampled_from([0.0, 5.0, 300.0]),
    duplicates=st.booleans(),
    lag=st.sampled_from([0.0, 29.0]),
    lands=st.one_of(st.none(), st.sets(st.integers(0, 5))),
    refused=st.sets(st.integers(0, 5), max_size=2),
)
def test_random_batches_with_random_faults(
    scripts: list[dict[str, list[Fault | None]]],
    sizes: list[int],
    patience: float,
    duplicates: bool,
    lag: float,
    lands: set[int] | None,
    refused: set[int],
) -> None:
    """Overlapping batches, one after the other, by gateways on one ledger: whatever is said is true at any time."""
    hall = ToyHall(FakeClock(), accepts_duplicates=duplicates, lag=lag)
    everybody = staff(6)
    hall.lands = None if lands is None else {who(everybody[n]) for n in lands}
    hall.refuses = {who(everybody[n]): "否" for n in refused}
    house = House(hall, region=BatchToy)
    impatient = house.another(ledger=house.ledger, patience=patience)
    for script, size in zip(scripts, sizes, strict=False):
        for route, faults in script.items():
            hall.script(route, faults)
        with suppress(sg.SessionTaken):  # at the door: a clerk who took a session over is not disturbed
            check_told_truly(hall, impatient.file_many(*everybody[:size]))
    hall.faults.clear()
    hall.lands, hall.refuses = None, {}
    assert all(f.case for f in ask_again(house, everybody))
    assert sorted(hall.filed) == sorted(map(who, everybody))


@pytest.mark.parametrize("commit", [None, "stall after", "stall before", "refused in words"])
@pytest.mark.parametrize("call", [1, 3])
@pytest.mark.parametrize(
    "method", ["begin", "renew", "intend", "conclude", "doubt", "land", "over", "release"]
)
def test_a_ledger_that_fails_once_is_never_two_and_told_truly(
    hall: ToyHall, monkeypatch: pytest.MonkeyPatch, method: str, call: int, commit: str | None
) -> None:
    house = House(hall, region=BatchToy)
    people = staff(4)
    hall.refuses = {who(people[3]): "否"}
    hall.script("commit_batch", [FAULTS[commit] if commit else None])
    real, calls = getattr(house.ledger, method), count(1)

    def failing(*arguments: Any) -> Any:
        if next(calls) == call:
            raise sg.LedgerError("账本写入失败")
        return real(*arguments)

    monkeypatch.setattr(house.ledger, method, failing)
    check_told_truly(hall, house.file_many(*people))
    monkeypatch.undo()
    hall.refuses = {}
    assert all(f.case for f in ask_again(house, people))
    assert sorted(hall.filed) == sorted(map(who, people))
    house.close()


def test_a_disk_that_stalls_sends_nothing(many: House, monkeypatch: pytest.MonkeyPatch) -> None:
    real = many.ledger.intend

    def slow(*arguments: Any) -> None:
        real(*arguments)
        many.hall.clock.sleep(3600)

    monkeypatch.setattr(many.ledger, "intend", slow)
    assert [type(f.error) for f in many.file_many(*staff(3))] == [sg.HallUnavailable] * 3
    monkeypatch.undo()
    assert (many.hall.filed, many.count("commit_batch")) == ([], 0)
    assert all(f.case for f in many.file_many(*staff(3)))
