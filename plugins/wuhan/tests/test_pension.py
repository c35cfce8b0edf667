"""Pension conditions and formulas, with the expected value worked out by hand from the words of the rule."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from sigateway.plugin import Grade, Month, Rulebook, RuleNotKnown, Sex, load_layer
from sigateway.rules import parse_layer
from sigateway_wuhan.pension import (
    Conditions,
    Formula,
    Insured,
    PensionBasis,
    Work,
    first_pension_month,
    formula_of,
    monthly_pension,
    pension_conditions,
)

BOOK = Rulebook.merged([load_layer("sigateway_wuhan")])
DAY = date(2010, 9, 15)
_RULE = """[[rule]]
id = "{}"
statement = "In a layer of one's own."
source = "own"
grade = "E0"
kind = ["note"]
replaces = "wuhan"
"""


def _conditions(on: date = DAY, rules: Rulebook = BOOK, **changes: Any) -> Conditions:
    """A man of 60 on 2010-09-15, in individual business since 2000, who has paid 15 years."""
    fields: dict[str, Any] = {
        "sex": Sex.MALE,
        "born": date(1950, 9, 15),
        "work": Work.INDIVIDUAL_BUSINESS,
        "began_work": date(2000, 1, 1),
        "paid_months": 180,
    }
    return pension_conditions(Insured(**{**fields, **changes}), on=on, rules=rules)


def _said(found: Conditions) -> list[tuple[str, bool | None]]:
    return [(condition.rule, condition.met) for condition in found.each]


def _basis(**changes: Any) -> PensionBasis:
    """Middle: began in 1980, retired in 2010."""
    fields: dict[str, Any] = {
        "began_work": date(1980, 7, 1),
        "retired_on": date(2010, 9, 1),
        "account": Decimal("24000"),
        "average_wage": Decimal("2500"),
        "wage_index": Decimal("1.2"),
        "years_before_account": Decimal("10.5"),
    }
    return PensionBasis(**{**fields, **changes})


def _amounts(basis: PensionBasis) -> list[tuple[str, Decimal]]:
    return [(part.label, part.yuan) for part in monthly_pension(basis, on=DAY, rules=BOOK).summands]


@pytest.mark.rule("WH-123")
@pytest.mark.parametrize(
    ("sex", "born", "met"),
    [
        (Sex.MALE, date(1950, 9, 15), True),  # 2010 - 1950 = 60 on the birthday itself
        (Sex.MALE, date(1950, 9, 16), False),  # 60 tomorrow
        (Sex.FEMALE, date(1960, 9, 15), True),  # 2010 - 1960 = 50
        (Sex.FEMALE, date(1960, 9, 16), False),
    ],
)
def test_in_individual_business_men_are_60_and_women_50(sex: Sex, born: date, met: bool) -> None:
    """男性年满60周岁，女性年满50周岁."""
    found = _conditions(sex=sex, born=born)
    assert _said(found) == [("WH-123", met), ("WH-122", True)]
    assert found.met is met


@pytest.mark.rule("WH-122")
@pytest.mark.parametrize(
    ("began", "paid", "deemed", "met"),
    [
        (date(1997, 12, 31), 120, 0, True),  # before the pooled system: 10 years = 120 months
        (date(1997, 12, 31), 119, 0, False),
        (date(1998, 1, 1), 180, 0, True),  # under it: 15 years = 180 months
        (date(1998, 1, 1), 179, 0, False),
        (date(1998, 1, 1), 120, 0, False),
        (date(1985, 3, 1), 70, 50, True),  # 70 + 50 = 120: 包括视同缴纳…年限
        (date(1985, 3, 1), 70, 49, False),
    ],
)
def test_ten_years_for_who_began_before_the_pooled_system_else_fifteen(
    began: date, paid: int, deemed: int, met: bool
) -> None:
    """累计满10年; 累计满15年."""
    found = _conditions(began_work=began, paid_months=paid, deemed_months=deemed)
    assert _said(found) == [("WH-123", True), ("WH-122", met)]


@pytest.mark.rule("WH-122")
def test_what_is_missing_is_said_in_years_and_months() -> None:
    (short,) = _conditions(paid_months=179).unmet
    assert "应累计满 15 年，现累计 14 年 11 个月" in short.why  # 179 = 14 x 12 + 11


@pytest.mark.rule("WH-122")
@pytest.mark.parametrize(
    ("day", "met"), [(date(2010, 9, 14), True), (DAY, True), (date(2010, 9, 16), False), (None, None)]
)
def test_the_states_retirement_age_is_brought_by_the_caller_or_is_not_known(
    day: date | None, met: bool | None
) -> None:
    """达到国家规定的退休年龄: the source does not state it."""
    found = _conditions(work=Work.OTHER, retirement_day=day)
    assert _said(found) == [("WH-122", met), ("WH-122", True)]
    assert found.met is met


@pytest.mark.rule("WH-122", "WH-123")
def test_not_met_outweighs_not_known() -> None:
    found = _conditions(work=Work.OTHER, paid_months=0)
    assert _said(found) == [("WH-122", None), ("WH-122", False)]
    assert found.met is False
    assert len(found.unmet) == 2


@pytest.mark.rule("WH-122", "WH-123", "WH-124")
@pytest.mark.parametrize(
    ("year", "month", "day", "known"),
    [(2009, 12, 31, False), (2010, 1, 1, True), (2014, 12, 31, True), (2015, 1, 1, False)],
)
def test_history_is_not_handed_out_for_another_time(year: int, month: int, day: int, known: bool) -> None:
    on = date(year, month, day)
    met = _conditions(on=on, born=date(1940, 1, 1)).met
    assert met is (True if known else None)
    if known:
        assert monthly_pension(_basis(), on=on, rules=BOOK).yuan == Decimal("1109.50")
    else:
        with pytest.raises(RuleNotKnown):
            monthly_pension(_basis(), on=on, rules=BOOK)


@pytest.mark.rule("WH-124")
@pytest.mark.parametrize(
    ("began", "retired", "formula"),
    [
        (date(1960, 1, 1), date(1997, 12, 31), Formula.OLD),
        (date(1960, 1, 1), date(1998, 1, 1), Formula.MIDDLE),
        (date(1997, 12, 31), date(2010, 9, 1), Formula.MIDDLE),
        (date(1998, 1, 1), date(2010, 9, 1), Formula.NEW),
    ],
)
def test_which_formula_holds(began: date, retired: date, formula: Formula) -> None:
    """1997年12月31日前退休; 1998年1月1日后退休; 实施统帐结合办法后参加工作."""
    assert formula_of(began, retired, on=DAY, rules=BOOK) is formula


@pytest.mark.rule("WH-124")
def test_old_people_get_the_old_pension_and_a_120th_of_the_account() -> None:
    """再按…个人帐户储存额除以120增发: 380.50 + 3600 / 120 = 380.50 + 30.00 = 410.50."""
    basis = _basis(
        began_work=date(1960, 1, 1),
        retired_on=date(1997, 12, 31),
        account=Decimal("3600"),
        old_pension=Decimal("380.50"),
    )
    assert _amounts(basis) == [
        ("按有关规定计发的养老金", Decimal("380.50")),
        ("按个人帐户储存额增发的养老金", Decimal("30.00")),
    ]
    assert monthly_pension(basis, on=DAY, rules=BOOK).yuan == Decimal("410.50")


@pytest.mark.rule("WH-124")
def test_new_people_get_a_fifth_of_the_average_wage_and_a_120th_of_the_account() -> None:
    """2345.67 x 20% = 469.134, shown 469.13; 12345.67 / 120 = 102.8805…, shown 102.88; together 572.01."""
    basis = PensionBasis(
        date(2000, 1, 1), date(2010, 9, 1), Decimal("12345.67"), average_wage=Decimal("2345.67")
    )
    assert _amounts(basis) == [("基础养老金", Decimal("469.13")), ("个人帐户养老金", Decimal("102.88"))]
    assert monthly_pension(basis, on=DAY, rules=BOOK).yuan == Decimal("572.01")


@pytest.mark.rule("WH-124")
def test_middle_people_get_a_transition_part_too() -> None:
    """2500 x 20% = 500; 24000 / 120 = 200; 2500 x 1.2 x 1.3% x 10.5 = 3000 x 0.013 x 10.5 = 39 x 10.5 = 409.50; together 1109.50."""
    assert _amounts(_basis()) == [
        ("基础养老金", Decimal("500.00")),
        ("个人帐户养老金", Decimal("200.00")),
        ("过渡性养老金", Decimal("409.50")),
    ]
    pension = monthly_pension(_basis(), on=DAY, rules=BOOK)
    assert (pension.formula, pension.yuan) == (Formula.MIDDLE, Decimal("1109.50"))


@pytest.mark.rule("WH-124")
def test_the_steps_are_shown_with_their_rule() -> None:
    first, *_, sum_, standing = monthly_pension(_basis(), on=DAY, rules=BOOK).explain().splitlines()
    assert first == "基础养老金：2500 × 20% = 500.00 元（WH-124）"
    assert sum_ == "月养老金：500.00 + 200.00 + 409.50 = 1109.50 元"
    assert "以经办机构核定为准" in standing


@pytest.mark.rule("WH-124")
def test_each_summand_is_rounded_half_up_and_what_is_shown_adds_up() -> None:
    """24000.60 / 120 = 200.005 -> 200.01. And 500.004 + 200.004 is shown as 500.00 + 200.00 = 700.00, not as 700.01."""
    began = date(2000, 1, 1)
    half = _basis(began_work=began, account=Decimal("24000.60"))
    assert dict(_amounts(half))["个人帐户养老金"] == Decimal("200.01")
    shown = _basis(began_work=began, account=Decimal("24000.48"), average_wage=Decimal("2500.02"))
    assert monthly_pension(shown, on=DAY, rules=BOOK).yuan == Decimal("700.00")


@pytest.mark.rule("WH-124")
def test_no_average_wage_is_made_up() -> None:
    """退休前一年: for who retired in 2010 that of 2009."""
    with pytest.raises(RuleNotKnown) as missing:
        monthly_pension(_basis(average_wage=None), on=DAY, rules=BOOK)
    assert (missing.value.figure, missing.value.day) == ("average_wage", date(2009, 12, 31))


@pytest.mark.rule("WH-122", "WH-124")
def test_a_layer_of_ones_own_supplies_the_average_wage_and_another_day_of_the_pooled_system() -> None:
    begins = "[[rule.figures]]\neffective_from = 2010-01-01\nvalues"
    own = (
        'schema = "rulebook/1"\nregion = "vendor"\n[sources.own]\ntitle = "for this test"\nera = "2009"\nkind = "made up"\n'
        f"""{_RULE.format("WH-124")}
[[rule.figures]]
effective_from = 2009-01-01
until = 2009-12-31
values = {{ average_wage = "2000" }}
{begins} = {{ account_months = "120", basic_percent = "20", retired_from = "1998-01-01", round_to = "0.01" }}
{_RULE.format("WH-122")}
{begins} = {{ years_began_before = "10", years = "15", pooled_from = "1996-01-01" }}
"""
    )
    rules = Rulebook.merged([load_layer("sigateway_wuhan"), parse_layer(own, "vendor/rules.toml")])
    new = _basis(began_work=date(1996, 1, 1), average_wage=None)
    pension = monthly_pension(new, on=DAY, rules=rules)
    assert (pension.formula, pension.yuan) == (Formula.NEW, Decimal("600.00"))  # 2000 x 20% + 24000 / 120
    assert _conditions(rules=rules, began_work=date(1996, 1, 1), paid_months=179).met is False
    spoilt_layer = parse_layer(own.replace('"1996-01-01"', '"1996"'), "vendor/rules.toml")
    spoilt = Rulebook.merged([load_layer("sigateway_wuhan"), spoilt_layer])
    with pytest.raises(ValueError, match=r"WH-122.*pooled_from"):
        monthly_pension(new, on=DAY, rules=spoilt)


@pytest.mark.rule("WH-124")
@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"wage_index": None}, "wage_index"),
        ({"years_before_account": None}, "years_before_account"),
        ({"began_work": date(1960, 1, 1), "retired_on": date(1997, 1, 1)}, "old_pension"),
    ],
)
def test_what_a_formula_needs_is_asked_for_by_name(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        monthly_pension(_basis(**changes), on=DAY, rules=BOOK)


@pytest.mark.rule("WH-141")
@pytest.mark.parametrize(
    ("procedure", "month"),
    [(date(2010, 9, 1), "2010-10"), (date(2010, 9, 30), "2010-10"), (date(2010, 12, 31), "2011-01")],
)
def test_paid_from_the_month_after_the_procedure(procedure: date, month: str) -> None:
    """从办理退休手续的次月起."""
    assert first_pension_month(procedure, on=DAY, rules=BOOK) == Month.parse(month)


def test_no_amounts_dates_and_months_that_cannot_be() -> None:
    for account in ("-0.01", "NaN", "Infinity"):
        with pytest.raises(ValueError, match="不小于零"):
            _basis(account=Decimal(account))
    with pytest.raises(ValueError, match="退休日期"):
        _basis(retired_on=date(1980, 7, 1))
    with pytest.raises(ValueError, match="出生日期"):
        _conditions(began_work=date(1950, 9, 15))
    with pytest.raises(ValueError, match="不能为负"):
        _conditions(paid_months=-1)
    with pytest.raises(ValueError, match="WH-123"):
        _conditions(retirement_day=DAY)


def test_a_third_party_is_no_official_text_and_nothing_personal_is_shown() -> None:
    assert {BOOK.rule(rule).grade for rule in ("WH-122", "WH-123", "WH-124", "WH-141")} == {Grade.E1}
    shown = repr(monthly_pension(_basis(), on=DAY, rules=BOOK)) + repr(_basis()) + repr(_conditions())
    assert not [secret for secret in ("24000", "2500", "1109", "1980", "1950") if secret in shown]
