"""Units at the counter: registered, given an account, assessed, changed, deregistered; and what staff refuse."""

from __future__ import annotations

from typing import Any

import pytest

from sigateway_mockservers import Simulator, World

VIP, ORDINARY = "4201000001", "4201000002"
PAPERS = [
    "社会保险登记表",
    "承诺书",
    "营业执照",
    "组织机构代码证",
    "税务登记证",
    "法人身份证",
    "经办人身份证",
]
ALL = ("yanglao", "yiliao", "dae", "gongshang", "shiye", "shengyu")


@pytest.mark.rule("WH-05", "WH-07", "WH-23", "WH-24")
def test_a_unit_is_registered_with_its_account(world: World, open_browser: Any) -> None:
    unit = world.wuhan.counter.register("4201000009", "模拟九部", PAPERS)
    assert (unit.vip, unit.schemes, unit.first_password_stands) == (False, ALL, True)
    browser = open_browser(world, unit.number, signed_in=False)
    assert browser.sign_in().kind == "password"
    with pytest.raises(ValueError, match="open already"):
        world.wuhan.counter.register("4201000009", "模拟九部", PAPERS)


@pytest.mark.rule("WH-23")
@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2026-10-22", True),
        ("2026-10-23", False),
        ("2026-10-30", False),
        ("2026-11-20", True),
        ("2026-11-21", False),
        ("2026-11-22", False),
        ("2026-12-01", True),
        ("2026-11-01", False),
    ],
)
def test_days_of_registration(simulator: Simulator, day: str, works: bool) -> None:
    counter = simulator.create_world(now=f"{day}T09:00:00+08:00").wuhan.counter
    if works:
        assert counter.register("4201000009", "模拟九部", PAPERS)
        return
    with pytest.raises(ValueError, match=r"^办理时间为每月1-22日工作日$") as refused:
        counter.register("4201000009", "模拟九部", PAPERS)
    assert (refused.value.rules, refused.value.words) == (  # type: ignore[attr-defined]
        ("WH-23",),
        ("办理时间为每月1-22日工作日",),
    )


@pytest.mark.rule("WH-24", "WH-25", "WH-26", "WH-67")
def test_papers_and_schemes_of_registration(world: World) -> None:
    counter = world.wuhan.counter
    with pytest.raises(ValueError, match=r"^资料不全：承诺书、税务登记证$"):
        counter.register("1", "模拟", [each for each in PAPERS if each not in ("承诺书", "税务登记证")])
    with pytest.raises(ValueError, match="papers are a list"):
        counter.register("1", "模拟", "、".join(PAPERS))
    with pytest.raises(ValueError, match=r"^应将应参加的险种一次登记完毕$"):
        counter.register("1", "模拟", PAPERS, ALL[:-1])
    assert counter.register("1", "模拟", PAPERS, ALL[:-1], special=True).schemes == ALL[:-1]
    assert len(world.wuhan.units) == 3


@pytest.mark.rule("WH-01", "WH-02", "WH-04", "WH-07", "WH-21")
def test_an_account_for_a_unit_that_has_none(world: World, open_browser: Any) -> None:
    hall = world.wuhan
    hall.add_unit(number="4201000009", name="模拟九部", account=False)
    for action in (hall.suspend_user, hall.counter.assess_vip):
        with pytest.raises((KeyError, ValueError)):
            action("4201000009", **({"passed": True} if action == hall.counter.assess_vip else {}))
    with pytest.raises(ValueError, match=r"^资料不全：承诺书$"):
        hall.counter.open_account("4201000009", ["经办人身份证"])
    slip = hall.counter.open_account("4201000009", ["承诺书", "经办人身份证", "more"])
    unit = hall.units["4201000009"]
    assert (unit.slip, unit.vip) == (slip, False)
    assert open_browser(world, unit.number, signed_in=False).sign_in().kind == "password"
    with pytest.raises(ValueError, match="has an account already"):
        hall.counter.open_account("4201000009", ["承诺书", "经办人身份证"])


@pytest.mark.rule("WH-03")
def test_the_papers_of_the_answers(simulator: Simulator) -> None:
    hall = simulator.create_world(variants={"wuhan": {"papers_of_answers"}}).wuhan
    hall.add_unit(number="4201000009", name="模拟九部", account=False)
    with pytest.raises(ValueError, match=r"^资料不全：营业执照、组织机构代码证、税务登记证$") as refused:
        hall.counter.open_account("4201000009", ["承诺书", "经办人身份证"])
    assert refused.value.rules == ("WH-03",)  # type: ignore[attr-defined]


@pytest.mark.rule("WH-06", "WH-08")
def test_a_vip_unit_is_one_for_what_is_submitted_later(world: World, ordinary: Any) -> None:
    counter = world.wuhan.counter
    first = ordinary.file(world.people.noted("uninsured man"))
    assert not counter.assess_vip(ORDINARY, passed=False).vip
    assert counter.assess_vip(ORDINARY, passed=True).vip
    assert counter.assess_vip(ORDINARY, passed=False).vip, "nothing changes for one that does not pass"
    assert ordinary.get("home.do").data["dwlb"] == "VIP单位"
    second = ordinary.file(world.people.noted("uninsured woman"))
    world.clock.advance(by=300)
    assert [world.wuhan.task(sxh).result for sxh in (first, second)] == ["进行中", "结束"]
    assert [each.sxh for each in counter.waiting()] == [first]
    third = ordinary.file(world.people.noted("renewal"))
    world.clock.advance(until="day 21")
    assert world.wuhan.task(first).reasons == ("逾期未提交资料",)
    assert world.wuhan.task(third).result == "结束"
    ordinary.sign_in()
    again = ordinary.post("tijiao.do", sxh=first)
    assert "zlqx" not in again.data, "by the system now"
    assert world.verify() == []


@pytest.mark.rule("WH-25", "WH-30", "WH-110")
def test_key_data_of_a_unit_change_with_papers(world: World, browser: Any) -> None:
    counter = world.wuhan.counter
    for papers in ([], [""]):
        with pytest.raises(ValueError, match="name the papers"):
            counter.change_unit(VIP, papers=papers, name="模拟新名")
    counter.change_unit(VIP, papers=["说明"], name="模拟新名", agency="模拟新处", schemes=ALL[:5], uscc="91X")
    home = browser.get("home.do").data
    assert (home["dwmc"], home["jbjg"], home["xz"], home["tyshxydm"]) == (
        "模拟新名",
        "模拟新处",
        " ".join(ALL[:5]),
        "91X",
    )
    form = browser.get("dwxx.do").inputs
    assert (form["dwmc"], form["tyshxydm"]) == ("模拟新名", "91X")
    with pytest.raises(ValueError, match="unknown schemes"):
        counter.change_unit(VIP, papers=["说明"], schemes=["pension"])
    with pytest.raises(KeyError):
        counter.change_unit("none", papers=["说明"])


@pytest.mark.rule("WH-30", "WH-19")
def test_a_unit_is_deregistered_when_nobody_is_insured_there(world: World, open_browser: Any) -> None:
    counter = world.wuhan.counter
    with pytest.raises(ValueError, match=r"^单位尚有参保人员$"):
        counter.deregister(ORDINARY)
    counter.register("4201000009", "模拟九部", PAPERS)
    world.wuhan.add_unit(number="4201000008", name="模拟八部", account=False)
    browser = open_browser(world, "4201000009", signed_in=False)
    browser.sign_in()
    for number in ("4201000008", "4201000009"):
        counter.deregister(number)
    assert browser.get("home.do").messages == ["登录超时，请重新登录"]
    assert browser.sign_in().messages == ["用户资格已暂停"]


@pytest.mark.rule("WH-72")
def test_copies_of_vip_suspensions(world: World, browser: Any, ordinary: Any) -> None:
    counter = world.wuhan.counter
    sxh = browser.stop(world.people.noted("insured here man"))
    assert counter.copies_due() == []
    with pytest.raises(ValueError, match="no suspension of a VIP unit that was taken"):
        counter.take_copy(sxh)
    theirs = ordinary.stop(world.people.noted("insured there man"))
    counter.approve(theirs)
    browser.file(world.people.noted("uninsured man"))
    world.clock.advance(by=300)
    assert [task.sxh for task in counter.copies_due()] == [sxh]
    before = world.wuhan.task(sxh)
    assert counter.take_copy(sxh) == before
    assert counter.copies_due() == []
    assert world.fork().wuhan.counter.copies_due() == []
    for number in (theirs, "none"):
        with pytest.raises(ValueError, match="no suspension"):
            counter.take_copy(number)
    assert world.verify() == []


@pytest.mark.rule("WH-133")
def test_a_vip_that_never_visits_owes_no_copy(simulator: Simulator, open_browser: Any) -> None:
    world = simulator.create_world(variants={"wuhan": {"vip_never_visits"}})
    open_browser(world).stop(world.people.noted("insured here man"))
    world.clock.advance(by=300)
    assert world.wuhan.counter.copies_due() == []
