"""Whatever is filed, corrected, withdrawn, lost, killed or done by hand, in whatever order: in the end hall and record are equal.

Each call is made as a new process would make it: a gateway of its own, and nothing left of the last one but the ledger.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

import sigateway as sg
from sigateway.gateway.turns import Turn
from sigateway.registry import Registry
from sigateway.testing.faults import Stroke
from sigateway.testing.faults.killing import Killed
from sigateway.testing.faults.kit import NOTHING_FILED
from sigateway.testing.faults.strokes import AT_THE_HALL
from sigateway_mockservers import Fault, InProcess

from .doomed import Death, Doomed, forget
from .region import Held, Region

STANDING = ("approved", "partly", "in_review", "awaiting_counter")
STROKES = tuple(each for each in AT_THE_HALL if not each.ends_the_window)
OPPOSITE = {"enrolment": "suspension", "suspension": "enrolment"}
AT_A_COMMIT = "commit"

positions = st.integers(0, 14)
strokes = st.tuples(
    st.sampled_from(STROKES), st.one_of(st.just(AT_A_COMMIT), st.integers(1, 15)), st.integers(1, 2)
)
deaths = st.builds(Death, st.one_of(st.none(), positions), st.booleans())
troubles = st.one_of(st.none(), st.none(), strokes, deaths)
whom = st.integers(0, 2)
Trouble = tuple[Stroke, str | int, int] | Death | None


class HallAndRecord(RuleBasedStateMachine):
    """One World of one region; a subclass names the region."""

    region: ClassVar[Region]
    driver: ClassVar[Callable[[Any], InProcess]] = InProcess

    @initialize(accepts_duplicates=st.booleans())
    def open(self, accepts_duplicates: bool) -> None:
        """A fresh World."""
        self.guards_nothing = accepts_duplicates
        self.folder = Path(tempfile.mkdtemp(prefix="sigateway-"))
        self.stage = self.region.scene(self.folder, accepts_duplicates)
        self.people = self.region.people(self.stage)
        self.asked: list[tuple[sg.Filing, str | None]] = []
        self.by_hand: set[str] = set(self.region.held(self.stage))
        self.turns: list[Turn] = []
        self.done_by_hand: set[tuple[str, str | None]] = set()
        self.counts = count(1)

    # --- what a process of the vendor does --------------------------------------------------------------------------

    def call(self, trouble: Trouble, act: Callable[[sg.Session], Any], *, files: bool = True) -> Any:
        """One call in a process of its own, with what goes wrong on the way; what it answered, or how it ended."""
        stage, region = self.stage, self.region
        transport = type(self).driver(stage.simulator)
        doomed: Doomed | None = None
        if isinstance(trouble, Death):
            if trouble.position is None and not trouble.after:
                self._arm("refuse", "before_commit", AT_A_COMMIT)
            doomed = Doomed(transport, stage.world, self.folder, trouble)
        elif trouble is not None:
            stroke, where, times = trouble
            self._arm(stroke.do, stroke.when, where, times=times, **dict(stroke.shape))
        before = self._took_effect()
        ports = {"transport": doomed or transport, "patience": 30, "registry": _installed()}
        try:
            with stage.gateway(**ports) as gateway, region.hall(stage, gateway).sign_in() as session:
                answer: Any = act(session)
        except (sg.SigatewayError, Killed) as ended:
            answer = ended
        died = doomed is not None and doomed.bury()
        assert died is isinstance(answer, Killed), "whoever dies gives no answer"
        stage.world.faults.clear()
        self.turns = self._read()
        filed, ended_ = (now - then for now, then in zip(self._took_effect(), before, strict=True))
        if isinstance(answer, NOTHING_FILED):
            assert filed == 0, f"{answer.code} said that nothing was filed, and {filed} landed"
            assert ended_ == 0 or files, f"{answer.code} said that nothing was undone"
        return answer

    def _arm(self, do: str, when: str, where: str | int, **shape: Any) -> None:
        hall, faults = self.region.name, self.stage.world.faults
        if where == AT_A_COMMIT:
            for operation in (*self.region.commits, *self.region.ends):
                faults.add(Fault(hall=hall, operation=operation, do=do, when=when, **shape))
        else:
            faults.add(Fault(hall=hall, operation="*", do=do, when=when, nth=int(where), **shape))

    def _took_effect(self) -> tuple[int, int]:
        """How many filings took effect by requests, and how many undoings."""
        commits = [each.operation for each in self.stage.world.journal.commits(self.region.name)]
        return (
            sum(each in self.region.commits for each in commits),
            sum(each in self.region.ends for each in commits),
        )

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

    @precondition(lambda self: self.asked)
    @rule(data=st.data(), trouble=troubles)
    def file_again(self, data: st.DataObject, trouble: Trouble) -> None:
        """What was asked before, perhaps long ago: the vendor does not know, or wants to be sure."""
        filing, reference = data.draw(st.sampled_from(self.asked), label="asked")
        self.call(trouble, lambda session: session.file(filing, reference=reference))

    @precondition(lambda self: self.asked)
    @rule(trouble=troubles)
    def file_the_last_again(self, trouble: Trouble) -> None:
        """What a vendor does after a fault."""
        filing, reference = self.asked[-1]
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
            before = set(self.region.held(self.stage))
            with suppress(ValueError, KeyError):
                self.by_hand.update(self.region.by_hand(self.stage, kind, number))
                self.done_by_hand -= {(number, OPPOSITE.get(kind))}
                self.done_by_hand.add((number, kind))
            # In Beijing the one half may be taken and the other refused.
            self.by_hand.update(set(self.region.held(self.stage)) - before)

    @precondition(lambda self: self.turns or self.by_hand)
    @rule(data=st.data(), well=st.booleans())
    def people_decide(self, data: st.DataObject, well: bool) -> None:
        """At the counter, at the agency, or at the unit: approve, return, take back."""
        held = self.region.held(self.stage)
        number = data.draw(st.sampled_from(sorted(held) or [""]), label="number")
        if number and not self._in_doubt(held[number].person):
            with suppress(ValueError, KeyError):
                self.region.decide(self.stage, number, well)

    def _kind(self, data: st.DataObject, number: str) -> str:
        """What there is to file for somebody, and now and then what makes no sense; a hall that guards nothing would take that."""
        every = sorted(self.region.filings)
        fits = [kind for kind in every if (kind != "enrolment") is self.region.insured(self.stage, number)]
        return data.draw(
            st.sampled_from(fits if self.guards_nothing else [*fits, *fits, *fits, *every]), label="kind"
        )

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
        record: dict[str, Held] = {}
        for turn in self.turns:
            for number, in_force in _standing(turn):
                assert number not in record, f"{number} is the effect of two turns"
                record[number] = Held(self._person(turn.filing), turn.filing.type, in_force)
        held = self.region.held(self.stage)
        at_hall = {number: each for number, each in held.items() if number not in self.by_hand}
        assert at_hall == record, f"the hall holds {at_hall}, the record says {record}"

    def _read(self) -> list[Turn]:
        """The vendor's record, from its file."""
        ledger = sg.SqliteLedger(self.folder / "ledger.db")
        try:
            return list(ledger.turns())
        finally:
            ledger.close()

    def cases(self) -> list[sg.Case]:
        """The cases of the record, oldest first."""
        return [turn.case for turn in self.turns if turn.case is not None]

    def _person(self, filing: sg.Filing) -> str:
        assert filing.subject is not None
        return filing.subject.document.number


@cache
def _installed() -> Registry:
    """The installed regions, looked up once: that costs more than a whole call."""
    return Registry()


def _standing(turn: Turn) -> list[tuple[str, bool]]:
    """The numbers under which the hall holds something of a turn, as the record has it, and whether it is in force."""
    if turn.case is None:
        return []
    parts: Any = turn.case.parts or (turn.case,)
    return [(str(each.number), each.state == "approved") for each in parts if each.state in STANDING]
