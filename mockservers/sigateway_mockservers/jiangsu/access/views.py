"""The functions of access: log-ins, faces, accounts, ranks."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from sigateway_mockservers.jiangsu import reasons
from sigateway_mockservers.jiangsu.access.faces import LIFE, qr_of
from sigateway_mockservers.jiangsu.access.ranks import CONSENT_DIGEST, CONSENT_TEXT, CONSENT_VERSION
from sigateway_mockservers.jiangsu.areas import AREAS
from sigateway_mockservers.jiangsu.help import HELP
from sigateway_mockservers.jiangsu.months import written_moment
from sigateway_mockservers.jiangsu.names import (
    ADMINISTRATOR,
    APPS,
    BY_ACCOUNT,
    BY_KEY,
    EXPIRED,
    FOR_LOGIN,
    GROUPS,
    HANDLER,
)
from sigateway_mockservers.jiangsu.reasons import NO_LOGIN, Reason, Refusal
from sigateway_mockservers.jiangsu.records import Account, Session, Ticket, UnitRecord
from sigateway_mockservers.jiangsu.visit import (
    Answer,
    MalformedError,
    Visit,
    done,
    not_found,
    page_number,
    paged,
)
from sigateway_mockservers.kernel.enforcement import enforces

NEXT_STEP = "请登录江苏智慧人社APP，进入“我的—企业服务”，设置登录密码，完成单位关联"


# --- for anybody ------------------------------------------------------------------------------------------------


def area_list(visit: Visit) -> Answer:
    """办事地区."""
    return done(
        {
            "rows": [
                {
                    "code": each.code,
                    "name": each.name,
                    "faceNeedsBasicData": each.face_needs_basic_data,
                    "retirementPlace": each.retirement_place,
                }
                for each in AREAS.values()
            ]
        }
    )


@enforces("JS-05", "JS-09", "JS-16", "JS-17", "JS-24", "JS-27")
def help_open(visit: Visit) -> Answer:
    """What people are told."""
    return done({"rows": [{"rule": r, "topic": t, "text": x, "url": u} for r, t, x, u in HELP]})


# --- log-ins ----------------------------------------------------------------------------------------------------


def challenge_open(visit: Visit) -> Answer:
    """What a key shall sign."""
    return done({"challenge": visit.hall.sessions.challenge()})


@enforces("JS-26")
def login_certificate(visit: Visit) -> Answer:
    """By the unit's key; a PIN that is still the first one is nagged about."""
    said = visit.asked
    shown, signature = _from_base64(said["certificate"]), _from_base64(said["signature"])
    session = visit.hall.sessions.log_in_by_key(said["area"], said["challenge"], shown, signature)
    if isinstance(session, Reason):
        return visit.refuse(Refusal(NO_LOGIN, (session,)))
    return _signed_in(visit, session, [reasons.PIN_NAG] if said["initialPin"] else [])


def login_handler(visit: Visit) -> Answer:
    """By an account at a unit."""
    said = visit.asked
    session = visit.hall.sessions.log_in_at_unit(
        said["area"], said["unit"], said["person"], said["password"], said["pass"]
    )
    if isinstance(session, Reason):
        return visit.refuse(Refusal(NO_LOGIN, (session,)))
    return _signed_in(visit, session, [])


def login_person(visit: Visit) -> Answer:
    """By a person's own account."""
    session = visit.hall.sessions.log_in_person(visit.asked["idNumber"], visit.asked["password"])
    if isinstance(session, Reason):
        return visit.refuse(Refusal(NO_LOGIN, (session,)))
    visit.committed(session.account)
    return done({"token": session.token, "kind": "person", "person": _person(visit, session), "notices": []})


def logout(visit: Visit) -> Answer:
    """End the session."""
    visit.hall.sessions.end(visit.session.token)
    return done({})


def _signed_in(visit: Visit, session: Session, notices: list[str]) -> Answer:
    visit.committed(session.serial or session.account)
    filer = visit.hall.sessions.filer(session)
    return done(
        {
            "token": session.token,
            "kind": "unit",
            "via": BY_KEY if session.serial else BY_ACCOUNT,
            "rank": filer.rank,
            "scopes": list(filer.scopes),
            "unit": unit_shown(visit.hall.store.units[session.unit]),
            "person": _person(visit, session),
            "notices": notices,
        }
    )


def _person(visit: Visit, session: Session) -> dict[str, str] | None:
    if not session.account:
        return None
    account = visit.hall.store.accounts[session.account]
    return {"idNumber": account.person, "name": account.name}


def unit_shown(unit: UnitRecord) -> dict[str, str]:
    """A unit as it is named at log-in."""
    return {
        "number": unit.number,
        "uscc": unit.uscc,
        "name": unit.name,
        "area": unit.area,
        "agency": unit.agency,
    }


def _from_base64(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise MalformedError("not base64") from error


# --- the face ---------------------------------------------------------------------------------------------------


def face_start(visit: Visit) -> Answer:
    """A new ticket."""
    said = visit.asked
    purpose, area, unit = said["purpose"], said["area"], said["unit"]
    offered = purpose in APPS and (purpose != FOR_LOGIN or visit.hall.asks_face_at_login)
    if not offered or area not in AREAS:
        raise MalformedError("no such purpose or area")
    against = visit.hall.accounts.against_start(purpose, area, unit, said["name"], said["idNumber"])
    if against is not None:
        return visit.refuse(against)
    record = visit.hall.store.unit_named(unit) if unit else None
    number = record.number if record is not None else ""
    ticket = visit.hall.faces.start(purpose, area, number, said["idNumber"])
    visit.committed(ticket.number)
    return done(
        {
            "ticket": ticket.number,
            "qr": qr_of(ticket),
            "apps": list(ticket.apps),
            "expiresIn": int(LIFE.total_seconds()),
            "expiresAt": written_moment(ticket.expires_at),
        }
    )


def face_poll(visit: Visit) -> Answer:
    """How far it is."""
    ticket = visit.hall.store.tickets.get(visit.asked["ticket"])
    return done(_ticket_shown(visit, ticket)) if ticket is not None else not_found()


def _ticket_shown(visit: Visit, ticket: Ticket) -> dict[str, Any]:
    state, reason = ticket.state_at(visit.now), ticket.reason
    told = {"code": reason.code, "message": reason.words} if reason is not None else None
    if reason is not None and state != EXPIRED:
        visit.notes.rule_ids = (reason.rule,)
    return {
        "state": state,
        "reason": told,
        "apps": list(ticket.apps),
        "expiresAt": written_moment(ticket.expires_at),
        "pass": ticket.secret,
        "passExpiresAt": written_moment(ticket.pass_expires_at),
        "usedAt": written_moment(ticket.used_at),
        "usedFor": ticket.purpose if ticket.used_at is not None else "",
    }


# --- registration and passwords ---------------------------------------------------------------------------------


@enforces("JS-18")
def registration_state(visit: Visit) -> Answer:
    """How far a unit is."""
    unit = visit.hall.store.unit_named(visit.asked["unit"])
    if unit is None:
        return not_found()
    linked = "已关联" if unit.linked_at is not None else "已注册"
    certificates = visit.hall.store.certificates.values()
    return done(
        {
            "state": linked if unit.registered_at is not None else "未注册",
            "registeredAt": written_moment(unit.registered_at),
            "way": unit.registered_way,
            "certificate": any(each.unit == unit.number for each in certificates),
        }
    )


def registration_submit(visit: Visit) -> Answer:
    """The legal representative registers the unit."""
    said = visit.asked
    outcome = visit.hall.accounts.register_online(
        said["area"], said["unit"], said["name"], said["idNumber"], said["mobile"], said["pass"]
    )
    if isinstance(outcome, Refusal):
        return visit.refuse(outcome)
    visit.committed(outcome.number)
    return done({"registeredAt": written_moment(outcome.granted_at), "next": NEXT_STEP})


def account_activate(visit: Visit) -> Answer:
    """A grantee sets the password, the face having been shown."""
    said = visit.asked
    outcome = visit.hall.accounts.activate(
        said["area"], said["unit"], said["idNumber"], said["password"], said["pass"]
    )
    if isinstance(outcome, Refusal):
        return visit.refuse(outcome)
    visit.committed(outcome.number)
    return done({"rank": outcome.rank, "activatedAt": written_moment(outcome.activated_at)})


def password_reset(visit: Visit) -> Answer:
    """A forgotten password."""
    said = visit.asked
    outcome = visit.hall.accounts.reset_password(
        said["unit"], said["idNumber"], said["password"], said["pass"]
    )
    return _password_set(visit, outcome)


def password_change(visit: Visit) -> Answer:
    """Another password, in the holder's own session."""
    if not visit.session.account:
        return visit.refuse(Refusal(reasons.NO_RIGHT, (reasons.WRONG_KIND,)))
    account = visit.hall.store.accounts[visit.session.account]
    outcome = visit.hall.accounts.change_password(account, visit.asked["old"], visit.asked["password"])
    return _password_set(visit, outcome)


def _password_set(visit: Visit, outcome: Account | Refusal) -> Answer:
    if isinstance(outcome, Refusal):
        return visit.refuse(outcome)
    visit.committed(outcome.number)
    return done({"changedAt": written_moment(visit.now)})


def person_register(visit: Visit) -> Answer:
    """A person's own account."""
    said = visit.asked
    outcome = visit.hall.accounts.register_person(
        said["name"], said["idNumber"], said["mobile"], said["password"], said["pass"]
    )
    if isinstance(outcome, Refusal):
        return visit.refuse(outcome)
    visit.committed(outcome.number)
    return done({"registeredAt": written_moment(outcome.granted_at)})


# --- ranks ------------------------------------------------------------------------------------------------------


@enforces("JS-39")
def consent_open(visit: Visit) -> Answer:
    """授权注意事项."""
    given_at = visit.unit.consented_at
    return done(
        {
            "version": CONSENT_VERSION,
            "text": CONSENT_TEXT,
            "digest": CONSENT_DIGEST,
            "given": given_at is not None,
            "givenAt": written_moment(given_at),
        }
    )


def consent_give(visit: Visit) -> Answer:
    """同意开通."""
    outcome = visit.hall.ranks.consent(visit.session.unit, visit.asked["version"], visit.asked["digest"])
    if isinstance(outcome, Refusal):
        return visit.refuse(outcome)
    visit.committed(outcome.number)
    return done({"givenAt": written_moment(outcome.consented_at)})


@enforces("JS-38", "JS-40")
def handler_list(visit: Visit) -> Answer:
    """Every grant, oldest first."""
    rows = [grant_shown(each) for each in visit.shown.accounts_at(visit.session.unit)]
    return done(paged(rows, page_number(visit.asked["page"])))


def handler_grant(visit: Visit) -> Answer:
    """开通授权."""
    said = visit.asked
    if said["rank"] not in (ADMINISTRATOR, HANDLER):
        raise MalformedError("no such rank to grant")
    visit.notes.unit, visit.notes.person = visit.session.unit, said["idNumber"]
    outcome = visit.hall.ranks.grant(
        visit.session.unit,
        visit.filer,
        said["rank"],
        said["name"],
        said["idNumber"],
        said["mobile"],
        _scopes(said),
    )
    return _granted(visit, outcome)


def handler_scopes(visit: Visit) -> Answer:
    """Other matters for a handler."""
    said = visit.asked
    return _granted(
        visit, visit.hall.ranks.set_scopes(visit.session.unit, visit.filer, said["grant"], _scopes(said))
    )


def handler_revoke(visit: Visit) -> Answer:
    """Take a grant away."""
    return _granted(visit, visit.hall.ranks.revoke(visit.session.unit, visit.filer, visit.asked["grant"]))


def _granted(visit: Visit, outcome: Account | Refusal) -> Answer:
    if isinstance(outcome, Refusal):
        return visit.refuse(outcome)
    visit.committed(outcome.number)
    return done(grant_shown(outcome))


def _scopes(said: Any) -> tuple[str, ...]:
    if not all(isinstance(each, str) for each in said["scopes"]):
        raise MalformedError("scopes are a list of texts")
    return tuple(said["scopes"])


def grant_shown(account: Account) -> dict[str, Any]:
    """A grant as the list has it."""
    return {
        "grant": account.number,
        "group": GROUPS[account.rank],
        "rank": account.rank,
        "name": account.name,
        "idNumber": account.person,
        "mobile": account.mobile,
        "scopes": list(account.scopes),
        "state": account.state,
        "grantedAt": written_moment(account.granted_at),
        "activatedAt": written_moment(account.activated_at),
        "revokedAt": written_moment(account.revoked_at),
        "by": account.by,
    }
