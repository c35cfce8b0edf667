"""Documents of XML: read safely, written plainly. Whatever is not of the agreed form is refused as a whole.

No DTD, entity, comment or instruction is ever parsed: their first bytes are looked for before the parser is asked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from xml.parsers import expat

DECLARATION = b'<?xml version="1.0" encoding="UTF-8"?>'
MOST_DEEP = 16

_FORBIDDEN = (b"<!", b"<?")
_WHITE = " \t\r\n"
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;", "\r": "&#13;"}
_ESCAPED = str.maketrans(_ESCAPES)


class MalformedError(Exception):
    """A document that is not of the agreed form."""


@dataclass(frozen=True, slots=True)
class Node:
    """An element: of elements, or of text, never both."""

    name: str
    text: str = ""
    children: tuple[Node, ...] = ()
    attributes: tuple[tuple[str, str], ...] = ()


def node(name: str, content: str | Iterable[Node] = "", /, **attributes: str) -> Node:
    """An element of text, or of other elements."""
    named = tuple(attributes.items())
    if isinstance(content, str):
        return Node(name, content, (), named)
    return Node(name, "", tuple(content), named)


def leaves(**texts: str) -> tuple[Node, ...]:
    """Elements of text, by name."""
    return tuple(Node(name, text) for name, text in texts.items())


def rows(name: str, content: Iterable[Iterable[Node]]) -> Node:
    """An element of rows."""
    return node(name, tuple(node("h", row) for row in content))


def read_document(content: bytes) -> Node:
    """The root of a document, or a ``MalformedError``."""
    if not content.startswith(DECLARATION):
        raise MalformedError("the XML declaration is not the agreed one")
    rest = content[len(DECLARATION) :]
    if any(mark in rest for mark in _FORBIDDEN):
        raise MalformedError("a DTD, a comment, CDATA or an instruction")
    return _Reader().read(content)


def write_document(root: Node) -> bytes:
    """A document with its declaration; it ends in the end tag of the root and one line feed."""
    parts: list[str] = ["\n"]
    _write(root, parts)
    parts.append("\n")
    return DECLARATION + "".join(parts).encode("utf-8")


def _write(element: Node, parts: list[str]) -> None:
    attributes = "".join(f' {name}="{value.translate(_ESCAPED)}"' for name, value in element.attributes)
    parts.append(f"<{element.name}{attributes}>")
    for child in element.children:
        _write(child, parts)
    parts.append(f"{element.text.translate(_ESCAPED)}</{element.name}>")


@dataclass(slots=True)
class _Open:
    """An element whose end has not been read."""

    name: str
    attributes: tuple[tuple[str, str], ...]
    text: list[str]
    children: list[Node]


class _Reader:
    """Builds nodes from what the parser says. It knows no namespaces: a colon in a name is refused."""

    def __init__(self) -> None:
        self._open: list[_Open] = []
        self._root: Node | None = None

    def read(self, content: bytes) -> Node:
        parser = expat.ParserCreate("UTF-8")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        try:
            parser.Parse(content, True)
        except expat.ExpatError as error:
            raise MalformedError(str(error)) from error
        if self._root is None:
            raise MalformedError("no root")
        return self._root

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self._open) >= MOST_DEEP:
            raise MalformedError("too deep")
        if ":" in name or any(":" in each or each == "xmlns" for each in attributes):
            raise MalformedError("a namespace")
        self._open.append(_Open(name, tuple(attributes.items()), [], []))

    def _characters(self, text: str) -> None:
        self._open[-1].text.append(text)

    def _end(self, _name: str) -> None:
        ended = self._open.pop()
        text = "".join(ended.text)
        if ended.children:
            if text.strip(_WHITE):
                raise MalformedError(f"{ended.name} holds elements and text")
            text = ""
        read = Node(ended.name, text, tuple(ended.children), ended.attributes)
        if self._open:
            self._open[-1].children.append(read)
        else:
            self._root = read
