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

from . import answers, wire, wire_portal
from .answers import Node
from .wire import Answer

REASONS: Final = load_reasons("sigateway_zhejiang")
"""The hall's words, read (``reasons.toml``)."""


def read_words(words: tuple[str, ...]) -> tuple[Reason, ...]:
    """The hall's words as reasons; unknown ones stay raw."""
    return tuple(REASONS.read(each) for each in words)


def read_refusal(words: Iterable[str], filing: Filing) -> tuple[Reason, ...]:
    """The hall's words about a filing as reasons; the same in every business."""
    return tuple(REASONS.read(each) for each in words)


def ask(request: Request) -> Flow[Node]:
    """Send, and give back what the answer holds. HallRefused in the hall's words, or the fitting error."""
    node, _ = yield from asked(request)
    return node


def asked(request: Request) -> Flow[tuple[Node, Reply]]:
    """As `ask`, with the reply: its ``at`` is the hall's clock."""
    reply = yield from send(request)
    return answers.content(answer_of(reply, request)), reply


def commit(effect: Commit) -> Flow[tuple[Answer, Reply]]:
    """Send what takes effect, and read the hall's word."""
    reply = yield from send(effect)
    return answer_of(reply, effect.request), reply


def answer_of(reply: Reply, request: Request) -> Answer:
    """The answer in this reply."""
    refuse(reply, request)
    found = wire.answer(reply)
    if found is None:
        raise WireChanged(request.operation, "an answer of this hall", wire.classify(reply).what)
    return found


def refuse(reply: Reply, request: Request) -> None:
    """Raise what a reply that is no data means."""
    raise_unless_data(wire.classify(reply), request.operation, read_words, "a page of this hall")


def page_of(reply: Reply, request: Request, kind: str) -> wire_portal.Page:
    """The portal's page of this kind, whose messages may say no."""
    shown = wire_portal.page(reply)
    if shown is not None and shown.kind == kind:
        return shown
    refuse(reply, request)
    raise WireChanged(request.operation, f"the page {kind}", wire.classify(reply).what)


def refusals(reply: Reply) -> tuple[Reason, ...]:
    """The words of a refusal; empty when it is none."""
    classified = wire.classify(reply)
    return read_words(classified.words) if classified.kind is Kind.REFUSED else ()
