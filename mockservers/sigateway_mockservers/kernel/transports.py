"""InProcess: httpx speaks to the simulator without a socket, and faults become the errors httpx would raise."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Iterator
from io import BytesIO
from typing import TYPE_CHECKING, NoReturn
from urllib.parse import unquote_to_bytes

import httpx

from sigateway_mockservers.kernel.exchange import BufferedReply, Exchange, call_buffered
from sigateway_mockservers.kernel.faults import Fault
from sigateway_mockservers.kernel.hall import ENVIRON_EXCHANGE

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

    from sigateway_mockservers.kernel.simulator import Simulator

DEFAULT_STALL_SECONDS = 30.0


class InProcess(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """An httpx transport, sync and async, that runs the simulator in this process.

    A stall does not take time: the client's read timeout is raised at once. Everything else is as over a socket;
    the one difference is ``refuse``, see ``kernel/server.py``.
    """

    def __init__(self, simulator: Simulator) -> None:
        self._simulator = simulator

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Answer one request (sync)."""
        return self._respond(request, request.read())

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer one request (async)."""
        return self._respond(request, await request.aread())

    def close(self) -> None:
        """Nothing is held open."""

    async def aclose(self) -> None:
        """Nothing is held open."""

    def _respond(self, request: httpx.Request, body: bytes) -> httpx.Response:
        exchange = Exchange()
        reply = call_buffered(self._simulator.wsgi_app, _environ(request, body, exchange))
        fault = exchange.fault
        if fault is None or (fault.do == "truncate" and fault.silent):
            return httpx.Response(
                reply.code, headers=_headers(reply, fault), stream=_Body(_cut(reply, fault))
            )
        if fault.do == "truncate":
            return httpx.Response(reply.code, headers=reply.headers, stream=_CutBody(_cut(reply, fault)))
        _raise_as_httpx(fault, request)


def _environ(request: httpx.Request, body: bytes, exchange: Exchange) -> WSGIEnvironment:
    raw_path, _, query = request.url.raw_path.partition(b"?")
    environ: WSGIEnvironment = {
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": request.url.scheme,
        "wsgi.input": BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        "REQUEST_METHOD": request.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(raw_path).decode("latin-1"),
        "QUERY_STRING": query.decode("latin-1"),
        "SERVER_NAME": request.url.host,
        "SERVER_PORT": str(request.url.port or {"http": 80, "https": 443}.get(request.url.scheme, 80)),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "CONTENT_LENGTH": str(len(body)),
        ENVIRON_EXCHANGE: exchange,
    }
    for raw_name, raw_value in request.headers.raw:
        name = raw_name.decode("ascii").upper().replace("-", "_")
        if name == "CONTENT_TYPE":
            environ[name] = raw_value.decode("latin-1")
        elif name not in ("CONTENT_LENGTH", "TRANSFER_ENCODING"):
            environ[f"HTTP_{name}"] = raw_value.decode("latin-1")
    return environ


def cut_body(body: bytes) -> bytes:
    """What is left of a body that is cut: the first half."""
    return body[: len(body) // 2]


def _cut(reply: BufferedReply, fault: Fault | None) -> bytes:
    return reply.body if fault is None else cut_body(reply.body)


def _headers(reply: BufferedReply, fault: Fault | None) -> list[tuple[str, str]]:
    if fault is None:
        return reply.headers
    kept = [(name, value) for name, value in reply.headers if name.lower() != "content-length"]
    return [*kept, ("Content-Length", str(len(cut_body(reply.body))))]


def _raise_as_httpx(fault: Fault, request: httpx.Request) -> NoReturn:
    if fault.do == "refuse" and fault.connect_timeout:
        raise httpx.ConnectTimeout("mock fault: the connection was never accepted", request=request)
    if fault.do == "refuse":
        raise httpx.ConnectError("mock fault: connection refused", request=request)
    if fault.do == "reset":
        raise httpx.ReadError("mock fault: connection reset by peer", request=request)
    read_timeout = (request.extensions.get("timeout") or {}).get("read")
    longest = DEFAULT_STALL_SECONDS if fault.seconds is None else fault.seconds
    if fault.do == "stall" and read_timeout is not None and read_timeout < longest:
        raise httpx.ReadTimeout("mock fault: no answer in time", request=request)
    raise httpx.RemoteProtocolError(
        "mock fault: Server disconnected without sending a response.", request=request
    )


class _Body(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A whole body for either kind of client."""

    def __init__(self, body: bytes) -> None:
        self._body = body

    def __iter__(self) -> Iterator[bytes]:
        yield self._body

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield self._body


class _CutBody(_Body):
    """A body that breaks off before the length that the headers promised."""

    def __iter__(self) -> Iterator[bytes]:
        yield self._body
        raise httpx.RemoteProtocolError(_CUT)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield self._body
        raise httpx.RemoteProtocolError(_CUT)


_CUT = "mock fault: peer closed connection without sending complete message body"
