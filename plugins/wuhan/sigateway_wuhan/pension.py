"""Pension conditions and formulas 基本养老保险待遇 (WH-122, WH-123, WH-124, WH-141). Pure: no I/O, no clock.

Sourced from an agent's manual of September 2010 (source ``001-agent``, grade E1) and nothing else: a calculation of history, no
advice, and no promise of what an agency grants. The figures are the rulebook's; those of WH-122 to WH-124 end with the sources'
era (2014-12-31), after which they are ``RuleNotKnown``. ``on`` is the day whose conditions and figures are asked for.

What the manual does not state is never filled in: the state's retirement age for who is not in individual business, the city's
average wage, and the pension by the rules before 1998 are the caller's to bring. Where it is silent on how to count, the choice is ours
(E0) and stands in ``rules.toml``: the day on which the pooled system began (``pooled_from``), and that each summand is rounded half up to
the fen (``round_to``), so that the summands shown add up to the pension.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Final

from sigateway.plugin import Month, Rulebook, RuleNotKnown, Sex

from .facts import full_years

_MONTHS_OF_A_YEAR: Final = 12
_HUNDRED: Final = Decimal(100)


class Work(StrEnum):
    """The kind of work, as far as the source tells kinds apart."""

    INDIVIDUAL_BUSINESS = "individual_business"  #: 个体工商户业主及其帮工, owners and their helpers
    OTHER = "other"  #: everybody else: 国家规定的退休年龄, which the source does not state


class Formula(StrEnum):
    """Which of the three formulas of WH-124 holds."""

    OLD = "old"  #: (一) began before the pooled system, retired before 1998
    NEW = "new"  #: (二) began under the pooled system
    MIDDLE = "middle"  #: (三) began before the pooled system, retired from 1998 on


@dataclass(frozen=True, slots=True)
class Insured:
    """Who asks whether a pension is due.

    ``paid_months`` are the months paid 实际缴费, ``deemed_months`` those of continuous service that count as paid 视同缴费.
    ``retirement_day`` is the day on which the state's retirement age is reached, for ``Work.OTHER`` only; ``None`` when it is not known.
    """

    sex: Sex = field(repr=False)
    born: date = field(repr=False)
    work: Work
    began_work: date = field(repr=False)
    paid_months: int = field(repr=False)
    deemed_months: int = field(default=0, repr=False)
    retirement_day: date | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        if self.paid_months < 0 or self.deemed_months < 0:
            raise ValueError("缴费月数不能为负")
        if self.began_work <= self.born:
            raise ValueError("参加工作日期应晚于出生日期")
        if self.work is Work.INDIVIDUAL_BUSINESS and self.retirement_day is not None:
            raise ValueError("个体工商户业主及其帮工的退休年龄由规则 WH-123 决定，不应另填达到退休年龄之日")


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition, the rule that states it, and whether it is met; ``None`` when that cannot be known. ``why`` is plain Chinese."""

    rule: str
    met: bool | None
    why: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Conditions:
    """All conditions of a pension; they must be met together 应同时具备."""

    each: tuple[Condition, ...]

    @property
    def met(self) -> bool | None:
        """``False`` when one is not met, else ``None`` when one is not known, else ``True``."""
        said = {condition.met for condition in self.each}
        return False if False in said else None if None in said else True

    @property
    def unmet(self) -> tuple[Condition, ...]:
        """What stands in the way: not met, or not known."""
        return tuple(condition for condition in self.each if not condition.met)


def pension_conditions(person: Insured, *, on: date, rules: Rulebook) -> Conditions:
    """Whether a pension is due on that day, condition by condition (WH-122, WH-123)."""
    return Conditions((_old_enough(person, on, rules), _paid_enough(person, on, rules)))


def _old_enough(person: Insured, on: date, rules: Rulebook) -> Condition:
    """In individual business men 60 and women 50, the birthday included (WH-123); else the state's age (WH-122)."""
    if person.work is Work.OTHER:
        day = person.retirement_day
        if day is None:
            why = "国家规定的退休年龄，来源未载明具体数值：请填写达到退休年龄之日及其依据"
            return Condition("WH-122", None, why)
        return Condition("WH-122", on >= day, f"{day} 达到国家规定的退休年龄")
    try:
        age = rules.figure("WH-123", "men" if person.sex is Sex.MALE else "women", on=on)
    except RuleNotKnown as missing:
        return Condition("WH-123", None, missing.message)
    who, reached = "男性" if person.sex is Sex.MALE else "女性", full_years(person.born, on)
    why = f"个体工商户业主及其帮工，{who}应年满 {age} 周岁，{on} 为 {reached} 周岁"
    return Condition("WH-123", reached >= age, why)


def _paid_enough(person: Insured, on: date, rules: Rulebook) -> Condition:
    """累计满10年 for who began before the pooled system, else 累计满15年; years deemed paid count (WH-122)."""
    try:
        before = _began_before_pooled(person.began_work, on, rules)
        years = rules.figure("WH-122", "years_began_before" if before else "years", on=on)
    except RuleNotKnown as missing:
        return Condition("WH-122", None, missing.message)
    months = person.paid_months + person.deemed_months
    why = (
        f"实施统帐结合办法{'前' if before else '后'}参加工作，缴费年限（含视同缴费）应累计满 {years} 年，"
        f"现累计 {months // _MONTHS_OF_A_YEAR} 年 {months % _MONTHS_OF_A_YEAR} 个月"
    )
    return Condition("WH-122", months >= years * _MONTHS_OF_A_YEAR, why)


@dataclass(frozen=True, slots=True)
class PensionBasis:
    """What a pension is calculated from, in yuan. A formula takes what it names and nothing else.

    ``account`` 个人帐户储存额. ``average_wage`` 退休前一年全市职工月平均工资; ``None`` asks the rulebook (:func:`monthly_pension`).
    ``old_pension`` is what the rules before 1998 grant 按有关规定计发 (old formula). The middle formula has ``wage_index`` 缴费工资平均指数
    (1 is the average wage) and ``years_before_account`` 应建立个人帐户前工龄, in years: the source does not say how part of a year
    counts, so they are taken as they are given.
    """

    began_work: date = field(repr=False)
    retired_on: date = field(repr=False)
    account: Decimal = field(repr=False)
    average_wage: Decimal | None = field(default=None, repr=False)
    old_pension: Decimal | None = field(default=None, repr=False)
    wage_index: Decimal | None = field(default=None, repr=False)
    years_before_account: Decimal | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        if self.retired_on <= self.began_work:
            raise ValueError("退休日期应晚于参加工作日期")
        stated = (
            self.account,
            self.average_wage,
            self.old_pension,
            self.wage_index,
            self.years_before_account,
        )
        if any(number is not None and (not number.is_finite() or number < 0) for number in stated):
            raise ValueError("金额、指数和年限应为不小于零的数")


@dataclass(frozen=True, slots=True)
class Summand:
    """One part of a pension: the source's word for it, how it was worked out, the amount, and the rule."""

    label: str
    steps: str = field(repr=False)
    yuan: Decimal = field(repr=False)
    rule: str


@dataclass(frozen=True, slots=True)
class MonthlyPension:
    """A monthly pension 月养老金 by one formula, with its summands."""

    formula: Formula
    summands: tuple[Summand, ...]

    @property
    def yuan(self) -> Decimal:
        """The sum of the summands as they are shown."""
        return sum((summand.yuan for summand in self.summands), Decimal(0))

    def explain(self) -> str:
        """The calculation in Chinese, line by line, with its rule and its standing."""
        lines = [f"{part.label}：{part.steps} = {part.yuan:f} 元（{part.rule}）" for part in self.summands]
        lines.append(f"月养老金：{' + '.join(f'{part.yuan:f}' for part in self.summands)} = {self.yuan:f} 元")
        return "\n".join(
            (*lines, "按2010年9月代理机构操作手册所载公式计算，仅供了解历史办法，以经办机构核定为准")
        )


def formula_of(began_work: date, retired_on: date, *, on: date, rules: Rulebook) -> Formula:
    """Which formula holds: by when work began, then by the day of retirement (WH-122, WH-124)."""
    if not _began_before_pooled(began_work, on, rules):
        return Formula.NEW
    return Formula.OLD if retired_on < _day("WH-124", "retired_from", on, rules) else Formula.MIDDLE


def monthly_pension(basis: PensionBasis, *, on: date, rules: Rulebook) -> MonthlyPension:
    """The monthly pension by the formula that holds, summand by summand (WH-124).

    Without ``average_wage`` the figure ``average_wage`` of WH-124 for the last day of the year before retirement is asked for. No source
    of ours publishes one, so that is ``RuleNotKnown`` unless a layer of yours supplies it. Other missing inputs are a ``ValueError``.
    """
    formula = formula_of(basis.began_work, basis.retired_on, on=on, rules=rules)
    cent = rules.figure("WH-124", "round_to", on=on)
    parts = tuple(
        Summand(label, steps, exact.quantize(cent, rounding=ROUND_HALF_UP), "WH-124")
        for label, steps, exact in _parts(formula, basis, on, rules)
    )
    return MonthlyPension(formula, parts)


def _parts(
    formula: Formula, basis: PensionBasis, on: date, rules: Rulebook
) -> Iterator[tuple[str, str, Decimal]]:
    """Label, steps and exact amount of each summand, in the order of the source."""
    months = rules.figure("WH-124", "account_months", on=on)
    account = (f"{basis.account:f} ÷ {months:f}", basis.account / months)
    if formula is Formula.OLD:
        old = _stated(basis.old_pension, "按1998年以前有关规定计发的养老金（old_pension）")
        yield "按有关规定计发的养老金", "按原有规定核定，由调用方提供", old
        yield "按个人帐户储存额增发的养老金", *account
        return
    wage = basis.average_wage
    if wage is None:
        wage = rules.figure("WH-124", "average_wage", on=date(basis.retired_on.year - 1, 12, 31))
    basic = rules.figure("WH-124", "basic_percent", on=on)
    yield "基础养老金", f"{wage:f} × {basic:f}%", wage * basic / _HUNDRED
    yield "个人帐户养老金", *account
    if formula is Formula.MIDDLE:
        index = _stated(basis.wage_index, "个人缴费工资平均指数（wage_index）")
        years = _stated(basis.years_before_account, "建立个人帐户前工龄（years_before_account）")
        percent = rules.figure("WH-124", "transition_percent", on=on)
        steps = f"{wage:f} × {index:f} × {percent:f}% × {years:f}"
        yield "过渡性养老金", steps, wage * index * percent / _HUNDRED * years


def first_pension_month(procedure_on: date, *, on: date, rules: Rulebook) -> Month:
    """从办理退休手续的次月起逐月领取: the month after the retirement procedure (WH-141)."""
    return Month.of(procedure_on).plus(int(rules.figure("WH-141", "months_after", on=on)))


def _began_before_pooled(began_work: date, on: date, rules: Rulebook) -> bool:
    return began_work < _day("WH-122", "pooled_from", on, rules)


def _day(rule: str, figure: str, on: date, rules: Rulebook) -> date:
    """A figure that is a day, written as 1998-01-01."""
    text = rules.text(rule, figure, on=on)
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(
            f"rule {rule}: figure {figure!r} is {text!r}, not a day such as 1998-01-01"
        ) from None


def _stated(number: Decimal | None, what: str) -> Decimal:
    if number is None:
        raise ValueError(f"按规则 WH-124 的公式计算还需要：{what}")
    return number
