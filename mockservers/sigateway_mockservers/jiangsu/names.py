"""The names and codes by which the hall knows things."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sigateway_mockservers.kernel.hall_state import ACCEPTS_DUPLICATES

HALL = "jiangsu"

FACE_AT_LOGIN = "face_at_login"
MISMATCH_NEEDS_TWO_PAPERS = "mismatch_needs_two_papers"
OPENS_FROM_AUGUST_FIRST = "opens_from_august_first"
COLLECTION_PERIOD_IS_MONTH = "collection_period_is_month"
FEE_MONTH_IS_OPENING = "fee_month_is_opening"
PREREGISTRATION_OFFERED = "preregistration"
VARIANTS = frozenset(
    {
        ACCEPTS_DUPLICATES,
        FACE_AT_LOGIN,
        MISMATCH_NEEDS_TWO_PAPERS,
        OPENS_FROM_AUGUST_FIRST,
        COLLECTION_PERIOD_IS_MONTH,
        FEE_MONTH_IS_OPENING,
        PREREGISTRATION_OFFERED,
    }
)

LEGAL, ADMINISTRATOR, HANDLER = "1", "2", "3"
GROUPS = {LEGAL: "法定代表人", ADMINISTRATOR: "管理员", HANDLER: "经办人"}
MANAGERS = frozenset({LEGAL, ADMINISTRATOR})

TO_LINK, TO_VERIFY, USABLE, REVOKED = "待关联", "待验证", "正常", "已取消"

BY_KEY, BY_ACCOUNT = "CA", "ACCOUNT"
AT_COUNTER = "柜面"

ENROLLING, STOPPING, DECLARING, RETIRING, PROVING = "S01", "S02", "S03", "S04", "S05"
SCOPES: Mapping[str, str] = {
    ENROLLING: "用工参保",
    STOPPING: "退工停保",
    DECLARING: "缴费基数申报",
    RETIRING: "退休登记",
    PROVING: "单位权益单",
}

ALIPAY, OWN_APP = "支付宝", "江苏智慧人社"
WAITING, SCANNED, PASSED, FAILED, EXPIRED = "WAITING", "SCANNED", "PASSED", "FAILED", "EXPIRED"
FOR_REGISTRATION, FOR_ACTIVATION, FOR_PASSWORD, FOR_PERSON, FOR_LOGIN = (
    "registration",
    "activation",
    "password",
    "person",
    "login",
)
APPS: Mapping[str, tuple[str, ...]] = {
    FOR_REGISTRATION: (ALIPAY, OWN_APP),
    FOR_ACTIVATION: (OWN_APP,),
    FOR_PASSWORD: (OWN_APP,),
    FOR_PERSON: (ALIPAY, OWN_APP),
    FOR_LOGIN: (OWN_APP,),
}

ID_CARD, LICENCE, LETTER = "身份证原件", "单位营业执照(统一信用代码证)", "单位授权委托书"
EMPLOYEE_FILE, APPROVAL_FORM = "职工档案", "职工养老退休审批表(职工签字、单位盖章)"
POSTED = ("职工养老退休审批表", "核定表", "退休证")

DONE, TAKEN_BACK, CHANGED, PREREGISTERED = "办理成功", "已回退", "已修改", "已预登记"
AT_WINDOW, TURNED_AWAY, ACCEPTED, COMPLETED = "待窗口受理", "不予受理", "已受理", "已办结"
RUNNING = "办理中"
DRAFT_OPEN, DRAFT_USED, DRAFT_LAPSED = "未提交", "已提交", "已失效"

ENROLMENT, RENEWAL, PREREGISTRATION, BASIC_DATA = "enrolment", "renewal", "preregistration", "basic_data"
SUSPENSION, BASE, RETIREMENT = "suspension", "base", "retirement"
FLEXIBLE_ENROLMENT, FLEXIBLE_SUSPENSION, TRANSFER = "flexible_enrolment", "flexible_suspension", "transfer"


@dataclass(frozen=True, slots=True)
class Matter:
    """One kind of filing.

    ``scope`` is the matter that a handler must have been granted, empty for what people do for themselves.
    ``follows`` are the kinds that make way for it, so that the same may be filed again.
    """

    code: str
    name: str
    kind: str
    scope: str = ""
    follows: frozenset[str] = frozenset()
    changeable: bool = False

    @property
    def is_personal(self) -> bool:
        """Filed by a person in the own account."""
        return not self.scope


_INSURED = frozenset({"enrolment", "renewal", "wage_change"})

MATTERS: Mapping[str, Matter] = {
    each.code: each
    for each in (
        Matter(
            ENROLMENT,
            "用工参保登记",
            "enrolment",
            ENROLLING,
            _INSURED | {"suspension", "preregistration"},
            changeable=True,
        ),
        Matter(RENEWAL, "用工参保登记(续签)", "renewal", ENROLLING, frozenset({"renewal"}), changeable=True),
        Matter(PREREGISTRATION, "用工参保预登记", "preregistration", ENROLLING),
        Matter(BASIC_DATA, "人员基础信息采集", "basic_data", ENROLLING),
        Matter(
            SUSPENSION, "退工停保登记", "suspension", STOPPING, _INSURED | {"suspension"}, changeable=True
        ),
        Matter(BASE, "缴费基数申报", "wage_change", DECLARING, frozenset({"wage_change"}), changeable=True),
        Matter(RETIREMENT, "退休登记(申请)", "retirement", RETIRING),
        Matter(
            FLEXIBLE_ENROLMENT,
            "灵活就业参保",
            "flexible_enrolment",
            follows=frozenset({"flexible_suspension"}),
        ),
        Matter(
            FLEXIBLE_SUSPENSION,
            "灵活就业停保",
            "flexible_suspension",
            follows=frozenset({"flexible_enrolment"}),
        ),
        Matter(TRANSFER, "社保关系转移接续", "transfer"),
    )
}


def known_kind(kind: str) -> str:
    """The kind itself; an unknown one is a ``ValueError``."""
    kinds = [each.kind for each in MATTERS.values()]
    if kind not in kinds:
        raise ValueError(f"there is no kind {kind!r}; kinds: {', '.join(kinds)}")
    return kind
