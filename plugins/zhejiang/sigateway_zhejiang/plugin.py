"""The Zhejiang region plugin: its hooks, thin over ``access``, the ``flows``, the ``rules``, the ``documents`` and ``businesses``."""

from __future__ import annotations

from typing import Any

from sigateway.plugin import (
    Case,
    Challenge,
    Context,
    Credentials,
    Elsewhere,
    EmployerOpening,
    Enrolment,
    Evidence,
    Facts,
    FetchedFile,
    Filing,
    Finding,
    FlexibleEnrolment,
    FlexibleSuspension,
    Flow,
    InsuredUnit,
    Intent,
    Layer,
    Offer,
    PortalLogin,
    Printout,
    Query,
    Region,
    Rulebook,
    SignedIn,
    Suspension,
    Ticket,
    Way,
    Window,
    always_open,
    hookimpl,
    load_layer,
)

from . import (
    access,
    businesses,
    documents,
    flows,
    flows_flexible,
    flows_opening,
    flows_take_back,
    queries,
    rules,
    ways,
    wire,
)
from .reading import read_refusal
from .rules_shared import hall_window


class Zhejiang:
    """浙江政务服务网 and, behind it, 浙江省社会保险网上服务系统 (ZJ-05)."""

    region = Region(
        code="zhejiang",
        name="浙江",
        login_modes=(PortalLogin,),
        classify=wire.classify,
        sites=("portal", "hall"),
        read_words=read_refusal,
    )

    @hookimpl
    def login(self, credentials: Credentials, unit: InsuredUnit) -> Flow[SignedIn | Challenge] | None:
        """A portal account, by its entrance (ZJ-02, ZJ-04, ZJ-24, ZJ-30)."""
        return access.login(credentials, unit) if isinstance(credentials, PortalLogin) else None

    @hookimpl
    def rulebook(self) -> Layer:
        """``rules.toml``."""
        return load_layer("sigateway_zhejiang")

    @hookimpl
    def facts(self, filing: Filing, signed_in: SignedIn, context: Context) -> Flow[Facts] | None:
        """What the search, the platform or the app shows beforehand."""
        match filing:
            case Enrolment() | Suspension():
                return flows.facts(filing, signed_in, context)
            case EmployerOpening():
                return flows_opening.facts(filing, signed_in, context)
            case FlexibleEnrolment() | FlexibleSuspension():
                return flows_flexible.facts(filing, signed_in, context)
        return None

    @hookimpl
    def preflight(self, filing: Filing, context: Context) -> list[Finding]:
        """The rules of ``rules.py``."""
        return rules.preflight(filing, context)

    @hookimpl
    def offers(self, rules: Rulebook) -> list[Offer | Elsewhere]:
        """``businesses.py``; what is done elsewhere with its entrance (ZJ-22, ZJ-43)."""
        return [*businesses.OFFERS, *businesses.elsewhere(rules)]

    @hookimpl
    def window(self, filing_type: str, context: Context) -> Window | None:
        """Any day, or the first days of the month, by the setting of ZJ-23; not before the launch (ZJ-01)."""
        if filing_type in ("enrolment", "suspension", "employer_opening"):
            return hall_window(context)
        return always_open() if filing_type.startswith("flexible_") else None

    @hookimpl
    def submit(self, filing: Filing, signed_in: SignedIn, context: Context) -> Flow[Case | Challenge] | None:
        """One save that is the submission (ZJ-10, ZJ-20); an opening at once (ZJ-15); four steps in the app (ZJ-38)."""
        match filing:
            case Enrolment() | Suspension():
                return flows.submit(filing, signed_in, context)
            case EmployerOpening():
                return flows_opening.submit(filing, signed_in, context)
            case FlexibleEnrolment() | FlexibleSuspension():
                return flows_flexible.submit(filing, signed_in, context)
        return None

    @hookimpl
    def complete(self, case: Case, filing: Filing) -> Flow[Case] | None:
        """Of an opening nothing can be filed a second time (ZJ-15)."""
        return flows_opening.complete(case, filing) if isinstance(filing, EmployerOpening) else None

    @hookimpl
    def evidence(
        self, filing: Filing, intent: Intent, signed_in: SignedIn, context: Context
    ) -> Flow[Evidence] | None:
        """By the item behind the mark, by the item itself, by the opening, or by the draft."""
        match filing:
            case Enrolment() | Suspension():
                if intent.step == flows_take_back.STEP:
                    return flows_take_back.evidence(filing, intent, signed_in, context)
                return flows.evidence(filing, intent, signed_in, context)
            case EmployerOpening():
                return flows_opening.evidence(filing, intent, signed_in, context)
            case FlexibleEnrolment() | FlexibleSuspension():
                return flows_flexible.evidence(filing, intent, signed_in, context)
        return None

    @hookimpl
    def track(self, case: Case, signed_in: SignedIn, context: Context) -> Flow[Case] | None:
        """As it now stands (ZJ-11, ZJ-21)."""
        match case.filing:
            case Enrolment() | Suspension():
                return flows.track(case, signed_in, context)
            case EmployerOpening():
                return flows_opening.track(case, signed_in, context)
            case FlexibleEnrolment() | FlexibleSuspension():
                return flows_flexible.track(case, signed_in, context)
        return None

    @hookimpl
    def withdraw(self, case: Case, signed_in: SignedIn, context: Context) -> Flow[Case] | None:
        """撤回 voids the item (ZJ-12, ZJ-13), where it is offered at all (ZJ-40)."""
        if case.filing.type not in rules.MENU:
            return None
        if case.filing.type not in ("enrolment", "suspension"):
            raise ways.not_online(case, context)
        return flows_take_back.withdraw(case, signed_in, context)

    @hookimpl
    def ways_back(self, case: Case, context: Context) -> list[Way] | None:
        """By kind, state and the settings of ZJ-40 (``ways.py``)."""
        return ways.ways_back(case, context) if case.filing.type in rules.MENU else None

    @hookimpl
    def query(self, query: Query[Any], signed_in: SignedIn, context: Context) -> Flow[Any] | None:
        """单位业务申报进度查询 (``queries.py``)."""
        return queries.answer(query, signed_in, context)

    @hookimpl
    def fetch(
        self, printout: Printout, signed_in: SignedIn, context: Context
    ) -> Flow[FetchedFile | Challenge] | None:
        """Proofs with a seal, and the receipt (``documents.py``)."""
        return documents.fetch(printout, signed_in, context)

    @hookimpl
    def open_challenge(
        self, challenge: Challenge, signed_in: SignedIn, context: Context
    ) -> Flow[Ticket] | None:
        """图形验证码 of a person's proof (ZJ-33)."""
        return documents.open_captcha(challenge, signed_in, context)

    @hookimpl
    def resume(
        self, challenge: Challenge, answer: str | None, signed_in: SignedIn | None, context: Context
    ) -> Flow[SignedIn | Case | FetchedFile | Challenge] | None:
        """The proof, with what the person has read (ZJ-33)."""
        return None if signed_in is None else documents.resume(challenge, answer, signed_in, context)


__all__ = ["Zhejiang"]
