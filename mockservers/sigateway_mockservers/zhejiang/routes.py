"""Every route of the two sites, as data: who may come in, what the body holds, who answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto

from werkzeug.wrappers import Response

from sigateway_mockservers.kernel.hall_site import NOT_MODELLED
from sigateway_mockservers.zhejiang.entrance import views as entrance
from sigateway_mockservers.zhejiang.filings import views as filings
from sigateway_mockservers.zhejiang.filings.fields import ENROL_KEYS, SUSPEND_KEYS
from sigateway_mockservers.zhejiang.flexible import views as flexible
from sigateway_mockservers.zhejiang.names import HALL_SITE, PORTAL_SITE
from sigateway_mockservers.zhejiang.portal import views as portal
from sigateway_mockservers.zhejiang.proofs import views as proofs
from sigateway_mockservers.zhejiang.visit import Visit

Form = Mapping[str, str | Mapping[str, str]]


class Door(Enum):
    """Who may come in."""

    ANYONE = auto()
    SIGNED_IN = auto()
    LEGAL = auto()
    UNIT = auto()
    PERSONAL = auto()
    APP = auto()
    FLEXIBLE = auto()
    PROOF = auto()


@dataclass(frozen=True, slots=True)
class Route:
    """One route. ``form`` is what the JSON body holds; a ``GET`` has none."""

    site: str
    method: str
    path: str
    operation: str
    handler: Callable[[Visit], Response]
    door: Door = Door.ANYONE
    form: Form = field(default_factory=dict)

    def match(self, method: str, path: str) -> dict[str, str] | None:
        """The parts of the path, when it is this route."""
        pattern = re.sub(r"\{(\w+)\}", r"(?P<\1>[A-Za-z0-9]{1,40})", self.path)
        found = re.fullmatch(pattern, path) if method == self.method else None
        return found.groupdict() if found is not None else None


def _texts(*keys: str) -> Form:
    return dict.fromkeys(keys, "text")


def _hall(
    method: str,
    path: str,
    operation: str,
    handler: Callable[[Visit], Response],
    door: Door,
    form: Form | None = None,
) -> Route:
    return Route(HALL_SITE, method, path, f"hall.{operation}", handler, door, form or {})


def _portal(method: str, path: str, operation: str, handler: Callable[[Visit], Response]) -> Route:
    return Route(PORTAL_SITE, method, path, f"portal.{operation}", handler)


_ENROLMENT = dict.fromkeys(ENROL_KEYS, "text")
_OPENING: Form = {**_texts("place", "contactName", "contactMobile"), "schemes": "texts", "people": _ENROLMENT}
_UNIT_PROOF = _texts("site", "place", "unitCode", "contactName", "contactMobile")
_PERSON_PROOF: Form = {**_texts("site", "kind", "months", "captchaId", "captcha"), "schemes": "texts"}
_FLEXIBLE = _texts("site", "noticeVersion", "kind", "month", "base", "mobile")
_MATERIAL = _texts("code", "fileName", "content")
_CONFIRMED = _texts("confirm")

ROUTES: tuple[Route, ...] = (
    _portal("GET", "opensso/spsaehandler/metaAlias/sp", "entrances", portal.show_entrances),
    _portal("GET", "login.do", "login_page", portal.show_login),
    _portal("POST", "login.do", "login", portal.sign_in),
    _portal("GET", "opensso/UI/Logout", "logout", portal.sign_out),
    _hall("GET", "index", "index", entrance.index, Door.ANYONE),
    _hall("GET", "oauth/login", "exchange", entrance.exchange, Door.ANYONE),
    _hall("GET", "logout", "logout", entrance.sign_out, Door.ANYONE),
    _hall("GET", "api/session", "session", entrance.session, Door.SIGNED_IN),
    _hall("GET", "api/menu", "menu", entrance.menu, Door.SIGNED_IN),
    _hall("GET", "api/places", "places", entrance.show_places, Door.ANYONE),
    _hall("GET", "api/enrol/search", "enrol.search", filings.search_to_enrol, Door.UNIT),
    _hall("POST", "api/enrol", "enrol.save", filings.enrol, Door.UNIT, _ENROLMENT),
    _hall("GET", "api/suspend/search", "suspend.search", filings.search_to_suspend, Door.UNIT),
    _hall("POST", "api/suspend", "suspend.save", filings.suspend, Door.UNIT, _texts(*SUSPEND_KEYS)),
    _hall("GET", "api/progress", "progress.list", filings.list_progress, Door.UNIT),
    _hall("GET", "api/progress/{itemNo}", "progress.detail", filings.show_progress, Door.UNIT),
    _hall("GET", "api/progress/{itemNo}/take-back", "take_back.ask", filings.ask_take_back, Door.UNIT),
    _hall(
        "POST",
        "api/progress/{itemNo}/take-back",
        "take_back.confirm",
        filings.take_back,
        Door.UNIT,
        _CONFIRMED,
    ),
    _hall("GET", "api/opening", "opening.open", filings.show_opening, Door.LEGAL),
    _hall("POST", "api/opening", "opening.submit", filings.open_company, Door.LEGAL, _OPENING),
    _hall("POST", "api/proofs/unit", "proof.unit", proofs.unit_proof, Door.PERSONAL, _UNIT_PROOF),
    _hall("POST", "api/proofs/person", "proof.person", proofs.person_proof, Door.APP, _PERSON_PROOF),
    _hall("GET", "api/captcha", "captcha", proofs.captcha, Door.APP),
    _hall("GET", "api/proofs/{proofNo}", "proof.preview", proofs.preview, Door.PROOF),
    _hall("GET", "api/proofs/{proofNo}/download", "proof.download", proofs.download, Door.PROOF),
    _hall("GET", "api/proofs/{proofNo}/print", "proof.print", proofs.show_print, Door.PROOF),
    _hall("GET", "api/seal/root", "seal_root", proofs.seal_root, Door.ANYONE),
    _hall("GET", "api/flexible", "flexible.open", flexible.open_matter, Door.FLEXIBLE),
    _hall("GET", "api/flexible/notice", "flexible.notice", flexible.notice, Door.FLEXIBLE),
    _hall("GET", "api/flexible/items", "flexible.list", flexible.list_own, Door.FLEXIBLE),
    _hall("POST", "api/flexible", "flexible.declare", flexible.declare, Door.FLEXIBLE, _FLEXIBLE),
    _hall(
        "POST",
        "api/flexible/{draftNo}/materials",
        "flexible.materials",
        flexible.add_material,
        Door.FLEXIBLE,
        _MATERIAL,
    ),
    _hall("POST", "api/flexible/{draftNo}/submit", "flexible.submit", flexible.submit, Door.FLEXIBLE),
    _hall("GET", "api/flexible/{itemNo}/receipt", "flexible.receipt", flexible.receipt, Door.FLEXIBLE),
)

OPERATIONS = frozenset({route.operation for route in ROUTES} | {NOT_MODELLED})


def find_route(method: str, path: str) -> tuple[Route, dict[str, str]] | None:
    """The route of a path such as ``/hall/api/menu``, with the parts of its path."""
    for route in ROUTES:
        prefix = f"/{route.site}/"
        if path.startswith(prefix):
            parts = route.match(method, path.removeprefix(prefix))
            if parts is not None:
                return route, parts
    return None
