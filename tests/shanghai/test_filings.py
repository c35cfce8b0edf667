"""Each business against the mock hall: the verdict at once, what it assesses, its reasons, and both forms."""

from __future__ import annotations

import asyncio
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

import sigateway as sg

from .world import (
    FIRST,
    SECOND,
    back_payment,
    enrolment,
    noted,
    scene,
    scene_in,
    suspension,
    wage_change,
)


def amounts(case: sg.Case) -> dict[str, Decimal]:
    return {each.label: each.yuan for each in case.amounts}


@pytest.mark.rule("SH-23", "SH-28")
@pytest.mark.parametrize(
    ("who", "kind"), [("uninsured man", "新进"), ("ever insured", "转入"), ("uninsured, out of town", "新进")]
)
def test_an_enrolment_is_taken_at_once_with_its_assessment(tmp_path: Path, who: str, kind: str) -> None:
    """12000 yuan in November 2026 at 0.16 per cent: 3079.20 of the unit, 1260.00 of the person, as the wire page works out."""
    stage = scene(tmp_path)
    person = noted(stage, who)
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        case = session.file(enrolment(person), reference="pay-1029")
        assert case.state is sg.CaseState.APPROVED
        assert amounts(case) == {
            "核定缴费基数": Decimal("12000.0"),
            "单位合计": Decimal("3079.20"),
            "个人合计": Decimal("1260.00"),
            "合计": Decimal("4339.20"),
        }
        assert session.track(case).state is sg.CaseState.APPROVED
        again = session.file(enrolment(person), reference="pay-1029")
        assert again.number == case.number, "the same filing stands"
        assert "已办结" in case.explain()
    assert stage.standing() == [case.number]
    assert stage.world.shanghai.is_insured(FIRST, person.document.number)
    stage.check()


@pytest.mark.rule("SH-28")
def test_an_enrolment_from_months_ago_is_followed_by_a_back_payment(tmp_path: Path) -> None:
    """如转入申报后又办理了补缴申报."""
    stage = scene(tmp_path)
    who = noted(stage, "uninsured woman")
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        taken = session.file(enrolment(who, back_pay_from="2026-08"))
        assert "应另行申报补缴" in taken.next_steps[0].what
        standing = stage.world.shanghai.standing(FIRST, who.document.number)
        assert sorted(standing.unpaid) == ["202608", "202609", "202610"]
        paid = session.file(back_payment(who, "2026-08", "2026-10"))
        assert amounts(paid)["合计"] == 3 * Decimal("4339.20")
        assert sorted(stage.world.shanghai.standing(FIRST, who.document.number).unpaid) == []
    stage.check()


@pytest.mark.rule("SH-23", "SH-29")
@pytest.mark.parametrize(
    ("wage", "base"),
    [("5900.55", "7600.0"), ("41000", "38000.0"), ("8123.45", "8123.5"), ("8123.44", "8123.4")],
)
def test_a_wage_is_kept_to_the_jiao_and_assessed_between_floor_and_ceiling(
    tmp_path: Path, wage: str, base: str
) -> None:
    stage = scene(tmp_path)
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        case = session.file(wage_change(noted(stage, "insured here man"), wage))
        assert amounts(case)["核定缴费基数"] == Decimal(base)
    stage.check()


@pytest.mark.rule("SH-28", "SH-29")
def test_who_is_stopped_here_is_transferred_in_elsewhere_the_month_after(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    who = noted(stage, "insured here woman")
    other = scene_in(stage.world, tmp_path, SECOND)
    with stage.gateway() as gateway:
        with other.hall(gateway).sign_in() as theirs, pytest.raises(sg.PreflightFailed, match="原单位"):
            theirs.file(enrolment(who))
        with stage.hall(gateway).sign_in() as session:
            stopped = session.file(suspension(who, last_paid_month="2026-10"))
            assert (stopped.state, amounts(stopped)["合计"]) == (sg.CaseState.APPROVED, Decimal("0.00"))
        with other.hall(gateway).sign_in() as theirs:
            assert theirs.file(enrolment(who)).state is sg.CaseState.APPROVED
        with (
            stage.hall(gateway).sign_in() as session,
            pytest.raises(sg.HallRefused, match="其他单位") as refused,
        ):
            session.withdraw(stopped)
        assert [reason.code for reason in refused.value.reasons] == ["X005"]
    stage.check()


@pytest.mark.rule("SH-29", "SH-23")
def test_a_base_year_is_declared_in_its_period(tmp_path: Path) -> None:
    stage = scene(tmp_path, now="2026-07-10T09:00:00+08:00")
    who = noted(stage, "insured here man")
    filing = sg.AnnualWageDeclaration(person=who, average_monthly_wage="9100.25", year=2026)
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        case = session.file(filing)
        assert case.state is sg.CaseState.APPROVED
        assert stage.world.shanghai.declaration(case.number).fields["gzsr"] == "9100.3"
    (tmp_path / "other").mkdir()
    other = scene_in(stage.world, tmp_path / "other", FIRST)  # another vendor's ledger
    with (
        other.gateway() as gateway,
        other.hall(gateway).sign_in() as session,
        pytest.raises(sg.PreflightFailed, match="已申报"),
    ):
        session.file(filing)
    stage.check()


@pytest.mark.rule("SH-24")
def test_reasons_come_at_once_all_of_a_stage_together(tmp_path: Path) -> None:
    stage = scene(tmp_path, SECOND)  # founded on 2026-08-20
    filing = enrolment(noted(stage, "uninsured man"), first_paid_month="2026-04", declared_wage="2000")
    with stage.gateway(trust="E4") as gateway, stage.hall(gateway).sign_in() as session:
        with pytest.raises(sg.HallRefused) as refused:
            session.file(filing)
        assert {reason.code for reason in refused.value.reasons} == {"C104", "C105", "C107"}
        assert all(reason.plain and reason.cure for reason in refused.value.reasons)
    assert stage.standing() == []
    stage.check()


@pytest.mark.rule("SH-19", "SH-24")
def test_outside_of_the_window_neither_side_lets_it_through(tmp_path: Path) -> None:
    stage = scene(tmp_path, now="2026-11-26T15:59:00+08:00")
    who = noted(stage, "uninsured man")
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        first = session.file(enrolment(who))
        stage.world.clock.advance(to="2026-11-26T16:00:00+08:00")
        with pytest.raises(sg.WindowClosed) as closed:
            session.file(suspension(who))
        assert closed.value.opens_at.isoformat() == "2026-12-05T09:00:00+08:00"
        with pytest.raises(sg.NotOffered, match="业务变更期"):
            session.withdraw(first)
    with stage.gateway(trust="E4") as gateway, stage.hall(gateway).sign_in() as session:
        with pytest.raises(sg.HallRefused) as refused:
            session.file(suspension(who))
        assert [(reason.code, reason.rule) for reason in refused.value.reasons] == [("W001", "SH-19")]
    stage.check()


@pytest.mark.rule("SH-19")
def test_what_was_checked_before_the_hour_and_submitted_after_it_is_refused_and_clear(tmp_path: Path) -> None:
    stage = scene(tmp_path, now="2026-11-26T15:59:58+08:00")
    stage.fault("declaration.submit", "window_closes", advance=5)
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        with pytest.raises(sg.HallRefused) as refused:
            session.file(enrolment(noted(stage, "uninsured man")))
        assert [reason.code for reason in refused.value.reasons] == ["W001"]
    stage.world.faults.assert_consumed()
    assert stage.standing() == []
    stage.check()


@pytest.mark.rule("SH-29")
def test_a_personal_number_is_the_units_to_choose_and_nobody_elses(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    man, woman = noted(stage, "uninsured man"), noted(stage, "uninsured woman")
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        chosen = session.file(enrolment(man, personal_number="9001"))
        assert stage.world.shanghai.declaration(chosen.number).fields["grxh"] == "9001"
        with pytest.raises(sg.PreflightFailed, match="个人序号重复"):
            session.file(enrolment(woman, personal_number="9001"))
        given = session.file(enrolment(woman))
        assert stage.world.shanghai.declaration(given.number).fields["grxh"] == "9002", (
            "the highest, plus one"
        )
    stage.check()


@pytest.mark.rule("SH-29")
def test_who_came_from_elsewhere_has_a_talent_permit(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        case = session.file(enrolment(noted(stage, "uninsured, out of town"), talent_permit="SH20261"))
    fields = stage.world.shanghai.declaration(case.number).fields
    assert (fields["wlry"], fields["rczh"]) == ("1", "SH20261")
    stage.check()


@pytest.mark.rule("SH-24")
def test_a_wrong_filing_is_corrected_by_withdrawing_and_filing_anew(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    who = noted(stage, "uninsured man")
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        wrong = session.file(enrolment(who, declared_wage="21000"))
        right = session.correct(wrong, enrolment(who, declared_wage="12000"))
        assert session.track(wrong).state is sg.CaseState.WITHDRAWN
    assert stage.standing() == [right.number]
    stage.check()


@pytest.mark.rule("SH-24", "SH-29")
def test_what_would_be_filed_otherwise_than_asked_is_never_sent(tmp_path: Path) -> None:
    """No choice of insurances: the check shows all of the unit's. What is left is a slip, which lapses."""
    stage = scene(tmp_path)
    filing = enrolment(noted(stage, "uninsured man"), schemes=frozenset({sg.Scheme.PENSION}))
    with stage.gateway(trust="E4") as gateway, stage.hall(gateway).sign_in() as session:
        with pytest.raises(sg.EchoDiffers) as differs:
            session.file(filing)
        assert [field.label for field in differs.value.fields if field.differs] == ["险种"]
        left = differs.value.case
        assert left.state is sg.CaseState.DRAFT
        assert session.discard(left).state is sg.CaseState.DISCARDED
    assert (stage.standing(), stage.asked("declaration.submit")) == ([], 0)
    stage.check()


def test_the_async_gateway_does_the_same(tmp_path: Path) -> None:
    stage = scene(tmp_path)

    async def visit() -> sg.Case:
        async with sg.AsyncGateway(**stage.ports()) as gateway:
            hall = gateway.hall(
                "shanghai", unit=stage.unit, credentials=stage.credentials, sites=stage.addresses()
            )
            async with await hall.sign_in() as session:
                case = await session.file(enrolment(noted(stage, "uninsured man")))
                plan = await session.plan_withdrawal(case)
                return await session.withdraw(case, cascade=plan)

    assert asyncio.run(visit()).state is sg.CaseState.WITHDRAWN
    stage.check()


# --- forms ----------------------------------------------------------------------------------------------------------


def text_of(file: sg.FetchedFile) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(file.content)).pages)


@pytest.mark.rule("SH-16", "SH-17")
@pytest.mark.parametrize(
    ("form", "title"), [(sg.DeclarationForm, "社会保险业务申报表"), (sg.AssessmentForm, "社会保险业务核定表")]
)
def test_both_forms_are_printed_at_once_and_again_after_the_window(
    tmp_path: Path, form: Any, title: str
) -> None:
    stage = scene(tmp_path)
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        case = session.file(enrolment(noted(stage, "uninsured man")))
        at_once = session.fetch(form(case=case))
        assert at_once.name == f"{title}-{case.number}.pdf"
        assert title in text_of(at_once)
        assert case.number in text_of(at_once)
        stage.world.clock.advance(to="2026-11-28T20:00:00+08:00")
    with stage.gateway() as later, stage.hall(later, "authorised").sign_in() as session:
        assert session.fetch(form(case=case)).content == at_once.content, "查询打印, by another certificate"
    stage.check()


@pytest.mark.rule("SH-16")
def test_the_assessment_states_what_the_case_says_and_is_stamped_once_withdrawn(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        case = session.file(enrolment(noted(stage, "uninsured man")))
        printed = text_of(session.fetch(sg.AssessmentForm(case=case)))
        assert all(f"{yuan:f}" in printed for yuan in amounts(case).values())
        assert "已撤销" not in printed
        gone = session.withdraw(case)
        assert "已撤销" in text_of(session.fetch(sg.AssessmentForm(case=gone)))
        with pytest.raises(sg.WireChanged):  # the total of another case under this one's name
            session.fetch(sg.AssessmentForm(case=_with_total(case, "1.00")))
        with pytest.raises(sg.HallRefused, match="未找到"):
            session.fetch(sg.DeclarationForm(case=case.model_copy(update={"number": "20261100009999"})))
    stage.check()


def _with_total(case: sg.Case, yuan: str) -> sg.Case:
    return case.model_copy(update={"amounts": (sg.Amount(label="合计", yuan=yuan),)})


def test_what_was_declared_by_whomever_is_listed_newest_first(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    hall = stage.world.shanghai
    by_hand = hall.clerk.declare(
        FIRST, "04", zjhm=noted(stage, "insured here man").document.number, gzsr="9000"
    )
    counter = hall.counter.declare(FIRST, "02", zjhm=noted(stage, "insured here woman").document.number)
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        ours = session.file(enrolment(noted(stage, "uninsured man")))
        listed = session.query(sg.DoneFilingsQuery())
        assert [each.number for each in listed] == [ours.number, counter, by_hand]
        assert [each.business for each in listed] == ["转入", "转出", "工资性收入申报"]
        (stops,) = session.query(sg.DoneFilingsQuery(business="转出"))
        assert stops.number == counter


def test_nothing_that_is_told_holds_a_person_a_wage_or_a_pin(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    stage, told = scene(tmp_path), []
    who = noted(stage, "insured here man")
    caplog.set_level("DEBUG")
    with stage.gateway(observers=[told.append]) as gateway, stage.hall(gateway).sign_in() as session:
        case = session.file(wage_change(who, "9876.5"))
        with pytest.raises(sg.PreflightFailed) as refused:
            session.file(enrolment(who))
        session.fetch(sg.AssessmentForm(case=case))
        session.withdraw(case)
        facts = session.preflight(wage_change(who, "9876.4"))
    shown = f"{told} {caplog.text} {refused.value} {case!r} {facts!r} {session!r}"
    secrets = (who.document.number, who.name, "9876.5", "9876.4", stage.key("supervisor").pin)
    assert [secret for secret in secrets if secret in shown] == []
    assert len(told) > 10
