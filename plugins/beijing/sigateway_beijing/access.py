"""Log-in: the certificate on the USB key signs at both systems (BJ-04, BJ-31); an insured person by a query password (BJ-30).

Two log-ins, one a system, each with a random number of its own. Both must succeed: nothing is begun that could only be half made.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import ClassVar, Final

from pydantic import Field, SecretStr

from sigateway.plugin import (
    CertificateLogin,
    ConfigurationError,
    Credentials,
    Flow,
    HallUnavailable,
    InsuredUnit,
    Kind,
    LoginRefused,
    Means,
    Private,
    Reply,
    SignedIn,
    UsbKeyLogin,
    WireChanged,
    WrongUnit,
    certificates,
    send,
    sign,
)

from . import pages, reading, wire, wire_four, wire_medical

_STALE: Final = "页面已失效，请重新登录"

UNIT_DATA: Final[Mapping[str, tuple[str, str]]] = {
    "regNo": ("shbxdjzh", "社会保险登记证号"),
    "area": ("jfdq", "缴费地区"),
    "unitType": ("dwlx", "单位类型"),
    "orgCode": ("zzjgdm", "组织机构代码"),
}
"""BJ-06: what must agree when the service is opened; the name on ``medical``, and what people call it."""


class PersonLogin(Credentials):
    """An insured person 参保个人 (BJ-30): identity number and printed query password. Sees his or her own data, files nothing."""

    mode: ClassVar[str] = "insured_person"

    id_number: str = Field(min_length=1, repr=False)
    password: SecretStr

    def counted_secrets(self) -> tuple[str, ...]:
        """Five wrong ones in a row lock the password."""
        return (self.id_number, self.password.get_secret_value())

    def secret_password(self) -> str:
        """The query password in clear."""
        return self.password.get_secret_value()


LOGIN_MODES: Final = (UsbKeyLogin, CertificateLogin, PersonLogin)


class BeijingSignedIn(SignedIn):
    """``person``: an insured person's own session. ``differs``: what of BJ-06 the two systems hold differently.

    It blocks nothing (BJ-33).
    """

    person: bool = False
    differs: tuple[str, ...] = ()


def login(credentials: Credentials, unit: InsuredUnit) -> Flow[SignedIn] | None:
    """The log-in that fits the credentials; there is none with a user name and a password for a unit (BJ-31)."""
    if isinstance(credentials, CertificateLogin | UsbKeyLogin):
        return _unit_login(unit)
    return _person_login(credentials) if isinstance(credentials, PersonLogin) else None


def _unit_login(unit: InsuredUnit) -> Flow[SignedIn]:
    found = yield from certificates()
    if len(found) != 1:
        raise ConfigurationError(f"找到 {len(found)} 张可用的数字证书，应恰好有一张；请核对凭据。")
    key, der = found[0].key, base64.b64encode(found[0].der).decode()
    at_four = yield from _four(key, der)
    at_medical = yield from _medical(key, der)
    for number in (
        reading.needed("four.login", at_four, "regNo"),
        reading.needed("medical.home", at_medical, "shbxdjzh"),
    ):
        if number != unit.number:
            raise WrongUnit(unit.number, number)
    differs = tuple(
        label for name, (theirs, label) in UNIT_DATA.items() if at_four.get(name) != at_medical.get(theirs)
    )
    return BeijingSignedIn(
        unit_number=unit.number, unit_name=reading.needed("four.login", at_four, "name"), differs=differs
    )


def _four(key: str, certificate: str) -> Flow[dict[str, str]]:
    for last in (False, True):
        challenge = wire_four.get("challenge", "auth/challenge")
        random = reading.needed(challenge.operation, (yield from reading.data(challenge)), "random")
        signature = base64.b64encode((yield from sign(random.encode("ascii"), key))).decode()
        content = {"random": random, "cert": certificate, "sign": signature}
        request = wire_four.send_json("login", "auth/login", content, Means.SIGN_IN)
        reply = yield from send(request)
        if wire.classify(reply).kind is not Kind.REFUSED:
            return reading.data_of(reply, request)
        _refuse(wire.errors(reply), last)
    raise HallUnavailable("登录随机数两次失效")


def _medical(key: str, certificate: str) -> Flow[Mapping[str, str]]:
    for last in (False, True):
        request = wire_medical.get("challenge", "login.do")
        shown = _login_page((yield from send(request))).form("login.do").inputs
        pages.check_names(request.operation, shown, ("sjs", "zs", "qm"))
        random = reading.needed(request.operation, shown, "sjs")
        signature = base64.b64encode((yield from sign(random.encode("ascii"), key))).decode()
        form = {"sjs": random, "zs": certificate, "qm": signature}
        reply = yield from send(wire_medical.post("login", "login.do", form, Means.SIGN_IN))
        if reply.status == 302:
            home = wire_medical.get("home", "home.do")
            return (yield from reading.page(home, "home")).fields("unit")
        _refuse(_login_page(reply).errors, last)
    raise HallUnavailable("登录随机数两次失效")


def _login_page(reply: Reply) -> pages.Page:
    found = pages.page(reply)
    if found is None or found.kind != "login":
        raise WireChanged("medical.login", "page login", wire.classify(reply).what)
    return found


def _refuse(words: tuple[str, ...], last: bool) -> None:
    """A random number that has lapsed says nothing about the key: once more, with a new one."""
    if words == (_STALE,) and not last:
        return
    raise LoginRefused(reading.read_words(words))


def _person_login(credentials: PersonLogin) -> Flow[SignedIn]:
    content = {"idCard": credentials.id_number, "password": Private(credentials.secret_password())}
    request = wire_four.send_json("person.login", "person/login", content, Means.SIGN_IN)
    reply = yield from send(request)
    if wire.classify(reply).kind is Kind.REFUSED:
        raise LoginRefused(reading.read_words(wire.errors(reply)))
    shown = reading.data_of(reply, request)
    return BeijingSignedIn(unit_number="", unit_name=str(shown.get("name", "")), person=True)


def me_of(signed_in: SignedIn) -> BeijingSignedIn:
    """The session as this region's log-in knows it."""
    if not isinstance(signed_in, BeijingSignedIn):
        raise TypeError("this region's flows need this region's log-in")
    return signed_in
