"""Findings: what a rule says about a filing before it is sent."""

from __future__ import annotations

from datetime import datetime
from enum import IntEnum, StrEnum

from .base import Model


class Grade(IntEnum):
    """How well a rule is evidenced 证据等级. Higher is stronger."""

    E0 = 0  #: assumed by us
    E1 = 1  #: a third party's guide
    E2 = 2  #: an official text
    E3 = 3  #: a redacted trace of a real conversation
    E4 = 4  #: seen live at the hall


class Effect(StrEnum):
    """What happens at the hall if the filing is sent all the same."""

    RETURNS = "returns"  #: the hall refuses or returns it 回退
    ELSEWHERE = "elsewhere"  #: not done here: a counter 窗口 or another entrance
    WINDOW = "window"  #: outside the days on which the hall takes it
    WARNS = "warns"  #: taken, but somebody should look
    UNKNOWN = "unknown"  #: a figure is missing; the finding says what to supply


class Stage(StrEnum):
    """Where in the hall's conversation the rule speaks, in this order."""

    ENTRANCE = "entrance"
    SAVE = "save"
    REVIEW = "review"

    @property
    def order(self) -> int:
        """0 for the earliest stage."""
        return list(Stage).index(self)


class Known(StrEnum):
    """When the SDK can know what the rule will say."""

    OFFLINE = "offline"  #: from the filing, the unit and the day
    LOOKUP = "lookup"  #: from a fact that the hall shows beforehand
    ON_ANSWER = "only_on_answer"  #: only from the hall's answer


class Finding(Model):
    """One rule's word on one filing.

    ``rule`` is the id in the region's rulebook; ``message`` and ``cure`` are plain Chinese for a client-service
    person; ``fields`` names the filing's fields concerned (dotted paths); ``place`` and ``papers`` are filled
    when the effect is ``elsewhere``; ``opens_at`` when it is ``window``. ``blocking`` is set by the gateway:
    a finding whose grade is below the gateway's ``trust`` warns and does not block.
    """

    rule: str
    effect: Effect
    grade: Grade
    message: str
    cure: str = ""
    stage: Stage | None = None
    known: Known = Known.OFFLINE
    fields: tuple[str, ...] = ()
    place: str | None = None
    papers: tuple[str, ...] = ()
    opens_at: datetime | None = None
    blocking: bool = True

    @property
    def blocks(self) -> bool:
        """Whether the filing must not be sent as it stands."""
        return self.blocking and self.effect in (Effect.RETURNS, Effect.ELSEWHERE, Effect.WINDOW)
