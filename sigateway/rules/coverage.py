"""Which side enforces each rule, and which tests pin it: ``sigateway rules REGION --coverage --json``.

``enforced_by`` tells what was found, not what was meant. The literal id of a rule is looked for in the
region's own sources; a file that names a rule answers for it. Each file has ways in which it can enforce, and
a rule is counted for those of them that its own ``kind`` lists:

=========================  ==========================================
``rules.py``, ``rules_*``  preflight
``flows.py``, ``wire.py``  flow, access, document; flow if none of them
``access.py``              access
``documents.py``           document
``plugin.py``              access, preflight, flow, document
any other                  flow, access, document
hall's ``ledger.toml``     hall
=========================  ==========================================

A file split by subject (``rules_enrolment.py``) answers as the file it was split from.

The hall's ledger is read as data: the mock halls share no code with the SDK, and are not imported here.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from importlib import resources
from importlib.resources.abc import Traversable
from typing import TypedDict

from sigateway.errors import RulebookError

from .rulebook import Rulebook
from .schema import Kind, Rule

_ACCESS, _DOCUMENT, _FLOW, _PREFLIGHT = Kind.ACCESS, Kind.DOCUMENT, Kind.FLOW, Kind.PREFLIGHT

#: File of a region, up to its subject -> the ways in which it enforces, and the one assumed when the rule's kind lists none.
_WAYS: Mapping[str, tuple[tuple[Kind, ...], Kind | None]] = {
    "rules": ((_PREFLIGHT,), _PREFLIGHT),
    "flows": ((_FLOW, _ACCESS, _DOCUMENT), _FLOW),
    "wire": ((_FLOW, _ACCESS, _DOCUMENT), _FLOW),
    "access": ((_ACCESS,), _ACCESS),
    "documents": ((_DOCUMENT,), _DOCUMENT),
    "plugin": ((_ACCESS, _PREFLIGHT, _FLOW, _DOCUMENT), None),
}
_ANY_OTHER: tuple[tuple[Kind, ...], Kind | None] = ((_FLOW, _ACCESS, _DOCUMENT), None)
_ORDER = (_PREFLIGHT, _FLOW, Kind.HALL, _DOCUMENT, _ACCESS)
_RULE_ID = re.compile(r"\b[A-Z]{2,}(?:-[A-Z]+)*-\d{2,}\b")


class RuleCoverage(TypedDict):
    """One rule's line."""

    id: str
    statement: str
    kind: list[str]
    known: str | None
    grade: str
    enforced_by: list[str]
    tests: list[str]


class Coverage(TypedDict):
    """What the command prints."""

    region: str
    rules: list[RuleCoverage]


def coverage(
    region: str,
    book: Rulebook,
    *,
    sources: Mapping[str, str],
    ledger: Collection[str],
    tests: Mapping[str, Sequence[str]],
) -> Coverage:
    """Every rule of the book with who enforces it.

    ``sources`` is file name -> text (:func:`region_sources`), ``ledger`` the rule ids of the hall's ledger
    (:func:`ledger_rules`, or any mapping keyed by them), ``tests`` rule id -> node ids of tests that pin it.
    """
    named = {file: frozenset(_RULE_ID.findall(text)) for file, text in sources.items()}
    return {
        "region": region,
        "rules": [
            {
                "id": rule.id,
                "statement": rule.statement,
                "kind": [kind.value for kind in rule.kind],
                "known": rule.known.value if rule.known else None,
                "grade": rule.grade.name,
                "enforced_by": _enforced_by(rule, named, in_hall=rule.id in ledger),
                "tests": sorted(tests.get(rule.id, ())),
            }
            for rule in book.rules
        ],
    }


def region_sources(package: str) -> dict[str, str]:
    """File name -> text of the region's sources that can enforce a rule."""
    return dict(_sources(resources.files(package), ""))


def _sources(folder: Traversable, path: str) -> Iterator[tuple[str, str]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _sources(entry, f"{path}{entry.name}/")
        elif entry.name.endswith(".py"):
            yield f"{path}{entry.name}", entry.read_text(encoding="utf-8")


def _of(file: str) -> str:
    """What a file holds, whatever its subject: ``rules`` for ``rules_enrolment.py``."""
    return file.rpartition("/")[2].removesuffix(".py").partition("_")[0]


def ledger_rules(ledger: Traversable) -> frozenset[str]:
    """The rule ids that a hall's ``ledger.toml`` says it enforces.

    ``ledger`` is a path or a package resource. Each of its entries ``[[rule]]`` has an ``id``.
    """
    try:
        data = tomllib.loads(ledger.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise RulebookError(f"{ledger}: the hall's ledger cannot be read: {error}") from error
    entries = data.get("rule")
    if not isinstance(entries, list) or not all(isinstance(e, dict) and "id" in e for e in entries):
        raise RulebookError(f"{ledger}: lists no [[rule]] with an id: list there the rules the hall enforces")
    return frozenset(entry["id"] for entry in entries)


def _enforced_by(rule: Rule, named: Mapping[str, frozenset[str]], *, in_hall: bool) -> list[str]:
    found: set[Kind] = {Kind.HALL} if in_hall else set()
    for file, ids in named.items():
        if rule.id in ids:
            ways, otherwise = _WAYS.get(_of(file), _ANY_OTHER)
            listed = {way for way in ways if way in rule.kind}
            found |= listed or ({otherwise} if otherwise else set())
    return [kind.value for kind in _ORDER if kind in found]
