"""The web site of the hall: one WSGI application for all Worlds."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable
from http import HTTPStatus
from importlib import resources
from typing import TYPE_CHECKING

from sigateway_mockservers.jiangsu import reasons
from sigateway_mockservers.jiangsu.controls import create_controls
from sigateway_mockservers.jiangsu.hall import JiangsuHall
from sigateway_mockservers.jiangsu.names import HALL, MATTERS, VARIANTS
from sigateway_mockservers.jiangsu.reception import Received, Reception
from sigateway_mockservers.jiangsu.routes import NOT_MODELLED, OPERATIONS, route_of
from sigateway_mockservers.jiangsu.staff.filing import FILING, TAKING_BACK
from sigateway_mockservers.jiangsu.visit import Answer, Paper
from sigateway_mockservers.kernel.dates import http_date
from sigateway_mockservers.kernel.hall import ENVIRON_INSTEAD, ENVIRON_NOTES, ENVIRON_WORLD, Ledger
from sigateway_mockservers.kernel.oracle import FilingVerbs

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment
    from flask import Blueprint

    from sigateway_mockservers.kernel.world import World

_JSON, _PDF = "application/json; charset=UTF-8", "application/pdf"


class JiangsuSite:
    """See :class:`sigateway_mockservers.kernel.hall.HallSite`."""

    name = HALL
    operations = OPERATIONS
    variants = VARIANTS
    filing_verbs = FilingVerbs(
        lands=frozenset({"filing.submit"}),
        ends=frozenset(
            {"filing.takeback", "counter.turned_away", "transfer.finished", *TAKING_BACK.values()}
        ),
        by_hand=frozenset(FILING.values()),
        follows={each.kind: each.follows for each in MATTERS.values()},
    )

    def __init__(self) -> None:
        self.ledger = Ledger(HALL, _read_ledger())

    def operation_of(self, method: str, path: str) -> str:
        """The operation that a request is for, ``not_modelled`` when the hall has none."""
        route = route_of(method, path)
        return route.operation if route is not None else NOT_MODELLED

    def open_in(self, world: World, variants: frozenset[str]) -> JiangsuHall:
        """Fresh state for a World."""
        return JiangsuHall(world, variants)

    def controls(self, world_of: Callable[[str], World]) -> Blueprint:
        """The hall's part of the control plane."""
        return create_controls(world_of)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request (WSGI)."""
        world: World = environ[ENVIRON_WORLD]
        route = route_of(environ["REQUEST_METHOD"], environ["PATH_INFO"])
        answer: Answer | Paper = Answer(reasons.NOT_MODELLED)
        if route is not None:
            answer = Reception(world.jiangsu).answer(
                route, _received(environ), environ[ENVIRON_NOTES], environ.get(ENVIRON_INSTEAD)
            )
        now = world.clock.now()
        if isinstance(answer, Paper):
            status, kind, body = HTTPStatus.OK, _PDF, answer.content
            named = [("Content-Disposition", f'attachment; filename="{answer.name}"')]
        else:
            status, kind, body, named = HTTPStatus(answer.status), _JSON, answer.written(now), []
        headers = [("Content-Type", kind), ("Content-Length", str(len(body))), ("Date", http_date(now))]
        start_response(f"{status.value} {status.phrase}", [*headers, *named])
        return [body]


def _received(environ: WSGIEnvironment) -> Received:
    return Received(
        content=environ["wsgi.input"].read(),
        query=environ.get("QUERY_STRING", ""),
        media_type=environ.get("CONTENT_TYPE", ""),
        authorization=environ.get("HTTP_AUTHORIZATION", ""),
    )


def _read_ledger() -> dict[str, object]:
    return tomllib.loads(resources.files(__package__).joinpath("ledger.toml").read_text(encoding="utf-8"))
