"""The Wuhan region plugin: its hooks, thin over ``access``, ``flows``, ``rules`` and ``businesses``."""

from __future__ import annotations

from typing import Any

from sigateway.plugin import (
    Case,
    Context,
    Credentials,
    Elsewhere,
    Evidence,
    Facts,
    FieldNeed,
    Filing,
    Finding,
    Flow,
    InsuredUnit,
    Intent,
    Layer,
    Offer,
    PasswordSlipLogin,
    Region,
    RuleNotKnown,
    SignedIn,
    Way,
    Window,
    always_open,
    hookimpl,
    load_layer,
    safe_before,
)

from . import access, flows, rules, ways, wire
from .businesses import BUSINESSES, Business
from .cases import at_the_counter
from .facts import papers_due


class Wuhan:
    """武汉市社会保险公共服务平台(单位)."""

    region = Region(code="wuhan", name="武汉", login_modes=(PasswordSlipLogin,), classify=wire.classify)

    @hookimpl
    def login(self, credentials: Credentials, unit: InsuredUnit) -> Flow[SignedIn] | None:
        """The slip 单位用户密码条 is the only way in (WH-01, WH-11)."""
        return access.login(credentials, unit) if isinstance(credentials, PasswordSlipLogin) else None

    @hookimpl
    def rulebook(self) -> Layer:
        """``rules.toml``."""
        return load_layer("sigateway_wuhan")

    @hookimpl
    def facts(self, filing: Filing, signed_in: SignedIn) -> Flow[Facts] | None:
        """What the hall shows of the person beforehand."""
        return flows.facts(filing, signed_in) if filing.type in BUSINESSES else None

    @hookimpl
    def preflight(self, filing: Filing, context: Context) -> list[Finding]:
        """The rules of ``rules.py``."""
        return rules.preflight(filing, context) if filing.type in BUSINESSES else []

    @hookimpl
    def offers(self) -> list[Offer | Elsewhere]:
        """单个办理 of each business (WH-47, WH-48, WH-69, WH-86).

        With its papers (WH-49, WH-70, WH-87), which are brought (WH-50, WH-71) or kept (WH-51, WH-72).
        """
        return [
            Offer(
                type=business.filing_type,
                title=business.title,
                fields=_needs(business),
                papers=business.papers,
                rule=business.rule,
            )
            for business in BUSINESSES.values()
        ]

    @hookimpl
    def window(self, filing_type: str, context: Context) -> Window | None:
        """Online on any day and at any hour; an ordinary unit's papers are due by day 20 (WH-50, WH-71, WH-134)."""
        business = BUSINESSES.get(filing_type)
        if business is None:
            return None
        if business.papers_rule is None or not at_the_counter(business, context.unit.unit_class):
            return always_open()
        try:
            due = papers_due(context, context.at, business.papers_rule, business.short)
            included = context.rules.flag("WH-134", "included", on=context.day)
        except RuleNotKnown:
            return always_open()
        safe_until, calendar_known = safe_before(due, included=included, calendar=context.calendar)
        return always_open((due,), safe_until=safe_until, calendar_known=calendar_known)

    @hookimpl
    def submit(self, filing: Filing, signed_in: SignedIn, context: Context) -> Flow[Case] | None:
        """录入 → 保存 → 提交审批."""
        return flows.submit(filing, signed_in, context) if filing.type in BUSINESSES else None

    @hookimpl
    def evidence(
        self, filing: Filing, intent: Intent, signed_in: SignedIn, context: Context
    ) -> Flow[Evidence] | None:
        """By the 业务顺序号, in the task lists."""
        if filing.type not in BUSINESSES:
            return None
        return flows.evidence(filing, intent, signed_in, context)

    @hookimpl
    def track(self, case: Case, signed_in: SignedIn, context: Context) -> Flow[Case] | None:
        """首页, then the lists (WH-38)."""
        return flows.track(case, signed_in, context) if case.filing.type in BUSINESSES else None

    @hookimpl
    def discard(self, case: Case, signed_in: SignedIn, context: Context) -> Flow[Case] | None:
        """退单 (WH-45)."""
        return flows.discard(case, signed_in, context) if case.filing.type in BUSINESSES else None

    @hookimpl
    def withdraw(self, case: Case) -> Flow[Case] | None:
        """Nothing submitted is withdrawn online (WH-40); errors are corrected at the counter (WH-41)."""
        if case.filing.type not in BUSINESSES:
            return None
        raise flows.not_online(case)

    @hookimpl
    def ways_back(self, case: Case) -> list[Way] | None:
        """By the state in which the case stands (``ways.py``)."""
        return ways.ways_back(case) if case.filing.type in BUSINESSES else None


def _needs(business: Business[Any, Any]) -> tuple[FieldNeed, ...]:
    """What a filing of this business has to say, each field of the filing once."""
    also = {need.path for need in business.also}
    named = {
        field.path: FieldNeed(name=field.path, label=field.label, mandatory=field.red, rule="WH-32")
        for field in business.fields
        if field.path and field.path not in also
    }
    extra = (
        FieldNeed(name=need.path, label=need.label, mandatory=need.mandatory, rule=need.rule)
        for need in business.also
    )
    return (*named.values(), *extra)


__all__ = ["Wuhan"]
