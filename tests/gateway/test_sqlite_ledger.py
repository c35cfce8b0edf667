"""The default ledger: one file, many threads and processes, durable before anything leaves."""

from __future__ import annotations

import sqlite3
import stat
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from teller import ENROLMENT, PERSON, UNIT

import sigateway as sg
from sigateway.flows.evidence import Intent
from sigateway.gateway.ledger import Intended, Outcome, RecordedRequest
from sigateway.gateway.turns import Busy, Doubtful, Open, Stands, Turn, TurnState, new_turn

NOW = datetime.fromisoformat("2026-11-03T09:00:00+08:00")
LATER = NOW + timedelta(seconds=60)
REQUEST = RecordedRequest(
    operation="commit", method="POST", path="commit", site="hall", charset="gbk", form={"姓名": "张三丰"}
)


def turn(name: str = "t1", month: int = 11) -> Turn:
    filing = sg.Enrolment(person=PERSON, declared_wage="6500", first_paid_month=sg.Month(2026, month))
    return new_turn(name, UNIT, "toy", filing, None, None, NOW)


def case(name: str = "t1", state: sg.CaseState = sg.CaseState.APPROVED) -> sg.Case:
    return sg.Case(hall="toy", unit="toy/1", filing=ENROLMENT, number="D1", state=state, at=NOW, turn=name)


def intend(ledger: sg.SqliteLedger, worker: str = "w", step: str = "commit", name: str = "t1", at: datetime = NOW) -> None:  # fmt: skip
    ledger.intend(
        worker, [Intended(Intent(name, step, "D1", NOW), "[]")], REQUEST, at, at + timedelta(seconds=40)
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
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


def test_it_is_readable_by_its_owner_only(path: Path, ledger: sg.SqliteLedger) -> None:
    ledger.begin(turn(), "w", NOW, LATER)
    for file in path.parent.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file.name


@pytest.mark.parametrize("what", ["garbage", "a directory", "no such directory"])
def test_a_path_that_cannot_be_a_ledger_is_a_ledger_error(tmp_path: Path, what: str) -> None:
    path = tmp_path / "x.db"
    if what == "garbage":
        path.write_bytes(b"not a database, " * 100)
    elif what == "a directory":
        path.mkdir()
    else:
        path = tmp_path / "no" / "x.db"
    with pytest.raises(sg.LedgerError, match="账本"):
        sg.SqliteLedger(path)


def test_a_closed_or_broken_ledger_says_so_and_nothing_is_written(ledger: sg.SqliteLedger) -> None:
    ledger.close()
    with pytest.raises(sg.LedgerError):
        ledger.begin(turn(), "w", NOW, LATER)
    for read in (ledger.turn, ledger.doubt, ledger.fuse):
        with pytest.raises(sg.LedgerError):
            read("t1")


def test_writes_are_durable_when_they_return(ledger: sg.SqliteLedger) -> None:
    assert ledger._connection.execute("PRAGMA synchronous").fetchone() == (2,)  # FULL
    assert ledger._connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_everything_survives_reopening(path: Path, ledger: sg.SqliteLedger) -> None:
    ledger.begin(turn(), "w", NOW, LATER)
    intend(ledger)
    ledger.blow("print", "密码错误", NOW)
    ledger.close()
    again = sg.SqliteLedger(path)
    kept = again.turn("t1")
    assert kept is not None
    assert (kept.filing, kept.state, kept.in_doubt, kept.worker) == (ENROLMENT, "open", True, "w")
    doubt = again.doubt("t1")
    assert doubt is not None
    assert (doubt.intent, doubt.attempt, doubt.request) == (Intent("t1", "commit", "D1", NOW), 1, REQUEST)
    assert doubt.lease_until == NOW + timedelta(seconds=40)
    fuse = again.fuse("print")
    assert fuse is not None
    assert (fuse.why, fuse.blown_at) == ("密码错误", NOW)
    again.mend("print")
    assert again.fuse("print") is None
    again.land("t1", case(), NOW, "w")
    again.close()
    last = sg.SqliteLedger(path)
    stands = last.turn("t1")
    assert stands is not None
    assert (stands.state, stands.case, stands.in_doubt) == ("landed", case(), False)
    last.close()


def test_another_process_finds_the_lane_busy_then_takes_the_doubt_over(
    ledger: sg.SqliteLedger, other: sg.SqliteLedger
) -> None:
    assert ledger.begin(turn("t1"), "w", NOW, LATER) == Open()
    assert isinstance(other.begin(turn("t2"), "v", NOW, LATER), Busy)
    intend(ledger)
    decision = other.begin(turn("t2"), "v", LATER + timedelta(seconds=1), LATER + timedelta(seconds=99))
    assert isinstance(decision, Doubtful)
    assert decision.turn.id == "t1"
    with pytest.raises(sg.LedgerError):
        ledger.renew("t1", "w", LATER)
    other.land("t1", case(), LATER, "v")
    assert isinstance(ledger.begin(turn("t3"), "w", LATER, LATER), Stands)


def test_a_lease_keeps_others_away_as_long_as_the_request_can_be_under_way(
    ledger: sg.SqliteLedger, other: sg.SqliteLedger
) -> None:
    ledger.begin(turn("t1"), "w", NOW, NOW + timedelta(seconds=10))
    intend(ledger)
    busy = other.begin(turn("t2"), "v", NOW + timedelta(seconds=39), LATER)
    assert isinstance(busy, Busy)
    assert busy.until == NOW + timedelta(seconds=40)


@pytest.mark.parametrize("lost", ["taken on", "abandoned", "never had"])
def test_a_worker_that_lost_the_turn_cannot_intend(
    ledger: sg.SqliteLedger, other: sg.SqliteLedger, lost: str
) -> None:
    ledger.begin(turn("t1"), "w", NOW, LATER)
    if lost == "taken on":
        assert other.claim("t1", "v", LATER, LATER + timedelta(seconds=60)) is None
    elif lost == "abandoned":
        assert other.begin(turn("t2"), "v", LATER, LATER + timedelta(seconds=60)) == Open()
    with pytest.raises(sg.LedgerError):
        intend(ledger, "stranger" if lost == "never had" else "w", at=LATER)
    assert ledger.doubt("t1") is None


def test_a_worker_that_is_overdue_may_go_on_while_nobody_took_its_place(
    ledger: sg.SqliteLedger, other: sg.SqliteLedger
) -> None:
    ledger.begin(turn("t1"), "w", NOW, LATER)
    intend(ledger, at=LATER)
    assert isinstance(other.begin(turn("t2"), "v", LATER, LATER), Busy)


@pytest.mark.parametrize("outcome", [None, Outcome.LANDED, Outcome.REFUSED, Outcome.NOT_SENT, Outcome.ABSENT])
def test_a_step_is_intended_again_only_when_it_certainly_had_no_effect(
    ledger: sg.SqliteLedger, outcome: str | None
) -> None:
    ledger.begin(turn(), "w", NOW, LATER)
    intend(ledger)
    if outcome:
        ledger.conclude("t1", "commit", outcome, NOW, "w")
    if outcome in (None, Outcome.LANDED):
        with pytest.raises(sg.LedgerError):
            intend(ledger)
    else:
        intend(ledger)
        doubt = ledger.doubt("t1")
        assert doubt is not None
        assert doubt.attempt == 2


def test_a_turn_has_one_open_intent(ledger: sg.SqliteLedger) -> None:
    ledger.begin(turn(), "w", NOW, LATER)
    intend(ledger, step="one")
    with pytest.raises(sg.LedgerError):
        intend(ledger, step="two")


def test_a_claim_needs_a_free_turn_in_a_free_lane(ledger: sg.SqliteLedger, other: sg.SqliteLedger) -> None:
    with pytest.raises(sg.LedgerError, match="没有申报"):
        ledger.claim("t1", "w", NOW, LATER)
    ledger.begin(turn("t1"), "w", NOW, LATER)
    assert other.claim("t1", "v", NOW, LATER) is not None, "somebody is at work on it"
    ledger.land("t1", case(), NOW, "w")
    ledger.begin(turn("t2", month=12), "w", NOW, LATER)
    assert other.claim("t1", "v", NOW, LATER) is not None, "another turn of the lane is open"
    ledger.over("t2", "refused", NOW, "w")
    assert other.claim("t1", "v", NOW, LATER) is None
    assert isinstance(ledger.begin(turn("t3"), "w", NOW, LATER), Busy), "it is being undone"
    other.release("t1", "v")
    assert isinstance(ledger.begin(turn("t3"), "w", NOW, LATER), Stands)


def test_what_landed_is_never_over(ledger: sg.SqliteLedger) -> None:
    ledger.begin(turn(), "w", NOW, LATER)
    ledger.land("t1", case(), NOW, "w")
    ledger.over("t1", "an undoing came to nothing", NOW, "w")
    kept = ledger.turn("t1")
    assert kept is not None
    assert (kept.state, kept.case) == ("landed", case())


def test_many_threads_on_two_connections_open_one_turn(
    ledger: sg.SqliteLedger, other: sg.SqliteLedger
) -> None:
    start, opened = threading.Barrier(8), []

    def work(number: int) -> None:
        start.wait(10)
        if isinstance((ledger, other)[number % 2].begin(turn(f"t{number}"), f"w{number}", NOW, LATER), Open):
            opened.append(number)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(opened) == 1
    assert len(ledger.turns()) == 1


def test_what_a_dead_worker_held_does_not_hide_for_ever_what_the_hall_shows(ledger: sg.SqliteLedger) -> None:
    """It died while it was withdrawing: once its time has passed, the case is tracked as before."""
    ledger.begin(turn(), "w", NOW, LATER)
    intend(ledger)
    ledger.land("t1", case(), NOW, "w")
    assert ledger.claim("t1", "dies", NOW, LATER) is None
    withdrawn = case(state=sg.CaseState.WITHDRAWN)
    assert not ledger.keep("t1", withdrawn, NOW, case()), "it is still at work"
    assert ledger.keep("t1", withdrawn, LATER, case())
    [kept] = ledger.turns()
    assert kept.case == withdrawn


def test_of_a_case_in_parts_what_people_said_of_one_is_not_taken_back(ledger: sg.SqliteLedger) -> None:
    """Its turn would be opened anew, and the part that the hall has shown would be filed twice."""
    said = sg.Attestation(
        landed=True, number="D1", who="a", second="b", how="c", at=NOW, file_name="d", file_sha256="0" * 64
    )
    ledger.begin(turn(), "w", NOW, LATER)
    intend(ledger, step="commit.four")
    ledger.land_part("t1", case(state=sg.CaseState.PARTLY), "landed", NOW, "w")
    intend(ledger, step="commit.medical")
    ledger.attest("t1", said, NOW)
    ledger.land("t1", case(state=sg.CaseState.UNKNOWN).model_copy(update={"attested": said}), NOW, "w")
    with pytest.raises(sg.LedgerError):
        ledger.attest("t1", said, NOW)
    [kept] = ledger.turns()
    assert (kept.state, kept.in_doubt, kept.case is not None) == ("landed", False, True)


def test_the_record_is_only_ever_added_to(path: Path, ledger: sg.SqliteLedger) -> None:
    ledger.begin(turn(), "w", NOW, LATER)
    intend(ledger)
    ledger.land("t1", case(), NOW, "w")
    assert ledger.keep("t1", case(state=sg.CaseState.WITHDRAWN), LATER, case())
    assert not ledger.keep("t1", case(), LATER, case()), "somebody has seen something newer"
    with sqlite3.connect(path) as db:
        said = [row[0] for row in db.execute("SELECT what FROM record ORDER BY seq")]
    db.close()
    assert said == ["opened", "intended commit", "landed approved", "seen withdrawn"]


# -- against a model ------------------------------------------------------------------------------------------------------

WORKERS = st.sampled_from(["w", "v"])
STEPS = st.sampled_from(["commit", "withdraw"])


class LedgerAgainstModel(RuleBasedStateMachine):
    """Two workers on two connections do what they like, in any order; the ledger keeps its promises all the same."""

    @initialize()
    def start(self) -> None:
        self.now = NOW
        self.count = 0
        self.open: str | None = None
        self.held: dict[str, tuple[str, datetime]] = {}
        self.doubts: dict[str, str] = {}
        self.done: dict[tuple[str, str], list[str]] = {}
        self.states: dict[str, str] = {}
        self.ledger = sg.SqliteLedger(":memory:")

    def teardown(self) -> None:
        if hasattr(self, "ledger"):
            self.ledger.close()

    def holds(self, name: str, worker: str) -> bool:
        return name in self.held and self.held[name][0] == worker

    def sweep(self, but: str | None = None) -> None:
        """What a dead worker left open before any commit is over as soon as anybody looks at the lane."""
        left = self.open
        if left in (None, but) or left in self.doubts or self.held.get(left, ("", NOW))[1] > self.now:
            return
        self.states[left], self.open = "over", None
        self.held.pop(left, None)

    @rule(seconds=st.sampled_from([1, 30, 100]))
    def time_passes(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @rule(worker=WORKERS)
    def begin(self, worker: str) -> None:
        self.count += 1
        name = f"t{self.count}"
        until = self.now + timedelta(seconds=60)
        at_work = [n for n, (_, held_until) in self.held.items() if held_until > self.now]
        decision = self.ledger.begin(turn(name), worker, self.now, until)
        self.sweep()
        if at_work:
            assert isinstance(decision, Busy)
        elif self.doubts:
            assert isinstance(decision, Doubtful)
            assert decision.turn.id in self.doubts
            self.held[decision.turn.id] = (worker, until)
        elif "landed" in self.states.values():
            assert isinstance(decision, Stands)
        else:
            assert decision == Open()
            self.open, self.states[name], self.held[name] = name, "open", (worker, until)

    @precondition(lambda self: self.states)
    @rule(data=st.data(), worker=WORKERS)
    def claim(self, data: st.DataObject, worker: str) -> None:
        name = data.draw(st.sampled_from(sorted(self.states)))
        until = self.now + timedelta(seconds=60)
        others_at_work = [n for n, (w, u) in self.held.items() if u > self.now and w != worker]
        self.sweep(but=name)
        in_the_way = self.ledger.claim(name, worker, self.now, until)
        beside = self.open if self.open != name else None
        if others_at_work or (beside in self.held and self.held[beside][1] > self.now):
            assert isinstance(in_the_way, Busy)
        elif beside is not None:
            assert isinstance(in_the_way, Doubtful)
            assert in_the_way.turn.id == beside
            self.held[beside] = (worker, until)
        else:
            assert in_the_way is None
            self.held[name] = (worker, until)

    @precondition(lambda self: self.states)
    @rule(data=st.data(), worker=WORKERS, step=STEPS)
    def intend(self, data: st.DataObject, worker: str, step: str) -> None:
        name = data.draw(st.sampled_from(sorted(self.states)))
        ends = self.done.get((name, step), [])
        allowed = self.holds(name, worker) and name not in self.doubts and "landed" not in ends
        try:
            intend(self.ledger, worker, step, name, self.now)
        except sg.LedgerError:
            assert not allowed
        else:
            assert allowed
            self.doubts[name] = step
            until = max(self.held[name][1], self.now + timedelta(seconds=40))
            self.held[name] = (worker, until)

    @precondition(lambda self: self.doubts)
    @rule(
        data=st.data(),
        worker=WORKERS,
        outcome=st.sampled_from([Outcome.REFUSED, Outcome.NOT_SENT, Outcome.ABSENT]),
    )
    def conclude(self, data: st.DataObject, worker: str, outcome: str) -> None:
        name = data.draw(st.sampled_from(sorted(self.doubts)))
        step = self.doubts[name]
        try:
            self.ledger.conclude(name, step, outcome, self.now, worker)
        except sg.LedgerError:
            assert not self.holds(name, worker)
            return
        assert self.holds(name, worker)
        del self.doubts[name]
        self.done.setdefault((name, step), []).append(outcome)

    @precondition(lambda self: self.doubts)
    @rule(data=st.data(), worker=WORKERS)
    def land(self, data: st.DataObject, worker: str) -> None:
        name = data.draw(st.sampled_from(sorted(self.doubts)))
        try:
            self.ledger.land(name, case(name), self.now, worker)
        except sg.LedgerError:
            assert not self.holds(name, worker)
            return
        assert self.holds(name, worker)
        self.done.setdefault((name, self.doubts.pop(name)), []).append("landed")
        self.states[name] = "landed"
        self.held.pop(name, None)
        self.open = None if self.open == name else self.open

    @precondition(lambda self: any(n not in self.doubts for n in self.states))
    @rule(data=st.data(), worker=WORKERS)
    def over(self, data: st.DataObject, worker: str) -> None:
        name = data.draw(st.sampled_from(sorted(n for n in self.states if n not in self.doubts)))
        self.ledger.over(name, "nothing filed", self.now, worker)
        if self.held.get(name, (worker,))[0] != worker:
            return
        if self.states[name] != "landed":
            self.states[name] = "over"
        self.held.pop(name, None)
        self.open = None if self.open == name else self.open

    @precondition(lambda self: self.held)
    @rule(data=st.data(), worker=WORKERS)
    def release(self, data: st.DataObject, worker: str) -> None:
        name = data.draw(st.sampled_from(sorted(self.held)))
        self.ledger.release(name, worker)
        if self.held[name][0] == worker:
            del self.held[name]

    @invariant()
    def at_most_one_open_turn_a_lane(self) -> None:
        if not hasattr(self, "ledger"):
            return
        turns = self.ledger.turns()
        assert [t.id for t in turns if t.state is TurnState.OPEN] == ([self.open] if self.open else [])
        assert {t.id: t.state.value for t in turns} == self.states
        assert {t.id for t in turns if t.in_doubt} == set(self.doubts)

    @invariant()
    def at_most_one_open_intent_a_turn(self) -> None:
        if not hasattr(self, "ledger"):
            return
        rows = self.ledger._connection.execute(
            "SELECT turn, count(*) FROM intents WHERE outcome IS NULL GROUP BY turn"
        ).fetchall()
        assert rows == [(name, 1) for name in sorted(self.doubts)]


LedgerAgainstModel.TestCase.settings = settings(
    derandomize=True, max_examples=60, stateful_step_count=30, deadline=None
)
TestLedgerAgainstModel = LedgerAgainstModel.TestCase


def test_somebody_elses_database_is_left_untouched(tmp_path: Path) -> None:
    theirs = sqlite3.connect(tmp_path / "crm.db")
    theirs.execute("CREATE TABLE customers (name TEXT)")
    theirs.commit()
    theirs.close()
    before = (tmp_path / "crm.db").read_bytes()
    with pytest.raises(sg.LedgerError, match="不是 sigateway 的账本"):
        sg.SqliteLedger(tmp_path / "crm.db")
    assert (tmp_path / "crm.db").read_bytes() == before


def test_a_ledger_of_a_later_version_is_refused(tmp_path: Path) -> None:
    sg.SqliteLedger(tmp_path / "f.db").close()
    later = sqlite3.connect(tmp_path / "f.db", isolation_level=None)
    later.execute("PRAGMA user_version=99")
    later.close()
    with pytest.raises(sg.LedgerError, match="升级"):
        sg.SqliteLedger(tmp_path / "f.db")


class TestReadOnly:
    """For looking only: nothing is created, nothing is changed, and what is no ledger is refused."""

    def files(self, folder: Path) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in folder.iterdir()}

    def test_it_shows_what_stands_and_leaves_no_trace(self, path: Path) -> None:
        written = sg.SqliteLedger(path)
        written.begin(turn(), "w", NOW, LATER)
        written.close()
        before = self.files(path.parent)
        looking = sg.SqliteLedger(path, read_only=True)
        assert [each.id for each in looking.turns()] == ["t1"]
        assert looking.turn("t1") is not None
        looking.close()
        assert self.files(path.parent) == before

    def test_it_shows_what_another_process_has_just_written(
        self, path: Path, ledger: sg.SqliteLedger
    ) -> None:
        ledger.begin(turn(), "w", NOW, LATER)
        looking = sg.SqliteLedger(path, read_only=True)
        assert [each.id for each in looking.turns()] == ["t1"]
        ledger.over("t1", "refused", NOW, "w")
        assert [each.why_over for each in looking.turns()] == ["refused"]
        looking.close()

    @pytest.mark.parametrize("in_use", [False, True])
    def test_it_writes_nothing(self, path: Path, in_use: bool) -> None:
        written = sg.SqliteLedger(path)
        if not in_use:
            written.close()
        looking = sg.SqliteLedger(path, read_only=True)
        with pytest.raises(sg.LedgerError):
            looking.begin(turn(), "w", NOW, LATER)
        looking.close()
        written.close()

    @pytest.mark.parametrize("what", ["missing", "empty", "text", "foreign", "a directory"])
    def test_what_is_no_ledger_is_refused_and_left_alone(self, path: Path, what: str) -> None:
        if what == "foreign":
            with sqlite3.connect(path) as db:
                db.execute("CREATE TABLE customers (name TEXT)")
            db.close()
        elif what == "a directory":
            path.mkdir()
        elif what != "missing":
            path.write_bytes(b"" if what == "empty" else b"not a database, " * 100)
        before = None if path.is_dir() else self.files(path.parent)
        with pytest.raises(sg.LedgerError, match="账本"):
            sg.SqliteLedger(path, read_only=True)
        assert path.is_dir() or self.files(path.parent) == before


def test_a_ledger_that_cannot_be_written_is_refused_when_it_is_opened(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sg.SqliteLedger(path).close()
    real = sqlite3.connect

    def on_a_read_only_disk(name: str, **options: object) -> sqlite3.Connection:
        return real(f"{Path(name).as_uri()}?mode=ro", **{**options, "uri": True})  # type: ignore[call-overload, no-any-return]

    monkeypatch.setattr(sqlite3, "connect", on_a_read_only_disk)
    with pytest.raises(sg.LedgerError, match=r"filings\.db.*权限"):
        sg.SqliteLedger(path)
