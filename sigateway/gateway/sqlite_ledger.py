"""The default ledger: one SQLite file, written ahead, and synced to disk before any commit leaves."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from datetime import datetime

from sigateway.errors import LedgerError
from sigateway.evidence import EvidencePack, RecordEntry
from sigateway.filings.attestation import Attestation
from sigateway.filings.cases import Case, CaseState
from sigateway.filings.filing import Filing
from sigateway.filings.units import at_its_hall, hall_of
from sigateway.flows.evidence import Intent

from .ledger import Intended, OpenIntent, Outcome, RecordedRequest
from .sqlite_fuses import SqliteFuses
from .sqlite_rows import SELECT_RECORD, SELECT_TURNS, entry_of_row, read_record, turn_of_row
from .turns import Busy, Continues, Decision, Doubtful, Open, Turn, TurnState, at_work, decide, left_behind

_DIED = "上次运行在提交之前中断"
_NOTHING_STANDS = (CaseState.DRAFT, CaseState.DISCARDED, CaseState.UNKNOWN)


class SqliteLedger(SqliteFuses):
    """A ledger in one file, for many threads and processes of one machine.

    ``path`` is created with access for its owner only: it holds what was filed, so it holds personal data. ``":memory:"`` keeps
    nothing and protects one process only. With ``read_only`` it shows what stands in the file, and creates and changes nothing.
    """

    def begin(self, new: Turn, worker: str, now: datetime, until: datetime) -> Decision:
        """Decide and act in one transaction."""
        with self._writing() as db:
            decision = decide(self._swept(new.lane, now), new, now)
            if isinstance(decision, Open):
                db.execute(
                    "INSERT INTO turns (id, lane, body, state, worker, worker_until) VALUES (?, ?, ?, ?, ?, ?)",
                    (new.id, new.lane, new.model_dump_json(), TurnState.OPEN, worker, until.isoformat()),
                )
                self._note(new.id, now, "opened", new.model_dump_json())
            elif isinstance(decision, Doubtful | Continues):
                busy = self._take_together(decision.turn, worker, now, until)
                if busy is not None:
                    return busy
        return decision

    def claim(self, turn: str, worker: str, now: datetime, until: datetime) -> Busy | Doubtful | None:
        """Take a turn on, if it and its lane are free."""
        with self._writing():
            standing = self._get(turn)
            if standing is None:
                raise LedgerError(f"账本中没有申报 {turn!r}。")
            lane = self._swept(standing.lane, now, but=turn)
            open_beside = [each for each in lane if each.state is TurnState.OPEN and each.id != turn]
            for each in lane:
                end = at_work(each, now)
                if end is not None and (each.worker != worker or each in open_beside):
                    return Busy(each, end)
            if open_beside:
                [other] = open_beside
                return self._take_together(other, worker, now, until) or Doubtful(other)
            return self._take_together(standing, worker, now, until)

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
        intended: Sequence[Intended],
        request: RecordedRequest,
        now: datetime,
        lease_until: datetime,
    ) -> None:
        """Write a commit down before it leaves."""
        recorded = request.model_dump_json()
        together = intended[0].intent.turn if len(intended) > 1 else None
        with self._writing(synced=True):
            for each in intended:
                self._intend(worker, each, recorded, now, lease_until, together)

    def _intend(
        self,
        worker: str,
        intended: Intended,
        request: str,
        now: datetime,
        lease_until: datetime,
        together: str | None,
    ) -> None:
        db, intent = self._connection, intended.intent
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
            "INSERT INTO intents (turn, step, attempt, draft, since, lease_until, request, together) "
            "VALUES (?,?,?,?,?,?,?,?)",
            (
                intent.turn,
                intent.step,
                len(earlier) + 1,
                intent.draft,
                intent.since.isoformat(),
                lease_until.isoformat(),
                request,
                together,
            ),
        )
        db.execute(
            "UPDATE turns SET worker_until = MAX(worker_until, ?) WHERE id = ?",
            (lease_until.isoformat(), intent.turn),
        )
        self._note(intent.turn, now, f"intended {intent.step}", intended.shown)

    def conclude(
        self, turn: str, step: str, outcome: str, now: datetime, worker: str, *, alone: bool = False
    ) -> None:
        """Write down how the open intent ended."""
        with self._writing() as db:
            self._held(turn, worker)
            for each in (turn,) if alone else self._together(turn):
                db.execute(
                    "UPDATE intents SET outcome = ? WHERE turn = ? AND step = ? AND outcome IS NULL",
                    (outcome, each, step),
                )
                self._note(each, now, f"{step} {outcome}")

    def doubt(self, turn: str) -> OpenIntent | None:
        """The intent without an outcome."""
        with self._reading() as db:
            row = db.execute(
                "SELECT step, attempt, draft, since, lease_until, request, attested FROM intents WHERE turn = ? AND outcome IS NULL",
                (turn,),
            ).fetchone()
            if row is None:
                return None
            turns = self._together(turn)
            partly = db.execute(_OTHERS_LANDED, (turn, Outcome.LANDED)).fetchone() is not None
        step, attempt, draft, since, lease_until, request, attested = row
        return OpenIntent(
            Intent(turn, step, draft, datetime.fromisoformat(since)),
            attempt,
            datetime.fromisoformat(lease_until),
            read_record(RecordedRequest, request),
            turns,
            partly,
            None if attested is None else read_record(Attestation, attested),
        )

    def attest(self, turn: str, attestation: Attestation, now: datetime) -> None:
        """Keep what two people say, beside the intent without an outcome; what stands only on what they said before is in doubt again."""
        with self._writing() as db:
            self._doubt_again(turn)
            done = db.execute(
                "UPDATE intents SET attested = ? WHERE turn = ? AND outcome IS NULL",
                (attestation.model_dump_json(), turn),
            )
            if done.rowcount != 1:
                raise LedgerError(f"申报 {turn} 没有待定的结果，无需证明；sigateway status {turn} 可查看。")
            what = "attested: landed" if attestation.landed else "attested: did not land"
            self._note(turn, now, what, attestation.model_dump_json())

    def _doubt_again(self, turn: str) -> None:
        """Only where the whole turn stands on it: of a case in parts, what the hall has shown of the others is not forgotten."""
        db, standing = self._connection, self._get(turn)
        if standing is None or standing.case is None or not standing.case.only_attested:
            return
        landed = db.execute(
            "SELECT rowid, attested FROM intents WHERE turn = ? AND outcome = ?", (turn, Outcome.LANDED)
        ).fetchall()
        if len(landed) == 1 and landed[0][1] is not None:
            db.execute("UPDATE intents SET outcome = NULL WHERE rowid = ?", (landed[0][0],))
            self._set_case(turn, None, TurnState.OPEN)

    def land(self, turn: str, case: Case, now: datetime, worker: str) -> None:
        """Keep the case, close the intent, leave the turn."""
        with self._writing() as db:
            self._held(turn, worker)
            db.execute(
                "UPDATE intents SET outcome = ? WHERE turn = ? AND outcome IS NULL", (Outcome.LANDED, turn)
            )
            self._set_case(turn, case, TurnState.LANDED)
            self._note(turn, now, f"landed {case.state}", case.model_dump_json(exclude={"filing"}))

    def land_part(self, turn: str, case: Case, outcome: str, now: datetime, worker: str) -> None:
        """Keep the case so far, close the intent, stay."""
        with self._writing() as db:
            self._held(turn, worker)
            db.execute("UPDATE intents SET outcome = ? WHERE turn = ? AND outcome IS NULL", (outcome, turn))
            standing = self._get(turn)
            over = standing is not None and self._stays_over(standing, case)
            db.execute(
                'UPDATE turns SET "case" = ?, state = ? WHERE id = ?',
                (case.model_dump_json(by_alias=True), TurnState.OVER if over else TurnState.LANDED, turn),
            )
            self._note(turn, now, f"kept {case.state}", case.model_dump_json(exclude={"filing"}))

    def amend(self, turn: str, filing: Filing, now: datetime, worker: str) -> None:
        """Another body for the turn; the old one goes to the record."""
        with self._writing() as db:
            self._held(turn, worker)
            [before] = db.execute("SELECT body FROM turns WHERE id = ?", (turn,)).fetchone()
            body = read_record(Turn, before).model_copy(update={"filing": filing, "digest": filing.digest()})
            db.execute("UPDATE turns SET body = ? WHERE id = ?", (body.model_dump_json(), turn))
            self._note(turn, now, "amended", before)

    def over(self, turn: str, why: str, now: datetime, worker: str, case: Case | None = None) -> None:
        """End the turn without effect. One that has landed keeps its case: only its undoing came to nothing."""
        with self._writing() as db:
            standing = self._get(turn)
            if standing is None or standing.worker not in (None, worker):
                return
            if standing.in_doubt or standing.state is TurnState.LANDED:
                db.execute("UPDATE turns SET worker = NULL, worker_until = NULL WHERE id = ?", (turn,))
                self._note(turn, now, "in doubt" if standing.in_doubt else "stands", _because(why))
            else:
                self._set_over(turn, why, now, case or standing.case)

    def keep(self, turn: str, case: Case, now: datetime, seen: Case | None) -> bool:
        """Keep the case as now seen, unless somebody wrote something else since ``seen`` was read."""
        with self._writing():
            standing = self._get(turn)
            # A worker whose time has passed is dead: what it held must not hide for ever what the hall shows.
            if standing is None or at_work(standing, now) is not None or standing.case != seen:
                return False
            over = self._stays_over(standing, case)
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

    def turn_of_case(self, hall: str, unit: str, number: str) -> Turn | None:
        """The newest turn whose case bears this number."""
        with self._reading() as db:
            rows = db.execute(
                f"{SELECT_TURNS} WHERE json_extract(\"case\", '$.number') = ? ORDER BY seq DESC", (number,)
            ).fetchall()
        found = (turn_of_row(*row) for row in rows)
        here = (hall_of(hall), at_its_hall(unit))
        return next((turn for turn in found if (hall_of(turn.hall), at_its_hall(turn.unit)) == here), None)

    def turns(self) -> list[Turn]:
        """All turns, in the order in which they were opened. For people and reports, not for filing."""
        with self._reading() as db:
            rows = db.execute(f"{SELECT_TURNS} ORDER BY seq").fetchall()
        return [turn_of_row(*row) for row in rows]

    def note(self, turn: str, what: str, data: str | None, now: datetime) -> None:
        """One more entry of the turn's record."""
        with self._writing():
            self._note(turn, now, what, data)

    def record(self, turn: str) -> EvidencePack | None:
        """The whole record of a turn."""
        with self._reading() as db:
            standing = self._get(turn)
            rows = db.execute(
                f"{SELECT_RECORD} WHERE turn = ? AND number IS NOT NULL ORDER BY number", (turn,)
            ).fetchall()
        if standing is None or not rows:
            return None
        entries = tuple(entry_of_row(*row) for row in rows)
        return EvidencePack(turn=turn, hall=standing.hall, entries=entries, head=entries[-1].digest)

    @staticmethod
    def _stays_over(standing: Turn, case: Case) -> bool:
        """A draft of ours that a clerk submitted stands like any other filing."""
        return standing.state is TurnState.OVER and case.state in _NOTHING_STANDS

    def _held(self, turn: str, worker: str) -> None:
        holder = self._connection.execute("SELECT worker FROM turns WHERE id = ?", (turn,)).fetchone()
        if holder is None or holder[0] != worker:
            raise LedgerError(f"申报 {turn} 已由另一进程接手；结果以该进程或 settle 为准。")

    def _lane(self, lane: str) -> list[Turn]:
        rows = self._connection.execute(f"{SELECT_TURNS} WHERE lane = ? ORDER BY seq", (lane,)).fetchall()
        return [turn_of_row(*row) for row in rows]

    def _get(self, turn: str) -> Turn | None:
        row = self._connection.execute(f"{SELECT_TURNS} WHERE id = ?", (turn,)).fetchone()
        return None if row is None else turn_of_row(*row)

    def _together(self, turn: str) -> tuple[str, ...]:
        """The turns without an outcome in the commit that carries this one; in the order of the batch."""
        rows = self._connection.execute(
            "SELECT turn FROM intents WHERE outcome IS NULL AND (turn = ? OR together = "
            "(SELECT together FROM intents WHERE turn = ? AND outcome IS NULL)) ORDER BY rowid",
            (turn, turn),
        ).fetchall()
        return tuple(each for (each,) in rows)

    def _swept(self, lane: str, now: datetime, *, but: str | None = None) -> list[Turn]:
        """The lane without what dead workers have left behind in it, which is over now; ``but`` one that is about to be taken on."""
        turns = self._lane(lane)
        left = {turn.id for turn in left_behind(turns, now)} - {but}
        for each in left:
            self._set_over(each, _DIED, now)
        return [turn for turn in turns if turn.id not in left]

    def _take_together(self, turn: Turn, worker: str, now: datetime, until: datetime) -> Busy | None:
        """Take a turn on with all that the same commit carries; none of them when somebody is at work on one."""
        others = [self._get(each) for each in self._together(turn.id) if each != turn.id]
        for other in others:
            if other is not None and other.worker != worker and (end := at_work(other, now)) is not None:
                return Busy(other, end)
        self._take(turn.id, worker, until)
        for other in others:
            if other is not None:
                self._take(other.id, worker, until)
        return None

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
        self._note(turn, now, "over", _because(why))

    def _note(self, turn: str, now: datetime, what: str, data: str | None = None) -> None:
        """One more entry of the turn's record, bound to the last one."""
        last = self._connection.execute(
            f"{SELECT_RECORD} WHERE turn = ? AND number IS NOT NULL ORDER BY number DESC LIMIT 1", (turn,)
        ).fetchone()
        before = None if last is None else entry_of_row(*last)
        entry = RecordEntry.after(before, turn, now, what, data, secrets.token_hex(16))
        self._connection.execute(
            "INSERT INTO record (turn, number, at, what, data, salt, data_digest, before, digest) VALUES (?,?,?,?,?,?,?,?,?)",
            (
                turn,
                entry.number,
                entry.at,
                entry.what,
                entry.data,
                entry.salt,
                entry.data_digest,
                entry.before,
                entry.digest,
            ),
        )


def _because(why: str) -> str:
    """As data, for it may repeat the hall's words, and these may name somebody."""
    return json.dumps({"why": why}, ensure_ascii=False)


_OTHERS_LANDED = """SELECT 1 FROM intents WHERE outcome IS NOT NULL AND together =
  (SELECT together FROM intents WHERE turn = ? AND outcome IS NULL) AND outcome = ? LIMIT 1"""
