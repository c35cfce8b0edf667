"""Each invariant of the hall is turned red by a deliberate violation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from sigateway_mockservers import World
from sigateway_mockservers.zhejiang.hall import ZhejiangHall
from sigateway_mockservers.zhejiang.records import Captcha, Draft, Item, Spell, Ticket

from .conftest import NINGBO, Client, MakeClient, MakeWorld

Harm = Callable[[ZhejiangHall, Item], None]


def _twice(hall: ZhejiangHall, item: Item) -> None:
    again = replace(item, number="ZJ2", order=hall.store.next_order())
    hall.store.items[again.number] = again


def _insured_twice(hall: ZhejiangHall, item: Item) -> None:
    hall.store.give(item.person, Spell("3308990001", "pension", "202611"))


def _month(hall: ZhejiangHall, item: Item) -> None:
    hall.store.items[item.number] = replace(item, starts={"pension": "202609"})


def _stop_month(hall: ZhejiangHall, item: Item) -> None:
    hall.store.items[item.number] = replace(item, starts={}, paid_until={"pension": "202611"})


def _launch(hall: ZhejiangHall, _item: Item) -> None:
    hall.set_launch("3302", date(2026, 11, 11))


def _wage(hall: ZhejiangHall, _item: Item) -> None:
    hall.set_minimum_wage("3302", "8000.01", "202611")


def _taken_back(hall: ZhejiangHall, item: Item) -> None:
    hall.store.undo(replace(item, state="已作废", voided_in="审核通过", voided_order=hall.store.next_order()))


def _state(hall: ZhejiangHall, item: Item) -> None:
    hall.store.standings[item.person] = ()


def _history(hall: ZhejiangHall, item: Item) -> None:
    hall.store.histories[item.person] = ()
    hall.store.standings[item.person] = ()


def _ticket(hall: ZhejiangHall, _item: Item) -> None:
    hall.store.tickets["x"] = Ticket("somebody", "legal", hall.world.clock.now(), exchanged=2)


def _form(hall: ZhejiangHall, item: Item) -> None:
    hall.store.drafts["CG1"] = Draft("CG1", item.person, "enrol", {"month": "202611", "base": ""}, "正常参保")


def _materials(hall: ZhejiangHall, item: Item) -> None:
    filed = {"month": "202611", "base": ""}
    hall.store.drafts["CG1"] = Draft("CG1", item.person, "enrol", filed, "中断", item="LH1")


@pytest.mark.parametrize(
    ("harm", "rule"),
    [
        (_twice, "duplicate-effect"),
        (_insured_twice, "insured-twice"),
        (_month, "month"),
        (_stop_month, "month"),
        (_launch, "before-launch"),
        (_wage, "minimum-wage"),
        (_taken_back, "taken-back"),
        (_state, "state"),
        (_history, "state"),
        (_ticket, "ticket"),
        (_form, "form"),
        (_materials, "materials"),
    ],
)
def test_a_violation_is_seen(client: Client, harm: Harm, rule: str) -> None:
    number = client.enrol("zj uninsured man")["itemNo"]
    client.decide()
    hall = client.world.zhejiang
    assert client.world.verify() == []
    harm(hall, hall.store.items[number])
    assert rule in {violation.rule for violation in client.world.verify()}


def test_a_suspension_taken_back_is_seen(client: Client) -> None:
    number = client.suspend("zj here man")["itemNo"]
    hall = client.world.zhejiang
    hall.take_backs.void(hall.store.items[number])
    assert [violation.rule for violation in client.world.verify()] == ["taken-back"]


def test_a_day_outside_its_variant_is_seen(make_world: MakeWorld, make_client: MakeClient) -> None:
    client = make_client(make_world("filing_days_1_25"))
    number, hall = client.enrol("zj uninsured man")["itemNo"], client.world.zhejiang
    item = hall.store.items[number]
    hall.store.items[number] = replace(item, submitted_at=item.submitted_at + timedelta(days=16))
    assert [violation.rule for violation in client.world.verify()] == ["outside-window"]


def test_a_captcha_used_for_two_proofs_is_seen(world: World, make_client: MakeClient) -> None:
    client, hall = make_client(world, "zj here man", "app"), world.zhejiang
    body = {"site": "", "kind": "insured", "months": "6", "schemes": ["pension"], "captchaId": "k"}
    for _ in range(2):
        hall.store.captchas["k"] = Captcha(client.who, "1234", world.clock.now())
        assert client.post("api/proofs/person", {**body, "captcha": "1234"}).code == "0"
    assert [violation.rule for violation in world.verify()] == ["captcha"]


def test_the_journal_carries_the_content_and_no_secret(client: Client) -> None:
    client.enrol("zj uninsured man")
    entry = client.world.journal.entries[-1]
    assert (entry.operation, entry.kind, entry.unit) == ("hall.enrol.save", "enrolment", NINGBO)
    assert entry.committed
    assert entry.content
    password = client.world.zhejiang.portal.account(NINGBO).password
    assert not any(password in str(each.as_json()) for each in client.world.journal.entries)
    assert password not in str(client.world.state())
    assert password not in repr(client.world.zhejiang.portal.account(NINGBO))
