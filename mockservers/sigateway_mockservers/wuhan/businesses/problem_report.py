"""问题报告: a question to the agency, which waits for its answer (WH-111)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.wuhan.businesses.base import Business, Decided, Values
from sigateway_mockservers.wuhan.fields import FormField, at_most, is_phone, line_of_at_most
from sigateway_mockservers.wuhan.standing import Standing

if TYPE_CHECKING:
    from sigateway_mockservers.wuhan.records import Effect
    from sigateway_mockservers.wuhan.store import Store

ANSWER = FormField("hf", "回复")


class ProblemReport(Business):
    """A question; two may be alike."""

    kind = "problem_report"
    name = "问题报告"
    verb = "problem"
    stem = "wenti"
    asked = ()
    fields = (
        FormField("wtbt", "标题", red=True, check=at_most(50)),
        FormField("wtnr", "内容", red=True, check=line_of_at_most(500)),
        FormField("lxrdh", "联系人电话", red=True, check=is_phone),
    )
    told = (ANSWER,)
    decided = Decided.BY_ANSWER
    has_months = False
    may_be_alike = True

    def filled_in(self, _asked: Values, _standing: Standing) -> dict[str, str]:
        """Nothing: the unit says it all."""
        return {}

    def insurance_meant(self, _number: str, _standing: Standing) -> str:
        """None: it is about the unit."""
        return ""

    @enforces("WH-111")
    def take_effect(self, _store: Store, _effect: Effect, _values: Values, _at: datetime) -> None:
        """Nothing changes: the answer is the item's own."""

    def shows_in(self, store: Store, effect: Effect) -> bool:
        """It is answered."""
        return bool(store.tasks[effect.sxh].fields.get(ANSWER.name))

    def as_a_clerk(self, _standing: Standing) -> dict[str, str]:
        """A question."""
        return {"wtbt": "模拟问题", "wtnr": "模拟内容", "lxrdh": "027-00000000"}
