"""What a 报盘 file says, whatever its format: header, lines, trailer (``docs/wire/beijing-file.md``). Pure.

A codec writes and reads this content; the real 企业版's format would be one more.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType
from typing import Final, Protocol

ENCODING: Final = "gb18030"
LINE_END: Final = b"\r\n"
LONGEST_LINE: Final = 1000
_WAGE: Final = "YJGZ"
_ESCAPES: Final = {"%": "%25", "\t": "%09", "\n": "%0A", "\r": "%0D"}
_UNESCAPES: Final = {value[1:]: key for key, value in _ESCAPES.items()}

COLUMNS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        business: tuple(text.split())
        for business, text in {
            "zj": "ZJLX ZJHM XM JFRYLB YLRYLB YJGZ ZJYY HTQSRQ SJ MZ WHCD HKXZ DZ DDYY1 DDYY2 DDYY3 DDYY4",
            "js": "ZJLX ZJHM XM JSRQ TZYY",
            "gz": "ZJLX ZJHM XM YJGZ",
            "bj": "ZJLX ZJHM XM YJGZ BJKSNY BJJSNY BJYY",
            "grbg": "ZJLX ZJHM XM JFRYLB MZ WHCD HKXZ SJ DZ DDYY1 DDYY2 DDYY3 DDYY4",
        }.items()
    }
)
"""By business, in the order of the file."""

FIELD_OF: Final[Mapping[str, str]] = MappingProxyType(
    {
        "ZJLX": "idType", "ZJHM": "idCard", "XM": "name", "JFRYLB": "feePsnType", "YLRYLB": "medPsnType",
        "YJGZ": "avgSalary", "ZJYY": "indAddReason", "HTQSRQ": "contractStart", "SJ": "mobile",
        "MZ": "nation", "WHCD": "education", "HKXZ": "hukou", "DZ": "address", "JSRQ": "endDate",
        "TZYY": "chgReason", "BJKSNY": "backFrom", "BJJSNY": "backTo", "BJYY": "backReason",
        **{f"DDYY{n}": f"clinic{n}" for n in (1, 2, 3, 4)},
    }
)  # fmt: skip
"""Columns under our names of fields."""


class FileBroken(ValueError):
    """A file that cannot be written, or is not whole. Names line and column, never what stands there."""


@dataclass(frozen=True, slots=True)
class Header:
    """``month`` YYYYMM; ``batch`` the client's number; ``made_at`` YYYYMMDDhhmmss."""

    unit: str
    business: str
    month: str
    batch: str
    made_at: str

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of its business."""
        return COLUMNS[self.business]

    @property
    def fields(self) -> tuple[str, ...]:
        """As the first line of the text has them."""
        names = ",".join(self.columns)
        return ("H", "BJBP", "1", self.unit, self.business, self.month, self.batch, self.made_at, names)


@dataclass(frozen=True, slots=True)
class Line:
    """One person. ``number`` is how the hall speaks of it; ``scope`` ``B``, ``F``, ``M``; ``values`` in the order of the columns."""

    number: int
    scope: str
    values: tuple[str, ...] = field(repr=False)

    @property
    def fields(self) -> tuple[str, ...]:
        """As its line of the text has them."""
        return ("R", str(self.number), self.scope, *self.values)


class Codec(Protocol):
    """One file format of the same content."""

    name: str

    def write(self, header: Header, lines: Sequence[Line]) -> Iterator[bytes]:
        """The file, piece by piece. FileBroken before the first piece when it cannot be written."""
        ...

    def read(self, pieces: Iterable[bytes]) -> tuple[Header, Iterator[Line]]:
        """The content, line by line. FileBroken at the end when it is not whole: nothing that was read counts before."""
        ...


class Tally:
    """What the trailer says: how many, the CRC-32 of the text before it, the sum of the wages."""

    def __init__(self, header: Header) -> None:
        place = header.columns.index(_WAGE) if _WAGE in header.columns else None
        self._wage, self._crc, self._sum = place, 0, Decimal(0)
        self.count = 0
        self.raw(text_line(header.fields))

    def raw(self, line: bytes) -> None:
        """A line of the text as it stands."""
        self._crc = zlib.crc32(line, self._crc)

    def add(self, line: Line) -> bytes:
        """One record; answers its text."""
        written = text_line(line.fields)
        self.raw(written)
        self.count += 1
        if self._wage is not None and line.values[self._wage]:
            self._sum += amount(line.values[self._wage], line.number)
        return written

    @property
    def checksum(self) -> str:
        """Eight hexadecimal digits in capitals."""
        return f"{self._crc:08X}"

    @property
    def total(self) -> str:
        """The sum, two decimals."""
        return f"{self._sum:.2f}"

    @property
    def trailer(self) -> tuple[str, str, str]:
        """Count, checksum, sum."""
        return str(self.count), self.checksum, self.total


def amount(text: str, line: int) -> Decimal:
    """A wage."""
    try:
        return Decimal(text)
    except ArithmeticError:
        raise FileBroken(f"第{line}行：YJGZ 不是金额") from None


def text_line(values: Sequence[str]) -> bytes:
    """A line of the text: fields parted by TAB, escaped, with its end."""
    return "\t".join(map(escape, values)).encode(ENCODING) + LINE_END


def escape(value: str) -> str:
    """``%``, TAB, LF and CR inside a value."""
    if not any(character in value for character in _ESCAPES):
        return value
    return "".join(_ESCAPES.get(character, character) for character in value)


def unescape(text: str) -> str:
    """The value; FileBroken when a ``%`` is followed by anything else."""
    first, *rest = text.split("%")
    if not rest:
        return text
    try:
        return first + "".join(_UNESCAPES[part[:2]] + part[2:] for part in rest)
    except KeyError:
        raise FileBroken("转义有误") from None


def check(header: Header, lines: Sequence[Line]) -> None:
    """What no format can hold: a control character, a line too long. FileBroken with line and column."""
    for line in lines:
        if len(line.values) != len(header.columns):
            raise FileBroken(f"第{line.number}行：列数不符")
        for name, value in zip(header.columns, line.values, strict=True):
            if any(
                (ord(c) < 0x20 and c not in "\t\n\r") or c == "\x7f" or "\ud800" <= c <= "\udfff"
                for c in value
            ):
                raise FileBroken(f"第{line.number}行：{name} 含有不能写入的字符")
        if len(text_line(line.fields)) - len(LINE_END) > LONGEST_LINE:
            raise FileBroken(f"第{line.number}行：超过{LONGEST_LINE}字节")


def header_of(fields: Sequence[str]) -> Header:
    """The header from the first line of the text."""
    if len(fields) != 9 or tuple(fields[:3]) != ("H", "BJBP", "1") or fields[4] not in COLUMNS:
        raise FileBroken("文件头有误")
    header = Header(fields[3], fields[4], fields[5], fields[6], fields[7])
    if header.fields != tuple(fields):
        raise FileBroken("文件头有误：列")
    return header


def line_of(fields: Sequence[str], header: Header, before: int) -> Line:
    """A record, the next in order."""
    if len(fields) != 3 + len(header.columns) or fields[0] != "R":
        raise FileBroken(f"第{before + 1}行格式有误")
    if fields[1] != str(before + 1):
        raise FileBroken(f"第{before + 1}行行号有误")
    return Line(before + 1, fields[2], tuple(fields[3:]))
