"""The codec ``txt``: GB18030, one record a line, tabs between, a trailer with count, checksum and sum."""

from __future__ import annotations

import zlib

from sigateway_mockservers.beijing import reasons
from sigateway_mockservers.beijing.files.layout import (
    CHARSET,
    END,
    MOST_LINE_BYTES,
    MOST_PEOPLE,
    EscapeError,
    Parsed,
    Record,
    unescape,
)

_TRAILER = b"T\t"


def read_text(content: bytes) -> Parsed:
    """Take a file apart, line by line; a line counts its bytes for the checksum until the trailer comes."""
    parsed = Parsed()
    lines = content.split(END)
    rest = lines.pop()
    at = next((n for n, line in enumerate(lines) if line.startswith(_TRAILER)), None)
    if at is None:
        parsed.broken.append(reasons.FILE_NO_TRAILER)
        return parsed
    checksum = 0
    for place, line in enumerate(lines[: at + 1], start=1):
        if place <= at:
            checksum = zlib.crc32(line + END, checksum)
        _read_line(parsed, place, line, is_trailer=place == at + 1)
    parsed.checksum = f"{checksum:08X}"
    if len(lines) > at + 1 or rest:
        parsed.bad_lines.append(reasons.bad_line(at + 2))
    parsed.too_many = len(parsed.records) > MOST_PEOPLE
    return parsed


def _read_line(parsed: Parsed, place: int, line: bytes, *, is_trailer: bool) -> None:
    try:
        text = line.decode(CHARSET)
    except UnicodeDecodeError:
        parsed.broken.append(reasons.bad_encoding(place))
        return
    try:
        values = tuple(unescape(each) for each in text.split("\t"))
    except EscapeError:
        parsed.bad_lines.append(reasons.bad_line(place))
        values = ()
    if place == 1:
        parsed.header, parsed.header_raw = values, line + END
    elif is_trailer:
        parsed.trailer = values
    elif len(line) > MOST_LINE_BYTES or len(values) < 3 or values[0] != "R":
        if values:
            parsed.bad_lines.append(reasons.bad_line(place))
        parsed.records.append(Record(place, "", "", (), line + END))
    else:
        parsed.records.append(Record(place, values[1], values[2], values[3:], line + END))
