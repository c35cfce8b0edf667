"""The README's example runs as it stands, and both READMEs show the same one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import sigateway as sg
from tests.wuhan.world import newcomer, scene

ROOT = Path(__file__).parents[2]


def example(name: str) -> str:
    found = re.search(r"```python\n(.*?)```", (ROOT / name).read_text(encoding="utf-8"), re.S)
    assert found
    return found.group(1)


def without_comments(code: str) -> str:
    return re.sub(r"\s+#.*", "", code)


def test_both_readmes_show_the_same_code() -> None:
    assert without_comments(example("README.md")) == without_comments(example("README.zh-CN.md"))


def test_the_readme_says_the_same_in_both_languages_section_by_section() -> None:
    english, chinese = ((ROOT / n).read_text(encoding="utf-8") for n in ("README.md", "README.zh-CN.md"))
    assert len(re.findall(r"^## ", english, re.M)) == len(re.findall(r"^## ", chinese, re.M))
    assert commands(english) == commands(chinese)


def commands(text: str) -> set[str]:
    return set(re.findall(r"`(make \w+|sigateway[ \w|.-]*)`", re.sub(r"\s+", " ", text)))


def test_the_readmes_fifteen_lines_file_an_enrolment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    stage = scene(tmp_path)
    record = newcomer(stage.world)

    class InTheMockWorld(sg.Gateway):
        """The example's gateway, with the mock's clock and transport for what a real hall brings along itself."""

        def __init__(self, **options: object) -> None:
            from sigateway.testing.clock import WorldClock
            from sigateway_mockservers import InProcess

            super().__init__(
                **options,  # type: ignore[arg-type]
                clock=WorldClock(stage.world.clock),
                transport=InProcess(stage.simulator),
            )

    code = example("README.md").replace("sg.Gateway(", "InTheMockWorld(")
    names = {
        "InTheMockWorld": InTheMockWorld,
        "unit": stage.unit,
        "slip": stage.slip,
        "url": stage.world.base_url("wuhan"),
        "id_number": record.number,
        "name": record.name,
    }
    exec(compile(code, "README.md", "exec"), names)
    assert "结果：已办结" in capsys.readouterr().out
    assert len(stage.world.wuhan.effects()) == 1
    assert (tmp_path / "filings.db").exists()
