"""What the hall says of one record of a file at upload: the four system alone looks, and knows only itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from sigateway_mockservers.beijing import reasons
from sigateway_mockservers.beijing.files.layout import NAME_OF
from sigateway_mockservers.beijing.filings.facts import NEVER, Facts, form_values
from sigateway_mockservers.beijing.filings.fields import Field, fields_of, judge_forms
from sigateway_mockservers.beijing.filings.rules import (
    at_entrance,
    at_save,
    back_span,
    dates,
    lowest_wage,
    number_is_sound,
)
from sigateway_mockservers.beijing.names import (
    BACK,
    BY_FILE,
    FOUR,
    MEDICAL,
    MEDICAL_ONLY,
    PERSON,
    SYSTEMS_OF,
    Business,
)
from sigateway_mockservers.beijing.records import Fields
from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.reasons import Reason

if TYPE_CHECKING:
    from sigateway_mockservers.beijing.hall import BeijingHall

_EMPTIED = "*"


def said_in(business: Business, columns: tuple[str, ...], values: tuple[str, ...]) -> dict[str, str]:
    """The fields of a record; of 个人信息变更 those left empty are not said, and ``*`` says empty."""
    said = {NAME_OF[column]: value for column, value in zip(columns, values, strict=True)}
    if business.code != PERSON:
        return said
    kept = ("idType", "idCard", "name")
    return {
        name: "" if value == _EMPTIED and name not in kept else value
        for name, value in said.items()
        if value or name in kept
    }


def values_in(business: Business, facts: Facts, said: Mapping[str, str]) -> Fields:
    """The fields of one half of a record."""
    shown = form_values(business, facts, said["idType"])
    return {**shown, **{name: value for name, value in said.items() if name in shown}}


@enforces("BJ-20")
def judge_line(
    hall: BeijingHall, unit: str, business: Business, scope: str, said: Mapping[str, str], *, seen: bool
) -> tuple[Reason, ...]:
    """All reasons of the earliest stage that has any."""
    first: list[Reason] = [reasons.DUPLICATE_NUMBER] if seen else []
    if scope not in SYSTEMS_OF:
        return (*first, reasons.BAD_SCOPE)
    if scope == MEDICAL_ONLY:
        if not number_is_sound(said["idType"], said["idCard"]):
            first.append(reasons.BAD_NUMBER)
        facts = hall.declarations.facts(MEDICAL, unit, said["idCard"])
        return reasons.once(first or _fields_alone(business, facts, said))
    facts = hall.declarations.facts(FOUR, unit, said["idCard"])
    first += at_entrance(business, facts, said["idType"], BY_FILE)
    if first:
        return reasons.once(first)
    shown = form_values(business, facts, said["idType"])
    found = _named(business, said)
    found += at_save(business, facts, shown, values_in(business, facts, said), BY_FILE)
    found += _other_columns(business, facts, said, FOUR, needed=MEDICAL in SYSTEMS_OF[scope])
    return reasons.once(found)


def _fields_alone(business: Business, facts: Facts, said: Mapping[str, str]) -> list[Reason]:
    """What can be said of a record for the medical system without asking it."""
    found = _named(business, said)
    needed = [
        each
        for each in fields_of(business, MEDICAL)
        if each.name in said and (business.code != PERSON or said[each.name])
    ]
    found += judge_forms(business, needed, said, never_insured=False)
    found += _other_columns(business, facts, said, MEDICAL, needed=False)
    found += [*lowest_wage(business, facts, said), *dates(business, said, facts.today)]
    if business.code == BACK:
        found += back_span(said, facts.month)
    if business.code == PERSON and set(said) <= {"idType", "idCard", "name"}:
        found.append(reasons.NOTHING_CHANGED)
    return found


def _named(business: Business, said: Mapping[str, str]) -> list[Reason]:
    return [] if said["name"] else [reasons.required(business.rule, "姓名", "name")]


def _other_columns(
    business: Business, facts: Facts, said: Mapping[str, str], system: str, *, needed: bool
) -> list[Reason]:
    """The columns of the other system: asked for when it is meant, and checked whenever they are filled."""
    other = MEDICAL if system == FOUR else FOUR
    fields: list[Field] = [
        each
        for each in fields_of(business, other)
        if each.systems == (other,)
        and each.name in said
        and (said[each.name] or (needed and business.code != PERSON))
    ]
    never = facts.system == FOUR and facts.state == NEVER
    return judge_forms(business, fields, said, never_insured=never)
