"""A small client of the Shanghai hall, written from the wire pages on httpx, ElementTree and cryptography."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, pkcs12

from sigateway_mockservers import InProcess, Simulator, World

FIRST = "31000001"
_OPENED: dict[bytes, Any] = {}
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'
XML = "application/xml; charset=UTF-8"
FIELDS = {
    "01": ("zjhm", "xm", "grxh", "qsny", "gzsr", "wlry", "rczh"),
    "02": ("zjhm", "xm", "zcyy", "jzny", "bz"),
    "03": ("zjhm", "xm", "gzsr", "ksny", "jsny"),
    "04": ("zjhm", "xm", "gzsr", "sxny"),
    "05": ("zjhm", "xm", "gzsr", "nd"),
}
FORMS = {
    "dl": ("tzm", "zs", "sf", "qm"),
    "ydqd": ("bbh", "zy"),
    "zscx": ("fw", "ym"),
    "zssh": ("sqzs",),
    "rycx": ("zjhm", "grxh", "nd"),
    "sbqd": ("ny", "zjhm", "jyh", "ym"),
    "sbmx": ("sbh",),
    "jycx": ("jyh",),
    "dyxz": ("bd", "sbh"),
    "cxtj": ("sbh", "ywlx", "zjhm"),
}


def open_key(key: Any) -> Any:
    """The private key in a PKCS#12 file, opened once: that is slow, and the same keys lie in many Worlds."""
    public = x509.load_der_x509_certificate(key.certificate).public_key()
    named = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    if named not in _OPENED:
        private, certificate, _ = pkcs12.load_key_and_certificates(key.pkcs12, key.pin.encode("ascii"))
        assert private is not None
        assert certificate is not None
        assert certificate.public_bytes(Encoding.DER) == key.certificate
        _OPENED[named] = private
    return _OPENED[named]


def element(name: str, text: str) -> str:
    return f"<{name}>{escape(text)}</{name}>"


def written(fields: dict[str, str]) -> str:
    return "".join(element(name, text) for name, text in fields.items())


@dataclass
class Reply:
    """A reply, checked to be whole."""

    http: httpx.Response
    root: ET.Element

    @property
    def dm(self) -> str:
        return self.root.findtext("t/dm", "")

    @property
    def xx(self) -> str:
        return self.root.findtext("t/xx", "")

    @property
    def reasons(self) -> list[tuple[str, str]]:
        return [(row.findtext("dm", ""), row.findtext("xx", "")) for row in self.root.findall("yy/h")]

    @property
    def codes(self) -> list[str]:
        return [code for code, _ in self.reasons]

    def __getitem__(self, path: str) -> str:
        found = self.root.find(f"nr/{path}")
        assert found is not None, f"no {path} in {self.http.text}"
        return found.text or ""

    def fields(self, path: str) -> dict[str, str]:
        found = self.root.find(f"nr/{path}")
        assert found is not None
        return {each.tag: each.text or "" for each in found}

    def rows(self, path: str) -> list[dict[str, str]]:
        return [{each.tag: each.text or "" for each in row} for row in self.root.findall(f"nr/{path}/h")]


def read(http: httpx.Response, gn: str) -> Reply:
    assert http.headers["content-type"] == XML
    assert int(http.headers["content-length"]) == len(http.content)
    assert http.headers["x-mock-hall"] == "shanghai"
    assert http.content.startswith(DECLARATION.encode())
    assert http.content.endswith(b"</fh>\n")
    root = ET.fromstring(http.content.decode("utf-8"))
    assert (root.tag, root.attrib) == ("fh", {"bb": "1"})
    assert root.findtext("t/gn") == gn
    assert root.findtext("t/mn") == "模拟 MOCK"
    assert (
        [each.tag for each in root] == ["t", "nr"] if root.findtext("t/dm") == "0000" else ["t", "yy", "nr"]
    )
    return Reply(http, root)


@dataclass
class Client:
    """Somebody who holds a certificate of a unit."""

    world: World
    http: httpx.Client
    key: Any
    token: str = ""
    unit: str = ""
    serial: str = ""
    last: httpx.Response | None = field(default=None)
    signs_with: str = "RSA-SHA256"

    def __post_init__(self) -> None:
        self.der = self.key.certificate
        digits = f"{x509.load_der_x509_certificate(self.der).serial_number:X}"
        self.own = digits.zfill(len(digits) + len(digits) % 2)

    # --- asking -----------------------------------------------------------------------------------------------

    def send(self, gn: str, content: bytes | str, **headers: str) -> httpx.Response:
        said = {"Content-Type": XML, "X-Huihua": self.token, **headers}
        body = content.encode("utf-8") if isinstance(content, str) else content
        self.last = self.http.post(f"jk/{gn}", content=body, headers=said)
        return self.last

    def raw(self, gn: str, content: bytes | str, **headers: str) -> Reply:
        return read(self.send(gn, content, **headers), gn)

    def head(self, gn: str, **changes: str) -> str:
        said = {"gn": gn, "dwbh": self.unit, "zsxlh": self.serial} | changes
        return f"<t>{written(said)}</t>"

    def request(self, gn: str, body: str, **head: str) -> str:
        return f'{DECLARATION}\n<qq bb="1">{self.head(gn, **head)}<nr>{body}</nr></qq>\n'

    def ask(self, gn: str, **values: str) -> Reply:
        filled = {name: values.pop(name, "") for name in FORMS.get(gn, ())}
        assert not values
        return self.raw(gn, self.request(gn, written(filled)))

    def print(self, bd: str, sbh: str) -> httpx.Response:
        return self.send("dyxz", self.request("dyxz", written({"bd": bd, "sbh": sbh})))

    # --- signing ----------------------------------------------------------------------------------------------

    def sign(self, document: bytes) -> str:
        return base64.b64encode(self.raw_signature(document)).decode("ascii")

    def raw_signature(self, document: bytes) -> bytes:
        signature: bytes = open_key(self.key).sign(document, padding.PKCS1v15(), hashes.SHA256())
        return signature

    def document(self, function: str, body: str, **head: str) -> bytes:
        """``head`` replaces what the head of the document says."""
        said = {"gn": function, "dwbh": self.unit, "zsxlh": self.serial} | head
        return f'{DECLARATION}<qmwj bb="1">{written(said)}{body}</qmwj>'.encode()

    def wrapped(self, gn: str, document: bytes, signature: str = "", sf: str = "") -> str:
        inside = base64.b64encode(document).decode("ascii")
        proof = signature or self.sign(document)
        named = sf or self.signs_with
        return (
            f'{DECLARATION}<qq bb="1">{self.head(gn)}<qmnr>{inside}</qmnr><qm sf="{named}">{proof}</qm></qq>'
        )

    def ask_signed(self, gn: str, body: str | None = None, **values: str) -> Reply:
        filled = written({name: values.get(name, "") for name in FORMS.get(gn, ())}) if body is None else body
        return self.raw(gn, self.wrapped(gn, self.document(gn, filled)))

    # --- access -----------------------------------------------------------------------------------------------

    def challenge(self) -> str:
        token, unit, serial = self.token, self.unit, self.serial
        self.token = self.unit = self.serial = ""
        reply = self.ask("dltz")
        self.token, self.unit, self.serial = token, unit, serial
        return reply["tzm"]

    def log_in(self, **changes: str) -> Reply:
        said = {"tzm": changes.get("tzm") or self.challenge()}
        said |= {"zs": base64.b64encode(self.der).decode("ascii"), "sf": self.signs_with}
        said["qm"] = self.sign(said["tzm"].encode("ascii"))
        serial = changes.pop("zsxlh", self.own)
        said |= changes
        self.token = ""
        body = written(said)
        reply = self.raw(
            "dl",
            f'{DECLARATION}<qq bb="1"><t>{written({"gn": "dl", "dwbh": "", "zsxlh": serial})}</t>'
            f"<nr>{body}</nr></qq>",
        )
        if reply.dm == "0000":
            self.token, self.unit, self.serial = reply["hh"], reply["dwbh"], reply["zsxlh"]
        return reply

    def sign_agreement(self) -> Reply:
        text = self.ask("ydcx")
        return self.ask_signed("ydqd", bbh=text["bbh"], zy=text["zy"])

    # --- declaring --------------------------------------------------------------------------------------------

    def filled(self, ywlx: str, person: Any, **changes: str) -> dict[str, str]:
        month = f"{self.world.clock.now():%Y%m}"
        likely = {
            "zjhm": person.number, "xm": person.name, "grxh": "", "qsny": month, "gzsr": "9000", "wlry": "0",
            "rczh": "", "zcyy": "03", "jzny": month, "bz": "", "ksny": month, "jsny": month, "sxny": month,
            "nd": month[:4],
        }  # fmt: skip
        assert set(changes) <= set(FIELDS[ywlx])
        return {"ywlx": ywlx, **{name: likely[name] for name in FIELDS[ywlx]}, **changes}

    def check(self, ywlx: str, person: Any, **changes: str) -> Reply:
        fields = self.filled(ywlx, person, **changes)
        return self.raw("sbjy", self.request("sbjy", f"<sb>{written(fields)}</sb>"))

    def submission(self, jyh: str, fields: dict[str, str]) -> str:
        return f"{element('jyh', jyh)}<sb>{written(fields)}</sb>"

    def submit(self, checked: Reply) -> Reply:
        assert checked.dm == "0000", checked.reasons
        return self.ask_signed("sbtj", self.submission(checked["jyh"], checked.fields("sb")))

    def file(self, ywlx: str, person: Any, **changes: str) -> str:
        reply = self.submit(self.check(ywlx, person, **changes))
        assert reply.dm == "0000", reply.reasons
        return reply["sbh"]

    def withdraw(self, sbh: str) -> Reply:
        row = self.world.shanghai.declaration(sbh)
        return self.ask_signed("cxtj", sbh=sbh, ywlx=row.business, zjhm=row.person)


@pytest.fixture
def simulator() -> Simulator:
    return Simulator()


@pytest.fixture
def world(simulator: Simulator) -> World:
    return simulator.create_world(seed=7)


@pytest.fixture
def open_client(simulator: Simulator) -> Iterator[Callable[..., Client]]:
    """``open_client(world, role, unit=…, signed_in=True, key=None, server=None)``."""
    opened: list[httpx.Client] = []

    def open_(
        world: World,
        role: str = "supervisor",
        unit: str = FIRST,
        *,
        signed_in: bool = True,
        key: Any = None,
        server: Any = None,
    ) -> Client:
        transport = InProcess(simulator) if server is None else None
        base = world.base_url("shanghai") if server is None else world.base_url("shanghai", server.url)
        http = httpx.Client(transport=transport, base_url=base, trust_env=False, timeout=2)
        opened.append(http)
        client = Client(world, http, key or world.shanghai.key(unit, role))
        if signed_in:
            assert client.log_in().dm == "0000"
        return client

    yield open_
    for http in opened:
        http.close()


@pytest.fixture
def client(world: World, open_client: Callable[..., Client]) -> Client:
    """The first unit's supervisor, logged in, at 2026-11-10 09:00."""
    return open_client(world)


@pytest.fixture
def at(simulator: Simulator, open_client: Callable[..., Client]) -> Callable[..., Client]:
    """``at(moment, *variants)``: the first unit's supervisor in a World that begins then."""

    def at_(moment: str, *variants: str, unit: str = FIRST) -> Client:
        world = simulator.create_world(seed=7, now=moment, variants={"shanghai": set(variants)})
        return open_client(world, unit=unit)

    return at_
