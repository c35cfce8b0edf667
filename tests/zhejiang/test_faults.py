"""Faults that meet people at work: a reviewer, a clerk, the end of a month. Every other fault is in the crash matrix (``faultkit.py``)."""

from __future__ import annotations

from pathlib import Path

import pytest

import sigateway as sg

from .world import NINGBO, enrolment, person, scene


@pytest.mark.rule("ZJ-13", "ZJ-40")
def test_a_take_back_that_came_too_late_says_so(tmp_path: Path) -> None:
    """It was lost on the way; by the time that is certain the item has been reviewed, and stands: the counter can undo it."""
    stage = scene(tmp_path)
    who = person(stage.known("zj uninsured man"))
    with stage.gateway(patience=900) as gateway, stage.hall(gateway).sign_in() as session:
        case = session.file(enrolment(who))
        stage.fault("hall.take_back.confirm", "reset", "before_commit")
        with pytest.raises(sg.NotOffered, match="审核之后网上不能撤回") as late:
            session.withdraw(case)
        assert (late.value.rule, late.value.place) == ("ZJ-40", "社保经办机构窗口")
        assert session.track(case).state is sg.CaseState.APPROVED
    assert stage.landed(who) == 1
    stage.world.faults.assert_consumed()
    stage.check()


@pytest.mark.rule("ZJ-11")
def test_a_clerks_item_of_the_same_person_is_not_taken_for_ours(tmp_path: Path) -> None:
    """The save is lost before it lands; meanwhile a clerk files the same person by hand, otherwise than we were asked to."""
    stage = scene(tmp_path)
    who = person(stage.known("zj uninsured man"))
    stage.fault("hall.enrol.save", "reset", "before_commit")

    def by_hand(event: sg.Event) -> None:
        if event.what == "in doubt":
            stage.world.zhejiang.clerk.enrol(
                NINGBO, idCard=who.document.number, name=who.name, mobile="13800000002", nation="01", hukou="10",
                workForm="1", contractStart="2026-11-02", wage="9999.00", pensionFrom="202611", unemploymentFrom="202611",
                injury="1",
            )  # fmt: skip

    with (
        stage.gateway(observers=[by_hand]) as gateway,
        stage.hall(gateway).sign_in() as session,
        pytest.raises(sg.SigatewayError) as ended,
    ):
        session.file(enrolment(who))
    assert isinstance(ended.value, sg.HallRefused | sg.OutcomeUnknown)
    assert [item.filed["wage"] for item in stage.world.zhejiang.effects()] == ["9999.00"]
    stage.check()


@pytest.mark.rule("ZJ-08")
def test_a_month_that_ends_while_it_is_filed_is_the_halls_to_refuse(tmp_path: Path) -> None:
    stage = scene(tmp_path, now="2026-12-31T23:50:00+08:00")
    work = sg.Employment(contract_start=sg.Month(2026, 12).first_day, form=sg.EmploymentForm.FULL_TIME)
    stage.fault("hall.enrol.save", "window_closes")
    who = person(stage.known("zj uninsured man"))
    filing = enrolment(who, first_paid_month="2026-12", employment=work)
    with (
        stage.gateway() as gateway,
        stage.hall(gateway).sign_in() as session,
        pytest.raises(sg.HallRefused) as refused,
    ):
        session.file(filing)
    assert "工伤" in refused.value.reasons[0].words, "December's injury insurance cannot begin in January"
    assert stage.landed(who) == 0
    # In January it is last month's for the pension, and this month's for the injury insurance: the same filing is taken.
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        assert session.wait(session.file(filing)).state is sg.CaseState.APPROVED
    assert stage.world.zhejiang.insured(NINGBO, who.document.number, "pension", "202612")
    assert not stage.world.zhejiang.insured(NINGBO, who.document.number, "injury", "202612")
    stage.check()
