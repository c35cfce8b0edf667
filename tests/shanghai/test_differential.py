"""Two readings of one rulebook: the SDK's preflight and the mock hall, over random filings, people, units and days, per variant.

* Offline: what the hall takes is never blocked; and the window is the hall's, to the second.
* With the hall's facts: the blocking rule ids of the earliest stage that has any are the hall's reasons, one finding for each.

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

from .world import FIRST, SECOND, Scene, person, scene

VARIANTS: tuple[tuple[str, ...], ...] = (
    (),
    ("any_day_off_moves",),
    ("workday_hours",),
    ("any_day_off_moves", "workday_hours"),
    ("any_later_blocks",),
    (),
)
QUICK, DEEP = (6, 50), (30, 100)  # chunks, cases in each
WINDOW = {"SH-19", "SH-31"}


class NoRecord:
    """A desk that writes nothing down: here the hall is asked what the preflight would have stopped."""

    def intend(self, commit: Commit, conversation: Conversation) -> Work[None]:
        return
        yield

    not_sent = refused = intend  # type: ignore[assignment]


# --- whom and what --------------------------------------------------------------------------------------------------


def this_month(stage: Scene) -> sg.Month:
    return sg.Month.of(stage.world.clock.now().date())


def some_person(draw: Random, stage: Scene, here: float) -> PersonRecord:
    """Insured ``here`` so often; else a stranger, somebody insured elsewhere, one whom no register knows; or one seen before."""
    hall, month = stage.world.shanghai, this_month(stage)
    seen = [each for each in stage.world.people if each.note == "seen"]
    if seen and draw.random() < 0.25:
        return draw.choice(seen)
    fate = draw.random()
    insured = draw.random() < here
    record = stage.world.people.synthetic(
        sex=draw.choice(["1", "2"]),
        born=date(1960 + draw.randrange(50), 1 + draw.randrange(12), 1 + draw.randrange(28)),
        district=draw.choice(["310101", "340104"]),
        registered=insured or fate > 0.06,
        ever_insured=draw.random() < 0.5,
        insured_elsewhere="模拟别家有限公司" if not insured and 0.06 < fate < 0.12 else "",
        note="seen",
    )
    if insured or fate > 0.92:
        unit = stage.number if insured else (SECOND if stage.number == FIRST else FIRST)
        first = month.plus(-draw.choice([0, 1, 2, 4, 6, 7, 8, 20])).compact
        hall.insure(unit, record.number, first, draw.choice(["2740.0", "8800.0", "41000.0"]))
        if draw.random() < 0.7:
            months = {month.plus(-draw.choice([1, 1, 1, 2, 2, 3, 6, 7])).compact for _ in range(4)}
            hall.add_unpaid(unit, record.number, sorted(months))
    return record


def some_wage(draw: Random) -> str:
    edges = ["2739.94", "2739.95", "2740", "8800", "8800.04"] * 3 + ["1000000000"]
    return draw.choice(edges) if draw.random() < 0.3 else draw.choice(["9100.25", "12000", "40000"])


def some_filing(draw: Random, stage: Scene) -> sg.Filing:
    month, today = this_month(stage), stage.world.clock.now().date()
    kind = draw.choice(["enrolment"] * 4 + ["suspension", "back_payment", "wage_change", "annual_wage"] * 2)
    record = some_person(draw, stage, here=0.1 if kind == "enrolment" else 0.85)
    who = person(record, **({"name": "模拟误写"} if draw.random() < 0.05 else {}))
    if draw.random() < 0.02:
        passport = sg.Document(kind=sg.DocumentKind.PASSPORT, number="E12345678")
        who = who.model_copy(update={"document": passport})
    match kind:
        case "enrolment":
            return some_enrolment(draw, who, month)
        case "suspension":
            return sg.Suspension(
                person=who,
                employment_ended_on=today - timedelta(days=1),
                last_paid_month=month.plus(draw.choice([-2, -1, -1, 0, 0, 0, 1])),
                reason=draw.choice(list(sg.SuspensionReason)),
            )
        case "back_payment":
            start = draw.choice([-8, -7, -6, -3, -2, -2, -1, -1, -1, 0])
            end = max(start, draw.choice([start, start, start, start + 1, -1, 0]))
            fields: dict[str, Any] = {"from_month": month.plus(start), "to_month": month.plus(end)}
            return sg.BackPayment(person=who, declared_wage=some_wage(draw), **fields)
        case "wage_change":
            return sg.WageChange(
                person=who,
                declared_wage=some_wage(draw),
                effective_month=month.plus(draw.choice([-1, 0, 0, 0, 0, 1])),
            )
    year = today.year + draw.choice([0, 0, 0, 0, 0, -1, 1])
    return sg.AnnualWageDeclaration(person=who, average_monthly_wage=some_wage(draw), year=year)


def some_enrolment(draw: Random, who: sg.Person, month: sg.Month) -> sg.Enrolment:
    """With ``back_pay_from`` the first month paid without back payment is the month of filing, as this hall has it."""
    back = draw.choice([None] * 6 + [1, 2, 6, 7])
    first = month if back is not None else month.plus(draw.choice([0] * 8 + [1, -1, -5, -6, -7, -8]))
    return sg.Enrolment(
        person=who,
        declared_wage=some_wage(draw),
        first_paid_month=first,
        back_pay_from=None if back is None else month.plus(-back),
        personal_number=draw.choice([None] * 16 + ["1", "3", "77", "9999999999", "012", "12345678901"]),
        talent_permit=draw.choice([None] * 16 + ["SH1", "SH" + "9" * 18, "sh1", "SH" + "9" * 19]),
        schemes=draw.choice([None, None, None, frozenset(sg.Scheme)]),
    )


# --- two answers ----------------------------------------------------------------------------------------------------


Answer = tuple[str | None, list[str]]
"""The stage at which it is refused, if it is, and the rule of each reason."""


def blocking(findings: tuple[sg.Finding, ...]) -> Answer:
    """The earliest stage at which anything blocks, and the rules that block there."""
    blocks = [f for f in findings if f.blocks]
    stages = [f.stage for f in blocks if f.stage is not None]
    assert len(stages) == len(blocks), "each finding that blocks knows its stage"
    if not blocks:
        return None, []
    first = min(stages, key=lambda stage: stage.order)
    return first.value, sorted(f.rule for f in blocks if f.stage is first)


def asked(stage: Scene, session: Session, filing: sg.Filing) -> Answer:
    """What the hall says when it is sent without a preflight: the stage, and the rules its journal names."""
    visit = session._visit
    seen = len(stage.world.journal.entries)
    work = visit.converse(
        lambda signed_in: visit.hook("submit", filing=filing, signed_in=signed_in), NoRecord()
    )
    try:
        case = session._do(work)
    except sg.HallRefused as refused:
        codes = {str(reason.code) for reason in refused.reasons}
        stages = {"entrance" if code[0] in "FW" else "save" for code in codes}
        assert len(stages) == 1, "reasons of one stage stand together, and of one only"
        (entry,) = [entry for entry in stage.world.journal.entries[seen:] if entry.rule_ids]
        rules = [str(reason.rule) for reason in refused.reasons]
        assert set(rules) == set(entry.rule_ids), "the words were read as the hall meant them"
        return stages.pop(), sorted(rules)
    assert case.state is sg.CaseState.APPROVED, "nothing is ever pending"
    return None, []


def cases(chunk: int, number: int, folder: Path) -> Iterator[tuple[Scene, Session, sg.Filing]]:
    """Two thirds of them in the middle of a window, then some at its closing, then some at the next one's opening."""
    draw = Random(f"differential {chunk}")
    month = (
        "2026-07" if chunk % 3 == 1 else f"2026-{draw.randrange(9, 13):02d}"
    )  # July is in the base year's period
    ends = {number * 2 // 3: f"{month}-{draw.choice([23, 24, 25, 26])}T15:59:59+08:00"}
    following = sg.Month.parse(month).plus(1)
    ends[number * 5 // 6] = f"{following}-{draw.choice(['05', '06', '07'])}T08:59:59+08:00"
    stage = scene(
        folder,
        FIRST if month == "2026-07" else draw.choice([FIRST, SECOND]),  # the second is founded in August
        seed=chunk,
        variants=VARIANTS[chunk % len(VARIANTS)],
        now=f"{month}-{draw.choice(['09', '10', '13', '15', '16'])}T10:00:00+08:00",
    )
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        for place in range(number):
            if place in ends:
                stage.world.clock.advance(to=ends[place])
            elif draw.random() < 0.15:
                stage.world.clock.advance(by=draw.choice([1, 1, 3600, 3 * 3600, 24 * 3600]))
            yield stage, session, some_filing(draw, stage)


def compare(chunk: int, number: int, folder: Path) -> tuple[int, set[str]]:
    """How many the hall took, and by which rules it refused the others."""
    taken, rules = 0, set()
    for place, (stage, session, filing) in enumerate(cases(chunk, number, folder)):
        offline = operations.offline_preflight(session._visit.house, filing)
        informed = session.preflight(filing)
        said = asked(stage, session, filing)
        where = f"chunk {chunk}, case {place}, {type(filing).__name__}, {stage.world.clock.now()}"
        if said == (None, []):
            taken += 1
            assert not [f.rule for f in offline if f.blocks], where
        assert blocking(informed) == said, where
        assert {f.rule for f in offline if f.blocks} & WINDOW == set(said[1]) & WINDOW, where
        rules |= set(said[1])
    return taken, rules


@pytest.mark.rule("SH-19", "SH-28", "SH-29", "SH-30", "SH-31")
@pytest.mark.parametrize("chunk", range(QUICK[0]))
def test_preflight_and_hall_read_the_rulebook_alike(chunk: int, tmp_path: Path) -> None:
    taken, rules = compare(chunk, QUICK[1], tmp_path)
    assert 0 < taken < 0.9 * QUICK[1]
    assert rules >= {"SH-28", "SH-29"}, "a comparison that only ever sees one answer proves little"


@pytest.mark.deep
@pytest.mark.timeout(600)
@pytest.mark.parametrize("chunk", range(100, 100 + DEEP[0]))
def test_preflight_and_hall_read_the_rulebook_alike_over_thousands(chunk: int, tmp_path: Path) -> None:
    compare(chunk, DEEP[1], tmp_path)
