"""The default ledger: one SQLite file, written ahead, and synced to disk before any commit leaves."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sigateway.errors import LedgerError
from sigateway.filings.cases import Case
from sigateway.flows.evidence import Intent

from .ledger import Fuse, OpenIntent, Outcome, RecordedRequest
from .turns import Decision, Doubtful, Open, Turn, TurnState, decide

_SCHEMA = """
CREATE TABLE IF NOT EXISTS turns (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE, lane TEXT NOT NULL, body TEXT NOT NULL,
  state TEXT NOT NULL, worker TEXT, worker_until TEXT, "case" TEXT
);
CREATE INDEX IF NOT EXISTS turns_by_lane ON turns (lane);
CREATE UNIQUE INDEX IF NOT EXISTS one_open_turn_a_lane ON turns (lane) WHERE state = 'open';
CREATE TABLE IF NOT EXISTS intents (
  turn TEXT NOT NULL REFERENCES turns (id), step TEXT NOT NULL, attempt INTEGER NOT NULL,
  draft TEXT, since TEXT NOT NULL, lease_until TEXT NOT NULL, request TEXT NOT NULL, outcome TEXT,
  PRIMARY KEY (turn, step, attempt)
);
CREATE UNIQUE INDEX IF NOT EXISTS one_open_intent_a_turn ON intents (turn) WHERE outcome IS NULL;
CREATE TABLE IF NOT EXISTS record (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, turn TEXT NOT NULL, at TEXT NOT NULL, what TEXT NOT NULL, data TEXT
);
CREATE TABLE IF NOT EXISTS fuses (fingerprint TEXT PRIMARY KEY, blown_at TEXT NOT NULL, why TEXT NOT NULL);
"""


class SqliteLedger:
    """A ledger in one file, for many threads and processes of one machine.

    ``path`` is created with access for its owner only: it holds what was filed, so it holds personal data. ``":memory:"`` keeps
    nothing and protects one process only.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        name = os.fspath(path)
        try:
            if name != ":memory:":
                Path(name).touch(mode=0o600)
            self._connection = sqlite3.connect(
                name, isolation_level=None, check_same_thread=False, timeout=60, cached_statements=64
            )
            for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=60000"):
                self._connection.execute(f"PRAGMA {pragma}")
            self._connection.executescript(_SCHEMA)
        except (sqlite3.Error, OSError) as error:
            raise LedgerError(f"账本 {name!r} 无法打开：{error}。请核对路径与权限。") from error
        self._lock = threading.RLock()
        self._syncing = True

    def begin(self, new: Turn, worker: str, now: datetime, until: datetime) -> Decision:
        """Decide and act in one transaction."""
        with self._writing() as db:
            decision = decide(self._lane(new.lane), new, now)
            if isinstance(decision, Open):
                if decision.abandon is not None:
                    self._set_over(decision.abandon, "left by its worker before any commit", now)
                db.execute(
                    "INSERT INTO turns (id, lane, body, state, worker, worker_until) VALUES (?, ?, ?, ?, ?, ?)",
                    (new.id, new.lane, new.model_dump_json(), TurnState.OPEN, worker, until.isoformat()),
                )
                self._note(new.id, now, "opened")
            elif isinstance(decision, Doubtful):
                self._take(decision.turn.id, worker, until)
        return decision

    def claim(self, turn: str, worker: str, now: datetime, until: datetime) -> bool:
        """Take a turn on, if it and its lane are free."""
        with self._writing():
            standing = self._get(turn)
            if standing is None:
                return False
            for other in self._lane(standing.lane):
                at_work = (
                    other.worker_until is not None and other.worker_until > now and other.worker != worker
                )
                if at_work or (other.state is TurnState.OPEN and other.id != turn):
                    return False
            self._take(turn, worker, until)
        return True

    def renew(self, turn: str, worker: str, until: datetime) -> None:
        """Stay at work on a turn."""
        with self._writing() as db:
            done = db.execute(
                "UPDATE turns SET worker_until = ? WHERE id = ? AND worker = ?",
                (until.isoformat(), turn, worker),
            )
            if done.rowcount != 1:
                raise LedgerError(f"申报 {turn} 已由另一进程接手；本进程停止，未再发送。")

    def intend(
        self,
        worker: str,
        intent: Intent,
        request: RecordedRequest,
        shown: str,
        now: datetime,
        lease_until: datetime,
    ) -> None:
        """Write a commit down before it leaves."""
        with self._writing(synced=True) as db:
            holder = db.execute("SELECT worker FROM turns WHERE id = ?", (intent.turn,)).fetchone()
            if holder is None or holder[0] != worker:
                raise LedgerError(f"申报 {intent.turn} 已由另一进程接手；本进程停止，未发送。")
            earlier = db.execute(
                "SELECT outcome FROM intents WHERE turn = ? AND step = ? ORDER BY attempt",
                (intent.turn, intent.step),
            ).fetchall()
            if any(outcome in (None, Outcome.LANDED) for (outcome,) in earlier):
                raise LedgerError(f"申报 {intent.turn} 的步骤 {intent.step} 已经发出过，不再发送。")
            db.execute(
                "INSERT INTO intents (turn, step, attempt, draft, since, lease_until, request) VALUES (?,?,?,?,?,?,?)",
                (
                    intent.turn,
                    intent.step,
                    len(earlier) + 1,
                    intent.draft,
                    intent.since.isoformat(),
                    lease_until.isoformat(),
                    request.model_dump_json(),
                ),
            )
            db.execute(
                "UPDATE turns SET worker_until = MAX(worker_until, ?) WHERE id = ?",
                (lease_until.isoformat(), intent.turn),
            )
            self._note(intent.turn, now, f"intended {intent.step}", shown)

    def conclude(self, turn: str, step: str, outcome: str, now: datetime) -> None:
        """Write down how the open intent ended."""
        with self._writing() as db:
            db.execute(
                "UPDATE intents SET outcome = ? WHERE turn = ? AND step = ? AND outcome IS NULL",
                (outcome, turn, step),
            )
            self._note(turn, now, f"{step} {outcome}")

    def doubt(self, turn: str) -> OpenIntent | None:
        """The intent without an outcome."""
        with self._reading() as db:
            row = db.execute(
                "SELECT step, attempt, draft, since, lease_until, request FROM intents WHERE turn = ? AND outcome IS NULL",
                (turn,),
            ).fetchone()
        if row is None:
            return None
        step, attempt, draft, since, lease_until, request = row
        return OpenIntent(
            Intent(turn, step, draft, datetime.fromisoformat(since)),
            attempt,
            datetime.fromisoformat(lease_until),
            RecordedRequest.model_validate_json(request),
        )

    def land(self, turn: str, case: Case, now: datetime) -> None:
        """Keep the case, close the intent, leave the turn."""
        with self._writing() as db:
            db.execute(
                "UPDATE intents SET outcome = ? WHERE turn = ? AND outcome IS NULL", (Outcome.LANDED, turn)
            )
            self._set_case(turn, case, TurnState.LANDED)
            self._note(turn, now, f"landed {case.state}", case.model_dump_json(exclude={"filing"}))

    def over(self, turn: str, why: str, now: datetime, case: Case | None = None) -> None:
        """End the turn without effect. One that has landed keeps its case: only its undoing came to nothing."""
        with self._writing() as db:
            standing = self._get(turn)
            if standing is not None and standing.state is TurnState.LANDED:
                db.execute("UPDATE turns SET worker = NULL, worker_until = NULL WHERE id = ?", (turn,))
                self._note(turn, now, f"stands: {why}")
            else:
                self._set_over(turn, why, now, case)

    def keep(self, turn: str, case: Case, now: datetime) -> None:
        """Keep the case as now seen."""
        with self._writing() as db:
            db.execute(
                'UPDATE turns SET "case" = ? WHERE id = ?', (case.model_dump_json(by_alias=True), turn)
            )
            self._note(turn, now, f"seen {case.state}", case.model_dump_json(exclude={"filing"}))

    def release(self, turn: str, worker: str) -> None:
        """Leave the turn to others."""
        with self._writing() as db:
            db.execute(
                "UPDATE turns SET worker = NULL, worker_until = NULL WHERE id = ? AND worker = ?",
                (turn, worker),
            )

    def turn(self, turn: str) -> Turn | None:
        """One turn."""
        with self._reading():
            return self._get(turn)

    def turns(self) -> list[Turn]:
        """All turns, in the order in which they were opened. For people and reports, not for filing."""
        with self._reading() as db:
            rows = db.execute(f"{_SELECT} ORDER BY seq").fetchall()
        return [_turn(*row) for row in rows]

    def fuse(self, fingerprint: str) -> Fuse | None:
        """Whether these credentials were refused."""
        with self._reading() as db:
            row = db.execute(
                "SELECT blown_at, why FROM fuses WHERE fingerprint = ?", (fingerprint,)
            ).fetchone()
        return None if row is None else Fuse(datetime.fromisoformat(row[0]), row[1])

    def blow(self, fingerprint: str, why: str, now: datetime) -> None:
        """Blow the fuse."""
        with self._writing(synced=True) as db:
            db.execute("INSERT OR REPLACE INTO fuses VALUES (?, ?, ?)", (fingerprint, now.isoformat(), why))

    def mend(self, fingerprint: str) -> None:
        """Put in a new fuse."""
        with self._writing() as db:
            db.execute("DELETE FROM fuses WHERE fingerprint = ?", (fingerprint,))

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()

    @contextmanager
    def _writing(self, *, synced: bool = False) -> Iterator[sqlite3.Connection]:
        """One transaction that nobody else can slip into: deciding and writing are one step.

        Whatever is written survives the death of the process. ``synced``, and all that was written before it, survives
        a power cut too: an intent must. Losing the newest of the others leaves a doubt, never a false answer.
        """
        with self._lock:
            try:
                if synced is not self._syncing:
                    self._connection.execute(f"PRAGMA synchronous={'FULL' if synced else 'NORMAL'}")
                    self._syncing = synced
                self._connection.execute("BEGIN IMMEDIATE")
                try:
                    yield self._connection
                    self._connection.execute("COMMIT")
                except BaseException:
                    if self._connection.in_transaction:
                        self._connection.execute("ROLLBACK")
                    raise
            except sqlite3.Error as error:
                raise LedgerError(f"账本写入失败：{error}。未记账的申报不会发送。") from error

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            try:
                yield self._connection
            except sqlite3.Error as error:
                raise LedgerError(f"账本读取失败：{error}。") from error

    def _lane(self, lane: str) -> list[Turn]:
        rows = self._connection.execute(f"{_SELECT} WHERE lane = ? ORDER BY seq", (lane,)).fetchall()
        return [_turn(*row) for row in rows]

    def _get(self, turn: str) -> Turn | None:
        row = self._connection.execute(f"{_SELECT} WHERE id = ?", (turn,)).fetchone()
        return None if row is None else _turn(*row)

    def _take(self, turn: str, worker: str, until: datetime) -> None:
        self._connection.execute(
            "UPDATE turns SET worker = ?, worker_until = ? WHERE id = ?", (worker, until.isoformat(), turn)
        )

    def _set_case(self, turn: str, case: Case | None, state: TurnState) -> None:
        self._connection.execute(
            'UPDATE turns SET "case" = ?, state = ?, worker = NULL, worker_until = NULL WHERE id = ?',
            (None if case is None else case.model_dump_json(by_alias=True), state, turn),
        )

    def _set_over(self, turn: str, why: str, now: datetime, case: Case | None = None) -> None:
        self._set_case(turn, case, TurnState.OVER)
        self._note(turn, now, f"over: {why}")

    def _note(self, turn: str, now: datetime, what: str, data: str | None = None) -> None:
        self._connection.execute(
            "INSERT INTO record (turn, at, what, data) VALUES (?, ?, ?, ?)",
            (turn, now.isoformat(), what, data),
        )


_SELECT = """SELECT body, state, worker, worker_until, "case",
  EXISTS (SELECT 1 FROM intents WHERE intents.turn = turns.id AND outcome IS NULL) FROM turns"""


def _turn(body: str, state: str, worker: str | None, until: str | None, case: str | None, doubt: int) -> Turn:
    return Turn.model_validate_json(body).model_copy(
        update={
            "state": TurnState(state),
            "worker": worker,
            "worker_until": None if until is None else datetime.fromisoformat(until),
            "case": None if case is None else Case.model_validate_json(case),
            "in_doubt": bool(doubt),
        }
    )
