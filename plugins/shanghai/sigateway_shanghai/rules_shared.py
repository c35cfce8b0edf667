"""What the rules of several businesses share: how a refusal is said, months too early and too late, insurances. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from sigateway.plugin import Context, Effect, Filing, Finding, Grade, Known, Month, RuleNotKnown, Stage

from .facts import facts_of, month_of_filing
from .fields import SCHEMES, scheme_codes
from .rules_window import opening_of

Findings = Iterator[Finding]


def refused(
    context: Context, rule: str, message: str, cure: str, *fields: str, known: Known = Known.LOOKUP
) -> Finding:
    """The hall's check would refuse it. What the check looks at is in no source: assumed, whatever else its rule says."""
    found = context.rules.finding(rule, Effect.RETURNS, message, cure, fields, stage=Stage.SAVE, known=known)
    return found.model_copy(update={"grade": Grade.E0})


def not_yet(context: Context, month: Month, message: str, *fields: str) -> Finding:
    """What belongs to a month that is still to come: it is declared then."""
    try:
        opens = opening_of(month, context)
    except RuleNotKnown:
        opens = None
    return context.rules.finding(
        "SH-29",
        Effect.WINDOW,
        message,
        f"请在 {month} 的办理时间内申报",
        fields,
        stage=Stage.SAVE,
        known=Known.OFFLINE,
        opens_at=opens,
    )


def not_before(context: Context, start: Month, label: str, *fields: str) -> Findings:
    """不得早于申报当月之前的6个月 (SH-29)."""
    months = int(context.rules.figure("SH-29", "months_back", on=context.day))
    earliest = month_of_filing(context).plus(-months)
    if start < earliest:
        yield refused(
            context,
            "SH-29",
            f"{label}不得早于申报当月之前的{months}个月（{earliest}）",
            f"网上最早为 {earliest}；更早的请到社保中心办理",
            *fields,
            known=Known.OFFLINE,
        )


def schemes_of_the_unit(filing: Filing, context: Context) -> Findings:
    """No declaration has a choice of insurances: all of the unit's (SH-29). Asked for others, it would file something else."""
    facts, named = facts_of(context), filing.in_schemes
    if named is None:
        return
    asked = scheme_codes(named)
    shown = scheme_codes(context.unit.schemes)
    if facts is not None and facts.unit is not None:
        shown = tuple(code for code in SCHEMES if code in facts.unit.scheme_codes)
    if asked != shown:
        yield context.rules.finding(
            "SH-29",
            Effect.WARNS if facts is None else Effect.RETURNS,
            "网上申报不能选择险种，一律为单位参加的全部险种，与所填险种不一致",
            "请改为单位的全部险种，或不填险种",
            ("schemes",),
            stage=Stage.SAVE,
            known=Known.LOOKUP,
        )
