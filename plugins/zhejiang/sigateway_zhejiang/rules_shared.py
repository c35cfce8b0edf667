"""What the rules of several businesses share: how a refusal is said, the entrance, months, the launch and the days of filing. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from typing import Final

from sigateway.plugin import (
    SHANGHAI,
    Context,
    Effect,
    Filing,
    Finding,
    Grade,
    Known,
    Month,
    Reason,
    RuleNotKnown,
    Stage,
    Window,
    always_open,
    local,
)

from .facts import ZhejiangFacts, facts_of, month_of_filing

Findings = Iterator[Finding]

COUNTER: Final = "社保经办机构窗口"

_DAYS: Final = {"any": None, "1-25": 25}


def refused(
    context: Context,
    rule: str,
    message: str,
    cure: str,
    *fields: str,
    known: Known = Known.OFFLINE,
    effect: Effect = Effect.RETURNS,
    stage: Stage = Stage.SAVE,
) -> Finding:
    """The hall would refuse it at its save."""
    return context.rules.finding(rule, effect, message, cure, fields, stage=stage, known=known)


def refused_at_entrance(filing: Filing, context: Context) -> Findings:
    """What the search has said, in the hall's words: then it shows nothing else."""
    facts = facts_of(context, ZhejiangFacts)
    for reason in facts.refusals if facts else ():
        yield as_the_entrance_says(reason, filing, context)


def as_the_entrance_says(reason: Reason, filing: Filing, context: Context) -> Finding:
    """One of the sentences of the search, plain, and as it stands: who is insured elsewhere reads there at which unit."""
    # One sentence about the number is a rule of each business's own search.
    number_of_a_stop = reason.code == "number_wrong" and filing.type == "suspension"
    rule = "ZJ-17" if number_of_a_stop else reason.rule or "ZJ-14"
    return context.rules.finding(
        rule,
        Effect.WINDOW if reason.code in ("not_launched", "not_today") else Effect.RETURNS,
        f"{reason.plain or ''}（大厅：“{reason.words}”）",
        reason.cure or "",
        ("person.document",) if filing.subject is not None else (),
        stage=Stage.ENTRANCE,
        known=Known.LOOKUP,
    )


def not_in_the_menu(filing: Filing, context: Context, rule: str) -> Findings:
    """The session's menu has no way to it, or begins at the bureau of another city."""
    facts = facts_of(context, ZhejiangFacts)
    if facts is not None and not facts.offered:
        bureau = context.rules.text("ZJ-05", "bureau", on=context.day)
        way = context.rules.text(rule, "menu", on=context.day)
        yield context.rules.finding(
            "ZJ-05",
            Effect.ELSEWHERE,
            f"登录后的菜单（{bureau}）里没有“{way}”：该账号不能办理此业务，或单位不属本地",
            "请核对账号、单位及其参保地",
            stage=Stage.ENTRANCE,
            known=Known.LOOKUP,
            place=COUNTER,
        )


def in_use(filing: Filing, context: Context) -> Findings:
    """On the provincial system (ZJ-01). Once the search has answered, the hall itself has said it."""
    launched = launch(context)
    if context.facts is None and context.at < launched:
        yield context.rules.finding(
            "ZJ-01",
            Effect.WINDOW,
            f"{launched:%Y-%m-%d} 起才使用省级社保系统",
            "请在当地原系统办理，或待上线后申报",
            stage=Stage.ENTRANCE,
            known=Known.OFFLINE,
            opens_at=launched,
        )


def on_a_day_of_filing(filing: Filing, context: Context) -> Findings:
    """By the setting of ZJ-23. The search is answered on any day; it is the save that is not."""
    facts = facts_of(context, ZhejiangFacts)
    window = filing_window(context, context.at if facts is None else facts.at)
    if not window.open:
        yield context.rules.finding(
            "ZJ-23",
            Effect.WINDOW,
            "本月的申报时间已过",
            "请在下月1日起申报",
            stage=Stage.ENTRANCE if facts is None else Stage.SAVE,
            known=Known.OFFLINE,
            opens_at=window.opens,
        )


def launch(context: Context) -> datetime:
    """The first moment on the provincial system (ZJ-01)."""
    day = date.fromisoformat(context.rules.text("ZJ-01", "launched", on=context.day))
    return datetime.combine(day, time(0), SHANGHAI)


def filing_window(context: Context, at: datetime) -> Window:
    """Any day and hour, or the first days of the month, by the setting of ZJ-23."""
    last = context.rules.choice("ZJ-23", "filing_days", _DAYS, on=context.day)
    if last is None:
        return always_open()
    month = Month.of(at)
    if local(at).day > last:
        month = month.plus(1)
    opens, closes = (
        datetime.combine(date(month.year, month.month, day), time(0), SHANGHAI) for day in (1, last + 1)
    )
    # No day off moves them, for nobody comes to a counter.
    return Window(open=opens <= at < closes, opens=opens, closes=closes, safe_until=closes)


def hall_window(context: Context) -> Window:
    """The window hook's answer: before the launch it opens with it."""
    try:
        launched = launch(context)
    except RuleNotKnown:
        return filing_window(context, context.at)
    if context.at < launched:
        return Window(open=False, opens=launched)
    return filing_window(context, context.at)


def last_or_this(context: Context, month: Month, rule: str) -> str:
    """Whether a month is in time: ``"early"``, ``"late"`` or ``""`` (ZJ-08, ZJ-18, ZJ-39)."""
    this = month_of_filing(context)
    back = int(context.rules.figure(rule, "months_back", on=context.day))
    if month > this:
        return "late"
    return "early" if month < this.plus(-back) else ""


def month_finding(
    context: Context, rule: str, month: Month, message: str, cure: str, *fields: str
) -> Findings:
    """What is too early is refused; what belongs to a month that is still to come is filed then."""
    when = last_or_this(context, month, rule)
    if not when:
        return
    late = when == "late"
    yield context.rules.finding(
        rule,
        Effect.WINDOW if late else Effect.RETURNS,
        message,
        f"请在 {month} 当月申报" if late else cure,
        fields,
        stage=Stage.SAVE,
        known=Known.OFFLINE,
        opens_at=datetime.combine(month.first_day, time(0), SHANGHAI) if late else None,
    )


def by_our_figure(found: Finding, context: Context) -> Finding:
    """A figure of ours is no better than its own `evidence`; a vendor's, which need not name any, is as good as its rule."""
    try:
        grade = Grade[context.rules.text(found.rule, "evidence", on=context.day)]
    except RuleNotKnown:
        return found
    return found.model_copy(update={"grade": grade})


def without_what_comes_later(
    findings: Iterable[Finding], later: Iterable[Finding], context: Context
) -> list[Finding]:
    """The hall looks at the form first, and at the content of a sound form only. Offline everything is said that is known."""
    form, content = list(findings), list(later)
    if context.facts is not None and any(each.effect is not Effect.WARNS for each in form):
        content = [each for each in content if each.effect in (Effect.WARNS, Effect.UNKNOWN)]
    return [*form, *content]
