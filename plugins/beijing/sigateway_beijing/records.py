"""Rows of ``four`` as the records of ``questions.py``: for each record its fields, by the hall's names and how each is read. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Any, Final

from sigateway.plugin import Model, Month, Scheme, WireChanged

from . import questions as q
from .access import UNIT_DATA
from .fields import CODES

Row = Mapping[str, Any]
Read = Callable[[Any], Any]

_SCHEMES: Final[Mapping[str, Scheme]] = {
    code: scheme for scheme, code in CODES.items() if scheme is not Scheme.LARGE_MEDICAL
}
_UNIT_DATA: Final = {name: label for name, (_, label) in UNIT_DATA.items()}


@dataclass(frozen=True, slots=True)
class Shown:
    """One field as the hall shows it. ``or_none``: it may be empty, or not stand there at all."""

    name: str
    read: Read = str
    or_none: bool = False

    def of(self, row: Row) -> Any:
        """What it holds in this row."""
        if self.or_none and row.get(self.name) in (None, ""):
            return None
        return self.read(row[self.name])


class Shape:
    """A record, and where each of its fields stands in a row."""

    def __init__(self, record: type[Model], *shared: Mapping[str, Shown], **own: Shown | str) -> None:
        self._record = record
        self._fields = {name: shown for each in shared for name, shown in each.items()} | {
            name: Shown(shown) if isinstance(shown, str) else shown for name, shown in own.items()
        }

    def read(self, where: str, row: Row, **more: Any) -> Any:
        """The record of this row; ``more`` is what the answer says beside its rows. WireChanged when it is another row."""
        try:
            return self._record(**{name: shown.of(row) for name, shown in self._fields.items()}, **more)
        except (KeyError, ValueError, TypeError, InvalidOperation) as error:
            raise WireChanged(f"four.{where}", "a record of this query", type(error).__name__) from None


def _schemes(text: str) -> frozenset[Scheme]:
    return frozenset(_SCHEMES[code] for code in text.split(",") if code)


def _day(text: str) -> date:
    return date.fromisoformat(text[:10])


def _yes(text: Any) -> bool:
    return str(text) == "1"


def _unit_datum(name: str) -> str:
    return _UNIT_DATA.get(name, name)


_WHO: Final = MappingProxyType({"name": Shown("name"), "id_number": Shown("idCard")})
_MONTHLY: Final = MappingProxyType(
    {"month": Shown("month", Month.parse), "scheme": Shown("ins", _SCHEMES.__getitem__)}
)
_SHARES: Final = MappingProxyType(
    {"unit_part": Shown("unitAmt", Decimal), "person_part": Shown("personAmt", Decimal)}
)
_PEOPLE: Final = MappingProxyType({"people": Shown("people", int), "total": Shown("total", Decimal)})

UNIT_PAYMENT: Final = Shape(
    q.UnitPayment, _MONTHLY, _SHARES, _PEOPLE,
    base_total=Shown("baseTotal", Decimal), state="state", paid_on=Shown("paidOn", _day, or_none=True),
)  # fmt: skip
UNIT_ARREAR: Final = Shape(q.UnitArrear, _MONTHLY, _SHARES, _PEOPLE)
BASE: Final = Shape(
    q.ContributionBase, _WHO,
    scheme=_MONTHLY["scheme"], wage=Shown("wage", Decimal), base=Shown("base", Decimal),
    since=Shown("from", Month.parse), until=Shown("to", Month.parse, or_none=True),
)  # fmt: skip
PERSON: Final = Shape(
    q.InsuredPerson, _WHO,
    id_type="idType", sex="sex", birth="birth", nation="nation", education="education", household="hukou",
    fee_kind="feePsnType", mobile="mobile", address="address", schemes=Shown("insuranceType", _schemes),
    since=Shown("since", Month.parse, or_none=True), state="psnState",
)  # fmt: skip
PENSION_YEAR: Final = Shape(
    q.PensionYear,
    year=Shown("year", int), months=Shown("months", int, or_none=True), base=Shown("base", Decimal, or_none=True),
    opening=Shown("opening", Decimal, or_none=True), unit_part=Shown("unitIn", Decimal, or_none=True),
    person_part=Shown("personIn", Decimal, or_none=True), interest=Shown("interest", Decimal, or_none=True),
    balance=Shown("balance", Decimal),
)  # fmt: skip
PERSON_PAYMENT: Final = Shape(q.PersonPayment, _MONTHLY, _SHARES, base=Shown("base", Decimal), state="state")
AGREEMENT: Final = Shape(
    q.Agreement, item=Shown("item", _unit_datum), four="four", medical="medical", same=Shown("same", _yes)
)
ONE_SIDED: Final = Shape(q.OneSided, _WHO, four=Shown("four", _yes), medical=Shown("medical", _yes))
DIVERGENCE: Final = Shape(
    q.Divergence, _WHO,
    four_number="lsh", medical_number="slh", business="type", verdict="verdictName", differs=Shown("differs", tuple),
)  # fmt: skip
