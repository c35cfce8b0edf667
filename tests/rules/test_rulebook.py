"""The loader refuses what is malformed, naming place and cure; the book answers by day."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from sigateway.errors import RulebookError, RuleNotKnown
from sigateway.filings.findings import Effect, Grade, Known, Stage
from sigateway.rules import Kind, Rulebook, load_layer, parse_layer

HEAD = """
schema = "rulebook/1"
region = "{region}"
[sources.notice]
title = "通知"
era = "2020"
kind = "official text"
"""

RULE = """
[[rule]]
id = "XX-01"
statement = "Wages have a ceiling."
words = "封顶"
source = "notice"
grade = "E2"
kind = ["preflight", "hall"]
known = "lookup"
stage = "save"
"""

DATED = """
[[rule.figures]]
effective_from = 2020-01-01
until = 2020-12-31
values = { ceiling = "20000.10", clamps = "true", word = "封顶" }
[[rule.figures]]
effective_from = 2022-01-01
values = { ceiling = "22000" }
"""


def layer_text(*parts: str, region: str = "province") -> str:
    return HEAD.format(region=region) + "".join(parts)


def book(*texts: str) -> Rulebook:
    return Rulebook.merged(parse_layer(text, f"layer{n}/rules.toml") for n, text in enumerate(texts))


def refusal(*texts: str) -> str:
    with pytest.raises(RulebookError) as caught:
        book(*texts)
    return caught.value.message


def test_a_rule_carries_its_citation() -> None:
    rule = book(layer_text(RULE, DATED)).rule("XX-01")
    assert (rule.grade, rule.known, rule.stage) == (Grade.E2, Known.LOOKUP, Stage.SAVE)
    assert rule.kind == (Kind.PREFLIGHT, Kind.HALL)
    assert (rule.layer, rule.cited.title, rule.words) == ("province", "通知", "封顶")


@pytest.mark.parametrize(
    ("day", "ceiling"),
    [
        (date(2020, 1, 1), "20000.10"),
        (date(2020, 12, 31), "20000.10"),
        (date(2022, 1, 1), "22000"),
        (date(2099, 6, 1), "22000"),
    ],
)
def test_a_figure_is_that_of_the_day(day: date, ceiling: str) -> None:
    assert book(layer_text(RULE, DATED)).figure("XX-01", "ceiling", on=day) == Decimal(ceiling)


@pytest.mark.parametrize("day", [date(2019, 12, 31), date(2021, 1, 1), date(2021, 12, 31)])
def test_no_figure_for_the_day_is_said(day: date) -> None:
    with pytest.raises(RuleNotKnown) as caught:
        book(layer_text(RULE, DATED)).figure("XX-01", "ceiling", on=day)
    assert (caught.value.rule, caught.value.figure, caught.value.day) == ("XX-01", "ceiling", day)


def test_a_figure_the_period_lacks_is_not_known() -> None:
    with pytest.raises(RuleNotKnown):
        book(layer_text(RULE, DATED)).text("XX-01", "word", on=date(2022, 1, 1))


def test_a_moment_counts_as_its_day_in_shanghai() -> None:
    rules = book(layer_text(RULE, DATED))
    assert rules.figure("XX-01", "ceiling", on=datetime(2021, 12, 31, 16, 0, tzinfo=UTC)) == 22000
    with pytest.raises(RuleNotKnown):
        rules.figure("XX-01", "ceiling", on=datetime(2021, 12, 31, 15, 59, tzinfo=UTC))


def test_flags_and_texts() -> None:
    rules, day = book(layer_text(RULE, DATED)), date(2020, 5, 1)
    assert rules.flag("XX-01", "clamps", on=day) is True
    assert rules.text("XX-01", "word", on=day) == "封顶"
    with pytest.raises(RulebookError, match=r"XX-01.*province.*ceiling.*true"):
        rules.flag("XX-01", "ceiling", on=day)
    with pytest.raises(RulebookError, match=r"XX-01.*province.*word.*number"):
        rules.figure("XX-01", "word", on=day)


def test_a_choice_is_one_of_its_names_and_else_is_said_with_them() -> None:
    rules, day = book(layer_text(RULE, DATED)), date(2020, 5, 1)
    assert rules.choice("XX-01", "word", {"保底": 1, "封顶": 2}, on=day) == 2
    with pytest.raises(RulebookError, match=r"XX-01.*province.*word.*封顶.*one of 保底, 不变"):
        rules.choice("XX-01", "word", {"保底": 1, "不变": 2}, on=day)
    with pytest.raises(RuleNotKnown):
        rules.choice("XX-01", "word", {"封顶": 2}, on=date(2021, 5, 1))


def test_an_unknown_rule_is_named_with_the_layers_searched() -> None:
    with pytest.raises(RulebookError, match=r"XX-99.*layer0/rules\.toml"):
        book(layer_text(RULE)).rule("XX-99")


def test_a_finding_has_the_rules_grade_stage_and_known() -> None:
    finding = book(layer_text(RULE)).finding("XX-01", Effect.RETURNS, "超过上限", "改小", ("wage",))
    assert finding.rule == "XX-01"
    assert (finding.grade, finding.stage, finding.known) == (Grade.E2, Stage.SAVE, Known.LOOKUP)
    assert (finding.message, finding.cure, finding.fields) == ("超过上限", "改小", ("wage",))


def test_a_rule_that_speaks_twice_can_set_stage_and_known() -> None:
    finding = book(layer_text(RULE)).finding(
        "XX-01",
        Effect.ELSEWHERE,
        "到窗口",
        stage=Stage.REVIEW,
        known=Known.ON_ANSWER,
        place="窗口",
        papers=("身份证",),
    )
    assert (finding.stage, finding.known) == (Stage.REVIEW, Known.ON_ANSWER)
    assert (finding.place, finding.papers) == ("窗口", ("身份证",))


def test_hall_settings_are_numbers_with_a_reason() -> None:
    rules = book(layer_text('[hall.settling_seconds]\nvalue = "1.5"\nwhy = "measured"\n'))
    assert rules.hall("settling_seconds") == Decimal("1.5")
    with pytest.raises(RulebookError, match=r"max_sessions.*settling_seconds"):
        rules.hall("max_sessions")
    assert "'hall.settling_seconds.why' is missing" in refusal(
        layer_text('[hall.settling_seconds]\nvalue = "1"\n')
    )


def test_a_later_layer_replaces_a_rule_whole_and_adds_others() -> None:
    city = layer_text(
        RULE.replace("ceiling.", "lower ceiling."),
        'replaces = "province"\n',
        RULE.replace("XX-01", "XX-02"),
        region="province.city",
    )
    rules = book(layer_text(RULE, DATED), city)
    assert [rule.id for rule in rules.rules] == ["XX-01", "XX-02"]
    assert (rules.rule("XX-01").statement, rules.rule("XX-01").layer) == (
        "Wages have a lower ceiling.",
        "province.city",
    )
    with pytest.raises(RuleNotKnown):
        rules.figure("XX-01", "ceiling", on=date(2020, 5, 1))


def test_replacing_must_be_said_and_true() -> None:
    base = layer_text(RULE)
    silent = refusal(base, layer_text(RULE, region="vendor"))
    assert "layer1/rules.toml: rule XX-01" in silent
    assert 'replaces = "province"' in silent
    assert "'elsewhere'" in refusal(base, layer_text(RULE, 'replaces = "elsewhere"\n', region="vendor"))
    assert "no layer below" in refusal(layer_text(RULE, 'replaces = "province"\n'))


def test_replacing_a_hall_setting_must_be_said_too() -> None:
    setting = '[hall.settling_seconds]\nvalue = "{}"\nwhy = "measured"\n'
    base, top = layer_text(setting.format(60)), layer_text(setting.format(90), region="vendor")
    assert "hall.settling_seconds" in refusal(base, top)
    assert book(base, top + 'replaces = "province"\n').hall("settling_seconds") == 90


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (layer_text(RULE, RULE), "XX-01 stands there twice"),
        (layer_text(RULE.replace('"notice"', '"hearsay"')), "rule XX-01: cites no known source.*notice"),
        (layer_text(RULE.replace('source = "notice"\n', "")), "rule XX-01: cites no known source"),
        (layer_text(RULE.replace('"E2"', '"E9"')), "rule XX-01: grade.*E0, E1, E2"),
        (layer_text(RULE.replace("stage", "stag")), "rule XX-01: unknown key 'stag'"),
        (layer_text(RULE.replace('"save"', '"later"')), "rule XX-01: stage"),
        (layer_text(RULE, 'layer = "x"\n'), "rule XX-01: unknown key 'layer'"),
        (layer_text(RULE.replace('id = "XX-01"', "")), "rule number 1, which has no id: 'id' is missing"),
        (layer_text(RULE.replace('kind = ["preflight", "hall"]', "kind = []")), "rule XX-01: kind"),
        (layer_text(RULE, DATED.replace("2020-12-31", "2022-01-01")), "rule XX-01: .*overlap.*until"),
        (layer_text(RULE, DATED.replace("until = 2020-12-31", "")), "rule XX-01: .*overlap.*until"),
        (layer_text(RULE, DATED.replace("2020-12-31", "2019-12-31")), "rule XX-01: .*before they begin"),
        (layer_text(RULE, DATED.replace('"22000"', "22000")), "rule XX-01: .*ceiling.*quotes"),
        (layer_text().replace("rulebook/1", "rulebook/2"), "schema"),
        (layer_text("colour = 1"), "unknown key"),
        ("schema = ", "not TOML"),
        (layer_text(RULE, 'grade = "E1"\n'), "not TOML"),
    ],
)
def test_what_is_malformed_is_refused_with_file_and_rule(text: str, said: str) -> None:
    with pytest.raises(RulebookError, match=f"^city/rules.toml: .*{said}"):
        parse_layer(text, "city/rules.toml")


def test_a_layer_is_read_from_a_package_once() -> None:
    assert load_layer("sigateway_wuhan") is load_layer("sigateway_wuhan")
    with pytest.raises(RulebookError, match=r"sigateway_wuhan/absent\.toml: cannot be read"):
        load_layer("sigateway_wuhan", "absent.toml")
    with pytest.raises(RulebookError, match=r"sigateway_atlantis/rules\.toml: cannot be read"):
        load_layer("sigateway_atlantis")
