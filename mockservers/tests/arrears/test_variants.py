"""Variants: VIP units that go nowhere, and a day 20 that is too late."""

from __future__ import annotations

from typing import Any

import pytest

VIP, ORDINARY = "4201000001", "4201000002"
NEVER = ("vip_never_visits",)


def paid(settler: Any, note: str) -> tuple[str, str]:
    """The bill of this person, and its receipt."""
    settler.bill(settler.assess(settler.world.people.noted(note)))
    (bill,) = settler.world.wuhan.tax_desk.bills()
    return bill.number, settler.world.wuhan.tax_desk.pay(bill.number)


@pytest.mark.rule("WH-133")
def test_the_system_confirms_the_arrival_of_a_vip_unit(settle_at: Any) -> None:
    settler = settle_at(variants=NEVER)
    jfdh, _ = paid(settler, "insured here, arrears")
    begun = settler.world.clock.now()
    (event,) = settler.world.clock.advance(until="next event")
    assert (event.what, event.subject) == ("arrears.arrived", jfdh)
    assert 180 <= (event.at - begun).total_seconds() <= 300
    assert settler.states()[0] == ("202501", "已到账")
    assert settler.world.verify() == []


@pytest.mark.rule("WH-99", "WH-133")
@pytest.mark.parametrize(
    ("variants", "unit", "note"),
    [((), VIP, "insured here, arrears"), (NEVER, ORDINARY, "insured there, arrears")],
)
def test_others_bring_the_receipt(settle_at: Any, variants: Any, unit: str, note: str) -> None:
    settler = settle_at(variants=variants, unit=unit)
    jfdh, receipt = paid(settler, note)
    assert settler.world.clock.advance(by=1200) == []
    assert settler.bills()[0]["zt"] == "已缴费"
    settler.world.wuhan.counter.confirm_arrival(jfdh, receipt)
    assert settler.bills()[0]["zt"] == "已到账"


@pytest.mark.rule("WH-133")
def test_a_vip_unit_may_come_all_the_same(settle_at: Any) -> None:
    settler = settle_at(variants=NEVER)
    settler.world.wuhan.counter.confirm_arrival(*paid(settler, "insured here, arrears"))
    assert settler.world.clock.advance(by=600) == []


@pytest.mark.rule("WH-50", "WH-71", "WH-134")
@pytest.mark.parametrize(("filed", "due"), [(19, "2026-11-19"), (20, "2026-12-19")])
def test_day_20_is_too_late_for_papers(settle_at: Any, filed: int, due: str) -> None:
    settler = settle_at(f"2026-11-{filed}T16:00:00+08:00", ("day_20_excluded",), ORDINARY)
    page = settler.browser.stop_save(settler.world.people.noted("insured there man"))
    assert settler.browser.post("tijiao.do", sxh=page.data["sxh"]).data["zlqx"] == due
    assert settler.world.clock.advance(to=f"{due}T23:59:59+08:00") == []
    (event,) = settler.world.clock.advance(by=1)
    assert event.what == "review.returned"


def test_a_fork_and_a_reset(settle_at: Any) -> None:
    settler = settle_at(variants=NEVER)
    jfdh, _ = paid(settler, "insured here, arrears")
    twin = settler.world.fork()
    assert [event.subject for event in twin.clock.advance(by=300)] == [jfdh]
    person = settler.owing.number
    assert [each.state for each in settler.world.wuhan.arrears(VIP, person)] == ["已缴费", "已缴费"]
    assert [each.state for each in twin.wuhan.arrears(VIP, person)] == ["已到账", "已到账"]
    settler.world.reset()
    assert [each.state for each in settler.world.wuhan.arrears(VIP, person)] == ["欠费", "欠费"]
