"""The rules of the form (JS-45), at the entrance: which fields must stand, and what each may hold. Offline. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any, Final

from sigateway.plugin import BasicData, Context, Effect, Filing, Finding, Known, Scheme, Stage

from .fields import LABELS, POSTS, SCHEMES, asked

_CITIZEN_NUMBER: Final = re.compile(r"[0-9]{17}[0-9X]", re.ASCII)
_NAMES: Final = {
    "idNumber": "person.document", "name": "person.name", "contractKind": "employment.contract_kind",
    "contractFrom": "employment.contract_start", "contractTo": "employment.contract_end", "post": "employment.post",
    "wage": "declared_wage", "reason": "reason", "mobile": "person.mobile", "nation": "person.nation",
    "householdKind": "person.household_kind", "province": "household.province", "city": "household.city",
    "county": "household.county", "street": "household.street", "community": "household.community",
    "schemes": "schemes",
}  # fmt: skip
_MUST: Final = {
    "enrolment": ("contractKind", "contractFrom", "post"),
    "preregistration": ("contractKind", "contractFrom", "post"),
    "contract_renewal": ("contractKind", "contractFrom", "post"),
    "suspension": ("reason",),
    "retirement_registration": ("mobile",),
    "basic_data": ("mobile", "nation", "householdKind"),
    "relation_transfer": ("schemes",),
}
"""What a filing may leave out and the hall does not."""
_PLACES: Final = ("province", "city", "county", "street", "community")
_LEVELS: Final = {"11": 5, "12": 5, "13": 3, "14": 3, "15": 0, "16": 0}
"""How much of the address goes with each 户籍性质: all of it in this province, three levels outside, none for people from abroad."""


def citizen_number(filing: Filing, context: Context) -> Iterator[Finding]:
    """Nobody without an 18-digit number online: the counter (E0)."""
    person = filing.subject
    if person is not None and not _CITIZEN_NUMBER.fullmatch(person.document.number):
        yield context.rules.finding(
            "JS-45",
            Effect.ELSEWHERE,
            "网上只办理有18位身份证号的人员",
            "请携有效证件（外籍及港澳台人员另带就业证件）到人社窗口办理",
            ("person.document",),
            stage=Stage.ENTRANCE,
            known=Known.OFFLINE,
            place="人社窗口",
            papers=(person.document.kind.label,),
        )


def mandatory(filing: Filing, context: Context) -> Iterator[Finding]:
    """{字段}为必填项. A reason for which the hall has no code is none that was forgotten, and none is guessed."""
    fields = asked(filing)
    for name in _MUST.get(filing.type, ()):
        if name == "reason" and not fields[name]:
            yield _form(
                context,
                "大厅的停保原因中没有所填的原因",
                "误增的，请在征缴期内网上回退原办件；其他请与单位核实，改用大厅列出的原因",
                name,
            )
        elif not fields[name]:
            yield _form(context, f"{LABELS[name]}为必填项", "请补充，不可默认", name)


def contract(filing: Filing, context: Context) -> Iterator[Finding]:
    """固定期限 has a last day, 无固定期限 has none; 岗位工种 is one of seven."""
    fields = asked(filing)
    kind, end = fields.get("contractKind"), fields.get("contractTo")
    if kind == "41" and not end:
        yield _form(
            context, "固定期限合同应填写劳动合同终止日期", "请补充终止日期，或改正合同类别", "contractTo"
        )
    if kind == "42" and end:
        yield _form(
            context, "无固定期限合同没有劳动合同终止日期", "请去掉终止日期，或改正合同类别", "contractTo"
        )
    post = fields.get("post")
    if post and post not in POSTS:
        yield _form(context, "岗位工种不在大厅的七类之中", f"请改为：{'、'.join(POSTS.values())}", "post")


def wage(filing: Filing, context: Context) -> Iterator[Finding]:
    """One to nine digits before the point."""
    text = asked(filing).get("wage")
    digits = int(context.rules.figure("JS-45", "wage_digits", on=context.day))
    if text is not None and Decimal(text) >= 10**digits:
        yield _form(context, f"月缴费工资最多{digits}位整数", "请核对金额", "wage")


def household(filing: Filing, context: Context) -> Iterator[Finding]:
    """本省 all five levels of the address, 外省 three, people from abroad none."""
    if not isinstance(filing, BasicData):
        return
    fields = asked(filing)
    levels = _LEVELS.get(fields["householdKind"])
    for place, name in enumerate(_PLACES) if levels is not None else ():
        assert levels is not None
        if place < levels and not fields[name]:
            yield _form(context, f"户籍地{LABELS[name]}为必填项", "请补充户籍地", name)
        if place >= levels and fields[name]:
            yield _form(context, f"该户籍性质不填写{LABELS[name]}", "请去掉该项", name)


def all_schemes(filing: Filing, context: Context) -> Iterator[Finding]:
    """No form has a choice of insurances but a transfer: asked for others, it would file something else."""
    named = filing.in_schemes
    if named is None:
        return
    fits = (
        named <= frozenset(SCHEMES) if filing.type == "relation_transfer" else named == context.unit.schemes
    )
    if filing.type in ("flexible_enrolment", "flexible_suspension"):
        fits = named == frozenset({Scheme.PENSION})
    if not fits:
        yield _form(context, "网上不能选择这些险种", "请改为大厅办理的全部险种，或不填险种", "schemes")


def _form(context: Context, message: str, cure: str, name: str) -> Finding:
    return context.rules.finding(
        "JS-45",
        Effect.RETURNS,
        message,
        cure,
        (_NAMES.get(name, name),),
        stage=Stage.ENTRANCE,
        known=Known.OFFLINE,
    )


RULES: Final[tuple[Callable[[Any, Context], Iterator[Finding]], ...]] = (
    citizen_number,
    mandatory,
    contract,
    wage,
    household,
    all_schemes,
)
