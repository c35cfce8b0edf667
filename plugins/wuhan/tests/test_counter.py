"""What is at the counter only: place, papers and days, from the rulebook (WH-02 to WH-10, WH-23, WH-24, WH-41, WH-66, WH-76)."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest

from sigateway.plugin import Effect, Elsewhere, Rulebook, Scheme, UnitClass, load_layer
from sigateway.registry import Stack
from sigateway_wuhan import documents_counter, rules
from sigateway_wuhan.businesses import BUSINESSES
from sigateway_wuhan.facts import EnrolmentFacts
from sigateway_wuhan.plugin import Wuhan

BOOK = Rulebook.merged([load_layer("sigateway_wuhan")])


def _of(kind: str) -> Elsewhere:
    found = Stack("wuhan", Wuhan.region, [("wuhan", Wuhan())]).offers()[kind]
    assert isinstance(found, Elsewhere)
    return found


def test_every_matter_says_what_where_why_when_and_with_what() -> None:
    names = [matter.type for matter in documents_counter.MATTERS]
    assert len(set(names)) == len(names)
    assert not set(names) & set(BUSINESSES), "what is done online is not offered at the counter only"
    for name in names:
        matter = _of(name)
        assert matter.rule in BOOK
        assert matter.title
        assert matter.why
        assert matter.place
        assert matter.papers
        assert matter.days


@pytest.mark.rule("WH-05", "WH-22", "WH-23", "WH-24", "WH-25", "WH-26")
def test_registration_is_taken_on_the_working_days_from_1_to_22() -> None:
    """自成立之日起三十日内, 每月1-22日工作日, with six kinds of papers: which are brought in the original, and which as a copy only."""
    matter = _of("registration")
    assert (matter.rule, matter.days) == ("WH-24", "每月1-22日工作日，自单位成立之日起30日内")
    assert matter.place == "社会保险处综合服务大厅"
    assert matter.papers == (
        "《社会保险登记表》",
        "《社会保险网上办事承诺书》",
        "营业执照副本、单位成立批文或法人证书等相关资料原件及复印件",
        "《组织机构代码证书》原件及复印件",
        "《税务登记证》原件及复印件",
        "法人居民身份证复印件或护照复印件",
        "单位经办人员居民身份证原件及复印件",
    )
    assert "一次登记完毕" in matter.why


@pytest.mark.rule("WH-02", "WH-03", "WH-04")
def test_both_lists_of_papers_for_an_account_are_told() -> None:
    """《社会保险网上办事承诺书》；经办人员的身份证原件及复印件, and in the other text three certificates more."""
    assert _of("account").papers == ("《社会保险网上办事承诺书》（签字盖章）", "经办人员身份证原件及复印件")
    assert "WH-03" in _of("account").why
    assert _of("account_by_answers").papers == (
        "工商营业执照原件及复印件",
        "组织机构统一代码证原件及复印件",
        "地税登记证原件及复印件",
        "单位经办人身份证原件及复印件",
        "《武汉市社会保险网上办事承诺书》",
    )


@pytest.mark.rule("WH-66", "WH-76", "WH-53", "WH-56")
def test_the_counters_forms_for_people() -> None:
    """增减员所需要的资料, of those who come and of those who leave."""
    enrol, leave = _of("enrolment_at_counter").papers, _of("suspension_at_counter").papers
    assert enrol == (
        "《在职职工异动名册表》（武社险表4）",
        "《在职职工基本信息登记表》（武社险表5-1、5-2，新参保增员时填报）",
        "异动人员身份证复印件",
        "一寸红底相片（首次参加医疗保险的人员）",
        "劳动用工合同",
    )
    assert leave == (
        "《在职职工异动名册表》（武社险表4）",
        "异动人员身份证复印件",
        "减员情况说明（解除劳动合同书、辞职报告等）",
    )
    assert _of("first_enrolment_over_age").papers == _of("long_back_payment").papers == enrol


@pytest.mark.rule("WH-114")
def test_a_person_brings_the_identity_card_itself_to_the_community() -> None:
    """公民身份证原件及复印件; the undertaking only of who files alone."""
    assert _of("person_account").papers == (
        "公民身份证原件及复印件",
        "《武汉市社会保险网上办事承诺书》（自行办理时签订）",
    )


@pytest.mark.rule("WH-53", "WH-56", "WH-66", "WH-108", "WH-110")
def test_what_the_preflight_sends_to_the_counter_goes_there_with_the_counters_papers(
    w: SimpleNamespace,
) -> None:
    """《企业参保人员增员表》 is printed from the hall's system: of who is not filed online there is none."""
    old = w.enrolment(person=w.person(number=w.identity(date(1975, 1, 1))))
    long = w.enrolment(back_pay_from="2026-01")
    newcomer = EnrolmentFacts(
        first_enrolment=True, unit_schemes=frozenset(Scheme), unit_class=UnitClass.ORDINARY
    )
    for filing, rule, kind in (
        (old, "WH-53", "first_enrolment_over_age"),
        (long, "WH-56", "long_back_payment"),
        (w.person_update(name="测试乙"), "WH-108", "key_person_data"),
        (w.employer_update(name="模拟单位乙"), "WH-110", "key_employer_data"),
    ):
        facts = newcomer if filing.type == "enrolment" else None
        found = rules.preflight(filing, w.context(facts=facts))
        (one,) = [f for f in found if f.rule == rule and f.effect is Effect.ELSEWHERE]
        assert (one.place, one.papers) == (_of(kind).place, _of(kind).papers)


@pytest.mark.parametrize(
    ("kind", "rule"),
    [
        pytest.param("vip_upgrade", "WH-08", marks=pytest.mark.rule("WH-08")),
        pytest.param("slip_reissue", "WH-10", marks=pytest.mark.rule("WH-10")),
        pytest.param("registration_change", "WH-30", marks=pytest.mark.rule("WH-30")),
        pytest.param("correction", "WH-41", marks=pytest.mark.rule("WH-41")),
        pytest.param("special_people", "WH-55", marks=pytest.mark.rule("WH-55")),
        pytest.param("social_security_card", "WH-58", marks=pytest.mark.rule("WH-58")),
        pytest.param("benefit_assessment", "WH-75", marks=pytest.mark.rule("WH-75")),
        pytest.param("key_person_data", "WH-108", marks=pytest.mark.rule("WH-108")),
        pytest.param("key_employer_data", "WH-110", marks=pytest.mark.rule("WH-110")),
    ],
)
def test_each_matter_is_its_rules(kind: str, rule: str) -> None:
    assert (_of(kind).rule, _of(kind).days) == (rule, "工作日")


@pytest.mark.parametrize(
    ("kind", "papers"),
    [
        pytest.param("special_people", ["职工档案"], marks=pytest.mark.rule("WH-55")),
        pytest.param("benefit_assessment", ["职工档案"], marks=pytest.mark.rule("WH-75")),
        pytest.param(
            "key_person_data", ["经职工本人签字确认的信息变更相关的证明"], marks=pytest.mark.rule("WH-108")
        ),
        pytest.param("key_employer_data", ["信息变更相关的证明"], marks=pytest.mark.rule("WH-110")),
        pytest.param("person_account", ["公民身份证", "承诺书"], marks=pytest.mark.rule("WH-114")),
        pytest.param(
            "arrears_arrival",
            ["单位社会保险费核定表", "社会保险费补缴明细表", "税票原件及复印件"],
            marks=pytest.mark.rule("WH-99"),
        ),
    ],
)
def test_the_papers_that_are_brought(kind: str, papers: list[str]) -> None:
    brought = _of(kind).papers
    assert [each in paper for each, paper in zip(papers, brought, strict=True)] == [True] * len(papers)


def test_a_layer_can_correct_the_papers() -> None:
    layer = load_layer("sigateway_wuhan")
    (old,) = next(r for r in layer.rules if r.id == "WH-02").figures
    since = old.effective_from.replace(year=2030)
    new = old.model_copy(update={"effective_from": since, "values": {"papers": "一份；另一份（含甲、乙）"}})
    rules = tuple(r.model_copy(update={"figures": (new, old)}) if r.id == "WH-02" else r for r in layer.rules)
    offers = documents_counter.offers(Rulebook.merged([layer.model_copy(update={"rules": rules})]))
    account = next(offer for offer in offers if offer.type == "account")
    assert account.papers == ("一份", "另一份（含甲、乙）")
