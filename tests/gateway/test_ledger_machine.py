"""The default ledger against a model: two workers do what they like, in any order, and it keeps its promises all the same."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from turns_by_hand import NOW, case, intend, turn

import sigateway as sg
from sigateway.gateway.ledger import Outcome
from sigateway.gateway.turns import Busy, Doubtful, Open, Stands, TurnState

WORKERS = st.sampled_from(["w", "v"])
STEPS = st.sampled_from(["commit", "withdraw"])


class LedgerAgainstModel(RuleBasedStateMachine):
    """Two workers on two connections do what they like, in any order; the ledger keeps its promises all the same."""

    @initialize()
    def start(self) -> None:
        self.now = NOW
        self.count = 0
        self.open: str | None = None
        self.held: dict[str, tuple[str, datetime]] = {}
        self.doubts: dict[str, str] = {}
        self.done: dict[tuple[str, str], list[str]] = {}
        self.states: dict[str, str] = {}
        self.ledger = sg.SqliteLedger(":memory:")

    def teardown(self) -> None:
        if hasattr(self, "ledger"):
            self.ledger.close()

    def holds(self, name: str, worker: str) -> bool:
        return name in self.held and self.held[name][0] == worker

    def sweep(self, but: str | None = None) -> None:
        """What a dead worker left open before any commit is over as soon as anybody looks at the lane."""
        left = self.open
        if left in (None, but) or left in self.doubts or self.held.get(left, ("", NOW))[1] > self.now:
            return
        self.states[left], self.open = "over", None
        self.held.pop(left, None)

    @rule(seconds=st.sampled_from([1, 30, 100]))
    def time_passes(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @rule(worker=WORKERS)
    def begin(self, worker: str) -> None:
        self.count += 1
        name = f"t{self.count}"
        until = self.now + timedelta(seconds=60)
        at_work = [n for n, (_, held_until) in self.held.items() if held_until > self.now]
        decision = self.ledger.begin(turn(name), worker, self.now, until)
        self.sweep()
        if at_work:
            assert isinstance(decision, Busy)
        elif self.doubts:
            assert isinstance(decision, Doubtful)
            assert decision.turn.id in self.doubts
            self.held[decision.turn.id] = (worker, until)
        elif "landed" in self.states.values():
            assert isinstance(decision, Stands)
        else:
            assert decision == Open()
            self.open, self.states[name], self.held[name] = name, "open", (worker, until)

    @precondition(lambda self: self.states)
    @rule(data=st.data(), worker=WORKERS)
    def claim(self, data: st.DataObject, worker: str) -> None:
        name = data.draw(st.sampled_from(sorted(self.states)))
        until = self.now + timedelta(seconds=60)
        others_at_work = [n for n, (w, u) in self.held.items() if u > self.now and w != worker]
        self.sweep(but=name)
        in_the_way = self.ledger.claim(name, worker, self.now, until)
        beside = self.open if self.open != name else None
        if others_at_work or (beside in self.held and self.held[beside][1] > self.now):
            assert isinstance(in_the_way, Busy)
        elif beside is not None:
            assert isinstance(in_the_way, Doubtful)
            assert in_the_way.turn.id == beside
            self.held[beside] = (worker, until)
        else:
            assert in_the_way is None
            self.held[name] = (worker, until)

    @precondition(lambda self: self.states)
    @rule(data=st.data(), worker=WORKERS, step=STEPS)
    def intend(self, data: st.DataObject, worker: str, step: str) -> None:
        name = data.draw(st.sampled_from(sorted(self.states)))
        ends = self.done.get((name, step), [])
        allowed = self.holds(name, worker) and name not in self.doubts and "landed" not in ends
        try:
            intend(self.ledger, worker, step, name, self.now)
        except sg.LedgerError:
            assert not allowed
        else:
            assert allowed
            self.doubts[name] = step
            until = max(self.held[name][1], self.now + timedelta(seconds=40))
            self.held[name] = (worker, until)

    @precondition(lambda self: self.doubts)
    @rule(
        data=st.data(),
        worker=WORKERS,
        outcome=st.sampled_from([Outcome.REFUSED, Outcome.NOT_SENT, Outcome.ABSENT]),
    )
    def conclude(self, data: st.DataObject, worker: str, outcome: str) -> None:
        name = data.draw(st.sampled_from(sorted(self.doubts)))
        step = self.doubts[name]
        try:
            self.ledger.conclude(name, step, outcome, self.now, worker)
        except sg.LedgerError:
            assert not self.holds(name, worker)
            return
        assert self.holds(name, worker)
        del self.doubts[name]
        self.done.setdefault((name, step), []).append(outcome)

    @precondition(lambda self: self.doubts)
    @rule(data=st.data(), worker=WORKERS)
    def land(self, data: st.DataObject, worker: str) -> None:
        name = data.draw(st.sampled_from(sorted(self.doubts)))
        try:
            self.ledger.land(name, case(name), self.now, worker)
        except sg.LedgerError:
            assert not self.holds(name, worker)
            return
        assert self.holds(name, worker)
        self.done.setdefault((name, self.doubts.pop(name)), []).append("landed")
        self.states[name] = "landed"
        self.held.pop(name, None)
        self.open = None if self.open == name else self.open

    @precondition(lambda self: any(n not in self.doubts for n in self.states))
    @rule(data=st.data(), worker=WORKERS)
    def over(self, data: st.DataObject, worker: str) -> None:
        name = data.draw(st.sampled_from(sorted(n for n in self.states if n not in self.doubts)))
        self.ledger.over(name, "nothing filed", self.now, worker)
        if self.held.get(name, (worker,))[0] != worker:
            return
        if self.states[name] != "landed":
            self.states[name] = "over"
        self.held.pop(name, None)
        self.open = None if self.open == name else self.open

    @precondition(lambda self: self.held)
    @rule(data=st.data(), worker=WORKERS)
    def release(self, data: st.DataObject, worker: str) -> None:
        name = data.draw(st.sampled_from(sorted(self.held)))
        self.ledger.release(name, worker)
        if self.held[name][0] == worker:
            del self.held[name]

    @invariant()
    def at_most_one_open_turn_a_lane(self) -> None:
        if not hasattr(self, "ledger"):
            return
        turns = self.ledger.turns()
        assert [t.id for t in turns if t.state is TurnState.OPEN] == ([self.open] if self.open else [])
        assert {t.id: t.state.value for t in turns} == self.states
        assert {t.id for t in turns if t.in_doubt} == set(self.doubts)

    @invariant()
    def at_most_one_open_intent_a_turn(self) -> None:
        if not hasattr(self, "ledger"):
            return
        rows = self.ledger._connection.execute(
            "SELECT turn, count(*) FROM intents WHERE outcome IS NULL GROUP BY turn"
        ).fetchall()
        assert rows == [(name, 1) for name in sorted(self.doubts)]


LedgerAgainstModel.TestCase.settings = settings(
    derandomize=True, max_examples=60, stateful_step_count=30, deadline=None
)
TestLedgerAgainstModel = LedgerAgainstModel.TestCase
