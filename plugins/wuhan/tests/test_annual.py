"""The yearly wages replayed: templates that come filled in, batches of one, the period, and who brings papers (WH-90 to WH-97)."""

from __future__ import annotations

from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from sigateway.errors import RulebookError
from sigateway.plugin import (
    SHANGHAI,
    CaseState,
    Commit,
    Context,
    Effect,
    Grade,
    HallRefused,
    NotOffered,
    UnitClass,
    WireChanged,
)
from sigateway_wuhan import flows, flows_batch, rules, wire, wire_batch, wire_desk
from sigateway_wuhan.plugin import Wuhan
from sigateway_wuhan.users import User

UPLOADED = "pl_shangchuan.do"


def commits(played: Any) -> list[Commit]:
    return [effect for effect in played.asked if isinstance(effect, Commit)]


def filed(w: SimpleNamespace, filings: Any, answers: Any, context: Context | None = None) -> Any:
    return w.play(flows_batch.submit(filings, w.signed_in(), context or w.context()), answers)


@pytest.mark.rule("WH-77", "WH-90", "WH-91", "WH-93")
def test_many_are_declared_in_the_halls_own_template(w: SimpleNamespace) -> None:
    everybody = w.declarations(4)
    asked = (everybody[2], everybody[0])
    rows = [w.annual_row(f, n) for n, f in enumerate(asked, 2)]
    answers = [w.annual_page(), w.annual_template(everybody), w.annual_list(rows, at=UPLOADED)]
    played = filed(w, asked, [*answers, w.submitted("B1")])
    upload = played.requests[2]
    assert played.requests == [
        wire_batch.page("niandu"),
        wire_batch.template("niandu"),
        wire_batch.upload("niandu", "form-7", upload.files["wj"].content),
        wire.submit("B1"),
    ]
    headings, *cells = w.cells(upload.files["wj"].content)
    assert tuple(headings) == w.ANNUAL_HEADINGS["niandu"]
    assert cells == [[f.person.name, f.person.document.number, "7000.00", w.MOBILE] for f in asked]
    (commit,) = commits(played)
    assert {f.name for f in commit.rows[0]} == {*w.ANNUAL_COLUMNS["niandu"], "nd"}
    assert not any(f.differs for f in commit.shown)
    for case in played.value.values():
        assert (case.state, case.number) == (CaseState.AWAITING_COUNTER, "B1")
        (step,) = case.next_steps
        assert step.by is None
        assert "当年度申报文件" in step.papers[0]
        assert "年度社会保险缴费工资申报表" in case.explain()


@pytest.mark.rule("WH-88")
def test_the_base_may_be_clamped_to_the_figures_of_the_page(w: SimpleNamespace) -> None:
    (low,) = w.declarations(1, average_monthly_wage="3999.99")

    def differing(base: str) -> list[str]:
        row = w.annual_row(low, 2, snyjgz="3999.99", hdjs=base)
        answers = [w.annual_page(), w.annual_template([low]), w.annual_list([row], at=UPLOADED)]
        played = w.play(flows.submit(low, w.signed_in(), w.context()), [*answers, w.submitted("B1")])
        return [field.name for field in commits(played)[0].shown if field.differs]

    assert differing("4000.00") == []
    assert differing("4100.00") == ["hdjs"]


@pytest.mark.rule("WH-90", "WH-95", "WH-96")
@pytest.mark.parametrize(
    ("changes", "year", "differs"),
    [
        ({"snyjgz": "700.00"}, "2026", "snyjgz"),
        ({"xm": "别人"}, "2026", "xm"),
        ({"sj": "13700000002"}, "2026", "sj"),
        ({"sxny": "202608"}, "2026", "sxny"),
        ({}, "2025", "nd"),
    ],
)
def test_one_alone_is_a_batch_of_one_and_a_difference_stops_it(
    w: SimpleNamespace, changes: dict[str, str], year: str, differs: str
) -> None:
    (one,) = w.declarations(1)
    listed = w.annual_list([w.annual_row(one, 2, **changes)], at=UPLOADED, year=year)
    answers = [w.annual_page(), w.annual_template([one]), listed, w.submitted("B1")]
    played = w.play(flows.submit(one, w.signed_in(), w.context()), answers)
    (commit,) = commits(played)  # the gateway would stop here, and the draft stays
    assert (commit.draft, sorted(commit.rows)) == ("B1", [0])
    assert [field.name for field in commit.shown if field.differs] == [differs]


@pytest.mark.rule("WH-95")
def test_retirees_are_declared_in_the_same_way_without_a_base(w: SimpleNamespace) -> None:
    one, other = filings = w.retirees(2)
    rows = [w.annual_row(f, n, "tuixiu") for n, f in enumerate(filings, 2)]
    listed = w.annual_list(rows, yw="tuixiu", at=UPLOADED)
    page = w.annual_page("tuixiu", {"bdx": "", "fdx": ""})
    answers = [page, w.annual_template(filings, "tuixiu"), listed, w.submitted("B1")]
    played = filed(w, filings, answers)
    assert [cells[2] for cells in w.cells(played.requests[2].files["wj"].content)[1:]] == ["3456.70"] * 2
    assert sorted(played.value) == [0, 1]
    alone = [page, w.annual_template([other], "tuixiu")]
    with pytest.raises(HallRefused) as refusal:
        w.play(flows.submit(one, w.signed_in(), w.context()), alone)
    assert [(r.words, r.rule) for r in refusal.value.reasons] == [("此人不是本单位非统筹退休人员", "WH-95")]


@pytest.mark.rule("WH-90")
def test_who_is_not_in_the_template_is_left_out_in_the_halls_words(w: SimpleNamespace) -> None:
    filings = w.declarations(3)
    rows = [w.annual_row(filings[0], 2), w.annual_row(filings[2], 3)]
    template = w.annual_template([filings[0], filings[2]])
    played = filed(
        w, filings, [w.annual_page(), template, w.annual_list(rows, at=UPLOADED), w.submitted("B1")]
    )
    assert [(r.words, r.rule) for r in played.left_out[1].reasons] == [("此人未在本单位参保", "WH-90")]
    assert sorted(played.value) == [0, 2]
    nobody = filed(w, filings[:1], [w.annual_page(), w.annual_template(filings[1:])])
    assert (nobody.value, commits(nobody)) == ({}, [])


@pytest.mark.rule("WH-92")
def test_a_row_that_the_hall_refuses_alone_is_the_refusal(w: SimpleNamespace) -> None:
    (one,) = w.declarations(1)
    told = w.failures((2, one.person.document.number, "测试甲", "此人本年度工资已申报"), number="F1")
    answers = [w.annual_page(), w.annual_template([one]), w.nobody("F1"), told]
    with pytest.raises(HallRefused) as refusal:
        w.play(flows.submit(one, w.signed_in(), w.context()), answers)
    assert [r.rule for r in refusal.value.reasons] == ["WH-90"]


@pytest.mark.rule("WH-90")
def test_a_template_that_is_not_as_announced_stops_everything(w: SimpleNamespace) -> None:
    filings = w.declarations(2)
    twice = w.annual_template([filings[0], filings[0]])
    for template in (twice, w.annual_template(filings, "tuixiu"), w.template("zanting")):
        with pytest.raises(WireChanged):
            filed(w, filings, [w.annual_page(), template])
    for told in ({"nd": ""}, {"ksrq": "1.11."}, {"jzrq": "2026-10-01"}, {"sxny": "2026"}, {"bdx": "0"}):
        with pytest.raises(WireChanged):
            filed(w, filings, [w.annual_page(beside=told), w.annual_template(filings)])


@pytest.mark.rule("WH-96")
def test_outside_the_period_the_hall_refuses_the_file(w: SimpleNamespace) -> None:
    filings = w.declarations(2)
    words = "不在年度工资申报期内（2026-04-01至2026-06-30）"
    answers = [w.annual_page(), w.annual_template(filings), w.page(UPLOADED, "batch", errors=(words,))]
    with pytest.raises(HallRefused) as refusal:
        filed(w, filings, answers)
    assert [r.rule for r in refusal.value.reasons] == ["WH-96"]


# --- facts and rules ------------------------------------------------------------------------------------------------


def found(w: SimpleNamespace, filing: Any, facts: Any = None, at: datetime | None = None, **more: Any) -> Any:
    return rules.preflight(filing, w.context(at or w.NOON, facts, **more))


def facts_of(w: SimpleNamespace, filing: Any, *answers: Any) -> Any:
    return w.play(flows.facts(filing, w.signed_in()), list(answers))


@pytest.mark.rule("WH-90", "WH-96", "WH-84")
def test_the_facts_are_those_of_page_template_and_earlier_batches(w: SimpleNamespace) -> None:
    one, other = w.declarations(2)
    played = facts_of(w, one, w.annual_page(), w.annual_template([one]), w.declared_batches())
    assert played.requests == [
        wire_batch.page("niandu"),
        wire_batch.template("niandu"),
        wire_desk.batches("niandu", 1),
    ]
    facts = played.value
    assert (facts.year, facts.period) == (2026, (date(2026, 11, 1), date(2026, 11, 30)))
    assert (facts.name, facts.mobile, facts.refusals) == ("测试甲", w.MOBILE, ())
    absent = facts_of(w, other, w.annual_page(), w.annual_template([one]), w.declared_batches()).value
    assert [r.rule for r in absent.refusals] == ["WH-90"]
    assert [f.rule for f in found(w, other, absent) if f.blocks] == ["WH-90"]


@pytest.mark.rule("WH-90", "WH-95")
@pytest.mark.parametrize(
    ("word", "year", "refused"),
    [
        ("进行中", "2026", True),
        ("结束", "2026", True),
        ("回退", "2026", False),
        ("结束", "2025", False),
    ],
)
def test_who_was_declared_for_this_year_is_refused(
    w: SimpleNamespace, word: str, year: str, refused: bool
) -> None:
    (one,) = w.declarations(1)
    row = w.annual_row(one, 2, spjg=word)
    before = [w.annual_page(), w.annual_template([one]), w.declared_batches("B0")]
    played = facts_of(w, one, *before, w.annual_list([row], number="B0", year=year))
    assert played.requests[-1] == wire_batch.rows("B0", document=one.person.document.number)
    assert [r.words for r in played.value.refusals] == (["此人本年度工资已申报"] if refused else [])


@pytest.mark.rule("WH-96")
@pytest.mark.parametrize(
    ("day", "closed"),
    [
        (date(2026, 10, 31), True),
        (date(2026, 11, 1), False),
        (date(2026, 11, 30), False),
        (date(2026, 12, 1), True),
    ],
)
def test_the_halls_own_period_decides(w: SimpleNamespace, day: date, closed: bool) -> None:
    one, other = w.declarations(2)
    facts = facts_of(w, other, w.annual_page(), w.annual_template([one]), w.declared_batches()).value
    at = datetime(day.year, day.month, day.day, 9, tzinfo=SHANGHAI)
    blocking = [(f.rule, f.effect) for f in found(w, other, facts, at) if f.blocks]
    # Outside the period the hall says nothing of the person.
    assert blocking == ([("WH-96", Effect.WINDOW)] if closed else [("WH-90", Effect.RETURNS)])


@pytest.mark.rule("WH-96")
@pytest.mark.parametrize(
    ("day", "outside"),
    [
        (date(2026, 3, 31), True),
        (date(2026, 4, 1), False),
        (date(2026, 6, 30), False),
        (date(2026, 7, 1), True),
    ],
)
def test_the_assumed_period_warns_and_never_blocks(w: SimpleNamespace, day: date, outside: bool) -> None:
    (one,) = w.declarations(1)
    at = datetime(day.year, day.month, day.day, 9, tzinfo=SHANGHAI)
    windows = [f for f in found(w, one, at=at) if f.effect is Effect.WINDOW]
    assert [(f.rule, f.grade, f.blocks) for f in windows] == ([("WH-96", Grade.E0, False)] if outside else [])
    window = Wuhan().window("annual_wage", w.context(at))
    assert window is not None
    assert window.open is not outside
    assert window.opens is not None
    assert window.opens.date() == date(2027 if day.month > 6 else 2026, 4, 1)


@pytest.mark.rule("WH-96")
def test_the_year_is_that_of_the_halls_clock(w: SimpleNamespace) -> None:
    for year, effect in ((2025, Effect.RETURNS), (2026, None), (2027, Effect.WINDOW)):
        (one,) = w.declarations(1, year=year)
        wrong = [f.effect for f in found(w, one) if f.fields == ("year",)]
        assert wrong == ([effect] if effect else [])


@pytest.mark.rule("WH-88")
def test_a_wage_outside_floor_and_ceiling_warns_with_the_halls_figures(w: SimpleNamespace) -> None:
    for wage, warns in (("3999.99", True), ("4000", False), ("20000", False), ("20000.01", True)):
        (one,) = w.declarations(1, average_monthly_wage=wage)
        facts = facts_of(w, one, w.annual_page(), w.annual_template([one]), w.declared_batches()).value
        assert [f.effect for f in found(w, one, facts) if f.rule == "WH-88"] == [Effect.WARNS] * warns
    assert [f.effect for f in found(w, w.declarations(1)[0]) if f.rule == "WH-88"] == [Effect.UNKNOWN]
    assert not [f for f in found(w, w.retirees(1)[0]) if f.rule == "WH-88"]


@pytest.mark.rule("WH-43", "WH-93", "WH-132")
@pytest.mark.parametrize(
    ("who", "vip", "ordinary"),
    [("every_unit", True, True), ("ordinary_units", False, True), ("nobody", False, False)],
)
def test_who_brings_papers_is_a_setting(w: SimpleNamespace, who: str, vip: bool, ordinary: bool) -> None:
    book = w.with_setting("WH-132", annual_wage_visit=who)
    (one,) = w.declarations(1)
    for unit_class, goes in ((UnitClass.VIP, vip), (UnitClass.ORDINARY, ordinary)):
        me = w.signed_in(unit_class=unit_class)
        row = w.annual_row(one, 2)
        answers = [w.annual_page(), w.annual_template([one]), w.annual_list([row], at=UPLOADED)]
        flow = flows.submit(one, me, w.context(rules=book))
        case = w.play(flow, [*answers, w.submitted("B1")]).value
        assert case.state is (CaseState.AWAITING_COUNTER if goes else CaseState.IN_REVIEW)
        warned = [f.rule for f in found(w, one, rules=book, unit_class=unit_class) if f.rule == "WH-93"]
        assert warned == ["WH-93"] * goes


@pytest.mark.rule("WH-132")
def test_another_setting_is_refused_by_name(w: SimpleNamespace) -> None:
    book = w.with_setting("WH-132", annual_wage_visit="some")
    with pytest.raises(RulebookError, match=r"WH-132.*every_unit, ordinary_units, nobody"):
        found(w, w.declarations(1)[0], rules=book)


@pytest.mark.rule("WH-114")
def test_a_community_declares_nobodys_wages(w: SimpleNamespace) -> None:
    me = w.signed_in(user=User.COMMUNITY, unit_class=None)
    (one,) = w.declarations(1)
    for flow in (flows.submit(one, me, w.context()), flows_batch.submit((one,), me, w.context())):
        with pytest.raises(NotOffered, match="单位用户") as refusal:
            w.play(flow, [])
        assert refusal.value.rule == "WH-114"
