"""What the hall shows beforehand, for each business, and the small questions that several rules ask of a day."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TypeVar

from pydantic import Field

from sigateway.plugin import Context, Deadline, Facts, Month, Reason, Scheme, UnitClass, day_deadline


class WuhanFacts(Facts):
    """What the hall shows before anything is filed, whatever the business.

    ``refusals`` are the words of the entrance; when there are any, the hall shows nothing else. ``waiting`` are the numbers of
    this person's unsubmitted items of the same business. A community has no class.
    """

    refusals: tuple[Reason, ...] = ()
    unit_schemes: frozenset[Scheme]
    unit_class: UnitClass | None
    waiting: tuple[str, ...] = ()
    name: str | None = Field(default=None, repr=False)


class NewcomerFacts(WuhanFacts):
    """With a form of enrolment: ``month`` 参保年月; ``name`` and ``nation`` the register's, if it knows the person."""

    month: Month | None = None
    nation: str | None = Field(default=None, repr=False)
    sex_known: bool = False
    birth_known: bool = False


class EnrolmentFacts(NewcomerFacts):
    """With the form 增员(续保) of an employee."""

    first_enrolment: bool | None = None


class SuspensionFacts(WuhanFacts):
    """With the form 暂停缴费: ``month`` 最后缴费年月; ``schemes`` what the person is insured for here."""

    month: Month | None = None
    schemes: frozenset[Scheme] | None = None


class WageFacts(WuhanFacts):
    """With the form 个人工资变更: ``floor`` 保底 and ``ceiling`` 封顶 in yuan; ``month`` 生效年月."""

    month: Month | None = None
    floor: Decimal | None = None
    ceiling: Decimal | None = None


FactsT = TypeVar("FactsT", bound=WuhanFacts)


def facts_of(context: Context, kind: type[FactsT]) -> FactsT | None:
    """The facts of that business, when the hall has been asked."""
    return context.facts if isinstance(context.facts, kind) else None


def papers_due(context: Context, submitted_at: datetime, rule: str, what: str) -> Deadline:
    """The day by which papers are due for what is submitted then; after that day in the next month (WH-134, WH-135)."""
    day = int(context.rules.figure(rule, "day", on=context.day))
    included = context.rules.flag("WH-134", "included", on=context.day)
    return day_deadline(
        submitted_at, day, included=included, what=f"普通单位携{what}资料到经办机构审核", rule=rule
    )


def if_closed(by: date, context: Context) -> str:
    """What to add where the day by which papers are due is no workday: the last one on which somebody is at the counter."""
    last = by
    while not context.calendar.is_workday(last):
        last -= timedelta(days=1)
    return "" if last == by else f"（{by:%Y-%m-%d} 为休息日，请在 {last:%Y-%m-%d} 或之前）"


def full_years(born: date, day: date) -> int:
    """周岁: full years on the day; the birthday itself counts."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
