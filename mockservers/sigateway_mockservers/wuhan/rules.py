"""The rules of enrolment at their three stages: entrance, save, review. Pure functions from the rulebook's text.

Each returns all reasons of its stage; a later stage is asked only when the earlier one had none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sigateway_mockservers.kernel.numbers import (
    FEMALE,
    identity_birth_date,
    identity_number_is_sound,
    identity_sex,
)
from sigateway_mockservers.kernel.people import PersonRecord
from sigateway_mockservers.wuhan import reasons
from sigateway_mockservers.wuhan.fields import (
    FIELDS,
    KINDS,
    KINDS_WITH_RESIDENT_NUMBER,
    chosen_schemes,
    is_required,
    read_day,
    read_month,
)
from sigateway_mockservers.wuhan.reasons import Reason

_PERMIT_PREFIXES = ("81", "82", "83")
_FIRST_AGE = 16
_AGE_LIMIT_WOMEN = 40
_AGE_LIMIT_MEN = 50
_LONGEST_BACK_PAY_MONTHS = 3


@dataclass(frozen=True, slots=True)
class Standing:
    """How a person stands with respect to the unit that wants to enrol them, on the hall's day."""

    today: date
    person: PersonRecord | None
    first_enrolment: bool
    insured_here: bool = False
    running_here: bool = False
    insured_at: tuple[str, ...] = ()


def number_reasons(kind: str, number: str, today: date) -> list[Reason]:
    """WH-63: a document number that cannot be one. Kinds 03 and 04 have no check but that there is a number."""
    if not kind:
        return [reasons.required("证件类型")]
    if kind not in KINDS:
        return [reasons.malformed("证件类型")]
    if kind not in KINDS_WITH_RESIDENT_NUMBER:
        return [] if number.strip() else [reasons.BAD_NUMBER]
    if not identity_number_is_sound(number):
        return [reasons.BAD_NUMBER]
    born = identity_birth_date(number)
    if born is None or born > today or (kind == "02" and not number.startswith(_PERMIT_PREFIXES)):
        return [reasons.BAD_NUMBER]
    return []


def entrance_reasons(kind: str, number: str, standing: Standing) -> list[Reason]:
    """What stops an enrolment before the form is shown."""
    found = number_reasons(kind, number, standing.today)
    if found:
        return found
    if standing.insured_here:
        found.append(reasons.INSURED_HERE)
    if standing.running_here:
        found.append(reasons.RUNNING_HERE)
    found.extend(_elsewhere_reasons(standing))
    person = standing.person
    if person is not None and person.resident_medical:
        found.append(reasons.RESIDENT_MEDICAL)
    if standing.first_enrolment:
        if kind in KINDS_WITH_RESIDENT_NUMBER:
            found.extend(_age_reasons(identity_sex(number), identity_birth_date(number), standing.today))
        elif person is not None:
            found.extend(_age_reasons(person.sex, person.born, standing.today))
    return found


def save_reasons(
    values: Mapping[str, str], standing: Standing, unit_schemes: tuple[str, ...]
) -> list[Reason]:
    """What stops a form from being saved."""
    found = field_reasons(values)
    ill_formed = {reason.words for reason in found}
    kind, number = values["zjlx"], values["zjhm"]
    if kind in KINDS_WITH_RESIDENT_NUMBER:
        if values["xb"] in ("1", "2") and values["xb"] != identity_sex(number):
            found.append(reasons.SEX_DIFFERS)
        born = read_day(values["csrq"])
        if born is not None and born != identity_birth_date(number):
            found.append(reasons.BIRTH_DIFFERS)
    elif standing.first_enrolment and standing.person is None:
        # Sex and birth date of a foreigner whom the register does not know are known only now.
        found.extend(_age_reasons(values["xb"], read_day(values["csrq"]), standing.today))
    schemes_are_filled_in = all(values[f"xz_{code}"] in ("0", "1") for code in _scheme_codes())
    if schemes_are_filled_in and set(chosen_schemes(values)) != set(unit_schemes):
        found.append(reasons.SCHEMES_DIFFER)
    contract_start = read_day(values["htqsrq"])
    back_pay_is_well_formed = not ill_formed & {f"补缴开始年月{tail}" for tail in ("为必录项", "格式有误")}
    if values["zsbj"] == "1" and back_pay_is_well_formed:
        found.extend(_back_pay_reasons(values["bjksny"], contract_start, standing.today))
    if contract_start is not None and contract_start > standing.today:
        found.append(reasons.CONTRACT_NOT_BEGUN)
    return found


def field_reasons(values: Mapping[str, str]) -> list[Reason]:
    """WH-32: red fields that are empty, and values that the hall does not take."""
    found: list[Reason] = []
    for each in FIELDS:
        value = values[each.name]
        if not value:
            if is_required(each, values):
                found.append(reasons.required(each.label))
        elif not each.takes(value) or (each.name == "bjksny" and values["zsbj"] == "0"):
            found.append(reasons.malformed(each.label))
    return found


def review_reasons(values: Mapping[str, str], standing: Standing) -> list[Reason]:
    """What the review finds: the register's name and nation (WH-63), and the person's standing looked at again."""
    found: list[Reason] = []
    person = standing.person
    if person is not None and person.name != values["xm"]:
        found.append(reasons.NAME_DIFFERS)
    if person is not None and values["mz"] and person.nation != values["mz"]:
        found.append(reasons.NATION_DIFFERS)
    return found + _elsewhere_reasons(standing)


def _elsewhere_reasons(standing: Standing) -> list[Reason]:
    """WH-60, WH-61, WH-62: an old insurance that was not stopped."""
    found = [reasons.not_stopped_at(name) for name in standing.insured_at]
    person = standing.person
    if person is not None:
        if person.personal_window:
            found.append(reasons.in_personal_window(person.personal_window))
        if person.student_medical:
            found.append(reasons.STUDENT_MEDICAL)
    return found


def _age_reasons(sex: str, born: date | None, today: date) -> list[Reason]:
    """WH-53: women from 16 to under 40, men from 16 to under 50, in full years on the day."""
    if born is None or sex not in ("1", "2"):
        return []
    limit = _AGE_LIMIT_WOMEN if sex == FEMALE else _AGE_LIMIT_MEN
    return [] if _FIRST_AGE <= full_years(born, today) < limit else [reasons.AGE_OUTSIDE]


def full_years(born: date, today: date) -> int:
    """Age in full years; who was born on 29 February has the birthday on 1 March of other years."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _back_pay_reasons(start: str, contract_start: date | None, today: date) -> list[Reason]:
    """WH-56: back-pay begins before this month, at most three months with it, not before the contract."""
    parsed = read_month(start)
    if parsed is None:
        return []
    found: list[Reason] = []
    months_with_this_one = (today.year * 12 + today.month) - (parsed[0] * 12 + parsed[1]) + 1
    if months_with_this_one <= 1:
        found.append(reasons.BACK_PAY_NOT_BEFORE)
    if months_with_this_one > _LONGEST_BACK_PAY_MONTHS:
        found.append(reasons.BACK_PAY_TOO_LONG)
    if contract_start is not None and parsed < (contract_start.year, contract_start.month):
        found.append(reasons.BACK_PAY_BEFORE_CONTRACT)
    return found


def _scheme_codes() -> tuple[str, ...]:
    return tuple(each.name.removeprefix("xz_") for each in FIELDS if each.name.startswith("xz_"))
