"""A small client of portal and hall, written from the wire pages on httpx and the standard library."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Any

import httpx
import pytest

from sigateway_mockservers import InProcess, Simulator, World

NINGBO, ZHENHAI, QUZHOU = "3302990001", "3302110001", "3308990001"
END = "<!-- 页面结束 --></body></html>"


@dataclass
class Page:
    """A page of the portal, checked to be whole."""

    http: httpx.Response

    def __post_init__(self) -> None:
        assert self.http.headers["content-type"] == "text/html; charset=utf-8"
        assert int(self.http.headers["content-length"]) == len(self.http.content)
        self.text = self.http.text
        assert self.text.rstrip().endswith(END)
        assert "模拟 MOCK" in self.text

    @property
    def kind(self) -> str:
        found = re.search(r'<meta name="hall-page" content="(\w+)">', self.text)
        assert found
        return found[1]

    @property
    def messages(self) -> list[str]:
        return [unescape(words) for words in re.findall(r"<li>(.*?)</li>", self.text)]

    @property
    def links(self) -> dict[str, str]:
        return {name: unescape(to) for name, to in re.findall(r'<a id="(\w+)" href="(.*?)"', self.text)}

    @property
    def hidden(self) -> dict[str, str]:
        found = re.findall(r'<input type="hidden" name="(\w+)" value="(.*?)">', self.text)
        return {name: unescape(value) for name, value in found}


@dataclass
class Envelope:
    """An answer of the hall, checked to be whole."""

    http: httpx.Response

    def __post_init__(self) -> None:
        assert self.http.headers["content-type"] == "application/json; charset=utf-8"
        assert int(self.http.headers["content-length"]) == len(self.http.content)
        assert self.http.headers["x-mock-hall"] == "zhejiang"
        said = self.http.json()
        assert list(said) == ["mock", "code", "msg", "errors", "data"]
        assert said["mock"] == "模拟 MOCK"
        self.code: str = said["code"]
        self.msg: str = said["msg"]
        self.errors: list[dict[str, str]] = said["errors"]
        self.data: dict[str, Any] = said["data"]
        if "rows" in self.data:
            assert self.data["rowCount"] == len(self.data["rows"])

    @property
    def words(self) -> list[str]:
        return [error["message"] for error in self.errors]

    @property
    def fields(self) -> list[str]:
        return [error["field"] for error in self.errors]

    @property
    def rows(self) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self.data["rows"]
        return rows

    def __getitem__(self, key: str) -> Any:
        assert self.code == "0", self.words or self.msg
        return self.data[key]


@dataclass
class Client:
    """Somebody with an account, who has come in by an entrance."""

    world: World
    http: httpx.Client
    who: str = NINGBO
    entrance: str = "legal"
    origin: str = "http://mock.invalid"
    csrf: str = field(default="")

    @property
    def sites(self) -> dict[str, str]:
        return self.world.zhejiang.sites(self.origin)

    def portal(self, path: str, **query: str) -> Page:
        return Page(self.http.get(self.sites["portal"] + path, params=query))

    def login_page(self) -> Page:
        started = self.http.get(self.sites["hall"] + "index")
        assert started.status_code == 302
        chosen = Page(self.http.get(started.headers["location"]))
        assert chosen.kind == "entrances"
        shown = Page(self.http.get(chosen.links[self.entrance]))
        assert shown.kind == "login"
        return shown

    def post_login(self, page: Page, account: str, password: str) -> httpx.Response:
        form = {**page.hidden, "zh": account, "mm": password}
        return self.http.post(self.sites["portal"] + "login.do", data=form)

    def try_login(self, account: str | None = None, password: str | None = None) -> httpx.Response:
        known = None if account else self.world.zhejiang.portal.account(self.who)
        name = account or (known.account if known else "")
        return self.post_login(self.login_page(), name, password or (known.password if known else ""))

    def sign_in(self) -> Client:
        ticketed = self.try_login()
        assert ticketed.status_code == 302, Page(ticketed).messages
        let_in = self.http.get(ticketed.headers["location"])
        assert let_in.status_code == 302
        session = Envelope(self.http.get(let_in.headers["location"]))
        assert session["entrance"] == self.entrance
        self.csrf = session["csrfToken"]
        return self

    def get(self, path: str, **query: str) -> Envelope:
        return Envelope(self.http.get(self.sites["hall"] + path, params=query))

    def post(self, path: str, body: Any = None, **headers: str) -> Envelope:
        given = {"X-CSRF-TOKEN": self.csrf, **headers}
        sent = {} if body is None else body
        return Envelope(self.http.post(self.sites["hall"] + path, json=sent, headers=given))

    def file(self, path: str) -> httpx.Response:
        return self.http.get(self.sites["hall"] + path)

    def enrolment(self, note: str, **fields: str) -> dict[str, str]:
        person = self.world.people.noted(note)
        this = f"{self.world.clock.today():%Y%m}"
        body = {
            "idCard": person.number,
            "name": person.name,
            "mobile": "19912345678",
            "nation": "01",
            "hukou": "10",
            "hukouPlace": "浙江省宁波市镇海区",
            "address": "",
            "education": "21",
            "workForm": "1",
            "contractStart": f"{self.world.clock.today().replace(day=1):%Y-%m-%d}",
            "contractEnd": "",
            "wage": "8000.00",
            "pensionFrom": this,
            "unemploymentFrom": this,
            "injuryFrom": "",
            "injury": "1",
        }
        return {**body, **fields}

    def suspension(self, note: str, **fields: str) -> dict[str, str]:
        person = self.world.people.noted(note)
        this = f"{self.world.clock.today():%Y%m}"
        body = {
            "idCard": person.number,
            "name": person.name,
            "pensionStop": this,
            "unemploymentStop": this,
            "injuryStop": this,
            "reason": "03",
            "endedOn": f"{self.world.clock.today():%Y-%m-%d}",
            "remark": "",
        }
        return {**body, **fields}

    def enrol(self, note: str, **fields: str) -> Envelope:
        return self.post("api/enrol", self.enrolment(note, **fields))

    def suspend(self, note: str, **fields: str) -> Envelope:
        return self.post("api/suspend", self.suspension(note, **fields))

    def take_back(self, number: str) -> Envelope:
        return self.post(f"api/progress/{number}/take-back", {"confirm": "1"})

    def decide(self) -> None:
        self.world.clock.advance(by=90)


MakeWorld = Callable[..., World]
MakeClient = Callable[..., Client]


@pytest.fixture(scope="session")
def simulator() -> Simulator:
    return Simulator()


@pytest.fixture
def make_world(simulator: Simulator) -> Iterator[MakeWorld]:
    made: list[World] = []

    def make(*variants: str, **options: Any) -> World:
        world = simulator.create_world(seed=7, variants={"zhejiang": set(variants)}, **options)
        made.append(world)
        return world

    yield make
    for world in made:
        simulator.close_world(world.id)


@pytest.fixture
def world(make_world: MakeWorld) -> World:
    return make_world()


@pytest.fixture
def make_client(simulator: Simulator) -> Iterator[MakeClient]:
    opened: list[httpx.Client] = []

    def make(
        world: World, who: str = NINGBO, entrance: str = "legal", *, signed_in: bool = True, **options: Any
    ) -> Client:
        http = httpx.Client(transport=InProcess(simulator), **options)
        opened.append(http)
        if who.startswith("zj "):
            who = world.people.noted(who).number
        client = Client(world, http, who, entrance)
        return client.sign_in() if signed_in else client

    yield make
    for http in opened:
        http.close()


@pytest.fixture
def client(world: World, make_client: MakeClient) -> Client:
    return make_client(world)
