"""The hall's template 模板下载 (WH-78), empty or filled in (WH-90), and what both tell of a person beforehand. Generators, no I/O."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sigateway.plugin import BatchResultsQuery, Filing, Flow

from . import pages_batch, wire_batch
from .access import WuhanSignedIn
from .business import Batch, Business
from .businesses import document_of
from .cases import read_words
from .facts import WuhanFacts
from .facts_annual import AnnualFacts
from .fields_annual import YEAR
from .flows_batch_rows import batch_of, read_rows
from .flows_desk import batch_results
from .pages_batch import PASSED, RUNNING
from .pages_business import PersonForm
from .reading import open_page, open_workbook


@dataclass(frozen=True)
class Template:
    """The upload form and the template's sheet. Where it comes filled in: its rows by 证件号码, and what stands beside the form."""

    form: PersonForm
    sheet: str
    people: Mapping[str, Mapping[str, str]] | None = field(default=None, repr=False)
    told: WuhanFacts | None = None

    def row_of(self, filing: Filing) -> Mapping[str, str] | None:
        """What the hall has filled in for this person; ``None`` for somebody who is not in the template."""
        return {} if self.people is None else self.people.get(document_of(filing))


def open_template(business: Business[Any, Any], batch: Batch, me: WuhanSignedIn) -> Flow[Template]:
    """The page of the batches, and the template that it offers, checked heading by heading."""
    what = business.addresses.stem
    form = pages_batch.upload_form((yield from open_page(wire_batch.page(what), "batch")), what)
    sheet = yield from open_workbook(wire_batch.template(what))
    if batch.not_listed:
        unit = WuhanFacts(unit_schemes=me.schemes, unit_class=me.unit_class)
        people = pages_batch.listed(sheet, batch.columns)
        return Template(form, sheet.name, people, business.read_facts(form, unit))
    pages_batch.check_template(sheet, batch.headings)
    return Template(form, sheet.name)


def facts_of_one(template: Template, filing: Filing, business: Business[Any, Any]) -> WuhanFacts | None:
    """What page and template tell of this person; ``None`` where the template comes empty, and tells nothing."""
    told, row = template.told, template.row_of(filing)
    if told is None:
        return None
    if row is None:
        words = read_words([batch_of(filing).not_listed], business)
        return told.model_copy(update={"refusals": words})
    return told.model_copy(update={"name": row["xm"], "mobile": row["sj"]})


def facts(filing: Filing, business: Business[Any, Any], me: WuhanSignedIn) -> Flow[WuhanFacts]:
    """What the hall shows of somebody who is declared in a batch only: READs only (WH-90, WH-95, WH-96)."""
    batch = batch_of(filing)
    template = yield from open_template(business, batch, me)
    told = facts_of_one(template, filing, business)
    if not isinstance(told, AnnualFacts):
        raise TypeError("a business without a form of its own has a template that comes filled in")
    if (yield from _declared_before(filing, business, batch, told)):
        words = read_words([batch.done_before], business)
        return told.model_copy(update={"refusals": (*told.refusals, *words)})
    return told


def _declared_before(
    filing: Filing, business: Business[Any, Any], batch: Batch, told: AnnualFacts
) -> Flow[bool]:
    """Whether a batch that was submitted holds this person for this year, running or taken."""
    for submitted in (yield from batch_results(BatchResultsQuery(filing_type=business.filing_type))):
        rows = yield from read_rows(submitted.number, batch, document=document_of(filing))
        row = rows.of(filing)
        if row is not None and row.word in (RUNNING, PASSED) and row.values[YEAR] == str(told.year):
            return True
    return False
