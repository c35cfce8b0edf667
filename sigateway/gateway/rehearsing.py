"""The dry run, as work: what a filing would do, up to the first request that would leave something. Sync and async alike."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sigateway.filings.filing import Filing
from sigateway.filings.findings import Finding

from .house import Event, House
from .interpreter import Stopped
from .operations import preflight
from .visits import Visit
from .work import Work


@dataclass(frozen=True)
class DryRun:
    """What a filing would do: its findings, and the requests up to the first that would leave something, redacted."""

    findings: tuple[Finding, ...]
    requests: tuple[str, ...]


def rehearse(visit: Visit, filing: Filing) -> Work[DryRun]:
    """Preflight, then the conversation up to the first request that would leave something at the hall."""
    house = visit.house
    findings = yield from preflight(visit, filing)
    shown: list[str] = []
    yield from visit.rest()
    recorded = Visit(_watched(house, shown))
    try:
        yield from recorded.converse(
            lambda signed_in: recorded.hook("submit", filing=filing, signed_in=signed_in), dry=True
        )
    except Stopped as stopped:
        shown.append(str(stopped))
    yield from recorded.rest()
    return DryRun(findings, tuple(shown))


def _watched(house: House, shown: list[str]) -> House:
    def watch(event: Event) -> None:
        if event.what == "request":
            shown.append(event.detail)

    return replace(house, observers=(*house.observers, watch))
