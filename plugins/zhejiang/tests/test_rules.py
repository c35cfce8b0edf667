"""The preflight: offline by filing, unit and day; with facts as the hall would say it. Months across the year's end."""

from __future__ import annotations

from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

import pytest

import sigateway as sg
from sigateway.plugin import SHANGHAI, Context, Effect, Finding, Stage
from sigateway_zhejiang import rules
from sigateway_zhejiang.facts import EnrolmentFacts, SuspensionFacts
from sigateway_zhejiang.reading import REASONS


def blocking(findings: list[Finding]) -> list[tuple[str, str]]:
    return sorted({(found.rule, found.effect.value) for found in findings if found.blocks})


def at(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T10:00:00").replace(tzinfo=SHANGHAI)


JANUARY, DECEMBER = at("2027-01-05"), at("2026-12-30")


@pytest.mark.rule("ZJ-08")
@pytest.mark.parametrize(
    ("when", "month", "effect"),
    [
        (JANUARY, "2026-11", "returns"),
        (JANUARY, "2026-12", None),
        (JANUARY, "2027-01", None),
        (JANUARY, "2027-02", "window"),
        (DECEMBER, "2026-10", "returns"),
        (DECEMBER, "2026-11", None),
        (DECEMBER, "2026-12", None),
        (DECEMBER, "2027-01", "window"),
    ],
)
def test_a_pension_begins_last_month_or_this_one(
    w: SimpleNamespace, when: datetime, month: str, effect: str | None
) -> None:
    filing = w.enrolment(first_paid_month=month, schemes={"pension"})
    found = blocking(rules.preflight(filing, w.context(when)))
    assert found == ([] if effect is None else [("ZJ-08", effect)])


@pytest.mark.rule("ZJ-08")
def test_what_is_too_early_for_this_month_opens_with_its_own(w: SimpleNamespace) -> None:
    (found,) = [
        each
        for each in rules.preflight(
            w.enrolment(first_paid_month="2027-01", schemes={"pension"}), w.context(DECEMBER)
        )
        if each.blocks
    ]
    assert found.opens_at == datetime(2027, 1, 1, tzinfo=SHANGHAI)


@pytest.mark.rule("ZJ-09")
@pytest.mark.parametrize(("month", "blocked"), [("2026-12", True), ("2027-01", False)])
def test_injury_insurance_alone_begins_this_month(w: SimpleNamespace, month: str, blocked: bool) -> None:
    filing = w.enrolment(first_paid_month=month, schemes={"injury"})
    assert blocking(rules.preflight(filing, w.context(JANUARY))) == (
        [("ZJ-09", "returns")] if blocked else []
    )


@pytest.mark.rule("ZJ-09")
def test_beside_another_insurance_it_warns_only(w: SimpleNamespace) -> None:
    found = rules.preflight(w.enrolment(first_paid_month="2026-10"), w.context())
    assert ("ZJ-09", Effect.WARNS) in {(each.rule, each.effect) for each in found}
    assert blocking(found) == []


@pytest.mark.rule("ZJ-18", "ZJ-19")
@pytest.mark.parametrize(
    ("when", "last", "effect"),
    [
        (JANUARY, "2026-10", "returns"),
        (JANUARY, "2026-11", None),
        (JANUARY, "2026-12", None),
        (JANUARY, "2027-01", "window"),
        (DECEMBER, "2026-09", "returns"),
        (DECEMBER, "2026-10", None),
        (DECEMBER, "2026-11", None),
        (DECEMBER, "2026-12", "window"),
    ],
)
def test_the_last_paid_month_is_two_months_ago_or_last_month(
    w: SimpleNamespace, when: datetime, last: str, effect: str | None
) -> None:
    filing = w.suspension(last_paid_month=last)
    found = blocking(rules.preflight(filing, w.context(when)))
    assert found == ([] if effect is None else [("ZJ-18", effect)])


@pytest.mark.rule("ZJ-10")
@pytest.mark.parametrize(
    ("changes", "offline"),
    [({"mobile": None}, False), ({"nation": None}, False), ({"household_kind": None}, False)],
)
def test_what_the_hall_may_know_is_missed_only_when_it_does_not(
    w: SimpleNamespace, changes: dict[str, Any], offline: bool
) -> None:
    filing = w.enrolment(person=w.person(**changes))
    assert bool(blocking(rules.preflight(filing, w.context()))) is offline
    unknown = enrol_facts(w)
    assert blocking(rules.preflight(filing, w.context(facts=unknown))) == [("ZJ-10", "returns")]
    known = enrol_facts(w, found=True, name=w.NAME, known={"mobile": "1", "nation": "01", "hukou": "10"})
    assert blocking(rules.preflight(filing, w.context(facts=known))) == []


@pytest.mark.rule("ZJ-10")
@pytest.mark.parametrize("employment", [None, {"contract_start": date(2026, 11, 2)}])
def test_contract_and_form_of_work_are_nobodys_but_the_filings(w: SimpleNamespace, employment: Any) -> None:
    work = None if employment is None else sg.Employment(**employment)
    assert blocking(rules.preflight(w.enrolment(employment=work), w.context())) == [("ZJ-10", "returns")]


def enrol_facts(w: SimpleNamespace, **changes: Any) -> EnrolmentFacts:
    fields: dict[str, Any] = {
        "at": w.NOON,
        "unit_schemes": ("pension", "unemployment", "injury"),
        "start_months": {
            "pension": ("2026-10", "2026-11"), "unemployment": ("2026-10", "2026-11"), "injury": ("2026-11",),
        },
        "minimum_wage": "2490.00",
        "floor": "5100.00",
        "ceiling": "26000.00",
    }  # fmt: skip
    return EnrolmentFacts(**{**fields, **changes})


def suspend_facts(w: SimpleNamespace, **changes: Any) -> SuspensionFacts:
    months = ("2026-10", "2026-11")
    fields: dict[str, Any] = {
        "at": w.NOON,
        "unit_schemes": ("pension", "unemployment", "injury"),
        "name": w.NAME,
        "here": dict.fromkeys(("pension", "unemployment", "injury"), "2025-01"),
        "stop_months": dict.fromkeys(("pension", "unemployment", "injury"), months),
    }
    return SuspensionFacts(**{**fields, **changes})


@pytest.mark.rule("ZJ-07", "ZJ-10", "ZJ-14", "ZJ-22")
@pytest.mark.parametrize(
    ("facts", "changes", "rule"),
    [
        ({"found": True, "name": "模拟乙"}, {}, "ZJ-07"),
        ({"unit_schemes": ("pension",)}, {"schemes": {"unemployment"}}, "ZJ-22"),
        ({"here": {"pension": "2025-01"}}, {}, "ZJ-14"),
        ({"paid_until": {"pension": "2026-11"}}, {}, "ZJ-08"),
        ({"minimum_wage": "7000.00"}, {}, "ZJ-10"),
        ({}, {"schemes": set()}, "ZJ-10"),
    ],
)
def test_what_the_hall_shows_decides(
    w: SimpleNamespace, facts: dict[str, Any], changes: dict[str, Any], rule: str
) -> None:
    found = rules.preflight(w.enrolment(**changes), w.context(facts=enrol_facts(w, **facts)))
    assert blocking(found) == [(rule, "returns")]
    assert {each.stage for each in found if each.blocks} == {Stage.SAVE}


@pytest.mark.rule("ZJ-17", "ZJ-19", "ZJ-20", "ZJ-23")
@pytest.mark.parametrize(
    ("facts", "changes", "rule"),
    [
        ({"name": "模拟乙"}, {}, "ZJ-17"),
        ({"here": {"pension": "2025-01"}}, {"schemes": {"unemployment"}}, "ZJ-17"),
        ({"here": dict.fromkeys(("pension", "injury"), "2026-11")}, {}, "ZJ-19"),
        ({}, {"employment_ended_on": date(2026, 11, 11)}, "ZJ-20"),
        ({}, {"reason": "imprisoned"}, "ZJ-20"),
        ({}, {"schemes": set()}, "ZJ-20"),
        ({}, {"schemes": {"pension"}}, "ZJ-23"),
    ],
)
def test_what_the_hall_shows_decides_a_suspension(
    w: SimpleNamespace, facts: dict[str, Any], changes: dict[str, Any], rule: str
) -> None:
    found = rules.preflight(w.suspension(**changes), w.context(facts=suspend_facts(w, **facts)))
    assert blocking(found) == [(rule, "returns")]


@pytest.mark.rule("ZJ-11", "ZJ-14")
@pytest.mark.parametrize(
    ("facts", "rule", "says"),
    [
        ({"here": dict.fromkeys(("pension", "unemployment", "injury"), "2025-01")}, "ZJ-14", "本单位"),
        ({"elsewhere": "模拟别家有限公司"}, "ZJ-14", "原单位"),
        ({"elsewhere": "灵活就业"}, "ZJ-14", "灵活就业"),
        ({"resident": True}, "ZJ-14", "居民"),
        ({"pending": "ZJ2026111000000001"}, "ZJ-11", "审核"),
    ],
)
def test_what_the_search_shows_of_an_enrolment_is_said_whatever_its_entrance_lets_pass(
    w: SimpleNamespace, facts: dict[str, Any], rule: str, says: str
) -> None:
    found = rules.preflight(w.enrolment(), w.context(facts=enrol_facts(w, **facts)))
    [first] = [f for f in found if f.blocks and f.stage is Stage.ENTRANCE]
    assert (first.rule, first.effect) == (rule, Effect.RETURNS)
    assert says in first.message + first.cure


@pytest.mark.rule("ZJ-17", "ZJ-21")
@pytest.mark.parametrize(
    ("facts", "rule"), [({"here": {}}, "ZJ-17"), ({"pending": "ZJ2026111000000001"}, "ZJ-21")]
)
def test_what_the_search_shows_of_a_suspension_is_said_whatever_its_entrance_lets_pass(
    w: SimpleNamespace, facts: dict[str, Any], rule: str
) -> None:
    """Of somebody who is not insured here nothing can be stopped: an empty form would be sent."""
    found = rules.preflight(w.suspension(), w.context(facts=suspend_facts(w, **facts)))
    assert [(f.rule, f.stage) for f in found if f.blocks] == [(rule, Stage.ENTRANCE)]


@pytest.mark.rule("ZJ-20", "ZJ-12")
@pytest.mark.parametrize(
    ("reason", "cure"),
    [("bankrupt", "合同期满、单位解除、个人辞职"), ("enrolled_by_mistake", "撤回")],
)
def test_a_reason_that_the_form_has_not_is_met_with_those_it_has_or_with_the_way_back(
    w: SimpleNamespace, reason: str, cure: str
) -> None:
    (found,) = [f for f in rules.preflight(w.suspension(reason=reason), w.context()) if f.blocks]
    assert (found.rule, found.fields) == ("ZJ-20", ("reason",))
    assert cure in found.cure


@pytest.mark.rule("ZJ-14")
def test_what_the_entrance_has_said_stands_alone(w: SimpleNamespace) -> None:
    said = (REASONS.read("该人员已在模拟别家有限公司参保"),)
    filing = w.enrolment(first_paid_month="2026-01", employment=None)
    found = rules.preflight(filing, w.context(facts=EnrolmentFacts(at=w.NOON, refusals=said)))
    assert blocking(found) == [("ZJ-14", "returns")]
    assert {each.stage for each in found if each.blocks} == {Stage.ENTRANCE}


@pytest.mark.rule("ZJ-07", "ZJ-17")
@pytest.mark.parametrize("kind", ["enrolment", "suspension"])
def test_a_number_that_no_identity_card_has_is_refused_at_the_search(w: SimpleNamespace, kind: str) -> None:
    abroad = w.person(document=sg.Document(kind=sg.DocumentKind.PASSPORT, number="E12345678"))
    filing = getattr(w, kind)(person=abroad)
    rule = "ZJ-07" if kind == "enrolment" else "ZJ-17"
    assert (rule, "returns") in blocking(rules.preflight(filing, w.context()))


@pytest.mark.rule("ZJ-22")
def test_medical_insurance_goes_by_its_own_entrance(w: SimpleNamespace) -> None:
    named = rules.preflight(w.enrolment(schemes={"pension", "medical"}), w.context())
    assert blocking(named) == [("ZJ-22", "elsewhere")]
    (found,) = [each for each in named if each.blocks]
    assert found.place is not None
    assert "原入口" in found.place
    silent = rules.preflight(w.enrolment(), w.context(schemes=frozenset({"pension", "medical"})))
    assert blocking(silent) == []
    assert ("ZJ-22", Effect.WARNS) in {(each.rule, each.effect) for each in silent}


@pytest.mark.rule("ZJ-10")
def test_offline_an_unverified_minimum_wage_is_graded_as_what_it_is(w: SimpleNamespace) -> None:
    (found,) = [
        each for each in rules.preflight(w.enrolment(declared_wage="1500"), w.context()) if each.blocks
    ]
    assert (found.rule, found.grade) == ("ZJ-10", sg.Grade.E0)
    informed = rules.preflight(w.enrolment(declared_wage="1500"), w.context(facts=enrol_facts(w)))
    assert {each.grade for each in informed if each.blocks} == {sg.Grade.E2}, "the hall's own figure"


@pytest.mark.rule("ZJ-10")
def test_a_vendors_own_minimum_wage_is_as_good_as_the_vendors_rule(w: SimpleNamespace) -> None:
    """Whoever knows the figure writes it down, and need not know that ours has an evidence of its own."""
    context: Context = w.context(layers=(*w.LAYERS, w.own_layer("ZJ-10", minimum_wage="2490.00")))
    (found,) = [f for f in rules.preflight(w.enrolment(declared_wage="1500"), context) if f.blocks]
    assert (found.rule, found.grade) == ("ZJ-10", context.rules.rule("ZJ-10").grade)


@pytest.mark.rule("ZJ-10")
def test_a_figure_that_nobody_knows_blocks_nothing(w: SimpleNamespace) -> None:
    """The minimum wage is known from 2024 on."""
    work = sg.Employment(contract_start=date(2022, 5, 2), form=sg.EmploymentForm.FULL_TIME)
    filing = w.enrolment(first_paid_month="2022-05", declared_wage="1", employment=work)
    found = rules.preflight(filing, w.context(at("2022-05-10")))
    assert blocking(found) == []
    assert [each.rule for each in found if each.effect is Effect.UNKNOWN] == ["ZJ-10"]


@pytest.mark.rule("ZJ-01")
def test_before_the_first_place_came_over_nothing_is_filed_here(w: SimpleNamespace) -> None:
    work = sg.Employment(contract_start=date(2020, 7, 2), form=sg.EmploymentForm.FULL_TIME)
    filing = w.enrolment(first_paid_month="2020-07", employment=work)
    found = rules.preflight(filing, w.context(at("2020-07-10")))
    assert ("ZJ-01", "window") in blocking(found)


@pytest.mark.parametrize("month", ["2026-09", "2026-10", "2026-11", "2026-12"])
@pytest.mark.parametrize("schemes", [None, {"pension"}, {"injury"}, {"pension", "injury"}])
def test_offline_says_no_more_than_the_hall_would(w: SimpleNamespace, month: str, schemes: Any) -> None:
    """What blocks offline blocks with the facts of somebody of whom nothing else stands in the way."""
    filing = w.enrolment(first_paid_month=month, schemes=schemes)
    offline = {found.rule for found in rules.preflight(filing, w.context()) if found.blocks}
    informed = {
        found.rule for found in rules.preflight(filing, w.context(facts=enrol_facts(w))) if found.blocks
    }
    assert offline == informed


def test_a_setting_that_nobody_knows_is_not_guessed(w: SimpleNamespace) -> None:
    context: Context = w.context(layers=(*w.LAYERS, w.own_layer("ZJ-42", injury_start="sometimes")))
    with pytest.raises(ValueError, match="sometimes"):
        rules.preflight(w.enrolment(), context)
