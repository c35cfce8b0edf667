"""What leaves something at the Shanghai hall, for the crash matrix. A slip that is not submitted lapses: discarding it sends nothing."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import sigateway as sg
from sigateway.testing import Stage
from sigateway.testing.faults import FaultKit, Operation, Verb

from .world import NEW, Scene, back_payment, enrolment, noted, scene, suspension, wage_change

Effects = Callable[[Stage, Any], tuple[int, ...]]


def stage(
    folder: Path, accepts_duplicates: bool, number: str = "31000001", role: str = "supervisor", **options: Any
) -> Scene:
    """A unit whose supervisor files."""
    variants = ("accepts_duplicates",) if accepts_duplicates else ()
    return scene(folder, number, role=role, variants=variants, **options)


new_unit_stage = partial(stage, number=NEW, role="unsigned")
"""A unit in which nobody has signed yet."""

handler_stage = partial(stage, role="unsigned")
"""Another certificate of a unit that has its supervisor."""

stage_in_july = partial(stage, now="2026-07-10T09:00:00+08:00")
"""Within the period of the yearly declaration."""


def _landed(operation: str, kind: str = "") -> Effects:
    return lambda made, subject: (made.landings(operation=operation, kind=kind),)


def _declared(kind: str) -> Effects:
    return _landed("declaration.submit", kind)


def _with_session(made: Stage, act: Callable[[sg.Session], Any]) -> Any:
    with made.gateway() as gateway, made.hall(gateway).sign_in() as session:
        return act(session)


def _enrolment(made: Scene) -> sg.Filing:
    return enrolment(noted(made, "uninsured man"))


def _several(made: Scene) -> list[sg.Filing]:
    """One by one, as the hall takes no batch."""
    return [enrolment(noted(made, "uninsured man")), suspension(noted(made, "insured here woman"))]


def _each_declared(made: Stage, filings: list[Any]) -> tuple[int, ...]:
    numbers = [filing.person.document.number for filing in filings]
    return tuple(made.landings(operation="declaration.submit", person=number) for number in numbers)


def _suspension(made: Scene) -> sg.Filing:
    return suspension(noted(made, "insured here man"))


def _back_payment(made: Scene) -> sg.Filing:
    return back_payment(noted(made, "insured here, months unpaid"), "2026-08", "2026-10")


def _wage_change(made: Scene) -> sg.Filing:
    return wage_change(noted(made, "insured here woman"))


def _annual(made: Scene) -> sg.Filing:
    return sg.AnnualWageDeclaration(
        person=noted(made, "insured here man"),
        average_monthly_wage="9100.25",  # type: ignore[arg-type]
        year=2026,
    )


def _declaration(made: Scene) -> sg.Case:
    case: sg.Case = _with_session(made, lambda session: session.file(_enrolment(made)))
    return case


def _chain(made: Scene) -> sg.Case:
    """The first of three, each of which builds on the one before."""
    who = noted(made, "uninsured man")
    filings = [
        enrolment(who, back_pay_from="2026-09"),
        back_payment(who, "2026-09", "2026-10"),
        wage_change(who),
    ]
    cases: list[sg.Case] = _with_session(made, lambda session: [session.file(each) for each in filings])
    return cases[0]


def _withdrawn_one_by_one(made: Stage, case: sg.Case) -> tuple[int, ...]:
    """The latest first."""
    kinds = ("wage_change", "back_payment", "enrolment")
    return tuple(made.landings(operation="withdrawal.submit", kind=kind) for kind in kinds)


def _correction(made: Scene) -> tuple[sg.Case, sg.Filing]:
    case = _declaration(made)
    return case, case.filing.model_copy(update={"declared_wage": Decimal("12500.00")})


def _declared_anew(made: Stage, subject: tuple[sg.Case, sg.Filing]) -> tuple[int, ...]:
    """Once more than it had been."""
    return (made.landings(operation="declaration.submit") - 1,)


def _signing(made: Scene) -> sg.Filing:
    shown = _with_session(made, lambda session: session.query(sg.ServiceAgreementQuery()))
    return sg.AgreementSigning(version=shown.version, text_digest=shown.text_digest, serial=shown.serial)


def _approval(made: Scene) -> sg.Filing:
    return sg.CertificateApproval(serial=made.key("pending").serial)


KIT = FaultKit(
    "shanghai",
    stage,
    (
        Operation("enrolment", Verb.FILE, _enrolment, _declared("enrolment"), log_in=True),
        Operation("several", Verb.FILE_MANY, _several, _each_declared, expected=(1, 1)),
        Operation("suspension", Verb.FILE, _suspension, _declared("suspension")),
        Operation("back_payment", Verb.FILE, _back_payment, _declared("back_payment")),
        Operation("wage_change", Verb.FILE, _wage_change, _declared("wage_change")),
        Operation("annual_wage", Verb.FILE, _annual, _declared("annual_wage"), stage=stage_in_july),
        Operation("withdrawal", Verb.WITHDRAW, _declaration, _landed("withdrawal.submit")),
        Operation("cascade", Verb.CASCADE, _chain, _withdrawn_one_by_one, expected=(1, 1, 1)),
        Operation("correction", Verb.CORRECT, _correction, _declared_anew),
        Operation("first_signing", Verb.ACCESS, _signing, _landed("agreement.sign"), stage=new_unit_stage),
        Operation("signing", Verb.ACCESS, _signing, _landed("agreement.sign"), stage=handler_stage),
        Operation("approval", Verb.ACCESS, _approval, _landed("certificate.approve")),
    ),
    left_out={
        "withdraw *": "撤销 is one flow for every business: `withdrawal`, and `cascade` where others go first",
        "discard *": "a slip that is not submitted lapses by itself: discarding it sends nothing but a look",
    },
)
