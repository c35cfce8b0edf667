"""One step of a conversation: send, tell the reply apart, and give back the page that was asked for, or say why not."""

from __future__ import annotations

from typing import Any

from sigateway.plugin import (
    Flow,
    HallRefused,
    HallUnavailable,
    Kind,
    Reply,
    Request,
    SessionTaken,
    WireChanged,
    send,
)

from . import wire
from .businesses import Business
from .cases import read_words


def open_page(request: Request, kind: str, business: Business[Any, Any] | None = None) -> Flow[wire.Page]:
    """Send and read the page of that kind."""
    reply = yield from send(request)
    return page_of(reply, request, kind, business)


def page_of(
    reply: Reply, request: Request, kind: str, business: Business[Any, Any] | None = None
) -> wire.Page:
    """The page of that kind in this reply; HallRefused in the hall's words, or the fitting error.

    ``business`` is the one being done: the same words can mean another rule there.
    """
    classified = wire.classify(reply)
    match classified.kind:
        case Kind.REFUSED:
            raise HallRefused(read_words(classified.words, business))
        case Kind.TAKEN:
            raise SessionTaken
        case Kind.SIGNED_OUT:
            raise HallUnavailable("大厅会话已结束")
        case Kind.MAINTENANCE:
            raise HallUnavailable("大厅正在维护")
    found = wire.page(reply)
    if classified.kind is not Kind.DATA or found is None or found.kind != kind:
        raise WireChanged(request.operation, f"page {kind}", classified.what)
    return found
