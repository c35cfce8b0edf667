"""The part of the default ledger that remembers which credentials were refused, and who holds a name just now.

The table ``tries`` has its name from its first use: whoever tries some credentials holds them.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from .ledger import Fuse
from .sqlite_file import SqliteFile
from .turns import LONGEST_LEASE

_LONGEST_QUEUE = timedelta(minutes=1)
"""A place beyond that was written by a clock that was ahead."""


class SqliteFuses(SqliteFile):
    """Fuses and what is held for a time, in the ledger's file."""

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

    def hold(self, name: str, holder: str, now: datetime, until: datetime) -> bool:
        """One holder at a time, also across processes."""
        with self._writing() as db:
            row = db.execute("SELECT worker, until FROM tries WHERE fingerprint = ?", (name,)).fetchone()
            if row is not None and row[0] != holder and _holds(row[1], now):
                return False
            db.execute("INSERT OR REPLACE INTO tries VALUES (?, ?, ?)", (name, holder, until.isoformat()))
        return True

    def let_go(self, name: str, holder: str) -> None:
        """The holder needs it no more."""
        with self._writing() as db:
            db.execute("DELETE FROM tries WHERE fingerprint = ? AND worker = ?", (name, holder))

    def next_place(self, hall: str, gap: timedelta, now: datetime) -> datetime:
        """Take the next place of the hall's pace."""
        name = f"pace|{hall}"
        with self._writing() as db:
            row = db.execute("SELECT until FROM tries WHERE fingerprint = ?", (name,)).fetchone()
            taken = now if row is None else datetime.fromisoformat(row[0])
            place = taken if now < taken <= now + _LONGEST_QUEUE else now
            db.execute("INSERT OR REPLACE INTO tries VALUES (?, '', ?)", (name, (place + gap).isoformat()))
        return place

    def mend(self, fingerprint: str) -> None:
        """Put in a new fuse."""
        with self._writing(synced=True) as db:
            db.execute("DELETE FROM fuses WHERE fingerprint = ?", (fingerprint,))


def _holds(until: str, now: datetime) -> bool:
    """Whether that time is still to come. One beyond the longest lease was written by a clock that was wrong."""
    return now < datetime.fromisoformat(until) <= now + LONGEST_LEASE
