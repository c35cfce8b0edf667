"""The functions of the face, of registration and of passwords."""

from __future__ import annotations

from typing import Any

from sigateway_mockservers.jiangsu import reasons
from sigateway_mockservers.jiangsu.access.faces import LIFE, qr_of
from sigateway_mockservers.jiangsu.areas import AREAS
from sigateway_mockservers.jiangsu.moments import written_moment
from sigateway_mockservers.jiangsu.names import (
    APPS,
    EXPIRED,
    FOR_LOGIN,
)
from sigateway_mockservers.jiangsu.reasons import Refusal
from sigateway_mockservers.jiangsu.records import Account, Ticket
from sigateway_mockservers.jiangsu.visit import (
    Answer,
    MalformedError,
    Visit,
    done,
    not_found,
)
from sigateway_mockservers.kernel.enforcement import enforces

NEXT_STEP = "请登录江苏智慧人社APP，进入“我的—企业服务”，设置登录密码，完成单位关联"


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
    visit.took_effect(ticket.number)
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
        visit.note_refusal(reason)
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
    visit.took_effect(outcome.number)
    return done({"registeredAt": written_moment(outcome.granted_at), "next": NEXT_STEP})


def account_activate(visit: Visit) -> Answer:
    """A grantee sets the password, the face having been shown."""
    said = visit.asked
    outcome = visit.hall.accounts.activate(
        said["area"], said["unit"], said["idNumber"], said["password"], said["pass"]
    )
    if isinstance(outcome, Refusal):
        return visit.refuse(outcome)
    visit.took_effect(outcome.number)
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
    visit.took_effect(outcome.number)
    return done({"changedAt": written_moment(visit.now)})


def person_register(visit: Visit) -> Answer:
    """A person's own account."""
    said = visit.asked
    outcome = visit.hall.accounts.register_person(
        said["name"], said["idNumber"], said["mobile"], said["password"], said["pass"]
    )
    if isinstance(outcome, Refusal):
        return visit.refuse(outcome)
    visit.took_effect(outcome.number)
    return done({"registeredAt": written_moment(outcome.granted_at)})
