"""Log-ins: a CA certificate, a face-verified handler, and a person's own account (JS-18, JS-22, JS-24 to JS-26, JS-44)."""

from __future__ import annotations

from typing import Final

from sigateway.plugin import (
    CertificateLogin,
    Challenge,
    ConfigurationError,
    Flow,
    HallRefused,
    HallUnavailable,
    HandlerLogin,
    InsuredUnit,
    LoginRefused,
    PortalLogin,
    SignedIn,
    WrongUnit,
    certificates,
    load_layer,
    send,
    sign,
)

from . import wire
from .matters import scopes_of
from .reading import REASONS, Record, answer_of, ask, refused_by

INITIAL_PIN: Final = next(
    rule.figures[0].values["initial_pin"]
    for rule in load_layer("sigateway_jiangsu").rules
    if rule.id == "JS-26"
)
_COUNTED: Final = frozenset({"L002", "L003", "L004", "L005", "L101", "L102"})
"""What a log-in is refused for because of the credentials themselves: nothing tries those again."""
_STALE: Final = "L001"
_FACE_FIRST: Final = "L107"
LOGIN_APP: Final = "江苏智慧人社"


class JiangsuSignedIn(SignedIn):
    """Whose session it is: a ``unit``'s (``via`` CA or ACCOUNT, with its ``rank``) or a ``person``'s (then ``number`` is the own one)."""

    kind: str
    via: str = ""
    rank: str = ""
    number: str = ""
    area: str = ""
    notices: tuple[str, ...] = ()


def me_of(signed_in: SignedIn) -> JiangsuSignedIn:
    """The session as this region's log-in knows it."""
    if not isinstance(signed_in, JiangsuSignedIn):
        raise ConfigurationError("这项办理需要先登录；请用 hall.sign_in() 取得的会话办理。")
    return signed_in


def area_of(unit: InsuredUnit) -> Flow[str]:
    """The code of 办事地区, which the hall wants to know first: ``unit.agency`` is the code, or the city's name."""
    if unit.agency is None:
        raise ConfigurationError(
            "江苏大厅要先选择办事地区；请填写 InsuredUnit.agency，如 320400 或 常州市（InsuredUnit.agency names the city)。"
        )
    if unit.agency.isascii() and unit.agency.isdigit():
        return unit.agency
    shown = yield from ask(wire.areas())
    for row in shown.rows("rows"):
        if unit.agency in (row.text("name"), row.text("name").removesuffix("市")):
            return row.text("code")
    raise ConfigurationError(f"大厅没有办事地区“{unit.agency}”；请核对 InsuredUnit.agency。")


def log_in_by_certificate(credentials: CertificateLogin, unit: InsuredUnit) -> Flow[SignedIn]:
    """单位登录 → CA → 证书列表 → 口令 (JS-25). A challenge that has lapsed says nothing about the certificate: once more."""
    area = yield from area_of(unit)
    found = yield from certificates()
    if len(found) != 1:
        raise ConfigurationError(
            f"找到 {len(found)} 张可用的数字证书，应恰好有一张；请核对凭据中的证书文件。"
        )
    initial = credentials.pin.get_secret_value() == INITIAL_PIN
    for _ in range(2):
        code = (yield from ask(wire.challenge(area))).text("challenge")
        signature = yield from sign(code.encode("ascii"), found[0].key)
        request = wire.certificate_login(area, code, found[0].der, signature, initial=initial)
        reply = yield from send(request)
        reasons = refused_by(reply)
        if _STALE not in {each.code for each in reasons}:
            _refuse(reasons)
            return _signed_in(Record(request.operation, answer_of(reply, request).data), unit)
    raise HallUnavailable("登录挑战码两次失效")


def log_in_as_handler(
    credentials: HandlerLogin, unit: InsuredUnit, passed: str = ""
) -> Flow[SignedIn | Challenge]:
    """单位登录 with one's own identity and password (JS-44). Where the hall wants the face at each log-in, that comes first."""
    area = yield from area_of(unit)
    request = wire.handler_login(
        area, unit.number, credentials.document_number, credentials.secret_password(), passed
    )
    reply = yield from send(request)
    reasons = refused_by(reply)
    if _FACE_FIRST in {each.code for each in reasons} and not passed:
        return face_at_login(credentials, area)
    _refuse(reasons)
    return _signed_in(Record(request.operation, answer_of(reply, request).data), unit)


def face_at_login(credentials: HandlerLogin, area: str) -> Challenge:
    """The invitation to a scan before the log-in. Whose name it is, the hall knows by the number."""
    number = credentials.document_number
    return Challenge.face_of(
        number,
        purpose="登录江苏人社网上办事服务大厅",
        app=LOGIN_APP,
        data={"purpose": "login", "area": area, "number": number},
    )


def log_in_as_person(credentials: PortalLogin, unit: InsuredUnit) -> Flow[SignedIn]:
    """个人登录 (JS-22): the session is the person's own, whatever unit it is asked for by."""
    request = wire.person_login(credentials.username, credentials.secret_password())
    reply = yield from send(request)
    _refuse(refused_by(reply))
    shown = Record(request.operation, answer_of(reply, request).data)
    return JiangsuSignedIn(
        unit_number=unit.number,
        unit_name=unit.employer.name,
        headers={"Authorization": f"Bearer {shown.text('token')}"},
        scopes=scopes_of("person", "", ()),
        kind="person",
        number=shown.record("person").text("idNumber"),
        notices=shown.texts("notices"),
    )


def _refuse(reasons: tuple[wire.Refused, ...]) -> None:
    """A wrong password or a bad certificate blows the fuse; what people must do first (scan, link, be granted) does not."""
    if reasons:
        said = [REASONS.read(each.words) for each in reasons]
        raise LoginRefused(said) if {each.code for each in reasons} & _COUNTED else HallRefused(said)


def _signed_in(shown: Record, unit: InsuredUnit) -> JiangsuSignedIn:
    its, person = shown.record("unit"), shown.record_or_none("person")
    if its.text("number") != unit.number:
        raise WrongUnit(unit.number, its.text("number"))
    rank = shown.text("rank")
    return JiangsuSignedIn(
        unit_number=its.text("number"),
        unit_name=its.text("name"),
        headers={"Authorization": f"Bearer {shown.text('token')}"},
        scopes=scopes_of("unit", rank, shown.texts("scopes")),
        kind="unit",
        via=shown.text("via"),
        rank=rank,
        number="" if person is None else person.text("idNumber"),
        area=its.text("area"),
        notices=shown.texts("notices"),
    )
