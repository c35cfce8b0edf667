"""The three files of ``docs/hooks.md`` are a region: the registry finds it, the command line lists it, it files once."""

from __future__ import annotations

import importlib
import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import httpx
import pytest
from pydantic import SecretStr

import sigateway as sg
from sigateway.plugin import Reply
from sigateway.registry import Registry

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs/hooks.md").read_text(encoding="utf-8")
SECTION = TEXT.split("## The smallest package\n")[1].split("\n## ")[0]
FILES = dict(re.findall(r"^`([\w/.]+)`\n\n```\w+\n(.*?)^```$", SECTION, re.MULTILINE | re.DOTALL))
PACKAGE = "sigateway_hello"


def write(folder: Path) -> None:
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for ``sys.path`` with the package and what pip would note of it."""
    folder = tmp_path_factory.mktemp("hello")
    write(folder)
    project = tomllib.loads(FILES["pyproject.toml"])["project"]
    noted = folder / f"{PACKAGE}-{project['version']}.dist-info"
    noted.mkdir()
    noted.joinpath("METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n"
    )
    lines = [
        line
        for group, points in project["entry-points"].items()
        for line in (f"[{group}]", *(f"{name} = {value}" for name, value in points.items()))
    ]
    noted.joinpath("entry_points.txt").write_text("\n".join(lines) + "\n")
    return folder


@pytest.fixture
def registry(installed: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Registry]:
    monkeypatch.syspath_prepend(str(installed))
    yield Registry()
    for module in [name for name in sys.modules if name.split(".")[0] == PACKAGE]:
        del sys.modules[module]


class TinyHall:
    """What the region talks to.

    ``loses``: that request's answer is lost; True: after the hall has acted. ``meddled``: what its list holds instead.
    """

    def __init__(self) -> None:
        self.drafts: dict[str, dict[str, Any]] = {}
        self.requests: list[str] = []
        self.loses: dict[str, bool] = {}
        self.is_mock = False
        self.meddled: dict[str, dict[str, Any]] | None = None
        self.transport = httpx.MockTransport(self.answer)

    def answer(self, request: httpx.Request) -> httpx.Response:
        operation, form = request.url.path.strip("/"), dict(parse_qsl(request.content.decode()))
        self.requests.append(operation)
        acts = self.loses.get(operation, True)
        page = getattr(self, operation)(form) if acts else None
        if operation in self.loses:
            raise httpx.ReadTimeout("lost")
        return httpx.Response(200, json=page, headers={"X-Mock-Hall": "tiny"} if self.is_mock else {})

    def login(self, form: dict[str, str]) -> Any:
        good = form == {"user": "hello", "password": "slip"}
        return {"data": {"unit": "1", "name": "模拟单位"}} if good else {"refused": "密码错误"}

    def save(self, form: dict[str, str]) -> Any:
        if form["wage"] == "1.00":
            return {"refused": "申报工资过低"}
        number = f"H-{len(self.drafts) + 1}"
        self.drafts[number] = {"number": number, "state": "草稿", "fields": form}
        return {"data": self.drafts[number]}

    def submit(self, form: dict[str, str]) -> Any:
        row = self.drafts[form["number"]]
        row["state"] = "审核中"
        return {"data": row}

    def list(self, form: dict[str, str]) -> Any:
        if self.meddled is not None:
            self.drafts = self.meddled
        for row in self.drafts.values():
            if row["state"] == "审核中" and self.requests.count("list") > 1:
                row["state"] = "办结"
        return {"data": {"rows": [*self.drafts.values()], "complete": True}}


class Clock:
    """Stands still until somebody sleeps."""

    def __init__(self) -> None:
        self._now = datetime.fromisoformat("2026-11-03T09:00:00+08:00")

    def now(self) -> datetime:
        return self._now

    def sleep(self, seconds: float) -> None:
        self._now += timedelta(seconds=seconds)

    async def asleep(self, seconds: float) -> None:
        self.sleep(seconds)


UNIT = sg.InsuredUnit(
    employer=sg.Employer(name="模拟单位", uscc="91420106MA00000156"),
    region="hello",
    number="1",
    schemes=frozenset(sg.Scheme),
)


def slip(password: str = "slip") -> sg.PasswordSlipLogin:
    return sg.PasswordSlipLogin(
        username="hello",
        password=SecretStr(password),
        certificate_serial="none",
        certificate_password=SecretStr("none"),
    )


def enrolment(wage: str = "6500") -> sg.Enrolment:
    return sg.Enrolment.model_validate(
        {
            "person": {"document": sg.Document.recognise("E12345678"), "name": "模拟安"},
            "declared_wage": wage,
            "first_paid_month": "2026-11",
        }
    )


def gateway(hall: TinyHall, registry: Registry) -> sg.Gateway:
    return sg.Gateway(ledger=":memory:", transport=hall.transport, clock=Clock(), registry=registry)


def sign_in(gateway: sg.Gateway, password: str = "slip") -> sg.Session:
    return gateway.hall(
        "hello", unit=UNIT, credentials=slip(password), base_url="http://hello.test/"
    ).sign_in()


def test_the_section_shows_exactly_three_files() -> None:
    assert [*FILES] == ["pyproject.toml", f"{PACKAGE}/rules.toml", f"{PACKAGE}/plugin.py"]
    assert SECTION.count("```") == 6


def test_the_registry_finds_it(registry: Registry) -> None:
    assert registry.broken == ()
    assert registry.region("hello").name == "你好"


def test_sigateway_regions_lists_it(installed: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "sigateway.cli", "regions", "--json"],
        env={**os.environ, "PYTHONPATH": str(installed)},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=True,
    )
    assert done.stderr == ""
    (hello,) = (region for region in json.loads(done.stdout) if region["code"] == "hello")
    assert hello["offers"]["enrolment"]["online"] is True
    assert hello["login_modes"] == ["password_slip"]


def test_its_flow_files_once(registry: Registry) -> None:
    hall = TinyHall()
    with gateway(hall, registry) as house, sign_in(house) as session:
        case = session.file(enrolment())
        assert (case.number, case.state) == ("H-1", sg.CaseState.IN_REVIEW)
        assert session.wait(case).state is sg.CaseState.APPROVED
        assert session.file(enrolment()).number == "H-1"
    assert hall.requests.count("submit") == 1


def test_a_lost_answer_is_settled_by_its_evidence(registry: Registry) -> None:
    hall = TinyHall()
    hall.loses["submit"] = True
    with gateway(hall, registry) as house, sign_in(house) as session:
        assert session.file(enrolment()).number == "H-1"
    assert hall.requests.count("submit") == 1


@pytest.mark.parametrize("becomes", [{"H-1": {"number": "H-1", "state": "草稿", "fields": {}}}, {}])
@pytest.mark.parametrize("is_mock", [True, False])
def test_a_draft_that_was_changed_or_is_gone_is_not_sent_again(
    registry: Registry, becomes: dict[str, Any], is_mock: bool
) -> None:
    hall = TinyHall()
    hall.loses["submit"] = False
    hall.meddled = becomes
    hall.is_mock = is_mock
    # At a hall whose wire nobody has seen, what it does not show is believed only when people say the same.
    told = sg.DraftLost if is_mock else sg.OutcomeUnknown
    with gateway(hall, registry) as house, sign_in(house) as session, pytest.raises(told):
        session.file(enrolment())
    assert hall.requests.count("submit") == 1


def test_the_halls_refusals_are_told_in_its_words(registry: Registry) -> None:
    hall = TinyHall()
    with gateway(hall, registry) as house:
        with sign_in(house) as session, pytest.raises(sg.HallRefused, match="申报工资过低"):
            session.file(enrolment("1"))
        with pytest.raises(sg.LoginRefused, match="密码错误"):
            sign_in(house, "wrong")


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (200, b'{"data": [', "unknown"),
        (200, b"[]", "unknown"),
        (401, b"", "signed_out"),
        (503, b"", "maintenance"),
    ],
)
def test_it_tells_the_halls_pages_apart(registry: Registry, status: int, body: bytes, kind: str) -> None:
    classify = importlib.import_module(f"{PACKAGE}.plugin").classify
    reply = Reply(status, {}, body, "http://hello.test/", Clock().now())
    assert classify(reply).kind == kind


@pytest.mark.real
def test_pip_installs_it(tmp_path: Path) -> None:
    write(tmp_path)
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
    subprocess.run([*pip, "--target", tmp_path / "site", tmp_path], check=True, timeout=300)
    assert (tmp_path / "site" / PACKAGE / "rules.toml").read_text("utf-8") == FILES[f"{PACKAGE}/rules.toml"]
