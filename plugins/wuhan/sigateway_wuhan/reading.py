"""One step of a conversation: send, tell the reply apart, and give back the page that was asked for, or say why not."""

from __future__ import annotations

from typing import Any

from sigateway.plugin import (
    Flow,
    Reply,
    Request,
    WireChanged,
    raise_unless_data,
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
    classified, expected, found = wire.classify(reply), f"page {kind}", wire.page(reply)
    raise_unless_data(classified, request.operation, lambda words: read_words(words, business), expected)
    if found is None or found.kind != kind:
        raise WireChanged(request.operation, expected, classified.what)
    return found


def open_file(request: Request, media_type: str) -> Flow[Reply]:
    """Send and receive a file of that type, whole. What it is of is for the caller to check."""
    reply = yield from send(request)
    classified = wire.classify(reply)
    wanted = "a workbook" if media_type == workbook.MEDIA_TYPE else f"a file {media_type}"
    raise_unless_data(classified, request.operation, read_words, wanted)
    if not reply.headers.get("content-type", "").lower().startswith(media_type):
        raise WireChanged(request.operation, wanted, classified.what)
    return reply


def open_workbook(request: Request) -> Flow[workbook.Sheet]:
    """Send and read the workbook that comes back."""
    reply = yield from open_file(request, workbook.MEDIA_TYPE)
    return workbook.read(reply.content, request.operation)
