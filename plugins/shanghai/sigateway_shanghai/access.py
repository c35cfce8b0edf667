"""Log-in with the unit's certificate 数字证书: a challenge, signed (SH-02, SH-05).

The PIN is the key's matter and never crosses the wire.
"""

from __future__ import annotations

from collections.abc import Iterable

from cryptography import x509

from sigateway.plugin import (
    Certificate,
    ConfigurationError,
    Flow,
    HallUnavailable,
    InsuredUnit,
    Kind,
    LoginRefused,
    Request,
    SignedIn,
    WrongUnit,
    certificates,
    send,
    sign,
)

from . import answers, wire
from .answers import Node
from .reading import answer_of, read_words
from .safe_xml import Part
from .standing import right_of
from .wire import Head


class ShanghaiSignedIn(SignedIn):
    """The unit, the ``serial`` of the session's certificate, and the ``right`` 权限 that it had at log-in (SH-14, SH-15)."""

    serial: str
    right: str

    @property
    def head(self) -> Head:
        """As it stands in every request."""
        return Head(self.unit_number, self.serial)


def login(unit: InsuredUnit) -> Flow[SignedIn]:
    """Sign in with the certificate. LoginRefused in the hall's words.

    A challenge that has lapsed (D005) says nothing about the certificate: it is tried once more with a new one.
    """
    certificate = yield from _certificate()
    shown = yield from _try(certificate)
    if shown is None:
        shown = yield from _try(certificate)
    if shown is None:
        raise HallUnavailable("登录挑战码两次失效")
    if shown.needed("dwbh") != unit.number:
        raise WrongUnit(unit.number, shown.needed("dwbh"))
    return ShanghaiSignedIn(
        unit_number=shown.needed("dwbh"),
        unit_name=shown.needed("dwmc"),
        headers={wire.TOKEN: shown.needed("hh")},
        serial=shown.needed("zsxlh"),
        right=right_of(shown, "qx"),
    )


def _try(certificate: Certificate) -> Flow[Node | None]:
    """One try with a challenge of its own; ``None`` when the challenge had lapsed."""
    ask = wire.challenge()
    code = answers.content(answer_of((yield from send(ask)), ask)).needed("tzm")
    signature = yield from sign(code.encode("ascii"), certificate.key)
    request = wire.log_in(code, serial_of(certificate), certificate, signature)
    reply = yield from send(request)
    found = wire.answer(reply)
    if found is not None and found.code == "2001" and wire.classify(reply).kind is Kind.REFUSED:
        if any(reason.code == wire.STALE_CHALLENGE for reason in found.reasons):
            return None
        raise LoginRefused(read_words(wire.words_of(found)))
    return answers.content(answer_of(reply, request))


def _certificate() -> Flow[Certificate]:
    """The one certificate of these credentials."""
    found = yield from certificates()
    if len(found) != 1:
        raise ConfigurationError(
            f"找到 {len(found)} 张可用的数字证书，应恰好有一张；请核对凭据中的证书文件。"
        )
    return found[0]


def signed(operation: str, function: str, me: ShanghaiSignedIn, parts: Iterable[Part]) -> Flow[Request]:
    """A request that takes legal effect, signed by the certificate of the session, no other (SH-05)."""
    for each in (yield from certificates()):
        if serial_of(each) == me.serial:
            document = wire.to_sign(function, me.head, parts)
            signature = yield from sign(document, each.key)
            return wire.signed(operation, function, me.head, document, signature, each.algorithm)
    raise ConfigurationError("签名所用的证书不是登录时的证书；请用同一张证书重新登录后再办理。")


def serial_of(certificate: Certificate) -> str:
    """证书序列号: upper-case hex, of an even number of digits."""
    number = x509.load_der_x509_certificate(certificate.der).serial_number
    digits = f"{number:X}"
    return digits if len(digits) % 2 == 0 else f"0{digits}"


def me_of(signed_in: SignedIn) -> ShanghaiSignedIn:
    """The session as this region's log-in knows it."""
    if not isinstance(signed_in, ShanghaiSignedIn):
        raise TypeError("this region's flows need this region's log-in")
    return signed_in
