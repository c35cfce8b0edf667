"""Retirement in its three steps: registered online, accepted at the window, completed and posted (JS-12..15)."""

from __future__ import annotations

from typing import Any

import pytest

from sigateway_mockservers import World
from sigateway_mockservers.kernel.staff import HandRefused

NANJING = "32010001"
PAPERS = ["职工档案", "职工养老退休审批表(职工签字、单位盖章)"]


@pytest.fixture
def filing(handler: Any) -> str:
    number: str = handler.file("retirement", "near retirement", retireOn="2026-12-10")
    return number


@pytest.mark.rule("JS-12", "JS-13", "JS-14", "JS-15")
def test_from_the_registration_to_the_post(handler: Any, filing: str, world: World) -> None:
    waiting = handler.get("filing", filing=filing)
    assert waiting["state"] == "待窗口受理"
    place = "南京市政务服务中心退休受理窗口"
    assert waiting["awaits"] == {"place": place, "papers": PAPERS, "dueBy": ""}
    for papers in ([], PAPERS[:1], PAPERS[1:]):
        with pytest.raises(HandRefused, match="资料不全"):
            handler.hall.counter.accept_retirement(filing, papers)
    handler.hall.counter.accept_retirement(filing, PAPERS)
    accepted = handler.get("filing", filing=filing)
    assert (accepted["state"], accepted["awaits"]["dueBy"]) == ("已受理", "2026-12-10")
    assert handler.take_back(filing).codes == ["X906"]
    world.clock.advance(to="2026-12-10T16:59:59+08:00")
    assert handler.hall.filing(filing).state == "已受理"
    fired = world.clock.advance(by=1)
    assert [(each.what, each.subject) for each in fired] == [("retirement.completed", filing)]
    handler.log_in()
    done = handler.get("filing", filing=filing)
    assert (done["state"], done["awaits"]) == ("已办结", None)
    assert done["posted"] == ["职工养老退休审批表", "核定表", "退休证"]
    assert [each["step"] for each in done["steps"]] == ["登记", "窗口受理", "已办结"]
    assert "模拟市模拟路1号" in done["steps"][-1]["words"]
    standing = handler.hall.standing(NANJING, handler.person("near retirement").number)
    assert (standing.spells[-1].last_month, standing.retired_from) == ("202612", "202701")
    world.clock.advance(to="2027-01-01T09:00:00+08:00")
    handler.log_in()
    shown = handler.get("person/standing", idNumber=handler.person("near retirement").number)
    assert shown["standing"] == "已退休"
    assert world.verify() == []


@pytest.mark.rule("JS-14")
def test_who_does_not_meet_the_conditions_is_turned_away(handler: Any, filing: str, world: World) -> None:
    assert handler.check("retirement", "near retirement").codes == ["J401"]
    handler.hall.counter.refuse_retirement(filing, "未达到法定退休年龄")
    refused = handler.get("filing", filing=filing)
    assert (refused["state"], refused["steps"][-1]["words"]) == ("不予受理", "未达到法定退休年龄")
    assert handler.take_back(filing).codes == ["X906"]
    with pytest.raises(HandRefused, match="不在待窗口受理状态"):
        handler.hall.counter.accept_retirement(filing, PAPERS)
    handler.file("retirement", "near retirement", retireOn="2026-12-10")
    assert world.verify() == []


@pytest.mark.rule("JS-07", "JS-13")
def test_before_the_window_it_can_be_taken_back(handler: Any, filing: str, world: World) -> None:
    assert handler.take_back(filing)["state"] == "已回退"
    with pytest.raises(HandRefused):
        handler.hall.counter.accept_retirement(filing, PAPERS)
    assert world.verify() == []


@pytest.mark.rule("JS-03", "JS-04")
def test_the_window_at_the_service_centre_keeps_the_days(handler: Any, filing: str, world: World) -> None:
    world.clock.advance(to="2026-12-08T09:00:00+08:00")
    with pytest.raises(HandRefused, match="暂停对外办理业务"):
        handler.hall.counter.accept_retirement(filing, PAPERS)


@pytest.mark.rule("JS-13")
def test_the_form_to_be_signed(handler: Any, filing: str) -> None:
    paper = handler.paper("filing/form", filing=filing)
    assert paper.headers["content-type"] == "application/pdf"
    assert paper.headers["content-disposition"] == f'attachment; filename="retirement-form-{filing}.pdf"'
    assert f"/Subject (bd=retirement-form;no={filing};from=;to=;rows=)".encode() in paper.content
    assert b"/Keywords (MOCK)" in paper.content
    assert paper.content.rstrip().endswith(b"%%EOF")
    assert handler.paper("filing/form", filing=filing).content == paper.content
    other = handler.file("base", "insured man")
    for number in (other, "9" * 14):
        assert handler.get("filing/form", filing=number).code == "4001"
