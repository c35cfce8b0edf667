"""What a business of the hall is: its form as data, and what it says at entrance, save and review.

The stages are pure: they look at the values and at the person's standing, and answer every reason of their stage. A
later stage is asked only when the earlier one had none. Searching, saving, submitting, reviewing, listing and judging
are the same for all of them, and live outside.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from sigateway_mockservers.kernel.reasons import Reason
from sigateway_mockservers.wuhan import reasons
from sigateway_mockservers.wuhan.documents import KIND, NUMBER
from sigateway_mockservers.wuhan.fields import FormField
from sigateway_mockservers.wuhan.standing import Standing

if TYPE_CHECKING:
    from sigateway_mockservers.wuhan.lists import ListPage
    from sigateway_mockservers.wuhan.records import Effect, Task
    from sigateway_mockservers.wuhan.store import Store

Values = Mapping[str, str]


class Fact(NamedTuple):
    """A line that the form shows above its fields."""

    name: str
    label: str
    value: str


class FormTable(NamedTuple):
    """A table that the form shows, with its headings by field."""

    name: str
    title: str
    columns: Mapping[str, str]
    rows: Sequence[Mapping[str, str]]
    page: int = 1
    pages: int = 1

    @property
    def total(self) -> int:
        """How many rows there are: all of them are on the one page."""
        return len(self.rows)


class Decided(Enum):
    """What an item waits for once it is submitted."""

    #: The minutes of the system, or the papers of an ordinary unit.
    BY_REVIEW = "review"
    #: Nothing: it is taken with its submission.
    AT_ONCE = "at once"
    #: The agency's answer, however long it takes.
    BY_ANSWER = "answer"


class Business(ABC):
    """One business of the hall."""

    #: What tests and the oracle call it.
    kind: ClassVar[str]
    #: 业务名称; empty: offered in batches only.
    name: ClassVar[str]
    #: The first half of its operations and page kinds: ``enrol`` of ``enrol.save`` and ``enrol_form``.
    verb: ClassVar[str]
    #: The first half of its paths: ``zengyuan`` of ``zengyuan_baocun.do``.
    stem: ClassVar[str]
    #: 业务名称 of its batches, and the form printed from them; empty: not offered in batches (WH-77).
    batch_name: ClassVar[str] = ""
    printed_as: ClassVar[str] = ""
    #: What is said of an upload of which anything stands.
    upload_notice: ClassVar[str] = ""
    #: The most people of one upload. The hall's real figures are unknown (E0).
    most_rows: ClassVar[int] = 500
    #: What is asked for before the form; nothing when the form is about the unit itself.
    asked: ClassVar[tuple[FormField, ...]] = (KIND, NUMBER)
    #: The form, as filed.
    fields: ClassVar[tuple[FormField, ...]]
    #: What the hall adds on each save; shown on the check page and the detail page only.
    added: ClassVar[tuple[FormField, ...]] = ()
    #: What is known once the item is decided; on the detail page only, empty until then.
    told: ClassVar[tuple[FormField, ...]] = ()
    #: The columns of the table ``mx`` that the hall keeps with an item, for check and detail page; none: no table.
    kept: ClassVar[Mapping[str, str]] = {}
    #: What its check page always says; it refuses nothing.
    check_notices: ClassVar[tuple[str, ...]] = ()
    #: The reason given when an ordinary unit's papers do not come; ``None``: the system reviews it for every unit.
    papers_late: ClassVar[Reason | None] = None
    #: Where its items lead once they are taken: what it is called, and the path to which 业务顺序号 is added.
    leads_to: ClassVar[tuple[tuple[str, str], ...]] = ()
    #: What it waits for once submitted.
    decided: ClassVar[Decided] = Decided.BY_REVIEW
    #: Whether the month from which its filings work follows from when they are saved.
    has_months: ClassVar[bool] = True
    #: A later filing takes the place of an earlier one: the same content twice, with no other between, is a duplicate.
    replaces_itself: ClassVar[bool] = False
    #: Two filings of the same content are two, as long as they were saved separately.
    may_be_alike: ClassVar[bool] = False
    #: Whether the counter corrects what was taken (WH-41).
    can_be_corrected: ClassVar[bool] = False
    #: The kinds whose earlier filings make way for one of this: their content may be filed again.
    follows: ClassVar[frozenset[str]] = frozenset()

    def person_asked_for(self, asked: Values, _store: Store) -> str:
        """The document number of the person who is asked for; empty where a form is about the unit itself."""
        return asked.get("zjhm", "")

    def subject_asked_for(self, asked: Values, store: Store) -> str:
        """The number that the standing is about: a person's document, unless the business is about something else."""
        return self.person_asked_for(asked, store)

    def subject(self, values: Values) -> str:
        """The same, from the fields of a form."""
        return values.get("zjhm", "")

    def search_list(self, _store: Store, _user: str, _asked: Values, _at: datetime) -> ListPage | None:
        """A list of the user's own that the search page has too, by the fields of its query."""
        return None

    def parties(self, values: Values) -> tuple[str, ...]:
        """The document numbers of those for whom the journal says that something was filed."""
        return (values.get("zjhm", ""),)

    def content(self, values: Values) -> dict[str, str]:
        """What two filings have in common that file the same: every field of the form, without what the hall sets."""
        return {each.name: values.get(each.name, "") for each in self.fields}

    def entrance_reasons(self, _asked: Values, _standing: Standing) -> list[Reason]:
        """What stops the business before the form is shown."""
        return []

    def facts(self, _standing: Standing) -> list[Fact]:
        """What the form shows of the person."""
        return []

    def tables(self, _standing: Standing) -> list[FormTable]:
        """The tables that the form shows below its facts, all rows on one page."""
        return []

    def form_notices(self, _standing: Standing) -> tuple[str, ...]:
        """What a form says when it is shown without reasons against it; it refuses nothing."""
        return ()

    def lines(self, _values: Values, _standing: Standing) -> tuple[Mapping[str, str], ...]:
        """The rows of the table that the hall keeps with an item, anew on each save."""
        return ()

    @abstractmethod
    def filled_in(self, asked: Values, standing: Standing) -> dict[str, str]:
        """What the hall fills into a fresh form; the other fields are empty."""

    def save_reasons(self, values: Values, _standing: Standing) -> list[Reason]:
        """What stops a form from being saved: its fields by themselves, and what the business asks beyond them."""
        return self.field_reasons(values)

    def field_reasons(self, values: Values) -> list[Reason]:
        """WH-32: empty red fields, and values that the hall does not take."""
        found: list[Reason] = []
        for each in self.fields:
            if values[each.name]:
                if not self.takes(each, values):
                    found.append(reasons.malformed(each.label))
            elif self.requires(each, values):
                found.append(reasons.required(each.label))
        return found

    def moved_reasons(self, _moved: Sequence[FormField]) -> list[Reason]:
        """What is said of fixed fields that did not come back as they were shown. The other reasons look past that."""
        return [reasons.GREY_FIELD]

    def reasons_against_shown(self, _values: Values, _shown: Values) -> list[Reason]:
        """What stops a form from being saved, given what it showed when it was handed out; also when it is edited."""
        return []

    def requires(self, field: FormField, _values: Values) -> bool:
        """Whether a field must be filled in, given the others."""
        return field.red

    def takes(self, field: FormField, values: Values) -> bool:
        """Whether a filled-in field is well formed, given the others."""
        return field.takes(values[field.name])

    def added_on_save(self, _values: Values, _standing: Standing) -> dict[str, str]:
        """What the hall sets itself, anew on each save."""
        return {}

    def submit_reasons(self, _values: Values, standing: Standing) -> list[Reason]:
        """What stops a draft with these values from being submitted."""
        reason = self.submit_reason(standing)
        return [] if reason is None else [reason]

    def submit_reason(self, _standing: Standing) -> Reason | None:
        """What stops any draft from being submitted: several of one person may stand side by side."""
        return None

    def review_reasons(self, _values: Values, _standing: Standing) -> list[Reason]:
        """What the review finds."""
        return []

    def start_month(self, _values: Values) -> str:
        """The month from which a filing works; empty for a business without months."""
        return ""

    def insurance_meant(self, number: str, standing: Standing) -> str:
        """The number of the insurance that a filing of this number is about."""
        return standing.insurance.sxh if standing.insurance is not None else number

    @property
    def batch_columns(self) -> tuple[FormField, ...]:
        """The fields that a row of the template gives."""
        return self.fields

    def filled_in_row(self, _standing: Standing) -> dict[str, str]:
        """The fields that the template has no columns for."""
        return {}

    def row_reasons(self, _values: Values, _standing: Standing) -> list[Reason]:
        """What stops a row at the save stage that the single form leaves no room for."""
        return []

    def people_of_template(self, _store: Store, _unit: str) -> list[str]:
        """The document numbers with which the template is filled in; nobody: it is empty."""
        return []

    def template_row(self, _standing: Standing) -> dict[str, str]:
        """What a filled-in template says of a person."""
        return {}

    def file_reason(self, _store: Store, _now: datetime) -> Reason | None:
        """What refuses every upload, whatever the file."""
        return None

    def batch_facts(self, _store: Store, _now: datetime) -> list[Fact]:
        """What the page of its batches shows."""
        return []

    def uploaded_facts(self, _task: Task) -> list[Fact]:
        """What the list of an upload shows beside the numbers of people."""
        return []

    def is_decided_by_staff(self, _store: Store, *, vip: bool) -> bool:
        """Whether a unit of this class brings papers, and staff decide."""
        return self.papers_late is not None and not vip

    def failed_rows_return(self, _store: Store) -> bool:
        """Whether rows that are given back while others are taken make an item of their own."""
        return False

    def year(self, _values: Values) -> str:
        """The year for which a filing is; empty where there is none."""
        return ""

    @abstractmethod
    def take_effect(self, store: Store, effect: Effect, values: Values, at: datetime) -> None:
        """Put in force a filing that was approved at a moment."""

    def correct(self, _store: Store, _effect: Effect, values: Values) -> dict[str, str]:
        """Let what is in force follow corrected values; with what the hall sets itself (WH-41)."""
        return dict(values)

    def shows_in(self, store: Store, effect: Effect) -> bool:
        """Whether what the hall holds shows an effect that is in force."""
        insurance = store.insurances.get(effect.insurance)
        return insurance is not None and any(each.filed == effect.number for each in insurance.wages)

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
