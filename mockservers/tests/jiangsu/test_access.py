"""Log-ins: the key through the helper, accounts, people; passwords; and what no session may do."""

from __future__ import annotations

from typing import Any

import pytest

from sigateway_mockservers import World

CHANGZHOU, NANJING = "32040001", "32010001"


@pytest.mark.rule("JS-05", "JS-09", "JS-16", "JS-17", "JS-24", "JS-27")
def test_what_people_are_told(guest: Any) -> None:
    rows = guest.get("help")["rows"]
    assert {row["rule"] for row in rows} == {"JS-05", "JS-09", "JS-16", "JS-17", "JS-24", "JS-27"}
    told = "".join(row["text"] + row["url"] for row in rows)
    for word in ("谷歌", "每月15日", "社会保障卡", "ca1.21.21.712.exe", "CAInfo/index.html"):
        assert word in told


@pytest.mark.rule("JS-18", "JS-24", "JS-25", "JS-26")
def test_the_key_logs_in_without_registration_and_a_first_pin_is_nagged_about(guest: Any) -> None:
    listed = guest.hall.helper.certificates()
    assert [(row.unit, row.name) for row in listed] == [
        (NANJING, "模拟金陵科技有限公司"),
        (CHANGZHOU, "模拟龙城制造有限公司"),
    ]
    reply = guest.log_in_key(NANJING)
    assert (reply["via"], reply["rank"], reply["person"]) == ("CA", "2", None)
    assert reply["notices"] == ["口令仍为初始口令123456，请尽快修改"]
    assert guest.get("unit")["unit"]["number"] == NANJING, "nagged, not blocked"
    guest.hall.helper.change_pin(listed[0].serial, "135790")
    assert guest.log_in_key(NANJING)["notices"] == []
    assert guest.hall.helper.key(NANJING).pin == "135790"
    unregistered = guest.hall.helper.issue("32040002")
    assert unregistered.pin == "123456"
    assert guest.log_in_key("32040002")["scopes"] == ["S01", "S02", "S03", "S04", "S05"]
    state = guest.get("registration", unit="32040002")
    assert (state["state"], state["certificate"]) == ("未注册", True)


@pytest.mark.rule("JS-25")
def test_why_a_key_is_refused(guest: Any, world: World) -> None:
    key = guest.hall.helper.key(NANJING)
    challenge = guest.post("login/ca/challenge", area="320100")["challenge"]
    assert guest.log_in_key(NANJING, challenge=challenge).code == "0"
    assert guest.log_in_key(NANJING, challenge=challenge).codes == ["L001"], "one use"
    assert guest.log_in_key(NANJING, area="320400").codes == ["L106"]
    assert guest.log_in_key(NANJING, certificate="AAAA").codes == ["L002"]
    assert guest.log_in_key(NANJING, signature="AAAA").codes == ["L005"]
    old = guest.post("login/ca/challenge", area="320100")["challenge"]
    world.clock.advance(by=300)
    assert guest.log_in_key(NANJING, challenge=old).codes == ["L001"], "five minutes"
    guest.log_in_key(NANJING)
    guest.hall.helper.revoke(key.serial)
    assert guest.get("unit").code == "1001", "its sessions are over"
    assert guest.log_in_key(NANJING).codes == ["L003"]
    guest.hall.helper.expire(guest.hall.helper.key(CHANGZHOU).serial)
    assert guest.log_in_key(CHANGZHOU).codes == ["L004"]
    assert guest.log_in_key(NANJING, challenge=old).said["appcode"] == "2001"


@pytest.mark.rule("JS-34", "JS-44")
@pytest.mark.parametrize(
    ("note", "unit", "rank", "scopes"),
    [
        ("legal nanjing", NANJING, "1", "S01 S02 S03 S04 S05"),
        ("administrator", NANJING, "2", "S01 S02 S03 S04 S05"),
        ("handler all", NANJING, "3", "S01 S02 S03 S04 S05"),
        ("handler enrolments", NANJING, "3", "S01"),
        ("legal changzhou", CHANGZHOU, "1", "S01 S02 S03 S04 S05"),
    ],
)
def test_each_rank_logs_in_with_the_own_identity(
    guest: Any, note: str, unit: str, rank: str, scopes: str
) -> None:
    reply = guest.log_in(note, unit)
    assert (reply["via"], reply["rank"], " ".join(reply["scopes"])) == ("ACCOUNT", rank, scopes)
    assert reply["person"] == {"idNumber": guest.person(note).number, "name": guest.person(note).name}
    area, uscc = reply["unit"]["area"], reply["unit"]["uscc"]
    by_mobile = guest.log_in(note, uscc, person=guest.person(note).mobile, area=area)
    assert by_mobile["unit"]["number"] == unit


@pytest.mark.rule("JS-05", "JS-36", "JS-42", "JS-44")
@pytest.mark.parametrize(
    ("note", "changes", "code"),
    [
        ("handler waiting", {}, "L103"),
        ("handler revoked", {}, "L104"),
        ("grantable", {}, "L101"),
        ("handler all", {"unit": "32019999"}, "L101"),
        ("handler all", {"area": "320400"}, "L106"),
        ("handler all", {"password": "Wrong2026"}, "L101"),
    ],
)
def test_why_an_account_is_refused(guest: Any, note: str, changes: dict[str, str], code: str) -> None:
    reply = guest.log_in(note, **changes)
    assert (reply.code, reply.codes) == ("2001", [code])


@pytest.mark.rule("JS-23")
def test_five_wrong_passwords_lock_until_it_is_set_anew(guest: Any) -> None:
    for _ in range(4):
        assert guest.log_in(password="Wrong2026").codes == ["L101"]
    assert guest.log_in(password="Wrong2026").codes == ["L102"]
    assert guest.log_in().codes == ["L102"], "the right one is too late"
    won = guest.win("password", "handler all", NANJING)
    person = guest.person("handler all")
    said = {"unit": NANJING, "idNumber": person.number, "pass": won}
    assert guest.post("password/reset", password="short", **said).codes == ["A001"]
    assert guest.post("password/reset", password="Fresh2026", **said).code == "0"
    assert guest.post("password/reset", password="Fresh2027", **said).codes == ["V003"], "one use"
    assert guest.log_in().codes == ["L101"]
    assert guest.log_in(password="Fresh2026").code == "0"
    guest.hall.app.set_password(NANJING, person.number, "InApp2026")
    assert guest.get("unit").code == "1001", "sessions that began with the old one are over"
    assert guest.log_in(password="InApp2026").code == "0"
    changed = guest.post("password/change", old="InApp2026", password="Own20266")
    assert changed.code == "0"
    assert guest.post("password/change", old="InApp2026", password="Own20267").codes == ["A002"]
    assert guest.log_in(password="Own20266").code == "0"


def test_four_wrong_tries_and_a_right_one_count_anew(guest: Any) -> None:
    for _ in range(2):
        for _ in range(4):
            assert guest.log_in(password="Wrong2026").codes == ["L101"]
        assert guest.log_in().code == "0"


@pytest.mark.rule("JS-08", "JS-11", "JS-22")
def test_a_person_registers_and_logs_in_for_himself(guest: Any) -> None:
    person = guest.person("uninsured man")
    said = {"name": person.name, "idNumber": person.number, "mobile": person.mobile, "password": "Own20266"}
    assert guest.log_in_person("uninsured man").codes == ["L101"]
    assert guest.post("person", **said, **{"pass": ""}).codes == ["V003"]
    won = guest.win("person", "uninsured man")
    wrong = said | {"mobile": "19900000000", "password": "weak"}
    assert guest.post("person", **wrong, **{"pass": won}).codes == ["A001", "R006"]
    assert guest.post("person", **said, **{"pass": won}).code == "0"
    assert guest.post("person", **said, **{"pass": won}).codes == ["A003"]
    assert guest.start("person", "uninsured man").codes == ["A003"]
    assert guest.start("person", "uninsured woman", name="模拟别人").codes == ["A004"]
    reply = guest.log_in_person("uninsured man", "Own20266")
    assert reply["kind"] == "person"
    assert guest.get("unit").codes == ["P104"]
    assert guest.get("unit/handlers").codes == ["P104"]
    assert guest.get("person/standing", idNumber=person.number)["standing"] == "未参保"
    assert guest.get("person/standing", idNumber=guest.person("citizen").number).codes == ["P104"]
    won = guest.win("password", "uninsured man")
    reset = guest.post(
        "password/reset", unit="", idNumber=person.number, password="Anew20266", **{"pass": won}
    )
    assert reset.code == "0"
    assert guest.log_in_person("uninsured man", "Anew20266").code == "0"


def test_a_session_ends(handler: Any, world: World) -> None:
    world.clock.advance(by=29 * 60)
    assert handler.get("unit").code == "0"
    world.clock.advance(by=30 * 60)
    out = handler.get("unit")
    assert (out.code, out.http.status_code) == ("1001", 401)
    handler.log_in()
    assert handler.post("logout").code == "0"
    assert handler.post("logout").code == "1001"


def test_what_is_not_modelled_is_loud(guest: Any) -> None:
    for method, path in (("GET", "api/batch"), ("POST", "api/areas"), ("DELETE", "api/filing"), ("GET", "")):
        reply = guest.http.request(method, path)
        assert (reply.status_code, reply.json()["appcode"]) == (501, "1901")


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"{", b'{"area":1}', b'{"area":"1","more":""}', b"{}", b'{"area":"1","area":"2"}', b"\xff"],
)
def test_a_request_that_is_not_as_the_wire_has_it(guest: Any, content: bytes) -> None:
    reply = guest.http.post(
        "api/login/ca/challenge", content=content, headers={"Content-Type": "application/json"}
    )
    assert (reply.status_code, reply.json()["appcode"]) == (400, "1900")
    assert guest.hall.store.challenges == {}


def test_malformed_is_said_before_signed_out(guest: Any) -> None:
    large = {"draft": "x" * 65536, "fields": {}}
    for reply in (
        guest.http.get("api/filing/list?page=1&page=2"),
        guest.http.get("api/filing/list?strange=1"),
        guest.http.post("api/filing/submit", json=large),
        guest.http.post("api/filing/submit", content=b"draft=1"),
    ):
        assert reply.json()["appcode"] == "1900"
    guest.log_in()
    for query in ({"page": "0"}, {"page": "x"}):
        assert guest.get("filing/list", **query).code == "1900"


def test_every_reply_is_dated_by_the_worlds_clock(guest: Any) -> None:
    reply = guest.get("areas")
    assert reply.http.headers["date"] == "Fri, 20 Nov 2026 01:00:00 GMT"
    assert reply.said["time"] == "2026-11-20T09:00:00+08:00"


def test_no_password_pin_or_pass_in_state_or_journal(handler: Any, world: World) -> None:
    won = handler.win("password", "handler all", NANJING)
    told = str(world.state()) + str([entry.as_json() for entry in world.journal.entries])
    for secret in ("Mock2026ab", "654321", won, handler.token):
        assert secret not in told


@pytest.mark.rule("JS-42")
def test_a_face_at_each_login(at: Any) -> None:
    client = at("2026-11-20", "face_at_login")
    assert client.log_in(password="Wrong2026").codes == ["L101"]
    assert client.log_in().codes == ["L107"]
    won = client.win("login", "handler all", NANJING)
    assert client.log_in("administrator", **{"pass": won}).codes == ["L107"], "another's"
    assert client.log_in(**{"pass": won}).code == "0"
    assert client.log_in(**{"pass": won}).codes == ["L107"], "one use"
    won = client.win("login", "handler all", NANJING)
    client.world.clock.advance(by=600)
    assert client.log_in(**{"pass": won}).codes == ["L107"], "ten minutes"
    assert client.log_in_key().code == "0", "a key has no face"
    plain = at()
    assert plain.start("login", "handler all", NANJING).code == "1900"
