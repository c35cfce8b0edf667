"""A real SIGKILL around the draft and the commit, two processes at once, and a driver broken on purpose."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

import sigateway as sg
from sigateway_mockservers import InProcess, MockServer, serve

from .world import Scene, enrolment, newcomer, person, scene, the_simulator

CHILD = Path(__file__).with_name("vendor_process.py")


@pytest.fixture(scope="module")
def server() -> Iterator[MockServer]:
    with serve(the_simulator()) as running:
        yield running


def start(
    stage: Scene,
    server: MockServer,
    *filings: sg.Enrolment,
    kill: str = "",
    when: str = "",
    name: str = "job",
) -> subprocess.Popen[str]:
    sg.FileCredentials(stage.folder / "credentials.db").put(stage.unit.key, stage.slip)
    job = {
        "hall": stage.world.base_url("wuhan", server.url),
        "control": f"{server.url}/_sim/worlds/{stage.world.id}",
        "unit": stage.unit.model_dump_json(),
        "filings": [filing.model_dump_json() for filing in filings],
        "ledger": str(stage.folder / "ledger.db"),
        "credentials": str(stage.folder / "credentials.db"),
        "kill_path": kill,
        "kill_when": when,
    }
    path = stage.folder / f"{name}.json"
    path.write_text(json.dumps(job), encoding="utf-8")
    return subprocess.Popen(
        [sys.executable, str(CHILD), str(path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


@pytest.mark.parametrize("accepts_duplicates", [False, True], ids=["ordinary", "accepts_duplicates"])
@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("request_path", ["zengyuan_baocun.do", "tijiao.do"], ids=["draft", "commit"])
def test_a_killed_filing_is_finished_once_by_the_next_process(
    request_path: str, when: str, accepts_duplicates: bool, server: MockServer, tmp_path: Path
) -> None:
    stage = scene(tmp_path, accepts_duplicates=accepts_duplicates)
    filing = enrolment(person(newcomer(stage.world)))
    with start(stage, server, filing, kill=request_path, when=when) as child:
        child.communicate(timeout=60)
    assert child.returncode == -signal.SIGKILL
    landed_before = stage.landed(filing.person)
    assert landed_before == (1 if (request_path, when) == ("tijiao.do", "after") else 0)

    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        case = session.file(filing, reference="pay-1029")

    assert case.state is sg.CaseState.IN_REVIEW
    assert stage.landed(filing.person) == 1
    stage.check()


@pytest.mark.parametrize("accepts_duplicates", [False, True], ids=["ordinary", "accepts_duplicates"])
@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("request_path", ["pl_shangchuan.do", "tijiao.do"], ids=["draft", "commit"])
def test_a_killed_batch_is_finished_once_by_the_next_process(
    request_path: str, when: str, accepts_duplicates: bool, server: MockServer, tmp_path: Path
) -> None:
    stage = scene(tmp_path, accepts_duplicates=accepts_duplicates)
    filings = [enrolment(person(newcomer(stage.world, n=n))) for n in range(1, 6)]
    with start(stage, server, *filings, kill=request_path, when=when) as child:
        child.communicate(timeout=60)
    assert child.returncode == -signal.SIGKILL
    held = 1 if (request_path, when) == ("tijiao.do", "after") else 0
    assert [stage.landed(filing.person) for filing in filings] == 5 * [held]

    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        cases = [filed.result() for filed in session.file_many(filings)]

    assert [case.state for case in cases] == 5 * [sg.CaseState.IN_REVIEW]
    assert len({case.number for case in cases}) == 1
    assert [stage.landed(filing.person) for filing in filings] == 5 * [1]
    stage.check()


def test_two_processes_with_the_same_order_at_once_file_once(server: MockServer, tmp_path: Path) -> None:
    stage = scene(tmp_path, accepts_duplicates=True)
    # Past the first log-in, so that both come straight to the filing.
    with stage.gateway() as gateway:
        stage.hall(gateway).sign_in().close()
    sg_credentials = sg.FileCredentials(tmp_path / "credentials.db").current(stage.unit.key)
    assert sg_credentials is not None
    filing = enrolment(person(newcomer(stage.world)))
    children = []
    for name in ("one", "two"):
        child = start(stage, server, filing, name=name)
        sg.FileCredentials(tmp_path / "credentials.db").put(stage.unit.key, sg_credentials)
        children.append(child)
    numbers = set()
    for child in children:
        out, err = child.communicate(timeout=60)
        assert child.returncode == 0, err
        numbers.add(json.loads(out)["number"])
    assert len(numbers) == 1
    assert stage.landed(filing.person) == 1
    stage.check()


class ResendsOnTimeout(InProcess):
    """A driver as many are written: when no answer comes, it sends the same request again."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        try:
            return super().handle_request(request)
        except httpx.ReadTimeout:
            return super().handle_request(request)


def test_a_driver_that_resends_on_timeout_is_caught_by_the_oracle(tmp_path: Path) -> None:
    stage = scene(tmp_path, accepts_duplicates=True)
    filing = enrolment(person(newcomer(stage.world)))
    stage.fault("submit", "stall", "after_commit")
    broken = ResendsOnTimeout(stage.simulator)
    with stage.gateway(transport=broken) as gateway, stage.hall(gateway).sign_in() as session:
        session.file(filing)
    assert stage.landed(filing.person) == 2
    assert stage.world.verify() != []
    assert stage.world.attempts_after_landing() != []
