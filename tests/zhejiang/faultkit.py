"""What leaves something at the Zhejiang hall, for the crash matrix."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import sigateway as sg
from sigateway.testing import Stage
from sigateway.testing.faults import FaultKit, Operation, Verb

from .world import (
    INTERRUPTED,
    NEW_COMPANY,
    RUNNING,
    TAKES_SUSPENSIONS_BACK,
    Scene,
    company,
    enrolment,
    joining,
    leaving,
    opening,
    person,
    scene,
    suspension,
)

Effects = Callable[[Stage, Any], tuple[int, ...]]


def stage(folder: Path, accepts_duplicates: bool) -> Scene:
    """A unit of Ningbo."""
    return _scene(folder, accepts_duplicates)


def _scene(folder: Path, accepts_duplicates: bool, *variants: str) -> Scene:
    return scene(folder, *variants, *(["accepts_duplicates"] if accepts_duplicates else []))


def lenient_stage(folder: Path, accepts_duplicates: bool) -> Stage:
    """Where suspensions are taken back too (ZJ-40), and the vendor knows."""
    made = _scene(folder, accepts_duplicates, "suspension_take_back")
    return replace(made, plugins=(TAKES_SUSPENSIONS_BACK,))


def company_stage(folder: Path, accepts_duplicates: bool) -> Stage:
    """A company that has no unit yet."""
    return company(_scene(folder, accepts_duplicates), NEW_COMPANY)


def app_stage(note: str) -> Callable[[Path, bool], Stage]:
    """Somebody with the app."""

    def made(folder: Path, accepts_duplicates: bool) -> Stage:
        here = _scene(folder, accepts_duplicates)
        return replace(here, credentials=here.login(here.known(note).number, "app"), reads=True)

    return made


def personal_stage(folder: Path, accepts_duplicates: bool) -> Stage:
    """The unit, by the account of the person who prints its proof (ZJ-24)."""
    here = _scene(folder, accepts_duplicates)
    return replace(here, credentials=here.login(here.known("zj here man").number, "personal"))


def _landed(operation: str, kind: str = "") -> Effects:
    return lambda made, subject: (made.landings(operation=operation, kind=kind),)


def _opened(made: Stage, filing: sg.EmployerOpening) -> tuple[int, ...]:
    """The company and each of its staff: one effect, as the hall takes all of them or nobody."""
    counted = {
        made.landings(operation="hall.opening.submit", person=each.person.document.number)
        for each in filing.staff
    }
    return (max(counted) if len(counted) == 1 else -1,)


def _unit_proof(made: Stage) -> sg.UnitProof:
    record = made.world.zhejiang.units[made.unit.number]
    return sg.UnitProof(
        place="宁波市—市本级", contact=record.contact_name, contact_mobile=record.contact_mobile
    )


def _person_proof(made: Stage) -> sg.PersonProof:
    return sg.PersonProof(person=person(made.world.people.noted("zj here man")), months=12)


def _proofs(made: Stage, printout: sg.Printout) -> tuple[int, ...]:
    """How many the hall has made."""
    return (len(made.world.zhejiang.store.proofs),)


def _correction(made: Stage) -> tuple[sg.Case, sg.Filing]:
    case = _under_review(_enrolment)(made)
    return case, case.filing.model_copy(update={"declared_wage": Decimal("7100.00")})


def _filed_anew(made: Stage, subject: tuple[sg.Case, sg.Filing]) -> tuple[int, ...]:
    """Once more than it had been."""
    return (made.landings(operation="hall.enrol.save") - 1,)


def _enrolment(made: Stage) -> sg.Filing:
    return enrolment(person(made.world.people.noted("zj uninsured man")))


def _suspension(made: Stage) -> sg.Filing:
    return suspension(person(made.world.people.noted("zj here man")))


def _under_review(filing: Callable[[Stage], sg.Filing]) -> Callable[[Stage], sg.Case]:
    """A case whose reviewer is away for a day, so that it can be taken back all that time."""

    def about(made: Stage) -> sg.Case:
        with made.gateway() as gateway, made.hall(gateway).sign_in() as session:
            case: sg.Case = session.file(filing(made))
        made.world.zhejiang.reviewer.put_off(case.number, by=86400)
        return case

    return about


KIT = FaultKit(
    "zhejiang",
    stage,
    (
        Operation("enrolment", Verb.FILE, _enrolment, _landed("hall.enrol.save"), log_in=True),
        Operation("suspension", Verb.FILE, _suspension, _landed("hall.suspend.save")),
        Operation(
            "take_back_enrolment", Verb.WITHDRAW, _under_review(_enrolment), _landed("hall.take_back.confirm")
        ),
        Operation(
            "take_back_suspension",
            Verb.WITHDRAW,
            _under_review(_suspension),
            _landed("hall.take_back.confirm"),
            stage=lenient_stage,
        ),
        Operation("correction", Verb.CORRECT, _correction, _filed_anew),
        Operation("unit_proof", Verb.FETCH, _unit_proof, _proofs, stage=personal_stage),
        Operation("person_proof", Verb.FETCH, _person_proof, _proofs, stage=app_stage("zj here man")),
        Operation("opening", Verb.FILE, opening, _opened, stage=company_stage),
        Operation(
            "flexible_enrolment",
            Verb.FILE,
            joining,
            _landed("hall.flexible.submit"),
            stage=app_stage(INTERRUPTED),
        ),
        Operation(
            "flexible_suspension",
            Verb.FILE,
            leaving,
            _landed("hall.flexible.submit"),
            stage=app_stage(RUNNING),
        ),
    ),
)
