"""The two web sites of the hall: one WSGI application for all Worlds."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable
from importlib import resources
from typing import TYPE_CHECKING

from sigateway_mockservers.beijing.clerk import SUBMITTED
from sigateway_mockservers.beijing.controls import create_controls
from sigateway_mockservers.beijing.four import reception as four
from sigateway_mockservers.beijing.four import routes as four_routes
from sigateway_mockservers.beijing.four.envelope import not_modelled
from sigateway_mockservers.beijing.hall import BeijingHall
from sigateway_mockservers.beijing.medical import reception as medical
from sigateway_mockservers.beijing.names import BUSINESSES, HALL, SYSTEMS, VARIANTS, kind_in
from sigateway_mockservers.beijing.request import Request
from sigateway_mockservers.kernel.dates import http_date
from sigateway_mockservers.kernel.hall import ENVIRON_WORLD, Ledger
from sigateway_mockservers.kernel.oracle import FilingVerbs

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment
    from flask import Blueprint

    from sigateway_mockservers.kernel.world import World

NOT_MODELLED = "not_modelled"
OPERATIONS = frozenset(
    [each.operation for each in four_routes.ROUTES] + [each.operation for each in medical.ROUTES]
)


class BeijingSite:
    """See :class:`sigateway_mockservers.kernel.hall.HallSite`."""

    name = HALL
    operations = OPERATIONS
    variants = VARIANTS
    filing_verbs = FilingVerbs(
        lands=frozenset({"four.submit", "medical.submit", "file.submit", "file.forwarded"}),
        ends=frozenset(f"{system}.{end}" for system in SYSTEMS for end in ("failed", "withdrawn", "undone")),
        by_hand=frozenset(SUBMITTED.values()),
        follows={
            kind_in(each, system): frozenset(f"{kind}.{system}" for kind in each.follows)
            for each in BUSINESSES.values()
            for system in SYSTEMS
        },
    )

    def __init__(self) -> None:
        self.ledger = Ledger(HALL, _read_ledger())

    def operation_of(self, method: str, path: str) -> str:
        """The operation that a request is for, ``not_modelled`` when neither site has it."""
        found = four_routes.route_of(method, path)
        if found is not None:
            return found[0].operation
        route = medical.route_of(method, path)
        return route.operation if route is not None else NOT_MODELLED

    def open_in(self, world: World, variants: frozenset[str]) -> BeijingHall:
        """Fresh state for a World."""
        return BeijingHall(world, variants)

    def controls(self, world_of: Callable[[str], World]) -> Blueprint:
        """The hall's part of the control plane."""
        return create_controls(world_of)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request (WSGI)."""
        world: World = environ[ENVIRON_WORLD]
        hall, request = world.beijing, Request.read(environ)
        if request.path.startswith(medical.FOLDER):
            answer = medical.answer(hall, request)
        elif request.path.startswith(four_routes.FOLDER):
            answer = four.answer(hall, request)
        else:
            answer = not_modelled()
        headers = [
            ("Content-Type", answer.content_type),
            ("Content-Length", str(len(answer.body))),
            ("Date", http_date(world.clock.now())),
            *answer.headers,
        ]
        start_response(answer.status, headers)
        return [answer.body]


def _read_ledger() -> dict[str, object]:
    return tomllib.loads(resources.files(__package__).joinpath("ledger.toml").read_text(encoding="utf-8"))
