"""Access: locks, passwords, certificates, sessions (WH-01..21)."""

from __future__ import annotations

from typing import Any

import pytest

from sigateway_mockservers import World

LOCKED = "用户已锁定，请到辖区社保经办机构重新领取密码条"
SLIP_LOCKED = "密码条已锁定，请到辖区社保经办机构重新领取"


@pytest.fixture
def visitor(world: World, open_browser: Any) -> Any:
    return open_browser(world, signed_in=False)


@pytest.mark.rule("WH-01", "WH-10")
def test_the_fifth_bad_password_in_a_row_locks_the_user(world: World, visitor: Any) -> None:
    for _ in range(4):
        assert visitor.sign_in("wrong1234").messages == ["用户名或密码错误"]
    assert visitor.sign_in().kind == "home"
    for _ in range(4):
        assert visitor.sign_in("wrong1234").messages == ["用户名或密码错误"]
    assert visitor.sign_in("wrong1234").messages == [LOCKED]
    assert visitor.sign_in().messages == [LOCKED]
    visitor.unit = world.wuhan.reissue_slip(visitor.unit.number)
    assert visitor.sign_in().kind == "password"


@pytest.mark.rule("WH-10", "WH-12")
def test_the_fifth_wrong_certificate_password_locks_the_slip(visitor: Any) -> None:
    slip = visitor.unit.slip
    for _ in range(4):
        page = visitor.post("certificate.do", zsxlh=slip.certificate_serial, zsxzmm="no")
        assert page.messages == ["证书序列号或证书下载密码错误"]
    assert visitor.post("certificate.do", zsxlh=slip.certificate_serial, zsxzmm="no").messages == [
        SLIP_LOCKED
    ]
    right = slip.certificate_password
    assert visitor.post("certificate.do", zsxlh=slip.certificate_serial, zsxzmm=right).messages == [
        SLIP_LOCKED
    ]
    assert visitor.post("certificate.do", zsxlh="nobody", zsxzmm=right).messages == [
        "证书序列号或证书下载密码错误"
    ]


@pytest.mark.rule("WH-01")
def test_the_certificate_must_be_the_users_own_and_sign_this_challenge(world: World, visitor: Any) -> None:
    refused = ["数字证书无效或与用户不符"]
    other, _ = world.wuhan.sign("4201000002", "00")
    _, other_signature = world.wuhan.sign(visitor.unit.number, "00")
    assert visitor.sign_in(zs="").messages == refused
    assert visitor.sign_in(zs="not base64!").messages == refused
    assert visitor.sign_in(zs=other).messages == refused
    assert visitor.sign_in(qm=other_signature).messages == refused
    world.wuhan.revoke_certificate(visitor.unit.number)
    assert visitor.sign_in().messages == refused


@pytest.mark.rule("WH-19")
def test_a_suspended_user_cannot_log_in(world: World, visitor: Any) -> None:
    world.wuhan.suspend_user(visitor.unit.number)
    assert visitor.sign_in().messages == ["用户资格已暂停"]


def test_a_challenge_is_good_once_and_for_half_an_hour(world: World, visitor: Any) -> None:
    assert visitor.sign_in(sjs="00").messages == ["页面已失效，请重新登录"]
    nonce = visitor.get("login.do").inputs["sjs"]
    world.clock.advance(by=30 * 60)
    assert visitor.sign_in(sjs=nonce).messages == ["页面已失效，请重新登录"]


@pytest.mark.rule("WH-15")
@pytest.mark.parametrize(
    ("old", "new", "again", "words"),
    [
        ("wrong", "Abcd1234", "Abcd1234", "原密码错误"),
        ("mock0001a1", "Abcd1234", "Abcd12345", "两次输入的新密码不一致"),
        ("mock0001a1", "abc123", "abc123", "新密码须为8至20位字母和数字，且不同于原密码"),
        ("mock0001a1", "abcdefgh", "abcdefgh", "新密码须为8至20位字母和数字，且不同于原密码"),
        ("mock0001a1", "a1" * 11, "a1" * 11, "新密码须为8至20位字母和数字，且不同于原密码"),
        ("mock0001a1", "mock0001a1", "mock0001a1", "新密码须为8至20位字母和数字，且不同于原密码"),
    ],
)
def test_what_a_new_password_must_be(browser: Any, old: str, new: str, again: str, words: str) -> None:
    page = browser.post("password.do", ymm=old, xmm=new, qrmm=again)
    assert (page.kind, page.messages) == ("password", [words])


def test_a_session_dies_after_half_an_hour_of_rest(world: World, browser: Any) -> None:
    world.clock.advance(by=29 * 60)
    assert browser.get("home.do").kind == "home"
    world.clock.advance(by=29 * 60)
    assert browser.get("home.do").kind == "home"
    world.clock.advance(by=30 * 60)
    page = browser.get("home.do")
    assert (browser.last.status_code, page.kind, page.messages) == (200, "login", ["登录超时，请重新登录"])


def test_sessions_of_one_user_live_side_by_side_and_log_out_alone(world: World, open_browser: Any) -> None:
    first, second = open_browser(world), open_browser(world)
    assert first.get("logout.do").kind == "entrance"
    assert first.get("home.do").kind == "login"
    assert second.get("home.do").kind == "home"


def test_the_session_cookie_has_no_date_and_lives_on_the_halls_path(world: World, browser: Any) -> None:
    (cookie,) = browser.client.cookies.jar
    assert (cookie.name, cookie.path, cookie.expires) == ("JSESSIONID", world.path("wuhan"), None)


def test_a_posted_form_without_a_session_gets_the_login_page(world: World, visitor: Any) -> None:
    assert visitor.post("tijiao.do", sxh="1").messages == ["登录超时，请重新登录"]
    assert world.wuhan.effects() == []
