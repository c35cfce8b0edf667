"""The result file of a 报盘: what became of every line, read to its trailer or not at all. Pure."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from . import codec_txt
from .file_content import LINE_END, FileBroken


@dataclass(frozen=True, slots=True)
class Result:
    """One line. ``state``: ``held``, ``bad``, ``dropped``, ``processing``, ``10``, ``11``, ``12``; by system its number, flag and words."""

    line: int
    scope: str
    id_number: str = field(repr=False)
    state: str
    numbers: Mapping[str, str]
    flags: Mapping[str, str]
    words: Mapping[str, tuple[str, ...]]

    @property
    def all_words(self) -> tuple[str, ...]:
        """The words of both systems, each once."""
        return tuple(dict.fromkeys(word for each in self.words.values() for word in each))


def of_row(row: Mapping[str, Any]) -> Result:
    """A row of ``file.lines``."""
    try:
        return Result(
            line=int(row["line"]),
            scope=row["scope"],
            id_number=row["idCard"],
            state=row["state"],
            numbers={"four": row["lsh"], "medical": row["slh"]},
            flags={"four": row["fourFlag"], "medical": row["medicalFlag"]},
            words={"four": _words(row["fourWords"]), "medical": _words(row["medicalWords"])},
        )
    except (KeyError, TypeError, ValueError) as error:
        raise FileBroken(f"报盘明细：{type(error).__name__}") from None


def read(pieces: Iterable[bytes], file_number: str) -> Iterator[Result]:
    """The lines of the result file of that number. FileBroken at the end when it is not whole."""
    lines, crc, count = codec_txt.split(pieces), 0, 0
    for number, raw in enumerate(lines, 1):
        found = codec_txt.fields(raw, number)
        match found[0]:
            case "H" if (
                number == 1 and found[1:3] == ["BJJG", "1"] and len(found) == 9 and found[5] == file_number
            ):
                pass
            case "L" if number > 1 and len(found) == 12:
                count += 1
                yield Result(
                    line=int(found[1]),
                    scope=found[2],
                    id_number=found[3],
                    state=found[5],
                    numbers={"four": found[6], "medical": found[8]},
                    flags={"four": found[7], "medical": found[9]},
                    words={"four": _words(found[10]), "medical": _words(found[11])},
                )
            case "T" if number > 1 and found[1:] == [str(count), f"{crc:08X}"]:
                if next(lines, None) is not None:
                    raise FileBroken("结束行之后还有内容")
                return
            case _:
                raise FileBroken(f"结果文件第{number}行格式有误")
        crc = zlib.crc32(raw + LINE_END, crc)
    raise FileBroken("结果文件不完整：没有结束行")


def _words(text: str) -> tuple[str, ...]:
    return tuple(filter(None, text.split("；")))
