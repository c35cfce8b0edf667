"""The hall's words, each with the rule behind it. The page shows the words only; the journal keeps the rule."""

from __future__ import annotations

from sigateway_mockservers.kernel.reasons import Reason

BAD_NUMBER = Reason("WH-63", "证件号码有误")
INSURED_HERE = Reason("WH-54", "此人在本单位已参保")
RUNNING_HERE = Reason("WH-54", "此人在本单位已有正在办理的增员业务")
RESIDENT_MEDICAL = Reason("WH-54", "此人居民医疗保险未停保")
STUDENT_MEDICAL = Reason("WH-62", "此人已参加大学生医保")
AGE_OUTSIDE = Reason("WH-53", "首次参保年龄超过网上办理范围，请到经办机构办理")
SEX_DIFFERS = Reason("WH-63", "性别与证件号码不一致")
BIRTH_DIFFERS = Reason("WH-63", "出生日期与证件号码不一致")
SCHEMES_DIFFER = Reason("WH-57", "职工参保险种与单位参保险种不一致")
BACK_PAY_NOT_BEFORE = Reason("WH-56", "补缴开始年月有误")
BACK_PAY_TOO_LONG = Reason("WH-56", "补缴时间最长不得超过3个月（含当月），请到经办机构办理")
BACK_PAY_BEFORE_CONTRACT = Reason("WH-56", "补缴开始年月早于劳动合同起始年月")
CONTRACT_NOT_BEGUN = Reason("WH-59", "劳动合同尚未开始")
NAME_DIFFERS = Reason("WH-63", "姓名与公安信息不一致")
NATION_DIFFERS = Reason("WH-63", "民族与公安信息不一致")
PAPERS_LATE = Reason("WH-50", "逾期未提交资料")
NOT_INSURED_TO_STOP = Reason("WH-69", "此人未在本单位参保")
STOP_RUNNING_HERE = Reason("WH-69", "此人在本单位已有正在办理的暂停缴费业务")
IN_ARREARS = Reason("WH-73", "存在社会保险欠费，不能办理暂停缴费")
ENDED_AFTER_TODAY = Reason("WH-69", "终止劳动关系日期不能晚于当日")
STOP_PAPERS_LATE = Reason("WH-71", "逾期未提交资料")
NOT_INSURED_TO_CHANGE = Reason("WH-86", "此人未在本单位参保")
NOT_INSURED_TO_UPDATE = Reason("WH-107", "此人未在本单位参保")
PERSON_UPDATE_RUNNING = Reason("WH-107", "此人在本单位已有正在办理的个人一般信息变更业务")
PERSON_UNCHANGED = Reason("WH-107", "没有变更的内容")
UNIT_UPDATE_RUNNING = Reason("WH-109", "本单位已有正在办理的单位一般信息变更业务")
UNIT_UNCHANGED = Reason("WH-109", "没有变更的内容")
DAY_NOT_OFFERED = Reason("WH-113", "该日期不能预约")
SLOT_FULL = Reason("WH-113", "该时段已约满")
SLOT_BOOKED_ALREADY = Reason("WH-113", "本单位在该时段已有预约")
NO_REGISTRATION_DAY = Reason("WH-23", "办理时间为每月1-22日工作日")
SCHEMES_BY_HALVES = Reason("WH-25", "应将应参加的险种一次登记完毕")
NOT_QUALIFIED = Reason("WH-08", "单位尚未取得网上办事资格")
PEOPLE_INSURED_STILL = Reason("WH-30", "单位尚有参保人员")
DAYS_WRONG = Reason("WH-111", "日期格式有误")
MONTHS_WRONG = Reason("WH-111", "起止年月有误")
GREY_FIELD = Reason("WH-44", "灰色字段不能修改，请退单后重新办理")

BAD_WORKBOOK = Reason("WH-78", "文件不是有效的Excel 97-2003工作簿")
BAD_HEADINGS = Reason("WH-78", "模板表头有误")
NO_ROWS = Reason("WH-78", "没有数据行")
FILE_TOO_LARGE = Reason("WH-78", "文件过大，请分批上传")
NOBODY_IMPORTED = Reason("WH-79", "没有可以导入的人员")
NUMBER_REPEATED = Reason("WH-79", "文件中证件号码重复")
NO_ROW_CHOSEN = Reason("WH-80", "请选择要删除的人员")
NO_SUCH_ROW = Reason("WH-80", "行号有误")

BAD_LOGIN = Reason("WH-01", "用户名或密码错误")
USER_LOCKED = Reason("WH-10", "用户已锁定，请到辖区社保经办机构重新领取密码条")
USER_SUSPENDED = Reason("WH-19", "用户资格已暂停")
BAD_CERTIFICATE = Reason("WH-01", "数字证书无效或与用户不符")
BAD_SLIP = Reason("WH-12", "证书序列号或证书下载密码错误")
SLIP_LOCKED = Reason("WH-10", "密码条已锁定，请到辖区社保经办机构重新领取")
OLD_PASSWORD_WRONG = Reason("WH-15", "原密码错误")
PASSWORDS_DIFFER = Reason("WH-15", "两次输入的新密码不一致")
PASSWORD_WEAK = Reason("WH-15", "新密码须为8至20位字母和数字，且不同于原密码")

ALREADY_SUBMITTED = Reason("WH-40", "该业务已提交，请勿重复提交")
NOT_EDITABLE = Reason("WH-40", "业务已提交，不能修改")
NOT_DISCARDABLE = Reason("WH-45", "业务已提交，不能退单")
NO_SUCH_TASK = Reason("WH-38", "无此业务")
NOT_ENDED = Reason("WH-98", "业务尚未办结，不能打印")
NOT_SUBMITTED = Reason("WH-49", "业务尚未提交，不能打印")

SIGNED_OUT = "登录超时，请重新登录"
PAGE_STALE_SIGN_IN = "页面已失效，请重新登录"
PAGE_STALE = "页面已失效，请重新办理"
TAKEN_OVER = "您的账号已在其他地方登录"
MAINTENANCE = "系统维护中，请稍后再试"
NOT_GBK = "提交的内容含有GBK以外的字符"


def not_stopped_at(unit_name: str) -> Reason:
    """此人在…单位未停保 (WH-60)."""
    return Reason("WH-60", f"此人在{unit_name}单位未停保")


def in_personal_window(agency: str) -> Reason:
    """此人在…个人流动窗口 (WH-61)."""
    return Reason("WH-61", f"此人在{agency}个人流动窗口")


def person_at_the_counter(label: str) -> Reason:
    """Key data of a person (WH-108)."""
    return Reason("WH-108", f"{label}不能在网上变更，请到经办机构办理")


def unit_at_the_counter(label: str) -> Reason:
    """Key data of a unit (WH-110)."""
    return Reason("WH-110", f"{label}不能在网上变更，请到经办机构办理")


def required(label: str) -> Reason:
    """A red field that is empty (WH-32)."""
    return Reason("WH-32", f"{label}为必录项")


def malformed(label: str) -> Reason:
    """A field whose value is not one the hall takes (WH-32)."""
    return Reason("WH-32", f"{label}格式有误")


def too_many_rows(limit: int) -> Reason:
    """A workbook with more people than one batch takes (WH-78)."""
    return Reason("WH-78", f"超过{limit}行，请分批上传")


def not_text(label: str) -> Reason:
    """A cell of the template that is a number or a date (WH-78)."""
    return Reason("WH-78", f"{label}须为文本格式")


def not_gbk(label: str) -> Reason:
    """A cell with a character that the hall's pages cannot show (WH-78)."""
    return Reason("WH-78", f"{label}含有GBK以外的字符")
