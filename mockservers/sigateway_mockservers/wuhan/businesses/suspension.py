"""暂停缴费, one person at a time (WH-69..76)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.months import read_day
from sigateway_mockservers.kernel.reasons import Reason
from sigateway_mockservers.wuhan import reasons
from sigateway_mockservers.wuhan.businesses.base import Business, Fact, Values
from sigateway_mockservers.wuhan.codes import STOP_REASONS
from sigateway_mockservers.wuhan.documents import KIND, NUMBER, number_reasons
from sigateway_mockservers.wuhan.fields import FormField, at_most, is_day, is_month
from sigateway_mockservers.wuhan.months import end_of_month, next_month
from sigateway_mockservers.wuhan.standing import Standing

if TYPE_CHECKING:
    from sigateway_mockservers.wuhan.records import Effect
    from sigateway_mockservers.wuhan.store import Store


class Suspension(Business):
    """The end of a person's insurance at a unit; the month of filing is still paid."""

    kind = "suspension"
    name = "暂停缴费"
    verb = "suspend"
    stem = "zanting"
    batch_name = "批量减员"
    printed_as = "企业参保人员减员表"
    fields = (
        KIND,
        NUMBER,
        FormField("xm", "姓名", red=True, grey=True, fixed=True),
        FormField("jsrq", "终止劳动关系日期", red=True, check=is_day),
        FormField("tbyy", "停保原因", red=True, options=STOP_REASONS),
        FormField("bz", "备注", check=at_most(100)),
    )
    added = (FormField("zhjfny", "最后缴费年月", grey=True, check=is_month),)
    papers_late = reasons.STOP_PAPERS_LATE
    can_be_corrected = True
    follows = frozenset({"enrolment", "wage_change", "person_update"})

    @enforces("WH-69")
    def entrance_reasons(self, asked: Values, standing: Standing) -> list[Reason]:
        """WH-63 alone when there is no such number; else insurance here, a stop in review, arrears."""
        found = number_reasons(asked["zjlx"], asked["zjhm"], standing.today)
        if found:
            return found
        if standing.insurance is None or standing.insurance.kind != asked["zjlx"]:
            found.append(reasons.NOT_INSURED_TO_STOP)
        if standing.running_here:
            found.append(reasons.STOP_RUNNING_HERE)
        return found + self._arrears(standing)

    def _arrears(self, standing: Standing) -> list[Reason]:
        """WH-73: to be paid first, by 单位员工欠费补缴."""
        return [reasons.IN_ARREARS] if standing.in_arrears else []

    def facts(self, standing: Standing) -> list[Fact]:
        """The person, the schemes insured here, and the last month that the unit pays."""
        schemes = standing.insurance.schemes if standing.insurance else ()
        return [
            Fact("xm", "姓名", standing.name),
            Fact("mz", "民族", standing.nation),
            Fact("xz", "参保险种", " ".join(schemes)),
            Fact("zhjfny", "最后缴费年月", standing.month),
        ]

    def filled_in(self, asked: Values, standing: Standing) -> dict[str, str]:
        """The document, and the name from the register."""
        return {**asked, "xm": standing.name}

    def save_reasons(self, values: Values, standing: Standing) -> list[Reason]:
        """The fields by themselves, and that the work has ended."""
        found = super().save_reasons(values, standing)
        ended = read_day(values["jsrq"])
        if ended is not None and ended > standing.today:
            found.append(reasons.ENDED_AFTER_TODAY)
        return found

    def row_reasons(self, values: Values, standing: Standing) -> list[Reason]:
        """The single form shows the name and takes no other; a row must say the same name."""
        return [reasons.NAME_DIFFERS] if values["xm"] and values["xm"] != standing.name else []

    @enforces("WH-74")
    def added_on_save(self, _values: Values, standing: Standing) -> dict[str, str]:
        """最后缴费年月: the hall's month is still paid."""
        return {"zhjfny": standing.month}

    def submit_reason(self, standing: Standing) -> Reason | None:
        """One insurance is ended once."""
        if standing.insurance is None:
            return reasons.NOT_INSURED_TO_STOP
        return reasons.STOP_RUNNING_HERE if standing.running_here else None

    @enforces("WH-73")
    def review_reasons(self, _values: Values, standing: Standing) -> list[Reason]:
        """Arrears, looked at again."""
        return self._arrears(standing)

    def start_month(self, values: Values) -> str:
        """The first month that the unit does not pay."""
        return next_month(values["zhjfny"])

    def take_effect(self, store: Store, effect: Effect, values: Values, _at: datetime) -> None:
        """Insured to the end of the last paid month."""
        store.stop(effect.unit, effect.zjhm, end_of_month(values["zhjfny"]))

    def shows_in(self, store: Store, effect: Effect) -> bool:
        """The insurance has an end."""
        insurance = store.insurances.get(effect.insurance)
        return insurance is not None and insurance.stopped is not None

    def as_a_clerk(self, standing: Standing) -> dict[str, str]:
        """Somebody who left today."""
        return {"jsrq": standing.today.isoformat(), "tbyy": "03", "bz": ""}
