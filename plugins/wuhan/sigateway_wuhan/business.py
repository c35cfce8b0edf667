"""What a business 业务 of the hall is: the type of the entries in ``businesses_*.py``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from sigateway.plugin import Amount, Context, Expected, NextStep, Scheme, Upload

from . import fields
from .facts import FactsT, WuhanFacts
from .fields import AlsoNeeded, FormField
from .pages_business import PersonForm
from .users import User
from .wire import Page
from .wire_addresses import Addresses

FilingT = TypeVar("FilingT")


@dataclass(frozen=True)
class Batch:
    """How several are filed at once 批量办理 (WH-77).

    ``name`` is the hall's 业务名称 of the task, ``columns`` those of its template, ``month`` what the hall sets beside them.
    ``other_schemes`` is what the single business says to schemes that are not the unit's, for a batch has no column for them;
    empty where it says nothing, and the echo decides.

    ``also_shown`` is what the hall sets beside them besides the month, ``of_task`` what it shows once for all of them. Of a template
    that comes filled in, ``not_listed`` is what the hall says of somebody who is not in it; empty where it comes empty. ``done_before``
    is what it says of somebody declared for this year already.
    ``limit`` is the setting of how many rows one may have. ``failed_rows``: whether the setting of WH-137 decides where rows stand
    that were given back.
    """

    name: str
    columns: tuple[FormField, ...]
    month: str
    other_schemes: str = ""
    also_shown: tuple[str, ...] = ()
    of_task: tuple[str, ...] = ()
    not_listed: str = ""
    done_before: str = ""
    limit: str = "batch_rows"
    failed_rows: bool = False

    @property
    def headings(self) -> tuple[str, ...]:
        """The first row of the template."""
        return tuple(column.heading for column in self.columns)

    @property
    def shown(self) -> tuple[str, ...]:
        """What the hall shows of each row."""
        return (*(column.name for column in self.columns), *self.also_shown, self.month)


@dataclass(frozen=True)
class Told:
    """What the hall tells of an item besides its state: who does what next, and sums."""

    next_steps: tuple[NextStep, ...] = ()
    amounts: tuple[Amount, ...] = ()


@dataclass(frozen=True)
class Business(Generic[FilingT, FactsT]):
    """One business of the hall.

    ``name`` is the hall's 业务名称, ``short`` what people call it, ``rule`` the rule that offers it; ``addresses`` where it is
    done. ``asked`` fills in the search form, ``table`` and ``stated`` the form; ``expected_echo`` pairs with what the check page
    and the lists show, ``shown_before`` with what only the form shows. ``papers_rule`` sets the day on which an ordinary
    unit's papers are due, ``None`` where no papers are brought; ``copy_setting`` is the setting of WH-133 by which a VIP unit hands
    in a copy. ``rule_of`` names the rule, by the reason's code, where the same words mean another than in ``reasons.toml``.
    ``batch`` is ``None`` where the hall takes one at a time only.

    ``files`` are the form's fields for files, and ``uploads`` what is sent in them. ``looks_again``: what the filing leaves as the
    form shows it is compared too, so the form is read again before a draft is said to be as we left it. ``of_detail`` reads what
    the detail tells of an item that has ended (an empty one: the detail has not been read yet). ``while_waiting`` is who does
    what until then.

    ``user`` is who files it (WH-114, WH-116). ``single`` is false where the hall takes batches only: one person is a batch of one.
    ``by_visit_setting``: the setting of WH-132 says who brings papers. ``again`` is what is to be known when it is filed once more.
    ``of_page`` reads what check page and detail tell of an item whatever its state: sums, and what is to be looked at.
    """

    filing_type: str
    name: str
    title: str
    short: str
    rule: str
    entrance_rule: str
    addresses: Addresses
    facts: type[FactsT]
    read_facts: Callable[[PersonForm, WuhanFacts], FactsT]
    asked: Callable[[FilingT], dict[str, str]]
    fields: tuple[FormField, ...]
    also: tuple[AlsoNeeded, ...]
    table: Callable[[FilingT], tuple[FormField, ...]]
    stated: Callable[[FilingT, frozenset[Scheme]], dict[str, str | None]]
    expected_echo: Callable[[FilingT, frozenset[Scheme], FactsT | None], dict[str, Expected]]
    shown_before: Callable[[FactsT], dict[str, str]]
    papers: tuple[str, ...]
    papers_rule: str | None = None
    copy_setting: str | None = None
    rule_of: Mapping[str, str] = field(default_factory=dict)
    batch: Batch | None = None
    files: tuple[FormField, ...] = ()
    uploads: Callable[[FilingT], Mapping[str, Upload]] | None = None
    looks_again: bool = False
    of_detail: Callable[[FilingT, Mapping[str, str]], Told] | None = None
    while_waiting: tuple[NextStep, ...] = ()
    user: User = User.UNIT
    single: bool = True
    by_visit_setting: bool = False
    again: str = ""
    of_page: Callable[[Page, Context], Told] | None = None

    def filled(self, filing: FilingT, schemes: frozenset[Scheme], shown: Mapping[str, str]) -> dict[str, str]:
        """The form as it is sent, given what the hall ``shown`` filled in."""
        return fields.filled(self.table(filing), self.stated(filing, schemes), shown)
