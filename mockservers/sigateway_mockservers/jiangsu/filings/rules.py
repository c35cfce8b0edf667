"""The rules of the check: what stands against a filing, by the facts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal

from sigateway_mockservers.jiangsu import reasons
from sigateway_mockservers.jiangsu.figures import ENROL_WITHIN_DAYS, MONTHS_BACK, STOP_WITHIN_DAYS
from sigateway_mockservers.jiangsu.filings.facts import Facts
from sigateway_mockservers.jiangsu.filings.fields import Fields
from sigateway_mockservers.jiangsu.names import (
    BASE,
    BASIC_DATA,
    ENROLMENT,
    FLEXIBLE_ENROLMENT,
    FLEXIBLE_SUSPENSION,
    PREREGISTRATION,
    RENEWAL,
    RETIREMENT,
    SUSPENSION,
    TRANSFER,
)
from sigateway_mockservers.jiangsu.records import Contract
from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.months import month_of, shifted
from sigateway_mockservers.kernel.reasons import Reason

Found = Iterator[Reason]


def judge(matter: str, said: Fields, facts: Facts, *, guards: bool) -> tuple[Reason, ...]:
    """Every reason against a filing; ``guards``: the hall refuses what it has already."""
    alone = _alone(matter, facts)
    if alone is not None:
        return (alone,)
    found = [reasons.NAME_DIFFERS] if said["name"] != facts.name else []
    return (*found, *_RULES[matter](said, facts, guards))


def _alone(matter: str, facts: Facts) -> Reason | None:
    """Somebody of whom nothing is known: nothing more can be said."""
    if matter == BASIC_DATA:
        return None if facts.name else reasons.NOBODY
    return None if facts.known else reasons.COLLECT_FIRST


def _month(day: str) -> str:
    return day[:7].replace("-", "")


@enforces("JS-45")
def _enrolment(said: Fields, facts: Facts, guards: bool) -> Found:
    month = _month(said["contractFrom"])
    if facts.here.running is not None:
        if guards:
            yield reasons.INSURED_HERE
    elif facts.elsewhere:
        yield reasons.INSURED_ELSEWHERE
    elif month <= facts.last_paid:
        yield reasons.BEFORE_LAST_PAID
    if facts.flexible.running is not None:
        yield reasons.FLEXIBLE_RUNS
    if month < shifted(facts.month, -MONTHS_BACK):
        yield reasons.TOO_EARLY
    if date.fromisoformat(said["contractFrom"]) > facts.today:
        yield reasons.NOT_BEGUN


def _preregistration(said: Fields, facts: Facts, guards: bool) -> Found:
    yield from _enrolment(said, facts, guards)
    if facts.preregistered_this_month and guards:
        yield reasons.PREREGISTERED_ALREADY


def _renewal(said: Fields, facts: Facts, guards: bool) -> Found:
    running = facts.here.running
    if running is None:
        yield reasons.NOT_INSURED_HERE
        return
    asked = Contract(said["contractKind"], said["contractFrom"], said["contractTo"], said["post"])
    if asked == running.contract and guards:
        yield reasons.CONTRACT_SAME
    if date.fromisoformat(said["contractFrom"]) > facts.today:
        yield reasons.NOT_BEGUN


def _basic_data(_said: Fields, facts: Facts, guards: bool) -> Found:
    if facts.known and guards:
        yield reasons.KNOWN_ALREADY


def _suspension(said: Fields, facts: Facts, guards: bool) -> Found:
    running = facts.here.running
    if running is None and (guards or not facts.stopped_in_window):
        yield reasons.NOT_INSURED_HERE
        return
    if date.fromisoformat(said["endedOn"]) > facts.today:
        yield reasons.ENDS_LATER
    yield from _last_month(said, facts, running.first_month if running is not None else "")


@enforces("JS-47")
def _last_month(said: Fields, facts: Facts, first_month: str) -> Found:
    month = said["lastPaidMonth"]
    if month not in (facts.fee_month, shifted(facts.fee_month, -1)):
        yield reasons.LAST_MONTH_BAD
    if first_month and month < shifted(first_month, -1):
        yield reasons.LAST_BEFORE_FIRST


def _base(said: Fields, facts: Facts, guards: bool) -> Found:
    running = facts.here.running
    if running is None:
        yield reasons.NOT_INSURED_HERE
        return
    asked, held = Decimal(said["wage"]), running.wages[-1].amount
    if asked < held:
        yield reasons.BASE_LOWER
    if asked == held and guards:
        yield reasons.BASE_SAME


def _retirement(said: Fields, facts: Facts, guards: bool) -> Found:
    if facts.here.running is None:
        yield reasons.NOT_INSURED_HERE
        return
    if facts.retirement and guards:
        yield reasons.RETIRING_ALREADY
    if _month(said["retireOn"]) < facts.month:
        yield reasons.RETIRES_EARLIER


def _flexible_enrolment(_said: Fields, facts: Facts, guards: bool) -> Found:
    if facts.elsewhere or (facts.flexible.running is not None and guards):
        yield reasons.INSURED_ALREADY


def _flexible_suspension(said: Fields, facts: Facts, guards: bool) -> Found:
    running = facts.flexible.running
    if running is None and (guards or not facts.stopped_in_window):
        yield reasons.NOT_FLEXIBLE
        return
    yield from _last_month(said, facts, running.first_month if running is not None else "")


def _transfer(_said: Fields, facts: Facts, guards: bool) -> Found:
    if facts.transfer and guards:
        yield reasons.TRANSFERRING


_RULES: Mapping[str, Callable[[Fields, Facts, bool], Found]] = {
    ENROLMENT: _enrolment,
    PREREGISTRATION: _preregistration,
    RENEWAL: _renewal,
    BASIC_DATA: _basic_data,
    SUSPENSION: _suspension,
    BASE: _base,
    RETIREMENT: _retirement,
    FLEXIBLE_ENROLMENT: _flexible_enrolment,
    FLEXIBLE_SUSPENSION: _flexible_suspension,
    TRANSFER: _transfer,
}


def notices(matter: str, said: Fields, today: date) -> tuple[str, ...]:
    """What is told beside, and blocks nothing."""
    if matter == ENROLMENT and (today - date.fromisoformat(said["contractFrom"])).days > ENROL_WITHIN_DAYS:
        return (f"用人单位应自用工之日起{ENROL_WITHIN_DAYS}日内办理参保",)
    if matter == SUSPENSION and (today - date.fromisoformat(said["endedOn"])).days > STOP_WITHIN_DAYS:
        return (f"应自终止之日起{STOP_WITHIN_DAYS}日内办理停保",)
    return ()


def start_month(matter: str, said: Fields) -> str:
    """The first month of what a filing begins."""
    if matter in (ENROLMENT, PREREGISTRATION):
        return month_of(date.fromisoformat(said["contractFrom"]))
    return ""
