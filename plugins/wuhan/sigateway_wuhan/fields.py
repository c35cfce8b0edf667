"""The hall's forms, field by field: what the businesses share. What a filing says in each field is in ``fields_*.py``.

Part of the wire: with ``wire.py`` and ``pages.py`` the only place that knows the hall's field names and codes.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Final

from sigateway.plugin import CodeTable, DocumentKind, Expected, NotOffered, Private, Scheme

AGENCY: Final = "辖区社保经办机构"
"""Where everything is done that the hall does not take online."""

CHARSET: Final = "gbk"

_PHONE: Final = re.compile(r"[0-9-]{7,20}")

SCHEMES: Final[Mapping[str, Scheme]] = MappingProxyType(
    {
        "yanglao": Scheme.PENSION,
        "yiliao": Scheme.MEDICAL,
        "dae": Scheme.LARGE_MEDICAL,
        "gongshang": Scheme.INJURY,
        "shiye": Scheme.UNEMPLOYMENT,
        "shengyu": Scheme.MATERNITY,
    }
)
"""The hall's scheme codes 参保险种."""

FLEXIBLE_SCHEMES: Final[Mapping[str, Scheme]] = MappingProxyType(
    {code: SCHEMES[code] for code in ("yanglao", "yiliao", "dae")}
)
"""Those that a flexible worker can join at a community (WH-119; the sources name none, E0)."""

SCHEME_LABELS: Final[Mapping[Scheme, str]] = MappingProxyType(
    {
        Scheme.PENSION: "养老",
        Scheme.MEDICAL: "医疗",
        Scheme.LARGE_MEDICAL: "大额医疗",
        Scheme.INJURY: "工伤",
        Scheme.UNEMPLOYMENT: "失业",
        Scheme.MATERNITY: "生育",
    }
)
"""What the hall calls them."""

DOCUMENT_KINDS: Final[Mapping[DocumentKind, str]] = MappingProxyType(
    {
        DocumentKind.RESIDENT_ID: "01",
        DocumentKind.RESIDENCE_PERMIT: "02",
        DocumentKind.FOREIGN_PERMANENT_RESIDENT: "03",
        DocumentKind.PASSPORT: "04",
    }
)
"""The hall's codes of 证件类型."""

YES: Final = "1"
NO: Final = "0"
JOINS: Final[Mapping[str, str]] = MappingProxyType({YES: "参加", NO: "不参加"})
"""参加险种: the hall's words for its codes."""

YES_NO: Final[Mapping[str, str]] = MappingProxyType({YES: "是", NO: "否"})


@dataclass(frozen=True, slots=True)
class FormField:
    """One field. ``red`` is mandatory 必录 (WH-32); ``kept`` keeps what the hall shows when the filing says nothing.

    ``as_shown`` is filled in by the hall and sent back as it stands, and still compared with the filing. ``path`` is the
    filing's field, empty for what no filing says; ``options`` the codes this region writes, each with the hall's word for it, if
    the field has its own; where they are those of a national ``table``, the hall's word is any that the table reads so.
    """

    name: str
    label: str
    path: str
    red: bool = False
    kept: bool = False
    as_shown: bool = False
    options: Mapping[str, str] = field(default_factory=dict)
    table: CodeTable | None = None

    def means(self, code: str, word: str) -> bool:
        """Whether the hall's word beside this code says what this region takes it for."""
        if word == self.options.get(code):
            return True
        try:
            return self.table is not None and self.table.code_of(word) == code
        except ValueError:
            return False

    @property
    def heading(self) -> str:
        """What stands above its column in a batch template: red ones end in a star (WH-78)."""
        return f"{self.label}*" if self.red else self.label


@dataclass(frozen=True, slots=True)
class AlsoNeeded:
    """What a filing says besides the form's fields, and the rule about it."""

    path: str
    label: str
    mandatory: bool
    rule: str


KIND: Final = FormField(
    "zjlx",
    "证件类型",
    "person.document.kind",
    red=True,
    options={"01": "居民身份证", "02": "港澳台居民居住证", "03": "外国人永久居留身份证", "04": "护照"},
)
NUMBER: Final = FormField("zjhm", "证件号码", "person.document.number", red=True)

Said = Mapping[str, str | None]
"""What a filing says in each field, in the hall's codes; ``None`` where it says nothing."""


def filled(fields: Collection[FormField], said: Said, shown: Mapping[str, str]) -> dict[str, str]:
    """The form as it is sent, given what the hall ``shown`` filled in. Every value is personal."""
    values = {field.name: _value(field, said[field.name], shown.get(field.name, "")) for field in fields}
    lacking = unwritable(fields, values)
    if lacking:
        raise NotOffered(
            "WH-32",
            f"{'、'.join(lacking)}含有大厅字符集（GBK）没有的字，网上无法照实填写，未发送",
            place=AGENCY,
        )
    return {name: Private(value) for name, value in values.items()}


def _value(field: FormField, said: str | None, shown: str) -> str:
    if field.as_shown or (said is None and field.kept):
        return shown
    return said or ""


def expected(fields: Collection[FormField], said: Said) -> dict[str, Expected]:
    """What the hall should show back in the fields of the form."""
    return {
        field.name: Expected(field.label, None, must_show=False)
        if (value := said[field.name]) is None and field.kept
        else Expected(field.label, value or "", must_show=bool(value))
        for field in fields
    }


def left_as_shown(expected: Mapping[str, Expected], shown: Mapping[str, str]) -> dict[str, Expected]:
    """The same, where what the filing says nothing about must stay as the form has ``shown`` it."""
    return {
        name: replace(want, value=shown[name], must_show=bool(shown[name]))
        if want.value is None and name in shown
        else want
        for name, want in expected.items()
    }


def unwritable(fields: Collection[FormField], values: Said) -> tuple[str, ...]:
    """The labels of the fields with a character that the hall's charset lacks."""
    return tuple(field.label for field in fields if not in_charset(values[field.name] or ""))


def in_charset(text: str) -> bool:
    """Whether the hall's charset can write it."""
    try:
        text.encode(CHARSET)
    except UnicodeEncodeError:
        return False
    return True


def scheme_codes(schemes: Collection[Scheme]) -> str:
    """Schemes as the hall lists them: its codes, with a space between, in its order."""
    return " ".join(code for code, scheme in SCHEMES.items() if scheme in schemes)


def scheme_labels(schemes: Collection[Scheme]) -> tuple[str, ...]:
    """Schemes as people call them, in the hall's order."""
    return tuple(label for scheme, label in SCHEME_LABELS.items() if scheme in schemes)


def plain(text: str | None) -> str | None:
    """A text without the spaces around it; ``None`` when nothing is left."""
    return (text.strip() or None) if text is not None else None


def is_phone(text: str) -> bool:
    """A telephone as the hall takes one: digits and hyphens, 7 to 20 of them."""
    return _PHONE.fullmatch(text) is not None


def iso_day(day: date | None) -> str | None:
    """YYYY-MM-DD."""
    return day.isoformat() if day is not None else None
