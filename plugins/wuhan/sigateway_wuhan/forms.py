"""HTML forms as the hall shows them: read, and checked before anything is written into them. Part of the wire."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from selectolax.lexbor import LexborNode

from sigateway.plugin import WireChanged

from .wire import Page

_BUTTONS: Final = ("submit", "button", "image", "reset")


@dataclass(frozen=True)
class Form:
    """A form as shown: what each field holds, and what a field with options offers."""

    values: Mapping[str, str] = field(repr=False)
    options: Mapping[str, frozenset[str]]


def the_form(page: Page, action: str, fields: Collection[str], *, optional: Collection[str] = ()) -> Form:
    """The form that goes to ``action``: exactly the fields this region knows, or WireChanged naming the difference."""
    for node in page.tree.css("form"):
        if urlsplit(node.attributes.get("action") or "").path.rsplit("/", 1)[-1] == action:
            break
    else:
        raise WireChanged(f"page {page.kind}", f"a form to {action}", "none")
    if (node.attributes.get("method") or "").lower() != "post":
        raise WireChanged(action, "a form sent by post", "another method")
    form = read_form(node)
    missing = sorted(set(fields) - form.values.keys())
    unknown = sorted(form.values.keys() - set(fields) - set(optional))
    if missing or unknown:
        raise WireChanged(action, "the fields this region knows", f"missing {missing}, unknown {unknown}")
    return form


def read_form(form: LexborNode) -> Form:
    values: dict[str, str] = {}
    options: dict[str, set[str]] = {}
    for node in form.css("input, select, textarea"):
        attributes = node.attributes
        name, kind = attributes.get("name"), (attributes.get("type") or "text").lower()
        if not name or (node.tag == "input" and kind in _BUTTONS):
            continue
        value = attributes.get("value") or ""
        if node.tag == "textarea":
            values[name] = node.text()
        elif node.tag == "select":
            values[name], options[name] = _select(node)
        elif kind == "radio":
            options.setdefault(name, set()).add(value)
            values.setdefault(name, "")
            if "checked" in attributes:
                values[name] = value
        elif kind == "checkbox":
            values[name] = value if "checked" in attributes else ""
        else:
            values[name] = value
    return Form(values, {name: frozenset(offered) for name, offered in options.items()})


def _select(node: LexborNode) -> tuple[str, set[str]]:
    shown = [option.attributes for option in node.css("option")]
    offered = [(attributes.get("value") or "", "selected" in attributes) for attributes in shown]
    chosen = [value for value, selected in offered if selected] or [value for value, _ in offered[:1]]
    return (chosen[0] if chosen else ""), {value for value, _ in offered}


def check_options(where: str, form: Form, name: str, wanted: Collection[str], *, show: bool = True) -> None:
    """A field with a choice must offer what we write. ``show`` only what is ours to show, never a person's value."""
    offered = form.options.get(name)
    if offered is not None and not set(wanted) <= offered:
        expected = f"{name}: {sorted(wanted)}" if show else f"{name}: the option to be written"
        raise WireChanged(where, expected, f"{sorted(offered)}" if show else "not offered")
