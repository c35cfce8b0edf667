"""The template explains every column, keeps identifiers whole, and reads back as an empty roster."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

import sigateway as sg
from sigateway.roster import Needs, read, write_template
from sigateway.roster.columns import COLUMNS
from sigateway.roster.help import HELP
from sigateway.roster.kinds import KINDS

REGIONS = {"武汉": "wuhan"}


@pytest.fixture
def template(tmp_path: Path) -> Path:
    path = tmp_path / "模板.xlsx"
    write_template(path)
    return path


def test_the_template_reads_back_with_no_row_and_no_refusal(template: Path) -> None:
    roster = read(template, regions=REGIONS)
    assert (roster.rows, roster.refused) == ((), ())
    assert roster.notes == ("名册!2 是示例，未读取。",)


def test_every_column_is_in_the_template_and_explained() -> None:
    assert set(HELP) == {column.key for column in COLUMNS}


def test_the_second_sheet_lists_columns_meaning_and_values(template: Path) -> None:
    rows = list(openpyxl.load_workbook(template)["说明"].iter_rows(values_only=True))
    listed = {row[0]: row for row in rows}
    for column in COLUMNS:
        assert listed[column.header][1 + len(KINDS)]
    uses = dict(zip(KINDS, listed["停保原因"][1:], strict=False))
    assert uses == dict.fromkeys(KINDS, "—") | {"suspension": "必填"}
    assert "协商" in str(listed["停保原因"][2 + len(KINDS)])
    assert "离职日期" in str(listed["终止日期"][4 + len(KINDS)])


def test_identifiers_are_text_before_anybody_types(template: Path) -> None:
    sheet = openpyxl.load_workbook(template)["名册"]
    for header in ("统一社会信用代码", "证件号码", "单位编号", "手机号码"):
        cell = next(cell for cell in sheet[1] if cell.value == header)
        assert sheet.column_dimensions[cell.column_letter].number_format == "@"
        assert sheet.cell(2, cell.column).number_format == "@"


def test_the_example_would_be_a_good_row_if_it_were_not_an_example(template: Path) -> None:
    book = openpyxl.load_workbook(template)
    sheet = book["名册"]
    sheet.cell(2, 5).value = "模拟张三"
    book.save(template)
    roster = read(template, regions=REGIONS)
    assert roster.refused == ()
    assert roster.rows[0].name == "模拟张三"


def test_what_is_written_below_the_example_is_read(template: Path) -> None:
    book = openpyxl.load_workbook(template)
    sheet = book["名册"]
    for place, cell in enumerate(sheet[2], 1):
        sheet.cell(3, place).value = "模拟李四" if place == 5 else cell.value
    book.save(template)
    assert [row.row for row in read(template, regions=REGIONS).rows] == [3]


def test_a_regions_template_says_what_its_hall_asks_for(tmp_path: Path) -> None:
    path = tmp_path / "模板.xlsx"
    write_template(path, Needs("火星", {"enrolment": {"person.mobile"}}))
    book = openpyxl.load_workbook(path)
    assert book["名册"]["A2"].value == "火星"
    listed = {row[0]: row for row in book["说明"].iter_rows(values_only=True)}
    assert listed["手机号码"][1] == "必填"
    assert listed["民族"][1] == "可填"
    assert listed["停保原因"][2] == "不在网上办理"


def test_a_place_that_cannot_be_written_is_said_and_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(sg.ConfigurationError, match="写不进去"):
        write_template(tmp_path / "none" / "模板.xlsx")
    assert list(tmp_path.iterdir()) == []
