"""How a flow that needs a person ends, as work: with an invitation that keeps, before anything is sent for it."""

from __future__ import annotations

import secrets
from typing import Any, Literal, TypeVar

from sigateway.errors import InteractionNeeded
from sigateway.filings.filing import Filing
from sigateway.filings.orders import Instruction
from sigateway.flows.challenges import Challenge, Continues

from .visits import Visit
from .work import Work

T = TypeVar("T")


def invitation(visit: Visit, challenge: Challenge, continues: Continues | None = None) -> Challenge:
    """The challenge with what the gateway knows: whose it is, and what goes on afterwards."""
    house = visit.house
    return challenge.model_copy(
        update={
            "id": challenge.id or secrets.token_hex(8),
            "hall": house.code,
            "unit": house.unit.key,
            "made_at": challenge.made_at or house.clock.now(),
            "continues": continues or challenge.continues,
        }
    )


def finished(
    visit: Visit,
    work: Work[T | Challenge],
    what: Literal["file", "fetch"],
    filing: Filing | None = None,
    reference: str | None = None,
    instruction: Instruction | None = None,
) -> Work[T]:
    """What a flow ended with; InteractionNeeded when that is a challenge."""
    ended: Any = yield from work
    if isinstance(ended, Challenge):
        goes_on = Continues(
            what=what,
            signed_in=not visit.before_login,
            filing=filing,
            reference=reference,
            instruction=instruction,
        )
        raise InteractionNeeded(invitation(visit, ended, goes_on))
    return ended  # type: ignore[no-any-return]
