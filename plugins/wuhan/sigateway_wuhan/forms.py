"""HTML forms as the hall shows them: read, and checked before anything is written into them. Part of the wire."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from selectolax.lexbor import LexborNode

from sigateway.plugin import WireChanged

from .fields import FormField
from .wire import Page

_BUTTONS: Final = ("submit", "button", "image", "reset")


@dataclass(frozen=True)
class Form:
    """A form as shown: what each field holds, what a field with options offers, in whose words, and which must be filled in 必录."""

    values: Mapping[str, str] = field(repr=False)
    options: Mapping[str, Mapping[str, str]]
    mandatory: frozenset[str] = frozenset()


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
    options: dict[str, dict[str, str]] = {}
    mandatory: set[str] = set()
    for node in form.css("input, select, textarea"):
        attributes = node.attributes
        name, kind = attributes.get("name"), (attributes.get("type") or "text").lower()
        if not name or (node.tag == "input" and kind in _BUTTONS):
            continue
        value = attributes.get("value") or ""
        if "required" in attributes or _is_red(node):
            mandatory.add(name)
        if node.tag == "textarea":
            values[name] = node.text()
        elif node.tag == "select":
            values[name], options[name] = _select(node)
        elif kind == "radio":
            options.setdefault(name, {})[value] = ""
            values.setdefault(name, "")
            if "checked" in attributes:
                values[name] = value
        elif kind == "checkbox":
            values[name] = value if "checked" in attributes else ""
        else:
            values[name] = value
    return Form(values, options, frozenset(mandatory))


def _is_red(node: LexborNode) -> bool:
    """Red fields are mandatory (WH-32); the colour is that of what stands around them."""
    around = node.parent
    return around is not None and "red" in (around.attributes.get("class") or "").split()


def _select(node: LexborNode) -> tuple[str, dict[str, str]]:
    offered: dict[str, str] = {}
    chosen: str | None = None
    for option in node.css("option"):
        value = option.attributes.get("value") or ""
        offered[value] = option.text(strip=True)
        if chosen is None and "selected" in option.attributes:
            chosen = value
    return next(iter(offered), "") if chosen is None else chosen, offered


def check_options(where: str, form: Form, name: str, wanted: Collection[str], *, show: bool = True) -> None:
    """A field with a choice must offer what we write. ``show`` only what is ours to show, never a person's value."""
    offered = form.options.get(name)
    if offered is not None and not set(wanted) <= offered.keys():
        expected = f"{name}: {sorted(wanted)}" if show else f"{name}: the option to be written"
        raise WireChanged(where, expected, f"{sorted(offered)}" if show else "not offered")


def check_field(where: str, form: Form, known: FormField) -> None:
    """A field with a choice must offer every code that this region writes, each in the words that it knows.

    Codes and words are the hall's, so they may be shown.
    """
    offered = form.options.get(known.name)
    if offered is None:
        return
    missing, unknown = (
        sorted(known.options.keys() - offered.keys()),
        sorted(offered.keys() - known.options.keys()),
    )
    if missing:
        raise WireChanged(where, f"the options of {known.name}", f"missing {missing}, unknown {unknown}")
    for code, word in known.options.items():
        if not known.means(code, offered[code]):
            raise WireChanged(where, f"{known.name}={code} {word}", offered[code])


def check_mandatory(where: str, form: Form, known: FormField, value: str | bytes | None) -> None:
    """What is left empty must not be mandatory by now; what this region knows to be mandatory is for its rules to say."""
    if not value and not known.red and known.name in form.mandatory:
        raise WireChanged(where, f"{known.name} {known.label}: may be left empty", "必录项")
