"""The table at the head of ``gateway/interpreter.py``: every row in every column, with the exact number of requests."""

from __future__ import annotations

from itertools import repeat

import httpx
import pytest
from teller import ENROLMENT, SLIP, House
from toy import Toy
from toyhall import Fault, ToyHall

import sigateway as sg
from sigateway.flows.effects import Means
from sigateway.plugin import Commit, Request, Wait, hookimpl, send

NOT_SENT = {
    "connect": httpx.ConnectError("refused"),
    "connect timeout": httpx.ConnectTimeout("slow"),
    "pool timeout": httpx.PoolTimeout("full"),
    "proxy": httpx.ProxyError("407"),
}
IN_DOUBT = {
    "write": httpx.WriteError("broken pipe"),
    "write timeout": httpx.WriteTimeout("slow"),
    "read": httpx.ReadError("reset"),
    "read timeout": httpx.ReadTimeout("slow"),
    "protocol": httpx.RemoteProtocolError("closed"),
}
PAGES = {
    "500": Fault(page=(500, "Internal Server Error")),
    "502 of a gateway": Fault(page=(502, "<html>Bad Gateway</html>")),
    "cut": Fault(cut=True),
    "unknown": Fault(page=(200, "<p>新版首页</p>")),
    "maintenance": Fault(page=(200, "<p>维护</p>")),
    "log-in": Fault(page=(200, "<p>登录</p>")),
    "taken": Fault(page=(200, "<p>别处</p>")),
}
FAULTS = {name: Fault(raises=e) for name, e in (NOT_SENT | IN_DOUBT).items()} | PAGES

READ, DRAFT, SIGN_IN = "echo", "save", "login"
FILED = None

#: fault -> what comes of it when it happens once, and when it always happens: the error, and how often the request was sent.
TABLE: dict[str, dict[str, tuple[tuple[type[Exception] | None, int], tuple[type[Exception], int]]]] = {}
for fault in NOT_SENT:
    sent_again = ((FILED, 2), (sg.HallUnavailable, 3))
    TABLE[fault] = {READ: sent_again, DRAFT: sent_again, SIGN_IN: sent_again}
for fault in (*IN_DOUBT, "500", "502 of a gateway"):
    given_up = ((sg.HallUnavailable, 1), (sg.HallUnavailable, 1))
    TABLE[fault] = {READ: ((FILED, 2), (sg.HallUnavailable, 3)), DRAFT: given_up, SIGN_IN: given_up}
for fault in ("cut", "unknown"):
    changed = ((sg.WireChanged, 1), (sg.WireChanged, 1))
    TABLE[fault] = {READ: ((FILED, 2), (sg.WireChanged, 3)), DRAFT: changed, SIGN_IN: changed}
TABLE["maintenance"] = dict.fromkeys(
    (READ, DRAFT, SIGN_IN), ((sg.HallUnavailable, 1), (sg.HallUnavailable, 1))
)
TABLE["log-in"] = dict.fromkeys((READ, DRAFT), ((FILED, 2), (sg.HallUnavailable, 2)))
TABLE["taken"] = dict.fromkeys((READ, DRAFT, SIGN_IN), ((sg.SessionTaken, 1), (sg.SessionTaken, 1)))

CELLS = [
    pytest.param(route, FAULTS[fault] if times == 1 else repeat(FAULTS[fault]), *cells[route][times - 1],
                 id=f"{fault}-{route}-{'once' if times == 1 else 'always'}")
    for fault, cells in TABLE.items() for route in cells for times in (1, 2)
]  # fmt: skip


@pytest.mark.parametrize(("route", "faults", "error", "sent"), CELLS)
def test_before_the_commit_the_table_holds(
    toy: House, route: str, faults: Fault, error: type[Exception] | None, sent: int
) -> None:
    toy.hall.script(route, [faults] if isinstance(faults, Fault) else faults)
    if error is None:
        assert toy.file().state == "approved"
        assert toy.hall.effects == ["commit"]
    else:
        with pytest.raises(error):
            toy.file()
        assert toy.hall.effects == []
        assert toy.count("commit") == 0
    assert toy.count(route) == sent


@pytest.mark.parametrize("route", [READ, DRAFT, SIGN_IN])
@pytest.mark.parametrize("fault", ["connect", "500", "maintenance"])
def test_an_error_before_the_commit_leaves_the_way_free(toy: House, route: str, fault: str) -> None:
    toy.hall.script(route, repeat(FAULTS[fault]))
    with pytest.raises(sg.HallUnavailable) as caught:
        toy.file()
    assert caught.value.retry
    toy.hall.script(route, [])
    assert toy.file().state == "approved"
    assert toy.hall.effects == ["commit"]


@pytest.mark.parametrize("fault", NOT_SENT)
def test_a_commit_that_was_not_sent_is_not_repeated_and_its_intent_is_closed(toy: House, fault: str) -> None:
    toy.hall.script("commit", [FAULTS[fault]])
    with pytest.raises(sg.HallUnavailable):
        toy.file()
    assert toy.count("commit") == 1
    assert toy.hall.effects == []
    assert toy.count("list") == 0
    [turn] = toy.ledger.turns()
    assert (turn.state, turn.in_doubt) == ("over", False)
    assert toy.file().state == "approved"
    assert toy.hall.effects == ["commit"]


DOUBTS = [*IN_DOUBT, *(page for page in PAGES if page != "taken")]
"""A session that somebody took over is left to him first: `test_manners`."""


def _after_acting(fault: Fault) -> Fault:
    return Fault(raises=fault.raises, page=fault.page, cut=fault.cut, acts=True)


@pytest.mark.parametrize("fault", DOUBTS)
def test_a_commit_in_doubt_that_landed_is_adopted_by_evidence(toy: House, fault: str) -> None:
    toy.hall.script("commit", [_after_acting(FAULTS[fault])])
    case = toy.file()
    assert (case.state, case.number) == ("approved", "D1")
    assert toy.hall.effects == ["commit"]
    assert (toy.count("commit"), toy.count("list"), toy.count("save")) == (1, 1, 1)
    assert toy.count("login") == 2, "evidence is asked in a new conversation"
    [turn] = toy.ledger.turns()
    assert (turn.state, turn.in_doubt, turn.case) == ("landed", False, case)


@pytest.mark.parametrize("fault", [f for f in DOUBTS if not FAULTS[f].cut])
def test_a_commit_in_doubt_that_did_not_land_is_sent_again_at_a_mock_hall(toy: House, fault: str) -> None:
    toy.hall.script("commit", [FAULTS[fault]])
    assert toy.file().number == "D1"
    assert toy.hall.effects == ["commit"]
    assert toy.count("commit") == 2
    assert toy.count("save") == 1, "that very draft, no new one"


class Bug(Exception):
    """Something no transport should raise."""


@pytest.mark.parametrize("error", [httpx.DecodingError("not gzip"), Bug("any"), OSError("odd")], ids=repr)
@pytest.mark.parametrize("acts", [True, False], ids=["landed", "absent"])
def test_whatever_a_transport_raises_during_a_commit_is_doubt(
    toy: House, error: Exception, acts: bool
) -> None:
    toy.hall.script("commit", [Fault(raises=error, acts=acts)])
    assert toy.file().state == "approved"
    assert toy.hall.effects == ["commit"]


def test_a_persistent_log_in_page_ends_after_one_restart(toy: House) -> None:
    toy.hall.script("facts", repeat(FAULTS["log-in"]))
    with pytest.raises(sg.HallUnavailable):
        toy.file()
    assert (toy.count("login"), toy.count("facts")) == (2, 2)


def test_a_log_in_page_while_signing_in_is_for_the_region_to_read(toy: House) -> None:
    toy.hall.script("login", repeat(FAULTS["log-in"]))
    with pytest.raises(sg.PluginError):  # the toy region does not expect it there
        toy.file()
    assert toy.count("login") == 1


def test_a_session_that_was_taken_is_not_used_again(toy: House) -> None:
    """``SessionTaken.retry``: the same call made again signs in anew."""
    at = toy.at()
    toy.do("preflight", ENROLMENT, at=at)
    taken = set(toy.hall.sessions)
    act = toy.hall._act

    def shows_taken(route: str, form: dict[str, str], cookie: str) -> object:
        return ("<p>别处</p>", {}) if cookie in taken else act(route, form, cookie)

    toy.hall._act = shows_taken  # type: ignore[method-assign,assignment]
    with pytest.raises(sg.SessionTaken):
        toy.file(at=at)
    toy.hall.clock.sleep(300)  # it is left to whoever took it
    assert toy.file(at=at).state == "approved"
    assert toy.count("login") == 2


def test_what_the_hall_refuses_ends_the_turn_in_its_own_words(toy: House) -> None:
    toy.hall._commit = lambda form: {"refused": "缴费基数有误"}  # type: ignore[method-assign]
    with pytest.raises(sg.HallRefused, match="缴费基数有误") as caught:
        toy.file()
    assert [r.words for r in caught.value.reasons] == ["缴费基数有误"]
    [turn] = toy.ledger.turns()
    assert (turn.state, turn.in_doubt) == ("over", False)
    assert (toy.count("commit"), toy.count("list")) == (1, 0)


# -- flows that misbehave ---------------------------------------------------------------------------------------------


def region_with(submit: object) -> type:
    class Odd(Toy):
        region = Toy.region

        @hookimpl
        def submit(self, filing: sg.Filing) -> object:
            return submit(filing)  # type: ignore[operator]

    return Odd


@pytest.fixture(params=["sync", "async"])
def driver(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_a_flow_that_fails_before_the_commit_is_a_plugin_error(hall: ToyHall, driver: str) -> None:
    def submit(filing):  # type: ignore[no-untyped-def]
        yield from send(Request("facts", "GET", "facts", query={"id": "1"}))
        raise KeyError("11010519491231002X")

    house = House(hall, driver, region=region_with(submit))
    with pytest.raises(sg.PluginError, match="toy") as caught:
        house.file()
    assert "11010519491231002X" not in str(caught.value)
    assert hall.effects == []


def test_a_flow_that_fails_after_the_commit_is_settled_by_evidence(hall: ToyHall, driver: str) -> None:
    from toy import file

    def submit(filing):  # type: ignore[no-untyped-def]
        yield from file(filing)
        raise KeyError("the receipt")

    house = House(hall, driver, region=region_with(submit))
    assert house.file().number == "D1"
    assert hall.requests.count("commit") == 1


def test_a_refusal_that_only_the_region_sees_is_settled_by_evidence(hall: ToyHall, driver: str) -> None:
    """A region that raises HallRefused for a page that is no refusal must not make the gateway forget a filing."""
    from toy import file

    def submit(filing):  # type: ignore[no-untyped-def]
        yield from file(filing)
        raise sg.HallRefused([sg.Reason(words="看错了")])

    house = House(hall, driver, region=region_with(submit))
    assert house.file().state == "approved"
    assert hall.effects == ["commit"]


def test_a_commit_request_outside_a_commit_is_never_sent(hall: ToyHall, driver: str) -> None:
    def submit(filing):  # type: ignore[no-untyped-def]
        yield from send(Request("commit", "POST", "commit", Means.COMMIT, form={"draft": "D1"}))

    with pytest.raises(sg.ConfigurationError):
        House(hall, driver, region=region_with(submit)).file()
    assert "commit" not in hall.requests


def test_a_commit_that_cannot_be_written_leaves_no_intent(hall: ToyHall, driver: str) -> None:
    def submit(filing):  # type: ignore[no-untyped-def]
        request = Request("commit", "POST", "commit", Means.COMMIT, form={"name": "𠮷"}, charset="gbk")
        yield from send(Commit(request, "commit"))

    house = House(hall, driver, region=region_with(submit))
    with pytest.raises(sg.ConfigurationError, match="没有的字"):
        house.file()
    [turn] = house.ledger.turns()
    assert (turn.state, turn.in_doubt) == ("over", False)


def test_a_flow_may_catch_an_unavailable_read_and_go_on(hall: ToyHall, driver: str) -> None:
    from toy import file

    def submit(filing):  # type: ignore[no-untyped-def]
        try:
            yield from send(Request("echo", "GET", "echo", query={"draft": "D9"}))
        except sg.HallUnavailable:
            return (yield from file(filing))

    hall.script("echo", [Fault(raises=httpx.ConnectError("x"))] * 3)
    assert House(hall, driver, region=region_with(submit)).file().state == "approved"
    assert hall.requests.count("echo") == 4


def test_a_flow_cannot_catch_the_doubt_about_a_commit(hall: ToyHall, driver: str) -> None:
    from toy import file

    def submit(filing):  # type: ignore[no-untyped-def]
        while True:
            try:
                return (yield from file(filing))
            except Exception:  # noqa: BLE001, S112 - a region that would send twice
                continue

    hall.script("commit", [Fault(raises=httpx.ReadTimeout("x"), acts=True)])
    assert House(hall, driver, region=region_with(submit)).file().number == "D1"
    assert hall.requests.count("commit") == 1
    assert hall.requests.count("save") == 1


def test_a_wait_passes_on_the_gateways_clock(hall: ToyHall, driver: str) -> None:
    from toy import file

    def submit(filing):  # type: ignore[no-untyped-def]
        yield Wait(5, "the hall counts")
        return (yield from file(filing))

    before = hall.clock.now()
    House(hall, driver, region=region_with(submit)).file()
    assert (hall.clock.now() - before).total_seconds() == 5


def test_echo_that_differs_is_not_committed_and_the_draft_can_be_discarded(toy: House) -> None:
    toy.hall.alters = {"wage": "6000.00"}
    with pytest.raises(sg.EchoDiffers) as caught:
        toy.file()
    assert [f.name for f in caught.value.fields if f.differs] == ["wage"]
    assert "6000" not in str(caught.value)
    assert toy.count("commit") == 0
    draft = caught.value.case
    assert draft is not None
    assert (draft.state, draft.number) == ("draft", "D1")
    assert toy.do("discard", draft).state == "discarded"
    assert toy.hall.effects == ["discard"]
    toy.hall.alters = {}
    assert toy.file().number == "D2"


def test_what_the_preflight_refuses_never_reaches_a_draft(toy: House) -> None:
    low = ENROLMENT.model_copy(update={"declared_wage": ENROLMENT.declared_wage / 10})
    with pytest.raises(sg.PreflightFailed, match="TOY-01"):
        toy.file(low)
    toy.hall.insured_elsewhere = True
    with pytest.raises(sg.PreflightFailed, match="TOY-02"):
        toy.file()
    assert toy.count("save") == 0


def test_a_dry_run_stops_before_the_first_draft_shows_no_value_and_signs_in_once(toy: House) -> None:
    dry: sg.DryRun = toy.do("file", ENROLMENT, dry_run=True)
    assert dry.requests == ("save: POST hall:save [type, id, wage, month]",)
    assert toy.hall.requests == ["login", "facts"]
    assert toy.ledger.turns() == []


def test_the_log_shows_no_value(toy: House) -> None:
    toy.file()
    told = "\n".join(f"{e.what} {e.detail}" for e in toy.events)
    assert "commit: POST hall:commit [draft]" in told
    for secret in ("11010519491231002X", "6500", "张三丰", SLIP.password.get_secret_value()):
        assert secret not in told
