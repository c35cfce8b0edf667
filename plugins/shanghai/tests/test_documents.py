"""申报表 and 核定表: handed on only when they are of this case and this unit."""

from __future__ import annotations

from io import BytesIO
from types import SimpleNamespace
from typing import Any

import pytest
from pypdf import PdfWriter

from sigateway.plugin import (
    Amount,
    AssessmentForm,
    BackPaymentDetail,
    Case,
    CaseState,
    DeclarationForm,
    FileFormat,
    HallRefused,
    NotOffered,
    Pledge,
    WireChanged,
)
from sigateway_shanghai import cases, documents

NUMBER = "20261100000001"
TITLES = {"sbb": "社会保险业务申报表", "hdb": "社会保险业务核定表"}


def pdf(
    code: str, subject: str | None = None, *, title: str | None = None, pages: int = 1, **said: str
) -> bytes:
    """A form as the wire page describes it."""
    total = "" if code == "sbb" else "4339.20"
    fields = {"bd": code, "sbh": NUMBER, "dwbh": "31000001", "hj": total, "zt": "1", **said}
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(100, 100)
    told = ";".join(f"{name}={value}" for name, value in fields.items()) if subject is None else subject
    writer.add_metadata({"/Title": title or TITLES[code], "/Subject": told, "/Keywords": "MOCK"})
    content = BytesIO()
    writer.write(content)
    return content.getvalue()


def standing(w: SimpleNamespace, state: CaseState = CaseState.APPROVED) -> Case:
    total = (Amount(label="合计", yuan="4339.20"),)
    return cases.case(w.enrolment(), w.context(), NUMBER, state, "有效", w.NOON, amounts=total)


def fetch(w: SimpleNamespace, printout: Any, content: bytes) -> Any:
    reply = w.raw("dyxz", content, **{"content-type": "application/pdf"})
    return w.play(documents.fetch(printout, w.signed_in()), [reply])


@pytest.mark.rule("SH-16", "SH-17")
@pytest.mark.parametrize(("kind", "code"), [(DeclarationForm, "sbb"), (AssessmentForm, "hdb")])
def test_both_forms_of_a_case_are_fetched_by_its_number(w: SimpleNamespace, kind: Any, code: str) -> None:
    content = pdf(code)
    played = fetch(w, kind(case=standing(w)), content)
    assert w.asked(played.requests[0])["nr"] == {"bd": code, "sbh": NUMBER}
    file = played.value
    assert (file.name, file.kind, file.content) == (
        f"{TITLES[code]}-{NUMBER}.pdf",
        "application/pdf",
        content,
    )


@pytest.mark.rule("SH-17")
def test_what_was_withdrawn_is_printed_as_withdrawn(w: SimpleNamespace) -> None:
    case = standing(w, CaseState.WITHDRAWN)
    assert fetch(w, DeclarationForm(case=case), pdf("sbb", zt="0")).value.content
    with pytest.raises(WireChanged, match="state"):
        fetch(w, DeclarationForm(case=case), pdf("sbb", zt="1"))
    # Somebody may have withdrawn it since this case was read.
    assert fetch(w, DeclarationForm(case=standing(w)), pdf("sbb", zt="0")).value.content


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(pdf("hdb", sbh="20261100000002"), id="another case"),
        pytest.param(pdf("hdb", dwbh="31000002"), id="another unit"),
        pytest.param(pdf("hdb", hj="4339.21"), id="another total"),
        pytest.param(pdf("hdb", hj=""), id="no total"),
        pytest.param(pdf("hdb", hj="viel"), id="no money"),
        pytest.param(pdf("hdb", zt="2"), id="no state"),
        pytest.param(pdf("sbb"), id="the other form"),
        pytest.param(pdf("sbb", title=TITLES["hdb"]), id="the other form under this title"),
        pytest.param(pdf("hdb", "ohne"), id="no subject"),
        pytest.param(pdf("hdb", title="回单"), id="another title"),
        pytest.param(pdf("hdb", pages=0), id="no pages"),
        pytest.param(b"%PDF-1.7\nnothing\n%%EOF\n", id="no PDF inside"),
        pytest.param(pdf("hdb").replace(b"trailer\n<<", b"trailer\n"), id="a damaged PDF"),
    ],
)
def test_what_is_not_of_this_case_is_not_handed_on(w: SimpleNamespace, content: bytes) -> None:
    with pytest.raises(WireChanged):
        fetch(w, AssessmentForm(case=standing(w)), content)


@pytest.mark.rule("SH-16")
def test_there_is_nothing_to_print_before_it_was_taken(w: SimpleNamespace) -> None:
    with pytest.raises(NotOffered, match="申报成功后") as refused:
        next(documents.fetch(DeclarationForm(case=standing(w, CaseState.DRAFT)), w.signed_in()))  # type: ignore[arg-type]
    assert refused.value.rule == "SH-16"


def test_a_refusal_instead_of_a_pdf_is_read(w: SimpleNamespace) -> None:
    flow = documents.fetch(DeclarationForm(case=standing(w)), w.signed_in())
    with pytest.raises(HallRefused, match="未找到"):
        w.play(flow, [w.refusal("dyxz", "4001", xx="未找到")])
    flow = documents.fetch(DeclarationForm(case=standing(w)), w.signed_in())
    with pytest.raises(WireChanged):
        w.play(flow, [w.reply("dyxz")])


def test_what_this_hall_does_not_print_is_passed_on(w: SimpleNamespace) -> None:
    me = w.signed_in()
    assert documents.fetch(DeclarationForm(case=standing(w), format=FileFormat.WORKBOOK), me) is None
    assert documents.fetch(BackPaymentDetail(case=standing(w)), me) is None
    assert documents.fetch(Pledge(), me) is None
