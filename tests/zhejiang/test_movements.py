"""Enrolment, suspension, progress and take-back, end to end against the mock hall."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

import sigateway as sg

from .world import NINGBO, Own, enrolment, person, rule, scene, suspension


@pytest.mark.rule("ZJ-06", "ZJ-07", "ZJ-10", "ZJ-11", "ZJ-41")
def test_an_enrolment_is_saved_once_and_reviewed(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    who = person(stage.known("zj uninsured man"))
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        case = session.file(enrolment(who))
        assert (case.state, case.word) == (sg.CaseState.IN_REVIEW, "审核中")
        assert session.file(enrolment(who)).number == case.number, "the same filing is not sent twice"
        approved = session.wait(case)
    assert (approved.state, approved.word) == (sg.CaseState.APPROVED, "审核通过")
    assert [amount.yuan for amount in approved.amounts] == [Decimal("6500.00")]
    for scheme in ("pension", "unemployment", "injury"):
        assert stage.world.zhejiang.insured(NINGBO, who.document.number, scheme, "202611")
    assert stage.landed(who) == 1
    stage.check()


@pytest.mark.rule("ZJ-07")
def test_somebody_the_hall_does_not_know_is_typed_in(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    who = person(stage.known("zj unknown man"))
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        assert session.wait(session.file(enrolment(who))).state is sg.CaseState.APPROVED
    stage.check()


@pytest.mark.rule("ZJ-07")
def test_what_the_hall_knows_is_read_in_where_the_filing_is_silent(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    record = stage.known("zj stopped here")
    who = person(record, mobile=None, nation=None, household_kind=None, household_place=None)
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        assert session.wait(session.file(enrolment(who))).state is sg.CaseState.APPROVED
    (item,) = [item for item in stage.world.zhejiang.effects() if item.person == record.number]
    assert (item.filed["nation"], item.filed["mobile"]) == (record.nation, record.mobile)


@pytest.mark.rule("ZJ-08", "ZJ-09")
def test_last_month_is_the_pensions_and_never_the_injury_insurances(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    who = person(stage.known("zj uninsured woman"))
    work = sg.Employment(contract_start=date(2026, 10, 8), form=sg.EmploymentForm.FULL_TIME)
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        case = session.wait(session.file(enrolment(who, first_paid_month="2026-10", employment=work)))
    assert case.differs == ()
    number = who.document.number
    assert stage.world.zhejiang.insured(NINGBO, number, "pension", "202610")
    assert not stage.world.zhejiang.insured(NINGBO, number, "injury", "202610")
    assert stage.world.zhejiang.insured(NINGBO, number, "injury", "202611")
    stage.check()


@pytest.mark.rule("ZJ-14")
def test_who_was_insured_before_is_resumed_in_the_same_way(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    who = person(stage.known("zj stopped here"))
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        assert session.wait(session.file(enrolment(who))).state is sg.CaseState.APPROVED
    (item,) = [item for item in stage.world.zhejiang.effects() if item.person == who.document.number]
    assert item.change_kind == "resumed"


@pytest.mark.rule("ZJ-16", "ZJ-17", "ZJ-18", "ZJ-19", "ZJ-20", "ZJ-21")
def test_the_stop_month_is_unpaid(tmp_path: Path) -> None:
    """The vendor names the last paid month; the hall is told the month after it, which is not paid."""
    stage = scene(tmp_path)
    who = person(stage.known("zj here man"))
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        case = session.file(suspension(who, last_paid_month="2026-10"))
        assert (case.state, case.differs) == (sg.CaseState.IN_REVIEW, ())
        assert session.wait(case).state is sg.CaseState.APPROVED
        assert session.file(suspension(who, last_paid_month="2026-10")).number == case.number, "it stands"
    (item,) = [
        item for item in stage.world.zhejiang.effects("suspension") if item.person == who.document.number
    ]
    assert item.filed["pensionStop"] == "202611"
    for scheme in ("pension", "unemployment", "injury"):
        assert stage.world.zhejiang.insured(NINGBO, who.document.number, scheme, "202610")
        assert not stage.world.zhejiang.insured(NINGBO, who.document.number, scheme, "202611")
    stage.check()


@pytest.mark.rule("ZJ-18", "ZJ-19")
@pytest.mark.parametrize(
    ("last", "taken"), [("2026-08", False), ("2026-09", True), ("2026-10", True), ("2026-11", False)]
)
def test_the_last_paid_month_is_two_months_ago_or_last_month(tmp_path: Path, last: str, taken: bool) -> None:
    stage = scene(tmp_path)
    who = person(stage.known("zj here woman"))
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        blocking = [
            found.rule for found in session.preflight(suspension(who, last_paid_month=last)) if found.blocks
        ]
        assert blocking == ([] if taken else ["ZJ-18"])
        if taken:
            assert (
                session.wait(session.file(suspension(who, last_paid_month=last))).state
                is sg.CaseState.APPROVED
            )
        else:
            with pytest.raises(sg.PreflightFailed, match="ZJ-18"):
                session.file(suspension(who, last_paid_month=last))
    stage.check()


@pytest.mark.rule("ZJ-23")
def test_a_pension_is_not_stopped_without_the_injury_insurance(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    who = person(stage.known("zj here man"))
    alone = suspension(who, schemes={sg.Scheme.PENSION})
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        assert [found.rule for found in session.preflight(alone) if found.blocks] == ["ZJ-23"]
        both = suspension(who, schemes={sg.Scheme.PENSION, sg.Scheme.INJURY})
        session.wait(session.file(both))
    number = who.document.number
    assert stage.world.zhejiang.insured(NINGBO, number, "unemployment", "202611"), (
        "what was not named goes on"
    )
    assert not stage.world.zhejiang.insured(NINGBO, number, "pension", "202611")


@pytest.mark.rule("ZJ-12", "ZJ-13")
def test_taken_back_it_is_void_and_a_new_item_is_made(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    who = person(stage.known("zj uninsured man"))
    with stage.gateway() as gateway:
        hall = stage.hall(gateway)
        with hall.sign_in() as session:
            first = session.file(enrolment(who))
            assert [str(way.kind) for way in hall.ways_back(first)] == ["withdraw"]
            void = session.withdraw(first)
            assert (void.state, void.word) == (sg.CaseState.WITHDRAWN, "已作废")
            assert hall.ways_back(void) == []
            second = session.file(enrolment(who))
            assert second.number != first.number
            assert session.wait(second).state is sg.CaseState.APPROVED
    assert stage.landed(who) == 1
    stage.check()


@pytest.mark.rule("ZJ-12", "ZJ-13")
def test_a_correction_takes_back_and_files_anew(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    who = person(stage.known("zj uninsured man"))
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        wrong = session.file(enrolment(who))
        right = session.correct(wrong, enrolment(who, declared_wage="7200"))
        assert session.wait(right).amounts[0].yuan == Decimal("7200.00")
    assert [item.filed["wage"] for item in stage.world.zhejiang.effects()] == ["7200.00"]
    stage.check()


@pytest.mark.rule("ZJ-40", "ZJ-41")
def test_what_did_not_pass_has_nothing_to_be_taken_back(tmp_path: Path) -> None:
    """It never took effect: neither the counter nor a stop has anything to undo."""
    stage = scene(tmp_path)
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        case = session.file(enrolment(person(stage.known("zj uninsured man"))))
        stage.world.zhejiang.reviewer.reject(case.number, ["材料与本人不符"])
        refused = session.wait(case)
        assert refused.state is sg.CaseState.REFUSED
        with pytest.raises(sg.NotOffered, match="没有生效") as why:
            session.withdraw(refused)
    assert "重新申报" in str(why.value)
    assert "暂停参保" not in str(why.value)
    assert why.value.place is None


@pytest.mark.rule("ZJ-40")
def test_after_the_review_nothing_is_taken_back(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    who = person(stage.known("zj uninsured man"))
    with stage.gateway() as gateway:
        hall = stage.hall(gateway)
        with hall.sign_in() as session:
            approved = session.wait(session.file(enrolment(who)))
            assert [str(way.kind) for way in hall.ways_back(approved)] == ["opposite", "counter"]
            with pytest.raises(sg.NotOffered, match="审核") as refused:
                session.withdraw(approved)
    assert refused.value.rule == "ZJ-40"
    assert stage.landed(who) == 1


@pytest.mark.rule("ZJ-40")
@pytest.mark.parametrize("setting", ["no", "yes"])
def test_a_suspension_is_taken_back_only_where_the_setting_says_so(tmp_path: Path, setting: str) -> None:
    stage = scene(tmp_path, *(["suspension_take_back"] if setting == "yes" else []))
    own = Own(rule("ZJ-40", {"suspension_take_back": setting, "take_back_until": "review"}))
    who = person(stage.known("zj here man"))
    with stage.gateway(plugins=[own]) as gateway:
        hall = stage.hall(gateway)
        with hall.sign_in() as session:
            case = session.file(suspension(who))
            if setting == "yes":
                assert session.withdraw(case).state is sg.CaseState.WITHDRAWN
            else:
                assert [str(way.kind) for way in hall.ways_back(case)] == ["wait", "counter"]
                with pytest.raises(sg.NotOffered, match="不能撤回"):
                    session.withdraw(case)
    stage.check()


@pytest.mark.rule("ZJ-40")
def test_where_the_setting_lets_it_an_approved_item_is_taken_back_in_its_month(tmp_path: Path) -> None:
    stage = scene(tmp_path, "take_back_after_approval")
    own = Own(rule("ZJ-40", {"suspension_take_back": "no", "take_back_until": "month_end"}))
    who = person(stage.known("zj uninsured man"))
    with stage.gateway(plugins=[own]) as gateway:
        hall = stage.hall(gateway)
        with hall.sign_in() as session:
            approved = session.wait(session.file(enrolment(who)))
            assert hall.ways_back(approved)[0].until == date(2026, 11, 30)
            assert session.withdraw(approved).state is sg.CaseState.WITHDRAWN
    assert not stage.world.zhejiang.insured(NINGBO, who.document.number, "pension", "202611")
    stage.check()


@pytest.mark.rule("ZJ-11", "ZJ-21")
def test_what_did_not_pass_says_why_and_is_filed_anew(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    who = person(stage.known("zj uninsured man"))
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        case = session.file(enrolment(who))
        stage.world.zhejiang.reviewer.reject(case.number, ["合同日期与劳动用工备案不一致"])
        failed = session.wait(case)
        assert failed.state is sg.CaseState.REFUSED
        assert [reason.words for reason in failed.reasons] == ["合同日期与劳动用工备案不一致"]
        assert "合同日期与劳动用工备案不一致" in failed.explain()
        again = session.file(enrolment(who))
        assert again.number != case.number
    stage.check()


@pytest.mark.rule("ZJ-11", "ZJ-21")
def test_the_progress_query_shows_what_was_filed_by_hand_too(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    who = person(stage.known("zj uninsured man"))
    by_hand = stage.known("zj here man")
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        case = session.file(enrolment(who))
        hers = stage.world.zhejiang.clerk.suspend(
            NINGBO, idCard=by_hand.number, name=by_hand.name, pensionStop="202611", unemploymentStop="202611",
            injuryStop="202611", reason="03", endedOn="2026-11-05",
        )  # fmt: skip
        found = session.query(sg.DoneFilingsQuery())
        only = session.query(sg.DoneFilingsQuery(business="职工暂停参保"))
    assert [row.number for row in found] == sorted([case.number, hers], reverse=True)
    assert [row.number for row in only] == [hers]


@pytest.mark.rule("ZJ-22")
def test_medical_insurance_is_not_offered_here_and_its_entrance_is_named(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    who = person(stage.known("zj uninsured man"))
    with stage.gateway() as gateway:
        hall = stage.hall(gateway)
        elsewhere = hall.offers()["medical_enrolment"]
        assert isinstance(elsewhere, sg.Elsewhere)
        assert "原入口" in elsewhere.place
        with hall.sign_in() as session, pytest.raises(sg.NotOffered, match="医疗") as refused:
            session.file(enrolment(who, schemes={sg.Scheme.PENSION, sg.Scheme.MEDICAL}))
    assert (refused.value.rule, refused.value.place) == ("ZJ-22", elsewhere.place)
    assert stage.landed(who) == 0


@pytest.mark.rule("ZJ-43")
def test_carrying_a_relation_has_only_a_name(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    with stage.gateway() as gateway:
        found = stage.hall(gateway).offers()["relation_transfer"]
    assert isinstance(found, sg.Elsewhere)
    assert found.rule == "ZJ-43"


def test_a_dry_run_shows_what_would_be_sent_and_sends_no_save(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    who = person(stage.known("zj uninsured man"))
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        rehearsed = session.file(enrolment(who), dry_run=True)
    said = repr(rehearsed)
    assert "hall.enrol.save" in said
    assert who.document.number not in said
    assert stage.landed(who) == 0


@pytest.mark.rule("ZJ-19")
def test_a_stop_filed_again_is_the_standing_one(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    filing = suspension(person(stage.known("zj here man")))
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        first = session.wait(session.file(filing))
        assert (first.state, first.differs) == (sg.CaseState.APPROVED, ())
        assert session.file(filing).number == first.number
    assert stage.landed(filing.person) == 1
