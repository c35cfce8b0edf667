"""Signed-in conversations at rest, per hall, unit and credentials. Never shared between employers."""

from __future__ import annotations

import threading
from collections import defaultdict

from .conversation import Conversation


class Pool:
    """Keeps conversations that nobody uses just now. A log-in costs seconds and counts tries; halls limit sessions."""

    def __init__(self, keep: int = 2) -> None:
        self._idle: dict[tuple[str, ...], list[Conversation]] = defaultdict(list)
        self._keep = keep
        self._lock = threading.Lock()

    def take(self, key: tuple[str, ...]) -> Conversation | None:
        """A conversation at rest, which now belongs to the caller."""
        with self._lock:
            idle = self._idle.get(key)
            return idle.pop() if idle else None

    def give(self, key: tuple[str, ...], conversation: Conversation) -> None:
        """Put a signed-in conversation to rest. What is too many is let go; the hall expires it."""
        with self._lock:
            if len(self._idle[key]) < self._keep:
                self._idle[key].append(conversation)
