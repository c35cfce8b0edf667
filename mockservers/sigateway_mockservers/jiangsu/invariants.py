"""What must hold in the hall at any moment, for the oracle."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from sigateway_mockservers.jiangsu.access.accounts import PROVEN_AT_DESK
from sigateway_mockservers.jiangsu.filings.ways_back import NEVER_BLOCKS
from sigateway_mockservers.jiangsu.names import (
    ACCEPTED,
    ADMINISTRATOR,
    APPROVAL_FORM,
    AT_COUNTER,
    BASE,
    BASIC_DATA,
    BY_KEY,
    CHANGED,
    COMPLETED,
    EMPLOYEE_FILE,
    LEGAL,
    MANAGERS,
    MATTERS,
    PASSED,
    PREREGISTERED,
    PREREGISTRATION,
    RETIREMENT,
    REVOKED,
    TURNED_AWAY,
    USABLE,
)
from sigateway_mockservers.jiangsu.prints import form_subject, print_approval_form
from sigateway_mockservers.jiangsu.records import Filer, Filing
from sigateway_mockservers.jiangsu.template import TEMPLATE_PROOF
from sigateway_mockservers.kernel.invariants import Found, Landing, find_all, landed_twice, pairs
from sigateway_mockservers.kernel.oracle import Violation

if TYPE_CHECKING:
    from sigateway_mockservers.jiangsu.hall import JiangsuHall


def find_violations(hall: JiangsuHall) -> list[Violation]:
    """Every invariant that does not hold."""
    checks: tuple[Callable[[JiangsuHall], Found], ...] = (
        _drafts_used_twice,
        _same_content_twice,
        _taken_back_twice,
        _outside_window,
        _back_after_the_period,
        _back_past_later_ones,
        _without_right,
        _usable_without_a_face,
        _two_live_tickets,
        _granted_wrongly,
        _granted_twice,
        _base_lowered,
        _preregistration_at_work,
        _retired_without_papers,
        _changes_that_do_not_meet,
        _prints_that_differ,
    )
    return find_all(hall, checks)


def _filings(hall: JiangsuHall) -> list[Filing]:
    return list(hall.store.filings.values())


# --- exactly once -----------------------------------------------------------------------------------------------


def _drafts_used_twice(hall: JiangsuHall) -> Found:
    standing = [each for each in _filings(hall) if each.stands and each.draft]
    for first, second in pairs(standing, lambda each: each.draft):
        said = f"draft {first.draft} was filed as {first.number} and as {second.number}"
        yield Violation("draft-used-twice", said, (first.number, second.number))


def _same_content_twice(hall: JiangsuHall) -> Found:
    # A transfer that is finished stands in the way of nothing.
    landings = (
        Landing.of(each, ended=each.order if _is_finished_transfer(each) else _ended(each))
        for each in _filings(hall)
    )
    yield from landed_twice(landings, {each.kind: each.follows for each in MATTERS.values()})


def _is_finished_transfer(filing: Filing) -> bool:
    return filing.state == COMPLETED and filing.matter != RETIREMENT


def _taken_back_twice(hall: JiangsuHall) -> Found:
    for each in _filings(hall):
        if each.undoing is not None and each.undoing.times > 1:
            said = f"{each.number} was taken back {each.undoing.times} times"
            yield Violation("duplicate-takeback", said, (each.number,))


# --- when -------------------------------------------------------------------------------------------------------


def _outside_window(hall: JiangsuHall) -> Found:
    opening = hall.opening()
    for each in _filings(hall):
        if each.matter == BASIC_DATA:
            continue
        is_open = opening.shut(each.at) is None
        if is_open == (each.matter == PREREGISTRATION):
            said = f"{each.number} was filed at {each.at.isoformat()}, outside its window"
            yield Violation("outside-window", said, (each.number,))


def _back_after_the_period(hall: JiangsuHall) -> Found:
    opening = hall.opening()
    for each in _filings(hall):
        ends = opening.period_ends(each.at)
        moments: list[datetime] = [each.undoing.at] if each.undoing is not None else []
        if each.replaced_by:
            moments.append(hall.store.filings[each.replaced_by].at)
        if any(ends is None or moment >= ends for moment in moments):
            said = f"{each.number} was taken back or changed after its collection period"
            yield Violation("after-collection-period", said, (each.number,))


def _back_past_later_ones(hall: JiangsuHall) -> Found:
    everything = _filings(hall)
    for each in everything:
        undone = each.undoing.order if each.undoing is not None else each.replaced_at
        for later in everything if undone else ():
            in_the_way = (
                (later.unit, later.person) == (each.unit, each.person)
                and each.order < later.order < undone
                and later.matter not in NEVER_BLOCKS
                and _stood_at(later, undone)
            )
            if in_the_way:
                said = f"{each.number} was taken back or changed while {later.number} stood"
                yield Violation("back-out-of-order", said, (each.number, later.number))


# --- who --------------------------------------------------------------------------------------------------------


def _without_right(hall: JiangsuHall) -> Found:
    for each in _filings(hall):
        acts = [(each.filer, each.at)]
        if each.undoing is not None:
            acts.append((each.undoing.filer, each.undoing.at))
        for filer, moment in acts:
            if not _may(hall, each, filer, moment):
                said = f"{each.number} was filed or taken back by somebody without the right"
                yield Violation("without-right", said, (each.number,))


def _may(hall: JiangsuHall, filing: Filing, filer: Filer, moment: datetime) -> bool:
    if filer.by in (AT_COUNTER, BY_KEY):
        return True
    account = hall.store.accounts.get(filer.account)
    if account is None or account.unit != filing.unit or account.activated_at is None:
        return False
    usable = account.activated_at <= moment and (account.revoked_at is None or moment <= account.revoked_at)
    scope = MATTERS[filing.matter].scope
    own = account.person == filing.person if not filing.unit else True
    return usable and own and (filer.rank in MANAGERS or scope in filer.scopes or not scope)


def _usable_without_a_face(hall: JiangsuHall) -> Found:
    for each in hall.store.accounts.values():
        ticket = hall.store.tickets.get(each.proof)
        shown = ticket is not None and ticket.state == PASSED and ticket.used_at is not None
        otherwise = each.proof in (TEMPLATE_PROOF, PROVEN_AT_DESK)
        if each.state == USABLE and not (shown or otherwise):
            said = f"account {each.number} is usable, and nobody has shown a face for it"
            yield Violation("usable-without-face", said, (each.number,))


def _two_live_tickets(hall: JiangsuHall) -> Found:
    now = hall.now
    live = [each for each in hall.store.tickets.values() if each.is_live_at(now)]
    for first, second in pairs(live, lambda each: each.person):
        said = f"tickets {first.number} and {second.number} of one person both wait"
        yield Violation("two-live-tickets", said, (first.number, second.number))


def _granted_wrongly(hall: JiangsuHall) -> Found:
    for each in hall.store.accounts.values():
        if not each.unit or not each.by:
            continue
        consented_at = hall.store.units[each.unit].consented_at
        asked_first = consented_at is not None and consented_at <= each.granted_at
        if each.granted_at >= hall.world.plan.now and not asked_first:
            said = f"{each.number} was granted before the unit consented"
            yield Violation("grant-without-consent", said, (each.number,))
        if each.by_rank not in MANAGERS or (each.rank == ADMINISTRATOR and each.by_rank != LEGAL):
            said = f"{each.number} of rank {each.rank} was granted by rank {each.by_rank}"
            yield Violation("granted-by-lower-rank", said, (each.number,))


def _granted_twice(hall: JiangsuHall) -> Found:
    standing = [each for each in hall.store.accounts.values() if each.state != REVOKED]
    for first, second in pairs(standing, lambda each: (each.unit, each.person)):
        said = f"grants {first.number} and {second.number} of one person both stand"
        yield Violation("granted-twice", said, (first.number, second.number))


# --- what -------------------------------------------------------------------------------------------------------


def _base_lowered(hall: JiangsuHall) -> Found:
    for each in _filings(hall):
        if each.matter != BASE or each.filer.by == AT_COUNTER or each.former_wage is None:
            continue
        if Decimal(each.fields["wage"]) < each.former_wage:
            yield Violation("base-lowered", f"{each.number} lowers a base online", (each.number,))


def _preregistration_at_work(hall: JiangsuHall) -> Found:
    for each in _filings(hall):
        if each.matter == PREREGISTRATION and each.state != PREREGISTERED:
            said = f"pre-registration {each.number} is {each.state}"
            yield Violation("preregistration-took-effect", said, (each.number,))


def _retired_without_papers(hall: JiangsuHall) -> Found:
    for each in _filings(hall):
        accepted = each.matter == RETIREMENT and each.state in (ACCEPTED, COMPLETED)
        if accepted and not {EMPLOYEE_FILE, APPROVAL_FORM} <= set(each.papers):
            yield Violation("retired-without-papers", f"{each.number} is {each.state}", (each.number,))


def _changes_that_do_not_meet(hall: JiangsuHall) -> Found:
    for each in _filings(hall):
        follower = hall.store.filings.get(each.replaced_by)
        if (each.state == CHANGED) != (follower is not None and follower.replaces == each.number):
            said = f"{each.number} is {each.state}, and {each.replaced_by or 'nothing'} took its place"
            yield Violation("change-unmatched", said, (each.number,))


def _prints_that_differ(hall: JiangsuHall) -> Found:
    for each in _filings(hall):
        if each.matter != RETIREMENT:
            continue
        printed = print_approval_form(each, hall.store.units[each.unit])
        if f"/Subject ({form_subject(each)})".encode("ascii") not in printed:
            yield Violation("prints", f"the form of {each.number} is another's", (each.number,))


def _ended(filing: Filing) -> int:
    """When it was taken back or changed, in the order of things; what was turned away has never stood; 0 while it stands."""
    if filing.state == TURNED_AWAY:
        return filing.order
    return filing.undoing.order if filing.undoing is not None else filing.replaced_at


def _stood_at(filing: Filing, order: int) -> bool:
    """Neither taken back nor changed nor turned away by then."""
    ended = _ended(filing)
    return not ended or ended > order
