"""Filing many at once: what each ends with, and in which requests. Doubt about a batch is in ``test_batch_doubt.py``."""

from __future__ import annotations

from typing import Any

import pytest
from teller import UNIT, House, staff
from toy import Toy
from toyhall import ToyHall

import sigateway as sg
from sigateway.plugin import Offer, hookimpl

LIMIT = 4
"""How many rows a file of the toy hall may have."""


def who(filing: Any) -> str:
    return str(filing.person.document.number)


def suspension(filing: sg.Enrolment) -> sg.Suspension:
    return sg.Suspension(
        person=filing.person,
        employment_ended_on="2026-11-02",
        last_paid_month="2026-11",
        reason=sg.SuspensionReason.RESIGNED,
    )


def order(
    filing: Any, unit: sg.InsuredUnit = UNIT, hall: str = "toy", reference: str | None = None
) -> sg.Order:
    return sg.Order(hall=hall, unit=unit, filing=filing, reference=reference)


# -- what is sent ------------------------------------------------------------------------------------------------------


def test_several_are_filed_by_one_file_and_one_commit(many: House) -> None:
    people = staff(3)
    filed = many.file_many(*people)
    assert [f.filing for f in filed] == people
    assert [f.result().number for f in filed] == ["B1-0", "B1-1", "B1-2"]
    assert [f.result().state for f in filed] == ["approved"] * 3
    assert many.hall.filed == [who(f) for f in people]
    assert many.hall.requests == ["login", "upload", "batch", "commit_batch"]


def test_each_has_a_turn_of_its_own_in_the_ledger(many: House) -> None:
    filed = many.file_many(*staff(3))
    turns = many.ledger.turns()
    assert [(t.state, t.in_doubt, t.worker) for t in turns] == [("landed", False, None)] * 3
    assert {t.id for t in turns} == {f.result().turn for f in filed}


def test_a_file_is_no_larger_than_the_hall_takes(many: House) -> None:
    filed = many.file_many(*staff(2 * LIMIT + 1))
    numbers = [f.result().number for f in filed]
    assert numbers == [f"B1-{n}" for n in range(4)] + [f"B2-{n}" for n in range(4)] + ["D9"]
    assert (many.count("upload"), many.count("commit_batch"), many.count("commit")) == (2, 2, 1)


@pytest.mark.parametrize(("batch_from", "files"), [(2, 1), (3, 1), (4, 0), (100, 0)])
def test_fewer_than_batch_from_are_filed_one_by_one(many: House, batch_from: int, files: int) -> None:
    assert all(f.case for f in many.file_many(*staff(3), batch_from=batch_from))
    assert many.count("upload") == files
    assert many.count("commit") == (0 if files else 3)


@pytest.mark.parametrize("batch_from", [1, 0, -1])
def test_a_batch_of_less_than_two_is_refused(many: House, batch_from: int) -> None:
    with pytest.raises(sg.ConfigurationError):
        many.file_many(*staff(2), batch_from=batch_from)
    assert many.ledger.turns() == []


def test_nothing_asked_is_nothing_done(many: House) -> None:
    assert many.file_many() == []
    assert many.hall.requests == ["login"]


def test_a_region_without_batches_files_one_by_one(toy: House) -> None:
    assert all(f.case for f in toy.file_many(*staff(3)))
    assert (toy.count("upload"), toy.count("commit")) == (0, 3)


def test_a_plugin_that_offers_batches_and_has_none_files_one_by_one(hall: ToyHall) -> None:
    class Without(Toy):
        region = Toy.region

        @hookimpl
        def offers(self) -> list[Offer]:
            return [Offer(type="enrolment", title="增员", fields=(), rule="TOY-01", batch_limit=4)]

    house = House(hall, region=Without)
    assert [f.result().state for f in house.file_many(*staff(3))] == ["approved"] * 3
    assert house.count("commit") == 3
    house.close()


@pytest.mark.parametrize("limit", [0, -1])
def test_a_batch_limit_below_one_is_no_offer(limit: int) -> None:
    with pytest.raises(ValueError, match="batch_limit"):
        Offer(type="enrolment", title="增员", fields=(), rule="TOY-01", batch_limit=limit)


def test_types_are_not_mixed_and_results_are_in_the_order_asked(many: House) -> None:
    people = staff(5)
    asked = [people[0], suspension(people[1]), people[2], suspension(people[3]), people[4]]
    filed = many.file_many(*asked)
    assert [f.filing for f in filed] == asked
    assert [f.result().number for f in filed] == ["B1-0", "D4", "B1-1", "D5", "B1-2"]


# -- one person more than once -------------------------------------------------------------------------------------------


def test_one_person_twice_is_filed_one_after_the_other(many: House) -> None:
    now, next_month = staff(2), staff(2, month="2026-12")
    filed = many.file_many(now[0], next_month[0], now[1], next_month[1])
    assert [f.result().number for f in filed] == ["B1-0", "B2-0", "B1-1", "B2-1"]


def test_the_same_filing_twice_is_one_case(many: House) -> None:
    one, two = staff(2)
    filed = many.file_many(one, two, one)
    assert filed[0].result() == filed[2].result()
    assert sorted(many.hall.filed) == sorted([who(one), who(two)])


def test_another_wage_for_the_same_month_is_already_filed(many: House) -> None:
    [one, two], [higher, _] = staff(2), staff(2, wage="7000")
    filed = many.file_many(one, two, higher)
    with pytest.raises(sg.AlreadyFiled) as caught:
        filed[2].result()
    assert caught.value.differences == ("declared_wage",)
    assert len(many.hall.filed) == 2


def test_an_order_with_another_reference_is_filed_again(many: House) -> None:
    first = many.file_many(*[order(f, reference="a") for f in staff(2)])
    same = many.file_many(*[order(f, reference="a") for f in staff(2)])
    other = many.file_many(*[order(f, reference="b") for f in staff(2)])
    assert [f.result() for f in same] == [f.result() for f in first]
    assert [f.result().number for f in other] == ["B2-0", "B2-1"]
    assert many.count("commit_batch") == 2
