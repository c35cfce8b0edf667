"""Filings: form, rules of the check, drafts, what they do, what is shown."""

from __future__ import annotations

from typing import Any

import pytest

from sigateway_mockservers import World

NANJING, CHANGZHOU = "32010001", "32040001"


def month(wages: Any) -> list[tuple[str, str]]:
    return [(each.month, str(each.amount)) for each in wages]


@pytest.mark.rule("JS-03", "JS-06", "JS-45", "JS-47")
def test_an_enrolment_from_the_check_to_the_standing(handler: Any, world: World) -> None:
    checked = handler.check("enrolment", "uninsured man", wage="5900.55", contractFrom="2026-10-12")
    assert checked["fields"]["wage"] == "5900.6", "one decimal, half up"
    assert (checked["feeMonth"], checked["startMonth"]) == ("202612", "202610")
    assert (checked["assessedBase"], checked["expiresAt"]) == ("5900.6", "2026-11-21T00:00:00+08:00")
    assert checked["notices"] == ["用人单位应自用工之日起30日内办理参保"]
    draft = handler.get("filing/draft", draft=checked["draft"])
    assert (draft["state"], draft["filing"]) == ("未提交", "")
    assert handler.list() == []
    assert handler.hall.effects() == []
    reply = handler.submit(checked)
    assert reply.said["message"] == "业务办理成功"
    assert (reply["state"], reply["by"]) == ("办理成功", handler.person("handler all").number)
    assert reply["changeableUntil"] == "2026-12-06T23:59:59+08:00"
    assert handler.get("filing/draft", draft=checked["draft"])["filing"] == reply["filing"]
    assert [row["filing"] for row in handler.list(draft=checked["draft"])] == [reply["filing"]]
    standing = handler.get("person/standing", idNumber=handler.person("uninsured man").number)
    assert (standing["standing"], standing["since"], standing["wage"]) == ("本单位参保", "202610", "5900.6")
    assert handler.hall.is_insured(NANJING, handler.person("uninsured man").number)
    assert world.verify() == []


FORM = [
    ("enrolment", {"idNumber": ""}, "M001"),
    ("enrolment", {"idNumber": "320102199504150438"}, "M002"),
    ("enrolment", {"name": ""}, "M001"),
    ("enrolment", {"increase": "3"}, "M002"),
    ("enrolment", {"contractKind": "44"}, "M002"),
    ("enrolment", {"contractKind": "41"}, "M001"),
    ("enrolment", {"contractTo": "2027-01-01"}, "M002"),
    ("enrolment", {"contractKind": "43", "contractTo": "2020-01-01"}, "M002"),
    ("enrolment", {"contractFrom": "2026-02-30"}, "M002"),
    ("enrolment", {"post": "08"}, "M002"),
    ("enrolment", {"identity": "102"}, "M002"),
    ("enrolment", {"wage": "0"}, "M002"),
    ("enrolment", {"wage": "09000"}, "M002"),
    ("enrolment", {"wage": "9000.555"}, "M002"),
    ("renewal", {"increase": "1"}, "M002"),
    ("suspension", {"reason": "6302"}, "M002"),
    ("suspension", {"endedOn": ""}, "M001"),
    ("suspension", {"lastPaidMonth": "202613"}, "M002"),
    ("retirement", {"mobile": "123"}, "M002"),
    ("retirement", {"postTo": ""}, "M001"),
    ("basic_data", {"householdKind": "17"}, "M002"),
    ("basic_data", {"community": ""}, "M001"),
    ("basic_data", {"householdKind": "13"}, "M002"),
]


@pytest.mark.rule("JS-45")
@pytest.mark.parametrize(("matter", "changes", "code"), FORM)
def test_what_is_wrong_with_a_form(handler: Any, matter: str, changes: dict[str, str], code: str) -> None:
    reply = handler.check(matter, "uninsured man", **changes)
    assert reply.code == "3001"
    assert set(reply.codes) == {code}
    assert handler.hall.store.drafts == {}


@pytest.mark.rule("JS-45")
@pytest.mark.parametrize(
    ("changes"),
    [
        {"contractKind": "41", "contractTo": "2027-10-31"},
        {"contractKind": "43"},
        {"contractKind": "43", "contractTo": "2027-10-31"},
        {"wage": "0.1"},
    ],
)
def test_what_is_right_with_a_form(handler: Any, changes: dict[str, str]) -> None:
    assert handler.check("enrolment", "uninsured man", **changes).code == "0"


RULES = [
    ("enrolment", "unknown to the hall", {}, ["C001"]),
    ("enrolment", "uninsured man", {"name": "模拟别人"}, ["C002"]),
    ("enrolment", "insured man", {}, ["E101"]),
    ("enrolment", "insured elsewhere", {}, ["E102"]),
    ("enrolment", "insured changzhou", {}, ["E102"]),
    ("enrolment", "uninsured man", {"contractFrom": "2026-05-01"}, []),
    ("enrolment", "uninsured man", {"contractFrom": "2026-04-30"}, ["E103"]),
    ("enrolment", "uninsured man", {"contractFrom": "2026-11-20"}, []),
    ("enrolment", "uninsured man", {"contractFrom": "2026-11-21"}, ["E104"]),
    ("enrolment", "stopped here", {"contractFrom": "2026-08-31"}, ["E106"]),
    ("enrolment", "stopped here", {"contractFrom": "2026-09-01"}, []),
    ("enrolment", "flexible", {}, ["E107"]),
    ("renewal", "uninsured man", {}, ["E105"]),
    ("renewal", "insured man", {"contractFrom": "2026-11-21"}, ["E104"]),
    ("renewal", "insured man", {"contractFrom": "2025-01-01"}, ["E108"]),
    ("renewal", "insured man", {"contractFrom": "2025-01-01", "post": "02"}, []),
    ("suspension", "uninsured man", {}, ["E105"]),
    ("suspension", "insured man", {"name": "模拟别人", "endedOn": "2026-11-21"}, ["C002", "T201"]),
    ("suspension", "insured man", {"lastPaidMonth": "202611"}, []),
    ("suspension", "insured man", {"lastPaidMonth": "202612"}, []),
    ("suspension", "insured man", {"lastPaidMonth": "202610"}, ["T202"]),
    ("suspension", "insured man", {"lastPaidMonth": "202701"}, ["T202"]),
    ("base", "uninsured man", {}, ["E105"]),
    ("base", "insured man", {"wage": "8000.1"}, []),
    ("base", "insured man", {"wage": "8000"}, ["B302"]),
    ("base", "insured man", {"wage": "8000.04"}, ["B302"]),
    ("base", "insured man", {"wage": "7999.9"}, ["B301"]),
    ("retirement", "uninsured man", {}, ["E105"]),
    ("retirement", "near retirement", {"retireOn": "2026-11-01"}, []),
    ("retirement", "near retirement", {"retireOn": "2026-10-31"}, ["J402"]),
    ("basic_data", "uninsured man", {}, ["N501"]),
    ("basic_data", "unknown to the hall", {}, []),
    ("basic_data", "unknown to the hall", {"name": "模拟别人"}, ["C002"]),
]


@pytest.mark.rule("JS-06", "JS-13", "JS-45", "JS-47")
@pytest.mark.parametrize(("matter", "note", "changes", "codes"), RULES)
def test_the_rules_of_the_check(
    handler: Any, matter: str, note: str, changes: dict[str, str], codes: list[str]
) -> None:
    reply = handler.check(matter, note, **changes)
    assert reply.codes == codes
    assert reply.code == ("3002" if codes else "0")


@pytest.mark.rule("JS-45")
def test_somebody_whom_no_register_knows(handler: Any) -> None:
    nobody = {"idNumber": "320102199001010192", "name": "无名"}
    assert handler.check("basic_data", "uninsured man", **nobody).codes == ["N502"]
    assert handler.check("enrolment", "uninsured man", **nobody).codes == ["C001"]


@pytest.mark.rule("JS-45")
def test_an_unknown_person_is_collected_first(handler: Any, world: World) -> None:
    person = handler.person("unknown to the hall").number
    assert handler.get("person/standing", idNumber=person)["known"] is False
    assert handler.check("enrolment", "unknown to the hall").codes == ["C001"]
    handler.file("basic_data", "unknown to the hall")
    assert handler.get("person/standing", idNumber=person)["known"] is True
    handler.file("enrolment", "unknown to the hall")
    assert [each.kind for each in handler.hall.effects()] == ["basic_data", "enrolment"]
    assert world.verify() == []


@pytest.mark.rule("JS-06", "JS-45", "JS-47")
def test_what_each_filing_does(handler: Any, world: World) -> None:
    person = handler.person("insured man").number
    handler.file("base", "insured man", wage="9500")
    spell = handler.hall.standing(NANJING, person).running
    assert month(spell.wages) == [("202501", "8000.0"), ("202612", "9500.0")]
    handler.file("renewal", "insured man", contractKind="41", contractTo="2028-12-31", post="02")
    contract = handler.hall.standing(NANJING, person).running.contract
    assert (contract.kind, contract.ends, contract.post) == ("41", "2028-12-31", "02")
    handler.file("suspension", "insured man", lastPaidMonth="202611")
    ended = handler.hall.standing(NANJING, person)
    assert (ended.running, ended.spells[-1].last_month) == (None, "202611")
    shown = handler.get("person/standing", idNumber=person)
    assert (shown["standing"], shown["lastPaidMonth"], shown["stoppedInWindow"]) == ("未参保", "202611", True)
    assert handler.check("enrolment", "insured man").codes == ["E106"]
    world.clock.advance(to="2026-12-20T09:00:00+08:00")
    handler.log_in()
    handler.file("enrolment", "insured man", contractFrom="2026-12-01")
    assert len(handler.hall.standing(NANJING, person).spells) == 2
    assert world.verify() == []


@pytest.mark.rule("JS-45")
def test_the_notice_of_a_late_stop(handler: Any) -> None:
    assert handler.check("suspension", "insured man", endedOn="2026-11-10")["notices"] == []
    late = handler.check("suspension", "insured man", endedOn="2026-11-09")
    assert late["notices"] == ["应自终止之日起10日内办理停保"]
    assert handler.check("enrolment", "uninsured man", contractFrom="2026-10-21")["notices"] == []


@pytest.mark.parametrize(("wage", "base"), [("3000", "5000.0"), ("9000", "9000.0"), ("41000", "25000.0")])
def test_the_assessed_base_keeps_to_floor_and_ceiling(handler: Any, wage: str, base: str) -> None:
    assert handler.check("enrolment", "uninsured man", wage=wage)["assessedBase"] == base


def test_other_limits_from_a_month_on(handler: Any) -> None:
    handler.hall.set_limits("202611", "6000", "20000")
    assert handler.check("enrolment", "uninsured man", wage="3000")["assessedBase"] == "6000.0"
    before = handler.check("enrolment", "uninsured man", wage="3000", contractFrom="2026-10-01")
    assert before["assessedBase"] == "5000.0"
    assert handler.get("unit")["limits"][-1] == {"from": "202611", "floor": "6000.0", "ceiling": "20000.0"}


# --- drafts -----------------------------------------------------------------------------------------------------


def test_a_draft_is_good_for_one_submission_of_just_its_content(handler: Any, world: World) -> None:
    checked = handler.check("enrolment", "uninsured man")
    other = {**checked["fields"], "wage": "9000.1"}
    assert handler.post("filing/submit", draft=checked["draft"], fields=other).codes == ["D003"]
    assert handler.post("filing/submit", draft="9" * 16, fields=other).codes == ["D002"]
    filing = handler.submit(checked)["filing"]
    again = handler.submit(checked)
    assert (again.code, again.words) == ("3003", [f"该草稿已提交，受理编号{filing}"])
    assert len(handler.hall.effects()) == 1
    late = handler.check("enrolment", "uninsured woman")
    world.clock.advance(to="2026-11-21T00:00:00+08:00")
    handler.log_in()
    assert handler.get("filing/draft", draft=late["draft"])["state"] == "已失效"
    assert handler.submit(late).codes == ["D002"]


def test_a_draft_is_the_units_not_the_sessions(handler: Any, visit: Any, world: World) -> None:
    checked = handler.check("enrolment", "uninsured man")
    other = visit(world)
    other.log_in("legal changzhou", CHANGZHOU)
    assert other.submit(checked).codes == ["D002"]
    assert other.get("filing/draft", draft=checked["draft"]).code == "4001"
    other.log_in("administrator")
    filing = other.submit(checked)["filing"]
    other.log_in("legal changzhou", CHANGZHOU)
    assert other.get("filing", filing=filing).code == "4001"
    assert other.list() == []


def test_the_rules_are_looked_at_again_when_it_is_submitted(handler: Any) -> None:
    checked = handler.check("enrolment", "uninsured man")
    handler.file("enrolment", "uninsured man", wage="9100")
    reply = handler.submit(checked)
    assert (reply.code, reply.codes) == ("3003", ["E101"])


def test_fields_are_exactly_those_of_the_matter(handler: Any) -> None:
    fields = handler.fields("base", handler.person("insured man"))
    for wrong in ({**fields, "more": ""}, {"wage": "9000"}, {**fields, "wage": 9000}):
        assert handler.post("filing/check", matter="base", fields=wrong, replaces="").code == "1900"
    assert handler.post("filing/check", matter="strange", fields=fields, replaces="").code == "1900"


def test_the_list_is_read_page_by_page_oldest_first(handler: Any) -> None:
    hall = handler.hall
    wages = [f"{8000 + each}.5" for each in range(51)]
    numbers = [hall.clerk.file(NANJING, "base", idNumber=handler.person("insured man").number, wage=each)
               for each in wages]  # fmt: skip
    first, second = handler.get("filing/list"), handler.get("filing/list", page="2")
    assert (first["total"], first["pages"], len(first["rows"]), len(second["rows"])) == (51, 2, 50, 1)
    assert [row["filing"] for row in [*first["rows"], *second["rows"]]] == numbers
    assert handler.list(month="202610") == []
    assert handler.list(idNumber=handler.person("insured woman").number) == []


# --- people for themselves --------------------------------------------------------------------------------------


@pytest.mark.rule("JS-08")
def test_flexible_enrolment_and_stop(guest: Any, world: World) -> None:
    guest.log_in_person("citizen")
    number = guest.person("citizen").number
    assert guest.check("flexible_suspension", "citizen").codes == ["H602"]
    checked = guest.check("flexible_enrolment", "citizen")
    assert (checked["feeMonth"], checked["assessedBase"]) == ("202612", "6000.0")
    guest.submit(checked)
    standing = guest.get("person/standing", idNumber=number)
    assert (standing["standing"], standing["since"]) == ("灵活就业", "202612")
    assert guest.check("flexible_enrolment", "citizen").codes == ["H601"]
    assert guest.check("flexible_suspension", "citizen", lastPaidMonth="202610").codes == ["T202", "T203"]
    filing = guest.file("flexible_suspension", "citizen")
    assert guest.take_back(filing)["state"] == "已回退"
    assert guest.check("flexible_enrolment", "uninsured man").codes == ["C003"]
    assert guest.check("enrolment", "uninsured man").codes == ["P104"]
    assert world.verify() == []


@pytest.mark.rule("JS-08")
def test_who_is_insured_at_a_unit_is_not_flexible(guest: Any) -> None:
    guest.hall.insure(CHANGZHOU, guest.person("citizen").number, "202610", "7000")
    guest.log_in_person("citizen")
    assert guest.check("flexible_enrolment", "citizen").codes == ["H601"]
    shown = guest.get("person/standing", idNumber=guest.person("citizen").number)
    assert (shown["standing"], shown["unitName"]) == ("本单位参保", "模拟龙城制造有限公司")


@pytest.mark.rule("JS-08")
def test_a_transfer_takes_its_days_and_may_then_be_asked_for_again(guest: Any, world: World) -> None:
    guest.log_in_person("citizen")
    filing = guest.file("transfer", "citizen")
    assert guest.get("filing", filing=filing)["state"] == "办理中"
    assert guest.check("transfer", "citizen").codes == ["H603"]
    assert guest.take_back(filing).codes == ["X906"]
    fired = world.clock.advance(to="2026-12-05T17:00:00+08:00")
    assert [(each.what, each.subject) for each in fired] == [("transfer.completed", filing)]
    guest.log_in_person("citizen")
    assert guest.get("filing", filing=filing)["steps"][-1]["step"] == "已办结"
    guest.file("transfer", "citizen")
    assert world.verify() == []
