"""The way back: from the latest backwards, in the window of the month, and nothing is sent while something blocks."""

from __future__ import annotations

from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest

from sigateway.errors import RulebookError
from sigateway.plugin import (
    SHANGHAI,
    Absent,
    Case,
    CaseState,
    CertificateApproval,
    HallRefused,
    Intent,
    Landed,
    Means,
    NotOffered,
    Unclear,
    WayKind,
    WireChanged,
    WithdrawBlocked,
)
from sigateway_shanghai import cases, flows_withdrawal, ways

NUMBER = "20261100000001"


def standing(w: SimpleNamespace, kind: str = "enrolment", number: str = NUMBER, **changes: Any) -> Case:
    case = cases.case(w.FILINGS[kind](), w.context(), number, CaseState.APPROVED, "申报成功", w.NOON)
    return case.model_copy(update=changes)


def withdrawn(w: SimpleNamespace, number: str = NUMBER, word: str = "已撤销") -> Any:
    return w.reply("cxtj", {"sbh": number, "zt": word, "cxsj": w.MOMENT}, xx="撤销成功")


def withdraw(w: SimpleNamespace, case: Case, *replies: Any, at: datetime | None = None) -> Any:
    return w.play(flows_withdrawal.withdraw(case, w.signed_in(), w.context(at or w.NOON)), list(replies))


@pytest.mark.rule("SH-05", "SH-25")
@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("enrolment", "01"),
        ("suspension", "02"),
        ("back_payment", "03"),
        ("wage_change", "04"),
        ("annual_wage", "05"),
    ],
)
def test_a_withdrawal_is_signed_and_sent_once(w: SimpleNamespace, kind: str, code: str) -> None:
    played = withdraw(w, standing(w, kind), w.opened(code), w.unit_page(), withdrawn(w))
    assert played.functions == ["sbmx", "dwxx", "cxtj"]
    (commit,) = played.commits
    assert (commit.step, commit.draft, commit.request.means) == ("withdraw", NUMBER, Means.COMMIT)
    said = w.document(commit.request)
    assert (said["sbh"], said["ywlx"], said["zjhm"]) == (NUMBER, code, w.identity())
    assert played.signed == [w.signed_part(commit.request)]
    assert not any(field.differs for field in commit.echo)
    assert (played.value.state, played.value.amounts, played.value.next_steps) == ("withdrawn", (), ())


@pytest.mark.rule("SH-26")
def test_while_something_blocks_nothing_is_sent_and_it_is_named_latest_first(w: SimpleNamespace) -> None:
    blocking = [w.blocker("20261100000005", "04", "02"), w.blocker("20261100000003", "03")]
    with pytest.raises(WithdrawBlocked) as refused:
        withdraw(w, standing(w), w.opened(blocking=blocking), w.unit_page())
    later = refused.value.later
    assert [(each.number, each.business, each.channel) for each in later] == [
        ("20261100000005", "工资性收入申报", "网页"),
        ("20261100000003", "补缴", "接口"),
    ]
    played = w.play(flows_withdrawal.what_blocks(standing(w), w.signed_in()), [w.opened(blocking=blocking)])
    assert played.value == later


@pytest.mark.rule("SH-25", "SH-27")
@pytest.mark.parametrize(
    ("number", "opens"),
    [
        (NUMBER, "2026-12-05T09:00:00+08:00"),  # the window of this month is over
        ("20261000000001", "2026-11-05T09:00:00+08:00"),  # declared last month
    ],
)
def test_after_the_months_window_nothing_is_sent_and_the_counter_is_named(
    w: SimpleNamespace, number: str, opens: str
) -> None:
    with pytest.raises(NotOffered, match="业务变更期") as refused:
        withdraw(
            w, standing(w, number=number), w.opened(sbh=number), w.unit_page(kssj=opens, jssj=opens, kf="0")
        )
    assert (refused.value.rule, refused.value.place) == ("SH-27", "区社保中心")


def test_what_somebody_has_withdrawn_already_is_only_taken_note_of(w: SimpleNamespace) -> None:
    played = withdraw(w, standing(w), w.opened(zt="已撤销", cxsj=w.MOMENT))
    assert (played.commits, played.value.state) == ([], "withdrawn")


def test_another_persons_declaration_differs_before_the_commit(w: SimpleNamespace) -> None:
    case = standing(w, filing=w.enrolment(person=w.person(number=w.identity(sex="M"))))
    played = withdraw(w, case, w.opened(), w.unit_page(), withdrawn(w))
    assert [field.label for field in played.commits[0].echo if field.differs] == ["公民身份号码"]


@pytest.mark.rule("SH-26")
def test_a_refusal_is_in_the_halls_words(w: SimpleNamespace) -> None:
    words = "请先撤销后续申报：20261100000005、20261100000003"
    refusal = w.refusal("cxtj", "3101", ("X004", words), xx="撤销不成功")
    with pytest.raises(HallRefused) as refused:
        withdraw(w, standing(w), w.opened(), w.unit_page(), refusal)
    (reason,) = refused.value.reasons
    assert (reason.code, reason.rule, reason.words) == ("X004", "SH-26", words)


def test_an_answer_about_something_else_is_no_success(w: SimpleNamespace) -> None:
    for wrong in (withdrawn(w, "20261100000002"), withdrawn(w, word="有效")):
        with pytest.raises(WireChanged):
            withdraw(w, standing(w), w.opened(), w.unit_page(), wrong)


@pytest.mark.rule("SH-25")
def test_whether_it_was_withdrawn_the_declaration_itself_tells(w: SimpleNamespace) -> None:
    def look(draft: str | None, *replies: Any) -> Any:
        intent = Intent(turn="t", step="withdraw", draft=draft, since=w.NOON)
        flow = flows_withdrawal.evidence(w.enrolment(), intent, w.signed_in(), w.context())
        return w.play(flow, list(replies)).value

    landed = look(NUMBER, w.opened(zt="已撤销", cxsj=w.MOMENT))
    assert isinstance(landed, Landed)
    assert (landed.case.state, landed.case.number) == ("withdrawn", NUMBER)
    assert look(NUMBER, w.opened()) == Absent(as_of=w.NOON, complete=True)
    assert isinstance(look(None), Unclear)


# --- ways back, offline ---------------------------------------------------------------------------------------------


def kinds(w: SimpleNamespace, case: Case, at: datetime) -> list[WayKind]:
    return [way.kind for way in ways.ways_back(case, w.context(at))]


@pytest.mark.rule("SH-25", "SH-27")
def test_a_withdrawal_is_a_way_back_until_the_window_of_its_month_closes(w: SimpleNamespace) -> None:
    case = standing(w)
    last = datetime(2026, 11, 26, 15, 59, 59, tzinfo=SHANGHAI)
    over = datetime(2026, 11, 26, 16, tzinfo=SHANGHAI)
    next_month = datetime(2026, 12, 7, 9, tzinfo=SHANGHAI)
    assert kinds(w, case, last) == ["withdraw", "opposite", "counter"]
    assert kinds(w, case, over) == kinds(w, case, next_month) == ["opposite", "counter"]
    (first, *_) = ways.ways_back(case, w.context(last))
    assert (first.rule, first.until.isoformat()) == ("SH-25", "2026-11-26")
    assert "11月26日16时" in first.what, "a day alone would promise eight hours too many"


@pytest.mark.rule("SH-25", "SH-30")
def test_who_plans_a_withdrawal_is_told_the_narrowest_reading(w: SimpleNamespace) -> None:
    """26 December 2026 is a Saturday: whether that moves the end is not stated, so that Friday is the day to be done by."""
    case = standing(w, number="20261200000001")
    for at, until, hour in (
        (datetime(2026, 12, 7, 9, tzinfo=SHANGHAI), "2026-12-25", "12月25日16时"),
        (datetime(2026, 12, 26, 15, tzinfo=SHANGHAI), "2026-12-26", "12月26日16时"),
    ):
        (first, *_) = ways.ways_back(case, w.context(at))
        assert (first.kind, first.until.isoformat()) == ("withdraw", until)
        assert hour in first.what
    assert kinds(w, case, datetime(2026, 12, 26, 16, tzinfo=SHANGHAI)) == ["opposite", "counter"]


@pytest.mark.rule("SH-21", "SH-25")
def test_the_day_until_which_it_can_be_withdrawn_moves_for_a_holiday(w: SimpleNamespace) -> None:
    """26 September 2026 is in the Mid-Autumn holiday: the window ends on the 24th at 16:00."""
    case = standing(w, number="20260900000001")
    (first, *_) = ways.ways_back(case, w.context(datetime(2026, 9, 24, 15, tzinfo=SHANGHAI)))
    assert first.until.isoformat() == "2026-09-24"
    assert kinds(w, case, datetime(2026, 9, 24, 16, tzinfo=SHANGHAI)) == ["opposite", "counter"]


def test_what_has_no_opposite_has_the_counter(w: SimpleNamespace) -> None:
    over = datetime(2026, 11, 27, tzinfo=SHANGHAI)
    assert kinds(w, standing(w, "back_payment"), over) == ["counter"]
    assert kinds(w, standing(w, "annual_wage"), over) == ["counter"]
    assert kinds(w, standing(w, state=CaseState.WITHDRAWN), over) == []
    assert kinds(w, standing(w, state=CaseState.DRAFT), over) == ["discard"]


@pytest.mark.rule("SH-32")
def test_whose_later_filings_block_is_a_setting(w: SimpleNamespace) -> None:
    def says(*layers: Any) -> str:
        (first, *_) = ways.ways_back(standing(w), w.context(layers=layers))
        text: str = first.what
        return text

    assert "同一人的后续申报" in says()
    assert "本单位任何人的后续申报" in says(w.setting("SH-32", later_filings_block="any_person"))
    with pytest.raises(RulebookError, match=r"SH-32.*later_filings_block.*'nobody', not one of same_person"):
        says(w.setting("SH-32", later_filings_block="nobody"))


@pytest.mark.rule("SH-33")
def test_what_was_done_about_access_has_no_way_back_online(w: SimpleNamespace) -> None:
    case = standing(w, filing=CertificateApproval(serial="0C2D"))
    (way,) = ways.ways_back(case, w.context())
    assert (way.kind, way.rule, way.place) == ("counter", "SH-33", "区社保中心")
    assert ways.not_online(case, w.context()).rule == "SH-33"
