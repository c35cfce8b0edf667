"""What the hall says against a yearly declaration."""

from __future__ import annotations

from sigateway_mockservers.kernel.reasons import Reason
from sigateway_mockservers.wuhan.annual.records import AnnualPeriod

NOT_INSURED = Reason("WH-90", "此人未在本单位参保")
WAGE_DECLARED = Reason("WH-90", "此人本年度工资已申报")
ONLY_THE_WAGE = Reason("WH-90", "只能修改上年月均工资")
NO_RETIREE = Reason("WH-95", "此人不是本单位非统筹退休人员")
PENSION_DECLARED = Reason("WH-95", "此人本年度养老金已申报")
ONLY_THE_PENSION = Reason("WH-95", "只能修改月养老金")


def outside_period(period: AnnualPeriod) -> Reason:
    """An upload on a day that the agency has not arranged."""
    first, last = period.first_day.isoformat(), period.last_day.isoformat()
    return Reason("WH-96", f"不在年度工资申报期内（{first}至{last}）")
