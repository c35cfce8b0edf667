"""What switching a rule off has shown."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from .switch import Place


class Proof(StrEnum):
    """What a failing test tells."""

    FAILED = "failed"  #: it saw that the rule was off
    STUMBLED = "stumbled"  #: it fell over a value that was missing, or over a function that was gone
    PASSED = "passed"  #: it saw nothing


class Verdict(StrEnum):
    """Whether the tests of a rule can fail."""

    @property
    def fine(self) -> bool:
        """Whether nothing is left to mend: a rule without a switch is counted, and mended by nobody's test."""
        return self in (Verdict.PROVED, Verdict.NO_SWITCH)

    PROVED = "proved"
    STUMBLED = "stumbled"
    UNPROVED = "unproved"
    UNREACHED = "not come across"
    NO_SWITCH = "cannot be switched off"
    UNMARKED = "no marked test"


@dataclass(frozen=True, slots=True)
class Trial:
    """A rule switched off at one place: how many marked tests come across it there, and what they told."""

    place: Place
    reached: int
    proof: Proof
    failed: tuple[str, ...] = ()
    stumbled: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """A rule with its trials.

    ``named``: whether its id stands in the code of the plugin or of the hall, or it has figures; then there is something
    to switch off. ``red``: the marked tests that fail as things are, and so tell nothing.
    """

    rule: str
    region: str
    tests: int
    named: bool
    trials: tuple[Trial, ...] = ()
    red: tuple[str, ...] = ()

    @property
    def verdict(self) -> Verdict:
        """The best that any place showed."""
        proofs = {trial.proof for trial in self.trials}
        if not self.tests:
            return Verdict.UNMARKED
        if not self.trials:
            return Verdict.UNREACHED if self.named else Verdict.NO_SWITCH
        if Proof.FAILED in proofs:
            return Verdict.PROVED
        return Verdict.STUMBLED if Proof.STUMBLED in proofs else Verdict.UNPROVED
