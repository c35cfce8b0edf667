"""The two web sites of the hall: one WSGI application for all Worlds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sigateway_mockservers.beijing.actions import ACTIONS
from sigateway_mockservers.beijing.clerk import SUBMITTED
from sigateway_mockservers.beijing.four import reception as four
from sigateway_mockservers.beijing.four import routes as four_routes
from sigateway_mockservers.beijing.four.envelope import not_modelled
from sigateway_mockservers.beijing.hall import BeijingHall
from sigateway_mockservers.beijing.medical import reception as medical
from sigateway_mockservers.beijing.names import BUSINESSES, HALL, SYSTEMS, VARIANTS, kind_in
from sigateway_mockservers.beijing.request import Request
from sigateway_mockservers.kernel.hall import ENVIRON_WORLD
from sigateway_mockservers.kernel.hall_site import NOT_MODELLED, HallSiteBase
from sigateway_mockservers.kernel.oracle import FilingVerbs

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

    from sigateway_mockservers.kernel.world import World

OPERATIONS = frozenset(
    [each.operation for each in four_routes.ROUTES] + [each.operation for each in medical.ROUTES]
)


class BeijingSite(HallSiteBase):
    """See :class:`sigateway_mockservers.kernel.hall.HallSite`."""

    name = HALL
    state = BeijingHall
    actions = ACTIONS
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

    def operation_of(self, method: str, path: str) -> str:
        """The operation that a request is for, ``not_modelled`` when neither site has it."""
        found = four_routes.route_of(method, path)
        if found is not None:
            return found[0].operation
        route = medical.route_of(method, path)
        return route.operation if route is not None else NOT_MODELLED

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
        return answer.send(start_response, world.clock.now())
