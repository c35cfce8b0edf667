"""Somebody at a unit who settles arrears, on top of the small browser."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from sigateway_mockservers import PersonRecord, Simulator, World

VIP, ORDINARY = "4201000001", "4201000002"


@dataclass
class Settler:
    """A clerk in a browser, one step of a settlement at a time."""

    world: World
    browser: Any

    @property
    def owing(self) -> PersonRecord:
        return self.world.people.noted("insured here, arrears")

    def states(self, person: PersonRecord | None = None) -> list[tuple[str, str]]:
        """Month and 状态, as 单位欠费查询 shows them, oldest first."""
        rows = self.browser.get("qianfei.do", zjhm=(person or self.owing).number).rows["qianfei"][1:]
        return [(row["ny"], row["zt"]) for row in reversed(rows)]

    def search(self, person: PersonRecord | None = None, stem: str = "bujiao") -> Any:
        person = person or self.owing
        return self.browser.post(f"{stem}_chaxun.do", zjlx=person.kind, zjhm=person.number)

    def search_number(self, stem: str, number: str) -> Any:
        return self.browser.post(f"{stem}_chaxun.do", hdsxh=number)

    def save(self, page: Any, stem: str, **changes: str) -> Any:
        assert page.kind.endswith("_form"), page.messages
        return self.browser.post(f"{stem}_baocun.do", **{**page.inputs, **changes})

    def submit(self, page: Any, *, wait: bool = True) -> str:
        sxh: str = self.browser.submit(page)
        if wait:
            self.world.clock.advance(by=300)
        return sxh

    def assess(self, person: PersonRecord | None = None, *, wait: bool = True) -> str:
        return self.submit(self.save(self.search(person), "bujiao"), wait=wait)

    def bill(self, *numbers: str, wait: bool = True) -> str:
        page = self.save(self.search_number("jiaofeidan", ",".join(numbers)), "jiaofeidan")
        return self.submit(page, wait=wait)

    def roll_back(self, number: str, *, wait: bool = True) -> str:
        return self.submit(self.save(self.search_number("huitui", number), "huitui"), wait=wait)

    def write_off(self, person: PersonRecord, *, wait: bool = True) -> str:
        return self.submit(self.save(self.search(person, "zhuxiao"), "zhuxiao"), wait=wait)

    def bills(self, **query: str) -> list[dict[str, str]]:
        rows: list[dict[str, str]] = self.browser.get("qianfei.do", **query).rows["jiaofeidan"][1:]
        return rows


@pytest.fixture
def settler(world: World, browser: Any) -> Settler:
    return Settler(world, browser)


@pytest.fixture
def careless(simulator: Simulator, open_browser: Callable[..., Any]) -> Settler:
    world = simulator.create_world(seed=7, variants={"wuhan": {"accepts_duplicates"}})
    return Settler(world, open_browser(world))


@pytest.fixture
def settle_at(simulator: Simulator, open_browser: Callable[..., Any]) -> Callable[..., Settler]:
    """``settle_at(now, variants, unit)``: in a World of its own."""

    def open_(
        now: str = "2026-11-10T09:00:00+08:00", variants: tuple[str, ...] = (), unit: str = VIP
    ) -> Settler:
        world = simulator.create_world(seed=7, now=now, variants={"wuhan": variants})
        return Settler(world, open_browser(world, unit))

    return open_
