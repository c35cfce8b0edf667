"""报表打印 (BJ-02): the form of the four-insurance half, once processing has ended. Generators, no I/O.

A print is handed on only when it is of this declaration and this unit.
"""

from __future__ import annotations

from typing import Final

from sigateway.plugin import (
    Case,
    DeclarationForm,
    FetchedFile,
    FileFormat,
    Flow,
    NotOffered,
    Printout,
    SignedIn,
    WireChanged,
    read_printed,
    send,
)

from . import reading, wire_four
from .business import BUSINESSES
from .fields import FOUR

PDF: Final = "application/pdf"


def fetch(printout: Printout, signed_in: SignedIn) -> Flow[FetchedFile] | None:
    """The flow to the file; ``None`` for what this hall does not print, or not in this format."""
    if not isinstance(printout, DeclarationForm) or printout.format is not FileFormat.PDF:
        return None
    return _print(printout.case, signed_in) if printout.case.filing.type in BUSINESSES else None


def _print(case: Case, signed_in: SignedIn) -> Flow[FetchedFile]:
    number = next((part.number for part in case.parts if part.name == FOUR and part.number), None)
    if number is None:
        raise NotOffered("BJ-02", "只打印四险申报的报表；这笔业务没有四险的一半")
    request = wire_four.get("print", f"declarations/{number}/print")
    reply = yield from send(request)
    reading.check(reply, request)
    if not reply.content.startswith(b"%PDF-"):
        raise WireChanged(request.operation, "a PDF", "something else")
    title = BUSINESSES[case.filing.type].name
    printed = read_printed(reply.content, request.operation)
    if printed.title != title:
        raise WireChanged(request.operation, "a PDF of that title", "another")
    said = printed.says
    if said.get("lsh") != number or said.get("regNo") != signed_in.unit_number:
        raise WireChanged(request.operation, "the form of this declaration", "another declaration or unit")
    return FetchedFile(name=f"{title}-{number}.pdf", kind=PDF, content=reply.content)
