"""Conversations replayed: the exact requests in their order, one commit, and what each answer becomes."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from sigateway.plugin import (
    Absent,
    CaseState,
    Commit,
    Different,
    HallRefused,
    HallUnavailable,
    Intent,
    Landed,
    LoginRefused,
    NotOffered,
    Unclear,
    WireChanged,
    WrongUnit,
)
from sigateway_zhejiang import access, fields, flows, flows_take_back
from sigateway_zhejiang.facts import EnrolmentFacts

ITEM = "ZJ2026111000000001"
BEFORE = "ZJ2026110900000007"


def filed(w: SimpleNamespace, **changes: str) -> dict[str, str]:
    months = {"injury": (w.enrolment().first_paid_month,)}
    return fields.enrolment(w.enrolment(), ("pension", "unemployment", "injury"), {}, months) | changes


# -- log-in ----------------------------------------------------------------------------------------------------------


def to_the_portal(w: SimpleNamespace, posted: Any) -> list[Any]:
    hidden = "".join(f'<input type="hidden" name="{name}" value="v">' for name in ("lt", "rk", "spappurl"))
    hidden += '<input name="zh"><input name="mm" type="password">'
    return [
        w.redirect("http://zj.test/portal/sp?spappurl=x"),
        w.page("entrances", '<a id="legal" href="login.do?rk=legal">法人入口</a>'),
        w.page("login", f'<form method="post" action="login.do">{hidden}</form>'),
        posted,
    ]


def session(w: SimpleNamespace, **changes: Any) -> Any:
    company = {
        "unitNo": w.UNIT_NO, "name": "模拟甬江科技有限公司", "uscc": w.unit().employer.uscc, "place": "330299",
        "placeName": "宁波市—市本级", "agency": "x", "schemes": "pension unemployment injury", "launchedOn": "2021-04-09",
        "contactName": "甲", "contactMobile": "13800000009", **changes,
    }  # fmt: skip
    return w.answered(
        {
            "entrance": "legal",
            "account": w.unit().employer.uscc,
            "name": "x",
            "csrfToken": "csrf-1",
            "unit": company,
        }
    )


def menu(w: SimpleNamespace) -> Any:
    way = " → ".join((*w.ROOT, "参保征缴", "社会保险职工参保登记"))
    return w.answered({"rowCount": 1, "rows": [{"path": way, "business": "enrol", "entrance": "legal"}]})


TICKET = "http://zj.test/hall/oauth/login?goto=home&ssotoken=t1"


@pytest.mark.rule("ZJ-02", "ZJ-04", "ZJ-05")
def test_seven_requests_lead_into_the_session(w: SimpleNamespace) -> None:
    answers = [
        *to_the_portal(w, w.redirect(TICKET)),
        w.redirect("http://zj.test/hall/api/session"),
        session(w),
        menu(w),
    ]
    played = w.play(access.login(w.portal_login(), w.unit()), answers)
    assert played.operations == [
        "hall.index", "portal.entrances", "portal.login_page", "portal.login", "hall.exchange", "hall.session", "hall.menu",
    ]  # fmt: skip
    assert played.requests[4].path == TICKET
    assert "t1" not in repr(played.requests[4])
    me = played.value
    assert me.headers == {"X-CSRF-TOKEN": "csrf-1"}
    assert (me.unit_number, me.schemes) == (w.UNIT_NO, ("pension", "unemployment", "injury"))


@pytest.mark.rule("ZJ-02")
def test_a_ticket_that_had_lapsed_is_fetched_once_more_and_not_for_ever(w: SimpleNamespace) -> None:
    turned_away = [*to_the_portal(w, w.redirect(TICKET)), w.redirect("http://zj.test/hall/index")]
    with pytest.raises(HallUnavailable):
        w.play(access.login(w.portal_login(), w.unit()), turned_away * 2)


@pytest.mark.rule("ZJ-02")
def test_a_refusal_is_the_portals_own_words(w: SimpleNamespace) -> None:
    with pytest.raises(LoginRefused, match="账号或密码错误"):
        w.play(
            access.login(w.portal_login(), w.unit()),
            to_the_portal(w, w.page("login", messages=["账号或密码错误"])),
        )


@pytest.mark.rule("ZJ-02")
def test_a_log_in_page_that_says_nothing_is_no_refusal(w: SimpleNamespace) -> None:
    with pytest.raises(WireChanged):
        w.play(access.login(w.portal_login(), w.unit()), to_the_portal(w, w.page("login")))


def test_another_unit_is_told_apart(w: SimpleNamespace) -> None:
    answers = [
        *to_the_portal(w, w.redirect(TICKET)),
        w.redirect("http://zj.test/hall/api/session"),
        session(w),
    ]
    with pytest.raises(WrongUnit):
        w.play(access.login(w.portal_login(), w.unit(number="3308990001")), answers)


# -- movements -------------------------------------------------------------------------------------------------------


@pytest.mark.rule("ZJ-07", "ZJ-09", "ZJ-10", "ZJ-41")
def test_an_enrolment_is_one_commit_after_two_reads(w: SimpleNamespace) -> None:
    answers = [
        w.answered(w.enrol_facts()),
        w.listed(w.row(BEFORE)),
        w.answered(w.item(ITEM), msg="保存成功"),
    ]
    played = w.play(flows.submit(w.enrolment(), w.signed_in(), w.context()), answers)
    assert played.operations == ["hall.enrol.search", "hall.progress.list", "hall.enrol.save"]
    (commit,) = [effect for effect in played.asked if isinstance(effect, Commit)]
    assert (commit.step, commit.draft) == ("submit", f"behind {BEFORE}")
    assert w.body(commit.request) == filed(w)
    assert w.body(commit.request)["injuryFrom"] == "202611", "this month, written out"
    case = played.value
    assert (case.number, case.state, case.differs) == (ITEM, CaseState.IN_REVIEW, ())


@pytest.mark.rule("ZJ-09")
def test_last_months_enrolment_leaves_the_injury_insurance_to_this_month(w: SimpleNamespace) -> None:
    filing = w.enrolment(first_paid_month="2026-10")
    held = w.item(ITEM, **{"from": {"pension": "202610", "unemployment": "202610", "injury": "202611"}})
    played = w.play(
        flows.submit(filing, w.signed_in(), w.context()),
        [w.answered(w.enrol_facts()), w.listed(), w.answered(held, msg="保存成功")],
    )
    sent = w.body(played.requests[-1])
    assert (sent["pensionFrom"], sent["unemploymentFrom"], sent["injuryFrom"]) == (
        "202610",
        "202610",
        "202611",
    )
    assert played.value.differs == ()


@pytest.mark.rule("ZJ-19", "ZJ-20")
def test_the_stop_month_is_the_month_after_the_last_paid_one(w: SimpleNamespace) -> None:
    """缴费截止时间为上上月或上月止: paid to October is stopped in November; paid to December, in January."""
    paid = {"pension": "202610", "unemployment": "202610", "injury": "202610"}
    held = {
        **w.item(ITEM),
        "business": "职工暂停参保",
        "base": "",
        "changeKind": "",
        "from": {},
        "paidUntil": paid,
    }
    answers = [w.answered(w.suspend_facts()), w.listed(), w.answered(held, msg="提交成功")]
    played = w.play(flows.submit(w.suspension(), w.signed_in(), w.context()), answers)
    sent = w.body(played.requests[-1])
    assert [sent[key] for key in ("pensionStop", "unemploymentStop", "injuryStop")] == ["202611"] * 3
    assert (sent["reason"], sent["endedOn"]) == ("03", "2026-11-05")
    assert played.value.differs == ()
    assert fields.stop_month(w.suspension(last_paid_month="2026-12")).compact == "202701"


@pytest.mark.rule("ZJ-07")
def test_somebody_else_by_name_is_not_enrolled(w: SimpleNamespace) -> None:
    """The gateway compares the echo; what differs leaves no mark, for nothing lies at the hall."""
    shown = w.enrol_facts(found=True)
    shown["person"] = {**shown["person"], "name": "模拟乙"}
    flow = flows.submit(w.enrolment(), w.signed_in(), w.context())
    next(flow)
    flow.send(w.answered(shown))
    commit = flow.send(w.listed())
    assert isinstance(commit, Commit)
    assert [field.name for field in commit.echo if field.differs] == ["name"]
    assert commit.draft is None
    flow.close()


def test_a_clear_no_is_the_halls_own(w: SimpleNamespace) -> None:
    answers = [
        w.answered(w.enrol_facts()),
        w.listed(),
        w.refused("单位未参加失业保险"),
    ]
    with pytest.raises(HallRefused, match="单位未参加失业保险"):
        w.play(flows.submit(w.enrolment(), w.signed_in(), w.context()), answers)


@pytest.mark.parametrize("changes", [{"business": "职工暂停参保"}, {"state": ""}, {"base": "6500"}])
def test_an_answer_about_something_else_is_not_believed(w: SimpleNamespace, changes: dict[str, str]) -> None:
    answers = [w.answered(w.enrol_facts()), w.listed(), w.answered(w.item(ITEM, **changes), msg="保存成功")]
    with pytest.raises(WireChanged):
        w.play(flows.submit(w.enrolment(), w.signed_in(), w.context()), answers)


@pytest.mark.rule("ZJ-07", "ZJ-14")
def test_what_the_search_refuses_is_a_fact_too(w: SimpleNamespace) -> None:
    played = w.play(
        flows.facts(w.enrolment(), w.signed_in(), w.context()), [w.refused("该人员已在模拟别家有限公司参保")]
    )
    assert isinstance(played.value, EnrolmentFacts)
    assert [reason.code for reason in played.value.refusals] == ["insured_elsewhere"]


# -- evidence --------------------------------------------------------------------------------------------------------


def intent(w: SimpleNamespace, draft: str | None = f"behind {BEFORE}", step: str = "submit") -> Intent:
    return Intent("T1", step, draft, w.NOON)


def evidence(w: SimpleNamespace, answers: list[Any], **changes: Any) -> Any:
    return w.play(
        flows.evidence(w.enrolment(), intent(w, **changes), w.signed_in(), w.context()), answers
    ).value


def test_an_item_of_ours_behind_the_mark_has_landed(w: SimpleNamespace) -> None:
    found = evidence(w, [w.listed(w.row(BEFORE), w.row(ITEM)), w.detail(ITEM, filed(w))])
    assert isinstance(found, Landed)
    assert found.case.number == ITEM


def test_what_was_there_before_is_not_ours(w: SimpleNamespace) -> None:
    """The same filing, taken back before: it stands in the list, and in front of the mark."""
    found = evidence(w, [w.listed(w.row(BEFORE, state="已作废", voidedAt="2026-11-10 12:00:00"))])
    assert found == Absent(w.NOON, complete=True)


@pytest.mark.parametrize("changes", [{"channel": "02"}, {"channel": "03"}, {"business": "职工暂停参保"}])
def test_what_somebody_else_filed_meanwhile_is_not_ours(w: SimpleNamespace, changes: dict[str, str]) -> None:
    assert evidence(w, [w.listed(w.row(ITEM, **changes))]) == Absent(w.NOON, complete=True)


@pytest.mark.parametrize("key", ["wage", "pensionFrom", "contractStart", "mobile"])
def test_what_the_hall_holds_otherwise_is_said(w: SimpleNamespace, key: str) -> None:
    other = {
        "wage": "9999.00",
        "pensionFrom": "202610",
        "contractStart": "2026-11-01",
        "mobile": "13800000002",
    }
    found = evidence(w, [w.listed(w.row(ITEM)), w.detail(ITEM, filed(w, **{key: other[key]}))])
    assert isinstance(found, Different)
    assert found.fields == (key,)


def test_a_list_that_does_not_add_up_decides_nothing(w: SimpleNamespace) -> None:
    assert isinstance(evidence(w, [w.listed(w.row(BEFORE), total=2)]), Unclear)
    assert isinstance(evidence(w, [], draft=None), Unclear)


def test_all_pages_of_the_list_are_read(w: SimpleNamespace) -> None:
    first = w.listed(w.row(BEFORE), total=2, pages=2)
    second = w.listed(w.row(ITEM), total=2, page=2, pages=2)
    found = evidence(w, [first, second, w.detail(ITEM, filed(w))])
    assert isinstance(found, Landed)


# -- the way back ----------------------------------------------------------------------------------------------------


def landed_case(w: SimpleNamespace, number: str = ITEM) -> Any:
    answers = [w.answered(w.enrol_facts()), w.listed(), w.answered(w.item(number), msg="保存成功")]
    return w.play(flows.submit(w.enrolment(), w.signed_in(), w.context()), answers).value


@pytest.mark.rule("ZJ-12", "ZJ-13")
def test_taking_back_asks_the_question_and_confirms_once(w: SimpleNamespace) -> None:
    answers = [
        w.detail(ITEM, filed(w)),
        w.answered({"itemNo": ITEM, "question": "是否作废该办件"}),
        w.answered({"itemNo": ITEM, "state": "已作废", "next": "menu"}, msg="该办件已作废"),
    ]
    played = w.play(flows_take_back.withdraw(landed_case(w), w.signed_in(), w.context()), answers)
    assert played.operations == ["hall.progress.detail", "hall.take_back.ask", "hall.take_back.confirm"]
    (commit,) = [effect for effect in played.asked if isinstance(effect, Commit)]
    assert (commit.step, commit.draft, w.body(commit.request)) == ("withdraw", ITEM, {"confirm": "1"})
    assert not any(field.differs for field in commit.echo)
    assert played.value.state is CaseState.WITHDRAWN


@pytest.mark.rule("ZJ-12")
def test_another_question_is_not_answered(w: SimpleNamespace) -> None:
    answers = [w.detail(ITEM, filed(w)), w.answered({"itemNo": ITEM, "question": "是否删除该人员"})]
    with pytest.raises(WireChanged):
        w.play(flows_take_back.withdraw(landed_case(w), w.signed_in(), w.context()), answers)


@pytest.mark.rule("ZJ-40")
def test_where_the_hall_lets_nothing_be_taken_back_nothing_is_sent(w: SimpleNamespace) -> None:
    shown = w.detail(ITEM, filed(w), state="审核通过", decidedAt="2026-11-10 12:01:00", canTakeBack=False)
    with pytest.raises(NotOffered) as refused:
        w.play(flows_take_back.withdraw(landed_case(w), w.signed_in(), w.context()), [shown])
    assert refused.value.rule == "ZJ-40"


@pytest.mark.rule("ZJ-13")
@pytest.mark.parametrize(("state", "kind"), [("已作废", Landed), ("审核中", Absent)])
def test_the_item_itself_tells_whether_it_is_void(w: SimpleNamespace, state: str, kind: type) -> None:
    voided = "2026-11-10 12:00:30" if state == "已作废" else ""
    flow = flows_take_back.evidence(w.enrolment(), intent(w, ITEM, "withdraw"), w.signed_in(), w.context())
    found = w.play(flow, [w.detail(ITEM, filed(w), state=state, voidedAt=voided)]).value
    assert isinstance(found, kind)
