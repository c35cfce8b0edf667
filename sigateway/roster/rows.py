"""What a roster is once read: rows that can be filed, rows that cannot, and where each stood."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, SkipValidation

from sigateway.filings.base import Model
from sigateway.filings.filing import Filing
from sigateway.filings.findings import Finding
from sigateway.filings.orders import Instruction, Order, Source
from sigateway.filings.people import Person
from sigateway.filings.units import InsuredUnit

from .sheets import Sheet


class RosterRow(Model):
    """A row that reads well. ``row`` counts from 1, as the spreadsheet shows it.

    ``cells`` maps the filing's dotted fields (and the keys of the other columns) to the cell each came from.
    """

    sheet: str
    row: int
    region: str
    employer_uscc: str
    unit_number: str | None = None
    action: str
    filing: Filing = Field(repr=False)
    reference: str | None = None
    cells: Annotated[Mapping[str, str], SkipValidation] = Field(default_factory=dict)

    @property
    def name(self) -> str:
        """The person's name."""
        return self.person.name

    @property
    def person(self) -> Person:
        """The person: every row is about one."""
        person = self.filing.subject
        assert person is not None, "a roster holds filings about people only"
        return person

    def order(self, unit: InsuredUnit, file: str) -> Order:
        """The row as an order for its unit, saying which file, sheet and row asked for it."""
        source = Source(file=file, sheet=self.sheet, row=self.row)
        return Order(
            hall=self.region,
            unit=unit,
            filing=self.filing,
            reference=self.reference,
            instruction=Instruction(source=source),
        )

    def cells_of(self, finding: Finding) -> tuple[str, ...]:
        """The cells that a finding speaks of; where it names a whole part (``person``), those of that part."""
        found = [
            address
            for field in finding.fields
            for path, address in self.cells.items()
            if path == field or path.startswith(f"{field}.")
        ]
        return tuple(dict.fromkeys(found))

    def as_json(self) -> dict[str, Any]:
        """The contract of ``sigateway check --json``, but for the findings. Holds the full document number.

        ``wage`` is null where none is declared; ``month`` the period that the filing is about: first paid, last paid, effective
        from, the year, the last month owed.
        """
        wage = getattr(self.filing, "declared_wage", None) or getattr(
            self.filing, "average_monthly_wage", None
        )
        return {
            "sheet": self.sheet,
            "row": self.row,
            "region": self.region,
            "employer_uscc": self.employer_uscc,
            "action": self.action,
            "id_number": self.person.document.number,
            "name": self.name,
            "wage": str(wage) if wage is not None else None,
            "month": str(self.filing.period),
        }


class RefusedRow(Model):
    """A row that cannot be filed as it stands. ``why`` names each cell, the reason and the cure; never an identity number."""

    sheet: str
    row: int
    cells: tuple[str, ...]
    why: str
    name: str | None = Field(default=None, repr=False)

    def as_json(self) -> dict[str, Any]:
        """The contract of ``sigateway check --json``."""
        return {"sheet": self.sheet, "row": self.row, "cells": list(self.cells), "why": self.why}


class Roster(Model):
    """A workbook, read. ``notes`` says what was left aside: sheets without a header, columns that are not known."""

    path: Path
    rows: tuple[RosterRow, ...]
    refused: tuple[RefusedRow, ...]
    notes: tuple[str, ...] = ()
    sheets: tuple[Sheet, ...] = Field(default=(), repr=False)
