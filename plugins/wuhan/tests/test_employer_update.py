"""单位一般信息变更: there is nobody to search; what changes, what stays, and what is for the counter (WH-109, WH-110, WH-131)."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from sigateway.plugin import Actor, CaseState, Commit, Effect, HallRefused, Scheme, Stage, UnitClass
from sigateway_wuhan import flows, rules, ways, wire, wire_addresses
from sigateway_wuhan.businesses_desk import EMPLOYER_UPDATE
from sigateway_wuhan.cases import read_words
from sigateway_wuhan.facts_desk import EmployerChangeFacts

SCHEMES = frozenset(Scheme)
UNIT: dict[str, Any] = {"unit_schemes": SCHEMES, "unit_class": UnitClass.VIP}


def _facts(w: SimpleNamespace, **held: str) -> EmployerChangeFacts:
    return EmployerChangeFacts(shown={"bdh": "form-1", **w.held_of_the_unit(**held)}, **UNIT)


def _found(w: SimpleNamespace, filing: Any, facts: Any = None) -> list[tuple[str, Effect, Stage | None]]:
    return [(f.rule, f.effect, f.stage) for f in rules.preflight(filing, w.context(facts=facts))]


@pytest.mark.rule("WH-109", "WH-131")
def test_the_form_is_the_first_page_and_the_rest_is_sent_back_as_shown(w: SimpleNamespace) -> None:
    sent = w.held_of_the_unit(cz="027-12345678")
    answers = [w.employer_update_form(), w.desk_check("dwxx", sent), w.submitted()]
    played = w.play(flows.submit(w.employer_update(), w.signed_in(), w.context()), answers)
    assert played.requests == [
        wire.search_page(wire_addresses.UNIT),
        wire.save(wire_addresses.UNIT, "form-1", sent),
        wire.submit("S1"),
    ]
    assert [(r.operation, r.path, r.files) for r in played.requests[:2]] == [
        ("unit.open", "dwxx.do", None),
        ("unit.save", "dwxx_baocun.do", None),
    ]
    case = played.value
    assert case.state is CaseState.IN_REVIEW
    (keep,) = case.next_steps
    assert (keep.who, keep.place) == (Actor.EMPLOYER, None)
    assert "证明及说明" in keep.papers[0]


@pytest.mark.rule("WH-52", "WH-109")
def test_another_value_in_any_field_is_not_committed(w: SimpleNamespace) -> None:
    for changed in ({"cz": ""}, {"yx": "x@y"}, {"dwmc": "模拟单位乙"}, {"lxrxm": "别人"}):
        flow = flows.submit(w.employer_update(), w.signed_in(), w.context())
        effect = next(flow)
        check = {**w.held_of_the_unit(cz="027-12345678"), **changed}
        for answer in (w.employer_update_form(), w.desk_check("dwxx", check)):
            effect = flow.send(answer)
        assert isinstance(effect, Commit)
        assert [field.name for field in effect.echo if field.differs] == list(changed)


@pytest.mark.rule("WH-109")
def test_while_one_is_in_review_the_entrance_says_so(w: SimpleNamespace) -> None:
    words = "本单位已有正在办理的单位一般信息变更业务"
    refused = w.page("dwxx.do", "message", errors=(words,))
    with pytest.raises(HallRefused) as refusal:
        w.play(flows.submit(w.employer_update(), w.signed_in(), w.context()), [refused])
    assert [reason.rule for reason in refusal.value.reasons] == ["WH-109"]
    seen = w.play(flows.facts(w.employer_update(), w.signed_in()), [w.home(), refused]).value
    (finding,) = rules.preflight(w.employer_update(), w.context(facts=seen))
    assert (finding.rule, finding.stage, finding.fields) == ("WH-109", Stage.ENTRANCE, ())


@pytest.mark.rule("WH-109", "WH-110")
def test_the_same_words_are_another_rule_than_a_persons() -> None:
    def rule(words: str) -> str | None:
        return read_words([words], EMPLOYER_UPDATE)[0].rule

    assert rule("没有变更的内容") == "WH-109"
    assert rule("单位名称不能在网上变更，请到经办机构办理") == "WH-110"


@pytest.mark.rule("WH-32", "WH-109")
@pytest.mark.parametrize(
    "changes",
    [
        {"contact_name": ""},
        {"contact_name": "名" * 51},
        {"contact_phone": ""},
        {"contact_phone": "027"},
        {"phone": ""},
        {"address": ""},
        {"address": "路" * 101},
        {"fax": "传真"},
        {"email": "a@b@c"},
        {"email": "a@"},
        {"email": "a b@c"},
        {"email": "a@" + "b" * 59},
        {"postcode": "43000"},
    ],
)
def test_what_the_hall_would_not_take_is_found_before(w: SimpleNamespace, changes: dict[str, str]) -> None:
    for facts in (None, _facts(w)):
        assert _found(w, w.employer_update(**changes), facts) == [("WH-32", Effect.RETURNS, Stage.SAVE)]


@pytest.mark.rule("WH-109")
@pytest.mark.parametrize(
    "changes",
    [{"email": "a@" + "b" * 58}, {"postcode": "430000"}, {"fax": "1234567"}, {"contact_name": "名" * 50}],
)
def test_what_the_hall_takes_is_not_found(w: SimpleNamespace, changes: dict[str, str]) -> None:
    assert _found(w, w.employer_update(**changes)) == []
    assert _found(w, w.employer_update(**changes), _facts(w)) == []


@pytest.mark.rule("WH-109")
def test_nothing_to_change_is_found_with_what_the_hall_holds(w: SimpleNamespace) -> None:
    for same in ({"fax": ""}, {"contact_name": "模拟经办"}, {"phone": " 027-00000000 ", "email": ""}):
        assert _found(w, w.employer_update(**same), _facts(w)) == [("WH-109", Effect.RETURNS, Stage.SAVE)]
        assert _found(w, w.employer_update(**same)) == []


@pytest.mark.rule("WH-110")
def test_key_data_are_for_the_counter_and_unchanged_ones_are_not(w: SimpleNamespace) -> None:
    for changes in ({"name": "模拟单位乙"}, {"uscc": "91420100MA4KM0CK9X"}):
        for facts in (None, _facts(w)):
            (finding,) = rules.preflight(w.employer_update(**changes), w.context(facts=facts))
            assert (finding.rule, finding.effect) == ("WH-110", Effect.ELSEWHERE)
            assert (finding.place, bool(finding.papers)) == ("辖区社保经办机构", True)
            assert finding.fields == (f"changes.{next(iter(changes))}",)
    same = w.employer_update(name="模拟单位甲", fax="027-12345678")
    assert _found(w, same) == _found(w, same, _facts(w)) == []


@pytest.mark.rule("WH-107", "WH-109")
def test_the_way_back_of_a_change_is_another_change_or_the_counter(w: SimpleNamespace) -> None:
    lists = w.home(finished=[w.done("S1", ywmc="单位一般信息变更", zjhm="", xm="", spjg="结束")])
    answers = [
        w.employer_update_form(),
        w.desk_check("dwxx", w.held_of_the_unit(cz="027-12345678")),
        w.submitted(),
    ]
    case = w.play(flows.submit(w.employer_update(), w.signed_in(), w.context()), answers).value
    ended = w.play(flows.track(case, w.signed_in(), w.context()), [lists]).value
    assert ended.state is CaseState.APPROVED
    assert [way.rule for way in ways.ways_back(ended)] == ["WH-41", "WH-109"]


@pytest.mark.rule("WH-45")
def test_a_units_own_draft_is_discarded_like_any(w: SimpleNamespace) -> None:
    task = w.task("S1", ywmc="单位一般信息变更", zjhm="", xm="", htbz="是", htyy="没见过的话")
    answers = [
        w.employer_update_form(),
        w.desk_check("dwxx", w.held_of_the_unit(cz="027-12345678")),
        w.submitted(),
    ]
    case = w.play(flows.submit(w.employer_update(), w.signed_in(), w.context()), answers).value
    returned = w.play(flows.track(case, w.signed_in(), w.context()), [w.home([task])]).value
    assert returned.state is CaseState.RETURNED
    assert [way.rule for way in ways.ways_back(returned)] == ["WH-45"]
    gone = w.page("tuidan.do", "discarded", notice="该任务已取消")
    played = w.play(flows.discard(returned, w.signed_in(), w.context()), [w.home([task]), gone])
    assert played.requests == [wire.home(number="S1"), wire.discard("S1")]
    assert played.value.state is CaseState.DISCARDED
