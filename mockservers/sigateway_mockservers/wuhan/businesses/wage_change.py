"""个人工资变更, one person at a time (WH-86..89)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.months import month_of
from sigateway_mockservers.kernel.reasons import Reason
from sigateway_mockservers.wuhan import reasons
from sigateway_mockservers.wuhan.businesses.base import Business, Fact, Values
from sigateway_mockservers.wuhan.fields import FormField, is_month, is_wage
from sigateway_mockservers.wuhan.months import next_month
from sigateway_mockservers.wuhan.records import DeclaredWage
from sigateway_mockservers.wuhan.standing import Standing

if TYPE_CHECKING:
    from sigateway_mockservers.wuhan.records import Effect
    from sigateway_mockservers.wuhan.store import Store


class WageChange(Business):
    """A new declared wage for somebody insured here, from next month; the system reviews it for every unit (WH-87)."""

    kind = "wage_change"
    name = "个人工资变更"
    verb = "wage"
    stem = "gongzi"
    asked = (FormField("grbs", "个人身份标志", red=True),)
    fields = (
        FormField("zjhm", "证件号码", red=True, grey=True, fixed=True, hidden=True),
        FormField("xgz", "变更后申报工资", red=True, check=is_wage),
    )
    added = (
        FormField("hdjs", "核定缴费基数", grey=True, check=is_wage),
        FormField("sxny", "生效年月", grey=True, check=is_month),
    )
    papers_late = None
    follows = frozenset({"wage_change"})
    replaces_itself = True
    can_be_corrected = True

    @enforces("WH-86")
    def person_asked_for(self, asked: Values, store: Store) -> str:
        """By document number or by 社保个人编号."""
        return store.person_known_as(asked["grbs"])

    def entrance_reasons(self, _asked: Values, standing: Standing) -> list[Reason]:
        """Only somebody whose insurance here goes on."""
        return [] if standing.insurance is not None else [reasons.NOT_INSURED_TO_CHANGE]

    def facts(self, standing: Standing) -> list[Fact]:
        """The person, the wage until now, the figures it is held against, and from when the new one counts."""
        insurance = standing.insurance
        return [
            Fact("xm", "姓名", standing.name),
            Fact("zjhm", "证件号码", standing.number),
            Fact("grbh", "社保个人编号", standing.personal_number),
            Fact("ysbgz", "原申报工资", insurance.wage_in(standing.month) if insurance else ""),
            Fact("bdx", "保底", str(standing.limits.floor)),
            Fact("fdx", "封顶", str(standing.limits.ceiling)),
            Fact("sxny", "生效年月", next_month(standing.month)),
        ]

    def filled_in(self, _asked: Values, standing: Standing) -> dict[str, str]:
        """The person; the wage is the unit's to say."""
        return {"zjhm": standing.number}

    @enforces("WH-88", "WH-89")
    def added_on_save(self, values: Values, standing: Standing) -> dict[str, str]:
        """The base after floor and ceiling, and next month. The name is for the lists only."""
        base = standing.limits.clamp(Decimal(values["xgz"]))
        return {"hdjs": str(base), "sxny": next_month(standing.month), "xm": standing.name}

    def submit_reason(self, standing: Standing) -> Reason | None:
        """The insurance may have been ended since; another change in review does not matter."""
        return None if standing.insurance is not None else reasons.NOT_INSURED_TO_CHANGE

    @enforces("WH-43")
    def review_reasons(self, _values: Values, _standing: Standing) -> list[Reason]:
        """The system finds nothing to say, and papers are only kept for inspection."""
        return []

    def start_month(self, values: Values) -> str:
        """The first month paid by the new wage."""
        return values["sxny"]

    def take_effect(self, store: Store, effect: Effect, values: Values, _at: datetime) -> None:
        """The wage joins those declared before."""
        insurance = store.insurances[effect.insurance]
        declared = DeclaredWage(values["xgz"], effect.start_month, effect.number)
        store.insurances[insurance.sxh] = replace(insurance, wages=(*insurance.wages, declared))

    def correct(self, store: Store, effect: Effect, values: Values) -> dict[str, str]:
        """The declared wage and its base."""
        insurance = store.insurances[effect.insurance]
        store.insurances[insurance.sxh] = insurance.redeclared(effect.number, values["xgz"])
        base = store.figures.limits_in(month_of(effect.at)).clamp(Decimal(values["xgz"]))
        return {**values, "hdjs": str(base)}

    def as_a_clerk(self, _standing: Standing) -> dict[str, str]:
        """A rise."""
        return {"xgz": "7000.00"}
