"""Numbers that are good once and not for long, and sessions that idle out: to the second, as every hall has them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from sigateway_mockservers.kernel.sessions import drawn, end_where, keep_once, live_session, use_once

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
LIFE, SECOND = timedelta(minutes=5), timedelta(seconds=1)


@dataclass(frozen=True)
class Session:
    """A log-in."""

    unit: str
    last_seen: datetime


def test_a_number_is_good_once_and_until_its_time_is_over() -> None:
    given: dict[str, datetime] = {}
    for fresh in ("a", "b"):
        keep_once(given, fresh, NOW, LIFE)
    assert use_once(given, "a", NOW + LIFE - SECOND, LIFE)
    assert not use_once(given, "a", NOW, LIFE), "used up"
    assert not use_once(given, "b", NOW + LIFE, LIFE)
    assert not use_once(given, "b", NOW, LIFE), "used up by the try that came too late"
    assert not use_once(given, "never given", NOW, LIFE)


def test_numbers_that_nobody_used_are_forgotten() -> None:
    given: dict[str, datetime] = {}
    keep_once(given, "old", NOW, LIFE)
    keep_once(given, "younger", NOW + SECOND, LIFE)
    keep_once(given, "new", NOW + LIFE, LIFE)
    assert set(given) == {"younger", "new"}


def test_a_session_lives_by_being_asked_for() -> None:
    sessions = {"t": Session("u", NOW)}
    assert live_session(sessions, "t", NOW + LIFE - SECOND, LIFE) == Session("u", NOW + LIFE - SECOND)
    assert live_session(sessions, "t", NOW + 2 * LIFE - 2 * SECOND, LIFE) is not None
    assert live_session(sessions, "t", NOW + 3 * LIFE - 2 * SECOND, LIFE) is None
    assert sessions == {}
    assert live_session(sessions, "nobody's", NOW, LIFE) is None


def test_sessions_are_ended_by_whose_they_are() -> None:
    sessions = {"1": Session("u", NOW), "2": Session("v", NOW), "3": Session("u", NOW)}
    end_where(sessions, lambda session: session.unit == "u")
    assert set(sessions) == {"2"}


def test_tokens_repeat_with_the_seed_and_have_their_full_length() -> None:
    assert [drawn(Random(7)), drawn(Random(7), 256)] == [drawn(Random(7)), drawn(Random(7), 256)]
    assert {len(drawn(Random(seed))) for seed in range(100)} == {32}
    assert {len(drawn(Random(seed), 256)) for seed in range(100)} == {64}
