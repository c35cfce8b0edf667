"""Wages and the months of back-pay (BJ-18, BJ-21, BJ-22). Pure; figures are the hall's own when it has shown them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from sigateway.plugin import BackPayment, Enrolment, Finding, Known, Month, WageChange

from .rules_shared import Asked

Findings = Iterator[Finding]


def lowest_wage(asked: Asked) -> Findings:
    """月均工资收入 is not below the city's lowest wage."""
    filing = asked.filing
    if not isinstance(filing, Enrolment | WageChange | BackPayment):
        return
    shown = asked.shown.facts.get("lowest") if asked.shown else None
    lowest = (
        Decimal(shown) if shown else asked.context.rules.figure("BJ-21", "lowest_wage", on=asked.context.day)
    )
    if filing.declared_wage < lowest:
        found = asked.refused(
            asked.business.rule,
            "月均工资收入不得低于本市最低工资标准",
            f"本市最低工资标准为 {lowest} 元",
            "declared_wage",
            known=Known.LOOKUP if shown else Known.OFFLINE,
        )
        yield found if shown else asked.by_our_figure(found, "BJ-21")


def wage_changes(asked: Asked) -> Findings:
    """A wage that is in force already is not declared again (BJ-21)."""
    if not isinstance(asked.filing, WageChange) or asked.shown is None:
        return
    old = asked.shown.held.get("oldSalary")
    if old and Decimal(old) == asked.filing.declared_wage:
        yield asked.refused(
            "BJ-21", "月均工资收入没有变化", "系统所载即此工资，无须申报", "declared_wage", known=Known.LOOKUP
        )


def back_pay_months(asked: Asked) -> Findings:
    """Months before this one, at most twelve (BJ-22). Which of them are paid already only the answer tells."""
    filing = asked.filing
    if not isinstance(filing, BackPayment):
        return
    if filing.to_month >= Month.of(asked.context.at):
        yield asked.refused("BJ-22", "补缴起止年月有误", "补缴截止年月应早于本月", "to_month")
    longest = int(asked.context.rules.figure("BJ-22", "most_months", on=asked.context.day))
    if filing.to_month - filing.from_month + 1 > longest:
        found = asked.refused(
            "BJ-22",
            f"补缴时间最长不得超过{longest}个月，请到经办机构办理",
            "请到所属社保经办机构办理",
            "from_month",
        )
        yield asked.by_our_figure(found, "BJ-22")
