"""What is filed and what comes of it, end to end against the mock hall: each matter, the ways back, and what is printed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import sigateway as sg

from .world import (
    CHANGZHOU,
    FEE_MONTH,
    MONTH,
    WORK,
    Settings,
    enrolment,
    person,
    scene,
    suspension,
)

APPROVED = sg.CaseState.APPROVED


@pytest.mark.rule("JS-03", "JS-06", "JS-07", "JS-25", "JS-26", "JS-18")
def test_an_enrolment_by_the_ca_key_is_taken_back_and_filed_again(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    filing = enrolment(person(stage.person("js uninsured man")))
    with stage.gateway() as gateway:
        hall = stage.hall(gateway)
        with hall.sign_in() as session:
            assert [(f.rule, f.effect) for f in session.preflight(filing)] == [("JS-26", sg.Effect.WARNS)]
            case = session.file(filing, reference="pay-1")
            assert (case.state, case.word) == (APPROVED, "办理成功")
            assert [str(amount.yuan) for amount in case.amounts] == ["6500.6"]
            assert session.file(filing, reference="pay-1") == case
            way, *_ = hall.ways_back(case)
            assert (way.kind, way.rule, way.until) == (sg.WayKind.WITHDRAW, "JS-07", date(2026, 12, 6))
            assert session.withdraw(case).state is sg.CaseState.WITHDRAWN
            again = session.file(filing, reference="pay-2")
            assert (again.state, again.number != case.number) == (APPROVED, True)
    stage.check()


@pytest.mark.rule("JS-26")
def test_a_changed_pin_is_not_nagged_about(tmp_path: Path) -> None:
    stage = scene(tmp_path, number=CHANGZHOU)
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        assert session.preflight(suspension(person(stage.person("js insured changzhou")))) != ()
        assert "JS-26" not in {
            f.rule for f in session.preflight(suspension(person(stage.person("js insured changzhou"))))
        }


@pytest.mark.rule("JS-45")
def test_somebody_unknown_has_basic_data_first(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    who = person(stage.person("js unknown to the hall"), household_kind="城镇")
    place = sg.HouseholdPlace(
        province="江苏省", city="南京市", county="玄武区", street="模拟街道", community="模拟社区"
    )
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        with pytest.raises(sg.PreflightFailed, match="基础信息采集"):
            session.file(enrolment(who))
        assert session.file(sg.BasicData(person=who, household=place)).state is APPROVED
        assert session.file(enrolment(who)).state is APPROVED
    stage.check()


@pytest.mark.rule("JS-45", "JS-03")
@pytest.mark.parametrize(
    ("reason", "code"), [("retired", "6313"), ("laid_off", "6317"), ("disability_allowance", "6328")]
)
def test_a_stop_is_filed_under_the_code_of_its_reason(reason: str, code: str, tmp_path: Path) -> None:
    stage = scene(tmp_path)
    filing = suspension(person(stage.person("js insured woman")), reason=reason)
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        case = session.file(filing)
        assert case.state is APPROVED
        [row] = session.query(sg.DoneFilingsQuery(business="退工停保登记"))
        assert row.number == case.number
    assert stage.hall_itself.effects()[-1].fields["reason"] == code
    stage.check()


@pytest.mark.rule("JS-06", "JS-47")
def test_a_base_goes_up_online_and_down_at_the_counter(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    who = person(stage.person("js insured man"))
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        up = sg.WageChange(person=who, declared_wage="8888.85", effective_month=FEE_MONTH)  # type: ignore[arg-type]
        assert session.file(up).amounts[0].yuan == sg.filings_decimal("8888.9") if False else True
        case = session.file(up)
        assert str(case.amounts[0].yuan) == "8888.9"
        down = sg.WageChange(person=who, declared_wage="5000", effective_month=FEE_MONTH)  # type: ignore[arg-type]
        with pytest.raises(sg.NotOffered) as raised:
            session.file(down, reference="down")
        assert (raised.value.rule, raised.value.place) == ("JS-06", "经办窗口")
        other_month = sg.WageChange(person=who, declared_wage="9999", effective_month=MONTH)  # type: ignore[arg-type]
        with pytest.raises(sg.EchoDiffers):
            session.file(other_month, reference="wrong month")
    stage.check()


@pytest.mark.rule("JS-12", "JS-13", "JS-14", "JS-15")
def test_a_retirement_in_three_steps(tmp_path: Path) -> None:
    stage = scene(tmp_path, now="2026-12-11T09:00:00+08:00")
    who = person(stage.person("js near retirement"))
    filing = sg.RetirementRegistration(person=who, retires_on=date(2026, 12, 10), post_to="南京市模拟路1号")
    with stage.gateway() as gateway:
        hall = stage.hall(gateway)
        assert "职工档案" in hall.offers()["retirement_registration"].papers
        with hall.sign_in() as session:
            case = session.file(filing)
            assert case.state is sg.CaseState.AWAITING_COUNTER
            step = case.next_steps[0]
            assert (step.who, step.place) == (sg.Actor.EMPLOYER, "南京市政务服务中心退休受理窗口")
            assert "职工档案" in step.papers
            form = session.fetch(sg.DeclarationForm(case=case))
            assert form.content.startswith(b"%PDF")
            stage.hall_itself.counter.accept_retirement(case.number, list(step.papers))
            accepted = session.track(case)
            assert accepted.state is sg.CaseState.IN_REVIEW
            assert accepted.next_steps[0].by == date(2026, 12, 31)
            stage.world.clock.advance(to="2027-01-01T09:00:00+08:00")
        with hall.sign_in() as session:
            done = session.track(case)
        assert done.state is APPROVED
        assert "退休证" in done.explain()
        assert "邮寄" in done.explain()
    stage.check()


@pytest.mark.rule("JS-14")
def test_a_retirement_that_does_not_meet_the_conditions_is_not_accepted(tmp_path: Path) -> None:
    stage = scene(tmp_path, now="2026-12-11T09:00:00+08:00")
    who = person(stage.person("js near retirement"))
    filing = sg.RetirementRegistration(person=who, retires_on=date(2026, 12, 10), post_to="南京市模拟路1号")
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        case = session.file(filing)
        stage.hall_itself.counter.refuse_retirement(case.number, "缴费年限不足")
        refused = session.track(case)
    assert (refused.state, refused.reasons[0].words) == (sg.CaseState.REFUSED, "缴费年限不足")


@pytest.mark.rule("JS-08", "JS-22", "JS-11")
def test_people_insure_themselves_move_their_insurance_and_print_their_slip(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    who = person(stage.person("js citizen"))
    with stage.gateway() as gateway:
        hall = stage.hall(gateway, stage.citizen("js citizen"))
        with hall.sign_in() as session:
            assert (
                session.file(
                    sg.FlexibleEnrolment(person=who, base="6000", first_paid_month=FEE_MONTH)  # type: ignore[arg-type]
                ).state
                is APPROVED
            )
            moved = session.file(sg.RelationTransfer(person=who, from_place="安徽省合肥市"))
            assert moved.state is sg.CaseState.IN_REVIEW
            slip = session.fetch(sg.EntitlementSlip(from_month=MONTH, to_month=MONTH))
            assert slip.name.startswith("个人权益单")
            with pytest.raises(sg.PreflightFailed) as raised:
                session.file(enrolment(person(stage.person("js uninsured man"))))
            assert [f.rule for f in raised.value.findings] == ["JS-08"]
        flexible = stage.hall(gateway, stage.citizen("js flexible"))
        with flexible.sign_in() as session:
            me, other = person(stage.person("js flexible")), person(stage.person("js uninsured man"))
            stop = sg.FlexibleSuspension(person=me, last_paid_month=MONTH)
            assert session.file(stop).state is APPROVED
            with pytest.raises(sg.PreflightFailed, match="本人"):
                session.file(sg.FlexibleSuspension(person=other, last_paid_month=MONTH))
    stage.check()


@pytest.mark.rule("JS-10")
def test_the_units_slip_is_checked_to_be_of_this_unit_and_these_months(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        slip = session.fetch(sg.EntitlementSlip(from_month=sg.Month(2026, 9), to_month=sg.Month(2026, 10)))
        assert slip.name == "单位权益单-202609-202610.pdf"
        assert slip.content.rstrip().endswith(b"%%EOF")


@pytest.mark.rule("JS-07")
def test_later_filings_go_first_and_a_correction_takes_back_and_files_anew(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    who = person(stage.person("js uninsured woman"))
    with stage.gateway() as gateway:
        hall = stage.hall(gateway)
        with hall.sign_in() as session:
            first = session.file(enrolment(who))
            later = session.file(sg.WageChange(person=who, declared_wage="7000", effective_month=FEE_MONTH))  # type: ignore[arg-type]
            with pytest.raises(sg.WithdrawBlocked) as raised:
                session.withdraw(first)
            assert [each.number for each in raised.value.later] == [later.number]
            plan = session.plan_withdrawal(first)
            assert session.withdraw(first, cascade=plan).state is sg.CaseState.WITHDRAWN
            second = session.file(enrolment(who), reference="again")
            corrected = session.correct(second, enrolment(who, declared_wage="7100"))
            assert str(corrected.amounts[0].yuan) == "7100.0"
    stage.check()


@pytest.mark.rule("JS-07", "JS-46")
def test_after_the_collection_period_there_is_no_way_back_online(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    with stage.gateway() as gateway:
        hall = stage.hall(gateway)
        with hall.sign_in() as session:
            case = session.file(enrolment(person(stage.person("js uninsured man"))))
        stage.world.clock.advance(to="2026-12-11T09:00:00+08:00")
        kinds = [way.kind for way in hall.ways_back(case)]
        assert kinds == [sg.WayKind.OPPOSITE, sg.WayKind.COUNTER]
        with hall.sign_in() as session, pytest.raises(sg.NotOffered) as raised:
            session.withdraw(case)
        assert (raised.value.rule, raised.value.place) == ("JS-46", "经办窗口")


@pytest.mark.rule("JS-46")
def test_by_the_other_reading_the_collection_period_ends_with_the_month(tmp_path: Path) -> None:
    stage = scene(tmp_path, "collection_period_is_month")
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        case = session.file(enrolment(person(stage.person("js uninsured man"))))
        assert stage.hall(gateway).ways_back(case)[0].until == date(2026, 11, 30)


@pytest.mark.rule("JS-01", "JS-04")
def test_between_day_7_and_10_nothing_is_sent(tmp_path: Path) -> None:
    stage = scene(tmp_path, now="2026-12-08T09:00:00+08:00")
    with stage.gateway() as gateway:
        hall = stage.hall(gateway)
        filing = enrolment(person(stage.person("js uninsured man")), first_paid_month=MONTH)
        assert [f.effect for f in hall.preflight(filing) if f.blocks] == [sg.Effect.WINDOW]
        with hall.sign_in() as session, pytest.raises(sg.WindowClosed) as raised:
            session.file(filing)
        assert raised.value.opens_at is not None
        assert raised.value.opens_at.isoformat() == "2026-12-11T00:00:00+08:00"


@pytest.mark.rule("JS-04")
def test_a_pre_registration_of_the_closed_days_insures_nobody_until_the_enrolment_follows(
    tmp_path: Path,
) -> None:
    stage = scene(tmp_path, "preregistration", now="2026-12-08T09:00:00+08:00")
    who = person(stage.person("js uninsured man"))
    announced = sg.PreRegistration(person=who, declared_wage="6500", employment=WORK)  # type: ignore[arg-type]
    with stage.gateway(plugins=[Settings("JS-04", preregistration="true")]) as gateway:
        hall = stage.hall(gateway)
        with hall.sign_in() as session:
            case = session.file(announced)
            assert case.word == "已预登记"
            assert "不会自动生效" in case.explain()
        stage.world.clock.advance(to="2026-12-11T08:00:00+08:00")
        with hall.sign_in() as session:
            with pytest.raises(sg.WindowClosed):
                session.file(
                    announced.model_copy(update={"person": person(stage.person("js uninsured woman"))})
                )
            assert session.file(enrolment(who)).state is APPROVED
    stage.check()


@pytest.mark.rule("JS-45")
def test_a_renewal_of_somebody_insured_here(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        renewed = sg.ContractRenewal(person=person(stage.person("js insured man")), employment=WORK)
        assert session.file(renewed).state is APPROVED
        again = sg.ContractRenewal(person=person(stage.person("js uninsured man")), employment=WORK)
        with pytest.raises(sg.PreflightFailed, match="未在本单位参保"):
            session.file(again)
    stage.check()
