"""``sigateway-mock``: the mock halls as a program, for any language and for a person's browser."""

from __future__ import annotations

import argparse
import errno
import json
import signal
import socket
import sys
import threading
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import datetime

from sigateway_mockservers.kernel.clock import SHANGHAI, parse_moment
from sigateway_mockservers.kernel.hall import SeveralSites
from sigateway_mockservers.kernel.server import serve
from sigateway_mockservers.kernel.simulator import Simulator
from sigateway_mockservers.kernel.world import DEFAULT_ORIGIN, World

PROGRAM = "sigateway-mock"


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line."""

    def error(self, message: str) -> None:  # type: ignore[override]  # it does not return
        _give_up(f"{message}; see {PROGRAM} serve --help")


def _give_up(what: str) -> None:
    sys.stderr.write(f"{PROGRAM}: {what}\n")
    raise SystemExit(2)


def _moment(text: str) -> datetime:
    try:
        return parse_moment(text)
    except ValueError as error:
        hint = "is not an ISO time; write for example 2026-11-10T09:00:00+08:00"
        raise argparse.ArgumentTypeError(f"{text!r} {hint}") from error


_LAST_PORT = 65535


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > _LAST_PORT:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port; give 0 (a free one) to {_LAST_PORT}")
    return int(text)


def _why_not(host: str, port: int, error: Exception) -> str:
    """Why nothing can listen there, and what to do instead."""
    if isinstance(error, socket.gaierror | UnicodeError):
        return f"the host {host!r} is not known here; leave --host out for 127.0.0.1"
    number = error.errno if isinstance(error, OSError) else None
    if number == errno.EADDRNOTAVAIL:
        return f"{host!r} is no address of this machine; leave --host out for 127.0.0.1"
    if number == errno.EACCES:
        return f"port {port} is reserved for the system; give one from 1024 on, or leave --port out"
    hint = "stop what holds that port, or leave --port out for a free one"
    return f"cannot listen on {host}:{port} ({error}); {hint}"


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog=PROGRAM, description="Mock halls of social insurance. Synthetic; reaches out to nothing."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    serving = commands.add_parser("serve", help="serve one World until interrupted")
    serving.add_argument("--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1)")
    serving.add_argument("--port", type=_port, default=0, help="port to listen on (default: a free one)")
    serving.add_argument(
        "--world-now", type=_moment, metavar="ISO", help="the time it is in the World (default: now)"
    )
    serving.add_argument("--clock", choices=("frozen", "ticking"), default="ticking", help="default ticking")
    serving.add_argument(
        "--apart",
        action="store_true",
        help="give each further site of a hall that has several a port of its own, under the name localhost",
    )
    serving.add_argument("--seed", type=int, default=0, help="what the World draws from (default 0)")
    return parser


def _put_apart(simulator: Simulator, world: World, running: ExitStack) -> None:
    """Every site but the one called ``hall`` on a port and under a host name of its own, as at the real halls."""
    for hall in world.halls.values():
        if isinstance(hall, SeveralSites):
            for site in hall.sites(DEFAULT_ORIGIN):
                if site != "hall":
                    further = running.enter_context(serve(simulator))
                    hall.place(site, f"http://localhost:{further.port}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; the exit code is 0 after an interrupt, 2 when it cannot start."""
    chosen = _parser().parse_args(arguments)
    now: datetime = chosen.world_now or datetime.now(SHANGHAI)
    simulator = Simulator()
    try:
        socket.getaddrinfo(
            chosen.host, chosen.port
        )  # apart from listening, so that the two can be told apart
        server = serve(simulator, port=chosen.port, host=chosen.host)
    except (OSError, UnicodeError) as error:
        _give_up(_why_not(chosen.host, chosen.port, error))
        return 2
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    with ExitStack() as running:
        running.enter_context(server)
        world = simulator.create_world(seed=chosen.seed, now=now, ticking=chosen.clock == "ticking")
        if chosen.apart:
            _put_apart(simulator, world, running)
        ready = {
            "ready": True,
            "halls": simulator.hall_urls(world, server.url),
            "sites": {hall: world.site_urls(hall, server.url) for hall in world.halls},
            "control": f"{server.url}/_sim/",
            "world": world.id,
        }
        sys.stdout.write(json.dumps(ready) + "\n")
        sys.stdout.flush()
        stopped.wait()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
