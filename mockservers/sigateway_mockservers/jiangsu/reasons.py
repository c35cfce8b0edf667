"""Everything that the hall says when it refuses: codes, words, and the rule behind each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sigateway_mockservers.kernel.reasons import Reason, coded

DONE, SIGNED_OUT, TAKEN, MAINTENANCE, MALFORMED, NOT_MODELLED = "0", "1001", "1002", "1003", "1900", "1901"
NO_LOGIN, NO_RIGHT, SHUT, BAD_FORM, BAD_CHECK = "2001", "2101", "3000", "3001", "3002"
BAD_SUBMISSION, BAD_TAKEBACK, BAD_ERRAND, NOT_FOUND = "3003", "3101", "3201", "4001"

MESSAGES = {
    DONE: "成功",
    SIGNED_OUT: "登录已失效，请重新登录",
    TAKEN: "账号已在别处登录",
    MAINTENANCE: "系统维护中，请稍后再试",
    MALFORMED: "请求不符合规范",
    NOT_MODELLED: "未提供此功能",
    NO_LOGIN: "登录未通过",
    NO_RIGHT: "没有办理权限",
    SHUT: "不在受理时间内",
    BAD_FORM: "填写有误",
    BAD_CHECK: "校验未通过",
    BAD_SUBMISSION: "提交未通过",
    BAD_TAKEBACK: "回退未通过",
    BAD_ERRAND: "办理未通过",
    NOT_FOUND: "未找到",
}
STATUSES = {SIGNED_OUT: 401, TAKEN: 401, MALFORMED: 400, NOT_MODELLED: 501}


@dataclass(frozen=True, slots=True)
class Refusal:
    """A refusal with all its reasons, and what is told with it."""

    appcode: str
    reasons: tuple[Reason, ...] = ()
    data: Any = None


# --- log-ins ----------------------------------------------------------------------------------------------------

CHALLENGE_STALE = coded("L001", "JS-25", "挑战码已失效，请重新登录")
CERTIFICATE_UNKNOWN = coded("L002", "JS-25", "数字证书无效或与单位不符")
CERTIFICATE_REVOKED = coded("L003", "JS-25", "数字证书已吊销")
CERTIFICATE_EXPIRED = coded("L004", "JS-25", "数字证书已过期")
SIGNATURE_BAD = coded("L005", "JS-25", "签名与证书不符")
WRONG_PASSWORD = coded("L101", "JS-44", "账号或密码错误")
LOCKED = coded("L102", "JS-23", "密码错误次数过多，账号已锁定，请通过“忘记密码”重新设置")
NOT_VERIFIED = coded("L103", "JS-42", "尚未完成人脸识别身份验证，请到“江苏智慧人社”APP企业服务中完成")
ACCOUNT_REVOKED = coded("L104", "JS-36", "授权已取消")
NOT_LINKED = coded(
    "L105", "JS-21", "尚未完成单位关联，请到“江苏智慧人社”APP企业服务中设置登录密码并完成单位关联"
)
WRONG_AREA = coded("L106", "JS-05", "所选办事地区不是单位参保地，请重新选择")
FACE_WANTED = coded("L107", "JS-42", "请先完成人脸识别")
PIN_NAG = "口令仍为初始口令123456，请尽快修改"

# --- the face ---------------------------------------------------------------------------------------------------

FACE_DIFFERS = coded("F001", "JS-28", "人脸比对不一致")
OTHER_PERSON = coded("F002", "JS-28", "扫码人与待验证人不一致")
NO_BASIC_DATA = coded("F003", "JS-43", "未查询到人员基础信息")
KILLED = coded("F900", "JS-42", "已发起新的验证，本次验证失效")
NO_GRANT = coded("V001", "JS-42", "未查询到授权信息")
VERIFIED_ALREADY = coded("V002", "JS-42", "该账号已完成身份验证")
PASS_BAD = coded("V003", "JS-42", "身份验证无效或已使用")

# --- registration and passwords ---------------------------------------------------------------------------------

LEGAL_DIFFERS = coded("R001", "JS-29", "法定代表人信息与人社登记的单位信息不符，请到人社窗口办理线下注册")
LEGAL_FOREIGN = coded("R002", "JS-30", "法定代表人无法进行身份验证，请授权管理员到人社窗口办理线下注册")
REGISTERED = coded("R003", "JS-19", "该单位已注册")
UNIT_UNKNOWN = coded("R005", "JS-19", "未查询到单位登记信息")
NOT_OWN_MOBILE = coded("R006", "JS-33", "手机号码须为本人实名登记的手机号")
PASSWORD_WEAK = coded("A001", "JS-42", "密码须为8至20位字母和数字")
OLD_PASSWORD_WRONG = coded("A002", "JS-23", "原密码错误")
PERSON_REGISTERED = coded("A003", "JS-22", "该人员已注册")
PERSON_UNKNOWN = coded("A004", "JS-22", "姓名与身份证号不符")

# --- ranks ------------------------------------------------------------------------------------------------------

NOT_MANAGER = coded("P103", "JS-36", "仅法定代表人和管理员可以管理经办人")
WRONG_KIND = coded("P104", "JS-08", "该事项不适用于当前登录身份")
CONSENT_FIRST = coded("G001", "JS-39", "请先阅读授权注意事项并同意开通")
LEGAL_ONLY = coded("G002", "JS-35", "仅法定代表人可以设置或取消管理员")
NOT_REAL_NAME = coded("G003", "JS-34", "被授权人未通过实名认证")
GRANTED_ALREADY = coded("G004", "JS-41", "该人员已有本单位授权")
GRANTEE_MOBILE = coded("G005", "JS-33", NOT_OWN_MOBILE.words)
SCOPES_WANTED = coded("G006", "JS-36", "请为经办人选择事项权限")
GRANT_UNKNOWN = coded("G007", "JS-41", "未查询到授权信息")
GRANT_REVOKED = coded("G008", "JS-36", "授权已取消")
LEGAL_STANDS = coded("G009", "JS-35", "法定代表人的权限不能更改")
CONSENT_GIVEN = coded("G010", "JS-39", "本单位已同意开通")
CONSENT_OTHER = coded("G011", "JS-39", "授权注意事项已更新，请重新阅读")


def no_scope(matter: str) -> Reason:
    """The handler was not granted this matter."""
    return coded("P101", "JS-37", f"您没有“{matter}”事项的办理权限，请联系单位管理员授权")


# --- filings ----------------------------------------------------------------------------------------------------

CLOSED = coded("W001", "JS-04", "每月7日至10日暂停对外办理业务，受理时间为每月11日至次月6日")
CLOSED_OF_OLD = coded("W001", "JS-02", "受理时间为每月6日至25日")
PREREGISTER_ON_DAYS = coded("W002", "JS-04", "预登记仅在每月7日至10日办理，请办理用工参保登记")
NO_PREREGISTRATION = coded("W003", "JS-04", "网上大厅未开放预登记")

COLLECT_FIRST = coded("C001", "JS-45", "未查询到人员基础信息，请先办理人员基础信息采集")
NAME_DIFFERS = coded("C002", "JS-45", "姓名与身份证号不符")
OWN_ONLY = coded("C003", "JS-08", "仅可为本人办理")
INSURED_HERE = coded(
    "E101", "JS-45", "在本单位已存在参保信息，不能办理参保，可以办理续签或者以其他参保身份参保"
)
INSURED_ELSEWHERE = coded("E102", "JS-45", "此人在其他单位参保，尚未停保")
TOO_EARLY = coded("E103", "JS-45", "劳动合同开始日期不得早于申报当月之前的6个月")
NOT_BEGUN = coded("E104", "JS-45", "劳动合同尚未开始")
NOT_INSURED_HERE = coded("E105", "JS-45", "此人未在本单位参保")
BEFORE_LAST_PAID = coded("E106", "JS-45", "参保开始年月应晚于上次缴费终止年月")
FLEXIBLE_RUNS = coded("E107", "JS-45", "此人正在以灵活就业人员身份参保，请先停保")
CONTRACT_SAME = coded("E108", "JS-45", "劳动合同没有变化")
ENDS_LATER = coded("T201", "JS-45", "终止(解除)日期不得晚于当日")
LAST_MONTH_BAD = coded("T202", "JS-45", "缴费终止年月只能为核定年月或其上月")
LAST_BEFORE_FIRST = coded("T203", "JS-45", "缴费终止年月早于参保开始年月的上月")
BASE_LOWER = coded("B301", "JS-06", "网上仅可调高缴费基数，调低请到经办窗口办理")
BASE_SAME = coded("B302", "JS-06", "缴费基数没有变化")
RETIRING_ALREADY = coded("J401", "JS-13", "此人已有正在办理的退休登记")
RETIRES_EARLIER = coded("J402", "JS-13", "退休时间不得早于申报当月")
KNOWN_ALREADY = coded("N501", "JS-45", "证件号码已存在")
NOBODY = coded("N502", "JS-45", "查无此人，请到经办窗口办理")
INSURED_ALREADY = coded("H601", "JS-08", "本人已在单位参保或已灵活就业参保")
NOT_FLEXIBLE = coded("H602", "JS-08", "本人未以灵活就业人员身份参保")
TRANSFERRING = coded("H603", "JS-08", "已有正在办理的转移")
PREREGISTERED_ALREADY = coded("Y701", "JS-04", "此人本月已预登记")

DRAFT_STALE = coded("D002", "JS-06", "草稿不存在或已失效，请重新填写")
CONTENT_DIFFERS = coded("D003", "JS-06", "提交内容与校验内容不一致")

UNKNOWN_FILING = coded("X901", "JS-07", "无此业务")
TAKEN_BACK_ALREADY = coded("X902", "JS-07", "该业务已回退")
CHANGED_ALREADY = coded("X902", "JS-07", "该业务已修改")
PERIOD_OVER = coded("X903", "JS-46", "已过征缴期，不能回退或修改，请到经办窗口办理")
ENROLLED_ELSEWHERE = coded("X905", "JS-07", "此人已在其他单位参保，不能回退停保")
NEVER_BACK = coded("X906", "JS-07", "该业务不能回退或修改")
OTHER_MATTER = coded("X907", "JS-07", "修改只能针对同一事项、同一人员")
NOTHING_CHANGED = coded("X908", "JS-07", "修改内容没有变化")


def missing(label: str) -> Reason:
    """A field that must be filled in."""
    return coded("M001", "JS-45", f"{label}为必填项")


def bad(label: str) -> Reason:
    """A field that is not as it must be."""
    return coded("M002", "JS-45", f"{label}格式有误")


def draft_used(filing: str) -> Reason:
    """The draft was filed already."""
    return coded("D001", "JS-06", f"该草稿已提交，受理编号{filing}")


def later_ones(filings: tuple[str, ...]) -> Reason:
    """What must be taken back first, latest first."""
    return coded("X904", "JS-07", f"请先回退后续业务：{'、'.join(filings)}")
