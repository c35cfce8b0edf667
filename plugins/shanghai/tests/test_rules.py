"""All rules together: one stage at once, and how well the check is evidenced."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest

from sigateway.plugin import Effect, Grade

from .asked_rules import found


def test_everything_of_one_stage_is_found_at_once(w: SimpleNamespace) -> None:
    filing = w.enrolment(first_paid_month="2026-04", declared_wage="2000", personal_number="7")
    facts = w.facts(
        w.stranger(number_taken=True, last_end="2026-05", name="测试乙"), founded_on=date(2026, 8, 20)
    )
    said = [one.message for one in found(w, filing, facts) if one.blocks]
    assert len(said) == len(set(said)) == 6


@pytest.mark.rule("SH-28", "SH-29")
def test_what_the_check_looks_at_is_graded_as_assumed_though_its_rule_is_sourced(w: SimpleNamespace) -> None:
    for filing, facts in (
        (w.enrolment(), w.facts(w.insured())),
        (w.enrolment(first_paid_month="2026-01"), None),
    ):
        for one in found(w, filing, facts):
            assert one.grade is Grade.E0 or one.effect is not Effect.RETURNS


def test_other_filings_are_none_of_this_halls(w: SimpleNamespace) -> None:
    other = w.enrolment().model_copy(update={"type": "something_new"})
    assert found(w, other) == []
