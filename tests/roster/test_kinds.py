"""A row is an enrolment, a suspension or a wage change; what would decide somebody's benefit wrongly is asked, never guessed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import sigateway as sg
from sigateway.roster import Outcome, Roster, write_results

Reads = Callable[..., Roster]
Row = dict[str, Any]
REASONS = sg.SuspensionReason


def who(good: Row) -> Row:
    """The columns that every kind of row has."""
    return {key: good[key] for key in ("地区", "统一社会信用代码", "姓名", "证件号码")}


@pytest.fixture
def stop(good: Row) -> Row:
    """A suspension that reads well."""
    return {
        **who(good),
        "业务": "减员",
        "终止日期": "2026-11-10",
        "最后缴费年月": "2026-11",
        "停保原因": "合同期满",
    }


@pytest.fixture
def raise_(good: Row) -> Row:
    """A wage change that reads well."""
    return {**who(good), "业务": "工资变更", "变更后工资": "8,000", "生效年月": "2026-12"}


def test_a_stop_becomes_a_suspension(reads: Reads, stop: Row) -> None:
    (row,) = reads(stop).rows
    assert row.action == "suspension"
    assert isinstance(row.filing, sg.Suspension)
    assert row.filing.employment_ended_on == date(2026, 11, 10)
    assert row.filing.last_paid_month == sg.Month(2026, 11)
    assert row.filing.reason is REASONS.CONTRACT_ENDED
    assert row.cells["reason"] == "H2"
    assert (row.as_json()["wage"], row.as_json()["month"]) == (None, "2026-11")


def test_a_wage_row_becomes_a_wage_change(reads: Reads, raise_: Row) -> None:
    (row,) = reads(raise_).rows
    assert row.action == "wage_change"
    assert isinstance(row.filing, sg.WageChange)
    assert row.filing.declared_wage == Decimal("8000.00")
    assert row.filing.effective_month == sg.Month(2026, 12)
    assert row.cells["declared_wage"] == "F2"
    assert (row.as_json()["wage"], row.as_json()["month"]) == ("8000.00", "2026-12")


@pytest.mark.parametrize("word", ["减员", "停保", "暂停缴费"])
def test_a_stop_has_many_names(reads: Reads, stop: Row, word: str) -> None:
    assert reads({**stop, "业务": word}).rows[0].action == "suspension"


@pytest.mark.parametrize("word", ["工资变更", "调基", "个人工资变更"])
def test_a_wage_change_has_many_names(reads: Reads, raise_: Row, word: str) -> None:
    assert reads({**raise_, "业务": word}).rows[0].action == "wage_change"


def test_three_kinds_share_a_sheet_and_each_takes_its_own_columns(
    reads: Reads, good: Row, stop: Row, raise_: Row, another: Callable[[int], str]
) -> None:
    rows = (
        good,
        {**stop, "证件号码": another(2), "申报工资": "见附表"},
        {**raise_, "证件号码": another(3), "终止日期": "?"},
    )
    roster = reads(*rows, headers=list(good | stop | raise_))
    assert roster.refused == ()
    assert [row.action for row in roster.rows] == ["enrolment", "suspension", "wage_change"]
    assert [row.filing.type for row in roster.rows] == ["enrolment", "suspension", "wage_change"]


def test_one_person_may_have_two_businesses(reads: Reads, good: Row, raise_: Row) -> None:
    assert len(reads(good, raise_, headers=list(good | raise_)).rows) == 2


@pytest.mark.parametrize(
    ("header", "path"),
    [("离职日期", "employment_ended_on"), ("停保年月", "last_paid_month"), ("减员原因", "reason")],
)
def test_the_columns_of_a_stop_have_synonyms(reads: Reads, stop: Row, header: str, path: str) -> None:
    own = {"employment_ended_on": "终止日期", "last_paid_month": "最后缴费年月", "reason": "停保原因"}[path]
    stop[header] = stop.pop(own)
    assert path in reads(stop).rows[0].cells


def test_a_stop_month_is_read_as_the_last_paid_one_and_that_is_told(reads: Reads, stop: Row) -> None:
    stop["停保年月"] = stop.pop("最后缴费年月")
    (note,) = reads(stop).notes
    assert "停保年月" in note
    assert "最后一个仍缴费的月份" in note


def test_without_a_column_of_its_own_a_wage_change_takes_the_declared_wage(reads: Reads, raise_: Row) -> None:
    raise_["申报工资"] = raise_.pop("变更后工资")
    filing = reads(raise_).rows[0].filing
    assert isinstance(filing, sg.WageChange)
    assert filing.declared_wage == Decimal("8000.00")


def test_with_a_column_of_its_own_the_old_wage_is_never_taken_for_the_new(reads: Reads, raise_: Row) -> None:
    filing = reads({**raise_, "申报工资": 5000}).rows[0].filing
    assert isinstance(filing, sg.WageChange)
    assert filing.declared_wage == Decimal("8000.00")
    (refused,) = reads({**raise_, "申报工资": 5000, "变更后工资": None}).refused
    assert refused.cells == ("F2",)


@pytest.mark.parametrize(
    ("word", "reason"),
    [
        ("合同到期", REASONS.CONTRACT_ENDED),
        ("辞退", REASONS.DISMISSED),
        ("个人解除合同（辞职）", REASONS.RESIGNED),
        ("双方协商一致解除", REASONS.MUTUAL),
        ("退休", REASONS.RETIRED),
        ("调动", REASONS.TRANSFERRED),
        ("死亡", REASONS.DIED),
        ("resigned", REASONS.RESIGNED),
    ],
)
def test_a_reason_that_leaves_no_doubt_is_read(reads: Reads, stop: Row, word: str, reason: REASONS) -> None:
    filing = reads({**stop, "停保原因": word}).rows[0].filing
    assert isinstance(filing, sg.Suspension)
    assert filing.reason is reason


@pytest.mark.parametrize("word", ["离职", "解除合同", "终止劳动合同", "自动离职", "不续签", "裁员"])
def test_a_reason_that_does_not_say_who_ended_it_is_asked_about(reads: Reads, stop: Row, word: str) -> None:
    (refused,) = reads({**stop, "停保原因": word}).refused
    assert refused.cells == ("H2",)
    assert "哪一种" in refused.why
    assert "失业保险金" in refused.why
    assert "个人解除合同" in refused.why


def test_a_reason_that_nobody_knows_is_refused_with_the_choices(reads: Reads, stop: Row) -> None:
    assert "合同期满、单位解除合同" in reads({**stop, "停保原因": "中彩票"}).refused[0].why


def test_every_reason_has_a_name_that_is_read_as_itself(reads: Reads, stop: Row) -> None:
    from sigateway.roster.vocabulary import AMBIGUOUS_REASONS, REASON_NAMES, REASONS

    assert set(REASON_NAMES) == set(sg.SuspensionReason)
    assert all(REASONS[name] is reason for reason, name in REASON_NAMES.items())
    assert AMBIGUOUS_REASONS.isdisjoint(REASONS)


@pytest.mark.parametrize("missing", ["终止日期", "最后缴费年月", "停保原因"])
def test_a_stop_without_one_of_its_values_is_refused_at_the_cell(
    reads: Reads, stop: Row, missing: str
) -> None:
    (refused,) = reads({**stop, missing: None}).refused
    assert len(refused.cells) == 1
    assert missing in refused.why


def test_a_sheet_that_can_hold_no_kind_of_row_says_what_it_lacks(reads: Reads, stop: Row) -> None:
    del stop["停保原因"]
    with pytest.raises(sg.ConfigurationError, match="缺少：停保原因"):
        reads(stop)


def test_results_stand_beside_rows_of_every_kind(
    reads: Reads, stop: Row, raise_: Row, another: Callable[[int], str], tmp_path: Path
) -> None:
    raise_["证件号码"] = another(4)
    roster = reads(stop, raise_, headers=list(stop | raise_))
    cases = [
        sg.Case(
            hall="wuhan", unit="wuhan/1", filing=row.filing, number=f"2026{row.row}",
            state=sg.CaseState.APPROVED, word="=1+1", at=datetime(2026, 11, 10, tzinfo=UTC),
        )
        for row in roster.rows
    ]  # fmt: skip
    outcomes = [Outcome.of_case(row, case) for row, case in zip(roster.rows, cases, strict=True)]
    write_results(tmp_path / "out.xlsx", roster, outcomes)
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx")["名册"]
    for number in (2, 3):
        state, word, detail, _ = sheet[number][-4:]
        assert (state.value, detail.value) == ("已办结", f"2026{number}")
        assert word.data_type == "s"


YEARLY: Row = {"业务": "年度工资申报", "申报年度": "2026年度", "上年月均工资": "6,350"}
OWED: Row = {"业务": "欠费补缴", "欠费开始年月": "2025-01", "欠费结束年月": "202502"}
BACK: Row = {"业务": "补缴", "申报工资": "8000", "起始年月": "2026-08", "截止年月": "2026-10"}


@pytest.mark.parametrize(
    ("own", "filed"),
    [
        (YEARLY, {"type": "annual_wage", "year": 2026, "average_monthly_wage": "6350.00"}),
        (OWED, {"type": "arrears_settlement", "from_month": "2025-01", "to_month": "2025-02"}),
        (
            BACK,
            {
                "type": "back_payment",
                "declared_wage": "8000.00",
                "from_month": "2026-08",
                "to_month": "2026-10",
            },
        ),
    ],
)
def test_what_is_declared_yearly_owed_or_paid_for_afterwards(
    reads: Reads, raise_: Row, own: Row, filed: dict[str, object]
) -> None:
    who = {
        name: cell
        for name, cell in raise_.items()
        if name not in ("业务", "申报工资", "变更后工资", "生效年月")
    }
    roster = reads({**who, **own})
    assert roster.refused == ()
    assert filed.items() <= roster.rows[0].filing.model_dump(mode="json").items()


def test_a_year_is_four_digits_and_months_stand_in_order(reads: Reads, raise_: Row) -> None:
    who = {
        name: cell
        for name, cell in raise_.items()
        if name not in ("业务", "申报工资", "变更后工资", "生效年月")
    }
    (refused,) = reads({**who, **YEARLY, "申报年度": "26"}).refused
    assert "四位数字" in refused.why
    (refused,) = reads({**who, **BACK, "截止年月": "2026-07"}).refused
    assert "不应晚于" in refused.why
