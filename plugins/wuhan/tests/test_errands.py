"""申报业务预约 (WH-113) and 问题报告 (WH-111): filed, found again, and what the hall tells of them."""

from __future__ import annotations

from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from sigateway.plugin import (
    SHANGHAI,
    Actor,
    CaseState,
    Commit,
    Different,
    Effect,
    FreePlace,
    Grade,
    Intent,
    Known,
    Landed,
    NotOffered,
    Scheme,
    Stage,
    UnitClass,
    WireChanged,
)
from sigateway_wuhan import flows, rules, ways, wire, wire_addresses, wire_desk
from sigateway_wuhan.cases import case
from sigateway_wuhan.facts_desk import AppointmentFacts
from sigateway_wuhan.fields_errands import HALVES, MATTERS

SCHEMES = frozenset(Scheme)
BOOKED = {"yyyw": "04", "yyrq": "2026-11-12", "yysd": "1", "lxrxm": "模拟经办", "lxrdh": "027-00000000"}
ASKED = {"wtbt": "一个问题", "wtnr": "怎样办理？", "lxrdh": "027-00000000"}
INTENT: dict[str, Any] = {"turn": "turn-1", "step": "submit", "draft": "S1"}


def _book(w: SimpleNamespace) -> Any:
    answers = [w.appointment_form(), w.desk_check("yuyue", BOOKED), w.taken_at_once()]
    return w.play(flows.submit(w.appointment(), w.signed_in(), w.context()), answers)


def _report(w: SimpleNamespace) -> Any:
    answers = [w.problem_form(), w.desk_check("wenti", ASKED), w.submitted()]
    return w.play(flows.submit(w.problem_report(), w.signed_in(), w.context()), answers)


def _found(w: SimpleNamespace, filing: Any, facts: Any = None) -> list[tuple[str, Effect, Stage | None]]:
    return [(f.rule, f.effect, f.stage) for f in rules.preflight(filing, w.context(facts=facts))]


@pytest.mark.rule("WH-113")
def test_a_visit_is_booked_with_three_requests_and_taken_at_once(w: SimpleNamespace) -> None:
    played = _book(w)
    assert played.requests == [
        wire.search_page(wire_addresses.APPOINTMENT),
        wire.save(wire_addresses.APPOINTMENT, "form-1", BOOKED),
        wire.submit("S1"),
    ]
    assert [(r.operation, r.path) for r in played.requests[:2]] == [
        ("appointment.open", "yuyue.do"),
        ("appointment.save", "yuyue_baocun.do"),
    ]
    booked = played.value
    assert (booked.state, booked.word) == (CaseState.APPROVED, "结束")
    (come,) = booked.next_steps
    assert (come.who, come.by, come.place) == (Actor.EMPLOYER, date(2026, 11, 12), "辖区社保经办机构")
    assert "上午" in come.what


@pytest.mark.rule("WH-113")
def test_the_number_of_the_booking_is_told_once_it_is_looked_at(w: SimpleNamespace) -> None:
    lists = w.home(finished=[w.done("S1", ywmc="申报业务预约", zjhm="", xm="", spjg="结束")])
    detail = w.detail({**BOOKED, "yyh": "YY00000001", "spjg": "结束"})
    booked = _book(w).value
    played = w.play(flows.track(booked, w.signed_in(), w.context()), [lists, detail])
    assert played.requests == [wire.home(number="S1"), wire.detail("S1")]
    assert "YY00000001" in played.value.explain()
    assert "2026年11月12日上午" in played.value.explain()
    with pytest.raises(WireChanged, match="预约号"):
        w.play(flows.track(booked, w.signed_in(), w.context()), [lists, w.detail(BOOKED)])


@pytest.mark.rule("WH-113")
def test_evidence_of_a_booking_has_its_number(w: SimpleNamespace) -> None:
    lists = w.home(finished=[w.done("S1", ywmc="申报业务预约", zjhm="", xm="", spjg="结束")])

    def found(**shown: str) -> Any:
        flow = flows.evidence(w.appointment(), Intent(**INTENT, since=w.NOON), w.signed_in(), w.context())
        return w.play(flow, [lists, w.detail({**BOOKED, "yyh": "YY00000001", **shown})]).value

    landed = found()
    assert isinstance(landed, Landed)
    assert "YY00000001" in landed.case.explain()
    assert isinstance(found(yysd="2"), Different)


@pytest.mark.rule("WH-52", "WH-113")
def test_another_time_is_not_committed(w: SimpleNamespace) -> None:
    for changed in ({"yyrq": "2026-11-13"}, {"yysd": "2"}, {"yyyw": "09"}, {"lxrxm": "别人"}):
        flow = flows.submit(w.appointment(), w.signed_in(), w.context())
        effect = next(flow)
        for answer in (w.appointment_form(), w.desk_check("yuyue", {**BOOKED, **changed})):
            effect = flow.send(answer)
        assert isinstance(effect, Commit)
        assert [field.name for field in effect.echo if field.differs] == list(changed)


@pytest.mark.rule("WH-113")
def test_facts_are_the_free_times_and_what_is_booked_already(w: SimpleNamespace) -> None:
    mine = w.done("S7", ywmc="申报业务预约", zjhm="", xm="", spjg="结束")
    answers = [
        w.home(),
        w.appointment_form(),
        w.done_query([mine]),
        w.detail({**BOOKED, "yyh": "YY00000001"}),
    ]
    played = w.play(flows.facts(w.appointment(), w.signed_in()), answers)
    # From 11-11 to 11-24 the table reaches 13 days ahead, and a week more covers the weekends.
    assert played.requests[2:] == [
        wire_desk.done("申报业务预约", date(2026, 10, 22), None),
        wire.detail("S7"),
    ]
    seen = played.value
    assert seen.places[0] == FreePlace(day=date(2026, 11, 11), half="morning", left=20)
    assert seen.booked == {(date(2026, 11, 12), "morning")}
    assert _found(w, w.appointment(), seen) == [("WH-113", Effect.RETURNS, Stage.SAVE)]


def test_a_table_of_times_that_is_not_whole_is_not_believed(w: SimpleNamespace) -> None:
    for form in (
        w.appointment_form(total=40),
        w.appointment_form([("11月12日", "1", "20")]),
        w.appointment_form([("2026-11-12", "3", "20")]),
        w.appointment_form([("2026-11-12", "1", "多")]),
    ):
        with pytest.raises(WireChanged):
            w.play(flows.submit(w.appointment(), w.signed_in(), w.context()), [form])


@pytest.mark.rule("WH-113")
@pytest.mark.parametrize(
    ("day", "half", "effect"),
    [
        ("2026-11-12", "morning", None),
        ("2026-11-11", "afternoon", Effect.RETURNS),  # 已约满
        ("2026-11-12", "afternoon", Effect.RETURNS),  # not offered at all
        ("2026-11-10", "morning", Effect.RETURNS),
        ("2026-11-24", "afternoon", None),
        ("2026-11-25", "morning", Effect.WINDOW),
    ],
)
def test_what_can_be_booked_is_what_the_hall_offers(
    w: SimpleNamespace, day: str, half: str, effect: Effect | None
) -> None:
    codes = {code: half for half, code in HALVES.items()}
    places = tuple(FreePlace(day=d, half=codes[h].value, left=left) for d, h, left in w.TIMES)
    facts = AppointmentFacts(unit_schemes=SCHEMES, unit_class=UnitClass.VIP, places=places)
    found = rules.preflight(w.appointment(day=day, half=half), w.context(facts=facts))
    expected = [] if effect is None else [("WH-113", effect, Stage.SAVE)]
    assert [(f.rule, f.effect, f.stage) for f in found] == expected
    assert all(f.known is Known.LOOKUP for f in found)


@pytest.mark.rule("WH-113")
@pytest.mark.parametrize(
    ("day", "effect"),
    [
        ("2026-11-09", Effect.RETURNS),
        ("2026-11-10", Effect.RETURNS),  # the very day
        ("2026-11-11", None),
        ("2026-11-14", Effect.RETURNS),  # a Saturday
        ("2026-11-24", None),  # the 14th day after
        ("2026-11-25", Effect.WINDOW),
        ("2026-11-29", Effect.RETURNS),  # a Sunday is never offered
    ],
)
def test_offline_the_days_are_our_model_and_graded_so(
    w: SimpleNamespace, day: str, effect: Effect | None
) -> None:
    found = rules.preflight(w.appointment(day=day), w.context())
    assert [(f.rule, f.effect) for f in found] == ([] if effect is None else [("WH-113", effect)])
    assert all(f.grade is Grade.E0 for f in found)
    if effect is Effect.WINDOW:
        assert found[0].opens_at == datetime(2026, 11, 11, tzinfo=SHANGHAI)


@pytest.mark.rule("WH-113")
def test_a_holiday_that_the_hall_offers_is_told(w: SimpleNamespace) -> None:
    """1 October 2026 is a Thursday; the hall's table knows no holidays."""
    at = datetime(2026, 9, 28, 10, tzinfo=SHANGHAI)
    (warning,) = rules.preflight(w.appointment(day="2026-10-01"), w.context(at))
    assert (warning.rule, warning.effect) == ("WH-113", Effect.WARNS)


@pytest.mark.rule("WH-32")
@pytest.mark.parametrize(
    "changes",
    [
        {"contact_name": " "},
        {"contact_name": "名" * 51},
        {"contact_phone": "027"},
        {"contact_phone": "㐀" * 7},
    ],
)
def test_who_comes_is_filled_in_rightly(w: SimpleNamespace, changes: dict[str, str]) -> None:
    found = _found(w, w.appointment(**changes))
    assert set(found) == {("WH-32", Effect.RETURNS, Stage.SAVE)}


@pytest.mark.rule("WH-113")
def test_each_matter_has_a_code_of_its_own() -> None:
    assert sorted(MATTERS.values()) == ["01", "02", "03", "04", "09"]


@pytest.mark.rule("WH-113")
def test_a_booking_cannot_be_cancelled_online(w: SimpleNamespace) -> None:
    booked = _book(w).value
    (way,) = ways.ways_back(booked)
    assert (way.rule, way.kind.online, way.place) == ("WH-113", False, "辖区社保经办机构")
    lists = w.home(finished=[w.done("S1", ywmc="申报业务预约", zjhm="", xm="", spjg="结束")])
    with pytest.raises(NotOffered, match="不能取消预约"):
        w.play(flows.discard(booked, w.signed_in(), w.context()), [lists])


@pytest.mark.rule("WH-111")
def test_a_problem_is_reported_and_its_answer_told(w: SimpleNamespace) -> None:
    played = _report(w)
    assert played.requests == [
        wire.search_page(wire_addresses.PROBLEM),
        wire.save(wire_addresses.PROBLEM, "form-1", ASKED),
        wire.submit("S1"),
    ]
    waiting = played.value
    assert waiting.state is CaseState.IN_REVIEW
    assert [step.who for step in waiting.next_steps] == [Actor.HALL]
    assert ways.ways_back(waiting) == []

    def look(state: str, *more: Any) -> Any:
        lists = w.home(finished=[w.done("S1", ywmc="问题报告", zjhm="", xm="", spjg=state)])
        return w.play(flows.track(waiting, w.signed_in(), w.context()), [lists, *more]).value

    assert look("进行中").state is CaseState.IN_REVIEW
    answered = look("结束", w.detail({**ASKED, "hf": "请到一号窗口。"}))
    assert answered.state is CaseState.APPROVED
    assert "请到一号窗口。" in answered.explain()
    assert ways.ways_back(answered) == []


@pytest.mark.rule("WH-32", "WH-111")
@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, False),
        ({"title": "题" * 50, "text": "文" * 500}, False),
        ({"title": "题" * 51}, True),
        ({"text": "文" * 501}, True),
        ({"text": "一\n二"}, True),
        ({"text": " "}, True),
        ({"contact_phone": "1234"}, True),
        ({"text": "㐀"}, True),
    ],
)
def test_a_report_is_filled_in_rightly(w: SimpleNamespace, changes: dict[str, str], found: bool) -> None:
    expected = [("WH-32", Effect.RETURNS, Stage.SAVE)] if found else []
    assert _found(w, w.problem_report(**changes)) == expected


@pytest.mark.rule("WH-34", "WH-111")
def test_a_draft_report_of_the_unit_is_told_as_the_units(w: SimpleNamespace) -> None:
    lists = w.home([w.task("S8", ywmc="问题报告", zjhm="", xm="")])
    played = w.play(flows.facts(w.problem_report(), w.signed_in()), [lists, w.problem_form()])
    assert played.requests == [wire.home(), wire.search_page(wire_addresses.PROBLEM)]
    (warning,) = rules.preflight(w.problem_report(), w.context(facts=played.value))
    assert (warning.rule, warning.effect) == ("WH-34", Effect.WARNS)
    assert "本单位" in warning.message


def test_what_is_gone_before_it_was_submitted_is_discarded(w: SimpleNamespace) -> None:
    draft = case(w.problem_report(), w.context(), "S1", CaseState.DRAFT, "未提交", w.NOON)
    assert (
        w.play(flows.track(draft, w.signed_in(), w.context()), [w.home()]).value.state is CaseState.DISCARDED
    )
