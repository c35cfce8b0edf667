"""Doubt about a batch: its commit left and the answer was lost. One doubt, ended for all its rows, and never a second effect."""

from __future__ import annotations

from itertools import repeat
from typing import Any

import httpx
import pytest
from teller import House, staff
from toybatch import BatchToy
from toyhall import Fault, ToyHall

import sigateway as sg

LOST = Fault(raises=httpx.ReadTimeout("x"), acts=True)
NOT_DONE = Fault(raises=httpx.ReadTimeout("x"))
PEOPLE = staff(3)
WHO = [f.person.document.number for f in PEOPLE]


def codes(filed: list[sg.Filed]) -> list[str]:
    return [str(f.error.code) if f.error else "case" for f in filed]


@pytest.fixture
def unknown(many: House) -> list[str]:
    """A batch that never arrived, at a hall that cannot be asked yet: the turns of its rows."""
    many.hall.complete = False
    many.hall.script("commit_batch", [NOT_DONE])
    filed = many.file_many(*PEOPLE)
    assert codes(filed) == ["outcome_unknown"] * 3
    many.hall.complete = True
    many.hall.clock.sleep(1000)
    return [f.error.turn for f in filed if isinstance(f.error, sg.OutcomeUnknown)]


# -- landed ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lag", [0, 29])
def test_what_landed_is_adopted_row_by_row(many: House, lag: int) -> None:
    many.hall.lag = lag
    many.hall.script("commit_batch", [LOST])
    assert [f.result().number for f in many.file_many(*PEOPLE)] == ["B1-0", "B1-1", "B1-2"]
    assert (many.hall.filed, many.count("commit_batch")) == (WHO, 1)


def test_the_evidence_about_all_rows_is_asked_for_once(many: House) -> None:
    many.hall.script("commit_batch", [LOST])
    many.file_many(*PEOPLE)
    assert many.count("list") == 1


def test_a_region_without_batch_evidence_is_asked_about_each_row(hall: ToyHall) -> None:
    class Each(BatchToy):
        region = BatchToy.region
        batch_evidence = None

    hall.script("commit_batch", [LOST])
    house = House(hall, region=Each)
    assert codes(house.file_many(*PEOPLE)) == ["case"] * 3
    assert (hall.filed, house.count("list")) == (WHO, 3)
    house.close()


def test_what_did_not_land_beside_others_is_filed_again(many: House) -> None:
    many.hall.lands = {WHO[0], WHO[2]}
    many.hall.script("commit_batch", [LOST])
    filed = many.file_many(*PEOPLE)
    assert [f.result().number for f in filed] == ["B1-0", "D4", "B1-2"]
    assert sorted(many.hall.filed) == sorted(WHO)
    assert many.count("commit_batch") == 1


def test_an_answer_without_a_row_is_doubt_about_that_row(many: House) -> None:
    many.hall.lands = {WHO[0], WHO[2]}
    filed = many.file_many(*PEOPLE)
    assert [f.result().number for f in filed] == ["B1-0", "D4", "B1-2"]
    assert sorted(many.hall.filed) == sorted(WHO)


@pytest.mark.parametrize("how", ["settle", "file", "file_many", "file_many of two"])
def test_the_rest_of_a_batch_that_has_landed_in_part_is_never_sent_again(many: House, how: str) -> None:
    """Not even when those that landed were adopted in an earlier attempt to settle: their draft would land twice."""
    many.hall.lands = {WHO[0]}
    many.hall.script("commit_batch", [LOST])
    impatient = many.another(ledger=many.ledger, patience=0.0)
    filed = impatient.file_many(*PEOPLE)
    assert codes(filed) == ["case", "outcome_unknown", "outcome_unknown"]
    many.hall.lands = None
    many.hall.clock.sleep(1000)
    error = filed[1].error
    assert isinstance(error, sg.OutcomeUnknown)
    if how == "settle":
        with pytest.raises(sg.DraftLost):
            many.do("settle", error.turn)
    elif how == "file":
        assert many.file(PEOPLE[1]).number == "D4"
    else:
        many.file_many(*(PEOPLE if how == "file_many" else PEOPLE[1:]))
    assert codes(many.file_many(*PEOPLE)) == ["case"] * 3
    assert sorted(many.hall.filed) == sorted(WHO)


# -- absent ------------------------------------------------------------------------------------------------------------


def test_absent_as_a_whole_the_same_draft_is_sent_again_for_all(many: House) -> None:
    many.hall.script("commit_batch", [NOT_DONE])
    assert [f.result().number for f in many.file_many(*PEOPLE)] == ["B1-0", "B1-1", "B1-2"]
    assert (many.hall.filed, many.count("commit_batch"), many.count("upload")) == (WHO, 2, 1)


def test_sending_again_stops_by_itself(many: House) -> None:
    many.hall.script("commit_batch", repeat(NOT_DONE))
    assert codes(many.file_many(*PEOPLE)) == ["outcome_unknown"] * 3
    assert many.count("commit_batch") == 3


def test_refused_on_sending_again_is_said_of_every_row(many: House) -> None:
    many.hall.script("commit_batch", [NOT_DONE, Fault(page=(200, '{"refused": "已过申报期"}'))])
    assert codes(many.file_many(*PEOPLE)) == ["hall_refused"] * 3
    assert [(t.state, t.in_doubt) for t in many.ledger.turns()] == [("over", False)] * 3


def test_not_sent_on_sending_again_leaves_the_way_free(many: House) -> None:
    many.hall.script("commit_batch", [NOT_DONE, Fault(raises=httpx.ConnectError("x"))])
    assert codes(many.file_many(*PEOPLE)) == ["hall_unavailable"] * 3
    assert codes(many.file_many(*PEOPLE)) == ["case"] * 3
    assert many.hall.filed == WHO


@pytest.mark.parametrize("clerk", ["discards a row", "discards all", "changes a row"])
def test_a_draft_that_a_clerk_has_touched_is_not_sent_again(
    many: House, unknown: list[str], clerk: str
) -> None:
    for row in many.hall.of_batch("B1")[: 3 if clerk == "discards all" else 1]:
        if clerk == "changes a row":
            row.fields["wage"] = "9999.00"
        else:
            del many.hall.rows[row.draft]
    with pytest.raises(sg.DraftLost):
        many.do("settle", unknown[1])
    assert [(t.state, t.in_doubt) for t in many.ledger.turns()] == [("over", False)] * 3
    assert many.hall.filed == []
    assert codes(many.file_many(*PEOPLE)) == ["case"] * 3
    assert many.hall.filed == WHO


def test_a_lost_draft_of_an_earlier_call_is_made_anew_at_once(many: House, unknown: list[str]) -> None:
    many.hall.rows.clear()
    assert [f.result().number for f in many.file_many(*PEOPLE)] == ["B2-0", "B2-1", "B2-2"]
    assert many.hall.filed == WHO


# -- different, unclear, and a hall that cannot be asked ------------------------------------------------------------------


def test_a_row_that_landed_differently_is_said_and_the_others_adopted(many: House) -> None:
    many.hall.script("commit_batch", [LOST])
    commit = many.hall._commit_batch

    def altered(form: dict[str, str]) -> Any:
        many.hall.of_batch(form["draft"])[1].fields["wage"] = "9999.00"
        return commit(form)

    many.hall._commit_batch = altered  # type: ignore[method-assign]
    filed = many.file_many(*PEOPLE)
    assert codes(filed) == ["case", "landed_differently", "case"]
    assert codes(many.file_many(*PEOPLE)) == ["case", "already_filed", "case"]
    assert many.hall.filed == WHO


def test_one_row_that_is_unclear_holds_up_no_row_that_landed(many: House) -> None:
    many.hall.script("commit_batch", [LOST])
    commit = many.hall._commit_batch

    def unclear(form: dict[str, str]) -> Any:
        answer = commit(form)
        many.hall.rows["B1-1"].state = "?"
        return answer

    many.hall._commit_batch = unclear  # type: ignore[method-assign]
    assert codes(many.file_many(*PEOPLE)) == ["case", "outcome_unknown", "case"]
    many.hall.rows["B1-1"].state = "approved"
    assert codes(many.file_many(*PEOPLE)) == ["case"] * 3
    assert (many.hall.filed, many.count("commit_batch")) == (WHO, 1)


@pytest.mark.parametrize("landed", [True, False])
def test_a_hall_that_is_down_leaves_it_unknown_and_settling_one_row_ends_it_for_all(
    many: House, landed: bool
) -> None:
    many.hall.script("commit_batch", [LOST if landed else NOT_DONE])
    many.hall.script("list", repeat(Fault(raises=httpx.ConnectError("x"))))
    filed = many.file_many(*PEOPLE)
    assert codes(filed) == ["outcome_unknown"] * 3
    many.hall.script("list", [])
    error = filed[1].error
    assert isinstance(error, sg.OutcomeUnknown)
    assert many.do("settle", error.turn).number == "B1-1"
    assert [(t.state, t.in_doubt, t.worker) for t in many.ledger.turns()] == [("landed", False, None)] * 3
    assert many.hall.filed == WHO


def test_what_is_unknown_is_waited_for_once_a_call_and_not_once_a_row(many: House) -> None:
    people = staff(4)
    many.hall.decides = "?"
    many.hall.script("commit_batch", [LOST])
    many.file_many(*people)
    before = many.hall.clock.now()
    assert codes(many.file_many(*people)) == ["outcome_unknown"] * 4
    assert (many.hall.clock.now() - before).total_seconds() <= 300
    assert [t.worker for t in many.ledger.turns()] == [None] * 4


# -- asked for again, otherwise ------------------------------------------------------------------------------------------


def test_file_many_again_sends_the_same_draft_again(many: House, unknown: list[str]) -> None:
    filed = many.file_many(*PEOPLE)
    assert [f.result().turn for f in filed] == unknown
    assert (many.hall.filed, many.count("upload"), many.count("commit_batch")) == (WHO, 1, 2)


def test_settling_one_row_sends_for_all(many: House, unknown: list[str]) -> None:
    assert many.do("settle", unknown[2]).number == "B1-2"
    assert many.hall.filed == WHO
    assert codes(many.file_many(*PEOPLE)) == ["case"] * 3
    assert many.hall.filed == WHO


def test_one_row_alone_is_filed_alone_and_the_others_are_not_sent_for_nobody(
    many: House, unknown: list[str]
) -> None:
    assert many.file(PEOPLE[1]).number == "D4"
    assert many.hall.filed == [WHO[1]]
    assert [t.in_doubt for t in many.ledger.turns()] == [False] * 4
    assert codes(many.file_many(*PEOPLE)) == ["case"] * 3
    assert sorted(many.hall.filed) == sorted(WHO)


def test_a_row_asked_for_again_with_another_wage_is_filed_with_that_wage_only(
    many: House, unknown: list[str]
) -> None:
    asked = [staff(3, wage="7000")[0], *PEOPLE[1:]]
    assert codes(many.file_many(*asked)) == ["case"] * 3
    assert sorted(many.hall.filed) == sorted(WHO)
    wages = {r.fields["id"]: r.fields["wage"] for r in many.hall.rows.values() if r.state == "approved"}
    assert [wages[who] for who in WHO] == ["7000.00", "6500.00", "6500.00"]


def test_a_row_that_landed_and_is_asked_for_with_another_wage_is_already_filed(many: House) -> None:
    many.hall.script("commit_batch", [LOST])
    many.hall.script("list", repeat(Fault(raises=httpx.ConnectError("x"))))
    many.file_many(*PEOPLE)
    many.hall.script("list", [])
    asked = [staff(3, wage="7000")[0], *PEOPLE[1:]]
    assert codes(many.file_many(*asked)) == ["already_filed", "case", "case"]
    assert many.hall.filed == WHO
