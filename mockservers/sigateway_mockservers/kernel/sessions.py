"""What every log-in needs: random numbers that are good once and not for long, and sessions that idle out."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import Field, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any, ClassVar, Protocol, TypeVar

Key = TypeVar("Key", bound=Hashable)


class Seen(Protocol):
    """A session record of a hall: a dataclass that says when it was last used."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]

    @property
    def last_seen(self) -> datetime:
        """When it was last used."""


AnySession = TypeVar("AnySession", bound=Seen)


def drawn(random: Random, bits: int = 128) -> str:
    """A fresh token in hex, drawn from the World's own random numbers, so that a World repeats itself."""
    return f"{random.getrandbits(bits):0{bits // 4}x}"


def keep_once(given: dict[Key, datetime], fresh: Key, now: datetime, life: timedelta) -> None:
    """Remember a random number that is given out; those whose time is over are forgotten."""
    for old, given_at in list(given.items()):
        if now - given_at >= life:
            del given[old]
    given[fresh] = now


def use_once(given: dict[Key, datetime], shown: Key, now: datetime, life: timedelta) -> bool:
    """Use a random number up, and say whether it was still good."""
    given_at = given.pop(shown, None)
    return given_at is not None and now - given_at < life


def live_session(
    sessions: dict[str, AnySession], token: str, now: datetime, idle: timedelta
) -> AnySession | None:
    """The live session of a token, kept alive by asking; one that was idle for so long is gone."""
    session = sessions.get(token)
    if session is None:
        return None
    if now - session.last_seen >= idle:
        del sessions[token]
        return None
    sessions[token] = replace(session, last_seen=now)
    return sessions[token]


def end_where(sessions: dict[str, AnySession], over: Callable[[AnySession], bool]) -> None:
    """Forget every session of which this is true."""
    for token, session in list(sessions.items()):
        if over(session):
            del sessions[token]
