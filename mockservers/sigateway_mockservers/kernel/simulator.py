"""The simulator: all Worlds behind one WSGI application.

``/w/<world>/<hall>/…`` goes to a hall with that prefix as SCRIPT_NAME, ``/_sim/…`` to the control plane. No code
path leads out of the process: what is not modelled answers 501.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cached_property
from io import BytesIO
from typing import TYPE_CHECKING, Any

from sigateway_mockservers.catalogue import open_sites, template_people
from sigateway_mockservers.kernel.control import create_control_app
from sigateway_mockservers.kernel.exchange import BufferedReply, HallExchange, call_buffered
from sigateway_mockservers.kernel.hall import ENVIRON_EXCHANGE, HallSite
from sigateway_mockservers.kernel.world import DEFAULT_ORIGIN, World, plan_world

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment
    from flask import Flask

DEFAULT_NOW = "2026-11-10T09:00:00+08:00"


class Simulator:
    """Holds Worlds and answers for them.

    ``wsgi_app`` is a plain WSGI callable; :class:`InProcess` and :func:`serve` also act out faults of the
    connection, which no WSGI reply can express.
    """

    def __init__(self) -> None:
        self.sites: Mapping[str, HallSite] = open_sites()
        self.template_people = template_people()
        self._worlds: dict[str, World] = {}
        self._lock = threading.Lock()

    @cached_property
    def _control(self) -> Flask:
        """The control plane, built when first asked for: most simulators are never asked."""
        return create_control_app(self)

    def create_world(
        self,
        *,
        seed: int = 0,
        now: str | datetime = DEFAULT_NOW,
        ticking: bool = False,
        variants: Mapping[str, Iterable[str]] | None = None,
    ) -> World:
        """A fresh World from the template. ``variants`` names hall settings: ``{"wuhan": {"accepts_duplicates"}}``."""
        plan = plan_world(self.sites, seed=seed, now=now, ticking=ticking, variants=variants)
        world = World(self.new_world_id(), plan, self)
        self.keep(world)
        return world

    def world(self, world_id: str) -> World:
        """The World of this id; a ``KeyError`` when there is none (any more)."""
        with self._lock:
            return self._worlds[world_id]

    def worlds(self) -> list[World]:
        """All Worlds, oldest first."""
        with self._lock:
            return list(self._worlds.values())

    def close_world(self, world_id: str) -> None:
        """Forget a World; a ``KeyError`` when there is none."""
        with self._lock:
            del self._worlds[world_id]

    def keep(self, world: World) -> None:
        """Make a World reachable under its id."""
        with self._lock:
            self._worlds[world.id] = world

    def new_world_id(self) -> str:
        """An id of its own: cookies do not tell ports apart, so two simulators must not share ids."""
        return secrets.token_hex(5)

    def hall_urls(self, world: World, origin: str = DEFAULT_ORIGIN) -> dict[str, str]:
        """The base URL of each hall of a World."""
        return {name: world.base_url(name, origin) for name in self.sites}

    def fidelity(self) -> dict[str, Any]:
        """The ledgers of all halls, with the grade of evidence of each rule and route."""
        return {name: dict(site.ledger.document) for name, site in self.sites.items()}

    def wsgi_app(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request (WSGI)."""
        reply = self._answer(environ)
        start_response(reply.status, reply.headers)
        return [reply.body]

    def _answer(self, environ: WSGIEnvironment) -> BufferedReply:
        _buffer_body(environ)
        path: str = environ["PATH_INFO"]
        if path == "/_sim" or path.startswith("/_sim/"):
            return call_buffered(self._control, environ)
        parts = path.split("/", 4)
        if len(parts) < 4 or parts[1] != "w":
            return _plain(
                "501 Not Implemented", "模拟 MOCK: halls are at /w/<world>/<hall>/, controls at /_sim/\n"
            )
        with self._lock:
            world = self._worlds.get(parts[2])
        site = self.sites.get(parts[3])
        if world is None or site is None:
            return _plain("404 Not Found", f"模拟 MOCK: no World {parts[2]!r} with a hall {parts[3]!r}\n")
        environ = dict(environ)
        environ["SCRIPT_NAME"] = f"{environ.get('SCRIPT_NAME', '')}/w/{world.id}/{site.name}"
        environ["PATH_INFO"] = "/" + parts[4] if len(parts) == 5 else ""
        return HallExchange(world, site, environ).run(environ.get(ENVIRON_EXCHANGE))


def _buffer_body(environ: WSGIEnvironment) -> None:
    """Read the request body now, so that a kept-alive connection is never left half read."""
    if environ.get("wsgi.input_terminated"):
        body = environ["wsgi.input"].read()
    else:
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    environ["wsgi.input"] = BytesIO(body)
    environ["CONTENT_LENGTH"] = str(len(body))
    environ["wsgi.input_terminated"] = True


def _plain(status: str, text: str) -> BufferedReply:
    body = text.encode("utf-8")
    headers = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))]
    return BufferedReply(status, headers, body)
