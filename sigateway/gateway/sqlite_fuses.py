"""The part of the default ledger that remembers which credentials were refused, and who is trying some now."""

from __future__ import annotations

from datetime import datetime

from .ledger import Fuse
from .sqlite_file import SqliteFile
from .turns import LONGEST_LEASE


class SqliteFuses(SqliteFile):
    """Fuses and tries, in the ledger's file."""

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
