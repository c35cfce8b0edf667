"""Two readings of one rulebook: the SDK's preflight and the mock hall, over 2,000 random filings of
all three kinds, people, units and days.

* Offline: what the hall takes is never blocked.
* With the hall's facts: the blocking rule ids of the earliest stage that has any are the hall's reasons.

The hall's side of the comparison is what its own journal says it refused by, not our reading of its words. This shows that two
independent readings agree; it says nothing of the real hall.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

import sigateway as sg
from sigateway.flows.effects import Commit
from sigateway.gateway import operations
from sigateway.gateway.conversation import Conversation
from sigateway.gateway.sync import Session
from sigateway.gateway.work import Work
from sigateway_mockservers import PersonRecord

from .world import Scene, person, scene

CHUNKS, CASES = 20, 100  # 2,000 in all
ENTRANCE = ("search", "open")


def stage_of(operation: str) -> str:
    """At which stage the hall's journal refuses: at its door, at saving, or at the review."""
    business, _, step = operation.partition(".")
    if business == "review":
        return "review"
    return "entrance" if step in ENTRANCE else "save"


class NoRecord:
    """A desk that writes nothing down: here the hall is asked what the preflight would have stopped."""

    def intend(self, commit: Commit, conversation: Conversation) -> Work[None]:
        return
        yield

    not_sent = refused = intend  # type: ignore[assignment]


def some_person(draw: Random, stage: Scene) -> PersonRecord:
    today = stage.world.clock.now().date()
    sex = draw.choice(["1", "2"])
    years = draw.choice([15, 16, 22, 25, 28, 31, 33, 36, 39, 40, 41, 49, 50, 62])
    born = date(today.year - years, today.month, min(today.day, 28)) + timedelta(
        days=draw.choice([-1, 0, 1, 40])
    )
    trouble: dict[str, Any] = {}
    if draw.random() < 0.08:
        trouble["insured_elsewhere"] = "模拟别家有限公司"
    if draw.random() < 0.05:
        trouble["personal_window"] = "模拟武昌"
    if draw.random() < 0.05:
        trouble["student_medical"] = True
    if draw.random() < 0.05:
        trouble["resident_medical"] = True
    permit = draw.random() < 0.1  # 港澳台居民居住证
    return stage.world.people.synthetic(
        sex=sex,
        born=born,
        kind="02" if permit else "01",
        district=draw.choice(["810000", "820000", "830000"] if permit else ["420106", "420111", "429099"]),
        registered=draw.random() < 0.75,
        ever_insured=draw.random() < 0.5,
        nation=draw.choice(["01", "01", "01", "11", "09"]),
        **trouble,
    )


def some_filing(draw: Random, stage: Scene, record: PersonRecord) -> sg.Enrolment:
    today = stage.world.clock.now().date()
    month = sg.Month.of(today)
    who: dict[str, Any] = {"nation": draw.choice([record.nation] * 8 + ["05", None])}
    if draw.random() < 0.1:
        who["name"] = "模拟误写"
    if draw.random() < 0.06:
        who["mobile"] = None
    employment = None
    if draw.random() > 0.06:
        start = today + timedelta(days=draw.choice([-400, -120, -120, -90, -70, -40, -20, -3, 0, 1]))
        employment = sg.Employment(contract_start=start)
    back = draw.choice([None] * 6 + [1, 1, 2, 2, 3, 5])
    schemes = None
    if draw.random() < 0.2:
        schemes = frozenset(draw.sample(sorted(sg.Scheme), draw.choice([5, 6, 6])))
    return sg.Enrolment(
        person=person(record, **who),
        employment=employment,
        declared_wage="5800.50",  # type: ignore[arg-type]
        first_paid_month=month,
        back_pay_from=None if back is None else month.plus(-back),
        schemes=schemes,
    )


def some_stop(draw: Random, stage: Scene, record: PersonRecord) -> sg.Suspension:
    today = stage.world.clock.now().date()
    return sg.Suspension(
        person=person(record),
        employment_ended_on=today + timedelta(days=draw.choice([-30, -3, 0, 0, 1])),
        last_paid_month=sg.Month.of(today),
        reason=draw.choice(list(sg.SuspensionReason)),
    )


def some_wage(draw: Random, stage: Scene, record: PersonRecord) -> sg.WageChange:
    return sg.WageChange(
        person=person(record),
        declared_wage=draw.choice(["2000", "4494", "6000.50", "22467", "90000"]),  # type: ignore[arg-type]
        effective_month=sg.Month.of(stage.world.clock.now().date()).plus(1),
    )


def somebody_known(draw: Random, stage: Scene) -> PersonRecord:
    """Mostly somebody this unit has insured, sometimes in arrears; sometimes somebody it has not."""
    here = [r for r in stage.world.people if stage.world.wuhan.is_insured(stage.unit.number, r.number)]
    record = draw.choice(here) if here and draw.random() < 0.85 else some_person(draw, stage)
    return stage.world.people.change(record.number, arrears=draw.random() < 0.2) if record in here else record


def blocking(findings: tuple[sg.Finding, ...]) -> tuple[str | None, set[str]]:
    """The earliest stage at which anything blocks, and the rules that block there."""
    blocks = [f for f in findings if f.blocks]
    stages = [f.stage for f in blocks if f.stage is not None]
    assert len(stages) == len(blocks), "each finding that blocks knows its stage"
    if not blocks:
        return None, set()
    first = min(stages, key=lambda stage: stage.order)
    return first.value, {f.rule for f in blocks if f.stage is first}


def asked(stage: Scene, session: Session, filing: sg.Filing) -> tuple[str | None, set[str]]:
    """What the hall says when it is sent without a preflight: the stage, and the rules its journal names."""
    visit = session._visit
    seen = len(stage.world.journal.entries)
    work = visit.converse(
        lambda signed_in: visit.hook("submit", filing=filing, signed_in=signed_in), NoRecord()
    )
    try:
        case = session._do(work)
    except sg.HallRefused:
        pass
    else:
        stage.world.clock.advance(by=301)
        if session.track(case).state is sg.CaseState.AWAITING_COUNTER:
            stage.world.wuhan.counter.approve(case.number)
        ends = (sg.CaseState.APPROVED, sg.CaseState.RETURNED)
        assert isinstance(filing, sg.ProblemReport) or session.track(case).state in ends
    for entry in stage.world.journal.entries[seen:]:
        if entry.rule_ids:
            return stage_of(entry.operation), set(entry.rule_ids)
    return None, set()


def cases(chunk: int, folder: Path) -> Iterator[tuple[Scene, Session, sg.Filing]]:
    draw = Random(f"differential {chunk}")
    day = date(2026, 1, 1) + timedelta(days=draw.randrange(330))
    stage = scene(folder, vip=chunk % 3 != 0, seed=chunk, now=f"{day}T08:30:00+08:00")
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        for _ in range(CASES):
            if draw.random() < 0.1:
                stage.world.clock.advance(by=draw.choice([3600, 86400, 3 * 86400]))
            kind = draw.random()
            if kind < 0.6:
                yield stage, session, some_filing(draw, stage, some_person(draw, stage))
            elif kind < 0.8:
                yield stage, session, some_stop(draw, stage, somebody_known(draw, stage))
            else:
                yield stage, session, some_wage(draw, stage, somebody_known(draw, stage))


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_preflight_and_hall_read_the_rulebook_alike(chunk: int, tmp_path: Path) -> None:
    taken = 0
    for number, (stage, session, filing) in enumerate(cases(chunk, tmp_path)):
        offline = operations.offline_preflight(session._visit.house, filing)
        informed = session.preflight(filing)
        said = asked(stage, session, filing)
        where = f"chunk {chunk}, case {number}, {stage.world.clock.now()}"
        if said == (None, set()):
            taken += 1
            assert not [f.rule for f in offline if f.blocks], where
        assert blocking(informed) == said, where
    assert 0.1 * CASES < taken < 0.9 * CASES, "a comparison that only ever sees one answer proves little"
