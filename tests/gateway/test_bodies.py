"""Bodies that a region writes itself, and the token that goes with every request of a conversation and into no record."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from itertools import repeat
from pathlib import Path
from typing import Any

import httpx
import pytest
from teller import ENROLMENT, House
from test_keys import KeyHouse
from toyhall import FakeClock, Fault
from toykeys import JSON, PIN, KeyHall, KeyToy, ProofQuery

import sigateway as sg
from sigateway.gateway.conversation import Conversation
from sigateway.gateway.ledger import RecordedBody, RecordedRequest
from sigateway.plugin import Body, Means, Request, SignedIn

LOST = Fault(raises=httpx.ReadTimeout("x"), acts=True)
NOT_DONE = Fault(raises=httpx.ReadTimeout("x"))
EVERY_BYTE = bytes(range(256))


@pytest.fixture
def hall(clock: FakeClock) -> KeyHall:
    return KeyHall(clock, accepts_duplicates=True)


@pytest.fixture(params=["sync", "async"])
def toy(request: pytest.FixtureRequest, hall: KeyHall, tmp_path: Path) -> Iterator[House]:
    house = KeyHouse(hall, request.param, region=KeyToy, ledger=str(tmp_path / "f.db"))
    yield house
    house.close()


def commits(hall: KeyHall) -> list[Any]:
    return [sent for sent in hall.sent if sent.route == "commit"]


def in_files(folder: Path, word: str) -> list[str]:
    return [file.name for file in folder.iterdir() if word.encode() in file.read_bytes()]


# -- bodies --------------------------------------------------------------------------------------------------------------


def test_a_body_arrives_byte_for_byte_with_its_kind() -> None:
    conversation = Conversation({"hall": "http://toy.test/"}, FakeClock(), 20)
    built = conversation.build(
        Request("commit", "POST", "commit", Means.COMMIT, body=Body(EVERY_BYTE, "text/xml; charset=gbk"))
    )
    assert built.read() == EVERY_BYTE
    assert built.headers["content-type"] == "text/xml; charset=gbk"
    assert built.headers["content-length"] == "256"
    empty = conversation.build(Request("x", "POST", "x", body=Body(b"", JSON)))
    assert (empty.read(), empty.headers["content-type"]) == (b"", JSON)


@pytest.mark.parametrize("beside", [{"form": {"a": "1"}}, {"files": {}}])
def test_a_form_beside_a_body_would_not_be_sent_so_it_is_refused(beside: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="a body of its own"):
        Request("save", "POST", "save", body=Body(b"{}", JSON), **beside)


def test_what_is_recorded_of_a_body_is_every_byte_of_it() -> None:
    recorded = RecordedRequest(
        operation="c", method="POST", path="c", site="hall", charset="utf-8",
        body=RecordedBody(content=EVERY_BYTE, kind=JSON),
    )  # fmt: skip
    again = RecordedRequest.model_validate_json(recorded.model_dump_json())
    assert again == recorded
    assert again.body is not None
    assert again.body.content == EVERY_BYTE
    assert repr(EVERY_BYTE) not in repr(recorded)


def test_what_an_older_ledger_recorded_has_no_body() -> None:
    older = '{"operation": "c", "method": "POST", "path": "c", "site": "hall", "charset": "gbk", "form": {"a": "1"}}'
    assert RecordedRequest.model_validate_json(older).body is None


def test_a_filing_goes_by_json(toy: House, hall: KeyHall) -> None:
    toy.file()
    [sent] = commits(hall)
    assert sent.kind == JSON
    assert json.loads(json.loads(sent.body)["signed"]) == {"draft": "D1", "经办": "增员"}


def test_no_repr_and_no_event_shows_a_body(toy: House) -> None:
    body = Body(b'{"name": "zhang"}', JSON)
    request = Request("save", "POST", "save", body=body)
    assert "zhang" not in f"{body!r} {request!r}"
    toy.file()
    number = ENROLMENT.person.document.number
    assert [e for e in toy.events if number in e.detail] == []


# -- sent again ----------------------------------------------------------------------------------------------------------


def test_a_lost_commit_is_sent_again_byte_for_byte_with_the_token_of_its_own_conversation(
    toy: House, hall: KeyHall
) -> None:
    hall.script("commit", [NOT_DONE])
    assert toy.file().state == "approved"
    first, again = commits(hall)
    assert (again.body, again.kind) == (first.body, first.kind)
    assert first.token == hall.tokens[0]
    assert again.token == hall.tokens[-1] != first.token
    assert hall.effects == ["commit"]


def test_another_process_sends_it_again_from_the_ledger_alone(
    toy: House, hall: KeyHall, tmp_path: Path
) -> None:
    hall.script("commit", [NOT_DONE])
    hall.script("list", repeat(Fault(page=(200, "<p>维护</p>")), 60))
    with pytest.raises(sg.OutcomeUnknown) as unknown:
        toy.file()
    hall.script("list", [])
    hall.sessions.clear()
    other = toy.another()
    assert other.do("settle", unknown.value.turn).state == "approved"
    first, again = commits(hall)
    assert (again.body, again.kind) == (first.body, JSON)
    assert again.token == hall.tokens[-1] != first.token
    assert len(hall.tokens) >= 2
    other.close()


def test_what_landed_is_not_sent_again(toy: House, hall: KeyHall) -> None:
    hall.script("commit", [LOST])
    assert toy.file().state == "approved"
    assert len(commits(hall)) == 1


# -- the token -----------------------------------------------------------------------------------------------------------


def test_the_token_goes_with_every_request_after_the_log_in_and_with_none_before(
    toy: House, hall: KeyHall
) -> None:
    toy.file()
    toy.do("query", ProofQuery())
    before = [sent for sent in hall.sent if sent.route in ("challenge", "enter")]
    after = [sent for sent in hall.sent if sent not in before]
    assert {sent.token for sent in before} == {None}
    assert {sent.token for sent in after} == {"token-0-secret"}
    assert {sent.route for sent in after} == {"facts", "save", "echo", "commit", "prove"}


def test_after_the_session_ended_the_new_token_goes_along_and_the_log_in_takes_none(
    toy: House, hall: KeyHall
) -> None:
    toy.do("query", ProofQuery())
    hall.sessions.clear()
    toy.file()
    assert [s.token for s in hall.sent if s.route in ("challenge", "enter")] == [None] * 4
    assert [s.token for s in commits(hall)] == ["token-1-secret"]


@pytest.mark.parametrize("fault", [None, LOST, NOT_DONE], ids=["well", "answer lost", "request lost"])
def test_the_token_and_the_pin_stand_in_no_file_and_no_event(
    toy: House, hall: KeyHall, fault: Fault | None, tmp_path: Path
) -> None:
    hall.script("commit", [fault])
    case = toy.file()
    assert in_files(tmp_path, "D1") != [], "the search finds what is there"
    toy.ledger._connection.execute("PRAGMA wal_checkpoint")
    for secret in (*hall.tokens, "token-", PIN):
        assert in_files(tmp_path, secret) == []
        assert [event for event in toy.events if secret in repr(event)] == []
        assert secret not in repr(case)


def test_a_refusal_carries_no_token(toy: House, hall: KeyHall) -> None:
    hall.script("commit", [Fault(page=(200, '{"refused": "否"}'))])
    with pytest.raises(sg.HallRefused) as refused:
        toy.file()
    error: BaseException | None = refused.value
    while error is not None:
        assert "token-" not in f"{error} {error!r}"
        error = error.__cause__ or error.__context__


def test_who_we_are_shows_no_token() -> None:
    me = SignedIn(unit_number="1", unit_name="模拟单位", headers={"Authorization": "Bearer s3cret"})
    assert "s3cret" not in f"{me} {me!r}"
    assert SignedIn(unit_number="1", unit_name="模拟单位").headers == {}


def test_two_conversations_at_once_keep_their_tokens_apart(hall: KeyHall) -> None:
    toy = KeyHouse(hall, region=KeyToy)
    with toy.at().sign_in() as one, toy.at().sign_in() as other:
        threads = [threading.Thread(target=s.query, args=(ProofQuery(),)) for s in (one, other)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert {s.token for s in hall.sent if s.route == "prove"} == set(hall.tokens)
    assert len(hall.tokens) == 2
    toy.close()
