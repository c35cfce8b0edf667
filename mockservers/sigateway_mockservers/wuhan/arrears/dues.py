"""How arrears stand at one unit, read from the store: months, assessments and bills. Changes nothing."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING

from sigateway_mockservers.wuhan.arrears.records import (
    ARRIVED,
    ASSESSED,
    ASSESSMENT,
    ASSESSMENT_NAME,
    BILL,
    IN_ASSESSMENT,
    MONTH_STATES,
    OWED,
    ROLLBACK,
    WRITE_OFF,
    WRITTEN_OFF,
    Bill,
    OwedMonth,
)
from sigateway_mockservers.wuhan.figures import Charge, Figures, charge
from sigateway_mockservers.wuhan.records import SCHEMES, Effect, Task

if TYPE_CHECKING:
    from sigateway_mockservers.wuhan.store import Store

SETTLED = frozenset({ARRIVED, WRITTEN_OFF})


@dataclass(frozen=True, slots=True)
class MonthStanding:
    """A month as it stands: its 状态, and the assessment and bill by which it is being settled, if any."""

    owed: OwedMonth
    state: str
    assessment: str = ""
    bill: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it still counts as arrears: paid is not enough, arrived is (WH-73)."""
        return self.state not in SETTLED


class AssessmentState(Enum):
    """What a number that shall be an assessment turns out to be."""

    UNKNOWN = "unknown, another unit's or business's, or rolled back"
    UNFINISHED = "a draft, in review, or given back"
    TAKEN = "taken"


class Dues:
    """Arrears at one unit."""

    def __init__(self, store: Store, unit: str) -> None:
        self._store = store
        self._unit = unit

    @property
    def figures(self) -> Figures:
        """The figures by which is assessed."""
        return self._store.figures

    # --- people and months --------------------------------------------------------------------------------------

    def months_of(self, person: str) -> list[MonthStanding]:
        """What a person's insurance here owes or owed, oldest month first."""
        owed = [each for each in self._store.owed.get(person, ()) if each.unit == self._unit]
        if not owed:
            return []
        settling = self._settling(person)
        standing = (settling.get(each.month, MonthStanding(each, OWED)) for each in owed)
        return sorted(
            (
                MonthStanding(month, month.ended or now.state, now.assessment, now.bill)
                for month, now in zip(owed, standing, strict=True)
            ),
            key=lambda each: each.owed.month,
        )

    def _settling(self, person: str) -> dict[str, MonthStanding]:
        """Each month that is in an assessment, as the one that has come furthest has it; among equals the last."""
        owed = {each.month: each for each in self._store.owed.get(person, ()) if each.unit == self._unit}
        found: dict[str, MonthStanding] = {}
        for effect in self._assessments_of(person):
            state, bill = self._progress(effect)
            for month in months_filed(self._store.tasks[effect.sxh]):
                known = found.get(month)
                if month in owed and (known is None or _rank(known.state) <= _rank(state)):
                    found[month] = MonthStanding(owed[month], state, effect.sxh, bill)
        return found

    def _assessments_of(self, person: str) -> Iterator[Effect]:
        for effect in self._store.effects_of(person):
            binds = not effect.returned and effect.sxh not in self._store.rolled_back
            if binds and (effect.kind, effect.unit) == (ASSESSMENT, self._unit):
                yield effect

    def _progress(self, effect: Effect) -> tuple[str, str]:
        if not effect.in_force:
            return IN_ASSESSMENT, ""
        bill = self.bill_of(effect.sxh)
        return (ASSESSED, "") if bill is None else (bill.month_state, bill.number)

    def owes_here(self, person: str) -> bool:
        """Whether anything of a person is in arrears at this unit."""
        return any(each.is_open for each in self.months_of(person))

    def owes_at_other_units(self, person: str) -> bool:
        """Whether anything of a person is in arrears at another unit of this hall."""
        units = {each.unit for each in self._store.owed.get(person, ())} - {self._unit}
        return any(Dues(self._store, unit).owes_here(person) for unit in units)

    def is_being_written_off(self, person: str) -> bool:
        """Whether a write-off of this person is in review here."""
        return any(
            (effect.kind, effect.unit) == (WRITE_OFF, self._unit) and _is_in_review(effect)
            for effect in self._store.effects_of(person)
        )

    def charges(self, months: Iterable[OwedMonth]) -> list[Charge]:
        """What is due for these months by the figures of now, month by month and scheme by scheme."""
        return [
            charge(self.figures, self._unit, each.month, scheme, Decimal(self._wage(each)))
            for each in months
            for scheme in SCHEMES
            if scheme in each.schemes
        ]

    def _wage(self, owed: OwedMonth) -> str:
        if owed.wage:
            return owed.wage
        here = [each for each in self._store.insurances_of(owed.person) if each.unit == self._unit]
        begun = [each for each in here if each.start_month <= owed.month] or here[:1]
        return begun[-1].wage_in(owed.month)

    # --- assessments and bills ----------------------------------------------------------------------------------

    def assessment_state(self, sxh: str) -> AssessmentState:
        """What a number is as an assessment of this unit."""
        task = self._store.tasks.get(sxh)
        if task is None or task.discarded or (task.unit, task.business) != (self._unit, ASSESSMENT_NAME):
            return AssessmentState.UNKNOWN
        if sxh in self._store.rolled_back:
            return AssessmentState.UNKNOWN
        return AssessmentState.TAKEN if task.finished is not None else AssessmentState.UNFINISHED

    def item(self, sxh: str) -> Task:
        """The item of an assessment or a bill, as it was saved."""
        return self._store.tasks[sxh]

    def bill_of(self, sxh: str) -> Bill | None:
        """The bill that settles an assessment: of several (in a careless hall) the furthest, among equals the last."""
        bills = self.bills_of(sxh)
        return max(bills, key=lambda each: (_rank(each.month_state), each.number), default=None)

    def bills_of(self, sxh: str) -> list[Bill]:
        """Every bill of an assessment that was not rolled back."""
        return [
            each for each in self._store.bills.values() if sxh in each.assessments and not each.rolled_back
        ]

    def bills(self) -> list[Bill]:
        """Every bill of this unit, newest first."""
        return [each for each in reversed(self._store.bills.values()) if each.unit == self._unit]

    def goes_back_with(self, sxh: str) -> tuple[str, ...]:
        """Every assessment that a rollback of this one takes along: those of its bill, itself among them, sorted."""
        bill = self.bill_of(sxh)
        return tuple(sorted(bill.assessments)) if bill is not None else (sxh,)

    def is_being_filed(self, sxh: str, kinds: Container[str] = (BILL, ROLLBACK)) -> bool:
        """Whether a bill or a rollback that holds this assessment is in review."""
        for effect in self._store.effects_of(""):
            if effect.kind in kinds and effect.unit == self._unit and _is_in_review(effect):
                fields = self._store.tasks[effect.sxh].fields
                if sxh in fields.get("hdsxhs", fields["hdsxh"]).split(","):
                    return True
        return False


def months_filed(task: Task) -> list[str]:
    """The months that an assessment was saved with."""
    return task.fields["nys"].split(",")


def _is_in_review(effect: Effect) -> bool:
    return not (effect.in_force or effect.returned)


def _rank(state: str) -> int:
    return MONTH_STATES.index(state)
