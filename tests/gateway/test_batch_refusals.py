"""Filing many at once: what the rules, the hall or the ledger do not let through, row by row."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from teller import ENROLMENT, PERSON, UNIT, House, staff
from test_batches import LIMIT, order, who
from toybatch import BatchToy
from toyhall import Fault, ToyHall

import sigateway as sg


def test_what_stands_already_is_given_back_and_not_sent(many: House) -> None:
    people = staff(4)
    stands = many.file(people[1])
    filed = many.file_many(*people)
    assert filed[1].result() == stands
    assert [f.result().number for f in filed] == ["B1-0", "D1", "B1-1", "B1-2"]
    assert sorted(many.hall.filed) == sorted(map(who, people))


def test_rows_that_the_hall_does_not_take_are_refused_in_its_words(many: House) -> None:
    people = staff(3)
    many.hall.refuses = {who(people[1]): "该人员已在本单位参保"}
    filed = many.file_many(*people)
    with pytest.raises(sg.HallRefused, match="该人员已在本单位参保"):
        filed[1].result()
    assert filed[0].case
    assert filed[2].case
    assert many.hall.filed == [who(people[0]), who(people[2])]
    many.hall.refuses = {}
    assert all(f.case for f in many.file_many(*people)), "what was refused may be asked for again"
    assert sorted(many.hall.filed) == sorted(map(who, people))


def test_a_batch_of_which_nothing_is_taken_is_not_committed(many: House) -> None:
    people = staff(3)
    many.hall.refuses = {who(f): "否" for f in people}
    assert [f.error.code for f in many.file_many(*people) if f.error] == ["hall_refused"] * 3
    assert many.count("commit_batch") == 0


def test_rows_that_the_hall_shows_otherwise_are_deleted_and_not_committed(many: House) -> None:
    people = staff(3)
    many.hall.alters_rows = {who(people[0]): {"wage": "9999.00"}}
    filed = many.file_many(*people)
    with pytest.raises(sg.EchoDiffers) as caught:
        filed[0].result()
    assert [f.name for f in caught.value.fields if f.differs] == ["wage"]
    assert "草稿" not in caught.value.message, "none is left"
    assert many.hall.filed == [who(people[1]), who(people[2])]
    assert who(people[0]) not in {row.fields["id"] for row in many.hall.rows.values()}


def test_what_the_rules_refuse_is_not_uploaded(many: House) -> None:
    people = [*staff(2), *staff(3, wage="999")[2:]]
    filed = many.file_many(*people)
    with pytest.raises(sg.PreflightFailed, match="TOY-01"):
        filed[2].result()
    assert [f.result().number for f in filed[:2]] == ["B1-0", "B1-1"]


def test_what_is_left_of_a_batch_may_be_a_single_one(many: House) -> None:
    filed = many.file_many(*staff(1), *staff(2, wage="999")[1:])
    assert filed[0].result().number == "D1"
    assert isinstance(filed[1].error, sg.PreflightFailed)


@pytest.mark.parametrize("wrong", ["unit", "hall"])
def test_an_order_of_another_unit_or_hall_is_refused_before_anything_is_done(many: House, wrong: str) -> None:
    [one, two] = staff(2)
    strange = order(two, UNIT.model_copy(update={"number": "2"})) if wrong == "unit" else order(two, hall="x")
    with pytest.raises(sg.ConfigurationError):
        many.file_many(order(one), strange)
    assert many.ledger.turns() == []


@pytest.mark.parametrize("batch_from", [2, 100], ids=["batches", "one by one"])
def test_when_the_hall_is_shut_the_rest_is_not_tried(many: House, batch_from: int) -> None:
    people = staff(2 * LIMIT + 2)
    shut = Fault(page=(200, "<p>维护</p>"))
    for route in ("upload", "facts"):
        many.hall.script(route, [shut] * 100)
    filed = many.file_many(*people, batch_from=batch_from)
    assert [f.error.code for f in filed if f.error] == ["hall_unavailable"] * len(people)
    assert many.count("upload") + many.count("facts") == 1
    many.hall.script("upload", [])
    many.hall.script("facts", [])
    assert all(f.case for f in many.file_many(*people))
    assert sorted(many.hall.filed) == sorted(map(who, people))


def test_when_the_hall_is_shut_what_the_ledger_knows_is_told_all_the_same(many: House) -> None:
    """Who filed by hand on a word of "nothing was filed" would file twice."""
    people = staff(LIMIT + 3)
    stands = many.file(people[LIMIT])
    many.hall.script("commit", [Fault(raises=httpx.ReadTimeout("x"), acts=True)])
    many.hall.decides = "?"
    with pytest.raises(sg.OutcomeUnknown) as unknown:
        many.file(people[LIMIT + 1])
    many.hall.script("upload", [Fault(page=(200, "<p>维护</p>"))])
    filed = many.file_many(*people)
    codes = [f.error.code if f.error else f.result().number for f in filed]
    assert codes == ["hall_unavailable"] * LIMIT + [stands.number, "outcome_unknown", "hall_unavailable"]
    assert isinstance(filed[LIMIT + 1].error, sg.OutcomeUnknown)
    assert filed[LIMIT + 1].error.turn == unknown.value.turn
    assert [t.worker for t in many.ledger.turns() if t.worker] == []


def test_one_that_fails_does_not_hold_up_those_filed_one_by_one(many: House) -> None:
    people = staff(3)
    many.hall.script("commit", [None, Fault(page=(200, '{"refused": "否"}'))])
    filed = many.file_many(*people, batch_from=100)
    assert [f.case is not None for f in filed] == [True, False, True]


def test_a_whole_batch_that_is_refused_tells_each_row_its_own_reason(many: House) -> None:
    people = staff(3)
    many.hall.refuses = {who(people[0]): "不在参保地"}
    many.hall.script("commit_batch", [Fault(page=(200, '{"refused": "已过申报期"}'))])
    errors = [f.error for f in many.file_many(*people)]
    assert ["不在参保地" in str(e) for e in errors] == [True, False, False]
    assert ["已过申报期" in str(e) for e in errors] == [False, True, True]
    assert [t.state for t in many.ledger.turns()] == ["over"] * 3
    assert [t.in_doubt for t in many.ledger.turns()] == [False] * 3


def test_signed_out_in_the_middle_begins_anew_and_decides_anew(many: House) -> None:
    """The first file refuses one person; by the second file the hall takes them."""
    people = staff(3)
    many.hall.refuses = {who(people[0]): "否"}
    batch = many.hall._batch

    def once_signed_out(form: dict[str, str]) -> Any:
        many.hall.refuses, many.hall._batch = {}, batch  # type: ignore[method-assign]
        many.hall.sessions.clear()
        return "<p>登录</p>"

    many.hall._batch = once_signed_out  # type: ignore[method-assign]
    assert [f.result().number for f in many.file_many(*people)] == ["B2-0", "B2-1", "B2-2"]
    assert many.hall.filed == [who(f) for f in people]


def test_a_withdrawn_row_is_filed_again(many: House) -> None:
    filed = many.file_many(*staff(2))
    assert many.do("withdraw", filed[0].result()).state == "withdrawn"
    again = many.file_many(*staff(2))
    assert [f.result().number for f in again] == ["D3", "B1-1"]


def test_a_single_filing_after_a_batch_is_the_same_case(many: House) -> None:
    filed = many.file_many(ENROLMENT, *staff(1))
    assert many.file() == filed[0].result()
    assert who(ENROLMENT) == PERSON.document.number
    assert many.count("commit") == 0


def test_a_disk_that_is_full_files_nothing_and_says_so(many: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> None:
        raise sg.LedgerError("账本写入失败")

    with monkeypatch.context() as patched:
        patched.setattr(many.ledger, "intend", full)
        errors = [f.error for f in many.file_many(*staff(3))]
    assert [type(e) for e in errors] == [sg.LedgerError] * 3
    assert many.hall.filed == []
    before = many.hall.clock.now()
    assert all(f.case for f in many.file_many(*staff(3)))
    assert many.hall.clock.now() == before, "nobody waits for a lease of his own"


def test_two_of_one_batch_that_another_worker_took_on_are_asked_for_again(
    hall: ToyHall, tmp_path: Any
) -> None:
    """Opening took long: another process has abandoned a turn of ours, and filed in its place."""
    ours = House(hall, region=BatchToy, ledger=str(tmp_path / "f.db"))
    theirs = ours.another()
    people = staff(4)
    begin, opened = ours.ledger.begin, []

    def slow(*arguments: Any) -> Any:
        decision = begin(*arguments)
        opened.append(decision)
        if len(opened) == 4:
            hall.clock.sleep(3600)
            assert all(f.case for f in theirs.file_many(*people[1:3]))
        return decision

    ours.ledger.begin = slow  # type: ignore[method-assign]
    filed = ours.file_many(*people)
    assert [f.result().number for f in filed] == ["B2-0", "B1-0", "B1-1", "B2-1"]
    assert sorted(hall.filed) == sorted(map(who, people))
    ours.close()
    theirs.close()


def test_a_line_that_is_down_before_the_commit_leaves_the_way_free(many: House) -> None:
    people = staff(3)
    many.hall.script("commit_batch", [Fault(raises=httpx.ConnectError("x"))])
    errors = [f.error for f in many.file_many(*people)]
    assert [type(e) for e in errors] == [sg.HallUnavailable] * 3
    assert all(f.case for f in many.file_many(*people))
    assert many.hall.filed == [who(f) for f in people]
