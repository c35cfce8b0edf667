"""Whatever is filed, withdrawn, interrupted or lost, in whatever order: never a hole, and nothing is withdrawn twice.

A hole: a filing is withdrawn while one that was filed later about the same person, and builds on it, stands. The hall takes holes.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from itertools import repeat
from typing import Any

import httpx
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from samehall import SameHall
from teller import PERSON
from toychain import ChainHall, ChainToy
from toyhall import FakeClock, Fault

import sigateway as sg

WHO = PERSON.document.number
FAULTS = {
    "none": None,
    "answer lost": Fault(raises=httpx.ReadTimeout("x"), acts=True),
    "request lost": Fault(raises=httpx.ReadTimeout("x")),
    "never left": Fault(raises=httpx.ConnectError("x")),
    "half a page": Fault(cut=True),
    "maintenance": Fault(page=(200, "<p>维护</p>")),
    "signed out": Fault(page=(200, "<p>登录</p>")),
    "broken": Fault(page=(503, "")),
    "refused": Fault(page=(200, '{"refused": "本月已结算"}')),
    "interrupted": Fault(raises=KeyboardInterrupt()),
    "interrupted, done": Fault(raises=KeyboardInterrupt(), acts=True),
}
faults = st.lists(st.sampled_from(sorted(FAULTS)), max_size=3)


class Cascades(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.hall = ChainHall(FakeClock(), accepts_duplicates=True)
        self.book = sg.SqliteLedger(":memory:")
        self.tellers = [SameHall(self.hall, region=ChainToy, ledger=self.book) for _ in range(2)]
        self.cases: list[sg.Case] = []
        self.plans: list[sg.Cascade] = []
        self.filed = 0

    def teardown(self) -> None:
        """At the end the hall is well again, and all can be withdrawn: by hand what was filed by hand, the rest by plans."""
        self.mend()
        ours = {case.number: case for case in self.cases}
        while standing := self.hall.standing(WHO):
            if standing[-1] in self.hall.by_hand:
                self.hall.withdraw_by_hand(standing[-1])
                continue
            by_hand = [place for place, number in enumerate(standing) if number in self.hall.by_hand]
            lowest = ours[standing[by_hand[-1] + 1 if by_hand else 0]]
            plan = self.tellers[0].do("plan_withdrawal", lowest)
            assert not plan.by_hand
            assert self.tellers[0].do("withdraw", lowest, cascade=plan).state == "withdrawn"
        assert (self.hall.holes, self.hall.twice) == ([], [])
        for teller in self.tellers:
            teller.close()
        self.book.close()

    def mend(self) -> None:
        self.hall.faults.clear()

    def attempt(self, call: Callable[[], Any]) -> Any:
        with suppress(sg.SigatewayError, KeyboardInterrupt):
            return call()
        return None

    @rule(teller=st.integers(0, 1))
    def file(self, teller: int) -> None:
        month = sg.Month(2027 + self.filed // 12, self.filed % 12 + 1)
        filing = sg.WageChange(person=PERSON, declared_wage="7000", effective_month=month)
        self.filed += 1
        case = self.attempt(lambda: self.tellers[teller].file(filing))
        if case is not None:
            self.cases.append(case)

    # What is filed by hand between a withdrawal that was lost and its being sent again is the hall's to refuse.
    @precondition(lambda self: not any(turn.in_doubt for turn in self.book.turns()))
    @rule()
    def somebody_files_by_hand(self) -> None:
        self.hall.file_by_hand(WHO)

    @precondition(
        lambda self: self.hall.standing(WHO)[-1:] != [] and self.hall.standing(WHO)[-1] in self.hall.by_hand
    )
    @rule()
    def somebody_withdraws_by_hand(self) -> None:
        self.hall.withdraw_by_hand(self.hall.standing(WHO)[-1])

    @precondition(lambda self: self.cases)
    @rule(data=st.data(), teller=st.integers(0, 1))
    def plan(self, data: st.DataObject, teller: int) -> None:
        case = data.draw(st.sampled_from(self.cases), label="case")
        made = self.attempt(lambda: self.tellers[teller].do("plan_withdrawal", case))
        if made is not None:
            self.plans.append(made)

    @precondition(lambda self: self.plans)
    @rule(data=st.data(), teller=st.integers(0, 1), first=faults, then=faults, evidence_fails=st.booleans())
    def withdraw(
        self, data: st.DataObject, teller: int, first: list[str], then: list[str], evidence_fails: bool
    ) -> None:
        """By a plan that may be of long ago, with what goes wrong on the way."""
        made = data.draw(st.sampled_from(self.plans), label="plan")
        self.hall.script("withdraw", [FAULTS[name] for name in first])
        self.hall.script("later", [FAULTS[name] for name in then])
        self.hall.script("list", repeat(FAULTS["maintenance"], 40 if evidence_fails else 0))
        self.attempt(lambda: self.tellers[teller].do("withdraw", made.case, cascade=made))
        self.mend()

    @precondition(lambda self: self.cases)
    @rule(data=st.data(), teller=st.integers(0, 1))
    def withdraw_without_a_plan(self, data: st.DataObject, teller: int) -> None:
        case = data.draw(st.sampled_from(self.cases), label="case")
        self.attempt(lambda: self.tellers[teller].do("withdraw", case))

    @precondition(lambda self: any(turn.in_doubt for turn in self.book.turns()))
    @rule(teller=st.integers(0, 1))
    def settle(self, teller: int) -> None:
        doubtful = next(turn for turn in self.book.turns() if turn.in_doubt)
        self.attempt(lambda: self.tellers[teller].do("settle", doubtful.id))

    @rule(seconds=st.sampled_from([1, 60, 4000]))
    def time_passes(self, seconds: int) -> None:
        self.hall.clock.sleep(seconds)

    @invariant()
    def no_hole(self) -> None:
        assert self.hall.holes == []
        assert self.hall.twice == []

    @invariant()
    def what_the_ledger_calls_withdrawn_is(self) -> None:
        for turn in self.book.turns():
            if turn.case is not None and turn.case.state is sg.CaseState.WITHDRAWN:
                assert self.hall.rows[str(turn.case.number)].state == "withdrawn"


TestCascades = Cascades.TestCase
TestCascades.settings = settings(derandomize=True, max_examples=20, stateful_step_count=14, deadline=None)
