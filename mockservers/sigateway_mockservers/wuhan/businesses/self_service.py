"""个人网上办事协议: what a person's own user may do (WH-114)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.reasons import Reason
from sigateway_mockservers.wuhan.businesses.base import Business, Decided, Values
from sigateway_mockservers.wuhan.codes import YES_NO
from sigateway_mockservers.wuhan.community import reasons
from sigateway_mockservers.wuhan.community.records import RIGHTS, SELF_SERVICE
from sigateway_mockservers.wuhan.community.users import person_user_of
from sigateway_mockservers.wuhan.documents import KIND, NUMBER, number_reasons
from sigateway_mockservers.wuhan.fields import FormField
from sigateway_mockservers.wuhan.standing import Standing

if TYPE_CHECKING:
    from sigateway_mockservers.wuhan.records import Effect
    from sigateway_mockservers.wuhan.store import Store

_PROMISE = FormField("cns", "已签订《武汉市社会保险网上办事承诺书》", red=True, options=YES_NO)
#: What another community's agreement was the last before this one; kept with an item, on no page.
_BEHIND = "qxy"


class SelfService(Business):
    """Rights as last taken hold; none takes them away."""

    kind = SELF_SERVICE
    name = "个人网上办事协议"
    verb = "selfservice"
    stem = "grxy"
    fields = (
        KIND,
        NUMBER,
        FormField("xm", "姓名", red=True, grey=True, fixed=True),
        _PROMISE,
        FormField("qx_linghuo", "增员(续保)", red=True, options=YES_NO),
        FormField("qx_jiaban", "查询加办信息", red=True, options=YES_NO),
    )
    decided = Decided.AT_ONCE
    has_months = False
    replaces_itself = True
    follows = frozenset({SELF_SERVICE})

    @enforces("WH-114")
    def entrance_reasons(self, asked: Values, standing: Standing) -> list[Reason]:
        """WH-63 alone when there is no such number; else somebody who has a user."""
        found = number_reasons(asked["zjlx"], asked["zjhm"], standing.today)
        if found:
            return found
        user = person_user_of(standing.records, standing.number)
        return [] if user is not None else [reasons.NO_USER_TO_GRANT]

    def filled_in(self, asked: Values, standing: Standing) -> dict[str, str]:
        """The document, the name, and the rights as they are."""
        user = person_user_of(standing.records, standing.number)
        rights = user.rights if user is not None else ()
        held = {f"qx_{each}": "1" if each in rights else "0" for each in RIGHTS}
        return {**asked, "xm": standing.name, **held}

    def save_reasons(self, values: Values, standing: Standing) -> list[Reason]:
        """The fields by themselves, and the promise."""
        found = super().save_reasons(values, standing)
        return [*found, reasons.NO_PROMISE] if values[_PROMISE.name] == "0" else found

    def added_on_save(self, _values: Values, standing: Standing) -> dict[str, str]:
        """The last agreement of another community, in whose place this one comes."""
        others = [
            each.sxh
            for each in standing.records.effects_of(standing.number)
            if each.kind == self.kind and each.unit != standing.user.number
        ]
        return {_BEHIND: others[-1] if others else ""}

    def content(self, values: Values) -> dict[str, str]:
        """The form, and what it comes in the place of: what another took away may be granted again."""
        return super().content(values) | {_BEHIND: values[_BEHIND]}

    def insurance_meant(self, _number: str, _standing: Standing) -> str:
        """None."""
        return ""

    def take_effect(self, store: Store, effect: Effect, values: Values, _at: datetime) -> None:
        """The rights hold from now on, also in sessions that are open."""
        user = person_user_of(store, effect.zjhm)
        assert user is not None, "users are never taken away"
        rights = tuple(each for each in RIGHTS if values[f"qx_{each}"] == "1")
        store.keep_user(replace(user, rights=rights, community=effect.unit))

    def shows_in(self, store: Store, effect: Effect) -> bool:
        """The person has a user; which rights, later agreements say."""
        return person_user_of(store, effect.zjhm) is not None

    def as_a_clerk(self, _standing: Standing) -> dict[str, str]:
        """Both rights."""
        return {"cns": "1", "qx_linghuo": "1", "qx_jiaban": "1"}
