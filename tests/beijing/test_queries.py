"""What the hall answers (BJ-23 to BJ-29), read to its end, with the limits that the source names."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

import sigateway as sg
from sigateway_beijing import questions as q

from .world import FOUR, MEDICAL, Scene, enrolment, person, scene


@pytest.fixture
def stage() -> Scene:
    return scene(sg.SqliteLedger(":memory:"))


@pytest.fixture
def session(stage: Scene) -> Iterator[sg.Session]:
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        yield session


@pytest.mark.rule("BJ-23")
def test_what_the_unit_paid_is_of_the_four_insurances_only_and_not_before_november_2004(
    session: sg.Session,
) -> None:
    rows = session.query(q.UnitPaymentsQuery(from_month="2004-11", to_month="2026-10"))  # type: ignore[arg-type]
    assert {row.scheme for row in rows} == FOUR
    assert rows[-1].total == rows[-1].unit_part + rows[-1].person_part
    before = len(session.query(q.UnitArrearsQuery()))
    with pytest.raises(sg.NotOffered, match="2004-11"):
        session.query(q.UnitPaymentsQuery(from_month="2004-10", to_month="2004-12"))  # type: ignore[arg-type]
    assert before == 0
    with pytest.raises(sg.HallRefused, match="起止年月"):
        session.query(q.UnitPaymentsQuery(from_month="2026-10", to_month="2027-01"))  # type: ignore[arg-type]


@pytest.mark.rule("BJ-24")
def test_what_the_unit_owes_is_shown_for_medical_too(stage: Scene, session: sg.Session) -> None:
    stage.world.beijing.add_arrears(stage.unit.number, "310", "202609")
    assert [(str(row.month), row.scheme) for row in session.query(q.UnitArrearsQuery())] == [
        ("2026-09", sg.Scheme.MEDICAL)
    ]


@pytest.mark.rule("BJ-25")
def test_bases_are_between_floor_and_ceiling(stage: Scene, session: sg.Session) -> None:
    record = stage.somebody("bj here high wage")
    rows = session.query(q.ContributionBasesQuery(year=2026, id_number=record.number))
    assert {(row.wage, row.base) for row in rows} == {(Decimal("41000.00"), Decimal("35811.00"))}
    assert {row.scheme for row in rows} == FOUR | MEDICAL
    assert len({row.id_number for row in session.query(q.ContributionBasesQuery(year=2026))}) > 3


@pytest.mark.rule("BJ-26")
def test_people_are_shown_with_the_four_insurances_only(stage: Scene, session: sg.Session) -> None:
    people = session.query(q.InsuredPersonsQuery())
    assert {scheme for each in people for scheme in each.schemes} <= FOUR
    with pytest.raises(sg.HallRefused, match="不是本单位人员") as refused:
        session.query(q.InsuredPersonsQuery(id_number=stage.somebody("bj there man").number))
    assert [reason.rule for reason in refused.value.reasons] == ["BJ-26"]


@pytest.mark.rule("BJ-27")
def test_the_pension_account_over_the_years_and_of_one(stage: Scene, session: sg.Session) -> None:
    number = stage.somebody("bj here man").number
    years = session.query(q.PensionYearsQuery(id_number=number))
    assert [year.year for year in years] == [2025, 2026]
    one = session.query(q.PensionYearQuery(id_number=number, year=2025))
    assert one is not None
    assert (one.year, one.balance) == (2025, years[0].balance)
    assert session.query(q.PensionYearQuery(id_number=number, year=2020)) is None


@pytest.mark.rule("BJ-28")
def test_the_months_of_this_year_and_of_no_other(stage: Scene, session: sg.Session) -> None:
    number = stage.somebody("bj here man").number
    rows = session.query(q.PersonPaymentsQuery(id_number=number, year=2026))
    assert {row.scheme for row in rows} == FOUR
    assert len({row.month for row in rows}) >= 10
    with pytest.raises(sg.HallRefused, match="当年"):
        session.query(q.PersonPaymentsQuery(id_number=number, year=2025))


@pytest.mark.rule("BJ-29")
def test_the_accounts_of_1992_to_1995(stage: Scene, session: sg.Session) -> None:
    early = session.query(q.EarlyPensionQuery(id_number=stage.somebody("bj 1992").number))
    assert [year.year for year in early] == [1992, 1993, 1994, 1995]
    assert session.query(q.EarlyPensionQuery(id_number=stage.somebody("bj here man").number)) == ()


@pytest.mark.rule("BJ-06")
def test_whether_the_systems_agree_about_the_unit() -> None:
    stage = scene(sg.SqliteLedger(":memory:"), number="110105000002")
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        rows = session.query(q.UnitAgreementQuery())
    assert [(row.item, row.same) for row in rows if not row.same] == [("单位类型", False)]
    assert len(rows) == 4


@pytest.mark.rule("BJ-18")
def test_what_stands_in_one_system_only_is_found_without_asking_about_anybody(
    stage: Scene, session: sg.Session
) -> None:
    session.wait(session.file(enrolment(person(stage.somebody("bj elsewhere medical")))), timeout=900)
    stage.world.clock.advance(by=700)  # the systems tell each other every ten minutes
    found = session.query(q.DivergencesQuery(month="2026-11"))  # type: ignore[arg-type]
    assert [row.verdict for row in found] == ["结果不同"]
    names = {row.id_number for row in session.query(q.OneSidedPeopleQuery(month="2026-11"))}  # type: ignore[arg-type]
    assert stage.somebody("bj elsewhere medical").number in names


def test_a_query_that_this_hall_does_not_know_is_not_offered(session: sg.Session) -> None:
    with pytest.raises(sg.NotOffered):
        session.query(sg.ArrearsQuery())
