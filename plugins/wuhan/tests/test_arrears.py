"""欠费: assess, write off: the conversations replayed, and what the case then says (WH-98 to WH-106)."""

from __future__ import annotations

from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from sigateway.plugin import (
    Absent,
    CaseState,
    Commit,
    Different,
    HallRefused,
    Intent,
    Landed,
    Month,
    Private,
    Scheme,
    UnitClass,
    WireChanged,
)
from sigateway_wuhan import flows, wire, wire_arrears
from sigateway_wuhan.businesses import BUSINESSES
from sigateway_wuhan.facts_arrears import SettlementFacts, WriteOffFacts

from . import arrears_by_hand as a

SETTLEMENT = BUSINESSES["arrears_settlement"]
WRITE_OFF = BUSINESSES["current_month_write_off"]
ALL_ONES = {f"xz_{code}": "1" for code in a.SCHEMES}


def _values(w: SimpleNamespace, **changes: str) -> dict[str, str]:
    return {"zjlx": "01", "zjhm": w.identity(), "xm": w.NAME, **ALL_ONES, **changes}


def _settled(w: SimpleNamespace, **changes: str) -> dict[str, str]:
    return {**_values(w), "ksny": "202501", "jsny": "202502", "ys": "2", **a.TWICE, **changes}


def _begin(w: SimpleNamespace, check: Any = None, form: Any = None) -> list[Any]:
    checked = check or a.check("bujiao", _settled(w), a.OWED)
    return [a.search("bujiao", "arrears"), form or a.settlement_form(), checked]


def _filed(w: SimpleNamespace, *answers: Any, filing: Any = None, **options: Any) -> Any:
    flow = flows.submit(filing or a.settlement(), w.signed_in(), w.context(**options))
    return w.play(flow, [*answers, w.submitted()])


@pytest.mark.rule("WH-98")
def test_a_settlement_is_filed_with_the_exact_requests(w: SimpleNamespace) -> None:
    played = _filed(w, *_begin(w))
    asked = {"zjlx": "01", "zjhm": w.identity()}
    assert played.requests == [
        wire.search_page(SETTLEMENT.addresses),
        wire.search(SETTLEMENT.addresses, asked),
        wire.save(SETTLEMENT.addresses, "form-1", _values(w)),
        wire.submit("S1"),
    ]
    assert [request.path for request in played.requests] == [
        "bujiao.do",
        "bujiao_chaxun.do",
        "bujiao_baocun.do",
        "tijiao.do",
    ]
    sent = played.requests[2].form
    assert all(isinstance(value, Private) for name, value in sent.items() if name != "bdh")
    (commit,) = (effect for effect in played.asked if isinstance(effect, Commit))
    assert not any(field.differs for field in commit.echo)
    assert {"ksny", "jsny", "ys", "dwje", "grje", "hj", "xm", *ALL_ONES} <= {
        field.name for field in commit.echo
    }


@pytest.mark.rule("WH-98", "WH-43")
def test_a_settlement_carries_the_halls_sums_and_asks_for_no_papers(w: SimpleNamespace) -> None:
    for unit_class in UnitClass:
        flow = flows.submit(a.settlement(), w.signed_in(unit_class=unit_class), w.context())
        case = w.play(flow, [*_begin(w), w.submitted()]).value
        assert (case.state, case.number, case.next_steps) == (CaseState.IN_REVIEW, "S1", ())
    assert [(amount.label, amount.yuan) for amount in case.amounts] == [
        ("单位应缴", Decimal("3056.20")),
        ("个人应缴", Decimal("1229.40")),
        ("合计", Decimal("4285.60")),
    ]
    assert "合计：4285.60 元" in case.explain()
    assert "4285.60" not in repr(case)


@pytest.mark.rule("WH-98", "WH-100", "WH-63")
@pytest.mark.parametrize(
    ("shown", "differs"),
    [
        ({"ksny": "202412"}, ["ksny"]),
        ({"jsny": "202503"}, ["jsny"]),
        ({"ys": "3"}, ["ys"]),
        ({"xm": "测试乙"}, ["xm"]),
        ({"zjhm": "x"}, ["zjhm"]),
    ],
)
def test_what_is_shown_otherwise_is_not_submitted(
    w: SimpleNamespace, shown: dict[str, str], differs: list[str]
) -> None:
    flow = flows.submit(a.settlement(), w.signed_in(), w.context())
    effect = next(flow)
    for answer in _begin(w, a.check("bujiao", _settled(w, **shown), a.OWED)):
        effect = flow.send(answer)
    assert isinstance(effect, Commit)
    assert [field.name for field in effect.echo if field.differs] == differs


@pytest.mark.rule("WH-100")
def test_named_insurances_are_sent_and_compared_one_by_one(w: SimpleNamespace) -> None:
    filing = a.settlement(schemes=frozenset(Scheme) - {Scheme.MATERNITY})
    flow = flows.submit(filing, w.signed_in(), w.context())
    next(flow)
    flow.send(a.search("bujiao", "arrears"))
    save: Any = flow.send(a.settlement_form())
    assert (save.form["xz_shengyu"], save.form["xz_yanglao"]) == ("0", "1")
    words = "必须对所有参保险种欠费进行同步处理"
    with pytest.raises(HallRefused) as refusal:
        flow.send(w.page("bujiao_baocun.do", "arrears_form", errors=(words,)))
    assert [reason.rule for reason in refusal.value.reasons] == ["WH-100"]


@pytest.mark.rule("WH-27")
def test_sums_that_our_rates_make_otherwise_are_said_on_the_case_and_do_not_stop_it(
    w: SimpleNamespace,
) -> None:
    wrong = (
        ("202501", "yanglao", "5900.00", "20.00", "8.00", "1180.00", "472.00", "1652.00"),
        *a.JANUARY[1:],
    )
    sums = {"dwje": "1764.10", "grje": "614.70", "hj": "2378.80"}
    shown = _settled(w, jsny="202501", ys="1", **sums)
    filing = a.settlement(to_month="2025-01")
    played = _filed(w, *_begin(w, a.check("bujiao", shown, wrong), a.settlement_form(wrong)), filing=filing)
    (step,) = played.value.next_steps
    assert "2025-01 养老" in step.what
    assert "WH-PROJECT-27" in step.what
    assert "以大厅为准" in step.what
    other_total = {**shown, "hj": "9999.00"}
    played = _filed(
        w, *_begin(w, a.check("bujiao", other_total, wrong), a.settlement_form(wrong)), filing=filing
    )
    assert any("各行相加为 2378.80" in each.what for each in played.value.next_steps)


@pytest.mark.rule("WH-98", "WH-101")
@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("此人在本单位无社会保险欠费", "WH-98"),
        ("此人欠费不在本单位，请到经办机构办理", "WH-101"),
        ("此人欠费已有正在办理的业务", "WH-98"),
    ],
)
def test_the_entrance_refuses_in_the_halls_words(w: SimpleNamespace, words: str, rule: str) -> None:
    flow = flows.submit(a.settlement(), w.signed_in(), w.context())
    with pytest.raises(HallRefused) as refusal:
        w.play(flow, [a.search("bujiao", "arrears"), a.refused("bujiao", "arrears", words)])
    assert [reason.rule for reason in refusal.value.reasons] == [rule]


@pytest.mark.rule("WH-98")
def test_arrears_that_changed_before_submission_are_a_refusal(w: SimpleNamespace) -> None:
    flow = flows.submit(a.settlement(), w.signed_in(), w.context())
    changed = w.page("tijiao.do", "message", errors=("欠费情况已变化，请退单后重新办理",))
    with pytest.raises(HallRefused) as refusal:
        w.play(flow, [*_begin(w), changed])
    assert [reason.code for reason in refusal.value.reasons] == ["arrears_changed"]


@pytest.mark.rule("WH-98")
def test_a_form_that_is_not_the_wire_pages_stops_us(w: SimpleNamespace) -> None:
    bad = [
        a.settlement_form((("2025-01", *a.JANUARY[0][1:]),)),
        a.settlement_form((("202501", "unknown", *a.JANUARY[0][2:]),)),
        a.settlement_form((("202501", "yanglao", "5900", *a.JANUARY[0][3:]),)),
        a.settlement_form(()),
        a.settlement_form(rate="half"),
        w.page("bujiao_chaxun.do", "arrears_form", w.form("bujiao_baocun.do", {"bdh": "1"})),
    ]
    for form in bad:
        flow = flows.submit(a.settlement(), w.signed_in(), w.context())
        with pytest.raises(WireChanged):
            w.play(flow, [a.search("bujiao", "arrears"), form])


@pytest.mark.rule("WH-98", "WH-34")
def test_facts_are_the_months_owed_and_the_units_own_rate(w: SimpleNamespace) -> None:
    waiting = w.home([w.task("S8", ywmc="单位员工欠费补缴")])
    flow = flows.facts(a.settlement(), w.signed_in())
    found = w.play(flow, [waiting, a.search("bujiao", "arrears"), a.settlement_form()]).value
    assert isinstance(found, SettlementFacts)
    assert (found.months, found.waiting) == ((Month(2025, 1), Month(2025, 2)), ("S8",))
    assert (found.schemes, found.injury_rate) == (frozenset(Scheme), Decimal("0.50"))
    assert "944" not in repr(found)
    assert w.NAME not in repr(found)


def _evidence(w: SimpleNamespace, filing: Any, *answers: Any) -> Any:
    intent = Intent(turn="turn-1", step="submit", draft="S1", since=w.NOON)
    return w.play(flows.evidence(filing, intent, w.signed_in(), w.context()), list(answers)).value


@pytest.mark.rule("WH-38", "WH-98")
def test_evidence_of_a_settlement_is_found_by_its_number(w: SimpleNamespace) -> None:
    listed = w.home(finished=[w.done("S1", ywmc="单位员工欠费补缴")])
    found = _evidence(w, a.settlement(), listed, a.detail(_settled(w), a.OWED))
    assert isinstance(found, Landed)
    assert [amount.yuan for amount in found.case.amounts] == [Decimal(sum_) for sum_ in a.TWICE.values()]
    other = _evidence(w, a.settlement(), listed, a.detail(_settled(w, ksny="202412"), a.OWED))
    assert isinstance(other, Different)
    assert other.fields == ("ksny",)
    draft = a.check("bujiao", _settled(w), a.OWED, at="renwu.do")
    unsent = _evidence(w, a.settlement(), w.home([w.task("S1", ywmc="单位员工欠费补缴")]), draft)
    assert unsent == Absent(as_of=w.NOON, complete=True, intact=True)


def _tracked(w: SimpleNamespace, *answers: Any) -> Any:
    case = _filed(w, *_begin(w)).value
    listed = w.home(finished=[w.done("S1", ywmc="单位员工欠费补缴", spjg="结束")])
    flow = flows.track(case, w.signed_in(), w.context())
    return w.play(flow, [listed, a.detail(_settled(w), a.OWED), *answers])


@pytest.mark.rule("WH-98", "WH-99", "WH-103")
@pytest.mark.parametrize(
    ("state", "bill", "said"),
    [
        ("已核定", "", "生成欠费补缴单"),
        ("已生成缴费单", "JF000000000001", "按缴费单 JF000000000001 缴费"),
        ("已缴费", "JF000000000001", "到账确认"),
        ("已到账", "JF000000000001", None),
    ],
)
def test_a_settlement_is_followed_from_party_to_party(
    w: SimpleNamespace, state: str, bill: str, said: str | None
) -> None:
    months = [a.owed(month, state, hdsxh="S1", jfdh=bill) for month in ("202502", "202501")]
    played = _tracked(w, a.arrears(months, [a.slip(jfdh=bill)] if bill else []))
    assert played.requests[1:] == [wire.detail("S1"), wire_arrears.arrears(settlement="S1")]
    case = played.value
    assert (case.state, case.word) == (CaseState.APPROVED, state)
    assert ([] if said is None else [said]) == [
        said for step in case.next_steps if said and said in step.what
    ]
    assert bool(case.next_steps) == (said is not None)
    assert [amount.yuan for amount in case.amounts][-1] == Decimal("4285.60")


@pytest.mark.rule("WH-103")
def test_a_settlement_whose_months_are_owed_anew_has_gone_back(w: SimpleNamespace) -> None:
    played = _tracked(w, a.arrears([], [a.slip("已回退")]), a.arrears([a.owed("202501"), a.owed("202502")]))
    assert played.requests[-1] == wire_arrears.arrears(document=w.identity())
    case = played.value
    assert (case.state, case.word, case.amounts) == (CaseState.WITHDRAWN, "已回退", ())
    assert "重新申报单位员工欠费补缴" in case.next_steps[0].what
    anew = [a.owed(month, "已到账", hdsxh="S2", jfdh="JF000000000002") for month in ("202501", "202502")]
    assert _tracked(w, a.arrears(), a.arrears(anew)).value.state is CaseState.WITHDRAWN


@pytest.mark.rule("WH-73", "WH-98")
def test_a_settlement_whose_months_the_counter_has_settled_is_done(w: SimpleNamespace) -> None:
    settled = [a.owed(month, "已到账") for month in ("202501", "202502")]
    case = _tracked(w, a.arrears(), a.arrears(settled)).value
    assert (case.state, case.word, case.next_steps) == (CaseState.APPROVED, "已到账", ())


# --- 当月欠费注销 ----------------------------------------------------------------------------------------------------


def _written_off(w: SimpleNamespace, **changes: str) -> dict[str, str]:
    return {**_values(w), "ny": "202611", **a.SUMS, **changes}


@pytest.mark.rule("WH-104", "WH-105", "WH-106")
def test_a_write_off_is_filed_for_the_halls_month(w: SimpleNamespace) -> None:
    flow = flows.submit(a.write_off(), w.signed_in(), w.context())
    check = a.check("zhuxiao", _written_off(w), a.NOVEMBER)
    played = w.play(flow, [a.search("zhuxiao", "writeoff"), a.write_off_form(), check, w.submitted()])
    assert played.requests[2] == wire.save(WRITE_OFF.addresses, "form-1", {**_values(w), "ny": "202611"})
    case = played.value
    assert (case.state, [amount.yuan for amount in case.amounts][-1]) == (
        CaseState.IN_REVIEW,
        Decimal("2142.80"),
    )
    assert any("情况说明" in paper for step in case.next_steps for paper in step.papers)


@pytest.mark.rule("WH-104")
def test_a_write_off_of_another_month_than_the_halls_is_never_submitted(w: SimpleNamespace) -> None:
    flow = flows.submit(a.write_off(month="2026-10"), w.signed_in(), w.context())
    effect = next(flow)
    check = a.check("zhuxiao", _written_off(w), a.NOVEMBER)
    for answer in (a.search("zhuxiao", "writeoff"), a.write_off_form(), check):
        effect = flow.send(answer)
    assert isinstance(effect, Commit)
    assert [field.name for field in effect.echo if field.differs] == ["ny"]


@pytest.mark.rule("WH-104")
def test_facts_of_a_write_off_name_the_only_month(w: SimpleNamespace) -> None:
    flow = flows.facts(a.write_off(), w.signed_in())
    found = w.play(flow, [w.home(), a.search("zhuxiao", "writeoff"), a.write_off_form()]).value
    assert isinstance(found, WriteOffFacts)
    assert (found.month, found.months) == (Month(2026, 11), (Month(2026, 11),))


@pytest.mark.rule("WH-106")
def test_a_write_off_that_was_taken_stays_taken(w: SimpleNamespace) -> None:
    listed = w.home(finished=[w.done("S1", ywmc="当月欠费注销", spjg="结束")])
    found = _evidence(w, a.write_off(), listed, a.detail(_written_off(w), a.NOVEMBER))
    assert isinstance(found, Landed)
    assert found.case.state is CaseState.APPROVED
