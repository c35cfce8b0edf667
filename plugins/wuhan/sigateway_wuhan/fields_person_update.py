"""The form 个人一般信息变更, field by field (WH-107), and what a change of a person's data says in each. Part of the wire."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from sigateway.plugin import Expected, NotOffered, PersonUpdate, Private, Scheme, Upload

from .facts_desk import PersonChangeFacts
from .fields import (
    AGENCY,
    DOCUMENT_KINDS,
    KIND,
    NUMBER,
    AlsoNeeded,
    FormField,
    expected,
    is_phone,
    iso_day,
    left_as_shown,
    plain,
)
from .fields_enrolment import EDUCATION, MARITAL, NATION

FIELDS: Final[tuple[FormField, ...]] = (
    replace(KIND, as_shown=True, options={}),
    replace(NUMBER, as_shown=True),
    FormField("xm", "姓名", "person.name", red=True, as_shown=True),
    FormField("xb", "性别", "", red=True, kept=True, as_shown=True),
    FormField("csrq", "出生日期", "", red=True, kept=True, as_shown=True),
    replace(EDUCATION, path="changes.education"),
    replace(MARITAL, path="changes.marital"),
    replace(NATION, path="changes.nation", red=False, kept=True),
    FormField("sj", "手机", "changes.mobile", kept=True),
    FormField("dh", "电话", "changes.phone", kept=True),
    FormField("hkszd", "户口所在地", "changes.household_place", kept=True),
    FormField("jzdz", "居住地地址", "changes.address", kept=True),
)
"""Every field of the form but the photo, in the hall's order. None but the person's own is mandatory for a filing: what it does not
name is sent back as the hall shows it."""

PHOTO: Final = FormField("zp", "照片", "changes.photo")
"""A JPEG; the form's one field for a file."""

PHOTO_DIGEST: Final = "zpzy"
"""照片摘要 on check and detail pages: the SHA-256 of the photo that was uploaded, empty if none was."""

OFFERED: Final = (*(field for field in FIELDS if field.path.startswith("changes.")), PHOTO)
"""What changes online (WH-107); the rest is for the counter (WH-108)."""

_KEY_DATA: Final = ("changes.name", "changes.document", "changes.sex", "changes.birth")

ALSO: Final[tuple[AlsoNeeded, ...]] = ()

_OF_A_PERSON: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "whcd": ("education", "education"),
        "hyzk": ("marital", "marital_status"),
        "mz": ("nation", "nation"),
        "sj": ("mobile", "mobile"),
    }
)
"""The fields that are spelled as a `Person` spells them: the name in the changes, and the one in a person."""

_AS_WRITTEN: Final[Mapping[str, str]] = MappingProxyType(
    {"dh": "phone", "hkszd": "household_place", "jzdz": "address"}
)

_LONGEST_PLACE: Final = 100

FORMATS: Final[Mapping[str, Callable[[str], bool]]] = MappingProxyType(
    {
        "dh": is_phone,
        "hkszd": lambda text: len(text) <= _LONGEST_PLACE,
        "jzdz": lambda text: len(text) <= _LONGEST_PLACE,
    }
)
"""What the hall takes in a field that is filled in, as far as `said` has not looked already."""

_JPEG_BEGINS: Final = b"\xff\xd8\xff"
_JPEG_ENDS: Final = b"\xff\xd9"


def asked(update: PersonUpdate) -> dict[str, str]:
    """What the search form is filled in with."""
    document = update.person.document
    return {"zjlx": DOCUMENT_KINDS[document.kind], "zjhm": Private(document.number)}


def table(update: PersonUpdate) -> tuple[FormField, ...]:
    """The fields, the same for everybody."""
    return FIELDS


def said(update: PersonUpdate) -> tuple[dict[str, str | None], tuple[str, ...]]:
    """What the filing says in each field, in the hall's codes, and the names of the fields that cannot be read.

    ``None``: nothing is said; empty: the field is to be emptied. Codes and the mobile are read as an enrolment's person is.
    """
    person, changes = update.person, update.changes
    values: dict[str, str | None] = {
        "zjlx": DOCUMENT_KINDS[person.document.kind],
        "zjhm": person.document.number,
        "xm": plain(person.name),
        "xb": person.sex.value if person.sex else None,
        "csrq": iso_day(person.born),
    }
    unreadable = []
    for name, (change, of_person) in _OF_A_PERSON.items():
        values[name] = written = _stripped(getattr(changes, change))
        if written:
            values[name] = read = _as_a_person(update, of_person, written)
            if read is None:
                unreadable.append(name)
    values.update({name: _stripped(getattr(changes, change)) for name, change in _AS_WRITTEN.items()})
    return values, tuple(unreadable)


def _stripped(text: str | None) -> str | None:
    return None if text is None else text.strip()


def _as_a_person(update: PersonUpdate, field: str, text: str) -> str | None:
    """A value as `Person` holds it (a nation's name becomes its code), ``None`` when it is none: never a guess."""
    person = update.person
    try:
        read = type(person).model_validate({"document": person.document, "name": person.name, field: text})
    except ValueError:
        return None
    value: str | None = getattr(read, field)
    return value


def stated(update: PersonUpdate, schemes: frozenset[Scheme]) -> dict[str, str | None]:
    """What the filing says in each field; ``None`` where it says nothing."""
    values, unreadable = said(update)
    if unreadable:
        labels = "、".join(field.label for field in FIELDS if field.name in unreadable)
        raise NotOffered("WH-32", f"{labels}不在代码表中或格式有误，未发送", place=AGENCY)
    if without_a_field(update):
        raise NotOffered("WH-108", "所填内容中有不能在网上变更的项目，没有发送", place=AGENCY)
    return values


def without_a_field(update: PersonUpdate) -> tuple[str, ...]:
    """The changes for which the form has no field, and which are no key data 重点信息 either."""
    known = {*_KEY_DATA, *(field.path for field in OFFERED)}
    return tuple(path for path in (f"changes.{name}" for name in update.changes.asked) if path not in known)


def uploads(update: PersonUpdate) -> dict[str, Upload]:
    """The photo; an empty file when it stays as it is, as a clerk's browser sends one."""
    return {PHOTO.name: Upload("photo.jpg", update.changes.photo or b"", "image/jpeg")}


def is_photo(content: bytes, most: int) -> bool:
    """Whether the hall takes it: a whole JPEG of at most so many bytes."""
    return (
        content.startswith(_JPEG_BEGINS)
        and content.endswith(_JPEG_ENDS)
        and len(_JPEG_BEGINS) < len(content) <= most
    )


def expected_echo(
    update: PersonUpdate, schemes: frozenset[Scheme], facts: PersonChangeFacts | None
) -> dict[str, Expected]:
    """What the hall should show back: what is changed, what stays as the form showed it, and the photo by its digest."""
    photo = update.changes.photo
    digest = hashlib.sha256(photo).hexdigest() if photo else ""
    echo = expected(FIELDS, stated(update, schemes))
    return {
        **(left_as_shown(echo, facts.shown) if facts and facts.shown is not None else echo),
        PHOTO_DIGEST: Expected("照片摘要", digest, must_show=bool(digest)),
    }


def shown_before(facts: PersonChangeFacts) -> dict[str, str]:
    """Nothing of the form counts as an echo: its check page shows everything."""
    return {}
