"""Communities and persons as users: log-in, menus, 用户管理, slips, self-service rights."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import httpx
import pytest

from sigateway_mockservers import InProcess, PersonRecord, Simulator, World

EAST, SOUTH = "SQ420106001", "SQ420106002"
NO_RIGHT = "您没有办理此业务的权限"


@pytest.mark.rule("WH-114", "WH-115")
def test_a_community_signs_in_and_sees_its_menu(world: World, east: Any) -> None:
    home = east.get("home.do")
    assert home.kind == "home"
    assert (home.data["sqbh"], home.data["sqmc"]) == (EAST, "模拟东湖社区")
    assert '<dl id="community">' in home.text
    assert "dwbh" not in home.data
    for name in ("用户管理", "个人网上办事协议", "社区代办协议管理", "增员(续保)", "查询加办信息"):
        assert name in home.text
    assert "暂停缴费" not in home.text
    assert east.get("bangzhu.do").kind == "help"
    opened = world.wuhan.add_community("SQ420106009", "模拟西湖社区")
    assert (opened.slip.username, opened.first_password_stands) == ("sq420106009", True)
    with pytest.raises(ValueError, match="is open already"):
        world.wuhan.add_community("SQ420106009", "模拟西湖社区")


@pytest.mark.rule("WH-09", "WH-114", "WH-115")
def test_a_new_community_changes_its_password_first(world: World, open_desk: Any) -> None:
    world.wuhan.add_community("SQ420106009", "模拟西湖社区")
    visitor = open_desk(world, "SQ420106009", signed_in=False)
    assert visitor.sign_in().kind == "password"
    assert visitor.get("yonghu.do").kind == "password"
    desk = open_desk(world, "SQ420106009")
    assert desk.get("yonghu.do").kind == "user_search"


@pytest.mark.rule("WH-114")
@pytest.mark.parametrize("path", ["zengyuan.do", "pl.do", "yibancx.do", "qianfei.do", "gongzi.do", "dwxx.do"])
def test_a_community_has_no_business_of_units(east: Any, path: str) -> None:
    page = east.get(path)
    assert (page.kind, page.messages) == ("message", [NO_RIGHT])


@pytest.mark.rule("WH-114")
@pytest.mark.parametrize(
    "path", ["yonghu.do", "grxy.do", "dbxy.do", "linghuo.do", "jiaban.do", "mimatiao.do"]
)
def test_a_unit_has_no_business_of_communities(browser: Any, path: str) -> None:
    page = browser.get(path)
    assert (page.kind, page.messages) == ("message", [NO_RIGHT])


@pytest.mark.rule("WH-63", "WH-114")
def test_the_entrance_of_user_management(world: World, east: Any) -> None:
    stranger = world.people.synthetic(registered=False)
    bad = replace(stranger, number=stranger.number[:-1] + "A")
    assert east.get("yonghu.do").kind == "user_search"
    for person, words in ((stranger, "查无此人"), (bad, "证件号码有误")):
        page = east.look("yonghu", person)
        assert (page.kind, page.messages) == ("user_search", [words])


@pytest.mark.rule("WH-32", "WH-114", "WH-115")
def test_a_user_is_opened_once_and_its_slip_shown(world: World, east: Any, man: PersonRecord) -> None:
    form = east.look("yonghu", man)
    assert (form.kind, form.inputs["xm"], form.data["yhm"]) == ("user_form", man.name, "")
    assert {"zjlx", "zjhm", "xm"} <= form.readonly
    assert east.put("yonghu", man).messages == ["操作为必录项"]
    assert east.put("yonghu", man, czlx="3").messages == ["操作格式有误"]
    assert east.put("yonghu", man, czlx="2").messages == ["此人尚未开通网上办事用户"]
    later = east.put("yonghu", man, czlx="1").data["sxh"]
    check = east.put("yonghu", man, czlx="1")
    assert east.get("mimatiao.do", sxh=check.data["sxh"]).messages == ["无此业务"], "not taken yet"
    submitted = east.post("tijiao.do", sxh=check.data["sxh"])
    assert submitted.data == {"sxh": check.data["sxh"], "spjg": "结束"}
    slip = east.get("mimatiao.do", sxh=check.data["sxh"])
    user = world.wuhan.person_user(man.number)
    assert slip.kind == "slip"
    assert slip.data == {
        "yhm": user.slip.username,
        "mm": user.slip.password,
        "zsxlh": user.slip.certificate_serial,
        "zsmm": user.slip.certificate_password,
    }
    assert user.number.startswith("gr")
    assert east.look("yonghu", man).data["yhm"] == user.number
    assert east.put("yonghu", man, czlx="1").messages == ["此人已开通网上办事用户"]
    assert east.post("tijiao.do", sxh=later).messages == ["此人已开通网上办事用户"]
    assert world.verify() == []


@pytest.mark.rule("WH-10", "WH-115")
def test_a_lost_slip_is_replaced_at_the_community(
    world: World, east: Any, south: Any, open_desk: Any, man: PersonRecord
) -> None:
    first = east.open_user(man)
    person = open_desk(world, man.number)
    old = world.wuhan.person_user(man.number).slip
    second = south.do("yonghu", man, czlx="2")
    renewed = world.wuhan.person_user(man.number)
    assert renewed.slip.password != old.password
    assert renewed.slip.username == old.username
    assert person.get("home.do").kind == "login", "sessions end"
    assert person.sign_in(password="abcd1234").messages == ["用户名或密码错误"]
    assert east.get("mimatiao.do", sxh=first).messages == ["密码条已失效"]
    assert south.get("mimatiao.do", sxh=second).data["mm"] == renewed.slip.password
    assert east.get("mimatiao.do", sxh=second).messages == ["无此业务"], "another community's"
    assert person.post(
        "certificate.do", zsxlh=old.certificate_serial, zsxzmm=old.certificate_password
    ).messages
    south.do("yonghu", man, czlx="2")
    assert world.verify() == [], "a slip may be lost again"


@pytest.mark.rule("WH-10", "WH-115")
def test_the_locked_messages_send_a_person_to_the_community(
    world: World, east: Any, open_desk: Any, man: PersonRecord
) -> None:
    east.open_user(man)
    person = open_desk(world, man.number, signed_in=False)
    slip = world.wuhan.person_user(man.number).slip
    for _ in range(4):
        person.sign_in(password="wrong0000")
    for _ in range(2):
        assert person.sign_in(password="wrong0000").messages == ["用户已锁定，请到所在社区重新领取密码条"]
    for _ in range(5):
        page = person.post("certificate.do", zsxlh=slip.certificate_serial, zsxzmm="wrong")
    assert page.messages == ["密码条已锁定，请到所在社区重新领取密码条"]
    desk = open_desk(world, EAST, signed_in=False)
    for _ in range(5):
        page = desk.sign_in(password="wrong0000")
    assert page.messages == ["用户已锁定，请到辖区社保经办机构重新领取密码条"]


@pytest.mark.rule("WH-114")
def test_rights_hold_as_last_taken(
    world: World, east: Any, south: Any, open_desk: Any, man: PersonRecord
) -> None:
    assert east.look("grxy", man).messages == ["此人尚未开通网上办事用户"]
    east.open_user(man)
    person = open_desk(world, man.number)
    home = person.get("home.do")
    assert (home.data["grbh"], home.data["xm"], home.data["qx"]) == ("", man.name, "")
    assert person.get("linghuo.do").messages == person.get("jiaban.do").messages == [NO_RIGHT]
    assert person.get("yonghu.do").messages == [NO_RIGHT]
    refused = east.put("grxy", man, cns="0", qx_linghuo="1", qx_jiaban="0")
    assert refused.messages == ["请先签订网上办事承诺书"]
    assert east.put("grxy", man, cns="", qx_linghuo="1", qx_jiaban="x").messages == [
        "已签订《武汉市社会保险网上办事承诺书》为必录项",
        "查询加办信息格式有误",
    ]
    east.grant(man, linghuo="1", jiaban="0")
    assert person.get("home.do").data["qx"] == "linghuo"
    assert person.get("linghuo.do").kind == "flexible_search"
    assert person.get("jiaban.do").messages == [NO_RIGHT]
    south.grant(man)
    assert person.get("home.do").data["qx"] == "linghuo jiaban"
    assert person.get("jiaban.do").kind == "bank_order"
    east.grant(man, linghuo="1", jiaban="0")
    east.grant(man, linghuo="0", jiaban="0")
    assert person.get("home.do").data["qx"] == ""
    assert world.verify() == []
    east.grant(man, linghuo="0", jiaban="0")
    assert world.verify() != [], "the same agreement twice, with no other between"


@pytest.mark.rule("WH-44", "WH-114")
def test_drafts_are_edited_and_discarded_like_any_other(world: World, east: Any, man: PersonRecord) -> None:
    east.open_user(man)
    page = east.put("grxy", man, cns="1", qx_linghuo="1", qx_jiaban="1")
    sxh = page.data["sxh"]
    assert east.get("home.do").rows["daiban"][1]["ywmc"] == "个人网上办事协议"
    fields = {name: page.inputs[name] for name in ("zjlx", "zjhm", "xm", "cns", "qx_linghuo", "qx_jiaban")}
    assert east.post("grxy_xiugai.do", sxh=sxh, **{**fields, "xm": "模拟错字"}).messages == [
        "灰色字段不能修改，请退单后重新办理"
    ]
    edited = east.post("grxy_xiugai.do", sxh=sxh, **{**fields, "qx_linghuo": "0"})
    assert edited.inputs["qx_linghuo"] == "0"
    assert east.post("tuidan.do", sxh=sxh).kind == "discarded"
    assert world.wuhan.person_user(man.number).rights == ()


@pytest.mark.rule("WH-114", "WH-115")
def test_the_oracle_sees_a_user_opened_twice(simulator: Simulator, open_desk: Any) -> None:
    world = simulator.create_world(seed=7, variants={"wuhan": {"accepts_duplicates"}})
    east, man = open_desk(world, EAST), world.people.noted("uninsured man")
    east.open_user(man)
    assert world.verify() == []
    east.open_user(man)
    assert {violation.rule for violation in world.verify()} == {"duplicate-effect"}


@pytest.mark.rule("WH-108", "WH-114")
def test_a_person_with_a_new_document_number_stays_the_same_user(
    world: World, east: Any, open_desk: Any, man: PersonRecord
) -> None:
    east.open_user(man)
    east.grant(man)
    person = open_desk(world, man.number)
    new = world.people.synthetic(born=man.born, registered=False).number
    world.wuhan.counter.change_person(man.number, papers=["身份证"], number=new)
    assert person.get("home.do").data["qx"] == "linghuo jiaban"
    assert world.wuhan.person_user(new).person == new
    assert world.verify() == []


def test_the_control_plane_has_communities_and_signs_for_all(
    simulator: Simulator, world: World, east: Any, man: PersonRecord
) -> None:
    east.open_user(man)
    here = f"http://mock.invalid/_sim/worlds/{world.id}/wuhan/"
    with httpx.Client(transport=InProcess(simulator)) as control:
        added = control.post(
            here + "actions/add_community", json={"number": "SQ420106009", "name": "模拟西湖社区"}
        )
        assert added.json()["slip"]["username"] == "sq420106009"
        assert len(control.get(here + "communities").json()) == 3
        user = control.post(here + "actions/person_user", json={"zjhm": man.number}).json()
        for name in (user["slip"]["username"], "sq420106009"):
            assert control.post(here + "sign", json={"user": name, "sjs": "00"}).json()["zs"]
        assert control.post(here + f"units/{man.number}/slip").json()["slip"] != user["slip"]
        assert control.post(here + "sign", json={"user": "nobody", "sjs": "00"}).status_code == 404
    assert world.wuhan.sign(man.number, "00")[0] == world.wuhan.sign(user["number"], "00")[0]
    twin = world.fork()
    world.wuhan.suspend_user(EAST)
    assert east.sign_in().messages == ["用户资格已暂停"]
    assert not twin.wuhan.store.accounts["sq420106001"].suspended
    world.reset()
    with pytest.raises(KeyError):
        world.wuhan.person_user(man.number)
