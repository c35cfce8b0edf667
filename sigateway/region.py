"""What a region is to the core: its name, its log-in modes, its sites, and how its replies are told apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pydantic import Field

from sigateway.filings.base import Model
from sigateway.filings.cases import Actor, Reason
from sigateway.filings.filing import Filing
from sigateway.filings.findings import Grade
from sigateway.flows.credentials import Credentials
from sigateway.flows.effects import Reply
from sigateway.flows.replies import Classified


def _as_said(words: Sequence[str], filing: Filing) -> tuple[Reason, ...]:
    return tuple(Reason(words=each) for each in words)


@dataclass(frozen=True)
class Region:
    """The fixed facts of a region, as its plugin's attribute ``region``.

    ``code`` is the entry point's name; ``name`` Chinese; ``classify`` is the region's ``wire.classify``; ``wire_grade`` how well
    its wire is evidenced (a modelled wire is E0). ``read_words`` makes reasons of the hall's words about a filing, for a refusal that
    the core meets with no flow of the region's at hand; without it the words stay raw.
    """

    code: str
    name: str
    login_modes: tuple[type[Credentials], ...]
    classify: Callable[[Reply], Classified]
    sites: tuple[str, ...] = ("hall",)
    wire_grade: Grade = Grade.E0
    read_words: Callable[[Sequence[str], Filing], tuple[Reason, ...]] = _as_said


class WayKind(StrEnum):
    """How a case can be undone or changed."""

    DISCARD = "discard"  #: 退单, of what was never submitted or came back
    WITHDRAW = "withdraw"  #: 撤销, of what was submitted
    OPPOSITE = "opposite"  #: another filing that undoes its effect
    WAIT = "wait"  #: nothing now; another way opens when the hall has decided
    COUNTER = "counter"  #: 窗口, by people with papers

    @property
    def online(self) -> bool:
        """Whether ``session.correct`` can take it by itself."""
        return self in (WayKind.DISCARD, WayKind.WITHDRAW)


class Way(Model):
    """One way back 更正途径: what is done, by whom, until when, with which papers, and the rule that says so."""

    kind: WayKind
    what: str
    who: Actor
    rule: str
    until: date | None = None
    place: str | None = None
    papers: tuple[str, ...] = ()


class FieldNeed(Model):
    """A field that a hall needs for a filing. ``name`` is the filing's dotted path, ``label`` the hall's word."""

    name: str
    label: str
    mandatory: bool
    rule: str


class Offer(Model):
    """A filing type that this hall takes online, with the papers to keep or to bring 所需资料.

    ``batch_limit``: how many people one batch 批量 of this type may hold; None where it is filed one by one only.
    """

    type: str
    title: str
    fields: tuple[FieldNeed, ...]
    papers: tuple[str, ...] = ()
    rule: str
    batch_limit: int | None = Field(default=None, ge=1)


class Elsewhere(Model):
    """Something that is done elsewhere: which rule says so, where, with which papers, on which days.

    ``type`` is the filing type, or a name of its own where nothing is filed; ``title`` what people call it.
    """

    type: str
    title: str = ""
    rule: str
    why: str
    place: str
    papers: tuple[str, ...] = ()
    days: str | None = None
