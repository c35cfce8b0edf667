"""What a half must say, and in which form (BJ-07, BJ-18 to BJ-22). Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from sigateway.plugin import (
    EDUCATIONS,
    NATIONS,
    Context,
    Effect,
    EmployerUpdate,
    Enrolment,
    Filing,
    Finding,
    Known,
    PersonUpdate,
    Stage,
    Suspension,
)

from . import wanted
from .business import systems_of
from .fields import CODES, FIELDS, FOUR, FOUR_SCHEMES, REASON_WORDS, REASONS, changes, label_of, not_online
from .rules_shared import Asked
from .systems import Form

Findings = Iterator[Finding]

_RED: Final = {
    "zj": "feePsnType avgSalary contractStart mobile insuranceType",
    "js": "insuranceType endDate chgReason",
    "gz": "avgSalary",
    "bj": "avgSalary insuranceType backFrom backTo backReason",
    "grbg": "",
    "dwbg": "",
}
"""Red fields 必录项 that a filing can leave empty."""
_RED_OF_A_UNIT: Final = ("contact", "phone", "address")

_WHERE: Final = {
    "feePsnType": "person.household_kind", "mobile": "person.mobile", "contractStart": "employment.contract_start",
    "nation": "person.nation", "hukou": "person.household_kind", "backReason": "reason", "chgReason": "reason",
    "address": "person.address", "name": "person.name", "insuranceType": "schemes",
}  # fmt: skip
_CURE: Final = {
    "feePsnType": "请填户口性质和户口所在地，由此确定缴费人员类别",
    "backReason": "请填补缴原因（漏报、少报、劳动仲裁或判决）",
}
_FORMS: Final = {
    "phone": re.compile(r"[0-9-]{7,20}", re.ASCII),
    "postcode": re.compile(r"([0-9]{6})?", re.ASCII),
    "mobile": re.compile(r"(1[0-9]{10})?", re.ASCII),
    "contact": re.compile(r".{1,50}"),
    "address": re.compile(r".{0,100}"),
    "nation": re.compile("|".join(NATIONS.names)),
    "education": re.compile("|".join(EDUCATIONS.names)),
    **{f"clinic{n}": re.compile(r"([0-9]{8})?", re.ASCII) for n in (1, 2, 3, 4)},
}
_CLINICS: Final = tuple(f"clinic{n}" for n in (1, 2, 3, 4))


def must_be_filled(asked: Asked) -> Findings:
    """{字段名}为必录项; 民族 and 户口性质 too of somebody who was never insured, which only the system knows."""
    fields = asked.fields
    red = _RED[asked.business.code].split()
    known = dict.fromkeys(red, Known.OFFLINE)
    state = asked.shown.facts.get("psnState") if asked.shown is not None else None
    if isinstance(asked.filing, Enrolment) and state == "none":
        known |= {"nation": Known.LOOKUP, "hukou": Known.LOOKUP}
    if isinstance(asked.filing, EmployerUpdate):
        said = changes(asked.filing)
        fields, known = said, {name: Known.OFFLINE for name in _RED_OF_A_UNIT if name in said}
    for name, when in known.items():
        if FIELDS[name].name(asked.system) is None or fields.get(name):
            continue
        if name == "chgReason":
            continue  # it is never forgotten: see `reason_of_the_hall`
        label = label_of(name, asked.filing)
        cure = _CURE.get(name, f"请补填{label}")
        yield asked.refused(asked.business.rule, f"{label}为必录项", cure, _WHERE.get(name, name), known=when)


def reason_of_the_hall(asked: Asked) -> Findings:
    """停止缴费原因 is one of the form's own: for another there is no code, and none is guessed, for it decides unemployment benefit."""
    if isinstance(asked.filing, Suspension) and asked.filing.reason not in REASONS:
        yield asked.refused(
            "BJ-18",
            "停止缴费原因中没有所填的原因",
            f"请与单位核实后改用大厅的原因：{REASON_WORDS}",
            "reason",
        )


def well_formed(asked: Asked) -> Findings:
    """{字段名}格式有误."""
    fields = dict(asked.fields)
    if isinstance(asked.filing, PersonUpdate | EmployerUpdate):
        fields |= wanted.of_system(changes(asked.filing), asked.system)
    for name, form in _FORMS.items():
        if (
            name in fields
            and FIELDS[name].name(asked.system)
            and fields[name]
            and not form.fullmatch(fields[name])
        ):
            yield _malformed(asked, name)
    chosen = [fields.get(name, "") for name in _CLINICS if FIELDS[name].name(asked.system)]
    filled = [each for each in chosen if each]
    if len(set(filled)) < len(filled) or (filled and chosen[: len(filled)] != filled):
        yield _malformed(asked, "clinic1")
    if chosen and len(_clinics_wanted(asked.filing)) > len(_CLINICS):
        yield _malformed(asked, "clinic4")  # the form has four places, and none is dropped in silence


def _clinics_wanted(filing: Filing) -> tuple[str, ...]:
    """All that are asked for: there may be more than the form has places."""
    match filing:
        case Enrolment():
            return filing.person.clinics or ()
        case PersonUpdate():
            return filing.changes.clinics or ()
    return ()


def _malformed(asked: Asked, name: str) -> Finding:
    label = label_of(name, asked.filing)
    return asked.refused(asked.business.rule, f"{label}格式有误", f"请核对{label}", _WHERE.get(name, name))


def writable(asked: Asked) -> Findings:
    """A character that the system's charset lacks is never replaced: the medical system writes GBK (BJ-20 says so of files)."""
    fields = dict(asked.fields)
    if isinstance(asked.filing, PersonUpdate | EmployerUpdate):
        fields |= wanted.of_system(changes(asked.filing), asked.system)
    charset = "utf-8" if asked.system == FOUR else "gbk"
    for name, value in fields.items():
        control = any(ord(c) < 0x20 or c == "\x7f" for c in value)
        if control or not _encodes(value, charset):
            label = label_of(name, asked.filing)
            what = "控制字符" if control else f"{charset.upper()}以外的字符"
            cure = "请删去后重新填写" if control else "请到所属社保经办机构办理该系统的一半"
            yield asked.refused("BJ-20", f"{label}含有{what}", cure, _WHERE.get(name, name))


def _encodes(value: str, charset: str) -> bool:
    try:
        value.encode(charset)
    except UnicodeEncodeError:
        return False
    return True


def insurances(asked: Asked) -> Findings:
    """四险 go together (BJ-07): all of the unit's, or none of them."""
    named = asked.filing.in_schemes
    if asked.system != FOUR or named is None:
        return
    own = {CODES[each] for each in asked.context.unit.schemes & FOUR_SCHEMES}
    if {CODES[each] for each in named & FOUR_SCHEMES} != own:
        yield asked.refused(
            "BJ-07", "参加险种与单位参加的四险不一致", "请填单位参加的全部四险，或不填险种", "schemes"
        )


def grey_fields(asked: Asked) -> Findings:
    """A name that is not as the system holds it is changed at the counter (BJ-19); a change that changes nothing is none."""
    shown = asked.shown
    if shown is None:
        return
    held = shown.held.get("name")
    if not isinstance(asked.filing, Enrolment) and held and asked.fields.get("name", held) != held:
        yield asked.refused(
            "BJ-19", "姓名不能在网上变更，请到经办机构办理", "请核对姓名；确需变更的到经办机构办理",
            "person.name", known=Known.LOOKUP,
        )  # fmt: skip
    if isinstance(asked.filing, PersonUpdate | EmployerUpdate) and _nothing_changes(asked):
        yield asked.refused(
            "BJ-19", "没有变更的内容", "系统所载与所填一致，无须申报", "changes", known=Known.LOOKUP
        )


def _nothing_changes(asked: Asked) -> bool:
    """In no system that it reaches: a half that changes nothing is not filed while the other does."""
    from . import facts

    found = facts.of(asked.context)
    assert found is not None
    return not any(
        wanted.changes_something(asked.filing, Form(system, facts=half.facts, held=half.held))
        for system, half in found.halves.items()
    )


def nothing_here(filing: Filing, context: Context) -> list[Finding]:
    """What this hall does not change online: the counter does (BJ-19); and what it does not file with an enrolment (BJ-22)."""
    if isinstance(filing, Enrolment) and filing.back_pay_from is not None:
        return [
            context.rules.finding(
                "BJ-22",
                Effect.RETURNS,
                "人员增加不含补缴",
                "请另行申报职工补缴",
                ("back_pay_from",),
                stage=Stage.SAVE,
            )
        ]
    if not isinstance(filing, PersonUpdate | EmployerUpdate):
        if systems_of(filing, context.unit.schemes):
            return []
        return [
            context.rules.finding(
                "BJ-07",
                Effect.RETURNS,
                "没有选择险种",
                "请填写四险、医疗或两者，或不填险种（即单位参加的全部）",
                ("schemes",),
                stage=Stage.SAVE,
                known=Known.OFFLINE,
            )
        ]
    return [
        context.rules.finding(
            "BJ-19",
            Effect.ELSEWHERE,
            "所填内容不能在网上变更，请到经办机构办理",
            "网上只变更手机、民族、文化程度、居住地址、定点医疗机构，和单位的联系人、电话、邮编、地址",
            (f"changes.{name}",),
            stage=Stage.SAVE,
            known=Known.OFFLINE,
            place="所属社保经办机构",
        )
        for name in not_online(filing)
    ]
