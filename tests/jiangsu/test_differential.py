"""Two readings of one rulebook: the SDK's preflight and the mock hall, over random filings, people and days.

* Offline: what the hall takes is never blocked.
* With the hall's facts: the blocking rule ids of the earliest stage that has any, each as often as it stands, are the hall's reasons.

It shows that two independent readings agree; it says nothing of the real hall.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest
from pydantic import SecretStr

import sigateway as sg
from sigateway.flows.effects import Commit
from sigateway.gateway import operations
from sigateway.gateway.conversation import Conversation
from sigateway.gateway.sync import Session
from sigateway.gateway.work import Work
from sigateway_mockservers import PersonRecord

from .world import PASSWORD, Scene, Settings, person, scene

CHUNKS, CASES = 6, 50
NOTES = (
    "js uninsured man", "js uninsured woman", "js known, ever insured", "js insured elsewhere", "js unknown to the hall",
    "js flexible", "js insured man", "js insured woman", "js insured, high wage", "js near retirement", "js stopped here",
    "js insured changzhou",
)  # fmt: skip
HANDLERS = ("js handler all", "js handler enrolments", "js administrator", "js legal nanjing", "")


class NoRecord:
    """A desk that writes nothing down: here the hall is asked what the preflight would have stopped."""

    def intend(self, commit: Commit, conversation: Conversation) -> Work[None]:
        return
        yield

    not_sent = refused = stay = intend  # type: ignore[assignment]


def work(draw: Random, today: date) -> sg.Employment | None:
    if draw.random() < 0.05:
        return None
    start = today + timedelta(days=draw.choice([-400, -215, -180, -100, -40, -31, -29, -10, -3, 0, 1, 20]))
    kind = draw.choice(
        [None, *[sg.ContractKind.FIXED_TERM] * 4, *[sg.ContractKind.OPEN_ENDED] * 2, sg.ContractKind.TASK]
    )
    ends = (
        kind in (None, sg.ContractKind.FIXED_TERM)
        if draw.random() < 0.92
        else kind is sg.ContractKind.OPEN_ENDED
    )
    return sg.Employment(
        contract_start=start,
        contract_end=start + timedelta(days=1000) if ends else None,
        contract_kind=kind,
        post=draw.choice(["普通员工", "03", "管理人员", "07", "07", "07", None, "厨师"]),
    )


def some_filing(draw: Random, stage: Scene, variant: str) -> sg.Filing:
    today = stage.world.clock.now().date()
    month = sg.Month.of(today)
    record: PersonRecord = stage.person(draw.choice(NOTES))
    changes: dict[str, object] = {"name": "模拟误写"} if draw.random() < 0.06 else {}
    who = person(record, household_kind=draw.choice(["城镇", "农村"]), **changes)
    wage = draw.choice(
        ["5000", "6500.55", "8000", "8000.04", "9000", "12000", "41000", "50000", "1234567890"]
    )
    match draw.randrange(11):
        case 10:
            job = work(draw, today) or sg.Employment(contract_start=today)
            return sg.PreRegistration(person=who, employment=job, declared_wage=wage)  # type: ignore[arg-type]
        case 0 | 1 | 2:
            job = work(draw, today)
            start = month if job is None else sg.Month.of(job.contract_start)
            return sg.Enrolment(person=who, employment=job, declared_wage=wage, first_paid_month=start)  # type: ignore[arg-type]
        case 3 | 4 | 5:
            return sg.Suspension(
                person=who,
                employment_ended_on=today + timedelta(days=draw.choice([-40, -12, -3, 0, 0, 0, 1])),
                last_paid_month=month.plus(draw.choice([-1, 0, 0, 0, 1, 1, 2])),
                reason=draw.choice(list(sg.SuspensionReason)),
            )
        case 6 | 7:
            return sg.WageChange(person=who, declared_wage=wage, effective_month=_fee_month(today, variant))  # type: ignore[arg-type]
        case 8:
            return sg.RetirementRegistration(
                person=who if draw.random() < 0.8 else who.model_copy(update={"mobile": None}),
                retires_on=today + timedelta(days=draw.choice([-40, 0, 20])),
                post_to="南京市模拟路1号",
            )
    job = work(draw, today)
    return sg.ContractRenewal(person=who, employment=job or sg.Employment(contract_start=today))


def _fee_month(today: date, variant: str) -> sg.Month:
    """The month after the one whose day 11 opens the window (JS-47), or that month itself."""
    month = sg.Month.of(today)
    if variant == "fee_month_is_opening":
        return month.plus(-1) if today.day <= 6 else month
    return month.plus(1) if today.day >= 11 else month


def blocking(findings: tuple[sg.Finding, ...]) -> Counter[str]:
    """The rules that block at the earliest stage at which anything blocks."""
    blocks = [f for f in findings if f.blocks]
    stages = [f.stage for f in blocks if f.stage is not None]
    assert len(stages) == len(blocks), "each finding that blocks knows its stage"
    if not blocks:
        return Counter()
    first = min(stages, key=lambda stage: stage.order)
    return Counter(f.rule for f in blocks if f.stage is first)


def asked(session: Session, filing: sg.Filing) -> Counter[str | None]:
    """What the hall says when it is sent without a preflight: the rules of its reasons, by its own words."""
    visit = session._visit
    work = visit.converse(
        lambda signed_in: visit.hook("submit", filing=filing, signed_in=signed_in), NoRecord()
    )
    try:
        session._do(work)
    except sg.HallRefused as refused:  # words that are not known have no rule, and are no reason of ours
        return Counter(reason.rule for reason in refused.reasons)
    return Counter()


VARIANTS: dict[str, Settings] = {
    "fee_month_is_opening": Settings("JS-47", fee_month="opening"),
    "collection_period_is_month": Settings("JS-46", collection_period="calendar_month"),
    "preregistration": Settings("JS-04", preregistration="true"),
}
"""Where the sources leave a choice: the hall's variant, and the setting that goes with it."""


def cases(chunk: int, folder: Path, variant: str = "") -> Iterator[tuple[Scene, Session, sg.Filing]]:
    draw = Random(f"jiangsu differential {chunk}")
    day = date(2026, 1, 12) + timedelta(days=draw.randrange(300))
    variants = [variant] if variant else []
    stage = scene(folder, *variants, seed=chunk, now=f"{day}T08:30:00+08:00")
    own = [VARIANTS[variant]] if variant else []
    with stage.gateway(credentials=None, plugins=own) as gateway:
        accounts = [stage.hall(gateway, stage.handler(note) if note else None) for note in HANDLERS]
        for _ in range(CASES):
            if draw.random() < 0.15:
                stage.world.clock.advance(by=draw.choice([3600, 86400, 3 * 86400]))
            with draw.choice(accounts).sign_in() as session:
                yield stage, session, some_filing(draw, stage, variant)


@pytest.mark.rule("JS-01", "JS-04", "JS-06", "JS-13", "JS-37", "JS-45", "JS-47")
@pytest.mark.parametrize(
    ("chunk", "variant"), [*((chunk, "") for chunk in range(CHUNKS)), *enumerate(VARIANTS, CHUNKS)]
)
def test_preflight_and_hall_read_the_rulebook_alike(chunk: int, variant: str, tmp_path: Path) -> None:
    taken = 0
    for number, (stage, session, filing) in enumerate(cases(chunk, tmp_path, variant)):
        offline = operations.offline_preflight(session._visit.house, filing)
        informed = session.preflight(filing)
        said = asked(session, filing)
        where = f"chunk {chunk}, case {number}, {stage.world.clock.now()}, {filing.type}"
        if not said:
            taken += 1
            assert not [f.rule for f in offline if f.blocks], where
        assert blocking(informed) == said, where
    assert 0.02 * CASES < taken < 0.9 * CASES, "a comparison that only ever sees one answer proves little"


@pytest.mark.rule("JS-08")
def test_people_for_themselves_are_foretold_alike(tmp_path: Path) -> None:
    draw = Random("jiangsu persons")
    stage = scene(tmp_path)
    month = sg.Month(2026, 11)
    with stage.gateway(credentials=None) as gateway:
        for note in ("js flexible", "js citizen"):
            record = stage.person(note)
            login = sg.PortalLogin(username=record.number, password=SecretStr(PASSWORD), entrance="personal")  # type: ignore[arg-type]
            with stage.hall(gateway, login).sign_in() as session:
                for _ in range(15):
                    who = person(stage.person(draw.choice([note, note, note, "js insured man"])))
                    filing = draw.choice(
                        [
                            sg.FlexibleEnrolment(person=who, base="6000", first_paid_month=month.plus(1)),  # type: ignore[arg-type]
                            sg.FlexibleSuspension(
                                person=who, last_paid_month=month.plus(draw.choice([-1, 0, 1]))
                            ),
                            sg.RelationTransfer(person=who, from_place="合肥市"),
                        ]
                    )
                    assert blocking(session.preflight(filing)) == asked(session, filing)
