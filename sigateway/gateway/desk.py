"""The desk where commits of a turn, or of a batch's turns, are written down before they leave."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial

from sigateway.errors import ConfigurationError, EchoDiffers, HallRefused, SigatewayError
from sigateway.filings.cases import Case
from sigateway.flows.echo import EchoField
from sigateway.flows.effects import Commit, LeaveOut
from sigateway.flows.evidence import Intent

from .conversation import Conversation
from .house import House
from .ledger import Intended, Outcome, RecordedBody, RecordedRequest
from .work import Work, blocking


class TurnDesk:
    """Writes the commits of its turns into the ledger.

    ``left_out`` holds why a turn of a batch is not in the commit, by its place in the batch; ``kept`` is the case that was last
    written down between two commits of one turn.
    """

    def __init__(self, house: House, *turns: str) -> None:
        self._house, self._turns = house, turns
        self.left_out: dict[int, SigatewayError] = {}
        self.kept: Case | None = None
        self._carried: tuple[str, ...] = ()

    def begin_anew(self) -> None:
        """Nothing has been committed, and the conversation begins from its start: it decides anew what is left out."""
        self.left_out.clear()

    def carries(self, row: int) -> bool:
        """Whether the commit carries what has this place in the batch."""
        return row in range(len(self._turns)) and self._turns[row] in self._carried

    def leave_out(self, left: LeaveOut) -> None:
        """Remember why. What has been committed cannot be left out any more: only evidence says what became of it."""
        if left.row not in range(len(self._turns)) or self.carries(left.row):
            raise ConfigurationError(
                f"LeaveOut({left.row}) in a batch of {len(self._turns)}, or after its commit"
            )
        self.left_out[left.row] = HallRefused(left.reasons) if left.reasons else EchoDiffers(left.echo, None)

    def stay(self, seconds: float) -> Work[None]:
        """Stay at work on the turns while the flow pauses."""
        for turn in self._turns:
            yield from blocking(
                partial(self._house.ledger.renew, turn, self._house.worker, self._house.until(seconds))
            )

    def intend(self, commit: Commit, conversation: Conversation) -> Work[datetime]:
        """Durable before the commit leaves. The lease covers the longest time the request can be under way."""
        house = self._house
        if len(self._turns) > 1 and self._carried:
            # A second one would have a doubt of its own, which could not be told from that about the first.
            raise ConfigurationError(f"a second commit ({commit.step}) of one batch")
        rows = self._rows(commit)
        self._carried = tuple(self._turns[row] for row in rows)
        self.left_out = {row: why for row, why in self.left_out.items() if row not in rows}
        now = house.clock.now()
        since = conversation.hall_now().replace(microsecond=0)
        intended = [
            Intended(
                Intent(self._turns[row], commit.step, commit.draft, since), _shown(commit, echo, conversation)
            )
            for row, echo in rows.items()
        ]
        leave_by, lease = now + timedelta(seconds=house.timeout), now + house.lease
        yield from blocking(
            partial(house.ledger.intend, house.worker, intended, _recorded(commit), now, lease)
        )
        house.tell("intended", commit.step if len(rows) == 1 else f"{commit.step} ({len(rows)})")
        return leave_by

    def not_sent(self, commit: Commit) -> Work[None]:
        """It never left."""
        yield from self._conclude(commit, Outcome.NOT_SENT)

    def refused(self, commit: Commit) -> Work[None]:
        """The hall said no."""
        yield from self._conclude(commit, Outcome.REFUSED)

    def keep_case(self, commit: Commit, case: Case, refused: bool) -> Work[None]:
        """Write down how the filing stands after this commit, and stay at work on it."""
        if len(self._turns) > 1:
            raise ConfigurationError(f"{commit.step}: a batch is one commit, and keeps no case in between")
        house, [turn] = self._house, self._turns
        case, outcome = case.model_copy(update={"turn": turn}), Outcome.REFUSED if refused else Outcome.LANDED
        yield from blocking(
            partial(house.ledger.land_part, turn, case, outcome, house.clock.now(), house.worker)
        )
        self.kept = case
        house.tell("kept", case.state)

    def _rows(self, commit: Commit) -> Mapping[int, Sequence[EchoField]]:
        if len(self._turns) == 1 and not commit.rows:
            return {0: commit.echo}
        if not commit.rows or any(row not in range(len(self._turns)) for row in commit.rows):
            raise ConfigurationError(
                f"a commit ({commit.step}) of a batch names its rows, 0 to {len(self._turns) - 1}"
            )
        return commit.rows

    def _conclude(self, commit: Commit, outcome: str) -> Work[None]:
        ledger, now = self._house.ledger, self._house.clock.now()
        # One of them concludes what the commit carries.
        turn = self._carried[0]
        yield from blocking(partial(ledger.conclude, turn, commit.step, outcome, now, self._house.worker))


def _recorded(commit: Commit) -> RecordedRequest:
    request = commit.request
    if request.files is not None:
        raise ConfigurationError(
            f"{request.operation}: a file is uploaded as a DRAFT, and committed by its number"
        )
    return RecordedRequest(
        operation=request.operation,
        method=request.method,
        path=request.path,
        site=request.site,
        charset=request.charset,
        form=None if request.form is None else {k: str(v) for k, v in request.form.items()},
        query=dict(request.query),
        withheld=request.body is not None and request.body.secret,
        body=None
        if request.body is None or request.body.secret
        else RecordedBody(content=request.body.content, kind=request.body.kind),
    )


def _shown(commit: Commit, echo: Sequence[EchoField], conversation: Conversation) -> str:
    """What goes into the record beside the intent: the echo, the draft, and with which certificate it is filed."""
    said = {
        "draft": commit.draft,
        "hall_clock": conversation.hall_now().isoformat(),
        "certificates": conversation.certificates,
        "echo": [vars(field) for field in echo],
    }
    return json.dumps(said, ensure_ascii=False)
