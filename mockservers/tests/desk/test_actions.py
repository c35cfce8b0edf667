"""What the counter does is an action of the control plane, too."""

from __future__ import annotations

import base64
from typing import Any

from sigateway_mockservers import World

VIP = "4201000001"
PAPERS = [
    "社会保险登记表",
    "承诺书",
    "营业执照",
    "组织机构代码证",
    "税务登记证",
    "法人身份证",
    "经办人身份证",
]


def test_units(world: World, act: Any) -> None:
    made = act("counter.register", number="4201000009", name="模拟九部", papers=PAPERS).json()
    assert (made["vip"], made["slip"]["username"]) == (False, "dw4201000009")
    assert act("counter.assess_vip", number="4201000009", passed=True).json()["vip"] is True
    assert act("counter.change_unit", unit=VIP, papers=["说明"], name="模拟新名").json()["name"] == "模拟新名"
    assert act("counter.deregister", number="4201000009").status_code == 200
    refused = act("counter.deregister", number=VIP)
    assert (refused.status_code, refused.json()) == (400, {"error": "单位尚有参保人员"})
    world.wuhan.add_unit(number="4201000008", name="模拟八部", account=False)
    papers = ["承诺书", "经办人身份证"]
    assert act("counter.open_account", number="4201000008", papers=papers).json()["password"] == "mock0008a1"


def test_people(world: World, browser: Any, act: Any, save_person: Any, jpeg: bytes) -> None:
    person = world.people.noted("uninsured man")
    sxh = browser.file(person)
    world.clock.advance(by=300)
    fixed = act("counter.correct", sxh=sxh, papers=["合同"], sbgz="9000.00")
    assert fixed.json()["fields"]["sbgz"] == "9000.00"
    assert act("counter.correct", sxh=sxh, papers=[], sbgz="9000.00").status_code == 400
    changed = act("counter.change_person", zjhm=person.number, papers=["身份证"], name="模拟新名")
    assert changed.json() == person.number
    browser.submit(save_person(browser, person, jpeg))
    world.clock.advance(by=300)
    held = act("person_photo", zjhm=person.number).json()
    assert base64.b64decode(held) == jpeg
    other = world.people.noted("uninsured woman").number
    insured = act("insure_at_counter", unit=VIP, zjhm=other, start_month="202601", wage="6000.00").json()
    assert (insured["person"], insured["start_month"]) == (other, "202601")


def test_the_desk(world: World, browser: Any, act: Any) -> None:
    assert act("counter.places", day="2026-11-11", slot="1", n=3).status_code == 200
    booking = world.wuhan.save_draft_as_clerk(VIP, "", kind="appointment")
    world.wuhan.submit_as_clerk(booking.sxh)
    (listed,) = act("counter.appointments", day="2026-11-11").json()
    assert (listed["sxh"], listed["unit"]) == (booking.sxh, VIP)
    question = world.wuhan.save_draft_as_clerk(VIP, "", kind="problem_report")
    world.wuhan.submit_as_clerk(question.sxh)
    answered = act("counter.answer", sxh=question.sxh, text="模拟回复").json()
    assert answered["fields"]["hf"] == "模拟回复"
    stop = browser.stop(world.people.noted("insured here man"))
    world.clock.advance(by=300)
    assert [each["sxh"] for each in act("counter.copies_due").json()] == [stop]
    assert act("counter.take_copy", sxh=stop).status_code == 200
    assert act("counter.copies_due").json() == []
