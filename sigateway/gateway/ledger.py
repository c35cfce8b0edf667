"""The ledger is a port: what was intended, what landed, and which credentials are not to be tried again.

It is what makes "never twice" true across crashes and processes. What a method has written survives the death of the process;
`intend` and `blow`, with all that came before them, survive a power cut too. Promises hold for all filings made through one ledger.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from pydantic import ConfigDict, Field

from sigateway.evidence import EvidencePack
from sigateway.filings.attestation import Attestation
from sigateway.filings.base import Model
from sigateway.filings.cases import Case
from sigateway.filings.filing import Filing
from sigateway.flows.evidence import Intent

from .turns import Busy, Decision, Doubtful, Turn


class RecordedBody(Model):
    """A body as it was written, byte by byte."""

    model_config = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")

    content: bytes = Field(repr=False)
    kind: str


class RecordedRequest(Model):
    """A commit's request as it can be sent once more, for that draft and no other. Personal, like the filing.

    ``withheld``: its body held a secret and is not here, so that it cannot be sent again.
    """

    operation: str
    method: str
    path: str
    site: str
    charset: str
    form: dict[str, str] | None = Field(default=None, repr=False)
    query: dict[str, str] = Field(default_factory=dict, repr=False)
    body: RecordedBody | None = Field(default=None, repr=False)
    withheld: bool = False


@dataclass(frozen=True)
class Intended:
    """One turn's part in a commit; ``shown`` is the echo it was compared by, as JSON."""

    intent: Intent
    shown: str = field(repr=False)


@dataclass(frozen=True)
class OpenIntent:
    """A commit that left, or was about to, with no outcome recorded yet. ``lease_until`` by the gateway's clock.

    ``turns`` are all that it carries and that have no outcome, this one among them: more than one in a batch. ``partly``: others
    that it carried have landed, so that it must never be sent again.
    """

    intent: Intent
    attempt: int
    lease_until: datetime
    request: RecordedRequest
    turns: tuple[str, ...]
    partly: bool
    attested: Attestation | None = None


class Outcome:
    """How an intent ended."""

    LANDED = "landed"
    REFUSED = "refused"  #: the hall said no in words
    NOT_SENT = "not_sent"  #: it never left
    ABSENT = "absent"  #: the hall's own evidence: it did not land
    ATTESTED_ABSENT = (
        "attested_absent"  #: two people say that it did not land, and the hall shows nothing else
    )


@dataclass(frozen=True)
class Fuse:
    """Credentials that the hall refused."""

    blown_at: datetime
    why: str


class Ledger(Protocol):
    """What the gateway needs of a ledger. The default is `SqliteLedger`."""

    def begin(self, new: Turn, worker: str, now: datetime, until: datetime) -> Decision:
        """Decide and act in one step, unseen by others: open ``new``, or claim the doubtful turn, or neither.

        A turn in doubt is claimed with all that the same commit carries.
        """
        ...

    def claim(self, turn: str, worker: str, now: datetime, until: datetime) -> Busy | Doubtful | None:
        """Take a turn on; with what is in the way, it is not. In doubt, it is taken on with all that the same commit carries.

        `Busy`: somebody is at work on it or in its lane. `Doubtful`: another turn of its lane is in doubt, and that one has been taken
        on instead. What a worker left that died before any commit is over. LedgerError when there is no such turn.
        """
        ...

    def renew(self, turn: str, worker: str, until: datetime) -> None:
        """Stay at work on a turn. LedgerError when somebody else has taken it on."""
        ...

    def intend(
        self,
        worker: str,
        intended: Sequence[Intended],
        request: RecordedRequest,
        now: datetime,
        lease_until: datetime,
    ) -> None:
        """Write down a commit before it leaves, for all the turns it carries or for none. LedgerError when the worker is not
        at work on one of them, or when one's commit of this step is still without an outcome, or has landed."""
        ...

    def conclude(
        self, turn: str, step: str, outcome: str, now: datetime, worker: str, *, alone: bool = False
    ) -> None:
        """Write down how the open intent of that step ended, for all turns that the same commit carries and that have no
        outcome, or for this one ``alone``. LedgerError when somebody else is at work on the turn."""
        ...

    def doubt(self, turn: str) -> OpenIntent | None:
        """The turn's intent that has no outcome yet."""
        ...

    def attest(self, turn: str, attestation: Attestation, now: datetime) -> None:
        """Two people say what became of the commit that this turn is in doubt about; said before of a case that the hall has not
        shown since, they correct themselves, and it is in doubt again. LedgerError when it is not in doubt."""
        ...

    def land(self, turn: str, case: Case, now: datetime, worker: str) -> None:
        """The hall holds it: keep the case, close the intent as landed, leave the turn.

        LedgerError when somebody else is at work on the turn.
        """
        ...

    def land_part(self, turn: str, case: Case, outcome: str, now: datetime, worker: str) -> None:
        """As `land`, between two commits of one turn: the open intent ends with ``outcome``, the case so far is kept, and the worker
        stays at work on the turn."""
        ...

    def amend(self, turn: str, filing: Filing, now: datetime, worker: str) -> None:
        """What the turn asks for is said anew, to correct the part of it that failed; what it said before stays in the record.

        LedgerError when somebody else is at work on the turn.
        """
        ...

    def over(self, turn: str, why: str, now: datetime, worker: str, case: Case | None = None) -> None:
        """The turn ended without effect; ``case`` when something is left at the hall (a draft). A turn that has landed
        keeps its case and is left: what ended without effect was its undoing. A turn in doubt is left in doubt. Nothing changes
        when somebody else is at work on the turn: it is theirs to end."""
        ...

    def keep(self, turn: str, case: Case, now: datetime, seen: Case | None) -> bool:
        """The case as now seen at the hall; not kept when somebody is at work on the turn or ``seen`` no longer stands."""
        ...

    def release(self, turn: str, worker: str) -> None:
        """Leave a turn as it is, so that somebody else may take it on."""
        ...

    def turn(self, turn: str) -> Turn | None:
        """One turn."""
        ...

    def turn_of_case(self, hall: str, unit: str, number: str) -> Turn | None:
        """The turn whose case bears this number at this hall and unit; the newest, should there be several."""
        ...

    def note(self, turn: str, what: str, data: str | None, now: datetime) -> None:
        """One more entry of the turn's record: ``what`` free of personal data, ``data`` JSON text."""
        ...

    def record(self, turn: str) -> EvidencePack | None:
        """The whole record of a turn: what was asked, shown and answered, when; ``None`` of a turn that is not known."""
        ...

    def fuse(self, fingerprint: str) -> Fuse | None:
        """Whether these credentials were refused."""
        ...

    def blow(self, fingerprint: str, why: str, now: datetime) -> None:
        """These credentials were refused."""
        ...

    def hold(self, name: str, holder: str, now: datetime, until: datetime) -> bool:
        """Whether this holder has the name from now on ``until`` then: one at a time, in all processes. Again, to keep it longer.

        Credentials are tried by one at a time, so that a wrong password is tried once; a person's face is asked for once at a time;
        a hall has so many seats.
        """
        ...

    def let_go(self, name: str, holder: str) -> None:
        """Leave a name to others. Nothing changes when somebody else holds it."""
        ...

    def next_place(self, hall: str, gap: timedelta, now: datetime) -> datetime:
        """When the next request may leave for this hall, ``gap`` after the one before it in all processes; the place is taken."""
        ...

    def mend(self, fingerprint: str) -> None:
        """Somebody says that these credentials may be tried again."""
        ...

    def close(self) -> None:
        """Close files and connections."""
        ...
