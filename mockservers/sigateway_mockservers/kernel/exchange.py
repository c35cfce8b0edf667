"""One request to a hall, with the faults that strike it.

The hall answers under its World's lock; what takes time (a stall) is left to the transport, after the lock is
given back, so that a stalled request never holds up another.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from http import HTTPStatus
from io import BytesIO
from typing import TYPE_CHECKING, Any

from sigateway_mockservers.kernel.clock import first_of_next_month
from sigateway_mockservers.kernel.dates import http_date
from sigateway_mockservers.kernel.faults import (
    AFTER,
    BEFORE,
    LOGIN_PAGE_SIGNED_OUT,
    PAGE_KINDS,
    TRANSPORT_KINDS,
    Fault,
)
from sigateway_mockservers.kernel.hall import ENVIRON_INSTEAD, ENVIRON_NOTES, ENVIRON_WORLD, HallSite
from sigateway_mockservers.kernel.journal import RequestNotes

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment

    from sigateway_mockservers.kernel.world import World

DEFAULT_SHOWN_LATE_SECONDS = 600.0

MOCK_HEADER = "X-Mock-Hall"
"""On every reply of a hall, so that a client can know that no real filing is at stake."""


@dataclass(slots=True)
class Exchange:
    """What a transport offers under ``ENVIRON_EXCHANGE``: the fault that it must act out itself, if any."""

    fault: Fault | None = None


@dataclass(frozen=True, slots=True)
class BufferedReply:
    """A whole reply, read to its end."""

    status: str
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""

    @property
    def code(self) -> int:
        """The numeric status."""
        return int(self.status.split(None, 1)[0])


def call_buffered(application: WSGIApplication, environ: WSGIEnvironment) -> BufferedReply:
    """Run a WSGI application and read its reply to the end."""
    started: list[tuple[str, list[tuple[str, str]]]] = []

    def start_response(status: str, headers: list[tuple[str, str]], _exc_info: Any = None) -> Any:
        started[:] = [(status, headers)]

    chunks: Iterable[bytes] = application(environ, start_response)
    try:
        body = b"".join(chunks)
    finally:
        close = getattr(chunks, "close", None)
        if close is not None:
            close()
    status, headers = started[0]
    return BufferedReply(status, list(headers), body)


class HallExchange:
    """Runs one request against one hall of one World, and writes it into the journal."""

    def __init__(self, world: World, site: HallSite, environ: WSGIEnvironment) -> None:
        self._world = world
        self._site = site
        self._environ = environ
        self._method: str = environ["REQUEST_METHOD"]
        self._path: str = environ["PATH_INFO"]
        self._body = environ["wsgi.input"].read()
        self._notes = RequestNotes()

    def run(self, exchange: Exchange | None) -> BufferedReply:
        """Answer the request; transport faults are left in ``exchange`` for the transport to act out."""
        with self._world.lock:
            self._world.settle()
            operation = self._site.operation_of(self._method, self._path)
            fault = self._world.faults.take(self._site.name, operation)
            if fault is not None and exchange is None and fault.do in TRANSPORT_KINDS:
                raise RuntimeError(
                    f"fault {fault.do} needs our own server or InProcess, not another WSGI server"
                )
            at = self._world.clock.now()
            reply, acted = self._strike(fault) if fault is not None else (self._ask(), True)
            self._world.journal.add(
                at=at,
                hall=self._site.name,
                operation=operation,
                method=self._method,
                path=self._path,
                status=reply.code if acted else 0,
                committed=self._notes.committed,
                rule_ids=self._notes.rule_ids,
                fault=fault.label if fault is not None else None,
                subject=self._notes.subject,
                kind=self._notes.kind,
                unit=self._notes.unit,
                person=self._notes.person,
                content=self._notes.content,
                parts=self._notes.parts,
            )
        if (
            fault is not None
            and exchange is not None
            and (fault.do in TRANSPORT_KINDS or fault.do == "truncate")
        ):
            exchange.fault = fault
        return replace(reply, headers=[*reply.headers, (MOCK_HEADER, self._site.name)])

    def _strike(self, fault: Fault) -> tuple[BufferedReply, bool]:
        """The reply under a fault, and whether the hall acted on the request."""
        if fault.do == "window_closes":
            clock = self._world.clock
            if fault.advance is None:
                clock.advance(to=first_of_next_month(clock.now()))
            else:
                clock.advance(by=fault.advance)
            return self._ask(), True
        if fault.do == "shown_late":
            return self._ask_and_show_late(fault), True
        if fault.do == "truncate":
            return self._ask(), True
        acted = fault.when != BEFORE
        reply = self._ask() if acted else self._gateway_error(fault)
        if fault.do in PAGE_KINDS:
            instead = (
                LOGIN_PAGE_SIGNED_OUT if fault.do == "login_page" and not fault.keep_session else fault.do
            )
            return self._ask(instead=instead), acted
        if fault.do == "status_5xx" and fault.when == AFTER:
            return self._gateway_error(fault), acted
        return reply, acted

    def _ask(self, *, instead: str | None = None) -> BufferedReply:
        environ = dict(self._environ)
        environ["wsgi.input"] = BytesIO(self._body)
        environ[ENVIRON_WORLD] = self._world
        # A replacement page must not blot out what the request itself did.
        environ[ENVIRON_NOTES] = self._notes if instead is None else RequestNotes()
        environ[ENVIRON_INSTEAD] = instead
        return call_buffered(self._site, environ)

    def _ask_and_show_late(self, fault: Fault) -> BufferedReply:
        hall = self._world.halls[self._site.name]
        picture = hall.picture()
        reply = self._ask()
        seconds = DEFAULT_SHOWN_LATE_SECONDS if fault.seconds is None else fault.seconds
        hall.show_late(picture, self._world.clock.now() + timedelta(seconds=seconds))
        return reply

    def _gateway_error(self, fault: Fault) -> BufferedReply:
        phrase = HTTPStatus(fault.status).phrase if fault.status in set(HTTPStatus) else "Server Error"
        title = f"{fault.status} {phrase}"
        body = f"<html><head><title>{title}</title></head><body><h1>{title}</h1></body></html>".encode(
            "ascii"
        )
        headers = [
            ("Content-Type", "text/html"),
            ("Content-Length", str(len(body))),
            ("Date", http_date(self._world.clock.now())),
        ]
        return BufferedReply(title, headers, body)
