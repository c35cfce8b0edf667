"""A browser that downloads the filled-in template, changes cells and uploads it, written from the wire page."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
import xlwt
from python_calamine import load_workbook

from sigateway_mockservers import Simulator, World

IN_PERIOD = "2026-04-15T09:00:00+08:00"


def write_xls(rows: list[list[Any]]) -> bytes:
    """A workbook of Excel 97-2003 with these cells."""
    workbook, written = xlwt.Workbook(encoding="utf-8"), BytesIO()
    sheet = workbook.add_sheet("表")
    for line, row in enumerate(rows):
        for place, cell in enumerate(row):
            if cell != "":
                sheet.write(line, place, cell)
    workbook.save(written)
    return written.getvalue()


class AnnualBrowser:
    """The browser of all tests, and what yearly wages need beside it."""

    def __init__(self, browser: Any) -> None:
        self.browser = browser

    def __getattr__(self, name: str) -> Any:
        return getattr(self.browser, name)

    def download(self, path: str, **query: str) -> list[list[Any]]:
        """The cells of a workbook that the hall hands out."""
        reply = self.browser.client.get(path, params=query)
        assert reply.headers["content-type"] == "application/vnd.ms-excel"
        return load_workbook(BytesIO(reply.content)).get_sheet_by_index(0).to_python(skip_empty_area=False)

    def template(self, yw: str = "niandu") -> list[list[Any]]:
        return self.download("pl_muban.do", yw=yw)

    def upload_file(self, yw: str, content: bytes) -> Any:
        data = {"yw": yw, "bdh": self.browser.get("pl.do", yw=yw).inputs["bdh"]}
        return self.browser.post_parts("pl_shangchuan.do", data, {"wj": ("a.xls", content)})

    def upload(self, rows: list[list[Any]], yw: str = "niandu") -> Any:
        return self.upload_file(yw, write_xls(rows))

    def declare(self, yw: str = "niandu") -> str:
        """The template as it is, uploaded and submitted; its 业务顺序号."""
        sxh: str = self.upload(self.template(yw), yw).data["sxh"]
        assert self.browser.post("tijiao.do", sxh=sxh).kind == "submitted"
        return sxh

    def outcome(self, sxh: str) -> list[tuple[str, str, str]]:
        page = self.browser.get("pl_renwu.do", sxh=sxh)
        assert page.kind == "batch_list", page.messages
        return [(row["zjhm"], row["spjg"], row["htyy"]) for row in page.rows["mingxi"][1:]]

    def failures(self, sxh: str) -> dict[str, str]:
        """Reasons by document number."""
        return {row[1]: row[3] for row in self.download("pl_shibai.do", sxh=sxh)[1:]}


@pytest.fixture
def make_world(simulator: Simulator) -> Callable[..., World]:
    """A World in the period, with variants."""

    def make(*variants: str, now: str = IN_PERIOD) -> World:
        return simulator.create_world(seed=7, now=now, variants={"wuhan": set(variants)})

    return make


@pytest.fixture
def world(make_world: Callable[..., World]) -> World:
    return make_world()


@pytest.fixture
def open_browser(open_browser: Callable[..., Any]) -> Callable[..., AnnualBrowser]:
    """As above, with workbooks; ``browser`` and ``ordinary`` are made by it."""

    def open_(world: World, *details: Any, **more: Any) -> AnnualBrowser:
        return AnnualBrowser(open_browser(world, *details, **more))

    return open_
