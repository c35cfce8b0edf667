"""The rules of 社会保险职工暂停参保: first its form, then its content, in the hall's order. Pure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from sigateway.plugin import Context, Effect, Known, Suspension, SuspensionReason

from .facts import SuspensionFacts, facts_of, month_of_filing
from .fields import MEDICAL, NAMES, REASON_WORDS, REASONS, SCHEMES, codes_of, injury_stop, stop_month, stopped
from .rules_movement import the_very_person
from .rules_shared import Findings, last_or_this, month_finding, refused


def reason(filing: Suspension, context: Context) -> Findings:
    """停保原因 is one of the hall's own (ZJ-20); for another reason there is no code, and none is guessed."""
    if filing.reason in REASONS:
        return
    cure = f"请与单位核实，改用大厅的原因：{REASON_WORDS}"
    if filing.reason is SuspensionReason.ENROLLED_BY_MISTAKE:
        cure = "误增的不办停保：审核前撤回原办件，审核后到社保经办机构窗口更正"
    yield refused(context, "ZJ-20", "大厅的停保原因中没有所填的原因", cure, "reason")


def some_insurance(filing: Suspension, context: Context) -> Findings:
    """At least one of the three (ZJ-20)."""
    if filing.schemes is not None and not codes_of(filing.schemes) and not filing.schemes & MEDICAL:
        yield refused(context, "ZJ-20", "请至少选择一个险种", "请填写险种", "schemes")


def runs_here(filing: Suspension, context: Context) -> Findings:
    """该人员未在本单位参加 (ZJ-17)."""
    facts = facts_of(context, SuspensionFacts)
    for code in codes_of(filing.schemes or ()) if facts else ():
        if facts is not None and code not in facts.here:
            yield refused(
                context,
                "ZJ-17",
                f"此人未在本单位参加{NAMES[code]}",
                "请去掉该险种",
                "schemes",
                known=Known.LOOKUP,
            )


def stop_in_time(filing: Suspension, context: Context) -> Findings:
    """养老保险和失业保险停保时间可选择办理的上月或者当月 (ZJ-18), so the last paid month is two months ago or last month (ZJ-19)."""
    facts, stop, this = facts_of(context, SuspensionFacts), stop_month(filing), month_of_filing(context)
    chosen = set(stopped(filing, facts.here) if facts else codes_of(filing.schemes or SCHEMES.values()))
    own_month = "injury" in chosen and _follows(context)
    judged = chosen - ({"injury"} if (own_month and "pension" in chosen) or not _follows(context) else set())
    if judged:
        yield from month_finding(
            context, "ZJ-18", stop,
            f"停保年月 {stop} 不是办理的上月或当月：停保当月不缴费（ZJ-19），最后缴费月只能是 {this.plus(-2)} 或 {this.plus(-1)}",
            f"请把最后缴费月改为 {this.plus(-2)} 或 {this.plus(-1)}", "last_paid_month",
        )  # fmt: skip


def injury_month(filing: Suspension, context: Context) -> Findings:
    """The injury stop month follows the pension's, or is this month, by the setting of ZJ-23; the hall's own, once it has been asked."""
    facts, this = facts_of(context, SuspensionFacts), month_of_filing(context)
    chosen = set(stopped(filing, facts.here) if facts else codes_of(filing.schemes or SCHEMES.values()))
    if _follows(context):
        left = facts is not None and {"pension", "injury"} <= set(facts.here) and "pension" in chosen
        if left and "injury" not in chosen:
            yield refused(
                context, "ZJ-23", "停止养老保险时应同时停止工伤保险", "请把工伤保险一并申报，或不填险种", "schemes",
                known=Known.LOOKUP,
            )  # fmt: skip
        return
    if "injury" not in chosen:
        return
    shown = facts.stop_months if facts else {"injury": (this,)}
    offered = shown.get("injury", (this,))  # of an insurance that does not run here the hall shows no month
    sent = injury_stop(chosen, stop_month(filing), shown)
    if sent not in offered:
        yield refused(
            context, "ZJ-23", "工伤保险只能在当月停保", f"请在当月（{this}）停保", "last_paid_month"
        )
    elif sent != stop_month(filing):
        yield refused(
            context, "ZJ-23", f"工伤保险由系统定为 {this} 停保，不随养老保险", "无须处理，知悉即可", "last_paid_month",
            effect=Effect.WARNS,
        )  # fmt: skip


def _follows(context: Context) -> bool:
    facts = facts_of(context, SuspensionFacts)
    if facts is not None:
        return facts.injury_follows
    setting = context.rules.text("ZJ-23", "injury_stop", on=context.day)
    if setting not in ("follows_pension", "this"):
        raise ValueError(f"rule ZJ-23: injury_stop is {setting!r}, not follows_pension or this")
    return setting == "follows_pension"


def some_month_paid(filing: Suspension, context: Context) -> Findings:
    """The stop month is unpaid (ZJ-19): it lies after the month in which the insurance began, or no month would be paid at all."""
    facts, stop = facts_of(context, SuspensionFacts), stop_month(filing)
    if facts is None:
        return
    chosen = stopped(filing, facts.here)
    for code in chosen:
        since, stops = facts.here.get(code), stop
        if code == "injury" and not facts.injury_follows:
            stops = injury_stop(chosen, stop, facts.stop_months)
            in_time = stops in facts.stop_months.get(code, ())
        else:  # the injury insurance that follows the pension has no month of its own that could be wrong
            follows = code == "injury" and "pension" in chosen
            in_time = follows or not last_or_this(context, stop, "ZJ-18")
        if not in_time:
            continue  # of a month that cannot be chosen nothing else is said
        if since is not None and stops <= since:
            yield refused(
                context, "ZJ-19", f"{NAMES[code]}停保年月 {stops} 不晚于参保开始年月 {since}，一个月也没有缴费",
                "请核对最后缴费月；参保登记有误的，尚在审核时可撤回原办件", "last_paid_month", known=Known.LOOKUP,
            )  # fmt: skip


def employment_has_ended(filing: Suspension, context: Context) -> Findings:
    """终止劳动关系日期不能晚于当日 (ZJ-20)."""
    facts = facts_of(context, SuspensionFacts)
    today = context.day if facts is None else facts.at.date()
    if filing.employment_ended_on > today:
        yield refused(
            context, "ZJ-20", "终止劳动关系日期晚于申报当日", f"请在 {filing.employment_ended_on} 当日或以后申报",
            "employment_ended_on",
        )  # fmt: skip


Rule = Callable[[Suspension, Context], Findings]

FORM: Final[tuple[Rule, ...]] = (reason, some_insurance)
CONTENT: Final[tuple[Rule, ...]] = (
    the_very_person, runs_here, stop_in_time, injury_month, some_month_paid, employment_has_ended,
)  # fmt: skip
