"""The sync gateway: `Gateway`, `Hall`, `Session`."""

from __future__ import annotations

import os
import ssl
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import TracebackType
from typing import Literal, Self, TypeVar, overload

import httpx

from sigateway.evidence import EvidencePack
from sigateway.filings.access import AccessAction
from sigateway.filings.attestation import Attestation
from sigateway.filings.cases import Cascade, Case
from sigateway.filings.documents import FetchedFile, Printout
from sigateway.filings.filing import Filing
from sigateway.filings.findings import Finding, Grade
from sigateway.filings.orders import Instruction, Order
from sigateway.filings.queries import Answer, Query
from sigateway.filings.units import InsuredUnit
from sigateway.flows.challenges import Challenge
from sigateway.flows.credentials import Credentials
from sigateway.region import Elsewhere, Offer, Way
from sigateway.registry import Registry
from sigateway.rules.calendar import WorkCalendar
from sigateway.rules.windows import Window

from . import challenging, many, opening, operations, records, rehearsing, undoing
from .clock import Clock
from .drivers import run
from .house import Event, House
from .ledger import Ledger
from .many import Filed
from .rehearsing import DryRun
from .setup import Setup
from .store import CredentialsStore
from .transports import Lines
from .visits import Visit
from .work import Work

T = TypeVar("T")


class Gateway:
    """The way to all halls. Shared between threads; close it at the end, or use it in a ``with``.

    ``ledger``: a path, ``":memory:"`` (remembers nothing after the process), or a `Ledger`. ``credentials``: where slips and
    passwords are kept; needed where a hall forces a new password. ``trust``: findings evidenced below it warn and do not block.
    ``timeout``: seconds for each phase of a request; the hall's rulebook says, if you do not. ``patience``: seconds a call may
    spend on ending a doubt or waiting for another worker. ``plugins``: the vendor's own hook implementations, which speak
    first. ``tls``: for halls whose certificate is not publicly trusted. ``on_challenge``: how to reach a person (a face to
    scan, a picture to read): it is given the opened challenge, shows it, and gives back what the person answered, or None;
    without it such an operation ends in InteractionNeeded.
    """

    def __init__(
        self,
        *,
        ledger: Ledger | str | os.PathLike[str],
        plugins: Sequence[object] = (),
        credentials: CredentialsStore | None = None,
        clock: Clock | None = None,
        transport: httpx.BaseTransport | None = None,
        calendar: WorkCalendar | None = None,
        observers: Sequence[Callable[[Event], None]] = (),
        trust: str | Grade = Grade.E2,
        timeout: float | None = None,
        patience: float = 300.0,
        proxy: str | None = None,
        tls: ssl.SSLContext | None = None,
        registry: Registry | None = None,
        on_challenge: Callable[[Challenge], str | None] | None = None,
    ) -> None:
        self._setup = Setup(
            ledger=ledger,
            plugins=plugins,
            credentials=credentials,
            clock=clock,
            calendar=calendar,
            observers=observers,
            trust=trust,
            timeout=timeout,
            patience=patience,
            registry=registry,
            on_challenge=on_challenge,
        )
        self._transport = transport or Lines(tls, proxy)
        self._owns_transport = transport is None

    def hall(
        self,
        code: str,
        *,
        unit: InsuredUnit,
        credentials: Credentials | None = None,
        base_url: str | None = None,
        sites: Mapping[str, str] | None = None,
        interactive: bool = True,
    ) -> Hall:
        """A unit's dealings with a hall. Nothing is sent. Raises ConfigurationError for what does not fit.

        With a credentials store, ``credentials`` are put into it when it holds none for this unit, or only ones that the hall has
        refused; otherwise the store's are used, because they hold the newer password. ``interactive=False`` is for runs that nobody
        watches: what needs a person ends in InteractionNeeded, whatever ``on_challenge`` is.
        """
        house = self._setup.house(code, unit, credentials, base_url, sites, interactive)
        return Hall(house, _Runner(self._transport, self._setup.clock))

    def close(self) -> None:
        """Close what this gateway opened itself, and leave the halls' seats to others."""
        if self._owns_transport:
            self._transport.close()
        self._setup.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class _Runner:
    def __init__(self, transport: httpx.BaseTransport, clock: Clock) -> None:
        self._transport, self._clock = transport, clock

    def __call__(self, work: Work[T]) -> T:
        return run(work, self._transport, self._clock)


class Hall:
    """One unit at one hall. Shared between threads."""

    def __init__(self, house: House, do: _Runner) -> None:
        self._house, self._do = house, do

    def preflight(self, filing: Filing) -> tuple[Finding, ...]:
        """What the rules say, without a network. Never blocks what the hall would take; ``session.preflight`` knows more."""
        return operations.offline_preflight(self._house, filing)

    def offers(self) -> dict[str, Offer | Elsewhere]:
        """What this hall takes online from this unit, by filing type, and what is done elsewhere."""
        return self._house.stack.offers(self._house.unit)

    def window(self, filing_type: str = "enrolment") -> Window | None:
        """When this type is taken; ``None`` when no plugin says."""
        return self._house.stack.call("window", filing_type=filing_type, context=self._house.context())  # type: ignore[no-any-return]

    def ways_back(self, case: Case, to: Filing | None = None) -> list[Way]:
        """How this case can be undone, or changed into ``to``, now: in order, with until when, who acts, papers and rule."""
        return undoing.ways_back(self._house, case, to)

    def attest(self, turn: str, attestation: Attestation) -> None:
        """Two people say what became of a turn in doubt. Nothing is sent: ``session.settle(turn)`` asks the hall once more, and goes by
        this only where the hall shows nothing else. Said wrongly, it can be said again until the hall has shown it. Raises LedgerError when
        the turn is not in doubt."""
        records.attest(self._house, turn, attestation)

    def evidence(self, turn: str) -> EvidencePack:
        """The record of a turn: what was asked, shown, answered and printed, and when; each entry bound to the one before it."""
        return records.evidence_of(self._house, turn)

    def sign_in(self) -> Session:
        """A session, signed in (or taken from the pool). Raises LoginRefused, CredentialsBlocked, HallUnavailable."""
        session = Session(Visit(self._house), self._do)
        self._do(challenging.answered(session._visit, session._visit.open))
        return session

    def access(self, action: AccessAction, *, reference: str | None = None) -> Case:
        """What is done about a unit's access before anybody can sign in, such as a registration. Once, like any filing."""
        visit = Visit(self._house, before_login=True)
        return self._do(challenging.answered(visit, lambda: operations.file(visit, action, reference)))

    def open(self, challenge: Challenge) -> Challenge:
        """Ask the hall for the code to scan or the picture to read, now that the person is there; ``challenge.ticket`` holds it.

        Raises ChallengeAlive while another scan of the same person at this hall is under way: a second would kill the first.
        """
        visit = Visit(self._house, before_login=not challenging.continues_of(challenge).signed_in)
        try:
            return self._do(challenging.open_challenge(visit, challenge))
        finally:
            self._do(visit.rest())

    def resume(self, challenge: Challenge, answer: str | None = None) -> Session | Case | FetchedFile:
        """Go on where the challenge stopped, from any process with the same ledger: to a session, a case or a file.

        Waits for the hall's word about a scan. Raises ChallengeFailed and ChallengeExpired, which say why and the cure, and
        whatever the operation itself may raise.
        """
        goes_on = challenging.continues_of(challenge)
        visit = Visit(self._house, before_login=goes_on.what != "login" and not goes_on.signed_in)
        session = Session(visit, self._do)
        try:
            ended: Case | FetchedFile | None = self._do(challenging.resume(visit, challenge, answer))
        except BaseException:
            session.close()
            raise
        if ended is None:
            return session
        session.close()
        return ended


class Session:
    """A conversation with a hall for one unit. Not shared between threads. Use it in a ``with``."""

    def __init__(self, visit: Visit, do: _Runner) -> None:
        self._visit, self._do = visit, do

    def preflight(self, filing: Filing) -> tuple[Finding, ...]:
        """What the rules say once the hall's own facts are read. Its blocking rules are those the hall would refuse by."""
        return self._do(operations.preflight(self._visit, filing))

    @overload
    def file(
        self,
        filing: Filing,
        *,
        reference: str | None = None,
        instruction: Instruction | None = None,
        dry_run: Literal[False] = False,
    ) -> Case: ...

    @overload
    def file(
        self,
        filing: Filing,
        *,
        reference: str | None = None,
        instruction: Instruction | None = None,
        dry_run: Literal[True],
    ) -> DryRun: ...

    def file(
        self,
        filing: Filing,
        *,
        reference: str | None = None,
        instruction: Instruction | None = None,
        dry_run: bool = False,
    ) -> Case | DryRun:
        """File it, once: draft, compare what the hall shows back, commit, know for sure.

        Called again with the same filing it gives back the standing case and sends nothing; while the hall has not decided
        it looks first, so a case that has come back meanwhile is given back RETURNED, and the call after that files anew.
        Raises PreflightFailed, NotOffered, WindowClosed, AlreadyFiled, LaneBusy, EchoDiffers, DraftLost (nothing filed);
        HallRefused (in the hall's words); HallUnavailable (nothing filed, may be called again); OutcomeUnknown (only evidence
        ends it); LandedDifferently. With ``dry_run`` it stops before the first draft and shows the requests, redacted.
        """
        if dry_run:
            return self._do(rehearsing.rehearse(self._visit, filing))
        return self._do(
            challenging.answered(
                self._visit, lambda: operations.file(self._visit, filing, reference, instruction)
            )
        )

    def access(self, action: AccessAction, *, reference: str | None = None) -> Case:
        """What is done about the unit's access: agreements, certificates, handlers and their scopes. Once, like any filing."""
        return self.file(action, reference=reference)

    def file_many(self, asked: Iterable[Filing | Order], *, batch_from: int = 2) -> list[Filed]:
        """File each of them once, in batches 批量 where the hall takes batches; what became of each, in the order asked.

        Each filing is as exactly-once as with ``file``, and ends with its case or with its error; one that fails does not hold
        up the others. A batch is made from ``batch_from`` filings of one type, and is no larger than ``Offer.batch_limit``. Rows
        that the hall does not take are HallRefused in its words. When the hall is shut to us, the rest is not tried and bears
        the same error, unless the ledger knows better: what stands is given back, what is in doubt is OutcomeUnknown.
        Raises ConfigurationError when an Order belongs to another unit or hall.
        """
        return self._do(many.file_many(self._visit, asked, batch_from))

    def settle(self, turn: str) -> Case:
        """End the doubt about a turn by the hall's evidence. Raises OutcomeUnknown when the hall has not shown enough yet."""
        return self._do(operations.settle_turn(self._visit, turn))

    def track(self, case: Case) -> Case:
        """The case as it now stands at the hall."""
        return self._do(opening.track(self._visit, case))

    def wait(self, case: Case, *, timeout: float = 900.0) -> Case:
        """Look again until the hall has decided, people must act, or ``timeout`` seconds have passed. Holds no session meanwhile."""
        return self._do(operations.wait(self._visit, case, timeout))

    def query(self, query: Query[Answer]) -> Answer:
        """Ask the hall something. Raises NotOffered when this hall does not answer it."""
        return self._do(operations.query(self._visit, query))

    def fetch(self, printout: Printout) -> FetchedFile:
        """A file that the hall prints, checked. Raises NotOffered when this hall does not print it, WireChanged when it is not
        what it says."""
        return self._do(challenging.answered(self._visit, lambda: operations.fetch(self._visit, printout)))

    def discard(self, case: Case) -> Case:
        """Discard 退单 what was never submitted or came back. Only what this ledger filed."""
        return self._do(undoing.discard(self._visit, case))

    def correct(self, case: Case, filing: Filing, *, instruction: Instruction | None = None) -> Case:
        """Undo the case by the first way that this hall offers online, then file in its place; NotOffered names the counter.

        Two commits: when the new filing fails, CorrectionStopped says what is undone, and the same call goes on with the second.
        """
        return self._do(undoing.correct(self._visit, case, filing, instruction))

    def withdraw(self, case: Case, *, cascade: Cascade | None = None) -> Case:
        """Withdraw 撤销 a case, or NotOffered saying why this hall forbids it and where to go.

        WithdrawBlocked lists what must be withdrawn first; with the ``cascade`` of `plan_withdrawal` that is done, one commit at a
        time, and CascadeStopped says what is withdrawn and what is not when one of them fails.
        """
        return self._do(undoing.withdraw(self._visit, case, cascade))

    def plan_withdrawal(self, case: Case) -> Cascade:
        """What must be withdrawn before this case, as the hall shows it now; also what was filed by hand. Changes nothing."""
        return self._do(undoing.plan_withdrawal(self._visit, case))

    def close(self) -> None:
        """Put the conversation to rest for the next session."""
        self._do(self._visit.rest())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
