"""A workbook of 100,000 people read into filings, against python-calamine's bare read of the same file.

The bare read gives cells; the roster reads the same cells, normalises each, checks every identity number and credit code, builds
frozen filings and looks for people who stand twice. Each runs in a process of its own, in turns, so that neither meets the other's
garbage.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

import openpyxl

from sigateway_mockservers.kernel.numbers import credit_code, identity_number

ROWS = 100_000
ROUNDS = 3
A_DAY = 400  #: people born on one day
HEADERS = (
    "地区",
    "统一社会信用代码",
    "业务",
    "姓名",
    "证件号码",
    "民族",
    "手机号码",
    "合同起始日期",
    "申报工资",
    "参保年月",
)

_BARE = """
from python_calamine import CalamineWorkbook
rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python(skip_empty_area=False)[1:]
refused = 0
"""
_ROSTER = """
from sigateway.roster import read
roster = read(path, regions={"武汉": "wuhan"})
rows, refused = roster.rows, len(roster.refused)
"""
_TIMED = """
import json, resource, sys, time
path = sys.argv[1]
{imports}
start = time.perf_counter()
{body}
seconds = time.perf_counter() - start
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
print(json.dumps({{"seconds": seconds, "rows": len(rows), "refused": refused, "peak_mb": peak}}))
"""


def write(path: Path) -> None:
    """The workbook: as many different people, of three nations, in 500 companies."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("名册")
    sheet.append(HEADERS)
    companies = [credit_code("420106", f"MA{n:06d}") for n in range(500)]
    for n in range(ROWS):
        day, nth = divmod(n, A_DAY)
        number = identity_number("420106", date(1980, 1, 1) + timedelta(days=day), 2 * nth + 1)
        nation = ("汉族", "回族", "01")[n % 3]
        start = date(2026, 11, 1 + n % 20)
        who = (f"模拟{n}", number, nation, f"199{n:08d}")
        sheet.append(("武汉", companies[n % 500], "增员", *who, start, 5000 + n % 9000 / 4, "2026-11"))
    book.save(path)


def measure() -> dict[str, dict[str, object]]:
    """The medians of paired reads, as a ratio."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "roster.xlsx"
        write(path)
        pairs = [(_timed(_BARE, path), _timed(_ROSTER, path)) for _ in range(ROUNDS)]
    assert all((r["rows"], r["refused"]) == (ROWS, 0) for pair in pairs for r in pair)
    bare, roster = (statistics.median(run["seconds"] for run in runs) for runs in zip(*pairs, strict=True))
    return {
        "roster_read_over_bare": {
            "value": round(statistics.median(r["seconds"] / b["seconds"] for b, r in pairs), 2),
            "goal": 10,
            "better": "lower",
            "unit": "ratio",
            "detail": {
                "rows": ROWS,
                "columns": len(HEADERS),
                "rounds": ROUNDS,
                "roster_seconds": round(roster, 2),
                "bare_seconds": round(bare, 2),
                "roster_rows_per_second": round(ROWS / roster),
                "bare_rows_per_second": round(ROWS / bare),
                "roster_peak_mb": max(run["peak_mb"] for _, run in pairs),
                "bare_peak_mb": max(run["peak_mb"] for run, _ in pairs),
            },
        }
    }


def _timed(body: str, path: Path) -> dict[str, float]:
    first, rest = body.strip().split("\n", 1)
    code = _TIMED.format(imports=first, body=rest)
    ran = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(ran.stdout)
    return found
