"""What the hall prints 打印: one flow of READs for each printout, by its type. Every file is checked before it is handed on.

Generators, no I/O. What the forms hold is in ``prints.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final

from sigateway.plugin import (
    AssessmentForm,
    BackPaymentDetail,
    Case,
    CasePrintout,
    Context,
    DeclarationForm,
    FetchedFile,
    FileFormat,
    Filing,
    Flow,
    MovementsExport,
    NotOffered,
    Pledge,
    Printout,
    SignedIn,
    WireChanged,
)

from . import flows_desk, prints, wire_arrears
from .businesses import business_of, document_of
from .flows_batch_rows import stands_in_a_batch
from .lists import read_lists
from .prints import PrintedForm, Wanted
from .reading import open_file

Fetched = Callable[[Any, SignedIn, Context], Flow[FetchedFile] | None]

DECLARATIONS: Final[Mapping[str, PrintedForm]] = MappingProxyType(
    {
        "enrolment": prints.ENROLMENT,
        "suspension": prints.SUSPENSION,
        "annual_wage": prints.ANNUAL_WAGE,
        "retiree_wage": prints.RETIREE_WAGE,
        "agency_agreement": prints.PERSONAL,
        "flexible_enrolment": prints.PERSONAL,
    }
)
"""The form of each filing 申报表, by the filing's type. Another business is another entry."""


def declaration(printout: DeclarationForm, signed_in: SignedIn, context: Context) -> Flow[FetchedFile] | None:
    """The form of a filing (WH-49, WH-70, WH-116, WH-119): of one person, or of the whole batch that the person is in (WH-81, WH-97)."""
    form = DECLARATIONS.get(printout.case.filing.type)
    return None if form is None else _declaration(printout, form, signed_in)


def _declaration(printout: DeclarationForm, form: PrintedForm, signed_in: SignedIn) -> Flow[FetchedFile]:
    filing, number = printout.case.filing, _number(printout.case)
    business = business_of(filing)
    if business.batch is not None and business.single:
        lists = yield from read_lists(number=number)
        task, done = lists.find(number)
        if stands_in_a_batch(filing, task, done):
            return (yield from _of_batch(printout, form, filing, number))
    document, with_others = document_of(filing), not business.single
    wanted = Wanted(number, signed_in.unit_number, document, with_others=with_others)
    return (yield from _print(form, printout.format, wanted))


def _of_batch(printout: DeclarationForm, form: PrintedForm, filing: Filing, number: str) -> Flow[FetchedFile]:
    """批量…导出: a workbook only."""
    if printout.format is not FileFormat.WORKBOOK:
        raise NotOffered(
            "WH-81",
            f"业务 {number} 是批量任务，《{form.title}》只能导出为 xls 文件，请用 xls 格式（format=xls）",
        )
    reply = yield from open_file(wire_arrears.batch_export(number), prints.KINDS[printout.format])
    prints.check_batch(reply.content, form, document_of(filing))
    return _file(form, number, printout.format, reply.content)


def assessment(printout: AssessmentForm, signed_in: SignedIn, context: Context) -> Flow[FetchedFile] | None:
    """《单位社会保险费核定表》 of a bill (WH-98)."""
    return _of_bill(printout, prints.ASSESSMENT, signed_in)


def back_payment(
    printout: BackPaymentDetail, signed_in: SignedIn, context: Context
) -> Flow[FetchedFile] | None:
    """《社会保险费补缴明细表》 of a bill (WH-98)."""
    return _of_bill(printout, prints.DETAIL, signed_in)


def _of_bill(printout: CasePrintout, form: PrintedForm, signed_in: SignedIn) -> Flow[FetchedFile]:
    case = printout.case
    if case.filing.type != "arrears_bill":
        raise NotOffered("WH-98", f"《{form.title}》按缴费单打印，请先生成欠费补缴单")
    wanted = Wanted(_number(case), signed_in.unit_number, total=_total(case))
    return (yield from _print(form, printout.format, wanted))


def pledge(printout: Pledge, signed_in: SignedIn, context: Context) -> Flow[FetchedFile] | None:
    """The empty form of the 承诺书 (WH-02): a PDF only."""
    if printout.format is not FileFormat.PDF:
        return None
    return _print(prints.PLEDGE, printout.format, Wanted("", signed_in.unit_number))


def movements(printout: MovementsExport, signed_in: SignedIn, context: Context) -> Flow[FetchedFile] | None:
    """单位增减员异动表导出 (WH-111): a workbook only."""
    if printout.format is not FileFormat.WORKBOOK:
        raise NotOffered("WH-111", "《单位增减员异动表》只能导出为 xls 文件，请用 xls 格式（format=xls）")
    return flows_desk.movements_export(printout, signed_in)


DOCUMENTS: Final[Mapping[type[Printout], Fetched]] = MappingProxyType(
    {
        DeclarationForm: declaration,
        AssessmentForm: assessment,
        BackPaymentDetail: back_payment,
        Pledge: pledge,
        MovementsExport: movements,
    }
)
"""By the printout's type. Another printout is another entry."""


def fetch(printout: Printout, signed_in: SignedIn, context: Context) -> Flow[FetchedFile] | None:
    """The flow to the file; ``None`` for what this hall does not print, or not in this format."""
    fetched = DOCUMENTS.get(type(printout))
    return None if fetched is None else fetched(printout, signed_in, context)


# --- data -----------------------------------------------------------------------------------------------------------


def _print(form: PrintedForm, wanted_format: FileFormat, wanted: Wanted) -> Flow[FetchedFile]:
    """打印, and the check of what came."""
    is_pdf = wanted_format is FileFormat.PDF
    if not is_pdf and not form.workbook:
        raise NotOffered("WH-142", f"《{form.title}》只有 PDF 格式，请用 pdf 格式（format=pdf）")
    request = wire_arrears.printout(form.code, wanted.number or None, wanted_format.value)
    content = (yield from open_file(request, prints.KINDS[wanted_format])).content
    if is_pdf:
        prints.check_pdf(content, form, wanted)
    else:
        prints.check_workbook(content, form, wanted)
    return _file(form, wanted.number, wanted_format, content)


def _file(form: PrintedForm, number: str, wanted: FileFormat, content: bytes) -> FetchedFile:
    kind = prints.KINDS[wanted]
    name = f"{form.title}-{number}" if number else form.title
    return FetchedFile(name=f"{name}.{wanted.value}", kind=kind, content=content)


def _total(case: Case) -> Decimal | None:
    """合计 as the case has it, if it has been read."""
    return next((amount.yuan for amount in case.amounts if amount.label == "合计"), None)


def _number(case: Case) -> str:
    if case.number is None:
        raise WireChanged("业务顺序号", "a case with the hall's number", "none")
    return case.number
