"""Promises of ``Month``."""

from __future__ import annotations

import pickle
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from sigateway.filings.base import Model
from sigateway.filings.months import Month

HOW_TO_WRITE = "年月应写成 2026-11、202611、2026/11、2026.11 或 2026年11月"
NO_SUCH_MONTH = "没有这样的年月：年应在 1 到 9999 之间，月应在 1 到 12 之间"
steady = settings(derandomize=True, deadline=None)
months = st.builds(Month, st.integers(1900, 2999), st.integers(1, 12))


class Paid(Model):
    since: Month
    until: Month | None = None


@pytest.mark.parametrize(
    "text",
    [
        "2026-11", "202611", "2026/11", "2026.11", "2026年11月", "2026年11", " 2026 年 11 月 ",
        "２０２６－１１", "２０２６年１１月", "2026-11\n", "\ufeff2026-11",
    ],
)  # fmt: skip
def test_a_month_is_read_as_people_write_it(text: str) -> None:
    assert Month.parse(text) == Month(2026, 11)


def test_one_digit_is_enough_after_a_separator() -> None:
    assert {Month.parse(t) for t in ("2026-1", "2026/1", "2026年1月", "2026.01", "202601")} == {
        Month(2026, 1)
    }


@pytest.mark.parametrize(
    "text",
    ["", "20261", "2026", "2026-13", "2026-00", "202613", "26-11", "2026-11-01", "20261101",
     "11/2026", "2026-11月", "0000-01", "二〇二六年十一月", "2026²-11", "secret-77"],
)  # fmt: skip
def test_what_is_no_month_is_refused_without_repeating_it(text: str) -> None:
    with pytest.raises(ValueError, match="年") as refused:
        Month.parse(text)
    assert str(refused.value) in (HOW_TO_WRITE, NO_SUCH_MONTH)  # fixed sentences: nothing of the input


@pytest.mark.parametrize(
    ("year", "month"), [(2026, 0), (2026, 13), (0, 1), (10000, 1), (2026.0, 11), ("2026", 11)]
)
def test_a_month_that_does_not_exist_cannot_be_made(year: Any, month: Any) -> None:
    with pytest.raises(ValueError, match="年"):
        Month(year, month)


@steady
@given(months)
def test_every_spelling_of_a_month_reads_back_as_that_month(month: Month) -> None:
    spellings = (str(month), month.compact, f"{month.year}/{month.month}", f"{month.year}年{month.month}月")
    assert {Month.parse(s) for s in spellings} == {month}


@steady
@given(months, st.integers(-1000, 1000))
def test_plus_and_minus_undo_each_other(month: Month, by: int) -> None:
    assert month.plus(by) - month == by
    assert month.plus(by).plus(-by) == month


@steady
@given(months, months)
def test_months_are_ordered_as_their_days_are(one: Month, other: Month) -> None:
    assert (one < other) == (one.first_day < other.first_day) == (one - other < 0)
    assert (one == other) == (str(one) == str(other))


@steady
@given(months)
def test_the_last_day_is_followed_by_the_next_month(month: Month) -> None:
    assert month.last_day + timedelta(days=1) == month.plus(1).first_day
    assert Month.of(month.first_day) == Month.of(month.last_day) == month


def test_a_month_out_of_the_calendar_is_a_value_error() -> None:
    with pytest.raises(ValueError, match="没有这样的年月"):
        Month(9999, 12).plus(1)


def test_an_aware_time_counts_by_shanghai_and_a_naive_one_as_it_stands() -> None:
    assert Month.of(datetime(2026, 10, 31, 16, 30, tzinfo=UTC)) == Month(2026, 11)
    assert Month.of(datetime(2026, 10, 31, 23, 30)) == Month(2026, 10)  # noqa: DTZ001
    assert Month.of(date(2026, 10, 31)) == Month(2026, 10)


def test_a_month_is_a_frozen_value() -> None:
    month = Month(2026, 11)
    with pytest.raises(AttributeError):
        month.year = 2027  # type: ignore[misc]
    assert {month: 1}[Month(2026, 11)] == 1
    assert pickle.loads(pickle.dumps(month)) == month
    assert (str(month), repr(month), month.compact) == ("2026-11", "Month(2026, 11)", "202611")


def test_subtracting_something_else_is_a_type_error() -> None:
    with pytest.raises(TypeError):
        Month(2026, 11) - "2026-10"  # type: ignore[operator]


def test_as_a_field_it_takes_a_month_or_its_spelling_and_is_text_in_json() -> None:
    paid = Paid.model_validate({"since": "2026年11月", "until": Month(2027, 1)})
    assert paid == Paid(since=Month(2026, 11), until=Month(2027, 1))
    assert paid.model_dump() == {"since": Month(2026, 11), "until": Month(2027, 1)}
    assert paid.model_dump(mode="json") == {"since": "2026-11", "until": "2027-01"}
    assert paid.model_dump_json() == '{"since":"2026-11","until":"2027-01"}'
    assert Paid.model_validate_json(paid.model_dump_json()) == paid


def test_months_can_be_keys_of_a_json_object() -> None:
    table = TypeAdapter(dict[Month, int])
    assert table.dump_json({Month(2026, 11): 1}) == b'{"2026-11":1}'
    assert table.validate_json(b'{"2026-11":1}') == {Month(2026, 11): 1}


@pytest.mark.parametrize("mode", ["validation", "serialization"])
def test_the_json_schema_is_a_string_with_a_pattern(mode: Any) -> None:
    schema = Paid.model_json_schema(mode=mode)["properties"]["since"]
    assert schema["type"] == "string"
    assert schema["pattern"] == "^[0-9]{4}-(0[1-9]|1[0-2])$"


@pytest.mark.parametrize("value", [202611, 2026.11, date(2026, 11, 1), None, "77-secret"])
def test_as_a_field_it_refuses_other_things_without_repeating_them(value: Any) -> None:
    with pytest.raises(ValidationError, match="年月应写成") as refused:
        Paid(since=value)
    assert "77-secret" not in str(refused.value)
