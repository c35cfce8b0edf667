"""Signed-in conversations at rest, per hall, unit and credentials. Never shared between employers."""

from __future__ import annotations

import threading

from .conversation import Conversation

_KEEP = 2
_SETS = 2  # of credentials of one unit: older ones were replaced, and their sessions end by themselves


class Pool:
    """Keeps conversations that nobody uses just now. A log-in costs seconds and counts tries; halls limit sessions."""

    def __init__(self) -> None:
        self._idle: dict[tuple[str, ...], list[Conversation]] = {}
        self._lock = threading.Lock()

    def take(self, key: tuple[str, ...]) -> Conversation | None:
        """A conversation at rest, which now belongs to the caller."""
        with self._lock:
            idle = self._idle.get(key)
            return idle.pop() if idle else None

    def give(self, key: tuple[str, ...], conversation: Conversation) -> None:
        """Put a signed-in conversation to rest. What is too many is let go; the hall expires it."""
        with self._lock:
            idle = self._idle.setdefault(key, [])
            if len(idle) < _KEEP:
                idle.append(conversation)
            same_unit = [known for known in self._idle if known[:-1] == key[:-1]]
            for replaced in same_unit[:-_SETS]:
                del self._idle[replaced]
