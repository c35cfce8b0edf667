"""A roster cut by a kill at any request, and run again with the same ledger, ends as if it had never been cut."""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path

import httpx
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sigateway as sg
from sigateway.cli.filer import Filer
from sigateway.roster import KnownUnit, Roster, UnitsFile, read
from sigateway_mockservers import InProcess
from tests.wuhan.world import Scene, newcomer, scene

Rows = tuple[str, ...]
Ends = tuple[Counter[tuple[str, ...]], Counter[tuple[str, ...]], list[tuple[str, str]]]

HEADERS = (
    "地区",
    "统一社会信用代码",
    "业务",
    "姓名",
    "证件号码",
    "民族",
    "手机号码",
    "合同起始日期",
    "申报工资",
    "参保年月",
)
NEVER = 10**6


class Killed(BaseException):
    """The process is gone: nothing that it was doing goes on, and no ``except Exception`` is asked."""


class Mortal(InProcess):
    """A transport whose process dies at its n-th request, before the hall has seen it or after the hall has done it."""

    def __init__(self, stage: Scene, dies_at: int = NEVER, after: bool = False) -> None:
        super().__init__(stage.simulator)
        self.requests, self._dies_at, self._after = 0, dies_at, after

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.requests += 1
        if self.requests > self._dies_at or (self.requests == self._dies_at and not self._after):
            raise Killed
        reply = super().handle_request(request)
        if self.requests == self._dies_at:
            raise Killed
        return reply


def roster_of(stage: Scene, rows: Rows) -> Roster:
    """A workbook of one person a row: a good one, one that the hall refuses, one whose number is mistyped."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(HEADERS)
    for n, what in enumerate(rows, 1):
        who = (
            stage.world.people.noted("insured elsewhere")
            if what == "refused"
            else newcomer(stage.world, born=date(1990 + n, 5, 4), n=n)
        )
        number = f"{who.number[:-1]}{'0' if who.number[-1] == '1' else '1'}" if what == "typo" else who.number
        common = ("武汉", stage.unit.employer.uscc, "增员", who.name, number, "汉族", f"1380000000{n}")
        sheet.append((*common, "2026-11-02", 6500 + n, "2026-11"))
    path = stage.folder / "roster.xlsx"
    book.save(path)
    return read(path)


def run(stage: Scene, roster: Roster, transport: Mortal, batch_from: int) -> list[tuple[str, str]]:
    """What ``sigateway file`` does with a roster: each row's state and error."""
    known = KnownUnit(stage.unit, base_url=stage.world.base_url("wuhan"), credentials=stage.slip)
    with stage.gateway(transport) as gateway:
        filer = Filer(
            gateway,
            UnitsFile((known,)),
            patience=900.0,
            batch_from=batch_from,
            advance=lambda: None,
            tell=lambda what: None,
        )
        return [(each.outcome.state, each.outcome.error or "") for each in filer.run(roster)]


def ends(stage: Scene, shown: list[tuple[str, str]]) -> Ends:
    """What the hall and the ledger hold in the end, without the numbers that every run gives anew."""
    ledger = sg.SqliteLedger(stage.folder / "ledger.db")
    try:
        turns = ledger.turns()
    finally:
        ledger.close()
    assert not [turn for turn in turns if turn.in_doubt]
    # A row of a batch is refused by the hall; filed alone, what is left of a cut batch is stopped by the preflight: the same end.
    shown = [("未申报", "") if state.startswith("未申报") else (state, error) for state, error in shown]
    cases = Counter(
        (turn.lane, turn.digest, turn.case.state.value)
        for turn in turns
        if turn.case is not None and turn.state.value == "landed"
    )
    effects = Counter((e.unit, e.zjhm, e.start_month, e.content) for e in stage.world.wuhan.effects())
    return cases, effects, shown


def begin(folder: str) -> Scene:
    stage = scene(Path(folder), accepts_duplicates=True)
    sg.FileCredentials(stage.folder / "credentials.db").put(stage.unit.key, stage.slip)
    return stage


@cache
def uncut(rows: Rows, batch_from: int) -> tuple[Ends, int]:
    """How it ends when nothing goes wrong, and with how many requests."""
    with tempfile.TemporaryDirectory() as folder:
        stage = begin(folder)
        transport = Mortal(stage)
        shown = run(stage, roster_of(stage, rows), transport, batch_from)
        return ends(stage, shown), transport.requests


rosters = st.lists(st.sampled_from(["good", "good", "refused", "typo"]), min_size=1, max_size=4).map(tuple)


cuts = given(
    rosters.filter(lambda rows: rows.count("refused") < 2),
    st.integers(0, NEVER),
    st.booleans(),
    st.sampled_from([2, sys.maxsize]),
)


@settings(derandomize=True, max_examples=12, deadline=None)
@cuts
def test_a_roster_cut_anywhere_and_run_again_ends_as_if_never_cut(
    rows: Rows, at: int, after: bool, batch_from: int
) -> None:
    cut_and_run_again(rows, at, after, batch_from)


@pytest.mark.deep
@pytest.mark.timeout(1800)
@settings(derandomize=True, max_examples=800, deadline=None)
@cuts
def test_a_roster_cut_at_any_of_many_places_ends_as_if_never_cut(
    rows: Rows, at: int, after: bool, batch_from: int
) -> None:
    cut_and_run_again(rows, at, after, batch_from)


def cut_and_run_again(rows: Rows, at: int, after: bool, batch_from: int) -> None:
    """Kill a run at one of its requests, run once more, and compare with a run that nobody killed."""
    expected, requests = uncut(rows, batch_from)
    with tempfile.TemporaryDirectory() as folder:
        stage = begin(folder)
        roster = roster_of(stage, rows)
        if requests:
            with pytest.raises(Killed):
                run(stage, roster, Mortal(stage, 1 + at % requests, after), batch_from)
        shown = run(stage, roster, Mortal(stage), batch_from)
        assert ends(stage, shown) == expected
        stage.check()
