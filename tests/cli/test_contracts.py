"""What machines read: keys, values and streams as the design fixes them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Cli = Callable[..., Any]
ROOT = Path(__file__).parents[2]
ROSTER = Path(__file__).with_name("roster.xlsx")
AT = ("--at", "2026-11-10T09:00")


def test_regions_lists_each_hall_with_offers_and_log_in_modes(cli: Cli) -> None:
    shown = cli("regions", "--json")
    assert shown.exit_code == 0
    wuhan = next(each for each in json.loads(shown.stdout) if each["code"] == "wuhan")
    assert set(wuhan) == {"code", "name", "offers", "login_modes"}
    assert wuhan["login_modes"] == ["password_slip"]
    assert wuhan["offers"]["enrolment"]["online"] is True


def test_rules_lists_every_rule_with_its_source(cli: Cli) -> None:
    found = json.loads(cli("rules", "wuhan", "--json").stdout)
    assert found["region"] == "wuhan"
    ids = [rule["id"] for rule in found["rules"]]
    assert len(ids) == len(set(ids))
    assert {"WH-01", "WH-53", "WH-142"} <= set(ids)
    assert all(rule["source"]["title"] for rule in found["rules"])


def test_coverage_names_who_enforces_a_rule_and_which_tests_pin_it(cli: Cli) -> None:
    shown = cli("rules", "wuhan", "--coverage", "--json")
    assert shown.exit_code == 0
    found = json.loads(shown.stdout)
    assert set(found) == {"region", "rules"}
    for rule in found["rules"]:
        assert set(rule) == {"id", "statement", "kind", "known", "grade", "enforced_by", "tests"}
        assert set(rule["enforced_by"]) <= {"preflight", "flow", "hall", "document", "access"}
    age = next(rule for rule in found["rules"] if rule["id"] == "WH-53")
    assert {"preflight", "hall"} <= set(age["enforced_by"])
    assert any("::test_" in test for test in age["tests"])


def test_window_has_exactly_the_keys_of_the_contract(cli: Cli) -> None:
    shown = cli("window", "wuhan", *AT, "--json")
    window = json.loads(shown.stdout)
    assert set(window) == {"open", "opens", "closes", "safe_until", "deadlines", "calendar_known"}
    assert window["open"] is True
    assert (window["opens"], window["closes"]) == (None, None)
    assert set(window["deadlines"][0]) == {"what", "by", "rule"}
    assert window["deadlines"][0]["by"] == "2026-11-20T23:59:59+08:00"


def test_window_takes_naive_times_as_beijing_and_others_by_their_offset(cli: Cli) -> None:
    naive = json.loads(cli("window", "wuhan", "--at", "2026-11-21T00:00", "--json").stdout)
    same = json.loads(cli("window", "wuhan", "--at", "2026-11-20T16:00+00:00", "--json").stdout)
    before = json.loads(cli("window", "wuhan", "--at", "2026-11-20T15:59:59+00:00", "--json").stdout)
    assert naive == same
    assert before["deadlines"] != same["deadlines"]


def test_window_knows_that_a_vip_unit_brings_no_papers(cli: Cli) -> None:
    window = json.loads(cli("window", "wuhan", *AT, "--unit-class", "vip", "--json").stdout)
    assert window["deadlines"] == []


def test_window_says_when_the_calendar_is_not_known(cli: Cli) -> None:
    window = json.loads(cli("window", "wuhan", "--at", "2027-01-10", "--json").stdout)
    assert window["calendar_known"] is False


def test_check_gives_rows_with_findings_and_refused_rows_with_cells(cli: Cli) -> None:
    shown = cli("check", ROSTER, *AT, "--json")
    assert shown.exit_code == 1
    found = json.loads(shown.stdout)
    assert set(found) == {"rows", "refused"}
    keys = {
        "sheet",
        "row",
        "region",
        "employer_uscc",
        "action",
        "id_number",
        "name",
        "wage",
        "month",
        "findings",
    }
    assert all(set(row) == keys for row in found["rows"])
    first = found["rows"][0]
    assert (first["row"], first["region"], first["action"]) == (2, "wuhan", "enrolment")
    assert (first["wage"], first["month"]) == ("6500.00", "2026-11")
    (refused,) = found["refused"]
    assert set(refused) == {"sheet", "row", "cells", "why"}
    assert (refused["row"], refused["cells"]) == (9, ["F9"])


def test_check_passes_when_nothing_stands_in_the_way(cli: Cli, roster_of: Callable[..., Path]) -> None:
    shown = cli("check", roster_of(2, 3), *AT, "--units", ROOT / "examples" / "units.toml", "--json")
    assert shown.exit_code == 0
    assert len(json.loads(shown.stdout)["rows"]) == 2


def test_check_blocks_what_the_hall_would_refuse(cli: Cli, roster_of: Callable[..., Path]) -> None:
    shown = cli("check", roster_of(2, 手机号码=""), *AT, "--json")
    assert shown.exit_code == 1
    (row,) = json.loads(shown.stdout)["rows"]
    blocking = [finding for finding in row["findings"] if finding["blocks"]]
    assert [finding["rule"] for finding in blocking] == ["WH-32"]
    assert blocking[0]["cells"] == ["H2"]


def test_check_refuses_a_row_whose_unit_is_not_in_the_units_file(
    cli: Cli, roster_of: Callable[..., Path]
) -> None:
    roster = roster_of(2, 统一社会信用代码="91420100MA0000000Y")
    shown = cli("check", roster, *AT, "--units", ROOT / "examples" / "units.toml", "--json")
    assert json.loads(shown.stdout)["refused"][0]["cells"] == ["B2"]


@pytest.mark.parametrize("command", [("regions",), ("rules", "wuhan"), ("window", "wuhan"), ("doctor",)])
def test_people_get_a_table_and_machines_get_nothing_but_json(cli: Cli, command: tuple[str, ...]) -> None:
    for_people = cli(*command)
    assert "│" in for_people.stdout
    for_machines = cli(*command, "--json")
    json.loads(for_machines.stdout)


def test_no_table_shows_an_identity_number_in_full(cli: Cli) -> None:
    numbers = [row["id_number"] for row in json.loads(cli("check", ROSTER, *AT, "--json").stdout)["rows"]]
    shown = cli("check", ROSTER, *AT)
    assert len(numbers) == 7
    assert not [number for number in numbers if number in shown.output]
    assert "420106********0033" in shown.stdout


def test_doctor_says_what_the_calendar_does_not_know(cli: Cli, tmp_path: Path) -> None:
    shown = cli("doctor", "--json", "--ledger", tmp_path / "filings.db")
    lines = {line["what"]: line for line in json.loads(shown.stdout)}
    assert "2027" in lines["节假日数据"]["detail"]
    assert lines["地区 wuhan"]["state"] == "正常"
    assert shown.exit_code == 0
    assert not (tmp_path / "filings.db").exists()


def test_help_documents_the_exit_codes(cli: Cli) -> None:
    shown = cli("--help").stdout
    for code in ("0", "1", "2", "3", "4", "5", "70"):
        assert f" {code} " in shown
