"""Log-in by the portal's ticket (ZJ-02 to ZJ-05): to the portal, in by the right entrance, and back to the hall with an ``ssotoken``.

A unit's business is done by its legal-person account at 法人入口 (ZJ-04); its own proof is printed by a person's at 个人入口 (ZJ-24);
a person's own matters by 浙里办 (ZJ-30, ZJ-36). We name no IE kernel (ZJ-03).
"""

from __future__ import annotations

from typing import Final

from pydantic import Field

from sigateway.plugin import (
    Entrance,
    Flow,
    HallUnavailable,
    InsuredUnit,
    LoginRefused,
    Means,
    NotOffered,
    PortalLogin,
    Reply,
    Request,
    SignedIn,
    WireChanged,
    WrongUnit,
    follow,
    send,
)

from . import answers, wire, wire_portal
from .answers import MenuItem, Node
from .reading import answer_of, ask, page_of, read_words, refuse

_SAYS_NOTHING: Final = frozenset({"login_form_stale", "login_over"})
"""The codes in ``reasons.toml`` of a form or a session that had lapsed: they say nothing about the account."""

_RULES: Final = {Entrance.LEGAL_PERSON: "ZJ-04", Entrance.PERSONAL: "ZJ-24", Entrance.APP: "ZJ-30"}
_DOORS: Final = {
    Entrance.LEGAL_PERSON: "“法人入口”，用单位的法人账号",
    Entrance.PERSONAL: "“个人入口”，用经办人的个人账号",
    Entrance.APP: "“浙里办”APP，用本人的个人账号",
}


class ZhejiangSignedIn(SignedIn):
    """``entrance`` is the door by which we came in, ``menu`` what this session may do (ZJ-05), ``schemes`` the unit's insurances.

    ``place`` 参保地, ``contact`` 专管员 are the unit's as the hall has it; all empty for a person, and for a company that has no unit yet.
    """

    entrance: Entrance
    account: str = Field(repr=False)
    menu: tuple[MenuItem, ...]
    uscc: str = ""
    schemes: tuple[str, ...] = ()
    place: str = ""
    place_name: str = ""


def login(credentials: PortalLogin, unit: InsuredUnit) -> Flow[SignedIn]:
    """Sign in at the portal, and let the hall exchange the ticket. LoginRefused in the portal's words.

    A log-in page that had lapsed says nothing about the account: it is tried once more with a new one. So is a ticket.
    """
    for _ in range(2):
        arrived = yield from _to_the_hall(credentials)
        if arrived is not None:
            return (yield from _session(credentials, unit, arrived))
    raise HallUnavailable("登录页面或票据两次失效")


def _to_the_hall(credentials: PortalLogin) -> Flow[Reply | None]:
    """The hall's answer to the ticket: a redirect into the session; ``None`` when page or ticket had lapsed."""
    index = wire_portal.open_index(credentials.entrance)
    turned_away = yield from _redirect(index)
    doors = follow("portal.entrances", turned_away)
    reply = yield from send(doors)
    request = wire_portal.entrance_of(page_of(reply, doors, "entrances"), credentials.entrance, reply)
    reply = yield from send(request)
    shown = page_of(reply, request, "login")
    request = wire_portal.log_in(shown, credentials.username, credentials.secret_password(), reply)
    reply = yield from send(request)
    if reply.status != 302:
        reasons = read_words(page_of(reply, request, "login").messages)
        if any(reason.code in _SAYS_NOTHING for reason in reasons):
            return None
        if not reasons:
            raise WireChanged(request.operation, "a ticket, or words of refusal", "neither")
        raise LoginRefused(reasons)
    arrived = yield from _redirect(follow("hall.exchange", reply, Means.SIGN_IN))
    return arrived if (arrived.location or "").endswith("api/session") else None


def _redirect(request: Request) -> Flow[Reply]:
    """Send, and expect to be sent on."""
    reply = yield from send(request)
    if reply.status != 302:
        refuse(reply, request)
        raise WireChanged(request.operation, "a redirect", f"HTTP {reply.status}")
    return reply


def _session(credentials: PortalLogin, unit: InsuredUnit, arrived: Reply) -> Flow[SignedIn]:
    """Who we are here, and what we may do."""
    request = follow("hall.session", arrived)
    reply = yield from send(request)
    shown = answers.content(answer_of(reply, request))
    if shown.needed("entrance") != wire_portal.LINKS[credentials.entrance]:
        raise WireChanged(request.operation, "a session of this entrance", "another's")
    company = shown.node("unit")
    number = _number(credentials, unit, shown, company)
    insured = bool(company.data)
    return ZhejiangSignedIn(
        unit_number=number,
        unit_name=company.needed("name") if insured else unit.employer.name,
        headers={wire.CSRF: shown.needed("csrfToken")},
        entrance=credentials.entrance,
        account=shown.needed("account"),
        menu=(yield from menu()),
        uscc=company.needed("uscc") if insured else "",
        schemes=tuple(company.needed("schemes").split()) if insured else (),
        place=company.needed("place") if insured else "",
        place_name=company.needed("placeName") if insured else "",
    )


def menu() -> Flow[tuple[MenuItem, ...]]:
    """What this session may do now, with the way to it (ZJ-05)."""
    rows = (yield from ask(wire.menu())).rows("rows")
    return tuple(answers.menu_item(row) for row in rows)


def _number(credentials: PortalLogin, unit: InsuredUnit, shown: Node, company: Node) -> str:
    """The unit's number, if this account is the unit's. A person's account is nobody's: what it prints is checked by itself.

    A company that has no unit yet, or whose number the vendor does not know, is named by its credit code.
    """
    if credentials.entrance is not Entrance.LEGAL_PERSON:
        return unit.number
    uscc = company.needed("uscc") if company.data else shown.needed("account")
    names = (company.needed("unitNo"), uscc) if company.data else (uscc,)
    if uscc != unit.employer.uscc or unit.number not in names:
        raise WrongUnit(unit.number, names[0])
    return unit.number


def me_of(signed_in: SignedIn) -> ZhejiangSignedIn:
    """The session as this region's log-in knows it."""
    if not isinstance(signed_in, ZhejiangSignedIn):
        raise TypeError("this region's flows need this region's log-in")
    return signed_in


def by_entrance(me: ZhejiangSignedIn, entrance: Entrance, what: str, rule: str = "") -> None:
    """NotOffered when this session came in by another door."""
    if me.entrance is not entrance:
        raise NotOffered(rule or _RULES[entrance], f"{what}须从{_DOORS[entrance]}登录后办理")
