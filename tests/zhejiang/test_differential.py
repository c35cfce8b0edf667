"""Two readings of one rulebook: the SDK's preflight and the mock hall, over random filings, people, places, days and variants.

* Offline: what the hall takes is never blocked.
* With the hall's facts: the blocking rule ids of the earliest stage that has any are the hall's reasons.

A third of the days lie around the end of a year, where last month is another year's. The hall's side of the comparison is what its own
journal says it refused by, not our reading of its words. This shows that two independent readings agree; it says nothing of the real hall.
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

from .world import NINGBO, QUZHOU, ZHENHAI, Own, Scene, person, rule, scene

VARIANTS: dict[str, Own | None] = {
    "": None,
    "injury_month_free": Own(rule("ZJ-42", {"injury_start": "last_or_this"})),
    "injury_stops_this_month": Own(rule("ZJ-23", {"filing_days": "any", "injury_stop": "this"})),
    "filing_days_1_25": Own(rule("ZJ-23", {"filing_days": "1-25", "injury_stop": "follows_pension"})),
}
PLACES = [(NINGBO, "zhejiang.ningbo"), (ZHENHAI, "zhejiang"), (QUZHOU, "zhejiang")]
SCHEMES = [sg.Scheme.PENSION, sg.Scheme.UNEMPLOYMENT, sg.Scheme.INJURY]
STAGES = {"search": "entrance", "save": "save"}


class NoRecord:
    """A desk that writes nothing down: here the hall is asked what the preflight would have stopped."""

    def intend(self, commit: Commit, conversation: Conversation) -> Work[None]:
        return
        yield

    def refused(self, commit: Commit) -> Work[None]:
        return
        yield

    not_sent = refused

    def leave_out(self, left: object) -> None:
        raise AssertionError("nothing is left out")


def some_day(draw: Random, chunk: int, variant: str) -> date:
    """Around the end of a year for every third chunk; else any day of the years that the figures know."""
    if variant == "filing_days_1_25":
        return date(2025, draw.choice([6, 11, 12]), draw.randrange(20, 25))
    if chunk % 3 == 0:
        return date(draw.choice([2024, 2025, 2026]), 12, 31) + timedelta(days=draw.randrange(-4, 5))
    return date(2025, 1, 1) + timedelta(days=draw.randrange(700))


def some_record(draw: Random, stage: Scene) -> Any:
    """Somebody the hall has in its template, or somebody new, insured here in one way or another."""
    if draw.random() < 0.35:
        noted = [record for record in stage.world.people if record.note.startswith("zj ")]
        return draw.choice(noted)
    record = stage.world.people.synthetic(sex=draw.choice("12"), born=date(1990, 3, draw.randrange(1, 28)))
    month = sg.Month.of(stage.world.clock.now())
    if draw.random() < 0.6:
        for scheme in draw.choice(
            [["pension", "unemployment", "injury"]] * 3 + [["pension"], ["injury"], ["pension", "injury"]]
        ):
            since = month.plus(-draw.choice([0, 1, 1, 2, 7, 20])).compact
            stage.world.zhejiang.insure(stage.unit.number, record.number, scheme, since)
    elif draw.random() < 0.3:
        other = next(number for number in (QUZHOU, NINGBO) if number != stage.unit.number)
        stage.world.zhejiang.insure(other, record.number, "pension", month.plus(-9).compact)
    if draw.random() < 0.08:
        stage.world.zhejiang.set_resident(record.number, True)
    return record


def some_person(draw: Random, record: Any) -> sg.Person:
    changes: dict[str, Any] = {}
    if draw.random() < 0.08:
        changes["name"] = "模拟误写"
    for field in ("mobile", "nation", "household_kind"):
        if draw.random() < 0.03:
            changes[field] = None
    return person(record, **changes)


def some_schemes(draw: Random) -> frozenset[sg.Scheme] | None:
    if draw.random() < 0.7:
        return None
    return frozenset(draw.sample(SCHEMES, draw.choice([0, 1, 1, 2, 2, 3, 3])))


def some_enrolment(draw: Random, stage: Scene, record: Any) -> sg.Enrolment:
    today = stage.world.clock.now().date()
    work = None
    if draw.random() > 0.04:
        start = today + timedelta(days=draw.choice([-200, -40, -40, -10, -10, -1, -1, 0, 0, 1]))
        form = draw.choice([sg.EmploymentForm.FULL_TIME] * 8 + [sg.EmploymentForm.DISPATCHED, None])
        work = sg.Employment(contract_start=start, form=form)
    month = sg.Month.of(today).plus(draw.choice([-2, -1, -1, -1, 0, 0, 0, 0, 0, 1]))
    return sg.Enrolment(
        person=some_person(draw, record),
        employment=work,
        declared_wage=draw.choice(
            ["1500", "2010", "2200", "2489.99", "2490", "6000", "6000", "6000", "9000", "41000"]
        ),  # type: ignore[arg-type]
        first_paid_month=month,
        back_pay_from=month.plus(-1) if draw.random() < 0.1 else None,
        schemes=some_schemes(draw),
    )


def some_suspension(draw: Random, stage: Scene, record: Any) -> sg.Suspension:
    today = stage.world.clock.now().date()
    return sg.Suspension(
        person=some_person(draw, record),
        employment_ended_on=today + timedelta(days=draw.choice([-30, -3, 0, 0, 0, 1])),
        last_paid_month=sg.Month.of(today).plus(draw.choice([-3, -2, -2, -2, -1, -1, -1, -1, 0])),
        reason=draw.choice(list(sg.SuspensionReason)[:8]),
        schemes=some_schemes(draw),
    )


def blocking(findings: tuple[sg.Finding, ...]) -> tuple[str | None, set[str]]:
    """The earliest stage at which anything blocks, and the rules that block there."""
    blocks = [f for f in findings if f.blocks]
    stages = [f.stage for f in blocks if f.stage is not None]
    assert len(stages) == len(blocks), "each finding that blocks knows its stage"
    if not blocks:
        return None, set()
    first = min(stages, key=lambda stage: stage.order)
    return first.value, {f.rule for f in blocks if f.stage is first}


def asked(stage: Scene, session: Session, filing: sg.Filing) -> tuple[str | None, set[str]] | None:
    """What the hall says when it is sent without a preflight: the stage, and the rules its journal names.

    None when it was never sent: another name than the register's stops us before, and there is nothing to compare with.
    """
    visit = session._visit
    seen = len(stage.world.journal.entries)
    work = visit.converse(
        lambda signed_in: visit.hook("submit", filing=filing, signed_in=signed_in), NoRecord()
    )
    try:
        case = session._do(work)
    except sg.EchoDiffers:
        return None
    except sg.HallRefused:
        pass
    else:
        stage.world.clock.advance(by=91)
        assert session.track(case).state in (sg.CaseState.APPROVED, sg.CaseState.REFUSED)
    for entry in stage.world.journal.entries[seen:]:
        if entry.rule_ids:
            return STAGES[entry.operation.rsplit(".", 1)[1]], set(entry.rule_ids)
    return None, set()


def compare(chunk: int, cases: int, folder: Path) -> None:
    draw = Random(f"zhejiang differential {chunk}")
    number, region = draw.choice(PLACES)
    variant = list(VARIANTS)[chunk % len(VARIANTS)] if chunk % 5 else ""
    own = VARIANTS[variant]
    day = some_day(draw, chunk, variant)
    stage = scene(
        folder, *([variant] if variant else []), number=number, region=region, seed=chunk,
        now=f"{day}T{draw.choice(['00:00:05', '08:30:00', '23:40:00'])}+08:00",
    )  # fmt: skip
    taken = 0
    answers: set[frozenset[str]] = set()
    with (
        stage.gateway(plugins=[own] if own else []) as gateway,
        stage.hall(gateway).sign_in() as session,
    ):
        for case, filing in enumerate(filings(draw, stage, cases)):
            offline = operations.offline_preflight(session._visit.house, filing)
            informed = session.preflight(filing)
            said = asked(stage, session, filing)
            if said is None:
                continue
            answers.add(frozenset(said[1]))
            where = f"chunk {chunk}, case {case}, {number} {variant}, {stage.world.clock.now()}"
            if said == (None, set()):
                taken += 1
                assert not [f.rule for f in offline if f.blocks], where
            assert blocking(informed) == said, where
    assert taken, "a comparison in which nothing is taken proves little"
    assert len(answers) > 3, "a comparison that only ever sees one answer proves little"
    stage.check()


def filings(draw: Random, stage: Scene, cases: int) -> Iterator[sg.Filing]:
    for _ in range(cases):
        if draw.random() < 0.1:
            stage.world.clock.advance(by=draw.choice([3600, 86400, 3 * 86400]))
        record = some_record(draw, stage)
        here = any(
            stage.world.zhejiang.insured(stage.unit.number, record.number, scheme.value) for scheme in SCHEMES
        )
        # Mostly what fits the person; sometimes what does not.
        make = some_suspension if here is (draw.random() < 0.85) else some_enrolment
        yield make(draw, stage, record)


@pytest.mark.rule("ZJ-08", "ZJ-09", "ZJ-18", "ZJ-19", "ZJ-23", "ZJ-42")
@pytest.mark.parametrize("chunk", range(10))
def test_preflight_and_hall_read_the_rulebook_alike(chunk: int, tmp_path: Path) -> None:
    compare(chunk, 30, tmp_path)


@pytest.mark.deep
@pytest.mark.parametrize("chunk", range(100, 140))
def test_preflight_and_hall_read_the_rulebook_alike_for_long(chunk: int, tmp_path: Path) -> None:
    compare(chunk, 100, tmp_path)
