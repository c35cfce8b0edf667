"""The echo: what the hall shows back before a commit, compared with what was asked, field by field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Verdict(StrEnum):
    """How one field compares."""

    SAME = "same"
    NORMALISED = "normalised"  #: changed by a cited rule
    HALL_DECIDES = "hall_decides"  #: not asked; the hall's own
    NOT_SHOWN = "not_shown"
    DIFFERS = "differs"


@dataclass(frozen=True)
class Expected:
    """What a field should show. ``value`` ``None``: the hall decides. ``normalised`` maps other values that a cited rule
    allows to that rule's id."""

    label: str
    value: str | None
    normalised: Mapping[str, str] = field(default_factory=dict)
    must_show: bool = True


@dataclass(frozen=True)
class EchoField:
    """One comparison. Values are personal and stay out of repr; ``rule`` is the rule that normalised the value."""

    name: str
    label: str
    verdict: Verdict
    asked: str | None = field(default=None, repr=False)
    shown: str | None = field(default=None, repr=False)
    rule: str | None = None

    @property
    def differs(self) -> bool:
        """Whether this field forbids the commit."""
        return self.verdict is Verdict.DIFFERS


def compare(expected: Mapping[str, Expected], shown: Mapping[str, str]) -> tuple[EchoField, ...]:
    """Compare field by field. A field that must show and does not, differs; shown but not expected is ignored."""
    return tuple(_one(name, want, shown.get(name)) for name, want in expected.items())


def _one(name: str, want: Expected, got: str | None) -> EchoField:
    rule = None
    if got is None:
        verdict = Verdict.DIFFERS if want.must_show else Verdict.NOT_SHOWN
    elif want.value is None:
        verdict = Verdict.HALL_DECIDES
    elif got == want.value:
        verdict = Verdict.SAME
    elif got in want.normalised:
        verdict, rule = Verdict.NORMALISED, want.normalised[got]
    else:
        verdict = Verdict.DIFFERS
    return EchoField(name, want.label, verdict, want.value, got, rule)
