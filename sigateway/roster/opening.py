"""A roster file of any kind as sheets. The only place that knows how a file is opened."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sigateway.errors import ConfigurationError

from . import separated, workbooks
from .sheets import Sheet

_WORKBOOKS: Final = (".xlsx", ".xls")
_TEXTS: Final = (".csv", ".txt")

HEADER_WITHIN: Final = 15
"""So many rows may be titles and instructions before the header row comes."""


def sheets_in(path: Path) -> tuple[Sheet, ...]:
    """The sheets of a roster file. Raises ConfigurationError in one sentence for what is none.

    What the bytes are counts more than what the name says: many programs call a text file ``.xls`` or a workbook ``.csv``.
    """
    suffix = path.suffix.lower()
    if suffix not in (*_WORKBOOKS, *_TEXTS):
        raise ConfigurationError(
            f"名册应为 .xlsx、.xls、.csv 或 .txt 文件：{path.name}；请在表格软件中“另存为”.xlsx。 (not a roster file)"
        )
    if not path.is_file():
        raise ConfigurationError(f"没有名册文件 {path}；请核对路径。 (no such file)")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ConfigurationError(
            f"名册 {path.name} 读不到（{error.strerror}）；请核对权限，或关闭正打开它的程序。 (cannot read)"
        ) from error
    if suffix in _WORKBOOKS or data.startswith(workbooks.MARKS):
        return workbooks.sheets_of(data, path.name)
    return (separated.sheet_of(data, path.name, HEADER_WITHIN),)
