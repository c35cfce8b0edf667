"""Orders: a filing joined to the unit it is filed for, and who asked for it."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from .base import Model
from .filing import Filing
from .units import InsuredUnit


class Source(Model):
    """Where an instruction came from: a file, and the row of a sheet (1 is the first row)."""

    file: str = Field(repr=False)
    sheet: str | None = Field(default=None, repr=False)
    row: int | None = Field(default=None, ge=1)


class Instruction(Model):
    """Who asked for a filing, when, from where, and who approved it. Kept in the ledger beside the turn."""

    asked_by: str | None = Field(default=None, repr=False)
    asked_at: datetime | None = None
    approved_by: str | None = Field(default=None, repr=False)
    source: Source | None = None


class Order(Model):
    """One filing for one unit at one hall, as rosters and plans carry it.

    ``reference`` is the vendor's own name for the instruction; another reference is another instruction.
    """

    hall: str
    unit: InsuredUnit
    filing: Filing
    reference: str | None = None
    instruction: Instruction | None = None
