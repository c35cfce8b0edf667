"""暂停缴费: the form in the hall's codes, the conversation replayed, and what the lists say of it (WH-69 to WH-74)."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from sigateway.plugin import (
    Absent,
    Actor,
    CaseState,
    Commit,
    Different,
    HallRefused,
    Intent,
    Landed,
    Month,
    Private,
    Rulebook,
    Scheme,
    UnitClass,
    WireChanged,
    load_layer,
)
from sigateway_wuhan import flows, wire, wire_addresses
from sigateway_wuhan.businesses import SUSPENSION
from sigateway_wuhan.facts import SuspensionFacts
from sigateway_wuhan.fields_suspension import REASONS

SCHEMES = frozenset(Scheme)


def _sent(w: SimpleNamespace, **changes: Any) -> dict[str, str]:
    return SUSPENSION.filled(w.suspension(**changes), SCHEMES, {"xm": w.NAME})


def _shown(w: SimpleNamespace, **changes: str) -> dict[str, str]:
    return {**_sent(w), "zhjfny": "202611", **changes}


def _search_page(w: SimpleNamespace) -> Any:
    return w.page("zanting.do", "suspend_search", w.search_form("zanting"))


def _until_checked(w: SimpleNamespace, form: Any = None, **check: str) -> list[Any]:
    return [_search_page(w), form or w.suspend_form(), w.check_page(_shown(w, **check), stem="zanting")]


def _filed(w: SimpleNamespace, *answers: Any, me: Any = None, **options: Any) -> Any:
    flow = flows.submit(w.suspension(), me or w.signed_in(), w.context(**options))
    return w.play(flow, [*_until_checked(w), *answers])


def _differing(w: SimpleNamespace, filing: Any, answers: list[Any]) -> list[str]:
    """The fields that keep the commit from leaving."""
    flow = flows.submit(filing, w.signed_in(), w.context())
    effect = next(flow)
    for answer in answers:
        effect = flow.send(answer)
    assert isinstance(effect, Commit)
    return [field.name for field in effect.echo if field.differs]


@pytest.mark.rule("WH-69")
def test_a_suspension_is_written_in_the_halls_codes(w: SimpleNamespace) -> None:
    assert _sent(w) == {
        "zjlx": "01",
        "zjhm": w.identity(),
        "xm": w.NAME,
        "jsrq": "2026-11-09",
        "tbyy": "03",
        "bz": "",
    }
    assert all(isinstance(value, Private) for value in _sent(w).values())


@pytest.mark.rule("WH-69")
def test_each_reason_has_exactly_one_code(w: SimpleNamespace) -> None:
    """合同期满 01, 单位解除 02, 个人辞职 03, 协商解除 04, 退休 05, 调出 06, 死亡 07."""
    codes = {reason.value: _sent(w, reason=reason)["tbyy"] for reason in REASONS}
    assert codes == {
        "contract_ended": "01",
        "dismissed": "02",
        "resigned": "03",
        "mutual": "04",
        "retired": "05",
        "transferred": "06",
        "died": "07",
    }


@pytest.mark.rule("WH-31", "WH-33", "WH-42", "WH-69", "WH-72", "WH-133")
def test_a_vip_unit_suspends_with_four_requests_and_one_commit(w: SimpleNamespace) -> None:
    played = _filed(w, w.submitted())
    assert played.requests == [
        wire.search_page(wire_addresses.SUSPEND),
        wire.search(wire_addresses.SUSPEND, {"zjlx": "01", "zjhm": w.identity()}),
        wire.save(wire_addresses.SUSPEND, "form-1", _sent(w)),
        wire.submit("S1"),
    ]
    assert [(r.operation, r.path) for r in played.requests] == [
        ("suspend.open", "zanting.do"),
        ("suspend.search", "zanting_chaxun.do"),
        ("suspend.save", "zanting_baocun.do"),
        ("submit", "tijiao.do"),
    ]
    (commit,) = [effect for effect in played.asked if isinstance(effect, Commit)]
    assert (commit.step, commit.draft) == ("submit", "S1")
    assert not any(field.differs for field in commit.echo)
    assert played.value.state is CaseState.IN_REVIEW
    keep, copy = played.value.next_steps
    assert "留存资料" in keep.what
    assert keep.place is None
    assert "一份" in copy.what
    assert (copy.who, copy.place) == (Actor.EMPLOYER, "辖区社保经办机构")


@pytest.mark.rule("WH-133")
@pytest.mark.parametrize(
    ("values", "steps"),
    [({"vip_suspension_copy": "false"}, 1), ({"vip_suspension_copy": "true"}, 2), ({}, 2)],
)
def test_a_vip_units_copy_is_a_setting(w: SimpleNamespace, values: dict[str, str], steps: int) -> None:
    """The questions and answers send no VIP unit anywhere; the guide does, and stands when nothing is set."""
    layer = load_layer("sigateway_wuhan")
    (figures,) = next(r for r in layer.rules if r.id == "WH-133").figures
    given = figures.model_copy(update={"values": values})
    set_so = tuple(r.model_copy(update={"figures": (given,)}) if r.id == "WH-133" else r for r in layer.rules)
    book = Rulebook.merged([layer.model_copy(update={"rules": set_so})])
    assert len(_filed(w, w.submitted(), rules=book).value.next_steps) == steps


@pytest.mark.rule("WH-43", "WH-70", "WH-71", "WH-134")
def test_an_ordinary_unit_brings_the_papers_by_the_day(w: SimpleNamespace) -> None:
    me = w.signed_in(unit_class=UnitClass.ORDINARY)
    case = _filed(w, w.submitted(due="2026-11-20"), me=me).value
    (step,) = case.next_steps
    assert case.state is CaseState.AWAITING_COUNTER
    assert (step.by, step.place) == (date(2026, 11, 20), "辖区社保经办机构")
    assert [word in "".join(step.papers) for word in ("身份证", "终止劳动关系证明", "减员表")] == [True] * 3
    lists = w.home(finished=[w.done("S1", ywmc="暂停缴费", tjsj="2026-11-21 00:00:00")])
    later = w.play(flows.track(case, me, w.context()), [lists]).value
    assert later.next_steps[0].by == date(2026, 12, 20)


@pytest.mark.rule("WH-52", "WH-63")
def test_another_person_by_name_is_never_suspended(w: SimpleNamespace) -> None:
    """The hall fills in the name: it goes back as it stands, and differs from what was asked."""
    other = w.suspend_form(name="测试乙")
    answers = _until_checked(w, other, xm="测试乙")
    assert _differing(w, w.suspension(), answers) == ["xm"]


@pytest.mark.rule("WH-74")
def test_another_last_paid_month_is_not_committed(w: SimpleNamespace) -> None:
    filing = w.suspension(last_paid_month="2026-10")
    assert _differing(w, filing, _until_checked(w)) == ["zhjfny"]


@pytest.mark.rule("WH-69")
def test_a_suspension_of_some_schemes_never_stops_them_all(w: SimpleNamespace) -> None:
    some = frozenset({Scheme.PENSION, Scheme.INJURY})
    assert _differing(w, w.suspension(schemes=some), _until_checked(w)) == ["xz"]
    assert _differing(w, w.suspension(schemes=SCHEMES), _until_checked(w)) == []
    insured = w.suspend_form(beside={"xz": "gongshang yanglao"})
    assert _differing(w, w.suspension(schemes=some), _until_checked(w, insured)) == []


@pytest.mark.parametrize(
    ("told", "reasons", "expected"),
    [
        ({"zhjfny": "下月"}, None, "最后缴费年月"),
        ({"xz": "yanglao xinxian"}, None, "xinxian"),
        ({"xz": ""}, None, "xz"),
        ({"xm": ""}, None, "xm"),
        ({}, ("01", "02"), "tbyy"),
    ],
)
def test_a_changed_form_stops_us_before_the_save(
    w: SimpleNamespace, told: dict[str, str], reasons: Any, expected: str
) -> None:
    form = w.suspend_form(beside=told, reasons=reasons or w.LEAVING)
    with pytest.raises(WireChanged, match=expected) as refusal:
        w.play(flows.submit(w.suspension(), w.signed_in(), w.context()), [_search_page(w), form])
    assert w.NAME not in str(refusal.value)


@pytest.mark.rule("WH-69", "WH-73")
@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("此人未在本单位参保", "WH-69"),
        ("此人在本单位已有正在办理的暂停缴费业务", "WH-69"),
        ("存在社会保险欠费，不能办理暂停缴费", "WH-73"),
        ("证件号码有误", "WH-63"),
    ],
)
def test_a_refusal_at_the_entrance_ends_before_any_draft(w: SimpleNamespace, words: str, rule: str) -> None:
    refused = w.page("zanting_chaxun.do", "suspend_search", errors=(words,))
    with pytest.raises(HallRefused) as refusal:
        w.play(flows.submit(w.suspension(), w.signed_in(), w.context()), [_search_page(w), refused])
    assert [reason.rule for reason in refusal.value.reasons] == [rule]
    seen = w.play(flows.facts(w.suspension(), w.signed_in()), [w.home(), _search_page(w), refused]).value
    assert isinstance(seen, SuspensionFacts)
    assert [reason.rule for reason in seen.refusals] == [rule]


def test_facts_are_what_the_form_shows(w: SimpleNamespace) -> None:
    tasks = w.home([w.task("S7"), w.task("S8", ywmc="暂停缴费")])
    played = w.play(
        flows.facts(w.suspension(), w.signed_in()),
        [tasks, _search_page(w), w.suspend_form(beside={"xz": "yanglao"})],
    )
    assert played.value == SuspensionFacts(
        unit_schemes=SCHEMES,
        unit_class=UnitClass.VIP,
        waiting=("S8",),
        name=w.NAME,
        month=Month(2026, 11),
        schemes=frozenset({Scheme.PENSION}),
    )
    assert w.NAME not in repr(played.value)


def _evidence(w: SimpleNamespace, *answers: Any) -> Any:
    intent = Intent(turn="turn-1", step="submit", draft="S1", since=w.NOON)
    flow = flows.evidence(w.suspension(), intent, w.signed_in(), w.context())
    return w.play(flow, list(answers)).value


@pytest.mark.rule("WH-38", "WH-74")
def test_evidence_compares_what_the_list_shows(w: SimpleNamespace) -> None:
    listed = w.home(finished=[w.done("S1", ywmc="暂停缴费")])
    assert isinstance(_evidence(w, listed, w.detail(_shown(w))), Landed)
    for changed in ({"tbyy": "02"}, {"zhjfny": "202612"}, {"jsrq": "2026-11-08"}, {"xm": "测试乙"}):
        found = _evidence(w, listed, w.detail(_shown(w, **changed)))
        assert isinstance(found, Different)
        assert found.fields == tuple(changed)
    unsent = w.home([w.task("S1", ywmc="暂停缴费")])
    for changed, intact in (({}, True), ({"tbyy": "02"}, False)):
        draft = w.check_page(_shown(w, **changed), stem="zanting", at="renwu.do")
        assert _evidence(w, unsent, draft) == Absent(as_of=w.NOON, complete=True, intact=intact)


@pytest.mark.rule("WH-39", "WH-71", "WH-73")
def test_a_returned_suspension_names_the_rules_of_its_own_business(w: SimpleNamespace) -> None:
    words = "逾期未提交资料；存在社会保险欠费，不能办理暂停缴费"
    found = _evidence(w, w.home([w.task("S1", ywmc="暂停缴费", htbz="是", htyy=words)]))
    assert isinstance(found, Landed)
    assert found.case.state is CaseState.RETURNED
    assert [reason.rule for reason in found.case.reasons] == ["WH-71", "WH-73"]


@pytest.mark.rule("WH-45")
def test_a_returned_suspension_is_discarded_by_its_number(w: SimpleNamespace) -> None:
    case = _filed(w, w.submitted()).value
    gone = w.page("tuidan.do", "discarded", notice="该任务已取消")
    played = w.play(
        flows.discard(case, w.signed_in(), w.context()), [w.home([w.task("S1", ywmc="暂停缴费")]), gone]
    )
    assert played.requests == [wire.home(number="S1"), wire.discard("S1")]
    assert played.value.state is CaseState.DISCARDED
