"""Random honest work, for months: whatever people file, change and take back, the oracle has nothing to say."""

from __future__ import annotations

from contextlib import suppress
from random import Random
from typing import Any

import pytest

from sigateway_mockservers.kernel.staff import HandRefused

MATTERS = ("enrolment", "renewal", "suspension", "base", "retirement", "basic_data", "preregistration")
NOTES = ("uninsured man", "insured man", "near retirement", "unknown to the hall", "stopped here")
PAPERS = ["职工档案", "职工养老退休审批表(职工签字、单位盖章)"]
VARIANTS = ("collection_period_is_month", "fee_month_is_opening", "preregistration")


def one_step(client: Any, draw: Random) -> None:
    """Something that somebody might do, taken or refused."""
    filings = [each.number for each in client.hall.store.filings.values()]
    what = draw.choice(("file", "file", "file", "back", "change", "wait", "hand", "hand"))
    note, matter = draw.choice(NOTES), draw.choice(MATTERS)
    if what == "wait":
        client.world.clock.advance(by=draw.randrange(1, 9) * 86400)
        client.log_in(draw.choice(("handler all", "administrator", "handler enrolments")))
    elif what == "file":
        changes = {"wage": str(draw.randrange(6000, 9000))} if matter in ("enrolment", "base") else {}
        checked = client.check(matter, note, **changes)
        if checked.code == "0":
            client.submit(checked)
    elif what == "back" and filings:
        client.take_back(draw.choice(filings))
    elif what == "change" and filings:
        former = client.hall.filing(draw.choice(filings))
        if "wage" in former.fields:
            fields = {**former.fields, "wage": str(draw.randrange(6000, 9000))}
            said = {"matter": former.matter, "fields": fields, "replaces": former.number}
            checked = client.post("filing/check", **said)
            if checked.code == "0":
                client.submit(checked)
    else:
        by_hand(client, draw, note, matter)


def by_hand(client: Any, draw: Random, note: str, matter: str) -> None:
    """People beside the wire; a refusal is theirs."""
    waiting = [each.number for each in client.hall.effects(kind="retirement") if each.state == "待窗口受理"]
    with suppress(HandRefused):
        if waiting and draw.random() < 0.5:
            client.hall.counter.accept_retirement(waiting[0], PAPERS)
        else:
            client.hall.clerk.file("32010001", matter, idNumber=client.person(note).number)


@pytest.mark.rule("JS-07", "JS-37", "JS-46")
@pytest.mark.parametrize("seed", range(3))
def test_the_oracle_is_silent_over_honest_work(at: Any, seed: int) -> None:
    draw = Random(seed)
    client = at("2026-11-11", *(each for each in VARIANTS if draw.random() < 0.5))
    for step in range(120):
        one_step(client, draw)
        if step % 5 == 0:
            assert client.world.verify() == [], (seed, step)
    assert client.world.verify() == []
    assert len(client.hall.store.filings) > 5
