"""A text file of values, .csv or .txt, as one sheet: encoding and separator are found out."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from io import StringIO
from itertools import islice
from typing import Final

from sigateway.errors import ConfigurationError

from .columns import known_in
from .sheets import Grid, Sheet

SHEET: Final = "名册"
"""What the one sheet of a text file is called."""

_BY_MARK: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_ENCODINGS: Final = ("utf-8", "gb18030")
_SEPARATORS: Final = (",", "\t", ";")
_NO_TEXT: Final = re.compile(r"[\x00-\x08\x0e-\x1f\ufffe\uffff]")
_KEPT_AS_TEXT: Final = re.compile(r"""="(.*)"|'(.*)""", re.DOTALL)
"""How other programs keep a spreadsheet from taking digits for a number."""


def sheet_of(data: bytes, name: str, header_within: int) -> Sheet:
    """The file as a sheet whose rows have the numbers of their lines. Raises ConfigurationError in one sentence for no text."""
    text = _decoded(data, name)
    separator = max(_SEPARATORS, key=lambda each: _header_found(text, each, header_within))
    try:
        return Sheet(SHEET, _grid(text, separator), lettered=False)
    except csv.Error as error:
        raise ConfigurationError(
            f"名册 {name} 读不通：有一格引号没有成对，或一格过长；请在表格软件中打开核对后另存。 (malformed CSV: {error})"
        ) from error


def _decoded(data: bytes, name: str) -> str:
    marked = next((encoding for mark, encoding in _BY_MARK if data.startswith(mark)), None)
    for encoding in (marked,) if marked else _ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _NO_TEXT.search(text):
            return text
    raise ConfigurationError(
        f"名册 {name} 不是文本：既不是 UTF-8 也不是 GB18030；请在表格软件中另存为 .xlsx，或“CSV UTF-8”。 (neither UTF-8 nor GB18030)"
    )


def _header_found(text: str, separator: str, within: int) -> int:
    """How many columns are known in the best of the first lines, when they are split so."""
    try:
        rows = list(islice(csv.reader(StringIO(text, newline=""), delimiter=separator), within))
    except csv.Error:
        return 0
    return max(map(known_in, rows), default=0)


def _grid(text: str, separator: str) -> Grid:
    """Each record in the place of the line that it begins on; lines that a quoted cell goes on over are empty."""
    return tuple(_lines(csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)))


def _lines(reader: Iterator[list[str]]) -> Iterator[tuple[str, ...]]:
    done = 0
    for record in reader:
        yield tuple(_plain(cell) for cell in record)
        done += 1
        line: int = reader.line_num  # type: ignore[attr-defined]
        yield from ((),) * (line - done)
        done = line


def _plain(cell: str) -> str:
    kept = _KEPT_AS_TEXT.fullmatch(cell.strip()) if cell[:2] in ('="', "'") or cell[:1] in "='" else None
    return cell if kept is None else (kept[1] if kept[1] is not None else kept[2])
