"""A small browser for the Wuhan hall, written from the wire page and on nothing but httpx and the standard library."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote_from_bytes

import httpx
import pytest

from sigateway_mockservers import InProcess, MockServer, PersonRecord, Simulator, UnitRecord, World, serve

VIP = "4201000001"
ORDINARY = "4201000002"
SCHEMES = ("yanglao", "yiliao", "dae", "gongshang", "shiye", "shengyu")


class PageReader(HTMLParser):
    """Reads what the wire page promises of any page."""

    def __init__(self) -> None:
        super().__init__()
        self.kind = ""
        self.messages: list[str] = []
        self.messages_class = ""
        self.inputs: dict[str, str] = {}
        self.readonly: set[str] = set()
        self.links: dict[str, str] = {}
        self.data: dict[str, str] = {}
        self.tables: dict[str, dict[str, str]] = {}
        self.rows: dict[str, list[dict[str, str]]] = {}
        self.text = ""
        self._in_messages = False
        self._table = ""
        self._collect: Callable[[str], None] | None = None
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "meta" and given.get("name") == "hall-page":
            self.kind = given["content"]
        elif tag == "ul" and given.get("id") == "messages":
            self._in_messages, self.messages_class = True, given["class"]
        elif tag == "li" and self._in_messages:
            self.messages.append("")
            self._collect = self._add_message
        elif tag == "input" and "name" in given:
            self.inputs[given["name"]] = given.get("value", "")
            if "readonly" in given:
                self.readonly.add(given["name"])
        elif tag == "select":
            self._select = given["name"]
            self.inputs[self._select] = ""
        elif tag == "option" and "selected" in given:
            self.inputs[self._select] = given["value"]
        elif tag == "a" and "id" in given:
            self.links[given["id"]] = given["href"]
        elif tag == "table":
            self._table = given.get("id", "")
            self.tables[self._table], self.rows[self._table] = given, []
        elif tag == "tr" and self._table:
            self.rows[self._table].append({})
        elif tag in ("dd", "td") and "data-field" in given:
            name, target = given["data-field"], self.rows[self._table][-1] if tag == "td" else self.data
            target[name] = ""
            self._collect = lambda text: target.__setitem__(name, target[name] + text)

    def _add_message(self, text: str) -> None:
        self.messages[-1] += text

    def handle_endtag(self, tag: str) -> None:
        if tag in ("li", "dd", "td"):
            self._collect = None
        elif tag == "ul":
            self._in_messages = False
        elif tag == "table":
            self._table = ""

    def handle_data(self, data: str) -> None:
        if self._collect is not None:
            self._collect(data)


def encode(fields: dict[str, str]) -> bytes:
    """Form fields as percent-encoded GBK bytes."""
    return "&".join(
        f"{name}={quote_from_bytes(value.encode('gbk'))}" for name, value in fields.items()
    ).encode("ascii")


def read_page(response: httpx.Response) -> PageReader:
    """A page, checked to be whole."""
    assert response.headers["content-type"] == "text/html; charset=GBK"
    text = response.content.decode("gbk")
    assert text.rstrip().endswith("<!-- 页面结束 --></body></html>"), "a page without its end mark"
    assert "模拟 MOCK" in text
    reader = PageReader()
    reader.feed(text)
    reader.text = text
    return reader


@dataclass
class Browser:
    """Somebody at a unit, with a browser and a certificate."""

    world: World
    client: httpx.Client
    unit: UnitRecord
    last: httpx.Response | None = field(default=None)

    def get(self, path: str, **query: str) -> PageReader:
        self.last = self.client.get(path, params=query or None)
        return read_page(self.last)

    def post(self, path: str, **fields: str) -> PageReader:
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        self.last = self.client.post(path, content=encode(fields), headers=headers)
        return read_page(self.last)

    def post_parts(self, path: str, data: dict[str, str], files: dict[str, Any]) -> PageReader:
        self.last = self.client.post(path, data=data, files=files)
        return read_page(self.last)

    def sign_in(self, password: str | None = None, **changes: str) -> PageReader:
        nonce = self.get("login.do").inputs["sjs"]
        certificate, signature = self.world.wuhan.sign(self.unit.number, nonce)
        fields = {
            "yhm": self.unit.slip.username,
            "mm": password or self.unit.slip.password,
            "sjs": nonce,
            "zs": certificate,
            "qm": signature,
        }
        return self.post("login.do", **{**fields, **changes})

    def search(self, person: PersonRecord) -> PageReader:
        return self.post("zengyuan_chaxun.do", zjlx=person.kind, zjhm=person.number)

    def filled(self, page: PageReader, **changes: str) -> dict[str, str]:
        today = self.world.clock.today()
        schemes = {f"xz_{code}": "1" if code in self.unit.schemes else "0" for code in SCHEMES}
        values = {
            "sj": "13900000000",
            "htqsrq": today.replace(day=1).isoformat(),
            "sbgz": "6500.00",
            "zsbj": "0",
        }
        return {**page.inputs, **values, **schemes, **changes}

    def save(self, person: PersonRecord, **changes: str) -> PageReader:
        page = self.search(person)
        assert page.kind == "enrol_form", page.messages
        return self.post("zengyuan_baocun.do", **self.filled(page, **changes))

    def file(self, person: PersonRecord, **changes: str) -> str:
        page = self.save(person, **changes)
        return self.submit(page)

    def submit(self, page: PageReader) -> str:
        assert page.kind == "check", page.messages
        sxh = page.data["sxh"]
        submitted = self.post("tijiao.do", sxh=sxh)
        assert submitted.kind == "submitted", submitted.messages
        return submitted.data["sxh"]

    def stop_search(self, person: PersonRecord) -> PageReader:
        return self.post("zanting_chaxun.do", zjlx=person.kind, zjhm=person.number)

    def stop_save(self, person: PersonRecord, **changes: str) -> PageReader:
        page = self.stop_search(person)
        assert page.kind == "suspend_form", page.messages
        said = {"jsrq": self.world.clock.today().isoformat(), "tbyy": "03"}
        return self.post("zanting_baocun.do", **{**page.inputs, **said, **changes})

    def stop(self, person: PersonRecord, **changes: str) -> str:
        return self.submit(self.stop_save(person, **changes))

    def wage_search(self, mark: str) -> PageReader:
        return self.post("gongzi_chaxun.do", grbs=mark)

    def wage_save(self, person: PersonRecord, wage: str, **changes: str) -> PageReader:
        page = self.wage_search(person.number)
        assert page.kind == "wage_form", page.messages
        return self.post("gongzi_baocun.do", **{**page.inputs, "xgz": wage, **changes})

    def change_wage(self, person: PersonRecord, wage: str) -> str:
        return self.submit(self.wage_save(person, wage))


@pytest.fixture
def simulator() -> Simulator:
    return Simulator()


@pytest.fixture
def world(simulator: Simulator) -> World:
    return simulator.create_world(seed=7)


@pytest.fixture
def open_browser(simulator: Simulator) -> Iterator[Callable[..., Browser]]:
    """``open_browser(world, unit_number, signed_in=True, origin=None)``: over InProcess, or over a server's origin."""
    clients: list[httpx.Client] = []

    def open_(world: World, number: str = VIP, *, signed_in: bool = True, server: Any = None) -> Browser:
        transport = InProcess(simulator) if server is None else None
        base = world.base_url("wuhan") if server is None else world.base_url("wuhan", server.url)
        client = httpx.Client(transport=transport, base_url=base, follow_redirects=True, trust_env=False)
        clients.append(client)
        browser = Browser(world, client, world.wuhan.units[number])
        if signed_in:
            assert browser.sign_in().kind == "home"
        return browser

    yield open_
    for client in clients:
        client.close()


@pytest.fixture
def browser(world: World, open_browser: Callable[..., Browser]) -> Browser:
    return open_browser(world)


@pytest.fixture
def ordinary(world: World, open_browser: Callable[..., Browser]) -> Browser:
    return open_browser(world, ORDINARY)


@pytest.fixture
def server(simulator: Simulator) -> Iterator[MockServer]:
    with serve(simulator) as running:
        yield running
