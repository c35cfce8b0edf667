"""The routes of the hall: who is let in, what must stand in a request, and who answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from sigateway_mockservers.jiangsu import slips
from sigateway_mockservers.jiangsu.access import login_views as login
from sigateway_mockservers.jiangsu.access import rank_views as ranks
from sigateway_mockservers.jiangsu.access import views as access
from sigateway_mockservers.jiangsu.filings import views as filing
from sigateway_mockservers.jiangsu.visit import Handler


class Door(Enum):
    """Who is let in."""

    ANYONE = "anyone"
    SESSION = "any session"
    UNIT = "a session at a unit"
    MANAGER = "a session of the legal representative or an administrator"
    PERSON = "a person's own session"


#: How the value of a key is typed in JSON.
Form = Mapping[str, type]


def _form(*texts: str, **others: type) -> Form:
    return {**dict.fromkeys(texts, str), **others}


@dataclass(frozen=True, slots=True)
class Route:
    """One route. ``form``: the keys of the JSON object of a POST, or of the query of a GET."""

    method: str
    path: str
    operation: str
    door: Door
    handler: Handler
    form: Form = field(default_factory=dict)


_ACCESS = (
    Route("GET", "api/areas", "area.list", Door.ANYONE, login.area_list),
    Route("GET", "api/help", "help.open", Door.ANYONE, login.help_open),
    Route(
        "POST", "api/login/ca/challenge", "challenge.open", Door.ANYONE, login.challenge_open, _form("area")
    ),
    Route(
        "POST",
        "api/login/ca",
        "login.certificate",
        Door.ANYONE,
        login.login_certificate,
        _form("area", "challenge", "certificate", "signature", initialPin=bool),
    ),
    Route(
        "POST",
        "api/login/handler",
        "login.handler",
        Door.ANYONE,
        login.login_handler,
        _form("area", "unit", "person", "password", "pass"),
    ),
    Route(
        "POST",
        "api/login/person",
        "login.person",
        Door.ANYONE,
        login.login_person,
        _form("idNumber", "password"),
    ),
    Route("POST", "api/logout", "logout", Door.SESSION, login.logout),
    Route(
        "POST",
        "api/face",
        "face.start",
        Door.ANYONE,
        access.face_start,
        _form("purpose", "area", "unit", "name", "idNumber"),
    ),
    Route("GET", "api/face/state", "face.poll", Door.ANYONE, access.face_poll, _form("ticket")),
    Route(
        "GET",
        "api/registration",
        "registration.state",
        Door.ANYONE,
        access.registration_state,
        _form("unit"),
    ),
    Route(
        "POST",
        "api/registration",
        "registration.submit",
        Door.ANYONE,
        access.registration_submit,
        _form("area", "unit", "name", "idNumber", "mobile", "pass"),
    ),
    Route(
        "POST",
        "api/account/activate",
        "account.activate",
        Door.ANYONE,
        access.account_activate,
        _form("area", "unit", "idNumber", "password", "pass"),
    ),
    Route(
        "POST",
        "api/password/reset",
        "password.reset",
        Door.ANYONE,
        access.password_reset,
        _form("unit", "idNumber", "password", "pass"),
    ),
    Route(
        "POST",
        "api/password/change",
        "password.change",
        Door.SESSION,
        access.password_change,
        _form("old", "password"),
    ),
    Route(
        "POST",
        "api/person",
        "person.register",
        Door.ANYONE,
        access.person_register,
        _form("name", "idNumber", "mobile", "password", "pass"),
    ),
    Route("GET", "api/unit/consent", "consent.open", Door.MANAGER, ranks.consent_open),
    Route(
        "POST",
        "api/unit/consent",
        "consent.give",
        Door.MANAGER,
        ranks.consent_give,
        _form("version", "digest"),
    ),
    Route("GET", "api/unit/handlers", "handler.list", Door.MANAGER, ranks.handler_list, _form("page")),
    Route(
        "POST",
        "api/unit/handlers",
        "handler.grant",
        Door.MANAGER,
        ranks.handler_grant,
        _form("rank", "name", "idNumber", "mobile", scopes=list),
    ),
    Route(
        "POST",
        "api/unit/handlers/scopes",
        "handler.scopes",
        Door.MANAGER,
        ranks.handler_scopes,
        _form("grant", scopes=list),
    ),
    Route(
        "POST",
        "api/unit/handlers/revoke",
        "handler.revoke",
        Door.MANAGER,
        ranks.handler_revoke,
        _form("grant"),
    ),
)
_MONTHS = _form("from", "to")
_FILING = (
    Route("GET", "api/unit", "unit.open", Door.UNIT, filing.unit_open),
    Route("GET", "api/person/standing", "person.open", Door.SESSION, filing.person_open, _form("idNumber")),
    Route(
        "POST",
        "api/filing/check",
        "filing.check",
        Door.SESSION,
        filing.filing_check,
        _form("matter", "replaces", fields=dict),
    ),
    Route(
        "POST",
        "api/filing/submit",
        "filing.submit",
        Door.SESSION,
        filing.filing_submit,
        _form("draft", fields=dict),
    ),
    Route(
        "GET",
        "api/filing/list",
        "filing.list",
        Door.SESSION,
        filing.filing_list,
        _form("month", "idNumber", "draft", "page"),
    ),
    Route("GET", "api/filing", "filing.open", Door.SESSION, filing.filing_open, _form("filing")),
    Route("GET", "api/filing/draft", "draft.open", Door.SESSION, filing.draft_open, _form("draft")),
    Route(
        "POST",
        "api/filing/takeback",
        "filing.takeback",
        Door.SESSION,
        filing.filing_takeback,
        _form("filing", "matter", "idNumber"),
    ),
    Route("GET", "api/filing/form", "form.print", Door.UNIT, filing.form_print, _form("filing")),
    Route("GET", "api/unit/entitlements", "entitlement.unit", Door.UNIT, slips.entitlement_unit, _MONTHS),
    Route("GET", "api/unit/slip", "slip.unit", Door.UNIT, slips.slip_unit, _MONTHS),
    Route(
        "GET",
        "api/person/entitlements",
        "entitlement.person",
        Door.PERSON,
        slips.entitlement_person,
        _MONTHS,
    ),
    Route("GET", "api/person/slip", "slip.person", Door.PERSON, slips.slip_person, _MONTHS),
)

ROUTES: tuple[Route, ...] = (*_ACCESS, *_FILING)
OPERATIONS = frozenset(each.operation for each in ROUTES)
_BY_ADDRESS = {(each.method, f"/{each.path}"): each for each in ROUTES}


def route_of(method: str, path: str) -> Route | None:
    """The route of a request, its path below the mount; ``None`` when the hall has none."""
    return _BY_ADDRESS.get((method, path))
