"""The data: every rule of the rulebook, dated and cited, each enforced where it says; the hall's words; the city over the province."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from sigateway.plugin import Rulebook, load_reasons
from sigateway.registry import Registry
from sigateway.rules.coverage import coverage, region_sources

NOTES = {"JS-09", "JS-16", "JS-17", "JS-24", "JS-27"}
"""Shown to people; a client has nothing to do."""


def test_every_rule_of_the_rulebook_is_there_in_its_order(book: Rulebook) -> None:
    assert [rule.id for rule in book.rules] == [f"JS-{n:02}" for n in range(1, 50)]


def test_every_rule_but_a_note_is_enforced_by_the_region_somewhere(book: Rulebook) -> None:
    sources = region_sources("sigateway_jiangsu")
    found = coverage("jiangsu", book, sources=sources, ledger=(), tests={})
    silent = {rule["id"] for rule in found["rules"] if not rule["enforced_by"]}
    assert silent <= NOTES


@pytest.mark.rule("JS-09", "JS-16", "JS-17", "JS-24", "JS-27")
def test_notes_say_what_the_leaflet_says(book: Rulebook) -> None:
    """谷歌浏览器; 每月15日; 社会保障卡; 证书助手; CA常见问题清单."""
    words = {rule.id: rule.words for rule in book.rules}
    for rule, word in (
        ("JS-09", "谷歌浏览器"),
        ("JS-16", "每月15日"),
        ("JS-17", "社会保障卡"),
        ("JS-24", "证书助手"),
        ("JS-27", "CA常见问题清单"),
    ):
        assert word in words[rule]
        assert [kind.value for kind in book.rule(rule).kind] == ["note"]


@pytest.mark.rule("JS-20", "JS-49")
def test_the_papers_of_the_window(book: Rulebook) -> None:
    papers = "身份证原件；单位营业执照(统一信用代码证)；单位授权委托书"
    assert book.text("JS-20", "papers", on=date(2026, 11, 16)) == papers
    assert book.text("JS-49", "papers", on=date(2026, 11, 16)) == papers


def test_what_is_assumed_is_graded_as_assumed(book: Rulebook) -> None:
    assumed = {rule.id for rule in book.rules if rule.source == "sigateway"}
    assert assumed == {rule.id for rule in book.rules if rule.grade.name == "E0"}
    assert assumed == {"JS-45", "JS-46", "JS-47", "JS-48", "JS-49"}


@pytest.mark.rule("JS-43")
def test_changzhou_changes_one_rule_and_nothing_else(book: Rulebook) -> None:
    city = Registry().stack("jiangsu.changzhou").rules
    changed = {rule.id for rule in city.rules if rule != book.rule(rule.id)}
    assert changed == {"JS-43"}
    day = date(2026, 11, 16)
    assert (
        book.flag("JS-43", "face_needs_basic_data", on=day),
        city.flag("JS-43", "face_needs_basic_data", on=day),
    ) == (
        False,
        True,
    )


_DOCS = Path(__file__).parents[3] / "docs" / "wire"
_ROW = re.compile(r"^\| `([A-Z][0-9]{3})` \| (JS-[0-9]+)[^|]* \| ([^|]+) \|", re.MULTILINE)
_SAID = [
    (code, rule, re.sub(r" \([a-zA-Z`].*?\)$", "", words.strip()))
    for page in ("jiangsu.md", "jiangsu-filings.md")
    for code, rule, row in _ROW.findall((_DOCS / page).read_text(encoding="utf-8"))
    for words in row.split(" / ")
]
_SHARED = {"未查询到授权信息", "未查询到人员基础信息"}
"""Said of more than one thing: a reason names the rule of the first."""


def test_the_tables_of_words_were_found() -> None:
    assert len(_SAID) >= 50


@pytest.mark.parametrize(("code", "rule", "words"), _SAID, ids=lambda value: value if len(value) < 6 else "")
def test_each_of_the_halls_words_is_known_by_its_rule(
    book: Rulebook, code: str, rule: str, words: str
) -> None:
    said = re.sub(r"\{[^{}]*\}", "某某", words)
    read = load_reasons("sigateway_jiangsu").read(said)
    assert read.code is not None, said
    assert read.cure
    assert read.who
    assert read.rule in book
    if said not in _SHARED:
        assert read.rule == rule
