"""The default ledger: one SQLite file, written ahead, and synced to disk before any commit leaves."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import TypeVar

from sigateway.errors import LedgerError
from sigateway.filings.base import Model
from sigateway.filings.cases import Case, CaseState
from sigateway.flows.evidence import Intent

from .ledger import Fuse, OpenIntent, Outcome, RecordedRequest
from .sqlite_file import SqliteFile
from .turns import LONGEST_LEASE, Decision, Doubtful, Open, Turn, TurnState, decide

_NOTHING_STANDS = (CaseState.DRAFT, CaseState.DISCARDED, CaseState.UNKNOWN)


class SqliteLedger(SqliteFile):
    """A ledger in one file, for many threads and processes of one machine.

    ``path`` is created with access for its owner only: it holds what was filed, so it holds personal data. ``":memory:"`` keeps
    nothing and protects one process only. With ``read_only`` it shows what stands in the file, and creates and changes nothing.
    """

    def begin(self, new: Turn, worker: str, now: datetime, until: datetime) -> Decision:
        """Decide and act in one transaction."""
        with self._writing() as db:
            decision = decide(self._lane(new.lane), new, now)
            if isinstance(decision, Open):
                if decision.abandon is not None:
                    self._set_over(decision.abandon, "上次运行在提交之前中断", now)
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

    def conclude(self, turn: str, step: str, outcome: str, now: datetime, worker: str) -> None:
        """Write down how the open intent ended."""
        with self._writing() as db:
            self._held(turn, worker)
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
            _read(RecordedRequest, request),
        )

    def land(self, turn: str, case: Case, now: datetime, worker: str) -> None:
        """Keep the case, close the intent, leave the turn."""
        with self._writing() as db:
            self._held(turn, worker)
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
                left = standing.case if standing is not None and case is None else case
                self._set_over(turn, why, now, left)

    def keep(self, turn: str, case: Case, now: datetime, seen: Case | None) -> bool:
        """Keep the case as now seen, unless somebody wrote something else since ``seen`` was read."""
        with self._writing():
            standing = self._get(turn)
            if standing is None or standing.worker is not None or standing.case != seen:
                return False
            # A draft of ours that a clerk submitted stands like any other filing.
            over = standing.state is TurnState.OVER and case.state in _NOTHING_STANDS
            self._set_case(turn, case, TurnState.OVER if over else TurnState.LANDED)
            self._note(turn, now, f"seen {case.state}", case.model_dump_json(exclude={"filing"}))
        return True

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

    def try_alone(self, fingerprint: str, worker: str, now: datetime, until: datetime) -> bool:
        """One try at a time, also across processes."""
        with self._writing() as db:
            row = db.execute(
                "SELECT worker, until FROM tries WHERE fingerprint = ?", (fingerprint,)
            ).fetchone()
            if (
                row is not None
                and row[0] != worker
                and now < datetime.fromisoformat(row[1]) <= now + LONGEST_LEASE
            ):
                return False
            db.execute(
                "INSERT OR REPLACE INTO tries VALUES (?, ?, ?)", (fingerprint, worker, until.isoformat())
            )
        return True

    def tried(self, fingerprint: str, worker: str) -> None:
        """The try has ended."""
        with self._writing() as db:
            db.execute("DELETE FROM tries WHERE fingerprint = ? AND worker = ?", (fingerprint, worker))

    def mend(self, fingerprint: str) -> None:
        """Put in a new fuse."""
        with self._writing(synced=True) as db:
            db.execute("DELETE FROM fuses WHERE fingerprint = ?", (fingerprint,))

    def _held(self, turn: str, worker: str) -> None:
        holder = self._connection.execute("SELECT worker FROM turns WHERE id = ?", (turn,)).fetchone()
        if holder is None or holder[0] != worker:
            raise LedgerError(f"申报 {turn} 已由另一进程接手；结果以该进程或 settle 为准。")

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
        self._connection.execute("UPDATE turns SET why_over = ? WHERE id = ?", (why, turn))
        self._note(turn, now, f"over: {why}")

    def _note(self, turn: str, now: datetime, what: str, data: str | None = None) -> None:
        self._connection.execute(
            "INSERT INTO record (turn, at, what, data) VALUES (?, ?, ?, ?)",
            (turn, now.isoformat(), what, data),
        )


_SELECT = """SELECT body, state, worker, worker_until, "case", why_over,
  EXISTS (SELECT 1 FROM intents WHERE intents.turn = turns.id AND outcome IS NULL) FROM turns"""


def _turn(
    body: str,
    state: str,
    worker: str | None,
    until: str | None,
    case: str | None,
    why_over: str | None,
    doubt: int,
) -> Turn:
    return _read(Turn, body).model_copy(
        update={
            "state": TurnState(state),
            "worker": worker,
            "worker_until": None if until is None else datetime.fromisoformat(until),
            "case": None if case is None else _read(Case, case),
            "why_over": why_over,
            "in_doubt": bool(doubt),
        }
    )


M = TypeVar("M", bound=Model)


def _read(model: type[M], text: str) -> M:
    found = None
    with suppress(ValueError):
        found = model.model_validate_json(text)
    if found is None:  # raised here, so that no traceback carries the text along
        raise LedgerError("账本中有一笔记录无法读取：可能由其他版本的 sigateway 写入。请用写入它的版本处理。")
    return found
