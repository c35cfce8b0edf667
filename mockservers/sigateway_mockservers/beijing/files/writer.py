"""The hall's own writer of files, for tests: a counterparty shares no codec with whom it tests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from sigateway_mockservers.beijing.files.dbf import write_dbf
from sigateway_mockservers.beijing.files.layout import COLUMNS, DBF, FORMAT, VERSION, crc, line_of, sum_of


def make_file(
    unit: str,
    business: str,
    lines: Iterable[Mapping[str, str]],
    format: str,
    now: datetime,
    header: Mapping[str, str],
) -> bytes:
    """A file of these lines: column by column, ``FW`` the scope (``B``), ``XH`` another line number than its own.

    ``header`` overrides ``version``, ``reg_no``, ``type``, ``month``, ``batch``, ``made_at``, ``count``, ``checksum``, ``sum``.
    """
    said = {
        "version": VERSION,
        "reg_no": unit,
        "type": business,
        "month": f"{now:%Y%m}",
        "batch": "A0001",
        "made_at": f"{now:%Y%m%d%H%M%S}",
        **header,
    }
    columns = COLUMNS[business]
    rows = [
        (line.get("XH", str(n)), line.get("FW", "B"), tuple(line.get(column, "") for column in columns))
        for n, line in enumerate(lines, start=1)
    ]
    head = (
        FORMAT,
        said["version"],
        said["reg_no"],
        said["type"],
        said["month"],
        said["batch"],
        said["made_at"],
    )
    text = [line_of(("H", *head, ",".join(columns)))]
    text += [line_of(("R", number, scope, *values)) for number, scope, values in rows]
    trailer = (
        said.get("count", str(len(rows))),
        said.get("checksum", crc(text)),
        said.get("sum", sum_of(columns, [values for _, _, values in rows])),
    )
    if format == DBF:
        return write_dbf(head, columns, rows, trailer)
    return b"".join(text) + line_of(("T", *trailer))
