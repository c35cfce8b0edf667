"""What a view works with: the request's World and hall, its fields, its session, and the pages it answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from flask import Response, g, render_template, request

from sigateway_mockservers.kernel.dates import http_date
from sigateway_mockservers.kernel.hall import ENVIRON_NOTES, ENVIRON_WORLD
from sigateway_mockservers.kernel.journal import RequestNotes
from sigateway_mockservers.kernel.reasons import Reason
from sigateway_mockservers.wuhan.community.rights import menu_of
from sigateway_mockservers.wuhan.gbk import CONTENT_TYPE, FORM_TYPE, NotGbkError, read_all, write_page
from sigateway_mockservers.wuhan.journalling import noted
from sigateway_mockservers.wuhan.menu import MENU
from sigateway_mockservers.wuhan.records import Session, Task

if TYPE_CHECKING:
    from sigateway_mockservers.kernel.world import World
    from sigateway_mockservers.wuhan.community.users import User
    from sigateway_mockservers.wuhan.hall import WuhanHall

SESSION_COOKIE = "JSESSIONID"


def world() -> World:
    """The World of this request."""
    found: World = request.environ[ENVIRON_WORLD]
    return found


def hall() -> WuhanHall:
    """The hall of this request's World."""
    return world().wuhan


def notes() -> RequestNotes:
    """What the journal will say about this request."""
    found: RequestNotes = request.environ[ENVIRON_NOTES]
    return found


def session() -> Session:
    """The session of a signed-in request; the door has let nobody else through."""
    found: Session = g.session
    return found


def user() -> User:
    """Who signed in: a unit, a community or a person."""
    return hall().store.user(session().unit)


def menu() -> Sequence[tuple[str, str]]:
    """The menu of whoever signed in; the units' for a visitor."""
    return menu_of(user()) if "session" in g else MENU


def form() -> dict[str, str]:
    """The posted fields, from GBK; of a repeated field the last counts."""
    return {name: values[-1] for name, values in form_lists().items()}


def form_lists() -> dict[str, list[str]]:
    """The posted fields, from GBK, with every value of a repeated field."""
    if request.mimetype != FORM_TYPE:
        raise NotGbkError(f"a form is {FORM_TYPE}")
    return read_all(request.get_data())


def query() -> dict[str, str]:
    """The fields of the query, from GBK."""
    return {name: values[-1] for name, values in read_all(request.query_string).items()}


def page_number(text: str) -> int:
    """A page number, 1 for what is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 and int(text) > 0 else 1


def page(
    kind: str,
    *,
    messages: Iterable[Reason | str] = (),
    notice: bool = False,
    status: int = 200,
    template: str | None = None,
    **context: Any,
) -> Response:
    """A page of the hall, from the template of its kind or another. Reasons show their words; their rules go to the journal."""
    listed = list(messages)
    said = [each.rule for each in listed if isinstance(each, Reason)]
    notes().rule_ids += tuple(dict.fromkeys(rule for rule in said if rule not in notes().rule_ids))
    words = [each.words if isinstance(each, Reason) else each for each in listed]
    shown_as = "notice" if notice else "error"
    text = render_template(
        f"{template or kind}.html", kind=kind, messages=words, messages_class=shown_as, **context
    )
    return Response(write_page(text), status=status, content_type=CONTENT_TYPE)


def message(reason: Reason | str, *, status: int = 200) -> Response:
    """A page that only says something."""
    return page("message", messages=[reason], status=status)


def login_page(*messages: Reason | str) -> Response:
    """The log-in page with a fresh challenge."""
    return page(
        "login",
        messages=messages,
        challenge=hall().access.challenge(),
        sign_url=control_url("sign"),
    )


def go(path: str) -> Response:
    """302 to a path of this hall, relative, so that it holds under any mount. It has a body, so that it can be cut."""
    body = write_page(f'<html><body><a href="{path}">模拟 MOCK</a></body></html>')
    return Response(body, status=302, headers={"Location": path}, content_type=CONTENT_TYPE)


def control_url(path: str) -> str:
    """Where the control plane keeps what belongs to this hall."""
    return f"/_sim/worlds/{world().id}/wuhan/{path}"


def note_task(task: Task, *, committed: bool) -> None:
    """Write into the journal which item a request was about."""
    notes().committed = committed
    for name, value in noted(task).items():
        setattr(notes(), name, value)


def cookie_path() -> str:
    """The hall's base path, on which its cookie lives and nowhere else."""
    return request.script_root + "/"


def stamp(response: Response) -> Response:
    """Put the hall's own time on a reply."""
    response.headers["Date"] = http_date(world().clock.now())
    return response
