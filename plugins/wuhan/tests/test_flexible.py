"""增员(续保) of flexible workers replayed: form, base and amount, and the order for the bank (WH-119, WH-120, WH-121)."""

from __future__ import annotations

from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from sigateway.plugin import (
    Actor,
    BankOrderQuery,
    CaseState,
    Effect,
    NotOffered,
    Scheme,
    WireChanged,
)
from sigateway_wuhan import (
    flows,
    queries,
    rules,
    wire,
    wire_addresses,
    wire_community,
)
from sigateway_wuhan.cases import case as a_case

from .community_filed import blocking, facts_of, filed, the_commit


def enrolled(w: SimpleNamespace, values: Any, filing: Any = None) -> Any:
    check = w.check_page(values, stem="linghuo")
    return filed(w, filing or w.flexible(), w.flexible_search(), w.flexible_form(), check, w.submitted("S1"))


@pytest.mark.rule("WH-119", "WH-120")
def test_a_flexible_worker_is_enrolled_and_the_amount_is_told(w: SimpleNamespace) -> None:
    played = enrolled(w, w.flexible_values())
    addresses, asked = wire_addresses.FLEXIBLE, {"zjlx": "01", "zjhm": w.identity()}
    said = {n: v for n, v in w.flexible_values().items() if n not in ("cbny", "ydjfje")}
    assert played.requests == [
        wire.search_page(addresses),
        wire.search(addresses, asked),
        wire.save(addresses, "form-1", said),
        wire.submit("S1"),
    ]
    assert [r.operation for r in played.requests[:3]] == ["flexible.open", "flexible.search", "flexible.save"]
    assert not any(field.differs for field in the_commit(played).shown)
    case = played.value
    assert case.state is CaseState.IN_REVIEW
    assert [(a.label, a.yuan) for a in case.amounts] == [("月度缴费金额", Decimal("1355.20"))]
    assert "核对" not in case.explain()


@pytest.mark.rule("WH-120")
def test_an_amount_that_the_figures_do_not_make_is_to_be_looked_at(w: SimpleNamespace) -> None:
    case = enrolled(w, w.flexible_values(ydjfje="1355.21")).value
    assert case.amounts[0].yuan == Decimal("1355.21")
    assert case.next_steps[0].who is Actor.VENDOR
    assert "1355.20 元不同" in case.explain()


@pytest.mark.rule("WH-120")
@pytest.mark.parametrize(
    ("schemes", "base", "amount"),
    [
        # Each part rounded half up: 20 % of 4000.03 is 800.006, 10 % of 4000.05 is 400.005.
        ({Scheme.PENSION}, "4000.03", "800.01"),
        ({Scheme.MEDICAL}, "4000.05", "400.01"),
        ({Scheme.LARGE_MEDICAL}, "4494.00", "7.00"),
        ({Scheme.PENSION, Scheme.LARGE_MEDICAL}, "4494.00", "905.80"),
    ],
)
def test_the_amount_is_of_the_schemes_joined(
    w: SimpleNamespace, schemes: set[Scheme], base: str, amount: str
) -> None:
    filing = w.flexible(base=base, schemes=frozenset(schemes))
    names = {"yanglao": Scheme.PENSION, "yiliao": Scheme.MEDICAL, "dae": Scheme.LARGE_MEDICAL}
    joined = {f"xz_{code}": "1" if scheme in schemes else "0" for code, scheme in names.items()}
    played = enrolled(w, w.flexible_values(jfjs=base, ydjfje=amount, **joined), filing)
    assert not any(field.differs for field in the_commit(played).shown)
    assert "核对" not in played.value.explain()


@pytest.mark.rule("WH-119")
@pytest.mark.parametrize("changed", [{"jfjs": "4495.00"}, {"xz_dae": "0"}, {"cbny": "202612"}, {"sj": "1"}])
def test_an_enrolment_shown_otherwise_is_not_committed(w: SimpleNamespace, changed: dict[str, str]) -> None:
    played = enrolled(w, w.flexible_values(**changed))
    assert [field.name for field in the_commit(played).shown if field.differs] == list(changed)


@pytest.mark.rule("WH-119")
def test_schemes_that_the_form_does_not_have_are_never_dropped(w: SimpleNamespace) -> None:
    filing = w.flexible(schemes=frozenset({Scheme.PENSION, Scheme.INJURY}))
    assert blocking(w, filing) == ["WH-119"]
    with pytest.raises(NotOffered) as refusal:
        filed(w, filing)
    assert refusal.value.rule == "WH-119"
    assert blocking(w, w.flexible(schemes=frozenset())) == ["WH-119"]


@pytest.mark.rule("WH-119", "WH-88")
@pytest.mark.parametrize(
    ("base", "wrong"), [("3999.99", True), ("4000", False), ("20000", False), ("20000.01", True)]
)
def test_a_base_is_chosen_between_floor_and_ceiling(w: SimpleNamespace, base: str, wrong: bool) -> None:
    filing = w.flexible(base=base)
    facts = facts_of(w, filing, w.community_home(), w.flexible_search(), w.flexible_form()).value
    assert blocking(w, filing, facts) == ["WH-119"] * wrong
    unknown = [f.rule for f in rules.preflight(filing, w.context()) if f.effect is Effect.UNKNOWN]
    assert (blocking(w, filing), unknown) == ([], ["WH-88"])


@pytest.mark.rule("WH-119", "WH-32", "WH-63")
def test_month_fields_and_register_of_a_flexible_worker(w: SimpleNamespace) -> None:
    late, early = w.flexible(first_paid_month="2026-12"), w.flexible(first_paid_month="2026-10")
    assert [f.effect for f in rules.preflight(late, w.context()) if f.blocks] == [Effect.WINDOW]
    assert [f.effect for f in rules.preflight(early, w.context()) if f.blocks] == [Effect.RETURNS]
    assert blocking(w, w.flexible(person=w.person(mobile=None, nation=None))) == ["WH-32", "WH-32"]
    known = w.flexible_form({"xm": "登记名", "mz": "01"})
    facts = facts_of(w, w.flexible(), w.community_home(), w.flexible_search(), known).value
    assert blocking(w, w.flexible(), facts) == ["WH-63"]


def tracked(w: SimpleNamespace, *answers: Any) -> Any:
    case = a_case(w.flexible(), w.context(), "S1", CaseState.IN_REVIEW, "进行中", w.NOON)
    return w.play(flows.track(case, w.community(), w.context()), list(answers))


@pytest.mark.rule("WH-120", "WH-121")
def test_what_has_passed_goes_to_the_bank(w: SimpleNamespace) -> None:
    lists, detail = w.community_home(finished=[w.done(spjg="结束")]), w.detail(w.flexible_values())
    played = tracked(w, lists, detail, w.bank_order_page(w.ordered()))
    assert played.requests == [
        wire.home(number="S1"),
        wire.detail("S1"),
        wire_community.bank_order(w.identity()),
    ]
    case = played.value
    assert (case.state, case.amounts[0].yuan) == (CaseState.APPROVED, Decimal("1355.20"))
    told = case.explain()
    assert "JB0000000001" in told
    assert "邮储银行" in told
    assert next(step for step in case.next_steps if step.place == "邮储银行").who is Actor.PERSON
    done = tracked(w, lists, detail, w.bank_order_page(w.ordered(jbzt="已加办"))).value
    assert "邮储银行" not in done.explain()
    for nothing in (w.bank_order_page(error="无加办信息"), w.bank_order_page(w.ordered(sxh="S2"))):
        assert "JB" not in tracked(w, lists, detail, nothing).value.explain()
    running = tracked(w, w.community_home(finished=[w.done()]), detail).value
    assert (running.state, len(running.amounts)) == (CaseState.IN_REVIEW, 1)


@pytest.mark.rule("WH-120")
def test_the_bank_order_is_asked_for(w: SimpleNamespace) -> None:
    def asked(*answers: Any) -> Any:
        query = BankOrderQuery(person=w.person())
        return w.play(queries.answer(query, w.community(), w.context()), list(answers)).value

    order = asked(w.bank_order_page(w.ordered()))
    assert (order.number, order.case, order.state) == ("JB0000000001", "S1", "未加办")
    assert order.monthly_amount == Decimal("1355.20")
    assert asked(w.bank_order_page(error="无加办信息")) is None
    assert asked(w.bank_order_page(notice="无加办信息")) is None
    for spoilt in (w.ordered(zjhm="1"), w.ordered(jbdh=""), w.ordered(ydjfje="x")):
        with pytest.raises(WireChanged):
            asked(w.bank_order_page(spoilt))
