"""Each business of BJ-18 to BJ-22 from end to end, at a hall that accepts it, and what it leaves in both systems."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

import sigateway as sg

from .world import FOUR, MEDICAL, UNIT_ONE, Scene, Withdrawing, enrolment, person, scene

WORD = "处理结束，导入成功"


@pytest.fixture
def stage() -> Scene:
    return scene(sg.SqliteLedger(":memory:"))


@pytest.fixture
def session(stage: Scene) -> Iterator[sg.Session]:
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        yield session
    stage.check()


def filed(session: sg.Session, filing: sg.Filing) -> sg.Case:
    case = session.wait(session.file(filing), timeout=900)
    assert session.file(filing).number == case.number  # it stands, and nothing more is sent
    return case


def insured(stage: Scene, note: str) -> dict[str, bool]:
    number = stage.somebody(note).number
    return {s: stage.world.beijing.insured(s, UNIT_ONE, number, "202612") for s in ("four", "medical")}


@pytest.mark.rule("BJ-18", "BJ-07")
def test_somebody_is_added_in_both_systems(stage: Scene, session: sg.Session) -> None:
    case = filed(session, enrolment(person(stage.somebody("bj uninsured woman"))))
    assert (case.state, case.word) == (sg.CaseState.APPROVED, WORD)
    assert [(p.name, sorted(p.schemes)) for p in case.parts] == [
        ("four", sorted(FOUR)),
        ("medical", sorted(MEDICAL)),
    ]
    assert insured(stage, "bj uninsured woman") == {"four": True, "medical": True}


@pytest.mark.rule("BJ-07")
@pytest.mark.parametrize(("schemes", "where"), [(FOUR, "four"), (MEDICAL, "medical")])
def test_who_names_schemes_of_one_system_files_one_half(
    stage: Scene, session: sg.Session, schemes: frozenset[sg.Scheme], where: str
) -> None:
    case = filed(session, enrolment(person(stage.somebody("bj stopped")), schemes=schemes))
    assert [p.name for p in case.parts] == [where]
    assert insured(stage, "bj stopped") == {"four": where == "four", "medical": where == "medical"}


@pytest.mark.rule("BJ-18")
def test_somebody_is_removed_from_both_systems(stage: Scene, session: sg.Session) -> None:
    stop = sg.Suspension(
        person=person(stage.somebody("bj here man")),
        employment_ended_on=date(2026, 10, 30),
        last_paid_month=sg.Month(2026, 10),
        reason=sg.SuspensionReason.RESIGNED,
    )
    assert filed(session, stop).state is sg.CaseState.APPROVED
    assert insured(stage, "bj here man") == {"four": False, "medical": False}


@pytest.mark.rule("BJ-21")
def test_a_wage_is_declared_in_both_systems(stage: Scene, session: sg.Session) -> None:
    record = stage.somebody("bj here woman")
    change = sg.WageChange(person=person(record), declared_wage="12345.60", effective_month="2026-11")  # type: ignore[arg-type]
    assert filed(session, change).state is sg.CaseState.APPROVED
    for system in ("four", "medical"):
        assert stage.world.beijing.wage_of(system, UNIT_ONE, record.number, "202611") == Decimal("12345.60")


@pytest.mark.rule("BJ-22")
def test_months_are_paid_afterwards(stage: Scene, session: sg.Session) -> None:
    filed(session, enrolment(person(stage.somebody("bj stopped"))))
    payment = sg.BackPayment(
        person=person(stage.somebody("bj stopped")),
        declared_wage="9000",  # type: ignore[arg-type]
        from_month="2026-08",  # type: ignore[arg-type]
        to_month="2026-09",  # type: ignore[arg-type]
        reason=sg.BackPaymentReason.MISSED,
    )
    assert filed(session, payment).state is sg.CaseState.APPROVED


@pytest.mark.rule("BJ-22")
def test_underpaid_months_are_made_up_for(stage: Scene, session: sg.Session) -> None:
    payment = sg.BackPayment(
        person=person(stage.somebody("bj 1992")),
        declared_wage="30000",  # type: ignore[arg-type]
        from_month="2026-08",  # type: ignore[arg-type]
        to_month="2026-09",  # type: ignore[arg-type]
        reason=sg.BackPaymentReason.UNDERPAID,
    )
    assert filed(session, payment).state is sg.CaseState.APPROVED


@pytest.mark.rule("BJ-19")
@pytest.mark.parametrize(
    ("changes", "systems"),
    [
        ({"mobile": "13900000009"}, ["four", "medical"]),
        ({"education": "21"}, ["four"]),
        ({"clinics": ("01100001", "01100002")}, ["medical"]),
        ({"education": "21", "clinics": ("01100001",)}, ["four", "medical"]),
    ],
)
def test_a_change_goes_to_the_systems_that_hold_the_datum(
    stage: Scene, session: sg.Session, changes: dict[str, Any], systems: list[str]
) -> None:
    update = sg.PersonUpdate(
        person=person(stage.somebody("bj here woman")), changes=sg.PersonChanges(**changes)
    )
    case = filed(session, update)
    assert (case.state, [p.name for p in case.parts]) == (sg.CaseState.APPROVED, systems)
    again = session.preflight(update)
    assert [f.rule for f in again if f.blocks] == ["BJ-19"] * len(systems)  # nothing is left to change


@pytest.mark.rule("BJ-19")
def test_the_units_own_data_go_to_both_systems(stage: Scene, session: sg.Session) -> None:
    changes = sg.EmployerChanges(contact_name="模拟甲", contact_phone="010-12345678")
    case = filed(session, sg.EmployerUpdate(changes=changes))
    assert (case.state, len(case.parts)) == (sg.CaseState.APPROVED, 2)


@pytest.mark.rule("BJ-18")
def test_who_was_added_by_mistake_is_taken_off_again_in_the_same_month(
    stage: Scene, session: sg.Session
) -> None:
    who = person(stage.somebody("bj stopped"))
    assert filed(session, enrolment(who)).state is sg.CaseState.APPROVED
    assert insured(stage, "bj stopped") == {"four": True, "medical": True}
    mistaken = sg.Suspension(
        person=who,
        employment_ended_on=date(2026, 11, 10),  # of this month: any other reason must wait for its fee
        last_paid_month="2026-10",  # type: ignore[arg-type]
        reason=sg.SuspensionReason.ENROLLED_BY_MISTAKE,
    )
    assert filed(session, mistaken).state is sg.CaseState.APPROVED
    assert insured(stage, "bj stopped") == {"four": False, "medical": False}


@pytest.mark.rule("BJ-19")
@pytest.mark.parametrize("lost", [False, True])
def test_unit_data_that_one_system_has_already_are_filed_at_the_other_alone(
    stage: Scene, session: sg.Session, lost: bool
) -> None:
    """Whether the answer came or was lost, what was never to be filed is no half that is missing."""
    update = sg.EmployerUpdate(changes=sg.EmployerChanges(contact_name="模拟乙"))
    first = session.wait(session.file(update, reference="first"), timeout=900)
    stage.world.beijing.counter.undo(first.parts[1].number or "")
    if lost:
        stage.fault("medical.submit", "reset", "after_commit")
    case = session.wait(session.file(update, reference="again"), timeout=900)
    assert (case.state, [part.name for part in case.parts]) == (sg.CaseState.APPROVED, ["medical"])


@pytest.mark.rule("BJ-20", "BJ-32")
def test_somebody_in_interrupted_unemployment_goes_by_a_file_of_one_line(
    stage: Scene, session: sg.Session
) -> None:
    filing = enrolment(person(stage.somebody("bj interrupted")))
    assert [(f.rule, f.effect.value) for f in session.preflight(filing)] == [("BJ-20", "warns")]
    case = session.wait(session.file(filing), timeout=2400)
    assert case.state is sg.CaseState.APPROVED
    assert case.number is not None
    assert case.number.startswith("BP")
    assert insured(stage, "bj interrupted") == {"four": True, "medical": True}


@pytest.mark.rule("BJ-02")
def test_the_form_is_printed_once_processing_has_ended(stage: Scene, session: sg.Session) -> None:
    case = session.file(enrolment(person(stage.somebody("bj stopped"))))
    with pytest.raises(sg.HallRefused, match="不能打印"):
        session.fetch(sg.DeclarationForm(case=case))
    case = session.wait(case, timeout=900)
    assert session.fetch(sg.DeclarationForm(case=case)).content.startswith(b"%PDF-")


@pytest.mark.rule("BJ-32")
def test_what_is_being_processed_is_taken_back_where_the_hall_allows_it() -> None:
    stage = scene(sg.SqliteLedger(":memory:"), "withdraw_while_processing")
    filing = enrolment(person(stage.somebody("bj stopped")))
    with stage.gateway(plugins=[Withdrawing()]) as gateway, stage.hall(gateway).sign_in() as session:
        case = session.withdraw(session.file(filing))
        assert (case.state, {p.state.value for p in case.parts}) == (sg.CaseState.WITHDRAWN, {"withdrawn"})
        assert session.wait(session.file(filing), timeout=900).state is sg.CaseState.APPROVED
    stage.check()


@pytest.mark.rule("BJ-32")
def test_what_is_submitted_is_not_taken_back_by_default(stage: Scene, session: sg.Session) -> None:
    case = session.file(enrolment(person(stage.somebody("bj stopped"))))
    with pytest.raises(sg.NotOffered, match="不能撤回"):
        session.withdraw(case)


@pytest.mark.rule("BJ-18", "BJ-32")
def test_drafts_whose_echo_differs_are_left_unsent_and_are_deleted_together(stage: Scene) -> None:
    """Asked for next month, which no field of the hall can say; trusted less, the rule only warns, and the echo stops it."""
    filing = enrolment(person(stage.somebody("bj stopped")), first_paid_month="2026-12")
    with stage.gateway(trust="E2") as gateway, stage.hall(gateway).sign_in() as session:
        with pytest.raises(sg.EchoDiffers) as differs:
            session.file(filing)
        labels = {field.label for field in differs.value.fields if field.differs}
        assert labels == {"四险缴费起始年月", "医疗缴费起始年月"}
        assert stage.world.beijing.effects(include_failed=True) == []
        assert len(stage.world.beijing.halves()) == 2
        assert differs.value.case is not None
        gone = session.discard(differs.value.case)
    assert (gone.state, len(gone.parts)) == (sg.CaseState.DISCARDED, 2)
    assert stage.world.beijing.halves() == []
    stage.check()


@pytest.mark.rule("BJ-06", "BJ-32")
def test_where_medical_waits_for_the_four_it_falls_with_them() -> None:
    stage = scene(sg.SqliteLedger(":memory:"), "medical_waits_for_four")
    record = stage.somebody("bj elsewhere four")
    filing = enrolment(person(record))
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        case = session.wait(session.file(filing), timeout=1200)
        assert (case.state, [p.state.value for p in case.parts]) == (
            sg.CaseState.RETURNED,
            ["returned", "returned"],
        )
        assert [r.words for r in case.every_reason] == ["该人员在其他单位正常缴费", "四险申报未导入成功"]
        stage.world.beijing.stand(record.number, four="stopped")
        assert session.wait(session.file(filing), timeout=1200).state is sg.CaseState.APPROVED
    stage.check()


@pytest.mark.rule("BJ-32")
def test_a_draft_that_a_clerk_edits_before_it_is_sent_again_is_not_sent(stage: Scene) -> None:
    """The second half was lost on its way; meanwhile somebody at the unit changed it: said, not sent."""
    filing = enrolment(person(stage.somebody("bj stopped")))
    stage.fault("medical.submit", "reset", "before_commit")
    with stage.gateway(patience=5) as gateway, stage.hall(gateway).sign_in() as session:
        with pytest.raises(sg.OutcomeUnknown) as unknown:
            session.file(filing)
        medical = next(half for half in stage.world.beijing.halves() if half.system == "medical")
        stage.world.beijing.edit_as_clerk(medical.number, avgSalary="12000.00")
        stage.world.clock.advance(by=240)
        with pytest.raises(sg.PartlyFiled) as partly:
            session.settle(unknown.value.turn)
        assert isinstance(partly.value.__cause__, sg.DraftLost)
        whole = session.wait(session.file(filing), timeout=900)  # the half is said anew, as it was asked
    assert whole.state is sg.CaseState.APPROVED
    assert whole.differs == ()
    stage.check()


@pytest.mark.parametrize("landed", ["after_commit", "before_commit"])
def test_what_is_discarded_of_a_filing_does_not_hide_its_other_half(stage: Scene, landed: str) -> None:
    """Nothing leads from a draft that is gone to the half that stands: the record still has it."""
    stage.fault("medical.submit", "refuse", "before_commit")
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        with pytest.raises(sg.PartlyFiled) as partly:
            session.file(enrolment(person(stage.somebody("bj stopped"))))
        stage.world.clock.advance(by=600)
        case = session.track(partly.value.case)
        stage.fault("medical.delete", "stall", landed)
        discarded = session.discard(case)
    assert {part.name: part.state for part in discarded.parts} == {
        "four": sg.CaseState.APPROVED,
        "medical": sg.CaseState.DISCARDED,
    }
    assert discarded.number == case.number
    stage.world.faults.assert_consumed()
    stage.check()
