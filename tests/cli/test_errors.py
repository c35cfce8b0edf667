"""Whatever goes wrong ends with one message on stderr, what to do next, and a code; never with a traceback."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import typer

import sigateway as sg
from sigateway.cli import regions
from sigateway.cli.exits import Exit, code_of, gravest
from sigateway.cli.guard import Terminated, guarded
from sigateway.cli.output import mask
from sigateway.plugin import hookimpl
from sigateway.registry import Registry

Cli = Callable[..., Any]
NOW = datetime(2026, 11, 10, tzinfo=UTC)
ROSTER = Path(__file__).with_name("roster.xlsx")


BEYOND = ("0001-01-01T00:00+14:00", "1999-12-31", "2100-01-01", "9999-12-31T23:59-12:00", "2099-12-31T20:00Z")


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("window", "atlantis"), "atlantis"),
        (("window", "wuhan", "--at", "yesterday"), "ISO"),
        (("window", "wuhan", "--filing", "divorce"), "enrolment"),
        (("rules", "atlantis"), "atlantis"),
        (("check", "none.xlsx"), "没有名册文件"),
        (("check", "."), "test_wrong_usage"),
        (("check", ROSTER, "--trust", "E9"), "E0"),
        (("check", ROSTER, "--units", "none.toml"), "读不到"),
        (("file", ROSTER, "--units", "none.toml", "--ledger", "x.db"), "读不到"),
        (("status", "--all", "--ledger", "none.db"), "没有账本"),
        (("status",), "--all"),
        (("file", ROSTER), "--units"),
        (("frobnicate",), "frobnicate"),
        (("frobnicate",), "用法有误，请看 sigateway --help"),
        (("file", ROSTER), "用法有误，请看 sigateway file --help"),
        (("file", ROSTER, "--units", "u", "--ledger", "l", "--wait", "-1"), "--wait"),
        (("file", ROSTER, "--units", "u", "--ledger", "l", "--wait", "nan"), "--wait"),
        (("ways-back", "t", "--units", "u", "--ledger", "none.db"), "没有账本"),
        *((("window", "wuhan", "--at", at), "2000-01-01 至 2099-12-31") for at in BEYOND),
        (("check", ROSTER, "--at", "9999-12-31"), "2000-01-01 至 2099-12-31"),
    ],
)
def test_wrong_usage_ends_with_2_and_says_what_to_do(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: tuple[object, ...], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    shown = cli(*command)
    assert shown.exit_code == 2
    assert said in shown.stderr
    assert shown.stdout == ""
    assert "Traceback" not in shown.output
    assert "please report" not in shown.output
    assert list(tmp_path.iterdir()) == []


def test_what_stopped_half_way_has_the_code_of_why() -> None:
    case = sg.Case.model_construct(state=sg.CaseState.WITHDRAWN, number="1", parts=())
    why = sg.HallUnavailable("x")
    for error in (
        sg.CorrectionStopped(case, why),
        sg.PartlyFiled(case, why),
        sg.PartlyUndone(case, sg.CaseState.WITHDRAWN, why),
    ):
        error.__cause__ = why
        assert code_of(error) == 3


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (sg.ConfigurationError("x"), 2),
        (sg.LedgerError("x"), 2),
        (sg.PreflightFailed([]), 1),
        (sg.WindowClosed([], None), 1),
        (sg.NotOffered("WH-53", "x"), 1),
        (sg.HallRefused([]), 1),
        (sg.HallUnavailable("x"), 3),
        (sg.OutcomeUnknown("t", NOW), 4),
        (sg.LandedDifferently(sg.Case.model_construct(state=sg.CaseState.APPROVED, number="1"), ["x"]), 1),
        (sg.LoginRefused([]), 5),
        (sg.CredentialsBlocked("u", NOW, "x"), 5),
        (sg.SessionTaken(), 5),
        (sg.WireChanged("a", "b", "c"), 70),
        (sg.PluginError("a", "b", "c"), 70),
        (sg.RulebookError("x"), 70),
        (sg.RuleNotKnown("r", "f", NOW.date()), 2),
    ],
)
def test_each_kind_of_error_has_its_own_code(error: sg.SigatewayError, code: int) -> None:
    assert code_of(error) == code


def test_of_many_codes_the_one_that_most_needs_somebody_is_given() -> None:
    assert gravest([]) is Exit.OK
    assert gravest([Exit.OK, Exit.REFUSED, Exit.UNAVAILABLE]) is Exit.UNAVAILABLE
    assert gravest([Exit.ACCESS, Exit.UNKNOWN, Exit.REFUSED]) is Exit.UNKNOWN


def test_a_bug_ends_with_70_in_one_line_without_what_it_held(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("420106199503140033")

    monkeypatch.setattr(regions, "_region", broken)
    shown = cli("regions")
    assert shown.exit_code == 70
    assert "please report" in shown.stderr
    assert "RuntimeError" in shown.stderr
    assert "420106199503140033" not in shown.output
    assert len(shown.stderr.splitlines()) == 1


@pytest.mark.parametrize(("how", "code"), [(KeyboardInterrupt, 130), (Terminated, 143)])
def test_an_interrupt_says_that_nothing_is_lost_and_how_long_the_next_run_may_wait(
    capsys: pytest.CaptureFixture[str], how: type[KeyboardInterrupt], code: int
) -> None:
    @guarded
    def interrupted() -> None:
        raise how

    with pytest.raises(typer.Exit) as ended:
        interrupted()
    assert ended.value.exit_code == code
    (line,) = capsys.readouterr().err.splitlines()
    assert "不会重复申报" in line
    assert "三分钟" in line


@pytest.mark.parametrize("message", ["ValueError raised", "出错了。", "broken (x)"])
def test_the_plea_to_report_stands_apart_from_the_message(
    capsys: pytest.CaptureFixture[str], message: str
) -> None:
    @guarded
    def broken() -> None:
        raise sg.PluginError("atlantis", "window", message)

    with pytest.raises(typer.Exit):
        broken()
    said = capsys.readouterr().err
    apart = {"ValueError raised": "raised。请", "出错了。": "了。请", "broken (x)": "(x) 请"}
    assert f"{apart[message]}将此信息报告" in said


def test_doctor_shows_a_broken_plugin_and_why_and_ends_with_2(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    from importlib.metadata import EntryPoint

    import sigateway.registry as registry

    real = registry.entry_points
    broken = EntryPoint("atlantis", "no_such_module:Atlantis", registry.GROUP)
    monkeypatch.setattr(registry, "entry_points", lambda group: [*real(group=group), broken])
    shown = cli("doctor")
    assert shown.exit_code == 2
    assert "atlantis" in shown.stdout
    assert "no_such_module" in shown.stdout
    assert "wuhan" in shown.stdout


class NoRulebook:
    """Loads as a region; its rulebook does not."""

    region = Registry().region("wuhan")

    @hookimpl
    def rulebook(self) -> object:
        raise FileNotFoundError("rules.toml")

    login = submit = evidence = track = Registry().plugins["wuhan"].track


class OddRulebook(NoRulebook):
    """Answers what is no rulebook."""

    @hookimpl
    def rulebook(self) -> object:
        return "rules"


@pytest.mark.parametrize("plugin", [NoRulebook, OddRulebook])
def test_a_region_that_loads_without_good_rules_does_not_take_the_others_along(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, plugin: type
) -> None:
    import sigateway.registry as registry

    real = registry.entry_points
    point = type("Point", (), {"name": "atlantis", "value": "a:A", "load": lambda self: plugin})()
    monkeypatch.setattr(registry, "entry_points", lambda group: [*real(group=group), point])

    shown = cli("doctor", "--json")
    assert shown.exit_code == 2
    lines = {line["what"]: line for line in json.loads(shown.stdout)}
    assert lines["地区 wuhan"]["state"] == "正常"
    assert lines["地区 atlantis"]["state"] == "故障"
    assert "请升级或卸载该插件" in lines["地区 atlantis"]["detail"]

    shown = cli("regions", "--json")
    assert shown.exit_code == 0
    assert [each["code"] for each in json.loads(shown.stdout)] == sorted(
        point.name for point in real(group="sigateway.regions")
    )
    assert "atlantis" in shown.stderr


@pytest.mark.parametrize("contents", ["not a database, but long enough to be taken for one" * 40, ""])
def test_doctor_says_when_a_ledger_is_none(cli: Cli, tmp_path: Path, contents: str) -> None:
    ledger = tmp_path / "filings.db"
    ledger.write_text(contents, encoding="utf-8")
    shown = cli("doctor", "--ledger", ledger)
    assert shown.exit_code == 2
    assert ledger.read_text(encoding="utf-8") == contents


@pytest.mark.parametrize(
    ("number", "masked"),
    [("420106199503140033", "420106********0033"), ("EA1234567", "EA*****67"), ("E1234", "E1****34")],
)
def test_a_mask_hides_the_middle(number: str, masked: str) -> None:
    assert mask(number) == masked


class TestAsAProgram:
    """Through a real process: what a shell sees."""

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "sigateway.cli", *arguments]
        return subprocess.run(
            command, capture_output=True, text=True, check=False, timeout=60, encoding="utf-8"
        )

    def test_help_works_and_ends_with_0(self) -> None:
        ran = self.run("--help")
        assert (ran.returncode, ran.stderr) == (0, "")
        assert "sigateway" in ran.stdout

    def test_an_error_is_on_stderr_and_nothing_on_stdout(self) -> None:
        ran = self.run("window", "atlantis", "--json")
        assert (ran.returncode, ran.stdout) == (2, "")
        assert "doctor" in ran.stderr
        assert "Traceback" not in ran.stderr

    def test_chinese_is_utf_8_whatever_the_environment_says(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PYTHONIOENCODING", "ascii")
        assert "武汉" in self.run("regions", "--json").stdout
