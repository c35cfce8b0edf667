"""当月欠费注销: the arrears of this month, made by a late stop, are struck out for good (WH-104..106)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.reasons import Reason
from sigateway_mockservers.wuhan.arrears import reasons as words
from sigateway_mockservers.wuhan.arrears.dues import MonthStanding
from sigateway_mockservers.wuhan.arrears.records import ARRIVED, OWED, WRITE_OFF, WRITTEN_OFF
from sigateway_mockservers.wuhan.arrears.tables import BY_SCHEME, Line, scheme_lines, totals
from sigateway_mockservers.wuhan.businesses.arrears_common import (
    MONEY_FIELDS,
    NAME,
    ArrearsBusiness,
    is_another_persons,
    scheme_fields,
    scheme_reasons,
    schemes_filled_in,
)
from sigateway_mockservers.wuhan.businesses.base import Values
from sigateway_mockservers.wuhan.documents import KIND, NUMBER, number_reasons
from sigateway_mockservers.wuhan.fields import FormField, is_month
from sigateway_mockservers.wuhan.standing import Standing

if TYPE_CHECKING:
    from sigateway_mockservers.wuhan.records import Effect
    from sigateway_mockservers.wuhan.store import Store


class WriteOff(ArrearsBusiness):
    """This month, all schemes, without a way back."""

    kind = WRITE_OFF
    name = "当月欠费注销"
    verb = "writeoff"
    stem = "zhuxiao"
    fields = (
        KIND,
        NUMBER,
        NAME,
        FormField("ny", "欠费年月", red=True, grey=True, fixed=True, check=is_month),
        *scheme_fields("注销"),
    )
    added = MONEY_FIELDS
    kept = BY_SCHEME
    check_notices = (words.NO_WAY_BACK,)

    @enforces("WH-104")
    def entrance_reasons(self, asked: Values, standing: Standing) -> list[Reason]:
        """A number that is one, this month owed here, and nothing being done about it."""
        found = number_reasons(asked["zjlx"], asked["zjhm"], standing.today)
        if found:
            return found
        month = self._month(standing.month, standing)
        if month is None or not month.is_open or is_another_persons(asked["zjlx"], standing):
            return [words.NOT_OWED_THIS_MONTH]
        return self._obstacles(month, standing)

    def _month(self, month: str, standing: Standing) -> MonthStanding | None:
        months = standing.dues.months_of(standing.number)
        return next((each for each in months if each.owed.month == month), None)

    def _obstacles(self, month: MonthStanding, standing: Standing) -> list[Reason]:
        found = [words.SETTLED_THIS_MONTH] if month.is_open and month.state != OWED else []
        if standing.guards_duplicates and standing.dues.is_being_written_off(standing.number):
            found.append(words.WRITING_OFF)
        return found

    @enforces("WH-106")
    def form_notices(self, _standing: Standing) -> tuple[str, ...]:
        """There is no way back."""
        return self.check_notices

    def filled_in(self, asked: Values, standing: Standing) -> dict[str, str]:
        """The person, the hall's month, and its schemes."""
        month = self._month(standing.month, standing)
        schemes = month.owed.schemes if month is not None else ()
        return {**asked, "xm": standing.name, "ny": standing.month, **schemes_filled_in(schemes)}

    def lines(self, values: Values, standing: Standing) -> tuple[Line, ...]:
        """What is due for that month, scheme by scheme."""
        month = self._month(values["ny"], standing)
        return scheme_lines(standing.dues.charges([month.owed])) if month is not None else ()

    def save_reasons(self, values: Values, standing: Standing) -> list[Reason]:
        """The fields by themselves, and the schemes against what is owed."""
        month = self._month(values["ny"], standing)
        owed = month.owed.schemes if month is not None else ()
        found = super().save_reasons(values, standing)
        return found + scheme_reasons(values, owed, words.NOT_ALL_WRITTEN_OFF)

    def added_on_save(self, values: Values, standing: Standing) -> dict[str, str]:
        """The totals of that month."""
        return totals(self.lines(values, standing))

    def submit_reasons(self, values: Values, standing: Standing) -> list[Reason]:
        """Only in the month itself, and only while it is owed."""
        if values["ny"] != standing.month:
            return [words.ANOTHER_MONTH]
        month = self._month(values["ny"], standing)
        if month is None or (standing.guards_duplicates and not month.is_open):
            return [words.NOT_OWED_THIS_MONTH]
        return self._obstacles(month, standing)

    def review_reasons(self, values: Values, standing: Standing) -> list[Reason]:
        """It may be in a settlement by now, or settled at the counter."""
        month = self._month(values["ny"], standing)
        if month is None or month.state == ARRIVED:
            return [words.NOT_OWED_THIS_MONTH]
        return [words.SETTLED_THIS_MONTH] if month.is_open and month.state != OWED else []

    def start_month(self, values: Values) -> str:
        """The month that is written off."""
        return values["ny"]

    def take_effect(self, store: Store, effect: Effect, values: Values, _at: datetime) -> None:
        """The month is 已注销, for good."""
        store.owed[effect.zjhm] = tuple(
            replace(each, ended=WRITTEN_OFF)
            if (each.unit, each.month) == (effect.unit, values["ny"]) and not each.ended
            else each
            for each in store.owed.get(effect.zjhm, ())
        )

    def shows_in(self, store: Store, effect: Effect) -> bool:
        """The month is struck out."""
        return any(
            (each.unit, each.month, each.ended) == (effect.unit, effect.start_month, WRITTEN_OFF)
            for each in store.owed.get(effect.zjhm, ())
        )
