"""The document that names a person: the two fields every form begins with, and when a number cannot be one."""

from __future__ import annotations

from datetime import date

from sigateway_mockservers.kernel.numbers import identity_birth_date, identity_number_is_sound
from sigateway_mockservers.kernel.reasons import Reason
from sigateway_mockservers.wuhan import reasons
from sigateway_mockservers.wuhan.codes import KINDS, KINDS_WITH_RESIDENT_NUMBER
from sigateway_mockservers.wuhan.fields import FormField

KIND = FormField("zjlx", "证件类型", red=True, grey=True, fixed=True, options=KINDS)
NUMBER = FormField("zjhm", "证件号码", red=True, grey=True, fixed=True)

_PERMIT_PREFIXES = ("81", "82", "83")


def number_reasons(kind: str, number: str, today: date) -> list[Reason]:
    """WH-63: a document number that cannot be one. Kinds 03 and 04 have no check but that there is a number."""
    if not kind:
        return [reasons.required(KIND.label)]
    if kind not in KINDS:
        return [reasons.malformed(KIND.label)]
    if kind not in KINDS_WITH_RESIDENT_NUMBER:
        return [] if number.strip() else [reasons.BAD_NUMBER]
    if not identity_number_is_sound(number):
        return [reasons.BAD_NUMBER]
    born = identity_birth_date(number)
    if born is None or born > today or (kind == "02" and not number.startswith(_PERMIT_PREFIXES)):
        return [reasons.BAD_NUMBER]
    return []
