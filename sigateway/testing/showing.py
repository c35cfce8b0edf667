"""Long runs of trials, shown as they come: what fails at once, a line a region, and the JSON anew after each, so that a run cut short
keeps what it found."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from itertools import groupby
from pathlib import Path
from typing import Any, Protocol, TypeVar

from rich.console import Console

from sigateway.gateway.clock import SystemClock


class _Trial(Protocol):
    @property
    def region(self) -> str: ...


class _Result(Protocol):
    @property
    def trial(self) -> _Trial: ...

    @property
    def ok(self) -> bool: ...


ResultT = TypeVar("ResultT", bound=_Result)


def shown_as_they_come(
    found: Iterable[ResultT],
    console: Console,
    failure: Callable[[ResultT], str],
    as_json: Callable[[list[ResultT]], dict[str, Any]],
    file: Path | None,
) -> list[ResultT]:
    """All results, in the order of the regions; ``failure`` says of one that failed what it was, ``file`` is where the JSON goes."""
    clock, results = SystemClock(), list[ResultT]()
    started = clock.now()
    for region, of_region in groupby(found, key=lambda result: result.trial.region):
        passed = 0
        for result in of_region:
            results.append(result)
            passed += result.ok
            if not result.ok:
                console.print(failure(result))
                sys.stdout.flush()
        took = clock.now() - started
        console.print(f"{region}: {passed} passed, {took.total_seconds():.0f} s since the start")
        sys.stdout.flush()
        if file is not None:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(
                json.dumps(as_json(results), ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
            )
    return results
