"""An account that may file some matters only: what it may not is said by its log-in, anew where that is an old one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import ClassVar

import pytest
from teller import ENROLMENT, PERSON, House
from toy import Toy, ToyLogin, log_in
from toyhall import ToyHall

import sigateway as sg
from sigateway import plugin as door

STOP = sg.Suspension(
    person=PERSON,
    employment_ended_on=date(2026, 11, 2),
    last_paid_month=sg.Month(2026, 11),
    reason=sg.SuspensionReason.RESIGNED,
)


def limited(credentials: ToyLogin) -> door.Flow[door.SignedIn]:
    me = yield from log_in(credentials)
    return me.model_copy(update={"scopes": Limited.may})


class Limited(Toy):
    region = Toy.region
    may: ClassVar[frozenset[str]]

    @door.hookimpl
    def login(self, credentials: sg.Credentials) -> door.Flow[door.SignedIn] | None:
        return limited(credentials) if isinstance(credentials, ToyLogin) else None

    @door.hookimpl
    def preflight(self, filing: sg.Filing, context: door.Context) -> list[sg.Finding]:
        if context.scopes is not None and filing.type not in context.scopes:
            assert context.facts is None
            return [context.rules.finding("TOY-01", sg.Effect.RETURNS, "没有这一事项的权限")]
        return super().preflight(filing, context)


@pytest.fixture(params=["sync", "async"])
def account(request: pytest.FixtureRequest, hall: ToyHall) -> Iterator[House]:
    Limited.may = frozenset({"enrolment"})
    house = House(hall, request.param, region=Limited)
    yield house
    house.close()


def test_what_the_account_may_not_file_is_refused_without_asking_the_hall(
    account: House, hall: ToyHall
) -> None:
    at = account.at()
    with pytest.raises(sg.PreflightFailed, match="没有这一事项的权限"):
        account.do("file", STOP, at=at)
    assert hall.requests == ["login"]


def test_what_was_granted_since_a_log_in_is_known_in_the_next_session(account: House, hall: ToyHall) -> None:
    at = account.at()
    assert account.do("file", ENROLMENT, at=at).state is sg.CaseState.APPROVED
    Limited.may = frozenset({"enrolment", "suspension"})
    assert not [f for f in account.do("preflight", STOP, at=at) if f.rule == "TOY-01"]
    assert account.count("login") == 2


def test_the_hall_is_asked_anew_only_for_what_it_did_not_grant(account: House) -> None:
    at = account.at()
    for filing, log_ins in ((ENROLMENT, 1), (ENROLMENT, 1), (STOP, 2), (ENROLMENT, 2)):
        account.do("preflight", filing, at=at)
        assert account.count("login") == log_ins


def test_offline_nothing_is_known_of_the_account(account: House) -> None:
    assert not [f for f in account.at().preflight(STOP) if f.rule == "TOY-01"]
