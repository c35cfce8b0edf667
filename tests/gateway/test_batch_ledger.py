"""The default ledger and the turns of one commit: written down together, claimed together, concluded together."""

from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from teller import UNIT, staff

import sigateway as sg
from sigateway.flows.evidence import Intent
from sigateway.gateway.ledger import Intended, Outcome, RecordedRequest
from sigateway.gateway.turns import Busy, Doubtful, Open, Turn, new_turn

NOW = datetime.fromisoformat("2026-11-03T09:00:00+08:00")
LATER = NOW + timedelta(seconds=60)
LATEST = LATER + timedelta(seconds=60)
REQUEST = RecordedRequest(
    operation="commit", method="POST", path="commit", site="hall", charset="gbk", form={"draft": "B1"}
)
PEOPLE = staff(3)
NAMES = ["t0", "t1", "t2"]


def turn(number: int, name: str | None = None) -> Turn:
    return new_turn(name or f"t{number}", UNIT, "toy", PEOPLE[number], None, None, NOW)


def case(number: int) -> sg.Case:
    return sg.Case(
        hall="toy",
        unit="toy/1",
        filing=PEOPLE[number],
        number=f"B1-{number}",
        state=sg.CaseState.APPROVED,
        at=NOW,
    )


def intend(ledger: sg.SqliteLedger, *names: str, worker: str = "w") -> None:
    intended = [Intended(Intent(name, "commit", "B1", NOW), "[]") for name in names]
    ledger.intend(worker, intended, REQUEST, NOW, NOW + timedelta(seconds=40))


def open_intents(path: Path) -> int:
    with sqlite3.connect(path) as db:
        [count] = db.execute("SELECT count(*) FROM intents WHERE outcome IS NULL").fetchone()
    db.close()
    return int(count)


@pytest.fixture
def ledger(ledger: sg.SqliteLedger) -> sg.SqliteLedger:
    """With three turns that are open."""
    for number in range(3):
        assert isinstance(ledger.begin(turn(number), "w", NOW, LATER), Open)
    return ledger


def test_all_are_intended_and_each_knows_all(ledger: sg.SqliteLedger, path: Path) -> None:
    intend(ledger, *NAMES)
    assert open_intents(path) == 3
    for name in NAMES:
        doubt = ledger.doubt(name)
        assert doubt is not None
        assert (doubt.intent.turn, doubt.turns, doubt.partly) == (name, tuple(NAMES), False)


@pytest.mark.parametrize("why", ["never had", "taken on", "in doubt", "landed", "unknown", "twice"])
def test_all_are_intended_or_none(ledger: sg.SqliteLedger, path: Path, why: str) -> None:
    names, before = list(NAMES), 0
    if why == "never had":
        ledger.release("t2", "w")
    elif why == "taken on":
        assert ledger.claim("t2", "v", LATER, LATEST) is None
    elif why == "in doubt":
        intend(ledger, "t2")
        before = 1
    elif why == "landed":
        ledger.land("t2", case(2), NOW, "w")
    else:
        names.append("t2" if why == "twice" else "t9")
    with pytest.raises(sg.LedgerError):
        intend(ledger, *names)
    assert open_intents(path) == before


def test_a_commit_of_one_carries_nobody_else(ledger: sg.SqliteLedger) -> None:
    for name in NAMES:
        intend(ledger, name)
    doubt = ledger.doubt("t1")
    assert doubt is not None
    assert doubt.turns == ("t1",)


@pytest.mark.parametrize("outcome", [Outcome.REFUSED, Outcome.NOT_SENT, Outcome.ABSENT])
def test_one_concludes_for_all(ledger: sg.SqliteLedger, outcome: str) -> None:
    intend(ledger, *NAMES)
    ledger.conclude("t1", "commit", outcome, NOW, "w")
    assert [ledger.doubt(name) for name in NAMES] == [None] * 3
    intend(ledger, *NAMES)
    doubt = ledger.doubt("t2")
    assert doubt is not None
    assert (doubt.attempt, doubt.turns) == (2, tuple(NAMES))


def test_what_landed_is_out_of_doubt_and_the_rest_knows_it(ledger: sg.SqliteLedger) -> None:
    intend(ledger, *NAMES)
    ledger.land("t0", case(0), NOW, "w")
    assert ledger.doubt("t0") is None
    doubt = ledger.doubt("t2")
    assert doubt is not None
    assert (doubt.turns, doubt.partly) == (("t1", "t2"), True)
    ledger.conclude("t1", "commit", Outcome.ABSENT, NOW, "w")
    kept = ledger.turn("t0")
    assert kept is not None
    assert (kept.state, kept.in_doubt) == ("landed", False)


@pytest.mark.parametrize("by", ["begin", "claim"])
def test_a_doubtful_turn_is_claimed_with_all_of_its_commit(ledger: sg.SqliteLedger, by: str) -> None:
    intend(ledger, *NAMES)
    if by == "begin":
        assert isinstance(ledger.begin(turn(1, "new"), "v", LATER, LATEST), Doubtful)
    else:
        assert ledger.claim("t1", "v", LATER, LATEST) is None
    assert [(t.worker, t.worker_until) for t in ledger.turns()] == [("v", LATEST)] * 3
    for name in NAMES:
        assert ledger.claim(name, "u", LATER, LATEST) is not None


@pytest.mark.parametrize("by", ["begin", "claim"])
def test_none_is_claimed_while_somebody_is_at_work_on_one(ledger: sg.SqliteLedger, by: str) -> None:
    intend(ledger, *NAMES)
    ledger.release("t1", "w")
    if by == "begin":
        found = ledger.begin(turn(1, "new"), "v", NOW, LATER)
        assert isinstance(found, Busy)
        assert (found.turn.id, found.until) == ("t0", LATER)
    else:
        assert ledger.claim("t1", "v", NOW, LATER) is not None
    assert [t.worker for t in ledger.turns()] == ["w", None, "w"]


def test_who_is_too_late_changes_nothing(ledger: sg.SqliteLedger) -> None:
    intend(ledger, *NAMES)
    assert ledger.claim("t1", "v", LATER, LATEST) is None
    before = ledger.turns()
    with pytest.raises(sg.LedgerError):
        ledger.conclude("t0", "commit", Outcome.ABSENT, LATER, "w")
    with pytest.raises(sg.LedgerError):
        ledger.land("t0", case(0), LATER, "w")
    ledger.over("t0", "nothing filed", LATER, "w")
    ledger.release("t0", "w")
    assert ledger.turns() == before


def test_what_is_in_doubt_is_never_over(ledger: sg.SqliteLedger) -> None:
    intend(ledger, *NAMES)
    ledger.over("t0", "nothing filed", NOW, "w")
    kept = ledger.turn("t0")
    assert kept is not None
    assert (kept.state, kept.in_doubt, kept.worker) == ("open", True, None)


# -- versions ---------------------------------------------------------------------------------------------------------


def as_version_1(path: Path) -> None:
    """Make the file what it was before batches: the schema of version 1, word for word, and all that stood in it."""
    with sqlite3.connect(path) as db:
        db.executescript(
            """
            DROP INDEX intents_of_a_batch;
            DROP INDEX turns_by_case;
            DROP INDEX one_open_intent_a_turn;
            CREATE TABLE old (
              turn TEXT NOT NULL REFERENCES turns (id), step TEXT NOT NULL, attempt INTEGER NOT NULL,
              draft TEXT, since TEXT NOT NULL, lease_until TEXT NOT NULL, request TEXT NOT NULL, outcome TEXT,
              PRIMARY KEY (turn, step, attempt)
            );
            INSERT INTO old SELECT turn, step, attempt, draft, since, lease_until, request, outcome FROM intents;
            DROP TABLE intents;
            ALTER TABLE old RENAME TO intents;
            CREATE UNIQUE INDEX one_open_intent_a_turn ON intents (turn) WHERE outcome IS NULL;
            DROP INDEX record_by_turn;
            CREATE TABLE told (
              seq INTEGER PRIMARY KEY AUTOINCREMENT, turn TEXT NOT NULL, at TEXT NOT NULL, what TEXT NOT NULL, data TEXT
            );
            INSERT INTO told SELECT seq, turn, at, what, data FROM record;
            DROP TABLE record;
            ALTER TABLE told RENAME TO record;
            PRAGMA user_version = 1;
            """
        )
    db.close()


def test_a_file_of_version_1_keeps_its_turns_and_open_intents(path: Path) -> None:
    first = sg.SqliteLedger(path)
    for number in range(3):
        first.begin(turn(number), "w", NOW, LATER)
    intend(first, "t0")
    intend(first, "t1")
    first.land("t1", case(1), NOW, "w")
    turns, doubt = first.turns(), first.doubt("t0")
    first.close()
    as_version_1(path)
    for _ in range(2):
        migrated = sg.SqliteLedger(path)
        assert migrated.turns() == turns
        assert migrated.doubt("t0") == doubt
        migrated.close()
    migrated = sg.SqliteLedger(path)
    migrated.conclude("t0", "commit", Outcome.ABSENT, NOW, "w")
    intend(migrated, "t0", "t2")
    both = migrated.doubt("t2")
    assert both is not None
    assert both.turns == ("t0", "t2")
    migrated.close()


def test_a_new_file_and_a_migrated_one_have_the_same_tables(tmp_path: Path) -> None:
    def schema(path: Path) -> list[tuple[str, ...]]:
        with sqlite3.connect(path) as db:
            columns = db.execute(
                "SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table'"
            ).fetchall()
            indexes = db.execute("SELECT name, tbl_name FROM sqlite_master WHERE type = 'index'").fetchall()
            versions = db.execute("PRAGMA user_version").fetchall()
        db.close()
        return sorted(columns) + sorted(indexes) + versions

    for name in ("new.db", "old.db"):
        sg.SqliteLedger(tmp_path / name).close()
    as_version_1(tmp_path / "old.db")
    sg.SqliteLedger(tmp_path / "old.db").close()
    assert schema(tmp_path / "old.db") == schema(tmp_path / "new.db")


@pytest.mark.parametrize("version", [5, 6])
def test_a_file_of_a_later_version_is_refused(path: Path, version: int) -> None:
    sg.SqliteLedger(path).close()
    with sqlite3.connect(path) as db:
        db.execute(f"PRAGMA user_version={version}")
    db.close()
    for read_only in (False, True):
        with pytest.raises(sg.LedgerError, match="升级"):
            sg.SqliteLedger(path, read_only=read_only)
