"""Replies told apart: pages of the portal, answers of the hall, files; whole or cut."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from sigateway.plugin import Entrance, Kind, Means, WireChanged
from sigateway_zhejiang import wire, wire_portal


@pytest.mark.parametrize(
    ("code", "status", "kind"),
    [
        ("0", 200, Kind.DATA),
        ("1", 200, Kind.REFUSED),
        ("400", 400, Kind.REFUSED),
        ("401", 401, Kind.SIGNED_OUT),
        ("402", 200, Kind.TAKEN),
        ("403", 403, Kind.SIGNED_OUT),
        ("503", 200, Kind.MAINTENANCE),
        ("501", 501, Kind.UNKNOWN),
        ("999", 200, Kind.UNKNOWN),
        ("0", 500, Kind.UNKNOWN),
        ("1", 500, Kind.UNKNOWN),
        ("401", 200, Kind.UNKNOWN),
    ],
)
def test_an_answer_is_what_code_and_status_say_together(
    w: SimpleNamespace, code: str, status: int, kind: Kind
) -> None:
    assert wire.classify(w.answered(code=code, status=status)).kind is kind


def test_a_refusal_says_all_its_reasons_or_its_own_words(w: SimpleNamespace) -> None:
    assert wire.classify(w.refused("姓名为必填项", "民族为必填项")).words == ("姓名为必填项", "民族为必填项")
    assert wire.classify(w.answered(code="1", msg="办理未成功")).words == ("办理未成功",)


@pytest.mark.parametrize(
    "content",
    [
        b"", b"{", b"[]", b'{"code": "0"}', b'{"code": 0, "msg": "", "errors": [], "data": {}}',
        b'{"code": "0", "msg": "", "errors": ["x"], "data": {}}',
        b'{"code": "0", "msg": "", "errors": [], "data": {"rowCount": 2, "rows": [{}]}}',
    ],
)  # fmt: skip
def test_what_is_no_whole_answer_is_unknown(w: SimpleNamespace, content: bytes) -> None:
    assert wire.classify(w.reply(content, kind="application/json")).kind is Kind.UNKNOWN


def test_an_answer_shorter_than_announced_is_unknown(w: SimpleNamespace) -> None:
    assert wire.classify(w.answered(cut=1)).kind is Kind.UNKNOWN


@pytest.mark.rule("ZJ-03")
@pytest.mark.parametrize(
    ("kind", "messages", "expected"),
    [
        ("entrances", (), Kind.DATA),
        ("login", (), Kind.SIGNED_OUT),
        ("login", ("登录已超时，请重新登录",), Kind.SIGNED_OUT),
        ("login", ("您的账号已在其他地方登录",), Kind.TAKEN),
        ("message", ("登录入口有误",), Kind.REFUSED),
        ("browser", ("请使用360浏览器极速模式或使用非IE内核浏览器（如谷歌浏览器）",), Kind.REFUSED),
        ("message", (), Kind.UNKNOWN),
        ("maintenance", ("系统维护中，请稍后再试",), Kind.MAINTENANCE),
        ("not_modelled", (), Kind.UNKNOWN),
        ("", (), Kind.UNKNOWN),
    ],
)
def test_a_page_is_what_it_says_it_is(
    w: SimpleNamespace, kind: str, messages: tuple[str, ...], expected: Kind
) -> None:
    assert wire.classify(w.page(kind, messages=messages)).kind is expected


def test_a_page_without_its_end_was_cut(w: SimpleNamespace) -> None:
    assert wire.classify(w.page("entrances", end="")).kind is Kind.UNKNOWN
    assert wire.classify(w.page("entrances", status=500)).kind is Kind.UNKNOWN


def test_a_redirect_leads_somewhere(w: SimpleNamespace) -> None:
    assert wire.classify(w.redirect("http://portal.test/x")).kind is Kind.DATA
    assert wire.classify(w.redirect("")).kind is Kind.UNKNOWN


@pytest.mark.parametrize(("cut", "kind"), [(0, Kind.DATA), (7, Kind.UNKNOWN)])
def test_a_file_comes_whole(w: SimpleNamespace, cut: int, kind: Kind) -> None:
    assert wire.classify(w.reply(b"%PDF-1.7 x", kind="application/pdf", cut=cut)).kind is kind


def test_no_number_of_a_person_or_an_item_gets_into_what_is_said(w: SimpleNamespace) -> None:
    said = wire.classify(w.answered(path="hall/api/progress/ZJ2026111000000001")).what
    assert "ZJ2026" not in said
    assert "progress" in said


@pytest.mark.rule("ZJ-04", "ZJ-24", "ZJ-30")
@pytest.mark.parametrize(
    ("entrance", "door"), [("legal_person", "legal"), ("personal", "personal"), ("app", "app")]
)
def test_each_entrance_has_its_door(w: SimpleNamespace, entrance: str, door: str) -> None:
    shown = w.page(
        "entrances",
        "".join(f'<a id="{name}" href="login.do?rk={name}">x</a>' for name in ("legal", "personal", "app")),
    )
    read = wire_portal.page(shown)
    assert read is not None
    request = wire_portal.entrance_of(read, Entrance(entrance), shown)
    assert (request.path, request.means) == (f"login.do?rk={door}", Means.READ)
    missing = wire_portal.page(w.page("entrances"))
    assert missing is not None
    with pytest.raises(WireChanged):
        wire_portal.entrance_of(missing, Entrance(entrance), shown)


def test_password_and_account_are_in_no_repr(w: SimpleNamespace) -> None:
    shown = w.page(
        "login",
        '<form method="post" action="login.do">'
        + "".join(
            f'<input type="hidden" name="{name}" value="v-{name}">' for name in ("lt", "rk", "spappurl")
        )
        + '<input name="zh"><input name="mm" type="password"></form>',
    )
    read = wire_portal.page(shown)
    assert read is not None
    request = wire_portal.log_in(read, "account", "geheim", shown)
    assert dict(request.form or {}) == {
        "lt": "v-lt", "rk": "v-rk", "spappurl": "v-spappurl", "zh": "account", "mm": "geheim",
    }  # fmt: skip
    assert "geheim" not in repr(request)
    bare = wire_portal.page(w.page("login"))
    assert bare is not None
    with pytest.raises(WireChanged):
        wire_portal.log_in(bare, "account", "geheim", shown)
