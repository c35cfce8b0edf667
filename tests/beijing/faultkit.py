"""What leaves something at the two Beijing systems, for the crash matrix: each half takes effect for itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import sigateway as sg
from sigateway.testing import Stage
from sigateway.testing.faults import FaultKit, Operation, Verb
from sigateway_mockservers import PersonRecord

from .world import Scene, Withdrawing, enrolment, person, scene

Effects = Callable[[Stage, Any], tuple[int, ...]]

HALVES = ("four", "medical")
MONTH = sg.Month(2026, 11)


def stage(folder: Path, accepts_duplicates: bool) -> Scene:
    """A unit that is open in both systems."""
    return _scene(folder, accepts_duplicates)


def withdrawing_stage(folder: Path, accepts_duplicates: bool) -> Stage:
    """Where what is being processed can be taken back (BJ-32), and the vendor knows."""
    return replace(_scene(folder, accepts_duplicates, "withdraw_while_processing"), plugins=(Withdrawing(),))


def _scene(folder: Path, accepts_duplicates: bool, *variants: str) -> Scene:
    return scene(folder, *variants, *(["accepts_duplicates"] if accepts_duplicates else []))


def _halves(verb: str, kind: str) -> Effects:
    """How often each system took it."""
    return lambda made, subject: tuple(
        made.landings(operation=f"{half}.{verb}", kind=f"{kind}.{half}") for half in HALVES
    )


def _lines(made: Stage, filings: list[sg.Enrolment]) -> tuple[int, ...]:
    """How often each was taken, in a file or, when it is the last that is left, by itself; the hall hands a file's medical halves on."""
    return tuple(
        made.landings(kind="enrolment.four", person=filing.person.document.number) for filing in filings
    )


def _somebody(made: Stage, note: str) -> PersonRecord:
    return made.world.people.noted(note)


def _enrolment(made: Stage) -> sg.Enrolment:
    return enrolment(person(_somebody(made, "bj stopped")))


def _suspension(made: Stage) -> sg.Filing:
    return sg.Suspension(
        person=person(_somebody(made, "bj here man")),
        employment_ended_on=date(2026, 10, 30),
        last_paid_month=sg.Month(2026, 10),
        reason=sg.SuspensionReason.RESIGNED,
    )


def _wage(made: Stage) -> sg.Filing:
    return sg.WageChange(
        person=person(_somebody(made, "bj here woman")),
        declared_wage="12345.60",  # type: ignore[arg-type]
        effective_month=MONTH,
    )


def _back_payment(made: Stage) -> sg.Filing:
    return sg.BackPayment(
        person=person(_somebody(made, "bj 1992")),
        declared_wage="30000",  # type: ignore[arg-type]
        from_month=sg.Month(2026, 8),
        to_month=sg.Month(2026, 9),
        reason=sg.BackPaymentReason.UNDERPAID,
    )


def _person_update(made: Stage) -> sg.Filing:
    changes = sg.PersonChanges(mobile="13900000009")
    return sg.PersonUpdate(person=person(_somebody(made, "bj here woman")), changes=changes)


def _employer_update(made: Stage) -> sg.Filing:
    return sg.EmployerUpdate(changes=sg.EmployerChanges(contact_name="模拟甲", contact_phone="010-12345678"))


def _interrupted(made: Stage) -> list[sg.Enrolment]:
    return [enrolment(person(_somebody(made, "bj interrupted")))]


def _batch(made: Stage) -> list[sg.Enrolment]:
    """Two whom every variant of the hall takes: what a line is left out for depends on the variant."""
    records = [made.world.people.synthetic(sex="1", born=date(1990, 3, n), n=n) for n in (1, 2)]
    return [enrolment(person(record)) for record in records]


def _being_processed(made: Stage) -> sg.Case:
    """A case that both systems hold until they are told to go on."""
    for system in HALVES:
        made.world.beijing.hold(system)
    with made.gateway() as gateway, made.hall(gateway).sign_in() as session:
        case: sg.Case = session.file(_enrolment(made))
    return case


def _back_in_the_drafts(made: Stage) -> sg.Case:
    """A case that was taken back: both halves lie unsent."""
    case = _being_processed(made)
    with made.gateway() as gateway, made.hall(gateway).sign_in() as session:
        return session.withdraw(case)


def _half_returned(system: str) -> Callable[[Stage], tuple[sg.Case, sg.Filing]]:
    """A case of which one half came back, and what it should have been: that half alone is filed again, under its own number."""

    def about(made: Stage) -> tuple[sg.Case, sg.Filing]:
        record, hall = _somebody(made, "bj stopped"), made.world.beijing
        hall.stand(record.number, **{system: "模拟京二商贸有限公司"})
        with made.gateway() as gateway, made.hall(gateway).sign_in() as session:
            case = session.wait(session.file(enrolment(person(record))), timeout=900)
        assert case.state is sg.CaseState.PARTLY
        hall.stand(record.number, **{system: "stopped"})
        return case, case.filing.model_copy(update={"declared_wage": Decimal("9500.00")})

    return about


def _half_filed_anew(system: str) -> Effects:
    """Once more than it had been, and the other half is left alone."""

    def effects(made: Stage, subject: Any) -> tuple[int, ...]:
        counted = {
            half: made.landings(operation=f"{half}.submit", kind=f"enrolment.{half}") for half in HALVES
        }
        return (counted.pop(system) - 1 if counted | {system: 1} == dict.fromkeys(HALVES, 1) else -1,)

    return effects


def _filing(name: str, about: Callable[[Stage], sg.Filing], kind: str, *, log_in: bool = False) -> Operation:
    return Operation(name, Verb.FILE, about, _halves("submit", kind), (1, 1), parts=HALVES, log_in=log_in)


KIT = FaultKit(
    "beijing",
    stage,
    (
        _filing("enrolment", _enrolment, "enrolment", log_in=True),
        _filing("suspension", _suspension, "suspension"),
        _filing("wage_change", _wage, "wage_change"),
        _filing("back_payment", _back_payment, "back_payment"),
        _filing("person_update", _person_update, "person_update"),
        _filing("employer_update", _employer_update, "unit_update"),
        Operation(
            "file_of_one",
            Verb.FILE,
            lambda made: _interrupted(made)[0],
            lambda made, one: _lines(made, [one]),
        ),
        Operation("file", Verb.FILE_MANY, _batch, _lines, (1, 1)),
        Operation(
            "withdrawal",
            Verb.WITHDRAW,
            _being_processed,
            _halves("withdraw", "enrolment"),
            (1, 1),
            withdrawing_stage,
            HALVES,
        ),
        Operation(
            "discard",
            Verb.DISCARD,
            _back_in_the_drafts,
            _halves("delete", "enrolment"),
            (1, 1),
            withdrawing_stage,
            HALVES,
        ),
        *(
            Operation(
                f"{half}_half", Verb.CORRECT, _half_returned(half), _half_filed_anew(half), parts=(half,)
            )
            for half in HALVES
        ),
    ),
    left_out={
        "access.py _person_login": "by the query password people only look; a wrong one is tried once: tests/beijing/test_access.py",
        "discard *": "a draft is deleted in one flow for every business, half by half: `discard`",
    },
)
