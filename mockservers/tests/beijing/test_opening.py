"""The counter opens the service: every condition and paper, stage by stage (BJ-03..17)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from sigateway_mockservers import Simulator, World
from sigateway_mockservers.beijing.access.counter import CounterRefused

from .client import CLOSED, FIRST, SECOND, Client

AGENCY = "模拟朝阳区社会保险基金管理中心"
PAPERS = ["申请表", "申请表", "组织机构代码证书", "社会保险登记证复印件", "一证多用授权书"]
NEW = "110105000008"


def open_service(world: World, unit: str = CLOSED, **changes: Any) -> Any:
    said = {"agency": AGENCY, "papers": PAPERS, "read_pledge": True, "key": "own"} | changes
    if said["key"] == "own":
        said["key"] = world.beijing.key(unit)
    return world.beijing.counter.open_service(unit, **said)


def refused(world: World, unit: str = CLOSED, **changes: Any) -> list[tuple[str, str]]:
    with pytest.raises(CounterRefused) as error:
        open_service(world, unit, **changes)
    return list(error.value.reasons)


@pytest.mark.rule("BJ-03", "BJ-04")
def test_a_unit_that_meets_everything_is_opened(world: World, open_client: Callable[..., Client]) -> None:
    assert open_service(world).opened_on == world.clock.now()
    assert open_client(world, CLOSED).get("unit")["openedOn"] == "2026-11-10"
    assert refused(world) == [("BJ-03", "单位已开通网上申报业务")]
    assert refused(world, FIRST, agency="elsewhere") == [("BJ-03", "单位已开通网上申报业务")]


@pytest.mark.rule("BJ-16")
@pytest.mark.parametrize(("day", "open_"), [(4, False), (5, True), (22, True), (23, False)])
def test_the_days_are_5_to_22_both_included(simulator: Simulator, day: int, open_: bool) -> None:
    world = simulator.create_world(now=f"2026-11-{day:02d}T00:00:00+08:00")
    if open_:
        assert open_service(world).opened_on is not None
    else:
        assert refused(world) == [("BJ-16", "办理时间为每月5-22日")]


@pytest.mark.rule("BJ-16")
def test_another_agency_sends_away(world: World) -> None:
    assert refused(world, agency="模拟海淀区", papers=[]) == [("BJ-16", "请到所属社保经办机构办理")]


@pytest.mark.rule("BJ-14", "BJ-15", "BJ-17")
def test_papers_are_looked_at_together(world: World) -> None:
    assert refused(world, papers=[], read_pledge=False, key=None) == [
        ("BJ-14", "请先阅读《网上申报系统用户承诺书》"),
        ("BJ-15", "《网上申报业务申请表》应填写两份"),
        ("BJ-17", "资料不全：申请表、组织机构代码证书、社会保险登记证复印件、单位数字证书"),
    ]
    assert refused(world, papers=PAPERS[1:]) == [("BJ-15", "《网上申报业务申请表》应填写两份")]


@pytest.mark.rule("BJ-12")
def test_a_unit_without_any_key_goes_to_a_certificate_point(world: World) -> None:
    world.beijing.add_unit(NEW, "模拟新设有限公司", opened=False, key=False)
    assert refused(world, NEW, key=None) == [("BJ-12", "没有单位数字证书，请先到证书受理点办理")]
    assert refused(world, NEW, key=None, papers=PAPERS[:2]) == [
        ("BJ-17", "资料不全：组织机构代码证书、社会保险登记证复印件")
    ]
    world.beijing.bjca.issue(NEW)
    assert open_service(world, NEW).opened_on is not None


@pytest.mark.rule("BJ-04")
def test_a_key_that_is_no_good(world: World) -> None:
    hall = world.beijing
    assert refused(world, key=hall.key(SECOND)) == [("BJ-04", "数字证书无效")]
    old = hall.key(CLOSED)
    hall.bjca.issue(CLOSED)
    assert refused(world, key=old) == [("BJ-04", "数字证书无效")]
    for _ in range(10):
        with pytest.raises(ValueError, match="PIN"):
            hall.key(CLOSED).sign("nonsense", b"")
    assert refused(world) == [("BJ-04", "数字证书无效")]


@pytest.mark.rule("BJ-13")
def test_a_key_of_another_system_needs_its_paper(world: World) -> None:
    assert refused(world, papers=PAPERS[:-1]) == [("BJ-13", "请提交《数字证书一证多用授权书》")]
    world.beijing.bjca.issue(CLOSED)
    assert open_service(world, papers=PAPERS[:-1]).opened_on is not None


CONDITIONS: list[tuple[dict[str, Any], list[tuple[str, str]]]] = [
    ({"settle_cycle": "quarter"}, [("BJ-05", "社会保险缴费结算周期不是按月")]),
    ({"medical": {"regNo": "1"}}, [("BJ-06", "四险系统与医疗保险系统的社会保险登记证号不一致")]),
    ({"medical": {"area": "1"}}, [("BJ-06", "四险系统与医疗保险系统的缴费地区不一致")]),
    ({"medical": {"unitType": "1"}}, [("BJ-06", "四险系统与医疗保险系统的单位类型不一致")]),
    ({"medical": {"orgCode": "1"}}, [("BJ-06", "四险系统与医疗保险系统的组织机构代码不一致")]),
    ({"medical": {"name": "模拟另名"}}, []),
    ({"breach": True}, [("BJ-08", "存在违反社会保险相关规定行为")]),
    ({"schemes": ["110", "210", "310", "410"]}, [("BJ-09", "未按照政策规定参加全部险种")]),
    ({"second_level": True}, [("BJ-11", "参保方式为二级公司")]),
    (
        {"second_level": True, "settle_cycle": "quarter"},
        [("BJ-05", "社会保险缴费结算周期不是按月"), ("BJ-11", "参保方式为二级公司")],
    ),
]


@pytest.mark.rule("BJ-05", "BJ-06", "BJ-08", "BJ-09", "BJ-11")
@pytest.mark.parametrize(("unit", "found"), CONDITIONS)
def test_conditions(world: World, unit: dict[str, Any], found: list[tuple[str, str]]) -> None:
    world.beijing.add_unit(NEW, "模拟新设有限公司", opened=False, **unit)
    if found:
        assert refused(world, NEW) == found
    else:
        assert open_service(world, NEW).opened_on is not None


@pytest.mark.rule("BJ-10")
@pytest.mark.parametrize("ins", ["110", "310"])
def test_arrears_in_either_system_bar(world: World, ins: str) -> None:
    world.beijing.add_arrears(CLOSED, ins, "202610")
    assert refused(world) == [("BJ-10", "存在欠费")]
    world.beijing.clear_arrears(CLOSED)
    assert open_service(world).opened_on is not None


@pytest.mark.rule("BJ-33")
def test_conditions_are_not_looked_at_again_when_something_is_filed(
    world: World, open_client: Callable[..., Client]
) -> None:
    client = open_client(world, SECOND)
    lsh, slh = client.file("gz", world.people.noted("bj there man"))
    client.wait()
    assert (client.hall.half(lsh).flag, client.hall.half(slh).flag) == ("11", "11")


@pytest.mark.rule("BJ-33", "BJ-06", "BJ-10")
def test_the_variant_looks_at_each_filing(at: Callable[..., Client]) -> None:
    client = at("2026-11-10T09:00:00+08:00", "conditions_at_each_filing", unit=SECOND)
    person = client.world.people.noted("bj there man")
    differs = "四险系统与医疗保险系统的单位类型不一致"
    assert client.save("gz", person).words == [differs]
    assert client.save_medical("gz", person).messages == [differs, "存在欠费"]
