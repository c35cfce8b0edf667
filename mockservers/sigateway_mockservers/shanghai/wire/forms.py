"""What a request holds: each element of the form once, in its order, with the attributes that are named and no others."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass, field

from sigateway_mockservers.shanghai.declarations.fields import names_of
from sigateway_mockservers.shanghai.wire.document import MalformedError, Node, read_document

VERSION = (("bb", "1"),)
DECLARED = "sb"
_HEAD = ("gn", "dwbh", "zsxlh")
_BLANK = " \t\r\n"


@dataclass(frozen=True, slots=True)
class Head:
    """Which function is asked, and for whom."""

    function: str
    unit: str
    serial: str


@dataclass(frozen=True, slots=True)
class Asked:
    """The elements of a function by name; those of ``sb`` apart."""

    values: Mapping[str, str] = field(default_factory=dict)
    declared: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        return self.values[name]


@dataclass(frozen=True, slots=True)
class Signed:
    """A signed document, not yet looked into, its signature and the algorithm that is named."""

    document: bytes
    signature: bytes
    algorithm: str


@dataclass(frozen=True, slots=True)
class Envelope:
    """A request: its head, and either what it asks or something signed."""

    head: Head
    asked: Asked = field(default_factory=Asked)
    signed: Signed | None = None


def read_envelope(content: bytes, function: str, form: tuple[str, ...], *, signed: bool) -> Envelope:
    """A request of this function, or a ``MalformedError``."""
    root = read_document(content)
    if root.name != "qq" or root.attributes != VERSION:
        raise MalformedError("the root is not qq")
    if not signed:
        head, body = _exactly(root, ("t", "nr"))
        return Envelope(_head(_plain(head), function), read_form(_plain(body), form))
    head, wrapped, signature = _exactly(root, ("t", "qmnr", "qm"))
    if [name for name, _ in signature.attributes] != ["sf"]:
        raise MalformedError("qm names its algorithm in sf")
    algorithm = signature.attributes[0][1]
    document = from_base64(_text(_plain(wrapped)))
    return Envelope(
        _head(_plain(head), function), signed=Signed(document, from_base64(_text(signature)), algorithm)
    )


def read_signed(content: bytes, form: tuple[str, ...]) -> tuple[Head, Asked]:
    """What was signed: its own head, and the elements of the function."""
    root = read_document(content)
    if root.name != "qmwj" or root.attributes != VERSION or len(root.children) < len(_HEAD):
        raise MalformedError("the root is not qmwj")
    own, rest = root.children[: len(_HEAD)], root.children[len(_HEAD) :]
    function, unit, serial = (_text(_plain(each)) for each in _in_order(own, _HEAD))
    return Head(function, unit, serial), _read_elements(rest, form)


def read_form(body: Node, form: tuple[str, ...]) -> Asked:
    """The elements of a form."""
    return _read_elements(_elements(body), form)


def from_base64(text: str) -> bytes:
    """Bytes from the standard alphabet, padded, without line breaks."""
    try:
        return base64.b64decode(text.encode("ascii"), validate=True)
    except (UnicodeEncodeError, binascii.Error) as error:
        raise MalformedError("not base64") from error


def _read_elements(elements: tuple[Node, ...], form: tuple[str, ...]) -> Asked:
    values: dict[str, str] = {}
    declared: Mapping[str, str] = {}
    for each in _in_order(elements, form):
        if each.name == DECLARED:
            declared = _read_declared(_plain(each))
        else:
            values[each.name] = _text(_plain(each))
    return Asked(values, declared)


def _read_declared(element: Node) -> Mapping[str, str]:
    fields = _elements(element)
    names = names_of(_text(fields[0])) if fields and fields[0].name == "ywlx" else None
    if names is None:
        raise MalformedError("no such business")
    return {each.name: _text(_plain(each)) for each in _in_order(fields, names)}


def _head(element: Node, function: str) -> Head:
    named, unit, serial = (_text(_plain(each)) for each in _exactly(element, _HEAD))
    if named != function:
        raise MalformedError("the head names another function")
    return Head(named, unit, serial)


def _exactly(element: Node, names: tuple[str, ...]) -> tuple[Node, ...]:
    return _in_order(_elements(element), names)


def _in_order(elements: tuple[Node, ...], names: tuple[str, ...]) -> tuple[Node, ...]:
    if tuple(each.name for each in elements) != names:
        raise MalformedError(f"the elements are not {', '.join(names) or 'none'}, once and in this order")
    return elements


def _elements(element: Node) -> tuple[Node, ...]:
    """The elements in an element; text is out of place there, white space is not."""
    if element.text.strip(_BLANK):
        raise MalformedError(f"{element.name} holds text")
    return element.children


def _text(element: Node) -> str:
    if element.children:
        raise MalformedError(f"{element.name} holds elements")
    return element.text


def _plain(element: Node) -> Node:
    if element.attributes:
        raise MalformedError(f"{element.name} has attributes")
    return element
