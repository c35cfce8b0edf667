"""Results stand beside the rows they belong to, and no cell of them can become a formula."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest

import sigateway as sg
from sigateway.roster import Outcome, Roster, read, write_results

Reads = Callable[..., Roster]
Row = dict[str, Any]


def landed(roster: Roster, **fields: Any) -> Outcome:
    """The first row's filing, approved."""
    row = roster.rows[0]
    case = sg.Case.model_validate(
        {
            "hall": "wuhan",
            "unit": "wuhan/1",
            "filing": row.filing,
            "number": "20261110000001",
            "state": "approved",
            "word": "结束",
            "at": datetime(2026, 11, 10, tzinfo=UTC),
            **fields,
        }
    )
    return Outcome.of_case(row, case)


def test_results_stand_in_the_row_they_came_from(reads: Reads, good: Row, tmp_path: Path) -> None:
    roster = reads(good, {**good, "申报工资": "x"}, above=2)
    outcomes = [landed(roster), Outcome.of_refused(roster.refused[0])]
    write_results(tmp_path / "out.xlsx", roster, outcomes)
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx")["名册"]
    assert sheet["A1"].value == "某某公司增员名册"
    assert [cell.value for cell in sheet[3]][-4:] == ["办理结果", "大厅状态", "业务号/原因", "下一步"]
    assert [cell.value for cell in sheet[4]][-4:-1] == ["已办结", "结束", "20261110000001"]
    assert sheet["E4"].value == good["证件号码"]
    assert sheet["L5"].value == "未申报：名册有误"
    assert "J5" in str(sheet["N5"].value)


def test_text_that_looks_like_a_formula_stays_text(reads: Reads, good: Row, tmp_path: Path) -> None:
    nasty = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "|cmd"]
    roster = reads({**good, "备注": "x"})
    reasons = [{"words": word} for word in nasty]
    write_results(tmp_path / "out.xlsx", roster, [landed(roster, word="=HYPERLINK(1)", reasons=reasons)])
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx")["名册"]
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    word = next(cell for cell in cells if cell.value == "=HYPERLINK(1)")
    assert word.data_type == "s"
    assert word.quotePrefix
    with ZipFile(tmp_path / "out.xlsx") as archive:
        assert b"<f" not in archive.read("xl/worksheets/sheet1.xml")


def test_a_formula_like_cell_of_the_roster_is_written_back_as_text(
    reads: Reads, good: Row, tmp_path: Path
) -> None:
    roster = reads({**good, "居住地地址": "'x"})
    cells = list(roster.sheets[0].cells)
    cells[1] = (*cells[1][:-1], "=cmd|' /C calc'!A0")
    sheet = type(roster.sheets[0])("名册", tuple(cells), header_row=1, columns=roster.sheets[0].columns)
    write_results(tmp_path / "out.xlsx", roster.model_copy(update={"sheets": (sheet,)}), [])
    cell = openpyxl.load_workbook(tmp_path / "out.xlsx")["名册"]["L2"]
    assert (cell.value, cell.data_type) == ("=cmd|' /C calc'!A0", "s")


def test_a_results_workbook_can_be_filed_again_and_keeps_one_set_of_results(
    reads: Reads, good: Row, tmp_path: Path
) -> None:
    roster = reads(good)
    write_results(tmp_path / "one.xlsx", roster, [landed(roster)])
    again = read(tmp_path / "one.xlsx", regions={"武汉": "wuhan"})
    assert again.rows[0].filing == roster.rows[0].filing
    assert again.notes == ()
    write_results(tmp_path / "two.xlsx", again, [landed(again, word="新词")])
    header = [cell.value for cell in openpyxl.load_workbook(tmp_path / "two.xlsx")["名册"][1]]
    assert header.count("办理结果") == 1
    values = [cell.value for cell in openpyxl.load_workbook(tmp_path / "two.xlsx")["名册"][2]]
    assert "新词" in values
    assert "结束" not in values


def test_the_roster_itself_is_never_overwritten(reads: Reads, good: Row) -> None:
    roster = reads(good)
    before = roster.path.read_bytes()
    with pytest.raises(sg.ConfigurationError, match="不能覆盖名册"):
        write_results(roster.path, roster, [])
    assert roster.path.read_bytes() == before


def test_a_place_that_cannot_be_written_is_said_and_leaves_nothing_behind(
    reads: Reads, good: Row, tmp_path: Path
) -> None:
    with pytest.raises(sg.ConfigurationError, match="写不进去"):
        write_results(tmp_path / "none" / "out.xlsx", reads(good), [])
    (tmp_path / "folder.xlsx").mkdir()
    with pytest.raises(sg.ConfigurationError, match="写不进去"):
        write_results(tmp_path / "folder.xlsx", reads(good), [])
    assert not list(tmp_path.glob(".*"))


class TestOutcomes:
    """Each error says what became of the row and what to do next, in words for a client-service person."""

    def test_done_elsewhere_names_place_and_papers(self, reads: Reads, good: Row) -> None:
        row = reads(good).rows[0]
        error = sg.NotOffered("WH-53", "年龄不在网上办理范围", place="经办机构", papers=("身份证",))
        outcome = Outcome.of_error(row, error)
        assert outcome.state == "未申报：网上不受理"
        assert outcome.whole_next_step == "到经办机构办理；资料：身份证"

    def test_a_closed_window_names_its_opening(self, reads: Reads, good: Row) -> None:
        opens = datetime(2026, 12, 1, 8, tzinfo=UTC)
        outcome = Outcome.of_error(reads(good).rows[0], sg.WindowClosed([], opens))
        assert "2026-12-01 08:00" in outcome.next_step

    def test_the_halls_refusal_keeps_its_words(self, reads: Reads, good: Row) -> None:
        reason = sg.Reason(words="此人在某单位未停保", plain="原单位还没有停保", cure="请原单位停保")
        outcome = Outcome.of_error(reads(good).rows[0], sg.HallRefused([reason]))
        assert (outcome.word, outcome.reason, outcome.next_step) == (reason.words, reason.plain, reason.cure)

    @pytest.mark.parametrize(
        "error",
        [
            sg.HallUnavailable("维护"),
            sg.OutcomeUnknown("t-1", datetime(2026, 11, 10, tzinfo=UTC)),
            sg.CredentialsBlocked("wuhan/1", datetime(2026, 11, 10, tzinfo=UTC), "密码错误"),
            sg.LaneBusy("t-1", datetime(2026, 11, 10, tzinfo=UTC)),
            sg.LedgerError("账本写入失败"),
        ],
    )
    def test_every_error_has_a_state_a_reason_and_a_next_step(
        self, reads: Reads, good: Row, error: sg.SigatewayError
    ) -> None:
        outcome = Outcome.of_error(reads(good).rows[0], error)
        assert outcome.state
        assert outcome.reason
        assert outcome.next_step
        assert outcome.error == error.code

    def test_what_stands_in_part_is_not_said_to_be_not_filed(self, reads: Reads, good: Row) -> None:
        roster = reads(good)
        case = landed(roster, state="partly").case
        assert case is not None
        outcome = Outcome.of_error(roster.rows[0], sg.PartlyFiled(case, sg.HallUnavailable("维护")))
        assert outcome.state == "部分办成：其余尚未申报"
        assert (outcome.number, "再次运行" in outcome.next_step) == ("20261110000001", True)

    def test_who_must_act_himself_is_not_told_to_change_his_password(self, reads: Reads, good: Row) -> None:
        row = reads(good).rows[0]
        challenge = sg.Challenge.face(row.filing.person, purpose="参保", app="某APP")
        outcome = Outcome.of_error(row, sg.InteractionNeeded(challenge))
        assert (outcome.state, "凭据" in outcome.next_step) == ("未申报：须本人配合", False)
