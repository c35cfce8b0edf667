"""What a field of a form is, and how a value is judged by itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from sigateway_mockservers.wuhan.months import read_day, read_month

_MOBILE = re.compile(r"1[0-9]{10}")
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


def is_mobile(text: str) -> bool:
    """Eleven digits beginning with 1."""
    return bool(_MOBILE.fullmatch(text))


def at_most(length: int) -> Callable[[str], bool]:
    """No more characters than this."""
    return lambda text: len(text) <= length


def _anything(_text: str) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class FormField:
    """One field of a form. ``options`` are the codes it takes; otherwise ``check`` judges a filled-in value.

    ``fixed``: filled in by the hall and to be sent back as shown; ``hidden``: in the form, but not on the screen.
    ``grey``: on the check page, where it cannot be changed any more (WH-44).
    """

    name: str
    label: str
    red: bool = False
    grey: bool = False
    fixed: bool = False
    hidden: bool = False
    options: Mapping[str, str] = field(default_factory=dict)
    check: Callable[[str], bool] = _anything

    def takes(self, value: str) -> bool:
        """True when a value that is not empty is well formed."""
        return value in self.options if self.options else self.check(value)
