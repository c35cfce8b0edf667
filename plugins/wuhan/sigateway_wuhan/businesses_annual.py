"""The yearly wages: 个人工资年度申报 (WH-90) and 非统筹退休人员工资申报 (WH-95). Batches only, in templates that come filled in."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any, Final

from sigateway.plugin import AnnualWageDeclaration, RetireeWageDeclaration

from . import fields_annual, pages_annual, wire_addresses
from .business import Batch, Business
from .facts_annual import AnnualFacts

_PAPERS: Final = "当年度申报文件规定的资料"
"""No source names the papers of WH-93: they are those of that year's document (WH-96)."""

_AGAIN: Final = "在当年申报期内重新上传被退回的人员；申报期已过的，向经办机构申请另行安排（WH-96、WH-137）"

ANNUAL_WAGE: Final = Business[AnnualWageDeclaration, AnnualFacts](
    filing_type="annual_wage",
    name="个人工资年度申报",
    title="个人工资年度申报",
    short="个人工资年度申报",
    rule="WH-90",
    entrance_rule="WH-90",
    addresses=wire_addresses.ANNUAL,
    facts=AnnualFacts,
    read_facts=pages_annual.annual_facts,
    asked=fields_annual.asked,
    fields=fields_annual.WAGE_COLUMNS,
    also=fields_annual.ALSO,
    table=fields_annual.wage_columns,
    stated=fields_annual.wage_stated,
    expected_echo=fields_annual.wage_echo,
    shown_before=fields_annual.shown_before,
    papers=(_PAPERS, "《年度社会保险缴费工资申报表》（系统下载打印，WH-97）"),
    rule_of=MappingProxyType({"not_insured_here": "WH-90"}),
    batch=Batch(
        name="个人工资年度申报",
        columns=fields_annual.WAGE_COLUMNS,
        month=fields_annual.MONTH,
        also_shown=(fields_annual.BASE,),
        of_task=(fields_annual.YEAR,),
        not_listed="此人未在本单位参保",
        done_before="此人本年度工资已申报",
        limit="annual_batch_rows",
        failed_rows=True,
    ),
    single=False,
    by_visit_setting=True,
    again=_AGAIN,
)

RETIREE_WAGE: Final = Business[RetireeWageDeclaration, AnnualFacts](
    filing_type="retiree_wage",
    name="非统筹退休人员工资申报",
    title="非统筹退休人员工资申报",
    short="非统筹退休人员工资申报",
    rule="WH-95",
    entrance_rule="WH-95",
    addresses=wire_addresses.RETIREES,
    facts=AnnualFacts,
    read_facts=pages_annual.retiree_facts,
    asked=fields_annual.asked,
    fields=fields_annual.PENSION_COLUMNS,
    also=fields_annual.ALSO,
    table=fields_annual.pension_columns,
    stated=fields_annual.pension_stated,
    expected_echo=fields_annual.pension_echo,
    shown_before=fields_annual.shown_before,
    papers=(_PAPERS, "《非统筹退休人员养老金申报表》（系统下载打印，WH-97）"),
    batch=Batch(
        name="非统筹退休人员工资申报",
        columns=fields_annual.PENSION_COLUMNS,
        month=fields_annual.MONTH,
        of_task=(fields_annual.YEAR,),
        not_listed="此人不是本单位非统筹退休人员",
        done_before="此人本年度养老金已申报",
        limit="annual_batch_rows",
        failed_rows=True,
    ),
    single=False,
    by_visit_setting=True,
    again=_AGAIN,
)

ALL: Final[tuple[Business[Any, Any], ...]] = (ANNUAL_WAGE, RETIREE_WAGE)
