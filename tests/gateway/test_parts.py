"""One filing, two systems, two commits: whatever is refused, lost or interrupted at either, each half takes effect once.

The hall of these tests takes duplicates, so that only the gateway stands in their way.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from itertools import product
from typing import Any

import httpx
import pytest
from samehall import SameHall
from teller import ENROLMENT, PERSON, House, staff
from toyhall import FakeClock, Fault
from toypair import PairHall, PairToy

import sigateway as sg
from sigateway.filings.cases import state_of
from sigateway.plugin import Commit, Means, Request, hookimpl, send

ONCE = {"four": 1, "medical": 1}
BOTH = ["commit_four", "commit_medical"]
FAULTS = {
    "none": None,
    "answer lost": Fault(raises=httpx.ReadTimeout("x"), acts=True),
    "request lost": Fault(raises=httpx.ReadTimeout("x")),
    "never left": Fault(raises=httpx.ConnectError("x")),
    "half a page": Fault(cut=True),
    "maintenance": Fault(page=(200, "<p>维护</p>")),
    "signed out": Fault(page=(200, "<p>登录</p>")),
    "broken": Fault(page=(503, "")),
    "interrupted": Fault(raises=KeyboardInterrupt()),
    "interrupted, done": Fault(raises=KeyboardInterrupt(), acts=True),
}


@pytest.fixture
def hall(clock: FakeClock) -> PairHall:
    return PairHall(clock, accepts_duplicates=True)


@pytest.fixture(params=["sync", "async"])
def toy(request: pytest.FixtureRequest, hall: PairHall) -> Iterator[House]:
    house = SameHall(hall, request.param, region=PairToy, ledger=sg.SqliteLedger(":memory:"))
    yield house
    house.close()


def states(case: sg.Case) -> dict[str, str]:
    return {part.name: part.state.value for part in case.parts}


def steps(house: House) -> list[tuple[str, str]]:
    rows = house.ledger._connection.execute("SELECT step, outcome FROM intents ORDER BY rowid")
    return [tuple(row) for row in rows]


# -- both halves ---------------------------------------------------------------------------------------------------------


def test_each_half_is_a_step_of_its_own_in_the_ledger(toy: House) -> None:
    case = toy.file()
    assert (case.state, states(case)) == ("approved", {"four": "approved", "medical": "approved"})
    assert toy.hall.effects == BOTH
    assert steps(toy) == [("four", "landed"), ("medical", "landed")]


def test_filed_again_it_stands(toy: House) -> None:
    assert toy.file().number == toy.file().number
    assert toy.hall.effects == BOTH


def test_refused_at_the_first_half_nothing_stands(toy: House) -> None:
    toy.hall.not_here = {"four"}
    with pytest.raises(sg.HallRefused):
        toy.file()
    assert toy.hall.effects == []
    assert toy.count("commit_medical") == 0


def test_refused_at_the_second_half_it_is_partly_done_and_says_so(toy: House) -> None:
    toy.hall.not_here = {"medical"}
    case = toy.file()
    assert (case.state, states(case)) == ("partly", {"four": "approved", "medical": "refused"})
    assert [reason.words for reason in case.every_reason] == ["此人在其他单位参保"]
    assert "医疗：未受理" in case.explain()
    assert "部分办成" in case.explain()
    assert steps(toy) == [("four", "landed"), ("medical", "refused")]


@pytest.mark.parametrize("verb", ["file", "correct"])
def test_what_failed_is_filed_alone_afterwards(toy: House, verb: str) -> None:
    toy.hall.not_here = {"medical"}
    partly = toy.file()
    toy.hall.not_here = set()
    whole = toy.file() if verb == "file" else toy.do("correct", partly, ENROLMENT)
    assert (whole.state, whole.turn) == ("approved", partly.turn)
    assert toy.hall.effects == BOTH


def test_what_failed_is_corrected_with_another_content_and_the_record_keeps_the_first(toy: House) -> None:
    toy.hall.not_here = {"medical"}
    partly = toy.file()
    toy.hall.not_here = set()
    better = ENROLMENT.model_copy(update={"person": PERSON.model_copy(update={"name": "张三"})})
    whole = toy.do("correct", partly, better)
    assert (whole.state, whole.filing) == ("approved", better)
    assert toy.hall.effects == BOTH
    [kept] = toy.ledger._connection.execute("SELECT data FROM record WHERE what = 'amended'")
    assert "张三丰" in kept[0]


def test_only_the_same_kind_of_filing_about_the_same_person_corrects_it(toy: House) -> None:
    toy.hall.not_here = {"medical"}
    partly = toy.file()
    with pytest.raises(sg.ConfigurationError, match="同一人"):
        toy.do("correct", partly, staff(1)[0])
    assert toy.hall.effects == ["commit_four"]


def test_of_many_what_is_missing_goes_by_itself(toy: House) -> None:
    toy.hall.not_here = {"medical"}
    toy.file()
    toy.hall.not_here = set()
    filed = toy.file_many(ENROLMENT, *staff(2))
    assert [each.result().state for each in filed] == ["approved"] * 3
    assert sorted(toy.hall.effects) == sorted(BOTH * 3)


def test_what_a_half_landed_for_is_not_taken_for_another_filing(toy: House) -> None:
    toy.hall.not_here = {"medical"}
    toy.file()
    with pytest.raises(sg.AlreadyFiled):
        toy.file(ENROLMENT.model_copy(update={"declared_wage": ENROLMENT.declared_wage + 1}))


# -- faults --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("at_four", "at_medical"), list(product(FAULTS, repeat=2)))
def test_whatever_goes_wrong_at_the_two_halves_each_takes_effect_once(
    hall: PairHall, at_four: str, at_medical: str
) -> None:
    """After each fault another worker asks for the same; when the hall is well again, all is there, and nothing twice."""
    book = sg.SqliteLedger(":memory:")
    hall.script("commit_four", [FAULTS[at_four]])
    hall.script("commit_medical", [FAULTS[at_medical]])
    case = None
    house = SameHall(hall, region=PairToy, ledger=book)
    for _ in range(4):
        with suppress(sg.SigatewayError, KeyboardInterrupt):
            case = house.file()
        assert max(hall.standing().values()) <= 1
        assert hall.effects in ([], ["commit_four"], BOTH)  # never the second without the first
    assert case is not None
    assert (case.state, hall.standing()) == ("approved", ONCE)
    assert hall.effects == BOTH
    book.close()


def test_a_fault_between_the_halves_says_which_stands_and_the_same_call_finishes(toy: House) -> None:
    toy.hall.script("commit_medical", [Fault(raises=httpx.ConnectError("x"))])
    with pytest.raises(sg.PartlyFiled, match="四险已申报，医疗尚未申报") as caught:
        toy.file()
    assert caught.value.retry
    assert states(caught.value.case) == {"four": "approved", "medical": "draft"}
    assert isinstance(caught.value.__cause__, sg.HallUnavailable)
    assert toy.another().file().state == "approved"
    assert toy.hall.effects == BOTH


def test_a_session_that_ends_between_the_halves_does_not_begin_from_the_start(toy: House) -> None:
    toy.hall.script("half_medical", [Fault(page=(200, "<p>登录</p>"))])
    assert toy.file().state == "approved"
    assert toy.hall.effects == BOTH
    assert toy.count("save_four") == 1


def test_a_process_killed_between_the_halves_is_finished_by_the_next(toy: House) -> None:
    """The first half is written down before anything is asked about the second."""
    toy.hall.script("half_medical", [Fault(raises=KeyboardInterrupt())])
    with pytest.raises(KeyboardInterrupt):
        toy.file()
    assert (toy.hall.effects, steps(toy)) == (["commit_four"], [("four", "landed")])
    assert toy.another().file().state == "approved"
    assert toy.hall.effects == BOTH
    assert toy.count("save_medical") == 1  # the very draft that was waiting


@pytest.mark.parametrize("done", [False, True], ids=["lost", "done"])
@pytest.mark.parametrize("killed_at", ["commit_four", "half_medical", "commit_medical"])
def test_a_worker_killed_at_either_half_leaves_nothing_undone_and_nothing_twice(
    hall: PairHall, monkeypatch: pytest.MonkeyPatch, killed_at: str, done: bool
) -> None:
    """It releases nothing: the next one waits until its time has passed, then goes by the ledger and the hall."""
    book = sg.SqliteLedger(":memory:")
    hall.script(killed_at, [Fault(raises=KeyboardInterrupt(), acts=done)])
    dying = SameHall(hall, region=PairToy, ledger=book)
    with monkeypatch.context() as patch:
        patch.setattr(book, "release", lambda turn, worker: None)
        with pytest.raises(KeyboardInterrupt):
            dying.file()
    assert SameHall(hall, region=PairToy, ledger=book, patience=300).file().state == "approved"
    assert (hall.effects, hall.standing()) == (BOTH, ONCE)
    book.close()


def test_settling_ends_the_doubt_and_files_what_was_still_to_come(toy: House) -> None:
    toy.hall.script("commit_four", [Fault(raises=httpx.ReadTimeout("x"), acts=True)])
    toy.hall.script("half_four", [Fault(raises=httpx.ConnectError("x"))] * 300)
    with pytest.raises(sg.OutcomeUnknown) as unknown:
        toy.file()
    toy.hall.script("half_four", [])
    assert toy.do("settle", unknown.value.turn).state == "approved"
    assert toy.hall.effects == BOTH


def test_what_a_doubt_about_the_second_half_ends_in_is_said_of_the_whole(toy: House) -> None:
    """Sent again after its absence was certain, it is refused in words: the first half stands, and the error says so."""
    toy.hall.script("commit_medical", [Fault(raises=httpx.ReadTimeout("x"))])
    toy.hall.not_here = {"medical"}
    with pytest.raises(sg.PartlyFiled, match="此人在其他单位参保") as partly:
        toy.file()
    assert isinstance(partly.value.__cause__, sg.HallRefused)
    assert toy.hall.effects == ["commit_four"]
    toy.hall.not_here = set()
    assert toy.file().state == "approved"
    assert toy.hall.effects == BOTH


# -- undoing -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "fault", [name for name in FAULTS if name not in ("never left", "interrupted", "interrupted, done")]
)
@pytest.mark.parametrize("half", ["four", "medical"])
def test_both_halves_are_withdrawn_once(hall: PairHall, half: str, fault: str) -> None:
    house = SameHall(hall, region=PairToy, ledger=sg.SqliteLedger(":memory:"))
    case = house.file()
    hall.script(f"withdraw_{half}", [FAULTS[fault]])
    undone = house.do("withdraw", case)
    assert (undone.state, states(undone)) == ("withdrawn", {"four": "withdrawn", "medical": "withdrawn"})
    assert hall.effects == [*BOTH, "withdraw_four", "withdraw_medical"]
    house.close()


def test_a_fault_between_the_halves_says_which_is_withdrawn_and_the_same_call_goes_on(toy: House) -> None:
    case = toy.file()
    toy.hall.script("withdraw_medical", [FAULTS["never left"]] * 2)
    for _ in range(2):
        with pytest.raises(sg.PartlyUndone, match="四险已撤销，医疗尚未") as partly:
            toy.do("withdraw", case)
        assert isinstance(partly.value.__cause__, sg.HallUnavailable)
        assert states(partly.value.case)["four"] == "withdrawn"
    assert toy.do("withdraw", case).state == "withdrawn"
    assert toy.hall.effects == [*BOTH, "withdraw_four", "withdraw_medical"]


# -- what a region must not do -------------------------------------------------------------------------------------------


class Careless(PairToy):
    """Commits the second half without writing down the first."""

    @hookimpl
    def submit(self, filing: sg.Filing) -> Any:
        def flow() -> Any:
            for step in BOTH:
                draft = f"{step.removeprefix('commit_')}-x"
                yield from send(
                    Commit(Request(step, "POST", step, Means.COMMIT, form={"draft": draft}), step)
                )

        return flow()


def test_a_second_commit_without_a_kept_case_never_leaves(hall: PairHall) -> None:
    from toyhall import Row

    hall.rows["four-x"], hall.rows["medical-x"] = Row("four-x", {}), Row("medical-x", {})
    house = House(hall, region=Careless)
    with pytest.raises(sg.SigatewayError):
        house.file()
    assert "commit_medical" not in hall.requests
    house.close()


# -- how a filing stands as a whole --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("four", "medical", "whole"),
    [
        ("approved", "approved", "approved"),
        ("approved", "in_review", "in_review"),
        ("approved", "returned", "partly"),
        ("in_review", "returned", "partly"),
        ("in_review", "draft", "partly"),
        ("refused", "approved", "partly"),
        ("returned", "returned", "returned"),
        ("returned", "draft", "draft"),
        ("withdrawn", "returned", "returned"),
        ("approved", "unknown", "partly"),
        ("awaiting_counter", "approved", "awaiting_counter"),
    ],
)
def test_the_whole_is_approved_only_when_every_part_is(four: str, medical: str, whole: str) -> None:
    def part(name: str, state: str) -> sg.Part:
        return sg.Part(name=name, title=name, schemes=frozenset(), number=None, state=sg.CaseState(state))

    for parts in ((part("a", four), part("b", medical)), (part("a", medical), part("b", four))):
        assert state_of(parts) == whole
