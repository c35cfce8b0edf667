"""The hall's words: each one of the wire page is known, in plain Chinese, with a cure and who acts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sigateway.plugin import Actor, Rulebook, load_layer
from sigateway_wuhan.businesses import BUSINESSES, ENROLMENT, SUSPENSION
from sigateway_wuhan.cases import REASONS, read_words

WIRE_PAGE = Path(__file__).parents[3] / "docs" / "wire" / "wuhan.md"
BOOK = Rulebook.merged([load_layer("sigateway_wuhan")])

_STAGE_ROW = re.compile(r"^\| (?:entrance|save|review) \| (WH-\d+)[^|]* \| ([^|]+) \|$", re.MULTILINE)
_NOTICES = {
    "提交成功", "该任务已取消", "密码修改成功", "首页", "下载数字证书", "下载根证书", "下载个人证书",
}  # fmt: skip


def _words_by_stage() -> list[tuple[str, str, str]]:
    """The business, the rule and the words of each row of the stage tables, placeholders filled."""
    found = []
    for section in WIRE_PAGE.read_text(encoding="utf-8").split("\n## "):
        business = SUSPENSION if section.startswith(SUSPENSION.name) else ENROLMENT
        for rule, cell in _STAGE_ROW.findall(section):
            if cell.startswith("as at"):
                continue
            for words in cell.split(" / "):
                bare = re.sub(r" \(.*", "", re.sub(r"\{[^}]+\}", "某某", words)).strip()
                found.append((business.filing_type, rule, bare))
    return found


@pytest.mark.parametrize(("filing_type", "rule", "words"), _words_by_stage())
def test_each_refusal_of_the_stage_tables_leads_to_its_rule(filing_type: str, rule: str, words: str) -> None:
    (reason,) = read_words([words], BUSINESSES[filing_type])
    assert reason.rule == rule
    assert reason.plain
    assert reason.cure
    assert reason.who


@pytest.mark.rule("WH-69", "WH-71", "WH-86")
def test_the_same_words_mean_the_rule_of_the_business_in_which_they_are_said() -> None:
    def rules(words: str) -> list[str | None]:
        return [read_words([words], business)[0].rule for business in (None, *BUSINESSES.values())]

    assert rules("逾期未提交资料") == ["WH-50", "WH-50", "WH-71", "WH-50"]
    assert rules("此人未在本单位参保") == ["WH-69", "WH-69", "WH-69", "WH-86"]
    assert rules("没见过的话") == [None] * 4


def test_the_stage_table_was_read() -> None:
    assert len(_words_by_stage()) >= 26


def test_every_word_quoted_on_the_wire_page_is_known() -> None:
    quoted = set(re.findall(r"「([^」]+)」", WIRE_PAGE.read_text(encoding="utf-8"))) - _NOTICES
    assert len(quoted) >= 15
    assert {words for words in quoted if REASONS.read(words).code is None} == set()


def test_every_rule_named_by_a_reason_is_in_the_rulebook() -> None:
    words = [words for _, _, words in _words_by_stage()]
    rules = {reason.rule for reason in read_words(words) if reason.rule}
    assert rules <= {rule.id for rule in BOOK.rules}


@pytest.mark.rule("WH-60", "WH-61", "WH-62")
def test_the_words_that_the_source_prints_say_who_has_to_act() -> None:
    for words in ("此人在某某单位未停保", "此人在某某社保处个人流动窗口", "此人已参加大学生医保"):
        assert REASONS.read(words).who is Actor.PERSON


def test_unknown_words_stay_raw() -> None:
    reason = REASONS.read("没见过的话")
    assert (reason.words, reason.code, reason.plain) == ("没见过的话", None, None)
