"""Turns: what may be filed now, decided from what the ledger holds."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from teller import ENROLMENT, PERSON, UNIT, House
from toyhall import FakeClock, Fault, ToyHall

import sigateway as sg
from sigateway.gateway.turns import (
    Busy,
    Decision,
    Doubtful,
    Open,
    Stands,
    Taken,
    Turn,
    TurnState,
    decide,
    new_turn,
)

NOW = datetime.fromisoformat("2026-11-03T09:00:00+08:00")
HIGHER = sg.Enrolment(person=PERSON, declared_wage="7000", first_paid_month="2026-11")
JANUARY = sg.Enrolment(person=PERSON, declared_wage="6500", first_paid_month="2027-01")
S = sg.CaseState


def turn(name: str, filing: Any = ENROLMENT, reference: str | None = None, **state: Any) -> Turn:
    return new_turn(name, UNIT, "toy", filing, reference, None, NOW).model_copy(update=state)


def landed(name: str, as_: S, filing: Any = ENROLMENT, reference: str | None = None, **state: Any) -> Turn:
    case = sg.Case(hall="toy", unit="toy/1", filing=filing, number=name, state=as_, at=NOW, turn=name)
    return turn(name, filing, reference, state=TurnState.LANDED, case=case, **state)


def said(decision: Decision) -> tuple[type, str | None]:
    match decision:
        case Open():
            return Open, None
        case Stands(turn=t) | Taken(turn=t) | Doubtful(turn=t) | Busy(turn=t):
            return type(decision), t.id


PENDING = (S.IN_REVIEW, S.AWAITING_COUNTER, S.DRAFT, S.UNKNOWN)
ENDED = (S.RETURNED, S.REFUSED, S.WITHDRAWN, S.DISCARDED)
LATER, EARLIER = NOW + timedelta(seconds=1), NOW - timedelta(seconds=1)

TABLE = {
    "an empty lane": ([], ENROLMENT, None, (Open, None)),
    "another worker": ([turn("a", worker="w", worker_until=LATER)], ENROLMENT, None, (Busy, "a")),
    "a worker that died": ([turn("a", worker="w", worker_until=EARLIER)], ENROLMENT, None, (Open, None)),
    "a worker that left": ([turn("a")], ENROLMENT, None, (Open, None)),
    "a worker that died with something else": (
        [landed("a", S.APPROVED), turn("b", JANUARY)], ENROLMENT, None, (Stands, "a")),
    "a worker that died, and what it was about is asked for again": (
        [landed("a", S.APPROVED), turn("b", JANUARY)], JANUARY, None, (Open, None)),
    "a worker that died while another wage stands": (
        [landed("a", S.APPROVED), turn("b", JANUARY)], HIGHER, None, (Taken, "a")),
    "a worker that died while another one waits for review": (
        [landed("a", S.IN_REVIEW), turn("b", JANUARY)], ENROLMENT, None, (Stands, "a")),
    "in doubt": ([turn("a", in_doubt=True)], ENROLMENT, None, (Doubtful, "a")),
    "in doubt, another filing": ([turn("a", in_doubt=True)], JANUARY, "r", (Doubtful, "a")),
    "in doubt, at work": ([turn("a", in_doubt=True, worker_until=LATER)], ENROLMENT, None, (Busy, "a")),
    "over": ([turn("a", state=TurnState.OVER)], ENROLMENT, None, (Open, None)),
    "being withdrawn": ([landed("a", S.APPROVED, worker_until=LATER)], ENROLMENT, None, (Busy, "a")),
    "withdrawn or not": ([landed("a", S.APPROVED, in_doubt=True)], ENROLMENT, None, (Doubtful, "a")),
    **{f"{s}, same": ([landed("a", s)], ENROLMENT, None, (Stands, "a")) for s in PENDING},
    **{f"{s}, other wage": ([landed("a", s)], HIGHER, None, (Taken, "a")) for s in PENDING},
    **{f"{s}, other month": ([landed("a", s)], JANUARY, None, (Taken, "a")) for s in PENDING},
    **{f"{s}, other reference": ([landed("a", s, reference="1")], ENROLMENT, "2", (Taken, "a")) for s in PENDING},
    **{f"{s}, same": ([landed("a", s)], ENROLMENT, None, (Open, None)) for s in ENDED},
    **{f"{s}, other wage": ([landed("a", s)], HIGHER, None, (Open, None)) for s in ENDED},
    "approved, same": ([landed("a", S.APPROVED)], ENROLMENT, None, (Stands, "a")),
    "approved, other wage": ([landed("a", S.APPROVED)], HIGHER, None, (Taken, "a")),
    "approved, other month": ([landed("a", S.APPROVED)], JANUARY, None, (Open, None)),
    "approved, same reference": ([landed("a", S.APPROVED, reference="1")], ENROLMENT, "1", (Stands, "a")),
    "approved, other reference": ([landed("a", S.APPROVED, reference="1")], ENROLMENT, "2", (Open, None)),
    "approved, other wage and reference": ([landed("a", S.APPROVED, reference="1")], HIGHER, "2", (Open, None)),
    "approved, its first reference": ([landed("a", S.APPROVED)], ENROLMENT, "1", (Stands, "a")),
    "approved, no reference now": ([landed("a", S.APPROVED, reference="1")], ENROLMENT, None, (Stands, "a")),
    "approved, changed since": (
        [landed("a", S.APPROVED), landed("b", S.APPROVED, JANUARY)], ENROLMENT, None, (Taken, "a")),
    "approved, changed since and withdrawn": (
        [landed("a", S.APPROVED), landed("b", S.WITHDRAWN, JANUARY)], ENROLMENT, None, (Stands, "a")),
    "approved before the other month": (
        [landed("a", S.APPROVED, JANUARY), landed("b", S.APPROVED)], ENROLMENT, None, (Stands, "b")),
    "withdrawn, then filed again": (
        [landed("a", S.WITHDRAWN), landed("b", S.APPROVED)], ENROLMENT, None, (Stands, "b")),
    "filed again, then withdrawn": (
        [landed("a", S.APPROVED), landed("b", S.WITHDRAWN)], ENROLMENT, None, (Open, None)),
    "wage A, B, A": (
        [landed("a", S.APPROVED, reference="1"), landed("b", S.APPROVED, HIGHER, "2")], ENROLMENT, "3", (Open, None)),
    "changed since, and given a reference for the first time": (
        [landed("a", S.APPROVED), landed("b", S.APPROVED, JANUARY)], ENROLMENT, "rehired", (Open, None)),
    "approved, other wage, given a reference for the first time": (
        [landed("a", S.APPROVED)], HIGHER, "2", (Open, None)),
    "an old reference is no new instruction": (
        [landed("a", S.APPROVED, reference="1"), landed("b", S.APPROVED, HIGHER, "2")], ENROLMENT, "1", (Taken, "a")),
}  # fmt: skip


@pytest.mark.parametrize(("lane", "filing", "reference", "expected"), TABLE.values(), ids=TABLE)
def test_the_lane_decides(
    lane: list[Turn], filing: sg.Filing, reference: str | None, expected: tuple[type, str | None]
) -> None:
    assert said(decide(lane, turn("new", filing, reference), NOW)) == expected


@pytest.mark.parametrize(
    ("schemes", "expected"),
    [(None, Stands), (UNIT.schemes, Taken), (frozenset({sg.Scheme.PENSION}), Taken)],
)
def test_filings_that_share_a_scheme_share_the_slot_and_none_means_all(schemes: Any, expected: type) -> None:
    again = ENROLMENT.model_copy(update={"schemes": schemes})
    assert type(decide([landed("a", S.APPROVED)], turn("b", again), NOW)) is expected


def test_filings_with_no_scheme_in_common_do_not_stand_in_each_others_way() -> None:
    pension = ENROLMENT.model_copy(update={"schemes": frozenset({sg.Scheme.PENSION})})
    injury = ENROLMENT.model_copy(update={"schemes": frozenset({sg.Scheme.INJURY})})
    assert type(decide([landed("a", S.APPROVED, pension)], turn("b", injury), NOW)) is Open


def test_what_the_hall_holds_otherwise_is_never_taken_for_success() -> None:
    standing = landed("a", S.APPROVED)
    assert standing.case is not None
    otherwise = standing.model_copy(update={"case": standing.case.model_copy(update={"differs": ("sbgz",)})})
    decision = decide([otherwise], turn("b"), NOW)
    assert isinstance(decision, Taken)
    assert decision.differences == ("sbgz",)


@pytest.mark.parametrize("region", ["toy", "toy.city"])
@pytest.mark.parametrize("hall", ["toy", "toy.city"])
def test_however_a_city_s_unit_is_written_it_is_one_unit_of_one_hall(region: str, hall: str) -> None:
    """A city's overlay has its province's sites and log-ins: written otherwise, the same filing would go twice."""
    unit = UNIT.model_copy(update={"region": region})
    assert new_turn("b", unit, hall, ENROLMENT, None, None, NOW).lane == turn("a").lane


def test_another_person_unit_or_hall_is_another_lane() -> None:
    other = ENROLMENT.model_copy(
        update={"person": sg.Person(document=sg.Document.recognise("E12345678"), name="李四")}
    )
    second = UNIT.model_copy(update={"number": "2"})
    lanes = {
        turn("a").lane,
        turn("b", other).lane,
        new_turn("c", second, "toy", ENROLMENT, None, None, NOW).lane,
        new_turn("d", UNIT, "other", ENROLMENT, None, None, NOW).lane,
    }
    assert len(lanes) == 4


def test_a_turn_shows_no_personal_data() -> None:
    shown = repr(turn("a")) + str(turn("a"))
    assert "11010519491231002X" not in shown
    assert "张三丰" not in shown


# -- through the gateway -----------------------------------------------------------------------------------------------


def test_the_same_filing_again_is_its_standing_case_and_sends_nothing(toy: House) -> None:
    case = toy.file()
    sent = len(toy.hall.requests)
    assert toy.file() == case
    assert toy.file(sg.Enrolment.model_validate_json(ENROLMENT.model_dump_json())) == case
    assert len(toy.hall.requests) == sent


def test_what_is_in_review_is_looked_at_and_not_filed_again(toy: House) -> None:
    toy.hall.decides = "in_review"
    assert toy.file().state == "in_review"
    toy.hall.rows["D1"].state = "approved"
    assert toy.file().state == "approved"
    assert toy.hall.effects == ["commit"]


def test_another_wage_is_already_filed_and_names_the_field_only(toy: House) -> None:
    toy.file()
    with pytest.raises(sg.AlreadyFiled) as caught:
        toy.file(HIGHER)
    assert caught.value.differences == ("declared_wage",)
    assert "declared_wage" in str(caught.value)
    for value in ("6500", "7000", "11010519491231002X", "张三丰"):
        assert value not in str(caught.value)
    assert toy.hall.effects == ["commit"]


def test_another_reference_is_another_instruction(toy: House) -> None:
    toy.file(reference="1")
    assert toy.file(HIGHER, reference="2").number == "D2"
    assert toy.file(ENROLMENT, reference="3").number == "D3", "wage A, B, A files three times"
    with pytest.raises(sg.AlreadyFiled):
        toy.file(HIGHER, reference="1")
    assert toy.hall.effects == ["commit"] * 3


@pytest.mark.parametrize("verb", ["discard", "withdraw"])
def test_enrol_undo_enrol_again_files_again(toy: House, verb: str) -> None:
    first = toy.file()
    undone = toy.do(verb, first)
    assert undone.turn == first.turn
    second = toy.file()
    assert (second.number, second.turn != first.turn) == ("D2", True)
    assert toy.hall.effects == ["commit", verb, "commit"]


def test_what_came_back_is_filed_again(toy: House) -> None:
    toy.hall.decides = "in_review"
    case = toy.file()
    toy.hall.rows["D1"].state = "returned"
    assert toy.do("track", case).state == "returned"
    assert toy.file(HIGHER).number == "D2"


@pytest.mark.parametrize("acts", [True, False], ids=["landed", "absent"])
def test_a_retry_over_midnight_is_the_same_filing(acts: bool) -> None:
    import httpx

    hall = ToyHall(FakeClock("2026-11-30T23:59:50+08:00"), accepts_duplicates=True)
    hall.script("commit", [Fault(raises=httpx.ReadTimeout("x"), acts=acts)])
    hall.complete, hall.lag = False, 3600 if acts else 0
    toy = House(hall)
    with pytest.raises(sg.OutcomeUnknown):
        toy.file()
    assert hall.clock.now().month == 12
    hall.complete = True
    hall.clock.sleep(3600)
    assert toy.file().number == "D1"
    assert toy.file().number == "D1"
    assert hall.effects == ["commit"]


def test_only_what_this_ledger_filed_is_undone(toy: House) -> None:
    case = toy.file()
    for stranger in (case.model_copy(update={"turn": None}), case.model_copy(update={"turn": "20200101-0"})):
        with pytest.raises(sg.ConfigurationError):
            toy.do("discard", stranger)
    assert toy.hall.effects == ["commit"]


def test_a_person_who_is_being_filed_elsewhere_is_waited_for_and_then_said(toy: House) -> None:
    new = new_turn("20261103-a", UNIT, "toy", ENROLMENT, None, None, toy.hall.clock.now())
    now = toy.hall.clock.now()
    toy.ledger.begin(new, "somebody", now, now + timedelta(hours=1))
    with pytest.raises(sg.LaneBusy) as caught:
        toy.file()
    assert caught.value.retry
    assert caught.value.turn == "20261103-a"
    waited = (toy.hall.clock.now() - now).total_seconds()
    assert 300 <= waited <= 302, "the gateway's patience"
    assert toy.count("save") == 0
