"""The built wheel works away from the checkout: a vendor installs it, finds the region, and a mock hall serves."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

PACKAGES = {"sigateway", "sigateway_mockservers", *(path.name for path in ROOT.glob("plugins/*/sigateway_*"))}
REGIONS = ("wuhan", "shanghai", "beijing", "zhejiang", "jiangsu")

pytestmark = [pytest.mark.real, pytest.mark.timeout(600)]


def run(*command: str | Path, cwd: Path) -> str:
    done = subprocess.run([str(c) for c in command], cwd=cwd, capture_output=True, text=True, timeout=500)
    assert done.returncode == 0, f"{command}: {done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A venv that knows nothing but the wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", folder, ROOT, cwd=folder)
    (wheel,) = folder.glob("sigateway-*.whl")
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {t for t in tops if not t.endswith(".dist-info")} == PACKAGES
    run(sys.executable, "-m", "venv", folder / "venv", cwd=folder)
    pip = folder / "venv" / "bin" / "pip"
    run(pip, "install", "--quiet", "-c", ROOT / "constraints.txt", f"{wheel}[mock]", cwd=folder)
    return folder


def test_every_region_is_found_and_described(installed: Path) -> None:
    """With none of the extras that only some halls need."""
    regions = json.loads(run(installed / "venv/bin/sigateway", "regions", "--json", cwd=installed))
    found = {each["code"]: each for each in regions}
    assert set(REGIONS) <= set(found)
    assert all("enrolment" in found[code]["offers"] for code in REGIONS)


def test_every_package_says_that_it_is_typed(installed: Path) -> None:
    (site,) = (installed / "venv" / "lib").glob("python*/site-packages")
    for package in PACKAGES:
        assert (site / package / "py.typed").exists()


def test_the_mock_hall_serves_from_the_wheel(installed: Path) -> None:
    serve = subprocess.Popen(
        [installed / "venv/bin/sigateway-mock", "serve", "--port", "0"],
        stdout=subprocess.PIPE,
        text=True,
        cwd=installed,
    )
    try:
        assert serve.stdout is not None
        ready = json.loads(serve.stdout.readline())
        assert ready["ready"] is True
        assert all(ready["halls"][code].startswith("http://127.0.0.1:") for code in REGIONS)
    finally:
        serve.terminate()
        serve.wait(timeout=20)
        assert serve.stdout is not None
        serve.stdout.close()
    assert serve.returncode == 0
