"""The hall's words, each with the rule behind it."""

from __future__ import annotations

from dataclasses import dataclass

from sigateway_mockservers.kernel.reasons import Reason


@dataclass(frozen=True, slots=True)
class Refusal:
    """The reasons of one stage."""

    reasons: tuple[Reason, ...]


def refused(*reasons: Reason) -> Refusal:
    """A refusal for these reasons."""
    return Refusal(reasons)


# --- at the door ----------------------------------------------------------------------------------------------------

SIGNED_OUT = "登录已超时，请重新登录"
TAKEN_OVER = "您的账号已在其他地方登录"
MAINTENANCE = "系统维护中，请稍后再试"
NO_CSRF = "请求校验失败，请刷新页面后重试"
MALFORMED = "提交的内容格式有误"
NOT_MODELLED = "未建模"
NOT_DONE = "办理未成功"
OLD_BROWSER = Reason("ZJ-03", "请使用360浏览器极速模式或使用非IE内核浏览器（如谷歌浏览器）")
INVALID_CALLBACK = "errorcode=13 Error_invalid_Attrs"
NO_SUCH_ENTRANCE = "登录入口有误"

PAGE_STALE = Reason("ZJ-02", "页面已失效，请重新登录")
LOCKED = Reason("ZJ-02", "账号已锁定，请24小时后再试")
BAD_PASSWORD = Reason("ZJ-02", "账号或密码错误")
LEGAL_ELSEWHERE = Reason("ZJ-04", "账号类型与登录入口不符，单位经办人员请从“法人入口”登录")
PERSON_ELSEWHERE = Reason("ZJ-24", "账号类型与登录入口不符，请从“个人入口”登录")
NOT_AUTHENTICATED = Reason("ZJ-30", "请先完成实名认证")

BY_LEGAL_ENTRANCE = Reason("ZJ-04", "请从“法人入口”登录后办理")
BY_PERSONAL_ENTRANCE = Reason("ZJ-24", "请从“个人入口”登录后办理")
BY_APP = Reason("ZJ-30", "请登录“浙里办”APP办理")
BY_APP_FLEXIBLE = Reason("ZJ-36", "请登录“浙里办”APP办理")
NO_UNIT = Reason("ZJ-15", "未查询到单位参保登记信息")
HAS_UNIT = Reason("ZJ-15", "单位已办理参保登记")

# --- filings --------------------------------------------------------------------------------------------------------

CLOSED = Reason("ZJ-23", "申报时间为每月1日至25日")
HERE = Reason("ZJ-14", "该人员已在本单位参保")
RESIDENT = Reason("ZJ-14", "该人员已经参保城乡居民养老保险")
ENROLMENT_PENDING = Reason("ZJ-11", "该人员有正在审核的参保登记办件")
NOT_HERE = Reason("ZJ-17", "该人员未在本单位参保")
SUSPENSION_PENDING = Reason("ZJ-21", "该人员有正在审核的暂停参保办件")
NO_SCHEME_ENROL = Reason("ZJ-10", "请至少选择一个险种")
NO_SCHEME_SUSPEND = Reason("ZJ-20", "请至少选择一个险种")
ENROL_NAME = Reason("ZJ-07", "姓名与系统登记信息不一致", "name")
SUSPEND_NAME = Reason("ZJ-17", "姓名与系统登记信息不一致", "name")
INJURY_THIS_MONTH = Reason("ZJ-09", "工伤保险参保开始年月只能为当月", "injuryFrom")
INJURY_LAST_OR_THIS = Reason("ZJ-42", "工伤保险参保开始年月只能为办理的上月或者当月", "injuryFrom")
WAGE_TOO_LOW = Reason("ZJ-10", "月缴费工资低于当地最低工资标准", "wage")
CONTRACT_AHEAD = Reason("ZJ-10", "合同起始日期不能晚于当日", "contractStart")
CONTRACT_ORDER = Reason("ZJ-10", "合同终止日期早于合同起始日期", "contractEnd")
INJURY_FOLLOWS = Reason("ZJ-23", "工伤保险停保年月应与养老保险一致", "injuryStop")
INJURY_STOPS_NOW = Reason("ZJ-23", "工伤保险停保年月只能为当月", "injuryStop")
INJURY_MUST_STOP = Reason("ZJ-23", "停止养老保险时应同时停止工伤保险", "injuryStop")
ENDED_AHEAD = Reason("ZJ-20", "终止劳动关系日期不能晚于当日", "endedOn")

NO_ITEM = Reason("ZJ-12", "无此办件")
NO_ITEM_SHOWN = Reason("ZJ-11", "无此办件")
VOID_ALREADY = Reason("ZJ-13", "该办件已作废")
NO_TAKE_BACK = Reason("ZJ-40", "暂停参保办件不能撤回")
DECIDED = Reason("ZJ-40", "该办件已审核，不能撤回")
LATER_BUSINESS = Reason("ZJ-40", "该人员已有后续业务，不能撤回")

# --- proofs and flexible workers --------------------------------------------------------------------------------------

NO_PROOF = Reason("ZJ-28", "无此证明")
BAD_PLACE = Reason("ZJ-27", "参保地有误", "place")
NO_SUCH_UNIT = Reason("ZJ-27", "未查询到单位参保信息", "unitCode")
CONTACT_DIFFERS = Reason("ZJ-27", "专管员信息与单位登记信息不一致", "contactName")
BAD_MONTHS = Reason("ZJ-33", "打印月数有误", "months")
NO_PROOF_SCHEME = Reason("ZJ-33", "请选择参保险种", "schemes")
NO_PROOF_KIND = Reason("ZJ-34", "请选择证明类型", "kind")
CAPTCHA_WRONG = Reason("ZJ-33", "图形验证码错误", "captcha")
CAPTCHA_STALE = Reason("ZJ-33", "图形验证码已失效", "captcha")

NOT_HOUSEHOLD = Reason("ZJ-36", "站点区域应为户籍所在地", "site")
STATE_UNFIT = Reason("ZJ-39", "当前参保状态不能办理，请到社保经办机构办理")
FLEXIBLE_PENDING = Reason("ZJ-38", "该人员有正在审核的办件")
READ_NOTICE = Reason("ZJ-38", "请先阅读用户须知", "noticeVersion")
KIND_UNFIT = Reason("ZJ-39", "业务类型与当前参保状态不符", "kind")
FLEXIBLE_MONTH = Reason("ZJ-39", "增减年月只能为办理的上月或者当月", "month")
FLEXIBLE_OVERLAP = Reason("ZJ-39", "增减年月与已有参保时间重叠", "month")
BAD_MATERIAL = Reason("ZJ-38", "材料类型有误", "code")
NO_DRAFT = Reason("ZJ-38", "无此办件")
SUBMITTED_ALREADY = Reason("ZJ-38", "该办件已提交")
