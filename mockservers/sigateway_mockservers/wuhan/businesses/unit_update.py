"""单位一般信息变更: how a unit can be reached (WH-109, WH-110, WH-131)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.reasons import Reason
from sigateway_mockservers.wuhan import reasons
from sigateway_mockservers.wuhan.businesses.base import Business, Values
from sigateway_mockservers.wuhan.fields import FormField, at_most, is_mail, is_phone, is_postcode
from sigateway_mockservers.wuhan.standing import Standing
from sigateway_mockservers.wuhan.unit_contact import UnitContact

if TYPE_CHECKING:
    from sigateway_mockservers.wuhan.records import Effect
    from sigateway_mockservers.wuhan.store import Store

#: Which field holds what of a unit's contact.
_HELD = {
    "lxrxm": "person",
    "lxrdh": "person_phone",
    "dwdh": "phone",
    "cz": "fax",
    "yx": "mail",
    "yb": "postcode",
    "dwdz": "address",
}


class UnitUpdate(Business):
    """Contact data of the unit itself: there is nobody to search for."""

    kind = "unit_update"
    name = "单位一般信息变更"
    verb = "unit"
    stem = "dwxx"
    asked = ()
    fields = (
        FormField("dwbh", "单位编号", red=True, grey=True, fixed=True),
        FormField("dwmc", "单位名称", red=True, grey=True, fixed=True),
        FormField("tyshxydm", "统一社会信用代码", red=True, grey=True, fixed=True),
        FormField("lxrxm", "联系人姓名", red=True, check=at_most(50)),
        FormField("lxrdh", "联系人电话", red=True, check=is_phone),
        FormField("dwdh", "单位联系电话", red=True, check=is_phone),
        FormField("cz", "传真", check=is_phone),
        FormField("yx", "邮箱", check=is_mail),
        FormField("yb", "邮编", check=is_postcode),
        FormField("dwdz", "单位地址", red=True, check=at_most(100)),
    )
    has_months = False
    replaces_itself = True
    follows = frozenset({"unit_update"})

    def entrance_reasons(self, _asked: Values, standing: Standing) -> list[Reason]:
        """One change at a time."""
        return [reasons.UNIT_UPDATE_RUNNING] if standing.running_here else []

    def filled_in(self, _asked: Values, standing: Standing) -> dict[str, str]:
        """All that the hall holds."""
        unit = standing.unit
        key = {"dwbh": unit.number, "dwmc": unit.name, "tyshxydm": unit.uscc}
        return key | {field: getattr(unit.contact, name) for field, name in _HELD.items()}

    @enforces("WH-110")
    def moved_reasons(self, moved: Sequence[FormField]) -> list[Reason]:
        """Key data are for the counter."""
        return [reasons.unit_at_the_counter(each.label) for each in moved]

    def reasons_against_shown(self, values: Values, shown: Values) -> list[Reason]:
        """Something must change."""
        return [] if any(values[name] != shown[name] for name in values) else [reasons.UNIT_UNCHANGED]

    def submit_reason(self, standing: Standing) -> Reason | None:
        """One change at a time."""
        return reasons.UNIT_UPDATE_RUNNING if standing.running_here else None

    @enforces("WH-43", "WH-109")
    def review_reasons(self, _values: Values, _standing: Standing) -> list[Reason]:
        """The system finds nothing to say, and papers are only kept."""
        return []

    def insurance_meant(self, _number: str, _standing: Standing) -> str:
        """None: it is about the unit."""
        return ""

    @enforces("WH-40")
    def take_effect(self, store: Store, effect: Effect, values: Values, _at: datetime) -> None:
        """The unit is reached so from now on."""
        contact = UnitContact(**{name: values[field] for field, name in _HELD.items()})
        store.units[effect.unit] = replace(store.units[effect.unit], contact=contact)

    def shows_in(self, store: Store, effect: Effect) -> bool:
        """The unit is there; later changes may have taken the place of this one."""
        return effect.unit in store.units

    def as_a_clerk(self, _standing: Standing) -> dict[str, str]:
        """A postcode."""
        return {"yb": "430000"}
