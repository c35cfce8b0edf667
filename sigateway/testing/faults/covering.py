"""What leaves something at a hall and is in no operation of a kit. Found from the region itself, so that no list goes stale.

Three things must be in an operation, or in ``FaultKit.left_out`` with a reason: every type of filing that the hall offers online
(``enrolment``), every way back that is done online of a case of those types, in any state (``withdraw enrolment``), and every place in
the region's source at which a request is made that leaves something (``wire.py unit_proof``).
"""

from __future__ import annotations

import ast
import importlib.util
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fnmatch import fnmatchcase
from importlib.metadata import entry_points
from pathlib import Path
from types import FrameType
from typing import Any

from sigateway.filings.cases import Case, CaseState
from sigateway.filings.filing import Filing
from sigateway.gateway.sync import Hall
from sigateway.region import Offer
from sigateway.registry import GROUP

from .kit import FaultKit
from .operation import Operation, Verb, act

_UNDOES = {Verb.WITHDRAW: "withdraw", Verb.CASCADE: "withdraw", Verb.DISCARD: "discard"}
_LEAVES = ("DRAFT", "COMMIT", "SIGN_IN")
"""A log-in too: it counts tries, and ends other sessions."""

Place = tuple[str, int]
"""A file and a line."""


def uncovered(kit: FaultKit) -> list[str]:
    """What is missing in this kit, and reasons that are given for nothing. Each operation is run once, undisturbed."""
    places = _places(kit.region)
    needed, covered, passed = set[str](), set[str](), set[Place]()
    for operation in kit.operations:
        with tempfile.TemporaryDirectory() as folder, _passing(places, passed):
            for name, is_covered in _of(kit, operation, Path(folder)):
                (covered if is_covered else needed).add(name)
    needed |= {name for place, name in places.items() if place not in passed}
    missing = sorted(needed - covered)
    idle = [name for name in kit.left_out if not any(fnmatchcase(each, name) for each in missing)]
    return [
        *(each for each in missing if not any(fnmatchcase(each, name) for name in kit.left_out)),
        *(f"left out for nothing: {name}" for name in idle),
    ]


def _of(kit: FaultKit, operation: Operation, folder: Path) -> Iterator[tuple[str, bool]]:
    """What an operation shows to be needed, and what it covers (True)."""
    stage, subject = kit.staged(operation, folder)
    try:
        with stage.gateway(patience=30, on_challenge=stage.answering()) as gateway:
            hall = stage.hall(gateway)
            for kind, offer in hall.offers().items():
                if isinstance(offer, Offer):
                    yield kind, False
            ends = act(operation.verb, hall, subject)
            for case in [each for each in ends if isinstance(each, Case)]:
                yield from ((name, False) for name in _ways_back(hall, case))
        undone = _UNDOES.get(operation.verb)
        for filing in _filings(subject):
            yield filing.type if undone is None else f"{undone} {filing.type}", True
    finally:
        stage.close()


def _ways_back(hall: Hall, case: Case) -> Iterator[str]:
    for state in CaseState:
        for way in hall.ways_back(case.model_copy(update={"state": state})):
            if way.kind.online:
                yield f"{way.kind} {case.filing.type}"


def _filings(subject: Any) -> Iterator[Filing]:
    """What an operation is about."""
    if isinstance(subject, Case):
        yield subject.filing
    elif isinstance(subject, list | tuple):
        for each in subject:
            yield from _filings(each)
    elif hasattr(subject, "type"):
        yield subject


# --- places in the region's source ----------------------------------------------------------------------------------


def _places(region: str) -> dict[Place, str]:
    """Where a request is made that leaves something, under a name that people can find."""
    [point] = [each for each in entry_points(group=GROUP) if each.name == region]
    spec = importlib.util.find_spec(point.module.partition(".")[0])
    assert spec is not None
    assert spec.origin is not None
    found: dict[Place, str] = {}
    for file in sorted(Path(spec.origin).parent.rglob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        for function in (each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef)):
            calls = [each for each in ast.walk(function) if isinstance(each, ast.Call) and _leaves(each)]
            found |= {(str(file), each.lineno): f"{file.name} {function.name}" for each in calls}
    return found


def _leaves(call: ast.Call) -> bool:
    """Whether it is a commit, or is handed the means of whatever leaves something."""
    if isinstance(call.func, ast.Name) and call.func.id == "Commit":
        return True
    handed = [*call.args, *(each.value for each in call.keywords)]
    return any(
        isinstance(each, ast.Attribute)
        and isinstance(each.value, ast.Name)
        and (each.value.id, each.attr in _LEAVES) == ("Means", True)
        for each in handed
    )


@contextmanager
def _passing(places: dict[Place, str], passed: set[Place]) -> Iterator[None]:
    """Note which of these places are passed meanwhile, by this thread."""
    files = {file for file, _ in places}

    def in_line(frame: FrameType, event: str, _: object) -> Callable[..., Any]:
        if event == "line":
            passed.add((frame.f_code.co_filename, frame.f_lineno))
        return in_line

    def in_call(frame: FrameType, _event: str, _: object) -> Callable[..., Any] | None:
        return in_line if frame.f_code.co_filename in files else None

    before = sys.gettrace()
    sys.settrace(in_call)
    try:
        yield
    finally:
        sys.settrace(before)


__all__ = ["uncovered"]
