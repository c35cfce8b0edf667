"""Doubt: a commit left and its answer was lost. Each kind of evidence, and never a second effect.

The hall of these tests takes duplicates, so that only the gateway stands in their way.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import repeat
from pathlib import Path

import httpx
import pytest
from teller import ENROLMENT, House
from toy import Toy, look_again
from toyhall import Fault, ToyHall

import sigateway as sg
from sigateway.plugin import Absent, Intent, Unclear, Way, WayKind, hookimpl

LOST = Fault(raises=httpx.ReadTimeout("x"), acts=True)
NOT_DONE = Fault(raises=httpx.ReadTimeout("x"))
SETTLING = 30
LEASE = 80  # a timeout of 20 seconds to leave, one to connect, one to write, one to be answered


@pytest.fixture
def path(tmp_path: Path) -> str:
    return str(tmp_path / "filings.db")


@pytest.fixture(params=["sync", "async"])
def toy(request: pytest.FixtureRequest, hall: ToyHall, path: str) -> Iterator[House]:
    house = House(hall, request.param, ledger=path)
    yield house
    house.close()


def graded(grade: sg.Grade) -> type:
    class Graded(Toy):
        region = sg.Region("toy", "玩具厅", Toy.region.login_modes, Toy.region.classify, wire_grade=grade)

    return Graded


# -- landed --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lag", [0, SETTLING - 1], ids=["at once", "late, within the settling time"])
def test_landed_is_adopted(toy: House, lag: int) -> None:
    toy.hall.lag = lag
    toy.hall.script("commit", [LOST])
    case = toy.file()
    assert (case.state, case.number) == ("approved", "D1")
    assert toy.hall.effects == ["commit"]
    assert toy.count("commit") == 1


def test_landed_is_adopted_while_the_request_could_still_be_under_way(toy: House) -> None:
    """Within the lease absence proves nothing, whatever the hall's settling time."""
    toy.hall.lag = LEASE - 1
    toy.hall.script("commit", [LOST])
    assert toy.file().state == "approved"
    assert toy.count("commit") == 1


def test_nobody_waits_with_a_session_in_hand(toy: House) -> None:
    toy.hall.lag = 20
    toy.hall.script("commit", [LOST])
    toy.file()
    assert toy.count("login") == toy.count("list") + 1


# -- absent --------------------------------------------------------------------------------------------------------------


def test_absence_is_final_only_after_lease_and_settling_time(toy: House) -> None:
    before = toy.hall.clock.now()
    toy.hall.script("commit", [NOT_DONE])
    toy.file()
    assert (toy.hall.clock.now() - before).total_seconds() >= max(LEASE, SETTLING)
    assert toy.hall.effects == ["commit"]
    assert (toy.count("commit"), toy.count("save")) == (2, 1)


@pytest.mark.parametrize("mock", [True, False], ids=["mock hall", "real hall"])
@pytest.mark.parametrize("grade", list(sg.Grade), ids=lambda g: g.name)
def test_sent_again_only_at_a_mock_hall_or_over_a_wire_that_was_seen(
    hall: ToyHall, path: str, mock: bool, grade: sg.Grade
) -> None:
    hall.mock = mock
    hall.script("commit", [NOT_DONE])
    house = House(hall, ledger=path, region=graded(grade))
    if mock or grade >= sg.Grade.E3:
        assert house.file().state == "approved"
        assert house.count("commit") == 2
    else:
        with pytest.raises(sg.OutcomeUnknown):
            house.file()
        assert house.count("commit") == 1
        assert hall.effects == []
    house.close()


def test_a_list_not_read_to_its_end_proves_no_absence(toy: House) -> None:
    toy.hall.complete = False
    toy.hall.script("commit", [NOT_DONE])
    with pytest.raises(sg.OutcomeUnknown):
        toy.file()
    assert toy.count("commit") == 1


def test_what_was_sent_again_and_lost_again_is_still_one_effect(toy: House) -> None:
    toy.hall.script("commit", [NOT_DONE, LOST])
    assert toy.file().state == "approved"
    assert toy.hall.effects == ["commit"]
    assert toy.count("commit") == 2


def test_sending_again_stops_by_itself(toy: House) -> None:
    toy.hall.script("commit", repeat(NOT_DONE))
    with pytest.raises(sg.OutcomeUnknown):
        toy.file()
    assert toy.count("commit") == 3
    toy.hall.script("commit", [])
    assert toy.file().state == "approved"
    assert toy.hall.effects == ["commit"]


def test_what_the_hall_took_on_sending_again_is_not_sent_a_third_time(toy: House) -> None:
    """Even at a hall that shows what landed later than its rulebook says."""
    toy.hall.lag = 1000
    toy.hall.script("commit", [NOT_DONE])
    with pytest.raises(sg.OutcomeUnknown):
        toy.file()
    assert toy.hall.effects == ["commit"]
    toy.hall.clock.sleep(1000)
    assert toy.file().number == "D1"
    assert toy.count("commit") == 2


def test_sent_again_and_not_sent_leaves_the_way_free(toy: House) -> None:
    toy.hall.script("commit", [NOT_DONE, Fault(raises=httpx.ConnectError("x"))])
    with pytest.raises(sg.HallUnavailable):
        toy.file()
    assert toy.file().state == "approved"
    assert toy.hall.effects == ["commit"]


def test_refused_on_sending_again_is_said_in_the_halls_words(toy: House) -> None:
    toy.hall.script("commit", [NOT_DONE, Fault(page=(200, '{"refused": "已过申报期"}'))])
    with pytest.raises(sg.HallRefused, match="已过申报期"):
        toy.file()
    [turn] = toy.ledger.turns()
    assert (turn.state, turn.in_doubt) == ("over", False)
    assert toy.hall.effects == []


def test_refused_on_sending_again_reads_like_any_other_refusal(hall: ToyHall, path: str) -> None:
    """Of the hall's words the region knows the code, what they mean, the rule and the cure; so does who meets them while settling."""

    def read(words: Sequence[str], filing: sg.Filing) -> tuple[sg.Reason, ...]:
        return tuple(
            sg.Reason(words=each, code="late", plain=f"{filing.type} 过期", cure="下月再报", rule="TOY-01")
            for each in words
        )

    class Reading(Toy):
        region = replace(Toy.region, read_words=read)

    hall.script("commit", [NOT_DONE, Fault(page=(200, '{"refused": "已过申报期"}'))])
    house = House(hall, ledger=path, region=Reading)
    with pytest.raises(sg.HallRefused, match="enrolment 过期（下月再报）") as refused:
        house.file()
    assert [(each.words, each.code, each.rule) for each in refused.value.reasons] == [
        ("已过申报期", "late", "TOY-01")
    ]
    house.close()


def test_a_no_to_what_was_sent_again_ends_the_doubt_however_little_patience_there_is(
    hall: ToyHall, path: str
) -> None:
    """Else each call would send it again, be refused again, and leave it in doubt again."""
    hasty = House(hall, ledger=path, patience=0.0)
    hall.script("commit", [NOT_DONE, Fault(page=(200, '{"refused": "已过申报期"}'))])
    with pytest.raises(sg.OutcomeUnknown):
        hasty.file()
    hall.clock.sleep(LEASE + SETTLING + 1)
    with pytest.raises(sg.HallRefused, match="已过申报期"):
        hasty.file()
    [turn] = hasty.ledger.turns()
    assert (turn.state, turn.in_doubt) == ("over", False)
    assert (hall.effects, hasty.count("commit")) == ([], 2)
    hasty.close()


# -- different, unclear, unavailable -----------------------------------------------------------------------------------


def test_something_different_is_said_and_names_only_the_field(toy: House) -> None:
    toy.hall.script("commit", [LOST])
    toy.hall.edited = {"wage": "9999.00"}
    with pytest.raises(sg.LandedDifferently) as caught:
        toy.file()
    assert caught.value.differences == ("wage",)
    assert caught.value.case.number == "D1"
    assert "9999" not in str(caught.value)
    with pytest.raises(sg.AlreadyFiled) as again:
        toy.file()
    assert again.value.differences == ("wage",)
    assert toy.count("commit") == 1


def test_unclear_is_unknown_until_the_hall_is_clear(toy: House) -> None:
    toy.hall.decides = "?"
    toy.hall.script("commit", [LOST])
    with pytest.raises(sg.OutcomeUnknown) as caught:
        toy.file()
    assert toy.count("commit") == 1
    toy.hall.rows["D1"].state = "approved"
    assert toy.do("settle", caught.value.turn).number == "D1"
    assert toy.hall.effects == ["commit"]


@pytest.mark.parametrize("route", ["login", "list"])
@pytest.mark.parametrize(
    "fault",
    [Fault(raises=httpx.ConnectError("x")), Fault(page=(200, "<p>维护</p>"))],
    ids=["down", "maintenance"],
)
def test_a_hall_that_cannot_be_asked_leaves_it_unknown(toy: House, route: str, fault: Fault) -> None:
    toy.hall.script("commit", [LOST])
    working = [None] if route == "login" else []
    toy.hall.script(route, [*working, *repeat(fault, 2000)])
    with pytest.raises(sg.OutcomeUnknown) as caught:
        toy.file()
    toy.hall.script(route, [])
    toy.hall.clock.sleep(900)  # a hall that was down is left alone for a while
    assert toy.do("settle", caught.value.turn).state == "approved"
    assert toy.count("commit") == 1


def test_a_log_in_that_is_refused_while_settling_does_not_say_that_nothing_was_filed(toy: House) -> None:
    toy.hall.script("commit", [LOST])
    toy.hall.script("login", [None, Fault(page=(200, '{"refused": "账号已锁定"}'))])
    with pytest.raises(sg.OutcomeUnknown) as caught:
        toy.file()
    assert isinstance(caught.value.__cause__, sg.LoginRefused)
    [turn] = toy.ledger.turns()
    assert turn.in_doubt


@pytest.mark.parametrize("failure", [KeyError("x"), sg.WireChanged("list", "rows", "none")], ids=repr)
def test_evidence_that_fails_leaves_it_unknown(hall: ToyHall, path: str, failure: Exception) -> None:
    class Broken(Toy):
        region = Toy.region

        @hookimpl
        def evidence(self, filing: sg.Filing) -> object:
            raise failure

    hall.script("commit", [LOST])
    house = House(hall, ledger=path, region=Broken)
    with pytest.raises(sg.OutcomeUnknown) as caught:
        house.file()
    assert isinstance(caught.value.__cause__, sg.PluginError | sg.WireChanged)
    house.close()
    mended = house.another(region=Toy)
    assert mended.file().number == "D1"
    assert hall.effects == ["commit"]
    mended.close()


def test_a_region_without_evidence_never_sends_again(hall: ToyHall, path: str) -> None:
    class Silent(Toy):
        region = Toy.region

        @hookimpl
        def evidence(self, filing: sg.Filing) -> object:
            def flow():  # type: ignore[no-untyped-def]
                return Unclear("not modelled")
                yield

            return flow()

    hall.script("commit", [NOT_DONE])
    house = House(hall, ledger=path, region=Silent)
    with pytest.raises(sg.OutcomeUnknown):
        house.file()
    assert house.count("commit") == 1
    house.close()


# -- durable ---------------------------------------------------------------------------------------------------------------


@pytest.fixture
def unknown(toy: House) -> sg.OutcomeUnknown:
    """A filing that landed, and a hall that will not say so yet."""
    toy.hall.lag = 10_000
    toy.hall.complete = False
    toy.hall.script("commit", [LOST])
    with pytest.raises(sg.OutcomeUnknown) as caught:
        toy.file()
    return caught.value


def test_unknown_says_when_it_can_be_settled(toy: House, unknown: sg.OutcomeUnknown) -> None:
    assert unknown.retry
    assert unknown.settles_at <= toy.hall.clock.now()


@pytest.mark.parametrize("again", ["settle", "file"])
def test_unknown_is_settled_by_another_gateway_on_the_same_ledger(
    toy: House, unknown: sg.OutcomeUnknown, again: str
) -> None:
    other = toy.another()
    with pytest.raises(sg.OutcomeUnknown) as still:
        other.do(again, unknown.turn if again == "settle" else ENROLMENT)
    assert still.value.turn == unknown.turn
    toy.hall.clock.sleep(10_000)
    case = other.do(again, unknown.turn if again == "settle" else ENROLMENT)
    assert (case.number, case.turn) == ("D1", unknown.turn)
    assert toy.hall.effects == ["commit"]
    assert toy.count("commit") == 1
    assert other.do("settle", unknown.turn) == case, "settling what is settled gives back its case"
    other.close()


def test_nothing_else_is_filed_in_the_lane_while_it_is_unknown(
    toy: House, unknown: sg.OutcomeUnknown
) -> None:
    other_month = ENROLMENT.model_copy(update={"first_paid_month": sg.Month(2027, 1)})
    with pytest.raises(sg.OutcomeUnknown) as caught:
        toy.file(other_month, reference="another")
    assert caught.value.turn == unknown.turn
    assert toy.count("save") == 1


def test_settling_what_the_ledger_does_not_know_is_refused(toy: House) -> None:
    with pytest.raises(sg.ConfigurationError):
        toy.do("settle", "20260101-000000000000")


class PulledPlug(BaseException):
    """The process ends here."""


@pytest.mark.parametrize("error", [KeyboardInterrupt, PulledPlug, SystemExit])
@pytest.mark.parametrize("acts", [True, False], ids=["landed", "absent"])
def test_an_interrupt_during_the_commit_leaves_the_intent(
    toy: House, error: type[BaseException], acts: bool
) -> None:
    toy.hall.script("commit", [Fault(raises=error(), acts=acts)])
    with pytest.raises(error):
        toy.file()
    [turn] = toy.ledger.turns()
    assert turn.in_doubt
    other = toy.another()
    assert other.file().turn == turn.id
    assert toy.hall.effects == ["commit"]
    assert toy.count("save") == 1
    other.close()


@pytest.mark.parametrize("route", ["login", "facts", "save", "echo"])
def test_an_interrupt_before_the_commit_frees_the_lane_when_its_worker_is_overdue(
    toy: House, route: str
) -> None:
    toy.hall.script(route, [Fault(raises=KeyboardInterrupt())])
    with pytest.raises(KeyboardInterrupt):
        toy.file()
    assert toy.file().state == "approved"
    assert toy.hall.effects == ["commit"]


# -- undoing ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", [LOST, NOT_DONE], ids=["landed", "absent"])
def test_a_withdrawal_in_doubt_is_settled_by_evidence(toy: House, fault: Fault) -> None:
    case = toy.file()
    toy.hall.script("withdraw", [fault])
    assert toy.do("withdraw", case).state == "withdrawn"
    assert toy.hall.effects == ["commit", "withdraw"]
    assert toy.file().number == "D2", "enrol, withdraw, enrol again files"
    assert toy.hall.effects == ["commit", "withdraw", "commit"]


def test_a_withdrawal_that_failed_does_not_make_the_ledger_forget_what_stands(toy: House) -> None:
    case = toy.file()
    toy.hall.script("withdraw", [NOT_DONE, Fault(raises=httpx.ConnectError("x"))])
    with pytest.raises(sg.HallUnavailable):
        toy.do("withdraw", case)
    assert toy.file() == case
    assert toy.hall.effects == ["commit"]


def test_a_withdrawal_refused_on_sending_again_does_not_make_the_ledger_forget_what_stands(
    toy: House,
) -> None:
    case = toy.file()
    toy.hall.script("withdraw", [NOT_DONE, Fault(page=(200, '{"refused": "已办结，不能撤销"}'))])
    with pytest.raises(sg.HallRefused, match="不能撤销"):
        toy.do("withdraw", case)
    assert toy.file() == case
    assert toy.hall.effects == ["commit"]


class Reviewed(Toy):
    """A hall at which what has been reviewed is not withdrawn any more, and which shows that it has been."""

    region = Toy.region

    @hookimpl
    def evidence(self, filing: sg.Filing, intent: Intent) -> object:
        def flow():  # type: ignore[no-untyped-def]
            evidence = yield from look_again(filing, intent)
            return replace(evidence, intact=False) if isinstance(evidence, Absent) else evidence

        return flow()

    @hookimpl
    def ways_back(self, case: sg.Case) -> list[Way]:
        what = "审核之后到窗口更正"
        return [Way(kind=WayKind.COUNTER, what=what, who=sg.Actor.EMPLOYER, rule="TOY-01", place="窗口")]


class Unproven(Reviewed):
    """The same, where nothing may be sent again."""

    region = graded(sg.Grade.E0).region


@pytest.mark.parametrize("region", [Reviewed, Unproven])
def test_a_lost_withdrawal_that_came_too_late_names_the_way_that_is_left(hall: ToyHall, region: type) -> None:
    """It is certain that it never arrived, and that it cannot be made any more: that is no riddle for people."""
    house = House(hall, region=region)
    case = house.file()
    hall.script("withdraw", repeat(NOT_DONE, 3))
    with pytest.raises(sg.NotOffered, match="审核之后到窗口更正") as late:
        house.do("withdraw", case)
    assert (late.value.rule, late.value.place) == ("TOY-01", "窗口")
    assert hall.effects == ["commit"]
    assert len([e for e in house.events if e.what == "intended" and e.detail == "withdraw"]) == 1
    assert house.file() == case, "it stands"


@pytest.fixture
def withdrawal_unknown(toy: House) -> sg.Case:
    """A case whose withdrawal landed, and a hall that will not say so yet."""
    case = toy.file()
    toy.hall.lag = 10_000
    toy.hall.complete = False
    toy.hall.script("withdraw", [LOST])
    with pytest.raises(sg.OutcomeUnknown):
        toy.do("withdraw", case)
    return case


def test_what_may_have_been_withdrawn_is_not_taken_for_success(
    toy: House, withdrawal_unknown: sg.Case
) -> None:
    with pytest.raises(sg.OutcomeUnknown):
        toy.file()
    toy.hall.clock.sleep(10_000)
    assert toy.file().number == "D2"
    assert toy.hall.effects == ["commit", "withdraw", "commit"]


def test_a_withdrawal_that_never_landed_is_not_sent_again_by_somebody_who_files(toy: House) -> None:
    case = toy.file()
    toy.hall.complete = False  # nothing can be settled for now
    toy.hall.script("withdraw", [NOT_DONE])
    with pytest.raises(sg.OutcomeUnknown):
        toy.do("withdraw", case)
    toy.hall.complete = True
    toy.hall.clock.sleep(10_000)
    assert toy.file() == case
    assert toy.hall.effects == ["commit"]


def test_a_withdrawal_made_again_after_doubt_is_one_withdrawal(
    toy: House, withdrawal_unknown: sg.Case
) -> None:
    toy.hall.clock.sleep(10_000)
    assert toy.do("withdraw", withdrawal_unknown).state == "withdrawn"
    assert toy.hall.effects == ["commit", "withdraw"]


# -- two at once ---------------------------------------------------------------------------------------------------------


def test_two_sessions_of_one_hall_do_not_settle_one_turn_at_once(hall: ToyHall, path: str) -> None:
    """A has read final absence and is about to send again when B comes along: B must find it taken."""
    hall.script("commit", repeat(NOT_DONE, 1))
    real = House(hall, ledger=path, region=graded(sg.Grade.E0), patience=0.0)
    with pytest.raises(sg.OutcomeUnknown) as caught:
        real.file()
    turn = caught.value.turn
    hall.clock.sleep(1000)
    a_has_read, a_may_go, a_done = threading.Event(), threading.Event(), threading.Event()

    class Held(Toy):
        region = Toy.region

        @hookimpl
        def evidence(self, filing: sg.Filing, intent: Intent) -> object:
            def flow():  # type: ignore[no-untyped-def]
                evidence = yield from look_again(filing, intent)
                if threading.current_thread().name == "A":
                    a_has_read.set()
                    a_may_go.wait(10)
                return evidence

            return flow()

    house = House(hall, ledger=path, region=Held)
    at = house.at()

    def a() -> None:
        house.do("settle", turn, at=at)
        a_done.set()

    thread = threading.Thread(target=a, name="A")
    thread.start()
    assert a_has_read.wait(10)
    try:
        with pytest.raises(sg.LaneBusy):
            house.do("settle", turn, at=at)
    finally:
        a_may_go.set()
        thread.join(10)
    assert a_done.is_set()
    assert hall.effects == ["commit"]
    assert hall.requests.count("commit") == 2
    house.close()
    real.close()


def test_a_worker_that_lost_its_turn_does_not_send(hall: ToyHall, path: str) -> None:
    """While it was reading the echo, its time ran out and another process took the lane."""
    slow = House(hall, ledger=path)
    other = House(hall, ledger=path)
    echo = hall._echo
    taken_over: list[sg.Case] = []

    def stalled(form: dict[str, str]) -> dict[str, object]:
        hall._echo = echo  # type: ignore[method-assign]
        hall.clock.sleep(3600)
        hall._lock.release()
        taken_over.append(other.file())
        hall._lock.acquire()
        return echo(form)

    hall._echo = stalled  # type: ignore[method-assign,assignment]
    with pytest.raises(sg.LedgerError):
        slow.file()
    assert hall.effects == ["commit"]
    assert slow.file() == taken_over[0]
    slow.close()
    other.close()
