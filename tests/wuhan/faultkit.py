"""What leaves something at the Wuhan hall, for the crash matrix."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import sigateway as sg
from sigateway.testing import Stage
from sigateway.testing.faults import FaultKit, Operation, Verb

from .world import Scene, community, enrolment, newcomer, person, scene

Effects = Callable[[Stage, Any], tuple[int, ...]]


def stage(folder: Path, accepts_duplicates: bool) -> Scene:
    """A unit that has logged in before: its certificate is fetched."""
    return _logged_in(scene(folder, accepts_duplicates=accepts_duplicates))


def fresh_stage(folder: Path, accepts_duplicates: bool) -> Scene:
    """A unit whose slip is new: the first log-in fetches the certificate and changes the password."""
    return scene(folder, first_log_in=True, accepts_duplicates=accepts_duplicates)


def ordinary_stage(folder: Path, accepts_duplicates: bool) -> Scene:
    """An ordinary unit, whose cases the counter reviews."""
    return _logged_in(scene(folder, vip=False, accepts_duplicates=accepts_duplicates))


def stage_in_april(folder: Path, accepts_duplicates: bool) -> Scene:
    """Within the period of the yearly declaration."""
    made = scene(folder, accepts_duplicates=accepts_duplicates, now="2026-04-15T09:00:00+08:00")
    return _logged_in(made)


def community_stage(folder: Path, accepts_duplicates: bool) -> Scene:
    """A community that has logged in before."""
    return _logged_in(community(folder, accepts_duplicates=accepts_duplicates))


def _logged_in(made: Scene) -> Scene:
    _with_session(made, lambda session: None)
    return made


def _with_session(made: Stage, act: Callable[[sg.Session], Any]) -> Any:
    with made.gateway() as gateway, made.hall(gateway).sign_in() as session:
        return act(session)


def _submitted(kind: str) -> Effects:
    return lambda made, subject: (made.landings(operation="submit", kind=kind),)


def _person(made: Stage, note: str) -> sg.Person:
    return person(made.world.people.noted(note))


def _enrolment(made: Stage) -> sg.Filing:
    return enrolment(person(newcomer(made.world)))


def _suspension(made: Stage) -> sg.Filing:
    return sg.Suspension(
        person=_person(made, "insured here man"),
        employment_ended_on=date(2026, 11, 9),
        last_paid_month="2026-11",  # type: ignore[arg-type]
        reason=sg.SuspensionReason.RESIGNED,
    )


def _wage(made: Stage) -> sg.Filing:
    return sg.WageChange(
        person=_person(made, "insured here woman"),
        declared_wage="7000",  # type: ignore[arg-type]
        effective_month="2026-12",  # type: ignore[arg-type]
    )


def _batch(made: Stage) -> list[sg.Filing]:
    """Two whom the hall takes, and one whose residents' medical insurance runs on."""
    records = [newcomer(made.world, n=n) for n in (11, 12)]
    records.append(newcomer(made.world, n=14, resident_medical=True))
    return [enrolment(person(record)) for record in records]


def _enrolled(made: Stage, filings: list[sg.Enrolment]) -> tuple[int, ...]:
    return tuple(
        made.landings(operation="submit", kind="enrolment", person=filing.person.document.number)
        for filing in filings
    )


def _returned(made: Stage) -> sg.Case:
    """A case that the counter gave back."""
    case: sg.Case = _with_session(made, lambda session: session.file(_enrolment(made)))
    made.world.wuhan.counter.return_(case.number, reasons=["合同复印件不清晰"])
    tracked: sg.Case = _with_session(made, lambda session: session.track(case))
    return tracked


def _batch_returned(made: Stage) -> sg.Case:
    """One of two, filed together and given back together: discarding it discards the task."""
    filings = [enrolment(person(newcomer(made.world, n=n))) for n in (11, 12)]
    cases = [each.result() for each in _with_session(made, lambda session: session.file_many(filings))]
    made.world.wuhan.counter.return_(cases[0].number, reasons=["合同复印件不清晰"])
    tracked: sg.Case = _with_session(made, lambda session: session.track(cases[0]))
    return tracked


def _correction(made: Stage) -> tuple[sg.Case, sg.Filing]:
    """What the counter gave back, and what it should have been."""
    case = _returned(made)
    return case, case.filing.model_copy(update={"declared_wage": Decimal("7200.00")})


def _filed_anew(made: Stage, subject: tuple[sg.Case, sg.Filing]) -> tuple[int, ...]:
    """Once more than it had been."""
    return (made.landings(operation="submit", kind="enrolment") - 1,)


def _arrears(made: Stage) -> sg.ArrearsSettlement:
    who = _person(made, "insured here, arrears")
    owed = _with_session(made, lambda session: session.query(sg.ArrearsQuery(person=who)))
    months = sorted({row.month for row in owed.months})
    return sg.ArrearsSettlement(person=who, from_month=months[0], to_month=months[-1])


def _settled(made: Stage) -> sg.Case:
    case: sg.Case = _with_session(made, lambda session: session.wait(session.file(_arrears(made))))
    return case


def _bill(made: Stage) -> sg.Filing:
    return sg.ArrearsBill(settlements=(_settled(made).number,))


def _rollback(made: Stage) -> sg.Filing:
    return sg.ArrearsRollback(settlement=_settled(made).number)


def _person_update(made: Stage) -> sg.Filing:
    return sg.PersonUpdate(
        person=_person(made, "insured here man"), changes=sg.PersonChanges(mobile="13900000009")
    )


def _employer_update(made: Stage) -> sg.Filing:
    return sg.EmployerUpdate(changes=sg.EmployerChanges(contact_name="模拟联系人"))


def _appointment(made: Stage) -> sg.Filing:
    return sg.Appointment(
        matter=sg.Matter.OTHER,
        day=date(2026, 11, 12),
        half=sg.HalfDay.MORNING,
        contact_name="模拟经办",
        contact_phone="13900000001",
    )


def _problem(made: Stage) -> sg.Filing:
    return sg.ProblemReport(title="模拟问题", text="模拟内容", contact_phone="13900000001")


def _write_off(made: Stage) -> sg.Filing:
    who = made.world.people.noted("insured here man")
    made.world.wuhan.add_arrears(made.unit.number, who.number, ["202610", "202611"], wage="5900.00")
    return sg.CurrentMonthWriteOff(person=person(who), month="2026-11", irreversible=True)  # type: ignore[arg-type]


def _annual(made: Stage) -> list[sg.Filing]:
    return [
        sg.AnnualWageDeclaration(person=_person(made, note), year=2026, average_monthly_wage="8000")  # type: ignore[arg-type]
        for note in ("insured here man", "insured here woman")
    ]


def _retiree(made: Stage) -> sg.Filing:
    """Of the table of those who have retired from the unit; one alone is filed by a table too."""
    record = next(each for each in made.world.people if each.note.startswith("retiree"))
    return sg.RetireeWageDeclaration(person=person(record), year=2026, monthly_pension="3100")  # type: ignore[arg-type]


def _declared(made: Stage, filings: list[sg.AnnualWageDeclaration]) -> tuple[int, ...]:
    return tuple(
        made.landings(operation="submit", kind="annual_wage", person=filing.person.document.number)
        for filing in filings
    )


def _nothing(made: Stage) -> None:
    return None


def _password_changed(made: Stage, subject: None) -> tuple[int, ...]:
    return (made.landings(operation="password.submit"),)


def _discarded(made: Stage, case: sg.Case) -> tuple[int, ...]:
    return (made.landings(operation="discard"),)


def _task_discarded(made: Stage, case: sg.Case) -> tuple[int, ...]:
    """Once for all whom the task is about."""
    entries = [each for each in made.world.journal.entries if each.operation == "discard"]
    return (sum(each.committed for each in entries),)


def _agreement(made: Stage) -> sg.Filing:
    return sg.AgencyAgreement(
        person=_person(made, "renewal"),
        step=sg.AgreementStep.SIGN,
        starts_on=date(2026, 11, 10),
        ends_on=date(2027, 11, 9),
    )


def _flexible(made: Stage) -> sg.Filing:
    agreement = _agreement(made)
    _with_session(made, lambda session: session.wait(session.file(agreement)))
    return sg.FlexibleEnrolment(
        person=agreement.person,  # type: ignore[attr-defined]
        base="4494",  # type: ignore[arg-type]
        first_paid_month="2026-11",  # type: ignore[arg-type]
        schemes=frozenset({sg.Scheme.PENSION, sg.Scheme.MEDICAL, sg.Scheme.LARGE_MEDICAL}),
    )


KIT = FaultKit(
    "wuhan",
    stage,
    (
        Operation("log_in", Verb.SIGN_IN, _nothing, _password_changed, stage=fresh_stage),
        Operation("enrolment", Verb.FILE, _enrolment, _submitted("enrolment")),
        Operation("suspension", Verb.FILE, _suspension, _submitted("suspension")),
        Operation("wage_change", Verb.FILE, _wage, _submitted("wage_change")),
        Operation("batch", Verb.FILE_MANY, _batch, _enrolled, expected=(1, 1, 0)),
        Operation("discard", Verb.DISCARD, _returned, _discarded, stage=ordinary_stage),
        Operation("discard_batch", Verb.DISCARD, _batch_returned, _task_discarded, stage=ordinary_stage),
        Operation("correction", Verb.CORRECT, _correction, _filed_anew, stage=ordinary_stage),
        Operation("retiree_wage", Verb.FILE, _retiree, _submitted("retiree_wage"), stage=stage_in_april),
        Operation("annual_wages", Verb.FILE_MANY, _annual, _declared, expected=(1, 1), stage=stage_in_april),
        Operation("arrears_settlement", Verb.FILE, _arrears, _submitted("arrears")),
        Operation("arrears_bill", Verb.FILE, _bill, _submitted("arrears_bill")),
        Operation("arrears_rollback", Verb.FILE, _rollback, _submitted("arrears_rollback")),
        Operation("write_off", Verb.FILE, _write_off, _submitted("write_off")),
        Operation("person_update", Verb.FILE, _person_update, _submitted("person_update")),
        Operation("employer_update", Verb.FILE, _employer_update, _submitted("unit_update")),
        Operation("appointment", Verb.FILE, _appointment, _submitted("appointment")),
        Operation("problem_report", Verb.FILE, _problem, _submitted("problem_report")),
        Operation(
            "agency_agreement", Verb.FILE, _agreement, _submitted("agency_agreement"), stage=community_stage
        ),
        Operation(
            "flexible_enrolment",
            Verb.FILE,
            _flexible,
            _submitted("flexible_enrolment"),
            stage=community_stage,
        ),
    ),
    left_out={
        "discard *": "退单 is one flow for every business: `discard` and, of a task with several people, `discard_batch`",
        "wire_batch.py delete": "the mock hall shows every row as it was uploaded; played in plugins/wuhan/tests/test_batch.py",
    },
)
