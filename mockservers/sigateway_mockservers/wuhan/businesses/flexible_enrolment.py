"""增员(续保) of a flexible worker, by the community or by the person (WH-119, WH-120)."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.reasons import Reason
from sigateway_mockservers.wuhan import codes
from sigateway_mockservers.wuhan import reasons as hall_reasons
from sigateway_mockservers.wuhan.businesses import enrolment_rules as rules
from sigateway_mockservers.wuhan.businesses.base import Business, Fact, Values
from sigateway_mockservers.wuhan.businesses.enrolment_form import (
    PERSON_FIELDS,
    START_MONTH,
    known_of_person,
    told_of_person,
)
from sigateway_mockservers.wuhan.community import reasons
from sigateway_mockservers.wuhan.community.contributions import FLEXIBLE_SCHEMES, monthly_amount
from sigateway_mockservers.wuhan.community.records import (
    FLEXIBLE_ENROLMENT,
    RIGHTS,
    BankOrder,
    FlexibleInsurance,
    PersonUser,
)
from sigateway_mockservers.wuhan.community.users import community_behind
from sigateway_mockservers.wuhan.documents import number_reasons
from sigateway_mockservers.wuhan.fields import FormField, is_amount, is_wage
from sigateway_mockservers.wuhan.standing import Standing

if TYPE_CHECKING:
    from sigateway_mockservers.wuhan.records import Effect
    from sigateway_mockservers.wuhan.store import Store

_BASE = FormField("jfjs", "缴费基数", red=True, check=is_wage)
#: The enrolments of which a person has one at a time, whoever files them.
_ENROLS = frozenset({FLEXIBLE_ENROLMENT, "enrolment"})


class FlexibleEnrolment(Business):
    """Into the flexible window of the community's agency, from this month; the system reviews it."""

    kind = FLEXIBLE_ENROLMENT
    name = "增员(续保)"
    verb = "flexible"
    stem = "linghuo"
    fields = (
        *PERSON_FIELDS,
        *(
            FormField(f"xz_{code}", codes.SCHEME_NAMES[code], red=True, options=codes.JOINS)
            for code in FLEXIBLE_SCHEMES
        ),
        _BASE,
    )
    added = (START_MONTH, FormField("ydjfje", "月度缴费金额", grey=True, check=is_amount))
    has_months = False

    @enforces("WH-119")
    def entrance_reasons(self, asked: Values, standing: Standing) -> list[Reason]:
        """Alone whoever may not file for this person; WH-63 alone; else everything that insures the person already."""
        found = _against_user(asked["zjhm"], standing) or number_reasons(
            asked["zjlx"], asked["zjhm"], standing.today
        )
        return found or [*_elsewhere(standing), *_against_second(standing)]

    def facts(self, standing: Standing) -> list[Fact]:
        """The month, and what the base is held against."""
        return [
            Fact("cbny", "参保年月", standing.month),
            Fact("bdx", "保底", str(standing.limits.floor)),
            Fact("fdx", "封顶", str(standing.limits.ceiling)),
        ]

    def filled_in(self, asked: Values, standing: Standing) -> dict[str, str]:
        """All that the number says, and all that the register knows."""
        return {**asked, **known_of_person(asked, standing)}

    def save_reasons(self, values: Values, standing: Standing) -> list[Reason]:
        """The fields by themselves, then against the number; at least one scheme, and a base within the limits."""
        found = super().save_reasons(values, standing) + rules.number_differs_reasons(values)
        if all(values[f"xz_{code}"] == "0" for code in FLEXIBLE_SCHEMES):
            found.append(reasons.NO_SCHEME)
        limits = standing.limits
        base = Decimal(values[_BASE.name]) if is_wage(values[_BASE.name]) else None
        if base is not None and not limits.floor <= base <= limits.ceiling:
            found.append(reasons.base_outside(limits))
        return found

    def requires(self, field: FormField, values: Values) -> bool:
        """Nation not for foreigners."""
        if field.name == "mz":
            return values["zjlx"] in codes.KINDS_WITH_RESIDENT_NUMBER
        return super().requires(field, values)

    def added_on_save(self, values: Values, standing: Standing) -> dict[str, str]:
        """The hall's month, and what is paid each month."""
        amount = monthly_amount(Decimal(values[_BASE.name]), _chosen(values))
        return {"cbny": standing.month, "ydjfje": str(amount)}

    @enforces("WH-116", "WH-119")
    def submit_reasons(self, values: Values, standing: Standing) -> list[Reason]:
        """Agreement or right may be gone, and another draft of the person may have landed."""
        return _against_user(standing.number, standing) or _against_second(standing)

    @enforces("WH-119")
    def review_reasons(self, values: Values, standing: Standing) -> list[Reason]:
        """The register's name and nation, and other insurances looked at again; the agreement is not."""
        return rules.register_reasons(values, standing) + _elsewhere(standing)

    def start_month(self, values: Values) -> str:
        """The first insured month."""
        return values["cbny"]

    def insurance_meant(self, number: str, _standing: Standing) -> str:
        """The one that it begins."""
        return number

    @enforces("WH-120")
    def take_effect(self, store: Store, effect: Effect, values: Values, at: datetime) -> None:
        """In the window of the agency, with a bank order that is not set up yet."""
        store.learn(effect.zjhm, told_of_person(values))
        store.give_personal_number(effect.zjhm)
        agency = community_behind(store, store.user(effect.unit)).agency
        insured = FlexibleInsurance(
            sxh=effect.sxh,
            person=effect.zjhm,
            agency=agency,
            schemes=_chosen(values),
            base=Decimal(values[_BASE.name]),
            start_month=effect.start_month,
            since=at,
        )
        order = BankOrder(
            number=f"JB{len(store.community_book.orders) + 1:010d}",
            sxh=effect.sxh,
            user=effect.unit,
            person=effect.zjhm,
            name=values["xm"],
            amount=Decimal(values["ydjfje"]),
        )
        store.community_book = store.community_book.with_enrolment(insured, order)

    def shows_in(self, store: Store, effect: Effect) -> bool:
        """It is in the book, even when the person has left since."""
        return any(each.sxh == effect.sxh for each in store.community_book.window)

    def as_a_clerk(self, standing: Standing) -> dict[str, str]:
        """All three schemes by the lowest base."""
        known = {"xm": standing.name or "模拟某人", "mz": standing.nation or "01"}
        schemes = {f"xz_{code}": "1" for code in FLEXIBLE_SCHEMES}
        return {**known, **schemes, "sj": "19900000000", _BASE.name: str(standing.limits.floor)}


def _chosen(values: Values) -> tuple[str, ...]:
    return tuple(code for code in FLEXIBLE_SCHEMES if values[f"xz_{code}"] == "1")


@enforces("WH-114", "WH-116")
def _against_user(number: str, standing: Standing) -> list[Reason]:
    """A community needs an agreement that is valid; a person has the right, and for nobody else."""
    user = standing.user
    if isinstance(user, PersonUser):
        if RIGHTS[0] not in user.rights:
            return [reasons.NO_RIGHT]
        return [] if number == user.person else [reasons.ONLY_ONESELF]
    agent = standing.records.community_book.is_agent(user.number, number, standing.now)
    return [] if agent else [reasons.NO_AGENT]


def _elsewhere(standing: Standing) -> list[Reason]:
    """WH-60, WH-62, WH-54: an old insurance that was not stopped."""
    found = [hall_reasons.not_stopped_at(name) for name in standing.insured_at]
    person = standing.person
    if person is not None and person.student_medical:
        found.append(hall_reasons.STUDENT_MEDICAL)
    if person is not None and person.resident_medical:
        found.append(hall_reasons.RESIDENT_MEDICAL)
    return found


@enforces("WH-119")
def _against_second(standing: Standing) -> list[Reason]:
    """In a window already, or about to be; a hall that guards nothing does not look."""
    if not standing.guards_duplicates:
        return []
    found = [reasons.IN_WINDOW] if standing.windows else []
    in_review = any(
        each.kind in _ENROLS and not (each.in_force or each.returned)
        for each in standing.records.effects_of(standing.number)
    )
    return [*found, reasons.ENROLMENT_RUNNING] if in_review else found
