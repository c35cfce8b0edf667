"""The functions of the ranks: consent and grants."""

from __future__ import annotations

from typing import Any

from sigateway_mockservers.jiangsu.access.ranks import CONSENT_DIGEST, CONSENT_TEXT, CONSENT_VERSION
from sigateway_mockservers.jiangsu.moments import written_moment
from sigateway_mockservers.jiangsu.names import (
    ADMINISTRATOR,
    GROUPS,
    HANDLER,
)
from sigateway_mockservers.jiangsu.reasons import Refusal
from sigateway_mockservers.jiangsu.records import Account
from sigateway_mockservers.jiangsu.visit import (
    Answer,
    MalformedError,
    Visit,
    done,
    page_number,
    paged,
)
from sigateway_mockservers.kernel.enforcement import enforces


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
    visit.took_effect(outcome.number)
    return done({"givenAt": written_moment(outcome.consented_at)})


@enforces("JS-38", "JS-40")
def handler_list(visit: Visit) -> Answer:
    """Every grant, oldest first."""
    grants = visit.shown.accounts_at(visit.session.unit)
    return done(paged(grants, page_number(visit.asked["page"]), grant_shown))


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
    visit.took_effect(outcome.number)
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
