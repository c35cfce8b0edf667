"""Turns, cases and intents as a test puts them into a ledger by hand."""

from __future__ import annotations

from datetime import datetime, timedelta

from teller import ENROLMENT, PERSON, UNIT

import sigateway as sg
from sigateway.flows.evidence import Intent
from sigateway.gateway.ledger import Intended, RecordedRequest
from sigateway.gateway.turns import Turn, new_turn

NOW = datetime.fromisoformat("2026-11-03T09:00:00+08:00")
LATER = NOW + timedelta(seconds=60)
REQUEST = RecordedRequest(
    operation="commit", method="POST", path="commit", site="hall", charset="gbk", form={"姓名": "张三丰"}
)


def turn(name: str = "t1", month: int = 11) -> Turn:
    filing = sg.Enrolment(person=PERSON, declared_wage="6500", first_paid_month=sg.Month(2026, month))
    return new_turn(name, UNIT, "toy", filing, None, None, NOW)


def case(name: str = "t1", state: sg.CaseState = sg.CaseState.APPROVED) -> sg.Case:
    return sg.Case(hall="toy", unit="toy/1", filing=ENROLMENT, number="D1", state=state, at=NOW, turn=name)


def intend(ledger: sg.SqliteLedger, worker: str = "w", step: str = "commit", name: str = "t1", at: datetime = NOW) -> None:  # fmt: skip
    ledger.intend(
        worker, [Intended(Intent(name, step, "D1", NOW), "[]")], REQUEST, at, at + timedelta(seconds=40)
    )
