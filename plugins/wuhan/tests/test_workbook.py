"""The workbooks: what is written comes back as it was, and a file that is not whole or not the hall's is never read."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from sigateway.plugin import Kind, Private, WireChanged
from sigateway_wuhan import wire, workbook

ROWS = (
    ("证件类型*", "证件号码*", "姓名*", "备注"),
    ("01", "42010219980504992X", "测试甲", "007"),
    ("04", "E00000001", "欧阳·阿卜杜拉", "1E5"),
    ("01", "110105194912310021", "〇〇", "2026-11-09"),
)


@pytest.mark.rule("WH-78")
def test_what_is_written_comes_back_letter_by_letter(w: SimpleNamespace) -> None:
    """Leading zeros, 18 digits, an X and Chinese names: all texts, none a number or a day."""
    content = workbook.write(workbook.Sheet("增减员模板", ROWS))
    assert [tuple(row) for row in w.cells(content)] == list(ROWS)
    assert workbook.read(content, "t") == workbook.Sheet("增减员模板", ROWS)
    assert content[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Excel 97-2003"


def test_values_that_hide_themselves_are_written_in_the_open(w: SimpleNamespace) -> None:
    content = workbook.write(workbook.Sheet("s", ((Private("0123"), ""), ("x", "y"))))
    assert w.cells(content) == [["0123", ""], ["x", "y"]]


@pytest.mark.parametrize("rows", [1, 500])
def test_a_workbook_cut_anywhere_is_not_whole(w: SimpleNamespace, rows: int) -> None:
    content = workbook.write(workbook.Sheet("s", tuple((f"{n:018d}", f"测试{n}") for n in range(rows))))
    assert workbook.is_whole(content)
    for length in range(0, len(content), 97):
        assert not workbook.is_whole(content[:length]), length
    assert not workbook.is_whole(content[:-512])


@pytest.mark.parametrize("address", ["pl_muban.do", "pl_shibai.do"])
def test_a_workbook_is_data_only_when_it_is_one_and_whole(w: SimpleNamespace, address: str) -> None:
    content = w.xls([["行号"]])
    assert wire.classify(w.reply(address, content, kind=w.XLS)).kind is Kind.DATA
    for spoilt in (content[:-512], b"", b"PK\x03\x04" + content[4:], content[8:]):
        assert wire.classify(w.reply(address, spoilt, kind=w.XLS)).kind is Kind.UNKNOWN
    assert wire.classify(w.reply(address, content, kind="text/csv")).kind is Kind.UNKNOWN


def test_a_page_in_place_of_a_workbook_is_read_as_the_page_it_is(w: SimpleNamespace) -> None:
    def kind(page: str, words: str) -> Kind:
        return wire.classify(w.page("pl_shibai.do", page, errors=(words,))).kind

    assert kind("login", "登录超时，请重新登录") is Kind.SIGNED_OUT
    assert kind("maintenance", "系统维护中，请稍后再试") is Kind.MAINTENANCE
    assert kind("message", "无此业务") is Kind.REFUSED
    assert wire.classify(w.page("pl_shibai.do", "home")).kind is Kind.UNKNOWN


def test_another_workbook_than_the_halls_is_refused(w: SimpleNamespace) -> None:
    with pytest.raises(WireChanged, match="2 sheets"):
        workbook.read(w.xls([["a"]], "one", "two"), "t")
    with pytest.raises(WireChanged, match="workbook"):
        workbook.read(b"no workbook at all", "t")


def test_row_numbers_may_be_numbers(w: SimpleNamespace) -> None:
    assert workbook.read(w.xls([[2, "x", ""], [3.0, " y "]]), "t").rows == (("2", "x"), ("3", "y"))
