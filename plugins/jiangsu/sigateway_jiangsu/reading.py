"""One step of a conversation: send, tell the reply apart, and give back what it holds, or say why not."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime
from typing import Any, Final

from sigateway.plugin import (
    Commit,
    Filing,
    Flow,
    Kind,
    Reason,
    Reply,
    Request,
    WireChanged,
    load_reasons,
    raise_unless_data,
    send,
)

from . import wire
from .wire import Answer

REASONS: Final = load_reasons("sigateway_jiangsu")
"""The hall's words, read (``reasons.toml``)."""


class Record:
    """A JSON object of the hall. What is missing, or is not of its kind, is WireChanged; nothing it holds is shown."""

    def __init__(self, where: str, values: Any) -> None:
        if not isinstance(values, dict):
            raise WireChanged(where, "an object", type(values).__name__)
        self._where, self._values = where, values

    def __repr__(self) -> str:
        return f"Record({self._where!r})"

    def _of(self, name: str, kind: type, expected: str) -> Any:
        value = self._values.get(name)
        if not isinstance(value, kind):
            raise WireChanged(self._where, f"{name}: {expected}", type(value).__name__)
        return value

    def text(self, name: str) -> str:
        """A text, perhaps empty."""
        return self._of(name, str, "a text")  # type: ignore[no-any-return]

    def flag(self, name: str) -> bool:
        """True or false."""
        return self._of(name, bool, "true or false")  # type: ignore[no-any-return]

    def moment(self, name: str) -> datetime:
        """A moment with its offset."""
        found = None
        with suppress(ValueError):  # raised below, so that no traceback carries the text along
            found = datetime.fromisoformat(self.text(name))
        if found is None or found.tzinfo is None:
            raise WireChanged(self._where, f"{name}: a moment", "something else")
        return found

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts."""
        found = self._of(name, list, "a list")
        if not all(isinstance(each, str) for each in found):
            raise WireChanged(self._where, f"{name}: texts", "something else")
        return tuple(found)

    def rows(self, name: str) -> tuple[Record, ...]:
        """A list of objects."""
        return tuple(Record(f"{self._where}.{name}", each) for each in self._of(name, list, "a list"))

    def record(self, name: str) -> Record:
        """An object in this one."""
        return Record(f"{self._where}.{name}", self._values.get(name))

    def record_or_none(self, name: str) -> Record | None:
        """An object in this one; ``None`` where the hall says null."""
        return None if self._values.get(name) is None else self.record(name)

    def number(self, name: str) -> int:
        """A whole number."""
        return self._of(name, int, "a number")  # type: ignore[no-any-return]

    def all_texts(self) -> dict[str, str]:
        """Every value, each of them a text."""
        return {str(name): self.text(name) for name in self._values}


def read_words(words: tuple[str, ...]) -> tuple[Reason, ...]:
    """The hall's words of refusal as reasons; unknown ones stay raw."""
    return tuple(REASONS.read(each) for each in words)


def read_refusal(words: Iterable[str], filing: Filing) -> tuple[Reason, ...]:
    """The hall's words about a filing as reasons; the same in every business."""
    return tuple(REASONS.read(each) for each in words)


def answer_of(reply: Reply, request: Request) -> Answer:
    """The answer in this reply; HallRefused in the hall's words, or the fitting error."""
    classified, found = wire.classify(reply), wire.answer(reply)
    raise_unless_data(classified, request.operation, read_words)
    if found is None:
        raise WireChanged(request.operation, "an answer of this hall", classified.what)
    return found


def ask(request: Request) -> Flow[Record]:
    """Send, and give back what the answer holds."""
    answer = answer_of((yield from send(request)), request)
    return Record(request.operation, answer.data)


def ask_at(request: Request) -> Flow[tuple[Record, datetime]]:
    """As `ask`, with the hall's clock."""
    reply = yield from send(request)
    return Record(request.operation, answer_of(reply, request).data), reply.at


def ask_if_there(request: Request) -> Flow[tuple[Record | None, datetime]]:
    """As `ask_at`; ``None`` when the hall knows nothing of that number."""
    reply = yield from send(request)
    found = wire.answer(reply)
    if found is not None and found.code == wire.NOT_FOUND and wire.classify(reply).kind is Kind.REFUSED:
        return None, reply.at
    return Record(request.operation, answer_of(reply, request).data), reply.at


def commit(effect: Commit) -> Flow[tuple[Record, datetime]]:
    """Send what takes effect, and read what the hall says of it at once."""
    reply = yield from send(effect)
    return Record(effect.request.operation, answer_of(reply, effect.request).data), reply.at


def refused_by(reply: Reply) -> tuple[wire.Refused, ...]:
    """The reasons of a clear refusal; none of anything else."""
    found = wire.answer(reply)
    if found is None or wire.classify(reply).kind is not Kind.REFUSED:
        return ()
    return found.reasons


def pages(request: Callable[[int], Request]) -> Flow[tuple[tuple[Record, ...], datetime]]:
    """A list read to its end."""
    rows: list[Record] = []
    page = 1
    while True:
        shown, at = yield from ask_at(request(page))
        rows.extend(shown.rows("rows"))
        if page >= shown.number("pages"):
            break
        page += 1
    if len(rows) != shown.number("total"):
        raise WireChanged(request(page).operation, "as many rows as it says", f"{len(rows)}")
    return tuple(rows), at
