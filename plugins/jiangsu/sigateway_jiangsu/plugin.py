"""The Jiangsu region plugin: its hooks, thin over ``access``, the ``flows``, the ``rules`` and ``matters``."""

from __future__ import annotations

from typing import Any

from sigateway.plugin import (
    Case,
    CaseState,
    CertificateLogin,
    Challenge,
    Context,
    Credentials,
    Elsewhere,
    Evidence,
    Facts,
    FetchedFile,
    Filing,
    Finding,
    Flow,
    HandlerLogin,
    InsuredUnit,
    Intent,
    LaterFiling,
    Layer,
    Offer,
    PortalLogin,
    Printout,
    Query,
    Region,
    Rulebook,
    SignedIn,
    Ticket,
    Way,
    Window,
    always_open,
    hookimpl,
    load_layer,
)

from . import (
    access,
    documents,
    flows,
    flows_back,
    flows_face,
    flows_handlers,
    offering,
    queries,
    rules,
    ways,
    wire,
)
from .matters import FACES, GRANTING, MATTERS
from .reading import read_refusal
from .rules_window import window_of


class Jiangsu:
    """江苏人社网上办事服务大厅 (JS-05)."""

    region = Region(
        code="jiangsu",
        name="江苏",
        login_modes=(CertificateLogin, HandlerLogin, PortalLogin),
        classify=wire.classify,
        read_words=read_refusal,
    )

    @hookimpl
    def login(self, credentials: Credentials, unit: InsuredUnit) -> Flow[SignedIn | Challenge] | None:
        """CA (JS-25), the handler's own account (JS-44), or a person's own (JS-22)."""
        match credentials:
            case CertificateLogin():
                return access.log_in_by_certificate(credentials, unit)
            case HandlerLogin():
                return access.log_in_as_handler(credentials, unit)
            case PortalLogin():
                return access.log_in_as_person(credentials, unit)
        return None

    @hookimpl
    def rulebook(self) -> Layer:
        """``rules.toml``."""
        return load_layer("sigateway_jiangsu")

    @hookimpl
    def facts(self, filing: Filing, signed_in: SignedIn) -> Flow[Facts] | None:
        """What the hall shows beforehand: unit, window and person; of filings about others the consent and the grants."""
        if filing.type in GRANTING:
            return flows_handlers.facts(filing, signed_in)
        return flows.facts(filing, signed_in) if filing.type in MATTERS else None

    @hookimpl
    def preflight(self, filing: Filing, context: Context) -> list[Finding]:
        """The rules of ``rules.py``."""
        return rules.preflight(filing, context)

    @hookimpl
    def offers(self, rules: Rulebook) -> list[Offer | Elsewhere]:
        """Each matter one by one, the unit's access, and what is done at a window."""
        return offering.offers(rules)

    @hookimpl
    def window(self, filing_type: str, context: Context) -> Window | None:
        """Day 11 to day 6 of the next month (JS-01); access is answered at any hour (E0)."""
        if filing_type in GRANTING | FACES:
            return always_open()
        return window_of(filing_type, context) if filing_type in MATTERS else None

    @hookimpl
    def submit(self, filing: Filing, signed_in: SignedIn, context: Context) -> Flow[Case | Challenge] | None:
        """校验 → 提交, with the verdict at once; of what takes a face the invitation."""
        if filing.type in FACES:
            return flows_face.submit(filing, context)
        if filing.type in GRANTING:
            return flows_handlers.submit(filing, signed_in, context)
        return flows.submit(filing, signed_in, context) if filing.type in MATTERS else None

    @hookimpl
    def evidence(
        self, filing: Filing, intent: Intent, signed_in: SignedIn, context: Context
    ) -> Flow[Evidence] | None:
        """By the draft's number in the list, by the filing itself, by the list of grants, or by the ticket."""
        if filing.type in FACES:
            return flows_face.evidence(filing, intent, context)
        if filing.type in GRANTING:
            return flows_handlers.evidence(filing, intent, signed_in, context)
        if filing.type not in MATTERS:
            return None
        if intent.step == flows_back.STEP:
            return flows_back.evidence(filing, intent, signed_in, context)
        return flows.evidence(filing, intent, signed_in, context)

    @hookimpl
    def track(self, case: Case, signed_in: SignedIn, context: Context) -> Flow[Case] | None:
        """As it now stands."""
        if case.filing.type in FACES:
            return flows_face.track(case, context.unit)
        if case.filing.type in GRANTING:
            return flows_handlers.track(case, signed_in, context)
        return flows.track(case, signed_in, context) if case.filing.type in MATTERS else None

    @hookimpl
    def discard(self, case: Case) -> Flow[Case] | None:
        """A draft that was never submitted lapses by itself: nothing is sent but a look at it."""
        draft = case.filing.type in MATTERS and case.state is CaseState.DRAFT
        return flows.draft_of(case) if draft else None

    @hookimpl
    def withdraw(self, case: Case, signed_in: SignedIn, context: Context) -> Flow[Case] | None:
        """回退, within the collection period (JS-07, JS-46)."""
        if case.filing.type in GRANTING | FACES:
            raise ways.not_online(case, context)
        if case.filing.type not in MATTERS:
            return None
        return flows_back.withdraw(case, signed_in, context)

    @hookimpl
    def later(self, case: Case, signed_in: SignedIn) -> Flow[tuple[LaterFiling, ...]] | None:
        """What must be taken back first, as the hall shows it."""
        return flows_back.what_blocks(case, signed_in) if case.filing.type in MATTERS else None

    @hookimpl
    def ways_back(self, case: Case, context: Context) -> list[Way] | None:
        """By state and collection period (``ways.py``)."""
        known = case.filing.type in MATTERS or case.filing.type in GRANTING | FACES
        return ways.ways_back(case, context) if known else None

    @hookimpl
    def query(self, query: Query[Any], signed_in: SignedIn) -> Flow[Any] | None:
        """What can be asked of the hall (``queries.py``)."""
        return queries.answer(query, signed_in)

    @hookimpl
    def fetch(self, printout: Printout, signed_in: SignedIn) -> Flow[FetchedFile] | None:
        """权益单 and 审批表 (``documents.py``)."""
        return documents.fetch(printout, signed_in)

    @hookimpl
    def open_challenge(self, challenge: Challenge, context: Context) -> Flow[Ticket]:
        """The code to scan (JS-28, JS-42)."""
        return flows_face.mint(challenge, context)

    @hookimpl
    def resume(
        self,
        challenge: Challenge,
        signed_in: SignedIn | None,
        credentials: Credentials | None,
        context: Context,
    ) -> Flow[Any] | None:
        """Once the face was shown."""
        return flows_face.resume(challenge, signed_in, credentials, context)


__all__ = ["Jiangsu"]
