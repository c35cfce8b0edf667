"""What the rules of one half share: what is asked of it, what its system has shown, and how a refusal is said. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sigateway.plugin import Context, Effect, Filing, Finding, Grade, Known, RuleNotKnown, Stage

from . import facts, fields
from .business import BUSINESSES, TITLES, Business
from .facts import HalfFacts


@dataclass(frozen=True)
class Asked:
    """One half of a filing, as it would be asked of that system."""

    filing: Filing
    system: str
    context: Context

    @property
    def business(self) -> Business:
        """Its business."""
        return BUSINESSES[self.filing.type]

    @property
    def fields(self) -> Mapping[str, str]:
        """What it would send, under our names."""
        return fields.asked(self.filing, self.system, self.context.unit.schemes)

    @property
    def shown(self) -> HalfFacts | None:
        """What the system has shown; ``None`` offline, and when it let nobody in."""
        found = facts.of(self.context)
        half = None if found is None else found.halves.get(self.system)
        return half if half is not None and not half.refused else None

    def by_our_figure(self, found: Finding, rule: str) -> Finding:
        """A figure of ours is no better than its own `evidence`; a vendor's, which need not name any, is as good as its rule."""
        try:
            grade = Grade[self.context.rules.text(rule, "evidence", on=self.context.day)]
        except RuleNotKnown:
            return found
        return found.model_copy(update={"grade": grade})

    def refused(
        self,
        rule: str,
        words: str,
        cure: str,
        *where: str,
        known: Known = Known.OFFLINE,
        stage: Stage = Stage.SAVE,
        effect: Effect = Effect.RETURNS,
    ) -> Finding:
        """The system would refuse it in these words."""
        return self.context.rules.finding(
            rule, effect, f"{TITLES[self.system]}：{words}", cure, where, stage=stage, known=known
        )
