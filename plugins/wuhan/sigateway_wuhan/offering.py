"""What is offered to whom: the businesses that a unit or a community files online, with fields and papers, and what is not theirs. Pure."""

from __future__ import annotations

from typing import Any, Final

from sigateway.plugin import (
    Context,
    Elsewhere,
    FieldNeed,
    InsuredUnit,
    Offer,
    Rulebook,
    RuleNotKnown,
    Window,
    always_open,
)

from . import rules_annual
from .business import Business
from .businesses import BUSINESSES
from .users import User, user_of

_AT: Final = {User.COMMUNITY: "参保人员所在社区", User.UNIT: "用人单位"}


def offers(unit: InsuredUnit | None, rules: Rulebook) -> list[Offer | Elsewhere]:
    """To a unit what units file, to a community what communities file (WH-114, WH-116); everything when nobody is named."""
    user = None if unit is None else user_of(unit.number)
    return [
        _offer(business, rules) if user in (None, business.user) else _not_theirs(business, user)
        for business in BUSINESSES.values()
    ]


def _offer(business: Business[Any, Any], rules: Rulebook) -> Offer:
    limit = int(rules.hall(business.batch.limit)) if business.batch is not None else None
    return Offer(
        type=business.filing_type,
        title=business.title,
        fields=_needs(business),
        papers=business.papers,
        rule=business.rule,
        batch_limit=limit,
    )


def _not_theirs(business: Business[Any, Any], user: User | None) -> Elsewhere:
    who = business.user
    return Elsewhere(
        type=business.filing_type,
        title=business.title,
        rule="WH-116" if who is User.COMMUNITY else "WH-114",
        why=f"“{business.title}”由{who.chinese}用户办理" + (f"，不由{user.chinese}办理" if user else ""),
        place=_AT[who],
        papers=business.papers,
    )


def annual_window(context: Context) -> Window:
    """The period of the yearly wages (WH-96); no limit is told where its figure is missing."""
    try:
        return rules_annual.window(context)
    except RuleNotKnown:
        return always_open()


def _needs(business: Business[Any, Any]) -> tuple[FieldNeed, ...]:
    """What a filing of this business has to say, each field of the filing once."""
    also = {need.path for need in business.also}
    named = {
        field.path: FieldNeed(name=field.path, label=field.label, mandatory=field.red, rule="WH-32")
        for field in (*business.fields, *business.files)
        if field.path and field.path not in also
    }
    extra = (
        FieldNeed(name=need.path, label=need.label, mandatory=need.mandatory, rule=need.rule)
        for need in business.also
    )
    return (*named.values(), *extra)
