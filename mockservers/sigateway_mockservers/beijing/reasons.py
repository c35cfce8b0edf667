"""The hall's words of refusal, each with the rule behind it and, where there is one, the field."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sigateway_mockservers.kernel.reasons import Reason


@dataclass(frozen=True, slots=True)
class Refusal:
    """The reasons of the earliest stage that has any."""

    reasons: tuple[Reason, ...]
    stage: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """What is said, each once."""
        return tuple(dict.fromkeys(each.words for each in self.reasons))


def once(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """The reasons, each words once."""
    return tuple({each.words: each for each in reversed(tuple(reasons))}.values())[::-1]


SIGNED_OUT, TAKEN, MAINTENANCE = "登录超时，请重新登录", "您的账号已在其他地方登录", "系统维护中，请稍后再试"
NOT_MODELLED, MALFORMED = "未建模", "提交的内容格式有误"
NOT_GBK, NOT_TAKEN = "提交的内容含有GBK以外的字符", "申报未受理"

STALE_RANDOM = Reason("BJ-31", "页面已失效，请重新登录")
BAD_CERTIFICATE = Reason("BJ-04", "数字证书无效")
NOT_REGISTERED = Reason("BJ-04", "数字证书未登记")
NOT_OPENED = Reason("BJ-03", "单位未开通网上申报业务")
NO_POWER = Reason("BJ-30", "您没有办理此业务的权限")
WRONG_PASSWORD = Reason("BJ-30", "身份证号或查询密码错误")
PASSWORD_LOCKED = Reason("BJ-30", "查询密码已锁定，请到社保经办机构重置")

BAD_NUMBER = Reason("BJ-18", "证件号码有误", "idCard")
INTERRUPTED = Reason("BJ-20", "该人员为中断失业状态，须使用企业版申报", "idCard")
INSURED_HERE = Reason("BJ-18", "此人在本单位已参保", "idCard")
SCHEMES_DIFFER = Reason("BJ-07", "参加险种与单位参加的四险不一致", "insuranceType")
REASON_DIFFERS = Reason("BJ-18", "增员原因与参保状态不一致", "indAddReason")
CONTRACT_LATE = Reason("BJ-18", "合同起始日期晚于当日", "contractStart")
END_LATE = Reason("BJ-18", "解除劳动关系日期晚于当日", "endDate")
END_THIS_MONTH = Reason("BJ-18", "当月解除劳动关系的，须待当月费用生成后再办理减少", "endDate")
NOTHING_CHANGED = Reason("BJ-19", "没有变更的内容")
SAME_WAGE = Reason("BJ-21", "月均工资收入没有变化", "avgSalary")
BAD_BACK_MONTHS = Reason("BJ-22", "补缴起止年月有误", "backFrom")
TOO_MANY_MONTHS = Reason("BJ-22", "补缴时间最长不得超过12个月，请到经办机构办理", "backFrom")
NOT_HIGHER = Reason("BJ-22", "补缴工资不高于已申报工资", "avgSalary")
NAME_DIFFERS = Reason("BJ-18", "姓名与身份证号不一致")
ELSEWHERE = Reason("BJ-18", "该人员在其他单位正常缴费")
TOO_OLD = Reason("BJ-18", "该人员已达到法定退休年龄")
FOUR_FAILED = Reason("BJ-06", "四险申报未导入成功")
NAME_NOT_GBK = Reason("BJ-20", "姓名含有GBK以外的字符")
ADDRESS_NOT_GBK = Reason("BJ-20", "居住地址含有GBK以外的字符")

BAD_SERIAL = Reason("BJ-32", "申报流水号格式有误")
SERIAL_TAKEN = Reason("BJ-32", "该申报流水号已有医疗申报")
CONTENT_CHANGED = Reason("BJ-32", "申报内容已变化，请重新核对")
SENT_ALREADY = Reason("BJ-32", "该业务已提交，请勿重复提交")
NO_EDIT = Reason("BJ-32", "该业务已提交，不能修改")
NO_DELETE = Reason("BJ-32", "该业务已提交，不能删除")
NO_WITHDRAW = Reason("BJ-32", "本业务不能撤回")
UNKNOWN_HALF = Reason("BJ-32", "无此申报")
MONTH_CHANGED = Reason("BJ-32", "申报年月已变化，请重新保存")
NOT_ENDED = Reason("BJ-02", "业务尚未处理结束，不能打印")

NOT_OF_UNIT = "此人不是本单位人员"
EARLIEST = Reason("BJ-23", "最早可查询2004年11月", "from")
BAD_SPAN = Reason("BJ-23", "起止年月有误", "from")
THIS_YEAR_ONLY = Reason("BJ-28", "仅提供当年各月缴费情况", "year")

FILE_TOO_LARGE = Reason("BJ-20", "文件过大，请分批报盘")
FILE_TOO_MANY = Reason("BJ-20", "超过20000人，请分批报盘")
FILE_NO_TRAILER = Reason("BJ-20", "文件不完整：没有结束行")
FILE_NO_DBF = Reason("BJ-20", "不是有效的DBF文件")
FILE_COUNT = Reason("BJ-20", "人数与结束行不符")
FILE_CHECKSUM = Reason("BJ-20", "校验码不符")
FILE_SUM = Reason("BJ-20", "合计与结束行不符")
FILE_NO_ROWS = Reason("BJ-20", "没有数据行")
FILE_BATCH_AGAIN = Reason("BJ-20", "批次号重复")
FILE_NOBODY = Reason("BJ-20", "没有可以导入的人员")
FILE_SENT = Reason("BJ-20", "该文件已提交，请勿重复提交")
FILE_UNKNOWN = Reason("BJ-20", "无此文件")
FILE_MONTH = Reason("BJ-20", "申报年月已变化，请重新生成文件")
FILE_BAD_LINES = Reason("BJ-20", "行号有误")
FILE_LAST_LINE = Reason("BJ-20", "请删除整个文件")
DUPLICATE_NUMBER = Reason("BJ-20", "文件中证件号码重复")
BAD_SCOPE = Reason("BJ-20", "范围有误")


def outside_window(first: int, last: int) -> Reason:
    """Not now."""
    return Reason("BJ-32", f"不在申报期内（每月{first}日至{last}日）")


def not_insured_here(rule: str) -> Reason:
    """Nobody of this unit."""
    return Reason(rule, "此人未在本单位参保", "idCard")


def running_already(rule: str, name: str, *, about_person: bool) -> Reason:
    """The same kind of filing is being processed."""
    words = f"此人已有处理中的{name}申报" if about_person else "本单位已有处理中的单位信息变更申报"
    return Reason(rule, words)


def required(rule: str, label: str, field: str) -> Reason:
    """A red field is empty."""
    return Reason(rule, f"{label}为必录项", field)


def malformed(rule: str, label: str, field: str) -> Reason:
    """A field does not have the form of its values."""
    return Reason(rule, f"{label}格式有误", field)


def no_such_field(rule: str, key: str) -> Reason:
    """A key that this business has not."""
    return Reason(rule, f"{key}不是本业务的字段", key)


def not_online(label: str, field: str) -> Reason:
    """A grey field that is not as it was shown."""
    return Reason("BJ-19", f"{label}不能在网上变更，请到经办机构办理", field)


def below_lowest(rule: str) -> Reason:
    """Less than the city's lowest wage."""
    return Reason(rule, "月均工资收入不得低于本市最低工资标准", "avgSalary")


def paid_already(month: str) -> Reason:
    """A month that is paid."""
    return Reason("BJ-22", f"{month}已缴费", "backFrom")


def bad_encoding(line: int) -> Reason:
    """Bytes that are no text."""
    return Reason("BJ-20", f"文件编码有误（第{line}行）")


def bad_header(what: str) -> Reason:
    """The header says something else."""
    return Reason("BJ-20", f"文件头有误：{what}")


def bad_line(line: int) -> Reason:
    """A line that has not the form of lines."""
    return Reason("BJ-20", f"第{line}行格式有误")


def bad_line_number(line: int) -> Reason:
    """A line that does not follow on the one before."""
    return Reason("BJ-20", f"第{line}行行号有误")


def lines_refused(count: int) -> Reason:
    """The whole file, for some of its lines."""
    return Reason("BJ-32", f"文件中有{count}人不符合条件")
