"""个人一般信息变更: what the hall's lists say of a commit whose answer was lost, and whether a draft is still as we left it."""

from __future__ import annotations

import hashlib
from types import SimpleNamespace
from typing import Any

import pytest

from sigateway.plugin import Absent, Different, Intent, Landed
from sigateway_wuhan import flows


@pytest.mark.rule("WH-38", "WH-107")
def test_evidence_compares_what_was_changed_and_leaves_the_rest_to_the_hall(w: SimpleNamespace) -> None:
    intent = Intent(turn="turn-1", step="submit", draft="S1", since=w.NOON)
    listed = w.home(finished=[w.done("S1", ywmc="个人一般信息变更", spjg="结束")])
    filing = w.person_update(address="模拟路2号", photo=w.JPEG)
    digest = hashlib.sha256(w.JPEG).hexdigest()

    def found(**shown: str) -> Any:
        flow = flows.evidence(filing, intent, w.signed_in(), w.context())
        detail = w.detail({**w.held_of_a_person(jzdz="模拟路2号"), "zpzy": digest, **shown})
        return w.play(flow, [listed, detail]).value

    assert isinstance(found(), Landed)
    assert isinstance(found(whcd="31"), Landed)
    for changed in ({"jzdz": "模拟路3号"}, {"zpzy": ""}, {"xm": "测试乙"}):
        assert isinstance(found(**changed), Different)
        assert found(**changed).fields == tuple(changed)


@pytest.mark.rule("WH-34", "WH-107")
@pytest.mark.parametrize(
    ("held", "check", "intact"),
    [
        ({}, {}, True),
        ({}, {"whcd": "31"}, False),
        ({"whcd": "31"}, {}, False),
        ({}, {"jzdz": "模拟路3号"}, False),
    ],
)
def test_a_draft_is_as_we_left_it_only_if_the_rest_is_as_the_form_shows_it(
    w: SimpleNamespace, held: dict[str, str], check: dict[str, str], intact: bool
) -> None:
    intent = Intent(turn="turn-1", step="submit", draft="S1", since=w.NOON)
    draft = w.desk_check("grxx", {**w.held_of_a_person(jzdz="模拟路2号"), "zpzy": "", **check}, at="renwu.do")
    answers = [w.home([w.task("S1", ywmc="个人一般信息变更")]), draft]
    answers += [w.person_search_page(), w.person_update_form(**held)]
    flow = flows.evidence(w.person_update(address="模拟路2号"), intent, w.signed_in(), w.context())
    assert w.play(flow, answers).value == Absent(as_of=w.NOON, complete=True, intact=intact)


def test_a_draft_about_somebody_who_is_refused_now_is_not_sent_again(w: SimpleNamespace) -> None:
    intent = Intent(turn="turn-1", step="submit", draft="S1", since=w.NOON)
    draft = w.desk_check("grxx", {**w.held_of_a_person(jzdz="模拟路2号"), "zpzy": ""}, at="renwu.do")
    refused = w.page("grxx_chaxun.do", "person_search", errors=("此人未在本单位参保",))
    answers = [w.home([w.task("S1", ywmc="个人一般信息变更")]), draft, w.person_search_page(), refused]
    flow = flows.evidence(w.person_update(address="模拟路2号"), intent, w.signed_in(), w.context())
    assert w.play(flow, answers).value == Absent(as_of=w.NOON, complete=True, intact=False)
