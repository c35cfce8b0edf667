"""个人工资变更: the conversation replayed, the base that the hall assesses, and what the lists say (WH-86 to WH-89)."""

from __future__ import annotations

from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from sigateway.flows.echo import Verdict
from sigateway.plugin import (
    CaseState,
    Commit,
    Different,
    EchoField,
    HallRefused,
    Intent,
    Landed,
    Month,
    Scheme,
    UnitClass,
    WireChanged,
)
from sigateway_wuhan import flows, wire, wire_addresses
from sigateway_wuhan.businesses import WAGE_CHANGE
from sigateway_wuhan.facts import WageFacts
from sigateway_wuhan.fields_wage import assessed

SCHEMES = frozenset(Scheme)


def _sent(w: SimpleNamespace, **changes: Any) -> dict[str, str]:
    return WAGE_CHANGE.filled(w.wage_change(**changes), SCHEMES, {})


def _search_page(w: SimpleNamespace) -> Any:
    return w.page("gongzi.do", "wage_search", w.form("gongzi_chaxun.do", {"grbs": ""}))


def _check(w: SimpleNamespace, **changes: str) -> Any:
    shown = {"zjhm": w.identity(), "xgz": "7000.00", "hdjs": "7000.00", "sxny": "202612", **changes}
    return w.check_page(shown, stem="gongzi")


def _echo(w: SimpleNamespace, check: Any, form: Any = None, **changes: Any) -> dict[str, EchoField]:
    flow = flows.submit(w.wage_change(**changes), w.signed_in(), w.context())
    effect = next(flow)
    for answer in (_search_page(w), form or w.wage_form(), check):
        effect = flow.send(answer)
    assert isinstance(effect, Commit)
    return {field.name: field for field in effect.echo}


def _differing(echo: dict[str, EchoField]) -> list[str]:
    return [name for name, field in echo.items() if field.differs]


@pytest.mark.rule("WH-43", "WH-86", "WH-87")
@pytest.mark.parametrize("unit_class", list(UnitClass))
def test_every_unit_files_online_and_keeps_the_papers(w: SimpleNamespace, unit_class: UnitClass) -> None:
    me = w.signed_in(unit_class=unit_class)
    answers = [_search_page(w), w.wage_form(), _check(w), w.submitted()]
    played = w.play(flows.submit(w.wage_change(), me, w.context()), answers)
    assert played.requests == [
        wire.search_page(wire_addresses.WAGE),
        wire.search(wire_addresses.WAGE, {"grbs": w.identity()}),
        wire.save(wire_addresses.WAGE, "form-1", {"zjhm": w.identity(), "xgz": "7000.00"}),
        wire.submit("S1"),
    ]
    assert [(r.operation, r.path) for r in played.requests[:3]] == [
        ("wage.open", "gongzi.do"),
        ("wage.search", "gongzi_chaxun.do"),
        ("wage.save", "gongzi_baocun.do"),
    ]
    case = played.value
    assert case.state is CaseState.IN_REVIEW
    (keep,) = case.next_steps
    assert (keep.by, keep.place) == (None, None)
    assert "工资单" in "".join(keep.papers)
    for word, state in (("进行中", CaseState.IN_REVIEW), ("结束", CaseState.APPROVED)):
        lists = w.home(finished=[w.done("S1", ywmc="个人工资变更", spjg=word)])
        now = w.play(flows.track(case, me, w.context()), [lists]).value
        assert (now.state, now.next_steps) == (state, (keep,))


@pytest.mark.rule("WH-88")
@pytest.mark.parametrize(
    ("wage", "base", "verdict"),
    [
        ("4000.00", "4000.00", Verdict.SAME),
        ("3999.99", "4000.00", Verdict.NORMALISED),
        ("20000.00", "20000.00", Verdict.SAME),
        ("20000.01", "20000.00", Verdict.NORMALISED),
        ("7000.00", "4000.00", Verdict.DIFFERS),
        ("3999.99", "20000.00", Verdict.DIFFERS),
        ("20000.01", "4000.00", Verdict.DIFFERS),
    ],
)
def test_the_base_is_the_wage_or_what_floor_and_ceiling_make_of_it(
    w: SimpleNamespace, wage: str, base: str, verdict: Verdict
) -> None:
    echo = _echo(w, _check(w, xgz=wage, hdjs=base), declared_wage=wage)
    assert echo["hdjs"].verdict is verdict
    assert echo["hdjs"].rule == ("WH-88" if verdict is Verdict.NORMALISED else None)
    assert echo["xgz"].verdict is Verdict.SAME


@pytest.mark.rule("WH-88")
def test_raised_to_the_floor_or_lowered_to_the_ceiling() -> None:
    """保底或封顶处理."""
    floor, ceiling = Decimal(4000), Decimal(20000)
    assert [assessed(Decimal(wage), floor, ceiling) for wage in (1, 4000, 5000, 20000, 99999)] == [
        4000,
        4000,
        5000,
        20000,
        20000,
    ]


@pytest.mark.rule("WH-52", "WH-89")
def test_another_wage_month_number_or_name_is_not_committed(w: SimpleNamespace) -> None:
    assert _differing(_echo(w, _check(w))) == []
    assert _differing(_echo(w, _check(w, xgz="700.00"))) == ["xgz"]
    assert _differing(_echo(w, _check(w, sxny="202701"))) == ["sxny"]
    assert _differing(_echo(w, _check(w, zjhm=w.identity(sex="M")))) == ["zjhm"]
    assert _differing(_echo(w, _check(w), effective_month="2027-01")) == ["sxny"]
    assert _differing(_echo(w, _check(w), w.wage_form({"xm": "测试乙"}))) == ["xm"]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"bdx": ""}, "保底"),
        ({"fdx": "无"}, "封顶"),
        ({"bdx": "-1"}, "保底"),
        ({"fdx": "NaN"}, "封顶"),
        ({"sxny": "下月"}, "生效年月"),
        ({"xm": ""}, "xm"),
    ],
)
def test_a_changed_form_stops_us_before_the_save(
    w: SimpleNamespace, told: dict[str, str], expected: str
) -> None:
    with pytest.raises(WireChanged, match=expected):
        w.play(
            flows.submit(w.wage_change(), w.signed_in(), w.context()), [_search_page(w), w.wage_form(told)]
        )


@pytest.mark.rule("WH-86")
def test_who_is_not_insured_here_is_refused_at_the_entrance(w: SimpleNamespace) -> None:
    refused = w.page("gongzi_chaxun.do", "wage_search", errors=("此人未在本单位参保",))
    with pytest.raises(HallRefused) as refusal:
        w.play(flows.submit(w.wage_change(), w.signed_in(), w.context()), [_search_page(w), refused])
    assert [reason.rule for reason in refusal.value.reasons] == ["WH-86"]
    seen = w.play(flows.facts(w.wage_change(), w.signed_in()), [w.home(), _search_page(w), refused]).value
    assert [reason.rule for reason in seen.refusals] == ["WH-86"]


@pytest.mark.rule("WH-88", "WH-89")
def test_facts_are_what_the_form_shows(w: SimpleNamespace) -> None:
    tasks = w.home([w.task("S8", ywmc="个人工资变更"), w.task("S9", ywmc="暂停缴费")])
    answers = [tasks, _search_page(w), w.wage_form()]
    assert w.play(flows.facts(w.wage_change(), w.signed_in()), answers).value == WageFacts(
        unit_schemes=SCHEMES,
        unit_class=UnitClass.VIP,
        waiting=("S8",),
        name=w.NAME,
        month=Month(2026, 12),
        floor=Decimal(4000),
        ceiling=Decimal(20000),
    )


@pytest.mark.rule("WH-38", "WH-88")
def test_evidence_compares_the_wage_and_leaves_the_base_to_the_hall(w: SimpleNamespace) -> None:
    intent = Intent(turn="turn-1", step="submit", draft="S1", since=w.NOON)
    listed = w.home(finished=[w.done("S1", ywmc="个人工资变更")])

    def found(**shown: str) -> Any:
        flow = flows.evidence(w.wage_change(), intent, w.signed_in(), w.context())
        return w.play(flow, [listed, w.detail({**_sent(w), **shown})]).value

    assert isinstance(found(), Landed)
    assert isinstance(found(hdjs="4000.00", sxny="202612"), Landed)
    for changed in ({"xgz": "7000.01"}, {"sxny": "202701"}):
        different = found(**changed)
        assert isinstance(different, Different)
        assert different.fields == tuple(changed)
