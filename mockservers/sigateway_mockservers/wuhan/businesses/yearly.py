"""What the two yearly declarations have in common: a filled-in template of which one column may change (WH-90, WH-95)."""

from __future__ import annotations

from abc import abstractmethod
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.reasons import Reason
from sigateway_mockservers.wuhan import reasons
from sigateway_mockservers.wuhan.annual.reasons import outside_period
from sigateway_mockservers.wuhan.annual.records import AnnualPeriod, AnnualVisit, period_of
from sigateway_mockservers.wuhan.businesses.base import Business, Fact, Values
from sigateway_mockservers.wuhan.fields import FormField, is_month
from sigateway_mockservers.wuhan.standing import Standing

if TYPE_CHECKING:
    from sigateway_mockservers.wuhan.records import Task
    from sigateway_mockservers.wuhan.store import Store

NAME = FormField("xm", "姓名")
NUMBER = FormField("zjhm", "身份证号")
MOBILE = FormField("sj", "手机号码")
START_MONTH = FormField("sxny", "生效年月", grey=True, check=is_month)


class YearlyDeclaration(Business):
    """Declared once a year for each person of a list, in batches only."""

    name = ""
    verb = ""
    asked = (NUMBER,)
    most_rows = 5000
    upload_notice = "上传成功"
    has_months = False

    #: The column that the unit may change.
    declared: ClassVar[FormField]
    not_listed: ClassVar[Reason]
    declared_already: ClassVar[Reason]
    only_the_declared: ClassVar[Reason]

    @abstractmethod
    def is_listed(self, standing: Standing) -> bool:
        """Whether the unit declares anything for a person."""

    def file_reason(self, store: Store, now: datetime) -> Reason | None:
        """WH-96: uploaded inside the period only; nothing else asks for it."""
        period = _period(store, now)
        return None if period.takes(now.date()) else outside_period(period)

    def batch_facts(self, store: Store, now: datetime) -> list[Fact]:
        """The year, its period, and the figures that a wage is held against."""
        period = _period(store, now)
        limits = store.figures.limits_in(period.start_month)
        return [
            Fact("nd", "申报年度", period.year),
            Fact("ksrq", "申报开始日期", period.first_day.isoformat()),
            Fact("jzrq", "申报截止日期", period.last_day.isoformat()),
            Fact("sxny", "生效年月", period.start_month),
            Fact("bdx", "保底", str(limits.floor)),
            Fact("fdx", "封顶", str(limits.ceiling)),
        ]

    def uploaded_facts(self, task: Task) -> list[Fact]:
        """The year for which it was uploaded."""
        return [Fact("nd", "申报年度", task.rows[0].fields["nd"])] if task.rows else []

    def entrance_reasons(self, asked: Values, standing: Standing) -> list[Reason]:
        """WH-63 alone for no number; else whoever is not on the list, or was declared for the year already."""
        if not asked[NUMBER.name].strip():
            return [reasons.BAD_NUMBER]
        found = [] if self.is_listed(standing) else [self.not_listed]
        return found + self._declared_reasons(_year(standing.now), standing)

    def _declared_reasons(self, year: str, standing: Standing) -> list[Reason]:
        declared = any(
            (each.kind, each.unit, each.year) == (self.kind, standing.unit.number, year) and not each.returned
            for each in standing.records.effects_of(standing.number)
        )
        return [self.declared_already] if declared and standing.guards_duplicates else []

    def row_reasons(self, values: Values, standing: Standing) -> list[Reason]:
        """Only one column may differ from the template as it would be made now."""
        shown = self.template_row(standing)
        same = all(values[each.name] == shown[each.name] for each in (NAME, MOBILE))
        return [] if same else [self.only_the_declared]

    def filled_in(self, asked: Values, _standing: Standing) -> dict[str, str]:
        """Nothing: there is no single form."""
        return dict(asked)

    def added_on_save(self, _values: Values, standing: Standing) -> dict[str, str]:
        """The year, and the month from which the declaration counts."""
        period = _period(standing.records, standing.now)
        return {START_MONTH.name: period.start_month, "nd": period.year}

    def submit_reasons(self, values: Values, standing: Standing) -> list[Reason]:
        """Another upload of the same person may have been submitted since."""
        return self._declared_reasons(values["nd"], standing)

    @enforces("WH-93", "WH-132", "WH-138")
    def is_decided_by_staff(self, store: Store, *, vip: bool) -> bool:
        """工资申报审核: of every unit, VIP too, unless a variant says otherwise."""
        if store.annual_visit is AnnualVisit.ORDINARY_UNITS:
            return not vip
        return store.annual_visit is AnnualVisit.EVERY_UNIT

    @enforces("WH-137")
    def failed_rows_return(self, store: Store) -> bool:
        """Where the rows go that a partial decision gives back: the sources do not say."""
        return store.failed_rows_return

    def review_reasons(self, _values: Values, standing: Standing) -> list[Reason]:
        """The list, looked at again."""
        return [] if self.is_listed(standing) else [self.not_listed]

    def content(self, values: Values) -> dict[str, str]:
        """The row and its year: the same wage may be declared again the year after."""
        return super().content(values) | {"nd": values["nd"]}

    def year(self, values: Values) -> str:
        """申报年度."""
        return values["nd"]

    def start_month(self, values: Values) -> str:
        """生效年月, which may have passed already."""
        return values[START_MONTH.name]

    def as_a_clerk(self, _standing: Standing) -> dict[str, str]:
        """Nothing: clerks upload workbooks."""
        return {}


def _year(now: datetime) -> str:
    return f"{now:%Y}"


def _period(store: Store, now: datetime) -> AnnualPeriod:
    return period_of(store, _year(now))
