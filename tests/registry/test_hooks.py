"""One test a hook, through the toy region: what each answers, and what it answers when it has nothing to say."""

from __future__ import annotations

import json
from collections.abc import Generator
from datetime import datetime
from typing import Any

import pytest
from teller import ENROLMENT, PERSON, SLIP, UNIT, Point, staff
from toy import HeldQuery, Toy, ToyFacts
from toybatch import BatchToy
from toychain import ChainToy
from toyface import FaceToy
from toypair import PairToy

import sigateway as sg
from sigateway.plugin import (
    Absent,
    Commit,
    Context,
    Different,
    Intent,
    Kind,
    Landed,
    LeaveOut,
    Means,
    Reply,
    Request,
    SignedIn,
    Unclear,
    Wait,
)
from sigateway.registry import Registry, Stack

NOW = datetime.fromisoformat("2026-11-03T09:00:00+08:00")
ME = SignedIn(unit_number="1", unit_name="模拟单位")
CASE = sg.Case(hall="toy", unit="toy/1", filing=ENROLMENT, number="D1", state=sg.CaseState.IN_REVIEW, at=NOW)


@pytest.fixture
def stack() -> Stack:
    return Registry([Point("toy", Toy)]).stack("toy")  # type: ignore[list-item]


@pytest.fixture
def ask(stack: Stack) -> Any:
    """Ask a hook of the stack with everything a hook may be given."""

    def call(hook: str, facts: Any = None, **arguments: Any) -> Any:
        context = Context(UNIT, NOW, stack.rules, sg.StateCouncilCalendar(), facts)
        return stack.call(hook, context=context, **arguments)

    return call


def replay(flow: Generator[Any, Any, Any], *pages: str) -> tuple[list[Any], Any]:
    """Play a flow against canned pages: what it asked for, and what it ended with."""
    asked, reply = [], None
    for page in (*pages, None):
        try:
            asked.append(flow.send(reply))
        except StopIteration as stop:
            return asked, stop.value
        assert page is not None, f"one question more than pages: {asked[-1]}"
        reply = Reply(200, {}, page.encode(), "http://toy.test/", NOW)
    raise AssertionError("unreachable")


def row(state: str, wage: str = "6500.00") -> str:
    fields = (
        f'{{"type": "enrolment", "id": "{PERSON.document.number}", "wage": "{wage}", "month": "2026-11"}}'
    )
    return f'{{"rows": [{{"draft": "D1", "state": "{state}", "fields": {fields}}}], "complete": true}}'


def test_hook_login(stack: Stack) -> None:
    flow = stack.call("login", credentials=SLIP, unit=UNIT)
    [asked], signed_in = replay(flow, '{"must_change": false}')
    assert (asked.means, asked.operation) == (Means.SIGN_IN, "login")
    assert SLIP.password.get_secret_value() not in repr(asked)
    assert signed_in == ME
    with pytest.raises(sg.LoginRefused, match="密码错误"):
        replay(stack.call("login", credentials=SLIP, unit=UNIT), '{"refused": "密码错误"}')
    other = sg.PasswordSlipLogin(username="u", password="p", certificate_serial="1", certificate_password="2")
    assert stack.call("login", credentials=other, unit=UNIT) is None


def test_hook_rulebook(stack: Stack) -> None:
    [layer] = stack.call("rulebook")
    assert [rule.id for rule in layer.rules] == ["TOY-01", "TOY-02"]
    assert stack.rules.layers == (layer,)
    assert stack.rules.hall("settling_seconds") == 30


def test_hook_facts(ask: Any) -> None:
    [asked], facts = replay(
        ask("facts", filing=ENROLMENT, signed_in=ME), '{"insured_elsewhere": true, "end": true}'
    )
    assert asked == Request("facts", "GET", "facts", query={"id": PERSON.document.number})
    assert facts == ToyFacts(insured_elsewhere=True)


def test_hook_preflight(ask: Any) -> None:
    low = ENROLMENT.model_copy(update={"declared_wage": ENROLMENT.declared_wage / 10})

    def rules(filing: sg.Filing, facts: Any = None) -> set[str]:
        return {f.rule for found in ask("preflight", facts, filing=filing) for f in found}

    assert rules(ENROLMENT) == set()
    assert rules(low) == {"TOY-01"}
    assert rules(ENROLMENT, ToyFacts(insured_elsewhere=True)) == {"TOY-02"}


def test_hook_offers(stack: Stack) -> None:
    found = stack.offers(None)
    assert {name: type(offer) for name, offer in found.items()} == {
        "enrolment": sg.Offer,
        "retirement": sg.Elsewhere,
    }


def test_hook_window(ask: Any) -> None:
    assert ask("window", filing_type="enrolment") == sg.Window(open=True)
    assert ask("window", filing_type="retirement") is None


def test_hook_submit(ask: Any) -> None:
    flow = ask("submit", filing=ENROLMENT, signed_in=ME)
    fields = row("draft").split('"fields": ')[1].split("}]")[0]
    asked, case = replay(
        flow, '{"draft": "D1"}', f'{{"fields": {fields}}}', '{"draft": "D1", "state": "in_review"}'
    )
    assert [type(a) for a in asked] == [Request, Request, Commit]
    assert [a.means for a in asked[:2]] == [Means.DRAFT, Means.READ]
    commit = asked[2]
    assert (commit.step, commit.draft, commit.request.form) == ("commit", "D1", {"draft": "D1"})
    assert not any(f.differs for f in commit.echo)
    assert case == CASE


def test_hook_complete(stack: Stack) -> None:
    """It files what does not stand, under the step of its own part, and asks nothing about what stands."""
    pair = Registry([Point("toy", PairToy)]).stack("toy")  # type: ignore[list-item]
    context = Context(UNIT, NOW, pair.rules, sg.StateCouncilCalendar(), None)
    fields = {"type": "enrolment", "id": PERSON.document.number, "wage": "6500.00", "month": "2026-11"}
    parts = [
        sg.Part(name=name, title=name, schemes=frozenset(), number=f"{name}-1", state=state)
        for name, state in (("four", sg.CaseState.APPROVED), ("medical", sg.CaseState.DRAFT))
    ]
    partly = CASE.model_copy(update={"state": sg.CaseState.PARTLY, "parts": tuple(parts)})
    flow = pair.call("complete", case=partly, filing=ENROLMENT, signed_in=ME, context=context)
    shown = json.dumps({"state": "draft", "fields": fields})
    asked, case = replay(flow, shown, '{"draft": "medical-1", "state": "approved"}')
    assert [type(a) for a in asked] == [Request, Commit]
    assert (asked[1].step, case.state) == ("medical", "approved")
    assert stack.call("complete", case=partly, filing=ENROLMENT, signed_in=ME, context=context) is None


@pytest.fixture
def ask_for_many() -> Any:
    """As ``ask``, of the region that has batches."""
    stack = Registry([Point("toy", BatchToy)]).stack("toy")  # type: ignore[list-item]
    context = Context(UNIT, NOW, stack.rules, sg.StateCouncilCalendar(), None)
    return lambda hook, **arguments: stack.call(hook, context=context, **arguments)


def test_an_offer_may_take_its_figures_from_the_rulebook(stack: Stack) -> None:
    found = Registry([Point("toy", BatchToy)]).stack("toy").offers(UNIT)  # type: ignore[list-item]
    assert isinstance(found["enrolment"], sg.Offer)
    assert found["enrolment"].batch_limit == stack.rules.hall("batch_limit") == 4
    assert isinstance(found["suspension"], sg.Offer)
    assert found["suspension"].batch_limit is None


def test_hook_submit_batch(ask_for_many: Any) -> None:
    people = tuple(staff(3))
    rows = ", ".join(
        f'{{"draft": "B1-{n}", "fields": {{"type": "enrolment", "id": "{f.person.document.number}",'
        f' "wage": "{wage}", "month": "2026-11"}}}}'
        for n, (f, wage) in enumerate(zip(people, ("6500.00", "-", "1.00"), strict=True))
        if n != 1
    )
    asked, cases = replay(
        ask_for_many("submit_batch", filings=people, signed_in=ME),
        '{"draft": "B1", "not_taken": {"1": "否"}}',
        "{}",
        f'{{"rows": [{rows}]}}',
        "{}",
        "{}",
        '{"rows": [{"draft": "B1-0", "state": "in_review"}]}',
    )
    assert [type(a) for a in asked] == [Request, LeaveOut, Request, LeaveOut, Request, Commit]
    upload, refused, _, differs, drop, commit = asked
    assert (upload.means, drop.means) == (Means.DRAFT, Means.DRAFT)
    assert (refused.row, refused.reasons[0].words) == (1, "否")
    assert (differs.row, [e.name for e in differs.echo if e.differs]) == (2, ["wage"])
    assert (commit.draft, list(commit.rows)) == ("B1", [0])
    assert {place: (c.number, c.filing) for place, c in cases.items()} == {0: ("B1-0", people[0])}
    suspension = sg.Suspension(
        person=PERSON, employment_ended_on="2026-11-02", last_paid_month="2026-11", reason="resigned"
    )
    assert ask_for_many("submit_batch", filings=(suspension,) * 2, signed_in=ME) is None


def test_hook_batch_evidence(ask_for_many: Any) -> None:
    people = tuple(staff(4))
    shown = ", ".join(
        f'{{"draft": "B1-{n}", "batch": "B1", "state": "{state}", "fields": {{"type": "enrolment",'
        f' "id": "{f.person.document.number}", "wage": "{wage}", "month": "2026-11"}}}}'
        for n, (f, state, wage) in enumerate(
            zip(people, ("approved", "draft", "approved"), ("6500.00", "6500.00", "1.00"), strict=False)
        )
    )
    intent = Intent("t1", "commit_batch", "B1", NOW)
    [asked], found = replay(
        ask_for_many("batch_evidence", filings=people, intent=intent, signed_in=ME),
        f'{{"rows": [{shown}], "complete": true}}',
    )
    assert asked.means is Means.READ
    assert [type(each) for each in found] == [Landed, Absent, Different, Absent]
    assert (found[1].intact, found[3].intact) == (True, False)
    assert found[2].fields == ("wage",)


@pytest.mark.parametrize(
    ("page", "kind"),
    [
        (row("approved"), Landed),
        (row("draft"), Absent),
        ('{"rows": [], "complete": true}', Absent),
        (row("approved", wage="1.00"), Different),
        (row("?"), Unclear),
    ],
)
def test_hook_evidence(ask: Any, page: str, kind: type) -> None:
    intent = Intent("t1", "commit", "D1", NOW)
    [asked], found = replay(ask("evidence", filing=ENROLMENT, intent=intent, signed_in=ME), page)
    assert asked.means is Means.READ
    assert isinstance(found, kind)
    if isinstance(found, Absent):
        assert found == Absent(NOW, complete=True)


def test_hook_track(ask: Any) -> None:
    _, case = replay(ask("track", case=CASE, signed_in=ME), row("approved"))
    assert (case.state, case.number) == ("approved", "D1")


def test_hook_discard(ask: Any) -> None:
    [commit], case = replay(ask("discard", case=CASE, signed_in=ME), '{"draft": "D1", "state": "discarded"}')
    assert (commit.step, commit.draft, case.state) == ("discard", "D1", "discarded")


def test_hook_withdraw(ask: Any) -> None:
    [commit], case = replay(ask("withdraw", case=CASE, signed_in=ME), '{"draft": "D1", "state": "withdrawn"}')
    assert (commit.step, commit.draft, case.state) == ("withdraw", "D1", "withdrawn")
    with pytest.raises(sg.HallRefused, match="已办结"):
        replay(ask("withdraw", case=CASE, signed_in=ME), '{"refused": "已办结，不能撤销"}')


def test_hook_later(ask: Any) -> None:
    assert ask("later", case=CASE, signed_in=ME) is None, "at the plain toy hall nothing ever blocks"
    chained = Registry([Point("toy", ChainToy)]).stack("toy")  # type: ignore[list-item]
    row = {"number": "D2", "business": "wage_change", "filed_at": NOW.isoformat(), "channel": "窗口"}
    [asked], found = replay(
        chained.call("later", case=CASE, signed_in=ME, context=None), json.dumps({"later": [row]})
    )
    assert (asked.means, asked.query) == (Means.READ, {"draft": "D1"})
    assert found == (
        sg.LaterFiling(number="D2", business="wage_change", filed_at=NOW, channel="窗口", ours=None),
    )
    flow = chained.call("withdraw", case=CASE, signed_in=ME, context=None)
    with pytest.raises(sg.WithdrawBlocked) as blocked:
        replay(flow, json.dumps({"later": [row]}))
    assert blocked.value.later == found


def test_hook_query(ask: Any) -> None:
    [asked], found = replay(ask("query", query=HeldQuery(), signed_in=ME), row("approved"))
    assert (asked.means, found) == (Means.READ, 1)
    assert ask("query", query=sg.ArrearsQuery(), signed_in=ME) is None


def test_hook_fetch(ask: Any) -> None:
    [asked], file = replay(
        ask("fetch", printout=sg.DeclarationForm(case=CASE), signed_in=ME), '{"fields": {"id": "1"}}'
    )
    assert (asked.means, file.name, file.content) == (Means.READ, "D1.json", b'{"id": "1"}')
    assert ask("fetch", printout=sg.Pledge(), signed_in=ME) is None


SCANNED = sg.Challenge.face(PERSON, purpose="单位注册", app="玩具APP").model_copy(
    update={"ticket": sg.Ticket(id="T1", qr="toy://T1", expires_at=NOW)}
)


@pytest.fixture
def ask_face() -> Any:
    """As ``ask``, of the toy region that needs faces."""
    stack = Registry([Point("toy", FaceToy)]).stack("toy")  # type: ignore[list-item]
    context = Context(UNIT, NOW, stack.rules, sg.StateCouncilCalendar(), None)
    return lambda hook, **arguments: stack.call(hook, context=context, **arguments)


def test_hook_open_challenge(ask: Any, ask_face: Any) -> None:
    page = f'{{"ticket": "T1", "expires": "{NOW.isoformat()}"}}'
    [asked], ticket = replay(ask_face("open_challenge", challenge=SCANNED, signed_in=ME), page)
    assert asked.means is Means.DRAFT
    assert ticket == SCANNED.ticket
    assert ask("open_challenge", challenge=SCANNED, signed_in=ME) is None


def test_hook_resume(ask: Any, ask_face: Any) -> None:
    filing = sg.UnitRegistration(legal_representative=PERSON)
    goes_on = {"what": "file", "signed_in": False, "filing": filing}
    challenge = sg.Challenge.model_validate(SCANNED.model_dump(by_alias=True) | {"continues": goes_on})
    pages = ['{"state": "waiting"}', "", '{"state": "passed"}', '{"draft": "R1", "state": "approved"}']
    arguments = {"answer": None, "signed_in": ME, "credentials": SLIP}
    asked, case = replay(ask_face("resume", challenge=challenge, **arguments), *pages)
    assert [type(one) for one in asked] == [Request, Wait, Request, Commit]
    assert (case.number, case.filing) == ("R1", filing)
    with pytest.raises(sg.ChallengeExpired):
        replay(ask_face("resume", challenge=challenge, **arguments), '{"state": "expired"}')
    assert ask("resume", challenge=challenge, **arguments) is None


def test_hook_ways_back(ask: Any) -> None:
    [way] = ask("ways_back", case=CASE, to=None)
    assert (way.kind, way.kind.online, way.rule) == ("withdraw", True, "TOY-01")


@pytest.mark.parametrize(
    ("page", "kind"),
    [
        ('{"end": true}', Kind.DATA),
        ('{"refused": "否"}', Kind.REFUSED),
        ('{"end": tr', Kind.UNKNOWN),
        ("<p>登录</p>", Kind.SIGNED_OUT),
        ("<p>别处</p>", Kind.TAKEN),
        ("<p>维护</p>", Kind.MAINTENANCE),
    ],
)
def test_every_page_has_a_kind(stack: Stack, page: str, kind: Kind) -> None:
    assert stack.region.classify(Reply(200, {}, page.encode(), "http://toy.test/", NOW)).kind is kind
