"""Changes of JSON, of XML and of a text list: keys, elements, columns. Of the rows of a list all are changed alike."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

from .mutation import Change, Mutation

# --- JSON -----------------------------------------------------------------------------------------------------------


def json_mutations(text: str) -> Iterator[Mutation]:
    """Every key renamed, removed, and with a value of another type."""
    for path in dict.fromkeys(_key_paths(json.loads(text))):
        for change in (Change.KEY_RENAMED, Change.KEY_REMOVED, Change.KEY_TYPE):
            yield Mutation(change, path)


def json_mutated(text: str, mutation: Mutation) -> str | None:
    """The answer so changed; ``None`` when it has no such key."""
    said = json.loads(text)
    *way, last = mutation.target.split("/")
    holders = [holder for holder in _holders(said, way) if last in holder]
    for holder in holders:
        value = holder.pop(last)
        if mutation.change is Change.KEY_RENAMED:
            holder[f"{last}Xin"] = value
        elif mutation.change is Change.KEY_TYPE:
            holder[last] = _of_another_type(value)
    return json.dumps(said, ensure_ascii=False) if holders else None


def _of_another_type(value: Any) -> Any:
    match value:
        case str():
            return [value]
        case bool() | None:
            return "是"
        case int() | float():
            return str(value)
        case _:
            return "无"


def _key_paths(said: Any, before: str = "") -> Iterator[str]:
    match said:
        case dict():
            for key, value in said.items():
                yield before + key
                yield from _key_paths(value, f"{before}{key}/")
        case list():
            for each in said:
                yield from _key_paths(each, f"{before}*/")


def _holders(said: Any, way: list[str]) -> Iterator[dict[str, Any]]:
    match said, way:
        case dict(), []:
            yield said
        case dict(), [key, *rest] if key in said:
            yield from _holders(said[key], rest)
        case list(), ["*", *rest]:
            for each in said:
                yield from _holders(each, rest)


# --- XML ------------------------------------------------------------------------------------------------------------


def xml_mutations(text: str) -> Iterator[Mutation]:
    """Every element renamed and removed."""
    root = ET.fromstring(text)
    for path in dict.fromkeys(_element_paths(root)):
        yield Mutation(Change.ELEMENT_RENAMED, path)
        yield Mutation(Change.ELEMENT_REMOVED, path)


def xml_mutated(text: str, mutation: Mutation) -> str | None:
    """The answer so changed, byte for byte as it was elsewhere; ``None`` when it has no such element."""
    root = ET.fromstring(text)
    way, _, last = mutation.target.rpartition("/")
    holders = root.findall(way) if way else [root]
    found = [(holder, each) for holder in holders for each in holder.findall(last)]
    for holder, each in found:
        if mutation.change is Change.ELEMENT_RENAMED:
            each.tag = f"{last}_xin"
        else:
            holder.remove(each)
    declaration, ending = (
        text[: text.index("?>") + 2] if text.startswith("<?") else "",
        text[len(text.rstrip()) :],
    )
    between = "\n" if text[len(declaration) :].startswith("\n") else ""
    return declaration + between + ET.tostring(root, encoding="unicode") + ending if found else None


def _element_paths(element: Element, before: str = "") -> Iterator[str]:
    for each in element:
        yield before + each.tag
        yield from _element_paths(each, f"{before}{each.tag}/")


# --- text lists -----------------------------------------------------------------------------------------------------


def text_mutations(text: str) -> Iterator[Mutation]:
    """Every column of a list whose second line names them."""
    for name in _columns(text):
        yield Mutation(Change.COLUMN_RENAMED, name)


def text_mutated(text: str, mutation: Mutation) -> str | None:
    """The list with that column renamed; ``None`` when it has none."""
    if mutation.target not in _columns(text):
        return None
    lines = text.split("\r\n")
    lines[1] = "\t".join(f"{n}_xin" if n == mutation.target else n for n in lines[1].split("\t"))
    return "\r\n".join(lines)


def _columns(text: str) -> list[str]:
    lines = text.split("\r\n")
    return lines[1].split("\t") if len(lines) > 2 and lines[0].startswith("#") else []


READERS: dict[str, tuple[Callable[[str], Iterator[Mutation]], Callable[[str, Mutation], str | None]]] = {
    "json": (json_mutations, json_mutated),
    "xml": (xml_mutations, xml_mutated),
    "text": (text_mutations, text_mutated),
}
"""Of each kind of content: the mutations there are, and one of them done."""
