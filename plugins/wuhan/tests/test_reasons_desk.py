"""The hall's words in the stage tables of ``wuhan-changes.md`` and ``wuhan-desk.md``, each in its business."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sigateway_wuhan.business import Business
from sigateway_wuhan.businesses_desk import ALL
from sigateway_wuhan.cases import read_words

_PAGES = Path(__file__).parents[3] / "docs" / "wire"
_ROW = re.compile(r"^\| [a-z, ]+ \| (WH-\d+) \| ([^|]+) \|$", re.MULTILINE)


def _rows() -> list[tuple[str, str, str]]:
    found = []
    by_name = {business.name: business for business in ALL}
    for page in ("wuhan-changes.md", "wuhan-desk.md"):
        for section in (_PAGES / page).read_text(encoding="utf-8").split("\n## "):
            business = next((b for name, b in by_name.items() if section.startswith(name)), None)
            for rule, cell in _ROW.findall(section) if business else ():
                plain = re.sub(r"\{[^}]+\}", "某某", cell.split("，looked")[0].split(", looked")[0])
                for words in plain.split(" / "):
                    found.append((business.filing_type, rule, re.sub(r" \(.*", "", words).strip()))
    return found


@pytest.mark.parametrize(("filing_type", "rule", "words"), _rows())
def test_each_refusal_of_the_stage_tables_leads_to_its_rule(filing_type: str, rule: str, words: str) -> None:
    business: Business = next(b for b in ALL if b.filing_type == filing_type)
    (reason,) = read_words([words], business)
    assert reason.rule == rule
    assert reason.plain
    assert reason.cure
    assert reason.who


def test_the_tables_were_read() -> None:
    assert len(_rows()) >= 16
    assert {filing_type for filing_type, _, _ in _rows()} == {
        "person_update",
        "employer_update",
        "appointment",
    }
