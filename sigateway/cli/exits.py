"""Exit codes: one number for one thing that a script would do next."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum

from sigateway.errors import (
    AccessError,
    BeforeSending,
    CascadeStopped,
    CorrectionStopped,
    HallRefused,
    HallUnavailable,
    LandedDifferently,
    OutcomeUnknown,
    PartlyFiled,
    PartlyUndone,
    PluginError,
    RulebookError,
    RuleNotKnown,
    SigatewayError,
    WireChanged,
    WithdrawBlocked,
)


class Exit(IntEnum):
    """The codes, as ``sigateway --help`` documents them."""

    OK = 0  #: all went well
    REFUSED = 1  #: some rows are blocked, refused or returned; the others went on
    USAGE = 2  #: a command, a file or a setting is wrong
    UNAVAILABLE = 3  #: a hall is down; run the same command again later
    UNKNOWN = 4  #: it is not known whether a filing took effect; run again, nothing is sent twice
    ACCESS = 5  #: a hall did not let us in
    INTERNAL = 70  #: a fault of the program or a region plugin; please report


_GRAVEST_FIRST = (Exit.UNKNOWN, Exit.INTERNAL, Exit.ACCESS, Exit.UNAVAILABLE, Exit.USAGE, Exit.REFUSED)

HELP = """退出码 Exit codes

0 正常 ok

1 有人员未通过、被拒或被退回，其余已办理 some rows blocked, refused or returned

2 命令、文件或配置有误 usage or configuration

3 大厅不可用，稍后再运行 hall unavailable, run again later

4 结果待核实，再次运行即由大厅核实 outcome unknown, run again, nothing is sent twice

5 登录未成功 access or log-in refused

70 程序或地区插件故障，请报告 internal, please report

130、143 中断（Ctrl-C、SIGTERM） interrupted"""


def code_of(error: SigatewayError) -> Exit:
    """The exit code of an error."""
    match error:
        case OutcomeUnknown():
            return Exit.UNKNOWN
        case HallUnavailable():
            return Exit.UNAVAILABLE
        case AccessError():
            return Exit.ACCESS
        case (
            CascadeStopped(__cause__=SigatewayError() as why)
            | CorrectionStopped(__cause__=SigatewayError() as why)
            | PartlyFiled(__cause__=SigatewayError() as why)
            | PartlyUndone(__cause__=SigatewayError() as why)
        ):
            return code_of(why)
        case BeforeSending() | HallRefused() | WithdrawBlocked() | LandedDifferently():
            return Exit.REFUSED
        case RuleNotKnown():  # a day without figures is no fault of the program's
            return Exit.USAGE
        case WireChanged() | PluginError() | RulebookError():
            return Exit.INTERNAL
    return Exit.USAGE


def gravest(codes: Iterable[Exit]) -> Exit:
    """The one code for many rows: what most needs somebody's attention."""
    seen = set(codes)
    return next((code for code in _GRAVEST_FIRST if code in seen), Exit.OK)
