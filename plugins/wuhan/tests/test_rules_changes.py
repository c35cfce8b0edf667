"""The rules of a suspension and of a wage change, with the expected value from the rulebook's text and the days on its edges."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from sigateway.plugin import (
    SHANGHAI,
    Effect,
    Finding,
    Known,
    Month,
    Rulebook,
    Scheme,
    Stage,
    SuspensionReason,
    UnitClass,
    load_layer,
)
from sigateway_wuhan import rules
from sigateway_wuhan.businesses import SUSPENSION, WAGE_CHANGE
from sigateway_wuhan.cases import read_words
from sigateway_wuhan.facts import SuspensionFacts, WageFacts

SCHEMES = frozenset(Scheme)
FEWER = SCHEMES - {Scheme.MATERNITY}
UNIT: dict[str, Any] = {"unit_schemes": SCHEMES, "unit_class": UnitClass.VIP}


def _day(year: int, month: int, day: int, *clock: int) -> datetime:
    return datetime(year, month, day, *(clock or (10,)), tzinfo=SHANGHAI)


def _stop_facts(w: SimpleNamespace, **changes: Any) -> SuspensionFacts:
    shown = {"name": w.NAME, "month": Month(2026, 11), "schemes": SCHEMES}
    return SuspensionFacts(**{**UNIT, **shown, **changes})


def _wage_facts(w: SimpleNamespace, **changes: Any) -> WageFacts:
    shown = {"name": w.NAME, "month": Month(2026, 12), "floor": Decimal(4000), "ceiling": Decimal(20000)}
    return WageFacts(**{**UNIT, **shown, **changes})


def _seen(found: list[Finding]) -> list[tuple[str, Effect, Stage | None]]:
    return [(finding.rule, finding.effect, finding.stage) for finding in found]


def test_a_sound_suspension_has_nothing_against_it(w: SimpleNamespace) -> None:
    assert rules.preflight(w.suspension(), w.context()) == []
    assert rules.preflight(w.suspension(), w.context(facts=_stop_facts(w))) == []


def test_a_sound_wage_change_has_nothing_against_it_once_the_hall_is_asked(w: SimpleNamespace) -> None:
    assert rules.preflight(w.wage_change(), w.context(facts=_wage_facts(w))) == []
    offline = rules.preflight(w.wage_change(), w.context())
    assert _seen(offline) == [("WH-88", Effect.UNKNOWN, Stage.SAVE)]
    assert not any(finding.blocks for finding in offline)


@pytest.mark.rule("WH-69", "WH-73", "WH-86")
@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("证件号码有误", "WH-63"),
        ("此人未在本单位参保", "WH-69"),
        ("此人在本单位已有正在办理的暂停缴费业务", "WH-69"),
        ("存在社会保险欠费，不能办理暂停缴费", "WH-73"),
        ("没见过的话", "WH-69"),
    ],
)
def test_the_words_of_the_entrance_are_findings_of_their_rules(
    w: SimpleNamespace, words: str, rule: str
) -> None:
    stop = SuspensionFacts(refusals=read_words([words], SUSPENSION), **UNIT)
    (finding,) = rules.preflight(w.suspension(), w.context(facts=stop))
    assert _seen([finding]) == [(rule, Effect.RETURNS, Stage.ENTRANCE)]
    assert finding.known is Known.LOOKUP
    assert words in finding.message


@pytest.mark.rule("WH-86")
@pytest.mark.parametrize("words", ["此人未在本单位参保", "没见过的话"])
def test_the_entrance_of_a_wage_change_is_its_own_rule(w: SimpleNamespace, words: str) -> None:
    refused = WageFacts(refusals=read_words([words], WAGE_CHANGE), **UNIT)
    found = rules.preflight(w.wage_change(), w.context(facts=refused))
    assert _seen(found) == [("WH-86", Effect.RETURNS, Stage.ENTRANCE)]


@pytest.mark.rule("WH-69")
@pytest.mark.parametrize(("ended", "taken"), [(9, True), (10, True), (11, False)])
def test_the_labour_relation_has_ended_by_the_day(w: SimpleNamespace, ended: int, taken: bool) -> None:
    found = rules.preflight(w.suspension(employment_ended_on=date(2026, 11, ended)), w.context())
    assert _seen(found) == ([] if taken else [("WH-69", Effect.RETURNS, Stage.SAVE)])


@pytest.mark.rule("WH-69", "WH-32")
@pytest.mark.parametrize("reason", SuspensionReason)
def test_a_reason_that_the_hall_has_not_is_never_another_one(
    w: SimpleNamespace, reason: SuspensionReason
) -> None:
    """停保原因 decides unemployment benefit: the hall has seven reasons, each its own."""
    codes = {
        "contract_ended": "01", "dismissed": "02", "resigned": "03", "mutual": "04", "retired": "05",
        "transferred": "06", "died": "07",
    }  # fmt: skip
    filing = w.suspension(reason=reason)
    assert SUSPENSION.stated(filing, SCHEMES)["tbyy"] == codes.get(reason)
    for facts in (None, _stop_facts(w)):
        found = rules.preflight(filing, w.context(facts=facts))
        assert _seen(found) == ([] if reason in codes else [("WH-32", Effect.RETURNS, Stage.SAVE)])
        for finding in found:
            assert finding.fields == ("reason",)
            assert "合同期满、单位解除、个人辞职、协商解除、退休、调出、死亡" in finding.cure


@pytest.mark.rule("WH-74")
@pytest.mark.parametrize(
    ("at", "effect"),
    [
        (_day(2026, 10, 31, 23, 59, 59), Effect.WINDOW),
        (_day(2026, 11, 1, 0), None),
        (_day(2026, 11, 30, 23, 59, 59), None),
        (_day(2026, 12, 1, 0), Effect.RETURNS),
    ],
)
def test_the_month_of_filing_is_the_last_one_paid(
    w: SimpleNamespace, at: datetime, effect: Effect | None
) -> None:
    """次月起，单位不再缴纳: filed in November, November is paid and December is not."""
    filing = w.suspension(last_paid_month="2026-11", employment_ended_on=date(2026, 10, 1))
    found = rules.preflight(filing, w.context(at))
    assert _seen(found) == ([] if effect is None else [("WH-74", effect, Stage.SAVE)])
    opens = _day(2026, 11, 1, 0) if effect is Effect.WINDOW else None
    assert [finding.opens_at for finding in found] == ([] if effect is None else [opens])


@pytest.mark.rule("WH-74", "WH-89")
def test_the_halls_month_counts_once_it_is_known(w: SimpleNamespace) -> None:
    late = _day(2026, 10, 31, 23, 59, 58)
    filing = w.suspension(employment_ended_on=date(2026, 10, 1))
    assert not rules.preflight(filing, w.context(late, _stop_facts(w)))
    assert not rules.preflight(w.wage_change(), w.context(late, _wage_facts(w)))


@pytest.mark.rule("WH-69")
def test_a_suspension_stops_all_schemes(w: SimpleNamespace) -> None:
    found = rules.preflight(w.suspension(schemes=FEWER), w.context(facts=_stop_facts(w)))
    assert _seen(found) == [("WH-69", Effect.RETURNS, Stage.SAVE)]
    for insured in (SCHEMES, FEWER):
        facts = _stop_facts(w, schemes=insured)
        assert not rules.preflight(w.suspension(schemes=insured), w.context(facts=facts))
        assert not rules.preflight(w.suspension(), w.context(facts=facts))
    # Offline nobody knows what the person is insured for: the unit's own record never blocks.
    offline = rules.preflight(w.suspension(schemes=FEWER), w.context())
    assert _seen(offline) == [("WH-69", Effect.WARNS, Stage.SAVE)]


@pytest.mark.rule("WH-71", "WH-134", "WH-43")
@pytest.mark.parametrize(
    ("at", "due"),
    [
        (_day(2026, 11, 20), "2026-11-20"),
        (_day(2026, 11, 21), "2026-12-20"),
        (_day(2026, 12, 21), "2027-01-20"),
    ],
)
def test_an_ordinary_units_papers_are_due_by_day_20(w: SimpleNamespace, at: datetime, due: str) -> None:
    filing = w.suspension(last_paid_month=Month.of(at))
    for unit_class in (UnitClass.ORDINARY, None):
        (warning,) = rules.preflight(filing, w.context(at, unit_class=unit_class))
        assert (warning.rule, warning.effect) == ("WH-71", Effect.WARNS)
        assert due in warning.message
        assert len(warning.papers) == 3


@pytest.mark.rule("WH-43", "WH-87")
def test_a_wage_change_sends_nobody_to_the_counter(w: SimpleNamespace) -> None:
    facts = _wage_facts(w, unit_class=UnitClass.ORDINARY)
    assert rules.preflight(w.wage_change(), w.context(facts=facts, unit_class=UnitClass.ORDINARY)) == []


@pytest.mark.rule("WH-89")
@pytest.mark.parametrize(
    ("at", "effect"),
    [
        (_day(2026, 10, 31, 23, 59, 59), Effect.WINDOW),
        (_day(2026, 11, 1, 0), None),
        (_day(2026, 11, 30, 23, 59, 59), None),
        (_day(2026, 12, 1, 0), Effect.RETURNS),
    ],
)
def test_a_new_wage_holds_from_the_month_after(
    w: SimpleNamespace, at: datetime, effect: Effect | None
) -> None:
    """次月起按核定后的缴费基数: for December it is filed in November."""
    filing = w.wage_change(effective_month="2026-12")
    found = [f for f in rules.preflight(filing, w.context(at)) if f.rule == "WH-89"]
    assert _seen(found) == ([] if effect is None else [("WH-89", effect, Stage.SAVE)])
    opens = _day(2026, 11, 1, 0) if effect is Effect.WINDOW else None
    assert [finding.opens_at for finding in found] == ([] if effect is None else [opens])


@pytest.mark.rule("WH-88")
@pytest.mark.parametrize(
    ("wage", "told"),
    [
        ("3999.99", "保底 4000.00"),
        ("4000", None),
        ("20000", None),
        ("20000.01", "封顶 20000.00"),
    ],
)
def test_a_wage_that_will_be_clamped_is_told_with_the_base(
    w: SimpleNamespace, wage: str, told: str | None
) -> None:
    found = rules.preflight(w.wage_change(declared_wage=wage), w.context(facts=_wage_facts(w)))
    assert _seen(found) == ([] if told is None else [("WH-88", Effect.WARNS, Stage.SAVE)])
    assert all(told is not None and told in finding.message for finding in found)
    assert all(wage not in finding.message for finding in found)


@pytest.mark.rule("WH-88")
def test_a_vendor_who_supplies_the_figures_is_told_offline(w: SimpleNamespace) -> None:
    layer = load_layer("sigateway_wuhan")
    some = next(r for r in layer.rules if r.id == "WH-71").figures[0]
    given = some.model_copy(update={"values": {"floor": "4000", "ceiling": "20000"}})
    known = tuple(r.model_copy(update={"figures": (given,)}) if r.id == "WH-88" else r for r in layer.rules)
    book = Rulebook.merged([layer.model_copy(update={"rules": known})])
    (warning,) = rules.preflight(w.wage_change(declared_wage="3000"), w.context(rules=book))
    assert (warning.rule, warning.effect) == ("WH-88", Effect.WARNS)
    assert not rules.preflight(w.wage_change(declared_wage="5000"), w.context(rules=book))


@pytest.mark.rule("WH-25")
def test_a_wage_changes_for_all_schemes_together(w: SimpleNamespace) -> None:
    found = rules.preflight(w.wage_change(schemes=FEWER), w.context(facts=_wage_facts(w)))
    assert _seen(found) == [("WH-25", Effect.RETURNS, Stage.SAVE)]
    assert not rules.preflight(w.wage_change(schemes=SCHEMES), w.context(facts=_wage_facts(w)))
    offline = rules.preflight(w.wage_change(schemes=FEWER), w.context())
    assert not any(finding.blocks for finding in offline)


@pytest.mark.rule("WH-63")
def test_another_name_at_the_hall_is_told_without_telling_it(w: SimpleNamespace) -> None:
    stop = w.context(facts=_stop_facts(w, name="测试乙"))
    wage = w.context(facts=_wage_facts(w, name="测试乙"))
    for filing, context in ((w.suspension(), stop), (w.wage_change(), wage)):
        (warning,) = rules.preflight(filing, context)
        assert (warning.rule, warning.effect) == ("WH-63", Effect.WARNS)
        assert "测试" not in repr(warning)


@pytest.mark.rule("WH-34")
def test_a_clerks_unsubmitted_item_of_the_same_business_is_told(w: SimpleNamespace) -> None:
    (stop,) = rules.preflight(w.suspension(), w.context(facts=_stop_facts(w, waiting=("S7",))))
    (wage,) = rules.preflight(w.wage_change(), w.context(facts=_wage_facts(w, waiting=("S8",))))
    assert [stop.rule, wage.rule] == ["WH-34", "WH-34"]
    assert "暂停缴费：S7" in stop.message
    assert "个人工资变更：S8" in wage.message
