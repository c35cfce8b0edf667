"""Doubts of this hall's own; every fault at every request is the crash matrix's (``faultkit.py``)."""

from __future__ import annotations

from pathlib import Path

import pytest

import sigateway as sg

from .world import enrolment, noted, scene


def test_a_doubt_that_cannot_be_settled_now_is_ended_by_the_next_process(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    filing = enrolment(noted(stage, "uninsured man"))
    stage.fault("declaration.submit", "disconnect", "after_commit")
    stage.fault("declaration.list", "maintenance", times=60)
    with (
        stage.gateway(patience=30) as gateway,
        stage.hall(gateway).sign_in() as session,
        pytest.raises(sg.OutcomeUnknown),
    ):
        session.file(filing, reference="pay-1029")
    stage.world.faults.clear()
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        case = session.file(filing, reference="pay-1029")
    assert stage.standing() == [case.number]
    assert stage.asked("declaration.submit") == 1
    stage.check()


def test_a_slip_that_lapsed_while_it_was_in_doubt_is_never_sent_again(tmp_path: Path) -> None:
    """Good until the hall's day ends (the wire page): after midnight a new check is needed, and a new call makes one."""
    stage = scene(tmp_path, now="2026-11-10T23:59:50+08:00")
    filing = enrolment(noted(stage, "uninsured man"))
    stage.fault("declaration.submit", "disconnect", "before_commit")
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        with pytest.raises(sg.DraftLost):
            session.file(filing)
        assert stage.standing() == []
        case = session.file(filing)
    assert stage.standing() == [case.number]
    assert stage.asked("declaration.submit") == 2
    stage.check()


def test_a_rehearsal_leaves_nothing_and_shows_nobody(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    who = noted(stage, "uninsured man")
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        shown = session.file(enrolment(who), dry_run=True)
        assert who.document.number not in str(shown)
        assert who.name not in repr(shown)
    stage.check()
    assert (stage.standing(), stage.asked("declaration.submit")) == ([], 0)
