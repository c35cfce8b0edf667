"""A workbook is read row by row: good rows become filings, the others say which cell is wrong and how to mend it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.formula import ArrayFormula

import sigateway as sg
from sigateway.roster import Roster, read

Reads = Callable[..., Roster]
Row = dict[str, Any]
Make = Callable[..., Path]


def test_a_good_row_becomes_a_filing_that_keeps_the_address_of_each_cell(reads: Reads, good: Row) -> None:
    roster = reads(good)
    assert roster.refused == ()
    (row,) = roster.rows
    assert (row.sheet, row.row, row.region, row.action) == ("名册", 2, "wuhan", "enrolment")
    assert row.filing.declared_wage == Decimal("6500.00")
    assert row.filing.first_paid_month == sg.Month(2026, 11)
    assert row.filing.person.nation == "01"
    assert row.filing.employment is not None
    assert row.filing.employment.contract_start == date(2026, 11, 2)
    assert row.filing.person.document.kind is sg.DocumentKind.RESIDENT_ID
    assert row.cells["person.document.number"] == "E2"
    assert row.cells["declared_wage"] == "J2"


def test_what_is_missing_stays_missing(reads: Reads, good: Row) -> None:
    for optional in ("民族", "手机号码", "用工形式", "合同起始日期"):
        del good[optional]
    filing = reads(good).rows[0].filing
    assert filing.person.nation is None
    assert filing.person.mobile is None
    assert filing.employment is None
    assert filing.back_pay_from is None


def test_headers_are_known_by_their_synonyms_marks_and_width(reads: Reads, good: Row) -> None:
    renamed = {
        "参保地区": good["地区"],
        "信用代码": good["统一社会信用代码"],
        "业务类型*": good["业务"],
        " 姓 名（必填）": good["姓名"],
        "身份证号": good["证件号码"],
        "月工资": 6500,
        "参保月份": "2026年11月",
    }
    assert len(reads(renamed).rows) == 1


def test_the_header_may_stand_below_a_title_and_rows_keep_their_numbers(reads: Reads, good: Row) -> None:
    roster = reads(good, above=3)
    assert roster.rows[0].row == 5
    assert roster.rows[0].cells["person.name"] == "D5"


def test_one_bad_row_does_not_stop_the_others(reads: Reads, good: Row, another: Callable[[int], str]) -> None:
    bad = {**good, "申报工资": "六千五", "证件号码": another(7)}
    roster = reads(good, bad, {**good, "证件号码": another(8)})
    assert [row.row for row in roster.rows] == [2, 4]
    (refused,) = roster.refused
    assert (refused.sheet, refused.row, refused.cells) == ("名册", 3, ("J3",))
    assert "申报工资" in refused.why
    assert "元" in refused.why


def test_every_fault_of_a_row_is_said_at_once(reads: Reads, good: Row) -> None:
    (refused,) = reads({**good, "姓名": None, "申报工资": 0, "手机号码": "123", "民族": "火星"}).refused
    assert refused.cells == ("D2", "F2", "G2", "J2")
    for column in ("姓名", "民族", "手机号码", "申报工资"):
        assert column in refused.why


def test_a_numeric_identity_number_is_refused_because_its_digits_are_lost(reads: Reads, good: Row) -> None:
    (refused,) = reads({**good, "证件号码": int(good["证件号码"])}).refused
    assert refused.cells == ("E2",)
    assert "以文本格式填写" in refused.why


@pytest.mark.parametrize(
    ("column", "wrong"),
    [
        ("证件号码", "420106199503140034"),
        ("证件号码", 420106199503140033),
        ("统一社会信用代码", "91420106MA00000157"),
        ("手机号码", "29910000001"),
    ],
)
def test_a_refusal_never_repeats_what_was_put_in(reads: Reads, good: Row, column: str, wrong: object) -> None:
    (refused,) = reads({**good, column: wrong}).refused
    assert str(wrong) not in repr(refused) + refused.why


@pytest.mark.parametrize(
    "written",
    ["2026-11", "202611", 202611, "2026/11", "2026年11月", date(2026, 11, 1), "2026-11-15", "２０２６－１１"],
)
def test_a_month_is_read_however_people_write_it(reads: Reads, good: Row, written: object) -> None:
    assert reads({**good, "参保年月": written}).rows[0].filing.first_paid_month == sg.Month(2026, 11)


def test_a_month_written_as_a_decimal_is_refused_for_october_would_pass_for_january(
    reads: Reads, good: Row
) -> None:
    assert "文本格式" in reads({**good, "参保年月": 2026.10}).refused[0].why


@pytest.mark.parametrize(
    "written",
    ["2026-11-02", "2026/11/2", "2026.11.02", "2026年11月2日", "20261102", 20261102],
)
def test_a_day_is_read_however_people_write_it(reads: Reads, good: Row, written: object) -> None:
    employment = reads({**good, "合同起始日期": written}).rows[0].filing.employment
    assert employment is not None
    assert employment.contract_start == date(2026, 11, 2)


@pytest.mark.parametrize(
    ("written", "value"), [("6,500.00", "6500.00"), ("￥6500元", "6500.00"), (0.1 + 6500.2, "6500.30")]
)
def test_an_amount_is_read_as_the_spreadsheet_shows_it(
    reads: Reads, good: Row, written: object, value: str
) -> None:
    assert reads({**good, "申报工资": written}).rows[0].filing.declared_wage == Decimal(value)


@pytest.mark.parametrize("written", ["1.5万", "65,00", "-5", 0, "6500.123", True, "NaN"])
def test_an_amount_that_could_mean_two_things_is_refused(reads: Reads, good: Row, written: object) -> None:
    assert reads({**good, "申报工资": written}).refused[0].cells == ("J2",)


def test_a_chinese_name_loses_the_spaces_that_align_it_and_a_foreign_one_keeps_its_own(
    reads: Reads, good: Row
) -> None:
    assert reads({**good, "姓名": "模拟　张"}).rows[0].name == "模拟张"
    assert reads({**good, "姓名": "MOCK  John "}).rows[0].name == "MOCK John"


def test_a_formula_or_an_error_value_is_refused_and_never_taken_for_an_empty_cell(
    reads: Reads, good: Row
) -> None:
    for broken in ("=A1", "#N/A", ArrayFormula("M2:M2", "=1+1")):
        (refused,) = reads({**good, "补缴开始年月": broken}).refused
        assert refused.cells == ("L2",)


def test_a_person_twice_for_one_unit_is_refused_the_second_time(reads: Reads, good: Row) -> None:
    roster = reads(good, {**good, "申报工资": 9999})
    assert len(roster.rows) == 1
    assert roster.refused[0].row == 3
    assert "名册!E2" in roster.refused[0].why


def test_the_document_kind_of_a_roster_that_says_identity_card_is_told_by_the_number(
    reads: Reads, good: Row
) -> None:
    row = {**good, "证件类型": "身份证", "证件号码": "EA1234567"}
    assert reads(row).rows[0].filing.person.document.kind is sg.DocumentKind.PASSPORT
    (refused,) = reads({**good, "证件类型": "护照"}).refused
    assert "护照" in refused.why


def test_contract_dates_in_the_wrong_order_are_said_at_the_end_date(reads: Reads, good: Row) -> None:
    assert reads({**good, "合同终止日期": "2026-10-01"}).refused[0].cells == ("L2",)


def test_back_pay_that_does_not_begin_earlier_is_said_at_its_column(reads: Reads, good: Row) -> None:
    (refused,) = reads({**good, "补缴开始年月": "2026-11"}).refused
    assert refused.cells == ("L2",)


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("固定期限", "fixed_term"),
        ("无固定期限", "open_ended"),
        ("完成一定工作任务", "task"),
        ("fixed_term", "fixed_term"),
    ],
)
def test_a_contract_has_a_kind_and_a_post_where_they_are_written(
    reads: Reads, good: Row, written: str, kind: str
) -> None:
    (row,) = reads({**good, "劳动合同类型": written, "岗位工种": "普通员工"}).rows
    assert isinstance(row.filing, sg.Enrolment)
    assert row.filing.employment is not None
    assert (row.filing.employment.contract_kind, row.filing.employment.post) == (kind, "普通员工")
    (without,) = reads(good).rows
    assert isinstance(without.filing, sg.Enrolment)
    assert without.filing.employment is not None
    assert without.filing.employment.contract_kind is None


def test_a_form_of_work_without_a_contract_names_the_column_that_is_missing(reads: Reads, good: Row) -> None:
    assert "合同起始日期" in reads({**good, "合同起始日期": None}).refused[0].why


@pytest.mark.parametrize(
    ("action", "said"), [("减员", "最后缴费年月"), ("调基", "生效年月"), ("转账", "增员")]
)
def test_a_business_that_the_sheet_has_no_columns_for_is_refused_in_words(
    reads: Reads, good: Row, action: str, said: str
) -> None:
    (refused,) = reads({**good, "业务": action}).refused
    assert refused.cells == ("C2",)
    assert said in refused.why


def test_a_region_without_a_plugin_is_refused_naming_those_there_are(reads: Reads, good: Row) -> None:
    (refused,) = reads({**good, "地区": "火星"}).refused
    assert refused.cells == ("A2",)
    assert "wuhan" in refused.why


def test_installed_regions_are_known_by_code_and_by_name(
    make: Make, good: Row, another: Callable[[int], str]
) -> None:
    others = [{**good, "地区": name, "证件号码": another(n)} for n, name in enumerate(("wuhan", "武汉市"))]
    assert {row.region for row in read(make(good, *others)).rows} == {"wuhan"}


def test_columns_and_sheets_left_aside_are_told(make: Make, good: Row) -> None:
    path = make({**good, "补缴开始月份": "2026-09", "备注": "x"})
    book = openpyxl.load_workbook(path)
    book.create_sheet("说明")["A1"] = "请逐行填写"
    book.create_sheet("空表")
    book.save(path)
    notes = read(path, regions={"武汉": "wuhan"}).notes
    assert len(notes) == 2
    assert "补缴开始月份" in notes[0]
    assert "L1" in notes[0]
    assert "说明" in notes[1]


class TestWhatIsNoRoster:
    """One clear sentence, and what to do next."""

    def test_a_missing_file(self, tmp_path: Path) -> None:
        with pytest.raises(sg.ConfigurationError, match="没有名册文件"):
            read(tmp_path / "none.xlsx")

    @pytest.mark.parametrize("contents", [b"", b"not a workbook", b"PK\x03\x04 cut off"])
    def test_a_file_that_is_no_workbook(self, tmp_path: Path, contents: bytes) -> None:
        path = tmp_path / "名册.xlsx"
        path.write_bytes(contents)
        with pytest.raises(sg.ConfigurationError, match="打不开"):
            read(path)

    def test_another_kind_of_file(self, tmp_path: Path) -> None:
        path = tmp_path / "名册.pdf"
        path.write_text("姓名\n", encoding="utf-8")
        with pytest.raises(sg.ConfigurationError, match="xlsx"):
            read(path)

    def test_a_workbook_without_a_header(self, make: Make) -> None:
        with pytest.raises(sg.ConfigurationError, match="没有表头"):
            read(make({"甲": 1, "乙": 2}))

    def test_a_header_without_a_mandatory_column(self, make: Make, good: Row) -> None:
        del good["申报工资"]
        with pytest.raises(sg.ConfigurationError, match="缺少：申报工资"):
            read(make(good))

    def test_two_columns_of_one_meaning(self, make: Make, good: Row) -> None:
        with pytest.raises(sg.ConfigurationError, match="E1 与 L1"):
            read(make({**good, "身份证号": "x"}))

    def test_a_header_with_nothing_below(self, make: Make, good: Row) -> None:
        with pytest.raises(sg.ConfigurationError, match="没有任何人员"):
            read(make(headers=list(good)))
