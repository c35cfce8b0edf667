"""``docs/hooks.md`` is the contract: each hook has its section, its exact signature, an example that fits, and a test."""

from __future__ import annotations

import ast
import inspect
import re
from pathlib import Path

import pytest

from sigateway import plugin
from sigateway.hookspecs import HOOK_NAMES, Hooks

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs/hooks.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^## `(\w+)(?=\()(.*?)(?=^## |\Z)", TEXT, re.MULTILINE | re.DOTALL))


def signature(hook: str) -> str:
    full = inspect.signature(getattr(Hooks, hook))
    own = full.replace(parameters=[p for p in full.parameters.values() if p.name != "self"])
    return f"{hook}{own}".replace("'", "")


def example(hook: str) -> tuple[str, ast.FunctionDef]:
    [code] = re.findall(r"```python\n(.*?)```", SECTIONS[hook], re.DOTALL)
    [function] = ast.parse(code).body
    assert isinstance(function, ast.FunctionDef)
    return code, function


def test_the_sections_are_the_hooks_in_their_order() -> None:
    assert tuple(SECTIONS) == HOOK_NAMES


@pytest.mark.parametrize("hook", HOOK_NAMES)
def test_the_section_is_headed_by_the_exact_signature(hook: str) -> None:
    assert f"\n## `{signature(hook)}`\n" in TEXT


@pytest.mark.parametrize("hook", HOOK_NAMES)
def test_the_section_says_how_answers_are_joined(hook: str) -> None:
    first = getattr(Hooks, hook).sigateway_spec["firstresult"]
    body = SECTIONS[hook].split("\n\n", 1)[1]
    assert body.startswith("First result. " if first else "Collecting. ")


@pytest.mark.parametrize("hook", HOOK_NAMES)
def test_the_example_is_a_short_implementation_that_registration_would_take(hook: str) -> None:
    code, function = example(hook)
    assert 3 <= len(code.splitlines()) <= 8
    assert function.name == hook
    assert [ast.unparse(d) for d in function.decorator_list] == ["hookimpl"]
    asked = {a.arg for a in function.args.args} - {"self"}
    assert asked <= {*inspect.signature(getattr(Hooks, hook)).parameters}
    assert not any(isinstance(node, ast.Yield | ast.YieldFrom) for node in ast.walk(function))


@pytest.mark.parametrize("hook", HOOK_NAMES)
def test_the_example_needs_the_contributors_door_only(hook: str) -> None:
    _, function = example(hook)
    names = {n.id for n in ast.walk(function) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}
    local = {a.arg for a in function.args.args} | {
        n.id for n in ast.walk(function) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
    }
    builtin = {"dict", "int", "isinstance", "list", "str", "tuple"}
    assert names - local - builtin - {"flows", "ways"} <= {*plugin.__all__}


@pytest.mark.parametrize("hook", HOOK_NAMES)
def test_each_hook_has_a_test_of_its_name(hook: str) -> None:
    tests = ast.parse((ROOT / "tests/registry/test_hooks.py").read_text(encoding="utf-8"))
    assert f"test_hook_{hook}" in {n.name for n in tests.body if isinstance(n, ast.FunctionDef)}


def test_what_the_introduction_links_to_exists() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", TEXT):
        assert (ROOT / "docs" / target).exists(), target
