"""Whatever is granted, scanned, taken back and left to expire, in whatever order: nobody files what he was not granted.

The model knows what the leaflet says (JS-34 to JS-44); the hall's own oracle looks over each step beside it.
"""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from pydantic import SecretStr

import sigateway as sg

from .world import FEE_MONTH, person, scene

PEOPLE = ("js handler all", "js handler waiting", "js handler enrolments")
READY = ("js handler all", "js handler enrolments")
SCOPES = ("enrolment", "wage_change", "entitlement_slip")
KINDS = ("enrolment", "wage_change")
PASSWORD = "Chosen2026xy"
people, scopes, kinds = (
    st.sampled_from(PEOPLE),
    st.sets(st.sampled_from(SCOPES), min_size=1),
    st.sampled_from(KINDS),
)


class Account:
    """What the model knows of one person at the unit."""

    def __init__(
        self, scopes: frozenset[str] = frozenset(), granted: bool = False, usable: bool = False
    ) -> None:
        self.scopes, self.granted, self.usable = scopes, granted, usable
        self.session: sg.Session | None = None

    def may(self, kind: str) -> bool:
        return self.granted and self.usable and kind in self.scopes


class Ranks(RuleBasedStateMachine):
    @initialize()
    def open(self) -> None:
        self.stage = scene(Path(tempfile.mkdtemp()))
        self.gateway = self.stage.gateway(credentials=None, ledger=":memory:")
        self.administrator = self.stage.hall(self.gateway, self.stage.handler("js administrator"))
        self.halls = {note: self.stage.hall(self.gateway, self._credentials(note)) for note in PEOPLE}
        self.accounts = {note: Account() for note in PEOPLE}
        self.accounts["js handler waiting"] = Account(frozenset({"enrolment", "suspension"}), granted=True)
        every = frozenset(
            {"enrolment", "suspension", "wage_change", "retirement_registration", "entitlement_slip"}
        )
        self.accounts["js handler all"] = Account(every, granted=True, usable=True)
        self.accounts["js handler enrolments"] = Account(frozenset({"enrolment"}), granted=True, usable=True)
        self.numbers = count(1)

    def _credentials(self, note: str) -> sg.HandlerLogin:
        if note in READY:
            return self.stage.handler(note)  # usable already, with the template's password
        return sg.HandlerLogin(document_number=self.stage.person(note).number, password=SecretStr(PASSWORD))

    def who(self, note: str) -> sg.Person:
        return person(self.stage.person(note))

    @rule(note=people, wanted=scopes)
    def grant(self, note: str, wanted: set[str]) -> None:
        action = sg.HandlerGrant(person=self.who(note), rank=sg.HandlerRank.HANDLER, scopes=frozenset(wanted))
        with self.administrator.sign_in() as session:
            session.access(action, reference=f"grant {next(self.numbers)}")
        account = self.accounts[note]
        account.scopes, account.granted = frozenset(wanted), True

    @rule(note=people)
    def revoke(self, note: str) -> None:
        account = self.accounts[note]
        with self.administrator.sign_in() as session:
            try:
                session.access(
                    sg.HandlerRevocation(person=self.who(note)), reference=f"revoke {next(self.numbers)}"
                )
            except sg.PreflightFailed:
                assert not account.granted
        account.granted = account.usable = False

    @rule(note=people, ends=st.sampled_from(["passed", "passed", "another face", "nobody"]))
    def verify(self, note: str, ends: str) -> None:
        account, hall = self.accounts[note], self.halls[note]
        action = sg.HandlerVerification(person=self.who(note))
        try:
            hall.access(action, reference=f"verify {next(self.numbers)}")
        except sg.InteractionNeeded as needed:
            challenge = needed.challenge
        try:
            opened = hall.open(challenge)
        except sg.HallRefused:
            assert not account.granted or account.usable
            return
        assert opened.ticket is not None
        assert account.granted
        assert not account.usable
        if ends != "nobody":
            number = self.stage.person(note).number
            self.stage.hall_itself.app.answer(opened.ticket.qr, number, face=ends == "passed")
        try:
            hall.resume(opened)
        except (sg.ChallengeFailed, sg.ChallengeExpired):
            assert ends != "passed"
        else:
            assert ends == "passed"
            account.usable = True

    @rule(note=people)
    def sign_in(self, note: str) -> None:
        account = self.accounts[note]
        if account.session is not None:
            account.session.close()  # a hall has so many seats
            account.session = None
        try:
            account.session = self.halls[note].sign_in()
        except (sg.HallRefused, sg.AccessError):
            assert not (account.granted and account.usable)

    @rule()
    def sessions_expire(self) -> None:
        self.stage.world.clock.advance(by=31 * 60)

    @rule(note=people, kind=kinds)
    def file_in_a_new_session(self, note: str, kind: str) -> None:
        self._file(note, kind, kept=False)

    @rule(note=people, kind=kinds)
    def file_in_the_kept_session(self, note: str, kind: str) -> None:
        self._file(note, kind, kept=True)

    @rule(note=people)
    def file_everything(self, note: str) -> None:
        for kind in KINDS:
            self._file(note, kind, kept=False)

    def _file(self, note: str, kind: str, *, kept: bool) -> None:
        account, before = self.accounts[note], len(self.stage.hall_itself.effects())
        allowed = account.may(kind)
        refused = ""
        try:
            with ExitStack() as opened:
                session = account.session if kept else None
                session = session or opened.enter_context(self.halls[note].sign_in())
                session.file(self.filing(kind), reference=f"file {next(self.numbers)}")
        except sg.SigatewayError as error:
            refused = error.message
        assert len(self.stage.hall_itself.effects()) == before + (0 if refused else 1)
        # A session knows the scopes of its own beginning, and says no to what was granted since: the next one asks anew.
        assert bool(refused) is not allowed or kept, refused or f"{note} filed {kind}"
        assert refused or allowed

    def filing(self, kind: str) -> Any:
        n = next(self.numbers)
        if kind == "wage_change":
            who = self.who("js insured man")
            return sg.WageChange(person=who, declared_wage=str(8000 + n), effective_month=FEE_MONTH)  # type: ignore[arg-type]
        work = sg.Employment(
            contract_start=date(2026, 11, 2),
            contract_end=date.fromordinal(date(2028, 1, 1).toordinal() + n),
            contract_kind=sg.ContractKind.FIXED_TERM,
            post="普通员工",
        )
        return sg.ContractRenewal(person=self.who("js insured woman"), employment=work)

    @invariant()
    def the_halls_own_oracle_has_nothing_to_say(self) -> None:
        if hasattr(self, "stage"):
            self.stage.check()

    def teardown(self) -> None:
        if hasattr(self, "gateway"):
            self.gateway.close()


@pytest.mark.rule("JS-34", "JS-36", "JS-37", "JS-42", "JS-44")
def test_nobody_files_what_he_was_not_granted() -> None:
    quick = settings(max_examples=10, stateful_step_count=25, deadline=None, derandomize=True)
    run_state_machine_as_test(Ranks, settings=quick)


@pytest.mark.deep
@pytest.mark.timeout(900)
def test_nobody_files_what_he_was_not_granted_however_long_one_tries() -> None:
    run_state_machine_as_test(
        Ranks, settings=settings(max_examples=120, stateful_step_count=30, deadline=None)
    )
