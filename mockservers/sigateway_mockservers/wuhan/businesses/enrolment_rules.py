"""The rules of enrolment that more than a field is needed for: age, other insurances, back-pay, the register."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sigateway_mockservers.kernel.months import read_day
from sigateway_mockservers.kernel.numbers import FEMALE, identity_birth_date, identity_sex
from sigateway_mockservers.kernel.reasons import Reason
from sigateway_mockservers.wuhan import reasons
from sigateway_mockservers.wuhan.codes import KINDS_WITH_RESIDENT_NUMBER
from sigateway_mockservers.wuhan.months import read_month
from sigateway_mockservers.wuhan.standing import Standing

_FIRST_AGE = 16
_AGE_LIMIT_WOMEN = 40
_AGE_LIMIT_MEN = 50
_LONGEST_BACK_PAY_MONTHS = 3


def elsewhere_reasons(standing: Standing) -> list[Reason]:
    """WH-60, WH-61, WH-62: an old insurance that was not stopped."""
    found = [reasons.not_stopped_at(name) for name in standing.insured_at]
    found += [reasons.in_personal_window(agency) for agency in standing.windows]
    if standing.person is not None and standing.person.student_medical:
        found.append(reasons.STUDENT_MEDICAL)
    return found


def number_differs_reasons(values: Mapping[str, str]) -> list[Reason]:
    """WH-63: sex and birth date that are not those of the number; kinds 03 and 04 say nothing of them."""
    kind, number = values["zjlx"], values["zjhm"]
    if kind not in KINDS_WITH_RESIDENT_NUMBER:
        return []
    found: list[Reason] = []
    if values["xb"] in ("1", "2") and values["xb"] != identity_sex(number):
        found.append(reasons.SEX_DIFFERS)
    born = read_day(values["csrq"])
    if born is not None and born != identity_birth_date(number):
        found.append(reasons.BIRTH_DIFFERS)
    return found


def first_age_reasons(kind: str, standing: Standing) -> list[Reason]:
    """WH-53 for a first enrolment, as far as sex and birth date are known from the number or the register."""
    if not standing.first_enrolment:
        return []
    if kind in KINDS_WITH_RESIDENT_NUMBER:
        number = standing.number
        return age_reasons(identity_sex(number), identity_birth_date(number), standing.today)
    if standing.person is not None:
        return age_reasons(standing.person.sex, standing.person.born, standing.today)
    return []


def age_reasons(sex: str, born: date | None, today: date) -> list[Reason]:
    """WH-53: women from 16 to under 40, men from 16 to under 50, in full years on the day."""
    if born is None or sex not in ("1", "2"):
        return []
    limit = _AGE_LIMIT_WOMEN if sex == FEMALE else _AGE_LIMIT_MEN
    return [] if _FIRST_AGE <= full_years(born, today) < limit else [reasons.AGE_OUTSIDE]


def full_years(born: date, today: date) -> int:
    """Age in full years; who was born on 29 February has the birthday on 1 March of other years."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def back_pay_reasons(start: str, contract_start: date | None, today: date) -> list[Reason]:
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


def register_reasons(values: Mapping[str, str], standing: Standing) -> list[Reason]:
    """WH-63: name and nation against the register, for people whom it knows."""
    found: list[Reason] = []
    person = standing.person
    if person is not None and person.name != values["xm"]:
        found.append(reasons.NAME_DIFFERS)
    if person is not None and values["mz"] and person.nation != values["mz"]:
        found.append(reasons.NATION_DIFFERS)
    return found
