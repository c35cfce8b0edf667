"""The rules of 社会保险职工参保登记: first its form, then its content, in the hall's order. Pure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from sigateway.plugin import Context, Effect, Enrolment, Known, Month

from .facts import EnrolmentFacts, facts_of, month_of_filing
from .fields import (
    LABELS,
    MEDICAL,
    NAMES,
    READ_IN,
    SCHEMES,
    codes_of,
    injury_from,
    joined,
    start_month,
    written,
)
from .rules_movement import the_very_person
from .rules_shared import Findings, by_our_figure, last_or_this, month_finding, refused

_MANDATORY: Final = {
    "mobile": "person.mobile",
    "nation": "person.nation",
    "hukou": "person.household_kind",
    "workForm": "employment.form",
    "contractStart": "employment.contract_start",
}
"""The hall's fields with an asterisk that a filing can lack, and where in it they stand."""


def mandatory_fields(filing: Enrolment, context: Context) -> Findings:
    """* fields are filled in (ZJ-10). What the hall knows of the person it reads in by itself (ZJ-07)."""
    facts, told = facts_of(context, EnrolmentFacts), written(filing)
    for key, path in _MANDATORY.items():
        if told[key] or (facts is not None and facts.known.get(key)):
            continue
        may_be_known = facts is None and key in READ_IN
        cure = "大厅已有此人信息时会自动带出，没有的必须填写" if may_be_known else "请补填"
        yield refused(
            context, "ZJ-10", f"{LABELS[key]}为必填项", cure, path,
            known=Known.LOOKUP if key in READ_IN else Known.OFFLINE,
            effect=Effect.WARNS if may_be_known else Effect.RETURNS,
        )  # fmt: skip


def sound_texts(filing: Enrolment, context: Context) -> Findings:
    """What no form can carry: control characters (ZJ-10)."""
    texts = {
        "person.name": filing.person.name,
        **{key: value for key, value in written(filing).items() if value},
    }
    for key, value in texts.items():
        if any(ord(letter) < 32 or ord(letter) == 127 or 0xD800 <= ord(letter) < 0xE000 for letter in value):
            field = key if key == "person.name" else f"person.{key}"
            yield refused(context, "ZJ-10", "文字中有无法发送的控制字符", "请重新填写", field)


def some_insurance(filing: Enrolment, context: Context) -> Findings:
    """At least one of the three (ZJ-10)."""
    facts = facts_of(context, EnrolmentFacts)
    if facts is None and filing.schemes is None:
        return
    chosen = joined(filing, facts.unit_schemes) if facts else codes_of(filing.schemes or ())
    if not chosen and not (filing.schemes or frozenset()) & MEDICAL:
        yield refused(context, "ZJ-10", "请至少选择一个险种", "请填写险种", "schemes")


def start_in_time(filing: Enrolment, context: Context) -> Findings:
    """养老保险和失业保险可从办理的上月或者当月开始参保 (ZJ-08)."""
    facts, start = facts_of(context, EnrolmentFacts), start_month(filing)
    chosen = joined(filing, facts.unit_schemes) if facts else codes_of(filing.schemes or SCHEMES.values())
    if set(chosen) - {"injury"}:
        this = month_of_filing(context)
        yield from month_finding(
            context, "ZJ-08", start, f"养老、失业保险只能从办理的上月（{this.plus(-1)}）或当月（{this}）开始参保",
            f"请改为 {this.plus(-1)} 或 {this}", "first_paid_month", "back_pay_from",
        )  # fmt: skip


def injury_starts_this_month(filing: Enrolment, context: Context) -> Findings:
    """工伤保险系统默认为当月参保 (ZJ-09): beside another insurance the hall's month is taken, alone the month must be this one."""
    facts, start, this = facts_of(context, EnrolmentFacts), start_month(filing), month_of_filing(context)
    chosen = joined(filing, facts.unit_schemes) if facts else codes_of(filing.schemes or SCHEMES.values())
    if "injury" not in chosen:
        return
    offered = facts.start_months.get("injury", ()) if facts else _injury_months(context, this)
    sent = injury_from(chosen, start, {"injury": offered})
    if offered and sent not in offered:
        late = sent > this
        # With two months to choose from it is the setting that speaks, not the default (ZJ-42).
        which = "ZJ-09" if len(offered) == 1 else "ZJ-42"
        cure = f"请在 {sent} 当月申报" if late else f"请改为 {this}"
        yield refused(
            context, which, f"工伤保险只能从{'或'.join(map(str, offered))}开始参保", cure,
            "first_paid_month", effect=Effect.WINDOW if late else Effect.RETURNS,
        )  # fmt: skip
    elif sent != start and not last_or_this(context, start, "ZJ-08"):
        yield refused(
            context, "ZJ-09", f"工伤保险由系统定为当月（{sent}）参保，不随养老、失业保险从 {start} 开始", "无须处理，知悉即可",
            "first_paid_month", effect=Effect.WARNS,
        )  # fmt: skip


def _injury_months(context: Context, this: Month) -> tuple[Month, ...]:
    """This month, or the last one too, by the setting of ZJ-42."""
    setting = context.rules.text("ZJ-42", "injury_start", on=context.day)
    if setting not in ("this", "last_or_this"):
        raise ValueError(f"rule ZJ-42: injury_start is {setting!r}, not this or last_or_this")
    return (this,) if setting == "this" else (this.plus(-1), this)


def unit_has_it(filing: Enrolment, context: Context) -> Findings:
    """单位未参加 (ZJ-22): only the hall knows what the unit has joined; the vendor's record may be old."""
    facts = facts_of(context, EnrolmentFacts)
    for code in codes_of(filing.schemes or ()) if facts else ():
        if facts is not None and code not in facts.unit_schemes:
            yield refused(
                context, "ZJ-22", f"单位未参加{NAMES[code]}", "请去掉该险种，或先由单位参加该险种", "schemes",
                known=Known.LOOKUP,
            )  # fmt: skip


def not_running_here(filing: Enrolment, context: Context) -> Findings:
    """A scheme that runs here already, while another does not (ZJ-14); and no month twice (ZJ-08)."""
    facts = facts_of(context, EnrolmentFacts)
    if facts is None:
        return
    chosen, start, this = joined(filing, facts.unit_schemes), start_month(filing), facts.month
    for code in chosen:
        if code in facts.here:
            yield refused(
                context, "ZJ-14", f"此人已在本单位参加{NAMES[code]}", "请在险种中只填尚未参加的", "schemes",
                known=Known.LOOKUP,
            )  # fmt: skip
        until = facts.paid_until.get(code)
        begins = injury_from(chosen, start, facts.start_months) if code == "injury" else start
        in_time = begins in facts.start_months.get(code, ()) or code not in facts.start_months
        if until is not None and begins <= until and in_time and begins <= this:
            yield refused(
                context, "ZJ-08", f"{NAMES[code]}参保开始年月与已有参保时间（至 {until}）重叠", f"请改为 {until.plus(1)} 或以后",
                "first_paid_month", "back_pay_from", known=Known.LOOKUP,
            )  # fmt: skip


def minimum_wage(filing: Enrolment, context: Context) -> Findings:
    """月缴费工资低于当地最低工资标准 (ZJ-10). The hall shows its own figure; offline ours is no better than its evidence."""
    facts = facts_of(context, EnrolmentFacts)
    if facts is not None and facts.minimum_wage is None:
        return
    least = (
        facts.minimum_wage
        if facts is not None and facts.minimum_wage is not None
        else context.rules.figure("ZJ-10", "minimum_wage", on=context.day)
    )
    if filing.declared_wage < least:
        found = refused(
            context, "ZJ-10", f"月缴费工资低于当地最低工资标准（{least:.2f}）", "请核对工资", "declared_wage",
            known=Known.LOOKUP,
        )  # fmt: skip
        yield found if facts else by_our_figure(found, context)


def assessed_base(filing: Enrolment, context: Context) -> Findings:
    """What is outside floor and ceiling is taken, and assessed otherwise (ZJ-10): the hall shows both."""
    facts = facts_of(context, EnrolmentFacts)
    if facts is None or facts.floor is None or facts.ceiling is None:
        return
    if not facts.floor <= filing.declared_wage <= facts.ceiling:
        base = min(max(filing.declared_wage, facts.floor), facts.ceiling)
        yield refused(
            context, "ZJ-10", f"缴费基数将按上下限核定为 {base:.2f}", "无须处理，知悉即可", "declared_wage",
            effect=Effect.WARNS, known=Known.LOOKUP,
        )  # fmt: skip


def contract_has_begun(filing: Enrolment, context: Context) -> Findings:
    """合同起始日期不能晚于当日 (ZJ-10)."""
    facts, work = facts_of(context, EnrolmentFacts), filing.employment
    today = context.day if facts is None else facts.at.date()
    if work is not None and work.contract_start > today:
        yield refused(
            context, "ZJ-10", "合同起始日期晚于申报当日", f"请在 {work.contract_start} 当日或以后申报",
            "employment.contract_start",
        )  # fmt: skip


Rule = Callable[[Enrolment, Context], Findings]

FORM: Final[tuple[Rule, ...]] = (mandatory_fields, sound_texts, some_insurance)
CONTENT: Final[tuple[Rule, ...]] = (
    the_very_person, start_in_time, injury_starts_this_month, unit_has_it, not_running_here, minimum_wage, assessed_base,
    contract_has_begun,
)  # fmt: skip
