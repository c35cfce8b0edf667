"""The hall's businesses 业务, one entry each: what differs between 增员(续保), 暂停缴费 and 个人工资变更.

How a business is filed, found again and discarded is the same for all of them (``flows.py``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final, Generic, TypeVar

from sigateway.plugin import Enrolment, Expected, Filing, Scheme, Suspension, WageChange

from . import fields, fields_enrolment, fields_suspension, fields_wage, pages_business, wire
from .facts import EnrolmentFacts, FactsT, SuspensionFacts, WageFacts, WuhanFacts
from .fields import AlsoNeeded, FormField
from .pages_business import PersonForm

FilingT = TypeVar("FilingT")


@dataclass(frozen=True)
class Business(Generic[FilingT, FactsT]):
    """One business of the hall.

    ``name`` is the hall's 业务名称, ``short`` what people call it, ``rule`` the rule that offers it; ``addresses`` where it is
    done. ``asked`` fills in the search form, ``table`` and ``stated`` the form; ``expected_echo`` pairs with what the check page
    and the lists show, ``shown_before`` with what only the form shows. ``papers_rule`` sets the day on which an ordinary
    unit's papers are due, ``None`` where no papers are brought; ``copy_setting`` is the setting of WH-133 by which a VIP unit hands
    in a copy. ``rule_of`` names the rule, by the reason's code, where the same words mean another than in ``reasons.toml``.
    """

    filing_type: str
    name: str
    title: str
    short: str
    rule: str
    entrance_rule: str
    addresses: wire.Addresses
    facts: type[FactsT]
    read_facts: Callable[[PersonForm, WuhanFacts], FactsT]
    asked: Callable[[FilingT], dict[str, str]]
    fields: tuple[FormField, ...]
    also: tuple[AlsoNeeded, ...]
    table: Callable[[FilingT], tuple[FormField, ...]]
    stated: Callable[[FilingT, frozenset[Scheme]], dict[str, str | None]]
    expected_echo: Callable[[FilingT, frozenset[Scheme], FactsT | None], dict[str, Expected]]
    shown_before: Callable[[FactsT], dict[str, str]]
    papers: tuple[str, ...]
    papers_rule: str | None = None
    copy_setting: str | None = None
    rule_of: Mapping[str, str] = field(default_factory=dict)

    def filled(self, filing: FilingT, schemes: frozenset[Scheme], shown: Mapping[str, str]) -> dict[str, str]:
        """The form as it is sent, given what the hall ``shown`` filled in."""
        return fields.filled(self.table(filing), self.stated(filing, schemes), shown)


ENROLMENT: Final = Business[Enrolment, EnrolmentFacts](
    filing_type="enrolment",
    name="增员(续保)",
    title="增员（续保）",
    short="增员",
    rule="WH-47",
    entrance_rule="WH-48",
    addresses=wire.ENROL,
    facts=EnrolmentFacts,
    read_facts=pages_business.enrolment_facts,
    asked=fields_enrolment.asked,
    fields=fields_enrolment.FIELDS,
    also=fields_enrolment.ALSO,
    table=fields_enrolment.table,
    stated=fields_enrolment.stated,
    expected_echo=fields_enrolment.expected_echo,
    shown_before=fields_enrolment.shown_before,
    # The papers of WH-49.
    papers=(
        "职工公民身份证或户口簿复印件",
        "劳动合同书或其他用工证明材料",
        "职工电子相片（系统内无电子相片时）",
        "《企业参保人员增员表》（系统下载打印）",
    ),
    papers_rule="WH-50",
)

SUSPENSION: Final = Business[Suspension, SuspensionFacts](
    filing_type="suspension",
    name="暂停缴费",
    title="暂停缴费",
    short="暂停缴费",
    rule="WH-69",
    entrance_rule="WH-69",
    addresses=wire.SUSPEND,
    facts=SuspensionFacts,
    read_facts=pages_business.suspension_facts,
    asked=fields_suspension.asked,
    fields=fields_suspension.FIELDS,
    also=fields_suspension.ALSO,
    table=fields_suspension.table,
    stated=fields_suspension.stated,
    expected_echo=fields_suspension.expected_echo,
    shown_before=fields_suspension.shown_before,
    # The papers of WH-70.
    papers=(
        "职工公民身份证或户口簿复印件",
        "解除终止劳动关系证明或辞职（退）证明材料",
        "《企业参保人员减员表》（系统下载打印）",
    ),
    papers_rule="WH-71",
    copy_setting="vip_suspension_copy",
    rule_of=MappingProxyType({"papers_late": "WH-71"}),
)

WAGE_CHANGE: Final = Business[WageChange, WageFacts](
    filing_type="wage_change",
    name="个人工资变更",
    title="个人工资变更",
    short="个人工资变更",
    rule="WH-86",
    entrance_rule="WH-86",
    addresses=wire.WAGE,
    facts=WageFacts,
    read_facts=pages_business.wage_facts,
    asked=fields_wage.asked,
    fields=fields_wage.FIELDS,
    also=fields_wage.ALSO,
    table=fields_wage.table,
    stated=fields_wage.stated,
    expected_echo=fields_wage.expected_echo,
    shown_before=fields_wage.shown_before,
    # The papers of WH-87, kept by every unit: this business is audited by the system alone (WH-43).
    papers=("职工公民身份证或户口簿复印件", "工资单或其他相关收入证明资料"),
    rule_of=MappingProxyType({"not_insured_here": "WH-86"}),
)

BUSINESSES: Final[Mapping[str, Business[Any, Any]]] = MappingProxyType(
    {business.filing_type: business for business in (ENROLMENT, SUSPENSION, WAGE_CHANGE)}
)
"""By the filing's type."""


def business_of(filing: Filing) -> Business[Any, Any]:
    """The business in which this filing is filed."""
    return BUSINESSES[filing.type]
