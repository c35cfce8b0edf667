"""What a 报盘 file holds, whatever its codec: columns of each business, the wording of lines, checksums."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from sigateway_mockservers.beijing.figures import money
from sigateway_mockservers.beijing.filings.fields import FIELDS, is_wage
from sigateway_mockservers.beijing.names import ADD, BACK, CUT, PERSON, WAGE
from sigateway_mockservers.kernel.reasons import Reason

CHARSET = "gb18030"
END = b"\r\n"
FORMAT, VERSION, RESULT = "BJBP", "1", "BJJG"
TEXT, DBF = "txt", "dbf"
MOST_PEOPLE, MOST_LINE_BYTES, MOST_REASONS = 20_000, 1000, 100
#: A table pads every column to its width.
MOST_BYTES: Mapping[str, int] = {TEXT: 8 * 1024 * 1024, DBF: 16 * 1024 * 1024}

_HOSPITALS = ("DDYY1", "DDYY2", "DDYY3", "DDYY4")
#: The columns of each business, in their order.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    ADD: (
        *(
            "ZJLX",
            "ZJHM",
            "XM",
            "JFRYLB",
            "YLRYLB",
            "YJGZ",
            "ZJYY",
            "HTQSRQ",
            "SJ",
            "MZ",
            "WHCD",
            "HKXZ",
            "DZ",
        ),
        *_HOSPITALS,
    ),
    CUT: ("ZJLX", "ZJHM", "XM", "JSRQ", "TZYY"),
    WAGE: ("ZJLX", "ZJHM", "XM", "YJGZ"),
    BACK: ("ZJLX", "ZJHM", "XM", "YJGZ", "BJKSNY", "BJJSNY", "BJYY"),
    PERSON: ("ZJLX", "ZJHM", "XM", "JFRYLB", "MZ", "WHCD", "HKXZ", "SJ", "DZ", *_HOSPITALS),
}
#: A column's field, by its name at home.
NAME_OF: Mapping[str, str] = {each.medical.upper(): each.name for each in FIELDS}

_ESCAPES = {"%": "%25", "\t": "%09", "\n": "%0A", "\r": "%0D"}
_ESCAPED = str.maketrans(_ESCAPES)
_WRITTEN = {escape: character for character, escape in _ESCAPES.items()}
_ESCAPE = re.compile(r"%.{0,2}", re.DOTALL)
_CONTROL = re.compile("[\x00-\x1f\x7f]")


class EscapeError(ValueError):
    """A ``%`` that begins no escape, or a control character."""


@dataclass(frozen=True, slots=True)
class Record:
    """One record as it was written; ``place`` is the line of the text, or the record of the table."""

    place: int
    number: str
    scope: str
    values: tuple[str, ...]
    raw: bytes


@dataclass(slots=True)
class Parsed:
    """A file taken apart: what could be read, and what could not."""

    header: tuple[str, ...] = ()
    header_raw: bytes = b""
    records: list[Record] = field(default_factory=list)
    trailer: tuple[str, ...] = ()
    checksum: str = ""
    broken: list[Reason] = field(default_factory=list)
    bad_lines: list[Reason] = field(default_factory=list)
    bad_columns: bool = False
    too_many: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that the header names."""
        return tuple(self.header[8].split(",")) if len(self.header) == 9 else ()


def escape(value: str) -> str:
    """A value as it stands between two tabs."""
    return value.translate(_ESCAPED)


def unescape(text: str) -> str:
    """The value again."""
    if _CONTROL.search(text):
        raise EscapeError("a control character")
    return _ESCAPE.sub(_character, text)


def _character(found: re.Match[str]) -> str:
    if found[0] not in _WRITTEN:
        raise EscapeError(f"{found[0]} is no escape")
    return _WRITTEN[found[0]]


def line_of(values: Sequence[str]) -> bytes:
    """A line with its end."""
    return "\t".join(escape(each) for each in values).encode(CHARSET) + END


def crc(parts: Iterable[bytes]) -> str:
    """CRC-32 as eight hexadecimal digits in capitals."""
    value = 0
    for part in parts:
        value = zlib.crc32(part, value)
    return f"{value:08X}"


def sum_of(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """合计: of all wages; one that is no amount counts nothing."""
    if "YJGZ" not in columns:
        return "0.00"
    at = list(columns).index("YJGZ")
    return money(sum((Decimal(row[at]) for row in rows if at < len(row) and is_wage(row[at])), Decimal(0)))
