"""Log-in with the printed slip 单位用户密码条: certificate, signed challenge, the first change of password (WH-01 to WH-15).

A community 社区 signs in in the same way, with a slip of its own (WH-115).
"""

from __future__ import annotations

from urllib.parse import urlsplit

from sigateway.plugin import (
    Commit,
    ConfigurationError,
    Flow,
    HallRefused,
    HallUnavailable,
    InsuredUnit,
    KeepKey,
    Kind,
    LoginRefused,
    PasswordSlipLogin,
    Reply,
    Request,
    Scheme,
    SignedIn,
    UnitClass,
    WireChanged,
    WrongUnit,
    certificates,
    new_password,
    send,
    sign,
)

from . import pages, wire
from .reading import open_page, page_of
from .users import User


class WuhanSignedIn(SignedIn):
    """The unit as the home page names it: class 单位类别 (WH-06) and schemes 参保险种; a community 社区 has no class (WH-116).

    ``user`` is the kind of user that the home page shows; a community's ``schemes`` are those that it enrols people in (WH-119).
    """

    user: User = User.UNIT
    unit_class: UnitClass | None
    schemes: frozenset[Scheme]


def login(slip: PasswordSlipLogin, unit: InsuredUnit) -> Flow[SignedIn]:
    """Sign in with the slip. LoginRefused in the hall's words (a suspended user too, WH-19); nothing is tried twice."""
    yield from open_page(wire.entrance(), "entrance")
    if slip.key_file() is None:
        yield from _download(slip)
    challenge = pages.login_challenge((yield from open_page(wire.login_page(), "login")))
    key, der = yield from _certificate(slip)
    signature = yield from sign(challenge.encode("ascii"), key)
    request = wire.login(slip.username, slip.password.get_secret_value(), challenge, der, signature)
    reply = yield from send(request)
    if _redirect(reply, request) == "password.do":
        yield from _change_password(slip)
    home = pages.home((yield from open_page(wire.home(), "home")))
    if home.unit_number != unit.number:
        raise WrongUnit(unit.number, home.unit_number)
    return WuhanSignedIn(
        unit_number=home.unit_number,
        unit_name=home.unit_name,
        user=home.user,
        unit_class=home.unit_class,
        schemes=home.schemes,
    )


def _download(slip: PasswordSlipLogin) -> Flow[None]:
    """下载数字证书: the root first, then the personal certificate (WH-12, WH-13)."""
    pages.certificate_form((yield from open_page(wire.certificate_page(), "certificate")))
    request = wire.certificate_request(slip.certificate_serial, slip.certificate_password.get_secret_value())
    reply = yield from send(request)
    try:
        root, personal = pages.certificate_tickets(page_of(reply, request, "certificate_files"))
    except HallRefused as refusal:
        raise LoginRefused(refusal.reasons) from None
    yield from _file(wire.root_certificate(root))
    key_file = yield from _file(wire.personal_certificate(personal))
    yield KeepKey(key_file)


def _file(request: Request) -> Flow[bytes]:
    reply = yield from send(request)
    classified = wire.classify(reply)
    if classified.kind is not Kind.DATA:
        raise WireChanged(request.operation, "a certificate file", classified.what)
    return reply.content


def _certificate(slip: PasswordSlipLogin) -> Flow[tuple[str, bytes]]:
    """The certificate of this user (its CN is the user name), or the only one there is."""
    found = yield from certificates()
    own = [c for c in found if f"CN={slip.username}" in c.subject.replace(" ", "").split(",")]
    chosen = own or list(found)
    if len(chosen) != 1:
        raise ConfigurationError(
            f"找到 {len(chosen)} 张可用的数字证书，应恰好有一张属于该用户；请核对凭据中的证书文件。"
        )
    return chosen[0].key, chosen[0].der


def _redirect(reply: Reply, request: Request) -> str:
    """Where the log-in leads: ``home.do``, or ``password.do`` while the first password stands (WH-15)."""
    classified = wire.classify(reply)
    if classified.kind is Kind.SIGNED_OUT or wire.LOGIN_STALE in classified.words:
        raise HallUnavailable("登录页面已失效")
    if classified.kind is not Kind.DATA or reply.location is None:
        try:
            page_of(reply, request, "home")
        except HallRefused as refusal:
            raise LoginRefused(refusal.reasons) from None
        raise WireChanged(request.operation, "a redirect", classified.what)
    target = urlsplit(reply.location).path.rsplit("/", 1)[-1].partition(";")[0]
    if target not in ("home.do", "password.do"):
        raise WireChanged(request.operation, "a redirect to home.do or password.do", "a redirect elsewhere")
    return target


def _change_password(slip: PasswordSlipLogin) -> Flow[None]:
    """密码重置 (WH-15, WH-09): the new password is kept durably before it is sent.

    No page shows which password holds. In doubt the next log-in shows it, with the new one, then the old one (WH-10).
    """
    pages.password_form((yield from open_page(wire.password_page(), "password")))
    new = yield from new_password()
    request = wire.password_change(slip.password.get_secret_value(), new)
    reply = yield from send(Commit(request, step="password"))
    page_of(reply, request, "password_changed")
