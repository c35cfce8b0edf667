"""Changes of an HTML page: its forms, what it shows, its mark and title."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from .mutation import NEW_FIELD, Change, Mutation

_CONTROLS = "input, select, textarea"
_MARK = 'meta[name="hall-page"]'


def mutations(text: str, written: Collection[tuple[str, str]]) -> Iterator[Mutation]:
    """Every change of this page. Of a choice with many options only those that are ``written`` and one more are changed."""
    tree = LexborHTMLParser(text)
    for form in tree.css("form[action]"):
        yield Mutation(Change.FIELD_ADDED, _action(form))
        yield Mutation(Change.FORM_MOVED, _action(form))
    for name in _names(tree.css(_CONTROLS), "name"):
        yield Mutation(Change.FIELD_RENAMED, name)
        yield Mutation(Change.FIELD_REMOVED, name)
        if not all(_is_mandatory(control) for control in _controls(tree, name)):
            yield Mutation(Change.FIELD_MANDATORY, name)
    for name in _names(tree.css("select"), "name"):
        codes = [code for option in tree.css(f'select[name="{name}"] option') if (code := _code(option))]
        chosen = [code for code in codes if (name, code) in written][:1]
        for code in chosen + [code for code in codes if code not in chosen][:1]:
            target = f"{name}={code}"
            yield Mutation(Change.OPTION_CODE, target)
            yield Mutation(Change.OPTION_REMOVED, target)
            yield Mutation(Change.OPTION_LABEL, target)
        if len(codes) > 1:
            yield Mutation(Change.OPTION_SWAPPED, f"{name}={(chosen or codes)[0]}")
    for name in _names(tree.css("label[for]"), "for"):
        yield Mutation(Change.LABEL, name)
    for words in dict.fromkeys(button.text(strip=True) for button in tree.css("form button")):
        yield Mutation(Change.BUTTON, words)
    for name in _names(tree.css("[data-field]"), "data-field"):
        yield Mutation(Change.SHOWN_RENAMED, name)
        yield Mutation(Change.SHOWN_REMOVED, name)
    if tree.css_first(_MARK) is not None:
        yield Mutation(Change.MARK)
    if tree.css_first("title") is not None:
        yield Mutation(Change.TITLE)


def mutated(text: str, mutation: Mutation) -> str | None:
    """The page so changed; ``None`` when it has nothing there."""
    tree = LexborHTMLParser(text.rstrip())  # what stands after the end would be moved before it
    return tree.html if _CHANGES[mutation.change](tree, mutation.target) else None


def _field_renamed(tree: LexborHTMLParser, name: str) -> bool:
    return _each(_controls(tree, name), lambda control: _set(control, "name", f"{name}_xin"))


def _field_removed(tree: LexborHTMLParser, name: str) -> bool:
    return _each(_controls(tree, name), lambda control: control.decompose())


def _field_added(tree: LexborHTMLParser, action: str) -> bool:
    def add(form: LexborNode) -> None:
        new = LexborHTMLParser(f'<input name="{NEW_FIELD}" required>').css_first("input")
        assert new is not None
        form.insert_child(new)

    return _each([form for form in tree.css("form[action]") if _action(form) == action], add)


def _field_mandatory(tree: LexborHTMLParser, name: str) -> bool:
    coloured = tree.css_first(".red") is not None  # some halls mark by a class around the field

    def mark(control: LexborNode) -> None:
        _set(control, "required", "required")
        if control.parent is not None and coloured:
            _set(control.parent, "class", " ".join(dict.fromkeys((*_classes(control.parent), "red"))))

    return _each(_controls(tree, name), mark)


def _form_moved(tree: LexborHTMLParser, action: str) -> bool:
    moved = f"xin_{action.rpartition('/')[2]}"
    forms = [form for form in tree.css("form[action]") if _action(form) == action]
    return _each(forms, lambda form: _set(form, "action", moved))


def _option_code(tree: LexborHTMLParser, target: str) -> bool:
    _, _, code = target.partition("=")
    return _each(_options(tree, target), lambda option: _set(option, "value", f"9{code}"))


def _option_removed(tree: LexborHTMLParser, target: str) -> bool:
    return _each(_options(tree, target), lambda option: option.decompose())


def _option_label(tree: LexborHTMLParser, target: str) -> bool:
    return _each(_options(tree, target), lambda option: _say(option, "另一种情形"))


def _option_swapped(tree: LexborHTMLParser, target: str) -> bool:
    name, _, code = target.partition("=")
    here = _options(tree, target)
    others = [
        option for option in tree.css(f'select[name="{name}"] option') if _code(option) not in ("", code)
    ]
    if not here or not others:
        return False
    mine, other = here[0].text(), others[0].text()
    _say(here[0], other)
    _say(others[0], mine)
    return True


def _label(tree: LexborHTMLParser, name: str) -> bool:
    return _each(tree.css(f'label[for="{name}"]'), lambda label: _say(label, "另一栏目"))


def _button(tree: LexborHTMLParser, words: str) -> bool:
    buttons = [button for button in tree.css("form button") if button.text(strip=True) == words]
    return _each(buttons, lambda button: _say(button, "另一操作"))


def _shown_renamed(tree: LexborHTMLParser, name: str) -> bool:
    return _each(_shown(tree, name), lambda node: _set(node, "data-field", f"{name}_xin"))


def _shown_removed(tree: LexborHTMLParser, name: str) -> bool:
    return _each(_shown(tree, name), lambda node: node.decompose())


def _mark(tree: LexborHTMLParser, target: str) -> bool:
    return _each(tree.css(_MARK), lambda mark: _set(mark, "content", "xin_yemian"))


def _title(tree: LexborHTMLParser, target: str) -> bool:
    return _each(tree.css("title"), lambda title: _say(title, "新版页面"))


_CHANGES: dict[Change, Callable[[LexborHTMLParser, str], bool]] = {
    Change.FIELD_RENAMED: _field_renamed,
    Change.FIELD_REMOVED: _field_removed,
    Change.FIELD_ADDED: _field_added,
    Change.FIELD_MANDATORY: _field_mandatory,
    Change.FORM_MOVED: _form_moved,
    Change.OPTION_CODE: _option_code,
    Change.OPTION_REMOVED: _option_removed,
    Change.OPTION_LABEL: _option_label,
    Change.OPTION_SWAPPED: _option_swapped,
    Change.LABEL: _label,
    Change.BUTTON: _button,
    Change.SHOWN_RENAMED: _shown_renamed,
    Change.SHOWN_REMOVED: _shown_removed,
    Change.MARK: _mark,
    Change.TITLE: _title,
}


def forms_with(text: str, name: str) -> set[str]:
    """Where the forms go that have a field of this name."""
    tree = LexborHTMLParser(text)
    return {_action(form) for form in tree.css("form[action]") if _controls(form, name)}


def actions(text: str) -> set[str]:
    """Where the page's forms go."""
    return {_action(form) for form in LexborHTMLParser(text).css("form[action]")}


def _each(nodes: list[LexborNode], change: Callable[[LexborNode], None]) -> bool:
    for node in nodes:
        change(node)
    return bool(nodes)


def _names(nodes: list[LexborNode], attribute: str) -> list[str]:
    return list(dict.fromkeys(name for node in nodes if (name := node.attributes.get(attribute))))


def _controls(inside: LexborHTMLParser | LexborNode, name: str) -> list[LexborNode]:
    return [control for control in inside.css(_CONTROLS) if control.attributes.get("name") == name]


def _options(tree: LexborHTMLParser, target: str) -> list[LexborNode]:
    name, _, code = target.partition("=")
    return [option for option in tree.css(f'select[name="{name}"] option') if _code(option) == code]


def _shown(tree: LexborHTMLParser, name: str) -> list[LexborNode]:
    return tree.css(f'[data-field="{name}"]')


def _action(form: LexborNode) -> str:
    return form.attributes.get("action") or ""


def _code(option: LexborNode) -> str:
    return option.attributes.get("value") or ""


def _classes(node: LexborNode) -> list[str]:
    return (node.attributes.get("class") or "").split()


def _is_mandatory(control: LexborNode) -> bool:
    return (
        "required" in control.attributes
        or (control.attributes.get("type") or "").lower() == "hidden"
        or (control.parent is not None and "red" in _classes(control.parent))
    )


def _set(node: LexborNode, attribute: str, value: str) -> None:
    node.attrs[attribute] = value


def _say(node: LexborNode, words: str) -> None:
    node.inner_html = words
