"""The codec ``dbf``: dBase III, code page 936, the same content as ``txt`` and its checksum."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence

from sigateway_mockservers.beijing import reasons
from sigateway_mockservers.beijing.files.layout import MOST_PEOPLE, Parsed, Record, crc, line_of

CHARSET = "gbk"
_VERSION, _LANGUAGE, _TERMINATOR, _END = 0x03, 0x4D, 0x0D, 0x1A
_LIVE = 0x20
_HEAD = struct.Struct("<BBBBIHH")
_WIDTHS: Mapping[str, int] = {
    **dict.fromkeys(("ZJLX", "JFRYLB", "YLRYLB", "ZJYY", "MZ", "WHCD", "HKXZ", "TZYY", "BJYY"), 2),
    **dict.fromkeys(("DDYY1", "DDYY2", "DDYY3", "DDYY4"), 8),
    **dict.fromkeys(("HTQSRQ", "JSRQ"), 10),
    **dict.fromkeys(("BJKSNY", "BJJSNY"), 6),
    "ZJHM": 20,
    "XM": 100,
    "YJGZ": 13,
    "SJ": 11,
    "DZ": 200,
    "JLLX": 1,
    "XH": 5,
    "FW": 1,
    "KZ": 254,
}
_LEADING, _LAST = ("JLLX", "XH", "FW"), "KZ"


class NotDbfError(ValueError):
    """The bytes are no table of this kind."""


def read_dbf(content: bytes) -> Parsed:
    """Take a table apart, and reckon its checksum over the lines that ``txt`` would have."""
    parsed = Parsed()
    try:
        names, widths, rows = _read_table(content)
    except NotDbfError:
        parsed.broken.append(reasons.FILE_NO_DBF)
        return parsed
    columns = tuple(names[3:-1])
    parsed.bad_columns = any(_WIDTHS.get(name) != width for name, width in zip(names, widths, strict=True))
    lines: list[bytes] = []
    for place, row in enumerate(rows, start=1):
        if parsed.trailer:
            parsed.bad_lines.append(reasons.bad_line(place))
            break
        _read_row(parsed, place, row, widths, columns, lines)
    if not parsed.trailer and not parsed.broken:
        parsed.broken.append(reasons.FILE_NO_TRAILER)
    parsed.checksum = crc(lines)
    parsed.too_many = len(parsed.records) > MOST_PEOPLE
    return parsed


def _read_table(content: bytes) -> tuple[list[str], list[int], list[bytes]]:
    if len(content) < 33 or content[0] != _VERSION or content[29] != _LANGUAGE:
        raise NotDbfError("no dBase III table of code page 936")
    _, _, _, _, count, head, size = _HEAD.unpack_from(content)
    if (head - 33) % 32 or len(content) < head or content[head - 1] != _TERMINATOR:
        raise NotDbfError("the header is not whole")
    names, widths = [], []
    for at in range(32, head - 1, 32):
        if content[at + 11 : at + 12] != b"C":
            raise NotDbfError("a column that is no text")
        names.append(content[at : at + 11].rstrip(b"\0").decode("ascii", "replace"))
        widths.append(content[at + 16])
    if tuple(names[:3]) != _LEADING or names[-1] != _LAST or size != 1 + sum(widths):
        raise NotDbfError("the columns are not those of a file")
    if len(content) != head + count * size + 1 or content[-1] != _END:
        raise NotDbfError("the table is not whole")
    return names, widths, [content[head + n * size : head + (n + 1) * size] for n in range(count)]


def _read_row(
    parsed: Parsed,
    place: int,
    row: bytes,
    widths: Sequence[int],
    columns: tuple[str, ...],
    lines: list[bytes],
) -> None:
    cells, at = [], 1
    for width in widths:
        cells.append(row[at : at + width].rstrip(b" "))
        at += width
    try:
        kind, number, scope, *values, extra = (cell.decode(CHARSET) for cell in cells)
    except UnicodeDecodeError:
        parsed.broken.append(reasons.bad_encoding(place))
        return
    if row[0] != _LIVE:
        parsed.bad_lines.append(reasons.bad_line(place))
    if place == 1:
        parsed.header = (kind, *extra.split(","), ",".join(columns))
        parsed.header_raw = line_of(parsed.header)
        lines.append(parsed.header_raw)
    elif kind == "T":
        parsed.trailer = (kind, *extra.split(","))
    else:
        raw = line_of((kind, number, scope, *values))
        lines.append(raw)
        if kind != "R" or extra:
            parsed.bad_lines.append(reasons.bad_line(place))
        parsed.records.append(Record(place, number, scope, tuple(values), raw))


def write_dbf(
    header: Sequence[str],
    columns: Sequence[str],
    rows: Sequence[tuple[str, str, Sequence[str]]],
    trailer: Sequence[str],
) -> bytes:
    """A table; ``header`` are fields 2 to 8, ``trailer`` count, checksum and sum."""
    names = (*_LEADING, *columns, _LAST)
    widths = [_WIDTHS[name] for name in names]
    empty = [""] * len(columns)
    table = [
        ["H", "", "", *empty, ",".join(header)],
        *(["R", number, scope, *values, ""] for number, scope, values in rows),
        ["T", "", "", *empty, ",".join(trailer)],
    ]
    head_size, size = 32 + 32 * len(names) + 1, 1 + sum(widths)
    head = _HEAD.pack(_VERSION, 26, 1, 1, len(table), head_size, size).ljust(29, b"\0")
    parts = [head + bytes([_LANGUAGE, 0, 0])]
    parts += [
        name.encode("ascii").ljust(11, b"\0") + b"C" + bytes(4) + bytes([width]) + bytes(15)
        for name, width in zip(names, widths, strict=True)
    ]
    parts.append(bytes([_TERMINATOR]))
    for row in table:
        cells = [value.encode(CHARSET) for value in row]
        if any(len(cell) > width for cell, width in zip(cells, widths, strict=True)):
            raise ValueError("a value is wider than its column")
        parts.append(bytes([_LIVE]) + b"".join(c.ljust(w) for c, w in zip(cells, widths, strict=True)))
    parts.append(bytes([_END]))
    return b"".join(parts)
