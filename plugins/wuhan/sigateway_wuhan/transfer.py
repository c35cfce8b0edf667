"""Transfer of a pension relation 基本养老保险转移, in and out (WH-125, WH-126, WH-127, WH-128). Pure: no I/O, no clock.

Sourced from an agent's manual of September 2010 (source ``001-agent``, grade E1): history, no advice. Nothing of it is done online.
The manual names no place where the letter 《社会保险关系转移函》 is issued and none for a transfer out; those steps have no place. The
ages, the districts and the counter days are dated figures of the rulebook. ``on`` is the day that is asked about.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Final

from sigateway.plugin import (
    SHANGHAI,
    Actor,
    Effect,
    Elsewhere,
    Finding,
    Month,
    NextStep,
    Rulebook,
    RuleNotKnown,
    Sex,
    Window,
)

from .facts import full_years

_FUNDS: Final = "转移地《社会保险基金转移明细单》"
_SPELLINGS: Final = {"桥口": "硚口", "东湖新技术开发": "东湖开发"}
"""The source writes 桥口 for 硚口; the zone's full name is 东湖新技术开发区."""


@dataclass(frozen=True, slots=True)
class Transferee:
    """Who wants to transfer in 转移人员. What is ``None`` is not known, and is found as such.

    ``household_area`` is the district or zone of the household register (江岸区, 东湖开发区); ``urban_household`` whether it is an urban
    permanent one 城镇常住户口; ``works_for_insured_unit`` whether there is a labour relation with an insured unit of the city now.
    """

    sex: Sex = field(repr=False)
    born: date = field(repr=False)
    household_area: str | None = field(default=None, repr=False)
    urban_household: bool | None = field(default=None, repr=False)
    works_for_insured_unit: bool | None = field(default=None, repr=False)


def transfer_in_eligibility(person: Transferee, *, on: date, rules: Rulebook) -> list[Finding]:
    """What stands against a transfer-in letter 《社会保险关系转移函》 on that day (WH-125); nothing, and it can be issued.

    ``RETURNS`` is a condition that is not met, ``UNKNOWN`` one that cannot be told.
    """
    found: list[Finding] = []
    for condition in (_household, _young_enough, _employed_here):
        try:
            found.extend(condition(person, on, rules))
        except RuleNotKnown as missing:
            found.append(rules.finding(missing.rule, Effect.UNKNOWN, missing.message))
    return found


def _household(person: Transferee, on: date, rules: Rulebook) -> Iterator[Finding]:
    """有本市江岸…或东湖开发区城镇常住户口 (WH-125)."""
    listed = rules.text("WH-125", "areas", on=on).split("、")
    area, urban = person.household_area, person.urban_household
    wrong_area = area is not None and _plain(area) not in map(_plain, listed)
    if wrong_area or urban is False:
        what = f"户口不属于{'、'.join(listed)}的城镇常住户口，不能开具《社会保险关系转移函》"
        cure = "请核对户口簿上的区名和户口性质"
        yield rules.finding("WH-125", Effect.RETURNS, what, cure, ("household_area", "urban_household"))
    else:
        if area is None:
            what = "不知道户口所在区，无法判断是否本市城区户口"
            yield rules.finding("WH-125", Effect.UNKNOWN, what, "请填写户口所在区", ("household_area",))
        if urban is None:
            what = "不知道是否城镇常住户口，无法判断能否转入"
            yield rules.finding("WH-125", Effect.UNKNOWN, what, "请填写户口性质", ("urban_household",))


def _young_enough(person: Transferee, on: date, rules: Rulebook) -> Iterator[Finding]:
    """男未满55周岁、女未满45周岁: on that birthday it is too late (WH-125)."""
    man = person.sex is Sex.MALE
    below = rules.figure("WH-125", "men_below" if man else "women_below", on=on)
    age = full_years(person.born, on)
    if age >= below:
        what = f"转入时{'男' if man else '女'}性应未满 {below} 周岁，{on} 已满 {age} 周岁"
        yield rules.finding("WH-125", Effect.RETURNS, what, "请核对出生日期", ("born",))


def _employed_here(person: Transferee, on: date, rules: Rulebook) -> Iterator[Finding]:
    """现与武汉市参保单位存在劳动关系 (WH-125)."""
    works = person.works_for_insured_unit
    if works is None:
        what = "不知道现在是否与武汉市参保单位存在劳动关系，无法判断能否转入"
        cure = "请填写是否与参保单位存在劳动关系"
        yield rules.finding("WH-125", Effect.UNKNOWN, what, cure, ("works_for_insured_unit",))
    elif not works:
        what, cure = "现在未与武汉市参保单位存在劳动关系，不能转入", "请先与本市参保单位建立劳动关系"
        yield rules.finding("WH-125", Effect.RETURNS, what, cure, ("works_for_insured_unit",))


def transfer_in_papers(began_work: date | None, *, on: date, rules: Rulebook) -> tuple[str, ...]:
    """The papers for the letter (WH-126). The archives are for who began work before 1998, and are listed so if that is not known."""
    border = date.fromisoformat(rules.text("WH-126", "archives_before", on=on))
    always = ("本市城区户口原件", "劳动合同", "单位申请转入报告", "现武汉市社会保险个人编号")
    if began_work is None:
        return (*always, f"个人档案（{border.year}年以前参加工作的）")
    return (*always, "个人档案") if began_work < border else always


def settlement(*, on: date, rules: Rulebook) -> Elsewhere:
    """The last step, at the window for transfers from outside the city (WH-127): where, with which papers, on which days."""
    first, last = _counter_days(on, rules)
    return Elsewhere(
        type="transfer_in",
        title="跨统筹范围转入结算",
        rule="WH-127",
        why="跨统筹范围转入须到窗口办理社会保险结算手续，网上不办理",
        place="市外转入窗口",
        papers=("单位盖章的《武汉市跨统筹范围转移人员接续社会保险结算表》", _FUNDS),
        days=f"每月{first}—{last}日",
    )


def settlement_window(*, on: date, rules: Rulebook) -> Window:
    """The counter days that hold on that day, or the next ones (WH-127).

    Whole days: the source states neither hours nor what becomes of days off, so ``safe_until`` is left open.
    """
    first, last = _counter_days(on, rules)
    month = Month.of(on)
    if on > _in(month, last):
        month = month.plus(1)
    opens, ends = _in(month, first), _in(month, last) + timedelta(days=1)
    return Window(open=opens <= on < ends, opens=_midnight(opens), closes=_midnight(ends))


def transfer_in_steps(*, on: date, rules: Rulebook, began_work: date | None = None) -> tuple[NextStep, ...]:
    """Who does what, in order: the letter (WH-126), then the settlement (WH-127).

    Who goes to the window on the last step is not stated; the employer, whose seal is on the form, is our reading (E0).
    """
    last = settlement(on=on, rules=rules)
    return (
        NextStep(
            who=Actor.PERSON,
            what="开具《社会保险关系转移函》（WH-126）",
            papers=transfer_in_papers(began_work, on=on, rules=rules),
        ),
        NextStep(
            who=Actor.PERSON,
            what="办理社会保险关系转移手续（WH-127）",
            papers=("《社会保险关系转移函》",),
            place="转移地社保机构",
        ),
        NextStep(
            who=Actor.PERSON,
            what="办理基金到帐确认手续（WH-127）",
            papers=("户口原件", _FUNDS),
            place="财务窗口",
        ),
        NextStep(
            who=Actor.EMPLOYER,
            what=f"{last.days}办理社会保险结算手续（{last.rule}）",
            papers=last.papers,
            place=last.place,
        ),
    )


def transfer_out_step() -> NextStep:
    """Transfer out (WH-128): its papers. The manual's picture of the steps is lost, so there is no place and no day."""
    return NextStep(
        who=Actor.PERSON,
        what="申请养老保险关系转出（WH-128）",
        papers=("参保人身份证原件及复印件一份", "离职证明"),
    )


def _counter_days(on: date, rules: Rulebook) -> tuple[int, int]:
    """每月1—22日, both included (WH-127)."""
    return int(rules.figure("WH-127", "day_from", on=on)), int(rules.figure("WH-127", "day_to", on=on))


def _in(month: Month, day: int) -> date:
    """That day of the month; its last day when it has fewer."""
    return month.first_day.replace(day=min(day, month.last_day.day))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, SHANGHAI)


def _plain(area: str) -> str:
    """江岸 for 武汉市江岸区. A name without a city is taken to be Wuhan's."""
    name = area.strip().removeprefix("湖北省").removeprefix("武汉市").removesuffix("区")
    return _SPELLINGS.get(name, name)
