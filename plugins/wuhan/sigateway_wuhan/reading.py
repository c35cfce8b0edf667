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

from . import wire, workbook
from .business import Business
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
    _refuse(reply, business)
    found = wire.page(reply)
    if found is None or found.kind != kind or wire.classify(reply).kind is not Kind.DATA:
        raise WireChanged(request.operation, f"page {kind}", wire.classify(reply).what)
    return found


def open_file(request: Request, media_type: str) -> Flow[Reply]:
    """Send and receive a file of that type, whole. What it is of is for the caller to check."""
    reply = yield from send(request)
    _refuse(reply)
    classified = wire.classify(reply)
    right_type = reply.headers.get("content-type", "").lower().startswith(media_type)
    if classified.kind is not Kind.DATA or not right_type:
        wanted = "a workbook" if media_type == workbook.MEDIA_TYPE else f"a file {media_type}"
        raise WireChanged(request.operation, wanted, classified.what)
    return reply


def open_workbook(request: Request) -> Flow[workbook.Sheet]:
    """Send and read the workbook that comes back."""
    reply = yield from open_file(request, workbook.MEDIA_TYPE)
    return workbook.read(reply.content, request.operation)


def _refuse(reply: Reply, business: Business[Any, Any] | None = None) -> None:
    """Raise what the page of a refusal, of a log-in or of maintenance means."""
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
