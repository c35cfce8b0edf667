"""Log-in by the key at each site, the key itself, sessions, the guide and the menu."""

from __future__ import annotations

import base64
from collections.abc import Callable

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

from sigateway_mockservers import World
from sigateway_mockservers.beijing.access.keys import KeyLocked, PinWrong

from .client import CLOSED, FIRST, SECOND, Client
from .pages import read_page
from .replies import read_reply


@pytest.fixture
def stranger(world: World, open_client: Callable[..., Client]) -> Client:
    """The first unit, not signed in anywhere."""
    return open_client(world, signed_in=False)


@pytest.mark.rule("BJ-31", "BJ-04")
def test_each_site_has_a_log_in_of_its_own(stranger: Client) -> None:
    unit = stranger.log_in_four()
    assert (unit.code, unit["regNo"], unit["settleCycle"]) == ("0", FIRST, "month")
    assert unit["insurances"] == "110,210,410,510"
    assert stranger.page("home.do").kind == "login"
    assert stranger.log_in_medical().status_code == 302
    home = stranger.page("home.do")
    assert (home["unit"]["shbxdjzh"], home["unit"]["xz"]) == (FIRST, "310")


@pytest.mark.rule("BJ-31")
def test_a_random_number_is_good_once_for_five_minutes_at_its_own_site(stranger: Client) -> None:
    random = stranger.get("auth/challenge")["random"]
    assert stranger.log_in_four(random=random).code == "0"
    assert stranger.log_in_four(random=random).words == ["页面已失效，请重新登录"]
    late = stranger.get("auth/challenge")["random"]
    stranger.world.clock.advance(by=300)
    assert stranger.log_in_four(random=late).words == ["页面已失效，请重新登录"]
    of_medical = stranger.page("login.do").read.inputs["sjs"]
    assert stranger.log_in_four(random=of_medical).words == ["页面已失效，请重新登录"]


@pytest.mark.rule("BJ-04")
def test_a_certificate_must_be_good(stranger: Client) -> None:
    other = stranger.hall.key(SECOND)
    foreign = base64.b64encode(other.certificate).decode()
    assert stranger.log_in_four(cert=foreign).words == ["数字证书无效"]
    assert stranger.log_in_four(sign="AAAA").words == ["数字证书无效"]
    assert stranger.log_in_four(cert="not base64").words == ["数字证书无效"]
    assert read_page(stranger.log_in_medical(zs=foreign)).messages == ["数字证书无效"]
    stranger.hall.bjca.revoke(stranger.hall.key(FIRST).serial)
    assert stranger.log_in_four().words == ["数字证书无效"]
    assert read_page(stranger.log_in_medical()).messages == ["数字证书无效"]
    stranger.hall.bjca.issue(FIRST)
    assert stranger.log_in_four().code == "0"


@pytest.mark.rule("BJ-04")
def test_a_certificate_expires(stranger: Client) -> None:
    stranger.world.clock.advance(to="2031-01-01T09:00:00+08:00")
    assert stranger.log_in_four().words == ["数字证书无效"]


@pytest.mark.rule("BJ-03")
def test_only_a_unit_with_the_service_signs_in(world: World, open_client: Callable[..., Client]) -> None:
    client = open_client(world, CLOSED, signed_in=False)
    assert client.log_in_four().words == ["单位未开通网上申报业务"]
    assert read_page(client.log_in_medical()).messages == ["单位未开通网上申报业务"]


@pytest.mark.rule("BJ-04")
def test_a_unit_that_one_system_does_not_know(world: World, open_client: Callable[..., Client]) -> None:
    world.beijing.add_unit("110105000009", "模拟独立有限公司", medical=None)
    client = open_client(world, "110105000009", signed_in=False)
    assert client.log_in_four().code == "0"
    assert read_page(client.log_in_medical()).messages == ["数字证书未登记"]


@pytest.mark.rule("BJ-04")
def test_ten_wrong_pins_lock_the_key_and_bjca_unlocks_it(stranger: Client) -> None:
    key = stranger.hall.key(FIRST)
    with pytest.raises(PinWrong) as wrong:
        key.sign("mock00009", b"x")
    assert wrong.value.tries_left == 9
    key.sign("mock00001", b"x")
    assert key.tries_left == 10
    for _ in range(10):
        with pytest.raises(PinWrong):
            key.sign("nonsense", b"x")
    assert key.locked
    with pytest.raises(KeyLocked):
        key.sign("mock00001", b"x")
    stranger.hall.bjca.unlock(key.serial, "another6")
    stranger.pin = "another6"
    assert stranger.log_in_four().code == "0"
    with pytest.raises(ValueError, match="6 to 16"):
        stranger.hall.bjca.unlock(key.serial, "short")


def test_the_certificate_names_the_unit_and_the_key(stranger: Client) -> None:
    key = stranger.hall.key(FIRST)
    subject = x509.load_der_x509_certificate(key.certificate).subject
    assert [each.value for each in subject.get_attributes_for_oid(NameOID.COMMON_NAME)] == [FIRST]
    assert [each.value for each in subject.get_attributes_for_oid(NameOID.SERIAL_NUMBER)] == [key.serial]
    _, certificate, _ = pkcs12.load_key_and_certificates(key.pkcs12("secret"), b"secret")
    assert certificate is not None
    assert certificate.subject == subject


def test_sessions_are_idle_for_twenty_minutes_at_each_site_by_itself(client: Client) -> None:
    for _ in range(2):
        client.world.clock.advance(by=11 * 60)
        assert client.get("unit").code == "0"
    assert client.page("home.do").messages == ["登录超时，请重新登录"]
    client.post("auth/logout")
    assert client.get("unit").body["msg"] == "登录超时，请重新登录"


def test_cookies_have_no_date_and_stay_at_their_site(client: Client) -> None:
    assert client.log_in_four().code == "0"
    assert client.last is not None
    said = client.last.headers["set-cookie"]
    assert said.startswith("SXSID=")
    assert f"Path=/w/{client.world.id}/beijing/sx/" in said
    assert "Expires" not in said
    assert "Max-Age" not in said


@pytest.mark.rule("BJ-01", "BJ-02", "BJ-34")
def test_the_menu_has_six_modules_and_nothing_about_payment(client: Client) -> None:
    rows = client.get("menu").data["rows"]
    modules = list(dict.fromkeys(row["module"] for row in rows))
    assert modules == ["单位社保业务办理", "报表打印", "信息查询", "表样下载", "定制查询", "操作指南"]
    business = [row["name"] for row in rows if row["module"] == "单位社保业务办理"]
    assert business == [
        "人员增加", "人员减少", "个人信息变更", "单位信息变更", "数据报盘文件上传", "缴费工资申报", "职工补缴",
    ]  # fmt: skip
    assert len([row for row in rows if row["module"] == "信息查询"]) == 8
    assert not any(row["name"] in ("缴费", "网上缴费", "支付") for row in rows)


@pytest.mark.rule("BJ-01", "BJ-12", "BJ-16", "BJ-17")
def test_the_guide_names_days_place_and_papers(stranger: Client) -> None:
    guide = stranger.get("guide/opening").data
    assert (guide["days"], guide["place"], guide["certificatePoint"]) == (
        "5-22",
        "所属社保经办机构",
        "证书受理点",
    )
    assert guide["title"] == "北京市社会保险网上申报、查询系统"
    assert guide["papers"][1:] == ["组织机构代码证书", "社会保险登记证复印件", "单位数字证书"]
    assert guide["barred"] == ["未按照政策规定参加全部险种", "存在欠费", "参保方式为二级公司"]


@pytest.mark.rule("BJ-02", "BJ-13", "BJ-14", "BJ-15")
def test_empty_forms_are_pdfs_by_their_title(stranger: Client) -> None:
    for name in ("pledge", "application", "authorisation"):
        http = stranger.four.get(f"api/forms/{name}")
        assert http.headers["content-type"] == "application/pdf"
        assert http.content.rstrip().endswith(b"%%EOF")
        assert f"form={name}".encode() in http.content
    assert read_reply(stranger.four.get("api/forms/other")).code == "9"


@pytest.mark.rule("BJ-02")
def test_a_declaration_is_printed_once_it_has_ended(client: Client) -> None:
    lsh = client.file_four("gz", client.world.people.noted("bj here man"))
    assert client.get(f"declarations/{lsh}/print").words == ["业务尚未处理结束，不能打印"]
    client.wait()
    first = client.four.get(f"api/declarations/{lsh}/print").content
    assert f"lsh={lsh};regNo={FIRST};flag=11".encode() in first
    assert first.rstrip().endswith(b"%%EOF")
    assert client.four.get(f"api/declarations/{lsh}/print").content == first


@pytest.mark.parametrize("path", ["sx/api/pay", "sx/", "yb/pay.do", "sx/api/custom", "", "elsewhere"])
def test_what_is_not_modelled_is_a_loud_501(client: Client, path: str) -> None:
    http = client.four.get(f"{client.world.base_url('beijing')}{path}")
    assert http.status_code == 501
    assert "模拟 MOCK" in http.content.decode("gbk" if path.startswith("yb") else "utf-8")


def test_what_cannot_be_read_is_refused(client: Client) -> None:
    headers = {"Content-Type": "application/json; charset=utf-8"}
    for content in (b"[]", b"\xff", b'{"a": "\\u0000"}', b'{"a": "\\ud800"}', b'{"fields": 1}'):
        http = client.four.post("api/declarations", content=content, headers=headers)
        assert http.status_code == 400
        assert read_reply(http).words == ["提交的内容格式有误"]
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    for content in (b"xm=%FF%FF", b"xm=&%2320013;".replace(b"&", b"%26")):
        http = client.medical.post("sb_baocun.do", content=content, headers=form)
        assert http.status_code == 400
        assert read_page(http).messages == ["提交的内容含有GBK以外的字符"]
