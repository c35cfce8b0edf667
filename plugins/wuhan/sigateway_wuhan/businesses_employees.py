"""The businesses about somebody's insurance as an employee: 增员(续保), 暂停缴费 and 个人工资变更."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from sigateway.plugin import Enrolment, Suspension, WageChange

from . import fields_enrolment, fields_suspension, fields_wage, pages_business, wire_addresses
from .business import Batch, Business
from .facts import EnrolmentFacts, SuspensionFacts, WageFacts

ENROLMENT: Final = Business[Enrolment, EnrolmentFacts](
    filing_type="enrolment",
    name="增员(续保)",
    title="增员（续保）",
    short="增员",
    rule="WH-47",
    entrance_rule="WH-48",
    addresses=wire_addresses.ENROL,
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
    batch=Batch(
        name="批量增员",
        columns=fields_enrolment.COLUMNS,
        month=fields_enrolment.MONTH,
        other_schemes="职工参保险种与单位参保险种不一致",
    ),
)

SUSPENSION: Final = Business[Suspension, SuspensionFacts](
    filing_type="suspension",
    name="暂停缴费",
    title="暂停缴费",
    short="暂停缴费",
    rule="WH-69",
    entrance_rule="WH-69",
    addresses=wire_addresses.SUSPEND,
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
        "单位与职工的解除终止劳动关系证明、辞职报告或其他相关资料",
        "《企业参保人员减员表》（系统下载打印）",
    ),
    papers_rule="WH-71",
    copy_setting="vip_suspension_copy",
    rule_of=MappingProxyType({"papers_late": "WH-71"}),
    batch=Batch(name="批量减员", columns=fields_suspension.COLUMNS, month=fields_suspension.MONTH),
)

WAGE_CHANGE: Final = Business[WageChange, WageFacts](
    filing_type="wage_change",
    name="个人工资变更",
    title="个人工资变更",
    short="个人工资变更",
    rule="WH-86",
    entrance_rule="WH-86",
    addresses=wire_addresses.WAGE,
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

ALL: Final = (ENROLMENT, SUSPENSION, WAGE_CHANGE)
