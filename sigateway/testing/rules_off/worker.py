"""A pytest plugin: runs the marked tests once as they are, and then again for each rule that is switched off.

Loaded with ``-p`` into a process of its own, before anything of the regions is imported. What it is to do stands in the
environment variable ``SIGATEWAY_RULES_OFF``, as JSON (`Order`).
"""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any, Final

import hypothesis
import pytest
from _pytest.runner import runtestprotocol

from .book import watch_the_book
from .outcome import Outcome, Proof, Trial
from .rewriting import install
from .switch import SWITCH, Place

VARIABLE: Final = "SIGATEWAY_RULES_OFF"
_PATIENCE: Final = 20
"""Seconds for one test: with a rule off, a conversation may go in circles."""
_STUMBLES: Final = (
    "TypeError",
    "AttributeError",
    "NameError",
    "UnboundLocalError",
    "SwitchedOff",
    "PluginError",
)
_LOOKS_IN_VAIN: Final = (
    "KeyError",
    "IndexError",
    "StopIteration",
    "ValueError",
    "JSONDecodeError",
    "InvalidOperation",
)
"""Among refusals that is how a test sees that one is missing; over anything else it only fell."""


@dataclass(frozen=True, slots=True)
class Order:
    """Which rules of which region, which of them have figures, which packages are rewritten, and where the outcomes go."""

    rules: dict[str, str]
    figured: list[str]
    packages: dict[str, str]
    results: str


def order() -> Order:
    """The order of this process."""
    told = os.environ.get(VARIABLE)
    if told is None:
        raise pytest.UsageError(f"set {VARIABLE}: use python -m sigateway.testing.rules_off")
    return Order(**json.loads(told))


def pytest_load_initial_conftests() -> None:
    """Before a conftest imports a region: the hook that rewrites."""
    install({name: Place(place) for name, place in order().packages.items()})
    watch_the_book(SWITCH)
    hypothesis.settings.register_profile(
        "rules-off",
        database=None,
        derandomize=True,
        phases=(hypothesis.Phase.explicit, hypothesis.Phase.generate),
        report_multiple_bugs=False,
    )
    hypothesis.settings.load_profile("rules-off")


@dataclass(slots=True)
class _Marked:
    """A marked test, what it comes across, and how long it takes."""

    item: pytest.Item
    seen: frozenset[tuple[Place, str]] = frozenset()
    seconds: float = 0.0
    green: bool = False
    rules: frozenset[str] = field(default_factory=frozenset)


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool:
    """In place of pytest's own loop."""
    wanted = order()
    marked = [each for each in map(_marked, session.items) if each.rules & wanted.rules.keys()]
    for each, following in zip(marked, [*marked[1:], None], strict=True):
        _learn(each, following.item if following else None)
    with Path(wanted.results).open("w", encoding="utf-8") as results:
        for rule, region in wanted.rules.items():
            outcome = _outcome(rule, region, [each for each in marked if rule in each.rules])
            results.write(json.dumps(asdict(outcome), ensure_ascii=False) + "\n")
            results.flush()
    return True


def _marked(item: pytest.Item) -> _Marked:
    rules = frozenset(str(rule) for mark in item.iter_markers("rule") for rule in mark.args)
    return _Marked(item, rules=rules)


def _learn(test: _Marked, following: pytest.Item | None) -> None:
    """Run it as it is, and remember what it came across."""
    SWITCH.seen.clear()
    reports = _run(test.item, following)
    test.green, test.seen = _error(reports) is None, frozenset(SWITCH.seen)
    test.seconds = sum(report.duration for report in reports)


def _outcome(rule: str, region: str, marked: Sequence[_Marked]) -> Outcome:
    trials = []
    for place in Place:
        reach = [each for each in marked if each.green and (place, rule) in each.seen]
        if reach:
            trials.append(_trial(place, rule, sorted(reach, key=lambda each: each.seconds)))
    red = tuple(each.item.nodeid for each in marked if not each.green)
    named = rule in SWITCH.named or rule in order().figured
    return Outcome(rule, region, len(marked), named, tuple(trials), red)


def _trial(place: Place, rule: str, reach: Sequence[_Marked]) -> Trial:
    """The quickest first, until one sees that the rule is off; each that fails must pass when it is on again."""
    stumbled: list[str] = []
    for test in reach:
        with SWITCH.off(place, rule):
            error = _error(_run(test.item, None))
        if error is None or _error(_run(test.item, None)) is not None:
            continue
        told = f"{test.item.nodeid}: {type(error).__name__}"
        if not _is_stumble(error, place):
            return Trial(place, len(reach), Proof.FAILED, (told,), tuple(stumbled))
        stumbled.append(told)
    return Trial(place, len(reach), Proof.STUMBLED if stumbled else Proof.PASSED, (), tuple(stumbled))


def _run(item: pytest.Item, following: pytest.Item | None) -> list[pytest.TestReport]:
    """Run one test from its start."""
    item._initrequest()  # type: ignore[attr-defined] # as every plugin that runs a test again
    with _patience():
        return runtestprotocol(item, log=False, nextitem=following)


def _error(reports: Sequence[pytest.TestReport]) -> BaseException | None:
    """What it failed with; a test that is left out tells nothing."""
    for report in reports:
        if report.failed:
            return report.error  # type: ignore[no-any-return]
    return None


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    call: pytest.CallInfo[Any],
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Keep the error with the report."""
    report = yield
    report.error = call.excinfo.value if call.excinfo is not None else None  # type: ignore[attr-defined]
    return report


def _is_stumble(error: BaseException, place: Place) -> bool:
    if isinstance(error, BaseExceptionGroup):
        return all(_is_stumble(each, place) for each in error.exceptions)
    if place in (Place.CONDUCT, Place.BOOK) and type(error).__name__ in _LOOKS_IN_VAIN:
        return True
    return any(each.__name__ in _STUMBLES for each in type(error).__mro__)


@contextmanager
def _patience() -> Iterator[None]:
    """No test runs for ever."""

    def enough(_number: int, _frame: FrameType | None) -> None:
        raise pytest.fail.Exception(f"not done after {_PATIENCE} s")

    before = signal.signal(signal.SIGALRM, enough)
    signal.setitimer(signal.ITIMER_REAL, _PATIENCE)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
