"""Filings about the unit itself, and those whose place is what they say: once each, and waiting only for what they must."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from datetime import date
from itertools import repeat
from pathlib import Path
from typing import Any

import httpx
import pytest
from samehall import SameHall
from teller import ENROLMENT, PERSON, House
from toyhall import Fault, ToyHall
from toyunit import UnitToy

import sigateway as sg

LOST = Fault(raises=httpx.ReadTimeout("x"), acts=True)
DOWN = Fault(page=(200, "<p>维护</p>"))
JPEG = b"\xff\xd8\xff\xe0" + bytes(range(256)) + b"\xff\xd9"


@pytest.fixture(params=["sync", "async"])
def toy(request: pytest.FixtureRequest, hall: ToyHall, tmp_path: Path) -> Iterator[House]:
    house = SameHall(hall, request.param, region=UnitToy, ledger=str(tmp_path / "f.db"))
    yield house
    house.close()


def booking(**fields: Any) -> sg.Appointment:
    whole = {"matter": "correction", "day": date(2026, 11, 9), "half": "morning"}
    return sg.Appointment(**(whole | {"contact_name": "某", "contact_phone": "1"} | fields))


def report(text: str) -> sg.ProblemReport:
    return sg.ProblemReport(title="登录", text=text, contact_phone="1")


def person(address: str) -> sg.PersonUpdate:
    return sg.PersonUpdate(person=PERSON, changes=sg.PersonChanges(address=address))


def employer(address: str) -> sg.EmployerUpdate:
    return sg.EmployerUpdate(changes=sg.EmployerChanges(address=address))


# -- appointments --------------------------------------------------------------------------------------------------------


def test_the_same_appointment_twice_stands(toy: House) -> None:
    first = toy.file(booking())
    assert toy.file(booking()) == first
    assert toy.hall.effects == ["commit"]


def test_two_matters_at_one_time_are_one_place_too_many(toy: House) -> None:
    first = toy.file(booking())
    with pytest.raises(sg.AlreadyFiled) as taken:
        toy.file(booking(matter="other"))
    assert (taken.value.case, taken.value.differences) == (first, ("matter",))
    assert toy.hall.effects == ["commit"]


@pytest.mark.parametrize("other", [{"half": "afternoon"}, {"day": date(2026, 11, 10)}])
def test_bookings_of_other_times_do_not_wait(toy: House, other: dict[str, Any]) -> None:
    toy.hall.decides = "in_review"
    assert {toy.file(booking()).number, toy.file(booking(**other)).number} == {"D1", "D2"}


def test_a_booking_that_was_withdrawn_is_booked_again(toy: House) -> None:
    toy.do("withdraw", toy.file(booking()))
    assert toy.file(booking()).number == "D2"


# -- reports -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["in review", "in doubt", "at work"])
def test_different_reports_do_not_wait_for_each_other(toy: House, how: str) -> None:
    if how == "in doubt":
        toy.hall.script("commit", [LOST])
        toy.hall.script("list", repeat(DOWN, 60))
        with pytest.raises(sg.OutcomeUnknown):
            toy.file(report("甲"))
    else:
        toy.hall.decides = "in_review"
        first = toy.file(report("甲"))
        now = toy.hall.clock.now()
        if how == "at work":
            assert toy.ledger.claim(str(first.turn), "somebody", now, now.replace(minute=30)) is None
    asked = toy.hall.clock.now()
    assert toy.file(report("乙")).number == "D2"
    assert toy.hall.clock.now() == asked, "it did not wait"


def test_two_equal_reports_need_two_references(toy: House) -> None:
    first = toy.file(report("甲"), reference="1")
    assert toy.file(report("甲"), reference="1") == first
    assert toy.file(report("甲")) == first
    assert toy.file(report("甲"), reference="2").number == "D2"
    assert toy.hall.effects == ["commit"] * 2


# -- changes of data -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("update", [person, employer])
def test_a_then_b_then_a(toy: House, update: Any) -> None:
    """A stands while nothing came later; once B did, A is filed again only when somebody says that it is another matter."""
    first = toy.file(update("甲"))
    assert toy.file(update("甲")) == first
    assert toy.file(update("乙")).number == "D2"
    with pytest.raises(sg.AlreadyFiled) as taken:
        toy.file(update("甲"))
    assert (taken.value.case, taken.value.differences) == (first, ())
    assert any("reference" in way for way in taken.value.ways)
    assert toy.file(update("甲"), reference="again").number == "D3"
    assert toy.hall.effects == ["commit"] * 3


@pytest.mark.parametrize("update", [person, employer])
def test_a_change_waits_until_the_one_before_is_decided(toy: House, update: Any) -> None:
    toy.hall.decides = "in_review"
    first = toy.file(update("甲"))
    with pytest.raises(sg.AlreadyFiled, match="审核中") as taken:
        toy.file(update("乙"))
    assert (taken.value.case.number, taken.value.differences) == (first.number, ("changes.address",))
    toy.hall.rows["D1"].state = "approved"
    assert toy.file(update("乙")).number == "D2"


def test_matters_of_the_unit_do_not_wait_for_its_people(toy: House) -> None:
    toy.hall.decides = "in_review"
    toy.file(ENROLMENT)
    filings = (
        booking(),
        report("甲"),
        employer("甲"),
        sg.ArrearsBill(settlements=("A1",)),
        sg.ArrearsBill(settlements=("A2",)),
        sg.ArrearsRollback(settlement="A1"),
        sg.AgreementSigning(version="1", text_digest="0a" * 32, serial="0A"),
        sg.AgreementSigning(version="1", text_digest="0a" * 32, serial="0B"),
        sg.CertificateApproval(serial="0A"),
        sg.CertificateApproval(serial="0B"),
    )
    assert [toy.file(f).number for f in filings] == [f"D{n}" for n in range(2, 12)]
    with pytest.raises(sg.AlreadyFiled):
        toy.file(person("甲"))  # but this person waits


def test_a_bill_in_another_order_stands(toy: House) -> None:
    first = toy.file(sg.ArrearsBill(settlements=("A1", "A2")))
    assert toy.file(sg.ArrearsBill(settlements=("A2", "A1"))) == first


def test_filings_of_the_unit_are_filed_together_too(toy: House) -> None:
    filed = toy.file_many(booking(), report("甲"), report("乙"), booking())
    assert [each.result().number for each in filed] == ["D1", "D2", "D3", "D1"]


def test_a_lost_answer_about_the_unit_is_settled(toy: House) -> None:
    toy.hall.script("commit", [LOST])
    assert toy.file(report("甲")).state == "approved"
    assert toy.hall.effects == ["commit"]


def test_a_photo_comes_back_from_the_ledger_as_it_was(toy: House) -> None:
    update = sg.PersonUpdate(person=PERSON, changes=sg.PersonChanges(photo=JPEG))
    first = toy.file(update)
    other = toy.another()
    assert first.turn is not None
    turn = other.ledger.turn(first.turn)
    assert turn is not None
    assert isinstance(turn.filing, sg.PersonUpdate)
    assert turn.filing.changes.photo == JPEG
    assert other.file(update) == first
    toy.hall.decides = "in_review"
    toy.file(person("甲"))
    with pytest.raises(sg.AlreadyFiled) as taken:
        toy.file(update)
    assert taken.value.differences == ("changes.address", "changes.photo")
    other.close()


# -- asking and fetching -----------------------------------------------------------------------------------------------------


def test_a_query_that_nobody_answers_is_named(toy: House) -> None:
    with pytest.raises(sg.NotOffered, match="“FreePlacesQuery”"):
        toy.do("query", sg.FreePlacesQuery())


def test_a_files_name_may_be_somebodys_and_is_told_to_nobody(toy: House) -> None:
    case = toy.file(booking())
    file = toy.do("fetch", sg.DeclarationForm(case=case))
    [told] = [event for event in toy.events if event.what == "fetched"]
    assert told.detail == "DeclarationForm (application/json)"
    assert file.name not in told.detail


def test_a_form_saved_over_an_open_file_is_its_owners_only(tmp_path: Path) -> None:
    target = tmp_path / "form.pdf"
    target.write_bytes(b"older")
    target.chmod(0o644)
    sg.FetchedFile("form.pdf", "application/pdf", b"%PDF").save(target)
    assert (target.read_bytes(), stat.S_IMODE(target.stat().st_mode)) == (b"%PDF", 0o600)
