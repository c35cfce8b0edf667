"""One test a hook, through the toy region: what each answers, and what it answers when it has nothing to say."""

from __future__ import annotations

from collections.abc import Generator
from datetime import datetime
from typing import Any

import pytest
from teller import ENROLMENT, PERSON, SLIP, UNIT, Point
from toy import Toy, ToyFacts

import sigateway as sg
from sigateway.plugin import (
    Absent,
    Commit,
    Context,
    Different,
    Intent,
    Kind,
    Landed,
    Means,
    Reply,
    Request,
    SignedIn,
    Unclear,
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
