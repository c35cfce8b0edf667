"""打印: each form is what it says it is and of this case, or it is not handed on (WH-49, WH-70, WH-81, WH-98)."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

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
    Printout,
    WireChanged,
)
from sigateway_wuhan import documents, prints, wire, wire_arrears
from sigateway_wuhan.plugin import Wuhan

from . import arrears_by_hand as a

PLUGIN = Wuhan()
ENROLLED = ("证件号码", "姓名", "性别", "出生日期", "手机", "申报工资", "参保年月")
STOPPED = ("证件号码", "姓名", "终止劳动关系日期", "停保原因", "最后缴费年月")
BY_SCHEME = ("险种", "单位应缴", "个人应缴", "合计")
BY_PERSON = ("证件号码", "姓名", "欠费年月", "险种", "缴费基数", "单位应缴", "个人应缴", "合计")
UNIT = "4201000001"


def _case(w: SimpleNamespace, filing: Any, *, total: str | None = None) -> Case:
    amounts = () if total is None else (Amount(label="合计", yuan=total),)
    return Case(
        hall="wuhan",
        unit=w.unit().key,
        filing=filing,
        number="S1",
        state=CaseState.APPROVED,
        at=w.NOON,
        amounts=amounts,
    )


def _fetched(w: SimpleNamespace, printout: Printout, *answers: Any) -> Any:
    flow = PLUGIN.fetch(printout, w.signed_in(), w.context())
    assert flow is not None
    return w.play(flow, list(answers))


def _form(w: SimpleNamespace, *answers: Any, filing: Any = None, wanted: str = "pdf") -> Any:
    case = _case(w, filing or w.enrolment())
    return _fetched(w, DeclarationForm(case=case, format=FileFormat(wanted)), *answers)


def _subject(**changes: str) -> str:
    said = {"bd": "zengyuan", "sxh": "S1", "dwbh": UNIT, "hj": "", **changes}
    return ";".join(f"{name}={value}" for name, value in said.items())


def _listed(w: SimpleNamespace, name: str = "增员(续保)") -> Any:
    return w.home(finished=[w.done("S1", ywmc=name)])


@pytest.mark.rule("WH-49")
def test_the_form_of_an_enrolment_as_pdf(w: SimpleNamespace, tmp_path: Path) -> None:
    played = _form(w, _listed(w), a.printed_pdf(_subject()))
    assert played.requests == [wire.home(number="S1"), wire_arrears.printout("zengyuan", "S1", "pdf")]
    assert (played.requests[1].path, dict(played.requests[1].query)) == (
        "dayin.do",
        {"bd": "zengyuan", "sxh": "S1", "gs": "pdf"},
    )
    file = played.value
    assert (file.name, file.kind) == ("企业参保人员增员表-S1.pdf", "application/pdf")
    assert file.content == a.pdf(_subject())
    assert file.save(tmp_path).read_bytes() == file.content


@pytest.mark.rule("WH-49", "WH-70")
def test_the_forms_as_workbooks(w: SimpleNamespace) -> None:
    row = (w.identity(), w.NAME, "2", "1998-05-04", "13900000000", "6500.00", "202611")
    enrolled = _form(w, _listed(w), a.printed_xls("企业参保人员增员表", ENROLLED, [row]), wanted="xls")
    assert enrolled.value.name == "企业参保人员增员表-S1.xls"
    stopped = (w.identity(), w.NAME, "2026-11-09", "03", "202611")
    played = _form(
        w,
        _listed(w, "暂停缴费"),
        a.printed_xls("企业参保人员减员表", STOPPED, [stopped]),
        filing=w.suspension(),
        wanted="xls",
    )
    assert dict(played.requests[1].query) == {"bd": "jianyuan", "sxh": "S1", "gs": "xls"}


@pytest.mark.rule("WH-49")
@pytest.mark.parametrize(
    "answer",
    [
        lambda: a.printed_pdf(_subject(sxh="S2")),
        lambda: a.printed_pdf(_subject(dwbh="4201000002")),
        lambda: a.printed_pdf(_subject(bd="jianyuan")),
        lambda: a.printed_pdf(_subject(hj="much")),
        lambda: a.printed_pdf("a form"),
        lambda: a.printed_pdf("bd=zengyuan;sxh=S1"),
        lambda: a.printed_pdf(_subject(), pages=0),
        lambda: a.printed_pdf(_subject(), end=b""),
        lambda: a.reply("dayin.do", b"%PDF-1.4\n%%EOF\n", kind="application/pdf"),
        lambda: a.reply("dayin.do", b"no file at all", kind="application/pdf"),
        lambda: a.printed_xls("企业参保人员增员表", ENROLLED, [("x",)]),
        lambda: a.page("dayin.do", "message"),
    ],
)
def test_a_pdf_that_is_not_of_this_case_is_not_handed_on(w: SimpleNamespace, answer: Any) -> None:
    with pytest.raises(WireChanged):
        _form(w, _listed(w), answer())


@pytest.mark.rule("WH-49")
def test_a_workbook_that_is_not_of_this_case_is_not_handed_on(w: SimpleNamespace) -> None:
    row = (w.identity(), w.NAME, "2", "1998-05-04", "13900000000", "6500.00", "202611")
    title = "企业参保人员增员表"
    for answer in (
        a.printed_xls("企业参保人员减员表", ENROLLED, [row]),
        a.printed_xls(title, STOPPED, [row]),
        a.printed_xls(title, ENROLLED, [row], 业务顺序号="S2"),
        a.printed_xls(title, ENROLLED, [row], 单位编号="4201000002"),
        a.printed_xls(title, ENROLLED, []),
        a.printed_xls(title, ENROLLED, [("other", *row[1:])]),
        a.printed_xls(title, ENROLLED, [row, row]),
        a.printed_pdf(_subject()),
    ):
        with pytest.raises(WireChanged):
            _form(w, _listed(w), answer, wanted="xls")


@pytest.mark.rule("WH-81", "WH-49", "WH-70")
def test_the_form_of_a_batch_is_exported_as_a_workbook_only(w: SimpleNamespace) -> None:
    title = "企业参保人员减员表"
    headings = ("行号", "证件类型", "证件号码", "姓名", "最后缴费年月")
    rows = [("2", "01", w.identity(), w.NAME, "202611"), ("3", "01", "other", "测试乙", "202611")]
    listed = w.home(finished=[w.done("S1", ywmc="批量减员", xm="共2人", zjhm="")])
    played = _form(w, listed, a.exported(title, headings, rows), filing=w.suspension(), wanted="xls")
    assert played.requests[1] == wire_arrears.batch_export("S1")
    assert (played.requests[1].operation, played.value.name) == ("batch.export", f"{title}-S1.xls")
    with pytest.raises(NotOffered, match="xls") as refusal:
        _form(w, listed, filing=w.suspension())
    assert refusal.value.rule == "WH-81"
    for answer in (
        a.exported(title, headings, rows[1:]),
        a.exported("企业参保人员增员表", headings, rows),
        a.exported(title, headings[:2], rows),
    ):
        with pytest.raises(WireChanged):
            _form(w, listed, answer, filing=w.suspension(), wanted="xls")


@pytest.mark.rule("WH-98")
def test_too_early_is_said_in_the_halls_words(w: SimpleNamespace) -> None:
    for words in ("业务尚未提交，不能打印", "业务尚未办结，不能打印", "无此业务"):
        with pytest.raises(HallRefused) as refusal:
            _form(w, _listed(w), w.page("dayin.do", "message", errors=(words,)))
        assert [reason.words for reason in refusal.value.reasons] == [words]
        assert refusal.value.reasons[0].plain


def _of_bill(
    w: SimpleNamespace, kind: Any, answer: Any, wanted: str = "pdf", total: str | None = "2142.80"
) -> Any:
    case = _case(w, a.bill(), total=total)
    return _fetched(w, kind(case=case, format=FileFormat(wanted)), answer)


@pytest.mark.rule("WH-98")
def test_both_forms_of_a_bill_with_its_total(w: SimpleNamespace) -> None:
    for kind, code, title in (
        (AssessmentForm, "hdb", "单位社会保险费核定表"),
        (BackPaymentDetail, "bjmxb", "社会保险费补缴明细表"),
    ):
        subject = _subject(bd=code, hj="2142.80")
        played = _of_bill(w, kind, a.printed_pdf(subject))
        assert played.requests == [wire_arrears.printout(code, "S1", "pdf")]
        assert played.value.name == f"{title}-S1.pdf"
        assert _of_bill(w, kind, a.printed_pdf(subject), total=None).value.content
        for wrong in ("2142.81", ""):
            with pytest.raises(WireChanged):
                _of_bill(w, kind, a.printed_pdf(_subject(bd=code, hj=wrong)))


@pytest.mark.rule("WH-98")
def test_a_bills_workbook_adds_up_to_its_total(w: SimpleNamespace) -> None:
    rows = [("yanglao", "944.00", "472.00", "1416.00"), ("dae", "0.00", "7.00", "7.00")]
    last = ("合计", "944.00", "479.00", "1423.00")
    title, head = "单位社会保险费核定表", {"缴费单号": "JF000000000001"}
    good = a.printed_xls(title, BY_SCHEME, [*rows, last], **head)
    assert _of_bill(w, AssessmentForm, good, "xls", "1423.00").value.name.endswith(".xls")
    detail = ("", "", "", "", "", "0.00", "7.00", "7.00")
    of_person = [(w.identity(), w.NAME, "202501", "dae", "", "0.00", "7.00", "7.00"), ("合计", *detail[1:])]
    shown = a.printed_xls("社会保险费补缴明细表", BY_PERSON, of_person, **head)
    assert _of_bill(w, BackPaymentDetail, shown, "xls", "7.00").value.content
    for bad in (
        [*rows],
        [*rows, ("合计", "944.00", "479.00", "1423.01")],
        [*rows, ("合计", "x", "479.00", "1423.00")],
        [last],
        [],
    ):
        with pytest.raises(WireChanged):
            _of_bill(w, AssessmentForm, a.printed_xls(title, BY_SCHEME, bad, **head), "xls", "1423.00")
    with pytest.raises(WireChanged, match="total of this case"):
        _of_bill(w, AssessmentForm, good, "xls", "1.00")


@pytest.mark.rule("WH-98")
def test_forms_of_a_bill_are_not_of_another_case(w: SimpleNamespace) -> None:
    with pytest.raises(NotOffered, match="生成欠费补缴单"):
        _fetched(w, AssessmentForm(case=_case(w, a.settlement())))
    wage = DeclarationForm(case=_case(w, w.wage_change()))
    assert PLUGIN.fetch(wage, w.signed_in(), w.context()) is None


@pytest.mark.rule("WH-02")
def test_the_empty_pledge_is_a_pdf_of_no_case(w: SimpleNamespace) -> None:
    for unit in ("", UNIT):
        subject = f"bd=chengnuo;sxh=;dwbh={unit};hj="
        played = _fetched(w, Pledge(), a.printed_pdf(subject))
        assert dict(played.requests[0].query) == {"bd": "chengnuo", "gs": "pdf"}
        assert played.value.name == "社会保险网上办事承诺书.pdf"
    with pytest.raises(WireChanged):
        _fetched(w, Pledge(), a.printed_pdf("bd=chengnuo;sxh=S1;dwbh=;hj="))
    assert PLUGIN.fetch(Pledge(format=FileFormat.WORKBOOK), w.signed_in(), w.context()) is None


def test_a_printout_that_this_hall_does_not_print_is_left_to_others(w: SimpleNamespace) -> None:
    assert PLUGIN.fetch(Printout(), w.signed_in(), w.context()) is None


@pytest.mark.rule("WH-97")
def test_the_form_of_a_whole_batch_holds_the_person_among_others(w: SimpleNamespace) -> None:
    one, other = w.declarations(2)
    form = documents.DECLARATIONS["annual_wage"]
    head = ("单位编号", "4201000001", "单位名称", "模拟单位甲", "业务顺序号", "B1")
    rows = [
        (f.person.document.number, f.person.name, "7000.00", "7000.00", "202607", "进行中")
        for f in (one, other)
    ]

    def printed(*people: Any) -> Any:
        return w.xls([(f"{form.title}（模拟 MOCK）",), head, form.headings, *people])

    wanted = prints.Wanted("B1", "4201000001", one.person.document.number, with_others=True)
    prints.check_workbook(printed(*rows), form, wanted)
    for people in ([rows[1]], [rows[0], rows[0]], []):
        with pytest.raises(WireChanged):
            prints.check_workbook(printed(*people), form, wanted)
