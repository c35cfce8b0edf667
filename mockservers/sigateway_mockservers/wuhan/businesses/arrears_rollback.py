"""欠费补缴回退: before the tax office issues its receipt, an assessment goes back with its whole bill (WH-103)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.reasons import Reason
from sigateway_mockservers.wuhan.arrears import reasons as words
from sigateway_mockservers.wuhan.arrears.dues import AssessmentState
from sigateway_mockservers.wuhan.arrears.records import ASSESSMENT, BILL, ROLLBACK
from sigateway_mockservers.wuhan.arrears.tables import assessed_lines, totals
from sigateway_mockservers.wuhan.businesses.arrears_bill import (
    ASKED,
    PEOPLE,
    assessment_reasons,
    is_number,
    number_reasons,
)
from sigateway_mockservers.wuhan.businesses.arrears_common import ArrearsBusiness, people_and_first_month
from sigateway_mockservers.wuhan.businesses.base import Fact, Values
from sigateway_mockservers.wuhan.fields import FormField, is_amount
from sigateway_mockservers.wuhan.standing import Standing

if TYPE_CHECKING:
    from sigateway_mockservers.wuhan.records import Effect
    from sigateway_mockservers.wuhan.store import Store

_ONE = replace(ASKED, check=is_number)


class ArrearsRollback(ArrearsBusiness):
    """The way back, while nothing was paid."""

    kind = ROLLBACK
    name = "欠费补缴回退"
    verb = "rollback"
    stem = "huitui"
    asked = (_ONE,)
    fields = (replace(_ONE, grey=True, fixed=True),)
    added = (
        FormField("jfdh", "缴费单号", grey=True),
        FormField("hdsxhs", "一并回退的核定业务顺序号", grey=True),
        PEOPLE,
        FormField("hj", "合计", grey=True, check=is_amount),
    )
    follows = frozenset({ASSESSMENT, BILL})

    def subject_asked_for(self, asked: Values, _store: Store) -> str:
        """The number of the assessment."""
        return asked["hdsxh"]

    def subject(self, values: Values) -> str:
        """The same, from the form."""
        return values["hdsxh"]

    def parties(self, values: Values) -> tuple[str, ...]:
        """Everybody whose assessment goes back: they may be assessed anew."""
        return tuple(values["zjhms"].split(","))

    @enforces("WH-103")
    def entrance_reasons(self, asked: Values, standing: Standing) -> list[Reason]:
        """A number, of an assessment that was taken and is neither paid nor held by another filing."""
        found = number_reasons(_ONE, asked["hdsxh"])
        if found:
            return found
        return assessment_reasons(standing.dues, [asked["hdsxh"]]) + self._obstacles(standing)

    def _obstacles(self, standing: Standing) -> list[Reason]:
        found = [words.RECEIPT_ISSUED] if self._receipt_is_issued(standing) else []
        numbers = standing.dues.goes_back_with(standing.number)
        if standing.guards_duplicates and any(standing.dues.is_being_filed(sxh) for sxh in numbers):
            found.append(words.ROLLING_BACK)
        return found

    def _receipt_is_issued(self, standing: Standing) -> bool:
        return any(each.receipt for each in standing.dues.bills_of(standing.number))

    def facts(self, standing: Standing) -> list[Fact]:
        """The bill, every assessment that goes back, and what that comes to."""
        shown = self._figures(standing)
        return [Fact(each.name, each.label, shown[each.name]) for each in self.added]

    def _figures(self, standing: Standing) -> dict[str, str]:
        bill = standing.dues.bill_of(standing.number)
        numbers = standing.dues.goes_back_with(standing.number)
        lines = assessed_lines(standing.dues, numbers)
        return {
            "jfdh": bill.number if bill is not None else "",
            "hdsxhs": ",".join(numbers),
            **people_and_first_month(lines),
            "hj": totals(lines)["hj"],
        }

    def filled_in(self, asked: Values, _standing: Standing) -> dict[str, str]:
        """The number."""
        return dict(asked)

    def added_on_save(self, _values: Values, standing: Standing) -> dict[str, str]:
        """What goes back; and what the lists and the hall itself need."""
        return self._figures(standing)

    def submit_reasons(self, values: Values, standing: Standing) -> list[Reason]:
        """As at the entrance, looked at again; and what goes back must be what was saved."""
        found = self._obstacles(standing)
        gone = standing.dues.assessment_state(standing.number) is not AssessmentState.TAKEN
        if found or (gone and not standing.guards_duplicates):
            return found
        now = self._figures(standing)
        same = not gone and all(values[name] == now[name] for name in ("jfdh", "hdsxhs"))
        return [] if same else [words.BILL_CHANGED]

    def review_reasons(self, _values: Values, standing: Standing) -> list[Reason]:
        """It may have been paid since."""
        return [words.RECEIPT_ISSUED] if self._receipt_is_issued(standing) else []

    def take_effect(self, store: Store, effect: Effect, values: Values, _at: datetime) -> None:
        """Assessments and bill count no more; the months are owed again."""
        gone = values["hdsxhs"].split(",")
        for sxh in gone:
            store.rolled_back.setdefault(sxh, effect.sxh)
        for bill in list(store.bills.values()):
            if not bill.receipt and not set(gone).isdisjoint(bill.assessments):
                store.bills[bill.number] = replace(bill, rolled_back=True)

    def shows_in(self, store: Store, effect: Effect) -> bool:
        """The assessments count as rolled back."""
        return all(sxh in store.rolled_back for sxh in store.tasks[effect.sxh].fields["hdsxhs"].split(","))
