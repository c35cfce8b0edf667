"""增员(续保), one person at a time (WH-47..68)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.months import read_day
from sigateway_mockservers.kernel.reasons import Reason
from sigateway_mockservers.wuhan import reasons
from sigateway_mockservers.wuhan.businesses import enrolment_rules as rules
from sigateway_mockservers.wuhan.businesses.base import Business, Fact, Values
from sigateway_mockservers.wuhan.businesses.enrolment_form import (
    FIELDS,
    START_MONTH,
    chosen_schemes,
    known_of_person,
    scheme_fields,
    schemes_are_filled_in,
    told_of_person,
)
from sigateway_mockservers.wuhan.codes import KINDS_WITH_RESIDENT_NUMBER
from sigateway_mockservers.wuhan.documents import number_reasons
from sigateway_mockservers.wuhan.fields import FormField
from sigateway_mockservers.wuhan.records import DeclaredWage, Effect, Insurance
from sigateway_mockservers.wuhan.standing import Standing

if TYPE_CHECKING:
    from sigateway_mockservers.wuhan.store import Store


class Enrolment(Business):
    """First enrolment and renewal."""

    kind = "enrolment"
    name = "增员(续保)"
    verb = "enrol"
    stem = "zengyuan"
    batch_name = "批量增员"
    printed_as = "企业参保人员增员表"
    fields = FIELDS
    added = (START_MONTH,)
    papers_late = reasons.PAPERS_LATE
    can_be_corrected = True
    follows = frozenset({"suspension"})

    @enforces("WH-47")
    def entrance_reasons(self, asked: Values, standing: Standing) -> list[Reason]:
        """WH-63 alone when there is no such number; else everything that insures the person already, and the age."""
        found = number_reasons(asked["zjlx"], asked["zjhm"], standing.today)
        if found:
            return found
        if standing.insured_here:
            found.append(reasons.INSURED_HERE)
        if standing.running_here:
            found.append(reasons.RUNNING_HERE)
        found.extend(rules.elsewhere_reasons(standing))
        if standing.person is not None and standing.person.resident_medical:
            found.append(reasons.RESIDENT_MEDICAL)
        return found + rules.first_age_reasons(asked["zjlx"], standing)

    def facts(self, standing: Standing) -> list[Fact]:
        """Kind of enrolment and month; name and nation only of people whom the hall knows."""
        facts = [
            Fact("cblb", "参保类别", "首次参保" if standing.first_enrolment else "续保"),
            Fact("cbny", "参保年月", standing.month),
        ]
        if standing.person is not None:
            facts += [Fact("xm", "姓名", standing.name), Fact("mz", "民族", standing.nation)]
        return facts

    def filled_in(self, asked: Values, standing: Standing) -> dict[str, str]:
        """All that the number says, and all that the register knows."""
        return {**asked, **known_of_person(asked, standing)}

    @enforces("WH-57")
    def save_reasons(self, values: Values, standing: Standing) -> list[Reason]:
        """The fields by themselves, then against the number, the unit and the day."""
        found = super().save_reasons(values, standing)
        ill_formed = {reason.words for reason in found}
        found.extend(rules.number_differs_reasons(values))
        of_resident = values["zjlx"] in KINDS_WITH_RESIDENT_NUMBER
        if not of_resident and standing.first_enrolment and standing.person is None:
            # Sex and birth date of a foreigner whom the register does not know are known only now.
            found.extend(rules.age_reasons(values["xb"], read_day(values["csrq"]), standing.today))
        if schemes_are_filled_in(values) and set(chosen_schemes(values)) != set(standing.unit.schemes):
            found.append(reasons.SCHEMES_DIFFER)
        contract_start = read_day(values["htqsrq"])
        back_pay_is_well_formed = not ill_formed & {
            f"补缴开始年月{tail}" for tail in ("为必录项", "格式有误")
        }
        if values["zsbj"] == "1" and back_pay_is_well_formed:
            found.extend(rules.back_pay_reasons(values["bjksny"], contract_start, standing.today))
        if contract_start is not None and contract_start > standing.today:
            found.append(reasons.CONTRACT_NOT_BEGUN)
        return found

    def requires(self, field: FormField, values: Values) -> bool:
        """Nation not for foreigners, back-pay start only if there is back-pay."""
        if field.name == "mz":
            return values["zjlx"] in KINDS_WITH_RESIDENT_NUMBER
        if field.name == "bjksny":
            return values["zsbj"] == "1"
        return super().requires(field, values)

    def takes(self, field: FormField, values: Values) -> bool:
        """A back-pay start without back-pay is ill formed."""
        if field.name == "bjksny" and values["zsbj"] == "0":
            return False
        return super().takes(field, values)

    def added_on_save(self, _values: Values, standing: Standing) -> dict[str, str]:
        """参保年月: the hall's month."""
        return {"cbny": standing.month}

    def submit_reason(self, standing: Standing) -> Reason | None:
        """Only one of several drafts of a person can land."""
        if standing.insured_here:
            return reasons.INSURED_HERE
        return reasons.RUNNING_HERE if standing.running_here else None

    @enforces("WH-59")
    def review_reasons(self, values: Values, standing: Standing) -> list[Reason]:
        """The register's name and nation, and the person's standing looked at again."""
        return rules.register_reasons(values, standing) + rules.elsewhere_reasons(standing)

    def start_month(self, values: Values) -> str:
        """The first insured month."""
        return values["bjksny"] or values["cbny"]

    def insurance_meant(self, number: str, _standing: Standing) -> str:
        """The one that it begins."""
        return number

    @property
    def batch_columns(self) -> tuple[FormField, ...]:
        """All but the schemes."""
        return tuple(each for each in self.fields if not each.name.startswith("xz_"))

    @enforces("WH-57")
    def filled_in_row(self, standing: Standing) -> dict[str, str]:
        """A row's schemes are the unit's."""
        return scheme_fields(standing.unit.schemes)

    def take_effect(self, store: Store, effect: Effect, values: Values, at: datetime) -> None:
        """The person is insured at the unit, by the declared wage."""
        self._tell(store, effect, values)
        store.insure(
            Insurance(
                unit=effect.unit,
                person=effect.zjhm,
                kind=values["zjlx"],
                name=values["xm"],
                nation=values["mz"],
                schemes=chosen_schemes(values),
                start_month=effect.start_month,
                sxh=effect.insurance,
                since=at,
                wages=(DeclaredWage(values["sbgz"], effect.start_month, effect.number),),
            )
        )

    def correct(self, store: Store, effect: Effect, values: Values) -> dict[str, str]:
        """The insurance that it began, and what is held of the person."""
        start = self.start_month(values)
        begun = store.insurances[effect.insurance].redeclared(effect.number, values["sbgz"], start)
        store.insurances[begun.sxh] = replace(
            begun,
            name=values["xm"],
            nation=values["mz"],
            schemes=chosen_schemes(values),
            start_month=start,
        )
        self._tell(store, effect, values)
        return dict(values)

    def _tell(self, store: Store, effect: Effect, values: Values) -> None:
        """What was said of the person is held from now on."""
        store.learn(effect.zjhm, told_of_person(values))

    def as_a_clerk(self, standing: Standing) -> dict[str, str]:
        """A whole enrolment from the first of the month, into every scheme of the unit."""
        schemes = scheme_fields(standing.unit.schemes)
        known = {"xm": standing.name or "模拟某人", "mz": standing.nation or "01"}
        contract = {"htqsrq": standing.today.replace(day=1).isoformat(), "sbgz": "6500.00"}
        return {**schemes, **known, **contract, "sj": "19900000000", "zsbj": "0"}
