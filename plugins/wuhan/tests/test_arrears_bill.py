"""生成欠费补缴单 and 欠费补缴回退: filed by the numbers of assessments, followed to the tax desk and the agency (WH-98, WH-99, WH-103)."""

from __future__ import annotations

from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from sigateway.plugin import (
    Case,
    CaseState,
    Commit,
    HallRefused,
    UnitClass,
    WayKind,
    WireChanged,
)
from sigateway_wuhan import flows, wire, wire_arrears
from sigateway_wuhan.businesses import BUSINESSES
from sigateway_wuhan.facts_arrears import BillFacts, RollbackFacts
from sigateway_wuhan.plugin import Wuhan
from sigateway_wuhan.ways import ways_back

from . import arrears_by_hand as a

BILL = BUSINESSES["arrears_bill"]
ROLLBACK = BUSINESSES["arrears_rollback"]
SHOWN = {"hdsxh": "S1", "rs": "1", **a.SUMS}


def _bill(w: SimpleNamespace, *answers: Any, check: Any = None) -> Any:
    begin = [
        a.search("jiaofeidan", "bill", of_person=False),
        a.bill_form(),
        check or a.check("jiaofeidan", SHOWN, number="B1"),
    ]
    return w.play(flows.submit(a.bill(), w.signed_in(), w.context()), [*begin, *answers])


@pytest.mark.rule("WH-98")
def test_a_bill_is_filed_with_the_exact_requests(w: SimpleNamespace) -> None:
    played = _bill(w, w.submitted("B1"))
    assert played.requests == [
        wire.search_page(BILL.addresses),
        wire.search(BILL.addresses, {"hdsxh": "S1"}),
        wire.save(BILL.addresses, "form-1", {"hdsxh": "S1"}),
        wire.submit("B1"),
    ]
    case = played.value
    assert (case.number, case.state, case.next_steps) == ("B1", CaseState.IN_REVIEW, ())
    assert [amount.yuan for amount in case.amounts] == [Decimal(each) for each in a.SUMS.values()]


@pytest.mark.rule("WH-98")
def test_several_assessments_are_asked_for_in_order(w: SimpleNamespace) -> None:
    assert BILL.asked(a.bill("S3", "S1", "S2")) == {"hdsxh": "S1,S2,S3"}


@pytest.mark.rule("WH-98")
@pytest.mark.parametrize("changed", [{"hdsxh": "S1,S2"}, {"hj": "1.00"}, {"rs": "2"}])
def test_a_bill_shown_otherwise_than_its_form_is_not_submitted(
    w: SimpleNamespace, changed: dict[str, str]
) -> None:
    flow = flows.submit(a.bill(), w.signed_in(), w.context())
    effect = next(flow)
    check = a.check("jiaofeidan", {**SHOWN, **changed}, number="B1")
    for answer in (a.search("jiaofeidan", "bill", of_person=False), a.bill_form(), check):
        effect = flow.send(answer)
    assert isinstance(effect, Commit)
    assert [field.name for field in effect.echo if field.differs] == list(changed)


@pytest.mark.rule("WH-98", "WH-32")
@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("无此核定业务", "WH-98"),
        ("该核定业务未审核通过", "WH-98"),
        ("该核定业务已生成缴费单", "WH-98"),
        ("该核定业务已有正在办理的业务", "WH-98"),
        ("核定业务顺序号格式有误", "WH-32"),
    ],
)
def test_the_entrance_of_a_bill_refuses_by_its_rule(w: SimpleNamespace, words: str, rule: str) -> None:
    flow = flows.facts(a.bill(), w.signed_in())
    refused = [
        w.home(),
        a.search("jiaofeidan", "bill", of_person=False),
        a.refused("jiaofeidan", "bill", words),
    ]
    found = w.play(flow, refused).value
    assert isinstance(found, BillFacts)
    assert [reason.rule for reason in found.refusals] == [rule]
    findings = Wuhan().preflight(a.bill(), w.context(facts=found))
    assert [finding.rule for finding in findings if finding.blocks] == [rule]
    assert findings[0].fields == ()


@pytest.mark.rule("WH-98")
def test_facts_of_a_bill_are_its_sums(w: SimpleNamespace) -> None:
    flow = flows.facts(a.bill(), w.signed_in())
    found = w.play(flow, [w.home(), a.search("jiaofeidan", "bill", of_person=False), a.bill_form()]).value
    assert (found.people, found.total, found.rows_total) == (1, Decimal("2142.80"), Decimal("2142.80"))
    assert not [f for f in Wuhan().preflight(a.bill(), w.context(facts=found)) if f.rule == "WH-98"]
    wrong = found.model_copy(update={"rows_total": Decimal("2142.81")})
    assert [f.rule for f in Wuhan().preflight(a.bill(), w.context(facts=wrong))] == ["WH-98", "WH-99"]


def _followed(w: SimpleNamespace, *slips: dict[str, str], rules: Any = None, **me: Any) -> Any:
    case = _bill(w, w.submitted("B1")).value
    listed = w.home(finished=[w.done("B1", ywmc="生成欠费补缴单", xm="共1人", zjhm="", spjg="结束")])
    answers = [listed, a.detail({**SHOWN, "jfdh": "JF000000000001"}), a.arrears([], slips)]
    context = w.context(**({} if rules is None else {"rules": rules}))
    return w.play(flows.track(case, w.signed_in(**me), context), answers)


@pytest.mark.rule("WH-98", "WH-99", "WH-103")
def test_a_bill_to_pay_sends_both_forms_to_the_tax_desk(w: SimpleNamespace) -> None:
    played = _followed(w, a.slip())
    assert played.requests[-1] == wire_arrears.arrears(settlement="S1")
    case = played.value
    assert (case.state, case.word) == (CaseState.APPROVED, "待缴费")
    (pay,) = case.next_steps
    assert (pay.place, pay.papers) == (
        "地税部门",
        ("《单位社会保险费核定表》", "《社会保险费补缴明细表》"),
    )
    assert "地税部门" in case.explain()
    assert "须在税票开具前办理欠费补缴回退" in pay.what, "未正常完成该业务的…必须"


@pytest.mark.rule("WH-99")
def test_a_paid_bill_sends_forms_and_receipt_to_the_agency(w: SimpleNamespace) -> None:
    for unit_class in UnitClass:
        case = _followed(w, a.slip("已缴费", sphm="SP0000000001"), unit_class=unit_class).value
        (bring,) = case.next_steps
        assert (bring.place, bring.papers[-1]) == ("辖区社保经办机构", "税票原件及复印件")
    done = _followed(w, a.slip("已到账", sphm="SP0000000001", dzsj="2026-11-10 13:00:00")).value
    assert (done.state, done.word, done.next_steps) == (CaseState.APPROVED, "已到账", ())


@pytest.mark.rule("WH-133")
def test_where_a_vip_unit_goes_nowhere_the_system_confirms(w: SimpleNamespace) -> None:
    book = w.with_setting("WH-133", vip_payment_confirmation="false")
    paid = a.slip("已缴费", sphm="SP0000000001")
    assert _followed(w, paid, rules=book).value.next_steps[0].place is None
    ordinary = _followed(w, paid, rules=book, unit_class=UnitClass.ORDINARY).value
    assert ordinary.next_steps[0].place is not None


@pytest.mark.rule("WH-103")
def test_a_bill_rolled_back_is_withdrawn_and_one_that_is_missing_is_a_changed_wire(
    w: SimpleNamespace,
) -> None:
    case = _followed(w, a.slip("已回退"), a.slip(jfdh="JF000000000002", sxh="B2")).value
    assert (case.state, case.word) == (CaseState.WITHDRAWN, "已回退")
    for slips in ((), (a.slip(sxh="B9"),), (a.slip(zt="新状态"),)):
        with pytest.raises(WireChanged):
            _followed(w, *slips)


# --- 欠费补缴回退 ----------------------------------------------------------------------------------------------------

BACK = {"hdsxh": "S1", "jfdh": "JF000000000001", "hdsxhs": "S1,S2", "rs": "2", "hj": "4285.60"}


def _told() -> dict[str, str]:
    return {name: BACK[name] for name in ("jfdh", "hdsxhs", "rs", "hj")}


@pytest.mark.rule("WH-103")
def test_a_rollback_is_filed_by_one_number_and_compared_with_what_the_form_showed(w: SimpleNamespace) -> None:
    flow = flows.submit(a.rollback(), w.signed_in(), w.context())
    begin = [a.search("huitui", "rollback", of_person=False), a.rollback_form(**_told())]
    played = w.play(flow, [*begin, a.check("huitui", BACK, number="R1"), w.submitted("R1")])
    assert played.requests[1:3] == [
        wire.search(ROLLBACK.addresses, {"hdsxh": "S1"}),
        wire.save(ROLLBACK.addresses, "form-1", {"hdsxh": "S1"}),
    ]
    assert played.value.state is CaseState.IN_REVIEW
    flow = flows.submit(a.rollback(), w.signed_in(), w.context())
    effect = next(flow)
    for answer in (*begin, a.check("huitui", {**BACK, "hdsxhs": "S1"}, number="R1")):
        effect = flow.send(answer)
    assert isinstance(effect, Commit)
    assert [field.name for field in effect.echo if field.differs] == ["hdsxhs"]


@pytest.mark.rule("WH-103")
def test_who_else_goes_back_is_said_before(w: SimpleNamespace) -> None:
    flow = flows.facts(a.rollback(), w.signed_in())
    begin = [w.home(), a.search("huitui", "rollback", of_person=False), a.rollback_form(**_told())]
    found = w.play(flow, begin).value
    assert isinstance(found, RollbackFacts)
    (finding,) = Wuhan().preflight(a.rollback(), w.context(facts=found))
    assert (finding.rule, finding.blocks) == ("WH-103", False)
    assert "S2" in finding.message
    alone = found.model_copy(update={"settlements": ("S1",), "bill": ""})
    assert Wuhan().preflight(a.rollback(), w.context(facts=alone)) == []


@pytest.mark.rule("WH-103")
def test_words_of_a_rollback_are_of_its_rule(w: SimpleNamespace) -> None:
    flow = flows.submit(a.rollback(), w.signed_in(), w.context())
    refused = a.refused("huitui", "rollback", "税票已开具，不能回退", "该核定业务已有正在办理的业务")
    with pytest.raises(HallRefused) as refusal:
        w.play(flow, [a.search("huitui", "rollback", of_person=False), refused])
    assert [reason.rule for reason in refusal.value.reasons] == ["WH-103", "WH-103"]


# --- ways back ------------------------------------------------------------------------------------------------------


def _case(w: SimpleNamespace, filing: Any, state: CaseState, word: str = "结束") -> Case:
    unit = w.unit()
    return Case(hall="wuhan", unit=unit.key, filing=filing, number="S1", state=state, word=word, at=w.NOON)


@pytest.mark.rule("WH-103", "WH-106")
def test_until_the_receipt_a_settlement_goes_back_by_a_rollback(w: SimpleNamespace) -> None:
    for filing, number in ((a.settlement(), "S1"), (a.bill("S7", "S8"), "S7")):
        for word in ("结束", "已核定", "待缴费"):
            first = ways_back(_case(w, filing, CaseState.APPROVED, word))[0]
            assert (first.kind, first.rule) == (WayKind.OPPOSITE, "WH-103")
            assert f"核定业务顺序号 {number}" in first.what
        for word in ("已缴费", "已到账"):
            kinds = [way.kind for way in ways_back(_case(w, filing, CaseState.APPROVED, word))]
            assert kinds == [WayKind.COUNTER]
        assert [w_.kind for w_ in ways_back(_case(w, filing, CaseState.RETURNED))] == [WayKind.DISCARD]
        assert ways_back(_case(w, filing, CaseState.WITHDRAWN)) == []
    (again,) = ways_back(_case(w, a.rollback(), CaseState.APPROVED))
    assert again.kind is WayKind.OPPOSITE


@pytest.mark.rule("WH-106")
def test_a_write_off_has_no_way_back(w: SimpleNamespace) -> None:
    assert ways_back(_case(w, a.write_off(), CaseState.APPROVED)) == []
    assert [way.kind for way in ways_back(_case(w, a.write_off(), CaseState.IN_REVIEW))] == [WayKind.WAIT]
