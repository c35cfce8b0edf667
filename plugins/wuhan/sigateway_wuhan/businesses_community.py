"""What a community files: 社区代办协议管理 (WH-116 to WH-118), and 增员(续保) of flexible workers (WH-119)."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any, Final

from sigateway.plugin import Actor, AgencyAgreement, Amount, Context, FlexibleEnrolment, NextStep

from . import fields_agreement, fields_flexible, pages_community, wire_addresses
from .business import Business, Told
from .facts_community import AgreementFacts, FlexibleFacts
from .fields import FLEXIBLE_SCHEMES, YES
from .pages import read_echo
from .pages_business import yuan_told
from .users import User
from .wire import Page

_PAPERS: Final = ("本人公民身份证原件及复印件", fields_flexible.FORM)
"""Kept by the community (WH-115)."""


def _of_page(page: Page, context: Context) -> Told:
    """月度缴费金额, worked out once more (WH-120): what the hall shows counts, and a difference is to be looked at."""
    names = [field.name for field in fields_flexible.FIELDS]
    shown = read_echo(page, {*names, fields_flexible.MONTHLY})
    amount = yuan_told("月度缴费金额", shown.get(fields_flexible.MONTHLY, ""))
    amounts = (Amount(label="月度缴费金额", yuan=amount),)
    takes = [scheme for code, scheme in FLEXIBLE_SCHEMES.items() if shown.get(f"xz_{code}") == YES]
    ours = fields_flexible.monthly_amount(yuan_told("缴费基数", shown.get("jfjs", "")), takes, context)
    if ours is None or ours == amount:
        return Told(amounts=amounts)
    what = f"核对月度缴费金额：大厅所载与按规则计算的 {ours:.2f} 元不同，以大厅核定的为准（WH-120）"
    return Told((NextStep(who=Actor.VENDOR, what=what),), amounts)


AGREEMENT: Final = Business[AgencyAgreement, AgreementFacts](
    filing_type="agency_agreement",
    name="社区代办协议管理",
    title="社区代办协议（签订、续签、终止）",
    short="代办协议",
    rule="WH-116",
    entrance_rule="WH-116",
    addresses=wire_addresses.AGREEMENT,
    facts=AgreementFacts,
    read_facts=pages_community.agreement_facts,
    asked=fields_agreement.asked,
    fields=fields_agreement.FIELDS,
    also=fields_agreement.ALSO,
    table=fields_agreement.table,
    stated=fields_agreement.stated,
    expected_echo=fields_agreement.expected_echo,
    shown_before=fields_agreement.shown_before,
    papers=_PAPERS,
    user=User.COMMUNITY,
)

FLEXIBLE: Final = Business[FlexibleEnrolment, FlexibleFacts](
    filing_type="flexible_enrolment",
    name="增员(续保)",
    title="灵活就业人员增员（续保）",
    short="增员",
    rule="WH-119",
    entrance_rule="WH-119",
    addresses=wire_addresses.FLEXIBLE,
    facts=FlexibleFacts,
    read_facts=pages_community.flexible_facts,
    asked=fields_flexible.asked,
    fields=fields_flexible.FIELDS,
    also=fields_flexible.ALSO,
    table=fields_flexible.table,
    stated=fields_flexible.stated,
    expected_echo=fields_flexible.expected_echo,
    shown_before=fields_flexible.shown_before,
    papers=(*_PAPERS, "相片（需要办卡时）"),
    rule_of=MappingProxyType({"no_agreement_in_force": "WH-116"}),
    user=User.COMMUNITY,
    of_page=_of_page,
)

ALL: Final[tuple[Business[Any, Any], ...]] = (AGREEMENT, FLEXIBLE)
