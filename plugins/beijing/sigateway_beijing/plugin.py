"""The Beijing region plugin: its hooks, thin over ``access``, the ``flows``, the ``rules`` and ``business``."""

from __future__ import annotations

from collections.abc import Mapping
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
    Grade,
    InsuredUnit,
    Intent,
    Layer,
    Offer,
    Printout,
    Query,
    Region,
    Rulebook,
    SignedIn,
    Way,
    Window,
    always_open,
    hookimpl,
    load_layer,
)

from . import (
    access,
    documents,
    facts,
    flows,
    flows_file,
    flows_undo,
    offering,
    queries,
    reading,
    rules,
    ways,
    wire,
)
from .business import BUSINESSES
from .fields import SYSTEMS
from .rules_window import hall_window


class Beijing:
    """北京市社会保险网上申报、查询系统 (BJ-01): two systems on two sites that must agree."""

    region = Region(
        code="beijing",
        name="北京",
        login_modes=access.LOGIN_MODES,
        classify=wire.classify,
        sites=SYSTEMS,
        wire_grade=Grade.E0,
        read_words=reading.read_refusal,
    )

    @hookimpl
    def login(self, credentials: Credentials, unit: InsuredUnit) -> Flow[SignedIn] | None:
        """The certificate at both systems (BJ-04, BJ-31); an insured person by a query password (BJ-30)."""
        return access.login(credentials, unit)

    @hookimpl
    def rulebook(self) -> Layer:
        """``rules.toml``."""
        return load_layer("sigateway_beijing")

    @hookimpl
    def facts(self, filing: Filing, signed_in: SignedIn, context: Context) -> Flow[Facts] | None:
        """The entrance of each system that the filing reaches."""
        return facts.look_up(filing, signed_in, context) if filing.type in BUSINESSES else None

    @hookimpl
    def preflight(self, filing: Filing, context: Context) -> list[Finding]:
        """The rules of ``rules.py``."""
        return rules.preflight(filing, context)

    @hookimpl
    def offers(self, rules: Rulebook) -> list[Offer | Elsewhere]:
        """BJ-18 to BJ-22; opening, certificate and payment elsewhere."""
        return offering.offers(rules)

    @hookimpl
    def window(self, filing_type: str, context: Context) -> Window | None:
        """The window of the month (BJ-32); changes of data are taken on any day."""
        business = BUSINESSES.get(filing_type)
        if business is None:
            return None
        return hall_window(context) if business.windowed else always_open()

    @hookimpl
    def submit(self, filing: Filing, signed_in: SignedIn, context: Context) -> Flow[Case] | None:
        """Both drafts, both echoes, then one commit a system."""
        return flows.submit(filing, signed_in, context) if filing.type in BUSINESSES else None

    @hookimpl
    def complete(
        self, case: Case, filing: Filing, signed_in: SignedIn, context: Context
    ) -> Flow[Case] | None:
        """The half that does not stand, alone."""
        return flows.complete(case, filing, signed_in, context) if filing.type in BUSINESSES else None

    @hookimpl
    def submit_batch(
        self, filings: tuple[Filing, ...], signed_in: SignedIn, context: Context
    ) -> Flow[Mapping[int, Case]] | None:
        """A 报盘 file (BJ-20)."""
        business = BUSINESSES.get(filings[0].type)
        if business is None or not business.in_a_file:
            return None
        return flows_file.submit(filings, signed_in, context)

    @hookimpl
    def evidence(
        self, filing: Filing, intent: Intent, signed_in: SignedIn, context: Context
    ) -> Flow[Evidence] | None:
        """By number and version, on the site of the half; of a file by its number, version and checksum."""
        if filing.type not in BUSINESSES:
            return None
        if intent.step == flows_file.STEP:
            return flows_file.evidence_of_one(filing, intent, signed_in, context)
        return flows.evidence(filing, intent, signed_in, context)

    @hookimpl
    def batch_evidence(
        self, filings: tuple[Filing, ...], intent: Intent, signed_in: SignedIn, context: Context
    ) -> Flow[list[Evidence]] | None:
        """The result file, read once for all its lines."""
        if intent.step != flows_file.STEP:
            return None
        return flows_file.evidence(filings, intent, signed_in, context)

    @hookimpl
    def track(self, case: Case, signed_in: SignedIn, context: Context) -> Flow[Case] | None:
        """As both systems show it now."""
        return flows.track(case, signed_in, context) if case.filing.type in BUSINESSES else None

    @hookimpl
    def discard(self, case: Case, signed_in: SignedIn, context: Context) -> Flow[Case] | None:
        """Delete drafts, half by half."""
        return flows_undo.discard(case, signed_in, context) if case.filing.type in BUSINESSES else None

    @hookimpl
    def withdraw(self, case: Case, signed_in: SignedIn, context: Context) -> Flow[Case] | None:
        """Take back what is being processed, where the hall allows it (BJ-32)."""
        return flows_undo.withdraw(case, signed_in, context) if case.filing.type in BUSINESSES else None

    @hookimpl
    def ways_back(self, case: Case, context: Context) -> list[Way] | None:
        """By state (``ways.py``)."""
        return ways.ways_back(case, context) if case.filing.type in BUSINESSES else None

    @hookimpl
    def query(self, query: Query[Any], signed_in: SignedIn, context: Context) -> Flow[Any] | None:
        """What can be asked (``questions.py``)."""
        return queries.answer(query, signed_in, context)

    @hookimpl
    def fetch(self, printout: Printout, signed_in: SignedIn) -> Flow[FetchedFile] | None:
        """报表打印 (``documents.py``)."""
        return documents.fetch(printout, signed_in)


__all__ = ["Beijing"]
