"""The form of a ``rules.toml``: what a layer of rules may say, and how one is read.

::

    schema = "rulebook/1"
    region = "wuhan"
    [sources.001]
    title = "…"                 # era and kind are free words
    era = "2010-2014"
    kind = "official guide copies"
    [hall.settling_seconds]     # how the hall behaves, as far as a client must know
    value = "120"
    why = "…"
    [[rule]]
    id = "WH-53"
    statement = "…"             # one English sentence
    words = "…"                 # the source's key words
    source = "001"
    grade = "E2"
    kind = ["preflight", "hall"]
    known = "lookup"            # optional, see Known
    stage = "entrance"          # optional, see Stage
    replaces = "zhejiang"       # overlays only: the layer whose rule gives way
    [[rule.figures]]
    effective_from = 2010-01-01
    until = 2014-12-31          # optional, included
    values = { women_from = "16" }

Numbers are strings, so that no amount passes through binary floating point. Whatever is malformed is refused
with the file, the rule and the cure.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, PlainSerializer, ValidationError, model_validator

from sigateway.errors import RulebookError
from sigateway.filings.base import Model
from sigateway.filings.findings import Grade, Known, Stage


class Kind(StrEnum):
    """What comes of a rule."""

    PREFLIGHT = "preflight"  #: checked before sending
    FLOW = "flow"  #: the conversation obeys it
    HALL = "hall"  #: the hall enforces it
    DOCUMENT = "document"  #: a form or a file
    ACCESS = "access"  #: accounts, certificates, roles
    NOTE = "note"  #: shown to people, nothing to enforce


def _grade(value: object) -> object:
    if isinstance(value, str):
        if value not in Grade.__members__:
            raise ValueError(f"grade is one of {', '.join(Grade.__members__)}")
        return Grade[value]
    return value


GradeName = Annotated[Grade, BeforeValidator(_grade), PlainSerializer(lambda grade: Grade(grade).name)]
Text = Annotated[str, Field(min_length=1)]


class Source(Model):
    """A document that rules are cited from."""

    title: Text
    era: Text
    kind: Text


class HallSetting(Model):
    """How the hall behaves in one respect, and why we think so."""

    value: Text
    why: Text
    replaces: str | None = None


class Figures(Model):
    """Values in force from one day until another, both included."""

    effective_from: date
    until: date | None = None
    values: Mapping[str, Text] = Field(min_length=1)

    @model_validator(mode="after")
    def _forwards(self) -> Figures:
        if self.until is not None and self.until < self.effective_from:
            raise ValueError(f"figures end on {self.until} before they begin on {self.effective_from}")
        return self

    def holds(self, day: date) -> bool:
        """Whether these values are in force on the day."""
        return self.effective_from <= day and (self.until is None or day <= self.until)


class Rule(Model):
    """One rule with its citation. ``layer`` is the region of the layer it comes from."""

    id: str = Field(pattern=r"^[A-Z]{2,}(-[A-Z]+)*-\d{2,}$")
    statement: Text
    words: str = ""
    source: Text
    grade: GradeName
    kind: tuple[Kind, ...] = Field(min_length=1)
    known: Known | None = None
    stage: Stage | None = None
    replaces: str | None = None
    figures: tuple[Figures, ...] = ()
    layer: str
    cited: Source

    @model_validator(mode="after")
    def _dated_apart(self) -> Rule:
        ordered = sorted(self.figures, key=lambda figures: figures.effective_from)
        for earlier, later in pairwise(ordered):
            if earlier.until is None or earlier.until >= later.effective_from:
                raise ValueError(
                    f"figures from {earlier.effective_from} and from {later.effective_from} overlap:"
                    " give the earlier ones an `until` before the later ones begin"
                )
        return self


class Layer(Model):
    """One ``rules.toml``: a region's, a city's over its province's, or a vendor's own."""

    origin: str
    region: str
    sources: Mapping[str, Source]
    hall: Mapping[str, HallSetting]
    rules: tuple[Rule, ...]


class _File(Model):
    """The top of the file; rules are read one by one, so that a refusal can name the rule."""

    schema_: Literal["rulebook/1"] = Field(alias="schema")
    region: str = Field(pattern=r"^[a-z]+(\.[a-z]+)*$")
    sources: Mapping[str, Source] = {}
    hall: Mapping[str, HallSetting] = {}
    rule: tuple[dict[str, Any], ...] = ()


@cache
def load_layer(package: str, name: str = "rules.toml") -> Layer:
    """Read the layer that lies in an importable package. Read once in a process."""
    origin = f"{package}/{name}"
    try:
        text = resources.files(package).joinpath(name).read_text(encoding="utf-8")
    except (OSError, ImportError) as error:
        raise RulebookError(
            f"{origin}: cannot be read ({error}): is the file part of the installed package?"
        ) from error
    return parse_layer(text, origin)


def parse_layer(text: str, origin: str) -> Layer:
    """Read one layer from TOML text; ``origin`` names it in errors."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RulebookError(f"{origin}: not TOML: {error}") from error
    try:
        file = _File.model_validate(data)
    except ValidationError as error:
        raise RulebookError(f"{origin}: {_say(error)}") from error
    rules: dict[str, Rule] = {}
    for position, raw in enumerate(file.rule, 1):
        rule = _read_rule(raw, file, origin, position)
        if rule.id in rules:
            raise RulebookError(
                f"{origin}: rule {rule.id} stands there twice: keep one, with its figures dated"
            )
        rules[rule.id] = rule
    return Layer(
        origin=origin, region=file.region, sources=file.sources, hall=file.hall, rules=tuple(rules.values())
    )


def _read_rule(raw: Mapping[str, Any], file: _File, origin: str, position: int) -> Rule:
    where = f"{origin}: rule {raw.get('id', f'number {position}, which has no id')}"
    reserved = {"layer", "cited"} & raw.keys()
    if reserved:
        raise RulebookError(f"{where}: unknown key {sorted(reserved)[0]!r}: remove it")
    cited = file.sources.get(str(raw.get("source", "")))
    if cited is None:
        raise RulebookError(
            f"{where}: cites no known source: set `source` to one of"
            f" {', '.join(sorted(file.sources)) or '(none)'} or add it under [sources]"
        )
    try:
        return Rule.model_validate({**raw, "layer": file.region, "cited": cited})
    except ValidationError as error:
        raise RulebookError(f"{where}: {_say(error)}") from error


def _say(error: ValidationError) -> str:
    return "; ".join(_say_one(detail["type"], detail["loc"], detail["msg"]) for detail in error.errors())


def _say_one(kind: str, loc: tuple[int | str, ...], message: str) -> str:
    key = ".".join(str(part) for part in loc)
    match kind:
        case "extra_forbidden":
            return f"unknown key {key!r}: remove it or correct its spelling"
        case "missing":
            return f"{key!r} is missing: add it"
        case "string_type":
            return f"{key!r} is not a string: write it in quotes"
        case _:
            return f"{key}: {message}" if key else message
