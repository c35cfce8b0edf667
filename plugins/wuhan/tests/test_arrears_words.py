"""Every word of the stage tables of ``docs/wire/wuhan-arrears.md``: its rule, plain Chinese, a cure, and who acts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sigateway_wuhan.businesses import BUSINESSES
from sigateway_wuhan.cases import read_words

PAGE = Path(__file__).parents[3] / "docs" / "wire" / "wuhan-arrears.md"
_ROW = re.compile(r"^\| (?:entrance|save|submit|review) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
_SECTIONS = {
    "Assess": "arrears_settlement",
    "Bill": "arrears_bill",
    "Roll back": "arrears_rollback",
    "Write off": "current_month_write_off",
}


def _words() -> list[tuple[str, tuple[str, ...], str]]:
    found = []
    for section in PAGE.read_text(encoding="utf-8").split("\n## "):
        kind = next((kind for name, kind in _SECTIONS.items() if section.startswith(name)), None)
        for rules, cell in _ROW.findall(section) if kind else ():
            for words in re.sub(r" ?\([^()]*(\([^()]*\))?[^()]*\)", "", cell).split(" / "):
                bare = re.sub(r"\{[^}]+\}", "某某", words).split(", as above")[0].split("; ")[0].strip()
                if not re.match(r"[a-z]", bare):
                    found.append((str(kind), tuple(re.findall(r"WH-\d+", rules)), bare))
    return found


def test_the_stage_tables_were_read() -> None:
    assert len(_words()) >= 25
    assert {kind for kind, _, _ in _words()} == set(_SECTIONS.values())


@pytest.mark.parametrize(("kind", "rules", "words"), _words())
def test_each_word_leads_to_its_rule(kind: str, rules: tuple[str, ...], words: str) -> None:
    (reason,) = read_words([words], BUSINESSES[kind])
    assert reason.rule in rules
    assert reason.plain
    assert reason.cure
    assert reason.who
