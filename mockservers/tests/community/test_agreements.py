"""社区代办协议: valid by the clock, renewed, ended, and one community at a time."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from sigateway_mockservers import PersonRecord, Simulator, World

EAST, SOUTH = "SQ420106001", "SQ420106002"


@pytest.fixture
def world(simulator: Simulator) -> World:
    return simulator.create_world(seed=7, now="2026-11-10T09:00:00+08:00")


@pytest.mark.rule("WH-116", "WH-117")
def test_validity_by_the_clock(world: World, east: Any, man: PersonRecord) -> None:
    sxh = east.sign(man, "2026-11-12", "2026-11-20")
    assert world.wuhan.task(sxh).fields["xybh"] == "XY00000001"
    moments = (
        ("2026-11-11T23:59:59+08:00", "未生效"),
        ("2026-11-12T00:00:00+08:00", "有效"),
        ("2026-11-20T23:59:59+08:00", "有效"),
        ("2026-11-21T00:00:00+08:00", "已到期"),
    )
    before = len(world.wuhan.tasks())
    for moment, state in moments:
        world.clock.advance(to=moment)
        east.sign_in()
        assert east.agreements() == [("XY00000001", state)]
        refused = "" if state == "有效" else "此人与本社区没有有效的代办协议"
        assert (east.look("linghuo", man).messages or [""]) == [refused]
    assert len(world.wuhan.tasks()) == before, "it expires by itself"
    row = east.get("dbxy.do").rows["xieyi"][1]
    assert (row["xm"], row["zjhm"], row["qsrq"], row["zzrq"], row["sxh"]) == (
        man.name,
        man.number,
        "2026-11-12",
        "2026-11-20",
        sxh,
    )
    assert world.verify() == []


@pytest.mark.rule("WH-32", "WH-116")
def test_the_words_of_signing(world: World, east: Any, man: PersonRecord) -> None:
    stranger = world.people.synthetic(registered=False)
    assert east.look("dbxy", stranger).messages == ["查无此人"]
    assert east.look("dbxy", replace(stranger, number="1")).messages == ["证件号码有误"]
    for fields, words in (
        ({}, ["操作为必录项"]),
        ({"czlx": "1"}, ["协议起始日期为必录项", "协议终止日期为必录项"]),
        ({"czlx": "1", "qsrq": "2026-11-31", "zzrq": "x"}, ["协议起始日期格式有误", "协议终止日期格式有误"]),
        ({"czlx": "1", "qsrq": "2026-11-09", "zzrq": "2026-12-31"}, ["协议起止日期有误"]),
        ({"czlx": "1", "qsrq": "2026-11-12", "zzrq": "2026-11-11"}, ["协议起止日期有误"]),
        ({"czlx": "2", "zzrq": "2026-12-31"}, ["此人与本社区没有可续签的代办协议"]),
        ({"czlx": "3"}, ["此人与本社区没有有效的代办协议"]),
        (
            {"czlx": "3", "qsrq": "2026-11-12", "zzrq": "2026-11-12"},
            ["协议起始日期格式有误", "协议终止日期格式有误", "此人与本社区没有有效的代办协议"],
        ),
    ):
        page = east.put("dbxy", man, **fields)
        assert (page.kind, page.messages) == ("agency_form", words), fields
    assert east.put("dbxy", man, czlx="1", qsrq="2026-11-10", zzrq="2026-11-10").kind == "check"


@pytest.mark.rule("WH-116", "WH-117")
def test_renewal_moves_the_end(world: World, east: Any, man: PersonRecord) -> None:
    east.sign(man, "2026-11-10", "2026-11-20")
    refused = ["协议起止日期有误"]
    assert east.put("dbxy", man, czlx="2", zzrq="2026-11-20").messages == refused
    page = east.put("dbxy", man, czlx="2", zzrq="2026-11-30")
    assert page.inputs["xybh"] == "XY00000001"
    renewed = east.submit(page)
    row = east.get("dbxy.do").rows["xieyi"][1]
    assert (row["zzrq"], row["zt"], row["sxh"]) == ("2026-11-30", "有效", renewed)
    world.clock.advance(to="2026-12-10T09:00:00+08:00")
    east.sign_in()
    assert east.agreements() == [("XY00000001", "已到期")]
    assert east.put("dbxy", man, czlx="2", zzrq="2026-12-09").messages == refused, "not before the day"
    east.do("dbxy", man, czlx="2", zzrq="2026-12-10")
    assert east.agreements() == [("XY00000001", "有效")]
    agreement = world.wuhan.store.community_book.agreements[0]
    assert [agreement.is_valid_at(world.clock.now().replace(day=day)) for day in (5, 10)] == [False, True]
    assert world.verify() == []


@pytest.mark.rule("WH-116", "WH-118")
def test_one_community_at_a_time(world: World, east: Any, south: Any, man: PersonRecord) -> None:
    elsewhere = "此人与模拟东湖社区的代办协议尚未终止"
    east.sign(man, "2026-11-12", "2026-11-20")
    draft = {"czlx": "1", "qsrq": "2026-11-10", "zzrq": "2026-12-31"}
    assert south.put("dbxy", man, **draft).messages == [elsewhere], "not begun, and not ended"
    assert east.put("dbxy", man, **draft).messages == ["此人与本社区已有代办协议"]
    assert south.put("dbxy", man, czlx="3").messages == ["此人与本社区没有有效的代办协议"]
    ended = east.do("dbxy", man, czlx="3")
    assert east.agreements() == [("XY00000001", "已终止")]
    assert world.wuhan.task(ended).fields["xybh"] == "XY00000001"
    assert east.put("dbxy", man, czlx="2", zzrq="2026-12-31").messages == ["此人与本社区没有可续签的代办协议"]
    waiting = east.put("dbxy", man, **draft).data["sxh"]
    south.submit(south.put("dbxy", man, **draft))
    assert east.post("tijiao.do", sxh=waiting).messages == ["此人与模拟南湖社区的代办协议尚未终止"]
    assert (east.agreements(), south.agreements()) == (
        [("XY00000001", "已终止")],
        [("XY00000002", "有效")],
    )
    assert world.verify() == [], "ended and signed elsewhere on one day"


@pytest.mark.rule("WH-117", "WH-118")
def test_an_expired_agreement_cannot_be_renewed_beside_another(
    world: World, east: Any, south: Any, man: PersonRecord
) -> None:
    east.sign(man, "2026-11-10", "2026-11-10")
    world.clock.advance(to="2026-11-11T09:00:00+08:00")
    east.sign_in()
    south.sign_in()
    waiting = east.put("dbxy", man, czlx="2", zzrq="2026-12-31").data["sxh"]
    south.sign(man, "2026-11-11", "2026-11-30")
    words = ["此人与模拟南湖社区的代办协议尚未终止"]
    assert east.put("dbxy", man, czlx="2", zzrq="2026-12-31").messages == words
    assert east.post("tijiao.do", sxh=waiting).messages == words
    assert world.verify() == []


@pytest.mark.rule("WH-116", "WH-118")
def test_signed_ended_and_signed_again(world: World, east: Any, man: PersonRecord) -> None:
    for number in ("XY00000001", "XY00000002"):
        east.sign(man, "2026-11-10", "2026-12-31")
        assert east.agreements()[0] == (number, "有效")
        east.do("dbxy", man, czlx="3")
    assert east.agreements() == [("XY00000002", "已终止"), ("XY00000001", "已终止")]
    other = world.people.noted("uninsured woman")
    east.sign(other, "2026-11-10", "2026-12-31")
    assert east.agreements(zjhm=other.number) == [("XY00000003", "有效")]
    assert world.verify() == []
    assert world.attempts_after_landing() == []


@pytest.mark.rule("WH-116")
def test_a_draft_whose_last_day_has_passed_is_not_submitted(
    world: World, east: Any, man: PersonRecord
) -> None:
    sxh = east.put("dbxy", man, czlx="1", qsrq="2026-11-10", zzrq="2026-11-10").data["sxh"]
    later = east.put("dbxy", man, czlx="1", qsrq="2026-11-10", zzrq="2026-11-11").data["sxh"]
    world.clock.advance(to="2026-11-11T09:00:00+08:00")
    east.sign_in()
    assert east.post("tijiao.do", sxh=sxh).messages == ["协议起止日期有误"]
    assert east.post("tijiao.do", sxh=later).kind == "submitted"
    assert east.agreements() == [("XY00000001", "有效")]


@pytest.mark.rule("WH-118")
def test_the_oracle_sees_two_agreements_at_a_time(simulator: Simulator, open_desk: Any) -> None:
    world = simulator.create_world(seed=7, variants={"wuhan": {"accepts_duplicates"}})
    east, man = open_desk(world, EAST), world.people.noted("uninsured man")
    today = world.clock.today().isoformat()
    east.sign(man, today, "2027-12-31")
    assert world.verify() == []
    east.sign(man, "2027-01-01", "2028-12-31")
    assert [violation.rule for violation in world.verify()] == ["duplicate-effect"]
