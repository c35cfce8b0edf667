"""A representative slice of the changed pages of every region; the whole of it is ``make mutations``."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

import sigateway as sg
from sigateway.testing.faults import FaultKit
from sigateway.testing.mutations import Change, Mutation, MutationKit, Trial, as_json, table
from sigateway.testing.mutations.changing import Changed, mutated, mutations_of
from sigateway.testing.mutations.mutation import Content
from sigateway_mockservers import InProcess
from tests.beijing.faultkit import KIT as BEIJING
from tests.jiangsu.faultkit import KIT as JIANGSU
from tests.shanghai.faultkit import KIT as SHANGHAI
from tests.wuhan.faultkit import KIT as WUHAN
from tests.wuhan.faultkit import stage as wuhan_stage
from tests.wuhan.world import enrolment, newcomer, person
from tests.zhejiang.faultkit import KIT as ZHEJIANG

SLICE = 16
OPERATIONS = ("enrolment", "suspension")
"""What every region has; the whole goes over all of them."""


def operation_of(kit: FaultKit, name: str) -> FaultKit:
    return FaultKit(kit.region, kit.stage, tuple(each for each in kit.operations if each.name == name))


def sliced(kit: FaultKit) -> MutationKit:
    chosen = tuple(each for each in kit.operations if each.name in OPERATIONS)
    return MutationKit(FaultKit(kit.region, kit.stage, chosen))


KITS = {kit.region: sliced(kit) for kit in (WUHAN, SHANGHAI, BEIJING, ZHEJIANG, JIANGSU)}


@pytest.mark.parametrize("region", KITS)
def test_no_changed_page_ends_in_a_wrong_filing(region: str, tmp_path: Path) -> None:
    kit = KITS[region]
    results = [kit.run(trial, tmp_path / str(n)) for n, trial in enumerate(kit.slice(SLICE))]
    assert len(results) == SLICE
    wrong = [f"{each.trial}: {each.why}; {each.outcome}" for each in results if not each.ok]
    assert wrong == []
    assert any(each.stopped for each in results)


def test_a_region_that_looks_at_no_form_turns_it_red(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The codes that the form offers, their words and what it wants filled in go unseen; the kit sees it."""
    nothing = lambda *args, **kwargs: None  # noqa: E731
    monkeypatch.setattr("sigateway_wuhan.pages_business.check_field", nothing)
    monkeypatch.setattr("sigateway_wuhan.pages_business.check_options", nothing)
    monkeypatch.setattr("sigateway_wuhan.pages_business.check_mandatory", nothing)
    kit = KITS["wuhan"]
    blind = {Change.OPTION_SWAPPED, Change.OPTION_CODE, Change.FIELD_MANDATORY}
    trials = [
        trial
        for trial in kit.trials()
        if trial.essential and trial.mutation.change in blind and trial.operation == "suspension"
    ]
    results = [kit.run(trial, tmp_path / str(n)) for n, trial in enumerate(trials)]
    assert len(results) >= 3
    assert not any(each.ok for each in results)
    totals = as_json(results)["totals"]
    assert (totals["ok"], totals["failed"]) == (0, len(results))
    assert table(results).row_count == len({each.mutation.change for each in trials})


def test_other_operations_go_on_when_one_form_has_changed(tmp_path: Path) -> None:
    """The form of 暂停缴费 has a field renamed: suspensions stop, enrolments land, over the same session."""
    made = wuhan_stage(tmp_path, False)
    changed = Changed(
        InProcess(made.simulator),
        "suspend.search",
        Mutation(Change.FIELD_RENAMED, "tbyy"),
        0,
        lambda: made.world.journal.entries[-1].operation,
        lambda: False,
    )
    leaver = next(each for each in WUHAN.operations if each.name == "suspension").about(made)
    with made.gateway(changed) as gateway, made.hall(gateway).sign_in() as session:
        with pytest.raises(sg.WireChanged, match=r"missing \['tbyy'\], unknown \['tbyy_xin'\]"):
            session.file(leaver)
        case = session.file(enrolment(person(newcomer(made.world))))
    assert case.state is sg.CaseState.IN_REVIEW
    assert made.landings(operation="submit", kind="enrolment") == 1
    assert made.landings(operation="submit", kind="suspension") == 0
    assert changed.struck == 1
    made.check()


def trial_of(kit: MutationKit, words: str) -> Trial:
    return next(trial for trial in kit.trials() if words in str(trial))


@pytest.mark.rule("BJ-18")
def test_a_reply_between_two_commits_is_changed_and_the_other_half_is_filed_all_the_same(
    tmp_path: Path,
) -> None:
    """What the four system answers cannot be read: it is asked what it holds, and then the medical half follows."""
    result = KITS["beijing"].run(trial_of(KITS["beijing"], "four.submit key_removed data"), tmp_path)
    assert (result.why, result.outcome, result.effects) == ("", "landed", (1, 1))


@pytest.mark.rule("BJ-32")
def test_where_the_second_system_has_changed_the_first_half_is_said_to_be_withdrawn(tmp_path: Path) -> None:
    kit = MutationKit(operation_of(BEIJING, "withdrawal"))
    result = kit.run(trial_of(kit, "medical.detail form_moved sb_chehui.do after commit 1"), tmp_path)
    assert (result.why, result.outcome, result.effects) == ("", "wire_changed", (1, 0))


@pytest.mark.rule("BJ-18")
@pytest.mark.parametrize("change", ["field_renamed jfjs", "form_moved sb_xiugai.do", "shown_renamed zjlx"])
def test_a_half_is_not_said_anew_on_a_page_that_has_changed(tmp_path: Path, change: str) -> None:
    kit = MutationKit(operation_of(BEIJING, "medical_half"))
    result = kit.run(trial_of(kit, f"medical.detail {change}"), tmp_path)
    assert (result.why, result.outcome, result.drafts) == ("", "wire_changed", 0)


# --- the mutations themselves ---------------------------------------------------------------------------------------

PAGE = (
    '<html><head><meta charset="GBK"><meta name="hall-page" content="k"><title>页</title></head><body>'
    '<form method="post" action="a.do"><p><label for="x">项</label><select name="x"><option value="1">甲</option>'
    '<option value="2">乙</option></select></p><button>保存</button></form><dd data-field="f">值</dd></body></html>'
)
HTML = Content(PAGE.encode("gbk"), "text/html; charset=GBK")
JSON = Content('{"a": {"b": ["一", {"c": 1}]}}'.encode(), "application/json")
XML = Content('<?xml version="1.0"?><r><a><b>一</b></a></r>'.encode(), "application/xml")


@pytest.mark.parametrize("content", [HTML, JSON, XML], ids=["html", "json", "xml"])
def test_every_mutation_of_a_reply_changes_it(content: Content) -> None:
    mutations = list(mutations_of(content, {("x", "2")}))
    assert len(mutations) == len(set(mutations))
    after = {mutated(content, each) for each in mutations}
    assert len(after) == len(mutations)
    assert not after & {None, content}


def test_every_kind_of_change_is_made_somewhere() -> None:
    made = Counter(
        each.change for content in (HTML, JSON, XML) for each in mutations_of(content, {("x", "2")})
    )
    assert set(made) == set(Change) - {Change.COLUMN_RENAMED}
    text = Content(b"#MOCK\tl\t1\t1\r\nslh\tzt\r\n#END\t0\t0\r\n", "text/plain")
    assert {str(each) for each in mutations_of(text)} == {"column_renamed slh", "column_renamed zt"}


def test_a_change_strikes_where_it_should() -> None:
    after = mutated(HTML, Mutation(Change.OPTION_SWAPPED, "x=2"))
    assert after is not None
    assert '<option value="1">乙</option><option value="2">甲</option>' in after.text
    switched = mutated(HTML, Mutation(Change.ENCODING))
    assert switched is not None
    assert (switched.charset, '<meta charset="UTF-8">' in switched.text) == ("utf-8", True)
    assert mutated(JSON, Mutation(Change.KEY_TYPE, "a/b/*/c")) == Content(
        '{"a": {"b": ["一", {"c": "1"}]}}'.encode(), "application/json"
    )
    assert mutated(JSON, Mutation(Change.KEY_REMOVED, "z")) is None
