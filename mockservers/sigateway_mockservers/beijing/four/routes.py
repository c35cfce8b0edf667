"""Every route of the four system, relative to ``sx/api/``."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from sigateway_mockservers.beijing.four import access, declarations, files, looking
from sigateway_mockservers.beijing.looking.queries import NAMES
from sigateway_mockservers.beijing.visit import Visit
from sigateway_mockservers.kernel.replies import Reply

Handler = Callable[[Visit, dict[str, Any]], Reply]


class Door(Enum):
    """Who is let in."""

    ANYONE = "anyone"
    UNIT = "a unit"
    PERSON = "an insured person"


@dataclass(frozen=True, slots=True)
class Route:
    """One route; ``{name}`` in its path is a part that differs."""

    method: str
    path: str
    operation: str
    handler: Handler
    door: Door = Door.UNIT
    has_body: bool = False

    def match(self, method: str, path: str) -> dict[str, str] | None:
        """The parts that differ, ``None`` when it is another route."""
        if method != self.method:
            return None
        found = _pattern(self.path).fullmatch(path)
        return found.groupdict() if found is not None else None


_PATTERNS: dict[str, re.Pattern[str]] = {}


def _pattern(path: str) -> re.Pattern[str]:
    if path not in _PATTERNS:
        _PATTERNS[path] = re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", path))
    return _PATTERNS[path]


def _get(path: str, operation: str, handler: Handler, door: Door = Door.UNIT) -> Route:
    return Route("GET", path, f"four.{operation}", handler, door)


def _send(path: str, operation: str, handler: Handler, door: Door = Door.UNIT, method: str = "POST") -> Route:
    return Route(method, path, f"four.{operation}", handler, door, has_body=True)


ROUTES: tuple[Route, ...] = (
    _get("auth/challenge", "challenge", access.challenge, Door.ANYONE),
    _send("auth/login", "login", access.login, Door.ANYONE),
    _send("auth/logout", "logout", access.logout),
    _get("unit", "unit", access.unit),
    _get("guide/opening", "guide", access.guide, Door.ANYONE),
    _get("menu", "menu", access.menu),
    _get("forms/{form}", "form_template", access.form_template, Door.ANYONE),
    _get("declarations/form", "form", declarations.form),
    _send("declarations", "save", declarations.save),
    _get("declarations", "list", declarations.list_),
    _get("declarations/{lsh}", "detail", declarations.detail),
    _send("declarations/{lsh}", "edit", declarations.edit, method="PUT"),
    _get("declarations/{lsh}/print", "print", declarations.print_),
    _send("declarations/{lsh}/submit", "submit", declarations.submit),
    _send("declarations/{lsh}/delete", "delete", declarations.delete),
    _send("declarations/{lsh}/withdraw", "withdraw", declarations.withdraw),
    Route("POST", "files", "file.upload", files.upload, has_body=True),
    Route("GET", "files", "file.list", files.list_),
    Route("GET", "files/{fileNo}", "file.detail", files.detail),
    Route("GET", "files/{fileNo}/lines", "file.lines", files.lines),
    Route("GET", "files/{fileNo}/result", "file.result", files.result),
    Route("GET", "files/{fileNo}/content", "file.content", files.content),
    Route("POST", "files/{fileNo}/drop", "file.drop", files.drop, has_body=True),
    Route("POST", "files/{fileNo}/submit", "file.submit", files.submit, has_body=True),
    Route("POST", "files/{fileNo}/delete", "file.delete", files.delete, has_body=True),
    _send("person/login", "person.login", access.person_login, Door.ANYONE),
    *(
        _get(f"person/{what}", f"person.{what}", looking.own(what), Door.PERSON)
        for what in ("basic", "payments", "pensionYears")
    ),
    *(_get(f"query/{name}", f"query.{name}", looking.query(name)) for name in NAMES),
    _get("consistency", "consistency", looking.declarations),
    _get("consistency/people", "consistency.people", looking.people),
    _get("consistency/unit", "consistency.unit", looking.unit),
)
FOLDER = "/sx/"
API = f"{FOLDER}api/"


def route_of(method: str, path: str) -> tuple[Route, dict[str, str]] | None:
    """The route of a request, its path below the mount of the hall."""
    if not path.startswith(API):
        return None
    for route in ROUTES:
        parts = route.match(method, path[len(API) :])
        if parts is not None:
            return route, parts
    return None
