"""Getting in: the key at both systems, whose unit it is, an insured person, and opening the service at the counter."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Any

import pytest

import sigateway as sg
from sigateway.registry import Registry
from sigateway_beijing.access import PersonLogin
from sigateway_beijing.opening import Application, Key, Paper, Settlement, eligibility
from sigateway_beijing.questions import (
    InsuredPersonsQuery,
    OwnDataQuery,
    OwnPaymentsQuery,
    OwnPensionYearsQuery,
)

from .world import FOUR, MEDICAL, PIN, UNIT_ONE, Scene, enrolment, key_file, person, scene

RULES = Registry().stack("beijing").rules


@pytest.fixture
def stage() -> Scene:
    return scene(sg.SqliteLedger(":memory:"))


# -- log-in ------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("BJ-31", "BJ-04")
def test_one_key_signs_at_both_systems(stage: Scene) -> None:
    with stage.gateway() as gateway, stage.hall(gateway).sign_in():
        pass
    asked = [entry.operation for entry in stage.world.journal.entries]
    assert asked == ["four.challenge", "four.login", "medical.challenge", "medical.login", "medical.home"]


@pytest.mark.rule("BJ-31")
def test_there_is_no_log_in_with_a_password_for_a_unit(stage: Scene) -> None:
    slip = sg.PasswordSlipLogin(username="u", password="p", certificate_serial="s", certificate_password="c")  # type: ignore[arg-type]
    with stage.gateway() as gateway, pytest.raises(sg.ConfigurationError, match="password_slip"):
        stage.hall(gateway, credentials=slip).sign_in()


@pytest.mark.rule("BJ-03")
def test_a_unit_that_has_not_opened_the_service_is_told_so() -> None:
    stage = scene(sg.SqliteLedger(":memory:"), number="110105000003")
    with stage.gateway() as gateway, pytest.raises(sg.LoginRefused, match="未开通") as refused:
        stage.hall(gateway).sign_in()
    assert [reason.rule for reason in refused.value.reasons] == ["BJ-03"]


@pytest.mark.rule("BJ-04")
def test_a_revoked_certificate_is_tried_once(stage: Scene) -> None:
    hall, key = stage.world.beijing, stage.credentials
    hall.bjca.revoke(hall.key(UNIT_ONE).serial)
    with stage.gateway() as gateway:
        with pytest.raises(sg.LoginRefused, match="数字证书无效"):
            stage.hall(gateway, credentials=key).sign_in()
        with pytest.raises(sg.CredentialsBlocked):
            stage.hall(gateway, credentials=key).sign_in()
    assert [entry.operation for entry in stage.world.journal.entries].count("four.login") == 1


def test_another_units_key_opens_nothing(stage: Scene) -> None:
    other = sg.CertificateLogin(pkcs12=key_file(stage.world, "110105000002"), pin=PIN)  # type: ignore[arg-type]
    with stage.gateway() as gateway, pytest.raises(sg.WrongUnit):
        stage.hall(gateway, credentials=other).sign_in()


@pytest.mark.parametrize("operation", ["four.challenge", "medical.challenge", "medical.login"])
def test_one_system_shut_is_both_shut(stage: Scene, operation: str) -> None:
    """No filing is begun that could only be half made."""
    stage.fault(operation, "maintenance", times=3)
    with stage.gateway() as gateway, pytest.raises(sg.HallUnavailable):
        stage.hall(gateway).sign_in()


@pytest.mark.rule("BJ-33", "BJ-06", "BJ-10")
def test_what_bars_from_opening_does_not_bar_from_filing() -> None:
    """Unit two differs in the two systems, and owes: it warns, and files."""
    stage = scene(sg.SqliteLedger(":memory:"), number="110105000002")
    filing = enrolment(person(stage.somebody("bj stopped")))
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        findings = session.preflight(filing)
        assert [(f.rule, f.effect.value) for f in findings] == [("BJ-06", "warns")]
        assert session.wait(session.file(filing), timeout=900).state is sg.CaseState.APPROVED


@pytest.mark.rule("BJ-33")
@pytest.mark.parametrize("number", ["110105000001", "110105000002"])
def test_where_the_conditions_are_looked_at_each_time_the_hall_says_so(number: str) -> None:
    stage = scene(sg.SqliteLedger(":memory:"), "conditions_at_each_filing", number=number)
    filing = enrolment(person(stage.somebody("bj stopped")))
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        rules = {f.rule for f in session.preflight(filing) if f.blocks}
    assert rules == (set() if number.endswith("1") else {"BJ-06", "BJ-10"})


@pytest.mark.rule("BJ-30")
def test_an_insured_person_sees_his_own_data_and_nothing_else(stage: Scene) -> None:
    record = stage.somebody("bj here man")
    login = PersonLogin(id_number=record.number, password=stage.world.beijing.query_password(record.number))  # type: ignore[arg-type]
    with stage.gateway() as gateway, stage.hall(gateway, credentials=login).sign_in() as session:
        assert session.query(OwnDataQuery()).id_number == record.number
        assert {payment.month.year for payment in session.query(OwnPaymentsQuery())} == {2026}
        assert [year.year for year in session.query(OwnPensionYearsQuery())] == [2025, 2026]
        with pytest.raises(sg.NotOffered, match="本人"):
            session.query(InsuredPersonsQuery())
        with pytest.raises(sg.SigatewayError):
            session.file(enrolment(person(record)))


@pytest.mark.rule("BJ-30")
def test_a_wrong_query_password_is_tried_once(stage: Scene) -> None:
    record = stage.somebody("bj here man")
    wrong = PersonLogin(id_number=record.number, password="000000")  # type: ignore[arg-type]
    with stage.gateway() as gateway:
        with pytest.raises(sg.LoginRefused):
            stage.hall(gateway, credentials=wrong).sign_in()
        for _ in range(6):
            with pytest.raises(sg.CredentialsBlocked):
                stage.hall(gateway, credentials=wrong).sign_in()


# -- opening: the SDK's answer and the counter's, over random units ----------------------------------------------------


def some_unit(draw: Random, stage: Scene, number: int) -> tuple[str, Application, dict[str, Any]]:
    """A unit of the World that has not opened the service, what the SDK is told of it, and how it goes to the counter."""
    hall, reg = stage.world.beijing, f"1101059{number:05d}"
    schemes = FOUR | MEDICAL if draw.random() < 0.85 else FOUR
    quarterly, second, breach = (draw.random() < 0.15 for _ in range(3))
    differs = ("单位类型",) if draw.random() < 0.3 else ()
    key = draw.choice([True] * 6 + [False])
    hall.add_unit(
        reg, f"模拟单位{number}", opened=False, settle_cycle="quarter" if quarterly else "month",
        schemes=sorted("310" if s is sg.Scheme.MEDICAL else _CODES[s] for s in schemes),
        second_level=second, breach=breach, key=key, medical={"unitType": "90"} if differs else {},
    )  # fmt: skip
    owes = draw.random() < 0.15
    if owes:
        hall.add_arrears(reg, "110", "202609")
    serves_another = key and draw.random() < 0.3
    if serves_another:
        hall.bjca.issue(reg, used_by=("别的系统",))
    state = Key.VALID if key else Key.NONE
    if key and draw.random() < 0.1:
        hall.bjca.revoke(hall.key(reg).serial)
        state = Key.INVALID
    papers = {paper: draw.choice([1] * 14 + [0]) for paper in Paper}
    papers[Paper.AUTHORISATION] = draw.choice([0, 1])
    papers[Paper.APPLICATION] = draw.choice([2] * 8 + [1, 0])
    read, own, brought = draw.random() > 0.1, draw.random() > 0.1, key and draw.random() > 0.1
    told = Application(
        opened=False, at_own_agency=own, read_pledge=read, papers=papers, key=state, key_brought=brought,
        key_serves_another=serves_another, settlement=Settlement.QUARTER if quarterly else Settlement.MONTH,
        differs=differs, breach=breach, schemes=schemes, arrears=owes, second_level=second,
    )  # fmt: skip
    visit = {
        "agency": AGENCY,
        "papers": [paper.value for paper, count in papers.items() for _ in range(count)],
        "read_pledge": read,
        "key": hall.key(reg) if brought else None,
    }
    if not own:
        visit["agency"] = "模拟海淀区社会保险基金管理中心"
    return reg, told, visit


AGENCY = "模拟朝阳区社会保险基金管理中心"
_CODES = {
    sg.Scheme.PENSION: "110", sg.Scheme.UNEMPLOYMENT: "210", sg.Scheme.INJURY: "410", sg.Scheme.MATERNITY: "510",
}  # fmt: skip


@pytest.mark.rule(
    "BJ-03", "BJ-04", "BJ-05", "BJ-06", "BJ-08", "BJ-09", "BJ-10", "BJ-11", "BJ-12", "BJ-13", "BJ-14", "BJ-15",
    "BJ-16", "BJ-17",
)  # fmt: skip
def test_the_counter_opens_and_refuses_as_the_answer_says() -> None:
    draw, seen = Random("opening"), set()
    for day in (4, 5, 22, 23):
        stage = scene(sg.SqliteLedger(":memory:"), now=f"2026-11-{day:02d}T09:00:00+08:00")
        for number in range(16 if day in (5, 22) else 1):
            reg, told, visit = some_unit(draw, stage, number)
            answer = eligibility(told, RULES, date(2026, 11, day))
            reasons = opened(stage, reg, visit)
            assert [(each.rule, each.words) for each in answer.refused] == reasons, (day, number, told)
            assert answer.may_open is (not reasons)
            seen |= {rule for rule, _ in reasons} | ({"open"} if not reasons else set())
    assert seen >= {
        "open",
        "BJ-04",
        "BJ-05",
        "BJ-06",
        "BJ-08",
        "BJ-09",
        "BJ-10",
        "BJ-11",
        "BJ-12",
        "BJ-13",
        "BJ-16",
    }


def opened(stage: Scene, reg: str, visit: dict[str, Any]) -> list[tuple[str, str]]:
    try:
        stage.world.beijing.counter.open_service(reg, **visit)
    except ValueError as refused:
        return [tuple(each) for each in refused.reasons]  # type: ignore[attr-defined]
    return []
