"""Faces: tickets, apps, passes; registration of units and activation of grantees."""

from __future__ import annotations

from typing import Any

import pytest

from sigateway_mockservers import World
from sigateway_mockservers.kernel.staff import HandRefused

NANJING, CHANGZHOU, UNREGISTERED, FOREIGN = "32010001", "32040001", "32040002", "32010002"
PAPERS = ["身份证原件", "单位营业执照(统一信用代码证)", "单位授权委托书"]


@pytest.mark.rule("JS-42")
def test_from_the_start_of_a_scan_to_a_usable_account(guest: Any, world: World) -> None:
    person = guest.person("handler waiting")
    assert guest.log_in("handler waiting").codes == ["L103"]
    started = guest.start("activation", "handler waiting", NANJING)
    assert (started["expiresIn"], started["apps"]) == (300, ["江苏智慧人社"])
    assert started["expiresAt"] == "2026-11-20T09:05:00+08:00"
    assert guest.poll(started)["state"] == "WAITING"
    assert guest.hall.app.waiting(person.number) == started["qr"]
    assert guest.hall.app.scan(started["qr"], person.number) == "SCANNED"
    assert guest.poll(started)["state"] == "SCANNED"
    assert guest.poll(started)["pass"] == ""
    assert guest.hall.app.answer(started["qr"], person.number) == "PASSED"
    polled = guest.poll(started)
    assert (polled["state"], polled["reason"], polled["usedAt"]) == ("PASSED", None, "")
    assert polled["passExpiresAt"] == "2026-11-20T09:10:00+08:00"
    said = {"area": "320100", "unit": NANJING, "idNumber": person.number, "pass": polled["pass"]}
    assert guest.post("account/activate", password="letters", **said).codes == ["A001"]
    assert guest.poll(started)["usedAt"] == "", "a refusal does not use it up"
    world.clock.advance(by=60)
    assert guest.post("account/activate", password="Fresh2026", **said)["rank"] == "3"
    assert guest.poll(started)["usedAt"] == "2026-11-20T09:01:00+08:00"
    assert guest.poll(started)["usedFor"] == "activation"
    assert guest.log_in("handler waiting", password="Fresh2026")["scopes"] == ["S01", "S02"]
    assert guest.start("activation", "handler waiting", NANJING).codes == ["V002"]
    assert guest.post("account/activate", password="Fresh2026", **said).codes == ["V002"]
    assert world.verify() == []


@pytest.mark.rule("JS-42")
def test_a_new_ticket_kills_the_older_one_of_the_same_person_only(guest: Any) -> None:
    first = guest.start("activation", "handler waiting", NANJING)
    others = guest.start("password", "handler all", NANJING)
    guest.hall.app.scan(first["qr"], guest.person("handler waiting").number)
    second = guest.start("person", "handler waiting")
    killed = guest.poll(first)
    assert (killed["state"], killed["reason"]["code"]) == ("EXPIRED", "F900")
    assert guest.poll(second)["state"] == guest.poll(others)["state"] == "WAITING"
    with pytest.raises(HandRefused, match="二维码已失效"):
        guest.hall.app.answer(first["qr"], guest.person("handler waiting").number)


@pytest.mark.rule("JS-42")
def test_a_pass_that_was_won_is_not_touched_by_a_new_ticket(guest: Any) -> None:
    won = guest.win("activation", "handler waiting", NANJING)
    guest.start("person", "handler waiting")
    person = guest.person("handler waiting").number
    said = {"area": "320100", "unit": NANJING, "idNumber": person, "password": "Fresh2026", "pass": won}
    assert guest.post("account/activate", **said).code == "0"


@pytest.mark.rule("JS-42")
def test_a_ticket_lives_five_minutes_and_a_pass_ten(guest: Any, world: World) -> None:
    person = guest.person("handler waiting").number
    started = guest.start("activation", "handler waiting", NANJING)
    world.clock.advance(by=299)
    assert guest.hall.app.scan(started["qr"], person) == "SCANNED"
    world.clock.advance(by=1)
    expired = guest.poll(started)
    assert (expired["state"], expired["reason"]) == ("EXPIRED", None)
    with pytest.raises(HandRefused):
        guest.hall.app.answer(started["qr"], person)
    won = guest.win("activation", "handler waiting", NANJING)
    said = {"area": "320100", "unit": NANJING, "idNumber": person, "password": "Fresh2026", "pass": won}
    for wrong in ({"unit": CHANGZHOU, "area": "320400"}, {"idNumber": guest.person("grantable").number}):
        assert guest.post("account/activate", **said | wrong).codes == ["V001"]
    assert guest.post("account/activate", **said | {"area": "320400"}).codes == ["V001"]
    world.clock.advance(by=600)
    assert guest.post("account/activate", **said).codes == ["V003"]


@pytest.mark.rule("JS-28", "JS-42")
def test_why_a_face_fails(guest: Any) -> None:
    waiting, other = guest.person("handler waiting").number, guest.person("handler all").number
    for who, face, code in ((waiting, False, "F001"), (other, True, "F002")):
        started = guest.start("activation", "handler waiting", NANJING)
        assert guest.hall.app.answer(started["qr"], who, face=face) == "FAILED"
        polled = guest.poll(started)
        assert (polled["state"], polled["reason"]["code"], polled["pass"]) == ("FAILED", code, "")
        with pytest.raises(HandRefused):
            guest.hall.app.answer(started["qr"], who)
    assert guest.get("face/state", ticket="0" * 32).code == "4001"


@pytest.mark.rule("JS-43")
def test_changzhou_wants_basic_data_and_nanjing_does_not(guest: Any) -> None:
    rows = {row["code"]: row["faceNeedsBasicData"] for row in guest.get("areas")["rows"]}
    assert rows == {"320100": False, "320400": True, "320500": False}
    lacking = guest.person("changzhou, no basic data").number
    guest.hall.legal.grant(CHANGZHOU, "3", lacking, ("S01",))
    started = guest.start("activation", "changzhou, no basic data", CHANGZHOU)
    assert guest.hall.app.answer(started["qr"], lacking) == "FAILED"
    assert guest.poll(started)["reason"] == {"code": "F003", "message": "未查询到人员基础信息"}
    guest.hall.app.complete_my_information(lacking)
    assert guest.win("activation", "changzhou, no basic data", CHANGZHOU)
    unknown = guest.person("unknown to the hall").number
    guest.hall.legal.grant(NANJING, "3", unknown, ("S01",))
    assert guest.win("activation", "unknown to the hall", NANJING)


@pytest.mark.rule("JS-21", "JS-22", "JS-28", "JS-34")
def test_who_can_scan_and_with_which_app(guest: Any) -> None:
    stranger = guest.person("no app user").number
    guest.hall.legal.grant(NANJING, "3", stranger, ("S01",))
    started = guest.start("activation", "no app user", NANJING)
    with pytest.raises(HandRefused, match="请先注册登录江苏智慧人社APP"):
        guest.hall.app.scan(started["qr"], stranger)
    with pytest.raises(HandRefused, match="请使用江苏智慧人社扫码"):
        guest.hall.app.scan(started["qr"], stranger, app="支付宝")
    guest.hall.app.register(stranger)
    assert guest.hall.app.scan(started["qr"], stranger) == "SCANNED"
    with pytest.raises(HandRefused, match="未通过实名认证"):
        guest.hall.app.register("110101199003070000")
    own = guest.start("person", "uninsured man")
    assert own["apps"] == ["支付宝", "江苏智慧人社"]
    assert guest.hall.app.answer(own["qr"], guest.person("uninsured man").number, app="支付宝") == "PASSED"


@pytest.mark.rule("JS-42")
def test_who_has_nothing_to_activate(guest: Any) -> None:
    for note in ("grantable", "handler revoked"):
        assert guest.start("activation", note, NANJING).codes == ["V001"]
    assert guest.start("activation", "handler waiting", NANJING, name="模拟别人").codes == ["V001"]
    assert guest.start("password", "handler waiting", NANJING).codes == ["V001"]
    assert guest.start("password", "grantable").codes == ["V001"]
    assert guest.start("activation", "handler waiting", NANJING, area="320400").codes == ["V001"]
    assert guest.start("strange", "handler waiting", NANJING).code == "1900"
    assert guest.start("activation", "handler waiting", NANJING, area="990000").code == "1900"
    assert guest.hall.store.tickets == {}


# --- registration -----------------------------------------------------------------------------------------------


def register(guest: Any, won: str, note: str = "legal unregistered", **changes: str) -> Any:
    person, unit = guest.person(note), guest.hall.units[UNREGISTERED]
    said = {
        "area": "320400", "unit": unit.uscc, "name": person.name, "idNumber": person.number,
        "mobile": person.mobile, "pass": won, **changes,
    }  # fmt: skip
    return guest.post("registration", **said)


@pytest.mark.rule("JS-19", "JS-21", "JS-28", "JS-33", "JS-35")
def test_a_unit_registers_online_and_links_in_the_app(guest: Any, world: World) -> None:
    person = guest.person("legal unregistered").number
    assert guest.get("registration", unit=UNREGISTERED)["state"] == "未注册"
    won = guest.win("registration", "legal unregistered", UNREGISTERED)
    assert register(guest, won, mobile="19900000000").codes == ["R006"]
    assert register(guest, "0" * 32).codes == ["V003"]
    reply = register(guest, won)
    assert "我的—企业服务" in reply["next"]
    state = guest.get("registration", unit=UNREGISTERED)
    assert (state["state"], state["way"], state["certificate"]) == ("已注册", "线上", False)
    assert state["registeredAt"] == "2026-11-20T09:00:00+08:00"
    assert guest.log_in("legal unregistered", UNREGISTERED).codes == ["L105"]
    assert register(guest, won).codes == ["R003"]
    assert guest.start("registration", "legal unregistered", UNREGISTERED).codes == ["R003"]
    with pytest.raises(HandRefused, match="密码须为"):
        guest.hall.app.link(UNREGISTERED, person, "weak")
    guest.hall.app.link(UNREGISTERED, person, "Linked2026")
    assert guest.get("registration", unit=UNREGISTERED)["state"] == "已关联"
    assert guest.log_in("legal unregistered", UNREGISTERED, "Linked2026")["rank"] == "1"
    assert guest.get("registration", unit="32019999").code == "4001"
    assert world.verify() == []


@pytest.mark.rule("JS-19", "JS-20", "JS-29", "JS-30", "JS-31", "JS-49")
def test_what_sends_a_registration_to_the_desk(guest: Any) -> None:
    mismatch = guest.start("registration", "delegate", UNREGISTERED)
    assert (mismatch.codes, mismatch.said["data"]) == (
        ["R001"],
        {"place": "人社窗口", "papers": PAPERS, "who": ["法定代表人", "授权管理员"]},
    )
    foreign = guest.start("registration", "delegate", FOREIGN)
    assert (foreign.codes, foreign.said["data"]["who"]) == (["R002"], ["授权管理员"])
    assert guest.start("registration", "legal unregistered", "32019999").codes == ["R005"]
    elsewhere = guest.start("registration", "legal unregistered", UNREGISTERED, area="320100")
    assert elsewhere.codes == ["R005"]
    assert register(guest, "", name="模拟别人").codes == ["R001"]


@pytest.mark.rule("JS-49")
def test_two_papers_are_enough_for_a_mismatch_in_the_variant(at: Any) -> None:
    client = at("2026-11-20", "mismatch_needs_two_papers")
    assert client.start("registration", "delegate", UNREGISTERED).said["data"]["papers"] == PAPERS[:2]
    assert client.start("registration", "delegate", FOREIGN).said["data"]["papers"] == PAPERS
    legal = client.person("legal unregistered")
    with pytest.raises(HandRefused, match="单位授权委托书"):
        client.hall.counter.register_unit(UNREGISTERED, legal.number, PAPERS[:2], legal.mobile)
    account = client.hall.counter.register_unit(
        UNREGISTERED, legal.number, PAPERS[:2], legal.mobile, mismatch=True
    )
    assert account.rank == "1"


@pytest.mark.rule("JS-20", "JS-30", "JS-31", "JS-32", "JS-33")
def test_an_authorised_administrator_registers_at_the_desk(guest: Any, world: World) -> None:
    hall, delegate = guest.hall, guest.person("delegate")
    letter = {
        "unit": "模拟外资有限公司", "name": delegate.name, "idNumber": delegate.number,
        "mobile": delegate.mobile, "sealed": True,
    }  # fmt: skip

    def come(**changes: Any) -> Any:
        said = {"papers": PAPERS, "mobile": delegate.mobile, "letter": letter, **changes}
        return hall.counter.register_unit(FOREIGN, delegate.number, **said)

    for wrong in ({**letter, "sealed": False}, {**letter, "unit": "别的单位"}, {"unit": "x"}, None):
        with pytest.raises(HandRefused, match="授权委托书") as refused:
            come(letter=wrong)
        assert refused.value.rules == ("JS-32",)
    for papers in (PAPERS[1:], PAPERS[:2], []):
        with pytest.raises(HandRefused, match="资料不全"):
            come(papers=papers)
    with pytest.raises(HandRefused, match="本人实名登记"):
        come(mobile="19900000000", letter={**letter, "mobile": "19900000000"})
    account = come()
    assert (account.rank, account.state) == ("2", "待关联")
    assert guest.get("registration", unit=FOREIGN)["way"] == "线下"
    with pytest.raises(HandRefused, match="该单位已注册"):
        come()
    hall.app.link(FOREIGN, delegate.number, "Linked2026")
    assert guest.log_in("delegate", FOREIGN, "Linked2026")["rank"] == "2"
    assert world.verify() == []
