"""Every request of a batch, and every fault at it: each person's effect once or not at all, as the SDK says, and never twice.

Four people are filed in one batch; the hall does not take one of them. The undisturbed conversation is recorded first, then
repeated with one fault at each of its requests in turn. After the fault the vendor calls the same thing again, as a new process.
"""

from __future__ import annotations

from pathlib import Path

import pytest

import sigateway as sg

from .test_faults import FAULTS, NOTHING_FILED
from .world import Scene, enrolment, newcomer, person, scene

SETTLED = sg.CaseState.IN_REVIEW


def batch(stage: Scene) -> list[sg.Enrolment]:
    """Three whom the hall takes, and, last, one whose residents' medical insurance runs on."""
    records = [newcomer(stage.world, n=n) for n in (11, 12, 13)]
    records.append(newcomer(stage.world, n=14, resident_medical=True))
    return [enrolment(person(record)) for record in records]


@pytest.fixture(scope="module")
def operations(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The operations of an undisturbed batch, in order, after the log-in."""
    stage = scene(tmp_path_factory.mktemp("recorded"))
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        before = len(stage.world.journal.entries)
        session.file_many(batch(stage))
    found = [entry.operation for entry in stage.world.journal.entries[before:]]
    assert {"batch.template", "batch.upload", "batch.failures", "submit"} <= set(found)
    return found


def in_a_new_process(stage: Scene, filings: list[sg.Enrolment]) -> list[sg.Case | sg.SigatewayError]:
    """Nothing is left of the last attempt but the ledger and the credentials."""
    try:
        with stage.gateway(patience=30) as gateway, stage.hall(gateway).sign_in() as session:
            return [filed.end for filed in session.file_many(filings)]
    except sg.SigatewayError as error:
        return [error] * len(filings)


def file_until_clear(
    stage: Scene, filings: list[sg.Enrolment]
) -> tuple[list[sg.Case | sg.SigatewayError], list[list[str]]]:
    """Call, and call again while anything may be called again. Checks each answer on the way."""
    answers: list[list[str]] = []
    for _ in range(6):
        ends = in_a_new_process(stage, filings)
        answers.append([end.state if isinstance(end, sg.Case) else end.code for end in ends])
        for filing, end in zip(filings, ends, strict=True):
            if isinstance(end, sg.Case):
                assert stage.landed(filing.person) == 1, answers
            elif isinstance(end, NOTHING_FILED):
                assert stage.landed(filing.person) == 0, f"{answers} said that nothing was filed"
        again = [end for end in ends if isinstance(end, sg.SigatewayError)]
        if not any(error.retry or isinstance(error, sg.WireChanged | sg.EchoDiffers) for error in again):
            return ends, answers
        stage.world.clock.advance(by=60)
    raise AssertionError(f"never came to an end: {answers}")


@pytest.mark.parametrize("accepts_duplicates", [False, True], ids=["ordinary", "accepts_duplicates"])
@pytest.mark.parametrize(("kind", "side", "shape"), FAULTS, ids=[f"{k}-{s}-{len(x)}" for k, s, x in FAULTS])
@pytest.mark.rule("WH-79", "WH-80")
def test_each_person_once_or_not_at_all(
    kind: str,
    side: str,
    shape: dict[str, object],
    accepts_duplicates: bool,
    operations: list[str],
    tmp_path: Path,
) -> None:
    for position, operation in enumerate(operations):
        if accepts_duplicates and position < operations.index("batch.upload"):
            continue  # what leaves nothing is the same in both variants
        folder = tmp_path / str(position)
        folder.mkdir()
        stage = scene(folder, accepts_duplicates=accepts_duplicates)
        filings = batch(stage)
        with stage.gateway() as gateway:
            stage.hall(gateway).sign_in().close()  # the certificate is fetched
        stage.fault(operation, kind, side, nth=operations[: position + 1].count(operation), **shape)

        ends, answers = file_until_clear(stage, filings)

        where = f"request {position} ({operation}), {kind} {side} {shape}: {answers}"
        stage.world.faults.assert_consumed()
        taken, refused = ends[:3], ends[3]
        if kind == "window_closes":  # the month ended meanwhile, and with it what there was to file
            assert all(isinstance(end, sg.Case | sg.PreflightFailed) for end in taken), where
        else:
            assert [getattr(end, "state", end) for end in taken] == 3 * [SETTLED], where
        assert isinstance(refused, sg.HallRefused | sg.PreflightFailed), where
        assert stage.landed(filings[3].person) == 0, where
        stage.check()
