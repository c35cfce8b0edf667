"""The simulator over real sockets: HTTP/1.1 with keep-alive, faults acted out on the connection.

One difference from :class:`InProcess` cannot be avoided. Which fault strikes depends on the request, so a server
must read the request before it can act; ``refuse`` therefore closes the connection unanswered, and the client, who
cannot know better, sees a server that went away (in doubt) where in process it sees a refused connection (not
sent). The hall has not acted in either case.
"""

from __future__ import annotations

import select
import socket
import struct
import threading
import time
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler

from sigateway_mockservers.kernel.exchange import BufferedReply, Exchange, call_buffered
from sigateway_mockservers.kernel.faults import Fault
from sigateway_mockservers.kernel.hall import ENVIRON_EXCHANGE
from sigateway_mockservers.kernel.transports import DEFAULT_STALL_SECONDS, cut_body

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

    from sigateway_mockservers.kernel.simulator import Simulator

_POLL_SECONDS = 0.02
_RESET_ON_CLOSE = struct.pack("ii", 1, 0)


class _Handler(WSGIRequestHandler):
    """Answers whole replies and keeps the connection, which werkzeug's own handler never does."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def make_environ(self) -> WSGIEnvironment:
        environ = super().make_environ()
        # Only keys of HTTP may come from the client; this one is ours.
        environ[ENVIRON_EXCHANGE] = self._exchange = Exchange()
        return environ

    def run_wsgi(self) -> None:
        """Answer one request, or act out the fault that struck it."""
        if self.headers.get("Expect", "").strip().lower() == "100-continue":
            self.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        try:
            reply = call_buffered(self.server.app, self.make_environ())
        except Exception as error:  # noqa: BLE001 - a failing hall is reported when the server stops
            self.server.errors.append(error)
            reply = BufferedReply("500 Internal Server Error", [("Content-Length", "0")])
        fault = self._exchange.fault
        if fault is None:
            self._send(reply, reply.body)
        else:
            self._act_out(fault, reply)

    def _act_out(self, fault: Fault, reply: BufferedReply) -> None:
        self.close_connection = True
        if fault.do == "truncate":
            body = cut_body(reply.body)
            promised = len(body) if fault.silent else len(reply.body)
            self.close_connection = not fault.silent
            self._send(reply, body, promised)
        elif fault.do == "reset":
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
            self.server.abort(self.connection)
        elif fault.do == "stall":
            self._wait_for_client_to_leave(DEFAULT_STALL_SECONDS if fault.seconds is None else fault.seconds)

    def _wait_for_client_to_leave(self, longest: float) -> None:
        deadline = time.monotonic() + longest
        while not self.server.stopping.is_set() and time.monotonic() < deadline:
            readable, _, _ = select.select([self.connection], [], [], _POLL_SECONDS)
            if readable and not self.connection.recv(1, socket.MSG_PEEK):
                return

    def _send(self, reply: BufferedReply, body: bytes, promised: int | None = None) -> None:
        head = [f"HTTP/1.1 {reply.status}"]
        head += [f"{name}: {value}" for name, value in reply.headers if name.lower() != "content-length"]
        head.append(f"Content-Length: {len(body) if promised is None else promised}")
        head.append("Connection: " + ("close" if self.close_connection else "keep-alive"))
        self.wfile.write(
            ("\r\n".join(head) + "\r\n\r\n").encode("latin-1") + (b"" if self.command == "HEAD" else body)
        )

    def log(self, type: str, message: str, *args: Any) -> None:
        """Stay silent: the journal is the log."""


class _Server(ThreadedWSGIServer):
    """A threaded server that knows its connections, so that it can stop at once and leave no thread behind."""

    daemon_threads = False
    block_on_close = True

    def __init__(self, simulator: Simulator, host: str, port: int) -> None:
        self.stopping = threading.Event()
        self.errors: list[Exception] = []
        self._open: set[socket.socket] = set()
        self._open_lock = threading.Lock()
        # Binding first: werkzeug would print its own words and exit when the port is taken.
        if not 0 <= port <= 65535:
            raise OSError(f"a port is 0 to 65535, not {port}")
        listener = socket.create_server((host, port))
        try:
            super().__init__(host, port, simulator.wsgi_app, handler=_Handler, fd=listener.fileno())
        finally:
            listener.close()

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._open_lock:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        with self._open_lock:
            self._open.discard(request)
        super().shutdown_request(request)

    def abort(self, connection: socket.socket) -> None:
        """Close without the polite shutdown, so that the peer sees a reset."""
        with self._open_lock:
            self._open.discard(connection)
        connection.close()

    def hang_up(self) -> None:
        """End the connections that clients keep open, so that their threads can end."""
        self.stopping.set()
        with self._open_lock:
            for connection in self._open:
                try:
                    connection.shutdown(socket.SHUT_RDWR)
                except OSError:
                    continue  # the client was quicker


class MockServer:
    """A running simulator. Use it as a context manager, or call :meth:`stop`."""

    def __init__(self, simulator: Simulator, host: str, port: int) -> None:
        self.simulator = simulator
        self._server = _Server(simulator, host, port)
        self.host = host
        self.port: int = self._server.server_address[1]
        self._thread = threading.Thread(
            target=self._server.serve_forever,
            kwargs={"poll_interval": _POLL_SECONDS},
            name=f"mock-halls-{self.port}",
        )
        self._thread.start()

    @property
    def url(self) -> str:
        """The origin, such as ``http://127.0.0.1:40123``: give it to ``World.base_url``."""
        return f"http://{self.host}:{self.port}"

    @property
    def errors(self) -> list[Exception]:
        """What went wrong inside the mock itself; empty unless the mock has a bug."""
        return self._server.errors

    def stop(self) -> None:
        """Stop serving, hang up, and wait for every thread."""
        self._server.shutdown()
        self._server.hang_up()
        self._server.server_close()
        self._thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        if error is None and self.errors:
            raise ExceptionGroup("the mock itself failed while serving", self.errors)


def serve(simulator: Simulator, port: int = 0, host: str = "127.0.0.1") -> MockServer:
    """Serve a simulator in a thread of this process; port 0 takes a free one. ``OSError`` when the port is taken."""
    return MockServer(simulator, host, port)
