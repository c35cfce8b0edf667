"""Days and ages (BJ-18). Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from sigateway.plugin import Enrolment, Finding, Known, Month, Sex, Stage, Suspension, SuspensionReason

from .reading import REASONS
from .rules_shared import Asked

Findings = Iterator[Finding]

_INSURED_HERE: Final = "此人在本单位已参保"


def not_insured_here(asked: Asked) -> Findings:
    """The form shows the system's 参保状态, so that it is known even where the entrance lets somebody pass who is insured here."""
    if isinstance(asked.filing, Enrolment) and asked.shown and asked.shown.facts.get("psnState") == "here":
        cure = REASONS.read(_INSURED_HERE).cure or ""
        yield asked.refused(
            "BJ-18", _INSURED_HERE, cure, "person.document", known=Known.LOOKUP, stage=Stage.ENTRANCE
        )


def dates(asked: Asked) -> Findings:
    """Contract and end of employment: not after the day; who left this month is stopped when the month's fee has been made.

    Not so who was added by mistake: it is taken off in the month in which it was added (third parties' practice).
    """
    filing, day = asked.filing, asked.context.day
    if isinstance(filing, Enrolment) and filing.employment and filing.employment.contract_start > day:
        yield asked.refused(
            "BJ-18", "合同起始日期晚于当日", "请在合同开始后申报", "employment.contract_start"
        )
    if not isinstance(filing, Suspension):
        return
    if filing.employment_ended_on > day:
        yield asked.refused("BJ-18", "解除劳动关系日期晚于当日", "请在解除后申报", "employment_ended_on")
    mistaken = filing.reason is SuspensionReason.ENROLLED_BY_MISTAKE
    if Month.of(filing.employment_ended_on) == Month.of(day) and not mistaken:
        yield asked.refused(
            "BJ-18",
            "当月解除劳动关系的，须待当月费用生成后再办理减少",
            "请下月再申报",
            "employment_ended_on",
        )


def retirement_age(asked: Asked) -> Findings:
    """At processing, which comes after: full years on the day, men and women apart. Papers that tell no birth date are not checked."""
    filing = asked.filing
    if not isinstance(filing, Enrolment):
        return
    born, sex = filing.person.document.born, filing.person.document.sex
    kind = filing.person.document.kind.value
    if born is None or sex is None or kind not in ("resident_id", "residence_permit"):
        return
    name = "age_men" if sex is Sex.MALE else "age_women"
    age = int(asked.context.rules.figure("BJ-18", name, on=asked.context.day))
    if _years(born, asked.context.day) >= age:
        found = asked.refused(
            "BJ-18",
            "该人员已达到法定退休年龄",
            "请到所属社保经办机构办理",
            "person.document",
            stage=Stage.REVIEW,
        )
        yield asked.by_our_figure(found, "BJ-18")


def _years(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
