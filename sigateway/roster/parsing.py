"""One row of a sheet into a filing, or into a refusal that names every cell at fault."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from sigateway.filings.filing import Enrolment
from sigateway.filings.identity import Document
from sigateway.filings.uscc import UnifiedSocialCreditCode

from . import cells
from .cells import Cell, CellError
from .columns import BY_KEY, COLUMNS
from .rows import RefusedRow, RosterRow
from .saying import reasons
from .sheets import Sheet, address

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
    "contract_start": cells.day,
    "contract_end": cells.day,
    "wage": cells.amount,
    "month": cells.month,
    "back_pay_from": cells.month,
    "education": cells.digits,
    "marital_status": cells.digits,
    "household_kind": cells.digits,
}
_USCC: Final = TypeAdapter[str](UnifiedSocialCreditCode)


class RowReader:
    """Reads the rows of one sheet."""

    def __init__(self, sheet: Sheet, regions: Mapping[str, str]) -> None:
        self._sheet, self._regions = sheet, regions
        self._places = dict(sheet.columns)

    def read(self, number: int, raw: tuple[Cell, ...]) -> RosterRow | RefusedRow:
        """The row as an order for a filing, or everything that stands in the way."""
        values: dict[str, Any] = {}
        faults: dict[str, str] = {}
        for column in COLUMNS:
            if column.key in self._places:
                self._take(column.key, number, raw, values, faults)
        filing = self._filing(values, faults)
        if filing is None or faults:
            return self._refused(number, values, faults)
        return RosterRow(
            sheet=self._sheet.name,
            row=number,
            region=values["region"],
            employer_uscc=values["employer_uscc"],
            unit_number=values.get("unit_number"),
            action=values["action"],
            filing=filing,
            reference=values.get("reference"),
            cells={BY_KEY[key].path or key: address(number, place) for key, place in self._places.items()},
        )

    def _take(
        self, key: str, number: int, raw: tuple[Cell, ...], values: dict[str, Any], faults: dict[str, str]
    ) -> None:
        place = self._places[key]
        cell = raw[place] if place < len(raw) else ""
        if (number, place) in self._sheet.broken:
            faults[key] = "是错误值或没有结果的公式，请改填文字或数值"
        elif cells.is_empty(cell):
            if BY_KEY[key].mandatory:
                faults[key] = "未填写"
        else:
            try:
                values[key] = self._value(key, cell)
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
                known = "、".join(sorted(set(self._regions.values()))) or "无"
                raise CellError(
                    f"没有安装该地区的插件（已安装：{known}）；sigateway regions 列出可办理的地区"
                )
            return self._regions[value]
        return value

    def _filing(self, values: Mapping[str, Any], faults: dict[str, str]) -> Enrolment | None:
        """The filing; what the models refuse goes to ``faults``, each at its column."""
        body: dict[str, Any] = {"person": {}, "employment": {}}
        for column in COLUMNS:
            if column.path and column.key in values and not column.path.startswith("person.document"):
                *parts, last = column.path.split(".")
                target = body
                for part in parts:
                    target = target[part]
                target[last] = values[column.key]
        body["person"]["document"] = self._document(values, faults)
        if not body["employment"] and "contract_start" not in faults:
            del body["employment"]
        try:
            return Enrolment.model_validate(body)
        except ValidationError as error:
            found = list(reasons(error))
            for key, why in found:
                # A cell at fault already has its reason; what it leaves missing is no second one.
                if key in BY_KEY and key not in faults:
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
            where = address(number, self._places[column.key]) if column.key in self._places else ""
            if where:
                addresses.append(where)
            said.append(
                f"{where}（{column.header}）{faults[column.key]}"
                if where
                else f"{column.header}：{faults[column.key]}"
            )
        return RefusedRow(
            sheet=self._sheet.name,
            row=number,
            cells=tuple(addresses),
            why="；".join(said),
            name=values.get("name"),
        )
