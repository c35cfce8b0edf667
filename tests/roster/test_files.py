"""A roster may come as .xlsx, .xls, .csv or .txt; what is none of these is said in one sentence."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import sigateway as sg
from sigateway.roster import Outcome, Roster, read, write_results

Row = dict[str, Any]
Make = Callable[..., Path]
REGIONS = {"武汉": "wuhan"}
OLD = Path(__file__).parent / "data" / "roster.xls"
"""Synthetic people in a workbook of Excel 97, written once with xlwt 1.3.0 (no writer of the format is a dependency)."""


@pytest.fixture
def text(tmp_path: Path) -> Callable[..., Roster]:
    """Write a text file of these rows and read it."""

    def go(
        *rows: Row,
        encoding: str = "utf-8",
        separator: str = ",",
        above: str = "",
        name: str = "名册.csv",
        **how: Any,
    ) -> Roster:
        out = io.StringIO(newline="")
        writer = csv.DictWriter(out, list(rows[0]), delimiter=separator, **how)
        writer.writeheader()
        writer.writerows(rows)
        path = tmp_path / name
        path.write_bytes((above + out.getvalue()).encode(encoding))
        return read(path, regions=REGIONS)

    return go


Text = Callable[..., Roster]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
@pytest.mark.parametrize("name", ["名册.csv", "名册.TXT"])
def test_text_is_read_whatever_its_encoding_and_separator(
    text: Text, make: Make, good: Row, encoding: str, separator: str, name: str
) -> None:
    good["申报工资"] = "6,500.00"
    roster = text(good, encoding=encoding, separator=separator, name=name)
    assert roster.refused == ()
    assert roster.rows[0].filing == read(make(good), regions=REGIONS).rows[0].filing


def test_a_separator_within_the_title_does_not_mislead(text: Text, good: Row) -> None:
    roster = text(good, separator=";", above="某某公司，2026年11月,增员,姓名,名册\n\n")
    assert (roster.rows[0].row, roster.refused) == (4, ())


def test_a_refusal_in_a_text_file_names_line_and_header(text: Text, good: Row) -> None:
    wrong = {**good, "月工资": "六千五"}
    del wrong["申报工资"]
    (refused,) = text(wrong).refused
    assert (refused.row, refused.cells) == (2, ("第2行“月工资”",))
    assert refused.why.startswith("第2行“月工资”（申报工资）应为")


def test_lines_are_counted_as_an_editor_shows_them(
    text: Text, good: Row, another: Any, tmp_path: Path
) -> None:
    long = {**good, "居住地地址": "模拟市\n模拟路1号"}
    roster = text(long, {**good, "证件号码": another(3), "申报工资": "x", "居住地地址": ""})
    assert roster.rows[0].filing.person.address == "模拟市 模拟路1号"
    assert roster.refused[0].row == 4
    write_results(tmp_path / "out.xlsx", roster, [Outcome.of_refused(roster.refused[0])])
    fourth = openpyxl.load_workbook(tmp_path / "out.xlsx")["名册"][4]
    assert [cell for cell in fourth if "第4行" in str(cell.value)]


@pytest.mark.parametrize("kept", ['="{}"', "'{}", "{}\t", " {} "])
def test_digits_that_another_program_kept_as_text_are_read(text: Text, good: Row, kept: str) -> None:
    number = good["证件号码"]
    roster = text({**good, "证件号码": kept.format(number)})
    assert roster.rows[0].filing.person.document.number == number


def test_an_identity_number_that_a_spreadsheet_spoilt_is_refused(text: Text, good: Row) -> None:
    (refused,) = text({**good, "证件号码": "4.20106E+17"}).refused
    assert refused.cells == ("第2行“证件号码”",)
    assert "文本格式" in refused.why


@pytest.mark.parametrize(
    "midnight", ["2026/11/2 0:00", "2026/11/2 00:00", "2026-11-02 00:00:00", "2026-11-02T00:00"]
)
def test_the_midnight_that_programs_write_behind_a_day_is_no_part_of_it(
    text: Text, good: Row, midnight: str
) -> None:
    employment = text({**good, "合同起始日期": midnight}).rows[0].filing.employment
    assert employment is not None
    assert employment.contract_start == date(2026, 11, 2)


def test_an_old_workbook_is_read_sheet_by_sheet() -> None:
    roster = read(OLD, regions=REGIONS)
    one, two, three = roster.rows
    assert isinstance(one.filing, sg.Enrolment)
    assert one.filing.declared_wage == Decimal("6500.50")
    assert one.filing.employment is not None
    assert one.filing.employment.contract_start == date(2026, 11, 2)
    assert isinstance(two.filing, sg.Enrolment)
    assert two.filing.declared_wage == Decimal("6500.00")
    assert isinstance(three.filing, sg.Suspension)
    assert (three.sheet, three.row, three.cells["reason"]) == ("减员", 2, "H2")
    assert [(refused.sheet, refused.cells) for refused in roster.refused] == [
        ("增员", ("E5",)),  # a numeric identity number
        ("增员", ("J6",)),  # an error value
        ("增员", ("J7",)),  # a formula without a result
    ]


def test_an_old_workbook_whose_formulas_cannot_be_looked_for_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "名册.xls"
    path.write_bytes(OLD.read_bytes().replace("Workbook".encode("utf-16-le"), "Bookwork".encode("utf-16-le")))
    with pytest.raises(sg.ConfigurationError, match=r"打不开|无法核对"):
        read(path)


def test_a_workbook_counts_for_what_it_is_whatever_it_is_called(make: Make, good: Row) -> None:
    for name in ("名册.xls", "名册.csv"):
        assert len(read(make(good, name=name), regions=REGIONS).rows) == 1


def test_a_sheet_called_by_its_region_needs_no_column_for_it(make: Make, good: Row, another: Any) -> None:
    path = make(good)
    book = openpyxl.load_workbook(path)
    del good["地区"]
    for n, title in enumerate(("武汉", "wuhan"), 1):
        sheet = book.create_sheet(title)
        sheet.append(list(good))
        sheet.append(list({**good, "证件号码": another(n)}.values()))
    book.save(path)
    roster = read(path, regions=REGIONS | {"wuhan": "wuhan"})
    assert [(row.sheet, row.region) for row in roster.rows] == [
        ("名册", "wuhan"),
        ("武汉", "wuhan"),
        ("wuhan", "wuhan"),
    ]


class TestWhatIsNoRosterFile:
    """One clear sentence, and what to do next."""

    @pytest.mark.parametrize(
        "contents",
        [b"\x00\x01\x02\x03", b"\xff\xfe\x00", "姓名".encode("utf-16-le"), b"\x89PNG\r\n\x1a\n\x00"],
    )
    def test_bytes_that_are_no_text(self, tmp_path: Path, contents: bytes) -> None:
        path = tmp_path / "名册.csv"
        path.write_bytes(contents)
        with pytest.raises(sg.ConfigurationError, match=r"不是文本|没有表头"):
            read(path)

    def test_neither_utf_8_nor_gb18030(self, tmp_path: Path, good: Row) -> None:
        path = tmp_path / "名册.csv"
        path.write_bytes(",".join(good).encode() + b"\n\xff\xff\n")
        with pytest.raises(sg.ConfigurationError, match="UTF-8"):
            read(path)

    def test_a_quote_that_is_never_closed(self, tmp_path: Path, good: Row) -> None:
        path = tmp_path / "名册.csv"
        path.write_text(",".join(good) + '\n"武汉,1\n', encoding="utf-8")
        with pytest.raises(sg.ConfigurationError, match="引号"):
            read(path)

    @pytest.mark.parametrize("name", ["名册.csv", "名册.txt"])
    def test_an_empty_text_file(self, tmp_path: Path, name: str) -> None:
        (tmp_path / name).write_bytes(b"")
        with pytest.raises(sg.ConfigurationError, match="没有表头"):
            read(tmp_path / name)

    @pytest.mark.parametrize("contents", [b"", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 cut off", b"<html></html>"])
    def test_an_old_workbook_that_is_none(self, tmp_path: Path, contents: bytes) -> None:
        (tmp_path / "名册.xls").write_bytes(contents)
        with pytest.raises(sg.ConfigurationError, match="打不开"):
            read(tmp_path / "名册.xls")

    def test_a_folder(self, tmp_path: Path) -> None:
        (tmp_path / "名册.xlsx").mkdir()
        with pytest.raises(sg.ConfigurationError, match="没有名册文件"):
            read(tmp_path / "名册.xlsx")
