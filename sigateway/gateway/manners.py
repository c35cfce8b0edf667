"""Politeness towards a hall: how many requests a second, when it asks to be left alone, and when it is down.

One of these serves all units of a gateway at one hall, in all threads; the pace is one for all gateways that share the ledger.
Our own mock halls are not spared by it: they have no other visitors, and their clock would run away.
"""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

import httpx

from sigateway.errors import HallUnavailable

from .ledger import Ledger

_FAILURES = 10
"""So many requests in a row without an answer of the hall's own open the circuit."""
_REST = timedelta(seconds=30)
_LONGEST_REST = timedelta(minutes=15)
_ASKS_TO_WAIT = (429, 503)


class Manners:
    """How one hall is treated. ``per_second``: requests a second, from its rulebook; ``None`` where it states none."""

    def __init__(self, hall: str, per_second: float | None, ledger: Ledger) -> None:
        self._hall, self._ledger = hall, ledger
        self._gap = None if per_second is None else timedelta(seconds=1 / per_second)
        self._lock = threading.Lock()
        self._failures = 0
        self._rest = _REST
        self._resting_until: datetime | None = None
        self.ours = False
        """Whether it has turned out to be a mock hall of ours, which needs no politeness."""

    def wait(self, now: datetime) -> float:
        """Take the next place; how many seconds until it. Raises HallUnavailable, and nothing is sent, while the hall is left alone.

        Asks the ledger, so that it may take a moment; LedgerError when that fails, and nothing is sent either.
        """
        with self._lock:
            if self._resting_until is not None and now < self._resting_until:
                raise HallUnavailable(
                    f"大厅连续无应答或要求稍候，在 {self._resting_until:%H:%M:%S} 之前不再访问"
                )
        if self._gap is None:
            return 0.0
        return (self._ledger.next_place(self._hall, self._gap, now) - now).total_seconds()

    def answered(self, response: httpx.Response, now: datetime) -> None:
        """The hall answered; a 5xx or 429 is counted against it, and what it says about when to come back is obeyed."""
        asked = _retry_after(response, now) if response.status_code in _ASKS_TO_WAIT else None
        with self._lock:
            if asked is not None:
                self._resting_until = min(asked, now + _LONGEST_REST)
            if response.status_code < 500 and response.status_code != 429:
                self._failures, self._rest = 0, _REST
            else:
                self._failed(now)

    def failed(self, now: datetime) -> None:
        """No answer came."""
        with self._lock:
            self._failed(now)

    def _failed(self, now: datetime) -> None:
        self._failures += 1
        if self._failures >= _FAILURES:
            # Afterwards one request may try; it opens the circuit again, for longer, when it fails too.
            until = now + self._rest
            self._resting_until = max(until, self._resting_until or until)
            self._rest = min(2 * self._rest, _LONGEST_REST)


def _retry_after(response: httpx.Response, now: datetime) -> datetime | None:
    """When the hall wants to be asked again: seconds, or a date."""
    said = response.headers.get("retry-after", "").strip()
    if said.isdigit():
        return now + timedelta(seconds=min(int(said), int(_LONGEST_REST.total_seconds())))
    try:
        return parsedate_to_datetime(said) if said else None
    except ValueError:
        return None
