"""XML, written exactly and read safely. Part of the wire; pure.

No document of this hall has a DTD, an entity of its own, a comment or an instruction: whoever finds one stops before parsing, so that
nothing in it is ever expanded or fetched.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final
from xml.etree.ElementTree import Element, ParseError, XMLParser

from sigateway.plugin import ConfigurationError

DECLARATION: Final = b'<?xml version="1.0" encoding="UTF-8"?>'
"""The first bytes of every document."""

LARGEST_REPLY: Final = 2 * 1024 * 1024
LARGEST_REQUEST: Final = 64 * 1024
_DEEPEST: Final = 16

_ALLOWED: Final = re.compile(r"[\t\n\r\u0020-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]*")
"""The characters that XML 1.0 can carry."""

_ESCAPES: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;", "\r": "&#13;"}

Part = tuple[str, "str | Iterable[Part]"]
"""An element to write: its name, and its text or its elements."""


class Unsafe(ValueError):
    """A document that is not parsed, or not of the form that both sides keep. No content in the message."""


def can_carry(text: str) -> bool:
    """Whether XML has a way to write every character."""
    return _ALLOWED.fullmatch(text) is not None


def document(root: str, attributes: str, parts: Iterable[Part]) -> bytes:
    """A whole document, byte for byte as it is sent: no white space between elements."""
    inner = "".join(written(part) for part in parts)
    whole = DECLARATION + f"<{root} {attributes}>{inner}</{root}>".encode()
    if len(whole) > LARGEST_REQUEST:
        raise ConfigurationError(f"报文超过 {LARGEST_REQUEST // 1024} KiB，未发送；请核对申报内容。")
    return whole


def written(part: Part) -> str:
    """One element; an empty one where there is nothing to say."""
    name, inside = part
    text = _escaped(inside) if isinstance(inside, str) else "".join(written(each) for each in inside)
    return f"<{name}>{text}</{name}>" if text else f"<{name}/>"


def _escaped(text: str) -> str:
    if not can_carry(text):
        raise ConfigurationError("申报内容中有 XML 报文无法承载的控制字符，未发送；请核对姓名等文字。")
    return "".join(_ESCAPES.get(character, character) for character in text)


def parsed(content: bytes) -> Element:
    """The root element. Raises `Unsafe` before parsing when the bytes hold what no document of this hall holds."""
    if len(content) > LARGEST_REPLY:
        raise Unsafe("too large")
    if not content.startswith(DECLARATION):
        raise Unsafe("another beginning")
    inside = content[len(DECLARATION) :]
    if b"<!" in inside or b"<?" in inside:
        raise Unsafe("a declaration, comment or instruction")
    parser = XMLParser(encoding="utf-8")
    try:
        parser.feed(content)
        root: Element = parser.close()
    except (ParseError, UnicodeDecodeError, LookupError) as error:
        raise Unsafe(type(error).__name__) from None
    _check(root, 1)
    return root


def _check(element: Element, depth: int) -> None:
    """No namespaces, no deeper than agreed, and elements or text but never both."""
    if depth > _DEEPEST:
        raise Unsafe("too deep")
    if not isinstance(element.tag, str) or "{" in element.tag or ":" in element.tag:
        raise Unsafe("a namespace")
    if len(element) and (_has_text(element.text) or any(_has_text(child.tail) for child in element)):
        raise Unsafe("elements and text together")
    for child in element:
        _check(child, depth + 1)


def _has_text(text: str | None) -> bool:
    return bool(text and text.strip(" \t\r\n"))


def child(element: Element, name: str) -> Element | None:
    """The element of that name; `Unsafe` when it stands there twice, for then nobody knows which one counts."""
    found = element.findall(name)
    if len(found) > 1:
        raise Unsafe(f"{name} twice")
    return found[0] if found else None


def text_of(element: Element) -> str:
    """The text as it stands, nothing trimmed; `Unsafe` when there are elements inside."""
    if len(element):
        raise Unsafe(f"{element.tag} holds elements")
    return element.text or ""
