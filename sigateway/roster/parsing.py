"""One row of a sheet into a filing, or into a refusal that names every cell at fault."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from sigateway.filings.filing import Filing
from sigateway.filings.identity import Document
from sigateway.filings.uscc import UnifiedSocialCreditCode

from . import cells
from .cells import Cell, CellError
from .columns import ALL, BY_KEY, COLUMNS, EXAMPLE, Column, serving
from .kinds import KINDS, Kind
from .rows import RefusedRow, RosterRow
from .saying import reasons
from .sheets import Addresses, Sheet

_READERS: Final[Mapping[str, Callable[[Cell], Any]]] = {
    "employer_uscc": cells.code,
    "unit_number": cells.code,
    "action": cells.action,
    "name": cells.name,
    "document_kind": cells.document_kind,
    "id_number": cells.code,
    "nation": cells.digits,
    "mobile": cells.digits,
    "form": cells.employment_form,
    "contract_kind": cells.contract_kind,
    "contract_start": cells.day,
    "contract_end": cells.day,
    "wage": cells.amount,
    "month": cells.month,
    "back_pay_from": cells.month,
    "ended_on": cells.day,
    "last_paid_month": cells.month,
    "reason": cells.reason,
    "new_wage": cells.amount,
    "effective_month": cells.month,
    "year": cells.year,
    "average_wage": cells.amount,
    "from_month": cells.month,
    "to_month": cells.month,
    "education": cells.digits,
    "marital_status": cells.digits,
    "household_kind": cells.digits,
}
_USCC: Final = TypeAdapter[str](UnifiedSocialCreditCode)
_OWN: Final = frozenset({"name", "id_number", "mobile", "address", "reference"})
"""Columns whose cells are everybody's own; the same cell again in another column is not read again."""


@dataclass(frozen=True)
class _Plan:
    """How rows of one kind are read in a sheet: the columns they use, those that it lacks for them, and where each value stands."""

    kind: Kind
    columns: tuple[Column, ...]
    absent: tuple[Column, ...]
    places: Mapping[str, int]

    @classmethod
    def of(cls, kind: Kind, sheet: Sheet) -> _Plan:
        at = dict(sheet.columns)
        columns = serving(kind.code, at)
        here = tuple(c for c in columns if c.key in at)
        absent = tuple(c for c in columns if c.key not in at and c.key != "region")
        return cls(kind, here, absent, {c.path or c.key: at[c.key] for c in here})

    def key_of(self, path: str) -> str | None:
        """The column at which a refusal of the field is shown."""
        path = {"": self.kind.whole, "employment": "employment.contract_end"}.get(path, path)
        return next((column.key for column in self.columns if column.path == path), None)


class RowReader:
    """Reads the rows of one sheet."""

    def __init__(self, sheet: Sheet, regions: Mapping[str, str]) -> None:
        self._sheet, self._regions = sheet, regions
        self._places = dict(sheet.columns)
        self._common = tuple(c for c in COLUMNS if c.needed_by == ALL and c.key in self._places)
        self._plans = {kind.code: _Plan.of(kind, sheet) for kind in KINDS.values()}
        self._read: dict[str, dict[Cell, Any]] = {key: {} for key in self._places if key not in _OWN}

    def is_example(self, raw: tuple[Cell, ...]) -> bool:
        """Whether this is the example of the template."""
        place = self._places["name"]
        cell = raw[place] if place < len(raw) else ""
        return isinstance(cell, str) and cell.strip().startswith(EXAMPLE)

    def read(self, number: int, raw: tuple[Cell, ...]) -> RosterRow | RefusedRow:
        """The row as an order for a filing, or everything that stands in the way."""
        values: dict[str, Any] = {}
        faults: dict[str, str] = {}
        if "region" not in self._places:  # then the sheet is called by its region's name
            values["region"] = self._regions[self._sheet.name]
        self._take(BY_KEY["action"], number, raw, values, faults)
        plan = self._plans.get(values.get("action", ""))
        for column in self._common if plan is None else plan.columns:
            if column.key != "action":
                self._take(column, number, raw, values, faults, "" if plan is None else plan.kind.code)
        if plan is not None and plan.absent:
            lacks = "、".join(column.header for column in plan.absent)
            faults["action"] = f"为{plan.kind.word}，而本表没有所需的列：{lacks}；请补上"
        filing = None if plan is None else self._filing(plan, values, faults)
        if plan is None or filing is None or faults:
            return self._refused(number, values, faults)
        return RosterRow(
            sheet=self._sheet.name,
            row=number,
            region=values["region"],
            employer_uscc=values["employer_uscc"],
            unit_number=values.get("unit_number"),
            action=plan.kind.code,
            filing=filing,
            reference=values.get("reference"),
            cells=Addresses(self._sheet, number, plan.places),
        )

    def _take(
        self,
        column: Column,
        number: int,
        raw: tuple[Cell, ...],
        values: dict[str, Any],
        faults: dict[str, str],
        kind: str = "",
    ) -> None:
        key = column.key
        place = self._places[key]
        cell = raw[place] if place < len(raw) else ""
        known = self._read.get(key)
        if known is not None and cell in known and not self._sheet.broken:
            values[key] = known[cell]  # most cells of a roster have stood in an earlier row
        elif (number, place) in self._sheet.broken:
            faults[key] = "是错误值或没有结果的公式，请改填文字或数值"
        elif cells.is_empty(cell):
            if column.needed_by == ALL or kind in column.needed_by:
                faults[key] = "未填写"
        else:
            try:
                values[key] = self._value(key, cell)
                if known is not None and isinstance(cell, str | date):
                    known[cell] = values[key]
            except ValidationError as error:
                faults[key] = "；".join(why for _, why in reasons(error))
            except CellError as error:
                faults[key] = str(error)

    def _value(self, key: str, cell: Cell) -> Any:
        value = _READERS.get(key, cells.text)(cell)
        if key == "employer_uscc":
            return _USCC.validate_python(value)
        if key == "region":
            if value not in self._regions:
                installed = "、".join(sorted(set(self._regions.values()))) or "无"
                raise CellError(
                    f"没有安装该地区的插件（已安装：{installed}）；sigateway regions 列出可办理的地区"
                )
            return self._regions[value]
        return value

    def _filing(self, plan: _Plan, values: Mapping[str, Any], faults: dict[str, str]) -> Filing | None:
        """The filing; what the model refuses goes to ``faults``, each at its column."""
        body: dict[str, Any] = {}
        for column in plan.columns:
            if column.path and column.key in values and not column.path.startswith("person.document"):
                part, _, field = column.path.rpartition(".")
                (body.setdefault(part, {}) if part else body)[field] = values[column.key]
        body.setdefault("person", {})["document"] = self._document(values, faults)
        if "contract_start" in faults:
            body.setdefault("employment", {})
        try:
            return plan.kind.model.model_validate(body)
        except ValidationError as error:
            found = list(reasons(error))
            for path, why in found:
                key = plan.key_of(path)
                # A cell at fault already has its reason; what it leaves missing is no second one.
                if key is not None and key not in faults:
                    faults[key] = why
            if not faults:
                faults["action"] = "；".join(why for _, why in found)
        return None

    def _document(self, values: Mapping[str, Any], faults: dict[str, str]) -> Document | None:
        number, kind = values.get("id_number"), values.get("document_kind")
        if number is None:
            return None
        try:
            return Document.recognise(number) if kind is None else Document(kind=kind, number=number)
        except ValidationError as error:
            faults["id_number"] = "；".join(why for _, why in reasons(error))
        except ValueError as error:
            faults["id_number"] = str(error)
        return None

    def _refused(self, number: int, values: Mapping[str, Any], faults: Mapping[str, str]) -> RefusedRow:
        said = []
        addresses = []
        for column in COLUMNS:
            if column.key not in faults:
                continue
            if column.key not in self._places:
                said.append(f"{column.header}：{faults[column.key]}")
                continue
            where = self._sheet.address(number, self._places[column.key])
            addresses.append(where)
            known_as = "" if f"“{column.header}”" in where else f"（{column.header}）"
            said.append(f"{where}{known_as}{faults[column.key]}")
        return RefusedRow(
            sheet=self._sheet.name,
            row=number,
            cells=tuple(addresses),
            why="；".join(said),
            name=values.get("name"),
        )
