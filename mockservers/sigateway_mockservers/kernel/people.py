"""The register of people a World knows: synthetic all of them, and marked so in their names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from sigateway_mockservers.kernel.numbers import FEMALE, MALE, identity_number

SYNTHETIC_MARK = "模拟"
_GIVEN_NAMES = "安博辰达恩芳刚涵佳凯兰明宁鹏琪然思涛薇欣雅泽"


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """One person as the public security register and the old insurances know them.

    ``sex`` is ``"1"`` (man) or ``"2"`` (woman); ``kind`` and ``nation`` are the hall's codes. The standing
    fields say what stands in the way of an enrolment: a unit elsewhere that has not stopped, an agency's
    personal window, student or resident medical insurance.
    """

    number: str
    name: str
    sex: str
    born: date
    kind: str = "01"
    nation: str = "01"
    mobile: str = ""
    education: str = ""
    marital: str = ""
    household_kind: str = ""
    household_place: str = ""
    address: str = ""
    insured_elsewhere: str = ""
    personal_window: str = ""
    student_medical: bool = False
    resident_medical: bool = False
    ever_insured: bool = False
    arrears: bool = False
    note: str = ""

    def __post_init__(self) -> None:
        if not self.number:
            raise ValueError("a person needs a document number")
        for text in (
            self.name,
            self.household_place,
            self.address,
            self.insured_elsewhere,
            self.personal_window,
        ):
            _require_gbk(text)

    def as_json(self) -> dict[str, Any]:
        """The record as JSON-able data."""
        return asdict(self) | {"born": self.born.isoformat()}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> PersonRecord:
        """The record from :meth:`as_json` data; an unknown field is a ``TypeError``."""
        return cls(**{**data, "born": date.fromisoformat(data["born"])})


def _require_gbk(text: str) -> None:
    try:
        text.encode("gbk")
    except UnicodeEncodeError as error:
        missing = text[error.start : error.end]
        raise ValueError(f"{missing!r} is not in GBK, and a hall that speaks GBK cannot hold it") from error


class People:
    """The people of one World, by document number."""

    def __init__(self, records: Mapping[str, PersonRecord] | None = None, made: int = 0) -> None:
        self._records: dict[str, PersonRecord] = dict(records or {})
        self._made = made

    def __iter__(self) -> Iterator[PersonRecord]:
        return iter(tuple(self._records.values()))

    def __len__(self) -> int:
        return len(self._records)

    def get(self, number: str) -> PersonRecord | None:
        """The person with this document number, or ``None`` when the register does not know it."""
        return self._records.get(number)

    def add(self, record: PersonRecord) -> PersonRecord:
        """Put a person into the register; the number must be new."""
        if record.number in self._records:
            raise ValueError(f"{record.number} is in the register already; use change()")
        self._records[record.number] = record
        return record

    def change(self, number: str, **fields: Any) -> PersonRecord:
        """Change some fields of a known person and return the record as it now stands."""
        if number not in self._records:
            raise KeyError(f"{number} is not in the register")
        self._records[number] = replace(self._records[number], **fields)
        return self._records[number]

    def renumber(self, number: str, new: str) -> PersonRecord:
        """Give a known person another document number, which must be free."""
        if number not in self._records:
            raise KeyError(f"{number} is not in the register")
        if new in self._records:
            raise ValueError(f"{new} is in the register already")
        self._records = {
            (new if known == number else known): (replace(record, number=new) if known == number else record)
            for known, record in self._records.items()
        }
        return self._records[new]

    def noted(self, note: str) -> PersonRecord:
        """The first person whose ``note`` is this; the template's notes are in ``wuhan/template.py``."""
        for record in self._records.values():
            if record.note == note:
                return record
        known = ", ".join(sorted({record.note for record in self._records.values() if record.note}))
        raise KeyError(f"nobody is noted {note!r}; noted: {known}")

    def synthetic(
        self,
        *,
        sex: str = MALE,
        born: date = date(1990, 1, 1),
        district: str = "420106",
        n: int | None = None,
        registered: bool = True,
        **fields: Any,
    ) -> PersonRecord:
        """Make up a person with a checksum-valid number and a name marked 模拟.

        The same ``n`` gives the same number; without it the next free one is taken. ``registered=False`` makes a
        person whom the hall's register does not know. Further fields are those of :class:`PersonRecord`.
        """
        if sex not in (MALE, FEMALE):
            raise ValueError(f"sex is {MALE!r} for a man or {FEMALE!r} for a woman, not {sex!r}")
        number = self._number_at(sex, born, district, n) if n is not None else self._free(sex, born, district)
        ordinal = self._made
        self._made += 1
        name = (
            SYNTHETIC_MARK
            + _GIVEN_NAMES[ordinal % len(_GIVEN_NAMES)]
            + _GIVEN_NAMES[ordinal * 7 % len(_GIVEN_NAMES)]
        )
        mobile = f"1990000{ordinal % 10000:04d}"
        record = PersonRecord(
            **{"name": name, "mobile": mobile, **fields, "number": number, "sex": sex, "born": born}
        )
        return self.add(record) if registered else record

    def _number_at(self, sex: str, born: date, district: str, n: int) -> str:
        sequence = 2 * n + (1 if sex == MALE else 0)
        if not 0 <= sequence <= 999:
            raise ValueError("n is 0..499: a number has three sequence digits, one parity each")
        return identity_number(district, born, sequence)

    def _free(self, sex: str, born: date, district: str) -> str:
        for offset in range(500):
            number = self._number_at(sex, born, district, (self._made + offset) % 500)
            if number not in self._records:
                return number
        raise ValueError(f"no free number is left for {district}, {born} and this sex")

    def become(self, other: People) -> None:
        """Hold the same people as another register from now on."""
        self._records = dict(other._records)
        self._made = other._made

    def copy(self) -> People:
        """An independent register with the same people; records are shared, as they never change."""
        return People(self._records, self._made)
