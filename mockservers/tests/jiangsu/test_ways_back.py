"""Taking back and changing: latest first, the former one back, and never past the hall's own guards."""

from __future__ import annotations

from typing import Any

import pytest

from sigateway_mockservers import World

NANJING, CHANGZHOU = "32010001", "32040001"


@pytest.mark.rule("JS-07")
def test_a_take_back_undoes_the_whole(handler: Any, world: World) -> None:
    person = handler.person("uninsured man").number
    filing = handler.file("enrolment", "uninsured man")
    reply = handler.take_back(filing)
    assert (reply["state"], reply["takenBackAt"]) == ("已回退", "2026-11-20T09:00:00+08:00")
    assert not handler.hall.is_insured(NANJING, person)
    again = handler.take_back(filing)
    assert (again.code, again.codes) == ("3101", ["X902"])
    assert [row["state"] for row in handler.list()] == ["已回退"], "rows are never removed"
    second = handler.file("enrolment", "uninsured man")
    assert second > filing
    assert world.verify() == []


@pytest.mark.rule("JS-07")
def test_latest_first(handler: Any, world: World) -> None:
    first = handler.file("base", "insured man", wage="8500")
    second = handler.file("base", "insured man", wage="9000")
    third = handler.file("suspension", "insured man")
    others = handler.file("base", "insured woman", wage="9900")
    assert handler.get("filing", filing=first)["blockedBy"] == [third, second]
    assert handler.take_back(first).words == [f"请先回退后续业务：{third}、{second}"]
    assert handler.take_back(others).code == "0", "other people's do not block"
    for each in (third, second, first):
        assert handler.take_back(each)["state"] == "已回退"
    standing = handler.hall.standing(NANJING, handler.person("insured man").number)
    assert str(standing.running.wages[-1].amount) == "8000.0"
    assert world.verify() == []


@pytest.mark.rule("JS-07")
def test_a_stop_is_not_taken_back_once_the_person_is_enrolled_elsewhere(handler: Any, world: World) -> None:
    filing = handler.file("suspension", "insured man", lastPaidMonth="202611")
    handler.hall.insure(CHANGZHOU, handler.person("insured man").number, "202612", "9000")
    assert handler.take_back(filing).codes == ["X905"]
    assert world.verify() == []


@pytest.mark.rule("JS-07")
def test_whose_and_which(handler: Any, visit: Any, world: World) -> None:
    filing = handler.file("base", "insured man")
    person = handler.person("insured man").number
    for wrong in (
        {"filing": "9" * 14, "matter": "base", "idNumber": person},
        {"filing": filing, "matter": "suspension", "idNumber": person},
        {"filing": filing, "matter": "base", "idNumber": handler.person("insured woman").number},
    ):
        assert handler.post("filing/takeback", **wrong).codes == ["X901"]
    other = visit(world)
    other.log_in("legal changzhou", CHANGZHOU)
    assert other.take_back(filing).codes == ["X901"]
    other.log_in_key(NANJING)
    assert other.take_back(filing).code == "0", "any account of the unit that may do the matter"


@pytest.mark.rule("JS-07")
def test_what_never_comes_back(handler: Any) -> None:
    collected = handler.file("basic_data", "unknown to the hall")
    assert handler.take_back(collected).codes == ["X906"]
    assert handler.check("basic_data", "unknown to the hall", collected).codes == ["X906"]


@pytest.mark.rule("JS-07")
def test_a_change_takes_the_place_of_the_former_filing(handler: Any, world: World) -> None:
    person = handler.person("uninsured man").number
    first = handler.file("enrolment", "uninsured man", wage="8000")
    changed = handler.submit(handler.check("enrolment", "uninsured man", first, wage="8800"))
    assert changed["replaces"] == first
    former = handler.get("filing", filing=first)
    assert (former["state"], former["replacedBy"]) == ("已修改", changed["filing"])
    spells = handler.hall.standing(NANJING, person).spells
    assert [str(each.wages[0].amount) for each in spells] == ["8800.0"]
    assert handler.take_back(first).words == ["该业务已修改"]
    assert handler.take_back(changed["filing"])["state"] == "已回退"
    assert handler.get("filing", filing=first)["state"] == "办理成功", "the former one stands again"
    assert str(handler.hall.standing(NANJING, person).running.wages[0].amount) == "8000.0"
    assert handler.take_back(first)["state"] == "已回退"
    assert not handler.hall.is_insured(NANJING, person)
    assert world.verify() == []


@pytest.mark.rule("JS-07")
def test_a_base_is_judged_as_if_the_former_one_were_not_there(handler: Any, world: World) -> None:
    first = handler.file("base", "insured man", wage="9500")
    assert handler.check("base", "insured man", wage="9000").codes == ["B301"]
    second = handler.file("base", "insured man", first, wage="9000")
    third = handler.file("base", "insured man", second, wage="9500")
    assert [row["state"] for row in handler.list()] == ["已修改", "已修改", "办理成功"]
    assert handler.check("base", "insured man", third, wage="7999").codes == ["B301"]
    assert world.verify() == []


@pytest.mark.rule("JS-07")
def test_what_a_change_must_be(handler: Any) -> None:
    filing = handler.file("base", "insured man", wage="9500")
    assert handler.check("base", "insured man", filing, wage="9500.0").codes == ["X908"]
    assert handler.check("base", "insured woman", filing, wage="9600").codes == ["X907"]
    assert handler.check("suspension", "insured man", filing).codes == ["X907"]
    assert handler.check("base", "insured man", "9" * 14, wage="9600").codes == ["X901"]
    later = handler.file("suspension", "insured man")
    assert handler.check("base", "insured man", filing, wage="9600").codes == ["X904"]
    assert handler.check("suspension", "insured man", later, reason="6303").code == "0"


@pytest.mark.rule("JS-07")
def test_a_change_is_looked_at_again_when_it_is_submitted(handler: Any) -> None:
    filing = handler.file("base", "insured man", wage="9500")
    checked = handler.check("base", "insured man", filing, wage="9600")
    handler.take_back(filing)
    reply = handler.submit(checked)
    assert (reply.code, reply.codes) == ("3003", ["X902"])
    assert handler.hall.effects() == []
