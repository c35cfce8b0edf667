"""Conversations replayed: the exact requests in their order, one commit, and what each answer becomes."""

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
    HallRefused,
    HallUnavailable,
    Month,
    NotOffered,
    Scheme,
    SessionTaken,
    SignedIn,
    UnitClass,
    WireChanged,
)
from sigateway_wuhan import flows, rules, wire, wire_addresses
from sigateway_wuhan.businesses import ENROLMENT
from sigateway_wuhan.facts import EnrolmentFacts

SCHEMES = frozenset(Scheme)


def _values(w: SimpleNamespace, **changes: Any) -> dict[str, str]:
    return ENROLMENT.filled(w.enrolment(**changes), SCHEMES, {})


def _submitting(w: SimpleNamespace, *, shown: dict[str, str] | None = None) -> list[Any]:
    return [
        w.page("zengyuan.do", "enrol_search", w.SEARCH),
        w.enrol_form(shown),
        w.check_page(_values(w)),
    ]


@pytest.mark.rule("WH-31", "WH-33", "WH-35", "WH-36", "WH-42", "WH-44", "WH-47", "WH-48", "WH-51")
def test_a_vip_unit_files_with_four_requests_and_one_commit(w: SimpleNamespace) -> None:
    played = w.play(flows.submit(w.enrolment(), w.signed_in(), w.context()), [*_submitting(w), w.submitted()])
    assert played.requests == [
        wire.search_page(wire_addresses.ENROL),
        wire.search(wire_addresses.ENROL, {"zjlx": "01", "zjhm": w.identity()}),
        wire.save(wire_addresses.ENROL, "form-1", _values(w)),
        wire.submit("S1"),
    ]
    (commit,) = [effect for effect in played.asked if isinstance(effect, Commit)]
    assert (commit.step, commit.draft) == ("submit", "S1")
    assert len(commit.echo) == len(ENROLMENT.fields) + 1
    assert not any(field.differs for field in commit.echo)
    case = played.value
    assert (case.number, case.state, case.word, case.at) == ("S1", CaseState.IN_REVIEW, "进行中", w.NOON)
    assert (case.hall, case.unit) == ("wuhan", "wuhan/4201000001")
    assert "留存" in case.next_steps[0].what


@pytest.mark.rule("WH-43", "WH-49", "WH-50")
def test_an_ordinary_unit_is_told_papers_place_and_day(w: SimpleNamespace) -> None:
    me = w.signed_in(unit_class=UnitClass.ORDINARY)
    answers = [*_submitting(w), w.submitted(due="2026-11-20")]
    case = w.play(flows.submit(w.enrolment(), me, w.context()), answers).value
    (step,) = case.next_steps
    assert case.state is CaseState.AWAITING_COUNTER
    assert (step.who, step.by, step.place) == (Actor.EMPLOYER, date(2026, 11, 20), "辖区社保经办机构")
    assert len(step.papers) == 4
    assert "2026年11月20日" in case.explain()


@pytest.mark.rule("WH-50", "WH-134")
def test_a_last_day_on_which_nobody_is_at_the_counter_is_said_with_the_last_workday(
    w: SimpleNamespace,
) -> None:
    """于当月20日前: 20 December 2026 is a Sunday, and the counter is open on the Friday before."""
    me = w.signed_in(unit_class=UnitClass.ORDINARY)
    answers = [*_submitting(w), w.submitted(due="2026-12-20")]
    (step,) = w.play(flows.submit(w.enrolment(), me, w.context()), answers).value.next_steps
    assert step.by == date(2026, 12, 20)
    assert "2026-12-18" in step.what
    december = datetime(2026, 12, 1, 10, tzinfo=SHANGHAI)
    context = w.context(december, unit_class=UnitClass.ORDINARY)
    filing = w.enrolment(first_paid_month="2026-12")
    (found,) = [f for f in rules.preflight(filing, context) if f.rule == "WH-50"]
    assert "2026-12-20" in found.message
    assert "2026-12-18" in found.message


@pytest.mark.rule("WH-52")
def test_what_the_hall_shows_back_otherwise_is_in_the_echo(w: SimpleNamespace) -> None:
    answers = [*_submitting(w)[:2], w.check_page({**_values(w), "sbgz": "5600.00"})]
    flow = flows.submit(w.enrolment(), w.signed_in(), w.context())
    effect = next(flow)
    for answer in answers:
        effect = flow.send(answer)
    assert isinstance(effect, Commit)
    assert [field.label for field in effect.echo if field.differs] == ["申报工资"]


@pytest.mark.rule("WH-54", "WH-60")
def test_a_refusal_at_the_entrance_ends_before_any_draft(w: SimpleNamespace) -> None:
    words = ("此人在某某单位未停保", "此人居民医疗保险未停保")
    answers = [_submitting(w)[0], w.page("zengyuan_chaxun.do", "enrol_search", errors=words)]
    with pytest.raises(HallRefused) as refusal:
        w.play(flows.submit(w.enrolment(), w.signed_in(), w.context()), answers)
    assert [reason.rule for reason in refusal.value.reasons] == ["WH-60", "WH-54"]


@pytest.mark.rule("WH-32", "WH-59")
def test_a_refusal_at_the_save_ends_before_the_commit(w: SimpleNamespace) -> None:
    words = ("手机为必录项", "劳动合同尚未开始", "没见过的话")
    answers = [*_submitting(w)[:2], w.page("zengyuan_baocun.do", "enrol_form", errors=words)]
    with pytest.raises(HallRefused, match="没见过的话") as refusal:
        w.play(flows.submit(w.enrolment(), w.signed_in(), w.context()), answers)
    assert [reason.rule for reason in refusal.value.reasons] == ["WH-32", "WH-59", None]


def test_a_refused_commit_is_told_in_the_halls_words(w: SimpleNamespace) -> None:
    answers = [*_submitting(w), w.page("tijiao.do", "message", errors=("无此业务",))]
    with pytest.raises(HallRefused, match="无此业务"):
        w.play(flows.submit(w.enrolment(), w.signed_in(), w.context()), answers)


def test_success_for_another_number_is_not_taken_for_ours(w: SimpleNamespace) -> None:
    with pytest.raises(WireChanged):
        w.play(
            flows.submit(w.enrolment(), w.signed_in(), w.context()),
            [*_submitting(w), w.submitted(number="S2")],
        )


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (("login", "登录超时，请重新登录"), HallUnavailable),
        (("login", "您的账号已在其他地方登录"), SessionTaken),
        (("maintenance", "系统维护中，请稍后再试"), HallUnavailable),
        (("not_modelled", ""), WireChanged),
    ],
)
def test_other_pages_end_the_conversation_with_their_own_error(
    w: SimpleNamespace, answer: tuple[str, str], error: type[Exception]
) -> None:
    kind, words = answer
    with pytest.raises(error):
        w.play(
            flows.submit(w.enrolment(), w.signed_in(), w.context()),
            [w.page("zengyuan.do", kind, errors=(words,) if words else ())],
        )


def _case(w: SimpleNamespace, state: CaseState = CaseState.IN_REVIEW) -> Any:
    case = w.play(
        flows.submit(w.enrolment(), w.signed_in(), w.context()), [*_submitting(w), w.submitted()]
    ).value
    return case.model_copy(update={"state": state, "turn": "turn-1"})


@pytest.mark.rule("WH-36", "WH-38", "WH-39", "WH-135")
@pytest.mark.parametrize(
    ("lists", "vip", "state"),
    [
        ({"finished": [{"spjg": "进行中"}]}, True, CaseState.IN_REVIEW),
        ({"finished": [{"spjg": "进行中"}]}, False, CaseState.AWAITING_COUNTER),
        ({"finished": [{"spjg": "结束"}]}, True, CaseState.APPROVED),
        ({"finished": [{"spjg": "结束"}]}, False, CaseState.APPROVED),
        ({"todo": [{"htbz": "是", "htyy": "逾期未提交资料"}]}, False, CaseState.RETURNED),
        ({"todo": [{}]}, True, CaseState.DRAFT),
        ({}, True, CaseState.UNKNOWN),
    ],
)
def test_a_case_is_tracked_by_its_number(w: SimpleNamespace, lists: Any, vip: bool, state: CaseState) -> None:
    me = w.signed_in(unit_class=UnitClass.VIP if vip else UnitClass.ORDINARY)
    todo = [w.task("S1", **row) for row in lists.get("todo", [])]
    finished = [w.done("S1", **row) for row in lists.get("finished", [])]
    played = w.play(flows.track(_case(w), me, w.context()), [w.home(todo, finished)])
    assert played.asked == [wire.home(number="S1")]
    assert (played.value.state, played.value.number, played.value.turn) == (state, "S1", "turn-1")


@pytest.mark.rule("WH-50", "WH-134", "WH-135")
@pytest.mark.parametrize(
    ("submitted", "due"),
    [
        ("2026-11-20 23:59:59", date(2026, 11, 20)),
        ("2026-11-21 00:00:00", date(2026, 12, 20)),
        ("2026-12-31 10:00:00", date(2027, 1, 20)),
    ],
)
def test_papers_tracked_later_are_due_by_the_day_of_submission(
    w: SimpleNamespace, submitted: str, due: date
) -> None:
    me = w.signed_in(unit_class=UnitClass.ORDINARY)
    lists = w.home(finished=[w.done("S1", tjsj=submitted)])
    case = w.play(flows.track(_case(w), me, w.context()), [lists]).value
    assert case.next_steps[0].by == due


@pytest.mark.rule("WH-45")
def test_a_returned_item_discarded_by_a_clerk_is_discarded(w: SimpleNamespace) -> None:
    case = w.play(flows.track(_case(w, CaseState.RETURNED), w.signed_in(), w.context()), [w.home()]).value
    assert case.state is CaseState.DISCARDED


def test_every_page_of_a_long_list_is_read(w: SimpleNamespace) -> None:
    def page(rows: list[dict[str, str]]) -> Any:
        todo = w.table("daiban", w.TODO, rows, total=21, pages=2)
        return w.home(tables=todo + w.table("yiban", w.DONE, []))

    first, second = page([w.task(f"S{n}") for n in range(20)]), page([w.task("S99")])
    form = [w.page("zengyuan.do", "enrol_search", w.SEARCH), w.enrol_form()]
    played = w.play(flows.facts(w.enrolment(), w.signed_in()), [first, second, *form])
    number = w.identity()
    assert played.asked[:2] == [
        wire.home(document=number),
        wire.home(document=number, todo_page=2, done_page=2),
    ]
    assert len(played.value.waiting) == 21


@pytest.mark.rule("WH-45")
def test_a_draft_is_discarded_with_one_commit(w: SimpleNamespace) -> None:
    gone = w.page("tuidan.do", "discarded", notice="该任务已取消")
    played = w.play(
        flows.discard(_case(w, CaseState.RETURNED), w.signed_in(), w.context()),
        [w.home([w.task("S1")]), gone],
    )
    assert played.requests == [wire.home(number="S1"), wire.discard("S1")]
    assert isinstance(played.asked[1], Commit)
    assert (played.asked[1].step, played.asked[1].draft) == ("discard", "S1")
    assert played.value.state is CaseState.DISCARDED


def test_what_is_gone_already_needs_no_commit(w: SimpleNamespace) -> None:
    played = w.play(flows.discard(_case(w, CaseState.DRAFT), w.signed_in(), w.context()), [w.home()])
    assert played.value.state is CaseState.DISCARDED


@pytest.mark.rule("WH-40", "WH-41", "WH-45")
def test_what_was_submitted_is_not_discarded_online(w: SimpleNamespace) -> None:
    with pytest.raises(NotOffered, match="信息订正") as refusal:
        w.play(flows.discard(_case(w), w.signed_in(), w.context()), [w.home(finished=[w.done("S1")])])
    assert (refusal.value.rule, refusal.value.place) == ("WH-40", "辖区社保经办机构")
    assert refusal.value.papers
    refused = w.page("tuidan.do", "message", errors=("业务已提交，不能退单",))
    with pytest.raises(HallRefused, match="信息订正"):
        w.play(flows.discard(_case(w), w.signed_in(), w.context()), [w.home([w.task("S1")]), refused])


def test_the_task_of_another_person_is_not_discarded(w: SimpleNamespace) -> None:
    other = w.home([w.task("S1", zjhm=w.identity(sex="M"))])
    with pytest.raises(WireChanged):
        w.play(flows.discard(_case(w, CaseState.DRAFT), w.signed_in(), w.context()), [other])


@pytest.mark.rule("WH-48", "WH-53")
def test_facts_are_what_the_form_shows(w: SimpleNamespace) -> None:
    shown = w.enrol_form({"xb": "2"}, facts={"cblb": "续保", "xm": "登记名", "mz": "11"})
    answers = [w.home(), w.page("zengyuan.do", "enrol_search", w.SEARCH), shown]
    played = w.play(flows.facts(w.enrolment(), w.signed_in()), answers)
    number = w.identity()
    assert played.asked == [
        wire.home(document=number),
        wire.search_page(wire_addresses.ENROL),
        wire.search(wire_addresses.ENROL, {"zjlx": "01", "zjhm": number}),
    ]
    assert played.value == EnrolmentFacts(
        first_enrolment=False,
        month=Month(2026, 11),
        name="登记名",
        nation="11",
        sex_known=True,
        birth_known=False,
        unit_schemes=SCHEMES,
        unit_class=UnitClass.VIP,
    )
    assert "登记名" not in repr(played.value)


@pytest.mark.rule("WH-61", "WH-62")
def test_facts_hold_the_refusals_of_the_entrance(w: SimpleNamespace) -> None:
    words = ("此人在某某社保处个人流动窗口", "此人已参加大学生医保")
    refused = w.page("zengyuan_chaxun.do", "enrol_search", errors=words)
    answers = [w.home([w.task("S7")]), w.page("zengyuan.do", "enrol_search", w.SEARCH), refused]
    facts = w.play(flows.facts(w.enrolment(), w.signed_in()), answers).value
    assert [reason.rule for reason in facts.refusals] == ["WH-61", "WH-62"]
    assert (facts.first_enrolment, facts.waiting) == (None, ("S7",))


def test_flows_need_the_log_in_of_this_region(w: SimpleNamespace) -> None:
    with pytest.raises(TypeError):
        w.play(flows.facts(w.enrolment(), SignedIn(unit_number="1", unit_name="x")), [])
