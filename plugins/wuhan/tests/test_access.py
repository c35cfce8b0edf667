"""The log-in: what is asked in which order, and that a refused secret is tried once (WH-01 to WH-16)."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from sigateway.flows.effects import Certificate, Certificates, KeepKey, NewPassword, Sign
from sigateway.plugin import (
    Commit,
    ConfigurationError,
    HallRefused,
    HallUnavailable,
    LoginRefused,
    Private,
    Scheme,
    UnitClass,
    WireChanged,
    WrongUnit,
)
from sigateway_wuhan import access, wire
from sigateway_wuhan.access import WuhanSignedIn

OWN = Certificate("key-1", "CN=user1,O=模拟", b"certificate")
FILE = bytes((0x30, 0x03, 1, 2, 3))


def _login_page(w: SimpleNamespace) -> Any:
    return w.page(
        "login.do", "login", w.form("login.do", {"yhm": "", "mm": "", "sjs": "abc123", "zs": "", "qm": ""})
    )


def _until_posted(w: SimpleNamespace) -> list[Any]:
    return [w.page("index.do", "entrance"), _login_page(w), (OWN,), b"signature"]


def _to(w: SimpleNamespace, target: str) -> Any:
    return w.reply("login.do", status=302, location=f"/w/1/wuhan/{target}")


@pytest.mark.rule("WH-01", "WH-11")
def test_log_in_signs_the_random_number_and_ends_with_the_unit(w: SimpleNamespace) -> None:
    played = w.play(access.login(w.slip(), w.unit()), [*_until_posted(w), _to(w, "home.do"), w.home()])
    posted = wire.login("user1", "slip-password", "abc123", b"certificate", b"signature")
    assert played.asked == [
        wire.entrance(),
        wire.login_page(),
        Certificates(),
        Sign(b"abc123", "key-1"),
        posted,
        wire.home(),
    ]
    assert played.value == WuhanSignedIn(
        unit_number="4201000001",
        unit_name="模拟单位甲",
        unit_class=UnitClass.VIP,
        schemes=frozenset(Scheme),
    )


@pytest.mark.rule("WH-12", "WH-13")
def test_the_first_log_in_downloads_the_certificate_root_first(w: SimpleNamespace) -> None:
    links = (
        '<a id="root" href="certificate/root.cer?ticket=t1">下载根证书</a>'
        '<a id="personal" href="/w/1/wuhan/certificate/personal.p12?ticket=t2">下载个人证书</a>'
    )
    answers = [
        w.page("index.do", "entrance"),
        w.page("certificate.do", "certificate", w.form("certificate.do", {"zsxlh": "", "zsxzmm": ""})),
        w.page("certificate.do", "certificate_files", links),
        w.reply("certificate/root.cer", FILE, kind="application/x-x509-ca-cert"),
        w.reply("certificate/personal.p12", FILE, kind="application/x-pkcs12"),
        None,
        *_until_posted(w)[1:],
        _to(w, "home.do"),
        w.home(),
    ]
    played = w.play(access.login(w.slip(None), w.unit()), answers)
    assert played.asked[1:6] == [
        wire.certificate_page(),
        wire.certificate_request("serial-1", "certificate-password"),
        wire.root_certificate("t1"),
        wire.personal_certificate("t2"),
        KeepKey(FILE),
    ]


@pytest.mark.rule("WH-10")
@pytest.mark.parametrize(
    "words", ["证书序列号或证书下载密码错误", "密码条已锁定，请到辖区社保经办机构重新领取"]
)
def test_a_refused_slip_is_tried_once(w: SimpleNamespace, words: str) -> None:
    form = w.form("certificate.do", {"zsxlh": "", "zsxzmm": ""})
    answers = [
        w.page("index.do", "entrance"),
        w.page("certificate.do", "certificate", form),
        w.page("certificate.do", "certificate", form, errors=(words,)),
    ]
    with pytest.raises(LoginRefused) as refusal:
        w.play(access.login(w.slip(None), w.unit()), answers)
    assert refusal.value.reasons[0].words == words
    assert refusal.value.reasons[0].rule in ("WH-10", "WH-12")


@pytest.mark.rule("WH-10", "WH-19")
@pytest.mark.parametrize(
    "words",
    [
        "用户名或密码错误",
        "用户已锁定，请到辖区社保经办机构重新领取密码条",
        "数字证书无效或与用户不符",
        "用户资格已暂停",
    ],
)
def test_a_refused_log_in_is_told_in_the_halls_words(w: SimpleNamespace, words: str) -> None:
    answers = [*_until_posted(w), w.page("login.do", "login", errors=(words,))]
    with pytest.raises(LoginRefused) as refusal:
        w.play(access.login(w.slip(), w.unit()), answers)
    assert [(r.words, bool(r.plain)) for r in refusal.value.reasons] == [(words, True)]


@pytest.mark.parametrize("words", ["页面已失效，请重新登录", "登录超时，请重新登录"])
def test_a_stale_log_in_page_blames_no_secret(w: SimpleNamespace, words: str) -> None:
    with pytest.raises(HallUnavailable):
        w.play(
            access.login(w.slip(), w.unit()),
            [*_until_posted(w), w.page("login.do", "login", errors=(words,))],
        )


@pytest.mark.rule("WH-09", "WH-15")
def test_the_first_password_is_changed_before_anything_else(w: SimpleNamespace) -> None:
    answers = [
        *_until_posted(w),
        _to(w, "password.do"),
        w.page("password.do", "password", w.form("password.do", {"ymm": "", "xmm": "", "qrmm": ""})),
        Private("NewPassword1"),
        w.page("password.do", "password_changed", notice="密码修改成功"),
        w.home(),
    ]
    played = w.play(access.login(w.slip(), w.unit()), answers)
    assert played.asked[5:7] == [wire.password_page(), NewPassword()]
    commit = played.asked[7]
    assert isinstance(commit, Commit)
    assert (commit.step, commit.request) == (
        "password",
        wire.password_change("slip-password", "NewPassword1"),
    )


@pytest.mark.rule("WH-15")
def test_a_refused_new_password_ends_the_log_in(w: SimpleNamespace) -> None:
    answers = [
        *_until_posted(w),
        _to(w, "password.do"),
        w.page("password.do", "password", w.form("password.do", {"ymm": "", "xmm": "", "qrmm": ""})),
        Private("NewPassword1"),
        w.page("password.do", "password", errors=("原密码错误",)),
    ]
    with pytest.raises(HallRefused):
        w.play(access.login(w.slip(), w.unit()), answers)


def test_the_slip_of_another_employer_is_refused(w: SimpleNamespace) -> None:
    answers = [*_until_posted(w), _to(w, "home.do"), w.home(unit={"dwbh": "4209999999"})]
    with pytest.raises(WrongUnit) as refusal:
        w.play(access.login(w.slip(), w.unit()), answers)
    assert refusal.value.actual == "4209999999"


def test_the_users_own_certificate_is_chosen_and_none_is_no_guess(w: SimpleNamespace) -> None:
    other = Certificate("key-2", "CN=user10", b"other")
    start, end = _until_posted(w)[:2], [b"signature", _to(w, "home.do"), w.home()]
    played = w.play(access.login(w.slip(), w.unit()), [*start, (other, OWN), *end])
    assert played.asked[3] == Sign(b"abc123", "key-1")
    for found in ((), (other, other)):
        with pytest.raises(ConfigurationError):
            w.play(access.login(w.slip(), w.unit()), [*start, found])


def test_a_log_in_that_leads_elsewhere_is_not_followed(w: SimpleNamespace) -> None:
    for answer in (_to(w, "notice.do"), w.page("login.do", "login")):
        with pytest.raises(WireChanged):
            w.play(access.login(w.slip(), w.unit()), [*_until_posted(w), answer])
