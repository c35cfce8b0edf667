"""The hooks as the core calls them: thin, and silent about what this region does not do."""

from __future__ import annotations

from datetime import datetime
from types import SimpleNamespace

import pytest

import sigateway as sg
from sigateway.plugin import SHANGHAI
from sigateway.registry import Stack
from sigateway_zhejiang import ways
from sigateway_zhejiang.cases import case
from sigateway_zhejiang.plugin import Zhejiang

STACK = Stack("zhejiang", Zhejiang.region, [("zhejiang", Zhejiang())])


def test_the_stack_takes_the_plugin_and_its_rulebook() -> None:
    assert "ZJ-19" in STACK.rules
    assert Zhejiang.region.sites == ("portal", "hall")
    assert Zhejiang.region.login_modes == (sg.PortalLogin,)


@pytest.mark.rule("ZJ-06", "ZJ-15", "ZJ-16", "ZJ-22", "ZJ-23", "ZJ-37", "ZJ-43")
def test_what_is_offered_and_what_is_done_elsewhere() -> None:
    offers = STACK.offers()
    online = {name for name, offer in offers.items() if isinstance(offer, sg.Offer)}
    assert online == {
        "enrolment",
        "suspension",
        "employer_opening",
        "flexible_enrolment",
        "flexible_suspension",
    }
    assert all(offer.batch_limit is None for offer in offers.values() if isinstance(offer, sg.Offer))
    assert set(offers) - online == {"medical_enrolment", "relation_transfer"}
    mandatory = {need.name for need in offers["enrolment"].fields if need.mandatory}  # type: ignore[union-attr]
    assert {"person.mobile", "person.nation", "employment.form", "employment.contract_start"} <= mandatory
    assert "person.education" not in mandatory


@pytest.mark.parametrize("filing_type", ["wage_change", "back_payment", "annual_wage"])
def test_what_the_hall_does_not_take_is_left_to_nobody(w: SimpleNamespace, filing_type: str) -> None:
    assert STACK.call("window", filing_type=filing_type, context=w.context()) is None


@pytest.mark.rule("ZJ-23")
def test_filing_is_taken_on_any_day(w: SimpleNamespace) -> None:
    window = STACK.call("window", filing_type="enrolment", context=w.context())
    assert (window.open, window.opens, window.closes) == (True, None, None)


@pytest.mark.rule("ZJ-23")
@pytest.mark.parametrize(
    ("at", "is_open", "opens", "closes"),
    [
        ("2026-12-25T23:59:59", True, "2026-12-01", "2026-12-26"),
        ("2026-12-26T00:00:00", False, "2027-01-01", "2027-01-26"),
        ("2027-01-01T00:00:00", True, "2027-01-01", "2027-01-26"),
    ],
)
def test_by_the_other_setting_it_is_taken_on_the_first_days_of_the_month(
    w: SimpleNamespace, at: str, is_open: bool, opens: str, closes: str
) -> None:
    own = w.own_layer("ZJ-23", filing_days="1-25", injury_stop="follows_pension")
    moment = datetime.fromisoformat(at).replace(tzinfo=SHANGHAI)
    context = w.context(moment, layers=(*w.LAYERS, own))
    window = STACK.call("window", filing_type="suspension", context=context)
    assert (window.open, f"{window.opens:%Y-%m-%d}", f"{window.closes:%Y-%m-%d}") == (is_open, opens, closes)
    found = [
        each
        for each in STACK.findings(w.suspension(), context, sg.Grade.E0)
        if each.rule == "ZJ-23" and each.blocks
    ]
    assert bool(found) is not is_open


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("审核中", "in_review"),
        ("审核通过", "approved"),
        ("审核不通过", "refused"),
        ("已作废", "withdrawn"),
        ("待复核", "unknown"),
    ],
)
def test_a_state_is_the_halls_word_and_ours(w: SimpleNamespace, word: str, state: str) -> None:
    found = case(w.enrolment(), w.context(), "ZJ2026111000000001", word, w.NOON)
    assert (str(found.state), found.word) == (state, word)


@pytest.mark.rule("ZJ-12", "ZJ-40")
@pytest.mark.parametrize(
    ("kind", "word", "kinds"),
    [
        ("enrolment", "审核中", ["withdraw"]),
        ("enrolment", "审核通过", ["opposite", "counter"]),
        ("enrolment", "审核不通过", []),
        ("enrolment", "已作废", []),
        ("suspension", "审核中", ["wait", "counter"]),
        ("suspension", "审核通过", ["opposite", "counter"]),
    ],
)
def test_each_state_has_its_ways_in_order(w: SimpleNamespace, kind: str, word: str, kinds: list[str]) -> None:
    found = case(getattr(w, kind)(), w.context(), "ZJ2026111000000001", word, w.NOON)
    assert [str(way.kind) for way in ways.ways_back(found, w.context())] == kinds


@pytest.mark.rule("ZJ-40")
@pytest.mark.parametrize("number", ["ZJ2026111000000001", "ZJ202613", "x", None])
def test_the_month_of_an_item_is_in_its_number_or_nowhere(w: SimpleNamespace, number: str | None) -> None:
    found = case(w.enrolment(), w.context(), "x", "审核通过", w.NOON).model_copy(update={"number": number})
    month = ways.filed_month(found)
    assert month == (sg.Month(2026, 11) if number == "ZJ2026111000000001" else None)


@pytest.mark.rule("ZJ-38", "ZJ-41")
def test_who_acts_when_the_app_says_no_and_not_why(w: SimpleNamespace) -> None:
    """The app's list names no reason: whoever reads the case must not look for one."""
    leaving = sg.FlexibleSuspension(person=w.person(), last_paid_month="2026-10")  # type: ignore[arg-type]
    [step] = case(leaving, w.context(), "ZJ2026111000000001", "审核不通过", w.NOON).next_steps
    assert (step.who, step.place) == (sg.Actor.PERSON, "社保经办机构窗口")
    [step] = case(w.enrolment(), w.context(), "ZJ2026111000000001", "审核不通过", w.NOON).next_steps
    assert step.who is sg.Actor.VENDOR
