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

    def give(self, key: tuple[str, ...], conversation: Conversation) -> list[Conversation]:
        """Put a signed-in conversation to rest. Answers those that are too many now, and let go; the hall expires them."""
        with self._lock:
            idle = self._idle.setdefault(key, [])
            idle.append(conversation)
            let_go, idle[:] = idle[:-_KEEP], idle[-_KEEP:]
            same_unit = [known for known in self._idle if known[:-1] == key[:-1]]
            for replaced in same_unit[:-_SETS]:
                let_go += self._idle.pop(replaced)
            return let_go

    def let_all_go(self) -> list[Conversation]:
        """Everything that rests; the pool is empty afterwards."""
        with self._lock:
            resting = [each for idle in self._idle.values() for each in idle]
            self._idle.clear()
            return resting

    def let_one_go(self, wanted: tuple[str, ...]) -> Conversation | None:
        """What has rested at the same hall, to make room for what is wanted; not what could be used for it."""
        with self._lock:
            resting = [
                idle for key, idle in self._idle.items() if key[0] == wanted[0] and key != wanted and idle
            ]
            return resting[0].pop(0) if resting else None
