"""What a business of the hall is: its form as data, and what it says at entrance, save and review.

The stages are pure: they look at the values and at the person's standing, and answer every reason of their stage. A
later stage is asked only when the earlier one had none. Searching, saving, submitting, reviewing, listing and judging
are the same for all of them, and live outside.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from sigateway_mockservers.wuhan import reasons
from sigateway_mockservers.wuhan.documents import KIND, NUMBER
from sigateway_mockservers.wuhan.fields import FormField
from sigateway_mockservers.wuhan.reasons import Reason
from sigateway_mockservers.wuhan.standing import Standing

if TYPE_CHECKING:
    from sigateway_mockservers.wuhan.records import Effect, Task
    from sigateway_mockservers.wuhan.store import Store

Values = Mapping[str, str]


class Fact(NamedTuple):
    """A line that the form shows above its fields."""

    name: str
    label: str
    value: str


class Business(ABC):
    """One business of the hall."""

    #: What tests and the oracle call it.
    kind: ClassVar[str]
    #: 业务名称.
    name: ClassVar[str]
    #: The first half of its operations and page kinds: ``enrol`` of ``enrol.save`` and ``enrol_form``.
    verb: ClassVar[str]
    #: The first half of its paths: ``zengyuan`` of ``zengyuan_baocun.do``.
    stem: ClassVar[str]
    #: What is asked for before the form.
    asked: ClassVar[tuple[FormField, ...]] = (KIND, NUMBER)
    #: The form, as filed.
    fields: ClassVar[tuple[FormField, ...]]
    #: What the hall adds on each save; shown on the check page and the detail page only.
    added: ClassVar[tuple[FormField, ...]]
    #: The reason given when an ordinary unit's papers do not come; ``None``: the system reviews it for every unit.
    papers_late: ClassVar[Reason | None]
    #: The kinds whose earlier filings make way for one of this: their content may be filed again.
    follows: ClassVar[frozenset[str]]

    def person_asked_for(self, asked: Values, _store: Store) -> str:
        """The document number of the person who is asked for."""
        return asked["zjhm"]

    @abstractmethod
    def entrance_reasons(self, asked: Values, standing: Standing) -> list[Reason]:
        """What stops the business before the form is shown."""

    @abstractmethod
    def facts(self, standing: Standing) -> list[Fact]:
        """What the form shows of the person."""

    @abstractmethod
    def filled_in(self, asked: Values, standing: Standing) -> dict[str, str]:
        """What the hall fills into a fresh form; the other fields are empty."""

    def save_reasons(self, values: Values, _standing: Standing) -> list[Reason]:
        """What stops a form from being saved. WH-32: empty red fields, and values that the hall does not take."""
        found: list[Reason] = []
        for each in self.fields:
            if values[each.name]:
                if not self.takes(each, values):
                    found.append(reasons.malformed(each.label))
            elif self.requires(each, values):
                found.append(reasons.required(each.label))
        return found

    def requires(self, field: FormField, _values: Values) -> bool:
        """Whether a field must be filled in, given the others."""
        return field.red

    def takes(self, field: FormField, values: Values) -> bool:
        """Whether a filled-in field is well formed, given the others."""
        return field.takes(values[field.name])

    @abstractmethod
    def added_on_save(self, values: Values, standing: Standing) -> dict[str, str]:
        """What the hall sets itself, anew on each save."""

    @abstractmethod
    def submit_reason(self, standing: Standing) -> Reason | None:
        """What stops a draft from being submitted: several of one person may stand side by side."""

    @abstractmethod
    def review_reasons(self, values: Values, standing: Standing) -> list[Reason]:
        """What the review finds."""

    @abstractmethod
    def start_month(self, values: Values) -> str:
        """The month from which a filing works."""

    def insurance_meant(self, task: Task, standing: Standing) -> str:
        """The number of the insurance that a filing is about."""
        return standing.insurance.sxh if standing.insurance is not None else task.sxh

    @abstractmethod
    def take_effect(self, store: Store, effect: Effect, values: Values, at: datetime) -> None:
        """Put in force a filing that was approved at a moment."""

    @abstractmethod
    def as_a_clerk(self, standing: Standing) -> dict[str, str]:
        """What a clerk enters where a test says nothing else."""

    @property
    def grey_names(self) -> tuple[str, ...]:
        """The posted fields that the check page does not let change."""
        return tuple(each.name for each in self.fields if each.grey)

    @property
    def black_names(self) -> tuple[str, ...]:
        """The fields that the check page lets change."""
        return tuple(each.name for each in self.fields if not each.grey)
