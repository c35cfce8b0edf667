"""Who else knows of a rule: the mock hall's ledger, read as data, and the tests that are marked with it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

from sigateway.rules.coverage import ledger_rules

_PATIENCE = 120


def hall_rules(region: str) -> frozenset[str] | None:
    """The rule ids of the mock hall's ``ledger.toml``; ``None`` when no mock hall is installed. Imports nothing of it."""
    spec = find_spec("sigateway_mockservers")
    places = [] if spec is None else list(spec.submodule_search_locations or ())
    file = next((f for f in (Path(place) / region / "ledger.toml" for place in places) if f.is_file()), None)
    if file is None:
        return None
    return ledger_rules(file)


def pinned_by_tests(packages: Iterable[str], rules: Iterable[str]) -> tuple[dict[str, list[str]], list[str]]:
    """Rule id -> the tests marked with it, by collecting the checkouts that these packages lie in; and what to tell.

    An installed package has no tests beside it: then the mapping is empty. Only files that name one of these rules are collected.
    """
    roots = {root for package in ("sigateway", *packages) if (root := _checkout(package)) is not None}
    prefixes = {rule[: rule.rindex("-") + 1] for rule in rules}
    pinned: dict[str, list[str]] = {}
    said: list[str] = []
    if roots and find_spec("pytest") is None:
        return {}, ["没有安装 pytest，测试一栏为空。 (pytest is not installed: pip install 'sigateway[dev]')"]
    for root in sorted(roots):
        found, note = _collect(root, prefixes)
        said += [note] if note else []
        for rule, tests in found.items():
            pinned.setdefault(rule, []).extend(tests)
    return pinned, said


def _checkout(package: str) -> Path | None:
    """The nearest folder above a package that holds a ``pyproject.toml`` and tests."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        return None
    above = Path(next(iter(spec.submodule_search_locations))).resolve().parents
    return next((p for p in above if (p / "pyproject.toml").is_file() and (p / "tests").is_dir()), None)


def _naming(root: Path, prefixes: Iterable[str]) -> list[str]:
    """The test files of a checkout that name a rule of these families; a whole collection would take many times as long."""
    wanted = tuple(f'"{prefix}' for prefix in prefixes)
    found = []
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name != "build")
        for name in sorted(files):
            if name.startswith("test_") and name.endswith(".py"):
                file = Path(folder) / name
                text = file.read_text(encoding="utf-8")
                if any(each in text for each in wanted):
                    found.append(str(file.relative_to(root)))
    return found


def _collect(root: Path, prefixes: Iterable[str]) -> tuple[dict[str, list[str]], str]:
    files = _naming(root, prefixes)
    if not files:
        return {}, ""
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder) / "index.json"
        arguments = ["--collect-only", "-q", "-p", "sigateway.testing.rule_index", "-p", "no:cacheprovider"]
        try:
            ran = subprocess.run(
                [sys.executable, "-m", "pytest", *arguments, *files],
                cwd=root,
                env={**os.environ, "SIGATEWAY_RULE_INDEX": str(index)},
                capture_output=True,
                check=False,
                timeout=_PATIENCE,
            )
        except subprocess.TimeoutExpired:
            return (
                {},
                f"在 {root} 收集测试超过 {_PATIENCE} 秒，测试一栏不全。 (collecting tests took too long)",
            )
        found = json.loads(index.read_text(encoding="utf-8")) if index.is_file() else {}
    if ran.returncode not in (0, 5):
        how = f"cd {root} && python -m pytest --collect-only -q"
        return (
            found,
            f"部分测试无法收集，测试一栏不全；请运行 {how} 查看。 (some tests could not be collected)",
        )
    return found, ""
