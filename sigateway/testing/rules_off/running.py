"""Runs whole regions, each in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from importlib.metadata import entry_points
from pathlib import Path

from sigateway.registry import GROUP
from sigateway.rules.schema import Kind, Rule, load_layer

from .outcome import Outcome, Proof, Trial
from .switch import Place
from .worker import VARIABLE, Order

_WORKER = "sigateway.testing.rules_off.worker"
_OPTIONS = (
    "-q",
    "-s",
    "-p",
    _WORKER,
    "-p",
    "no:cacheprovider",
    "-p",
    "no:xdist",
    "-m",
    "not deep and not real",
)


def packages_of(region: str) -> tuple[str, ...]:
    """The packages of a region's plugin and of its overlays."""
    points = [each for each in entry_points(group=GROUP) if each.name.split(".")[0] == region]
    if not points:
        raise ValueError(f"no region {region!r} is installed")
    return tuple(dict.fromkeys(each.value.partition(".")[0] for each in points))


def rules_of(region: str) -> tuple[str, ...]:
    """The ids of the rules that anything comes of: notes are shown to people, nothing enforces them."""
    return tuple(sorted(name for name, rule in _rules(region).items() if rule.kind != (Kind.NOTE,)))


def _rules(region: str) -> dict[str, Rule]:
    layers = [load_layer(package) for package in packages_of(region)]
    return {rule.id: rule for layer in layers for rule in layer.rules}


def run(
    rules: Mapping[str, str], *, tests: Sequence[Path] | None = None, root: Path | None = None
) -> Iterator[Outcome]:
    """Switch rules off, each given with its region, and run their tests; ``tests`` are all that name one of them."""
    root = root or Path.cwd()
    regions = sorted(set(rules.values()))
    packages = {package: Place.PLUGIN for region in regions for package in packages_of(region)}
    packages |= {f"sigateway_mockservers.{part}": Place.HALL for part in ("kernel", *regions)}
    files = tests if tests is not None else list(naming(root, rules))
    with tempfile.TemporaryDirectory() as folder:
        results = Path(folder) / "results"
        figured = [rule for region in regions for rule, entry in _rules(region).items() if entry.figures]
        told = Order(
            dict(rules), figured, {name: str(place) for name, place in packages.items()}, str(results)
        )
        ran = subprocess.run(
            [sys.executable, "-m", "pytest", *_OPTIONS, *map(str, files)],
            cwd=root,
            env={**os.environ, VARIABLE: json.dumps(asdict(told))},
            capture_output=True,
            text=True,
            check=False,
        )
        if ran.returncode not in (0, 5) or not results.is_file():
            raise RuntimeError(f"the tests could not be run: {ran.stdout[-3000:]}{ran.stderr[-3000:]}")
        for line in results.read_text(encoding="utf-8").splitlines():
            yield _read(json.loads(line))


def naming(root: Path, rules: Mapping[str, str]) -> Iterator[Path]:
    """The test files that name one of the rules."""
    wanted = tuple(f'"{rule}"' for rule in rules)
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name != "build")
        for file in sorted(Path(folder) / name for name in files):
            if file.name.startswith("test_") and file.suffix == ".py":
                text = file.read_text(encoding="utf-8")
                if any(each in text for each in wanted):
                    yield file.relative_to(root)


def _read(told: dict[str, object]) -> Outcome:
    trials = told.pop("trials")
    assert isinstance(trials, list)
    red = told.pop("red")
    assert isinstance(red, list)
    return Outcome(
        **told,  # type: ignore[arg-type]
        trials=tuple(
            Trial(
                Place(each["place"]),
                each["reached"],
                Proof(each["proof"]),
                tuple(each["failed"]),
                tuple(each["stumbled"]),
            )
            for each in trials
        ),
        red=tuple(red),
    )
