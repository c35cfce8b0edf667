"""What somebody would meet who wishes us ill: late requests, wrong clocks, full disks, regions with bugs, people who are wrong."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from teller import ENROLMENT, PERSON, SLIP, UNIT, URL, House, registry, staff
from toy import Toy
from toybatch import BatchToy
from toyface import FaceHall, FaceToy, end, invite
from toyhall import FakeClock, Fault, ToyHall
from toypair import PairHall, PairToy

import sigateway as sg
from sigateway import plugin as sgp
from sigateway.gateway.turns import Busy

LOST = Fault(raises=httpx.ReadTimeout("x"), acts=True)
NOT_DONE = Fault(raises=httpx.ReadTimeout("x"))
JANUARY = sg.Enrolment(person=PERSON, declared_wage="6500", first_paid_month="2027-01")


@pytest.fixture
def path(tmp_path: Path) -> str:
    return str(tmp_path / "filings.db")


@pytest.fixture(params=["sync", "async"])
def toy(request: pytest.FixtureRequest, hall: ToyHall, path: str) -> Iterator[House]:
    house = House(hall, request.param, ledger=path)
    yield house
    house.close()


def did_not_land(at: datetime) -> sg.Attestation:
    return sg.Attestation(
        landed=False, who="甲", second="乙", how="电话", at=at, file_name="a", file_sha256="0" * 64
    )


# -- time ----------------------------------------------------------------------------------------------------------------


def test_a_commit_whose_time_has_passed_before_it_left_does_not_leave(hall: ToyHall, path: str) -> None:
    """An observer that stalls, a long queue for the hall's pace, a machine that slept: others may have taken over."""
    other, cases = House(hall, ledger=path), []

    def stall(event: sg.Event) -> None:
        if event.means is sgp.Means.COMMIT and not cases:
            cases.append(None)
            hall.clock.sleep(1000)
            cases.append(other.file())

    slow = sg.Gateway(ledger=path, clock=hall.clock, transport=hall, registry=registry(), observers=[stall])
    with slow, slow.hall("toy", unit=UNIT, credentials=SLIP, base_url=URL).sign_in() as session:
        with pytest.raises(sg.SigatewayError):
            session.file(ENROLMENT)
        assert session.file(ENROLMENT) == cases[1]
    assert hall.effects == ["commit"]
    other.close()


def test_a_clock_set_back_while_settling_does_not_make_a_call_hang(hall: ToyHall, path: str) -> None:
    house, slept = House(hall, ledger=path), []
    sleep, look = hall.clock.sleep, hall._list

    def list_and_set_back(form: dict[str, str]) -> dict[str, Any]:
        hall._list = look  # type: ignore[method-assign]
        sleep(-3600)
        return look(form)

    hall._list = list_and_set_back  # type: ignore[method-assign]
    hall.clock.sleep = lambda seconds: (slept.append(seconds), sleep(seconds))
    hall.script("commit", [NOT_DONE])
    with pytest.raises(sg.OutcomeUnknown):
        house.file()
    assert sum(slept) <= 300, "the gateway's patience"
    house.close()


def test_a_clock_set_forward_does_not_end_a_lease_the_hall_s_clock_counts_too(path: str) -> None:
    """Else what is still under way would be taken for absent, and sent again."""

    theirs = FakeClock()

    class Ours(FakeClock):
        ahead = timedelta(0)

        def now(self) -> datetime:
            return theirs.now() + self.ahead

        def sleep(self, seconds: float) -> None:
            theirs.sleep(seconds)

    ours = Ours()
    hall = ToyHall(theirs, accepts_duplicates=True)
    hall.script("commit", [NOT_DONE])
    sent: list[datetime] = []
    act = hall.answer

    def answer(route: str, form: dict[str, str], cookie: str) -> httpx.Response:
        if route == "commit":
            sent.append(theirs.now())
            ours.ahead = timedelta(seconds=1000)
        return act(route, form, cookie)

    hall.answer = answer  # type: ignore[method-assign]
    gateway = sg.Gateway(ledger=path, clock=ours, transport=hall, registry=registry(), patience=3000)
    with gateway, gateway.hall("toy", unit=UNIT, credentials=SLIP, base_url=URL).sign_in() as session:
        assert session.file(ENROLMENT).state == "approved"
    assert (sent[1] - sent[0]).total_seconds() >= 80, "the lease, by the hall's clock"


def test_a_worker_s_time_that_a_wrong_clock_wrote_keeps_nobody_away(path: str, clock: FakeClock) -> None:
    from sigateway.gateway.turns import new_turn

    ledger, now = sg.SqliteLedger(path), clock.now()
    ledger.begin(new_turn("a", UNIT, "toy", ENROLMENT, None, None, now), "w", now, now + timedelta(days=30))
    assert ledger.claim("a", "v", now, now + timedelta(seconds=60)) is None
    ledger.close()


# -- who is at work ------------------------------------------------------------------------------------------------------


def test_what_a_dead_worker_left_uncommitted_does_not_keep_a_case_from_being_withdrawn(toy: House) -> None:
    case = toy.file()
    toy.hall.script("save", [Fault(raises=KeyboardInterrupt())])
    with pytest.raises(KeyboardInterrupt):
        toy.file(JANUARY)
    assert toy.do("withdraw", case).state == "withdrawn"
    assert toy.hall.effects == ["commit", "withdraw"]


def test_a_part_stands_and_the_turn_is_taken_by_another_says_so(path: str, clock: FakeClock) -> None:
    class Snatched(sg.SqliteLedger):
        def claim(self, turn: str, worker: str, now: datetime, until: datetime) -> Busy | None:
            taken = self.turn(turn)
            assert taken is not None
            return Busy(taken, until)

    hall = PairHall(clock)
    house = House(hall, ledger=Snatched(path), region=PairToy)
    hall.script("commit_four", [LOST])
    with pytest.raises(sg.PartlyFiled) as partly:
        house.file()
    assert isinstance(partly.value.__cause__, sg.LaneBusy)
    assert hall.effects == ["commit_four"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_a_ledger_that_was_opened_before_a_fork_is_not_used_after_it(path: str) -> None:
    """SQLite forbids it: locks are not inherited, and the file is spoilt."""
    ledger = sg.SqliteLedger(path)
    child = os.fork()
    if child == 0:
        told = 1
        try:
            ledger.turns()
        except sg.LedgerError:
            told = 0
        finally:
            os._exit(told)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    assert ledger.turns() == []
    ledger.close()


# -- the disk ------------------------------------------------------------------------------------------------------------


def test_a_refusal_that_could_not_be_written_down_is_not_said_to_have_never_been_sent(
    hall: ToyHall, path: str
) -> None:
    class Full(sg.SqliteLedger):
        full = True

        def conclude(self, *arguments: Any, **options: Any) -> None:
            if self.full:
                raise sg.LedgerError("账本写入失败：disk is full。未记账的申报不会发送。")
            super().conclude(*arguments, **options)

    ledger = Full(path)
    hall.script("commit", [Fault(page=(200, '{"refused": "已过申报期"}'))])
    house = House(hall, ledger=ledger, patience=0.0)
    with pytest.raises(sg.OutcomeUnknown):
        house.file()
    ledger.full = False
    hall.clock.sleep(1000)
    assert house.file().state == "approved"
    assert hall.effects == ["commit"]
    ledger.close()


def test_a_ledger_that_fails_before_the_commit_leaves_leaves_no_doubt(hall: ToyHall, path: str) -> None:
    """The pace of a hall is asked of the ledger at the last moment."""
    house, answer = House(hall, ledger=path), hall.answer

    def unpaced(route: str, form: dict[str, str], cookie: str) -> httpx.Response:
        if route == "commit":
            hall.answer = answer  # type: ignore[method-assign]
            raise sg.LedgerError("账本写入失败：disk is full。未记账的申报不会发送。")
        return answer(route, form, cookie)

    hall.answer = unpaced  # type: ignore[method-assign]
    with pytest.raises(sg.LedgerError):
        house.file()
    [turn] = house.ledger.turns()
    assert not turn.in_doubt
    assert house.file().state == "approved"
    assert hall.effects == ["commit"]
    house.close()


# -- regions with bugs ---------------------------------------------------------------------------------------------------


def ends_with_nothing(flow: Any) -> Any:
    yield from flow


class Forgetful(Toy):
    """Each of its flows ends without its value."""

    region = Toy.region

    @sgp.hookimpl
    def submit(self, filing: sg.Filing) -> Any:
        return ends_with_nothing(super().submit(filing))

    @sgp.hookimpl
    def login(self, credentials: sg.Credentials) -> Any:
        return (
            ends_with_nothing(super().login(credentials)) if self.forgets_who else super().login(credentials)
        )

    forgets_who = False

    @sgp.hookimpl
    def track(self, case: sg.Case) -> Any:
        return ends_with_nothing(super().track(case))

    @sgp.hookimpl
    def withdraw(self, case: sg.Case) -> Any:
        return ends_with_nothing(super().withdraw(case))


def test_a_flow_that_ends_with_no_case_after_the_commit_is_doubt(hall: ToyHall, path: str) -> None:
    house = House(hall, ledger=path, region=Forgetful)
    case = house.file()
    assert case.state == "approved"
    assert house.do("withdraw", case).state == "withdrawn"
    assert hall.effects == ["commit", "withdraw"]
    house.close()


def test_a_flow_that_ends_with_no_case_is_named(hall: ToyHall, path: str) -> None:
    house = House(hall, ledger=path)
    case = house.file()
    house.close()
    careless = House(hall, ledger=path, region=Forgetful)
    with pytest.raises(sg.PluginError):
        careless.do("track", case)
    careless.close()


def test_a_log_in_that_ends_with_nobody_is_named(hall: ToyHall, path: str) -> None:
    class Nobody(Forgetful):
        forgets_who = True

    house = House(hall, ledger=path, region=Nobody)
    with pytest.raises(sg.PluginError, match="login"):
        house.file()
    house.close()


class Reading(PairToy):
    """Looks at something between the two halves of a withdrawal."""

    @sgp.hookimpl
    def withdraw(self, case: sg.Case) -> Any:
        def flow() -> Any:
            halves = super(Reading, self).withdraw(case)
            answer = None
            while True:
                try:
                    effect = halves.send(answer)
                except StopIteration as stop:
                    return stop.value
                if isinstance(effect, sgp.Commit):
                    yield from sgp.send(sgp.Request("facts", "GET", "facts", query={"id": "1"}))
                answer = yield effect

        return flow()


def test_signed_out_between_the_halves_of_a_withdrawal_it_goes_on_from_the_first(
    clock: FakeClock, path: str
) -> None:
    hall = PairHall(clock)
    house = House(hall, ledger=path, region=Reading)
    case = house.file()
    hall.script("facts", [None, Fault(page=(200, "<p>登录</p>"))])
    assert house.do("withdraw", case).state == "withdrawn"
    assert hall.effects[-2:] == ["withdraw_four", "withdraw_medical"]
    house.close()


# -- a person in the middle of many --------------------------------------------------------------------------------------


def test_one_of_many_needs_a_face_and_the_others_are_filed(clock: FakeClock, path: str) -> None:
    """Else the others would bear an invitation that goes on with somebody else's filing."""
    first, second = staff(2)

    class OneFace(FaceToy):
        region = Toy.region

        @sgp.hookimpl
        def submit(self, filing: sg.Filing, signed_in: sg.SignedIn) -> Any:
            if filing == first:
                return end(invite(filing.person, "参保"))
            return super().submit(filing, signed_in)

    house = House(FaceHall(clock), ledger=path, region=OneFace)
    asked, filed = house.file_many(first, second)
    assert isinstance(asked.end, sg.InteractionNeeded)
    assert isinstance(filed.end, sg.Case)
    assert filed.end.filing == second
    house.close()


# -- absence at a real hall whose wire nobody has seen -------------------------------------------------------------------


def test_a_row_that_a_real_hall_does_not_show_is_not_sent_again(hall: ToyHall, path: str) -> None:
    hall.mock = False
    first, second = staff(2)
    hall.lands = {first.person.document.number}
    hall.script("commit_batch", [LOST])
    house = House(hall, ledger=path, region=BatchToy)
    landed, silent = house.file_many(first, second)
    assert isinstance(landed.end, sg.Case)
    assert isinstance(silent.end, sg.OutcomeUnknown)
    hall.lands = None
    assert isinstance(house.file_many(second)[0].end, sg.OutcomeUnknown)
    assert hall.effects == ["commit_batch"]
    house.close()


def test_a_withdrawal_that_a_real_hall_does_not_show_is_not_sent_again(hall: ToyHall, path: str) -> None:
    hall.mock = False
    house = House(hall, ledger=path)
    case = house.file()
    hall.script("withdraw", [NOT_DONE])
    for _ in range(2):
        with pytest.raises(sg.OutcomeUnknown):
            house.do("withdraw", case)
    assert house.count("withdraw") == 1
    house.close()


def test_a_half_that_a_real_hall_does_not_show_is_not_sent_again_by_a_correction(
    clock: FakeClock, path: str
) -> None:
    hall = PairHall(clock)
    hall.mock = False
    house = House(hall, ledger=path, region=PairToy)
    hall.script("commit_medical", [NOT_DONE])
    with pytest.raises(sg.OutcomeUnknown):
        house.file()
    [turn] = house.ledger.turns()
    other = sg.Enrolment(person=PERSON, declared_wage="7000", first_paid_month="2026-11")
    for filing in (ENROLMENT, other):
        with pytest.raises(sg.OutcomeUnknown):
            house.do("correct", turn.case, filing)
    assert hall.requests.count("commit_medical") == 1
    house.close()


def test_what_a_real_hall_does_not_show_and_two_people_say_is_absent_may_be_filed_anew(
    hall: ToyHall, path: str
) -> None:
    """Else nothing would ever end it, and the filing would be lost."""
    hall.mock = False
    hall.script("commit", [NOT_DONE])
    house = House(hall, ledger=path)
    with pytest.raises(sg.OutcomeUnknown) as unknown:
        house.file()
    said = did_not_land(hall.clock.now())
    house.at().attest(unknown.value.turn, said)
    assert house.file().state == "approved"
    assert hall.effects == ["commit"]
    house.close()


# -- people who are wrong ------------------------------------------------------------------------------------------------


def test_who_looked_before_the_request_could_have_ended_has_seen_nothing(hall: ToyHall, path: str) -> None:
    """While it can still be under way "it did not land" is no proof, whoever says so."""
    hall.complete = False
    hall.script("commit", [NOT_DONE])
    house = House(hall, ledger=path, patience=0.0)
    with pytest.raises(sg.OutcomeUnknown) as unknown:
        house.file()
    said = did_not_land(hall.clock.now())
    with pytest.raises(sg.ConfigurationError, match="还可能在途中"):
        house.at().attest(unknown.value.turn, said)
    house.at().attest(
        unknown.value.turn, said.model_copy(update={"at": hall.clock.now() + timedelta(days=1)})
    )
    with pytest.raises(sg.OutcomeUnknown):
        house.file()
    assert house.count("save") == 1
    hall.clock.sleep(1000)
    house.at().attest(unknown.value.turn, said.model_copy(update={"at": hall.clock.now()}))
    assert house.file().state == "approved"
    house.close()


def test_an_old_case_does_not_make_the_ledger_forget_what_the_hall_holds_otherwise(toy: House) -> None:
    toy.hall.script("commit", [LOST])
    toy.hall.edited = {"wage": "9999.00"}
    with pytest.raises(sg.LandedDifferently) as landed:
        toy.file()
    toy.do("track", landed.value.case.model_copy(update={"differs": ()}))
    with pytest.raises(sg.AlreadyFiled):
        toy.file()


# -- what is shown -------------------------------------------------------------------------------------------------------


def test_a_redacted_record_does_not_repeat_the_hall_s_words(toy: House) -> None:
    toy.hall.script("commit", [Fault(page=(200, '{"refused": "张三丰已在他处参保"}'))])
    with pytest.raises(sg.HallRefused):
        toy.file()
    [turn] = toy.ledger.turns()
    pack = toy.at().evidence(turn.id)
    assert "张三丰已在他处参保" in pack.model_dump_json()
    assert "张三丰" not in pack.redacted().model_dump_json()
    assert pack.redacted().faults() == []


def test_who_asked_and_who_attested_is_in_no_repr() -> None:
    said = sg.Attestation(
        landed=True, number="D1", who="赵甲", second="钱乙", how="孙丙在窗口查询", at="2026-11-03T09:00:00+08:00",
        file_name="李丁.jpg", file_sha256="0" * 64,
    )  # fmt: skip
    asked = sg.Instruction(
        asked_by="赵甲", approved_by="钱乙", source=sg.Source(file="李丁.xlsx", sheet="孙丙")
    )
    for name in ("赵甲", "钱乙", "孙丙", "李丁"):
        assert name not in repr(said) + repr(asked)


def test_a_session_in_a_path_is_not_shown() -> None:
    from sigateway.gateway.redaction import redacted

    shown = redacted(sgp.Request("look", "GET", "hall/list;jsessionid=F00D?ticket=T1"))
    assert "F00D" not in shown
    assert "T1" not in shown


def test_a_short_number_is_masked_too() -> None:
    from sigateway.flows.challenges import masked

    assert masked("张三丰", "11010519491231002X") == "张**（1101…002X）"
    shown = masked("张三丰", "E12345678")
    assert len([c for c in shown if c.isalnum() and c.isascii()]) <= 4
