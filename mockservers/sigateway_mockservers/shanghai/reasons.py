"""The hall's words, each with its code and the rule behind it; the codes of results with their words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sigateway_mockservers.kernel.reasons import Reason, coded

OK = "0000"
SIGNED_OUT, TAKEN, MAINTENANCE = "1001", "1002", "1003"
MALFORMED, NOT_MODELLED = "1900", "1901"
NO_LOGIN, HEAD_DIFFERS, NO_RIGHT, NO_SIGNATURE = "2001", "2002", "2101", "2201"
AT_ENTRANCE, BY_CHECK, AT_SUBMISSION = "3001", "3002", "3003"
NOT_WITHDRAWN, NOT_DONE = "3101", "3201"
NOT_FOUND = "4001"

RESULTS: Mapping[str, str] = {
    OK: "成功",
    SIGNED_OUT: "会话已失效，请重新登录",
    TAKEN: "该证书已在别处登录",
    MAINTENANCE: "系统维护中，请稍后再试",
    MALFORMED: "报文不符合规范",
    NOT_MODELLED: "未提供此功能",
    NO_LOGIN: "登录未通过",
    HEAD_DIFFERS: "报文头与登录不一致",
    NO_RIGHT: "没有办理权限",
    NO_SIGNATURE: "签名未通过",
    AT_ENTRANCE: "申报不成功",
    BY_CHECK: "申报不成功",
    AT_SUBMISSION: "申报不成功",
    NOT_WITHDRAWN: "撤销不成功",
    NOT_DONE: "办理不成功",
    NOT_FOUND: "未找到",
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """A result that is none, with its reasons."""

    result: str
    reasons: tuple[Reason, ...] = ()


SIGN_AGREEMENT_FIRST = coded("Q001", "SH-06", "请先签订社会保险业务网上经办服务约定")
NOT_APPROVED_YET = coded("Q002", "SH-09", "本证书尚未经单位主管授权")
SIGN_IN_AGAIN = coded("Q003", "SH-14", "本证书已授权，请重新登录后办理")
NO_SUPERVISOR = coded("Q004", "SH-10", "本证书没有单位主管权限")
SIGNED_ALREADY = coded("Y001", "SH-06", "本证书已签订服务约定")
AGREEMENT_CHANGED = coded("Y002", "SH-06", "服务约定已更新，请重新阅读")
NOT_PENDING = coded("Y003", "SH-12", "该证书不是待审核状态")
CERTIFICATE_UNKNOWN = coded("D001", "SH-05", "数字证书无效")
CERTIFICATE_EXPIRED = coded("D002", "SH-05", "数字证书已过期")
CERTIFICATE_REVOKED = coded("D003", "SH-05", "数字证书已吊销")
CHALLENGE_NOT_SIGNED = coded("D004", "SH-05", "签名与证书不符")
CHALLENGE_STALE = coded("D005", "SH-05", "挑战码已失效，请重新登录")
UNIT_GONE = coded("D006", "SH-02", "单位未登记参保")
BAD_SIGNATURE = coded("S001", "SH-05", "签名与证书不符")
SIGNED_HEAD_DIFFERS = coded("S002", "SH-05", "签名内容与报文头不一致")

NUMBER_MALFORMED = coded("F003", "SH-29", "个人序号应为不以0开头的1至10位数字")
PERMIT_MALFORMED = coded("F004", "SH-29", "人才证号应以两位大写字母开头")
SLIP_STALE = coded("T002", "SH-24", "校验号无效或已失效，请重新校验")
CONTENT_DIFFERS = coded("T003", "SH-24", "申报内容与校验内容不一致，请重新校验")

NOBODY = coded("P001", "SH-29", "查无此人，请到社保中心办理")
NAME_DIFFERS = coded("P002", "SH-29", "姓名与公民身份号码不符")
INSURED_HERE = coded("C102", "SH-28", "此人已在本单位参保")
INSURED_ELSEWHERE = coded("C103", "SH-28", "此人在其他单位参保，应先由原单位转出")
BEFORE_FOUNDING = coded("C104", "SH-29", "缴费起始年月不得早于单位成立年月")
START_TOO_EARLY = coded("C105", "SH-29", "缴费起始年月不得早于申报当月之前的6个月")
START_TOO_LATE = coded("C106", "SH-29", "缴费起始年月不得晚于申报当月")
UNDER_MINIMUM = coded("C107", "SH-29", "月平均工资性收入不得低于本市月最低工资标准")
START_NOT_AFTER_END = coded("C108", "SH-28", "缴费起始年月应晚于上次缴费截止年月")
NUMBER_TAKEN = coded("C109", "SH-29", "个人序号重复")
NOT_INSURED = coded("S201", "SH-28", "此人未在本单位参保")
END_MONTH_WRONG = coded("S202", "SH-29", "缴费截止年月只能为申报当月或上月")
END_BEFORE_START = coded("S203", "SH-29", "缴费截止年月早于缴费起始年月")
NEVER_INSURED = coded("B301", "SH-28", "此人在本单位没有参保记录")
LAST_TOO_LATE = coded("B302", "SH-29", "补缴截止年月不得晚于申报当月的上月")
WRONG_WAY_ROUND = coded("B303", "SH-29", "补缴开始年月不得晚于补缴截止年月")
FIRST_TOO_EARLY = coded("B304", "SH-29", "补缴开始年月不得早于申报当月之前的6个月")
NOT_THIS_MONTH = coded("G402", "SH-29", "生效年月只能为申报当月")
WAGE_UNCHANGED = coded("G403", "SH-28", "月平均工资性收入没有变化")
YEAR_DECLARED = coded("N503", "SH-28", "此人本年度缴费基数已申报")

NO_SUCH_DECLARATION = coded("X001", "SH-25", "无此申报")
WITHDRAWN_ALREADY = coded("X002", "SH-25", "该申报已撤销")
MONTH_IS_OVER = coded("X003", "SH-27", "已过申报当月的业务变更期，不能网上撤销")
TAKEN_ELSEWHERE = coded("X005", "SH-25", "此人已在其他单位参保，不能撤销转出")


def required(label: str) -> Reason:
    """A mandatory field that is empty."""
    return coded("F001", "SH-29", f"{label}为必填项")


def malformed(label: str) -> Reason:
    """A field whose value is not one that the hall takes."""
    return coded("F002", "SH-29", f"{label}格式有误")


def outside_window(first: str, last: str) -> Reason:
    """Outside the two ends; they are written as the hall writes them."""
    return coded("W001", "SH-19", f"不在网上办理时间内，办理时间为{first}至{last}")


def outside_hours(first: str, last: str) -> Reason:
    """Between the ends, but outside the hours of a working day."""
    return coded("W002", "SH-31", f"不在网上办理时间内，办理时间为工作日{first}至{last}")


def slip_used(number: str) -> Reason:
    """A slip that was submitted already, as this declaration."""
    return coded("T001", "SH-24", f"该校验号已申报，申报号{number}")


def months_not_owed(months: Iterable[str]) -> Reason:
    """Months that nobody has to pay."""
    return coded("B305", "SH-28", f"补缴月份不在参保期间或已缴费：{'、'.join(months)}")


def outside_base_year(first: str, last: str) -> Reason:
    """Outside the period in which a base year is declared."""
    return coded("N502", "SH-29", f"不在年度缴费基数申报期内（{first}至{last}）")


def later_first(numbers: Iterable[str]) -> Reason:
    """Later declarations stand in the way."""
    return coded("X004", "SH-26", f"请先撤销后续申报：{'、'.join(numbers)}")
