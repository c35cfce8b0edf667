"""The rules of the review, and what holds for all rules together: stages, missing figures, nobody's data."""

from __future__ import annotations

from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from sigateway.filings.people import Employment
from sigateway.plugin import (
    SHANGHAI,
    Effect,
    Finding,
    Known,
    Month,
    Rulebook,
    Scheme,
    Stage,
    UnitClass,
    load_layer,
)
from sigateway_wuhan import rules
from sigateway_wuhan.cases import read_words
from sigateway_wuhan.facts import EnrolmentFacts

SCHEMES = frozenset(Scheme)


def _day(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 10, tzinfo=SHANGHAI)


def _facts(**changes: Any) -> EnrolmentFacts:
    shown: dict[str, Any] = {"first_enrolment": True, "month": Month(2026, 11)}
    return EnrolmentFacts(**{**shown, "unit_schemes": SCHEMES, "unit_class": UnitClass.VIP, **changes})


def _refused(*words: str) -> EnrolmentFacts:
    return EnrolmentFacts(refusals=read_words(words), unit_schemes=SCHEMES, unit_class=UnitClass.VIP)


def _of(found: list[Finding], rule: str) -> list[Finding]:
    return [finding for finding in found if finding.rule == rule]


def _blocking(found: list[Finding]) -> set[str]:
    return {finding.rule for finding in found if finding.blocks}


@pytest.mark.rule("WH-63")
def test_name_and_nation_are_the_registers(w: SimpleNamespace) -> None:
    found = rules.preflight(w.enrolment(), w.context(facts=_facts(name="测试乙", nation="11")))
    assert [(f.rule, f.stage, f.known) for f in found] == [("WH-63", Stage.REVIEW, Known.LOOKUP)] * 2
    assert [f.fields for f in found] == [("person.name",), ("person.nation",)]
    assert all("测试" not in f.message for f in found)
    assert not rules.preflight(w.enrolment(), w.context(facts=_facts()))


@pytest.mark.rule("WH-43", "WH-50", "WH-134", "WH-135")
@pytest.mark.parametrize(
    ("at", "due"),
    [
        (_day(2026, 11, 1), "2026-11-20"),
        (_day(2026, 11, 20), "2026-11-20"),
        (_day(2026, 11, 21), "2026-12-20"),
        (_day(2026, 12, 21), "2027-01-20"),
    ],
)
def test_an_ordinary_units_papers_are_due_by_day_20(w: SimpleNamespace, at: datetime, due: str) -> None:
    filing = w.enrolment(first_paid_month=Month.of(at), employment=Employment(contract_start=at.date()))
    for unit_class, said in ((UnitClass.ORDINARY, "提交后"), (None, "如为普通单位")):
        (warning,) = rules.preflight(filing, w.context(at, unit_class=unit_class))
        assert (warning.rule, warning.effect) == ("WH-50", Effect.WARNS)
        assert due in warning.message
        assert warning.message.startswith(said)
        assert len(warning.papers) == 4


@pytest.mark.rule("WH-06", "WH-42", "WH-50")
def test_the_class_that_the_hall_shows_counts(w: SimpleNamespace) -> None:
    facts = _facts(unit_class=UnitClass.ORDINARY)
    assert _of(rules.preflight(w.enrolment(), w.context(facts=facts)), "WH-50")
    assert not rules.preflight(w.enrolment(), w.context(facts=_facts(), unit_class=UnitClass.ORDINARY))


@pytest.mark.rule("WH-29")
@pytest.mark.parametrize(("start", "late"), [(date(2026, 10, 11), False), (date(2026, 10, 10), True)])
def test_more_than_thirty_days_after_hiring_is_taken_but_late(
    w: SimpleNamespace, start: date, late: bool
) -> None:
    found = rules.preflight(w.enrolment(employment=Employment(contract_start=start)), w.context())
    assert [(f.rule, f.effect) for f in found] == ([("WH-29", Effect.WARNS)] if late else [])


@pytest.mark.rule("WH-34")
def test_a_clerks_unsubmitted_enrolment_of_the_person_is_told(w: SimpleNamespace) -> None:
    (warning,) = rules.preflight(w.enrolment(), w.context(facts=_facts(waiting=("S7",))))
    assert (warning.rule, warning.effect) == ("WH-34", Effect.WARNS)
    assert "S7" in warning.message


def test_all_rules_of_a_stage_speak_together(w: SimpleNamespace) -> None:
    filing = w.enrolment(
        person=w.person(mobile=None, nation=None),
        schemes=frozenset({Scheme.PENSION}),
        employment=Employment(contract_start=date(2026, 11, 11)),
        back_pay_from="2026-08",
    )
    found = rules.preflight(filing, w.context(facts=_facts()))
    assert _blocking(found) == {"WH-32", "WH-56", "WH-57", "WH-59"}
    assert {f.stage for f in found if f.blocks} == {Stage.SAVE}
    assert len(_of(found, "WH-32")) == 2
    assert len(_of(found, "WH-56")) == 2


@pytest.mark.parametrize(
    ("rule", "filing", "facts"),
    [
        ("WH-29", {}, None),
        ("WH-50", {}, None),
        ("WH-134", {}, None),
        ("WH-53", {}, None),
        ("WH-56", {"back_pay_from": "2026-10"}, None),
    ],
)
def test_a_missing_figure_is_a_finding_that_says_what_to_supply(
    w: SimpleNamespace, rule: str, filing: dict[str, Any], facts: Any
) -> None:
    layer = load_layer("sigateway_wuhan")
    bare = tuple(r.model_copy(update={"figures": ()}) if r.id == rule else r for r in layer.rules)
    book = Rulebook.merged([layer.model_copy(update={"rules": bare})])
    found = rules.preflight(
        w.enrolment(**filing), w.context(rules=book, facts=facts, unit_class=UnitClass.ORDINARY)
    )
    (unknown,) = [f for f in found if f.effect is Effect.UNKNOWN]
    assert unknown.rule == rule
    assert not unknown.blocks
    assert "规则层" in unknown.cure


def test_no_finding_tells_anyones_data(w: SimpleNamespace) -> None:
    filing = w.enrolment(
        person=w.person(mobile=None, number=w.identity(date(1960, 1, 1))), schemes=frozenset({Scheme.PENSION})
    )
    shown = repr(rules.preflight(filing, w.context(facts=_facts(name="登记名", nation="11"))))
    for personal in (w.NAME, "登记名", w.identity(date(1960, 1, 1)), "19600101"):
        assert personal not in shown
