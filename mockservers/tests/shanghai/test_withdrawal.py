"""The way back: in the month, from the latest backwards, and the whole of what was declared undone."""

from __future__ import annotations

from contextlib import suppress
from random import Random
from typing import Any

import pytest

from sigateway_mockservers import Simulator, World
from sigateway_mockservers.kernel.staff import HandRefused

FIRST, SECOND = "31000001", "31000002"
MAN, WOMAN, HERE = "sh uninsured man", "sh uninsured woman", "sh insured here man"
UNPAID = "sh insured here, months unpaid"


def said(reply: Any) -> list[tuple[str, str]]:
    assert (reply.dm, reply.xx) == ("3101", "撤销不成功")
    return list(reply.reasons)


def blocking(client: Any, sbh: str) -> list[str]:
    return [row["sbh"] for row in client.ask("sbmx", sbh=sbh).rows("hx")]


@pytest.mark.rule("SH-25")
def test_a_withdrawal_within_the_window_of_the_month(client: Any) -> None:
    sbh = client.file("01", client.world.people.noted(MAN), qsny="202609")
    client.world.clock.advance(to="2026-11-26T15:59:59+08:00")
    client.log_in()
    reply = client.withdraw(sbh)
    assert (reply.dm, reply.xx) == ("0000", "撤销成功")
    assert reply.fields(".") == {"sbh": sbh, "zt": "已撤销", "cxsj": "2026-11-26T15:59:59+08:00"}
    shown = client.ask("sbmx", sbh=sbh)
    assert (shown["zt"], shown["cxsj"], shown["cxqd"]) == ("已撤销", "2026-11-26T15:59:59+08:00", "01")
    person = client.ask("rycx", zjhm=client.world.people.noted(MAN).number)
    assert (person["cbzt"], person["grxh"], person["wjny"]) == ("未参保", "", "")
    assert client.ask("dwxx")["mrxh"] == "7", "its number is free again"
    assert client.world.shanghai.effects() == []
    assert len(client.world.shanghai.effects(include_withdrawn=True)) == 1
    assert client.world.verify() == []


@pytest.mark.rule("SH-25")
@pytest.mark.parametrize(
    ("ywlx", "note", "changes"),
    [
        ("02", HERE, {}),
        ("03", UNPAID, {"ksny": "202608", "jsny": "202610"}),
        ("04", HERE, {}),
    ],
)
def test_each_kind_is_undone_as_a_whole(client: Any, ywlx: str, note: str, changes: dict[str, str]) -> None:
    person = client.world.people.noted(note)
    before = client.ask("rycx", zjhm=person.number).fields(".")
    sbh = client.file(ywlx, person, **changes)
    assert client.ask("rycx", zjhm=person.number).fields(".") != before
    assert client.withdraw(sbh).dm == "0000"
    assert client.ask("rycx", zjhm=person.number).fields(".") == before
    assert client.file(ywlx, person, **changes) > sbh, "declared anew, under a new number"
    assert client.world.verify() == []


@pytest.mark.rule("SH-25")
def test_a_base_year_is_undone(at: Any) -> None:
    client = at("2026-07-06T10:00:00+08:00")
    person = client.world.people.noted(HERE)
    before = client.ask("rycx", zjhm=person.number, nd="2026").fields(".")
    sbh = client.file("05", person, gzsr="9900")
    assert client.ask("rycx", zjhm=person.number, nd="2026")["ndsb"] == "1"
    assert client.withdraw(sbh).dm == "0000"
    assert client.ask("rycx", zjhm=person.number, nd="2026").fields(".") == before


@pytest.mark.rule("SH-25")
def test_what_is_not_there_and_what_is_withdrawn_already(client: Any, open_client: Any) -> None:
    person = client.world.people.noted(MAN)
    sbh = client.file("01", person)
    none = [("X001", "无此申报")]
    other = open_client(client.world, unit=SECOND)
    for refused in (
        client.ask_signed("cxtj", sbh="20261199999999", ywlx="01", zjhm=person.number),
        client.ask_signed("cxtj", sbh=sbh, ywlx="02", zjhm=person.number),
        client.ask_signed("cxtj", sbh=sbh, ywlx="01", zjhm=client.world.people.noted(WOMAN).number),
        client.ask_signed("cxtj", sbh="", ywlx="", zjhm=""),
        other.withdraw(sbh),
    ):
        assert said(refused) == none
    assert client.withdraw(sbh).dm == "0000"
    assert said(client.withdraw(sbh)) == [("X002", "该申报已撤销")]
    journal = client.world.journal.of("withdrawal.submit")
    landed = client.world.journal.of("declaration.submit")[0]
    assert [entry.content for entry in journal] == ["", "", "", "", "", landed.content, ""]
    assert [entry.committed for entry in journal] == [False] * 5 + [True, False]


@pytest.mark.rule("SH-27")
def test_after_the_month_nothing_is_withdrawn_online(client: Any) -> None:
    person = client.world.people.noted(MAN)
    enrolled, paid = (
        client.file("01", person, qsny="202610"),
        client.file("03", person, ksny="202610", jsny="202610"),
    )
    client.world.clock.advance(to="2026-11-26T16:00:00+08:00")
    client.log_in()
    assert said(client.withdraw(paid)) == [("W001", "不在网上办理时间内，办理时间为12月5日9时至12月26日16时")]
    client.world.clock.advance(to="2026-12-05T09:00:00+08:00")
    client.log_in()
    over = ("X003", "已过申报当月的业务变更期，不能网上撤销")
    assert said(client.withdraw(paid)) == [over]
    assert said(client.withdraw(enrolled)) == [over, ("X004", f"请先撤销后续申报：{paid}")]
    hall = client.world.shanghai
    for desk in (hall.clerk, hall.counter):
        with pytest.raises(ValueError, match="已过申报当月的业务变更期") as refused:
            desk.withdraw(paid)
        assert refused.value.rules == ("SH-27",)
    client.file("02", person)
    assert client.world.verify() == []


@pytest.mark.rule("SH-25", "SH-31")
def test_a_withdrawal_keeps_the_hours_too(at: Any) -> None:
    client = at("2026-11-10T15:59:59+08:00", "workday_hours")
    sbh = client.file("01", client.world.people.noted(MAN))
    client.world.clock.advance(by=1)
    assert said(client.withdraw(sbh)) == [("W002", "不在网上办理时间内，办理时间为工作日9时至16时")]


@pytest.mark.rule("SH-26", "SH-32")
def test_from_the_latest_backwards(client: Any) -> None:
    """The example of the source: 转入, then 补缴."""
    person, other = client.world.people.noted(MAN), client.world.people.noted(WOMAN)
    enrolled = client.file("01", person, qsny="202609")
    others = client.file("01", other)
    paid = client.file("03", person, ksny="202609", jsny="202610")
    raised = client.file("04", person, gzsr="9500")
    assert client.ask("sbmx", sbh=enrolled).rows("hx") == [
        {"sbh": raised, "ywlx": "04", "zjhm": person.number, "sbsj": "2026-11-10T09:00:00+08:00", "qd": "01"},
        {"sbh": paid, "ywlx": "03", "zjhm": person.number, "sbsj": "2026-11-10T09:00:00+08:00", "qd": "01"},
    ]
    assert said(client.withdraw(enrolled)) == [("X004", f"请先撤销后续申报：{raised}、{paid}")]
    assert said(client.withdraw(paid)) == [("X004", f"请先撤销后续申报：{raised}")]
    assert client.world.journal.entries[-1].rule_ids == ("SH-26",)
    for sbh, left in ((raised, [paid]), (paid, []), (enrolled, [])):
        assert client.withdraw(sbh).dm == "0000"
        assert blocking(client, enrolled) == left
    assert [each.number for each in client.world.shanghai.effects()] == [others]
    assert client.world.verify() == []


@pytest.mark.rule("SH-26", "SH-32")
def test_what_was_filed_by_hand_blocks_too(client: Any) -> None:
    hall, person = client.world.shanghai, client.world.people.noted(MAN)
    enrolled = client.file("01", person, qsny="202609")
    browser = hall.clerk.declare(FIRST, "03", zjhm=person.number)
    counter = hall.counter.declare(FIRST, "04", zjhm=person.number, gzsr="9500")
    rows = client.ask("sbmx", sbh=enrolled).rows("hx")
    assert [(row["sbh"], row["qd"]) for row in rows] == [(counter, "03"), (browser, "02")]
    assert said(client.withdraw(enrolled)) == [("X004", f"请先撤销后续申报：{counter}、{browser}")]
    with pytest.raises(ValueError, match="请先撤销后续申报") as refused:
        hall.counter.withdraw(enrolled)
    assert refused.value.rules == ("SH-26",)
    hall.counter.withdraw(counter)
    assert client.withdraw(browser).dm == "0000", "any authorised certificate, whoever filed it"
    hall.clerk.withdraw(enrolled)
    assert hall.effects() == []
    assert client.world.verify() == []


@pytest.mark.rule("SH-32")
def test_a_later_filing_of_anybody_blocks_in_the_other_reading(at: Any, open_client: Any) -> None:
    client = at("2026-11-10T09:00:00+08:00", "any_later_blocks")
    hall, people = client.world.shanghai, client.world.people
    first = client.file("01", people.noted(MAN))
    second = client.file("02", people.noted(HERE))
    by_hand = hall.clerk.declare(FIRST, "01", zjhm=people.noted(WOMAN).number)
    elsewhere = hall.clerk.declare(SECOND, "02", zjhm=people.noted("sh insured there man").number)
    rows = client.ask("sbmx", sbh=first).rows("hx")
    assert [row["sbh"] for row in rows] == [by_hand, second]
    assert [row["zjhm"] for row in rows] == [people.noted(WOMAN).number, people.noted(HERE).number]
    assert said(client.withdraw(first)) == [("X004", f"请先撤销后续申报：{by_hand}、{second}")]
    assert said(client.withdraw(second)) == [("X004", f"请先撤销后续申报：{by_hand}")]
    for sbh in (by_hand, second, first):
        assert client.withdraw(sbh).dm == "0000"
    assert open_client(client.world, unit=SECOND).withdraw(elsewhere).dm == "0000", "another unit's business"
    assert client.world.verify() == []


@pytest.mark.rule("SH-32")
def test_in_the_reading_of_the_same_person_others_do_not_block(client: Any) -> None:
    people = client.world.people
    first = client.file("01", people.noted(MAN))
    client.file("02", people.noted(HERE))
    assert blocking(client, first) == []
    assert client.withdraw(first).dm == "0000"


@pytest.mark.rule("SH-25")
def test_who_has_been_taken_elsewhere_is_not_called_back(client: Any) -> None:
    person, people = client.world.people.noted(HERE), client.world.people
    sbh = client.file("02", person, jzny="202610")
    taken = client.world.shanghai.clerk.declare(SECOND, "01", zjhm=person.number)
    words = [("X005", "此人已在其他单位参保，不能撤销转出")]
    assert said(client.withdraw(sbh)) == words
    client.world.shanghai.clerk.withdraw(taken)
    people.change(person.number, insured_elsewhere="模拟外区实业有限公司")
    assert said(client.withdraw(sbh)) == words
    people.change(person.number, insured_elsewhere="")
    assert client.withdraw(sbh).dm == "0000"
    assert client.ask("rycx", zjhm=person.number)["grxh"] == "2", "the same number as before"


@pytest.mark.rule("SH-25")
def test_enrol_withdraw_enrol_is_honest_work(client: Any) -> None:
    person = client.world.people.noted(MAN)
    for _ in range(3):
        assert client.withdraw(client.file("01", person)).dm == "0000"
    client.file("01", person)
    assert client.world.verify() == []
    assert client.world.attempts_after_landing() == []


@pytest.mark.rule("SH-25")
def test_the_hall_that_guards_nothing_says_withdrawn_again(at: Any) -> None:
    client = at("2026-11-10T09:00:00+08:00", "accepts_duplicates")
    sbh = client.file("01", client.world.people.noted(MAN))
    first = client.withdraw(sbh)
    client.world.clock.advance(by=60)
    again = client.withdraw(sbh)
    assert (again.dm, again.xx, again["cxsj"]) == ("0000", "撤销成功", first["cxsj"]), "no further effect"
    assert [violation.rule for violation in client.world.verify()] == ["duplicate-withdrawal"]


def act_somehow(world: World, random: Random) -> None:
    """Somebody files or withdraws something by hand, or is refused."""
    hall = world.shanghai
    desk = random.choice((hall.clerk, hall.counter))
    note = random.choice((MAN, WOMAN, HERE, UNPAID, "sh stopped here", "sh insured there man"))
    unit, number = random.choice((FIRST, FIRST, SECOND)), world.people.noted(note).number
    with suppress(HandRefused):
        if random.random() < 0.3 and (standing := hall.effects()):
            desk.withdraw(random.choice(standing).number)
        else:
            ywlx = random.choice(("01", "02", "03", "04"))
            wage = {} if ywlx == "02" else {"gzsr": f"{random.randrange(3000, 20000)}"}
            desk.declare(unit, ywlx, zjhm=number, **wage)


@pytest.mark.rule("SH-26", "SH-32")
@pytest.mark.parametrize("variants", [(), ("any_later_blocks",)])
@pytest.mark.parametrize("seed", range(6))
def test_whatever_happened_the_way_back_leads_to_the_beginning(
    simulator: Simulator, seed: int, variants: tuple[str, ...]
) -> None:
    world = simulator.create_world(seed=seed, variants={"shanghai": set(variants)})
    hall, random = world.shanghai, Random(seed)
    before = {place: standing for place, standing in hall.store.standings.items() if standing.spells}
    for _ in range(40):
        act_somehow(world, random)
    assert hall.effects(include_withdrawn=True)
    assert world.verify() == []
    for each in reversed(hall.effects()):
        hall.counter.withdraw(each.number)
    assert {place: each for place, each in hall.store.standings.items() if each.spells} == before
    assert world.verify() == []
