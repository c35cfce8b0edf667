"""Whatever is filed, corrected, withdrawn, lost, killed or done by hand, in whatever order: in the end hall and record are equal."""

from __future__ import annotations

import tempfile
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

import sigateway as sg
from sigateway.gateway.turns import Turn

from .calling import Calling, Trouble, troubles
from .doomed import forget
from .process import Processes
from .region import Held

STANDING = ("approved", "partly", "in_review", "awaiting_counter")
OPPOSITE = {"enrolment": "suspension", "suspension": "enrolment"}

whom = st.integers(0, 2)
several = st.lists(whom, min_size=2, max_size=3, unique=True)
dates = st.sampled_from(["next day", "next month", "day 5", "day 6", "day 11", "day 26"])
"""Over a month's end, and over the days on which the halls open and close."""


class HallAndRecord(Calling):
    """One World of one region; a subclass names the region."""

    @initialize(accepts_duplicates=st.booleans(), awaited=st.booleans(), two=st.booleans())
    def open(self, accepts_duplicates: bool, awaited: bool = False, two: bool = False) -> None:
        """A fresh World, and a vendor who calls by the async gateway or not, with two processes in turn or a new one each time."""
        self.guards_nothing = accepts_duplicates
        self.folder = Path(tempfile.mkdtemp(prefix="sigateway-"))
        self.stage = self.region.scene(self.folder, accepts_duplicates)
        self.processes = Processes(self.stage, self.region, awaited=awaited, two=two)
        self.people = self.region.people(self.stage)
        self.asked: list[tuple[sg.Filing, str | None]] = []
        self.by_hand: set[str] = self._numbers()
        self.turns: list[Turn] = []
        self.done_by_hand: set[tuple[str, str | None]] = set()
        self.counts = count(1)

    # --- what the vendor asks for -----------------------------------------------------------------------------------

    @rule(data=st.data(), who=whom, named=st.booleans(), trouble=troubles)
    def file(self, data: st.DataObject, who: int, named: bool, trouble: Trouble) -> None:
        """Something new."""
        kind = self._kind(data, self.people[who].document.number)
        filing = self.region.filings[kind](self.stage, self.people[who], next(self.counts))
        # A hall that guards nothing would take a second stop of one insurance, when it bears a name of its own.
        sensible = kind == "wage_change" or not self.guards_nothing
        reference = f"pay-{len(self.asked)}" if named and sensible else None
        # The same body under another reference is another instruction of the vendor's: that it files twice is right, and not tried here.
        known = {each.digest() for each, _ in self.asked}
        if filing.digest() not in known:
            self.asked.append((filing, reference))
            self.call(trouble, lambda session: session.file(filing, reference=reference))

    @rule(data=st.data(), several=several, again=st.booleans(), trouble=troubles)
    def file_many(self, data: st.DataObject, several: list[int], again: bool, trouble: Trouble) -> None:
        """Something new for several at once, in a batch where the hall takes batches; perhaps together with what was asked before."""
        known = {each.digest() for each, _ in self.asked}
        before = [filing for filing, reference in self.asked if reference is None]
        many = [filing for filing in before if self._makes_sense(filing)][-2:] if again else []
        kind = self._kind(data, self.people[several[0]].document.number)
        for who in several:
            number = self.people[who].document.number
            if self.guards_nothing:
                kind = self._kind(data, number)
            filing = self.region.filings[kind](self.stage, self.people[who], next(self.counts))
            if filing.digest() not in known:
                self.asked.append((filing, None))
                many.append(filing)
        if many:
            self.call(trouble, lambda session: session.file_many(many))

    @precondition(lambda self: self.asked)
    @rule(data=st.data(), trouble=troubles)
    def file_again(self, data: st.DataObject, trouble: Trouble) -> None:
        """What was asked before, perhaps long ago: the vendor does not know, or wants to be sure."""
        filing, reference = data.draw(st.sampled_from(self.asked), label="asked")
        if self._makes_sense(filing):
            self.call(trouble, lambda session: session.file(filing, reference=reference))

    @precondition(lambda self: self.asked)
    @rule(trouble=troubles)
    def file_the_last_again(self, trouble: Trouble) -> None:
        """What a vendor does after a fault."""
        filing, reference = self.asked[-1]
        if self._makes_sense(filing):
            self.call(trouble, lambda session: session.file(filing, reference=reference))

    @precondition(lambda self: self.cases())
    @rule(data=st.data(), trouble=troubles, cascade=st.booleans())
    def withdraw(self, data: st.DataObject, trouble: Trouble, cascade: bool) -> None:
        """Take a case back, with all that must go before it or alone."""
        case = data.draw(st.sampled_from(self.cases()), label="case")

        def act(session: sg.Session) -> sg.Case:
            return session.withdraw(case, cascade=session.plan_withdrawal(case) if cascade else None)

        self.call(trouble, act, files=False)

    @precondition(lambda self: self.cases())
    @rule(data=st.data(), trouble=troubles)
    def discard(self, data: st.DataObject, trouble: Trouble) -> None:
        """Discard what came back."""
        case = data.draw(st.sampled_from(self.cases()), label="case")
        self.call(trouble, lambda session: session.discard(case), files=False)

    @precondition(lambda self: self.cases())
    @rule(data=st.data(), trouble=troubles)
    def correct(self, data: st.DataObject, trouble: Trouble) -> None:
        """Undo a case and file something else in its place."""
        case = data.draw(st.sampled_from(self.cases()), label="case")
        make = self.region.filings[case.filing.type]
        [who] = [each for each in self.people if each == case.filing.subject]
        filing = make(self.stage, who, next(self.counts))
        if filing.digest() not in {each.digest() for each, _ in self.asked}:
            self.asked.append((filing, None))
            self.call(trouble, lambda session: session.correct(case, filing))

    @precondition(lambda self: any(turn.in_doubt for turn in self.turns))
    @rule(data=st.data(), trouble=troubles)
    def settle(self, data: st.DataObject, trouble: Trouble) -> None:
        """End a doubt, if the hall shows enough yet."""
        doubtful = [turn.id for turn in self.turns if turn.in_doubt]
        turn = data.draw(st.sampled_from(doubtful), label="turn")
        self.call(trouble, lambda session: session.settle(turn))

    # --- what others do ---------------------------------------------------------------------------------------------

    @rule(seconds=st.sampled_from([5, 60, 300, 600, 4000, 90_000]))
    def time_passes(self, seconds: int) -> None:
        """From seconds to days."""
        self.stage.world.clock.advance(by=seconds)

    @rule(until=dates)
    def the_calendar_turns(self, until: str) -> None:
        """Over the end of a month, or over a day on which a hall opens or closes."""
        self.stage.world.clock.advance(until=until)

    # A hall that guards nothing takes a clerk's second filing too. And what is filed by hand while ours is in doubt cannot be told from
    # ours at a hall that shows no more than the content.
    @precondition(lambda self: not self.guards_nothing)
    @rule(data=st.data(), who=whom)
    def a_clerk_files_by_hand(self, data: st.DataObject, who: int) -> None:
        """In a browser, whatever the rules let him."""
        number = self.people[who].document.number
        kind = self._kind(data, number)
        # The very same once more by hand is the clerk's own mistake, and none of ours.
        if not self._in_doubt(number) and (number, kind) not in self.done_by_hand:
            before = self._numbers()
            with suppress(ValueError, KeyError):
                self.by_hand.update(self.region.by_hand(self.stage, kind, number))
                self.done_by_hand -= {(number, OPPOSITE.get(kind))}
                self.done_by_hand.add((number, kind))
            # In Beijing the one half may be taken and the other refused.
            self.by_hand.update(self._numbers() - before)

    @precondition(lambda self: self.turns or self.by_hand)
    @rule(data=st.data(), well=st.booleans())
    def people_decide(self, data: st.DataObject, well: bool) -> None:
        """At the counter, at the agency, or at the unit: approve, return, take back."""
        held = self.region.held(self.stage)
        number = data.draw(st.sampled_from(sorted({each.number for each in held}) or [""]), label="number")
        if number and not any(self._in_doubt(each.person) for each in held if each.number == number):
            with suppress(ValueError, KeyError):
                self.region.decide(self.stage, number, well)

    def _numbers(self) -> set[str]:
        return {each.number for each in self.region.held(self.stage)}

    def _kind(self, data: st.DataObject, number: str) -> str:
        """What there is to file for somebody, and now and then what makes no sense; a hall that guards nothing would take that."""
        every = sorted(self.region.filings)
        fits = [kind for kind in every if (kind != "enrolment") is self.region.insured(self.stage, number)]
        return data.draw(
            st.sampled_from(fits if self.guards_nothing else [*fits, *fits, *fits, *every]), label="kind"
        )

    def _makes_sense(self, filing: sg.Filing) -> bool:
        """Whether a hall that guards nothing may be asked for it again: what was asked long ago may not fit any more."""
        asked_before = [turn for turn in self.turns if turn.filing.digest() == filing.digest()]
        if not self.guards_nothing or any(turn.in_doubt or _standing(turn) for turn in asked_before):
            return True
        insured = self.region.insured(self.stage, self._person(filing))
        return (filing.type != "enrolment") is insured

    def _in_doubt(self, number: str) -> bool:
        return any(t.in_doubt and self._person(t.filing) == number for t in self.turns)

    # --- what must hold ---------------------------------------------------------------------------------------------

    @invariant()
    def the_halls_own_oracle_has_nothing_to_say(self) -> None:
        """Nothing twice, and nobody tried."""
        if hasattr(self, "stage"):
            violations, again = self.stage.world.verify(), self.stage.world.attempts_after_landing()
            assert violations == [], violations
            assert again == [], again

    def teardown(self) -> None:
        """Everything is settled, and everything is compared."""
        if not hasattr(self, "stage"):
            return
        try:
            self._settle_everything()
            self._compare()
            self.the_halls_own_oracle_has_nothing_to_say()
        finally:
            self.processes.end()
            self.stage.simulator.close_world(self.stage.world.id)
            forget(self.folder)

    def _settle_everything(self) -> None:
        for _ in range(4):
            self.stage.world.clock.advance(by=4000)  # past every lease, settling time and clerk's session
            doubtful = [turn.id for turn in self.turns if turn.in_doubt]
            for turn in doubtful:
                self._settle(turn)
            if not doubtful:
                break
        assert [turn.id for turn in self.turns if turn.in_doubt] == [], "a doubt that never ends"
        self.stage.world.clock.advance(by=4000)
        for case in self.cases():
            seen = self.call(None, lambda session, case=case: session.track(case))
            assert isinstance(seen, sg.Case), f"tracking ended with {seen!r}"

    def _settle(self, turn: str) -> None:
        ended = self.call(None, lambda session: session.settle(turn))
        changed = (
            isinstance(ended, sg.LandedDifferently) and ended.differences
        )  # without any, an undoing came too late
        assert not changed, "nobody changed anything"

    def _compare(self) -> None:
        record = [
            Held(number, self._person(turn.filing), turn.filing.type, in_force)
            for turn in self.turns
            for number, in_force in _standing(turn)
        ]
        held = [each for each in self.region.held(self.stage) if each.number not in self.by_hand]
        only_here = [each for each in record if each not in held]
        only_there = [each for each in held if each not in record]
        assert not only_here, f"the record says {only_here}, and the hall does not hold it"
        assert not only_there, f"the hall holds {only_there}, and the record does not say so"
        assert len(record) == len(held), f"something in {record} is the effect of two turns"

    def cases(self) -> list[sg.Case]:
        """The cases of the record, oldest first."""
        return [turn.case for turn in self.turns if turn.case is not None]

    def _person(self, filing: sg.Filing) -> str:
        assert filing.subject is not None
        return filing.subject.document.number


def _standing(turn: Turn) -> list[tuple[str, bool]]:
    """The numbers under which the hall holds something of a turn, as the record has it, and whether it is in force."""
    if turn.case is None:
        return []
    parts: Any = turn.case.parts or (turn.case,)
    return [(str(each.number), each.state == "approved") for each in parts if each.state in STANDING]
