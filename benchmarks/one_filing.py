"""One filing through the SDK, against a script that sends the same requests by hand to the same hall.

The script is what somebody would write without the SDK, reading only the pages from which it needs a value. Both talk to one
in-process hall, in turns, so that whatever the machine does strikes both.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path

from sigateway_mockservers import PersonRecord, Simulator

from .wuhan_hall import Script, enrolment, enrolment_fields, people, session, shown, value

PAIRS = 120
WARM_UP = 10
SCHEMES = ("xz_yanglao", "xz_yiliao", "xz_dae", "xz_gongshang", "xz_shiye", "xz_shengyu")
EMPTY = ("whcd", "hyzk", "hkxz", "hkszd", "jzdz", "ygxs", "htzzrq", "bjksny")


def by_hand(script: Script, person: PersonRecord) -> None:
    """The same seven requests as the SDK: list, form, search, form, search, save, submit."""
    script.get("home.do", zjhm=person.number)
    for _ in range(2):
        script.get("zengyuan.do")
        form = script.post("zengyuan_chaxun.do", zjlx=person.kind, zjhm=person.number)
    fields = enrolment_fields(person) | dict.fromkeys(EMPTY, "") | dict.fromkeys(SCHEMES, "1")
    check = script.post("zengyuan_baocun.do", bdh=value(form, "bdh"), **fields)
    assert "提交成功" in script.post("tijiao.do", sxh=shown(check, "sxh"))


def measure() -> dict[str, dict[str, object]]:
    """The medians of paired filings, as a ratio."""
    simulator = Simulator()
    world = simulator.create_world(seed=1)
    newcomers = people(world)
    script = Script(simulator, world)
    with tempfile.TemporaryDirectory() as folder:
        sdk = session(simulator, world, Path(folder))
        ratios: list[float] = []
        times: dict[str, list[float]] = {"sdk": [], "script": []}
        for turn in range(PAIRS + WARM_UP):
            seconds = {}
            for name in ("sdk", "script") if turn % 2 else ("script", "sdk"):
                person = next(newcomers)
                start = time.perf_counter()
                if name == "sdk":
                    sdk.file(enrolment(person))
                else:
                    by_hand(script, person)
                seconds[name] = time.perf_counter() - start
            if turn >= WARM_UP:
                ratios.append(seconds["sdk"] / seconds["script"])
                for name, taken in seconds.items():
                    times[name].append(taken)
    return {
        "one_filing_over_script": {
            "value": round(statistics.median(ratios), 3),
            "goal": 1.25,
            "better": "lower",
            "unit": "ratio",
            "detail": {
                "pairs": PAIRS,
                "quartiles": [round(q, 3) for q in statistics.quantiles(ratios, n=4)],
                "sdk_ms": round(statistics.median(times["sdk"]) * 1000, 2),
                "script_ms": round(statistics.median(times["script"]) * 1000, 2),
                "requests_each": 7,
            },
        }
    }
