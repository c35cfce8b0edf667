"""One step of a conversation: send, tell the reply apart, and give back what was asked for, or say why not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from sigateway.plugin import (
    Filing,
    Flow,
    HallRefused,
    Reason,
    Reply,
    Request,
    WireChanged,
    load_reasons,
    raise_unless_data,
    send,
)

from . import pages, wire
from .business import BUSINESSES, Business
from .pages import Page

REASONS: Final = load_reasons("sigateway_beijing")
"""The hall's words, read (``reasons.toml``)."""

NOT_THERE: Final = frozenset({"无此申报", "无此文件"})


def read_words(words: Iterable[str], business: Business | None = None) -> tuple[Reason, ...]:
    """Words as reasons; unknown ones stay raw. Some are said in every business, and are its own rule then."""
    found = (REASONS.read(each) for each in words)
    return tuple(
        each.model_copy(update={"rule": business.rule}) if business and each.code and not each.rule else each
        for each in found
    )


def read_refusal(words: Iterable[str], filing: Filing) -> tuple[Reason, ...]:
    """The hall's words about a filing as reasons."""
    return read_words(words, BUSINESSES.get(filing.type))


def data(request: Request, business: Business | None = None) -> Flow[dict[str, Any]]:
    """Ask ``four``, and give back what its envelope holds. HallRefused in the hall's words."""
    return data_of((yield from send(request)), request, business)


def data_of(reply: Reply, request: Request, business: Business | None = None) -> dict[str, Any]:
    """What the envelope in this reply holds."""
    check(reply, request, business)
    found = (wire.envelope(reply) or {}).get("data")
    if not isinstance(found, dict):
        raise WireChanged(request.operation, "an object in data", type(found).__name__)
    return found


def needed(where: str, shown: Mapping[str, Any], name: str) -> str:
    """A text that must be there."""
    value = shown.get(name)
    if not isinstance(value, str) or not value:
        raise WireChanged(where, f"a text in {name}", "none")
    return value


def texts(where: str, shown: Mapping[str, Any], name: str) -> dict[str, str]:
    """An object of texts."""
    found = shown.get(name)
    if not isinstance(found, dict):
        raise WireChanged(where, f"an object in {name}", type(found).__name__)
    other = sorted(key for key, value in found.items() if not isinstance(value, str))
    if other:
        raise WireChanged(where, f"texts in {name}", f"something else in {' '.join(other)}")
    return dict(found)


def page(request: Request, kinds: str, business: Business | None = None) -> Flow[Page]:
    """Ask ``medical`` for a page of one of these kinds. HallRefused in the hall's words."""
    return page_of((yield from send(request)), request, kinds, business)


def page_of(reply: Reply, request: Request, kinds: str, business: Business | None = None) -> Page:
    """The page in this reply, of one of these kinds."""
    check(reply, request, business)
    found = pages.page(reply)
    if found is None or found.kind not in kinds.split():
        raise WireChanged(request.operation, f"page {kinds}", wire.classify(reply).what)
    return found


def check(reply: Reply, request: Request, business: Business | None = None) -> None:
    """Nothing, when the reply is what was asked for; else the fitting error."""
    raise_unless_data(wire.classify(reply), request.operation, lambda words: read_words(words, business))


def list_pages(
    request_of: Callable[[int], Request], business: Business | None = None
) -> Flow[list[Mapping[str, Any]]]:
    """The pages of a list of ``four``, read to its end: ``request_of(number)`` asks for one of them."""
    found: list[Mapping[str, Any]] = []
    number, last, rows, total = 1, 1, 0, 0
    while number <= last:
        request = request_of(number)
        shown = yield from data(request, business)
        try:
            rows += len(shown["rows"])
            last, total = int(shown.get("pages", 1)), int(shown.get("total", len(shown["rows"])))
        except (KeyError, TypeError, ValueError):
            raise WireChanged(request.operation, "a list", "another answer") from None
        found.append(shown)
        number += 1
    if rows != total:
        raise WireChanged(request.operation, f"a list of {total}", f"{rows} rows")
    return found


def rows(
    request_of: Callable[[int], Request], business: Business | None = None
) -> Flow[list[Mapping[str, Any]]]:
    """All rows of such a list."""
    return [row for page in (yield from list_pages(request_of, business)) for row in page["rows"]]


def is_not_there(refusal: HallRefused) -> bool:
    """Whether the hall says that it knows nothing of that number."""
    return all(reason.words in NOT_THERE for reason in refusal.reasons)
