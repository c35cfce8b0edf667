"""What 参保登记 and 暂停参保 have in common: the number, the name, medical insurance elsewhere, and what the search shows. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sigateway.plugin import Context, Effect, Enrolment, Known, Stage, Suspension

from .facts import EnrolmentFacts, MovementFacts, SuspensionFacts, facts_of
from .fields import MEDICAL
from .reading import REASONS
from .rules_shared import Findings, as_the_entrance_says, refused

Movement = Enrolment | Suspension

_SEARCH: Final = {"enrolment": "ZJ-07", "suspension": "ZJ-17"}
"""The rule of each search 搜索, by the filing's type."""


def sound_number(filing: Movement, context: Context) -> Findings:
    """社会保障号 is an 18-digit 公民身份号码; the search of another one says no (ZJ-07, ZJ-17). With facts the hall has said it."""
    if context.facts is None and not is_sound(filing.person.document.number):
        yield refused(
            context, _SEARCH[filing.type], "社会保障号应为18位公民身份号码",
            "请对照证件核对；没有该号码的人员，请到社保经办机构办理", "person.document", stage=Stage.ENTRANCE,
        )  # fmt: skip


def is_sound(number: str) -> bool:
    """Eighteen characters as on an identity card: check digit and date are the document's own to have been checked."""
    return len(number) == 18 and number[:17].isascii() and number[:17].isdigit()


def medical_elsewhere(filing: Movement, context: Context) -> Findings:
    """职工医疗保险 goes by its old entrance (ZJ-22). Asked for by name it is not offered; of a unit that has it, it is said."""
    entrance = context.rules.text("ZJ-22", "entrance", on=context.day)
    if filing.schemes is not None and filing.schemes & MEDICAL:
        yield context.rules.finding(
            "ZJ-22",
            Effect.ELSEWHERE,
            "本大厅只办理养老、失业、工伤保险，职工医疗保险仍按原入口申报",
            "请去掉医疗、生育险种，另在原入口申报",
            ("schemes",),
            stage=Stage.ENTRANCE,
            known=Known.OFFLINE,
            place=entrance,
        )
    elif filing.schemes is None and context.unit.schemes & MEDICAL:
        what = "停保" if isinstance(filing, Suspension) else ""
        yield refused(
            context, "ZJ-22", f"职工医疗保险不随本次申报{what}，须另在{entrance}申报", "请另行申报", "schemes",
            effect=Effect.WARNS,
        )  # fmt: skip


def the_very_person(filing: Movement, context: Context) -> Findings:
    """姓名与系统登记信息不一致 (ZJ-07, ZJ-17): of whom the register does not know there is no name to compare."""
    facts = facts_of(context, MovementFacts)
    if facts is not None and facts.name and facts.name != filing.person.name:
        yield refused(
            context, _SEARCH[filing.type], "大厅登记的姓名与申报的姓名不同，可能是号码填错、指向了另一人", "请对照证件核对姓名和号码",
            "person.name", "person.document", known=Known.LOOKUP,
        )  # fmt: skip


def as_the_search_shows(filing: Movement, context: Context) -> Findings:
    """What the search shows stands in the way, even where the entrance lets it pass (ZJ-11, ZJ-14, ZJ-17, ZJ-21)."""
    facts = facts_of(context, MovementFacts)
    if facts is not None and not facts.refusals and facts.offered:
        for words in _in_its_words(facts):
            yield as_the_entrance_says(REASONS.read(words), filing, context)


def _in_its_words(facts: MovementFacts) -> Iterator[str]:
    match facts:
        case EnrolmentFacts():
            if facts.unit_schemes and facts.here.keys() >= set(facts.unit_schemes):
                yield "该人员已在本单位参保"
            if facts.elsewhere:
                yield f"该人员已在{facts.elsewhere}参保"
            if facts.resident:
                yield "该人员已经参保城乡居民养老保险"
            if facts.pending:
                yield "该人员有正在审核的参保登记办件"
        case SuspensionFacts():
            if not facts.here:
                yield "该人员未在本单位参保"
            if facts.pending:
                yield "该人员有正在审核的暂停参保办件"
