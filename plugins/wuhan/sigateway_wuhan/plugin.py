"""The Wuhan region plugin: its hooks, thin over ``access``, ``flows``, ``rules`` and ``businesses``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sigateway.plugin import (
    Case,
    Context,
    Credentials,
    Elsewhere,
    Evidence,
    Facts,
    FetchedFile,
    Filing,
    Finding,
    Flow,
    InsuredUnit,
    Intent,
    Layer,
    Offer,
    PasswordSlipLogin,
    Printout,
    Query,
    Region,
    Rulebook,
    RuleNotKnown,
    SignedIn,
    Way,
    Window,
    always_open,
    hookimpl,
    load_layer,
    safe_before,
)

from . import access, documents, documents_counter, flows, flows_batch, offering, queries, rules, ways, wire
from .businesses import BUSINESSES
from .cases import at_the_counter, read_refusal
from .facts import papers_due


class Wuhan:
    """武汉市社会保险公共服务平台(单位)."""

    region = Region(
        code="wuhan",
        name="武汉",
        login_modes=(PasswordSlipLogin,),
        classify=wire.classify,
        read_words=read_refusal,
    )

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
    def offers(self, unit: InsuredUnit | None, rules: Rulebook) -> list[Offer | Elsewhere]:
        """What a unit, or a community, files online; and what is done elsewhere (``offering.py``, ``documents_counter.py``).

        单个办理 of each business (WH-47, WH-48, WH-69, WH-86, WH-107, WH-109), with its papers (WH-49, WH-70, WH-87, WH-105, WH-107,
        WH-131), which are brought (WH-50, WH-71) or kept (WH-51, WH-72).
        """
        return [*offering.offers(unit, rules), *documents_counter.offers(rules)]

    @hookimpl
    def window(self, filing_type: str, context: Context) -> Window | None:
        """Online on any day and at any hour; an ordinary unit's papers are due by day 20 (WH-50, WH-71, WH-134).

        The yearly wages have days of their own (WH-96).
        """
        business = BUSINESSES.get(filing_type)
        if business is None:
            return None
        if business.by_visit_setting:
            return offering.annual_window(context)
        if business.papers_rule is None or not at_the_counter(business, context.unit.unit_class, context):
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
    def submit_batch(
        self, filings: tuple[Filing, ...], signed_in: SignedIn, context: Context
    ) -> Flow[Mapping[int, Case]] | None:
        """批量办理 (WH-77): 模板下载 → 上传 → 提交审批."""
        return flows_batch.submit(filings, signed_in, context) if _in_batches(filings) else None

    @hookimpl
    def batch_evidence(
        self, filings: tuple[Filing, ...], intent: Intent, signed_in: SignedIn, context: Context
    ) -> Flow[Sequence[Evidence]] | None:
        """By the task's 业务顺序号 in the lists, and by its rows (WH-84)."""
        return flows_batch.evidence(filings, intent, signed_in, context) if _in_batches(filings) else None

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
        raise ways.not_online(case)

    @hookimpl
    def ways_back(self, case: Case) -> list[Way] | None:
        """By the state in which the case stands (``ways.py``)."""
        return ways.ways_back(case) if case.filing.type in BUSINESSES else None

    @hookimpl
    def query(self, query: Query[Any], signed_in: SignedIn, context: Context) -> Flow[Any] | None:
        """What can be asked of the hall (``queries.py``)."""
        return queries.answer(query, signed_in, context)

    @hookimpl
    def fetch(self, printout: Printout, signed_in: SignedIn, context: Context) -> Flow[FetchedFile] | None:
        """What the hall prints (``documents.py``)."""
        return documents.fetch(printout, signed_in, context)


def _in_batches(filings: tuple[Filing, ...]) -> bool:
    """Whether this hall takes several of this business at once."""
    business = BUSINESSES.get(filings[0].type)
    return business is not None and business.batch is not None


__all__ = ["Wuhan"]
