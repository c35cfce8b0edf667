"""What the hall says of a filing: at the entrance, when it is saved, when it is processed. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from sigateway_mockservers.beijing import reasons
from sigateway_mockservers.beijing.figures import MOST_BACK_MONTHS, RETIREMENT_AGES
from sigateway_mockservers.beijing.filings.facts import (
    HERE,
    INTERRUPTED,
    NEVER,
    Facts,
    form_values,
    is_four,
)
from sigateway_mockservers.beijing.filings.fields import (
    ADDED_BY_MISTAKE,
    GREY,
    ID_TYPES,
    MOST_NUMBER,
    TOO_LITTLE,
    field_named,
    fields_of,
    is_wage,
    judge_forms,
    label_of,
    own_schemes,
)
from sigateway_mockservers.beijing.names import (
    ADD,
    BACK,
    CUT,
    FOUR,
    ONLINE,
    PERSON,
    UNIT,
    WAGE,
    Business,
)
from sigateway_mockservers.beijing.records import Fields
from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.months import is_month, month_of, months_from, read_day
from sigateway_mockservers.kernel.numbers import (
    identity_birth_date,
    identity_number_is_sound,
    identity_sex,
)
from sigateway_mockservers.kernel.people import PersonRecord
from sigateway_mockservers.kernel.reasons import Reason

_TRANSFERRED, _NEW, _BACK_FROM_INTERRUPTION = "01", "02", "03"
_PASSPORT = "04"
_WITHOUT_AGE = ("03", "04")


def number_is_sound(id_type: str, number: str) -> bool:
    """证件号码: of a document of this kind."""
    if id_type not in ID_TYPES or not 0 < len(number) <= MOST_NUMBER:
        return False
    return id_type == _PASSPORT or identity_number_is_sound(number)


def at_entrance(business: Business, facts: Facts, id_type: str, source: str = ONLINE) -> list[Reason]:
    """What stands in the way before anything is filled in; the window and the conditions are looked at before."""
    found: list[Reason] = []
    if business.about_person:
        if not number_is_sound(id_type, facts.person):
            return [reasons.BAD_NUMBER]
        found += _by_state(business, facts, source)
    if facts.guards and business.code in facts.running:
        found.append(
            reasons.running_already(business.rule, business.name, about_person=business.about_person)
        )
    return found


@enforces("BJ-18", "BJ-20")
def _by_state(business: Business, facts: Facts, source: str) -> list[Reason]:
    if business.code == ADD:
        if is_four(facts) and facts.state == INTERRUPTED and source == ONLINE:
            return [reasons.INTERRUPTED]
        return [reasons.INSURED_HERE] if facts.state == HERE and facts.guards else []
    ever = bool(facts.standing.spells) if business.code == BACK else facts.state == HERE
    return [] if ever else [reasons.not_insured_here(business.rule)]


def at_save(
    business: Business, facts: Facts, shown: Fields, values: Fields, source: str = ONLINE
) -> list[Reason]:
    """What is said of the fields: ``shown`` is what the form or the half showed before."""
    fields = fields_of(business, facts.system)
    found = judge_forms(business, fields, values, never_insured=facts.state == NEVER)
    for field in fields:
        grey = field.uses[business.code] == GREY
        if grey and values[field.name] != shown[field.name]:
            found.append(reasons.not_online(label_of(field, business), field.name))
    found += by_content(business, facts, values, source)
    return list(reasons.once(found))


def by_content(business: Business, facts: Facts, values: Fields, source: str) -> list[Reason]:
    """What is said of well-formed fields by what they mean, with the state of this system."""
    judges = {ADD: _add, CUT: _cut, WAGE: _wage, BACK: _back, PERSON: _changes, UNIT: _changes}
    found = [*_schemes(business, facts, values), *lowest_wage(business, facts, values)]
    return found + judges[business.code](business, facts, values, source)


@enforces("BJ-07")
def _schemes(business: Business, facts: Facts, values: Fields) -> list[Reason]:
    said = values.get("insuranceType", "")
    if not said or not field_named("insuranceType").fits(said):
        return []
    if said == own_schemes(facts.system, facts.unit.schemes):
        return []
    if facts.system == FOUR:
        return [reasons.SCHEMES_DIFFER]
    return [reasons.malformed(business.rule, "参加险种", "insuranceType")]


@enforces("BJ-18", "BJ-21", "BJ-22")
def lowest_wage(business: Business, facts: Facts, values: Fields) -> list[Reason]:
    """The city's lowest wage, for whatever declares one."""
    said = values.get("avgSalary", "")
    if not is_wage(said) or Decimal(said) >= facts.limits.lowest:
        return []
    return [reasons.below_lowest(business.rule)]


def dates(business: Business, values: Fields, today: date) -> list[Reason]:
    """What is said of days by the calendar alone."""
    found: list[Reason] = []
    started, ended = read_day(values.get("contractStart", "")), read_day(values.get("endDate", ""))
    if business.code == ADD and started is not None and started > today:
        found.append(reasons.CONTRACT_LATE)
    if business.code == CUT and ended is not None:
        if ended > today:
            found.append(reasons.END_LATE)
        if month_of(ended) == month_of(today) and values.get("chgReason") != ADDED_BY_MISTAKE:
            found.append(reasons.END_THIS_MONTH)
    return found


def _add(business: Business, facts: Facts, values: Fields, source: str) -> list[Reason]:
    found = dates(business, values, facts.today)
    why = values["indAddReason"]
    if not why or not field_named("indAddReason").fits(why):
        return found
    if source != ONLINE and not is_four(facts):
        return found
    expected = {NEVER: _NEW, INTERRUPTED: _BACK_FROM_INTERRUPTION}.get(facts.state, _TRANSFERRED)
    if facts.state == HERE:  # only where the hall guards nothing
        expected = why
    return found if why == expected else [*found, reasons.REASON_DIFFERS]


def _cut(business: Business, facts: Facts, values: Fields, source: str) -> list[Reason]:
    return dates(business, values, facts.today)


@enforces("BJ-21")
def _wage(business: Business, facts: Facts, values: Fields, source: str) -> list[Reason]:
    said = values["avgSalary"]
    same = is_wage(said) and Decimal(said) == facts.standing.wage_in(facts.month)
    return [reasons.SAME_WAGE] if same else []


@enforces("BJ-19")
def _changes(business: Business, facts: Facts, values: Fields, source: str) -> list[Reason]:
    held = form_values(business, facts, values.get("idType", ""))
    return [reasons.NOTHING_CHANGED] if all(values[name] == held[name] for name in values) else []


def back_span(values: Fields, month: str) -> list[Reason]:
    """What is said of 补缴起止年月 by the calendar alone."""
    first, last = values["backFrom"], values["backTo"]
    if not (is_month(first) and is_month(last)):
        return []
    if first > last or last >= month:
        return [reasons.BAD_BACK_MONTHS]
    return [reasons.TOO_MANY_MONTHS] if len(months_from(first, last)) > MOST_BACK_MONTHS else []


@enforces("BJ-22")
def _back(business: Business, facts: Facts, values: Fields, source: str) -> list[Reason]:
    first, last = values["backFrom"], values["backTo"]
    if not (is_month(first) and is_month(last)):
        return []
    if against := back_span(values, facts.month):
        return against
    return _against_months(facts, values)


def _against_months(facts: Facts, values: Mapping[str, str]) -> list[Reason]:
    """Months that are paid already; or, of 少报, a wage that is no higher than declared."""
    months = months_from(values["backFrom"], values["backTo"])
    if values["backReason"] != TOO_LITTLE:
        return [reasons.paid_already(each) for each in months if each in facts.paid]
    said = values["avgSalary"]
    declared = max(declared_wage(facts, each) for each in months)
    return [reasons.NOT_HIGHER] if is_wage(said) and Decimal(said) <= declared else []


def declared_wage(facts: Facts, month: str) -> Decimal:
    """The highest wage that was ever declared for a month; nothing for a month without."""
    found = [each.wage for each in facts.standing.back_paid if each.first <= month <= each.last]
    if facts.standing.covers(month):
        found.append(facts.standing.wage_in(month))
    return max(found, default=Decimal("0.00"))


def at_processing(
    business: Business, facts: Facts, values: Fields, source: str, known: PersonRecord | None
) -> list[Reason]:
    """What is looked at only now: the register, other units, age; and the person's state again."""
    found: list[Reason] = []
    if source != ONLINE and facts.system != FOUR:
        found += _not_looked_at_before(business, facts, values)
    if business.about_person:
        found += _by_state(business, facts, source="file")
    if business.code == ADD:
        found += _added(facts, values, known)
    return list(reasons.once(found))


def _not_looked_at_before(business: Business, facts: Facts, values: Fields) -> list[Reason]:
    """What came by file reaches this system only now: what its entrance and save would have said."""
    found: list[Reason] = []
    for name, reason in (("name", reasons.NAME_NOT_GBK), ("address", reasons.ADDRESS_NOT_GBK)):
        try:
            values.get(name, "").encode("gbk")
        except UnicodeEncodeError:
            found.append(reason)
    if business.code in facts.running:
        found.append(reasons.running_already(business.rule, business.name, about_person=True))
    if business.code == WAGE:
        found += _wage(business, facts, values, "")
    if business.code == PERSON:
        found += _changes(business, facts, values, "")
    if business.code == BACK:
        found += _against_months(facts, values)
    held = facts.standing.info.get("name", "")
    if business.code != ADD and facts.standing.spells and values["name"] != held:
        found.append(reasons.not_online("姓名", "name"))
    return found


def _added(facts: Facts, values: Fields, known: PersonRecord | None) -> list[Reason]:
    found: list[Reason] = []
    id_type = values["idType"]
    if (known is None and id_type == "01") or (known is not None and known.name != values["name"]):
        found.append(reasons.NAME_DIFFERS)
    if facts.elsewhere:
        found.append(reasons.ELSEWHERE)
    if id_type not in _WITHOUT_AGE and _full_years(facts) >= RETIREMENT_AGES[identity_sex(facts.person)]:
        found.append(reasons.TOO_OLD)
    return found


def _full_years(facts: Facts) -> int:
    born = identity_birth_date(facts.person)
    assert born is not None, "the entrance looked at the number"
    today = facts.today
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
