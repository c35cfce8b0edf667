"""1,000 people in two batches through the SDK, against a script that sends the same requests by hand to the same hall.

The script fills in the hall's template, uploads it, fetches every page of the list, looks whether everybody is there, and submits.
The SDK asks the rules of each filing, compares every field of every row, and writes down each person's turn before and after
the commit. Both talk to one in-process hall, in turns.
"""

from __future__ import annotations

import io
import statistics
import tempfile
import time
from itertools import islice
from pathlib import Path

import xlwt
from python_calamine import CalamineWorkbook

from sigateway_mockservers import PersonRecord, Simulator

from .wuhan_hall import Script, enrolment, enrolment_fields, people, session, shown, value

PEOPLE = 1000
BATCH = 500
PAIRS = 3
COLUMNS = (
    "zjlx",
    "zjhm",
    "xm",
    "xb",
    "csrq",
    "mz",
    "whcd",
    "hyzk",
    "hkxz",
    "hkszd",
    "jzdz",
    "sj",
    "ygxs",
    "htqsrq",
    "htzzrq",
    "sbgz",
    "zsbj",
    "bjksny",
)


def by_hand(script: Script, batch: list[PersonRecord]) -> None:
    """The same requests as the SDK: form, template, upload, every page of the list, submit."""
    form = script.get("pl.do", yw="zengyuan")
    template = script.client.get("pl_muban.do", params={"yw": "zengyuan"}).content
    headings = CalamineWorkbook.from_filelike(io.BytesIO(template)).get_sheet_by_index(0).to_python()[0]
    book = xlwt.Workbook()
    sheet = book.add_sheet("增员")
    for column, heading in enumerate(headings):
        sheet.write(0, column, heading)
    for row, person in enumerate(batch, start=1):
        fields = enrolment_fields(person)
        for column, name in enumerate(COLUMNS):
            sheet.write(row, column, fields.get(name, ""))
    content = io.BytesIO()
    book.save(content)
    reply = script.client.post(
        "pl_shangchuan.do",
        data={"yw": "zengyuan", "bdh": value(form, "bdh")},
        files={"wj": ("plzy.xls", content.getvalue(), "application/vnd.ms-excel")},
    )
    page = reply.content.decode("gbk")
    number = shown(page, "sxh")
    seen = page.count('data-field="zjhm"')
    for n in range(2, -(-len(batch) // 20) + 1):
        seen += script.get("pl_renwu.do", sxh=number, page=str(n)).count('data-field="zjhm"')
    assert seen >= len(batch)
    assert "提交成功" in script.post("tijiao.do", sxh=number)


def measure() -> dict[str, dict[str, object]]:
    """The median of paired runs of 1,000 people each, as a ratio."""
    times: dict[str, list[float]] = {"sdk": [], "script": []}
    simulator = Simulator()
    with tempfile.TemporaryDirectory() as folder:
        for turn in range(PAIRS):
            world = simulator.create_world(seed=turn)
            newcomers = people(world)
            script = Script(simulator, world)
            (place := Path(folder) / str(turn)).mkdir()
            sdk = session(simulator, world, place)
            for name in ("sdk", "script") if turn % 2 else ("script", "sdk"):
                group = list(islice(newcomers, PEOPLE))
                start = time.perf_counter()
                if name == "sdk":
                    filed = sdk.file_many([enrolment(person) for person in group])
                    assert all(each.case for each in filed)
                else:
                    for first in range(0, PEOPLE, BATCH):
                        by_hand(script, group[first : first + BATCH])
                times[name].append(time.perf_counter() - start)
    ratios = [sdk / script for sdk, script in zip(times["sdk"], times["script"], strict=True)]
    return {
        "batch_of_1000_over_script": {
            "value": round(statistics.median(ratios), 3),
            "goal": 2.5,
            "better": "lower",
            "unit": "ratio",
            "detail": {
                "pairs": PAIRS,
                "people": PEOPLE,
                "sdk_ms_a_person": round(statistics.median(times["sdk"]) * 1000 / PEOPLE, 2),
                "script_ms_a_person": round(statistics.median(times["script"]) * 1000 / PEOPLE, 2),
            },
        }
    }
