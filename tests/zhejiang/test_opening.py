"""A new company opens its insurance and enrols its staff in the same step (ZJ-15)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import sigateway as sg

from .world import THREE, Scene, enrolment, person, scene

NAME = "模拟新设企业有限公司"


def company(stage: Scene) -> sg.InsuredUnit:
    """Nobody has a number for it yet, so it is named by its credit code."""
    account = next(each for each in stage.hall.store.accounts.values() if each.name == NAME)
    return sg.InsuredUnit(
        employer=sg.Employer(name=NAME, uscc=account.account),
        region="zhejiang",
        number=account.account,
        schemes=THREE,
    )


def at_the_company(stage: Scene, gateway: sg.Gateway) -> sg.Hall:
    unit = company(stage)
    return stage.at(gateway, unit=unit, credentials=stage.credentials(unit.number))


def opening(stage: Scene, **changes: Any) -> sg.EmployerOpening:
    staff = tuple(enrolment(person(stage.known(note))) for note in ("zj uninsured man", "zj unknown man"))
    return sg.EmployerOpening(
        **{"contact": "专管员甲", "contact_mobile": "13800000009", "staff": staff, **changes}
    )


@pytest.mark.rule("ZJ-15")
def test_a_company_opens_with_its_staff(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    with stage.gateway() as gateway, at_the_company(stage, gateway).sign_in() as session:
        case = session.file(opening(stage))
        assert case.state is sg.CaseState.IN_REVIEW
        assert session.wait(case).state is sg.CaseState.APPROVED
        # The unit exists from now on, in the same session too.
        more = session.file(enrolment(person(stage.known("zj uninsured woman"))))
        assert session.wait(more).state is sg.CaseState.APPROVED
        assert session.file(opening(stage)).number == case.number, "a company opens once"
    assert len(stage.hall.effects("enrolment")) == 3
    stage.check()


@pytest.mark.rule("ZJ-15")
def test_before_it_is_open_nothing_else_is_filed(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    with (
        stage.gateway() as gateway,
        at_the_company(stage, gateway).sign_in() as session,
        pytest.raises(sg.BeforeSending),
    ):
        session.file(enrolment(person(stage.known("zj uninsured man"))))
    assert stage.hall.effects() == []


@pytest.mark.rule("ZJ-15")
def test_one_that_is_open_already_is_told_so(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    with (
        stage.gateway() as gateway,
        stage.at(gateway).sign_in() as session,
        pytest.raises(sg.PreflightFailed, match="ZJ-15"),
    ):
        session.file(opening(stage))


@pytest.mark.rule("ZJ-15")
def test_one_of_the_staff_who_cannot_be_enrolled_stops_the_opening(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    poor = enrolment(person(stage.known("zj uninsured man")), declared_wage="1500")
    with (
        stage.gateway() as gateway,
        at_the_company(stage, gateway).sign_in() as session,
        pytest.raises(sg.PreflightFailed, match="第1人"),
    ):
        session.file(opening(stage, staff=(poor,)))
    assert stage.hall.effects() == []


@pytest.mark.rule("ZJ-15")
@pytest.mark.parametrize("when", ["before_commit", "after_commit"])
def test_a_lost_answer_is_settled_by_whether_the_company_is_open(tmp_path: Path, when: str) -> None:
    stage = scene(tmp_path, "accepts_duplicates")
    stage.fault("hall.opening.submit", "reset", when)
    with stage.gateway() as gateway, at_the_company(stage, gateway).sign_in() as session:
        assert session.file(opening(stage)).number
    assert len(stage.hall.effects("enrolment")) == 2
    stage.world.faults.assert_consumed()
    stage.check()
