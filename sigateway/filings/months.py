"""Calendar months 年月: the unit in which social insurance is paid."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from .codes import tidy

_SHANGHAI: Final = ZoneInfo("Asia/Shanghai")
_WRITTEN: Final = re.compile(
    r"(?P<y>[0-9]{4})(?:[-/.](?P<m1>[0-9]{1,2})|年(?P<m2>[0-9]{1,2})月?|(?P<m3>[0-9]{2}))", re.ASCII
)
_HOW_TO_WRITE: Final = "年月应写成 2026-11、202611、2026/11、2026.11 或 2026年11月"


@dataclass(frozen=True, order=True, slots=True, repr=False)
class Month:
    """A calendar month 年月 such as ``Month(2026, 11)``: frozen, hashable, ordered.

    As a field of a pydantic model it takes a ``Month`` or any spelling of :meth:`parse`;
    in JSON it is ``"2026-11"``.
    """

    year: int
    month: int

    def __post_init__(self) -> None:
        if type(self.year) is not int or type(self.month) is not int:
            raise ValueError("年和月应为整数")
        if not 1 <= self.year <= 9999 or not 1 <= self.month <= 12:
            raise ValueError("没有这样的年月：年应在 1 到 9999 之间，月应在 1 到 12 之间")

    @classmethod
    def parse(cls, text: str) -> Month:
        """Read ``2026-11``, ``202611``, ``2026/11``, ``2026.11`` or ``2026年11月``, full-width or half-width.

        One digit for the month will do where a separator stands before it (``2026年1月``, but not ``20261``).
        """
        found = _WRITTEN.fullmatch(tidy(text))
        if found is None:
            raise ValueError(_HOW_TO_WRITE)
        month = found["m1"] or found["m2"] or found["m3"]
        return cls(int(found["y"]), int(month))

    @classmethod
    def of(cls, day: date | datetime) -> Month:
        """The month of a day. Aware times count by Asia/Shanghai; naive ones are taken to be there."""
        if isinstance(day, datetime) and day.tzinfo is not None:
            day = day.astimezone(_SHANGHAI)
        return cls(day.year, day.month)

    def plus(self, months: int) -> Month:
        """The month so many months later; earlier when negative."""
        year, month = divmod(self.year * 12 + self.month - 1 + months, 12)
        return Month(year, month + 1)

    def __sub__(self, other: Month) -> int:
        """How many months this one is after the other: 2027-01 minus 2026-11 is 2."""
        if not isinstance(other, Month):
            return NotImplemented
        return (self.year - other.year) * 12 + self.month - other.month

    @property
    def first_day(self) -> date:
        """The first day of the month."""
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        """The last day of the month."""
        return date(self.year, self.month, monthrange(self.year, self.month)[1])

    @property
    def compact(self) -> str:
        """Six digits, as halls write it in codes and files: ``202611``."""
        return f"{self.year:04d}{self.month:02d}"

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"

    def __repr__(self) -> str:
        return f"Month({self.year}, {self.month})"

    @classmethod
    def _accept(cls, value: object) -> Month:
        if isinstance(value, Month):
            return value
        if isinstance(value, str):
            return cls.parse(value)
        raise ValueError(_HOW_TO_WRITE)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls._accept, serialization=core_schema.to_string_ser_schema(when_used="json")
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {
            "type": "string",
            "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$",
            "description": "年月，如 2026-11",
            "examples": ["2026-11"],
        }
