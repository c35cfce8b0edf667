"""A hall's words, read: ``reasons.toml`` maps what a hall says to a code, plain words and the next step.

::

    schema = "reasons/1"
    [[reason]]
    code  = "insured_elsewhere"
    words = "此人在{unit}单位未停保"     # {name} stands for any text
    plain = "原单位还没有为此人停保。"
    cure  = "请员工联系原单位办理停保，成功后再申报。"
    rule  = "WH-60"
    who   = "person"
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from sigateway.errors import RulebookError
from sigateway.filings.cases import Actor, Reason

_KEYS = {"code", "words", "plain", "cure", "rule", "who"}


@dataclass(frozen=True)
class _Known:
    pattern: re.Pattern[str]
    reason: Mapping[str, Any]


class Reasons:
    """The hall's words this region knows. Exact words are found at once; patterns with ``{…}`` are tried in order."""

    def __init__(self, entries: list[Mapping[str, Any]], origin: str) -> None:
        self._exact: dict[str, Mapping[str, Any]] = {}
        self._patterns: list[_Known] = []
        for entry in entries:
            wrong = set(entry) - _KEYS or {"code", "words", "plain", "who"} - set(entry)
            if wrong:
                raise RulebookError(
                    f"{origin}: reason {entry.get('code')!r}: keys wrong or missing: {sorted(wrong)}"
                )
            words = entry["words"]
            if "{" in words:
                regex = re.sub(r"\\\{\w+\\\}", ".+?", re.escape(words))
                self._patterns.append(_Known(re.compile(regex), entry))
            elif words in self._exact:
                raise RulebookError(f"{origin}: the words {words!r} stand twice; keep one entry")
            else:
                self._exact[words] = entry

    def read(self, words: str) -> Reason:
        """The reason for these words; only ``words`` is filled when they are not known."""
        entry = self._exact.get(words)
        if entry is None:
            entry = next((k.reason for k in self._patterns if k.pattern.fullmatch(words)), None)
        if entry is None:
            return Reason(words=words)
        return Reason(
            words=words,
            code=entry["code"],
            plain=entry["plain"],
            cure=entry.get("cure"),
            rule=entry.get("rule"),
            who=Actor(entry["who"]),
        )


def load_reasons(package: str, name: str = "reasons.toml") -> Reasons:
    """Load a region's ``reasons.toml`` from its package."""
    data = tomllib.loads(files(package).joinpath(name).read_text(encoding="utf-8"))
    if data.get("schema") != "reasons/1":
        raise RulebookError(f"{package}/{name}: schema should be 'reasons/1'")
    return Reasons(data.get("reason", []), f"{package}/{name}")
