"""Identity papers 证件: which kind, whose number, and what the number itself tells.

A number is refused only for what cannot be: a wrong length, a check character that does not fit, a day that
does not exist. A district code that our table does not know is a warning: tables are never complete, people
are real. Nothing here shows a number: not a message, not a ``repr``.
"""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Final

from pydantic import Field, ValidationInfo, field_validator
from stdnum import numdb
from stdnum.cn import ric
from stdnum.exceptions import InvalidComponent
from stdnum.iso7064 import mod_11_2

from .base import Model
from .codes import Sex, tidy

__all__ = ["Document", "DocumentKind", "Sex"]

_CITIZEN_STYLE: Final = re.compile(r"[0-9]{17}[0-9X]", re.ASCII)
_OLD_RESIDENT_ID: Final = re.compile(r"[0-9]{15}", re.ASCII)
_OLD_PERMANENT_RESIDENT: Final = re.compile(r"[A-Z]{3}[0-9]{12}", re.ASCII)
_PASSPORT: Final = re.compile(r"[A-Z0-9]{5,20}", re.ASCII)
_SURELY_PASSPORT: Final = re.compile(r"(?=.*[0-9])[A-Z]{1,3}[0-9]{5,9}", re.ASCII)
_TRAVEL_PERMIT: Final = re.compile(r"[HMC]([0-9]{8}|[0-9]{10})", re.ASCII)
_SPOILT_BY_SPREADSHEET: Final = re.compile(r"[0-9]+\.[0-9]*(E\+?[0-9]+)?|[0-9]+E\+[0-9]+", re.ASCII)

_PERMIT_PREFIXES: Final = ("81", "82", "83")
_PERMIT_DISTRICTS: Final = frozenset({"810000", "820000", "830000"})

_UNKNOWN_DISTRICT: Final = "证件号码前六位的行政区划代码不在代码表中，请对照证件核对；核对无误可照常申报"
_OTHER_TIME: Final = (
    "证件号码前六位的行政区划代码在出生当年尚未启用或已经撤销，"
    "请对照证件核对；出生后才编号的属正常，可照常申报"
)
_ODD_PERMIT_DISTRICT: Final = "港澳台居民居住证号码的前六位通常为 810000、820000 或 830000，请对照证件核对"


class DocumentKind(StrEnum):
    """The kind of identity paper 证件类型."""

    RESIDENT_ID = "resident_id"  #: 居民身份证 (GB 11643)
    RESIDENCE_PERMIT = "residence_permit"  #: 港澳台居民居住证
    FOREIGN_PERMANENT_RESIDENT = "foreign_permanent_resident"  #: 外国人永久居留身份证
    PASSPORT = "passport"  #: 护照

    @property
    def label(self) -> str:
        """The Chinese name of the kind."""
        return _LABELS[self]


_LABELS: Final = {
    DocumentKind.RESIDENT_ID: "居民身份证",
    DocumentKind.RESIDENCE_PERMIT: "港澳台居民居住证",
    DocumentKind.FOREIGN_PERMANENT_RESIDENT: "外国人永久居留身份证",
    DocumentKind.PASSPORT: "护照",
}


class Document(Model):
    """An identity paper 证件: its kind, and its number 证件号码, normalised and checked.

    The number is held in half-width capitals without spaces, and is never shown. What a roster calls
    身份证 may be another paper by its number: use :meth:`recognise` when the kind is not known for certain.
    """

    kind: DocumentKind
    number: str = Field(repr=False)

    @field_validator("number")
    @classmethod
    def _checked(cls, number: str, info: ValidationInfo) -> str:
        number = _normalised(number)
        kind = info.data.get("kind")
        if kind is not None:
            _check(kind, number)
        return number

    @classmethod
    def recognise(cls, number: str) -> Document:
        """The paper that this number belongs to; :class:`ValueError` when the number alone does not tell.

        A passport is only recognised in the usual shape of one to three letters and five to nine digits, and
        not where it could be a travel permit 通行证. A mistyped identity number must not pass for a passport.
        """
        number = _normalised(number)
        kind = _kind_of(number)
        if kind is None:
            raise ValueError(
                f"只凭号码认不出证件类型（现为{len(number)}位；居民身份证应为18位）：请核对号码，"
                "如为护照请写明证件类型为护照"
            )
        return cls(kind=kind, number=number)

    @property
    def _tells(self) -> bool:
        return self.kind is not DocumentKind.PASSPORT and len(self.number) == 18

    @property
    def born(self) -> date | None:
        """Date of birth 出生日期 if the number holds it in full: no passport or 15-character paper does."""
        return _birth(self.number) if self._tells else None

    @property
    def sex(self) -> Sex | None:
        """Sex 性别 if the number tells: the 17th digit, odd for men, even for women."""
        if not self._tells:
            return None
        return Sex.MALE if int(self.number[16]) % 2 else Sex.FEMALE

    @property
    def warnings(self) -> tuple[str, ...]:
        """What somebody should look at before filing, in Chinese; never a reason to refuse."""
        district = self.number[:6]
        if self.kind is DocumentKind.RESIDENT_ID:
            note = _district_note(district, self.number[6:10])
            return (note,) if note else ()
        if self.kind is DocumentKind.RESIDENCE_PERMIT and district not in _PERMIT_DISTRICTS:
            return (_ODD_PERMIT_DISTRICT,)
        return ()


def _normalised(number: str) -> str:
    number = tidy(number).upper()
    if not number:
        raise ValueError("证件号码为空")
    if _SPOILT_BY_SPREADSHEET.fullmatch(number):
        raise ValueError("证件号码被表格当作数值保存，末几位可能已丢失：请把单元格设为文本格式后重新填写")
    return number


def _kind_of(number: str) -> DocumentKind | None:
    """The kind that a normalised number is written as, whether or not it holds."""
    if _CITIZEN_STYLE.fullmatch(number):
        if number.startswith(_PERMIT_PREFIXES):
            return DocumentKind.RESIDENCE_PERMIT
        if number.startswith("9"):
            return DocumentKind.FOREIGN_PERMANENT_RESIDENT
        return DocumentKind.RESIDENT_ID
    if _OLD_RESIDENT_ID.fullmatch(number):
        return DocumentKind.RESIDENT_ID
    if _OLD_PERMANENT_RESIDENT.fullmatch(number):
        return DocumentKind.FOREIGN_PERMANENT_RESIDENT
    if _SURELY_PASSPORT.fullmatch(number) and not _TRAVEL_PERMIT.fullmatch(number):
        return DocumentKind.PASSPORT
    return None


def _check(kind: DocumentKind, number: str) -> None:
    """Refuse a normalised number that cannot be of this kind, with the cure."""
    if kind is DocumentKind.PASSPORT:
        _check_passport(number)
        return
    if kind is DocumentKind.RESIDENT_ID and _OLD_RESIDENT_ID.fullmatch(number):
        raise ValueError("15位号码的第一代身份证已停用：请向本人索取第二代身份证上的18位号码，不可自行换算")
    if kind is DocumentKind.FOREIGN_PERMANENT_RESIDENT and _OLD_PERMANENT_RESIDENT.fullmatch(number):
        return
    _check_shape(kind, number)
    if not mod_11_2.is_valid(number):
        lost = "（末三位为000，可能是表格把号码当作数值保存）" if number.endswith("000") else ""
        raise ValueError(f"{kind.label}号码校验码不符{lost}：请对照证件逐位核对")
    if _birth(number) is None:
        raise ValueError(f"{kind.label}号码第7至14位不是可能的出生日期：请对照证件核对")
    meant = _kind_of(number)
    if meant is not None and meant is not kind:
        raise ValueError(f"这是{meant.label}的号码，不是{kind.label}：证件类型应为{meant.label}")


def _check_shape(kind: DocumentKind, number: str) -> None:
    if len(number) != 18:
        old = "或旧式的3位字母加12位数字" if kind is DocumentKind.FOREIGN_PERMANENT_RESIDENT else ""
        raise ValueError(f"{kind.label}号码应为18位{old}，现为{len(number)}位：请对照证件核对")
    if _CITIZEN_STYLE.fullmatch(number) is None:
        raise ValueError(f"{kind.label}号码应为17位数字加1位数字或X：请对照证件核对")


def _check_passport(number: str) -> None:
    if _CITIZEN_STYLE.fullmatch(number):
        raise ValueError("这是18位身份证件样式的号码，不是护照号码：请核对证件类型")
    if _PASSPORT.fullmatch(number) is None:
        raise ValueError("护照号码应为5至20位字母和数字：请对照证件核对")


def _birth(number: str) -> date | None:
    """The day in places 7 to 14, or ``None`` if no living person can be born on it."""
    year, month, day = int(number[6:10]), int(number[10:12]), int(number[12:14])
    if year < 1900:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


@lru_cache(maxsize=4096)
def _district_note(district: str, year: str) -> str | None:
    """What stdnum's district table says against a code in a year of birth. Sees no whole number.

    ``ric.get_birth_place`` raises a bare ``KeyError`` for an unknown county of a known province.
    """
    if not any("county" in found for _, found in numdb.get("cn/loc").info(district)):
        return _UNKNOWN_DISTRICT
    try:
        ric.get_birth_place(f"{district}{year}0101")
    except (InvalidComponent, KeyError):
        return _OTHER_TIME
    return None
