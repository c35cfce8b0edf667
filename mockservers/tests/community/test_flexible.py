"""增员(续保) of flexible workers: who files, sums, review, the window, the bank order, the printed form."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import httpx
import pytest

from sigateway_mockservers import InProcess, PersonRecord, Simulator, World
from sigateway_mockservers.wuhan.community.contributions import monthly_amount

EAST, SOUTH, VIP = "SQ420106001", "SQ420106002", "4201000001"
NO_AGENT = "此人与本社区没有有效的代办协议"
AGENCY = "模拟武汉市武昌区社会保险管理处"


def agree(world: World, desk: Any, person: PersonRecord) -> None:
    desk.sign(person, world.clock.today().isoformat(), "2027-12-31")


@pytest.mark.rule("WH-119", "WH-120")
@pytest.mark.parametrize(
    ("base", "schemes", "amount"),
    [
        ("4494.00", ("yanglao", "yiliao", "dae"), "1355.20"),
        ("5000.03", ("yanglao", "yiliao"), "1500.01"),  # 1000.006 -> 1000.01, and 500.003 -> 500.00
        ("5000.05", ("yiliao",), "500.01"),  # 500.005: half up
        ("22467.00", ("dae",), "7.00"),
    ],
)
def test_sums_by_hand(base: str, schemes: tuple[str, ...], amount: str) -> None:
    assert str(monthly_amount(Decimal(base), schemes)) == amount


@pytest.mark.rule("WH-116", "WH-119", "WH-120", "WH-121")
def test_a_community_enrols_and_the_bank_sets_up(
    world: World, east: Any, south: Any, man: PersonRecord
) -> None:
    assert east.look("linghuo", man).messages == [NO_AGENT]
    agree(world, east, man)
    assert south.look("linghuo", man).messages == [NO_AGENT]
    form = east.look("linghuo", man)
    month = f"{world.clock.today():%Y%m}"
    assert form.kind == "flexible_form"
    assert (form.data["cbny"], form.data["bdx"], form.data["fdx"]) == (month, "4494.00", "22467.00")
    assert form.inputs["xm"] == man.name
    page = east.flexible(man)
    assert (page.inputs["ydjfje"], page.inputs["cbny"]) == ("1355.20", month)
    assert {"ydjfje", "cbny", "xm"} <= page.readonly
    assert not {"jfjs", "sj"} & page.readonly
    sxh = page.data["sxh"]
    assert east.post("tijiao.do", sxh=sxh).data == {"sxh": sxh, "spjg": "进行中"}
    assert east.get("jiaban.do", zjhm=man.number).messages == ["无加办信息"], "not passed yet"
    assert east.look("linghuo", man).messages == ["此人已有正在办理的增员业务"]
    (event,) = world.clock.advance(until="next event")
    assert (event.what, event.subject) == ("review.approved", sxh)
    assert world.wuhan.is_flexible(man.number)
    assert east.look("linghuo", man).messages == ["此人已在灵活就业窗口参保"]
    order = east.get("jiaban.do", zjhm=man.number)
    assert order.kind == "bank_order"
    assert order.data == {
        "zjhm": man.number,
        "xm": man.name,
        "sxh": sxh,
        "jbdh": "JB0000000001",
        "ydjfje": "1355.20",
        "jbzt": "未加办",
    }
    assert south.get("jiaban.do", zjhm=man.number).messages == ["无加办信息"]
    blank = east.get("jiaban.do")
    assert (blank.messages, blank.data) == ([], {})
    assert world.wuhan.post_bank.set_up("JB0000000001").set_up
    east.do("dbxy", man, czlx="3")
    assert east.get("jiaban.do", zjhm=man.number).data["jbzt"] == "已加办", "whatever became of the agreement"
    with pytest.raises(ValueError, match="set up already"):
        world.wuhan.post_bank.set_up("JB0000000001")
    with pytest.raises(KeyError):
        world.wuhan.post_bank.set_up("JB0000000002")
    assert world.verify() == []


@pytest.mark.rule("WH-114", "WH-119", "WH-120")
def test_a_person_enrols_nobody_else(
    world: World, east: Any, south: Any, open_desk: Any, man: PersonRecord
) -> None:
    east.open_user(man)
    south.grant(man)
    person = open_desk(world, man.number)
    other = world.people.noted("uninsured woman")
    refused = person.look("linghuo", other)
    assert (refused.kind, refused.messages) == ("flexible_search", ["只能为本人办理"])
    page = person.flexible(man, jfjs="5000.03", xz_dae="0")
    assert page.inputs["ydjfje"] == "1500.01"
    sxh = page.data["sxh"]
    south.grant(man, linghuo="0")
    assert person.post("tijiao.do", sxh=sxh).messages == ["您没有办理此业务的权限"]
    south.grant(man)
    assert person.post("tijiao.do", sxh=sxh).kind == "submitted"
    world.clock.advance(by=300)
    home = person.get("home.do")
    assert [row["sxh"] for row in home.rows["yiban"][1:]] == [sxh]
    assert home.data["grbh"]
    assert person.get("jiaban.do", zjhm=man.number).data["ydjfje"] == "1500.01"
    assert person.get("jiaban.do", zjhm=other.number).messages == ["无加办信息"]
    assert east.get("jiaban.do", zjhm=man.number).messages == ["无加办信息"], "east did not file it"
    assert world.verify() == []


@pytest.mark.rule("WH-54", "WH-60", "WH-61", "WH-62", "WH-63", "WH-119")
@pytest.mark.parametrize(
    ("note", "words"),
    [
        ("insured here man", ["此人在模拟科技一部有限公司单位未停保"]),
        ("insured elsewhere", ["此人在模拟旧日实业有限公司单位未停保"]),
        ("two obstacles", ["此人已参加大学生医保", "此人居民医疗保险未停保"]),
        ("personal window", ["此人已在灵活就业窗口参保"]),
    ],
)
def test_the_entrance(world: World, east: Any, note: str, words: list[str]) -> None:
    person = world.people.noted(note)
    agree(world, east, person)
    page = east.look("linghuo", person)
    assert (page.kind, page.messages) == ("flexible_search", words)


@pytest.mark.rule("WH-32", "WH-63", "WH-119")
def test_the_save_stage(world: World, east: Any, man: PersonRecord) -> None:
    agree(world, east, man)
    none = {"xz_yanglao": "0", "xz_yiliao": "0", "xz_dae": "0"}
    for fields, words in (
        (none, ["至少参加一个险种"]),
        ({"jfjs": "4493.99"}, ["缴费基数应在4494.00至22467.00之间"]),
        ({"jfjs": "22467.01"}, ["缴费基数应在4494.00至22467.00之间"]),
        ({"jfjs": "5000"}, ["缴费基数格式有误"]),
        ({"jfjs": "", "sj": ""}, ["手机为必录项", "缴费基数为必录项"]),
        ({"xb": "2", "csrq": "1995-03-15"}, ["性别与证件号码不一致", "出生日期与证件号码不一致"]),
        ({"xz_dae": ""}, ["大额医疗为必录项"]),
    ):
        page = east.flexible(man, **fields)
        assert (page.kind, page.messages) == ("flexible_form", words), fields
    for base in ("4494.00", "22467.00"):
        assert east.flexible(man, jfjs=base).kind == "check"


@pytest.mark.rule("WH-39", "WH-63", "WH-119")
def test_the_review_gives_back_with_reasons(world: World, east: Any, man: PersonRecord) -> None:
    agree(world, east, man)
    sxh = east.submit(east.flexible(man, xm="模拟错字", mz="02"))
    world.people.change(man.number, student_medical=True, resident_medical=True)
    east.do("dbxy", man, czlx="3")
    world.clock.advance(by=300)
    row = east.get("home.do").rows["daiban"][1]
    assert (
        row["htyy"]
        == "姓名与公安信息不一致；民族与公安信息不一致；此人已参加大学生医保；此人居民医疗保险未停保"
    )
    assert east.post("tijiao.do", sxh=sxh).messages == [NO_AGENT], "not without an agreement"
    assert world.wuhan.effects(kind="flexible_enrolment") == []
    assert world.verify() == []


@pytest.mark.rule("WH-119")
def test_one_enrolment_at_a_time_whoever_files(
    world: World, east: Any, browser: Any, open_desk: Any, man: PersonRecord
) -> None:
    agree(world, east, man)
    east.open_user(man)
    east.grant(man)
    person = open_desk(world, man.number)
    own, drafted = person.flexible(man).data["sxh"], east.flexible(man).data["sxh"]
    east.post("tijiao.do", sxh=drafted)
    assert person.look("linghuo", man).messages == ["此人已有正在办理的增员业务"]
    assert person.post("tijiao.do", sxh=own).messages == ["此人已有正在办理的增员业务"]
    world.clock.advance(by=300)
    assert person.post("tijiao.do", sxh=own).messages == ["此人已在灵活就业窗口参保"]
    woman = world.people.noted("uninsured woman")
    agree(world, east, woman)
    browser.file(woman)
    assert east.look("linghuo", woman).messages == ["此人已有正在办理的增员业务"]
    assert world.verify() == []


@pytest.mark.rule("WH-61")
def test_a_unit_cannot_enrol_whoever_is_in_the_window(
    world: World, east: Any, browser: Any, man: PersonRecord
) -> None:
    agree(world, east, man)
    draft = browser.save(man).data["sxh"]
    east.submit(east.flexible(man))
    world.clock.advance(by=300)
    words = f"此人在{AGENCY}个人流动窗口"
    assert browser.search(man).messages == [words]
    browser.post("tijiao.do", sxh=draft)
    world.clock.advance(by=300)
    assert browser.get("home.do").rows["daiban"][1]["htyy"] == words
    world.wuhan.leave_window(man.number)
    with pytest.raises(ValueError, match="is in no"):
        world.wuhan.leave_window(man.number)
    assert browser.search(man).data["cblb"] == "续保"
    again = east.submit(east.flexible(man))
    assert again
    world.clock.advance(by=300)
    assert world.verify() == [], "the same content after leaving"
    assert world.attempts_after_landing() == []
    registered = world.people.noted("personal window")
    world.wuhan.leave_window(registered.number)
    assert browser.search(registered).kind == "enrol_form"


@pytest.mark.rule("WH-116", "WH-119")
def test_the_oracle_sees_duplicates_and_missing_agreements(simulator: Simulator, open_desk: Any) -> None:
    world = simulator.create_world(seed=7, variants={"wuhan": {"accepts_duplicates"}})
    east, man = open_desk(world, EAST), world.people.noted("uninsured man")
    agree(world, east, man)
    east.submit(east.flexible(man))
    world.clock.advance(by=300)
    assert world.verify() == []
    east.submit(east.flexible(man, jfjs="5000.00"))
    world.clock.advance(by=300)
    assert [violation.rule for violation in world.verify()] == ["duplicate-effect"]
    world.wuhan.store.community_book = type(world.wuhan.store.community_book)(
        window=world.wuhan.store.community_book.window
    )
    assert "no-agreement" in {violation.rule for violation in world.verify()}


@pytest.mark.rule("WH-116", "WH-119", "WH-120")
def test_the_registration_form(world: World, east: Any, man: PersonRecord) -> None:
    today = world.clock.today().isoformat()
    signed = east.sign(man, today, "2027-12-31")
    draft = east.flexible(man).data["sxh"]
    asked = {"bd": "grdjb", "gs": "pdf"}
    assert east.get("dayin.do", sxh=draft, **asked).messages == ["业务尚未提交，不能打印"]
    assert east.get("dayin.do", sxh=signed, bd="grdjb", gs="xls").messages == ["无此业务"], "PDF only"
    assert east.get("dayin.do", sxh=draft, bd="zengyuan", gs="pdf").messages == ["无此业务"], "a unit's form"
    east.post("tijiao.do", sxh=draft)
    before = east.client.get("dayin.do", params={"sxh": draft, **asked}).content
    world.clock.advance(by=300)
    prints = [east.client.get("dayin.do", params={"sxh": sxh, **asked}) for sxh in (signed, draft)]
    for sxh, reply in zip((signed, draft), prints, strict=True):
        assert reply.headers["content-type"] == "application/pdf"
        assert f"bd=grdjb;sxh={sxh};dwbh={EAST};hj=".encode() in reply.content
        assert reply.content.count(b"/Type /Page\n") == 2, "一式二份"
    assert prints[1].content != before, "now with 加办单号"


def test_by_hand_and_over_the_control_plane(simulator: Simulator, world: World, man: PersonRecord) -> None:
    hall = world.wuhan
    with pytest.raises(ValueError, match=NO_AGENT):
        hall.save_draft_as_clerk(EAST, man.number, kind="flexible_enrolment")
    for kind in ("agency_agreement", "person_account", "self_service"):
        hall.submit_as_clerk(hall.save_draft_as_clerk(EAST, man.number, kind=kind).sxh)
    filed = hall.submit_as_clerk(
        hall.save_draft_as_clerk(man.number, man.number, kind="flexible_enrolment").sxh
    )
    assert filed.unit == hall.person_user(man.number).number
    world.clock.advance(by=300)
    here = f"http://mock.invalid/_sim/worlds/{world.id}/wuhan/actions/"
    with httpx.Client(transport=InProcess(simulator)) as control:
        (order,) = control.post(here + "post_bank.orders").json()
        assert (order["amount"], order["set_up"]) == ("1355.20", False)
        assert control.post(here + "post_bank.set_up", json={"jbdh": order["number"]}).json()["set_up"]
        assert control.post(here + "leave_window", json={"zjhm": man.number}).status_code == 200
        assert control.post(here + "is_flexible", json={"zjhm": man.number}).json() is False
    state = world.state()["halls"]["wuhan"]
    assert state["person_users"][0]["rights"] == ["linghuo", "jiaban"]
    assert "slip" not in state["communities"][0]
    assert world.verify() == []
