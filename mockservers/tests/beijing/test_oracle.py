"""Exactly once, from the hall's side: each promise turned red by breaking it on purpose."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from sigateway_mockservers import World
from sigateway_mockservers.beijing.records import Half

from .client import FIRST, SECOND, Client, noted
from .test_files import adding, cutting, make, send, upload


def broken(world: World) -> set[str]:
    return {each.rule for each in world.verify()}


def keep(client: Client, number: str, **changes: Any) -> Half:
    half = client.hall.half(number)
    changed = replace(half, **changes)
    client.hall.store.halves[half.key] = changed
    return changed


def submission(client: Client, number: str, **changes: Any) -> None:
    half = client.hall.half(number)
    keep(client, number, submissions=(*half.submissions[:-1], replace(half.submissions[-1], **changes)))


@pytest.fixture
def lax(at: Callable[..., Client]) -> Client:
    return at("2026-11-10T09:00:00+08:00", "accepts_duplicates")


def test_a_whole_day_of_work_is_in_order(client: Client) -> None:
    for code, note in (
        ("zj", "stopped"),
        ("js", "here man"),
        ("gz", "here woman"),
        ("grbg", "here high wage"),
    ):
        client.file(code, noted(client, note), **({"mobile": "19911112222"} if code == "grbg" else {}))
    send(client, "js", [cutting(noted(client, "1992"))])
    client.hall.file_as_clerk(
        FIRST, "bj", noted(client, "here woman").number, backFrom="202412", backTo="202412"
    )
    client.wait(20)
    assert client.world.verify() == []
    assert client.hall.halves_left() == []
    assert client.world.attempts_after_landing() == []


def test_a_half_sent_again_after_a_lost_answer_is_seen(client: Client, lax: Client) -> None:
    for each in (client, lax):
        draft = each.save("gz", noted(each, "here man"))
        assert each.submit(draft).code == "0"
        again = each.submit(draft)
        assert [entry.operation for entry in each.world.attempts_after_landing()] == ["four.submit"]
        assert (again.code == "0") is (each is lax)
    assert client.world.verify() == []
    assert broken(lax.world) == {"commit-after-landing", "duplicate-effect"}


def test_a_new_draft_of_the_same_content_is_seen(lax: Client) -> None:
    person = noted(lax, "stopped")
    lsh = lax.file_four("zj", person, "B")
    for _ in range(2):
        lax.file_medical("zj", person, lsh)
    assert broken(lax.world) == {"commit-after-landing", "duplicate-effect", "serial-shared"}
    lax.wait()
    assert "insured-twice" in broken(lax.world)


def test_what_makes_way_may_come_again(client: Client) -> None:
    person = noted(client, "stopped")
    for code in ("zj", "js", "zj"):
        more = {"chgReason": "99", "endDate": "2026-11-10"} if code == "js" else {}
        client.file(code, person, **more)
        client.wait()
    for wage in ("9100.00", "9200.00", "9100.00"):
        client.file_four("gz", person, avgSalary=wage)
        client.wait()
    assert client.world.verify() == []
    assert client.world.attempts_after_landing() == []


def test_what_failed_counts_no_more(client: Client) -> None:
    person = noted(client, "elsewhere both")
    client.file("zj", person)
    client.wait()
    client.hall.stand(person.number, four="stopped", medical="stopped")
    client.file("zj", person)
    client.wait()
    assert client.world.verify() == []
    assert len(client.hall.effects("enrolment")) == 2


def test_what_was_undone_does_not_come_back_with_what_followed_it(client: Client) -> None:
    first = client.file_four("dwbg", None, phone="010-81112222")
    client.wait()
    second = client.file_four("dwbg", None, phone="010-81113333")
    client.wait()
    client.hall.counter.undo(first)
    client.hall.counter.undo(second)
    client.file_four("dwbg", None, phone="010-81112222")
    assert client.world.verify() == []


def test_a_file_sent_twice_is_seen(lax: Client) -> None:
    held = upload(
        lax, make(lax, "zj", [adding(noted(lax, "stopped")), adding(noted(lax, "elsewhere both"), "M")])
    )
    for _ in range(2):
        assert lax.post(f"files/{held['fileNo']}/submit", {"version": 1}).code == "0"
    assert broken(lax.world) == {"commit-after-landing", "duplicate-effect", "batch-shared"}
    assert {each.operation for each in lax.world.attempts_after_landing()} == {
        "file.submit",
        "file.forwarded",
    }


def test_a_refused_second_submission_of_a_file_is_an_attempt(client: Client) -> None:
    sent = send(client, "zj", [adding(noted(client, "stopped"))])
    client.post(f"files/{sent['fileNo']}/submit", {"version": 1})
    assert [each.operation for each in client.world.attempts_after_landing()] == ["file.submit"]
    assert client.world.verify() == []


def test_a_filing_that_is_half_made_is_named(client: Client) -> None:
    lsh = client.file_four("zj", noted(client, "stopped"), "B")
    slh = client.save_medical("zj", noted(client, "stopped"), lsh)["half"]["slh"]
    assert client.world.verify() == []
    [left] = client.hall.halves_left()
    assert (left.rule, set(left.entries)) == ("half-left", {lsh, slh})


# --- invariants, broken on purpose --------------------------------------------------------------------------------


def test_outside_the_window(client: Client) -> None:
    lsh = client.file_four("gz", noted(client, "here man"))
    half = client.hall.half(lsh)
    submission(client, lsh, at=half.submissions[0].at.replace(day=26))
    assert broken(client.world) == {"outside-window"}


def test_a_version_that_was_not_shown(client: Client) -> None:
    lsh = client.file_four("gz", noted(client, "here man"))
    submission(client, lsh, shown=7)
    assert broken(client.world) == {"version-not-shown"}


def test_a_file_that_was_not_shown(client: Client) -> None:
    number = send(client, "zj", [adding(noted(client, "stopped"))])["fileNo"]
    client.hall.store.files[number] = replace(client.hall.file(number), shown=7)
    assert broken(client.world) == {"version-not-shown"}


def test_a_state_that_nothing_was_filed_for(client: Client) -> None:
    place = ("four", FIRST, noted(client, "here man").number)
    client.hall.store.standings[place] = replace(client.hall.store.standings[place], wages=())
    assert broken(client.world) == {"state"}


def test_an_imported_half_without_effect(client: Client) -> None:
    lsh = client.file_four("gz", noted(client, "here man"))
    client.wait()
    place = ("four", FIRST, noted(client, "here man").number)
    client.hall.store.histories[place] = client.hall.store.histories[place][:-1]
    client.hall.store.refresh(place)
    assert broken(client.world) == {"history"}
    assert client.hall.half(lsh).flag == "11"


def test_an_end_without_a_result(client: Client) -> None:
    lsh = client.file_four("gz", noted(client, "here man"))
    keep(client, lsh, status="2")
    assert broken(client.world) == {"history"}


def test_somebody_insured_at_two_units(client: Client) -> None:
    client.hall.insure(SECOND, noted(client, "here man").number, "202601", "8000.00", ["medical"])
    assert broken(client.world) == {"insured-twice"}


def test_a_month_paid_twice(lax: Client) -> None:
    for _ in range(2):
        lax.file_four("bj", noted(lax, "here man"), backFrom="202412", backTo="202412")
    half = lax.hall.half(lax.get("declarations").rows[0]["lsh"])
    lax.hall.finish(half.number)
    lax.wait()
    lsh = lax.file_four("bj", noted(lax, "here woman"), backFrom="202412", backTo="202412")
    lax.wait()
    place = ("four", FIRST, noted(lax, "here woman").number)
    standing = lax.hall.store.standings[place]
    lax.hall.store.standings[place] = replace(standing, back_paid=standing.back_paid * 2)
    assert {"paid-twice", "state"} <= broken(lax.world)
    assert lax.hall.half(lsh).flag == "11"


def test_an_interruption_that_came_online(client: Client) -> None:
    lsh = client.file_four("zj", noted(client, "stopped"))
    half = client.hall.half(lsh)
    submission(client, lsh, fields={**half.fields, "indAddReason": "03"})
    assert broken(client.world) == {"interrupted-online"}


def test_a_line_of_a_file_without_its_halves(client: Client) -> None:
    number = send(client, "zj", [adding(noted(client, "stopped"))])["fileNo"]
    file = client.hall.file(number)
    client.hall.store.files[number] = replace(file, lines=(replace(file.lines[0], slh=""),))
    assert broken(client.world) == {"file-line"}


def test_a_dropped_line_that_has_halves(client: Client) -> None:
    sent = send(client, "zj", [adding(noted(client, "stopped")), adding(noted(client, "elsewhere both"))])
    file = client.hall.file(sent["fileNo"])
    client.hall.store.files[file.number] = replace(file, dropped=frozenset({1}))
    assert broken(client.world) == {"file-line"}


def test_two_files_of_one_batch(client: Client) -> None:
    first = send(client, "zj", [adding(noted(client, "stopped"))])["fileNo"]
    second = send(client, "js", [cutting(noted(client, "here man"))], batch="B2")["fileNo"]
    file = client.hall.file(second)
    client.hall.store.files[second] = replace(file, batch=client.hall.file(first).batch)
    assert broken(client.world) == {"batch-shared"}
