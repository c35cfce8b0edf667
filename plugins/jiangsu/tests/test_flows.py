"""Conversations replayed with their exact requests: submission and echo, and what the hall shows when an answer was lost."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from jiangsu_by_hand import NOW, replay, reply, written

import sigateway as sg
from sigateway.plugin import Absent, Commit, Different, Intent, Landed, Request, Unclear, WireChanged
from sigateway_jiangsu import flows, flows_back
from sigateway_jiangsu.access import JiangsuSignedIn
from sigateway_jiangsu.fields import asked

PERSON = sg.Person(document=sg.Document.recognise("11010519491231002X"), name="模拟甲")
FILING = sg.WageChange(person=PERSON, declared_wage="6500.55", effective_month="2026-12")  # type: ignore[arg-type]
ME = JiangsuSignedIn(unit_number="32010001", unit_name="模拟单位", kind="unit", rank="1")
INTENT = Intent("t", "submit", "2026111600000001", NOW)
FIELDS = {**asked(FILING), "wage": "6500.6"}


def row(**changes: Any) -> dict[str, Any]:
    return {
        "filing": "20261100000001",
        "draft": "2026111600000001",
        "matter": "base",
        "fields": FIELDS,
        "feeMonth": "202612",
        "startMonth": "",
        "assessedBase": "6500.6",
        "state": "办理成功",
        "changeableUntil": "2026-12-06T23:59:59+08:00",
        "blockedBy": [],
        **changes,
    }


def listed(*rows: dict[str, Any]) -> Any:
    return reply(written({"total": len(rows), "page": 1, "pages": 1, "rows": list(rows)}))


def draft(state: str, **fields: str) -> Any:
    return reply(written({"state": state, "fields": {**FIELDS, **fields}}))


@pytest.mark.rule("JS-06", "JS-45", "JS-47")
def test_a_filing_is_checked_shown_back_and_submitted_as_it_was_shown(at: Any) -> None:
    checked = {"draft": "2026111600000001", "fields": FIELDS, "feeMonth": "202612", "startMonth": ""}
    asked_for, case = replay(flows.submit(FILING, ME, at()), reply(written(checked)), reply(written(row())))
    check, commit = asked_for
    assert (check.operation, check.means) == ("filing.check", "draft")
    assert isinstance(commit, Commit)
    assert (commit.step, commit.draft) == ("submit", "2026111600000001")
    assert not [field.name for field in commit.shown if field.differs]
    assert '"wage": "6500.6"' in commit.request.body.content.decode()  # type: ignore[union-attr]
    assert (case.state, case.number) == ("approved", "20261100000001")
    assert case.next_steps[-1].by == date(2026, 12, 6)


@pytest.mark.parametrize(
    ("changes", "differs"),
    [({"wage": "6500.5"}, ["wage"]), ({"name": "模拟乙"}, ["name"])],
)
def test_what_is_shown_otherwise_stops_before_the_commit(
    changes: dict[str, str], differs: list[str], at: Any
) -> None:
    checked = {"draft": "1", "fields": {**FIELDS, **changes}, "feeMonth": "202612", "startMonth": ""}
    flow = flows.submit(FILING, ME, at())
    next(flow)
    commit = flow.send(reply(written(checked)))
    assert isinstance(commit, Commit)
    assert [field.name for field in commit.shown if field.differs] == differs


def test_another_fee_month_is_another_declaration(at: Any) -> None:
    checked = {"draft": "1", "fields": FIELDS, "feeMonth": "202611", "startMonth": ""}
    flow = flows.submit(FILING, ME, at())
    next(flow)
    commit = flow.send(reply(written(checked)))
    assert [field.name for field in commit.shown if field.differs] == ["feeMonth"]


def test_fields_that_were_not_sent_are_another_hall(at: Any) -> None:
    checked = {"draft": "1", "fields": {**FIELDS, "more": ""}, "feeMonth": "202612", "startMonth": ""}
    with pytest.raises(WireChanged):
        replay(flows.submit(FILING, ME, at()), reply(written(checked)))


@pytest.mark.parametrize(
    ("answers", "kind", "intact"),
    [
        ((listed(row()),), Landed, None),
        ((listed(row(fields={**FIELDS, "wage": "9000.0"})),), Different, None),
        ((listed(row(), row()),), Unclear, None),
        ((listed(), draft("未提交")), Absent, True),
        ((listed(), draft("未提交", wage="9000.0")), Absent, False),
        ((listed(), draft("已失效")), Absent, False),
        ((listed(), reply(written(None, "4001"))), Absent, False),
        ((listed(), draft("已提交")), Unclear, None),
        ((listed(), draft("某状态")), Unclear, None),
    ],
)
def test_evidence_is_the_draft_in_the_list_or_the_draft_itself(
    answers: tuple[Any, ...], kind: type, intact: bool | None, at: Any
) -> None:
    asked_for, found = replay(flows.evidence(FILING, INTENT, ME, at()), *answers)
    assert isinstance(found, kind)
    assert all(isinstance(each, Request) and each.means == "read" for each in asked_for)
    if isinstance(found, Absent):
        assert (found.complete, found.intact) == (True, intact)
    if isinstance(found, Different):
        assert found.fields == ("wage",)


def test_a_list_that_is_not_whole_decides_nothing(at: Any) -> None:
    short = reply(written({"total": 2, "page": 1, "pages": 1, "rows": [row()]}))
    with pytest.raises(WireChanged):
        replay(flows.evidence(FILING, INTENT, ME, at()), short)


def test_a_long_list_is_read_page_by_page(at: Any) -> None:
    first = reply(written({"total": 2, "page": 1, "pages": 2, "rows": [row(draft="other")]}))
    second = reply(written({"total": 2, "page": 2, "pages": 2, "rows": [row()]}))
    asked_for, found = replay(flows.evidence(FILING, INTENT, ME, at()), first, second)
    assert [each.query["page"] for each in asked_for] == ["1", "2"]
    assert isinstance(found, Landed)


def test_a_state_that_is_not_known_is_shown_raw(at: Any) -> None:
    case = sg.Case(
        hall="jiangsu", unit="jiangsu/1", filing=FILING, number="20261100000001", state="approved", at=NOW
    )  # type: ignore[arg-type]
    _, seen = replay(flows.track(case, ME, at()), reply(written(row(state="新状态"))))
    assert (seen.state, seen.word) == ("unknown", "新状态")
    with pytest.raises(WireChanged):
        replay(flows.track(case, ME, at()), reply(written(row(filing="2"))))


@pytest.mark.rule("JS-07")
def test_a_take_back_names_what_it_takes_back_and_its_evidence_is_the_filing(at: Any) -> None:
    case = sg.Case(
        hall="jiangsu", unit="jiangsu/1", filing=FILING, number="20261100000001", state="approved", at=NOW
    )  # type: ignore[arg-type]
    asked_for, taken = replay(
        flows_back.withdraw(case, ME, at()), reply(written(row())), reply(written(row(state="已回退")))
    )
    assert isinstance(asked_for[1], Commit)
    assert (asked_for[1].step, asked_for[1].draft, taken.state) == ("withdraw", "20261100000001", "withdrawn")
    intent = Intent("t", "withdraw", "20261100000001", NOW)
    for state, kind in (("已回退", Landed), ("办理成功", Absent)):
        _, found = replay(flows_back.evidence(FILING, intent, ME, at()), reply(written(row(state=state))))
        assert isinstance(found, kind)
    _, again = replay(flows_back.withdraw(case, ME, at()), reply(written(row(state="已回退"))))
    assert again.state == "withdrawn"


@pytest.mark.rule("JS-07", "JS-46")
@pytest.mark.parametrize(
    ("day", "changes", "intact"),
    [
        ("2026-12-06T23:00:00+08:00", {}, True),
        ("2026-12-07T00:10:00+08:00", {}, False),  # the collection period has ended
        ("2026-12-06T23:00:00+08:00", {"blockedBy": ["20261100000002"]}, False),  # later ones go first
    ],
)
def test_a_take_back_that_was_lost_is_sent_again_only_while_it_can_be_made(
    at: Any, day: str, changes: dict[str, Any], intact: bool
) -> None:
    intent = Intent("t", "withdraw", "20261100000001", NOW)
    _, found = replay(flows_back.evidence(FILING, intent, ME, at(day)), reply(written(row(**changes))))
    assert isinstance(found, Absent)
    assert found.intact is intact
