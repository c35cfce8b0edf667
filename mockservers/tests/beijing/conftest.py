"""A small client of both Beijing sites, written from the wire pages on httpx, html.parser and json."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest

from sigateway_mockservers import InProcess, Simulator, World
from sigateway_mockservers.beijing.hall import BeijingHall

FIRST, SECOND, CLOSED = "110105000001", "110105000002", "110105000003"
TYPES = {
    "zj": "DATA_IND_ADD",
    "js": "DATA_NORMAL_CUT",
    "gz": "DATA_MONTHLY_PAY",
    "bj": "DATA_BACK_PAY",
    "grbg": "DATA_INDINFO_UPDATE",
    "dwbg": "DATA_ENTINFO_UPDATE",
}
#: Which of the fields below go where, by the field table of the wire page.
FOUR_FIELDS = {
    "zj": ("idType", "idCard", "name", "feePsnType", "avgSalary", "insuranceType", "indAddReason", "contractStart",
           "mobile", "nation", "hukou", "address"),
    "js": ("idType", "idCard", "name", "insuranceType", "endDate", "chgReason"),
    "gz": ("idType", "idCard", "name", "avgSalary"),
    "bj": ("idType", "idCard", "name", "avgSalary", "insuranceType", "backFrom", "backTo", "backReason"),
    "grbg": ("idType", "idCard", "name"),
    "dwbg": (),
}  # fmt: skip
MEDICAL_KEYS = {
    "idType": "zjlx", "idCard": "zjhm", "name": "xm", "medPsnType": "ylrylb", "avgSalary": "yjgz",
    "insuranceType": "xz", "indAddReason": "zjyy", "contractStart": "htqsrq", "mobile": "sj", "address": "dz",
    "hospital1": "ddyy1", "hospital2": "ddyy2", "hospital3": "ddyy3", "hospital4": "ddyy4", "startMonth": "ksny",
    "endDate": "jsrq", "stopMonth": "jzny", "chgReason": "tzyy", "oldSalary": "ygz", "backFrom": "bjksny",
    "backTo": "bjjsny", "backReason": "bjyy", "feeBase": "jfjs", "months": "ys", "unitAmt": "dwje",
    "personAmt": "grje", "total": "hj", "contact": "lxr", "phone": "lxdh", "postcode": "yb",
}  # fmt: skip
MEDICAL_FIELDS = {
    code: tuple(name for name in names if name not in ("feePsnType", "nation", "hukou"))
    + (("medPsnType",) if code == "zj" else ())
    for code, names in FOUR_FIELDS.items()
}


class PageReader(HTMLParser):
    """What a page of the medical site says: kind, messages, fields of each ``dl``, rows of tables, hidden inputs."""

    def __init__(self) -> None:
        super().__init__()
        self.kind = ""
        self.messages: list[str] = []
        self.tone = ""
        self.lists: dict[str, dict[str, str]] = {}
        self.tables: dict[str, list[dict[str, str]]] = {}
        self.inputs: dict[str, str] = {}
        self.actions: list[str] = []
        self._list = self._table = self._cell = ""
        self._in_messages = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "meta" and said.get("name") == "hall-page":
            self.kind = said["content"]
        elif tag == "ul" and said.get("id") == "messages":
            self._in_messages, self.tone = True, said["class"]
        elif tag == "li" and self._in_messages:
            self.messages.append("")
        elif tag == "dl":
            self._list = said["id"]
            self.lists[self._list] = {}
        elif tag == "dd":
            self._cell = said["data-field"]
            self.lists[self._list][self._cell] = ""
        elif tag == "table":
            self._table = said["id"]
            self.tables[self._table] = []
        elif tag == "tr" and self._table:
            self.tables[self._table].append({})
        elif tag == "td":
            self._cell = said["data-field"]
            self.tables[self._table][-1][self._cell] = ""
        elif tag == "input":
            self.inputs[said["name"]] = said["value"]
        elif tag == "form":
            self.actions.append(said["action"])

    def handle_endtag(self, tag: str) -> None:
        if tag in ("dd", "td"):
            self._cell = ""
        elif tag == "ul":
            self._in_messages = False
        elif tag == "dl":
            self._list = ""
        elif tag == "table":
            self.tables[self._table] = self.tables[self._table][1:]
            self._table = ""

    def handle_data(self, data: str) -> None:
        if self._in_messages and self.messages and data.strip():
            self.messages[-1] += data
        elif self._cell and self._list:
            self.lists[self._list][self._cell] += data
        elif self._cell and self._table:
            self.tables[self._table][-1][self._cell] += data


@dataclass
class Page:
    """A page of the medical site, checked to be whole."""

    http: httpx.Response
    read: PageReader

    @property
    def kind(self) -> str:
        return self.read.kind

    @property
    def messages(self) -> list[str]:
        return self.read.messages

    def __getitem__(self, name: str) -> dict[str, str]:
        return self.read.lists[name]


def read_page(http: httpx.Response) -> Page:
    assert http.headers["content-type"] == "text/html; charset=GBK"
    assert int(http.headers["content-length"]) == len(http.content)
    text = http.content.decode("gbk")
    assert text.endswith("<!-- 页面结束 --></body></html>")
    assert "模拟 MOCK" in text
    reader = PageReader()
    reader.feed(text)
    return Page(http, reader)


def read_list(http: httpx.Response) -> list[dict[str, str]]:
    assert http.headers["content-type"] == "text/plain; charset=GBK"
    lines = http.content.decode("gbk").split("\r\n")
    assert lines.pop() == ""
    head, columns, *rows, end = [line.split("\t") for line in lines]
    assert head[0] == "#MOCK 模拟"
    assert end[0] == "#END"
    assert int(end[1]) == len(rows)
    return [dict(zip(columns, row, strict=True)) for row in rows]


@dataclass
class Reply:
    """An answer of the four system, checked to be whole."""

    http: httpx.Response
    body: dict[str, Any]

    @property
    def code(self) -> str:
        return str(self.body["code"])

    @property
    def words(self) -> list[str]:
        return [each["message"] for each in self.body["errors"]]

    @property
    def data(self) -> dict[str, Any]:
        return dict(self.body["data"])

    @property
    def rows(self) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self.body["data"]["rows"]
        assert self.body["data"]["rowCount"] == len(rows)
        return rows

    def __getitem__(self, name: str) -> Any:
        return self.body["data"][name]


def read_reply(http: httpx.Response) -> Reply:
    assert http.headers["content-type"] == "application/json; charset=utf-8", http.text
    assert int(http.headers["content-length"]) == len(http.content)
    assert http.headers["x-mock-hall"] == "beijing"
    body = json.loads(http.content)
    assert set(body) == {"mock", "code", "msg", "errors", "data"}
    assert body["mock"] == "模拟 MOCK"
    return Reply(http, body)


@dataclass
class Client:
    """Somebody who holds a unit's key, with one connection to each site."""

    world: World
    four: httpx.Client
    medical: httpx.Client
    unit: str = FIRST
    pin: str = ""
    last: httpx.Response | None = field(default=None)

    @property
    def hall(self) -> BeijingHall:
        return self.world.beijing

    # --- the four system --------------------------------------------------------------------------------------

    def get(self, path: str, **query: str) -> Reply:
        self.last = self.four.get(f"api/{path}", params=query)
        return read_reply(self.last)

    def post(self, path: str, said: Any = None, method: str = "POST") -> Reply:
        content = json.dumps({} if said is None else said, ensure_ascii=True).encode()
        headers = {"Content-Type": "application/json; charset=utf-8"}
        self.last = self.four.request(method, f"api/{path}", content=content, headers=headers)
        return read_reply(self.last)

    def log_in_four(self, **changes: str) -> Reply:
        random = changes.get("random") or self.get("auth/challenge")["random"]
        key = self.hall.key(self.unit)
        said = {
            "random": random,
            "cert": base64.b64encode(key.certificate).decode(),
            "sign": base64.b64encode(
                key.sign(self.pin or f"mock0000{self.unit[-1]}", random.encode())
            ).decode(),
        }
        return self.post("auth/login", said | changes)

    # --- the medical system -----------------------------------------------------------------------------------

    def page(self, path: str, **query: str) -> Page:
        self.last = self.medical.get(path, params=urlencode(query, encoding="gbk"))
        return read_page(self.last)

    def send(self, path: str, **fields: str) -> httpx.Response:
        self.last = self.medical.post(
            path,
            content=urlencode(fields, encoding="gbk"),
            headers={"Content-Type": "application/x-www-form-urlencoded"},
        )
        return self.last

    def press(self, path: str, **fields: str) -> Page:
        return read_page(self.send(path, **fields))

    def list(self, **query: str) -> list[dict[str, str]]:
        self.last = self.medical.get("sb_liebiao.do", params=urlencode(query, encoding="gbk"))
        return read_list(self.last)

    def log_in_medical(self, **changes: str) -> httpx.Response:
        random = changes.get("sjs") or self.page("login.do").read.inputs["sjs"]
        key = self.hall.key(self.unit)
        said = {
            "sjs": random,
            "zs": base64.b64encode(key.certificate).decode(),
            "qm": base64.b64encode(
                key.sign(self.pin or f"mock0000{self.unit[-1]}", random.encode())
            ).decode(),
        }
        return self.send("login.do", **(said | changes))

    def log_in(self) -> Client:
        assert self.log_in_four().code == "0"
        assert self.log_in_medical().headers["location"] == "home.do"
        return self

    # --- filing -----------------------------------------------------------------------------------------------

    def likely(self, code: str, person: Any, system: str = "four") -> dict[str, str]:
        month = f"{self.world.clock.now():%Y%m}"
        year, number = int(month[:4]), int(month[4:])
        before = f"{year - (number == 1):04d}{(number - 2) % 12 + 1:02d}"
        schemes = "110,210,410,510" if system == "four" else "310"
        return {
            "idType": "01", "idCard": person.number, "name": person.name, "feePsnType": "11", "medPsnType": "11",
            "avgSalary": "9000.00", "insuranceType": schemes, "indAddReason": "01",
            "contractStart": f"{month[:4]}-{month[4:]}-01", "mobile": "19930001111", "nation": "01", "hukou": "10",
            "address": "模拟新址", "endDate": f"{before[:4]}-{before[4:]}-20", "chgReason": "01",
            "backFrom": before, "backTo": before, "backReason": "01",
        }  # fmt: skip

    def filled(self, code: str, person: Any, system: str = "four", **changes: str) -> dict[str, str]:
        names = (FOUR_FIELDS if system == "four" else MEDICAL_FIELDS)[code]
        likely = self.likely(code, person, system) if person is not None else {}
        return {name: likely[name] for name in names} | changes

    def save(self, code: str, person: Any, scope: str = "F", **changes: str) -> Reply:
        fields = self.filled(code, person, **changes)
        return self.post("declarations", {"type": TYPES[code], "scope": scope, "fields": fields})

    def save_medical(self, code: str, person: Any, sblsh: str = "", fw: str = "", **changes: str) -> Page:
        fields = self.filled(code, person, "medical", **changes)
        sent = {MEDICAL_KEYS.get(name, name): value for name, value in fields.items()}
        return self.press("sb_baocun.do", ywlx=code, fw=fw or ("B" if sblsh else "M"), sblsh=sblsh, **sent)

    def submit(self, half: Any) -> Reply:
        return self.post(f"declarations/{half['lsh']}/submit", {"version": half["version"]})

    def submit_medical(self, page: Page) -> Page:
        return self.press("sb_tijiao.do", slh=page["half"]["slh"], bbh=page["half"]["bbh"])

    def file_four(self, code: str, person: Any, scope: str = "F", **changes: str) -> str:
        saved = self.save(code, person, scope, **changes)
        assert saved.code == "0", saved.words
        sent = self.submit(saved)
        assert sent.code == "0", sent.words
        return str(saved["lsh"])

    def file_medical(self, code: str, person: Any, sblsh: str = "", **changes: str) -> str:
        saved = self.save_medical(code, person, sblsh, **changes)
        assert saved.kind == "check", saved.messages
        assert self.submit_medical(saved).kind == "accepted"
        return saved["half"]["slh"]

    def file(self, code: str, person: Any, **changes: str) -> tuple[str, str]:
        lsh = self.file_four(code, person, "B", **changes)
        return lsh, self.file_medical(code, person, lsh, **changes)

    def wait(self, minutes: float = 7) -> None:
        self.world.clock.advance(by=minutes * 60)
        if minutes >= 20:
            self.log_in()


@pytest.fixture
def simulator() -> Simulator:
    return Simulator()


@pytest.fixture
def world(simulator: Simulator) -> World:
    return simulator.create_world(seed=7)


@pytest.fixture
def open_client(simulator: Simulator) -> Iterator[Callable[..., Client]]:
    """``open_client(world, unit=…, signed_in=True, server=None)``."""
    opened: list[httpx.Client] = []

    def open_(world: World, unit: str = FIRST, *, signed_in: bool = True, server: Any = None) -> Client:
        base = world.base_url("beijing") if server is None else world.base_url("beijing", server.url)
        pair = [
            httpx.Client(
                transport=InProcess(simulator) if server is None else None,
                base_url=f"{base}{folder}/",
                trust_env=False,
                timeout=5,
            )
            for folder in ("sx", "yb")
        ]
        opened.extend(pair)
        client = Client(world, pair[0], pair[1], unit)
        return client.log_in() if signed_in else client

    yield open_
    for http in opened:
        http.close()


@pytest.fixture
def client(world: World, open_client: Callable[..., Client]) -> Client:
    """The first unit, signed in at both sites, at 2026-11-10 09:00."""
    return open_client(world)


@pytest.fixture
def at(simulator: Simulator, open_client: Callable[..., Client]) -> Callable[..., Client]:
    """``at(moment, *variants)``: the first unit in a World that begins then."""

    def at_(moment: str = "2026-11-10T09:00:00+08:00", *variants: str, unit: str = FIRST) -> Client:
        world = simulator.create_world(seed=7, now=moment, variants={"beijing": set(variants)})
        return open_client(world, unit)

    return at_
