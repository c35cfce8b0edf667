"""What the hall shows about a filing beforehand: the entrance of each system that it reaches. Generators, no I/O."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import Field

from sigateway.plugin import Context, Facts, Filing, Flow, Model, SignedIn

from . import systems
from .access import me_of
from .business import BUSINESSES, systems_of
from .fields import asked


class HalfFacts(Model):
    """One system's: ``refused`` are its words at the entrance; ``facts`` and ``held`` fields as it shows them, under our names."""

    refused: tuple[str, ...] = ()
    facts: Mapping[str, str] = Field(default_factory=dict, repr=False)
    held: Mapping[str, str] = Field(default_factory=dict, repr=False)


class BeijingFacts(Facts):
    """By system. ``unit_differs``: which data of the unit the two systems hold differently (BJ-06, BJ-33)."""

    halves: Mapping[str, HalfFacts]
    unit_differs: tuple[str, ...] = ()


def look_up(filing: Filing, signed_in: SignedIn, context: Context) -> Flow[Facts]:
    """Ask for the forms. Changes nothing."""
    business, found = BUSINESSES[filing.type], {}
    for system in systems_of(filing, context.unit.schemes):
        who = asked(filing, system, context.unit.schemes)
        shown = yield from systems.form(system, business, who)
        found[system] = HalfFacts(refused=shown.refused, facts=shown.facts, held=shown.held)
    return BeijingFacts(halves=found, unit_differs=me_of(signed_in).differs)


def of(context: Context) -> BeijingFacts | None:
    """What was looked up; ``None`` offline."""
    return context.facts if isinstance(context.facts, BeijingFacts) else None
