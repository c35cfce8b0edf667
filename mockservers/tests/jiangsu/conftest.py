"""A small client of the Jiangsu hall, written from the wire pages on httpx and cryptography."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12

from sigateway_mockservers import InProcess, Simulator, World
from sigateway_mockservers.kernel.people import PersonRecord

NANJING, CHANGZHOU, UNREGISTERED, FOREIGN = "32010001", "32040001", "32040002", "32010002"
AREAS = {NANJING: "320100", CHANGZHOU: "320400", UNREGISTERED: "320400", FOREIGN: "320100"}
PASSWORD = "Mock2026ab"
JSON = "application/json; charset=UTF-8"
KEYS = {"appcode", "message", "errors", "data", "time", "mock"}


@dataclass
class Reply:
    """A reply in the envelope, checked to be whole."""

    http: httpx.Response
    said: dict[str, Any]

    @property
    def code(self) -> str:
        return str(self.said["appcode"])

    @property
    def codes(self) -> list[str]:
        return [each["code"] for each in self.said["errors"]]

    @property
    def words(self) -> list[str]:
        return [each["message"] for each in self.said["errors"]]

    def __getitem__(self, name: str) -> Any:
        assert self.code == "0", self.said
        return self.said["data"][name]


def read(http: httpx.Response) -> Reply:
    assert http.headers["content-type"] == JSON
    assert int(http.headers["content-length"]) == len(http.content)
    assert http.headers["x-mock-hall"] == "jiangsu"
    said = http.json()
    assert set(said) == KEYS
    assert said["mock"] == "模拟 MOCK"
    assert all(set(each) == {"code", "message"} for each in said["errors"])
    return Reply(http, said)


@dataclass
class Client:
    """Somebody before a browser."""

    world: World
    http: httpx.Client
    token: str = ""

    @property
    def hall(self) -> Any:
        return self.world.jiangsu

    def person(self, note: str) -> PersonRecord:
        return self.world.people.noted(f"js {note}")

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}

    def get(self, path: str, **query: str) -> Reply:
        return read(self.paper(path, **query))

    def paper(self, path: str, **query: str) -> httpx.Response:
        return self.http.get(f"api/{path}", params=query, headers=self._headers())

    def post(self, path: str, **said: Any) -> Reply:
        return read(self.http.post(f"api/{path}", json=said, headers=self._headers()))

    # --- access -----------------------------------------------------------------------------------------------

    def log_in(
        self, note: str = "handler all", unit: str = NANJING, password: str = PASSWORD, **changes: str
    ) -> Reply:
        said = {
            "area": AREAS.get(unit, "320100"), "unit": unit, "person": self.person(note).number, "password": password,
            "pass": "", **changes,
        }  # fmt: skip
        self.token = ""
        return self._opened(self.post("login/handler", **said))

    def log_in_person(self, note: str, password: str = PASSWORD) -> Reply:
        self.token = ""
        return self._opened(self.post("login/person", idNumber=self.person(note).number, password=password))

    def log_in_key(self, unit: str = NANJING, n: int = 1, **changes: Any) -> Reply:
        key = self.hall.helper.key(unit, n)
        private, certificate, _ = pkcs12.load_key_and_certificates(key.pkcs12, key.pin.encode("ascii"))
        assert certificate is not None
        self.token = ""
        area = changes.get("area", AREAS[unit])
        challenge = changes.get("challenge") or self.post("login/ca/challenge", area=area)["challenge"]
        signed = private.sign(challenge.encode("ascii"), padding.PKCS1v15(), hashes.SHA256())  # type: ignore[union-attr, call-arg, arg-type]
        der = certificate.public_bytes(Encoding.DER)
        said = {
            "area": area, "challenge": challenge, "certificate": base64.b64encode(der).decode(),
            "signature": base64.b64encode(signed).decode(), "initialPin": key.pin == "123456", **changes,
        }  # fmt: skip
        return self._opened(self.post("login/ca", **said))

    def _opened(self, reply: Reply) -> Reply:
        if reply.code == "0":
            self.token = reply["token"]
        return reply

    def start(self, purpose: str, note: str, unit: str = "", area: str = "", **changes: str) -> Reply:
        person = self.person(note)
        said = {
            "purpose": purpose, "area": area or AREAS.get(unit, "320100"), "unit": unit,
            "name": "" if purpose == "login" else person.name, "idNumber": person.number, **changes,
        }  # fmt: skip
        return self.post("face", **said)

    def poll(self, started: Reply) -> Reply:
        return self.get("face/state", ticket=started["ticket"])

    def win(self, purpose: str, note: str, unit: str = "") -> str:
        """Start, let the app answer, and take the pass."""
        started = self.start(purpose, note, unit)
        assert self.hall.app.answer(started["qr"], self.person(note).number) == "PASSED"
        won: str = self.poll(started)["pass"]
        return won

    def consent(self) -> Reply:
        text = self.get("unit/consent")
        return self.post("unit/consent", version=text["version"], digest=text["digest"])

    def grant(self, note: str, rank: str = "3", scopes: Any = None, **changes: Any) -> Reply:
        person = self.person(note)
        likely = ["S01"] if rank == "3" else []
        said = {
            "rank": rank, "name": person.name, "idNumber": person.number, "mobile": person.mobile,
            "scopes": likely if scopes is None else scopes, **changes,
        }  # fmt: skip
        return self.post("unit/handlers", **said)

    # --- filing -----------------------------------------------------------------------------------------------

    def fields(self, matter: str, person: PersonRecord, **changes: str) -> dict[str, str]:
        now = self.world.clock.now()
        contract = {
            "contractKind": "42", "contractFrom": f"{now:%Y-%m}-01", "contractTo": "", "post": "07",
        }  # fmt: skip
        new = {"increase": "1", **contract, "identity": "101", "wage": "9000"}
        last = self.hall.opening().fee_month(now)
        own: dict[str, dict[str, str]] = {
            "enrolment": new,
            "preregistration": new,
            "renewal": {"increase": "3", **contract},
            "suspension": {"reason": "6305", "endedOn": f"{now:%Y-%m-%d}", "lastPaidMonth": last},
            "base": {"wage": "9000"},
            "retirement": {
                "retireOn": f"{now:%Y-%m-%d}", "mobile": person.mobile, "postTo": "模拟市模拟路1号"
            },
            "basic_data": {
                "mobile": person.mobile, "nation": "01", "householdKind": "11", "province": "江苏省",
                "city": "南京市", "county": "模拟区", "street": "模拟街道", "community": "模拟社区",
            },
            "flexible_enrolment": {"wage": "6000"},
            "flexible_suspension": {"lastPaidMonth": last},
            "transfer": {"fromPlace": "安徽省合肥市", "schemes": "110"},
        }  # fmt: skip
        assert set(changes) <= {"idNumber", "name", *own[matter]}
        return {"idNumber": person.number, "name": person.name, **own[matter], **changes}

    def check(self, matter: str, note: str, replaces: str = "", **changes: str) -> Reply:
        fields = self.fields(matter, self.person(note), **changes)
        return self.post("filing/check", matter=matter, fields=fields, replaces=replaces)

    def submit(self, checked: Reply) -> Reply:
        return self.post("filing/submit", draft=checked["draft"], fields=checked["fields"])

    def file(self, matter: str, note: str, replaces: str = "", **changes: str) -> str:
        reply = self.submit(self.check(matter, note, replaces, **changes))
        filing: str = reply["filing"]
        return filing

    def take_back(self, filing: str) -> Reply:
        held = self.hall.filing(filing)
        return self.post("filing/takeback", filing=filing, matter=held.matter, idNumber=held.person)

    def list(self, **query: str) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self.get("filing/list", **query)["rows"]
        return rows


@pytest.fixture(scope="module")
def simulator() -> Simulator:
    """One for many Worlds, which share nothing that changes."""
    return Simulator()


@pytest.fixture
def world(simulator: Simulator) -> World:
    """At 2026-11-20 09:00, inside the window."""
    return simulator.create_world(seed=7, now="2026-11-20T09:00:00+08:00")


@pytest.fixture
def visit(simulator: Simulator) -> Iterator[Callable[..., Client]]:
    """``visit(world)``: somebody before a browser, not logged in."""
    opened: list[httpx.Client] = []

    def visit_(world: World, server: Any = None) -> Client:
        transport = InProcess(simulator) if server is None else None
        base = world.base_url("jiangsu") if server is None else world.base_url("jiangsu", server.url)
        http = httpx.Client(transport=transport, base_url=base, trust_env=False, timeout=2)
        opened.append(http)
        return Client(world, http)

    yield visit_
    for http in opened:
        http.close()


@pytest.fixture
def guest(world: World, visit: Callable[..., Client]) -> Client:
    """Nobody yet."""
    return visit(world)


@pytest.fixture
def handler(guest: Client) -> Client:
    """The handler with all scopes, logged in at the first unit."""
    assert guest.log_in().code == "0"
    return guest


@pytest.fixture
def at(simulator: Simulator, visit: Callable[..., Client]) -> Callable[..., Client]:
    """``at(moment, *variants)``: the handler with all scopes in a World that begins then."""

    def at_(moment: str = "2026-11-20", *variants: str) -> Client:
        begun = moment if "T" in moment else f"{moment}T09:00:00+08:00"
        world = simulator.create_world(seed=7, now=begun, variants={"jiangsu": set(variants)})
        client = visit(world)
        if "face_at_login" not in variants:
            assert client.log_in().code == "0"
        return client

    return at_
