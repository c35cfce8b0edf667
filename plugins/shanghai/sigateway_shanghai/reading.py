"""One step of a conversation: send, tell the reply apart, and give back the answer, or say why not."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

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

from . import answers, wire
from .answers import Node
from .wire import Answer

REASONS: Final = load_reasons("sigateway_shanghai")
"""The hall's words, read (``reasons.toml``)."""


def read_words(words: tuple[str, ...]) -> tuple[Reason, ...]:
    """The hall's words of refusal as reasons; unknown ones stay raw."""
    return tuple(REASONS.read(each) for each in words)


def read_refusal(words: Iterable[str], filing: Filing) -> tuple[Reason, ...]:
    """The hall's words about a filing as reasons; the same in every business."""
    return tuple(REASONS.read(each) for each in words)


def ask(request: Request) -> Flow[Answer]:
    """Send and read. HallRefused in the hall's words, or the fitting error."""
    return answer_of((yield from send(request)), request)


def answer_if_there(reply: Reply, request: Request) -> Answer | None:
    """The answer in this reply; ``None`` when the hall knows nothing of that number (4001)."""
    found = wire.answer(reply)
    if found is not None and found.code == wire.NOT_FOUND and wire.classify(reply).kind is Kind.REFUSED:
        return None
    return answer_of(reply, request)


def commit(effect: Commit) -> Flow[Answer]:
    """Send what takes effect, and read the verdict that comes at once (SH-23, SH-24)."""
    return answer_of((yield from send(effect)), effect.request)


def answer_of(reply: Reply, request: Request) -> Answer:
    """The answer in this reply; HallRefused in the hall's words, or the fitting error."""
    classified, found = wire.classify(reply), wire.answer(reply)
    raise_unless_data(classified, request.operation, read_words)
    if found is None:
        raise WireChanged(request.operation, "an answer of this hall", classified.what)
    return found


def content(request: Request) -> Flow[Node]:
    """Send, and give back what the answer holds."""
    return answers.content((yield from ask(request)))
