"""What the hall prints: 申报表 and 核定表, at once and later (SH-16, SH-17). Generators, no I/O.

A print is handed on only when it is of this case and this unit: people stamp it, keep it and pay by it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from sigateway.plugin import (
    AssessmentForm,
    Case,
    CasePrintout,
    CaseState,
    DeclarationForm,
    FetchedFile,
    FileFormat,
    Flow,
    Kind,
    NotOffered,
    Printout,
    SignedIn,
    WireChanged,
    read_printed,
    send,
)

from . import wire
from .access import me_of
from .answers import SHEET_SUMS
from .businesses import BUSINESSES
from .flows import number_of
from .reading import answer_of

_MONEY: Final = re.compile(r"[0-9]+\.[0-9]{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class PrintedForm:
    """One form: the hall's code ``bd`` and its title. ``sums``: it states what is to be paid."""

    code: str
    title: str
    sums: bool


FORMS: Final[Mapping[type[Printout], PrintedForm]] = MappingProxyType(
    {
        DeclarationForm: PrintedForm("sbb", "社会保险业务申报表", sums=False),
        AssessmentForm: PrintedForm("hdb", "社会保险业务核定表", sums=True),
    }
)
"""By the printout's type."""


def fetch(printout: Printout, signed_in: SignedIn) -> Flow[FetchedFile] | None:
    """The flow to the file; ``None`` for what this hall does not print, or not in this format."""
    form = FORMS.get(type(printout))
    if form is None or not isinstance(printout, CasePrintout) or printout.format is not FileFormat.PDF:
        return None
    return _print(form, printout.case, signed_in) if printout.case.filing.type in BUSINESSES else None


def _print(form: PrintedForm, case: Case, signed_in: SignedIn) -> Flow[FetchedFile]:
    """打印 or 查询打印: both are the same to the hall (SH-16, SH-17)."""
    if case.state not in (CaseState.APPROVED, CaseState.WITHDRAWN):
        raise NotOffered("SH-16", "申报成功后才有申报表和核定表可打印")
    number = number_of(case)
    request = wire.form(me_of(signed_in).head, form.code, number)
    reply = yield from send(request)
    if wire.classify(reply).kind is not Kind.DATA or not wire.is_pdf(reply):
        answer_of(reply, request)
        raise WireChanged(request.operation, "a PDF", "something else")
    _check(reply.content, form, case, signed_in.unit_number)
    return FetchedFile(name=f"{form.title}-{number}.pdf", kind=wire.PDF, content=reply.content)


def _check(content: bytes, form: PrintedForm, case: Case, unit: str) -> None:
    """By what the form says it is of, in its document information."""
    printed = read_printed(content, form.title)
    if form.title not in printed.title:
        raise WireChanged(form.title, "a PDF of that title", "another")
    said = printed.says
    for name, value in {"bd": form.code, "sbh": case.number, "dwbh": unit}.items():
        if said.get(name) != value:
            raise WireChanged(form.title, f"the form of this case ({name})", "another form, case or unit")
    withdrawn = said.get("zt")
    if withdrawn not in ("1", "0") or (case.state is CaseState.WITHDRAWN and withdrawn != "0"):
        raise WireChanged(form.title, "the state of this case", "another state")
    total = said.get("hj", "")
    if bool(total) != form.sums or (total and not _MONEY.fullmatch(total)):
        raise WireChanged(form.title, "a total in yuan" if form.sums else "no total", "another form")
    known = next((amount.yuan for amount in case.amounts if amount.label == SHEET_SUMS["hj"]), None)
    if total and known is not None and Decimal(total) != known:
        raise WireChanged(form.title, "the total of this case", "another total")
