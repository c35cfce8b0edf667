"""Preflight of arrears: offline nothing blocks that the hall would take; with facts the hall's rules by stage (WH-98 to WH-106)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from sigateway.plugin import SHANGHAI, Effect, Month, Rulebook, Scheme, Stage, UnitClass, load_layer
from sigateway_wuhan.assessment import part_of
from sigateway_wuhan.cases import read_words
from sigateway_wuhan.facts_arrears import SettlementFacts, WriteOffFacts
from sigateway_wuhan.plugin import Wuhan

from . import arrears_by_hand as a

BOOK = Rulebook.merged([load_layer("sigateway_wuhan")])
PLUGIN = Wuhan()


def _rows(*months: str, schemes: Any = Scheme, base: str = "5900.00") -> tuple[Any, ...]:
    return tuple(
        part_of(Month.parse(month), scheme, Decimal(base), injury_rate=Decimal("0.5"), rules=BOOK)
        for month in months
        for scheme in schemes
    )


def _facts(kind: Any = SettlementFacts, **changes: Any) -> Any:
    told = {"unit_schemes": frozenset(Scheme), "unit_class": UnitClass.VIP, "name": "测试甲"}
    return kind(**{**told, "rows": _rows("202401", "202402"), **changes})


def _settlement(**changes: Any) -> Any:
    return a.settlement(**{"from_month": "2024-01", "to_month": "2024-02", **changes})


def _found(w: SimpleNamespace, filing: Any, facts: Any = None, **options: Any) -> dict[str, Any]:
    findings = PLUGIN.preflight(filing, w.context(facts=facts, **options))
    return {finding.rule: finding for finding in findings}


@pytest.mark.rule("WH-98", "WH-27")
def test_a_settlement_of_what_is_owed_finds_nothing(w: SimpleNamespace) -> None:
    assert _found(w, _settlement()) == {}
    assert _found(w, _settlement(), _facts()) == {}


@pytest.mark.rule("WH-98")
def test_other_months_than_those_owed_warn_because_the_hall_takes_them_all(w: SimpleNamespace) -> None:
    finding = _found(w, _settlement(to_month="2024-03"), _facts())["WH-98"]
    assert (finding.effect, finding.fields) == (Effect.WARNS, ("from_month", "to_month"))
    assert "2024-02" in finding.cure


@pytest.mark.rule("WH-100", "WH-32")
def test_insurances_are_settled_together_and_only_those_owed(w: SimpleNamespace) -> None:
    named = frozenset(Scheme) - {Scheme.MATERNITY}
    finding = _found(w, _settlement(schemes=named), _facts())["WH-100"]
    assert (finding.blocks, finding.stage) == (True, Stage.SAVE)
    assert "生育" in finding.message
    owed = _facts(rows=_rows("202401", "202402", schemes=[Scheme.PENSION]))
    blocking = {rule for rule, each in _found(w, _settlement(schemes=named), owed).items() if each.blocks}
    assert blocking == {"WH-32"}
    assert _found(w, _settlement(schemes=frozenset(Scheme)), _facts()) == {}
    assert _found(w, _settlement(schemes=named)) == {}


@pytest.mark.rule("WH-101", "WH-98")
def test_arrears_at_another_unit_are_for_the_counter(w: SimpleNamespace) -> None:
    words = read_words(["此人欠费不在本单位，请到经办机构办理"])
    finding = _found(w, _settlement(), _facts(rows=(), refusals=words))["WH-101"]
    assert (finding.effect, finding.stage, finding.blocks) == (Effect.ELSEWHERE, Stage.ENTRANCE, True)
    assert finding.place == "辖区社保经办机构"


@pytest.mark.rule("WH-102", "WH-134")
def test_after_day_20_it_warns_and_day_20_itself_is_in_time(w: SimpleNamespace) -> None:
    def on(day: int, rules: Any = BOOK) -> bool:
        at = datetime(2026, 11, day, 12, tzinfo=SHANGHAI)
        found = _found(w, _settlement(), at=at, rules=rules)
        assert not any(finding.blocks for finding in found.values())
        return "WH-102" in found

    assert [on(day) for day in (19, 20, 21)] == [False, False, True]
    late = _found(w, _settlement(), at=datetime(2026, 11, 21, 12, tzinfo=SHANGHAI))["WH-102"]
    assert "可能会影响其他相关业务" in late.message
    assert "下月" not in late.cure, "nobody is advised to owe longer"
    excluded = w.with_setting("WH-134", included="false")
    assert [on(day, excluded) for day in (19, 20, 21)] == [False, True, True]


@pytest.mark.rule("WH-27", "WH-88", "WH-PROJECT-27", "WH-PROJECT-88")
def test_sums_that_our_figures_make_otherwise_warn_and_never_block(w: SimpleNamespace) -> None:
    first, *rest = _rows("202401")
    wrong = replace(first, unit_part=first.unit_part + Decimal("0.01"))
    facts = _facts(rows=(wrong, *rest, *_rows("202402")))
    finding = _found(w, _settlement(), facts)["WH-PROJECT-27"]
    assert (finding.effect, finding.fields) == (Effect.WARNS, ("from_month", "to_month"))
    assert "944.01" in finding.message
    assert "以大厅核定为准" in finding.cure
    low = _found(w, _settlement(), _facts(rows=_rows("202401", "202402", base="1000.00")))
    assert low["WH-PROJECT-88"].effect is Effect.WARNS
    injury = _found(w, _settlement(), _facts(injury_rate=Decimal("0.9")))
    assert "工伤" in injury["WH-PROJECT-27"].message


@pytest.mark.rule("WH-88")
def test_a_month_without_known_bases_says_what_to_supply(w: SimpleNamespace) -> None:
    facts = _facts(rows=_rows("202501", "202502"))
    filing = a.settlement()
    finding = _found(w, filing, facts)["WH-88"]
    assert (finding.effect, finding.blocks) == (Effect.UNKNOWN, False)
    assert "2025-01、2025-02" in finding.message
    old = _rows("202401")
    ancient = tuple(replace(row, month=Month(2009, 12)) for row in old)
    missing = _found(w, a.settlement(from_month="2009-12", to_month="2009-12"), _facts(rows=ancient))
    assert missing["WH-PROJECT-27"].effect is Effect.UNKNOWN


@pytest.mark.rule("WH-63", "WH-34")
def test_another_name_and_a_waiting_draft_are_said(w: SimpleNamespace) -> None:
    found = _found(w, _settlement(), _facts(name="测试乙", waiting=("S8",)))
    assert set(found) == {"WH-63", "WH-34"}


@pytest.mark.rule("WH-99")
def test_a_bill_says_that_paying_is_not_the_end(w: SimpleNamespace) -> None:
    finding = _found(w, a.bill())["WH-99"]
    assert not finding.blocks
    assert "到账确认" in finding.message


@pytest.mark.rule("WH-104", "WH-105", "WH-106")
def test_a_write_off_says_that_it_cannot_be_undone_and_what_is_kept(w: SimpleNamespace) -> None:
    found = _found(w, a.write_off())
    assert set(found) == {"WH-105", "WH-106"}
    assert not any(finding.blocks for finding in found.values())
    assert "无法恢复" in found["WH-106"].message
    assert found["WH-106"].fields == ("irreversible",)
    assert "签字" in found["WH-105"].papers[0]
    assert "未及时办理暂停缴费" in found["WH-106"].cure


@pytest.mark.rule("WH-104")
def test_only_the_current_month_is_written_off_by_the_halls_clock(w: SimpleNamespace) -> None:
    past = _found(w, a.write_off(month="2026-10"))["WH-104"]
    assert (past.effect, past.blocks) == (Effect.RETURNS, True)
    assert "欠费补缴" in past.cure
    coming = _found(w, a.write_off(month="2026-12"))["WH-104"]
    assert (coming.effect, coming.opens_at) == (Effect.WINDOW, datetime(2026, 12, 1, tzinfo=SHANGHAI))
    facts = _facts(WriteOffFacts, rows=_rows("202612"), month=Month(2026, 12))
    assert "WH-104" not in _found(w, a.write_off(month="2026-12"), facts)
    assert _found(w, a.write_off(), facts)["WH-104"].blocks


@pytest.mark.rule("WH-106")
def test_a_write_off_covers_everything_owed(w: SimpleNamespace) -> None:
    facts = _facts(WriteOffFacts, rows=_rows("202611"), month=Month(2026, 11))
    found = PLUGIN.preflight(a.write_off(schemes=frozenset({Scheme.PENSION})), w.context(facts=facts))
    assert {finding.rule for finding in found if finding.blocks} == {"WH-106"}


@pytest.mark.rule("WH-73", "WH-98")
def test_a_suspension_stopped_by_arrears_is_told_the_settlement_by_name() -> None:
    (reason,) = read_words(["存在社会保险欠费，不能办理暂停缴费"])
    assert reason.cure is not None
    for name in ("单位员工欠费补缴", "生成欠费补缴单", "地税部门", "到账"):
        assert name in reason.cure


@pytest.mark.rule("WH-98", "WH-99", "WH-101")
def test_offers_name_what_is_filed_and_what_is_done_elsewhere(w: SimpleNamespace) -> None:
    offers = {offer.type: offer for offer in PLUGIN.offers(unit=w.unit(), rules=BOOK)}
    assert {"arrears_settlement", "arrears_bill", "arrears_rollback", "current_month_write_off"} <= set(
        offers
    )
    for filing in (a.settlement(), a.bill(), a.rollback(), a.write_off()):
        for need in offers[filing.type].fields:
            value: Any = filing
            for part in need.name.split("."):
                assert part in type(value).model_fields, need.name
                value = getattr(value, part)
    assert offers["arrears_arrival"].rule == "WH-99"
    assert offers["arrears_arrival"].papers[-1] == "税票原件及复印件"
    assert offers["arrears_of_another_unit"].rule == "WH-101"
