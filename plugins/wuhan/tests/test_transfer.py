"""Transfer of a pension relation: who may, with which papers, where and on which days."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from sigateway.plugin import SHANGHAI, Actor, Effect, Grade, Rulebook, Sex, load_layer
from sigateway_wuhan.transfer import (
    Transferee,
    settlement,
    settlement_window,
    transfer_in_eligibility,
    transfer_in_papers,
    transfer_in_steps,
    transfer_out_step,
)

BOOK = Rulebook.merged([load_layer("sigateway_wuhan")])
DAY = date(2010, 9, 15)
ALWAYS = ("本市城区户口原件", "劳动合同", "单位申请转入报告", "现武汉市社会保险个人编号")


def _found(on: date = DAY, **changes: Any) -> list[tuple[str, Effect, tuple[str, ...]]]:
    fields: dict[str, Any] = {
        "sex": Sex.FEMALE,
        "born": date(1980, 5, 4),
        "household_area": "江岸区",
        "urban_household": True,
        "works_for_insured_unit": True,
    }
    found = transfer_in_eligibility(Transferee(**{**fields, **changes}), on=on, rules=BOOK)
    assert {finding.grade for finding in found} <= {Grade.E1}
    return [(finding.rule, finding.effect, finding.fields) for finding in found]


HOUSEHOLD = ("WH-125", Effect.RETURNS, ("household_area", "urban_household"))


@pytest.mark.rule("WH-125")
def test_who_meets_every_condition_has_nothing_against_the_letter() -> None:
    assert _found() == []


@pytest.mark.rule("WH-125")
@pytest.mark.parametrize(
    ("sex", "born", "young"),
    [
        (Sex.MALE, date(1955, 9, 15), False),  # 2010 - 1955 = 55 on the birthday: no longer 未满55
        (Sex.MALE, date(1955, 9, 16), True),  # 54 until tomorrow
        (Sex.FEMALE, date(1965, 9, 15), False),  # 45 on the birthday: no longer 未满45
        (Sex.FEMALE, date(1965, 9, 16), True),
    ],
)
def test_men_below_55_and_women_below_45(sex: Sex, born: date, young: bool) -> None:
    """男未满55周岁、女未满45周岁."""
    assert _found(sex=sex, born=born) == ([] if young else [("WH-125", Effect.RETURNS, ("born",))])


@pytest.mark.rule("WH-125")
@pytest.mark.parametrize(
    ("area", "ours"),
    [
        *((f"{name}区", True) for name in ("江岸", "江汉", "硚口", "武昌", "汉阳", "青山", "洪山")),
        ("桥口区", True),  # as the source writes it
        ("东湖开发区", True),
        ("东湖新技术开发区", True),
        ("武汉市江岸区", True),
        ("湖北省武汉市洪山", True),
        ("东西湖区", False),  # a district of the city, and not one of the seven
        ("黄陂区", False),
        ("武汉经济技术开发区", False),
        ("北京市海淀区", False),
    ],
)
def test_seven_districts_and_one_zone(area: str, ours: bool) -> None:
    """江岸、江汉、桥口、武昌、汉阳、青山、洪山或东湖开发区."""
    assert _found(household_area=area) == ([] if ours else [HOUSEHOLD])


@pytest.mark.rule("WH-125")
def test_an_urban_household_and_a_relation_with_a_unit_of_the_city() -> None:
    """城镇常住户口; 现与武汉市参保单位存在劳动关系."""
    assert _found(urban_household=False) == [HOUSEHOLD]
    relation = ("WH-125", Effect.RETURNS, ("works_for_insured_unit",))
    assert _found(works_for_insured_unit=False) == [relation]
    both = _found(household_area="黄陂区", works_for_insured_unit=False)
    assert both == [HOUSEHOLD, relation]


@pytest.mark.rule("WH-125")
@pytest.mark.parametrize("field", ["household_area", "urban_household", "works_for_insured_unit"])
def test_what_is_not_known_is_found_and_never_taken_for_granted(field: str) -> None:
    unknown: dict[str, Any] = {field: None}
    assert _found(**unknown) == [("WH-125", Effect.UNKNOWN, (field,))]


@pytest.mark.rule("WH-125")
def test_before_the_first_figures_nothing_is_known() -> None:
    assert _found(date(2009, 12, 31)) == [("WH-125", Effect.UNKNOWN, ())] * 2  # districts, ages
    assert _found(date(2010, 1, 1)) == []


@pytest.mark.rule("WH-126")
@pytest.mark.parametrize(
    ("began", "more"),
    [
        (date(1997, 12, 31), ("个人档案",)),
        (date(1998, 1, 1), ()),
        (None, ("个人档案（1998年以前参加工作的）",)),
    ],
)
def test_papers_for_the_letter(began: date | None, more: tuple[str, ...]) -> None:
    """本市城区户口原件; 劳动合同和单位申请转入报告; 个人编号; 1998年以前参加工作人员个人档案."""
    assert transfer_in_papers(began, on=DAY, rules=BOOK) == (*ALWAYS, *more)


@pytest.mark.rule("WH-126", "WH-127")
def test_the_steps_in_their_order() -> None:
    steps = transfer_in_steps(on=DAY, rules=BOOK, began_work=date(2000, 1, 1))
    funds = "转移地《社会保险基金转移明细单》"
    form = "单位盖章的《武汉市跨统筹范围转移人员接续社会保险结算表》"
    assert [(step.place, step.papers) for step in steps] == [
        (None, ALWAYS),
        ("转移地社保机构", ("《社会保险关系转移函》",)),
        ("财务窗口", ("户口原件", funds)),
        ("市外转入窗口", (form, funds)),
    ]
    assert steps[-1].what == "每月1—22日办理社会保险结算手续（WH-127）"
    assert [step.who for step in steps] == [Actor.PERSON] * 3 + [Actor.EMPLOYER]


@pytest.mark.rule("WH-127")
def test_the_settlement_is_done_elsewhere() -> None:
    there = settlement(on=DAY, rules=BOOK)
    assert (there.rule, there.place, there.days) == ("WH-127", "市外转入窗口", "每月1—22日")


@pytest.mark.rule("WH-127")
@pytest.mark.parametrize(
    ("on", "is_open", "opens", "closes"),
    [
        (date(2010, 9, 1), True, (2010, 9, 1), (2010, 9, 23)),
        (date(2010, 9, 22), True, (2010, 9, 1), (2010, 9, 23)),  # day 22 is the last
        (date(2010, 9, 23), False, (2010, 10, 1), (2010, 10, 23)),
        (date(2010, 12, 31), False, (2011, 1, 1), (2011, 1, 23)),
    ],
)
def test_counter_days_1_to_22(
    on: date, is_open: bool, opens: tuple[int, int, int], closes: tuple[int, int, int]
) -> None:
    """每月1—22日: ``closes`` is the first moment after."""
    window = settlement_window(on=on, rules=BOOK)
    assert window.open is is_open
    assert window.opens == datetime(*opens, tzinfo=SHANGHAI)
    assert window.closes == datetime(*closes, tzinfo=SHANGHAI)


@pytest.mark.rule("WH-128")
def test_papers_to_transfer_out() -> None:
    """身份证原件及复印件一份; 离职证明."""
    step = transfer_out_step()
    assert step.papers == ("参保人身份证原件及复印件一份", "离职证明")
    assert (step.place, step.by) == (None, None)


def test_nothing_personal_is_shown() -> None:
    who = Transferee(Sex.MALE, date(1980, 5, 4), "江岸区", urban_household=True)
    assert repr(who) == "Transferee()"
