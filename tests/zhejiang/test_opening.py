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


@pytest.mark.rule("ZJ-15", "ZJ-11")
@pytest.mark.parametrize("rejected", [1, 2])
def test_an_opening_of_which_some_staff_did_not_pass_is_partly_done(tmp_path: Path, rejected: int) -> None:
    """The company is open whatever becomes of its staff; whoever did not pass is filed anew, by an enrolment of his own."""
    stage = scene(tmp_path)
    filing = opening(stage)
    with stage.gateway() as gateway, at_the_company(stage, gateway).sign_in() as session:
        case = session.file(filing)
        staff = case.parts[1:]
        assert [(part.title, part.state) for part in staff] == [
            ("第1人", sg.CaseState.IN_REVIEW),
            ("第2人", sg.CaseState.IN_REVIEW),
        ]
        for part in staff[:rejected]:
            stage.world.zhejiang.reviewer.reject(part.number, ["材料与本人不符"])
        case = session.wait(case)
        assert case.state is sg.CaseState.PARTLY
        assert [part.state.value for part in case.parts] == [
            "approved", *["refused"] * rejected, *["approved"] * (2 - rejected)
        ]  # fmt: skip
        assert [reason.words for reason in case.parts[1].reasons] == ["材料与本人不符"]
        assert case.parts[2].reasons == case.parts[1].reasons * (rejected - 1)
        said = case.explain()
        assert "单位开户：已办结" in said
        assert "第1人：未受理（大厅显示“审核不通过”）" in said
        assert "另行申报参保登记" in said
        [way] = at_the_company(stage, gateway).ways_back(case)
        assert (way.kind, way.rule) == (sg.WayKind.OPPOSITE, "ZJ-15")
        with pytest.raises(sg.NotOffered, match=r"第1人.*另行申报参保登记"):
            session.file(filing)  # a company opens once
        again = session.file(filing.staff[0], reference="anew")
        assert session.wait(again).state is sg.CaseState.APPROVED
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
