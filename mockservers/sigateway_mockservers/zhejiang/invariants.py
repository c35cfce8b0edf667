"""What must hold in the hall at any moment, for the oracle."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING

from sigateway_mockservers.kernel.invariants import Found, Landing, find_all, landed_twice, pairs
from sigateway_mockservers.kernel.months import month_of, shifted
from sigateway_mockservers.kernel.oracle import Violation
from sigateway_mockservers.zhejiang.filings.desk import LAST_FILING_DAY
from sigateway_mockservers.zhejiang.flexible.desk import ENROL, FORM_OF_STATE, ID_CARD
from sigateway_mockservers.zhejiang.months import last_and_this
from sigateway_mockservers.zhejiang.names import (
    APPROVED,
    ENROLMENT,
    FLEXIBLE_UNIT,
    FOLLOWS,
    INJURY,
    SUSPENSION,
)
from sigateway_mockservers.zhejiang.proofs.printed import subject_of
from sigateway_mockservers.zhejiang.records import Item, Spell

if TYPE_CHECKING:
    from sigateway_mockservers.zhejiang.hall import ZhejiangHall


def find_violations(hall: ZhejiangHall) -> list[Violation]:
    """Every invariant that does not hold."""
    checks: tuple[Callable[[ZhejiangHall], Found], ...] = (
        _same_content_twice,
        _insured_twice,
        _months_not_allowed,
        _before_launch,
        _outside_days,
        _below_minimum_wage,
        _taken_back_wrongly,
        _state_that_differs,
        _captchas_used_twice,
        _tickets_exchanged_twice,
        _proofs_that_differ,
        _forms_that_do_not_fit,
    )
    return find_all(hall, checks)


def _items(hall: ZhejiangHall) -> list[Item]:
    return sorted(hall.store.items.values(), key=lambda each: each.order)


def _of_units(hall: ZhejiangHall) -> list[Item]:
    return [item for item in _items(hall) if item.unit != FLEXIBLE_UNIT]


def _same_content_twice(hall: ZhejiangHall) -> Found:
    landings = (Landing.of(item, ended=item.ended_order) for item in _items(hall))
    yield from landed_twice(landings, FOLLOWS)


def _insured_twice(hall: ZhejiangHall) -> Found:
    if not hall.guards_duplicates:
        return
    for person, spells in hall.store.standings.items():
        for first, second in pairs(spells, lambda each: each.scheme):
            if _share_a_month(first, second):
                said = f"{person} is insured twice in {first.scheme}, at {first.unit} and {second.unit}"
                yield Violation("insured-twice", said, (first.unit, second.unit))


def _share_a_month(first: Spell, second: Spell) -> bool:
    return second.pays(max(first.since, second.since)) and first.pays(max(first.since, second.since))


def _months_not_allowed(hall: ZhejiangHall) -> Found:
    for item in _items(hall):
        allowed = last_and_this(item.submitted_at.date())
        only_this = (allowed[1],)
        for scheme, start in item.starts.items():
            fixed = item.kind == ENROLMENT and scheme == INJURY and not hall.injury_month_free
            if start not in (only_this if fixed else allowed):
                yield Violation("month", f"{item.number} starts {scheme} in {start}", (item.number,))
        for scheme, paid in item.paid_until.items():
            fixed = item.kind == SUSPENSION and scheme == INJURY and not hall.injury_follows
            if shifted(paid, 1) not in (only_this if fixed else allowed):
                yield Violation("month", f"{item.number} stops {scheme} after {paid}", (item.number,))


def _before_launch(hall: ZhejiangHall) -> Found:
    for item in _of_units(hall):
        launched = hall.store.figures.launched_on(item.place)
        if item.submitted_at.date() < launched:
            yield Violation("before-launch", f"{item.number} came before {launched}", (item.number,))


def _outside_days(hall: ZhejiangHall) -> Found:
    for item in _of_units(hall):
        if hall.filing_days_1_25 and item.submitted_at.day > LAST_FILING_DAY:
            yield Violation("outside-window", f"{item.number} came on {item.submitted_at}", (item.number,))


def _below_minimum_wage(hall: ZhejiangHall) -> Found:
    for item in _of_units(hall):
        if item.kind != ENROLMENT:
            continue
        lowest = hall.store.figures.minimum_wage(item.place, month_of(item.submitted_at))
        if Decimal(item.filed["wage"]) < lowest:
            yield Violation("minimum-wage", f"{item.number} is below {lowest}", (item.number,))


def _taken_back_wrongly(hall: ZhejiangHall) -> Found:
    at_counter = {
        entry.subject for entry in hall.world.journal.entries if entry.operation == "counter.voided"
    }
    for item in _items(hall):
        if not item.is_void or item.number in at_counter:
            continue
        wrong_kind = item.kind == SUSPENSION and not hall.suspension_take_back
        too_late = item.voided_in == APPROVED and not hall.take_back_after_approval
        if wrong_kind or too_late:
            said = f"{item.number} was taken back as {item.voided_in}"
            yield Violation("taken-back", said, (item.number,))


def _state_that_differs(hall: ZhejiangHall) -> Found:
    for person, spells in hall.store.standings.items():
        if spells != hall.store.replayed(person):
            yield Violation("state", f"what is in force for {person} is not what was approved and given")
    for item in _items(hall):
        if item.state == APPROVED and item.number not in hall.store.histories.get(item.person, ()):
            yield Violation("state", f"{item.number} is approved and stands in no history", (item.number,))


def _captchas_used_twice(hall: ZhejiangHall) -> Found:
    used = [proof.captcha for proof in hall.store.proofs.values() if proof.captcha]
    for known in sorted({each for each in used if used.count(each) > 1}):
        yield Violation("captcha", f"captcha {known} gave more than one proof", (known,))


def _tickets_exchanged_twice(hall: ZhejiangHall) -> Found:
    for ticket in hall.store.tickets.values():
        if ticket.exchanged > 1:
            said = f"a ticket of {ticket.account} was exchanged {ticket.exchanged} times"
            yield Violation("ticket", said, (ticket.account,))


def _proofs_that_differ(hall: ZhejiangHall) -> Found:
    for proof in hall.store.proofs.values():
        whose = proof.fields.get("uscc") or proof.fields.get("idCard")
        if whose != proof.who or proof.fields["proofNo"] != proof.number:
            yield Violation("proof", f"{subject_of(proof)} shows {whose}", (proof.number,))


def _forms_that_do_not_fit(hall: ZhejiangHall) -> Found:
    for draft in hall.store.drafts.values():
        if FORM_OF_STATE[draft.state_then] != draft.kind:
            yield Violation("form", f"{draft.number} is not the form of {draft.state_then}", (draft.number,))
        if draft.item and draft.kind == ENROL and ID_CARD not in draft.materials:
            yield Violation("materials", f"{draft.item} came without its papers", (draft.item,))
