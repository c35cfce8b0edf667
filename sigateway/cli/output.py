"""What goes to which stream: results to stdout, everything else to stderr. No document number is ever shown in full."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, Final

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from sigateway.errors import ConfigurationError
from sigateway.filings.people import Person

_WIDE: Final = 180
"""Columns of a table that nobody looks at on a terminal: a file or a pipe has no width."""

_LEAST_COLUMN: Final = 16
"""A column narrower than this, on average, breaks names and numbers into pieces."""


_NARROWEST: Final = 20
"""A ``COLUMNS`` below this is no width that anybody reads."""


class OutputLost(ConfigurationError):
    """Nobody can read what the command has to show: stdout is full or closed."""

    code = "output"

    def __init__(self, why: str) -> None:
        super().__init__(
            f"结果写不到标准输出（{why}）；请核对磁盘空间或重定向后再次运行，账本不受影响。 (cannot write to stdout)"
        )


@contextmanager
def to_stdout() -> Iterator[None]:
    """Whatever is written within reaches stdout, or OutputLost is raised. A reader that has left (``| head``) is no error."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        _forget_stdout()
        raise OutputLost(error.strerror or type(error).__name__) from None


def _forget_stdout() -> None:
    """What is left in the buffer would fail once more when the interpreter ends, with words of its own."""
    with suppress(OSError, ValueError):  # a stream without a file behind it has nothing to forget
        nowhere = os.open(os.devnull, os.O_WRONLY)
        try:
            os.dup2(nowhere, sys.stdout.fileno())
        finally:
            os.close(nowhere)


def console(*, stderr: bool = False) -> Console:
    """A console for now's stream: as wide as the terminal, or as ``COLUMNS`` says, or wide where there is neither."""
    stream = sys.stderr if stderr else sys.stdout
    width = None if stream is not None and stream.isatty() else _width_without_terminal()
    return Console(stderr=stderr, width=width, highlight=False, markup=False)


def _width_without_terminal() -> int:
    columns = os.environ.get("COLUMNS", "")
    return int(columns) if columns.isdecimal() and int(columns) >= _NARROWEST else _WIDE


def say(line: str) -> None:
    """Tell the person, on stderr."""
    with suppress(OSError):  # a stderr that is full leaves nowhere to say so; the exit code still tells
        typer.echo(line, err=True)


def sentences(*parts: str) -> str:
    """The parts as sentences of one line; empty ones are left out."""
    line = ""
    for part in filter(None, parts):
        if line:
            line += "" if line.endswith(("。", "！", "？")) else " " if line.endswith(")") else "。"
        line += part
    return line


def show(text: str) -> None:
    """Plain lines, on stdout."""
    with to_stdout():
        typer.echo(text)


def show_json(data: object) -> None:
    """Machine-readable output, alone on stdout."""
    show(json.dumps(data, ensure_ascii=False, indent=2))


def show_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A table on stdout, or one block a row where the terminal is too narrow for so many columns.

    Cells are plain text: nothing in them is taken for markup.
    """
    with to_stdout():
        _show_table(console(), title, columns, rows)


def _show_table(out: Console, title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    if out.width < _LEAST_COLUMN * len(columns):
        out.print(Text(title, style="bold"))
        for row in rows:
            out.rule()
            for column, text in zip(columns, row, strict=True):
                if text:
                    out.print(Text(f"{column}：").append_text(_cell(text.replace("\n", " "))))
        return
    table = Table(title=title, show_lines=True, title_justify="left")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*map(_cell, row))
    out.print(table)


class Footnotes:
    """Long lists that many rows share, shown once below the table."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._lists: dict[tuple[str, ...], str] = {}

    def mark(self, items: tuple[str, ...]) -> str:
        """``（资料1）``, or nothing where there is no list."""
        if not items:
            return ""
        sign = self._lists.setdefault(items, f"{self._title}{len(self._lists) + 1}")
        return f"（{sign}）"

    def show(self) -> None:
        """Each list, on stdout."""
        with to_stdout():
            for items, sign in self._lists.items():
                console().print(Text(f"{sign}：{'、'.join(items)}"))


def _cell(text: str) -> Text:
    colour = next((c for word, c in _COLOURS if text.startswith(word)), "")
    return Text(text, style=colour)


_COLOURS: Final = (
    ("已办结", "green"),
    ("可申报", "green"),
    ("未申报", "red"),
    ("未提交", "red"),
    ("未受理", "red"),
    ("被回退", "red"),
    ("待", "yellow"),
    ("审核中", "yellow"),
    ("结果不明", "yellow"),
)


def who_of(person: Person | None) -> str:
    """The person's name and masked number, on two lines; 本单位 where it is about the unit itself."""
    return "本单位" if person is None else f"{person.name}\n{mask(person.document.number)}"


def mask(number: str) -> str:
    """A document number for people to recognise and nobody to use: ``420106********0012``."""
    if len(number) >= 15:
        return f"{number[:6]}{'*' * (len(number) - 10)}{number[-4:]}"
    return f"{number[:2]}{'*' * max(len(number) - 4, 4)}{number[-2:]}"


def as_json(model: Any) -> Any:
    """A pydantic model as JSON-able data."""
    return model.model_dump(mode="json")
