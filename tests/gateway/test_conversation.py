"""One conversation: its sites, its cookies, its charset, and the hall's clock."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from email.message import Message
from functools import partial
from itertools import repeat
from time import sleep
from traceback import format_exception
from typing import Any

import httpx
import pytest
from teller import SLIP, UNIT, URL, House, staff
from toy import Toy
from toybatch import BatchToy
from toyhall import FakeClock, Fault, ToyHall

import sigateway as sg
from sigateway.gateway.conversation import Conversation
from sigateway.gateway.drivers import arun, run
from sigateway.gateway.work import Exchange, Work
from sigateway.plugin import Commit, Filing, Layer, Means, Private, Reply, Request, Upload, hookimpl, send

SITES = {"portal": "https://portal.test/gate", "hall": "http://hall.test:8080/si/"}


@pytest.fixture
def talk(clock: FakeClock) -> Conversation:
    return Conversation(SITES, clock, 20.0)


def came(url: str, location: str, clock: FakeClock) -> Reply:
    return Reply(302, {"location": location}, b"", url, clock.now())


def test_a_path_is_relative_to_its_site(talk: Conversation) -> None:
    assert talk.build(Request("a", "GET", "enrol.do")).url == "http://hall.test:8080/si/enrol.do"
    assert talk.build(Request("a", "GET", "in", site="portal")).url == "https://portal.test/gate/in"


@pytest.mark.parametrize(
    ("location", "goes_to"),
    [
        ("next.do", "http://hall.test:8080/si/deep/next.do"),
        ("/si/home.do?x=1", "http://hall.test:8080/si/home.do?x=1"),
        ("https://portal.test/gate/back", "https://portal.test/gate/back"),
    ],
)
def test_a_redirect_is_resolved_against_the_page_it_came_from(
    talk: Conversation, clock: FakeClock, location: str, goes_to: str
) -> None:
    after = came("http://hall.test:8080/si/deep/page.do", location, clock)
    assert talk.build(Request("follow", "GET", location, after=after)).url == goes_to


@pytest.mark.parametrize(
    "location",
    [
        "https://elsewhere.test/gate/",
        "http://portal.test/gate/",
        "https://portal.test:8443/gate/",
        "https://portal.test/gate-of-another/",
        "//hall.test/si/",
        "/other/app.do",
        "../../up.do",
    ],
)
def test_what_leads_off_the_declared_sites_is_not_followed(
    talk: Conversation, clock: FakeClock, location: str
) -> None:
    after = came("http://hall.test:8080/si/page.do", location, clock)
    with pytest.raises(sg.WireChanged):
        talk.build(Request("follow", "GET", location, after=after))


def test_a_site_that_was_not_given_is_said(talk: Conversation) -> None:
    with pytest.raises(sg.ConfigurationError, match="tax"):
        talk.build(Request("a", "GET", "a", site="tax"))


def test_a_form_goes_in_the_halls_charset(talk: Conversation) -> None:
    built = talk.build(Request("a", "POST", "a", form={"姓名": "张三", "x": "a b&"}, charset="gbk"))
    assert built.content == b"%D0%D5%C3%FB=%D5%C5%C8%FD&x=a+b%26"
    assert built.headers["content-type"] == "application/x-www-form-urlencoded"


def test_a_character_the_charset_lacks_is_never_a_question_mark(talk: Conversation) -> None:
    with pytest.raises(sg.ConfigurationError, match="没有的字") as caught:
        talk.build(Request("a", "POST", "a", form={"姓名": "𠮷"}, charset="gbk"))
    assert caught.value.__cause__ is caught.value.__context__ is None, "the value travels with no traceback"


def test_cookies_stay_in_their_conversation(talk: Conversation, clock: FakeClock) -> None:
    other = Conversation(SITES, clock, 20.0)
    asked = talk.build(Request("a", "GET", "a"))
    talk.reply(httpx.Response(200, headers={"set-cookie": "sid=1; Path=/si"}, request=asked))
    assert talk.build(Request("b", "GET", "b")).headers["cookie"] == "sid=1"
    assert "cookie" not in talk.build(Request("b", "GET", "b", site="portal")).headers
    assert "cookie" not in other.build(Request("b", "GET", "b")).headers


def test_the_halls_clock_is_as_last_seen_plus_what_has_passed(talk: Conversation, clock: FakeClock) -> None:
    assert talk.hall_now() == clock.now()
    asked = talk.build(Request("a", "GET", "a"))
    slow = "Tue, 03 Nov 2026 00:58:00 GMT"
    reply = talk.reply(httpx.Response(200, headers={"date": slow}, request=asked))
    assert reply.at == clock.now() - timedelta(minutes=2)
    clock.sleep(30)
    assert talk.hall_now() == clock.now() - timedelta(minutes=2)


@pytest.mark.parametrize("date", [None, "soon"])
def test_a_hall_without_a_clock_has_ours(talk: Conversation, clock: FakeClock, date: str | None) -> None:
    asked = talk.build(Request("a", "GET", "a"))
    headers = {} if date is None else {"date": date}
    assert talk.reply(httpx.Response(200, headers=headers, request=asked)).at == clock.now()


@pytest.mark.parametrize(
    "where",
    [
        {}, {"base_url": "toy.test"}, {"base_url": "ftp://toy.test/"}, {"sites": {"portal": URL}},
        {"sites": {"hall": URL, "more": URL}}, {"base_url": URL, "sites": {"hall": URL}},
    ],
    ids=str,
)  # fmt: skip
def test_an_address_that_cannot_be_right_is_said_before_anything_is_sent(
    hall: ToyHall, where: dict[str, object]
) -> None:
    house = House(hall)
    with (
        pytest.raises(sg.ConfigurationError),
        house.gateway.hall("toy", unit=UNIT, credentials=SLIP, **where).sign_in() as session,
    ):
        session.close()
    assert hall.requests == []


def test_a_unit_of_another_region_is_refused(hall: ToyHall) -> None:
    elsewhere = UNIT.model_copy(update={"region": "atlantis"})
    with pytest.raises(sg.ConfigurationError, match="atlantis"):
        House(hall).at(unit=elsewhere)


@pytest.mark.parametrize("trust", ["E5", "high"])
def test_a_trust_that_does_not_exist_is_said(hall: ToyHall, trust: str) -> None:
    with pytest.raises(sg.ConfigurationError, match="E0"):
        House(hall, trust=trust)


# -- waiting ---------------------------------------------------------------------------------------------------------------


def test_waiting_looks_again_and_holds_no_session(toy: House) -> None:
    toy.hall.decides = "in_review"
    case = toy.file()
    at_rest: list[float] = []
    sleep = toy.hall.clock.sleep

    def slept(seconds: float) -> None:
        at_rest.append(seconds)
        sleep(seconds)
        if len(at_rest) == 3:
            toy.hall.rows["D1"].state = "approved"

    toy.hall.clock.sleep = slept
    assert toy.do("wait", case).state == "approved"
    assert at_rest == [60.0] * 3, "the pace of the hall's rulebook"
    assert toy.count("list") == 4
    assert toy.file().state == "approved"
    assert toy.hall.effects == ["commit"]


def test_waiting_ends_when_people_must_act_or_time_is_up(toy: House) -> None:
    toy.hall.decides = "in_review"
    case = toy.file()
    before = toy.hall.clock.now()
    assert toy.do("wait", case, timeout=150).state == "in_review"
    assert (toy.hall.clock.now() - before).total_seconds() == 120
    toy.hall.rows["D1"].state = "awaiting_counter"
    assert toy.do("wait", case).state == "awaiting_counter"
    assert (toy.hall.clock.now() - before).total_seconds() == 120


# -- multipart -----------------------------------------------------------------------------------------------------------


def an_upload(**changes: Any) -> Request:
    form = {"title": "批量增员", "token": Private("秘密")}
    files = {"file": Upload("rows.xls", b"\x00\xd0\xcf\xff\r\n--", "application/vnd.ms-excel")}
    given: dict[str, Any] = {"form": form, "files": files, "charset": "gbk"} | changes
    return Request("upload", "POST", "upload.do", Means.DRAFT, **given)


def parts(request: httpx.Request) -> dict[str, Message]:
    head = f"Content-Type: {request.headers['content-type']}\r\n\r\n".encode()
    found = message_from_bytes(head + request.content)
    return {
        str(p.get_param("name", header="content-disposition")): p
        for p in found.walk()
        if not p.is_multipart()
    }


def test_a_file_goes_as_a_part_beside_the_form_in_the_halls_charset(talk: Conversation) -> None:
    built = talk.build(an_upload())
    assert built.headers["content-type"].startswith("multipart/form-data; boundary=")
    assert int(built.headers["content-length"]) == len(built.content)
    found = parts(built)
    assert found["title"].get_payload(decode=True) == "批量增员".encode("gbk")
    assert found["token"].get_payload(decode=True) == "秘密".encode("gbk")
    file = found["file"]
    assert (file.get_filename(), file.get_content_type()) == ("rows.xls", "application/vnd.ms-excel")
    assert b"\x00\xd0\xcf\xff\r\n--" in built.content


def test_a_file_alone_needs_no_form(talk: Conversation) -> None:
    assert list(parts(talk.build(an_upload(form=None)))) == ["file"]


def test_an_upload_carries_the_cookies(talk: Conversation) -> None:
    came_from = httpx.Request("GET", "http://hall.test:8080/si/")
    talk.reply(httpx.Response(200, headers={"Set-Cookie": "sid=1; Path=/si/"}, request=came_from))
    assert talk.build(an_upload()).headers["cookie"] == "sid=1"


@pytest.mark.parametrize("where", ["beside a file", "in a form"])
def test_a_character_outside_the_charset_is_not_sent_and_not_shown(talk: Conversation, where: str) -> None:
    changes: dict[str, Any] = {"form": {"name": "张\U00020bb7"}}
    if where == "in a form":
        changes["files"] = None
    with pytest.raises(sg.ConfigurationError, match="gbk") as caught:
        talk.build(an_upload(**changes))
    assert "\U00020bb7" not in "".join(format_exception(caught.value))


def test_what_is_uploaded_is_in_no_repr() -> None:
    assert "d0" not in repr(an_upload())
    assert "批量" not in repr(an_upload())


def test_an_upload_that_was_not_sent_is_sent_again_whole(many: House) -> None:
    """And over both drivers: a body that can be read once only would be empty the second time."""
    bodies: list[bytes] = []
    handle = many.hall.handle_request

    def seen(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("upload"):
            bodies.append(request.read())
        return handle(request)

    many.hall.handle_request = seen  # type: ignore[method-assign]
    many.hall.script("upload", [Fault(raises=httpx.ConnectError("x")), Fault(raises=httpx.ConnectError("x"))])
    assert all(f.case for f in many.file_many(*staff(3)))
    assert len(bodies) == 3
    assert len(set(bodies)) == 1


def test_a_file_is_never_what_is_committed(hall: ToyHall) -> None:
    class UploadsACommit(BatchToy):
        region = BatchToy.region

        @hookimpl
        def submit_batch(self, filings: tuple[Filing, ...]) -> Any:
            return self.conversation()

        def conversation(self) -> Any:
            request = replace(an_upload(charset="utf-8"), means=Means.COMMIT, path="commit_batch")
            yield from send(Commit(request, "commit_batch", rows={0: (), 1: ()}))

    house = House(hall, region=UploadsACommit)
    errors = [f.error for f in house.file_many(*staff(2))]
    assert [type(e) for e in errors] == [sg.ConfigurationError] * 2
    assert hall.requests == ["login"]
    house.close()


class Dripping(httpx.SyncByteStream, httpx.AsyncByteStream):
    """An answer that comes a piece at a time, for ever or not."""

    def __init__(self, pieces: Iterable[bytes], between: Callable[[], object]) -> None:
        self._pieces, self._between = pieces, between

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._pieces:
            self._between()
            yield piece

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self:
            yield piece


def fetched(answer: Dripping, clock: FakeClock, timeout: float, *, awaited: bool) -> httpx.Response:
    """What the driver has when it sends one request that is answered like this."""

    def work() -> Work[httpx.Response]:
        return (yield Exchange(Conversation(SITES, clock, timeout).build(Request("a", "GET", "page.do"))))

    transport = httpx.MockTransport(lambda _: httpx.Response(200, stream=answer))
    return asyncio.run(arun(work(), transport, clock)) if awaited else run(work(), transport, clock)


@pytest.mark.parametrize("awaited", [False, True])
def test_a_hall_that_drips_does_not_hold_us_for_ever(clock: FakeClock, awaited: bool) -> None:
    for_ever = Dripping(repeat(b"."), partial(sleep, 0.01))
    with pytest.raises(httpx.ReadTimeout):
        fetched(for_ever, clock, 0.05, awaited=awaited)


@pytest.mark.parametrize("awaited", [False, True])
def test_a_clock_that_is_set_forward_while_an_answer_comes_does_not_make_it_late(
    clock: FakeClock, awaited: bool
) -> None:
    answer = Dripping([b"whole", b" page"], partial(clock.sleep, 86_400))
    assert fetched(answer, clock, 20.0, awaited=awaited).content == b"whole page"


class Slow(Toy):
    """The toy hall, whose rulebook gives it a minute for a page."""

    @hookimpl
    def rulebook(self) -> Layer:
        said = super().rulebook()
        minute = said.hall["settling_seconds"].model_copy(update={"value": "60"})
        return said.model_copy(update={"hall": {**said.hall, "request_timeout_seconds": minute}})


@pytest.mark.parametrize(
    ("region", "said", "seconds"), [(Toy, {}, 20.0), (Slow, {}, 60.0), (Slow, {"timeout": 7.0}, 7.0)]
)
def test_how_long_a_page_may_take_is_the_halls_unless_the_vendor_says(
    hall: ToyHall, region: type[Toy], said: dict[str, float], seconds: float
) -> None:
    house = House(hall, region=region, **said)
    asked: list[float] = []
    answer = hall.handle_request

    def seen(request: httpx.Request) -> httpx.Response:
        asked.append(request.extensions["timeout"]["read"])
        return answer(request)

    hall.handle_request = seen  # type: ignore[method-assign]
    house.file()
    assert set(asked) == {seconds}
