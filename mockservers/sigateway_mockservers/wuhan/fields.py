"""What a field of a form is, and how a value is judged by itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from sigateway_mockservers.kernel.months import read_day
from sigateway_mockservers.wuhan.months import read_month

_MOBILE = re.compile(r"1[0-9]{10}")
_PHONE = re.compile(r"[0-9-]{7,20}")
_MAIL = re.compile(r"[^@\s]+@[^@\s]+")
_POSTCODE = re.compile(r"[0-9]{6}")
_WAGE = re.compile(r"(?:0|[1-9][0-9]{0,9})\.[0-9]{2}")


def is_day(text: str) -> bool:
    """A day written YYYY-MM-DD."""
    return read_day(text) is not None


def is_month(text: str) -> bool:
    """A month written YYYYMM."""
    return read_month(text) is not None


def is_wage(text: str) -> bool:
    """Yuan with exactly two decimals, above 0."""
    return bool(_WAGE.fullmatch(text)) and Decimal(text) > 0


def is_amount(text: str) -> bool:
    """Yuan with exactly two decimals, nothing being an amount too."""
    return bool(_WAGE.fullmatch(text))


def is_mobile(text: str) -> bool:
    """Eleven digits beginning with 1."""
    return bool(_MOBILE.fullmatch(text))


def is_phone(text: str) -> bool:
    """7 to 20 digits and hyphens."""
    return bool(_PHONE.fullmatch(text))


def is_mail(text: str) -> bool:
    """One ``@`` with something on both sides, no blank, up to 60 characters."""
    return len(text) <= 60 and bool(_MAIL.fullmatch(text))


def is_postcode(text: str) -> bool:
    """Six digits."""
    return bool(_POSTCODE.fullmatch(text))


def line_of_at_most(length: int) -> Callable[[str], bool]:
    """One line of no more characters than this."""
    return lambda text: len(text) <= length and len(text.splitlines()) <= 1


def at_most(length: int) -> Callable[[str], bool]:
    """No more characters than this."""
    return lambda text: len(text) <= length


def _anything(_text: str) -> bool:
    return True


#: How a value is written, for whoever fills in a form by hand.
_HINTS: Mapping[Callable[[str], bool], str] = {
    is_day: "年-月-日，如2026-11-02",
    is_month: "年月，如202611",
    is_wage: "元，两位小数，如6500.00",
    is_amount: "元，两位小数，如6500.00",
    is_mobile: "11位手机号码",
    is_postcode: "6位邮政编码",
}


@dataclass(frozen=True, slots=True)
class FormField:
    """One field of a form. ``options`` are the codes it takes; otherwise ``check`` judges a filled-in value.

    ``fixed``: filled in by the hall and to be sent back as shown; ``hidden``: in the form, but not on the screen.
    ``grey``: on the check page, where it cannot be changed any more (WH-44). ``file``: a file to upload; its value is the
    name that the hall gave the file, and it stands on the form only.
    """

    name: str
    label: str
    red: bool = False
    grey: bool = False
    fixed: bool = False
    hidden: bool = False
    file: bool = False
    options: Mapping[str, str] = field(default_factory=dict)
    check: Callable[[str], bool] = _anything

    @property
    def hint(self) -> str:
        """How a value is written; empty where anything goes."""
        return _HINTS.get(self.check, "")

    def takes(self, value: str) -> bool:
        """True when a value that is not empty is well formed."""
        return value in self.options if self.options else self.check(value)
