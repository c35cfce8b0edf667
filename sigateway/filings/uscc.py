"""The unified social credit code 统一社会信用代码 (GB 32100) of an employer."""

from __future__ import annotations

import re
from typing import Annotated, Final

from pydantic import AfterValidator, Field
from stdnum.cn import uscc

from .codes import tidy

# The first two places may be letters: N for village collectives 农村集体经济组织, A and Y for others.
# stdnum's own ``validate`` refuses those, so only its check character is used.
_SHAPE: Final = re.compile(r"[0-9A-HJ-NP-RTUWXY]{2}[0-9]{6}[0-9A-HJ-NP-RTUWXY]{10}", re.ASCII)


def _checked(text: str) -> str:
    """Normalise and check; a refusal never repeats what was written."""
    code = tidy(text).replace("-", "").upper()
    if len(code) != 18:
        hint = "；15位的是旧注册号或税号，请填营业执照上的18位代码" if len(code) == 15 else ""
        raise ValueError(f"统一社会信用代码应为18位，现为{len(code)}位{hint}")
    if any(letter in code for letter in "IOSVZ"):
        raise ValueError("统一社会信用代码不使用字母 I、O、S、V、Z，请核对是否为数字 1、0、5、2 或其他字母")
    if _SHAPE.fullmatch(code) is None:
        raise ValueError("统一社会信用代码格式不符：只含数字和大写字母，第3至8位为数字的行政区划代码")
    if uscc.calc_check_digit(code) != code[-1]:
        raise ValueError("统一社会信用代码校验码不符，请对照营业执照核对")
    return code


UnifiedSocialCreditCode = Annotated[
    str, AfterValidator(_checked), Field(description="统一社会信用代码，18位，GB 32100")
]
"""统一社会信用代码: takes any width, case and spacing, holds 18 checked characters."""


def is_valid_uscc(text: str) -> bool:
    """Whether this is a unified social credit code 统一社会信用代码, whatever its width, case and spacing."""
    try:
        _checked(text)
    except ValueError:
        return False
    return True
