"""What may be seen of a request, and how effects are asked for."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sigateway.errors import WireChanged
from sigateway.flows.effects import (
    Certificate,
    Certificates,
    Commit,
    KeepKey,
    Means,
    NewPassword,
    Private,
    Reply,
    Request,
    Sign,
    certificates,
    follow,
    new_password,
    send,
    sign,
)
from sigateway.gateway.redaction import redacted

NOW = datetime.fromisoformat("2026-11-03T09:00:00+08:00")
values = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=12)
names = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=8)
fields = st.dictionaries(names, values, max_size=5)


@settings(derandomize=True, max_examples=100, deadline=None)
@given(fields, fields, values)
def test_redacted_shows_every_name_and_no_value(
    query: dict[str, str], form: dict[str, str], inline: str
) -> None:
    line = redacted(Request("save", "POST", f"save.do?who={inline}", Means.DRAFT, query=query, form=form))
    assert line.startswith("save: POST hall:save.do")
    assert all(name in line for name in (*query, *form))
    assert not [v for v in (*query.values(), *form.values(), inline) if v in line]


def test_redacted_reads_like_a_line_of_a_log() -> None:
    request = Request("save", "POST", "enrol.do", Means.DRAFT, query={"step": "2"}, form={"xm": "张三丰"})
    assert redacted(request) == "save: POST hall:enrol.do [step, xm]"
    assert redacted(Request("home", "GET", "index.do")) == "home: GET hall:index.do"


def test_private_is_the_string_itself_and_never_shows() -> None:
    secret = Private("s3cret")
    assert secret == "s3cret"
    assert "s3cret" not in repr(secret)
    assert "s3cret" not in repr({"password": secret})
    assert "s3cret" not in repr(Request("login", "POST", "login", form={"password": secret}))


def test_no_effect_shows_a_value() -> None:
    request = Request("save", "POST", "save", form={"xm": "张三丰"}, query={"sfz": "11010519491231002X"})
    reply = Reply(
        200, {"location": "/x?sfz=11010519491231002X"}, "张三丰".encode(), "http://x/?xm=张三丰", NOW
    )
    commit = Commit(request, "commit")
    for thing in (request, reply, commit):
        assert "张三丰" not in repr(thing)
        assert "11010519491231002X" not in repr(thing)


def test_bytes_are_not_shown() -> None:
    assert "key" not in repr(KeepKey(b"key"))
    assert "data" not in repr(Sign(b"data", "k")).replace("Sign", "")
    assert "DER" not in repr(Certificate("k", "CN=x", b"DER"))


def test_effects_are_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        Request("a", "GET", "a").path = "b"  # type: ignore[misc]


def test_each_question_is_one_effect_and_its_answer_is_given_back() -> None:
    reply = Reply(200, {"location": "next"}, b"", "http://x/", NOW)
    request = Request("a", "GET", "a")
    cases = [
        (send(request), request, reply, reply),
        (certificates(), Certificates(), [Certificate("k", "CN=x", b"")], (Certificate("k", "CN=x", b""),)),
        (sign(b"data", "k"), Sign(b"data", "k"), b"signature", b"signature"),
        (new_password(8), NewPassword(8), Private("n"), Private("n")),
    ]
    for flow, asked, answer, result in cases:
        assert next(flow) == asked  # type: ignore[call-overload]
        with pytest.raises(StopIteration) as stopped:
            flow.send(answer)  # type: ignore[attr-defined]
        assert stopped.value.value == result
    assert reply.location == "next"


def test_a_flow_that_is_answered_with_the_wrong_thing_stops() -> None:
    flow = send(Request("a", "GET", "a"))
    next(flow)
    with pytest.raises(AssertionError):
        flow.send("no reply")


def redirect(**headers: str) -> Reply:
    return Reply(302, headers, b"", "http://portal.test/login?goto=x", NOW)


def test_a_redirect_is_followed_without_a_record_of_its_ticket() -> None:
    request = follow("portal.ticket", redirect(location="http://hall.test/sso?ticket=T-1"), Means.SIGN_IN)
    assert (request.method, request.path) == ("GET", "http://hall.test/sso?ticket=T-1")
    assert (request.means, request.after) == (
        Means.SIGN_IN,
        redirect(location="http://hall.test/sso?ticket=T-1"),
    )
    assert "T-1" not in repr(request) + redacted(request)


def test_a_redirect_to_nowhere_is_a_changed_wire() -> None:
    with pytest.raises(WireChanged, match="Location"):
        follow("portal.ticket", redirect())
