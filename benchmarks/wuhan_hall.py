"""The hall that the benchmarks file with: an in-process mock, somebody's hand-written client of it, and an SDK session."""

from __future__ import annotations

from collections.abc import Iterator
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

SDK_UNIT, SCRIPT_UNIT = "4201000001", "4201000002"


class Script:
    """The hand-written way in: httpx and an HTML library, no ledger, no echo, no evidence, no check that a page is whole."""

    def __init__(self, simulator: Simulator, world: World, unit: str = SCRIPT_UNIT) -> None:
        self.client = httpx.Client(
            transport=InProcess(simulator), base_url=world.base_url("wuhan"), trust_env=False
        )
        page = self.client.get("login.do").content.decode("gbk")
        nonce = value(page, "sjs")
        certificate, signature = world.wuhan.sign(unit, nonce)
        slip = world.wuhan.units[unit].slip
        self.post("login.do", yhm=slip.username, mm=slip.password, sjs=nonce, zs=certificate, qm=signature)
        new = "Bench12345"
        self.post("password.do", ymm=slip.password, xmm=new, qrmm=new)

    def get(self, path: str, **query: str) -> str:
        """A page."""
        return self.client.get(path, params=query).content.decode("gbk")

    def post(self, path: str, **form: str) -> str:
        """A page, by a form."""
        body = urlencode(form, encoding="gbk")
        reply = self.client.post(
            path, content=body, headers={"Content-Type": "application/x-www-form-urlencoded"}
        )
        return reply.content.decode("gbk")


def value(page: str, name: str) -> str:
    """The value of a field of a form."""
    field = LexborHTMLParser(page).css_first(f'input[name="{name}"]')
    assert field, f"no field {name}"
    return field.attributes["value"] or ""


def shown(page: str, name: str) -> str:
    """What a page shows under a name."""
    found = LexborHTMLParser(page).css_first(f'[data-field="{name}"]')
    assert found, f"nothing is shown as {name}"
    return found.text(strip=True)


def people(world: World) -> Iterator[PersonRecord]:
    """New people of the World's register, without end."""
    return (
        world.people.synthetic(sex="2", born=date(1990 + n % 9, 1 + n % 12, 1 + n // 12 % 28))
        for n in count()
    )


def enrolment_fields(person: PersonRecord) -> dict[str, str]:
    """What somebody enters for a person, but for the schemes."""
    return {
        "zjlx": person.kind,
        "zjhm": person.number,
        "xm": person.name,
        "xb": person.sex,
        "csrq": person.born.isoformat(),
        "mz": person.nation,
        "sj": "13800000001",
        "htqsrq": "2026-11-02",
        "sbgz": "6500.00",
        "zsbj": "0",
    }


def enrolment(person: PersonRecord) -> sg.Enrolment:
    """The same for the SDK."""
    return sg.Enrolment(
        person=sg.Person(
            document=sg.Document(kind=sg.DocumentKind.RESIDENT_ID, number=person.number),
            name=person.name,
            mobile="13800000001",
            nation=person.nation,
        ),
        employment=sg.Employment(contract_start=date(2026, 11, 2)),
        declared_wage="6500",  # type: ignore[arg-type]
        first_paid_month="2026-11",  # type: ignore[arg-type]
    )


def session(simulator: Simulator, world: World, folder: Path) -> sg.Session:
    """A session of the SDK, signed in, with a ledger on disk."""
    record = world.wuhan.units[SDK_UNIT]
    slip = record.slip
    gateway = sg.Gateway(
        ledger=folder / "ledger.db",
        credentials=sg.FileCredentials(folder / "credentials.db"),
        clock=WorldClock(world.clock),
        transport=InProcess(simulator),
        trust="E0",
    )
    return gateway.hall(
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
