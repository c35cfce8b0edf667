"""Withdrawing in the right order: what came later first, each once, and never a hole.

The hall of these tests takes a withdrawal out of order, so that only the gateway and the region stand in its way.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import repeat
from pathlib import Path
from typing import Any

import httpx
import pytest
from samehall import SameHall
from teller import ENROLMENT, PERSON, UNIT, House, staff
from toy import Toy
from toychain import ChainHall, ChainToy
from toyhall import FakeClock, Fault

import sigateway as sg

LOST = Fault(raises=httpx.ReadTimeout("x"), acts=True)
NOT_DONE = Fault(raises=httpx.ReadTimeout("x"))
NEVER_LEFT = Fault(raises=httpx.ConnectError("x"))
DOWN = Fault(page=(200, "<p>维护</p>"))
REFUSED = Fault(page=(200, '{"refused": "本月已结算"}'))
OTHER_UNIT = UNIT.model_copy(update={"number": "2"})


@pytest.fixture
def chain(clock: FakeClock) -> ChainHall:
    return ChainHall(clock, accepts_duplicates=True)


@pytest.fixture(params=["sync", "async"])
def toy(request: pytest.FixtureRequest, chain: ChainHall) -> Iterator[House]:
    house = SameHall(chain, request.param, region=ChainToy, ledger=sg.SqliteLedger(":memory:"))
    yield house
    house.close()
    house.ledger.close()
    assert (chain.holes, chain.twice) == ([], [])


def wage(month: str) -> sg.WageChange:
    return sg.WageChange(person=PERSON, declared_wage="7000", effective_month=month)


@pytest.fixture
def three(toy: House) -> tuple[sg.Case, sg.Case, sg.Case]:
    """An enrolment, and two wage changes that build on it: D1, D2, D3."""
    return toy.file(), toy.file(wage("2026-12")), toy.file(wage("2027-01"))


def plan(toy: House, case: sg.Case, **options: Any) -> sg.Cascade:
    return toy.do("plan_withdrawal", case, **options)  # type: ignore[no-any-return]


def withdraw(toy: House, case: sg.Case, cascade: sg.Cascade | None = None) -> sg.Case:
    return toy.do("withdraw", case, cascade=cascade)  # type: ignore[no-any-return]


def numbers(cases: Any) -> list[str]:
    return [case.number for case in cases]


def stands(toy: House) -> list[str]:
    """What the hall holds."""
    assert isinstance(toy.hall, ChainHall)
    return toy.hall.standing(PERSON.document.number)


def by_the_ledger(toy: House) -> dict[str, str]:
    return {str(t.case.number): str(t.case.state) for t in toy.ledger.turns() if t.case is not None}


# -- planning ------------------------------------------------------------------------------------------------------------


def test_a_plan_lists_what_must_go_first_and_changes_nothing(toy: House, three: tuple[sg.Case, ...]) -> None:
    sent = len(toy.hall.requests)
    made = plan(toy, three[0])
    assert numbers(made.before) == ["D3", "D2"]
    assert [each.ours and each.ours.turn for each in made.before] == [three[2].turn, three[1].turn]
    assert (made.case, made.by_hand) == (three[0], ())
    assert set(toy.hall.requests[sent:]) == {"later"}
    assert made.explain().splitlines() == [
        "1. 撤销 wage_change D3",
        "2. 撤销 wage_change D2",
        "3. 撤销本业务 D1",
    ]


def test_of_others_nothing_is_planned(toy: House, three: tuple[sg.Case, ...]) -> None:
    toy.file(staff(1)[0])
    assert numbers(plan(toy, three[1]).before) == ["D3"]
    with pytest.raises(sg.ConfigurationError, match="另一单位"):
        plan(toy, three[0].model_copy(update={"unit": OTHER_UNIT.key}))


def test_where_nothing_ever_blocks_the_plan_is_the_case_alone(toy: House, three: tuple[sg.Case, ...]) -> None:
    plain = toy.another(region=Toy)
    made = plan(plain, three[2])
    assert made == sg.Cascade(case=three[2])
    assert withdraw(plain, three[2], made).state == "withdrawn"
    plain.close()


def test_what_another_unit_filed_is_not_ours_to_withdraw(toy: House) -> None:
    """The number stands in the ledger, for another unit."""
    case = toy.file()
    theirs = toy.do("file", wage("2026-12"), at=toy.at(unit=OTHER_UNIT))
    made = plan(toy, case)
    assert numbers(made.by_hand) == [theirs.number]
    with pytest.raises(sg.WithdrawBlocked) as blocked:
        withdraw(toy, case, made)
    assert numbers(blocked.value.later) == [theirs.number]
    mine = made.before[0].model_copy(update={"ours": theirs.model_copy(update={"unit": OTHER_UNIT.key})})
    with pytest.raises(sg.ConfigurationError, match="另一单位"):
        withdraw(toy, case, made.model_copy(update={"before": (mine,)}))
    assert toy.count("withdraw") == 0


# -- the happy path --------------------------------------------------------------------------------------------------------


def test_all_are_withdrawn_the_last_first(toy: House, three: tuple[sg.Case, ...]) -> None:
    ended = withdraw(toy, three[0], plan(toy, three[0]))
    assert (ended.number, ended.state, ended.turn) == ("D1", "withdrawn", three[0].turn)
    assert stands(toy) == []
    assert by_the_ledger(toy) == {"D1": "withdrawn", "D2": "withdrawn", "D3": "withdrawn"}
    assert toy.count("withdraw") == 3
    assert toy.file().number == "D4", "what was withdrawn is filed again"


def test_without_a_plan_nothing_is_withdrawn_that_others_build_on(
    toy: House, three: tuple[sg.Case, ...]
) -> None:
    with pytest.raises(sg.WithdrawBlocked) as blocked:
        withdraw(toy, three[0])
    assert numbers(blocked.value.later) == ["D3", "D2"]
    assert blocked.value.rule == "TOY-01"
    assert "plan_withdrawal" in blocked.value.message
    assert toy.count("withdraw") == 0
    assert withdraw(toy, three[2]).state == "withdrawn"


def test_withdrawn_twice_is_one_withdrawal(toy: House, three: tuple[sg.Case, ...]) -> None:
    made = plan(toy, three[0])
    first = withdraw(toy, three[0], made)
    assert withdraw(toy, three[0], made) == first
    assert withdraw(toy, three[0]) == first
    assert toy.count("withdraw") == 3


# -- what stops it before anything is withdrawn ---------------------------------------------------------------------------


def test_what_was_filed_by_hand_is_withdrawn_by_hand_first(toy: House, three: tuple[sg.Case, ...]) -> None:
    assert isinstance(toy.hall, ChainHall)
    window = toy.hall.file_by_hand(PERSON.document.number)
    made = plan(toy, three[0])
    assert numbers(made.before) == [window, "D3", "D2"]
    assert numbers(made.by_hand) == [window]
    assert f"1. 撤销 wage_change {window}（非本系统申报，渠道：窗口，须人工先行撤销）" in made.explain()
    with pytest.raises(sg.WithdrawBlocked) as blocked:
        withdraw(toy, three[0], made)
    assert blocked.value.later == made.by_hand
    assert (toy.count("withdraw"), stands(toy)) == (0, ["D1", "D2", "D3", window])
    toy.hall.withdraw_by_hand(window)
    assert withdraw(toy, three[0], plan(toy, three[0])).state == "withdrawn"


def test_a_plan_for_another_case_is_refused(toy: House, three: tuple[sg.Case, ...]) -> None:
    with pytest.raises(sg.ConfigurationError, match="另一笔业务"):
        withdraw(toy, three[0], plan(toy, three[1]))
    strangers = [case.model_copy(update={"turn": None}) for case in three]
    with pytest.raises(sg.ConfigurationError, match="另一笔业务"):
        withdraw(toy, strangers[0], plan(toy, strangers[1]))
    assert toy.count("withdraw") == 0


@pytest.mark.parametrize("which", ["the case itself", "one before it"])
def test_nothing_is_withdrawn_for_a_case_that_this_ledger_did_not_file(
    toy: House, three: tuple[sg.Case, ...], which: str
) -> None:
    case, made = three[0], plan(toy, three[0])
    if which == "the case itself":
        case = case.model_copy(update={"turn": None})
        made = plan(toy, case)
    else:
        last = made.before[1].model_copy(update={"ours": three[1].model_copy(update={"turn": "t-9"})})
        made = made.model_copy(update={"before": (made.before[0], last)})
    with pytest.raises(sg.ConfigurationError):
        withdraw(toy, case, made)
    assert (toy.count("withdraw"), stands(toy)) == (0, ["D1", "D2", "D3"])


@pytest.mark.parametrize("who", ["us", "hand"])
def test_a_plan_that_is_out_of_date_withdraws_nothing(
    toy: House, three: tuple[sg.Case, ...], who: str
) -> None:
    assert isinstance(toy.hall, ChainHall)
    made = plan(toy, three[0])
    newer = toy.file(wage("2027-02")).number if who == "us" else toy.hall.file_by_hand(PERSON.document.number)
    with pytest.raises(sg.CascadeStopped) as stopped:
        withdraw(toy, three[0], made)
    why = stopped.value.__cause__
    assert isinstance(why, sg.WithdrawBlocked)
    assert numbers(why.later) == [newer]
    assert (stopped.value.withdrawn, numbers(stopped.value.left)) == ((), ["D3", "D2", "D1"])
    assert toy.count("withdraw") == 0
    assert stands(toy) == ["D1", "D2", "D3", newer]


# -- what stops it in the middle -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("toy", ["sync"], indirect=True)
@pytest.mark.parametrize("place", [0, 1, 2], ids=["first", "middle", "last"])
@pytest.mark.parametrize(
    ("fault", "why"),
    [(REFUSED, sg.HallRefused), (NEVER_LEFT, sg.HallUnavailable)],
    ids=["refused", "hall down"],
)
def test_it_stops_at_the_first_that_fails_and_goes_on_with_a_new_plan(
    toy: House, three: tuple[sg.Case, ...], fault: Fault, why: type[sg.SigatewayError], place: int
) -> None:
    toy.hall.script("withdraw", [*repeat(None, place), fault])
    with pytest.raises(sg.CascadeStopped) as stopped:
        withdraw(toy, three[0], plan(toy, three[0]))
    order = ["D3", "D2", "D1"]
    assert isinstance(stopped.value.__cause__, why)
    assert numbers(stopped.value.withdrawn) == order[:place]
    assert {case.state for case in stopped.value.withdrawn} <= {sg.CaseState.WITHDRAWN}
    assert numbers(stopped.value.left) == order[place:]
    said = stopped.value.message
    assert f"已撤销：{'、'.join(order[:place]) or '无'}；" in said
    assert f"未撤销：{'、'.join(order[place:])}。" in said
    assert stands(toy) == sorted(order[place:])
    assert numbers(plan(toy, three[0]).before) == order[place:-1]
    assert withdraw(toy, three[0], plan(toy, three[0])).state == "withdrawn"
    assert toy.hall.effects.count("withdraw") == 3


@pytest.mark.parametrize("place", [0, 1, 2], ids=["first", "middle", "last"])
@pytest.mark.parametrize("fault", [LOST, NOT_DONE], ids=["done", "not done"])
def test_a_lost_answer_in_the_middle_is_settled_and_the_rest_goes_on(
    toy: House, three: tuple[sg.Case, ...], fault: Fault, place: int
) -> None:
    toy.hall.script("withdraw", [*repeat(None, place), fault])
    assert withdraw(toy, three[0], plan(toy, three[0])).state == "withdrawn"
    assert (stands(toy), toy.hall.effects.count("withdraw")) == ([], 3)


@pytest.mark.parametrize("toy", ["sync"], indirect=True)
@pytest.mark.parametrize("how", ["settled", "a new plan", "the same plan"])
@pytest.mark.parametrize("place", [0, 1, 2], ids=["first", "middle", "last"])
@pytest.mark.parametrize("fault", [LOST, NOT_DONE], ids=["done", "not done"])
def test_what_is_unknown_stops_it_and_is_settled_before_it_goes_on(
    toy: House, three: tuple[sg.Case, ...], fault: Fault, place: int, how: str
) -> None:
    order = ["D3", "D2", "D1"]
    made = plan(toy, three[0])
    toy.hall.script("withdraw", [*repeat(None, place), fault])
    toy.hall.script("list", repeat(DOWN, 60))
    with pytest.raises(sg.CascadeStopped) as stopped:
        withdraw(toy, three[0], made)
    unknown = stopped.value.__cause__
    assert isinstance(unknown, sg.OutcomeUnknown)
    assert numbers(stopped.value.left) == order[place:]
    assert "其中第一笔尚无定论" in stopped.value.message
    assert toy.count("withdraw") == place + 1, (
        "nothing goes on while it is unknown, and nothing is sent again"
    )
    toy.hall.script("list", [])
    if how == "settled":
        assert toy.do("settle", unknown.turn).state == "withdrawn"
    if how != "the same plan":
        made = plan(toy, three[0])
    assert withdraw(toy, three[0], made).state == "withdrawn"
    assert (stands(toy), toy.hall.effects.count("withdraw")) == ([], 3)


@pytest.mark.parametrize("toy", ["sync"], indirect=True)
@pytest.mark.parametrize("at", range(7))
def test_a_fault_at_each_request_never_withdraws_twice_or_out_of_order(
    toy: House, three: tuple[sg.Case, ...], at: int
) -> None:
    """The hall goes down at the n-th request of the cascade, whatever it is, for as long as anybody is patient."""
    made = plan(toy, three[0])
    answer, calls = toy.hall.answer, iter(range(10_000))
    toy.hall.answer = lambda *a: (  # type: ignore[method-assign]
        answer(*a) if next(calls) < at else httpx.Response(503)
    )
    ended: list[sg.SigatewayError] = []
    try:
        withdraw(toy, three[0], made)
    except sg.SigatewayError as error:
        ended.append(error)
    toy.hall.answer = answer  # type: ignore[method-assign]
    assert bool(ended) is (at < 6), "a READ and a commit for each of three"
    toy.hall.clock.sleep(900)  # a hall that was down is left alone for a while
    assert withdraw(toy, three[0], plan(toy, three[0])).state == "withdrawn"
    assert (stands(toy), toy.hall.effects.count("withdraw")) == ([], 3)


@pytest.mark.parametrize("acts", [True, False], ids=["done", "not done"])
def test_whoever_interrupts_it_can_go_on_at_once(chain: ChainHall, tmp_path: Path, acts: bool) -> None:
    """Ctrl-C while a withdrawal is under way: nobody has to wait until the interrupted one's time has passed."""
    toy = SameHall(chain, region=ChainToy, ledger=str(tmp_path / "f.db"))
    case = toy.file()
    toy.file(wage("2026-12"))
    chain.script("withdraw", [Fault(raises=KeyboardInterrupt(), acts=acts)])
    with pytest.raises(KeyboardInterrupt):
        withdraw(toy, case, plan(toy, case))
    assert chain.standing(PERSON.document.number) == (["D1"] if acts else ["D1", "D2"])
    other = toy.another()
    assert withdraw(other, case, plan(other, case)).state == "withdrawn"
    assert (chain.effects.count("withdraw"), chain.holes, chain.twice) == (2, [], [])
    toy.close()
    other.close()


def test_what_is_withdrawn_and_could_not_be_written_down_is_unknown_not_undone(
    toy: House, three: tuple[sg.Case, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = plan(toy, three[0])

    def full(*arguments: Any) -> None:
        raise sg.LedgerError("disk full")

    with monkeypatch.context() as patched:
        patched.setattr(type(toy.ledger), "land", full)
        with pytest.raises(sg.CascadeStopped) as stopped:
            withdraw(toy, three[0], made)
    assert isinstance(stopped.value.__cause__, sg.OutcomeUnknown)
    assert stands(toy) == ["D1", "D2"]
    toy.hall.clock.sleep(120)
    assert withdraw(toy, three[0], made).state == "withdrawn"
    assert toy.hall.effects.count("withdraw") == 3


def test_somebody_at_work_on_one_of_them_stops_it(toy: House, three: tuple[sg.Case, ...]) -> None:
    made, now = plan(toy, three[0]), toy.hall.clock.now()
    assert toy.ledger.claim(str(three[1].turn), "somebody", now, now.replace(minute=30)) is None
    with pytest.raises(sg.CascadeStopped) as stopped:
        withdraw(toy, three[0], made)
    assert isinstance(stopped.value.__cause__, sg.LaneBusy)
    assert (stopped.value.withdrawn, toy.count("withdraw")) == ((), 0)


def test_two_processes_with_one_plan_withdraw_each_once(toy: House, three: tuple[sg.Case, ...]) -> None:
    made = plan(toy, three[0])
    other = toy.another()
    assert withdraw(other, three[0], made).state == "withdrawn"
    assert withdraw(toy, three[0], made).state == "withdrawn"
    assert toy.count("withdraw") == 3
    other.close()


def test_a_plan_names_nobody(toy: House, three: tuple[sg.Case, ...]) -> None:
    made = plan(toy, three[0])
    again = sg.Cascade.model_validate_json(made.model_dump_json(by_alias=True))
    assert again == made
    for shown in (repr(made), made.explain(), repr(sg.WithdrawBlocked(made.before))):
        assert [word for word in (PERSON.name, PERSON.document.number) if word in shown] == []
    assert ENROLMENT.person.name in made.model_dump_json(by_alias=True), "the plan itself holds its filings"
