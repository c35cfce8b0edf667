"""Enrolments, stops and wage changes of one roster go the same way: filed once, cut or not, each beside its row."""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import httpx
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sigateway as sg
from sigateway.cli.filer import Done, Filer
from sigateway.registry import Registry
from sigateway.roster import KnownUnit, Roster, UnitsFile, read, write_results
from sigateway_mockservers.kernel.numbers import credit_code
from tests.gateway.toy import Toy, ToyLogin
from tests.gateway.toyhall import FakeClock, ToyHall
from tests.roster.conftest import number_of

USCC = credit_code("420106", "MA000001")
UNIT = sg.InsuredUnit(
    employer=sg.Employer(name="模拟单位", uscc=USCC),
    region="toy",
    number="1",
    schemes=frozenset({sg.Scheme.PENSION}),
)
KNOWN = UnitsFile((KnownUnit(UNIT, base_url="http://toy.test/", credentials=ToyLogin()),))
BY_KIND: dict[str, dict[str, object]] = {
    "增员": {"申报工资": 6500, "参保年月": "2026-11"},
    "减员": {"终止日期": "2026-11-10", "最后缴费年月": "2026-11", "停保原因": "辞职"},
    "工资变更": {"变更后工资": 7000, "生效年月": "2026-12"},
}
HEADERS = ("地区", "统一社会信用代码", "业务", "姓名", "证件号码", *(h for c in BY_KIND.values() for h in c))
Kinds = tuple[str, ...]


class Killed(BaseException):
    """The process is gone."""


class Mortal(httpx.BaseTransport):
    """The way to the toy hall, until the process dies at a request: before the hall has acted on it, or after."""

    def __init__(self, hall: ToyHall, dies_at: int = 0, after: bool = False) -> None:
        self._hall, self._left, self._after = hall, dies_at or 10**6, after

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self._left -= 1
        if self._left < 0 or (self._left == 0 and not self._after):
            raise Killed
        reply = self._hall.handle_request(request)
        if self._left == 0:
            raise Killed
        return reply


def roster_of(folder: Path, kinds: Kinds) -> Roster:
    """One person a row, of these kinds."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "名册"
    sheet.append(HEADERS)
    for n, kind in enumerate(kinds, 1):
        row = {
            "地区": "玩具厅",
            "统一社会信用代码": USCC,
            "业务": kind,
            "姓名": f"模拟{n}",
            "证件号码": number_of(n),
            **BY_KIND[kind],
        }
        sheet.append([row.get(header) for header in HEADERS])
    path = folder / "roster.xlsx"
    book.save(path)
    return read(path, regions={"玩具厅": "toy"})


def run(folder: Path, hall: ToyHall, roster: Roster, transport: Mortal) -> list[Done]:
    """What ``sigateway file`` does, at the toy hall."""
    store = sg.FileCredentials(folder / "credentials.db", [ToyLogin])
    if store.current(UNIT.key) is None:
        store.put(UNIT.key, ToyLogin())
    point: Any = type("Point", (), {"name": "toy", "value": "toy:Toy", "load": lambda self: Toy})()
    with sg.Gateway(
        ledger=folder / "ledger.db",
        credentials=store,
        clock=hall.clock,
        transport=transport,
        registry=Registry([point]),
    ) as gateway:
        filer = Filer(
            gateway,
            KNOWN,
            patience=900.0,
            batch_from=sys.maxsize,
            advance=lambda: None,
            tell=lambda what: None,
        )
        return filer.run(roster)


def ends(hall: ToyHall, done: list[Done]) -> tuple[Counter[Any], list[Any]]:
    """What the hall holds in force, and what each row says."""
    held = Counter(
        (row.state, *sorted(row.fields.items())) for row in hall.rows.values() if row.state != "draft"
    )
    return held, [(each.outcome.row, each.outcome.state, each.outcome.error, each.code) for each in done]


@pytest.fixture
def hall() -> ToyHall:
    """A hall that would take a duplicate, so that only the ledger stands in its way."""
    return ToyHall(FakeClock(), accepts_duplicates=True)


def test_three_kinds_are_filed_once_and_their_results_stand_beside_them(
    hall: ToyHall, tmp_path: Path
) -> None:
    roster = roster_of(tmp_path, tuple(BY_KIND))
    first = run(tmp_path, hall, roster, Mortal(hall))
    assert [each.outcome.state for each in first] == ["已办结"] * 3
    assert [row.fields["type"] for row in hall.rows.values()] == ["enrolment", "suspension", "wage_change"]

    again = run(tmp_path, hall, roster, Mortal(hall))
    assert [each.outcome.number for each in again] == [each.outcome.number for each in first]
    assert hall.effects == ["commit"] * 3

    write_results(tmp_path / "out.xlsx", roster, [each.outcome for each in again])
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx")["名册"]
    assert [row[-4:-3] for row in sheet.iter_rows(min_row=2, values_only=True)] == [("已办结",)] * 3


@settings(derandomize=True, max_examples=25, deadline=None)
@given(
    st.lists(st.sampled_from(list(BY_KIND)), min_size=1, max_size=4).map(tuple),
    st.integers(0, 10**6),
    st.booleans(),
)
def test_a_roster_of_any_kinds_cut_anywhere_ends_as_if_never_cut(kinds: Kinds, at: int, after: bool) -> None:
    with tempfile.TemporaryDirectory() as whole, tempfile.TemporaryDirectory() as cut:
        hall = ToyHall(FakeClock(), accepts_duplicates=True)
        roster = roster_of(Path(whole), kinds)
        expected = ends(hall, run(Path(whole), hall, roster, Mortal(hall)))

        dies_at = 1 + at % len(hall.requests)
        hall = ToyHall(FakeClock(), accepts_duplicates=True)
        with pytest.raises(Killed):
            run(Path(cut), hall, roster, Mortal(hall, dies_at, after))
        hall.clock.sleep(3600)  # somebody comes and runs it again; the dead worker's lease is over
        done = run(Path(cut), hall, roster, Mortal(hall))
        assert ends(hall, done) == expected
        assert hall.effects == ["commit"] * len(kinds)
