"""Where the formulas and error values of an .xls stand: the reader of its values shows the broken ones as empty cells.

An .xls is a compound file (MS-CFB) whose stream ``Workbook`` is a chain of records (MS-XLS), sheet after sheet.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

_END: Final = 0xFFFFFFFA
"""From here on a sector number is none: the end of a chain, or a free place."""
_HEADER: Final = 512
_NAME: Final = "Workbook".encode("utf-16-le") + b"\0\0"

_BEGIN, _OVER, _SHEET, _FORMULA, _BOOLERR = 0x0809, 0x000A, 0x0085, 0x0006, 0x0205


def suspects(data: bytes) -> dict[str, set[tuple[int, int]]]:
    """By sheet, the cells (row from 1, place from 0) that hold a formula or an error value.

    Raises ValueError, struct.error or IndexError where the file is not built as it should be, or is older than Excel 97.
    """
    stream = _workbook(data)
    return {name: set(_cells(stream, start)) for name, start in _sheets(stream)}


def _sheets(stream: bytes) -> Iterator[tuple[str, int]]:
    for kind, body in _records(stream, 0):
        if kind == _SHEET:
            start, length, wide = struct.unpack_from("<I2xBB", body)
            text = body[8 : 8 + length * (1 + wide)]
            yield text.decode("utf-16-le" if wide else "latin-1"), start


def _cells(stream: bytes, start: int) -> Iterator[tuple[int, int]]:
    for kind, body in _records(stream, start):
        if kind == _FORMULA or (kind == _BOOLERR and body[7]):
            row, place = struct.unpack_from("<HH", body)
            yield row + 1, place


def _records(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """The records from a beginning mark to its end mark, charts within a sheet left out."""
    at, depth = start, 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        depth += (kind == _BEGIN) - (kind == _OVER)
        if depth == 0:
            return
        if depth == 1:
            yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _workbook(data: bytes) -> bytes:
    """The stream of the workbook, put together from its sectors."""
    (shift,) = struct.unpack_from("<H", data, 30)
    first_entry, cutoff, more, count = struct.unpack_from("<I4xI8xII", data, 48)
    size = 1 << shift

    def sector(number: int) -> bytes:
        return data[(number + 1) * size : (number + 2) * size]

    def numbers(raw: bytes) -> tuple[int, ...]:
        return struct.unpack(f"<{len(raw) // 4}I", raw)

    tables = list(numbers(data[76:_HEADER]))
    for _ in range(count):
        *found, more = numbers(sector(more))
        tables += found
    fat = numbers(b"".join(sector(number) for number in tables if number < _END))
    entries = b"".join(map(sector, _chain(fat, first_entry)))
    for at in range(0, len(entries), 128):
        (length,) = struct.unpack_from("<H", entries, at + 64)
        if entries[at : at + length] == _NAME:
            begin, total = struct.unpack_from("<II", entries, at + 116)
            if total < cutoff:  # kept elsewhere in the file; writers of workbooks pad theirs to be above it
                raise ValueError("a stream too short for a workbook")
            return b"".join(map(sector, _chain(fat, begin)))[:total]
    raise ValueError("no stream of a workbook of Excel 97 or later")


def _chain(table: tuple[int, ...], number: int) -> Iterator[int]:
    left = len(table)
    while number < _END:
        if left < 0:
            raise ValueError("a chain of sectors goes round")
        yield number
        number, left = table[number], left - 1
