"""The hall's words about arrears, each with the rule behind it."""

from __future__ import annotations

from sigateway_mockservers.kernel.reasons import Reason

NOTHING_OWED = Reason("WH-98", "此人在本单位无社会保险欠费")
OWED_ELSEWHERE = Reason("WH-101", "此人欠费不在本单位，请到经办机构办理")
BEING_SETTLED = Reason("WH-98", "此人欠费已有正在办理的业务")
NOT_ALL_SCHEMES = Reason("WH-100", "必须对所有参保险种欠费进行同步处理")
CHANGED = Reason("WH-98", "欠费情况已变化，请退单后重新办理")

NO_SUCH_ASSESSMENT = Reason("WH-98", "无此核定业务")
NOT_TAKEN = Reason("WH-98", "该核定业务未审核通过")
BILLED_ALREADY = Reason("WH-98", "该核定业务已生成缴费单")
BILLING = Reason("WH-98", "该核定业务已有正在办理的业务")

RECEIPT_ISSUED = Reason("WH-103", "税票已开具，不能回退")
ROLLING_BACK = Reason("WH-103", "该核定业务已有正在办理的业务")
BILL_CHANGED = Reason("WH-103", "欠费情况已变化，请退单后重新办理")

NOT_OWED_THIS_MONTH = Reason("WH-104", "此人在本单位无当月欠费")
SETTLED_THIS_MONTH = Reason("WH-104", "当月欠费已办理补缴，请先办理欠费补缴回退")
WRITING_OFF = Reason("WH-104", "此人当月欠费已有正在办理的注销业务")
NOT_ALL_WRITTEN_OFF = Reason("WH-106", "必须对所有参保险种欠费同步注销")
ANOTHER_MONTH = Reason("WH-104", "网上仅提供当月欠费注销")

#: Notices: they refuse nothing.
AFTER_DAY_20 = "当月20日以后办理的，可能会影响其他相关业务的办理"
NO_WAY_BACK = "请谨慎操作，欠费注销成功后将无法恢复"
