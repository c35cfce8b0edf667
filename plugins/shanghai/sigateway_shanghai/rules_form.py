"""The rules of the form (SH-29), at the entrance, beside the window: what each field may hold. Offline. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any, Final

from sigateway.plugin import Context, Effect, Enrolment, Filing, Finding, Known, Stage, Suspension

from . import safe_xml
from .businesses import CENTRE, business_of
from .fields import CITIZEN_NUMBER, FIELDS_RULE, PERSONAL_NUMBER, REASON_WORDS, REASONS

_PERMIT: Final = re.compile(r"[A-Z]{2}[0-9]{1,18}", re.ASCII)


def citizen_number(filing: Filing, context: Context) -> Iterator[Finding]:
    """Nobody without an 18-digit 公民身份号码 online: the counter (E0)."""
    person = filing.subject
    if person is not None and not CITIZEN_NUMBER.fullmatch(person.document.number):
        yield context.rules.finding(
            FIELDS_RULE,
            Effect.ELSEWHERE,
            "网上只办理有18位公民身份号码的人员",
            "请携证件到社保中心办理",
            ("person.document",),
            stage=Stage.ENTRANCE,
            known=Known.OFFLINE,
            place=CENTRE,
            papers=(person.document.kind.label,),
        )


def writable(filing: Filing, context: Context) -> Iterator[Finding]:
    """What no XML can carry is found here, and never sent."""
    if not all(safe_xml.can_carry(value) for value in business_of(filing).declared(filing).values()):
        yield _form(context, "姓名等文字中有无法发送的控制字符", "请核对姓名并重新填写", "person.name")


def wage(filing: Filing, context: Context) -> Iterator[Finding]:
    """One to nine digits before the point."""
    digits = int(context.rules.figure(FIELDS_RULE, "wage_digits", on=context.day))
    text = business_of(filing).declared(filing).get("gzsr")
    if text is not None and Decimal(text) >= 10**digits:
        name = "average_monthly_wage" if filing.type == "annual_wage" else "declared_wage"
        yield _form(context, f"月平均工资性收入最多{digits}位整数", "请核对金额", name)


def personal_number(filing: Filing, context: Context) -> Iterator[Finding]:
    """个人序号: digits, no leading 0, at most 10; without one the hall gives the next."""
    number = filing.personal_number if isinstance(filing, Enrolment) else None
    if number and not PERSONAL_NUMBER.fullmatch(number):
        yield _form(
            context,
            "个人序号应为不以0开头的1至10位数字",
            "请更正，或不填，由系统取本单位最大序号加一",
            "personal_number",
        )


def talent_permit(filing: Filing, context: Context) -> Iterator[Finding]:
    """人才证号: two capital letters, then digits; who has one is 外来从业人员."""
    permit = filing.talent_permit if isinstance(filing, Enrolment) else None
    if permit is not None and not _PERMIT.fullmatch(permit):
        yield _form(
            context,
            "人才证号应以两位大写字母开头，后为1至18位数字",
            "请对照证件更正",
            "talent_permit",
        )


def reason(filing: Filing, context: Context) -> Iterator[Finding]:
    """停保原因 is one of the hall's own; for another reason there is no code, and none is guessed."""
    if isinstance(filing, Suspension) and filing.reason not in REASONS:
        cure = f"请与单位核实是否为大厅所列的原因（{'、'.join(REASON_WORDS)}）；都不是的，请到{CENTRE}办理"
        yield _form(context, "大厅的转出原因中没有所填的原因", cure, "reason")


def _form(context: Context, message: str, cure: str, field: str) -> Finding:
    return context.rules.finding(
        FIELDS_RULE, Effect.RETURNS, message, cure, (field,), stage=Stage.ENTRANCE, known=Known.OFFLINE
    )


RULES: Final[tuple[Callable[[Any, Context], Iterator[Finding]], ...]] = (
    citizen_number,
    writable,
    wage,
    personal_number,
    talent_permit,
    reason,
)
