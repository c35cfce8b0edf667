"""The pages and text lists of ``medical``, read. Pure: a page that is not whole is no page."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from sigateway.plugin import Reply, WireChanged

_END: Final = "<!--页面结束--></body></html>"
_NONE: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True)
class Form:
    """A form: what each of its fields holds, and which must be filled in."""

    inputs: Mapping[str, str] = field(repr=False)
    mandatory: frozenset[str]


@dataclass(frozen=True)
class Page:
    """One page: its kind, its messages, its named lists of fields, its forms by where they go, its table of rows."""

    kind: str
    errors: tuple[str, ...]
    notices: tuple[str, ...]
    lists: Mapping[str, Mapping[str, str]] = field(repr=False)
    forms: Mapping[str, Form] = field(repr=False)
    submissions: tuple[Mapping[str, str], ...] = field(repr=False)

    def fields(self, name: str) -> Mapping[str, str]:
        """The fields of one ``<dl>``; none when the page has no such list."""
        return self.lists.get(name, _NONE)

    def form(self, action: str) -> Form:
        """The form that goes there; WireChanged when the page has none."""
        found = self.forms.get(action)
        if found is None:
            raise WireChanged(f"page {self.kind}", f"a form to {action}", " ".join(self.forms) or "none")
        return found


def check_names(where: str, shown: Collection[str], known: Collection[str]) -> None:
    """A form has exactly the fields that this region knows; WireChanged names the difference."""
    missing, unknown = sorted(set(known) - set(shown)), sorted(set(shown) - set(known))
    if missing or unknown:
        raise WireChanged(where, "the fields this region knows", f"missing {missing}, unknown {unknown}")


def page(reply: Reply) -> Page | None:
    """The page in this reply; ``None`` when it is not whole."""
    if "page" not in reply.memo:
        reply.memo["page"] = _read(reply)
    found: Page | None = reply.memo["page"]
    return found


def _read(reply: Reply) -> Page | None:
    try:
        text = reply.content.decode("gbk")
    except UnicodeDecodeError:
        return None
    if not "".join(text[-80:].split()).endswith(_END):
        return None
    tree = LexborHTMLParser(text)
    meta = tree.css_first("meta[name=hall-page]")
    kind = meta.attributes.get("content") if meta else None
    if not kind:
        return None
    messages = tree.css_first("ul#messages")
    words = tuple(_text(each) for each in messages.css("li")) if messages else ()
    bad = messages is not None and "error" in (messages.attributes.get("class") or "")
    return Page(
        kind=kind,
        errors=words if bad else (),
        notices=() if bad else words,
        lists={_attribute(each, "id"): _fields(each) for each in tree.css("dl[id]")},
        forms={_attribute(each, "action"): _form(each) for each in tree.css("form[method=post]")},
        submissions=_submissions(tree),
    )


def _text(node: LexborNode) -> str:
    return node.text(deep=True)


def _attribute(node: LexborNode, name: str) -> str:
    return node.attributes.get(name) or ""


def _fields(node: LexborNode) -> Mapping[str, str]:
    return {_attribute(each, "data-field"): _text(each) for each in node.css("dd[data-field]")}


def _form(form: LexborNode) -> Form:
    found: dict[str, str] = {}
    mandatory: set[str] = set()
    for each in form.css("input[name], select[name], textarea[name]"):
        name = _attribute(each, "name")
        found[name] = _value(each)
        around = each.parent
        if "required" in each.attributes or (
            around is not None and "red" in _attribute(around, "class").split()
        ):
            mandatory.add(name)
    return Form(found, frozenset(mandatory))


def _value(control: LexborNode) -> str:
    if control.tag == "textarea":
        return _text(control)
    if control.tag == "select":
        chosen = control.css_first("option[selected]")
        return _attribute(chosen, "value") if chosen else ""
    return _attribute(control, "value")


def _submissions(tree: LexborHTMLParser) -> tuple[Mapping[str, str], ...]:
    table = tree.css_first("table#tijiao")
    if table is None:
        return ()
    rows = []
    for row in table.css("tr"):
        cells = {_attribute(each, "data-field"): _text(each) for each in row.css("td[data-field]")}
        if cells:
            rows.append(cells)
    return tuple(rows)


def is_whole_text(content: bytes) -> bool:
    """Whether a text of either site came to its end: a list to ``#END``, a file to its trailer."""
    last = content.rstrip(b"\r\n").rpartition(b"\n")[2]
    return content.endswith(b"\r\n") and last.startswith((b"#END\t", b"T\t"))


@dataclass(frozen=True)
class TextPage:
    """One page of a text list."""

    page: int
    pages: int
    rows: tuple[Mapping[str, str], ...] = field(repr=False)
    total: int


def text_list(reply: Reply, name: str) -> TextPage:
    """The list of that name in this reply; WireChanged when it is another, or not whole."""
    try:
        lines = [line.split("\t") for line in reply.content.decode("gbk").split("\r\n")]
        (mark, kind, page_number, pages), names = lines[0], lines[1]
        rows, end = lines[2:-2], lines[-2]
        whole = mark.startswith("#MOCK") and kind == name and end[0] == "#END" and lines[-1] == [""]
        if not whole or int(end[1]) != len(rows) or any(len(row) != len(names) for row in rows):
            raise ValueError
        found = tuple(dict(zip(names, row, strict=True)) for row in rows)
        return TextPage(int(page_number), int(pages), found, int(end[2]))
    except (ValueError, IndexError):
        raise WireChanged(name, "a whole list", "another text, or a part of one") from None
