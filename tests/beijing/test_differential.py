"""Two readings of one rulebook: the SDK's preflight and the mock hall, over 320 random filings of five kinds, people, scopes and days.

* Offline: what the hall takes is never blocked.
* With the hall's facts: the blocking rule ids of the earliest stage that has any are the hall's reasons, system by system as it is asked.

The hall's side is what its own journal says it refused by, not our reading of its words (but for processing, which its journal tells no
rules of). This shows that two independent readings agree; it
says nothing of the real hall.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
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

from .world import FOUR, MEDICAL, Scene, enrolment, person, scene

CHUNKS, CASES = 8, 40
STAGES = {
    **{f"{system}.form": "entrance" for system in ("four", "medical")},
    **{f"{system}.save": "save" for system in ("four", "medical")},
}
SYSTEM_OF = {"four": "四险", "medical": "医疗"}


class NoRecord:
    """A desk that writes nothing down: here the hall is asked what the preflight would have stopped."""

    def intend(self, commit: Commit, conversation: Conversation) -> Work[None]:
        return
        yield

    def keep_case(self, commit: Commit, case: sg.Case, refused: bool) -> Work[None]:
        return
        yield

    not_sent = refused = intend  # type: ignore[assignment]


NOTES = [
    "bj uninsured man", "bj uninsured woman", "bj stopped", "bj retired age", "bj here man", "bj here woman",
    "bj here high wage", "bj here four only",
]  # fmt: skip


def some_filing(draw: Random, stage: Scene) -> sg.Filing:
    today = stage.world.clock.now().date()
    month = sg.Month.of(today)
    kind = draw.random()
    enrols = kind < 0.4
    notes = NOTES if draw.random() < 0.2 else [note for note in NOTES if enrols != (" here " in note)]
    record: PersonRecord = stage.somebody(draw.choice(notes))
    who: dict[str, Any] = {"nation": draw.choice(["01", "01", "11", None])}
    if draw.random() < 0.12:
        who["mobile"] = None
    if draw.random() < 0.12:
        who["household_kind"] = None
    if draw.random() < 0.1:
        who["clinics"] = draw.choice([("01100001",), ("01100001", "01100001"), ("123",)])
    schemes = draw.choice([None, None, FOUR, MEDICAL, FOUR | MEDICAL, frozenset({sg.Scheme.PENSION})])
    wage = draw.choice(["2539.99", "2540", "9000", "9000", "41000", "60000"])
    if enrols:
        start = today + timedelta(days=draw.choice([-40, -3, -3, 0, 1]))
        employment = draw.choice([None, *[sg.Employment(contract_start=start)] * 6])
        return enrolment(
            person(record, **who),
            employment=employment,
            declared_wage=wage,
            first_paid_month=month,
            schemes=schemes,
        )
    whose = person(record, name=draw.choice([record.name] * 8 + ["模拟误写"]))
    if kind < 0.6:
        return sg.Suspension(
            person=whose,
            schemes=schemes,
            employment_ended_on=today + timedelta(days=draw.choice([-60, -35, -1, 0, 1])),
            last_paid_month=month.plus(-1),
            reason=draw.choice(list(sg.SuspensionReason)),
        )
    if kind < 0.75:
        # No field of the hall says which of the four: a part of them cannot be asked for (BJ-07), so it is not compared.
        schemes = draw.choice([None, None, FOUR, MEDICAL])
        return sg.WageChange(person=whose, schemes=schemes, declared_wage=wage, effective_month=month)
    if kind < 0.87:
        first = draw.choice([1, 2, 13, 14])
        return sg.BackPayment(
            person=whose,
            schemes=schemes,
            declared_wage=wage,
            from_month=month.plus(-first),
            to_month=month.plus(-draw.choice([0, 1, 1])),
            reason=draw.choice([None, "underpaid", "underpaid", "underpaid"]),
        )
    changes = draw.choice(
        [{"mobile": "13900000009"}, {"address": "模拟路9号"}, {"clinics": ("01100009",)}, {"mobile": "12"}]
    )
    return sg.PersonUpdate(person=whose, changes=sg.PersonChanges(**changes))


def blocking(findings: tuple[sg.Finding, ...], systems: set[str] | None) -> tuple[str | None, set[str]]:
    """The earliest stage at which anything blocks, and the rules that block there, as far as those systems were asked."""
    blocks = [f for f in findings if f.blocks]
    stages = [f.stage for f in blocks if f.stage is not None]
    assert len(stages) == len(blocks), "each finding that blocks knows its stage"
    if not blocks:
        return None, set()
    first = min(stages, key=lambda stage: stage.order)
    there = [f for f in blocks if f.stage is first]
    if systems is not None:
        there = [f for f in there if any(f.message.startswith(SYSTEM_OF[s]) for s in systems)]
    return first.value, {f.rule for f in there}


def asked(stage: Scene, session: Session, filing: sg.Filing) -> tuple[str | None, set[str], set[str]]:
    """What the hall says when it is sent without a preflight: the stage, the rules that its journal names, and which systems spoke."""
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
        stage.world.clock.advance(by=400)
        reasons = session.track(case).every_reason
        if reasons:
            return "review", {str(reason.rule) for reason in reasons}, set()
    first, rules, spoke = None, set(), set()
    for entry in stage.world.journal.entries[seen:]:
        if entry.rule_ids and entry.operation in STAGES and first in (None, STAGES[entry.operation]):
            first = STAGES[entry.operation]
            rules |= set(entry.rule_ids)
            spoke.add(entry.operation.partition(".")[0])
    return first, rules, spoke


def cases(chunk: int) -> Iterator[tuple[Scene, Session, sg.Filing]]:
    draw = Random(f"beijing differential {chunk}")
    day = date(2026, 11, draw.choice([4, 5, 10, 16, 25, 26])) if chunk % 4 == 0 else date(2026, 11, 10)
    for number in range(CASES // 8):
        stage = scene(sg.SqliteLedger(":memory:"), seed=chunk * 8 + number, now=f"{day}T08:30:00+08:00")
        with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
            for _ in range(8):
                yield stage, session, some_filing(draw, stage)


def agree(
    foretold: tuple[str | None, set[str]], said: tuple[str | None, set[str]], filing: sg.Filing
) -> bool:
    """Alike; but of back-pay only the answer tells which months are paid already, and by which wage (BJ-22)."""
    if isinstance(filing, sg.BackPayment) and said[0] == "save" and foretold[0] in ("save", None):
        return foretold[1] | {"BJ-22"} == said[1] | {"BJ-22"} and foretold[1] <= said[1]
    return foretold == said


@pytest.mark.rule("BJ-07", "BJ-18", "BJ-19", "BJ-20", "BJ-21", "BJ-22", "BJ-32")
@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_preflight_and_hall_read_the_rulebook_alike(chunk: int) -> None:
    taken = total = 0
    for number, (stage, session, filing) in enumerate(cases(chunk)):
        offline = operations.offline_preflight(session._visit.house, filing)
        informed = session.preflight(filing)
        stage_said, rules, spoke = asked(stage, session, filing)
        where = f"chunk {chunk}, case {number}, {filing.type}, {stage.world.clock.now()}"
        total += 1
        if stage_said is None:
            taken += 1
            assert not [f.rule for f in offline if f.blocks], where
        foretold = blocking(informed, spoke or None)
        said = (stage_said, rules)
        assert agree(foretold, said, filing), (where, foretold, said, [f.message for f in informed])
    if chunk % 4:
        assert 0.05 * total < taken < 0.95 * total, (
            "a comparison that only ever sees one answer proves little"
        )
