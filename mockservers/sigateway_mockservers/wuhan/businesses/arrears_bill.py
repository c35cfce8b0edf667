"""生成欠费补缴单: one or more assessments become a bill (WH-98). And what a rollback asks about its assessment too."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.reasons import Reason
from sigateway_mockservers.wuhan import reasons
from sigateway_mockservers.wuhan.arrears import reasons as words
from sigateway_mockservers.wuhan.arrears.dues import AssessmentState, Dues
from sigateway_mockservers.wuhan.arrears.records import BILL, Bill
from sigateway_mockservers.wuhan.arrears.tables import BY_MONTH, Line, assessed_lines, month_lines, totals
from sigateway_mockservers.wuhan.businesses.arrears_common import (
    MONEY_FIELDS,
    ArrearsBusiness,
    people_and_first_month,
)
from sigateway_mockservers.wuhan.businesses.base import Fact, Values
from sigateway_mockservers.wuhan.fields import FormField
from sigateway_mockservers.wuhan.standing import Standing

if TYPE_CHECKING:
    from sigateway_mockservers.wuhan.records import Effect
    from sigateway_mockservers.wuhan.store import Store

_MOST_ASSESSMENTS = 50
_NUMBERS = re.compile(r"[0-9]+(?:,[0-9]+)*")
_LABEL = "核定业务顺序号"
PEOPLE = FormField("rs", "人数", grey=True)


def are_numbers(text: str) -> bool:
    """Numbers of assessments joined by commas: each once, and not too many."""
    each = text.split(",")
    return bool(_NUMBERS.fullmatch(text)) and len(set(each)) == len(each) <= _MOST_ASSESSMENTS


def is_number(text: str) -> bool:
    """One number."""
    return are_numbers(text) and "," not in text


ASKED = FormField("hdsxh", _LABEL, red=True, check=are_numbers)


def number_reasons(field: FormField, asked: str) -> list[Reason]:
    """WH-32: no number, or none that can be one."""
    if not asked:
        return [reasons.required(field.label)]
    return [] if field.takes(asked) else [reasons.malformed(field.label)]


def assessment_reasons(dues: Dues, numbers: list[str]) -> list[Reason]:
    """Each must be an assessment of this unit that was taken and not rolled back."""
    states = {dues.assessment_state(sxh) for sxh in numbers}
    found = [words.NO_SUCH_ASSESSMENT] if AssessmentState.UNKNOWN in states else []
    return [*found, words.NOT_TAKEN] if AssessmentState.UNFINISHED in states else found


class ArrearsBill(ArrearsBusiness):
    """A bill to pay at the tax desk."""

    kind = BILL
    name = "生成欠费补缴单"
    verb = "bill"
    stem = "jiaofeidan"
    asked = (ASKED,)
    fields = (replace(ASKED, grey=True, fixed=True),)
    added = (PEOPLE, *MONEY_FIELDS)
    told = (FormField("jfdh", "缴费单号", grey=True),)
    kept = BY_MONTH

    def subject_asked_for(self, asked: Values, _store: Store) -> str:
        """The numbers of the assessments."""
        return asked["hdsxh"]

    def subject(self, values: Values) -> str:
        """The same, from the form."""
        return values["hdsxh"]

    @enforces("WH-98")
    def entrance_reasons(self, asked: Values, standing: Standing) -> list[Reason]:
        """Numbers, of assessments that were taken, and that no other filing holds."""
        found = number_reasons(ASKED, asked["hdsxh"])
        if found:
            return found
        numbers = asked["hdsxh"].split(",")
        return assessment_reasons(standing.dues, numbers) + self._held(standing, numbers)

    def _held(self, standing: Standing, numbers: list[str]) -> list[Reason]:
        if not standing.guards_duplicates:
            return []
        dues = standing.dues
        found = [words.BILLED_ALREADY] if any(dues.bills_of(sxh) for sxh in numbers) else []
        return [*found, words.BILLING] if any(dues.is_being_filed(sxh) for sxh in numbers) else found

    def facts(self, standing: Standing) -> list[Fact]:
        """How many people, and the totals."""
        shown = self._figures(standing)
        return [Fact(each.name, each.label, shown[each.name]) for each in self.added]

    def _figures(self, standing: Standing) -> dict[str, str]:
        lines = self.lines({}, standing)
        return people_and_first_month(lines) | totals(lines)

    def filled_in(self, asked: Values, _standing: Standing) -> dict[str, str]:
        """The numbers, sorted."""
        return {"hdsxh": ",".join(sorted(asked["hdsxh"].split(",")))}

    def lines(self, _values: Values, standing: Standing) -> tuple[Line, ...]:
        """What is due by person and month, as it was assessed."""
        return month_lines(assessed_lines(standing.dues, standing.number.split(",")))

    def added_on_save(self, _values: Values, standing: Standing) -> dict[str, str]:
        """How many people, the totals; and what the lists and the hall itself need."""
        return self._figures(standing) | {"jfdh": ""}

    def submit_reasons(self, values: Values, standing: Standing) -> list[Reason]:
        """As at the entrance, looked at again."""
        numbers = values["hdsxh"].split(",")
        if any(standing.dues.assessment_state(sxh) is not AssessmentState.TAKEN for sxh in numbers):
            return [words.NO_SUCH_ASSESSMENT]
        return self._held(standing, numbers)

    def take_effect(self, store: Store, effect: Effect, values: Values, at: datetime) -> None:
        """The bill exists, and its item says its number."""
        number = f"JF{len(store.bills) + 1:012d}"
        assessments = tuple(values["hdsxh"].split(","))
        store.bills[number] = Bill(number, effect.unit, effect.sxh, assessments, made=at)
        task = store.tasks[effect.sxh]
        store.tasks[effect.sxh] = replace(task, fields={**task.fields, "jfdh": number})

    def shows_in(self, store: Store, effect: Effect) -> bool:
        """There is such a bill."""
        return any(each.sxh == effect.sxh for each in store.bills.values())
