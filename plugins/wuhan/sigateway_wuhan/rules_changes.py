"""The rules of changes of data, of a person (WH-107, WH-108) and of the unit (WH-109, WH-110), and those of every business. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Final

from sigateway.plugin import Context, DocumentKind, Effect, EmployerUpdate, Known, PersonUpdate, Stage

from . import fields_employer_update, fields_person_update
from .documents_counter import papers_of
from .facts import facts_of
from .facts_desk import ChangeFacts
from .fields import AGENCY, DOCUMENT_KINDS, FormField, Said, iso_day
from .fields_person_update import PHOTO, is_photo, said
from .rules_forms import filled_in_rightly, malformed, missing
from .rules_shared import Findings, drafts_waiting, refused_at_entrance, the_very_person

_WITHOUT_NATION: Final = (DocumentKind.FOREIGN_PERMANENT_RESIDENT, DocumentKind.PASSPORT)
_PERSON: Final[Mapping[str, FormField]] = {field.name: field for field in fields_person_update.FIELDS}


def key_data_of_a_person(update: PersonUpdate, context: Context) -> Findings:
    """重点信息变更: name, document, sex and birth are changed at the counter (WH-108)."""
    changed = _key_data_asked(update, context)
    if changed:
        labels = "、".join(_PERSON[name].label for name in changed)
        yield context.rules.finding(
            "WH-108",
            Effect.ELSEWHERE,
            f"{labels}属重点信息，不能在网上变更",
            "请携资料到经办机构办理重点信息变更",
            tuple(dict.fromkeys(f"changes.{path}" for path in changed.values())),
            place=AGENCY,
            papers=papers_of("WH-108", context.rules),
        )


def no_other_data_of_a_person(update: PersonUpdate, context: Context) -> Findings:
    """What the form has no field for is never left out in silence: it is for the counter too (WH-108)."""
    others = fields_person_update.without_a_field(update)
    if others:
        online = "、".join(field.label for field in fields_person_update.OFFERED)
        yield context.rules.finding(
            "WH-108",
            Effect.ELSEWHERE,
            "所填内容中有不能在网上变更的项目",
            f"网上只变更{online}；其余请携资料到经办机构办理",
            others,
            place=AGENCY,
            papers=papers_of("WH-108", context.rules),
        )


def _key_data_asked(update: PersonUpdate, context: Context) -> dict[str, str]:
    """The fields of key data that would become another than the hall holds, or than the filing itself names the person by."""
    changes, person = update.changes, update.person
    held = _shown(context) or {
        "xm": person.name.strip(),
        "zjlx": DOCUMENT_KINDS[person.document.kind],
        "zjhm": person.document.number,
        "xb": person.sex.value if person.sex else "",
        "csrq": iso_day(person.born) or "",
    }
    asked = {
        "xm": ("name", None if changes.name is None else changes.name.strip()),
        "zjlx": ("document", changes.document and DOCUMENT_KINDS[changes.document.kind]),
        "zjhm": ("document", changes.document and changes.document.number),
        "xb": ("sex", changes.sex and changes.sex.value),
        "csrq": ("birth", iso_day(changes.birth)),
    }
    return {name: path for name, (path, value) in asked.items() if value not in (None, held.get(name, ""))}


def general_data_of_a_person(update: PersonUpdate, context: Context) -> Findings:
    """What is changed must be readable, as the hall takes it, and not empty where the hall takes no empty one (WH-32)."""
    values, unreadable = said(update)
    for name in unreadable:
        cure = "请填代码或名称，见国标代码表" if name != "sj" else "手机号码应为以1开头的11位数字"
        yield from malformed(_PERSON[name], context, cure)
    shown = _shown(context)
    never_empty = [] if update.person.document.kind in _WITHOUT_NATION else ["mz"]
    if shown is not None and shown.get("sj"):
        never_empty.append("sj")
    readable = [field for field in fields_person_update.FIELDS if field.name not in unreadable]
    yield from filled_in_rightly(readable, values, fields_person_update.FORMATS, never_empty, context)
    if values["sj"] == "" and shown is None:
        yield context.rules.finding(
            "WH-32",
            Effect.WARNS,
            "手机不能清空，除非大厅本来没有登记",
            "请填写新的手机号码",
            ("changes.mobile",),
            known=Known.LOOKUP,
        )
    yield from _missing_at_the_hall(fields_person_update.FIELDS, values, set(never_empty) - {"sj"}, context)


def photo_is_taken(update: PersonUpdate, context: Context) -> Findings:
    """照片: a JPEG that the hall takes (WH-32); none can be taken away, only exchanged (WH-107)."""
    photo = update.changes.photo
    most = int(context.rules.hall("photo_bytes"))
    if photo == b"":
        yield context.rules.finding(
            "WH-107",
            Effect.RETURNS,
            "照片不能清空，只能更换",
            "请提供新的照片，或不填照片",
            ("changes.photo",),
        )
    elif photo is not None and not is_photo(photo, most):
        yield from malformed(PHOTO, context, f"照片应为完整的JPEG文件，不超过{most // 1024}KB")


def something_changes_of_a_person(update: PersonUpdate, context: Context) -> Findings:
    """没有变更的内容: everything is as the hall holds it (WH-107)."""
    values, unreadable = said(update)
    elsewhere = fields_person_update.without_a_field(update) or _key_data_asked(update, context)
    if not unreadable and update.changes.photo is None and not elsewhere:
        yield from _nothing_changes("WH-107", fields_person_update.FIELDS, values, context)


def nation_by_register(update: PersonUpdate, context: Context) -> Findings:
    """民族 as the public security register has it (WH-63): spoken at the review only, for the hall does not show the register here."""
    held, (values, _) = (_shown(context) or {}).get("mz"), said(update)
    if held and values["mz"] and values["mz"] != held:
        yield context.rules.finding(
            "WH-63",
            Effect.WARNS,
            "民族与大厅登记的不同；如与公安信息不一致，审核时会被回退",
            "请对照证件核对民族",
            ("changes.nation",),
            stage=Stage.REVIEW,
            known=Known.ON_ANSWER,
        )


def key_data_of_the_unit(update: EmployerUpdate, context: Context) -> Findings:
    """单位重点信息: name and code are changed at the counter (WH-110)."""
    changed = _key_data_of_the_unit_asked(update, context)
    if changed:
        yield context.rules.finding(
            "WH-110",
            Effect.ELSEWHERE,
            f"{'、'.join(field.label for field in changed)}属单位重点信息，不能在网上变更",
            "请携资料到经办机构办理变更登记",
            tuple(fields_employer_update.KEY_DATA[field.name] for field in changed),
            place=AGENCY,
            papers=papers_of("WH-110", context.rules),
        )


def _key_data_of_the_unit_asked(update: EmployerUpdate, context: Context) -> list[FormField]:
    employer = context.unit.employer
    held = _shown(context) or {"dwmc": employer.name, "tyshxydm": employer.uscc}
    values = fields_employer_update.stated(update, frozenset())
    return [
        field
        for field in fields_employer_update.FIELDS
        if field.name in fields_employer_update.KEY_DATA
        and values[field.name] not in (None, held.get(field.name))
    ]


def general_data_of_the_unit(update: EmployerUpdate, context: Context) -> Findings:
    """What is changed must be as the hall takes it, and the red fields not empty (WH-32)."""
    values = fields_employer_update.stated(update, frozenset())
    never_empty, fields = fields_employer_update.NEVER_EMPTY, fields_employer_update.OFFERED
    yield from filled_in_rightly(fields, values, fields_employer_update.FORMATS, never_empty, context)
    yield from _missing_at_the_hall(fields, values, never_empty, context)


def something_changes_of_the_unit(update: EmployerUpdate, context: Context) -> Findings:
    """没有变更的内容: everything is as the hall holds it (WH-109)."""
    if not _key_data_of_the_unit_asked(update, context):
        values = fields_employer_update.stated(update, frozenset())
        yield from _nothing_changes("WH-109", fields_employer_update.FIELDS, values, context)


def _shown(context: Context) -> Mapping[str, str] | None:
    """What the hall holds, when it has been asked and has shown its form."""
    facts = facts_of(context, ChangeFacts)
    return facts.shown if facts else None


def _missing_at_the_hall(
    fields: Iterable[FormField], values: Said, never_empty: Collection[str], context: Context
) -> Findings:
    """Red, and not even the hall has it: it is asked for, whatever else changes (WH-32)."""
    shown = _shown(context)
    for field in fields if shown is not None else ():
        if field.name in never_empty and values[field.name] is None and not (shown or {}).get(field.name):
            yield from missing(field, context)


def _nothing_changes(rule: str, fields: Iterable[FormField], values: Said, context: Context) -> Findings:
    shown = _shown(context)
    if shown is None:
        return
    changing = (not f.as_shown and values[f.name] not in (None, shown.get(f.name, "")) for f in fields)
    if not any(changing):
        yield context.rules.finding(
            rule,
            Effect.RETURNS,
            "没有变更的内容：所填与大厅登记的相同",
            "请核对要变更的内容；无须变更的不必申报",
            ("changes",),
            stage=Stage.SAVE,
            known=Known.LOOKUP,
        )


PERSON_RULES: Final[tuple[Callable[[PersonUpdate, Context], Findings], ...]] = (
    refused_at_entrance,
    key_data_of_a_person,
    no_other_data_of_a_person,
    general_data_of_a_person,
    photo_is_taken,
    something_changes_of_a_person,
    nation_by_register,
    the_very_person,
    drafts_waiting,
)

EMPLOYER_RULES: Final[tuple[Callable[[EmployerUpdate, Context], Findings], ...]] = (
    refused_at_entrance,
    key_data_of_the_unit,
    general_data_of_the_unit,
    something_changes_of_the_unit,
    drafts_waiting,
)
