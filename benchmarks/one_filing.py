"""One filing through the SDK, against a script that sends the same requests by hand to the same hall.

The script is what somebody would write without the SDK: httpx and an HTML library, reading only the pages from which it needs a
value; no ledger, no echo, no evidence, no check that a page is whole. Both talk to one in-process hall, in turns, so that
whatever the machine does strikes both.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date
from itertools import count
from pathlib import Path
from urllib.parse import urlencode

import httpx
from pydantic import SecretStr
from selectolax.lexbor import LexborHTMLParser

import sigateway as sg
from sigateway.testing.clock import WorldClock
from sigateway_mockservers import InProcess, PersonRecord, Simulator, World

PAIRS = 120
WARM_UP = 10


class Script:
    """The hand-written way."""

    def __init__(self, simulator: Simulator, world: World, unit: str) -> None:
        self._client = httpx.Client(
            transport=InProcess(simulator), base_url=world.base_url("wuhan"), trust_env=False
        )
        page = self._client.get("login.do").content.decode("gbk")
        nonce = _value(page, "sjs")
        certificate, signature = world.wuhan.sign(unit, nonce)
        slip = world.wuhan.units[unit].slip
        self._post("login.do", yhm=slip.username, mm=slip.password, sjs=nonce, zs=certificate, qm=signature)
        new = "Bench12345"
        self._post("password.do", ymm=slip.password, xmm=new, qrmm=new)

    def file(self, person: PersonRecord) -> str:
        """The same seven requests as the SDK: list, form, search, form, search, save, submit."""
        who = {"zjlx": person.kind, "zjhm": person.number}
        self._client.get("home.do", params={"zjhm": person.number})
        for _ in range(2):
            self._client.get("zengyuan.do")
            form = self._post("zengyuan_chaxun.do", **who)
        fields = {
            **who,
            "bdh": _value(form, "bdh"),
            "xm": person.name,
            "xb": person.sex,
            "csrq": person.born.isoformat(),
            "mz": person.nation,
            "sj": "13800000001",
            "htqsrq": "2026-11-02",
            "sbgz": "6500.00",
            "zsbj": "0",
            **dict.fromkeys(("whcd", "hyzk", "hkxz", "hkszd", "jzdz", "ygxs", "htzzrq", "bjksny"), ""),
            **dict.fromkeys(
                ("xz_yanglao", "xz_yiliao", "xz_dae", "xz_gongshang", "xz_shiye", "xz_shengyu"), "1"
            ),
        }
        check = self._post("zengyuan_baocun.do", **fields)
        found = LexborHTMLParser(check).css_first('[data-field="sxh"]')
        assert found, "the hall did not save the draft"
        number = found.text(strip=True)
        assert "提交成功" in self._post("tijiao.do", sxh=number)
        return number

    def _post(self, path: str, **form: str) -> str:
        body = urlencode(form, encoding="gbk")
        reply = self._client.post(
            path, content=body, headers={"Content-Type": "application/x-www-form-urlencoded"}
        )
        return reply.content.decode("gbk")


def _value(page: str, name: str) -> str:
    field = LexborHTMLParser(page).css_first(f'input[name="{name}"]')
    assert field, f"no field {name}"
    return field.attributes["value"] or ""


def _sdk(simulator: Simulator, world: World, unit: str, folder: Path) -> Callable[[PersonRecord], str]:
    record = world.wuhan.units[unit]
    slip = record.slip
    gateway = sg.Gateway(
        ledger=folder / "ledger.db",
        credentials=sg.FileCredentials(folder / "credentials.db"),
        clock=WorldClock(world.clock),
        transport=InProcess(simulator),
        trust="E0",
    )
    session = gateway.hall(
        "wuhan",
        unit=sg.InsuredUnit(
            employer=sg.Employer(name=record.name, uscc=record.uscc),
            region="wuhan",
            number=record.number,
            schemes=frozenset(sg.Scheme),
        ),
        credentials=sg.PasswordSlipLogin(
            username=slip.username,
            password=SecretStr(slip.password),
            certificate_serial=slip.certificate_serial,
            certificate_password=SecretStr(slip.certificate_password),
        ),
        base_url=world.base_url("wuhan"),
    ).sign_in()

    def file(person: PersonRecord) -> str:
        who = sg.Person(
            document=sg.Document(kind=sg.DocumentKind.RESIDENT_ID, number=person.number),
            name=person.name,
            mobile="13800000001",
            nation=person.nation,
        )
        case = session.file(
            sg.Enrolment(
                person=who,
                employment=sg.Employment(contract_start=date(2026, 11, 2)),
                declared_wage="6500",  # type: ignore[arg-type]
                first_paid_month="2026-11",  # type: ignore[arg-type]
            )
        )
        assert case.number is not None
        return case.number

    return file


def measure() -> dict[str, dict[str, object]]:
    """The medians of paired filings, as a ratio."""
    simulator = Simulator()
    world = simulator.create_world(seed=1)
    people = (
        world.people.synthetic(sex="2", born=date(1990 + n % 9, 1 + n % 12, 1 + n // 12 % 28))
        for n in count()
    )
    script = Script(simulator, world, "4201000002")
    with tempfile.TemporaryDirectory() as folder:
        sdk = _sdk(simulator, world, "4201000001", Path(folder))
        ratios, times = [], {"sdk": [], "script": []}  # type: ignore[var-annotated]
        for turn in range(PAIRS + WARM_UP):
            seconds = {}
            order = ("sdk", "script") if turn % 2 else ("script", "sdk")
            for name in order:
                person = next(people)
                start = time.perf_counter()
                (sdk if name == "sdk" else script.file)(person)
                seconds[name] = time.perf_counter() - start
            if turn >= WARM_UP:
                ratios.append(seconds["sdk"] / seconds["script"])
                for name, value in seconds.items():
                    times[name].append(value)
    quarters = statistics.quantiles(ratios, n=4)
    return {
        "one_filing_over_script": {
            "value": round(statistics.median(ratios), 3),
            "goal": 1.25,
            "better": "lower",
            "unit": "ratio",
            "detail": {
                "pairs": PAIRS,
                "quartiles": [round(q, 3) for q in quarters],
                "sdk_ms": round(statistics.median(times["sdk"]) * 1000, 2),
                "script_ms": round(statistics.median(times["script"]) * 1000, 2),
                "requests_each": 7,
            },
        }
    }
