"""Who may do what: consent, grants, scopes, revocations; and nobody does what was not granted."""

from __future__ import annotations

from typing import Any

import pytest

from sigateway_mockservers import World

NANJING, CHANGZHOU = "32010001", "32040001"


@pytest.fixture
def legal(guest: Any) -> Any:
    guest.log_in("legal nanjing")
    return guest


@pytest.mark.rule("JS-38", "JS-39", "JS-41")
def test_nothing_is_granted_before_the_unit_has_consented_once(guest: Any, world: World) -> None:
    guest.log_in("legal changzhou", CHANGZHOU)
    assert guest.get("unit/consent")["given"] is False
    assert guest.grant("grantable").codes == ["G001"]
    other = guest.post("unit/consent", version="1.0", digest="0" * 64)
    assert other.codes == ["G011"]
    assert guest.consent()["givenAt"] == "2026-11-20T09:00:00+08:00"
    assert guest.consent().codes == ["G010"]
    assert guest.get("unit/consent")["givenAt"] == "2026-11-20T09:00:00+08:00"
    assert guest.grant("grantable")["state"] == "待验证"
    assert world.verify() == []


@pytest.mark.rule("JS-34", "JS-40")
def test_grants_are_listed_by_group_oldest_first(legal: Any) -> None:
    listed = legal.get("unit/handlers")
    assert (listed["total"], listed["page"], listed["pages"]) == (6, 1, 1)
    assert [(row["group"], row["state"]) for row in listed["rows"]] == [
        ("法定代表人", "正常"),
        ("管理员", "正常"),
        ("经办人", "正常"),
        ("经办人", "正常"),
        ("经办人", "待验证"),
        ("经办人", "已取消"),
    ]
    assert set(listed["rows"][0]) == {
        "grant", "group", "rank", "name", "idNumber", "mobile", "scopes", "state", "grantedAt",
        "activatedAt", "revokedAt", "by",
    }  # fmt: skip
    assert legal.get("unit/handlers", page="2")["rows"] == []


@pytest.mark.rule("JS-35", "JS-36")
def test_who_grants_what(guest: Any, world: World) -> None:
    guest.log_in("administrator")
    assert guest.grant("grantable", "2").codes == ["G002"]
    granted = guest.grant("grantable", "3", ("S02", "S01"))
    assert (granted["scopes"], granted["by"]) == (["S01", "S02"], guest.person("administrator").number)
    guest.log_in_key()
    assert guest.grant("delegate", "2").codes == ["G002"], "the key stands for an administrator"
    assert guest.grant("delegate", "3")["by"] == "CA"
    guest.log_in("legal nanjing")
    assert guest.grant("citizen", "2")["rank"] == "2"
    guest.log_in("handler all")
    for reply in (guest.grant("uninsured man"), guest.get("unit/handlers"), guest.get("unit/consent")):
        assert (reply.code, reply.codes) == ("2101", ["P103"])
    assert world.verify() == []


@pytest.mark.rule("JS-33", "JS-34", "JS-36", "JS-41")
@pytest.mark.parametrize(
    ("note", "changes", "codes"),
    [
        ("grantable", {"name": "模拟别人"}, ["G003"]),
        ("grantable", {"idNumber": "320102199001010000"}, ["G003", "G005"]),
        ("grantable", {"mobile": "19900000000"}, ["G005"]),
        ("grantable", {"scopes": []}, ["G006"]),
        ("grantable", {"scopes": ["S01", "S99"]}, ["G006"]),
        ("grantable", {"rank": "2", "scopes": ["S01"]}, ["G006"]),
        ("handler all", {}, ["G004"]),
        ("handler waiting", {}, ["G004"]),
        ("legal nanjing", {"mobile": "", "scopes": []}, ["G004", "G005", "G006"]),
    ],
)
def test_what_is_wrong_with_a_grant(legal: Any, note: str, changes: dict[str, Any], codes: list[str]) -> None:
    reply = legal.grant(note, **changes)
    assert (reply.code, reply.codes) == ("3201", codes)
    assert len(legal.hall.store.accounts_at(NANJING)) == 6


def test_a_rank_that_nobody_grants_is_malformed(legal: Any) -> None:
    assert legal.grant("grantable", rank="1").code == "1900"
    assert legal.grant("grantable", scopes=[1]).code == "1900"


@pytest.mark.rule("JS-35", "JS-36", "JS-37")
def test_scopes_and_revocation_work_at_once(legal: Any, visit: Any, world: World) -> None:
    handler = visit(world)
    handler.log_in("handler enrolments")
    grant = legal.hall.account(NANJING, legal.person("handler enrolments").number).number
    assert handler.check("suspension", "insured man").words == [
        "您没有“退工停保”事项的办理权限，请联系单位管理员授权"
    ]
    assert legal.post("unit/handlers/scopes", grant=grant, scopes=["S02"])["scopes"] == ["S02"]
    assert handler.check("suspension", "insured man").code == "0"
    assert handler.check("enrolment", "uninsured man").codes == ["P101"]
    assert legal.post("unit/handlers/revoke", grant=grant)["state"] == "已取消"
    assert handler.get("unit").code == "1001", "its sessions end"
    assert handler.log_in("handler enrolments").codes == ["L104"]
    assert legal.post("unit/handlers/revoke", grant=grant).codes == ["G008"]
    assert legal.post("unit/handlers/scopes", grant=grant, scopes=["S01"]).codes == ["G008"]
    again = legal.grant("handler enrolments")
    assert again["grant"] != grant, "granted anew, it waits for a new scan"
    assert handler.log_in("handler enrolments").codes == ["L103"]
    assert world.verify() == []


@pytest.mark.rule("JS-35", "JS-36")
def test_whom_nobody_revokes(guest: Any) -> None:
    number = {
        note: guest.hall.account(NANJING, guest.person(note).number).number
        for note in ("legal nanjing", "administrator", "handler all")
    }
    foreign = guest.hall.account(CHANGZHOU, guest.person("legal changzhou").number).number
    guest.log_in("administrator")
    for grant, code in (
        (number["legal nanjing"], "G009"),
        (number["administrator"], "G002"),
        (foreign, "G007"),
        ("99999999", "G007"),
    ):
        assert guest.post("unit/handlers/revoke", grant=grant).codes == [code]
    assert guest.post("unit/handlers/scopes", grant=number["handler all"], scopes=[]).codes == ["G006"]
    assert guest.post("unit/handlers/revoke", grant=number["handler all"]).code == "0"
    guest.log_in("legal nanjing")
    assert guest.post("unit/handlers/revoke", grant=number["administrator"]).code == "0"


MATTERS = {
    "S01": ("enrolment", "uninsured man"),
    "S02": ("suspension", "insured man"),
    "S03": ("base", "insured man"),
    "S04": ("retirement", "near retirement"),
}


@pytest.mark.rule("JS-36", "JS-37")
@pytest.mark.parametrize("scope", [*MATTERS, "S05"])
def test_a_handler_does_the_granted_matter_and_no_other(guest: Any, scope: str) -> None:
    person = guest.person("grantable").number
    guest.hall.ready(NANJING, "3", person, (scope,))
    assert guest.log_in("grantable")["scopes"] == [scope]
    for each, (matter, note) in MATTERS.items():
        assert guest.check(matter, note).codes == ([] if each == scope else ["P101"])
    months = {"from": "202609", "to": "202610"}
    slips = [] if scope == "S05" else ["P101"]
    assert guest.get("unit/entitlements", **months).codes == slips
    if scope != "S05":
        assert guest.get("unit/slip", **months).codes == slips
    assert guest.check("transfer", "citizen").codes == ["P104"]


@pytest.mark.rule("JS-37")
def test_a_draft_of_a_matter_that_was_taken_away_is_not_submitted(
    legal: Any, visit: Any, world: World
) -> None:
    handler = visit(world)
    handler.log_in("handler enrolments")
    checked = handler.check("enrolment", "uninsured man")
    grant = legal.hall.account(NANJING, legal.person("handler enrolments").number).number
    legal.post("unit/handlers/scopes", grant=grant, scopes=["S02"])
    assert handler.submit(checked).codes == ["P101"]
    assert handler.get("filing/draft", draft=checked["draft"]).code == "4001"
    assert legal.hall.effects() == []
    legal.post("unit/handlers/scopes", grant=grant, scopes=["S01"])
    filing = handler.submit(checked)["filing"]
    legal.post("unit/handlers/scopes", grant=grant, scopes=["S02"])
    assert handler.take_back(filing).codes == ["P101"]
    assert handler.get("filing", filing=filing).code == "4001"
    assert handler.list() == []
    assert len(legal.list()) == 1, "the legal representative sees everything"


@pytest.mark.rule("JS-36")
def test_a_key_and_an_administrator_do_everything(guest: Any) -> None:
    for log_in in (guest.log_in_key, lambda: guest.log_in("administrator")):
        log_in()
        for matter, note in MATTERS.values():
            assert guest.check(matter, note).code == "0"


@pytest.mark.rule("JS-42")
def test_a_face_that_was_shown_for_an_earlier_grant_does_not_do(guest: Any, world: World) -> None:
    person = guest.person("handler waiting").number
    won = guest.win("activation", "handler waiting", NANJING)
    guest.hall.legal.revoke(guest.hall.account(NANJING, person).number)
    world.clock.advance(by=60)
    guest.hall.legal.grant(NANJING, "3", person, ("S01",))
    said = {"area": "320100", "unit": NANJING, "idNumber": person, "password": "Fresh2026"}
    assert guest.post("account/activate", **said, **{"pass": won}).codes == ["V003"]
    anew = guest.win("activation", "handler waiting", NANJING)
    assert guest.post("account/activate", **said, **{"pass": anew}).code == "0"
