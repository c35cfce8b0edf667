"""``make demo``: a month's roster of 39 rows reaches five mock halls, the counter acts, and nothing is filed twice.

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
from pydantic import SecretStr

import sigateway as sg
from sigateway.roster import read_units
from sigateway.testing import WorldClock

sys.path.insert(0, str(Path(__file__).resolve().parent))

from halls_of_the_demo import write_units

ROOT = Path(__file__).resolve().parent.parent
OUT = Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else ROOT / "demo-out"
ROSTER = ROOT / "examples" / "roster.xlsx"
NOW = "2026-11-12T09:00:00+08:00"
"""The World's time: the roster's month is that of the filing, and all five halls are open (Jiangsu from day 11 on)."""
THIRD_UNIT = {"number": "4201000003", "name": "模拟制造三部有限公司", "vip": False}
"""Opened by the demonstration: its slip is fresh, so the first log-in fetches a certificate and changes the password."""
YEARLY_PERIOD = {"nd": "2026", "first_day": "2026-11-01", "last_day": "2026-11-30", "sxny": "202607"}
"""This year's document has the yearly wages declared in November (WH-96: each year's document says when)."""

EXPECTED = {"wuhan": 21, "shanghai": 2, "beijing": 6, "zhejiang": 2, "jiangsu": 2}
"""Filings in effect at each hall; in Beijing each is two, one a system."""


def main() -> int:
    """The demonstration. 0 when everything came out as promised."""
    started = time.monotonic()
    _fresh_folder()
    with mock_hall() as (halls, control), httpx.Client(base_url=control, timeout=10, trust_env=False) as sim:
        sim.post("wuhan/units", json=THIRD_UNIT).raise_for_status()
        sim.post("wuhan/actions/open_annual", json=YEARLY_PERIOD).raise_for_status()
        write_units(OUT, sim, halls)
        title("一、申报名册：39 行，五地七个单位，武汉 11 人一批上传；九行应当被拒，各有理由")
        expect(1, file_roster(control))
        filed = held(sim)
        waiting = sim.get("wuhan/counter").json()
        title(f"二、武汉普通单位携资料到窗口：经办人员审核 {len(waiting)} 笔，其中一笔是整批")
        for task in waiting:
            decided = sim.post(f"wuhan/counter/{task['sxh']}", json={"decision": "approve"}).json()
            print(f"窗口审核通过：{decided['sxh']}")
        title("三、再次运行同一命令：不重复申报，只更新结果")
        expect(1, file_roster(control))
        again = held(sim)
        title("四、账本，和整批的《企业参保人员增员表》")
        expect(0, sigateway("status", "--all", "--ledger", "filings.db"))
        expect(0, fetch_form(control))
        title("五、江苏：一名经办人员凭人脸识别开通账号（由模拟的手机 APP 应答）")
        verify_a_handler(control, sim, halls["jiangsu"])
        found = sim.post("verify").json()
    print()
    print(f"各地大厅共受理 {filed}；再次运行后仍为 {again}。")
    print(f"大厅自查：{found['violations'] or '没有重复，没有差错'}。")
    print(f"结果文件：{OUT / 'results.xlsx'}    用时 {time.monotonic() - started:.1f} 秒")
    forms = list(OUT.glob("*.xls"))
    return 0 if filed == again == EXPECTED and not found["violations"] and forms else 1


def held(sim: httpx.Client) -> dict[str, int]:
    """How many filings each hall holds in effect."""
    return {region: len(sim.get(f"{region}/effects").json()) for region in EXPECTED}


def verify_a_handler(control: str, sim: httpx.Client, base: str) -> None:
    """A handler who was granted his rights shows his face once and sets a password (JS-42); then he can sign in."""
    people = sim.get("state").json()["people"]
    waiting = next(each for each in people if each["note"] == "js handler waiting")

    def show_to_the_person(challenge: sg.Challenge) -> None:
        """What a vendor would show on a page or send to a telephone; here the mock's app takes it."""
        print(challenge.explain())
        assert challenge.ticket is not None
        said = {"qr": challenge.ticket.qr, "person": waiting["number"], "app": "江苏智慧人社"}
        print("APP：", sim.post("jiangsu/actions/app.answer", json=said).json())

    unit = next(
        known.unit for known in read_units(OUT / "units.toml").units if known.unit.region == "jiangsu"
    )
    login = sg.HandlerLogin(document_number=waiting["number"], password=SecretStr("Demo2026ab"))
    person = sg.Person(document=sg.Document.recognise(waiting["number"]), name=waiting["name"])
    with (
        WorldClock(control) as clock,
        sg.Gateway(
            ledger=OUT / "filings.db", clock=clock, on_challenge=show_to_the_person, trust="E1"
        ) as gateway,
    ):
        hall = gateway.hall("jiangsu", unit=unit, credentials=login, base_url=base)
        print(hall.access(sg.HandlerVerification(person=person)).explain())
        with hall.sign_in():
            print("该经办人员已可登录。")


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
    for old_file in (*OUT.glob("*.xls"), *OUT.glob("*.p12")):
        old_file.unlink()


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    raise SystemExit(main())
