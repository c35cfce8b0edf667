"""The layers of the house, and what no room may do. What ruff and mypy cannot know."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CORE = sorted((ROOT / "sigateway").rglob("*.py"))
REGIONS = sorted((ROOT / "plugins").glob("*/sigateway_*/**/*.py"))
MOCKS = sorted((ROOT / "mockservers/sigateway_mockservers").rglob("*.py"))
TOY = ROOT / "tests/gateway/toy.py"
NAMES = {path.name for path in (ROOT / "plugins").iterdir() if path.is_dir()}


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(path: Path) -> Iterator[str]:
    """Every absolute import of a file, function bodies and TYPE_CHECKING included."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            assert node.module is not None
            yield from (
                f"{node.module}.{alias.name}" if node.module == "sigateway" else node.module
                for alias in node.names
            )


def strings(path: Path) -> Iterator[str]:
    """Every string of a file that is not a docstring (of a module, class, function or attribute)."""
    module = tree(path)
    told = {
        id(n.value) for n in ast.walk(module) if isinstance(n, ast.Expr) and isinstance(n.value, ast.Constant)
    }
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.value


@pytest.fixture(scope="module")
def contracts() -> str:
    """What import-linter says of all contracts."""
    lint = Path(sys.executable).with_name("lint-imports")
    config = ROOT / ".importlinter"
    said = subprocess.run(
        [lint, "--config", config, "--no-cache", "--no-logo"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    return said.stdout + said.stderr


@pytest.mark.parametrize(
    "contract",
    [
        "upper rooms may import lower ones, never back",
        "the mock halls share no code with the SDK or a region",
        "the core knows no region and no mock hall",
        "what decides does no I/O",
    ],
)
def test_contract_is_kept(contracts: str, contract: str) -> None:
    assert f"{contract} KEPT" in contracts, contracts


def test_there_is_something_to_look_at() -> None:
    assert {"wuhan"} <= NAMES
    assert min(len(CORE), len(REGIONS), len(MOCKS)) > 10


@pytest.mark.parametrize("path", [*REGIONS, TOY], ids=name)
def test_a_region_imports_the_contributors_door_only(path: Path) -> None:
    rooms = {module for module in imported(path) if module.split(".")[0] == "sigateway"}
    assert rooms <= {"sigateway.plugin"}
    own = path.relative_to(ROOT).parts[2]
    others = {m.split(".")[0] for m in imported(path) if m.startswith("sigateway_")} - {own}
    assert others == set(), "regions know neither one another nor the mock halls"


@pytest.mark.parametrize("path", MOCKS, ids=name)
def test_a_mock_hall_imports_nothing_of_sigateway(path: Path) -> None:
    roots = {module.split(".")[0] for module in imported(path)}
    assert not {r for r in roots if r.startswith("sigateway") and r != "sigateway_mockservers"}


@pytest.mark.parametrize("path", CORE, ids=name)
def test_the_core_names_no_region(path: Path) -> None:
    assert [s for s in strings(path) if any(region in s for region in NAMES)] == []
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            about = {getattr(s, "id", getattr(s, "attr", None)) for s in sides}
            literal = any(isinstance(s, ast.Constant) and isinstance(s.value, str) for s in sides)
            assert not ("region" in about and literal), ast.unparse(node)


CLOCKS = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.sleep",
          "time.monotonic", "asyncio.sleep"}  # fmt: skip


@pytest.mark.parametrize("path", [*CORE, *REGIONS], ids=name)
def test_nobody_prints_and_only_the_system_clock_asks_the_machine(path: Path) -> None:
    called = {ast.unparse(node.func) for node in ast.walk(tree(path)) if isinstance(node, ast.Call)}
    assert "print" not in called
    if name(path) not in ("sigateway/gateway/clock.py", "sigateway/testing/clock.py"):
        assert called & CLOCKS == set()


@pytest.mark.parametrize(
    "package", ["sigateway", *sorted({name(p.parent) for p in REGIONS}), name(MOCKS[0].parent)]
)
def test_every_package_is_typed(package: str) -> None:
    assert (ROOT / package / "py.typed").is_file()


@pytest.mark.parametrize("region", sorted(NAMES))
def test_every_figure_of_a_hall_is_read_by_somebody(region: str) -> None:
    package = ROOT / f"plugins/{region}/sigateway_{region}"
    stated = set(tomllib.loads((package / "rules.toml").read_text(encoding="utf-8"))["hall"])
    read = {each for path in [*CORE, *package.rglob("*.py")] for each in strings(path)}
    assert stated - read == set()
