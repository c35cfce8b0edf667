"""``make demo``: a month's roster of 26 rows reaches a mock hall, the counter acts, and nothing is filed twice.

Starts ``sigateway-mock`` on loopback and opens a third unit at it, files ``examples/roster.xlsx`` (eleven people of it as one
batch), lets the staff at the counter approve what waits for papers, files the same roster once more, fetches the form of the
batch, and leaves ``demo-out/results.xlsx``. Reaches nothing outside this machine and leaves no process behind.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, NoReturn

import httpx

import sigateway as sg

ROOT = Path(__file__).resolve().parent.parent
OUT = Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else ROOT / "demo-out"
ROSTER = ROOT / "examples" / "roster.xlsx"
NOW = "2026-11-10T09:00:00+08:00"
"""The World's time: the roster's month is that of the filing."""
THIRD_UNIT = {"number": "4201000003", "name": "模拟制造三部有限公司", "vip": False}
"""Opened by the demonstration: its slip is fresh, so the first log-in fetches a certificate and changes the password."""
YEARLY_PERIOD = {"nd": "2026", "first_day": "2026-11-01", "last_day": "2026-11-30", "sxny": "202607"}
"""This year's document has the yearly wages declared in November (WH-96: each year's document says when)."""


def main() -> int:
    """The demonstration. 0 when everything came out as promised."""
    started = time.monotonic()
    _fresh_folder()
    with mock_hall() as (halls, control), httpx.Client(base_url=control, timeout=10, trust_env=False) as sim:
        sim.post("wuhan/units", json=THIRD_UNIT).raise_for_status()
        sim.post("wuhan/actions/open_annual", json=YEARLY_PERIOD).raise_for_status()
        write_units(OUT / "units.toml", sim.get("wuhan/units").json(), halls["wuhan"])
        title("一、申报名册：26 行，三个单位，其中 11 人一批上传；五行应当被拒，理由各不相同")
        expect(1, file_roster(control))
        filed = len(sim.get("wuhan/effects").json())
        waiting = sim.get("wuhan/counter").json()
        title(f"二、普通单位携资料到窗口：经办人员审核 {len(waiting)} 笔，其中一笔是整批")
        for task in waiting:
            decided = sim.post(f"wuhan/counter/{task['sxh']}", json={"decision": "approve"}).json()
            print(f"窗口审核通过：{decided['sxh']}")
        title("三、再次运行同一命令：不重复申报，只更新结果")
        expect(1, file_roster(control))
        title("四、账本，和整批的《企业参保人员增员表》")
        expect(0, sigateway("status", "--all", "--ledger", "filings.db"))
        expect(0, fetch_form(control))
        again = len(sim.get("wuhan/effects").json())
        found = sim.post("verify").json()
    print()
    print(
        f"大厅共受理 {filed} 笔；再次运行后仍为 {again} 笔。大厅自查：{found['violations'] or '没有重复，没有差错'}。"
    )
    print(f"结果文件：{OUT / 'results.xlsx'}    用时 {time.monotonic() - started:.1f} 秒")
    forms = list(OUT.glob("*.xls"))
    return 0 if filed == again == 21 and not found["violations"] and forms else 1


def fetch_form(control: str) -> int:
    """The form of the batch, to be stamped and kept: by the turn of anybody in it."""
    with closing(sg.SqliteLedger(OUT / "filings.db", read_only=True)) as ledger:
        turn = next(t for t in ledger.turns() if t.unit.endswith(THIRD_UNIT["number"]) and t.case)
    return sigateway(
        "fetch",
        turn.id,
        *("--units", "units.toml"),
        *("--ledger", "filings.db"),
        *("--format", "xls"),
        *("--clock", control),
    )


def file_roster(control: str) -> int:
    """The command that a client-service person would run; ``--clock`` puts it into the mock hall's time."""
    return sigateway(
        "file",
        str(ROSTER),
        *("--units", "units.toml"),
        *("--ledger", "filings.db"),
        *("--out", "results.xlsx"),
        *("--clock", control),
        *("--trust", "E1"),
    )


def sigateway(*arguments: str) -> int:
    """Run the command line in ``demo-out``, showing what is run."""
    print(f"$ sigateway {' '.join(arguments)}", flush=True)
    return subprocess.run(
        [sys.executable, "-m", "sigateway.cli", *arguments], cwd=OUT, check=False
    ).returncode


@contextmanager
def mock_hall() -> Iterator[tuple[dict[str, str], str]]:
    """A mock hall in a process of its own: the addresses of its halls, and of its World's control plane."""
    command = [sys.executable, "-m", "sigateway_mockservers.cli", "serve", "--port", "0"]
    command += ["--world-now", NOW, "--clock", "frozen"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            line = server.stdout.readline()
            if not line:
                give_up(f"sigateway-mock ended with code {server.wait()} before it was ready")
            ready: dict[str, Any] = json.loads(line)
            control = ready["control"].rstrip("/")
            yield ready["halls"], f"{control}/worlds/{ready['world']}/"
        finally:
            server.terminate()
            try:
                server.wait(timeout=5)
            except subprocess.TimeoutExpired:
                server.kill()


def write_units(path: Path, units: list[dict[str, Any]], base_url: str) -> None:
    """The units file, with the slips that the mock hall's control plane hands out."""
    lines = ["# 模拟 MOCK: written by examples/demo.py. The form is explained in examples/units.toml."]
    for unit in units:
        slip = unit["slip"]
        lines += [
            "",
            "[[unit]]",
            'region = "wuhan"',
            f"number = {quoted(unit['number'])}",
            f"name = {quoted(unit['name'])}",
            f"uscc = {quoted(unit['uscc'])}",
            'schemes = ["养老", "医疗", "大额医疗", "工伤", "失业", "生育"]',
            f"class = {quoted('vip' if unit['vip'] else 'ordinary')}",
            f"base_url = {quoted(base_url)}",
            "[unit.credentials]",
            'mode = "password_slip"',
            *(f"{key} = {quoted(slip[key])}" for key in ("username", "password")),
            *(f"{key} = {quoted(slip[key])}" for key in ("certificate_serial", "certificate_password")),
        ]
    path.touch(mode=0o600)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def quoted(text: str) -> str:
    """A TOML basic string; JSON's escapes are TOML's."""
    return json.dumps(text, ensure_ascii=False)


def title(text: str) -> None:
    """A heading."""
    print(f"\n== {text} ==", flush=True)


def expect(code: int, got: int) -> None:
    """Stop when a command did not end as it should."""
    if got != code:
        give_up(f"that command ended with exit code {got}, not {code}")


def give_up(why: str) -> NoReturn:
    """End the demonstration."""
    raise SystemExit(f"演示中止：{why}")


def _fresh_folder() -> None:
    """Every demonstration has a World of its own, so it needs a ledger of its own."""
    OUT.mkdir(exist_ok=True)
    for old in ("units.toml", "results.xlsx", "filings.db", "filings.db-shm", "filings.db-wal"):
        (OUT / old).unlink(missing_ok=True)
    (OUT / "filings.db.credentials.db").unlink(missing_ok=True)
    for form in OUT.glob("*.xls"):
        form.unlink()


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    raise SystemExit(main())
