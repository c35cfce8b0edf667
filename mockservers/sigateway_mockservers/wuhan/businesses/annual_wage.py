"""个人工资年度申报: last year's monthly wage of everybody insured here (WH-90..94)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.wuhan.annual import reasons
from sigateway_mockservers.wuhan.annual.records import ANNUAL_WAGE
from sigateway_mockservers.wuhan.businesses.base import Values
from sigateway_mockservers.wuhan.businesses.yearly import (
    MOBILE,
    NAME,
    NUMBER,
    START_MONTH,
    YearlyDeclaration,
)
from sigateway_mockservers.wuhan.fields import FormField, is_wage
from sigateway_mockservers.wuhan.records import DeclaredWage
from sigateway_mockservers.wuhan.standing import Standing

if TYPE_CHECKING:
    from sigateway_mockservers.wuhan.records import Effect, Insurance
    from sigateway_mockservers.wuhan.store import Store


class AnnualWage(YearlyDeclaration):
    """The base of the coming year, for everybody whose insurance here goes on."""

    kind = ANNUAL_WAGE
    stem = "niandu"
    batch_name = "个人工资年度申报"
    printed_as = "年度社会保险缴费工资申报表"
    declared = FormField("snyjgz", "上年月均工资", red=True, check=is_wage)
    fields = (NAME, NUMBER, declared, MOBILE)
    added = (FormField("hdjs", "核定缴费基数", grey=True, check=is_wage), START_MONTH)
    follows = frozenset({"wage_change"})
    not_listed = reasons.NOT_INSURED
    declared_already = reasons.WAGE_DECLARED
    only_the_declared = reasons.ONLY_THE_WAGE

    def is_listed(self, standing: Standing) -> bool:
        """Whose insurance here goes on."""
        return standing.insurance is not None

    @enforces("WH-90")
    def people_of_template(self, store: Store, unit: str) -> list[str]:
        """Everybody insured here of whom no stop was taken."""
        return [
            each.person for each in store.insurances.values() if each.unit == unit and each.stopped is None
        ]

    def template_row(self, standing: Standing) -> dict[str, str]:
        """The declared wage in force this month."""
        insurance = standing.insurance
        return {
            NAME.name: standing.name,
            NUMBER.name: standing.number,
            self.declared.name: insurance.wage_in(standing.month) if insurance is not None else "",
            MOBILE.name: standing.personal.mobile,
        }

    @enforces("WH-88")
    def added_on_save(self, values: Values, standing: Standing) -> dict[str, str]:
        """The base too, after floor and ceiling of the month from which it counts."""
        added = super().added_on_save(values, standing)
        limits = standing.records.figures.limits_in(added[START_MONTH.name])
        return {"hdjs": str(limits.clamp(Decimal(values[self.declared.name])))} | added

    def take_effect(self, store: Store, effect: Effect, values: Values, at: datetime) -> None:
        """The wage joins those declared before, also for months gone by. What wage changes had set is over."""
        insurance = self._insurance(store, effect)
        declared = DeclaredWage(values[self.declared.name], effect.start_month, effect.number)
        store.insurances[insurance.sxh] = replace(insurance, wages=(*insurance.wages, declared))
        for each in list(store.effects_of(effect.zjhm)):
            changes = each.kind in self.follows and each.insurance == insurance.sxh
            if changes and each.in_force and each.stopped is None:
                store.effects[each.number] = replace(each, stopped=at)

    def _insurance(self, store: Store, effect: Effect) -> Insurance:
        """The one that goes on now: staff may decide long after it was filed."""
        of_person = [each for each in store.insurances_of(effect.zjhm) if each.unit == effect.unit]
        going_on = [each for each in of_person if each.stopped is None]
        return going_on[-1] if going_on else store.insurances[effect.insurance]

    def shows_in(self, store: Store, effect: Effect) -> bool:
        """One of the person's insurances here has the wage."""
        of_person = [each for each in store.insurances_of(effect.zjhm) if each.unit == effect.unit]
        return any(wage.filed == effect.number for each in of_person for wage in each.wages)
