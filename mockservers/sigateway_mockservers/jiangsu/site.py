"""The web site of the hall: one WSGI application for all Worlds."""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING

from sigateway_mockservers.jiangsu import reasons
from sigateway_mockservers.jiangsu.actions import ACTIONS
from sigateway_mockservers.jiangsu.hall import JiangsuHall
from sigateway_mockservers.jiangsu.names import HALL, MATTERS, VARIANTS
from sigateway_mockservers.jiangsu.reception import Received, Reception
from sigateway_mockservers.jiangsu.routes import OPERATIONS, route_of
from sigateway_mockservers.jiangsu.staff.filing import FILING, TAKING_BACK
from sigateway_mockservers.jiangsu.visit import Answer, Paper
from sigateway_mockservers.kernel.hall import ENVIRON_INSTEAD, ENVIRON_NOTES, ENVIRON_WORLD
from sigateway_mockservers.kernel.hall_site import NOT_MODELLED, HallSiteBase
from sigateway_mockservers.kernel.oracle import FilingVerbs
from sigateway_mockservers.kernel.replies import PDF_TYPE, Reply, file_reply

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

    from sigateway_mockservers.kernel.world import World

_JSON = "application/json; charset=UTF-8"


class JiangsuSite(HallSiteBase):
    """See :class:`sigateway_mockservers.kernel.hall.HallSite`."""

    name = HALL
    state = JiangsuHall
    actions = ACTIONS
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

    def operation_of(self, method: str, path: str) -> str:
        """The operation that a request is for, ``not_modelled`` when the hall has none."""
        route = route_of(method, path)
        return route.operation if route is not None else NOT_MODELLED

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
            return file_reply(answer.content, PDF_TYPE, answer.name).send(start_response, now)
        status = HTTPStatus(answer.status)
        said = Reply(answer.written(now), _JSON, f"{status.value} {status.phrase}")
        return said.send(start_response, now)


def _received(environ: WSGIEnvironment) -> Received:
    return Received(
        content=environ["wsgi.input"].read(),
        query=environ.get("QUERY_STRING", ""),
        media_type=environ.get("CONTENT_TYPE", ""),
        authorization=environ.get("HTTP_AUTHORIZATION", ""),
    )
