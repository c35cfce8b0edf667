"""A new company opens its insurance and enrols its staff in the same step (ZJ-15)."""

from __future__ import annotations

from pathlib import Path

import pytest

import sigateway as sg

from .world import NEW_COMPANY, Scene, company, enrolment, opening, person, scene


def at_the_company(stage: Scene, gateway: sg.Gateway) -> sg.Hall:
    return company(stage, NEW_COMPANY).hall(gateway)


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
    assert len(stage.world.zhejiang.effects("enrolment")) == 3
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
    assert stage.world.zhejiang.effects() == []


@pytest.mark.rule("ZJ-15")
def test_one_that_is_open_already_is_told_so(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    with (
        stage.gateway() as gateway,
        stage.hall(gateway).sign_in() as session,
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
    assert stage.world.zhejiang.effects() == []
