"""What is printed is handed on only when it is of this unit, person or case, and of these months."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from jiangsu_by_hand import NOW, replay, reply, written
from reportlab.pdfgen.canvas import Canvas

import sigateway as sg
from sigateway.plugin import WireChanged
from sigateway_jiangsu import documents
from sigateway_jiangsu.access import JiangsuSignedIn

UNIT = JiangsuSignedIn(unit_number="32010001", unit_name="模拟单位", kind="unit", rank="1")
PERSON = JiangsuSignedIn(unit_number="1", unit_name="", kind="person", number="11010519491231002X")
SLIP = sg.EntitlementSlip(from_month="2026-09", to_month="2026-10")  # type: ignore[arg-type]


def pdf(subject: str) -> Any:
    out = BytesIO()
    canvas = Canvas(out)
    canvas.setSubject(subject)
    canvas.drawString(72, 720, "MOCK")
    canvas.save()
    return reply(out.getvalue(), kind="application/pdf")


@pytest.mark.rule("JS-10", "JS-11")
@pytest.mark.parametrize(
    ("me", "subject", "path"),
    [
        (UNIT, "bd=unit-slip;no=32010001;from=202609;to=202610;rows=2", "api/unit/slip"),
        (PERSON, "bd=person-slip;no=11010519491231002X;from=202609;to=202610;rows=2", "api/person/slip"),
    ],
)
def test_a_slip_is_that_of_whoever_signed_in(me: JiangsuSignedIn, subject: str, path: str) -> None:
    [asked], file = replay(documents.fetch(SLIP, me), pdf(subject))  # type: ignore[arg-type]
    assert (asked.path, dict(asked.query)) == (path, {"from": "202609", "to": "202610"})
    assert file.kind == "application/pdf"


@pytest.mark.rule("JS-10")
@pytest.mark.parametrize(
    "subject",
    [
        "bd=unit-slip;no=32010002;from=202609;to=202610;rows=2",
        "bd=unit-slip;no=32010001;from=202601;to=202610;rows=2",
        "bd=unit-slip;no=32010001;from=202609;to=202609;rows=2",
        "bd=person-slip;no=32010001;from=202609;to=202610;rows=2",
        "",
    ],
)
def test_a_slip_of_another_unit_or_other_months_is_not_handed_on(subject: str) -> None:
    with pytest.raises(WireChanged):
        replay(documents.fetch(SLIP, UNIT), pdf(subject))  # type: ignore[arg-type]


@pytest.mark.rule("JS-13")
def test_the_form_of_another_retirement_is_not_handed_on() -> None:
    who = sg.Person(document=sg.Document.recognise("11010519491231002X"), name="模拟甲")
    filing = sg.RetirementRegistration(person=who, retires_on=NOW.date(), post_to="某处")
    case = sg.Case(
        hall="jiangsu", unit="jiangsu/1", filing=filing, number="7", state="awaiting_counter", at=NOW
    )  # type: ignore[arg-type]
    _, file = replay(
        documents.fetch(sg.DeclarationForm(case=case), UNIT), pdf("bd=retirement-form;no=7;rows=1")
    )  # type: ignore[arg-type]
    assert file.name == "企业职工养老退休审批表-7.pdf"
    with pytest.raises(WireChanged):
        replay(documents.fetch(sg.DeclarationForm(case=case), UNIT), pdf("bd=retirement-form;no=8;rows=1"))  # type: ignore[arg-type]


def test_what_is_no_pdf_or_a_refusal_is_not_handed_on() -> None:
    damaged = reply(b"%PDF-1.4 nothing %%EOF", kind="application/pdf")
    for answer, error in ((damaged, WireChanged), (reply(written({"a": 1})), WireChanged)):
        with pytest.raises(error):
            replay(documents.fetch(SLIP, UNIT), answer)  # type: ignore[arg-type]
    no = reply(written(None, "3001", (("M002", "起始年月格式有误"),)))
    with pytest.raises(sg.HallRefused):
        replay(documents.fetch(SLIP, UNIT), no)  # type: ignore[arg-type]


def test_what_this_hall_does_not_print_is_nobodys() -> None:
    assert documents.fetch(sg.Pledge(), UNIT) is None
    assert documents.fetch(SLIP.model_copy(update={"format": sg.FileFormat.WORKBOOK}), UNIT) is None
