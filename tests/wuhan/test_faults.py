"""Every request of an enrolment, and every fault at it: one effect or none, as the SDK says, and never two.

The undisturbed conversation is recorded first, from a unit's very first log-in to the commit. Then it is repeated with one
fault at each of its requests in turn, in the hall's ordinary variant and in the one that accepts duplicates. After the fault the
vendor does what a vendor does: calls the same thing again, in a new process if need be.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import sigateway as sg
from sigateway_mockservers.kernel.faults import KINDS

from .world import Scene, enrolment, newcomer, person, scene

NOTHING_FILED = (sg.BeforeSending, sg.AccessError, sg.HallUnavailable, sg.HallRefused, sg.WireChanged)

# Kinds that need an extra parameter to be all there is to them.
SHAPES: dict[str, list[dict[str, object]]] = {
    "refuse": [{}, {"connect_timeout": True}],
    "truncate": [{}, {"silent": True}],
    "login_page": [{}, {"keep_session": False}],
    "shown_late": [{"seconds": 60.0}],  # within the settling time, on which the promise rests
}


def _faults() -> Iterator[tuple[str, str, dict[str, object]]]:
    for kind, sides in KINDS.items():
        for side in sides:
            for shape in SHAPES.get(kind, [{}]):
                yield kind, side, shape


FAULTS = list(_faults())


def conversation(folder: Path) -> list[str]:
    """The operations of an undisturbed first log-in and enrolment, in order."""
    stage = scene(folder, first_log_in=True)
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        session.file(enrolment(person(newcomer(stage.world))))
    return [entry.operation for entry in stage.world.journal.entries]


@pytest.fixture(scope="module")
def operations(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    return conversation(tmp_path_factory.mktemp("recorded"))


def file_until_clear(stage: Scene, filing: sg.Enrolment) -> tuple[sg.Case | sg.SigatewayError, list[str]]:
    """Call, and call again after what may be called again, each time as a new process. Checks each answer on the way."""
    answers: list[str] = []
    for _ in range(6):
        answer = file_in_a_new_process(stage, filing)
        if isinstance(answer, sg.Case):
            return answer, [*answers, answer.state]
        answers.append(answer.code)
        if isinstance(answer, NOTHING_FILED):
            assert stage.landed(filing.person) == 0, f"{answers[-1]} said that nothing was filed"
        if not (answer.retry or isinstance(answer, sg.WireChanged | sg.EchoDiffers)):
            return answer, answers
        stage.world.clock.advance(by=60)
    raise AssertionError(f"never came to an end: {answers}")


def file_in_a_new_process(stage: Scene, filing: sg.Enrolment) -> sg.Case | sg.SigatewayError:
    """Nothing is left of the last attempt but the ledger and the credentials."""
    try:
        with stage.gateway(patience=30) as gateway, stage.hall(gateway).sign_in() as session:
            return session.file(filing, reference="pay-1029")
    except sg.SigatewayError as error:
        return error


@pytest.mark.parametrize("accepts_duplicates", [False, True], ids=["ordinary", "accepts_duplicates"])
@pytest.mark.parametrize(("kind", "side", "shape"), FAULTS, ids=[f"{k}-{s}-{len(x)}" for k, s, x in FAULTS])
def test_one_effect_or_none_as_the_sdk_says(
    kind: str,
    side: str,
    shape: dict[str, object],
    accepts_duplicates: bool,
    operations: list[str],
    tmp_path: Path,
) -> None:
    for position, operation in enumerate(operations):
        if accepts_duplicates and position < operations.index("home.open"):
            continue  # the log-in is the same in both variants
        folder = tmp_path / str(position)
        folder.mkdir()
        stage = scene(folder, first_log_in=True, accepts_duplicates=accepts_duplicates)
        nth = operations[: position + 1].count(operation)
        stage.fault(operation, kind, side, nth=nth, **shape)
        filing = enrolment(person(newcomer(stage.world)))

        end, answers = file_until_clear(stage, filing)

        where = f"request {position} ({operation}), {kind} {side} {shape}: {answers}"
        stage.world.faults.assert_consumed()
        if isinstance(end, sg.Case):
            assert stage.landed(filing.person) == 1, where
            assert end.state is sg.CaseState.IN_REVIEW, where
        else:
            # Only a month that ended meanwhile leaves nothing to file.
            assert kind == "window_closes", where
            assert isinstance(end, sg.PreflightFailed), where
            assert stage.landed(filing.person) == 0, where
        stage.check()
