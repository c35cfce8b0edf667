"""Rosters 名册: a workbook or text file of people in, an annotated workbook of what became of each row out."""

from .outcomes import Outcome
from .reading import read
from .results import write_results
from .rows import RefusedRow, Roster, RosterRow
from .template import Needs, write_template
from .units import KnownUnit, UnitsFile, read_units

__all__ = [
    "KnownUnit",
    "Needs",
    "Outcome",
    "RefusedRow",
    "Roster",
    "RosterRow",
    "UnitsFile",
    "read",
    "read_units",
    "write_results",
    "write_template",
]
