"""Filings, drafts, people and the unit as JSON."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sigateway_mockservers.jiangsu.access.login_views import unit_shown
from sigateway_mockservers.jiangsu.areas import AREAS
from sigateway_mockservers.jiangsu.figures import MONTHS_BACK
from sigateway_mockservers.jiangsu.filings.facts import Facts
from sigateway_mockservers.jiangsu.moments import written_moment
from sigateway_mockservers.jiangsu.names import (
    ACCEPTED,
    APPROVAL_FORM,
    AT_WINDOW,
    COMPLETED,
    EMPLOYEE_FILE,
    POSTED,
    RETIREMENT,
    TRANSFER,
)
from sigateway_mockservers.jiangsu.records import Draft, Filing
from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.months import month_of, shifted

if TYPE_CHECKING:
    from sigateway_mockservers.jiangsu.hall import JiangsuHall
    from sigateway_mockservers.jiangsu.visit import Visit

_A_SECOND = timedelta(seconds=1)


def money(amount: Decimal | None) -> str:
    """An amount as text; nothing for none."""
    return "" if amount is None else str(amount)


def filing_shown(hall: JiangsuHall, filing: Filing) -> dict[str, Any]:
    """A filing."""
    ends = hall.opening().period_ends(filing.at)
    shown: dict[str, Any] = {
        "filing": filing.number,
        "draft": filing.draft,
        "matter": filing.matter,
        "idNumber": filing.person,
        "name": filing.fields["name"],
        "fields": dict(filing.fields),
        "feeMonth": filing.fee_month,
        "startMonth": filing.start_month,
        "assessedBase": money(filing.base),
        "state": filing.state,
        "filedAt": written_moment(filing.at),
        "by": filing.filer.by,
        "replaces": filing.replaces,
        "replacedBy": filing.replaced_by,
        "takenBackAt": written_moment(filing.undoing.at if filing.undoing is not None else None),
        "changeableUntil": written_moment(ends - _A_SECOND if ends is not None else None),
        "preregistered": filing.preregistered,
    }
    if filing.matter in (RETIREMENT, TRANSFER):
        shown |= {
            "steps": [
                {"step": each.name, "at": written_moment(each.at), "words": each.words}
                for each in filing.steps
            ],
            "awaits": _awaits(hall, filing),
            "posted": list(POSTED) if filing.matter == RETIREMENT and filing.state == COMPLETED else [],
        }
    return shown


@enforces("JS-13", "JS-14")
def _awaits(hall: JiangsuHall, filing: Filing) -> dict[str, Any] | None:
    if filing.state not in (AT_WINDOW, ACCEPTED):
        return None
    papers = [EMPLOYEE_FILE, APPROVAL_FORM] if filing.state == AT_WINDOW else []
    place = AREAS[hall.store.units[filing.unit].area].retirement_place
    return {
        "place": place,
        "papers": papers,
        "dueBy": filing.due_by.date().isoformat() if filing.due_by is not None else "",
    }


def draft_shown(visit: Visit, draft: Draft) -> dict[str, Any]:
    """A draft."""
    return {
        "draft": draft.number,
        "state": draft.state_at(visit.now),
        "expiresAt": written_moment(draft.lapses_at),
        "matter": draft.matter,
        "fields": dict(draft.fields),
        "replaces": draft.replaces,
        "filing": draft.filing,
    }


@enforces("JS-01", "JS-02")
def unit_center(visit: Visit) -> dict[str, Any]:
    """单位中心: the unit, the rights of the session, window and figures."""
    hall, now, filer = visit.hall, visit.now, visit.filer
    opening = hall.opening()
    open_now = opening.window_at(now)
    window = open_now or opening.next_window(now)
    limits = hall.store.limits
    return {
        "unit": unit_shown(visit.unit),
        "rank": filer.rank,
        "scopes": list(filer.scopes),
        "open": open_now is not None,
        "opens": written_moment(window.opens),
        "closes": written_moment(window.closes - _A_SECOND),
        "month": month_of(now),
        "feeMonth": opening.fee_month(now if open_now is not None else window.opens),
        "limits": [
            {"from": month, "floor": str(floor), "ceiling": str(ceiling)}
            for month, (floor, ceiling) in sorted(limits.items())
        ],
        "minimumMonth": shifted(month_of(now), -MONTHS_BACK),
        "preregistration": hall.filing_desk.shut("preregistration") is None,
    }


def person_shown(facts: Facts) -> dict[str, Any]:
    """How somebody stands. A person sees an insurance at any unit as 本单位参保."""
    is_own = not facts.unit
    running = facts.flexible.running if is_own or facts.here.running is None else facts.here.running
    here = facts.elsewhere != "" if is_own else facts.here.running is not None
    contract = running.contract if running is not None else None
    return {
        "known": facts.known,
        "name": facts.name if facts.known else "",
        "standing": _standing(facts, insured_here=here),
        "unitName": facts.elsewhere if is_own else "",
        "since": running.first_month if running is not None else "",
        "wage": money(running.wages[-1].amount if running is not None else None),
        "contractKind": contract.kind if contract is not None else "",
        "contractFrom": contract.begins if contract is not None else "",
        "contractTo": contract.ends if contract is not None else "",
        "post": contract.post if contract is not None else "",
        "lastPaidMonth": facts.last_paid,
        "retirement": facts.retirement,
        "transfer": facts.transfer,
        "preregistered": facts.preregistered,
        "stoppedInWindow": facts.stopped_in_window,
    }


def _standing(facts: Facts, *, insured_here: bool) -> str:
    if insured_here:
        return "本单位参保"
    if facts.elsewhere:
        return "外单位参保"
    if facts.flexible.running is not None:
        return "灵活就业"
    return "已退休" if facts.retired else "未参保"
