"""A city over its province, by configuration of plugins alone: the same filing, each with its own answer."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

import sigateway as sg

from .test_proofs import clerk, unit_proof
from .world import NINGBO, QUZHOU, Own, Scene, enrolment, person, rule, scene

PROVINCE, CITY = "zhejiang", "zhejiang.ningbo"


def rules_that_block(findings: Any) -> list[str]:
    return sorted({found.rule for found in findings if found.blocks})


def offline(stage: Scene, region: str, filing: sg.Filing) -> list[str]:
    with stage.gateway() as gateway:
        hall = gateway.hall(
            region, unit=stage.unit, credentials=stage.login(stage.unit.number), sites=stage.addresses()
        )
        return rules_that_block(hall.preflight(filing))


@pytest.mark.rule("ZJ-10")
def test_a_wage_that_the_province_takes_is_too_low_for_the_city(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    filing = enrolment(person(stage.known("zj uninsured man")), declared_wage="2200")
    assert offline(stage, PROVINCE, filing) == []
    assert offline(stage, CITY, filing) == ["ZJ-10"]


@pytest.mark.rule("ZJ-01")
def test_the_city_came_over_later_than_the_earliest_place(tmp_path: Path) -> None:
    stage = scene(tmp_path, now="2021-03-20T09:00:00+08:00")
    work = sg.Employment(contract_start=date(2021, 3, 8), form=sg.EmploymentForm.FULL_TIME)
    filing = enrolment(person(stage.known("zj uninsured man")), first_paid_month="2021-03", employment=work)
    assert offline(stage, PROVINCE, filing) == []
    assert offline(stage, CITY, filing) == ["ZJ-01"]
    with stage.gateway() as gateway:
        window = {
            region: gateway.hall(
                region, unit=stage.unit, credentials=stage.login(NINGBO), sites=stage.addresses()
            ).window()
            for region in (PROVINCE, CITY)
        }
    assert window[PROVINCE] is not None
    assert window[PROVINCE].open
    assert window[CITY] is not None
    assert not window[CITY].open
    assert window[CITY].opens is not None
    assert window[CITY].opens.date() == date(2021, 4, 9)


@pytest.mark.rule("ZJ-01", "ZJ-10")
@pytest.mark.parametrize(
    ("number", "region", "now", "wage", "refused"),
    [
        (QUZHOU, PROVINCE, "2026-11-10T09:00:00+08:00", "2200", []),
        (NINGBO, CITY, "2026-11-10T09:00:00+08:00", "2200", ["ZJ-10"]),
        (QUZHOU, PROVINCE, "2021-03-20T09:00:00+08:00", "6000", []),
        (NINGBO, CITY, "2021-03-20T09:00:00+08:00", "6000", ["ZJ-01"]),
    ],
)
def test_the_halls_of_both_places_say_what_their_layers_say(
    tmp_path: Path, number: str, region: str, now: str, wage: str, refused: list[str]
) -> None:
    stage = scene(tmp_path, number=number, region=region, now=now)
    month = sg.Month.of(stage.world.clock.now())
    work = sg.Employment(contract_start=month.first_day, form=sg.EmploymentForm.FULL_TIME)
    filing = enrolment(
        person(stage.known("zj unknown man")), first_paid_month=month, declared_wage=wage, employment=work
    )
    with stage.gateway() as gateway:
        hall = stage.hall(gateway)
        assert rules_that_block(hall.preflight(filing)) == refused
        with hall.sign_in() as session:
            assert rules_that_block(session.preflight(filing)) == refused
            if refused:
                with pytest.raises(sg.PreflightFailed, match=refused[0]):
                    session.file(filing)
            else:
                assert session.wait(session.file(filing)).state is sg.CaseState.APPROVED
    stage.check()


@pytest.mark.rule("ZJ-05")
def test_a_unit_of_another_city_is_told_apart_by_the_menu(tmp_path: Path) -> None:
    stage = scene(tmp_path, number=QUZHOU, region=CITY)
    who = person(stage.known("zj unknown man"))
    with (
        stage.gateway() as gateway,
        stage.hall(gateway).sign_in() as session,
        pytest.raises(sg.NotOffered, match="宁波市人力社保局") as refused,
    ):
        session.file(enrolment(who))
    assert refused.value.rule == "ZJ-05"
    assert stage.landed(who) == 0


@pytest.mark.rule("ZJ-27")
def test_the_citys_layer_knows_the_place_of_its_proof(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    silent = unit_proof(stage, place=None)
    for region, found in ((PROVINCE, False), (CITY, True)):
        with stage.gateway() as gateway:
            hall = gateway.hall(region, unit=stage.unit, credentials=clerk(stage), sites=stage.addresses())
            with hall.sign_in() as session:
                if found:
                    assert session.fetch(silent).seal is not None
                else:
                    with pytest.raises(sg.ConfigurationError, match="参保地"):
                        session.fetch(silent)


def test_a_vendors_own_layer_stands_over_the_city(tmp_path: Path) -> None:
    own = Own(rule("ZJ-10", {"minimum_wage": "2100.00", "evidence": "E2"}, replaces="zhejiang.ningbo"))
    stage = scene(tmp_path, region=CITY)
    filing = enrolment(person(stage.known("zj uninsured man")), declared_wage="2200")
    with stage.gateway(plugins=[own]) as gateway:
        assert rules_that_block(stage.hall(gateway).preflight(filing)) == []


def test_what_a_layer_does_not_replace_is_the_provinces(tmp_path: Path) -> None:
    stage = scene(tmp_path, region=CITY)
    who = person(stage.known("zj uninsured man"))
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        assert session.wait(session.file(enrolment(who))).state is sg.CaseState.APPROVED
    stage.check()
