"""Certificates, the agreement, the first signer, the approval, logging in again."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12

from sigateway_mockservers import World

FIRST, SECOND, NEW = "31000001", "31000002", "31000003"
PAPERS = ["营业执照", "社会保险登记资料"]


@pytest.mark.rule("SH-01", "SH-03", "SH-04")
def test_help_says_where_certificates_are_to_be_had(world: World, open_client: Any) -> None:
    reply = open_client(world, signed_in=False).ask("bz")
    assert reply["ptmc"] == "上海市人力资源和社会保障自助经办平台 · 社会保险自助经办平台"
    where = "上海市数字证书认证中心服务受理点"
    assert reply.rows("rows") == [
        {"sx": "申领数字证书", "dd": where, "dh": "", "zl": "营业执照、社会保险登记资料"},
        {"sx": "证书咨询", "dd": "区社保中心", "dh": "12333", "zl": ""},
        {"sx": "法人一证通", "dd": "www.962600.com", "dh": "962600", "zl": ""},
    ]
    for number in ("12333", "962600"):
        first, second = world.shanghai.hotline.ask(number)
        assert (first.where, second.telephone) == (where, number)
    with pytest.raises(ValueError, match="nobody answers"):
        world.shanghai.hotline.ask("110")


@pytest.mark.rule("SH-02", "SH-05")
def test_log_in_shows_the_unit_and_the_right(world: World, open_client: Any) -> None:
    client = open_client(world, signed_in=False)
    reply = client.log_in()
    assert (reply["dwbh"], reply["dwmc"], reply["qx"]) == (FIRST, "模拟申江科技有限公司", "单位主管")
    assert (reply["zsxlh"], reply["tyshxydm"]) == (client.own, world.shanghai.units[FIRST].uscc)
    assert x509.load_der_x509_certificate(client.der).subject.rfc4514_string() == (
        "CN=31000001-1,O=模拟 MOCK"
    )
    root = x509.load_der_x509_certificate(world.shanghai.root())
    x509.load_der_x509_certificate(client.der).verify_directly_issued_by(root)
    assert len(client.challenge()) == 64
    assert world.journal.of("login.submit")[0].committed


@pytest.mark.rule("SH-05")
def test_what_is_wrong_with_a_log_in(world: World, open_client: Any) -> None:
    hall, client = world.shanghai, open_client(world, signed_in=False)

    def said(**changes: str) -> list[tuple[str, str]]:
        reply = client.log_in(**changes)
        assert (reply.dm, reply.xx) == ("2001", "登录未通过")
        return reply.reasons

    stale = [("D005", "挑战码已失效，请重新登录")]
    assert said(tzm="0" * 64) == stale
    used = client.challenge()
    assert client.log_in(tzm=used).dm == "0000"
    assert said(tzm=used) == stale
    old = client.challenge()
    world.clock.advance(by=299)
    assert client.log_in(tzm=old).dm == "0000"
    old = client.challenge()
    world.clock.advance(by=300)
    assert said(tzm=old) == stale
    assert said(qm=client.sign(b"something else")) == [("D004", "签名与证书不符")]
    assert said(sf="SM2-SM3") == [("D004", "签名与证书不符")]
    foreign = base64.b64encode(world.shanghai.root()).decode()
    root = x509.load_der_x509_certificate(world.shanghai.root()).serial_number
    digits = f"{root:X}"
    assert said(zs=foreign, zsxlh=digits.zfill(len(digits) + len(digits) % 2)) == [("D001", "数字证书无效")]
    assert said(zs=base64.b64encode(b"none").decode(), zsxlh="AA") == [("D001", "数字证书无效")]
    hall.centre.deregister(FIRST)
    assert said() == [("D006", "单位未登记参保")]
    hall.ca.expire(client.own)
    assert said() == [("D002", "数字证书已过期")]
    hall.ca.revoke(client.own)
    assert said() == [("D003", "数字证书已吊销")]
    burnt = client.challenge()
    assert said(tzm=burnt) == [("D003", "数字证书已吊销")]
    assert said(tzm=burnt) == stale, "used up whatever followed"


@pytest.mark.rule("SH-05")
def test_a_certificate_expires_by_the_halls_clock(world: World, open_client: Any) -> None:
    client = open_client(world, signed_in=False)
    last = x509.load_der_x509_certificate(client.der).not_valid_after_utc
    world.clock.advance(to=last)
    assert client.log_in().dm == "0000"
    world.clock.advance(by=1)
    assert client.log_in().codes == ["D002"]


def test_sessions_idle_end_and_live_side_by_side(world: World, open_client: Any) -> None:
    one, two = open_client(world), open_client(world)
    assert one.token != two.token
    world.clock.advance(by=1199)
    assert one.ask("zszt").dm == "0000"
    world.clock.advance(by=1)
    assert (one.ask("zszt").dm, two.ask("zszt").dm) == ("0000", "1001")
    assert one.ask("tc").dm == "0000"
    reply = one.ask("tc")
    assert (reply.http.status_code, reply.dm, reply.xx) == (200, "1001", "会话已失效，请重新登录")
    assert two.log_in().dm == "0000"
    world.shanghai.ca.revoke(two.own)
    assert two.ask("zszt").dm == "1001"


@pytest.mark.rule("SH-06", "SH-07", "SH-09", "SH-12", "SH-13", "SH-14", "SH-15")
def test_the_story_of_a_new_unit(world: World, open_client: Any) -> None:
    first, second = open_client(world, "unsigned", NEW), open_client(world, "unsigned 2", NEW)
    person = world.people.noted("sh uninsured man")
    assert first.ask("zszt").fields(".") == {
        "zsxlh": first.own, "qx": "未签约", "qysj": "", "sqsj": "", "dqqx": "未签约",
    }  # fmt: skip
    refused = first.check("01", person)
    assert (refused.dm, refused.xx) == ("2101", "没有办理权限")
    assert refused.reasons == [("Q001", "请先签订社会保险业务网上经办服务约定")]
    text = first.ask("ydcx")
    assert "社会保险业务网上经办服务约定(电子版)" in text["wb"]
    assert text["zy"] == hashlib.sha256(text["wb"].encode()).hexdigest()
    signed = first.sign_agreement()
    assert (signed.dm, signed["qx"], signed["sj"]) == ("0000", "单位主管", "2026-11-10T09:00:00+08:00")
    assert first.ask("zszt")["dqqx"] == "单位主管"
    assert first.file("01", person), "files at once, in the same session"

    assert second.sign_agreement()["qx"] == "待审核"
    assert second.check("01", person).reasons == [("Q002", "本证书尚未经单位主管授权")]
    assert second.ask("zscx", fw="全部").codes == ["Q002"]
    assert [row["zsxlh"] for row in first.ask("zscx", fw="待审核").rows("rows")] == [second.own]
    world.clock.advance(by=60)
    approved = first.ask_signed("zssh", sqzs=second.own)
    assert (approved.dm, approved.xx) == ("0000", "审核成功")
    assert approved.fields(".") == {
        "sqzs": second.own, "qx": "已授权", "sqsj": "2026-11-10T09:01:00+08:00",
    }  # fmt: skip
    assert second.check("01", person).reasons == [("Q003", "本证书已授权，请重新登录后办理")]
    assert second.ask("zszt").fields(".") == {
        "zsxlh": second.own, "qx": "已授权", "qysj": "2026-11-10T09:00:00+08:00",
        "sqsj": "2026-11-10T09:01:00+08:00", "dqqx": "待审核",
    }  # fmt: skip
    assert second.log_in()["qx"] == "已授权"
    assert second.file("02", person)
    assert world.verify() == []


@pytest.mark.rule("SH-08", "SH-10", "SH-11", "SH-12")
def test_only_a_supervisor_lists_and_approves(world: World, open_client: Any) -> None:
    supervisor, authorised = open_client(world), open_client(world, "authorised")
    pending, unsigned = world.shanghai.key(FIRST, "pending"), world.shanghai.key(FIRST, "unsigned")
    for reply in (authorised.ask("zscx", fw="待审核"), authorised.ask_signed("zssh", sqzs=pending.serial)):
        assert (reply.dm, reply.reasons) == ("2101", [("Q004", "本证书没有单位主管权限")])
    listed = supervisor.ask("zscx", fw="全部")
    assert (listed["zs"], listed["ym"], listed["yms"]) == ("3", "1", "1")
    rows = listed.rows("rows")
    assert [row["qx"] for row in rows] == ["单位主管", "已授权", "待审核"]
    assert [row["zsmc"] for row in rows] == ["31000001-1", "31000001-2", "31000001-3"]
    assert [row["qx"] for row in supervisor.ask("zscx", fw="已授权").rows("rows")] == ["已授权"]
    assert supervisor.ask("zscx", fw="待定").dm == "1900"
    assert supervisor.ask("zscx", fw="全部", ym="2").rows("rows") == []
    theirs = world.shanghai.key(SECOND, "unsigned")
    for serial in ("00", unsigned.serial, theirs.serial, authorised.own, supervisor.own):
        reply = supervisor.ask_signed("zssh", sqzs=serial)
        assert (reply.dm, reply.xx) == ("3201", "办理不成功")
        assert reply.reasons == [("Y003", "该证书不是待审核状态")]
    assert supervisor.ask_signed("zssh", sqzs=pending.serial).dm == "0000"
    assert supervisor.ask_signed("zssh", sqzs=pending.serial).codes == ["Y003"], "sent again: refused"
    assert supervisor.ask("zscx", fw="待审核")["zs"] == "0"
    assert supervisor.ask("zscx", fw="全部")["zs"] == "3"


@pytest.mark.rule("SH-06")
def test_signing_again_and_signing_another_text(world: World, open_client: Any) -> None:
    client = open_client(world, "unsigned")
    text = client.ask("ydcx")
    world.shanghai.set_agreement("2.0", "模拟 MOCK 新约定")
    reply = client.ask_signed("ydqd", bbh=text["bbh"], zy=text["zy"])
    assert (reply.dm, reply.reasons) == ("3201", [("Y002", "服务约定已更新，请重新阅读")])
    assert client.sign_agreement()["qx"] == "待审核"
    again = client.sign_agreement()
    assert (again.dm, again.reasons) == ("3201", [("Y001", "本证书已签订服务约定")])
    assert world.journal.entries[-1].rule_ids == ("SH-06",)


@pytest.mark.rule("SH-02", "SH-03", "SH-04")
def test_a_certificate_is_issued_for_papers(world: World, open_client: Any) -> None:
    hall = world.shanghai
    unit = hall.centre.register("模拟初设有限公司", world.clock.today(), ["营业执照"])
    assert unit.number == "31000004"
    with pytest.raises(ValueError, match=r"^资料不全：社会保险登记资料$"):
        hall.ca.issue(unit.number, ["营业执照"])
    with pytest.raises(KeyError):
        hall.ca.issue("31009999", PAPERS)
    key = hall.ca.issue(unit.number, PAPERS)
    client = open_client(world, key=key)
    assert client.ask("zszt")["qx"] == "未签约"
    assert client.sign_agreement()["qx"] == "单位主管"
    with pytest.raises(ValueError, match=r"no keys of 'dsa'; it has rsa, gm"):
        hall.ca.issue(unit.number, PAPERS, algorithm="dsa")


@pytest.mark.rule("SH-33")
def test_rights_change_at_the_centre_only(world: World, open_client: Any) -> None:
    hall = world.shanghai
    boss, worker, new = open_client(world), open_client(world, "authorised"), open_client(world, "unsigned")
    with pytest.raises(ValueError, match="资料不全"):
        hall.centre.appoint_supervisor(worker.own, [])
    with pytest.raises(ValueError, match="请先签订"):
        hall.centre.appoint_supervisor(new.own, ["介绍信"])
    hall.centre.appoint_supervisor(worker.own, ["介绍信"])
    assert worker.ask("zscx", fw="全部").codes == ["Q004"], "the session keeps the right of its log-in"
    assert worker.log_in()["qx"] == "单位主管"
    assert worker.ask("zscx", fw="全部").dm == "0000"
    hall.centre.remove_right(boss.own)
    assert boss.ask("zszt").dm == "1001"
    assert boss.log_in()["qx"] == "待审核"
    assert boss.sign_agreement().codes == ["Y001"]
    assert worker.ask_signed("zssh", sqzs=boss.own).dm == "0000"
    hall.centre.deregister(FIRST)
    assert worker.ask("zszt").dm == "1001"
    assert world.verify() == []


def test_doors_without_a_session(world: World, open_client: Any) -> None:
    stranger = open_client(world, signed_in=False)
    for gn in ("tc", "ydcx", "zszt", "zscx", "dwxx", "rycx", "sbqd", "sbmx", "jycx", "dyxz"):
        assert stranger.ask(gn).dm == "1001"


@pytest.mark.rule("SH-04", "SH-05")
def test_the_initial_password_opens_the_key_and_never_crosses_the_wire(world: World, client: Any) -> None:
    key = world.shanghai.ca.issue(FIRST, PAPERS)
    with pytest.raises(ValueError, match="password"):
        pkcs12.load_key_and_certificates(key.pkcs12, b"wrong")
    _, certificate, roots = pkcs12.load_key_and_certificates(key.pkcs12, key.pin.encode("ascii"))
    assert certificate is not None
    assert certificate.public_bytes(Encoding.DER) == key.certificate
    assert [root.public_bytes(Encoding.DER) for root in roots] == [world.shanghai.root()]
    assert [entry.operation for entry in world.journal.entries] == ["challenge.open", "login.submit"]
    assert key.pin not in repr(key)
    assert key.pin not in repr(world.shanghai.certificate(key.serial))
    assert client.token not in repr(world.shanghai.store.sessions.values())


def test_old_challenges_are_forgotten(world: World, open_client: Any) -> None:
    stranger = open_client(world, signed_in=False)
    stranger.challenge()
    world.clock.advance(by=300)
    stranger.challenge()
    assert len(world.shanghai.store.challenges) == 1
