"""The form 暂停缴费, field by field: the hall's names, labels and codes, and what a suspension says in each. Part of the wire."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from sigateway.plugin import Expected, Private, Scheme, Suspension, SuspensionReason

from .facts import SuspensionFacts
from .fields import (
    DOCUMENT_KINDS,
    KIND,
    NUMBER,
    AlsoNeeded,
    FormField,
    expected,
    iso_day,
    plain,
    scheme_codes,
)

REASONS: Final[Mapping[SuspensionReason, str]] = MappingProxyType(
    {
        SuspensionReason.CONTRACT_ENDED: "01",
        SuspensionReason.DISMISSED: "02",
        SuspensionReason.RESIGNED: "03",
        SuspensionReason.MUTUAL: "04",
        SuspensionReason.RETIRED: "05",
        SuspensionReason.TRANSFERRED: "06",
        SuspensionReason.DIED: "07",
    }
)
"""The hall's codes of 停保原因: one for each reason, and no default, because the reason decides unemployment benefit.

Modelled (E0, ``docs/wire/wuhan.md``): the guide names resignation, dismissal and the contract's end only (WH-69).
"""

REASON_WORDS: Final = {
    "01": "合同期满",
    "02": "单位解除",
    "03": "个人辞职",
    "04": "协商解除",
    "05": "退休",
    "06": "调出",
    "07": "死亡",
}
"""The hall's words for them."""

FIELDS: Final[tuple[FormField, ...]] = (
    KIND,
    NUMBER,
    FormField("xm", "姓名", "person.name", red=True, as_shown=True),
    FormField("jsrq", "终止劳动关系日期", "employment_ended_on", red=True),
    FormField("tbyy", "停保原因", "reason", red=True, options=REASON_WORDS),
    FormField("bz", "备注", ""),
)
"""Every field of the form, in the hall's order."""

COLUMNS: Final = tuple(replace(field, as_shown=False) for field in FIELDS)
"""The columns of the batch template 批量减员: no hall has filled in a name there, so it is the filing's."""

MONTH: Final = "zhjfny"
"""最后缴费年月: the month of filing (WH-74), set by the hall when saved, shown on check and detail pages."""

INSURED: Final = "xz"
"""参保险种, shown with the form: a suspension stops all of them."""

ALSO: Final = (
    AlsoNeeded("last_paid_month", "最后缴费年月", mandatory=True, rule="WH-74"),
    AlsoNeeded("schemes", "参保险种", mandatory=False, rule="WH-69"),
)


def asked(suspension: Suspension) -> dict[str, str]:
    """What the search form is filled in with."""
    document = suspension.person.document
    return {"zjlx": DOCUMENT_KINDS[document.kind], "zjhm": Private(document.number)}


def table(suspension: Suspension) -> tuple[FormField, ...]:
    """The fields, the same for everybody."""
    return FIELDS


def stated(suspension: Suspension, schemes: frozenset[Scheme]) -> dict[str, str | None]:
    """What the filing says in each field; ``None`` where it says nothing."""
    document = suspension.person.document
    return {
        "zjlx": DOCUMENT_KINDS[document.kind],
        "zjhm": document.number,
        "xm": plain(suspension.person.name),
        "jsrq": iso_day(suspension.employment_ended_on),
        "tbyy": REASONS.get(suspension.reason),  # the hall has no other: then it is a field left empty
        "bz": None,
    }


def expected_echo(
    suspension: Suspension, schemes: frozenset[Scheme], facts: SuspensionFacts | None
) -> dict[str, Expected]:
    """What the hall should show back: the very person by name, the last paid month, and no scheme that was not asked."""
    named = suspension.schemes
    stops = scheme_codes(named) if named is not None else None
    must_show = facts is not None and named is not None
    return {
        **expected(FIELDS, stated(suspension, schemes)),
        MONTH: Expected("最后缴费年月", suspension.last_paid_month.compact),
        INSURED: Expected("参保险种", stops, must_show=must_show),
    }


def shown_before(facts: SuspensionFacts) -> dict[str, str]:
    """The insured schemes stand with the form, not on the check page."""
    return {INSURED: scheme_codes(facts.schemes)} if facts.schemes is not None else {}
