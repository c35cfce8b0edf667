"""What each kind of reply means for a flow."""

from __future__ import annotations

import pytest

import sigateway as sg
from sigateway.plugin import (
    Classified,
    HallUnavailable,
    Kind,
    Reason,
    SessionTaken,
    WireChanged,
    raise_unless_data,
)


def read(words: tuple[str, ...]) -> tuple[Reason, ...]:
    return tuple(Reason(words=each, rule="T-1") for each in words)


def raised(kind: Kind, *words: str) -> sg.SigatewayError:
    with pytest.raises(sg.SigatewayError) as error:
        raise_unless_data(Classified(kind, words, "a page: HTTP 200"), "enrol.save", read, "the check page")
    return error.value


def test_data_is_for_the_region_to_read() -> None:
    raise_unless_data(Classified(Kind.DATA), "enrol.save", read)


def test_a_no_is_told_in_the_halls_words_as_the_region_reads_them() -> None:
    refused = raised(Kind.REFUSED, "此人已参保", "险种不一致")
    assert isinstance(refused, sg.HallRefused)
    assert [(reason.words, reason.rule) for reason in refused.reasons] == [
        ("此人已参保", "T-1"),
        ("险种不一致", "T-1"),
    ]


def test_a_session_that_somebody_took_is_neither_over_nor_refused() -> None:
    assert isinstance(raised(Kind.TAKEN), SessionTaken)
    over, closed = raised(Kind.SIGNED_OUT), raised(Kind.MAINTENANCE)
    assert isinstance(over, HallUnavailable)
    assert isinstance(closed, HallUnavailable)
    assert over.message != closed.message


def test_a_page_that_nobody_knows_says_where_what_was_expected_and_what_came() -> None:
    changed = raised(Kind.UNKNOWN)
    assert isinstance(changed, WireChanged)
    for part in ("enrol.save", "the check page", "a page: HTTP 200"):
        assert part in changed.message
