"""The businesses about arrears 欠费 (WH-98 to WH-106): assess, bill, go back, write off. All are audited by the system (WH-43)."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any, Final

from sigateway.plugin import ArrearsBill, ArrearsRollback, ArrearsSettlement, CurrentMonthWriteOff

from . import fields_arrears, fields_arrears_bill, pages_arrears, sums_arrears, wire_addresses
from .business import Business
from .facts_arrears import BillFacts, RollbackFacts, SettlementFacts, WriteOffFacts

SETTLEMENT: Final = Business[ArrearsSettlement, SettlementFacts](
    filing_type="arrears_settlement",
    name="单位员工欠费补缴",
    title="单位员工欠费补缴（核定）",
    short="欠费补缴",
    rule="WH-98",
    entrance_rule="WH-98",
    addresses=wire_addresses.ARREARS,
    facts=SettlementFacts,
    read_facts=pages_arrears.settlement_facts,
    asked=fields_arrears.asked,
    fields=fields_arrears.SETTLEMENT_FIELDS,
    also=fields_arrears.SETTLEMENT_ALSO,
    table=fields_arrears.settlement_table,
    stated=fields_arrears.settlement_stated,
    expected_echo=fields_arrears.settlement_echo,
    shown_before=fields_arrears.shown_before,
    papers=(),
    of_page=sums_arrears.of_assessment,
)

BILL: Final = Business[ArrearsBill, BillFacts](
    filing_type="arrears_bill",
    name="生成欠费补缴单",
    title="生成欠费补缴单",
    short="欠费补缴单",
    rule="WH-98",
    entrance_rule="WH-98",
    addresses=wire_addresses.BILL,
    facts=BillFacts,
    read_facts=pages_arrears.bill_facts,
    asked=fields_arrears_bill.bill_asked,
    fields=fields_arrears_bill.BILL_FIELDS,
    also=fields_arrears_bill.ALSO,
    table=fields_arrears_bill.bill_table,
    stated=fields_arrears_bill.bill_stated,
    expected_echo=fields_arrears_bill.bill_echo,
    shown_before=fields_arrears_bill.nothing_before,
    papers=(),
    of_page=sums_arrears.of_bill,
)

ROLLBACK: Final = Business[ArrearsRollback, RollbackFacts](
    filing_type="arrears_rollback",
    name="欠费补缴回退",
    title="欠费补缴回退",
    short="欠费补缴回退",
    rule="WH-103",
    entrance_rule="WH-103",
    addresses=wire_addresses.ROLLBACK,
    facts=RollbackFacts,
    read_facts=pages_arrears.rollback_facts,
    asked=fields_arrears_bill.rollback_asked,
    fields=fields_arrears_bill.ROLLBACK_FIELDS,
    also=fields_arrears_bill.ALSO,
    table=fields_arrears_bill.rollback_table,
    stated=fields_arrears_bill.rollback_stated,
    expected_echo=fields_arrears_bill.rollback_echo,
    shown_before=fields_arrears_bill.nothing_before,
    papers=(),
    rule_of=MappingProxyType({"settlement_busy": "WH-103", "arrears_changed": "WH-103"}),
)

WRITE_OFF: Final = Business[CurrentMonthWriteOff, WriteOffFacts](
    filing_type="current_month_write_off",
    name="当月欠费注销",
    title="当月欠费注销",
    short="当月欠费注销",
    rule="WH-104",
    entrance_rule="WH-104",
    addresses=wire_addresses.WRITE_OFF,
    facts=WriteOffFacts,
    read_facts=pages_arrears.write_off_facts,
    asked=fields_arrears.asked,
    fields=fields_arrears.WRITE_OFF_FIELDS,
    also=fields_arrears.WRITE_OFF_ALSO,
    table=fields_arrears.write_off_table,
    stated=fields_arrears.write_off_stated,
    expected_echo=fields_arrears.write_off_echo,
    shown_before=fields_arrears.shown_before,
    # The papers of WH-105, kept by the unit.
    papers=("经职工本人签字确认的欠费注销的情况说明材料", "其他相关证明材料"),
    of_page=sums_arrears.of_assessment,
)

ALL: Final[tuple[Business[Any, Any], ...]] = (SETTLEMENT, BILL, ROLLBACK, WRITE_OFF)
