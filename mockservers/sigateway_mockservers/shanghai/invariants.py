"""What must hold in the hall at any moment, for the oracle."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING

from sigateway_mockservers.kernel.invariants import Found, Landing, find_all, landed_twice, pairs
from sigateway_mockservers.kernel.months import months_from
from sigateway_mockservers.kernel.oracle import Violation
from sigateway_mockservers.shanghai.functions import FUNCTIONS
from sigateway_mockservers.shanghai.money import share
from sigateway_mockservers.shanghai.names import (
    BACK_PAYMENT,
    BUSINESSES,
    BY_COUNTER,
    MAY_FILE,
    NO,
    SUSPENSION,
    YES,
)
from sigateway_mockservers.shanghai.prints.forms import print_form
from sigateway_mockservers.shanghai.records import Declaration, SignedRequest
from sigateway_mockservers.shanghai.wire.forms import read_signed

if TYPE_CHECKING:
    from sigateway_mockservers.shanghai.hall import ShanghaiHall

_ABOUT_CERTIFICATES = frozenset({"ydqd", "zssh"})


def find_violations(hall: ShanghaiHall) -> list[Violation]:
    """Every invariant that does not hold."""
    checks: tuple[Callable[[ShanghaiHall], Found], ...] = (
        _slips_used_twice,
        _same_content_twice,
        _withdrawn_twice,
        _outside_window,
        _without_right,
        _paid_twice,
        _numbers_shared,
        _withdrawn_past_later_ones,
        _signatures_that_fail,
        _state_that_differs,
        _assessments_that_differ,
        _prints_that_differ,
        _first_signers,
    )
    return find_all(hall, checks)


def _declarations(hall: ShanghaiHall) -> list[Declaration]:
    return list(hall.store.declarations.values())


def _slips_used_twice(hall: ShanghaiHall) -> Found:
    valid = [each for each in _declarations(hall) if each.is_valid and each.slip]
    for first, second in pairs(valid, lambda each: each.slip):
        said = f"slip {first.slip} was filed as {first.number} and as {second.number}"
        yield Violation("slip-used-twice", said, (first.number, second.number))


def _same_content_twice(hall: ShanghaiHall) -> Found:
    landings = (
        Landing.of(each, ended=each.withdrawal.order if each.withdrawal is not None else 0)
        for each in _declarations(hall)
    )
    yield from landed_twice(landings, {each.kind: each.follows for each in BUSINESSES.values()})


def _withdrawn_twice(hall: ShanghaiHall) -> Found:
    for each in _declarations(hall):
        if each.withdrawal is not None and each.withdrawal.times > 1:
            said = f"{each.number} was withdrawn {each.withdrawal.times} times"
            yield Violation("duplicate-withdrawal", said, (each.number,))


def _outside_window(hall: ShanghaiHall) -> Found:
    opening = hall.opening()
    for each in _declarations(hall):
        moments = [("filed", each.at)]
        if each.withdrawal is not None:
            moments.append(("withdrawn", each.withdrawal.at))
        for what, moment in moments:
            if opening.shut(moment) is not None:
                said = f"{each.number} was {what} at {moment.isoformat()}, outside the window"
                yield Violation("outside-window", said, (each.number,))


def _without_right(hall: ShanghaiHall) -> Found:
    for each in _declarations(hall):
        filers = [each.filer, *([each.withdrawal.filer] if each.withdrawal is not None else [])]
        for filer in filers:
            if filer.channel == BY_COUNTER:
                continue
            certificate = hall.store.certificates.get(filer.serial)
            if certificate is None or certificate.unit != each.unit or filer.right not in MAY_FILE:
                said = f"{each.number} was filed or withdrawn under the right {filer.right or 'none'}"
                yield Violation("without-right", said, (each.number,))


def _paid_twice(hall: ShanghaiHall) -> Found:
    paid = [each for each in _declarations(hall) if each.is_valid and each.business == BACK_PAYMENT]
    for first, second in pairs(paid, lambda each: (each.unit, each.person)):
        twice = sorted(set(_months(first)) & set(_months(second)))
        if twice:
            said = f"{', '.join(twice)} of {first.person} paid twice"
            yield Violation("paid-twice", said, (first.number, second.number))


def _months(declaration: Declaration) -> tuple[str, ...]:
    return months_from(declaration.fields["ksny"], declaration.fields["jsny"])


def _numbers_shared(hall: ShanghaiHall) -> Found:
    holders: dict[tuple[str, str], str] = {}
    for (unit, person), standing in hall.store.standings.items():
        for spell in standing.spells:
            holder = holders.setdefault((unit, spell.number), person)
            if holder != person:
                said = f"number {spell.number} of unit {unit} is held by {holder} and by {person}"
                yield Violation("number-shared", said, (unit,))


def _withdrawn_past_later_ones(hall: ShanghaiHall) -> Found:
    everything = _declarations(hall)
    for each in everything:
        if each.withdrawal is None:
            continue
        for later in everything:
            in_the_way = (
                later.unit == each.unit
                and each.order < later.order < each.withdrawal.order
                and (hall.any_later_blocks or later.person == each.person)
                and _stood_at(later, each.withdrawal.order)
            )
            if in_the_way:
                said = f"{each.number} was withdrawn while {later.number} stood"
                yield Violation("withdrawn-out-of-order", said, (each.number, later.number))


def _signatures_that_fail(hall: ShanghaiHall) -> Found:
    for order, request in hall.store.signed.items():
        certificate = hall.store.certificates.get(request.serial)
        good = certificate is not None and hall.office.signature_holds(
            certificate, request.document, request.algorithm, request.signature
        )
        if not good or not _says_what_was_done(hall, request):
            said = f"{request.function} of {request.subject} is not what was signed"
            yield Violation("signature", said, (str(order), request.subject))


def _says_what_was_done(hall: ShanghaiHall, request: SignedRequest) -> bool:
    """What was signed is what took effect, for the unit and by the certificate that it names."""
    head, asked = read_signed(request.document, FUNCTIONS[request.function].form)
    if (head.function, head.serial) != (request.function, request.serial):
        return False
    if request.function in _ABOUT_CERTIFICATES:
        certificate = hall.store.certificates.get(request.subject)
        named = head.serial if request.function == "ydqd" else asked["sqzs"]
        return certificate is not None and (head.unit, named) == (certificate.unit, request.subject)
    taken = hall.store.declarations.get(request.subject)
    if taken is None or head.unit != taken.unit:
        return False
    if request.function == "sbtj":
        return asked["jyh"] == taken.slip and dict(asked.declared) == dict(taken.fields)
    named_so = tuple(asked[name] for name in ("sbh", "ywlx", "zjhm"))
    return not taken.is_valid and named_so == (taken.number, taken.business, taken.person)


def _state_that_differs(hall: ShanghaiHall) -> Found:
    for place, standing in hall.store.standings.items():
        if standing != hall.store.replayed(place):
            said = f"what is in force for {place[1]} at {place[0]} is not what was declared and given"
            yield Violation("state", said, place)
    for each in _declarations(hall):
        if each.number not in hall.store.histories.get((each.unit, each.person), ()):
            yield Violation("state", f"{each.number} stands in no history", (each.number,))


def _assessments_that_differ(hall: ShanghaiHall) -> Found:
    """Each month and scheme once, and each part the rate's share of the base, whatever the figures have become since."""
    for each in _declarations(hall):
        schemes = hall.store.units[each.unit].schemes
        due = [(month, scheme) for month in _months_due(each) for scheme in schemes]
        rows = each.outcome.rows
        sound = [(row.month, row.scheme) for row in rows] == due and all(
            (row.unit_part, row.person_part)
            == (share(row.base, row.unit_rate), share(row.base, row.person_rate))
            for row in rows
        )
        if not sound:
            yield Violation("assessment", f"what is due by {each.number} is not assessed", (each.number,))


def _months_due(declaration: Declaration) -> tuple[str, ...]:
    if declaration.business == SUSPENSION:
        return ()
    if declaration.business == BACK_PAYMENT:
        return _months(declaration)
    return (declaration.outcome.works_from,)


def _prints_that_differ(hall: ShanghaiHall) -> Found:
    for each in _declarations(hall):
        due = sum((row.unit_part + row.person_part for row in each.outcome.rows), Decimal("0.00"))
        state = YES if each.is_valid else NO
        for name, total in (("sbb", ""), ("hdb", str(due))):
            subject = f"bd={name};sbh={each.number};dwbh={each.unit};hj={total};zt={state}"
            printed = print_form(name, each, hall.store.units[each.unit])
            if f"/Subject ({subject})".encode("ascii") not in printed:
                yield Violation("prints", f"{name} of {each.number} is another's", (each.number,))


def _first_signers(hall: ShanghaiHall) -> Found:
    first = [each for each in hall.store.certificates.values() if each.signed_first]
    for one, other in pairs(first, lambda each: each.unit):
        said = f"{one.serial} and {other.serial} of unit {one.unit} both signed first"
        yield Violation("two-first-signers", said, (one.serial, other.serial))


def _stood_at(declaration: Declaration, order: int) -> bool:
    """Not yet withdrawn when that happened."""
    return declaration.withdrawal is None or declaration.withdrawal.order > order
