"""The functions of logging in, and what everybody is told first."""

from __future__ import annotations

import base64
import binascii

from sigateway_mockservers.jiangsu import reasons
from sigateway_mockservers.jiangsu.areas import AREAS
from sigateway_mockservers.jiangsu.help import HELP
from sigateway_mockservers.jiangsu.names import (
    BY_ACCOUNT,
    BY_KEY,
)
from sigateway_mockservers.jiangsu.reasons import NO_LOGIN, Refusal
from sigateway_mockservers.jiangsu.records import Session, UnitRecord
from sigateway_mockservers.jiangsu.visit import (
    Answer,
    MalformedError,
    Visit,
    done,
)
from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.reasons import Reason


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
    visit.took_effect(session.account)
    return done({"token": session.token, "kind": "person", "person": _person(visit, session), "notices": []})


def logout(visit: Visit) -> Answer:
    """End the session."""
    visit.hall.sessions.end(visit.session.token)
    return done({})


def _signed_in(visit: Visit, session: Session, notices: list[str]) -> Answer:
    visit.took_effect(session.serial or session.account)
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
