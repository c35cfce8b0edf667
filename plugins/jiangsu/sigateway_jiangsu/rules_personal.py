"""The rules of 人员基础信息采集 and of what people do for themselves (JS-08, JS-45). Pure."""

from __future__ import annotations

from typing import Final

from sigateway.plugin import (
    Context,
    Filing,
)

from .facts import person_of
from .rules_shared import (
    ELSEWHERE,
    FLEXIBLE,
    HERE,
    Findings,
    Rule,
    counts_from_the_fee_month,
    last_month_fits,
    only_if,
    own_business,
    refused,
    the_very_person,
)


def not_known_yet(filing: Filing, context: Context) -> Findings:
    """证件号码已存在: the enrolment can be filed at once."""
    person = person_of(context)
    if person is not None and person.known:
        yield refused(context, "JS-45", "大厅已有此人的基础信息", "请直接办理用工参保登记", "person.document")


def flexible_is_free(filing: Filing, context: Context) -> Findings:
    """本人已在单位参保或已灵活就业参保 (JS-08)."""
    person = person_of(context)
    if person is not None and person.standing in (HERE, ELSEWHERE, FLEXIBLE):
        yield refused(context, "JS-08", "本人已在单位参保或已灵活就业参保", "请先停保", "person")


def is_flexible(filing: Filing, context: Context) -> Findings:
    """本人未以灵活就业人员身份参保 (JS-08)."""
    person = person_of(context)
    if person is not None and person.standing != FLEXIBLE:
        yield refused(context, "JS-08", "本人未以灵活就业人员身份参保", "请核对", "person")


def no_transfer_running(filing: Filing, context: Context) -> Findings:
    """已有正在办理的转移 (JS-08)."""
    person = person_of(context)
    if person is not None and person.transfer:
        yield refused(context, "JS-08", "已有正在办理的转移", "请等待其办结", "person")


BASIC_DATA: Final[tuple[Rule, ...]] = (the_very_person, not_known_yet)
FLEXIBLE_ENROLMENT: Final[tuple[Rule, ...]] = (
    own_business,
    the_very_person,
    flexible_is_free,
    counts_from_the_fee_month,
)
FLEXIBLE_SUSPENSION: Final[tuple[Rule, ...]] = (
    own_business,
    the_very_person,
    is_flexible,
    only_if(FLEXIBLE, last_month_fits),
)
TRANSFER: Final[tuple[Rule, ...]] = (own_business, the_very_person, no_transfer_running)
