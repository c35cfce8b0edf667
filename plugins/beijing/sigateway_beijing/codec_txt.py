"""The codec ``txt``: GB18030 text, one record a line, a trailer with count, checksum and sum. Pure, one line in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from . import file_content
from .file_content import ENCODING, LINE_END, FileBroken, Header, Line, Tally, header_of, line_of, unescape


class TextCodec:
    """No byte of TAB, LF, CR or ``%`` is ever part of a GB18030 character, so lines are split before they are decoded."""

    name = "txt"

    def write(self, header: Header, lines: Sequence[Line]) -> Iterator[bytes]:
        """The file, line by line."""
        file_content.check(header, lines)
        return self._write(header, lines)

    def _write(self, header: Header, lines: Sequence[Line]) -> Iterator[bytes]:
        tally = Tally(header)
        yield file_content.text_line(header.fields)
        for line in lines:
            yield tally.add(line)
        yield file_content.text_line(("T", *tally.trailer))

    def read(self, pieces: Iterable[bytes]) -> tuple[Header, Iterator[Line]]:
        """The content, line by line; checked against its trailer at the end."""
        lines = split(pieces)
        header = header_of(fields(next(lines, b""), 1))
        return header, self._read(header, lines)

    def _read(self, header: Header, lines: Iterator[bytes]) -> Iterator[Line]:
        tally = Tally(header)
        for raw in lines:
            found = fields(raw, tally.count + 2)
            if found[0] == "T":
                if tuple(found[1:]) != tally.trailer:
                    raise FileBroken("人数、校验码或合计与结束行不符")
                if next(lines, None) is not None:
                    raise FileBroken("结束行之后还有内容")
                return
            line = line_of(found, header, tally.count)
            tally.add(line)
            yield line
        raise FileBroken("文件不完整：没有结束行")


def split(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The lines without their ends. What follows the last end is no line, and breaks the file."""
    rest = b""
    for piece in pieces:
        *whole, rest = (rest + piece).split(LINE_END)
        yield from whole
    if rest:
        raise FileBroken("文件不完整：最后一行没有结尾")


def fields(raw: bytes, number: int) -> list[str]:
    """The fields of a line. ``number`` is that of the text."""
    try:
        return [unescape(part.decode(ENCODING)) for part in raw.split(b"\t")]
    except UnicodeDecodeError:
        raise FileBroken(f"文件编码有误（第{number}行）") from None
