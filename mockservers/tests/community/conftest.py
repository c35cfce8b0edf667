"""A browser of a community or a person, written from the wire page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from sigateway_mockservers import PersonRecord, World

EAST, SOUTH = "SQ420106001", "SQ420106002"


class DeskBrowser:
    """The browser of all tests in the hands of a community or a person."""

    def __init__(self, browser: Any) -> None:
        self.browser = browser

    def __getattr__(self, name: str) -> Any:
        return getattr(self.browser, name)

    def look(self, stem: str, person: PersonRecord) -> Any:
        return self.browser.post(f"{stem}_chaxun.do", zjlx=person.kind, zjhm=person.number)

    def put(self, stem: str, person: PersonRecord, **fields: str) -> Any:
        """Search and save; the page that comes of it."""
        page = self.look(stem, person)
        if not page.kind.endswith("_form"):
            return page
        return self.browser.post(f"{stem}_baocun.do", **{**page.inputs, **fields})

    def do(self, stem: str, person: PersonRecord, **fields: str) -> str:
        """Search, save and submit; the number."""
        sxh: str = self.browser.submit(self.put(stem, person, **fields))
        return sxh

    def open_user(self, person: PersonRecord) -> str:
        return self.do("yonghu", person, czlx="1")

    def grant(self, person: PersonRecord, linghuo: str = "1", jiaban: str = "1") -> str:
        return self.do("grxy", person, cns="1", qx_linghuo=linghuo, qx_jiaban=jiaban)

    def sign(self, person: PersonRecord, first: str, last: str) -> str:
        return self.do("dbxy", person, czlx="1", qsrq=first, zzrq=last)

    def enrol_fields(self, **fields: str) -> dict[str, str]:
        chosen = {"xz_yanglao": "1", "xz_yiliao": "1", "xz_dae": "1", "jfjs": "4494.00"}
        return {**chosen, "sj": "13900000000", **fields}

    def flexible(self, person: PersonRecord, **fields: str) -> Any:
        return self.put("linghuo", person, **self.enrol_fields(**fields))

    def agreements(self, **query: str) -> list[tuple[str, str]]:
        """协议编号 and 状态."""
        page = self.browser.get("dbxy.do", **query)
        return [(row["xybh"], row["zt"]) for row in page.rows["xieyi"][1:]]


@pytest.fixture
def open_desk(open_browser: Callable[..., Any]) -> Callable[..., DeskBrowser]:
    """``open_desk(world, number)``: 社区编号, or a person's document number (who changes the first password)."""

    def open_(world: World, number: str = EAST, *, signed_in: bool = True) -> DeskBrowser:
        browser = open_browser(world, signed_in=False)
        browser.unit = world.wuhan.user(number)
        if not signed_in:
            return DeskBrowser(browser)
        page = browser.sign_in()
        if page.kind == "password":
            changed = browser.post(
                "password.do", ymm=browser.unit.slip.password, xmm="abcd1234", qrmm="abcd1234"
            )
            assert changed.kind == "password_changed"
        return DeskBrowser(browser)

    return open_


@pytest.fixture
def east(world: World, open_desk: Callable[..., DeskBrowser]) -> DeskBrowser:
    return open_desk(world, EAST)


@pytest.fixture
def south(world: World, open_desk: Callable[..., DeskBrowser]) -> DeskBrowser:
    return open_desk(world, SOUTH)


@pytest.fixture
def man(world: World) -> PersonRecord:
    return world.people.noted("uninsured man")
