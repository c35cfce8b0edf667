"""非统筹退休人员工资申报: the pensions of a unit's retirees outside the city's pension pool (WH-95)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.wuhan.annual import reasons
from sigateway_mockservers.wuhan.annual.records import RETIREE_WAGE, DeclaredPension
from sigateway_mockservers.wuhan.businesses.base import Values
from sigateway_mockservers.wuhan.businesses.yearly import (
    MOBILE,
    NAME,
    NUMBER,
    START_MONTH,
    YearlyDeclaration,
)
from sigateway_mockservers.wuhan.fields import FormField, is_wage
from sigateway_mockservers.wuhan.standing import Standing

if TYPE_CHECKING:
    from sigateway_mockservers.wuhan.records import Effect
    from sigateway_mockservers.wuhan.store import Store


class RetireeWage(YearlyDeclaration):
    """The pension of everybody on the unit's list of retirees; declared, not clamped."""

    kind = RETIREE_WAGE
    stem = "tuixiu"
    batch_name = "非统筹退休人员工资申报"
    printed_as = "非统筹退休人员养老金申报表"
    declared = FormField("yylj", "月养老金", red=True, check=is_wage)
    fields = (NAME, NUMBER, declared, MOBILE)
    added = (START_MONTH,)
    not_listed = reasons.NO_RETIREE
    declared_already = reasons.PENSION_DECLARED
    only_the_declared = reasons.ONLY_THE_PENSION

    def is_listed(self, standing: Standing) -> bool:
        """Who is on the unit's list."""
        return (standing.unit.number, standing.number) in standing.records.retirees

    @enforces("WH-95")
    def people_of_template(self, store: Store, unit: str) -> list[str]:
        """The unit's list."""
        return [person for owner, person in store.retirees if owner == unit]

    def template_row(self, standing: Standing) -> dict[str, str]:
        """The pension of last year."""
        retiree = standing.records.retirees.get((standing.unit.number, standing.number))
        return {
            NAME.name: standing.name,
            NUMBER.name: standing.number,
            self.declared.name: retiree.pension_before(f"{standing.now:%Y}") if retiree is not None else "",
            MOBILE.name: standing.personal.mobile,
        }

    def insurance_meant(self, _number: str, _standing: Standing) -> str:
        """None: they are insured nowhere."""
        return ""

    def take_effect(self, store: Store, effect: Effect, values: Values, _at: datetime) -> None:
        """The pension of the year."""
        retiree = store.retirees[effect.unit, effect.zjhm]
        declared = DeclaredPension(effect.year, values[self.declared.name], effect.number)
        store.retirees[effect.unit, effect.zjhm] = retiree.declaring(declared)

    def shows_in(self, store: Store, effect: Effect) -> bool:
        """The retiree has the pension."""
        retiree = store.retirees.get((effect.unit, effect.zjhm))
        return retiree is not None and any(each.filed == effect.number for each in retiree.declared)
