"""The rules of 开办企业全程网上办平台: the company, and its staff by the rules of an enrolment (ZJ-15). Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sigateway.plugin import Context, Effect, EmployerOpening, Finding, Known

from . import rules_enrolment, rules_movement
from .facts import EnrolmentFacts, OpeningFacts, facts_of
from .fields import MEDICAL, codes_of, insurances
from .rules_shared import Findings, refused, without_what_comes_later


def company(filing: EmployerOpening, context: Context) -> Findings:
    """Some of the three insurances, and no more people than the platform takes at once (ZJ-15)."""
    joined = insurances(filing, context)
    if not codes_of(joined):
        yield refused(context, "ZJ-15", "开户至少选择养老、失业、工伤中的一项", "请填写险种", "schemes")
    if joined & MEDICAL:
        entrance = context.rules.text("ZJ-22", "entrance", on=context.day)
        yield refused(
            context,
            "ZJ-22",
            f"职工医疗保险不随开户办理，须另在{entrance}申报",
            "请另行申报",
            "schemes",
            effect=Effect.WARNS,
        )
    most = int(context.rules.figure("ZJ-15", "people_limit", on=context.day))
    if len(filing.staff) > most:
        yield refused(
            context, "ZJ-15", f"开户时一次最多申报 {most} 人", "其余人员请在开户后用参保登记申报", "staff"
        )


def staff(filing: EmployerOpening, context: Context) -> Iterator[Finding]:
    """Each by the rules of an enrolment, with nothing read in by the hall."""
    facts = facts_of(context, OpeningFacts)
    theirs = context
    if facts is not None:
        known = EnrolmentFacts(
            at=facts.at,
            unit_schemes=codes_of(insurances(filing, context)),
            start_months=facts.start_months,
            minimum_wage=facts.minimum_wage,
        )
        theirs = replace(context, facts=known)
    for place, each in enumerate(filing.staff, 1):
        form = [found for rule in rules_enrolment.FORM for found in rule(each, theirs)]
        content = [found for rule in rules_enrolment.CONTENT for found in rule(each, theirs)]
        number = list(rules_movement.sound_number(each, replace(context, facts=None)))
        for found in without_what_comes_later([*number, *form], content, context):
            yield found.model_copy(
                update={
                    "message": f"第{place}人：{found.message}",
                    "fields": tuple(f"staff.{place - 1}.{name}" for name in found.fields),
                    "known": found.known if facts is None else Known.LOOKUP,
                }
            )
