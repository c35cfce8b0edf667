"""单位员工欠费补缴: what is owed for a person, assessed (WH-98, 100..102)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.reasons import Reason
from sigateway_mockservers.wuhan.arrears import reasons as words
from sigateway_mockservers.wuhan.arrears.dues import MonthStanding
from sigateway_mockservers.wuhan.arrears.records import ASSESSMENT, ASSESSMENT_NAME, OWED
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
from sigateway_mockservers.wuhan.businesses.base import Fact, Values
from sigateway_mockservers.wuhan.documents import KIND, NUMBER, number_reasons
from sigateway_mockservers.wuhan.fields import FormField, is_month
from sigateway_mockservers.wuhan.figures import two_decimals
from sigateway_mockservers.wuhan.standing import Standing

if TYPE_CHECKING:
    from sigateway_mockservers.wuhan.records import Effect
    from sigateway_mockservers.wuhan.store import Store


class ArrearsAssessment(ArrearsBusiness):
    """Every month owed for a person at this unit, all schemes together."""

    kind = ASSESSMENT
    name = ASSESSMENT_NAME
    verb = "arrears"
    stem = "bujiao"
    fields = (KIND, NUMBER, NAME, *scheme_fields("补缴"))
    added = (
        FormField("ksny", "欠费开始年月", grey=True, check=is_month),
        FormField("jsny", "欠费结束年月", grey=True, check=is_month),
        FormField("ys", "月数", grey=True),
        *MONEY_FIELDS,
    )
    kept = BY_SCHEME

    @enforces("WH-98", "WH-101")
    def entrance_reasons(self, asked: Values, standing: Standing) -> list[Reason]:
        """A number that is one, something owed here, and nothing of it being settled or written off already."""
        found = number_reasons(asked["zjlx"], asked["zjhm"], standing.today)
        if found:
            return found
        if is_another_persons(asked["zjlx"], standing):
            return [words.NOTHING_OWED]
        if not standing.dues.owes_here(standing.number):
            return [words.OWED_ELSEWHERE if standing.owes_elsewhere else words.NOTHING_OWED]
        return [words.BEING_SETTLED] if self._is_being_settled(standing) else []

    def _is_being_settled(self, standing: Standing) -> bool:
        if not standing.guards_duplicates:
            return False
        return not self._months(standing) or standing.dues.is_being_written_off(standing.number)

    def _months(self, standing: Standing) -> list[MonthStanding]:
        """The months that are taken; a careless hall looks at them as if no assessment stood."""
        months = standing.dues.months_of(standing.number)
        if standing.guards_duplicates:
            return [each for each in months if each.state == OWED]
        return [each for each in months if each.is_open]

    def _schemes(self, standing: Standing) -> set[str]:
        return {code for each in self._months(standing) for code in each.owed.schemes}

    def facts(self, standing: Standing) -> list[Fact]:
        """The person's number, and the unit's own rate."""
        injury_rate = standing.dues.figures.injury_rate_of(standing.unit.number)
        return [
            Fact("grbh", "社保个人编号", standing.personal_number),
            Fact("gsfl", "工伤费率", two_decimals(injury_rate)),
        ]

    @enforces("WH-102", "WH-134")
    def form_notices(self, standing: Standing) -> tuple[str, ...]:
        """Late in the month: advice, no refusal."""
        return (words.AFTER_DAY_20,) if standing.today.day > standing.papers_day else ()

    def filled_in(self, asked: Values, standing: Standing) -> dict[str, str]:
        """The person, and the schemes of which anything is owed."""
        return {**asked, "xm": standing.name, **schemes_filled_in(self._schemes(standing))}

    def lines(self, _values: Values, standing: Standing) -> tuple[Line, ...]:
        """What is due, month by month and scheme by scheme."""
        return scheme_lines(standing.dues.charges(each.owed for each in self._months(standing)))

    @enforces("WH-100")
    def save_reasons(self, values: Values, standing: Standing) -> list[Reason]:
        """The fields by themselves, the schemes against what is owed, and that anything is left to assess."""
        found = super().save_reasons(values, standing)
        owed = self._schemes(standing)
        if not owed:
            return [*found, words.CHANGED]
        return found + scheme_reasons(values, owed, words.NOT_ALL_SCHEMES)

    @enforces("WH-27", "WH-88")
    def added_on_save(self, values: Values, standing: Standing) -> dict[str, str]:
        """First and last month, how many, and the totals. The list of months is for the hall only."""
        months = [each.owed.month for each in self._months(standing)]
        return {
            "ksny": months[0],
            "jsny": months[-1],
            "ys": str(len(months)),
            **totals(self.lines(values, standing)),
            "nys": ",".join(months),
        }

    def content(self, values: Values) -> dict[str, str]:
        """The months are part of what is filed: the same person may owe others later."""
        return super().content(values) | {"nys": values["nys"]}

    def submit_reasons(self, values: Values, standing: Standing) -> list[Reason]:
        """Somebody else was first, or the months are not those saved."""
        if standing.dues.owes_here(standing.number) and self._is_being_settled(standing):
            return [words.BEING_SETTLED]
        months = ",".join(each.owed.month for each in self._months(standing))
        return [] if months == values["nys"] else [words.CHANGED]

    @enforces("WH-43")
    def review_reasons(self, values: Values, standing: Standing) -> list[Reason]:
        """The counter may have settled a month since."""
        saved = values["nys"].split(",")
        months = standing.dues.months_of(standing.number)
        settled = any(each.owed.ended and each.owed.month in saved for each in months)
        return [words.CHANGED] if settled else []

    def take_effect(self, store: Store, effect: Effect, values: Values, at: datetime) -> None:
        """The months are assessed: that follows from the filing itself."""

    def shows_in(self, _store: Store, _effect: Effect) -> bool:
        """Always, therefore."""
        return True
