"""What leaves something at the Jiangsu hall, for the crash matrix. A draft that is not submitted lapses: discarding it sends nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import sigateway as sg
from sigateway.testing import Stage
from sigateway.testing.faults import FaultKit, Operation, Verb

from .world import (
    CHANGZHOU,
    FEE_MONTH,
    MONTH,
    UNREGISTERED,
    WORK,
    Scene,
    Settings,
    enrolment,
    person,
    scene,
    suspension,
)

Effects = Callable[[Stage, Any], tuple[int, ...]]
NEW_PASSWORD = "Chosen2026xy"


# --- whose log-in, and where ----------------------------------------------------------------------------------------


def stage(folder: Path, accepts_duplicates: bool, *variants: str, **options: Any) -> Scene:
    """A unit by its certificate."""
    return scene(folder, *(("accepts_duplicates",) if accepts_duplicates else ()), *variants, **options)


def handler_stage(
    folder: Path, accepts_duplicates: bool, note: str = "js handler all", *variants: str, **options: Any
) -> Scene:
    """A unit by somebody's own account; his is the phone, too."""
    made = stage(folder, accepts_duplicates, *variants, **options)
    return replace(made, credentials=made.handler(note), phone=made.person(note).number)


def face_stage(folder: Path, accepts_duplicates: bool) -> Scene:
    """Where the hall wants the face at each log-in."""
    return handler_stage(folder, accepts_duplicates, "js handler all", "face_at_login")


def citizen_stage(folder: Path, accepts_duplicates: bool, note: str = "js citizen") -> Scene:
    """People for themselves."""
    made = stage(folder, accepts_duplicates)
    return replace(made, credentials=made.citizen(note))


def setting_a_password_stage(folder: Path, accepts_duplicates: bool, note: str, **options: Any) -> Scene:
    """Somebody with his phone, and the password that he has chosen."""
    made = handler_stage(folder, accepts_duplicates, note, **options)
    return replace(made, credentials=made.handler(note, NEW_PASSWORD))


def shut_stage(folder: Path, accepts_duplicates: bool) -> Scene:
    """In the days in which nothing is taken but pre-registrations."""
    made = stage(folder, accepts_duplicates, "preregistration", now="2026-12-08T09:00:00+08:00")
    return replace(made, plugins=(Settings("JS-04", preregistration="true"),))


december_stage = partial(stage, now="2026-12-11T09:00:00+08:00")
flexible_stage = partial(citizen_stage, note="js flexible")
administrator_stage = partial(handler_stage, note="js administrator")
legal_stage = partial(handler_stage, note="js legal changzhou", number=CHANGZHOU)
waiting_stage = partial(setting_a_password_stage, note="js handler waiting")
forgetful_stage = partial(setting_a_password_stage, note="js handler all")
unregistered_stage = partial(handler_stage, note="js legal unregistered", number=UNREGISTERED)


# --- what is asked --------------------------------------------------------------------------------------------------


def _landed(operation: str, kind: str = "") -> Effects:
    return lambda made, subject: (made.landings(operation=operation, kind=kind),)


def _filed(kind: str) -> Effects:
    return _landed("filing.submit", kind)


def _each_filed(made: Stage, filings: list[Any]) -> tuple[int, ...]:
    numbers = [filing.person.document.number for filing in filings]
    return tuple(made.landings(operation="filing.submit", person=number) for number in numbers)


def _with_session(made: Stage, act: Callable[[sg.Session], Any]) -> Any:
    with made.gateway() as gateway, made.hall(gateway).sign_in() as session:
        return act(session)


def _person(made: Scene, note: str, **changes: Any) -> sg.Person:
    return person(made.person(f"js {note}"), **changes)


def _enrolment(made: Scene) -> sg.Filing:
    return enrolment(_person(made, "uninsured man"))


def _several(made: Scene) -> list[sg.Filing]:
    """One by one, as the hall takes no batch."""
    return [enrolment(_person(made, "uninsured man")), suspension(_person(made, "insured woman"))]


def _preregistration(made: Scene) -> sg.Filing:
    who = _person(made, "uninsured man")
    return sg.PreRegistration(person=who, declared_wage="6500", employment=WORK)  # type: ignore[arg-type]


def _renewal(made: Scene) -> sg.Filing:
    return sg.ContractRenewal(person=_person(made, "insured man"), employment=WORK)


def _basic_data(made: Scene) -> sg.Filing:
    place = sg.HouseholdPlace(
        province="江苏省", city="南京市", county="玄武区", street="模拟街道", community="模拟社区"
    )
    return sg.BasicData(person=_person(made, "unknown to the hall", household_kind="城镇"), household=place)


def _suspension(made: Scene) -> sg.Filing:
    return suspension(_person(made, "insured man"))


def _wage_change(made: Scene) -> sg.Filing:
    who = _person(made, "insured man")
    return sg.WageChange(person=who, declared_wage="8888.85", effective_month=FEE_MONTH)  # type: ignore[arg-type]


def _retirement(made: Scene) -> sg.Filing:
    return sg.RetirementRegistration(
        person=_person(made, "near retirement"), retires_on=date(2026, 12, 10), post_to="南京市模拟路1号"
    )


def _flexible(made: Scene) -> sg.Filing:
    return sg.FlexibleEnrolment(person=_person(made, "citizen"), base="6000", first_paid_month=FEE_MONTH)  # type: ignore[arg-type]


def _flexible_stop(made: Scene) -> sg.Filing:
    return sg.FlexibleSuspension(person=_person(made, "flexible"), last_paid_month=MONTH)


def _transfer(made: Scene) -> sg.Filing:
    return sg.RelationTransfer(person=_person(made, "citizen"), from_place="安徽省合肥市")


def _case(made: Scene) -> sg.Case:
    case: sg.Case = _with_session(made, lambda session: session.file(_enrolment(made)))
    return case


def _chain(made: Scene) -> sg.Case:
    """The first of two, the second of which builds on it."""
    who = _person(made, "uninsured woman")
    later = sg.WageChange(person=who, declared_wage="7000", effective_month=FEE_MONTH)  # type: ignore[arg-type]
    filings = [enrolment(who), later]
    cases: list[sg.Case] = _with_session(made, lambda session: [session.file(each) for each in filings])
    return cases[0]


def _taken_back_one_by_one(made: Stage, case: sg.Case) -> tuple[int, ...]:
    """The latest first."""
    return tuple(
        made.landings(operation="filing.takeback", kind=kind) for kind in ("wage_change", "enrolment")
    )


def _correction(made: Scene) -> tuple[sg.Case, sg.Filing]:
    case = _case(made)
    return case, case.filing.model_copy(update={"declared_wage": Decimal("7100.00")})


def _filed_anew(made: Stage, subject: tuple[sg.Case, sg.Filing]) -> tuple[int, ...]:
    """Once more than it had been."""
    return (made.landings(operation="filing.submit") - 1,)


def _consent(made: Scene) -> sg.Filing:
    text = _with_session(made, lambda session: session.query(sg.ServiceAgreementQuery()))
    return sg.GrantingConsent(version=text.version, text_digest=text.text_digest)


def _grant(made: Scene, note: str = "grantable") -> sg.Filing:
    return sg.HandlerGrant(
        person=_person(made, note),
        rank=sg.HandlerRank.HANDLER,
        scopes=frozenset({"enrolment", "suspension"}),
    )


_other_scopes = partial(_grant, note="handler enrolments")


def _revocation(made: Scene) -> sg.Filing:
    return sg.HandlerRevocation(person=_person(made, "handler enrolments"))


def _registration(made: Scene) -> sg.Filing:
    return sg.UnitRegistration(legal_representative=_person(made, "legal unregistered"))


def _verification(made: Scene) -> sg.Filing:
    return sg.HandlerVerification(person=_person(made, "handler waiting"))


def _reset(made: Scene) -> sg.Filing:
    """The store holds the password that was in force until it was forgotten."""
    with made.gateway() as gateway:
        made.hall(gateway, made.handler("js handler all")).sign_in().close()
    return sg.PasswordReset(person=_person(made, "handler all"))


KIT = FaultKit(
    "jiangsu",
    stage,
    (
        Operation("enrolment", Verb.FILE, _enrolment, _filed("enrolment"), log_in=True),
        Operation("by_handler", Verb.FILE, _enrolment, _filed("enrolment"), stage=handler_stage, log_in=True),
        Operation("by_face", Verb.FILE, _enrolment, _filed("enrolment"), stage=face_stage, log_in=True),
        Operation("several", Verb.FILE_MANY, _several, _each_filed, expected=(1, 1)),
        Operation(
            "preregistration", Verb.FILE, _preregistration, _filed("preregistration"), stage=shut_stage
        ),
        Operation("renewal", Verb.FILE, _renewal, _filed("renewal")),
        Operation("basic_data", Verb.FILE, _basic_data, _filed("basic_data")),
        Operation("suspension", Verb.FILE, _suspension, _filed("suspension")),
        Operation("wage_change", Verb.FILE, _wage_change, _filed("wage_change")),
        Operation("retirement", Verb.FILE, _retirement, _filed("retirement"), stage=december_stage),
        Operation(
            "flexible", Verb.FILE, _flexible, _landed("filing.submit"), stage=citizen_stage, log_in=True
        ),
        Operation("flexible_stop", Verb.FILE, _flexible_stop, _landed("filing.submit"), stage=flexible_stage),
        Operation("transfer", Verb.FILE, _transfer, _landed("filing.submit"), stage=citizen_stage),
        Operation("take_back", Verb.WITHDRAW, _case, _landed("filing.takeback")),
        Operation("cascade", Verb.CASCADE, _chain, _taken_back_one_by_one, expected=(1, 1)),
        Operation("correction", Verb.CORRECT, _correction, _filed_anew),
        Operation("consent", Verb.ACCESS, _consent, _landed("consent.give"), stage=legal_stage),
        Operation("grant", Verb.ACCESS, _grant, _landed("handler.grant"), stage=administrator_stage),
        Operation("scopes", Verb.ACCESS, _other_scopes, _landed("handler.scopes"), stage=administrator_stage),
        Operation(
            "revocation", Verb.ACCESS, _revocation, _landed("handler.revoke"), stage=administrator_stage
        ),
        Operation(
            "registration",
            Verb.BEFORE_LOG_IN,
            _registration,
            _landed("registration.submit"),
            stage=unregistered_stage,
        ),
        Operation(
            "verification",
            Verb.BEFORE_LOG_IN,
            _verification,
            _landed("account.activate"),
            stage=waiting_stage,
        ),
        Operation("reset", Verb.BEFORE_LOG_IN, _reset, _landed("password.reset"), stage=forgetful_stage),
    ),
    left_out={
        "withdraw *": "回退 is one flow for every matter: `take_back`, and `cascade` where others go first",
        "discard *": "a draft that is not submitted lapses by itself: discarding it sends nothing",
    },
)
