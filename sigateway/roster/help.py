"""What the template says of each column: its meaning, what may be written there, and an example."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from .kinds import KINDS
from .vocabulary import REASON_NAMES

HELP_TITLE: Final = "填写说明（sigateway 名册模板）"
"""What the template's second sheet begins with; a sheet that does is left aside without a word."""

HELP_HEADERS: Final = ("列名", "含义", "填写格式和可填的值", "示例", "也可写作")

NOTES: Final = (
    "一行一人一项业务；同一工作表可以混有各项业务，用不到的列留空或删去。",
    "姓名以“{example}”开头的行是示例，读取时跳过；请在其下填写，或删去后填写。",
    "各列均为文本格式：证件号码等不会丢失末位。从别处粘贴时请“选择性粘贴—数值”或“匹配目标格式”。",
    "可有多个工作表。工作表以地区命名（如“武汉”）且没有“地区”一列时，表中各行都属于该地区。",
    "也可用 .xls，或 .csv、.txt（UTF-8 或 GB18030，以逗号、制表符或分号分隔）。",
)


@dataclass(frozen=True, slots=True)
class Help:
    """One column's help. ``choices`` are offered as a list in the cells."""

    meaning: str
    values: str = ""
    example: str = ""
    choices: tuple[str, ...] = ()


_DAY: Final = "2026-11-02、2026/11/2、2026.11.2、20261102 或 2026年11月2日"
_MONTH: Final = "2026-11、202611、2026/11 或 2026年11月"
_YUAN: Final = "元，至多两位小数，如 6500、6,500.00"
_ACTIONS: Final = tuple(kind.word for kind in KINDS.values())
_REASONS: Final = tuple(REASON_NAMES.values())
_FORMS: Final = ("全日制", "非全日制", "劳务派遣")
_CONTRACTS: Final = ("固定期限", "无固定期限", "以完成一定工作任务为期限")

HELP: Final[Mapping[str, Help]] = MappingProxyType(
    {
        "region": Help("参保地区", "地区代码或名称，见 sigateway regions", "武汉"),
        "employer_uscc": Help("用人单位的统一社会信用代码", "18位", "91420106MA00000156"),
        "unit_number": Help("大厅的单位编号", "同一用人单位在一地有多个参保单位时填写"),
        "action": Help("办理什么", "、".join(_ACTIONS), "增员", _ACTIONS),
        "name": Help("姓名，与证件一致", "", "示例张三"),
        "document_kind": Help(
            "证件类型",
            "居民身份证、港澳台居民居住证、外国人永久居留身份证、护照；写“身份证”或不填则按号码判断",
            "身份证",
        ),
        "id_number": Help("证件号码", "18位，末位可为X；以文本格式填写", "420106199503140033"),
        "nation": Help("民族", "名称或 GB/T 3304 代码", "汉族"),
        "mobile": Help("本人手机号码", "11位", "19910000001"),
        "form": Help("用工形式", "、".join(_FORMS), "全日制", _FORMS),
        "contract_start": Help("劳动合同起始日期", _DAY, "2026-11-02"),
        "contract_end": Help("劳动合同终止日期；无固定期限的不填", _DAY, "2029-11-01"),
        "contract_kind": Help(
            "劳动合同类别；大厅要求时填写，不会推断", "、".join(_CONTRACTS), choices=_CONTRACTS
        ),
        "post": Help("岗位工种，按大厅的分类；大厅要求时填写"),
        "wage": Help("月申报工资", _YUAN, "6500.00"),
        "month": Help("第一个缴费的年月（不含补缴）", _MONTH, "2026-11"),
        "back_pay_from": Help("补缴的第一个年月；不补缴的不填", _MONTH),
        "ended_on": Help("劳动关系终止的日期", _DAY),
        "last_paid_month": Help("最后一个仍缴费的年月，不是第一个不缴费的年月", _MONTH),
        "reason": Help(
            "劳动关系为何终止；决定本人能否领取失业保险金，所以不能只写“离职”",
            "、".join(_REASONS),
            choices=_REASONS,
        ),
        "new_wage": Help("变更后的月申报工资；没有这一列时取“申报工资”", _YUAN),
        "effective_month": Help("第一个按变更后工资缴费的年月", _MONTH),
        "year": Help("年度工资申报的年度", "如 2026"),
        "average_wage": Help("上年月均工资", _YUAN),
        "from_month": Help("欠费或补缴的第一个年月", _MONTH),
        "to_month": Help("欠费或补缴的最后一个年月", _MONTH),
        "education": Help("文化程度", "名称或 GB/T 4658 代码", "本科"),
        "marital_status": Help("婚姻状况", "名称或 GB/T 2261.2 代码", "未婚"),
        "household_kind": Help("户口性质", "城镇或农村", "城镇", ("城镇", "农村")),
        "household_place": Help("户口所在地"),
        "address": Help("居住地地址"),
        "reference": Help("贵方的业务号；同一号即同一笔指令"),
    }
)
"""Each column's help, by its key."""
