"""The form 单位一般信息变更, field by field (WH-109), and what a change of a unit's data says in each. Part of the wire."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from sigateway.plugin import EmployerUpdate, Expected, Scheme

from .facts_desk import EmployerChangeFacts
from .fields import AlsoNeeded, FormField, expected, is_phone, left_as_shown

FIELDS: Final[tuple[FormField, ...]] = (
    FormField("dwbh", "单位编号", "", red=True, kept=True, as_shown=True),
    FormField("dwmc", "单位名称", "", red=True, kept=True, as_shown=True),
    FormField("tyshxydm", "统一社会信用代码", "", red=True, kept=True, as_shown=True),
    FormField("lxrxm", "联系人姓名", "changes.contact_name", kept=True),
    FormField("lxrdh", "联系人电话", "changes.contact_phone", kept=True),
    FormField("cz", "传真", "changes.fax", kept=True),
    FormField("yx", "邮箱", "changes.email", kept=True),
    FormField("yb", "邮编", "changes.postcode", kept=True),
    FormField("dwdh", "单位联系电话", "changes.phone", kept=True),
    FormField("dwdz", "单位地址", "changes.address", kept=True),
)
"""Every field of the form. None is mandatory for a filing: what it does not name is sent back as the hall shows it."""

NEVER_EMPTY: Final = ("lxrxm", "lxrdh", "dwdh", "dwdz")
"""The red fields: the hall takes no empty one (WH-32)."""

OFFERED: Final = tuple(field for field in FIELDS if not field.as_shown)
"""What changes online (WH-109); the rest is for the counter (WH-110)."""

KEY_DATA: Final[Mapping[str, str]] = MappingProxyType({"dwmc": "changes.name", "tyshxydm": "changes.uscc"})
"""What is not changed online, and where a filing would ask for it (WH-110)."""

ALSO: Final[tuple[AlsoNeeded, ...]] = ()

_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+")
_POSTCODE: Final = re.compile(r"[0-9]{6}")
_LONGEST_NAME: Final = 50
_LONGEST_EMAIL: Final = 60
_LONGEST_ADDRESS: Final = 100

FORMATS: Final[Mapping[str, Callable[[str], bool]]] = MappingProxyType(
    {
        "lxrxm": lambda text: len(text) <= _LONGEST_NAME,
        "lxrdh": is_phone,
        "cz": is_phone,
        "yx": lambda text: _EMAIL.fullmatch(text) is not None and len(text) <= _LONGEST_EMAIL,
        "yb": lambda text: _POSTCODE.fullmatch(text) is not None,
        "dwdh": is_phone,
        "dwdz": lambda text: len(text) <= _LONGEST_ADDRESS,
    }
)
"""What the hall takes in a field that is filled in."""


def asked(update: EmployerUpdate) -> dict[str, str]:
    """There is nobody to search: the form is the unit's own."""
    return {}


def table(update: EmployerUpdate) -> tuple[FormField, ...]:
    """The fields, the same for everybody."""
    return FIELDS


def stated(update: EmployerUpdate, schemes: frozenset[Scheme]) -> dict[str, str | None]:
    """What the filing says in each field; ``None`` where it says nothing, empty where it empties one."""
    changes = update.changes
    paths = {field.name: field.path or KEY_DATA.get(field.name, "") for field in FIELDS}
    said = {
        name: getattr(changes, path.removeprefix("changes.")) if path else None
        for name, path in paths.items()
    }
    return {name: None if text is None else text.strip() for name, text in said.items()}


def expected_echo(
    update: EmployerUpdate, schemes: frozenset[Scheme], facts: EmployerChangeFacts | None
) -> dict[str, Expected]:
    """What the hall should show back: what is changed, and what stays as the form showed it."""
    echo = expected(FIELDS, stated(update, schemes))
    return left_as_shown(echo, facts.shown) if facts and facts.shown is not None else echo


def shown_before(facts: EmployerChangeFacts) -> dict[str, str]:
    """Nothing of the form counts as an echo: its check page shows everything."""
    return {}
