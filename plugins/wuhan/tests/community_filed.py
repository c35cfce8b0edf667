"""What the tests of the community desk all do: file, look at the commit, ask for the facts, and see what would block."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from sigateway.plugin import Commit
from sigateway_wuhan import flows, rules


def filed(w: SimpleNamespace, filing: Any, *answers: Any, me: Any = None) -> Any:
    return w.play(flows.submit(filing, me or w.community(), w.context()), list(answers))


def the_commit(played: Any) -> Commit:
    (commit,) = [effect for effect in played.asked if isinstance(effect, Commit)]
    return commit


def facts_of(w: SimpleNamespace, filing: Any, *answers: Any) -> Any:
    return w.play(flows.facts(filing, w.community()), list(answers))


def blocking(w: SimpleNamespace, filing: Any, facts: Any = None) -> list[str]:
    return [f.rule for f in rules.preflight(filing, w.context(facts=facts)) if f.blocks]
