"""The oracle: silent over honest work, and red for each promise that is broken."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from sigateway_mockservers import Simulator, World

FIRST = "31000001"
MAN, WOMAN, HERE = "sh uninsured man", "sh uninsured woman", "sh insured here man"
UNPAID = "sh insured here, months unpaid"


def rules(world: World) -> list[str]:
    return [violation.rule for violation in world.verify()]


def change(client: Any, sbh: str, **changes: Any) -> None:
    """Plant something in a declaration that the hall holds."""
    store = client.world.shanghai.store
    store.declarations[sbh] = replace(store.declarations[sbh], **changes)


@pytest.fixture
def careless(simulator: Simulator, open_client: Any) -> Any:
    world = simulator.create_world(seed=7, variants={"shanghai": {"accepts_duplicates"}})
    return open_client(world)


@pytest.fixture
def filed(client: Any) -> str:
    sbh: str = client.file("01", client.world.people.noted(MAN), qsny="202609")
    assert rules(client.world) == []
    return sbh


def test_a_slip_that_is_filed_twice(careless: Any) -> None:
    checked = careless.check("01", careless.world.people.noted(MAN))
    careless.submit(checked)
    assert rules(careless.world) == []
    second = careless.submit(checked)["sbh"]
    assert rules(careless.world) == ["slip-used-twice", "duplicate-effect", "commit-after-landing"]
    assert len(careless.world.attempts_after_landing()) == 1
    careless.withdraw(second)
    left = rules(careless.world)
    assert left == ["duplicate-effect", "commit-after-landing"], "once withdrawn it was still filed again"


def test_the_same_content_under_another_slip(careless: Any) -> None:
    person = careless.world.people.noted(MAN)
    careless.file("01", person)
    careless.file("01", person, gzsr="9000.00")
    assert rules(careless.world) == ["duplicate-effect", "commit-after-landing"]


def test_another_content_is_no_duplicate_but_what_makes_way_counts(careless: Any) -> None:
    person = careless.world.people.noted(HERE)
    for wage in ("9000", "9500", "9000"):
        careless.file("04", person, gzsr=wage)
    assert rules(careless.world) == [], "A, B, A is three filings"
    careless.file("04", person, gzsr="9000")
    assert rules(careless.world) == ["duplicate-effect", "commit-after-landing"]


def test_enrol_stop_enrol_is_honest_work(client: Any) -> None:
    person = client.world.people.noted(MAN)
    client.file("01", person, qsny="202610")
    client.file("02", person, jzny="202610")
    client.file("01", person)
    assert [each.kind for each in client.world.shanghai.effects()] == ["enrolment", "suspension", "enrolment"]
    assert rules(client.world) == []


def test_what_was_filed_by_hand_makes_way_for_the_clients_own(client: Any) -> None:
    person, hall = client.world.people.noted(MAN), client.world.shanghai
    client.file("01", person, qsny="202610")
    hall.clerk.declare(FIRST, "02", zjhm=person.number, jzny="202610")
    client.file("01", person)
    assert rules(client.world) == []
    assert client.world.attempts_after_landing() == []


def test_an_attempt_that_was_refused_is_counted_but_no_violation(client: Any) -> None:
    checked = client.check("01", client.world.people.noted(MAN))
    client.submit(checked)
    assert client.submit(checked).codes == ["T001"]
    assert rules(client.world) == []
    assert len(client.world.attempts_after_landing()) == 1


def test_a_withdrawal_that_happens_twice(careless: Any) -> None:
    sbh = careless.file("01", careless.world.people.noted(MAN))
    careless.withdraw(sbh)
    assert rules(careless.world) == []
    careless.withdraw(sbh)
    assert rules(careless.world) == ["duplicate-withdrawal"]


@pytest.mark.rule("SH-19", "SH-31")
def test_outside_the_window_by_its_own_variant(at: Any) -> None:
    for moment, variants in (("2026-11-04T10:00:00", ()), ("2026-11-10T17:00:00", ("workday_hours",))):
        client = at("2026-11-10T10:00:00+08:00", *variants)
        sbh = client.file("01", client.world.people.noted(MAN))
        late = client.world.shanghai.declaration(sbh).at.replace(
            day=int(moment[8:10]), hour=int(moment[11:13])
        )
        change(client, sbh, at=late)
        assert rules(client.world) == ["outside-window"]
    client = at("2026-11-10T10:00:00+08:00")
    sbh = client.file("01", client.world.people.noted(MAN))
    client.withdraw(sbh)
    withdrawal = client.world.shanghai.declaration(sbh).withdrawal
    change(client, sbh, withdrawal=replace(withdrawal, at=withdrawal.at.replace(day=27)))
    assert rules(client.world) == ["outside-window"]


@pytest.mark.rule("SH-06", "SH-09", "SH-15")
def test_without_the_right(client: Any, filed: str) -> None:
    filer = client.world.shanghai.declaration(filed).filer
    theirs = client.world.shanghai.key("31000002", "supervisor").serial
    for planted in (
        replace(filer, right="待审核"),
        replace(filer, right=""),
        replace(filer, serial="00"),
        replace(filer, serial=theirs),
    ):
        change(client, filed, filer=planted)
        assert rules(client.world) == ["without-right"]


@pytest.mark.rule("SH-28")
def test_a_month_that_is_paid_twice(careless: Any) -> None:
    person = careless.world.people.noted(UNPAID)
    careless.file("03", person, ksny="202608", jsny="202609")
    assert rules(careless.world) == []
    careless.file("03", person, ksny="202609", jsny="202610")
    assert rules(careless.world) == ["paid-twice"]


@pytest.mark.rule("SH-29")
def test_a_number_that_two_people_hold(client: Any) -> None:
    hall, people = client.world.shanghai, client.world.people
    hall.insure(FIRST, people.noted(MAN).number, "202601", "9000", "2")
    assert rules(client.world) == ["number-shared"]


@pytest.mark.rule("SH-26", "SH-32")
@pytest.mark.parametrize(("variants", "of_whom"), [((), MAN), (("any_later_blocks",), WOMAN)])
def test_a_withdrawal_past_a_later_declaration(at: Any, variants: tuple[str, ...], of_whom: str) -> None:
    client = at("2026-11-10T10:00:00+08:00", *variants)
    people, hall = client.world.people, client.world.shanghai
    first = client.file("01", people.noted(MAN))
    second = client.file("04" if of_whom == MAN else "01", people.noted(of_whom), gzsr="9500")
    client.withdraw(second)
    client.withdraw(first)
    assert rules(client.world) == []
    withdrawal = hall.declaration(second).withdrawal
    change(client, second, withdrawal=replace(withdrawal, order=10_000))
    assert rules(client.world) == ["withdrawn-out-of-order"]


@pytest.mark.rule("SH-05")
def test_a_signature_that_does_not_hold(client: Any, filed: str) -> None:
    store = client.world.shanghai.store
    (order, signed), *_ = store.signed.items()
    other = client.world.shanghai.key(FIRST, "authorised").serial
    for planted in (
        replace(signed, document=signed.document + b" "),
        replace(signed, signature=b"no"),
        replace(signed, algorithm="SM2-SM3"),
        replace(signed, serial=other),
        replace(signed, serial="00"),
        replace(signed, subject="20261199999999"),
    ):
        store.signed[order] = planted
        assert rules(client.world) == ["signature"]
    store.signed[order] = signed
    assert rules(client.world) == []


@pytest.mark.rule("SH-05")
def test_what_was_signed_is_not_what_was_done(client: Any, open_client: Any) -> None:
    world, store = client.world, client.world.shanghai.store
    people = world.people
    client.withdraw(client.file("01", people.noted(MAN)))
    client.withdraw(client.file("01", people.noted(WOMAN)))
    new = open_client(world, "unsigned")
    new.sign_agreement()
    client.ask_signed("zssh", sqzs=new.own)
    signed = dict(store.signed)
    functions = [each.function for each in signed.values()]
    assert functions == ["sbtj", "cxtj", "sbtj", "cxtj", "ydqd", "zssh"]
    for order, subject_of in ((1, 3), (2, 4), (5, None), (6, None)):
        place = list(signed)[order - 1]
        subject = client.own if subject_of is None else list(signed.values())[subject_of - 1].subject
        store.signed[place] = replace(signed[place], subject=subject)
        assert rules(world) == ["signature"], signed[place].function
        store.signed[place] = signed[place]
    assert rules(world) == []


@pytest.mark.rule("SH-05")
def test_a_declaration_under_another_slip_or_with_other_fields_than_were_signed(
    client: Any, filed: str
) -> None:
    good = client.world.shanghai.declaration(filed)
    change(client, filed, slip="2026111000009999")
    assert rules(client.world) == ["signature"]
    change(client, filed, slip=good.slip, fields={**good.fields, "wlry": "1"})
    assert rules(client.world) == ["signature"]


def test_what_is_in_force_is_not_what_was_declared(client: Any, filed: str) -> None:
    store, person = client.world.shanghai.store, client.world.people.noted(MAN).number
    good = store.standings[FIRST, person]
    for planted in (
        replace(good, unpaid=()),
        replace(good, spells=()),
        replace(good, spells=(replace(good.spells[0], number="9"),)),
        replace(good, spells=(replace(good.spells[0], wages=()),)),
    ):
        store.standings[FIRST, person] = planted
        assert rules(client.world) == ["state"]
    store.standings[FIRST, person] = good
    store.histories[FIRST, person] = ()
    assert rules(client.world) == ["state", "state"]


@pytest.mark.rule("SH-23")
def test_an_assessment_that_is_none(client: Any, filed: str) -> None:
    outcome = client.world.shanghai.declaration(filed).outcome
    row, *rest = outcome.rows
    for planted in (
        (replace(row, unit_part=row.unit_part + Decimal("0.01")), *rest),
        (replace(row, month="202610"), *rest),
        (row, row, *rest),
        tuple(rest),
        (),
    ):
        change(client, filed, outcome=replace(outcome, rows=planted))
        assert rules(client.world) == ["assessment"]


@pytest.mark.rule("SH-16", "SH-17")
def test_a_print_of_something_else(client: Any, filed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    other = client.file("02", client.world.people.noted(HERE))
    unit = client.world.shanghai.units[FIRST]
    from sigateway_mockservers.shanghai import invariants

    honest = invariants.print_form
    wrong = client.world.shanghai.declaration(other)
    monkeypatch.setattr(invariants, "print_form", lambda name, each, at: honest(name, wrong, unit))
    assert rules(client.world) == ["prints", "prints"]


@pytest.mark.rule("SH-07")
def test_two_first_signers(client: Any) -> None:
    store = client.world.shanghai.store
    serial = client.world.shanghai.key(FIRST, "authorised").serial
    store.certificates[serial] = replace(store.certificates[serial], signed_first=True)
    assert rules(client.world) == ["two-first-signers"]


def test_forks_and_resets_keep_the_promises_apart(client: Any, filed: str) -> None:
    twin = client.world.fork()
    assert [each.number for each in twin.shanghai.effects()] == [filed]
    twin.shanghai.counter.withdraw(filed)
    assert (len(twin.shanghai.effects()), len(client.world.shanghai.effects())) == (0, 1)
    assert rules(twin) == rules(client.world) == []
    client.world.reset()
    assert client.world.shanghai.effects() == []
    assert client.ask("zszt").dm == "1001", "sessions went with it"
    assert client.log_in().dm == "0000"
