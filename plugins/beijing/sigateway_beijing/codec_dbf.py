"""The codec ``dbf``: dBase III in code page 936, the same content with the same checksum. Pure, one record in memory.

Written here and not with a library: those for Python write to files of their own making, and are lenient where this one must be strict
(a character that GBK lacks, a value wider than its column, a deleted record).
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from . import file_content
from .file_content import FileBroken, Header, Line, Tally, line_of

_ENCODING: Final = "gbk"
_VERSION, _CODE_PAGE = 0x03, 0x4D
_LIVE, _DELETED, _END, _TERMINATOR = 0x20, 0x2A, b"\x1a", b"\x0d"
_WIDTHS: Final = {
    **dict.fromkeys(["ZJLX", "JFRYLB", "YLRYLB", "ZJYY", "MZ", "WHCD", "HKXZ", "TZYY", "BJYY"], 2),
    "ZJHM": 20, "XM": 100, "YJGZ": 13, "HTQSRQ": 10, "JSRQ": 10, "SJ": 11, "DZ": 200,
    "DDYY1": 8, "DDYY2": 8, "DDYY3": 8, "DDYY4": 8, "BJKSNY": 6, "BJJSNY": 6,
    "JLLX": 1, "XH": 5, "FW": 1, "KZ": 254,
}  # fmt: skip
_FRAME: Final = ("JLLX", "XH", "FW")


class DbfCodec:
    """Holds less than the text: no character outside GBK, no value that begins or ends with a blank, none wider than its column."""

    name = "dbf"

    def write(self, header: Header, lines: Sequence[Line]) -> Iterator[bytes]:
        """The file, record by record. Refused before anything is written."""
        file_content.check(header, lines)
        for line in lines:
            for name, value in zip(header.columns, line.values, strict=True):
                _cell(name, value, line.number)
        return self._write(header, lines)

    def _write(self, header: Header, lines: Sequence[Line]) -> Iterator[bytes]:
        names, tally = _names(header), Tally(header)
        yield _head(header, names, len(lines) + 2)
        empty = [""] * len(header.columns)
        yield _record(names, ["H", "", "", *empty, ",".join(header.fields[1:8])], 0)
        for line in lines:
            tally.add(line)
            yield _record(names, ["R", str(line.number), line.scope, *line.values, ""], line.number)
        yield _record(names, ["T", "", "", *empty, ",".join(tally.trailer)], len(lines) + 1)
        yield _END

    def read(self, pieces: Iterable[bytes]) -> tuple[Header, Iterator[Line]]:
        """The content, record by record; the checksum is reckoned over the text that it would be."""
        source = _Source(pieces)
        names, count = _read_head(source)
        size = 1 + sum(_WIDTHS[name] for name in names)
        first = _values(source.take(size), names, 1)
        said = first[-1].split(",")
        if first[0] != "H" or len(said) != 7 or said[3] not in file_content.COLUMNS:
            raise FileBroken("文件头有误")
        header = file_content.header_of(("H", *said, ",".join(file_content.COLUMNS[said[3]])))
        if names != _names(header):
            raise FileBroken("文件头有误：列")
        return header, self._read(header, source, names, count)

    def _read(self, header: Header, source: _Source, names: tuple[str, ...], count: int) -> Iterator[Line]:
        tally, size = Tally(header), 1 + sum(_WIDTHS[name] for name in names)
        for number in range(2, count):
            values = _values(source.take(size), names, number)
            line = line_of(values[:-1], header, tally.count)
            tally.add(line)
            yield line
        last = _values(source.take(size), names, count)
        if last[0] != "T" or tuple(last[-1].split(",")) != tally.trailer:
            raise FileBroken("人数、校验码或合计与结束行不符")
        if source.rest() != _END:
            raise FileBroken("文件不完整，或结束行之后还有内容")


class _Source:
    """Bytes taken from pieces."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces, self._held = iter(pieces), b""

    def take(self, size: int) -> bytes:
        """So many bytes; FileBroken when there are fewer."""
        while len(self._held) < size:
            piece = next(self._pieces, None)
            if piece is None:
                raise FileBroken("文件不完整：没有结束行")
            self._held += piece
        taken, self._held = self._held[:size], self._held[size:]
        return taken

    def rest(self) -> bytes:
        """Whatever is left."""
        return self._held + b"".join(self._pieces)


def _names(header: Header) -> tuple[str, ...]:
    return (*_FRAME, *header.columns, "KZ")


def _head(header: Header, names: Sequence[str], count: int) -> bytes:
    year, month, day = int(header.made_at[:4]), int(header.made_at[4:6]), int(header.made_at[6:8])
    length, size = 32 + 32 * len(names) + 1, 1 + sum(_WIDTHS[name] for name in names)
    front = struct.pack("<BBBBIHH17xBxx", _VERSION, year - 1900, month, day, count, length, size, _CODE_PAGE)
    columns = (struct.pack("<11sc4xB15x", name.encode(), b"C", _WIDTHS[name]) for name in names)
    return front + b"".join(columns) + _TERMINATOR


def _read_head(source: _Source) -> tuple[tuple[str, ...], int]:
    version, _, _, _, count, length, size, page = struct.unpack("<BBBBIHH17xBxx", source.take(32))
    names: list[str] = []
    for _ in range((length - 33) // 32 if 33 < length < 33 + 32 * 64 else 0):
        name, kind, width = struct.unpack("<11sc4xB15x", source.take(32))
        names.append(name.rstrip(b"\0").decode("ascii", "replace"))
        if kind != b"C" or _WIDTHS.get(names[-1]) != width:
            raise FileBroken("不是有效的DBF文件：列")
    whole = version == _VERSION and page == _CODE_PAGE and len(names) > 4 and count >= 2
    if not whole or source.take(1) != _TERMINATOR or size != 1 + sum(_WIDTHS[name] for name in names):
        raise FileBroken("不是有效的DBF文件")
    return tuple(names), count


def _cell(name: str, value: str, line: int) -> bytes:
    try:
        written = value.encode(_ENCODING)
    except UnicodeEncodeError:
        raise FileBroken(f"第{line}行：{name} 含有GBK以外的字符，请改用 txt 格式") from None
    if value != value.strip(" "):
        raise FileBroken(f"第{line}行：{name} 首尾有空格，请改用 txt 格式")
    if len(written) > _WIDTHS[name]:
        raise FileBroken(f"第{line}行：{name} 超过列宽{_WIDTHS[name]}，请改用 txt 格式")
    return written.ljust(_WIDTHS[name])


def _record(names: Sequence[str], values: Sequence[str], line: int) -> bytes:
    return bytes([_LIVE]) + b"".join(_cell(n, v, line) for n, v in zip(names, values, strict=True))


def _values(raw: bytes, names: Sequence[str], number: int) -> list[str]:
    if raw[0] != _LIVE:
        raise FileBroken(f"第{number}条记录{'已被删除' if raw[0] == _DELETED else '格式有误'}")
    found, place = [], 1
    for name in names:
        cell = raw[place : place + _WIDTHS[name]]
        place += _WIDTHS[name]
        try:
            found.append(cell.decode(_ENCODING).rstrip(" "))
        except UnicodeDecodeError:
            raise FileBroken(f"文件编码有误（第{number}条记录）") from None
    return found
