"""Flexible workers: the form depends on the state, four steps, a receipt."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import sigateway as sg

from .world import CARD, INTERRUPTED, RUNNING, Scene, joining, leaving, person, scene


def at_the_app(stage: Scene, gateway: sg.Gateway, note: str) -> sg.Hall:
    return stage.hall(gateway, credentials=stage.login(stage.known(note).number, "app"))


@pytest.mark.rule("ZJ-36", "ZJ-37", "ZJ-38", "ZJ-39")
def test_who_is_interrupted_joins_again_and_gets_a_receipt(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    with stage.gateway() as gateway, at_the_app(stage, gateway, INTERRUPTED).sign_in() as session:
        case = session.file(joining(stage))
        assert case.state is sg.CaseState.IN_REVIEW
        assert session.file(joining(stage)).number == case.number
        assert session.wait(case).state is sg.CaseState.APPROVED
        receipt = session.fetch(sg.DeclarationForm(case=case))
    assert receipt.name == f"收件回执单-{case.number}.pdf"
    steps = [
        entry.operation
        for entry in stage.world.journal.entries
        if entry.operation.startswith("hall.flexible")
    ]
    assert [step for step in steps if step not in ("hall.flexible.open", "hall.flexible.list")] == [
        "hall.flexible.notice", "hall.flexible.declare", "hall.flexible.materials", "hall.flexible.submit",
        "hall.flexible.receipt",
    ]  # fmt: skip
    stage.check()


@pytest.mark.rule("ZJ-39")
def test_who_is_insured_gets_the_form_of_interruption(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    with stage.gateway() as gateway, at_the_app(stage, gateway, RUNNING).sign_in() as session:
        blocking = [found.rule for found in session.preflight(joining(stage, RUNNING)) if found.blocks]
        assert blocking[0] == "ZJ-39"
        assert session.wait(session.file(leaving(stage))).state is sg.CaseState.APPROVED
    (item,) = stage.world.zhejiang.effects("flexible_interrupt")
    assert item.person == stage.known(RUNNING).number
    stage.check()


@pytest.mark.rule("ZJ-39")
@pytest.mark.parametrize(
    ("month", "late"), [("2026-09", True), ("2026-10", False), ("2026-11", False), ("2026-12", True)]
)
def test_the_month_of_change_is_last_month_or_this_one(tmp_path: Path, month: str, late: bool) -> None:
    stage = scene(tmp_path)
    with stage.gateway() as gateway:
        found = at_the_app(stage, gateway, INTERRUPTED).preflight(joining(stage, first_paid_month=month))
    assert [each.rule for each in found if each.blocks] == (["ZJ-39"] if late else [])


@pytest.mark.rule("ZJ-36")
def test_the_site_is_that_of_the_household(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    away = person(stage.known(INTERRUPTED), household_place="浙江省衢州市柯城区")
    with stage.gateway() as gateway, at_the_app(stage, gateway, INTERRUPTED).sign_in() as session:
        found = session.preflight(joining(stage, person=away))
        nowhere = session.preflight(
            joining(
                stage, person=person(stage.known(INTERRUPTED)).model_copy(update={"household_place": None})
            )
        )
    assert [each.rule for each in found if each.blocks] == ["ZJ-36"]
    assert {each.rule for each in nowhere if each.blocks} == {"ZJ-36"}


@pytest.mark.rule("ZJ-39")
def test_who_never_was_a_flexible_worker_goes_to_the_counter(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    with (
        stage.gateway() as gateway,
        at_the_app(stage, gateway, "zj here man").sign_in() as session,
        pytest.raises(sg.PreflightFailed, match="ZJ-39"),
    ):
        session.file(joining(stage, "zj here man"))


@pytest.mark.rule("ZJ-38")
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"materials": ()}, "身份证正面"),
        ({"materials": (CARD, CARD.model_copy(update={"what": "毕业证"}))}, "毕业证"),
        ({"base": "100"}, "缴费基数"),
        ({"first_paid_month": "2026-08"}, "增减年月"),
        ({"schemes": {"medical"}}, "养老"),
    ],
)
def test_what_the_hall_would_refuse_is_said_before(
    tmp_path: Path, changes: dict[str, Any], words: str
) -> None:
    stage = scene(tmp_path)
    with (
        stage.gateway() as gateway,
        at_the_app(stage, gateway, INTERRUPTED).sign_in() as session,
        pytest.raises(sg.PreflightFailed, match=words),
    ):
        session.file(joining(stage, **changes))
    assert stage.world.zhejiang.effects("flexible_enrol") == []


@pytest.mark.rule("ZJ-36")
def test_nobody_files_for_somebody_else(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    with (
        stage.gateway() as gateway,
        at_the_app(stage, gateway, RUNNING).sign_in() as session,
        pytest.raises(sg.NotOffered, match="本人"),
    ):
        session.file(joining(stage, INTERRUPTED))
    with (
        stage.gateway() as gateway,
        stage.hall(gateway).sign_in() as session,
        pytest.raises(sg.NotOffered, match="浙里办"),
    ):
        session.file(joining(stage))
