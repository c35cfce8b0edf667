"""Whether the tests that pin a rule can fail: each rule is switched off, and one of them must.

A mark ``@pytest.mark.rule("WH-12")`` proves only that somebody wrote it. Here the rule is switched off at one place after
another, in memory and in a process of its own, and the tests marked with it run again:

======== ==================================================================================================
hall     the mock hall never gives a reason of this rule; what comes after the refusal happens instead
conduct  what the hall does without words (its functions marked ``@enforces``) does something else, or nothing
plugin   no finding, refusal, offer or way back of this rule comes out of the region's code
book     the figures of the rule are others of the same form
======== ==================================================================================================

Nothing of it is in the code that is shipped to run: the sources are rewritten while a test process imports them
(`rewriting`). A rule that has no such place is said to have none; it is never counted as proved.

``python -m sigateway.testing.rules_off wuhan shanghai … --json build/rules_off.json`` runs whole regions.
"""

from __future__ import annotations

from .outcome import Outcome, Proof, Trial, Verdict
from .report import as_json, table
from .running import rules_of, run
from .switch import Place

__all__ = ["Outcome", "Place", "Proof", "Trial", "Verdict", "as_json", "rules_of", "run", "table"]
