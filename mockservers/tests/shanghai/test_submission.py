"""The submission: an instant verdict, a slip that is good for one, and every rule again."""

from __future__ import annotations

from typing import Any

import pytest

from sigateway_mockservers import Simulator

SECOND = "31000002"
MAN, HERE, UNPAID = "sh uninsured man", "sh insured here man", "sh insured here, months unpaid"
OWED = {"ksny": "202608", "jsny": "202610"}


@pytest.fixture
def careless(simulator: Simulator, open_client: Any) -> Any:
    """A client of the hall that guards nothing."""
    world = simulator.create_world(seed=7, variants={"shanghai": {"accepts_duplicates"}})
    return open_client(world)


@pytest.mark.rule("SH-23", "SH-24")
def test_the_verdict_is_in_the_reply_with_what_the_check_had_shown(client: Any) -> None:
    person = client.world.people.noted(MAN)
    checked = client.check("01", person, gzsr="9000.55")
    assert checked.xx == "校验通过"
    assert (checked["jyh"][:8], len(checked["jyh"])) == ("20261110", 16)
    assert checked["sxsj"] == "2026-11-11T00:00:00+08:00"
    assert client.world.shanghai.effects() == [], "a check has no legal effect"
    client.world.clock.advance(by=30)
    taken = client.submit(checked)
    assert (taken.http.status_code, taken.dm, taken.xx) == (200, "0000", "申报成功")
    assert (taken["sbh"][:6], len(taken["sbh"])) == ("202611", 14)
    assert (taken["jyh"], taken["sbsj"]) == (checked["jyh"], "2026-11-10T09:00:30+08:00")
    for part in ("sb", "qt", "hd"):
        assert taken.fields(part) == checked.fields(part)
    assert taken.fields("sb")["gzsr"] == "9000.6"
    (declaration,) = client.world.shanghai.effects(kind="enrolment")
    assert (declaration.number, declaration.state) == (taken["sbh"], "有效")
    assert client.world.verify() == []


@pytest.mark.rule("SH-24")
def test_nothing_is_ever_pending(client: Any) -> None:
    person = client.world.people.noted(HERE)
    assert client.check("01", person).codes == ["C102"]
    assert client.ask("sbqd")["zs"] == "0"
    client.file("02", person)
    assert {row["zt"] for row in client.ask("sbqd").rows("rows")} == {"有效"}
    assert client.world.clock.advance(by=86400) == [], "nothing falls due"


@pytest.mark.rule("SH-24")
def test_a_slip_is_good_for_one_submission(client: Any) -> None:
    checked = client.check("01", client.world.people.noted(MAN))
    slip = client.ask("jycx", jyh=checked["jyh"])
    assert (slip["zt"], slip["sbh"], slip["sxsj"]) == ("未用", "", "2026-11-11T00:00:00+08:00")
    assert slip.fields("sb") == checked.fields("sb")
    sbh = client.submit(checked)["sbh"]
    again = client.submit(checked)
    assert (again.dm, again.xx) == ("3003", "申报不成功")
    assert again.reasons == [("T001", f"该校验号已申报，申报号{sbh}")]
    assert (client.ask("jycx", jyh=checked["jyh"])["zt"], client.ask("sbqd")["zs"]) == ("已用", "1")
    assert client.withdraw(sbh).dm == "0000"
    assert client.submit(checked).codes == ["T001"], "nor is it good for another after a withdrawal"


@pytest.mark.rule("SH-24")
def test_a_slip_that_is_unknown_lapsed_or_anothers(client: Any, open_client: Any) -> None:
    stale = [("T002", "校验号无效或已失效，请重新校验")]
    checked = client.check("01", client.world.people.noted(MAN))
    fields = checked.fields("sb")
    assert client.ask_signed("sbtj", client.submission("2026111000009999", fields)).reasons == stale
    other = open_client(client.world, unit=SECOND)
    assert other.submit(checked).reasons == stale
    assert other.ask("jycx", jyh=checked["jyh"]).dm == "4001"
    client.world.clock.advance(to="2026-11-10T23:59:59+08:00")
    client.log_in()
    assert client.ask("jycx", jyh=checked["jyh"])["zt"] == "未用"
    client.world.clock.advance(by=1)
    assert client.ask("jycx", jyh=checked["jyh"])["zt"] == "已失效"
    refused = client.submit(checked)
    assert (refused.dm, refused.reasons) == ("3003", stale)
    assert client.world.shanghai.effects() == []


@pytest.mark.rule("SH-24")
def test_what_is_submitted_is_what_was_checked(client: Any) -> None:
    checked = client.check("01", client.world.people.noted(MAN), gzsr="9000.55")
    shown = checked.fields("sb")
    differs = [("T003", "申报内容与校验内容不一致，请重新校验")]
    for change in (
        {"gzsr": "9000.55"},
        {"gzsr": "9000.60"},
        {"grxh": ""},
        {"xm": "模拟"},
        {"qsny": "202610"},
    ):
        refused = client.ask_signed("sbtj", client.submission(checked["jyh"], shown | change))
        assert (refused.dm, refused.reasons) == ("3003", differs), change
    assert client.submit(checked).dm == "0000", "the slip was not used up"


@pytest.mark.rule("SH-24", "SH-28")
def test_every_rule_is_looked_at_again_as_things_stand_then(client: Any) -> None:
    hall, people = client.world.shanghai, client.world.people
    enrols, stops = client.check("01", people.noted(MAN)), client.check("02", people.noted(HERE))
    pays = client.check("03", people.noted(UNPAID), **OWED)
    hall.clerk.declare("31000001", "01", zjhm=people.noted(MAN).number)
    hall.counter.declare("31000001", "02", zjhm=people.noted(HERE).number)
    hall.counter.declare("31000001", "03", zjhm=people.noted(UNPAID).number)
    for checked, code in ((enrols, "C102"), (stops, "S201"), (pays, "B305")):
        refused = client.submit(checked)
        assert (refused.dm, refused.xx, refused.codes) == ("3003", "申报不成功", [code])
        assert client.ask("jycx", jyh=checked["jyh"])["zt"] == "未用"
    assert client.world.journal.entries[-2].rule_ids == ("SH-28",)
    assert client.world.verify() == []


def test_the_same_signed_document_in_another_session(client: Any) -> None:
    checked = client.check("01", client.world.people.noted(MAN))
    body = client.submission(checked["jyh"], checked.fields("sb"))
    message = client.wrapped("sbtj", client.document("sbtj", body))
    client.ask("tc")
    assert client.raw("sbtj", message).dm == "1001"
    client.log_in()
    assert client.raw("sbtj", message).dm == "0000"
    assert client.raw("sbtj", message).codes == ["T001"]


@pytest.mark.rule("SH-09", "SH-15")
def test_any_authorised_certificate_of_the_unit_submits_what_another_checked(
    client: Any, open_client: Any
) -> None:
    checked = client.check("01", client.world.people.noted(MAN))
    other = open_client(client.world, "authorised")
    sbh = other.submit(checked)["sbh"]
    assert other.ask("sbmx", sbh=sbh)["zsxlh"] == other.own


@pytest.mark.rule("SH-28", "SH-29")
@pytest.mark.parametrize(
    ("ywlx", "note", "changes", "kind"),
    [
        ("01", MAN, {}, "enrolment"),
        ("02", HERE, {}, "suspension"),
        ("03", UNPAID, OWED, "back_payment"),
        ("04", HERE, {}, "wage_change"),
        ("05", HERE, {}, "annual_wage"),
    ],
)
def test_in_the_hall_that_guards_nothing_the_same_slip_files_again(
    simulator: Simulator, open_client: Any, ywlx: str, note: str, changes: dict[str, str], kind: str
) -> None:
    now = "2026-06-10T09:00:00+08:00" if ywlx == "05" else "2026-11-10T09:00:00+08:00"
    world = simulator.create_world(seed=7, now=now, variants={"shanghai": {"accepts_duplicates"}})
    careless = open_client(world)
    person = world.people.noted(note)
    checked = careless.check(ywlx, person, **changes)
    first, second = careless.submit(checked)["sbh"], careless.submit(checked)["sbh"]
    assert second > first
    third = careless.file(ywlx, person, **changes)
    assert third > second, "nor does another slip meet a rule"
    assert careless.ask("jycx", jyh=checked["jyh"])["sbh"] == first
    assert [each.kind for each in world.shanghai.effects()] == [kind] * 3
    assert len(world.shanghai.standing("31000001", person.number).spells) == 1
    assert {violation.rule for violation in world.verify()} >= {"slip-used-twice", "duplicate-effect"}
    assert len(world.attempts_after_landing()) == 2


@pytest.mark.rule("SH-28")
def test_even_a_hall_that_guards_nothing_has_rules_of_standing(careless: Any) -> None:
    people = careless.world.people
    assert careless.check("01", people.noted("sh insured elsewhere")).codes == ["C103"]
    assert careless.check("02", people.noted(MAN)).codes == ["S201"]
    assert careless.check("03", people.noted(UNPAID), ksny="202607", jsny="202608").reasons == [
        ("B305", "补缴月份不在参保期间或已缴费：202607")
    ]
    stopped = people.noted("sh stopped here")
    assert careless.check("03", stopped, ksny="202608", jsny="202608").dm == "0000", (
        "the last month was insured"
    )
    assert careless.check("03", stopped, ksny="202608", jsny="202609").codes == ["B305"]
    assert careless.check("02", people.noted("sh stopped here")).codes == ["S201"], "stopped in another month"


@pytest.mark.rule("SH-28")
def test_a_removal_is_taken_again_only_in_the_month_in_which_it_was_taken(careless: Any) -> None:
    person = careless.world.people.noted(UNPAID)
    careless.file("02", person, jzny="202610")
    assert careless.check("02", person).dm == "0000"
    careless.world.clock.advance(to="2026-12-06T10:00:00+08:00")
    careless.log_in()
    careless.file("03", person, **OWED)
    assert careless.check("02", person, jzny="202611").codes == ["S201"]


def test_what_the_journal_says_of_a_declaration(client: Any) -> None:
    person, journal = client.world.people.noted(MAN), client.world.journal
    client.submit(client.check("01", person, gzsr="9000"))
    checked, submitted = journal.of("declaration.check")[-1], journal.of("declaration.submit")[-1]
    assert checked.committed
    assert submitted.committed
    assert checked.content == submitted.content != ""
    assert (submitted.kind, submitted.unit, submitted.person) == ("enrolment", "31000001", person.number)

    def content(**changes: str) -> str:
        client.check("01", person, **changes)
        return str(journal.entries[-1].content)

    assert content(gzsr="9000.04") == submitted.content, "kept to the jiao, and whatever number is given"
    assert content(gzsr="9000.05") != submitted.content
    assert content(gzsr="9000", grxh="8") != submitted.content
    assert client.world.attempts_after_landing() == [], "a check files nothing"
