"""Replies told apart: what is data, a refusal, a log-in page, maintenance, or half a reply; and requests that hide what is private."""

from __future__ import annotations

import json
from typing import Any

import pytest
from jiangsu_by_hand import NOW, reply, written

from sigateway.plugin import HallRefused, Kind, Reply, Request, WireChanged
from sigateway_jiangsu import wire
from sigateway_jiangsu.reading import Record, answer_of


@pytest.mark.parametrize(
    ("code", "status", "kind"),
    [
        ("1001", 401, Kind.SIGNED_OUT),
        ("1002", 401, Kind.TAKEN),
        ("1003", 200, Kind.MAINTENANCE),
        ("1900", 400, Kind.REFUSED),
        ("1901", 501, Kind.UNKNOWN),
        ("2101", 200, Kind.REFUSED),
        ("3000", 200, Kind.REFUSED),
        ("3002", 200, Kind.REFUSED),
        ("4001", 200, Kind.REFUSED),
        ("3002", 500, Kind.UNKNOWN),
        ("9999", 200, Kind.UNKNOWN),
    ],
)
def test_each_code_has_its_kind(code: str, status: int, kind: Kind) -> None:
    assert wire.classify(reply(written(None, code, (("E101", "词"),)), status)).kind is kind


def test_data_is_data_only_when_it_is_there() -> None:
    assert wire.classify(reply(written({"a": 1}))).kind is Kind.DATA
    assert wire.classify(reply(written(None))).kind is Kind.UNKNOWN


@pytest.mark.parametrize(
    "content",
    [
        written({"a": 1})[:-20],
        b"<html>",
        b"[]",
        b"{}",
        json.dumps({"appcode": "0"}).encode(),
        written({"a": 1}, time="yesterday"),
        written({"a": 1}, time="2026-11-16T09:00:00"),
        written({"a": 1}).replace(b'"errors": []', b'"errors": [1]'),
        b"[" * 10_000,
    ],
)
def test_what_is_no_whole_answer_is_unknown(content: bytes) -> None:
    assert wire.classify(reply(content)).kind is Kind.UNKNOWN


def test_a_reply_shorter_than_it_says_was_cut() -> None:
    whole = reply(written({"a": 1}))
    cut = Reply(200, {**whole.headers, "content-length": "9999"}, whole.content, whole.url, NOW)
    assert wire.classify(cut).kind is Kind.UNKNOWN


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("api/filing/submit", "D001"),
        ("api/filing/takeback", "X902"),
        ("api/unit/consent", "G010"),
        ("api/unit/handlers", "G004"),
        ("api/unit/handlers/revoke", "G008"),
    ],
)
def test_what_is_in_effect_already_is_a_doubt_and_no_refusal(path: str, code: str) -> None:
    said = written(None, "3003", ((code, "词"),))
    assert wire.classify(reply(said, path=path)).kind is Kind.UNKNOWN
    assert wire.classify(reply(said, path="api/filing")).kind is Kind.REFUSED


def test_a_pdf_is_whole_to_its_end_mark() -> None:
    assert wire.classify(reply(b"%PDF-1.4 %%EOF\n", kind="application/pdf")).kind is Kind.DATA
    assert wire.classify(reply(b"%PDF-1.4 %%E", kind="application/pdf")).kind is Kind.UNKNOWN


def test_a_refusal_is_read_by_reasons_toml() -> None:
    request = wire.unit()
    said = reply(written(None, "3002", (("E102", "此人在其他单位参保，尚未停保"), ("E999", "没见过的词"))))
    with pytest.raises(HallRefused) as raised:
        answer_of(said, request)
    known, unknown = raised.value.reasons
    assert (known.code, known.rule) == ("E102", "JS-45")
    assert (unknown.code, unknown.words) == (None, "没见过的词")


@pytest.mark.parametrize("read", [lambda r: r.text("n"), lambda r: r.flag("t"), lambda r: r.rows("t"), lambda r: r.moment("t"),
                                  lambda r: r.texts("l"), lambda r: r.number("t"), lambda r: r.record("t")])  # fmt: skip
def test_what_is_not_of_its_kind_is_wire_changed_without_its_value(read: Any) -> None:
    with pytest.raises(WireChanged) as raised:
        read(Record("somewhere", {"n": 7, "t": "13800000001", "l": [1]}))
    assert "13800000001" not in str(raised.value)


@pytest.mark.parametrize(
    "request_",
    [
        wire.handler_login("320100", "32010001", "11010519491231002X", "Mock2026ab"),
        wire.reset("32010001", "11010519491231002X", "Mock2026ab", "pass"),
        wire.person("11010519491231002X"),
        wire.check("enrolment", {"idNumber": "11010519491231002X"}),
    ],
)
def test_no_request_shows_a_number_or_a_password(request_: Request) -> None:
    assert not [s for s in ("11010519491231002X", "Mock2026ab") if s in repr(request_)]


@pytest.mark.rule("JS-23", "JS-42")
def test_a_password_that_is_set_is_kept_in_no_ledger() -> None:
    for request in (wire.reset("u", "n", "p", "x"), wire.activate("a", "u", "n", "p", "x")):
        assert request.body is not None
        assert request.body.secret
