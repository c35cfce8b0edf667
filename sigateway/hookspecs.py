"""The hooks between core and a region. One section a hook in ``docs/hooks.md``, one test a hook.

A hook is a plain function that returns a value, a flow, or ``None`` (pass on to the plugin below). It is never itself a
generator function: that could not pass on, because calling it always returns a generator. Registration refuses it.
"""

from __future__ import annotations

import pluggy

from sigateway.filings.cases import Case, LaterFiling
from sigateway.filings.documents import FetchedFile, Printout
from sigateway.filings.filing import Filing
from sigateway.filings.findings import Finding
from sigateway.filings.queries import Answer, Query
from sigateway.filings.units import InsuredUnit
from sigateway.flows.challenges import Challenge, Ticket
from sigateway.flows.credentials import Credentials
from sigateway.flows.effects import Flow
from sigateway.flows.evidence import Evidence, Intent
from sigateway.flows.signed_in import SignedIn
from sigateway.region import Elsewhere, Offer, Way
from sigateway.rules.context import Context, Facts
from sigateway.rules.rulebook import Rulebook
from sigateway.rules.schema import Layer
from sigateway.rules.windows import Window

PROJECT = "sigateway"
hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


class Hooks:
    """The contract. An implementation may take any subset of the arguments, by name."""

    @hookspec(firstresult=True)
    def login(self, credentials: Credentials, unit: InsuredUnit) -> Flow[SignedIn | Challenge] | None:
        """A flow that signs in, chosen by the credentials' type. Raises LoginRefused in the hall's words."""

    @hookspec
    def rulebook(self) -> Layer:  # type: ignore[empty-body]
        """This plugin's layer of the rulebook. Layers merge by rule id; the later wins and names what it replaces."""

    @hookspec(firstresult=True)
    def facts(self, filing: Filing, signed_in: SignedIn, context: Context) -> Flow[Facts] | None:
        """A flow of READs to what the hall shows beforehand about this filing."""

    @hookspec
    def preflight(self, filing: Filing, context: Context) -> list[Finding]:  # type: ignore[empty-body]
        """What the rules say of this filing. ``context.facts`` is None offline. Pure."""

    @hookspec
    def offers(self, unit: InsuredUnit | None, rules: Rulebook) -> list[Offer | Elsewhere]:  # type: ignore[empty-body]
        """What this hall takes online, and what is done elsewhere. ``rules`` is the merged rulebook."""

    @hookspec(firstresult=True)
    def window(self, filing_type: str, context: Context) -> Window | None:
        """When this type of filing is taken: the current window, or the next when closed."""

    @hookspec(firstresult=True)
    def submit(self, filing: Filing, signed_in: SignedIn, context: Context) -> Flow[Case | Challenge] | None:
        """A flow that files, with one Commit, or one for each system that it must reach, and ends with the case; or with a
        Challenge, before its first Commit."""

    @hookspec(firstresult=True)
    def complete(
        self, case: Case, filing: Filing, signed_in: SignedIn, context: Context
    ) -> Flow[Case] | None:
        """A flow that files the parts of a case that do not stand, as ``filing`` says them, and ends with the whole case."""

    @hookspec(firstresult=True)
    def submit_batch(
        self, filings: tuple[Filing, ...], signed_in: SignedIn, context: Context
    ) -> Flow[dict[int, Case]] | None:
        """A flow that files several of one type in one batch, with at most one Commit that names its ``rows``.

        It ends with the cases, by place in ``filings``; what is not in the commit it says by ``leave_out``.
        """

    @hookspec(firstresult=True)
    def evidence(
        self, filing: Filing, intent: Intent, signed_in: SignedIn, context: Context
    ) -> Flow[Evidence] | None:
        """A flow of READs that answers whether the hall holds what the intent's step was about to commit."""

    @hookspec(firstresult=True)
    def batch_evidence(
        self, filings: tuple[Filing, ...], intent: Intent, signed_in: SignedIn, context: Context
    ) -> Flow[list[Evidence]] | None:
        """As ``evidence``, for several of one batch at once, in their order; else ``evidence`` is asked of each."""

    @hookspec(firstresult=True)
    def track(self, case: Case, signed_in: SignedIn, context: Context) -> Flow[Case] | None:
        """A flow of READs to the case as it now stands."""

    @hookspec(firstresult=True)
    def discard(self, case: Case, signed_in: SignedIn, context: Context) -> Flow[Case] | None:
        """A flow that discards 退单 a case that was never submitted or came back, with one Commit named ``discard``."""

    @hookspec(firstresult=True)
    def withdraw(self, case: Case, signed_in: SignedIn, context: Context) -> Flow[Case] | None:
        """A flow that withdraws 撤销 a case, with one Commit named ``withdraw``; or raise NotOffered saying why not."""

    @hookspec(firstresult=True)
    def later(
        self, case: Case, signed_in: SignedIn, context: Context
    ) -> Flow[tuple[LaterFiling, ...]] | None:
        """A flow of READs to what must be withdrawn before this case, as the hall shows it now; first to go first."""

    @hookspec(firstresult=True)
    def ways_back(self, case: Case, to: Filing | None, context: Context) -> list[Way] | None:
        """How this case can be undone, or changed into ``to``, at this moment; the first to be taken first. Pure."""

    @hookspec(firstresult=True)
    def query(self, query: Query[Answer], signed_in: SignedIn, context: Context) -> Flow[Answer] | None:
        """A flow of READs to what is asked, read to its end, in the types that the query is answered with."""

    @hookspec(firstresult=True)
    def fetch(
        self, printout: Printout, signed_in: SignedIn, context: Context
    ) -> Flow[FetchedFile | Challenge] | None:
        """A flow of READs to a file that the hall prints, checked: that it is what it says, and of this case."""

    @hookspec(firstresult=True)
    def open_challenge(
        self, challenge: Challenge, signed_in: SignedIn, context: Context
    ) -> Flow[Ticket] | None:
        """A flow that asks the hall for the ticket of a challenge that one of this plugin's flows ended with."""

    @hookspec(firstresult=True)
    def resume(
        self,
        challenge: Challenge,
        answer: str | None,
        signed_in: SignedIn | None,
        credentials: Credentials | None,
        context: Context,
    ) -> Flow[SignedIn | Case | FetchedFile | Challenge] | None:
        """A flow that goes on once the person was asked: it waits for the hall's word, then does what was stopped.

        Raises ChallengeFailed, ChallengeExpired.
        """


HOOK_NAMES: tuple[str, ...] = tuple(name for name in vars(Hooks) if not name.startswith("_"))
"""All hooks, in the order of their specification."""
