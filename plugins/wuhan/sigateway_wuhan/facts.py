"""What the hall shows beforehand (`WuhanFacts`), and the small questions that several rules ask of a day."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from pydantic import Field

from sigateway.plugin import Context, Deadline, Facts, Month, Reason, Scheme, UnitClass, day_deadline

PAPERS: Final = (
    "职工公民身份证或户口簿复印件",
    "劳动合同书或其他用工证明材料",
    "职工电子相片（系统内无电子相片时）",
    "《企业参保人员增员表》（系统下载打印）",
)
"""所需资料 for 增员(续保) (WH-49)."""


class WuhanFacts(Facts):
    """What the hall shows of a person before anything is filed.

    ``refusals`` are the words of the entrance; when there are any, the hall shows nothing else. ``name`` and ``nation``
    are the register's, if it knows the person; ``waiting`` the numbers of this person's unsubmitted enrolments.
    """

    refusals: tuple[Reason, ...] = ()
    first_enrolment: bool | None = None
    month: Month | None = None
    name: str | None = Field(default=None, repr=False)
    nation: str | None = Field(default=None, repr=False)
    sex_known: bool = False
    birth_known: bool = False
    unit_schemes: frozenset[Scheme]
    unit_class: UnitClass
    waiting: tuple[str, ...] = ()


def papers_due(context: Context, submitted_at: datetime) -> Deadline:
    """The day by which papers are due for what is submitted then; after day 20 in the next month (WH-134, WH-135)."""
    day = int(context.rules.figure("WH-50", "day", on=context.day))
    included = context.rules.flag("WH-134", "included", on=context.day)
    what = "普通单位携增员资料到经办机构审核"
    return day_deadline(submitted_at, day, included=included, what=what, rule="WH-50")


def full_years(born: date, day: date) -> int:
    """周岁: full years on the day; the birthday itself counts."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def filing_month(context: Context) -> Month:
    """The month of filing: the hall's, when it has been asked."""
    facts = facts_of(context)
    return facts.month if facts and facts.month else Month.of(context.at)


def facts_of(context: Context) -> WuhanFacts | None:
    return context.facts if isinstance(context.facts, WuhanFacts) else None
