"""The web site of the hall: one WSGI application for all Worlds."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from sigateway_mockservers.kernel.hall import ENVIRON_INSTEAD, ENVIRON_NOTES, ENVIRON_WORLD
from sigateway_mockservers.kernel.hall_site import NOT_MODELLED, HallSiteBase
from sigateway_mockservers.kernel.oracle import FilingVerbs
from sigateway_mockservers.kernel.replies import PDF_TYPE, Reply, file_reply
from sigateway_mockservers.shanghai.actions import ACTIONS
from sigateway_mockservers.shanghai.functions import FOLDER, OPERATIONS, function_of
from sigateway_mockservers.shanghai.hall import ShanghaiHall
from sigateway_mockservers.shanghai.names import BUSINESSES, HALL, VARIANTS
from sigateway_mockservers.shanghai.reception import Received, Reception, not_modelled
from sigateway_mockservers.shanghai.staff.filing import DECLARING, WITHDRAWING
from sigateway_mockservers.shanghai.wire.answers import XML, Answer, File, write_answer

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

    from sigateway_mockservers.kernel.world import World

_NAME = re.compile(r"[a-z]{1,16}", re.ASCII)


class ShanghaiSite(HallSiteBase):
    """See :class:`sigateway_mockservers.kernel.hall.HallSite`."""

    name = HALL
    state = ShanghaiHall
    actions = ACTIONS
    operations = OPERATIONS
    variants = VARIANTS
    filing_verbs = FilingVerbs(
        lands=frozenset({"declaration.submit"}),
        ends=frozenset({"withdrawal.submit", *WITHDRAWING.values()}),
        by_hand=frozenset(DECLARING.values()),
        follows={each.kind: each.follows for each in BUSINESSES.values()},
    )

    def operation_of(self, method: str, path: str) -> str:
        """The operation that a request is for, ``not_modelled`` when the hall has none."""
        function = function_of(method, path)
        return function.operation if function is not None else NOT_MODELLED

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request (WSGI)."""
        world: World = environ[ENVIRON_WORLD]
        path: str = environ["PATH_INFO"]
        function = function_of(environ["REQUEST_METHOD"], path)
        answer: Answer | File = not_modelled()
        if function is not None:
            reception = Reception(world.shanghai)
            answer = reception.answer(
                function, _received(environ), environ[ENVIRON_NOTES], environ.get(ENVIRON_INSTEAD)
            )
        now = world.clock.now()
        if isinstance(answer, File):
            return file_reply(answer.content, PDF_TYPE, answer.name).send(start_response, now)
        written = write_answer(answer, _asked_for(path), now)
        return Reply(written, XML, answer.status).send(start_response, now)


def _received(environ: WSGIEnvironment) -> Received:
    return Received(
        content=environ["wsgi.input"].read(),
        token=environ.get("HTTP_X_HUIHUA", ""),
        media_type=environ.get("CONTENT_TYPE", ""),
        encoding=environ.get("HTTP_CONTENT_ENCODING", ""),
        query=environ.get("QUERY_STRING", ""),
    )


def _asked_for(path: str) -> str:
    """The function that a path names, if it is a name at all."""
    name = path.removeprefix(FOLDER)
    return name if path.startswith(FOLDER) and _NAME.fullmatch(name) else ""
