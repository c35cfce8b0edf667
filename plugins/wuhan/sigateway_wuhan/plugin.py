"""The Wuhan region plugin: its hooks, thin over ``access``, ``flows`` and ``rules``."""

from __future__ import annotations

from sigateway.plugin import (
    Case,
    Context,
    Credentials,
    Elsewhere,
    Enrolment,
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
    UnitClass,
    Window,
    always_open,
    hookimpl,
    load_layer,
    safe_before,
)

from . import access, flows, rules, wire
from .facts import PAPERS, papers_due
from .fields import FIELDS

_ENROLMENT = "enrolment"


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
        return flows.facts(filing, signed_in) if isinstance(filing, Enrolment) else None

    @hookimpl
    def preflight(self, filing: Filing, context: Context) -> list[Finding]:
        """The rules of ``rules.py``."""
        return rules.preflight(filing, context) if isinstance(filing, Enrolment) else []

    @hookimpl
    def offers(self) -> list[Offer | Elsewhere]:
        """增员(续保), 单个办理 (WH-47, WH-48), with the papers of WH-49."""
        needs = {
            (field.path, field.red): FieldNeed(
                name=field.path, label=field.label, mandatory=field.red, rule="WH-32"
            )
            for field in FIELDS
            if field.path not in ("schemes", "back_pay_from")
        }
        extra = (
            FieldNeed(name="schemes", label="参加险种", mandatory=False, rule="WH-57"),
            FieldNeed(name="first_paid_month", label="参保年月", mandatory=True, rule="WH-56"),
            FieldNeed(name="back_pay_from", label="补缴开始年月", mandatory=False, rule="WH-56"),
        )
        fields = (*needs.values(), *extra)
        return [Offer(type=_ENROLMENT, title="增员（续保）", fields=fields, papers=PAPERS, rule="WH-47")]

    @hookimpl
    def window(self, filing_type: str, context: Context) -> Window | None:
        """Online on any day and at any hour; an ordinary unit's papers are due by day 20 (WH-50, WH-134)."""
        if filing_type != _ENROLMENT:
            return None
        if context.unit.unit_class is UnitClass.VIP:
            return always_open()
        try:
            due = papers_due(context, context.at)
            included = context.rules.flag("WH-134", "included", on=context.day)
        except RuleNotKnown:
            return always_open()
        safe_until, calendar_known = safe_before(due, included=included, calendar=context.calendar)
        return always_open((due,), safe_until=safe_until, calendar_known=calendar_known)

    @hookimpl
    def submit(self, filing: Filing, signed_in: SignedIn, context: Context) -> Flow[Case] | None:
        """录入 → 保存 → 提交审批."""
        return flows.submit(filing, signed_in, context) if isinstance(filing, Enrolment) else None

    @hookimpl
    def evidence(
        self, filing: Filing, intent: Intent, signed_in: SignedIn, context: Context
    ) -> Flow[Evidence] | None:
        """By the 业务顺序号, in the task lists."""
        if not isinstance(filing, Enrolment):
            return None
        return flows.evidence(filing, intent, signed_in, context)

    @hookimpl
    def track(self, case: Case, signed_in: SignedIn, context: Context) -> Flow[Case] | None:
        """首页, then the lists (WH-38)."""
        return flows.track(case, signed_in, context) if isinstance(case.filing, Enrolment) else None

    @hookimpl
    def discard(self, case: Case, signed_in: SignedIn, context: Context) -> Flow[Case] | None:
        """退单 (WH-45)."""
        return flows.discard(case, signed_in, context) if isinstance(case.filing, Enrolment) else None

    @hookimpl
    def withdraw(self, case: Case) -> Flow[Case] | None:
        """Nothing submitted is withdrawn online (WH-40); errors are corrected at the counter (WH-41)."""
        if not isinstance(case.filing, Enrolment):
            return None
        raise flows.not_online(case.number or "（无编号）")


__all__ = ["Wuhan"]
