"""The words that people write into cells, and what each of them stands for."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from sigateway.filings.employees import SuspensionReason
from sigateway.filings.identity import DocumentKind
from sigateway.filings.people import ContractKind, EmploymentForm

ACTIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        **dict.fromkeys(
            ("增员", "续保", "增员(续保)", "新增", "参保", "新参保", "enrolment"),
            "enrolment",
        ),
        **dict.fromkeys(("减员", "停保", "暂停缴费", "停缴", "suspension"), "suspension"),
        **dict.fromkeys(
            ("工资变更", "个人工资变更", "缴费工资变更", "工资调整", "调基", "基数调整", "wage_change"),
            "wage_change",
        ),
        **dict.fromkeys(("年度工资申报", "年度申报", "工资年报", "annual_wage"), "annual_wage"),
        **dict.fromkeys(("欠费补缴", "员工欠费补缴", "arrears_settlement"), "arrears_settlement"),
        **dict.fromkeys(("补缴", "补缴申报", "back_payment"), "back_payment"),
    }
)
"""业务, to the filing's type."""

FORMS: Final[Mapping[str, EmploymentForm]] = MappingProxyType(
    {
        "全日制": EmploymentForm.FULL_TIME,
        "非全日制": EmploymentForm.PART_TIME,
        "劳务派遣": EmploymentForm.DISPATCHED,
        "派遣": EmploymentForm.DISPATCHED,
        **{form.value: form for form in EmploymentForm},
    }
)
"""用工形式."""

CONTRACTS: Final[Mapping[str, ContractKind]] = MappingProxyType(
    {
        "固定期限": ContractKind.FIXED_TERM,
        "无固定期限": ContractKind.OPEN_ENDED,
        "以完成一定工作任务为期限": ContractKind.TASK,
        "完成一定工作任务": ContractKind.TASK,
        **{kind.value: kind for kind in ContractKind},
    }
)
"""合同类别."""

DOCUMENT_KINDS: Final[Mapping[str, DocumentKind | None]] = MappingProxyType(
    {
        "身份证": None,  # in a roster this names no kind: a permit is called so as well
        **{kind.label: kind for kind in DocumentKind},
        **{kind.value: kind for kind in DocumentKind},
        "港澳台居民居住证": DocumentKind.RESIDENCE_PERMIT,
        "居住证": DocumentKind.RESIDENCE_PERMIT,
    }
)
"""证件类型."""

REASON_NAMES: Final[Mapping[SuspensionReason, str]] = MappingProxyType(
    {
        SuspensionReason.CONTRACT_ENDED: "合同期满",
        SuspensionReason.DISMISSED: "单位解除合同",
        SuspensionReason.RESIGNED: "个人解除合同",
        SuspensionReason.MUTUAL: "双方协商解除",
        SuspensionReason.RETIRED: "退休",
        SuspensionReason.TRANSFERRED: "调动",
        SuspensionReason.DIED: "死亡或失踪",
        SuspensionReason.LAID_OFF: "企业裁员",
        SuspensionReason.BANKRUPT: "企业破产",
        SuspensionReason.CLOSED: "企业关闭或撤销、解散",
        SuspensionReason.WENT_ABROAD: "出国",
        SuspensionReason.IMPRISONED: "服刑",
        SuspensionReason.DISABILITY_ALLOWANCE: "申领病残津贴",
        SuspensionReason.ENROLLED_BY_MISTAKE: "误增",
    }
)
"""停保原因, each by the name that the template offers."""

_REASON_SYNONYMS: Final[Mapping[SuspensionReason, tuple[str, ...]]] = {
    SuspensionReason.CONTRACT_ENDED: ("合同到期", "劳动合同期满", "劳动合同到期", "合同期满终止"),
    SuspensionReason.DISMISSED: (
        "单位解除劳动合同",
        "单位解除",
        "单位提出解除",
        "辞退",
        "解雇",
        "开除",
    ),
    SuspensionReason.RESIGNED: (
        "个人解除合同(辞职)",
        "个人解除劳动合同",
        "个人解除",
        "辞职",
        "本人辞职",
        "个人辞职",
        "主动辞职",
    ),
    SuspensionReason.MUTUAL: (
        "双方协商一致解除",
        "协商一致解除",
        "协商解除",
        "双方协商",
        "双方协商一致",
        "双方协商解除合同",
    ),
    SuspensionReason.RETIRED: ("达到法定退休年龄", "到龄退休", "申请养老待遇"),
    SuspensionReason.TRANSFERRED: ("工作调动", "调出"),
    SuspensionReason.DIED: ("死亡", "失踪", "身故"),
    SuspensionReason.ENROLLED_BY_MISTAKE: ("误增员", "误增人员", "错误增员"),
}

REASONS: Final[Mapping[str, SuspensionReason]] = MappingProxyType(
    {
        **{name: reason for reason, name in REASON_NAMES.items()},
        **{word: reason for reason, words in _REASON_SYNONYMS.items() for word in words},
        **{reason.value: reason for reason in SuspensionReason},
    }
)
"""停保原因. Only words that leave no doubt: the reason decides unemployment benefit."""

AMBIGUOUS_REASONS: Final = frozenset(
    {
        "离职",
        "自动离职",
        "自离",
        "离岗",
        "离开",
        "减员",
        "停保",
        "解除",
        "解除合同",
        "解除劳动合同",
        "解除劳动关系",
        "终止",
        "终止合同",
        "终止劳动合同",
        "终止劳动关系",
        "不续签",
        "未续签",
        "合同不续签",
        "裁员",
        "解聘",
        "劝退",
        "其他",
    }
)
"""Words that do not say who ended the relation, or how."""
