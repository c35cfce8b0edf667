"""个人一般信息变更: what changes, what stays as shown, the photo by its digest, and what is for the counter (WH-107, WH-108)."""

from __future__ import annotations

import hashlib
from types import SimpleNamespace
from typing import Any

import pytest

from sigateway.filings.identity import Document
from sigateway.plugin import (
    CaseState,
    Commit,
    DocumentKind,
    EchoField,
    Effect,
    HallRefused,
    Known,
    Means,
    Scheme,
    Stage,
    UnitClass,
    Upload,
    WireChanged,
)
from sigateway_wuhan import flows, rules, wire, wire_addresses
from sigateway_wuhan.businesses_desk import PERSON_UPDATE
from sigateway_wuhan.cases import read_words
from sigateway_wuhan.facts_desk import PersonChangeFacts

SCHEMES = frozenset(Scheme)
SEARCHED = ("zjlx", "zjhm")


def _facts(w: SimpleNamespace, **held: str) -> PersonChangeFacts:
    shown = {"bdh": "form-1", "zp": "", **w.held_of_a_person(**held)}
    return PersonChangeFacts(unit_schemes=SCHEMES, unit_class=UnitClass.VIP, shown=shown, name=shown["xm"])


def _found(w: SimpleNamespace, filing: Any, facts: Any = None) -> list[tuple[str, Effect, Stage | None]]:
    return [(f.rule, f.effect, f.stage) for f in rules.preflight(filing, w.context(facts=facts))]


def _echo(w: SimpleNamespace, filing: Any, check: dict[str, str], **held: str) -> dict[str, EchoField]:
    flow = flows.submit(filing, w.signed_in(), w.context())
    effect = next(flow)
    for answer in (w.person_search_page(), w.person_update_form(**held), w.desk_check("grxx", check)):
        effect = flow.send(answer)
    assert isinstance(effect, Commit)
    return {field.name: field for field in effect.echo}


@pytest.mark.rule("WH-42", "WH-43", "WH-107")
@pytest.mark.parametrize("unit_class", list(UnitClass))
def test_one_thing_changes_and_the_rest_is_sent_back_as_shown(
    w: SimpleNamespace, unit_class: UnitClass
) -> None:
    sent = w.held_of_a_person(jzdz="模拟路2号")
    answers = [w.person_search_page(), w.person_update_form()]
    answers += [w.desk_check("grxx", {**sent, "zpzy": ""}), w.submitted()]
    me = w.signed_in(unit_class=unit_class)
    played = w.play(flows.submit(w.person_update(address=" 模拟路2号 "), me, w.context()), answers)
    nothing = {"zp": Upload("photo.jpg", b"", "image/jpeg")}
    assert played.requests == [
        wire.search_page(wire_addresses.PERSON),
        wire.search(wire_addresses.PERSON, {"zjlx": "01", "zjhm": w.identity()}),
        wire.save(wire_addresses.PERSON, "form-1", sent, nothing),
        wire.submit("S1"),
    ]
    save = played.requests[2]
    assert [(r.operation, r.path) for r in played.requests[:3]] == [
        ("person.open", "grxx.do"),
        ("person.search", "grxx_chaxun.do"),
        ("person.save", "grxx_baocun.do"),
    ]
    assert (save.means, save.charset, save.files) == (Means.DRAFT, "gbk", nothing)
    assert save.form == {"bdh": "form-1", **sent}
    case = played.value
    assert case.state is CaseState.IN_REVIEW
    (keep,) = case.next_steps
    assert (keep.by, keep.place) == (None, None)
    assert "签字" in "".join(keep.papers)


@pytest.mark.rule("WH-107")
def test_the_photo_is_uploaded_and_compared_by_its_digest(w: SimpleNamespace) -> None:
    filing = w.person_update(photo=w.JPEG)
    digest = hashlib.sha256(w.JPEG).hexdigest()
    assert PERSON_UPDATE.uploads is not None
    assert PERSON_UPDATE.uploads(filing) == {"zp": Upload("photo.jpg", w.JPEG, "image/jpeg")}

    def verdict(**shown: str) -> bool:
        return _echo(w, filing, {**w.held_of_a_person(), **shown})["zpzy"].differs

    assert not verdict(zpzy=digest)
    assert verdict(zpzy=hashlib.sha256(b"another").hexdigest())
    assert verdict(zpzy="")
    assert verdict()
    unchanged = _echo(w, w.person_update(), {**w.held_of_a_person(jzdz="模拟路2号"), "zpzy": digest})
    assert unchanged["zpzy"].differs, "a photo that nobody sent"


@pytest.mark.rule("WH-52", "WH-107")
@pytest.mark.parametrize(
    ("held", "shown", "differing"),
    [
        ({}, {}, []),
        ({}, {"jzdz": "模拟路1号"}, ["jzdz"]),
        ({}, {"whcd": "31"}, ["whcd"]),
        ({}, {"sj": ""}, ["sj"]),
        ({}, {"dh": "027-00000001"}, ["dh"]),
        ({"xm": "测试乙"}, {"xm": "测试乙"}, ["xm"]),
        ({"csrq": "1998-05-05"}, {"csrq": "1998-05-05"}, ["csrq"]),
    ],
)
def test_what_was_left_alone_must_stay_as_shown(
    w: SimpleNamespace, held: dict[str, str], shown: dict[str, str], differing: list[str]
) -> None:
    check = {**w.held_of_a_person(jzdz="模拟路2号"), "zpzy": "", **shown}
    echo = _echo(w, w.person_update(address="模拟路2号"), check, **held)
    assert [name for name, field in echo.items() if field.differs] == differing


@pytest.mark.rule("WH-107")
def test_none_leaves_and_an_empty_text_empties(w: SimpleNamespace) -> None:
    filing = w.person_update(
        address="", education="大专", marital="20", nation="满族", mobile="139-0000-0001"
    )
    sent = PERSON_UPDATE.filled(filing, SCHEMES, w.held_of_a_person())
    assert sent == w.held_of_a_person(jzdz="", whcd="30", hyzk="20", mz="11", sj="13900000001")


@pytest.mark.rule("WH-32", "WH-107")
@pytest.mark.parametrize(
    "changes",
    [
        {"education": "火星大学"},
        {"marital": "未知"},
        {"nation": "火星"},
        {"mobile": "1390000000"},
        {"mobile": "23900000000"},
        {"phone": "027"},
        {"phone": "电话号码一二三四五"},
        {"phone": "1" * 21},
        {"address": "路" * 101},
        {"household_place": "路" * 101},
        {"photo": b"GIF89a"},
        {"photo": b"\xff\xd8\xff" + bytes(10)},
        {"photo": b"\xff\xd8\xff" + bytes(102400 - 4) + b"\xff\xd9"},
        {"nation": ""},
        {"address": "路㐀"},
    ],
)
def test_what_the_hall_would_not_take_is_found_before(w: SimpleNamespace, changes: dict[str, Any]) -> None:
    """A value that is in no code table is never guessed at."""
    filing = w.person_update(**changes)
    for facts in (None, _facts(w)):
        assert _found(w, filing, facts) == [("WH-32", Effect.RETURNS, Stage.SAVE)]


@pytest.mark.rule("WH-107")
@pytest.mark.parametrize(
    "changes",
    [
        {"phone": "1234567"},
        {"phone": "1" * 20},
        {"address": "路" * 100},
        {"photo": b"\xff\xd8\xff" + bytes(102400 - 5) + b"\xff\xd9"},
        {"education": ""},
        {"mobile": "13900000001"},
    ],
)
def test_what_the_hall_takes_is_not_found(w: SimpleNamespace, changes: dict[str, Any]) -> None:
    assert _found(w, w.person_update(**changes)) == []
    assert _found(w, w.person_update(**changes), _facts(w)) == []


@pytest.mark.rule("WH-32")
def test_a_mobile_can_be_emptied_only_where_the_hall_has_none(w: SimpleNamespace) -> None:
    filing = w.person_update(mobile="", address="模拟路2号")
    assert _found(w, filing) == [("WH-32", Effect.WARNS, Stage.SAVE)]
    assert _found(w, filing, _facts(w)) == [("WH-32", Effect.RETURNS, Stage.SAVE)]
    assert _found(w, filing, _facts(w, sj="")) == []


@pytest.mark.rule("WH-32")
def test_a_nation_that_not_even_the_hall_has_is_asked_for(w: SimpleNamespace) -> None:
    assert _found(w, w.person_update(), _facts(w, mz="")) == [("WH-32", Effect.RETURNS, Stage.SAVE)]
    assert _found(w, w.person_update(nation="汉"), _facts(w, mz="")) == []
    abroad = w.person(kind=DocumentKind.PASSPORT, number="E12345678", nation=None)
    facts = _facts(w, zjlx="04", zjhm="E12345678", mz="")
    assert _found(w, w.person_update(person=abroad, address="模拟路2号"), facts) == []
    assert _found(w, w.person_update(person=abroad, nation="", address="模拟路2号"), facts) == []


@pytest.mark.rule("WH-107")
def test_nothing_to_change_is_found_with_what_the_hall_holds(w: SimpleNamespace) -> None:
    same = w.person_update(address="模拟路1号", education="本科毕业")
    assert _found(w, same) == []
    assert _found(w, same, _facts(w)) == [("WH-107", Effect.RETURNS, Stage.SAVE)]
    assert _found(w, w.person_update(address="模拟路1号", photo=w.JPEG), _facts(w)) == []
    assert _found(w, w.person_update(photo=b"")) == [("WH-107", Effect.RETURNS, Stage.SAVE)]


@pytest.mark.rule("WH-108")
@pytest.mark.parametrize(
    "changes",
    [
        {"name": "测试乙"},
        {"document": Document(kind=DocumentKind.PASSPORT, number="E12345678")},
        {"sex": "1"},
        {"birth": "1998-05-05"},
    ],
)
def test_key_data_are_for_the_counter(w: SimpleNamespace, changes: dict[str, Any]) -> None:
    filing = w.person_update(**changes)
    for facts in (None, _facts(w)):
        (finding,) = rules.preflight(filing, w.context(facts=facts))
        assert (finding.rule, finding.effect) == ("WH-108", Effect.ELSEWHERE)
        assert finding.place == "辖区社保经办机构"
        assert finding.papers
        assert finding.fields == (f"changes.{next(iter(changes))}",)


@pytest.mark.rule("WH-108")
def test_key_data_as_they_are_change_nothing(w: SimpleNamespace) -> None:
    filing = w.person_update(name=w.NAME, sex="2", address="模拟路2号")
    assert _found(w, filing) == _found(w, filing, _facts(w)) == []


@pytest.mark.rule("WH-63", "WH-107")
def test_the_entrance_speaks_for_its_own_rules(w: SimpleNamespace) -> None:
    for words, rule in (
        ("此人未在本单位参保", "WH-107"),
        ("证件号码有误", "WH-63"),
        ("此人在本单位已有正在办理的个人一般信息变更业务", "WH-107"),
        ("没见过的话", "WH-107"),
    ):
        facts = PersonChangeFacts(
            refusals=read_words([words], PERSON_UPDATE), unit_schemes=SCHEMES, unit_class=UnitClass.VIP
        )
        (finding,) = rules.preflight(w.person_update(), w.context(facts=facts))
        assert (finding.rule, finding.stage, finding.known) == (rule, Stage.ENTRANCE, Known.LOOKUP)


@pytest.mark.rule("WH-107")
def test_facts_are_what_the_form_shows(w: SimpleNamespace) -> None:
    lists = w.home([w.task("S8", ywmc="个人一般信息变更")])
    flow = flows.facts(w.person_update(), w.signed_in())
    seen = w.play(flow, [lists, w.person_search_page(), w.person_update_form()]).value
    assert seen.waiting == ("S8",)
    assert seen.name == w.NAME
    assert {name: seen.shown[name] for name in w.held_of_a_person()} == w.held_of_a_person()
    assert w.NAME not in repr(seen)


def test_a_form_without_its_photo_stops_us_before_the_save(w: SimpleNamespace) -> None:
    bare = w.person_form("grxx", "person", {"bdh": "form-1", **w.held_of_a_person()}, {})
    with pytest.raises(WireChanged, match="zp"):
        w.play(flows.submit(w.person_update(), w.signed_in(), w.context()), [w.person_search_page(), bare])


def test_a_refusal_at_the_entrance_is_told_in_the_halls_words(w: SimpleNamespace) -> None:
    refused = w.page("grxx_chaxun.do", "person_search", errors=("此人未在本单位参保",))
    with pytest.raises(HallRefused) as refusal:
        w.play(flows.submit(w.person_update(), w.signed_in(), w.context()), [w.person_search_page(), refused])
    assert [reason.rule for reason in refusal.value.reasons] == ["WH-107"]


@pytest.mark.rule("WH-63")
def test_another_nation_is_warned_of_because_only_the_review_speaks_of_it(w: SimpleNamespace) -> None:
    other = w.person_update(nation="满")
    assert _found(w, other) == []
    assert _found(w, other, _facts(w)) == [("WH-63", Effect.WARNS, Stage.REVIEW)]
    assert _found(w, w.person_update(nation="汉", address="模拟路2号"), _facts(w)) == []
