"""A workbook put into its place whole, or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from openpyxl import Workbook

from sigateway.errors import ConfigurationError


def save(book: Workbook, target: Path) -> None:
    """Write the workbook. Raises ConfigurationError, leaving nothing behind, where it cannot be written."""
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        os.close(handle)
        try:
            book.save(name)
            os.replace(name, target)
        finally:
            Path(name).unlink(missing_ok=True)
    except OSError as error:
        raise ConfigurationError(
            f"文件 {target} 写不进去（{error.strerror}）；请核对目录和权限，或关闭正打开它的表格软件。 (cannot write the workbook)"
        ) from error
