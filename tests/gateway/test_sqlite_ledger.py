"""The default ledger: one file, many threads and processes, durable before anything leaves."""

from __future__ import annotations

import sqlite3
import stat
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from teller import ENROLMENT
from turns_by_hand import LATER, NOW, REQUEST, case, intend, turn

import sigateway as sg
from sigateway.flows.evidence import Intent
from sigateway.gateway.ledger import Outcome
from sigateway.gateway.turns import Busy, Doubtful, Open, Stands


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
