"""The oracle: silent over honest work, and red for each promise that is broken."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from sigateway_mockservers import World
from sigateway_mockservers.jiangsu import invariants
from sigateway_mockservers.jiangsu.records import Filer

NANJING, CHANGZHOU = "32010001", "32040001"
PAPERS = ["职工档案", "职工养老退休审批表(职工签字、单位盖章)"]


def rules(world: World) -> list[str]:
    return [violation.rule for violation in world.verify()]


def change(client: Any, filing: str, **changes: Any) -> None:
    """Plant something in a filing that the hall holds."""
    filings = client.hall.store.filings
    filings[filing] = replace(filings[filing], **changes)


@pytest.fixture
def careless(at: Any) -> Any:
    return at("2026-11-20", "accepts_duplicates")


@pytest.fixture
def filed(handler: Any) -> str:
    filing: str = handler.file("enrolment", "uninsured man")
    assert rules(handler.world) == []
    return filing


# --- exactly once -----------------------------------------------------------------------------------------------


def test_a_draft_that_is_filed_twice(careless: Any) -> None:
    checked = careless.check("enrolment", "uninsured man")
    careless.submit(checked)
    assert rules(careless.world) == []
    careless.submit(checked)
    assert rules(careless.world) == ["draft-used-twice", "duplicate-effect", "commit-after-landing"]
    assert len(careless.world.attempts_after_landing()) == 1
    assert len(careless.hall.standing(NANJING, careless.person("uninsured man").number).spells) == 1


DUPLICATES = [
    ("enrolment", "uninsured man"),
    ("renewal", "insured man"),
    ("basic_data", "unknown to the hall"),
    ("suspension", "insured man"),
    ("base", "insured man"),
    ("retirement", "near retirement"),
]


@pytest.mark.parametrize(("matter", "note"), DUPLICATES)
def test_the_same_content_under_another_draft(careless: Any, matter: str, note: str) -> None:
    careless.file(matter, note)
    careless.file(matter, note)
    assert rules(careless.world) == ["duplicate-effect", "commit-after-landing"]


@pytest.mark.parametrize("matter", ["flexible_enrolment", "transfer"])
def test_the_same_of_a_person(careless: Any, matter: str) -> None:
    careless.log_in_person("citizen")
    careless.file(matter, "citizen")
    careless.file(matter, "citizen")
    assert rules(careless.world) == ["duplicate-effect", "commit-after-landing"]


def test_a_preregistration_twice_in_its_month(at: Any) -> None:
    client = at("2026-11-08", "accepts_duplicates", "preregistration")
    client.file("preregistration", "uninsured man")
    client.file("preregistration", "uninsured man")
    assert rules(client.world) == ["duplicate-effect", "commit-after-landing"]


def test_what_makes_way_counts_and_honest_work_is_silent(careless: Any) -> None:
    for post in ("02", "03", "02"):
        careless.file("renewal", "insured man", post=post)
    assert rules(careless.world) == [], "A, B, A is three filings"
    first = careless.file("enrolment", "uninsured man")
    stopped = careless.file("suspension", "uninsured man", lastPaidMonth="202611")
    careless.take_back(stopped)
    careless.take_back(first)
    careless.file("enrolment", "uninsured man")
    assert rules(careless.world) == []


def test_a_stop_makes_way_for_the_base_declared_before_it(handler: Any) -> None:
    """Stopped and enrolled again, somebody's base is declared anew: the same words, and another filing."""
    handler.file("base", "insured man", wage="9500")
    handler.file("suspension", "insured man", lastPaidMonth="202611")
    handler.world.clock.advance(to="2026-12-14T09:00:00+08:00")
    assert handler.log_in().code == "0"
    handler.file("enrolment", "insured man", wage="9000")
    handler.file("base", "insured man", wage="9500")
    assert rules(handler.world) == []


def test_a_take_back_that_is_sent_twice(careless: Any) -> None:
    filing = careless.file("enrolment", "uninsured man")
    assert careless.take_back(filing).code == careless.take_back(filing).code == "0"
    assert rules(careless.world) == ["duplicate-takeback"]


def test_what_the_hall_refused_is_counted_but_no_violation(handler: Any) -> None:
    checked = handler.check("enrolment", "uninsured man")
    filing = handler.submit(checked)["filing"]
    assert handler.submit(checked).codes == ["D001"]
    assert rules(handler.world) == []
    assert [each.subject for each in handler.world.attempts_after_landing()] in ([""], [filing])


def test_people_may_file_by_hand_and_the_hall_keeps_one(handler: Any) -> None:
    number = handler.person("uninsured man").number
    by_hand = handler.hall.clerk.file(NANJING, "enrolment", idNumber=number)
    assert handler.list()[0]["by"] == "CA"
    assert handler.check("enrolment", "uninsured man").codes == ["E101"]
    handler.hall.clerk.take_back(by_hand)
    handler.file("enrolment", "uninsured man")
    with pytest.raises(ValueError, match="在本单位已存在参保信息"):
        handler.hall.counter.file(NANJING, "enrolment", idNumber=number)
    assert rules(handler.world) == []


# --- when -------------------------------------------------------------------------------------------------------


def moment(day: int) -> datetime:
    return datetime.fromisoformat(f"2026-11-{day:02d}T09:00:00+08:00")


def test_filed_outside_the_window(handler: Any, filed: str) -> None:
    change(handler, filed, at=moment(8))
    assert "outside-window" in rules(handler.world)


def test_preregistered_inside_the_window(at: Any) -> None:
    client = at("2026-11-08", "preregistration")
    filing = client.file("preregistration", "uninsured man")
    change(client, filing, at=moment(20))
    assert rules(client.world) == ["outside-window"]
    change(client, filing, at=moment(8), state="办理成功")
    assert rules(client.world) == ["preregistration-took-effect"]


def test_taken_back_or_changed_after_the_period(handler: Any, filed: str) -> None:
    handler.take_back(filed)
    undoing = handler.hall.filing(filed).undoing
    change(handler, filed, undoing=replace(undoing, at=moment(20) + timedelta(days=30)))
    assert rules(handler.world) == ["after-collection-period"]
    change(handler, filed, undoing=undoing)
    base = handler.file("base", "insured man")
    changed = handler.file("base", "insured man", base, wage="9500")
    assert rules(handler.world) == []
    change(handler, changed, at=moment(20) + timedelta(days=30))
    assert rules(handler.world) == ["after-collection-period"]


def test_taken_back_past_a_later_one(handler: Any, filed: str) -> None:
    later = handler.file("suspension", "uninsured man")
    handler.take_back(later)
    handler.take_back(filed)
    assert rules(handler.world) == []
    change(handler, later, undoing=None, state="办理成功")
    assert rules(handler.world) == ["back-out-of-order"]


# --- who --------------------------------------------------------------------------------------------------------


def test_filed_without_the_right(handler: Any, filed: str) -> None:
    honest = handler.hall.filing(filed).filer
    waiting = handler.hall.account(NANJING, handler.person("handler waiting").number)
    revoked = handler.hall.account(NANJING, handler.person("handler revoked").number)
    foreign = handler.hall.account(CHANGZHOU, handler.person("legal changzhou").number)
    for filer in (
        Filer(honest.by, "3", ("S02",), honest.account),
        Filer(waiting.person, "3", ("S01",), waiting.number),
        Filer(revoked.person, "3", ("S01",), revoked.number),
        Filer(foreign.person, "1", (), foreign.number),
        Filer("nobody", "1", (), ""),
    ):
        change(handler, filed, filer=filer)
        assert rules(handler.world) == ["without-right"], filer
    change(handler, filed, filer=honest)
    handler.take_back(filed)
    undoing = handler.hall.filing(filed).undoing
    change(handler, filed, undoing=replace(undoing, filer=Filer("nobody")))
    assert rules(handler.world) == ["without-right"]


def test_an_account_that_nobody_showed_a_face_for(guest: Any, world: World) -> None:
    account = guest.hall.account(NANJING, guest.person("handler waiting").number)
    guest.hall.store.accounts[account.number] = replace(account, state="正常")
    assert rules(world) == ["usable-without-face"]
    started = guest.start("activation", "handler all", NANJING, name="模拟周全")
    assert started.codes == ["V002"]
    guest.hall.store.accounts[account.number] = account
    guest.hall.ready(NANJING, "3", guest.person("grantable").number, ("S01",))
    assert rules(world) == []
    tickets = guest.hall.store.tickets
    for number, ticket in list(tickets.items()):
        tickets[number] = replace(ticket, used_at=None)
    assert rules(world) == ["usable-without-face"]


def test_two_tickets_of_one_person_that_both_wait(guest: Any, world: World) -> None:
    guest.start("activation", "handler waiting", NANJING)
    first = dict(guest.hall.store.tickets)
    guest.start("activation", "handler waiting", NANJING)
    assert rules(world) == []
    guest.hall.store.tickets.update(first)
    assert rules(world) == ["two-live-tickets"]
    world.clock.advance(by=300)
    assert rules(world) == []


def test_granted_without_consent_or_by_a_lower_rank_or_twice(guest: Any, world: World) -> None:
    guest.log_in("legal nanjing")
    guest.grant("grantable", "2")
    accounts, units = guest.hall.store.accounts, guest.hall.store.units
    account = guest.hall.account(NANJING, guest.person("grantable").number)
    assert rules(world) == []
    accounts[account.number] = replace(account, by_rank="2")
    assert rules(world) == ["granted-by-lower-rank"]
    accounts[account.number] = account
    accounts["99"] = replace(account, number="99")
    assert rules(world) == ["granted-twice"]
    del accounts["99"]
    units[NANJING] = replace(units[NANJING], consented_at=None)
    assert rules(world) == ["grant-without-consent"]


def test_a_person_granted_twice_in_the_careless_hall(careless: Any) -> None:
    careless.log_in("legal nanjing")
    assert careless.grant("grantable").code == careless.grant("grantable").code == "0"
    assert rules(careless.world) == ["granted-twice"]


# --- what -------------------------------------------------------------------------------------------------------


@pytest.mark.rule("JS-06")
def test_a_base_lowered_online_and_at_the_counter(handler: Any) -> None:
    filing = handler.file("base", "insured man", wage="9000")
    lower = handler.hall.counter.file(
        NANJING, "base", idNumber=handler.person("insured woman").number, wage="8000"
    )
    assert handler.hall.filing(lower).filer.by == "柜面"
    with pytest.raises(ValueError, match="网上仅可调高"):
        handler.hall.clerk.file(
            NANJING, "base", idNumber=handler.person("insured, high wage").number, wage="8000"
        )
    assert rules(handler.world) == []
    change(handler, filing, former_wage=Decimal("9500.0"))
    assert rules(handler.world) == ["base-lowered"]


@pytest.mark.rule("JS-14")
def test_a_retirement_without_its_papers(handler: Any) -> None:
    filing = handler.file("retirement", "near retirement")
    handler.hall.counter.accept_retirement(filing, PAPERS)
    assert rules(handler.world) == []
    change(handler, filing, papers=tuple(PAPERS[:1]))
    assert rules(handler.world) == ["retired-without-papers"]


def test_a_change_whose_two_halves_do_not_meet(handler: Any) -> None:
    base = handler.file("base", "insured man")
    changed = handler.file("base", "insured man", base, wage="9500")
    assert rules(handler.world) == []
    change(handler, changed, replaces="")
    assert rules(handler.world) == ["change-unmatched"]
    change(handler, changed, replaces=base)
    change(handler, base, state="办理成功")
    assert "change-unmatched" in rules(handler.world)


def test_a_print_that_is_anothers(handler: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    handler.file("retirement", "near retirement")
    assert rules(handler.world) == []
    monkeypatch.setattr(invariants, "print_approval_form", lambda *_: b"%PDF /Subject (another)")
    assert rules(handler.world) == ["prints"]
