"""The Shanghai region plugin: its hooks, thin over ``access``, the ``flows``, the ``rules`` and ``businesses``."""

from __future__ import annotations

from typing import Any

from sigateway.plugin import (
    Case,
    CaseState,
    CertificateLogin,
    Context,
    Credentials,
    Elsewhere,
    Evidence,
    Facts,
    FetchedFile,
    FieldNeed,
    Filing,
    Finding,
    Flow,
    InsuredUnit,
    Intent,
    LaterFiling,
    Layer,
    Offer,
    Printout,
    Query,
    Region,
    SignedIn,
    Way,
    Window,
    always_open,
    hookimpl,
    load_layer,
)

from . import access, documents, flows, flows_access, flows_withdrawal, queries, rules, ways, wire
from .businesses import ACCESS_TYPES, BUSINESSES, ELSEWHERE
from .reading import read_refusal
from .rules_window import hall_window

_ACCESS_OFFERS = (
    Offer(
        type="agreement_signing",
        title="签订社会保险业务网上经办服务约定",
        fields=(
            FieldNeed(name="version", label="版本", mandatory=True, rule="SH-06"),
            FieldNeed(name="text_digest", label="文本摘要", mandatory=True, rule="SH-06"),
            FieldNeed(name="serial", label="证书序列号", mandatory=True, rule="SH-06"),
        ),
        rule="SH-06",
    ),
    Offer(
        type="certificate_approval",
        title="单位主管审批",
        fields=(FieldNeed(name="serial", label="证书序列号", mandatory=True, rule="SH-12"),),
        rule="SH-08",
    ),
)


class Shanghai:
    """上海市人力资源和社会保障自助经办平台 (SH-01)."""

    region = Region(
        code="shanghai",
        name="上海",
        login_modes=(CertificateLogin,),
        classify=wire.classify,
        read_words=read_refusal,
    )

    @hookimpl
    def login(self, credentials: Credentials, unit: InsuredUnit) -> Flow[SignedIn] | None:
        """The certificate 数字证书 is the only way in (SH-02, SH-05)."""
        return access.login(unit) if isinstance(credentials, CertificateLogin) else None

    @hookimpl
    def rulebook(self) -> Layer:
        """``rules.toml``."""
        return load_layer("sigateway_shanghai")

    @hookimpl
    def facts(self, filing: Filing, signed_in: SignedIn) -> Flow[Facts] | None:
        """What the hall shows beforehand: the certificate's right first, then unit and person."""
        if filing.type in ACCESS_TYPES:
            return flows_access.facts(filing, signed_in)
        return flows.facts(filing, signed_in) if filing.type in BUSINESSES else None

    @hookimpl
    def preflight(self, filing: Filing, context: Context) -> list[Finding]:
        """The rules of ``rules.py``."""
        return rules.preflight(filing, context)

    @hookimpl
    def offers(self) -> list[Offer | Elsewhere]:
        """Each business one by one (SH-28; no batch in the manual, SH-29), the unit's access (SH-06, SH-08), the rest elsewhere."""
        online = (
            Offer(type=each.filing_type, title=each.name, fields=each.needs, rule=each.rule)
            for each in BUSINESSES.values()
        )
        return [*online, *_ACCESS_OFFERS, *ELSEWHERE]

    @hookimpl
    def window(self, filing_type: str, context: Context) -> Window | None:
        """The window of the month (SH-18 to SH-22); agreement and approval are answered at any hour."""
        if filing_type in ACCESS_TYPES:
            return always_open()
        return hall_window(context) if filing_type in BUSINESSES else None

    @hookimpl
    def submit(self, filing: Filing, signed_in: SignedIn, context: Context) -> Flow[Case] | None:
        """校验 → 提交, signed; the verdict at once (SH-23, SH-24)."""
        if filing.type in ACCESS_TYPES:
            return flows_access.submit(filing, signed_in, context)
        return flows.submit(filing, signed_in, context) if filing.type in BUSINESSES else None

    @hookimpl
    def evidence(
        self, filing: Filing, intent: Intent, signed_in: SignedIn, context: Context
    ) -> Flow[Evidence] | None:
        """By the slip's number in the list, by the declaration itself, or by the certificate's state."""
        if filing.type in ACCESS_TYPES:
            return flows_access.evidence(filing, intent, signed_in, context)
        if filing.type not in BUSINESSES:
            return None
        if intent.step == flows_withdrawal.STEP:
            return flows_withdrawal.evidence(filing, intent, signed_in, context)
        return flows.evidence(filing, intent, signed_in, context)

    @hookimpl
    def track(self, case: Case, signed_in: SignedIn, context: Context) -> Flow[Case] | None:
        """As it now stands."""
        if case.filing.type in ACCESS_TYPES:
            return flows_access.track(case, signed_in, context)
        return flows.track(case, signed_in, context) if case.filing.type in BUSINESSES else None

    @hookimpl
    def discard(self, case: Case, signed_in: SignedIn) -> Flow[Case] | None:
        """A slip that was never submitted lapses by itself: nothing is sent but a look at it."""
        slip = case.filing.type in BUSINESSES and case.state is CaseState.DRAFT
        return flows.slip_of(case, access.me_of(signed_in)) if slip else None

    @hookimpl
    def withdraw(self, case: Case, signed_in: SignedIn, context: Context) -> Flow[Case] | None:
        """撤销, in the window of the month in which it was declared (SH-25, SH-27)."""
        if case.filing.type in ACCESS_TYPES:
            raise ways.not_online(case, context)
        if case.filing.type not in BUSINESSES:
            return None
        return flows_withdrawal.withdraw(case, signed_in, context)

    @hookimpl
    def later(self, case: Case, signed_in: SignedIn) -> Flow[tuple[LaterFiling, ...]] | None:
        """What must be withdrawn first, as the hall shows it (SH-26)."""
        return flows_withdrawal.what_blocks(case, signed_in) if case.filing.type in BUSINESSES else None

    @hookimpl
    def ways_back(self, case: Case, context: Context) -> list[Way] | None:
        """By state, month and window (``ways.py``)."""
        known = case.filing.type in BUSINESSES or case.filing.type in ACCESS_TYPES
        return ways.ways_back(case, context) if known else None

    @hookimpl
    def query(self, query: Query[Any], signed_in: SignedIn, context: Context) -> Flow[Any] | None:
        """What can be asked of the hall (``queries.py``)."""
        return queries.answer(query, signed_in, context)

    @hookimpl
    def fetch(self, printout: Printout, signed_in: SignedIn) -> Flow[FetchedFile] | None:
        """申报表 and 核定表 (``documents.py``)."""
        return documents.fetch(printout, signed_in)


__all__ = ["Shanghai"]
