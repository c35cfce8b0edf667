"""What the hall answers: a result with its words, reasons or content; or a file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sigateway_mockservers.kernel.pdf import MOCK
from sigateway_mockservers.kernel.reasons import Reason
from sigateway_mockservers.shanghai.reasons import MALFORMED, NOT_MODELLED, OK, RESULTS, Refusal
from sigateway_mockservers.shanghai.wire.document import Node, leaves, node, rows, write_document

XML = "application/xml; charset=UTF-8"

_STATUSES = {MALFORMED: "400 Bad Request", NOT_MODELLED: "501 Not Implemented"}


@dataclass(frozen=True, slots=True)
class Answer:
    """A reply of XML; ``words`` are those of the result if none are given."""

    result: str = OK
    content: tuple[Node, ...] = ()
    words: str = ""
    reasons: tuple[Reason, ...] = ()

    @property
    def status(self) -> str:
        """The status line's code and phrase."""
        return _STATUSES.get(self.result, "200 OK")


@dataclass(frozen=True, slots=True)
class File:
    """A printed form, under its name."""

    name: str
    content: bytes


def done(content: Iterable[Node] = (), words: str = "") -> Answer:
    """What was asked, done."""
    return Answer(content=tuple(content), words=words)


def refused(refusal: Refusal) -> Answer:
    """What was asked, refused."""
    return Answer(refusal.result, reasons=refusal.reasons)


def written_moment(moment: datetime | None) -> str:
    """A moment as the hall writes it, empty for none."""
    return "" if moment is None else moment.replace(microsecond=0).isoformat()


def write_answer(answer: Answer, function: str, now: datetime) -> bytes:
    """The document of a reply."""
    words = answer.words or RESULTS[answer.result]
    head = leaves(gn=function, dm=answer.result, xx=words, sj=written_moment(now), mn=MOCK)
    parts = [node("t", head)]
    if answer.result != OK:
        parts.append(rows("yy", (leaves(dm=each.code, xx=each.words) for each in answer.reasons)))
    parts.append(node("nr", answer.content))
    return write_document(node("fh", parts, bb="1"))
