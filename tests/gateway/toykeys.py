"""A toy region with certificate log-in: each filing is signed, everything is JSON, and a token goes with every request.

The hall verifies signatures over the very bytes that arrive, and journals what it was sent.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, NamedTuple

import httpx
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import PrivateFormat, pkcs12
from cryptography.x509.oid import NameOID
from toy import Toy, _case, _data, _form, classify, look_again
from toyhall import ToyHall, _page

from sigateway import plugin as sg

PIN = "246810"
TOKEN = "X-Unit-Token"
JSON = "application/json; charset=utf-8"


@lru_cache(maxsize=4)
def key_file(kind: str = "rsa", pin: str = PIN) -> bytes:
    """A key file of a synthetic unit. ``kind`` ``rsa``, or ``ec``: of a kind that the gateway cannot use."""
    key: Any = (
        rsa.generate_private_key(65537, 1024) if kind == "rsa" else ec.generate_private_key(ec.SECP256R1())
    )
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "模拟 MOCK 单位")])
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    days = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
    certificate = (
        builder.serial_number(1).not_valid_before(days[0]).not_valid_after(days[1]).sign(key, hashes.SHA256())
    )
    quick = PrivateFormat.PKCS12.encryption_builder().kdf_rounds(1)  # many tests open it
    return pkcs12.serialize_key_and_certificates(b"unit", key, certificate, None, quick.build(pin.encode()))


class Sent(NamedTuple):
    """What arrived at the hall."""

    route: str
    token: str | None
    body: bytes
    kind: str | None


@dataclass
class KeyHall(ToyHall):
    """Lets in whom it can verify, and takes only what is signed by the key of the log-in."""

    sent: list[Sent] = field(default_factory=list)
    nonces: list[str] = field(default_factory=list)
    keys: dict[str, rsa.RSAPublicKey] = field(default_factory=dict)  #: by token

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        body, route = request.read(), request.url.path.rsplit("/", 1)[-1]
        token = request.headers.get(TOKEN)
        form = (json.loads(body) if body else {}) | dict(request.url.params)
        with self._lock:
            self.sent.append(Sent(route, token, body, request.headers.get("content-type")))
            return self.answer(route, form, token or "")

    @property
    def tokens(self) -> list[str]:
        """The tokens given out, the first first."""
        return list(self.keys)

    def _act(self, route: str, form: dict[str, str], cookie: str) -> tuple[str, dict[str, str]]:
        if route == "challenge":
            self.nonces.append(f"nonce-{len(self.nonces)}")
            return _page(nonce=self.nonces[-1]), {}
        if route == "enter":
            key = x509.load_der_x509_certificate(b64decode(form["certificate"])).public_key()
            assert isinstance(key, rsa.RSAPublicKey)
            if form["nonce"] not in self.nonces or not _verified(key, form["nonce"], form["signature"]):
                return _page(refused="签名验证失败"), {}
            token = f"token-{len(self.keys)}-secret"
            self.keys[token] = key
            self.sessions.add(token)
            return _page(token=token), {}
        if cookie in self.sessions and route in ("commit", "prove"):
            if not _verified(self.keys[cookie], form["signed"], form["signature"]):
                return _page(refused="签名验证失败"), {}
            form = form | json.loads(form["signed"])
        return super()._act(route, form, cookie)

    def _prove(self, form: dict[str, str]) -> dict[str, Any]:
        return {"proof": f"proof of {form['about']}"}


def _verified(key: rsa.RSAPublicKey, signed: str, signature: str) -> bool:
    try:
        key.verify(b64decode(signature), signed.encode(), padding.PKCS1v15(), hashes.SHA256())
    except InvalidSignature:
        return False
    return True


def _json(**fields: str) -> sg.Body:
    return sg.Body(json.dumps(fields, ensure_ascii=False).encode(), JSON)


def _signed(fields: dict[str, str]) -> sg.Flow[sg.Body]:
    [certificate] = yield from sg.certificates()
    text = json.dumps(fields, ensure_ascii=False)
    signature = yield from sg.sign(text.encode(), certificate.key)
    return _json(signed=text, signature=b64encode(signature).decode())


def log_in() -> sg.Flow[sg.SignedIn]:
    nonce = _data((yield from sg.send(sg.Request("challenge", "GET", "challenge"))))["nonce"]
    found = yield from sg.certificates()
    if not found:
        raise sg.LoginRefused([sg.Reason(words="没有证书")])
    signature = yield from sg.sign(nonce.encode(), found[0].key)
    body = _json(
        nonce=nonce,
        certificate=b64encode(found[0].der).decode(),
        signature=b64encode(signature).decode(),
    )
    reply = yield from sg.send(sg.Request("enter", "POST", "enter", sg.Means.SIGN_IN, body=body))
    if refused := classify(reply).words:
        raise sg.LoginRefused([sg.Reason(words=words) for words in refused])
    return sg.SignedIn(unit_number="1", unit_name="模拟单位", headers={TOKEN: _data(reply)["token"]})


def file(filing: sg.Filing) -> sg.Flow[sg.Case]:
    save = sg.Request("save", "POST", "save", sg.Means.DRAFT, body=_json(**_form(filing)))
    draft: str = _data((yield from sg.send(save)))["draft"]
    shown = _data((yield from sg.send(sg.Request("echo", "GET", "echo", query={"draft": draft}))))["fields"]
    echo = sg.compare({name: sg.Expected(name, value) for name, value in _form(filing).items()}, shown)
    body = yield from _signed({"draft": draft, "经办": "增员"})
    request = sg.Request("commit", "POST", "commit", sg.Means.COMMIT, body=body)
    reply = yield from sg.send(sg.Commit(request, "commit", echo, draft))
    return _case(filing, _data(reply), reply.at)


class ProofQuery(sg.Query[str]):
    """Something that the hall shows to whom signs the question."""


def prove() -> sg.Flow[str]:
    body = yield from _signed({"about": "unit 1"})
    reply = yield from sg.send(sg.Request("prove", "POST", "prove", body=body))
    proof: str = _data(reply)["proof"]
    return proof


class KeyToy(Toy):
    """The toy region behind a certificate."""

    region = sg.Region("toy", "玩具厅", (sg.CertificateLogin, sg.PasswordSlipLogin), classify)

    @sg.hookimpl
    def login(self, credentials: sg.Credentials) -> sg.Flow[sg.SignedIn] | None:
        return log_in()

    @sg.hookimpl
    def submit(self, filing: sg.Filing) -> sg.Flow[sg.Case]:
        return file(filing)

    @sg.hookimpl
    def evidence(self, filing: sg.Filing, intent: sg.Intent) -> sg.Flow[sg.Evidence]:
        return look_again(filing, intent)

    @sg.hookimpl
    def query(self, query: sg.Query[Any]) -> sg.Flow[Any] | None:
        return prove() if isinstance(query, ProofQuery) else None
