"""The desk where commits of a turn are written down before they leave."""

from __future__ import annotations

import json
from datetime import timedelta
from functools import partial

from sigateway.errors import HallUnavailable
from sigateway.flows.effects import Commit
from sigateway.flows.evidence import Intent

from .conversation import Conversation
from .house import House
from .ledger import Outcome, RecordedRequest
from .work import Work, blocking


class TurnDesk:
    """Writes a turn's commits into the ledger."""

    def __init__(self, house: House, turn: str) -> None:
        self._house, self._turn = house, turn

    def intend(self, commit: Commit, conversation: Conversation) -> Work[None]:
        """Durable before the commit leaves. The lease covers the longest time the request can be under way."""
        house, request = self._house, commit.request
        now = house.clock.now()
        intent = Intent(self._turn, commit.step, commit.draft, conversation.hall_now().replace(microsecond=0))
        recorded = RecordedRequest(
            operation=request.operation,
            method=request.method,
            path=request.path,
            site=request.site,
            charset=request.charset,
            form=None if request.form is None else {k: str(v) for k, v in request.form.items()},
            query=dict(request.query),
        )
        shown = json.dumps([vars(field) for field in commit.echo], ensure_ascii=False)
        lease = now + timedelta(seconds=2 * house.timeout)
        yield from blocking(partial(house.ledger.intend, house.worker, intent, recorded, shown, now, lease))
        if house.clock.now() - now > timedelta(seconds=house.timeout):
            # The disk stalled, or the machine slept: others may have taken over. It has not left, and shall not.
            yield from self.not_sent(commit)
            raise HallUnavailable("账本写入过慢，已放弃发送")
        house.tell("intended", commit.step)

    def not_sent(self, commit: Commit) -> Work[None]:
        """It never left."""
        yield from self._conclude(commit, Outcome.NOT_SENT)

    def refused(self, commit: Commit) -> Work[None]:
        """The hall said no."""
        yield from self._conclude(commit, Outcome.REFUSED)

    def _conclude(self, commit: Commit, outcome: str) -> Work[None]:
        ledger, now = self._house.ledger, self._house.clock.now()
        yield from blocking(
            partial(ledger.conclude, self._turn, commit.step, outcome, now, self._house.worker)
        )
