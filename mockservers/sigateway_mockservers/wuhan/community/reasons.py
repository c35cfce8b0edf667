"""What the hall says to communities and persons."""

from __future__ import annotations

from sigateway_mockservers.kernel.reasons import Reason
from sigateway_mockservers.wuhan.records import WageLimits

NO_RIGHT = Reason("WH-114", "您没有办理此业务的权限")
UNKNOWN_PERSON = Reason("WH-114", "查无此人")
USER_OPEN = Reason("WH-114", "此人已开通网上办事用户")
NO_USER_TO_RENEW = Reason("WH-115", "此人尚未开通网上办事用户")
NO_USER_TO_GRANT = Reason("WH-114", "此人尚未开通网上办事用户")
SLIP_REPLACED = Reason("WH-115", "密码条已失效")
NO_PROMISE = Reason("WH-114", "请先签订网上办事承诺书")
ONLY_ONESELF = Reason("WH-114", "只能为本人办理")

UNKNOWN_TO_AGREE = Reason("WH-116", "查无此人")
DATES_WRONG = Reason("WH-116", "协议起止日期有误")
AGREED_HERE = Reason("WH-116", "此人与本社区已有代办协议")
NOTHING_TO_RENEW = Reason("WH-117", "此人与本社区没有可续签的代办协议")
NOTHING_TO_END = Reason("WH-118", "此人与本社区没有有效的代办协议")
NO_AGENT = Reason("WH-116", "此人与本社区没有有效的代办协议")

IN_WINDOW = Reason("WH-119", "此人已在灵活就业窗口参保")
ENROLMENT_RUNNING = Reason("WH-119", "此人已有正在办理的增员业务")
NO_SCHEME = Reason("WH-119", "至少参加一个险种")
NO_ORDER = Reason("WH-120", "无加办信息")

PERSON_USER_LOCKED = Reason("WH-115", "用户已锁定，请到所在社区重新领取密码条")
PERSON_SLIP_LOCKED = Reason("WH-115", "密码条已锁定，请到所在社区重新领取密码条")


def agreed_with(community: str, rule: str = "WH-118") -> Reason:
    """Another community's agreement comes first (WH-118), also where one is to be renewed (WH-117)."""
    return Reason(rule, f"此人与{community}的代办协议尚未终止")


def base_outside(limits: WageLimits) -> Reason:
    """A base below 保底 or above 封顶."""
    return Reason("WH-119", f"缴费基数应在{limits.floor}至{limits.ceiling}之间")
