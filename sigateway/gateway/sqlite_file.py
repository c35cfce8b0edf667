"""The file under the default ledger: whose it is, its tables, and transactions."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sigateway.errors import LedgerError
from sigateway.filings.units import at_its_hall, hall_of

_APPLICATION = 0x51A7E3A7
_VERSION = 4
_OPENING_TRIES = 200
_SCHEMA = """
CREATE TABLE turns (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE, lane TEXT NOT NULL, body TEXT NOT NULL,
  state TEXT NOT NULL, worker TEXT, worker_until TEXT, "case" TEXT, why_over TEXT
);
CREATE INDEX turns_by_lane ON turns (lane);
CREATE INDEX turns_by_case ON turns (json_extract("case", '$.number'));
CREATE UNIQUE INDEX one_open_turn_a_lane ON turns (lane) WHERE state = 'open';
CREATE TABLE intents (
  turn TEXT NOT NULL REFERENCES turns (id), step TEXT NOT NULL, attempt INTEGER NOT NULL,
  draft TEXT, since TEXT NOT NULL, lease_until TEXT NOT NULL, request TEXT NOT NULL, outcome TEXT, together TEXT,
  attested TEXT,
  PRIMARY KEY (turn, step, attempt)
);
CREATE UNIQUE INDEX one_open_intent_a_turn ON intents (turn) WHERE outcome IS NULL;
CREATE INDEX intents_of_a_batch ON intents (together) WHERE together IS NOT NULL;
CREATE TABLE record (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, turn TEXT NOT NULL, at TEXT NOT NULL, what TEXT NOT NULL, data TEXT,
  number INTEGER, salt TEXT, data_digest TEXT, before TEXT, digest TEXT
);
CREATE INDEX record_by_turn ON record (turn, number);
CREATE TABLE fuses (fingerprint TEXT PRIMARY KEY, blown_at TEXT NOT NULL, why TEXT NOT NULL);
CREATE TABLE tries (fingerprint TEXT PRIMARY KEY, worker TEXT NOT NULL, until TEXT NOT NULL)
"""

_FROM_VERSION_1 = """
ALTER TABLE intents ADD COLUMN together TEXT;
CREATE INDEX intents_of_a_batch ON intents (together) WHERE together IS NOT NULL;
CREATE INDEX turns_by_case ON turns (json_extract("case", '$.number'))
"""


_FROM_VERSION_2 = """
ALTER TABLE intents ADD COLUMN attested TEXT;
ALTER TABLE record ADD COLUMN number INTEGER;
ALTER TABLE record ADD COLUMN salt TEXT;
ALTER TABLE record ADD COLUMN data_digest TEXT;
ALTER TABLE record ADD COLUMN before TEXT;
ALTER TABLE record ADD COLUMN digest TEXT;
CREATE INDEX record_by_turn ON record (turn, number)
"""
"""What was written before has no number and no digest: a turn's chain begins with what is written from now on."""

_FROM_VERSION_3 = """
UPDATE OR IGNORE turns SET lane = lane_at_its_hall(lane), body = json_set(body, '$.lane', lane_at_its_hall(lane))
  WHERE lane <> lane_at_its_hall(lane)
"""
"""A unit written with its city had lanes of its own. Where both lanes had a turn open, the later one stays in its own, to be settled."""

_UPGRADES = (_FROM_VERSION_1, _FROM_VERSION_2, _FROM_VERSION_3)


def _lane_at_its_hall(lane: str) -> str:
    hall, unit, matter = lane.split("|", 2)
    return f"{hall_of(hall)}|{at_its_hall(unit)}|{matter}"


class SqliteFile:
    """One SQLite file of ours, for many threads and processes of one machine."""

    def __init__(self, path: str | os.PathLike[str], *, read_only: bool = False) -> None:
        name = os.fspath(path)
        self._lock, self._process = threading.RLock(), os.getpid()
        self._syncing: bool | None = None
        try:
            if name != ":memory:" and not read_only:
                Path(name).touch(mode=0o600)
            self._connection = sqlite3.connect(
                _read_only_address(name) if read_only else name,
                isolation_level=None,
                check_same_thread=False,
                timeout=60,
                cached_statements=64,
                uri=read_only,
            )
        except (sqlite3.Error, OSError) as error:
            raise _unusable(name, error) from error
        try:
            if read_only:
                self._check_whose(name, may_be_empty=False)
            else:
                self._open(name)
        except BaseException as error:
            self._connection.close()
            if isinstance(error, LedgerError) and isinstance(error.__cause__, sqlite3.Error):
                raise _unusable(name, error.__cause__) from error
            if isinstance(error, sqlite3.Error):
                raise _unusable(name, error) from error
            raise

    def _open(self, name: str) -> None:
        """Make the tables in one step, so that processes that open a new ledger at once do not meet half of it."""
        self._check_whose(name)
        for attempt in range(_OPENING_TRIES):
            try:
                self._connection.execute("PRAGMA journal_mode=WAL")
                break
            except sqlite3.OperationalError:
                # Switching to WAL does not wait for others as everything else does.
                if attempt == _OPENING_TRIES - 1:
                    raise
                threading.Event().wait(0.05)
        with self._writing(synced=True) as db:
            self._check_whose(name)
            if db.execute("PRAGMA application_id").fetchone() != (_APPLICATION,):
                for statement in _SCHEMA.split(";"):
                    db.execute(statement)
                db.execute(f"PRAGMA application_id={_APPLICATION}")
            else:
                [version] = db.execute("PRAGMA user_version").fetchone()
                db.create_function("lane_at_its_hall", 1, _lane_at_its_hall)
                for upgrade in _UPGRADES[version - 1 :]:
                    for statement in upgrade.split(";"):
                        db.execute(statement)
            # Always: a transaction that writes nothing begins and ends well on a disk that is full or read-only.
            db.execute(f"PRAGMA user_version={_VERSION}")

    def _check_whose(self, name: str, *, may_be_empty: bool = True) -> None:
        """Somebody else's database, or one of a later version, is left untouched."""
        ask = self._connection.execute
        [application], [version] = (
            ask("PRAGMA application_id").fetchone(),
            ask("PRAGMA user_version").fetchone(),
        )
        empty = ask("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
        if application != _APPLICATION and not (empty and may_be_empty):
            raise LedgerError(f"{name!r} 不是 sigateway 的账本，未作任何改动；请核对路径。")
        if version > _VERSION:
            raise LedgerError(f"账本 {name!r} 由更新版本的 sigateway 建立；请升级后再用。")

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
        self._check_process()
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
        self._check_process()
        with self._lock:
            try:
                yield self._connection
            except sqlite3.Error as error:
                raise LedgerError(f"账本读取失败：{error}。") from error

    def _check_process(self) -> None:
        """SQLite's locks are not inherited by a forked process: used in both, the file would be spoilt."""
        if os.getpid() != self._process:
            raise LedgerError(
                "账本由父进程打开，不能在 fork 出的子进程中使用；请在每个进程中各自建立 Gateway。"
            )


def _unusable(name: str, error: Exception) -> LedgerError:
    return LedgerError(f"账本 {name!r} 无法打开或写入：{error}。请核对路径、权限和磁盘空间。")


def _read_only_address(name: str) -> str:
    """Where no log lies beside the file, all stands in it; SQLite would make a log just to look into it."""
    path = Path(name).resolve()
    at_rest = not Path(f"{path}-wal").exists()
    return f"{path.as_uri()}?mode=ro{'&immutable=1' if at_rest else ''}"
