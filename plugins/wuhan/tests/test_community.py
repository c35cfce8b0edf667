"""The community desk replayed: agreements, flexible workers, the order for the bank, and who may file what (WH-114 to WH-121)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from sigateway.plugin import (
    Actor,
    AgreementsQuery,
    AgreementStep,
    BankOrderQuery,
    CaseState,
    Commit,
    DeclarationForm,
    Effect,
    Elsewhere,
    FileFormat,
    InsuredUnit,
    NotOffered,
    Offer,
    Scheme,
    WayKind,
    WireChanged,
)
from sigateway.registry import Stack
from sigateway_wuhan import (
    documents,
    flows,
    pages,
    prints,
    queries,
    rules,
    wire,
    wire_addresses,
    wire_community,
)
from sigateway_wuhan.cases import case as a_case
from sigateway_wuhan.plugin import Wuhan
from sigateway_wuhan.users import User
from sigateway_wuhan.ways import not_online, ways_back

STACK = Stack("wuhan", Wuhan.region, [("wuhan", Wuhan())])


def filed(w: SimpleNamespace, filing: Any, *answers: Any, me: Any = None) -> Any:
    return w.play(flows.submit(filing, me or w.community(), w.context()), list(answers))


def the_commit(played: Any) -> Commit:
    (commit,) = [effect for effect in played.asked if isinstance(effect, Commit)]
    return commit


def facts_of(w: SimpleNamespace, filing: Any, *answers: Any) -> Any:
    return w.play(flows.facts(filing, w.community()), list(answers))


def blocking(w: SimpleNamespace, filing: Any, facts: Any = None) -> list[str]:
    return [f.rule for f in rules.preflight(filing, w.context(facts=facts)) if f.blocks]


# --- who files what -------------------------------------------------------------------------------------------------


@pytest.mark.rule("WH-114", "WH-116")
def test_the_home_page_says_who_has_signed_in(w: SimpleNamespace) -> None:
    home = pages.home(wire.page(w.community_home()))
    assert (home.user, home.unit_number, home.unit_class) == (User.COMMUNITY, w.COMMUNITY, None)
    assert home.schemes == w.FLEXIBLE
    assert pages.home(wire.page(w.home())).user is User.UNIT
    with pytest.raises(NotOffered, match="本人登录") as refusal:
        pages.home(wire.page(w.community_home(holder='<dl id="person"><dd data-field="xm">甲</dd></dl>')))
    assert refusal.value.rule == "WH-114"
    with pytest.raises(WireChanged):
        pages.home(wire.page(w.community_home(holder="<p></p>")))


@pytest.mark.rule("WH-114", "WH-116")
def test_a_unit_files_no_communitys_business_nor_the_other_way_round(w: SimpleNamespace) -> None:
    for filing in (w.agreement(), w.flexible()):
        for flow in (flows.facts(filing, w.signed_in()), flows.submit(filing, w.signed_in(), w.context())):
            with pytest.raises(NotOffered, match="由社区用户办理") as refusal:
                w.play(flow, [])
            assert (refusal.value.rule, refusal.value.place) == ("WH-116", "参保人员所在社区")
    with pytest.raises(NotOffered, match="由单位用户办理") as refusal:
        filed(w, w.enrolment())
    assert refusal.value.rule == "WH-114"
    for query in (AgreementsQuery(), BankOrderQuery(person=w.person())):
        with pytest.raises(NotOffered):
            w.play(queries.answer(query, w.signed_in(), w.context()), [])


@pytest.mark.rule("WH-114", "WH-116")
def test_offers_are_the_communitys_or_the_units_own(w: SimpleNamespace) -> None:
    def online(unit: InsuredUnit | None) -> set[str]:
        return {kind for kind, offer in STACK.offers(unit).items() if isinstance(offer, Offer)}

    theirs = {"agency_agreement", "flexible_enrolment"}
    assert online(w.unit(number=w.COMMUNITY)) == theirs
    assert theirs & online(w.unit()) == set()
    assert online(None) == online(w.unit()) | theirs
    elsewhere = STACK.offers(w.unit())["flexible_enrolment"]
    assert isinstance(elsewhere, Elsewhere)
    assert (elsewhere.rule, elsewhere.place) == ("WH-116", "参保人员所在社区")
    own = STACK.offers(None)["person_account"]
    assert isinstance(own, Elsewhere)
    assert (own.rule, own.place) == ("WH-114", "所在社区")


# --- agreements -----------------------------------------------------------------------------------------------------


@pytest.mark.rule("WH-116", "WH-115")
def test_an_agreement_is_signed_and_taken_at_once(w: SimpleNamespace) -> None:
    sign = w.agreement()
    check = w.check_page(w.agency_values(), stem="dbxy")
    taken = w.page(
        "tijiao.do",
        "submitted",
        '<dl id="result"><dd data-field="sxh">S1</dd><dd data-field="spjg">结束</dd></dl>',
    )
    played = filed(w, sign, w.agency_search(), w.agency_form(), check, taken)
    addresses = wire_addresses.AGREEMENT
    asked = {"zjlx": "01", "zjhm": w.identity()}
    said = {**asked, "xm": w.NAME, "czlx": "1", "qsrq": "2026-11-10", "zzrq": "2027-11-09"}
    assert played.requests == [
        wire.search_page(addresses),
        wire.search(addresses, asked),
        wire.save(addresses, "form-1", said),
        wire.submit("S1"),
    ]
    assert [(r.operation, r.path) for r in played.requests[:3]] == [
        ("agency.open", "dbxy.do"),
        ("agency.search", "dbxy_chaxun.do"),
        ("agency.save", "dbxy_baocun.do"),
    ]
    assert not any(field.differs for field in the_commit(played).shown)
    case = played.value
    assert (case.state, case.word) == (CaseState.APPROVED, "结束")
    assert "个人社保业务登记表" in case.explain()
    (way,) = ways_back(case)
    assert (way.kind, way.rule) == (WayKind.OPPOSITE, "WH-118")


@pytest.mark.rule("WH-116", "WH-117", "WH-118")
@pytest.mark.parametrize(("step", "code", "ends"), [("renew", "2", "2028-11-09"), ("end", "3", "")])
def test_renewing_and_ending_leave_the_first_day_empty(
    w: SimpleNamespace, step: str, code: str, ends: str
) -> None:
    check = w.check_page({**w.agency_values(code, "", ends), "xybh": "XY00000001"}, stem="dbxy")
    played = filed(w, w.agreement(step), w.agency_search(), w.agency_form(), check, w.submitted("S1"))
    form = played.requests[2].form
    assert (form["czlx"], form["qsrq"], form["zzrq"]) == (code, "", ends)
    assert not any(field.differs for field in the_commit(played).shown)


@pytest.mark.rule("WH-116")
@pytest.mark.parametrize("changed", [{"czlx": "3"}, {"zzrq": "2027-12-09"}, {"xm": "别人"}, {"zjhm": "1"}])
def test_an_agreement_shown_otherwise_is_not_committed(w: SimpleNamespace, changed: dict[str, str]) -> None:
    check = w.check_page({**w.agency_values(), **changed}, stem="dbxy")
    played = filed(w, w.agreement(), w.agency_search(), w.agency_form(), check, w.submitted("S1"))
    assert [field.name for field in the_commit(played).shown if field.differs] == list(changed)


@pytest.mark.rule("WH-116", "WH-117")
def test_the_agreements_are_read_to_their_end(w: SimpleNamespace) -> None:
    rows = [w.agreed(f"XY{n:08}", state) for n, state in enumerate(("未生效", "有效", "已到期", "已终止"))]
    first, second = (w.agency_search(part, total=4, pages=2) for part in (rows[:2], rows[2:]))
    asked = AgreementsQuery()
    played = w.play(queries.answer(asked, w.community(), w.context()), [first, second])
    assert played.requests == [wire_community.agreements(), wire_community.agreements(page=2)]
    assert [each.state for each in played.value] == ["未生效", "有效", "已到期", "已终止"]
    assert played.value[0].ends_on == date(2026, 12, 31)
    one = AgreementsQuery(person=w.person())
    played = w.play(queries.answer(one, w.community(), w.context()), [w.agency_search(rows[:1])])
    assert played.requests == [wire_community.agreements(document=w.identity())]
    assert dict(played.requests[0].query) == {"zjhm": w.identity()}
    for spoilt in (
        w.agency_search(rows[:1], total=2),
        w.agency_search([{**rows[0], "zt": "其他"}]),
        w.agency_search([{**rows[0], "zjhm": "1"}]),
        w.agency_search([{**rows[0], "qsrq": "1.1."}]),
    ):
        with pytest.raises(WireChanged):
            w.play(queries.answer(one, w.community(), w.context()), [spoilt])


@pytest.mark.rule("WH-116", "WH-117", "WH-118")
@pytest.mark.parametrize(
    ("step", "state", "rule"),
    [
        ("sign", None, None),
        ("sign", "未生效", "WH-116"),
        ("sign", "有效", "WH-116"),
        ("sign", "已到期", None),
        ("sign", "已终止", None),
        ("renew", None, "WH-117"),
        ("renew", "未生效", None),
        ("renew", "有效", None),
        ("renew", "已到期", None),
        ("renew", "已终止", "WH-117"),
        ("end", None, "WH-118"),
        ("end", "未生效", None),
        ("end", "有效", None),
        ("end", "已到期", "WH-118"),
        ("end", "已终止", "WH-118"),
    ],
)
def test_what_can_be_done_about_an_agreement(
    w: SimpleNamespace, step: str, state: str | None, rule: str | None
) -> None:
    filing = w.agreement(step)
    listed = w.agency_search([w.agreed(state=state)] if state else [])
    played = facts_of(w, filing, w.community_home(), w.agency_search(), w.agency_form(), listed)
    assert blocking(w, filing, played.value) == ([rule] if rule else [])
    assert blocking(w, filing) == []


@pytest.mark.rule("WH-116")
def test_the_days_of_an_agreement(w: SimpleNamespace) -> None:
    """Not before the hall's day; renewed to a day after the old last one."""
    assert blocking(w, w.agreement(starts_on=date(2026, 11, 9))) == ["WH-116"]
    assert blocking(w, w.agreement("renew", ends_on=date(2026, 11, 9))) == ["WH-116"]
    answers = (w.community_home(), w.agency_search(), w.agency_form())
    for ends_on, wrong in ((date(2026, 12, 31), True), (date(2027, 1, 1), False)):
        filing = w.agreement("renew", ends_on=ends_on)
        facts = facts_of(w, filing, *answers, w.agency_search([w.agreed()])).value
        assert blocking(w, filing, facts) == ["WH-116"] * wrong


@pytest.mark.rule("WH-116")
def test_words_of_the_entrance_are_foretold_by_their_rule(w: SimpleNamespace) -> None:
    unknown = w.page("dbxy_chaxun.do", "agency_search", errors=("查无此人",))
    facts = facts_of(w, w.agreement(), w.community_home(), w.agency_search(), unknown).value
    assert blocking(w, w.agreement(), facts) == ["WH-116"]
    closed = w.page("linghuo_chaxun.do", "flexible_search", errors=("此人与本社区没有有效的代办协议",))
    facts = facts_of(w, w.flexible(), w.community_home(), w.flexible_search(), closed).value
    assert blocking(w, w.flexible(), facts) == ["WH-116"]


# --- flexible workers -----------------------------------------------------------------------------------------------


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


@pytest.mark.rule("WH-40", "WH-61")
def test_ways_back_at_a_community(w: SimpleNamespace) -> None:
    ended = a_case(w.agreement("end"), w.context(), "S1", CaseState.APPROVED, "结束", w.NOON)
    assert [way.rule for way in ways_back(ended)] == ["WH-116"]
    assert ended.filing.step is AgreementStep.END
    taken = a_case(w.flexible(), w.context(), "S1", CaseState.APPROVED, "结束", w.NOON)
    assert [way.kind for way in ways_back(taken)] == [WayKind.COUNTER]
    assert not_online(taken).rule == "WH-40"


@pytest.mark.rule("WH-115", "WH-116", "WH-119", "WH-120", "WH-97", "WH-142")
def test_which_form_is_printed_of_what(w: SimpleNamespace) -> None:
    codes = {kind: (form.code, form.workbook) for kind, form in documents.DECLARATIONS.items()}
    assert codes["agency_agreement"] == codes["flexible_enrolment"] == ("grdjb", False)
    assert (codes["annual_wage"], codes["retiree_wage"]) == (("niandu", True), ("tuixiu", True))
    case = a_case(w.agreement(), w.context(), "S1", CaseState.APPROVED, "结束", w.NOON)
    wanted = DeclarationForm(case=case, format=FileFormat.WORKBOOK)
    with pytest.raises(NotOffered, match="PDF") as refusal:
        w.play(documents.fetch(wanted, w.community(), w.context()), [])
    assert refusal.value.rule == "WH-142"


@pytest.mark.rule("WH-97")
def test_the_form_of_a_whole_batch_holds_the_person_among_others(w: SimpleNamespace) -> None:
    one, other = w.declarations(2)
    form = documents.DECLARATIONS["annual_wage"]
    head = ("单位编号", "4201000001", "单位名称", "模拟单位甲", "业务顺序号", "B1")
    rows = [
        (f.person.document.number, f.person.name, "7000.00", "7000.00", "202607", "进行中")
        for f in (one, other)
    ]

    def printed(*people: Any) -> Any:
        return w.xls([(f"{form.title}（模拟 MOCK）",), head, form.headings, *people])

    wanted = prints.Wanted("B1", "4201000001", one.person.document.number, with_others=True)
    prints.check_workbook(printed(*rows), form, wanted)
    for people in ([rows[1]], [rows[0], rows[0]], []):
        with pytest.raises(WireChanged):
            prints.check_workbook(printed(*people), form, wanted)
