"""社区代办协议 replayed: signed, renewed, ended, and how the latest one stands (WH-116, WH-117, WH-118)."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest

from sigateway.plugin import AgreementsQuery, CaseState, WayKind, WireChanged
from sigateway_wuhan import queries, wire, wire_addresses, wire_community
from sigateway_wuhan.ways import ways_back

from .community_filed import blocking, facts_of, filed, the_commit


@pytest.mark.rule("WH-116", "WH-115")
def test_an_agreement_is_signed_and_taken_at_once(w: SimpleNamespace) -> None:
    sign = w.agreement()
    check = w.check_page(w.agency_values(), stem="dbxy")
    played = filed(w, sign, w.agency_search(), w.agency_form(), check, w.taken_at_once())
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
