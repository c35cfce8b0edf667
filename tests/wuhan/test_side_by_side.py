"""Several filings of one vendor go on at once, on a mock World's clock that leaps when somebody waits for a review."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date
from pathlib import Path

import sigateway as sg
from sigateway.plugin import Means

from .world import enrolment, newcomer, person, scene

MANY = 6


def test_the_review_that_one_waits_for_does_not_run_out_the_time_of_anothers_filing(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    first, second = (enrolment(person(newcomer(stage.world, born=date(1996, 5, day)))) for day in (1, 2))
    waiting: list[Future[sg.Case]] = []

    def wait_meanwhile(event: sg.Event) -> None:
        """The second's commit is written down and about to leave, when the first begins to wait."""
        if event.means is Means.COMMIT and standing and not waiting:
            waiting.append(other.submit(theirs.wait, standing[0]))
            threading.Event().wait(0.3)

    standing: list[sg.Case] = []
    with (
        ThreadPoolExecutor(1) as other,
        stage.gateway(observers=[wait_meanwhile]) as gateway,
        stage.hall(gateway).sign_in() as theirs,
        stage.hall(gateway).sign_in() as mine,
    ):
        standing.append(theirs.file(first))
        assert mine.file(second).in_review
        assert waiting[0].result(timeout=20).state is sg.CaseState.APPROVED
    assert (stage.landed(first.person), stage.landed(second.person)) == (1, 1)
    stage.check()


def test_each_task_files_and_waits_beside_the_others(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    filings = [
        enrolment(person(newcomer(stage.world, born=date(1996, 5, day)))) for day in range(1, MANY + 1)
    ]

    async def one(hall: sg.AsyncHall, filing: sg.Enrolment) -> sg.CaseState:
        async with await hall.sign_in() as session:
            return (await session.wait(await session.file(filing))).state

    async def all_of_them() -> list[sg.CaseState]:
        async with sg.AsyncGateway(**stage.ports()) as gateway:
            hall = gateway.hall(
                "wuhan", unit=stage.unit, credentials=stage.credentials, sites=stage.addresses()
            )
            return await asyncio.gather(*(one(hall, filing) for filing in filings))

    assert asyncio.run(all_of_them()) == [sg.CaseState.APPROVED] * MANY
    assert [stage.landed(filing.person) for filing in filings] == [1] * MANY
    stage.check()
