"""What becomes of a half that was sent: each system at its own pace, and what takes effect."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from .client import FIRST, Client, noted


@pytest.mark.rule("BJ-18")
def test_a_suspension_keeps_the_month_before(client: Client) -> None:
    person = noted(client, "here man")
    lsh, slh = client.file("js", person)
    assert client.hall.half(lsh).fields["stopMonth"] == "202610"
    client.wait()
    assert client.hall.half(slh).flag == "11"
    for system in ("four", "medical"):
        assert client.hall.insured(system, FIRST, person.number, "202610")
        assert not client.hall.insured(system, FIRST, person.number, "202611")


@pytest.mark.rule("BJ-18")
def test_somebody_added_by_mistake_never_was(client: Client) -> None:
    person = noted(client, "uninsured man")
    client.file_four("zj", person, indAddReason="02")
    client.wait()
    client.file_four("js", person, chgReason="99", endDate="2026-11-10")
    client.wait()
    assert not client.hall.insured("four", FIRST, person.number, "202611")
    form = client.get("declarations/form", type="DATA_IND_ADD", idType="01", idCard=person.number)
    assert form["facts"]["psnState"] == "none"


PROCESSING = [
    ("name differs", "姓名与身份证号不一致"),
    ("elsewhere both", "该人员在其他单位正常缴费"),
    ("retired age", "该人员已达到法定退休年龄"),
]


@pytest.mark.rule("BJ-18")
@pytest.mark.parametrize(("note", "words"), PROCESSING)
def test_what_is_looked_at_only_when_it_is_processed(client: Client, note: str, words: str) -> None:
    name = "模拟登记名" if note == "name differs" else noted(client, note).name
    lsh, slh = client.file("zj", noted(client, note), name=name)
    client.wait()
    half = client.get(f"declarations/{lsh}")
    assert (half["status"], half["reportFlag"], half["flagName"], half["errors"]) == (
        "2",
        "10",
        "导入不成功",
        [words],
    )
    [row] = client.list(slh=slh)
    assert (row["ywzt"], row["drjg"], row["yy"]) == ("2", "10", words)
    assert client.hall.effects() == []


@pytest.mark.rule("BJ-18")
@pytest.mark.parametrize(("born", "sex", "fails"), [
    (date(1966, 11, 10), "1", True), (date(1966, 11, 11), "1", False),
    (date(1971, 11, 10), "2", True), (date(1971, 11, 11), "2", False),
])  # fmt: skip
def test_retirement_is_by_the_day(client: Client, born: date, sex: str, fails: bool) -> None:
    person = client.world.people.synthetic(sex=sex, born=born, district="110105")
    lsh = client.file_four("zj", person)
    client.wait()
    assert (client.hall.half(lsh).flag == "10") is fails


@pytest.mark.rule("BJ-32")
@pytest.mark.parametrize(("code", "seconds"), [("four", (60, 180)), ("medical", (120, 360))])
def test_each_system_has_its_own_pace(client: Client, code: str, seconds: tuple[int, int]) -> None:
    people = [
        each for each in client.world.people if each.note in ("bj here man", "bj here woman", "bj 1992")
    ]
    for person in people:
        (client.file_four if code == "four" else client.file_medical)("gz", person, avgSalary="9999.00")
    client.wait()
    for half in client.hall.halves():
        assert half.last is not None
        assert half.last.ended_at is not None
        assert seconds[0] <= (half.last.ended_at - half.last.at).total_seconds() <= seconds[1]


@pytest.mark.rule("BJ-06", "BJ-32")
def test_the_variant_in_which_medical_waits(at: Callable[..., Client]) -> None:
    client = at("2026-11-10T09:00:00+08:00", "medical_waits_for_four")
    client.hall.hold("four")
    lsh, slh = client.file("zj", noted(client, "stopped"))
    bad, bad_medical = client.file("zj", noted(client, "elsewhere four"))
    alone = client.file_medical("gz", noted(client, "here man"))
    client.wait(19)
    assert [client.hall.half(each).status for each in (slh, bad_medical, alone)] == ["1", "1", "2"]
    client.hall.release("four")
    assert client.hall.half(bad).flag == client.hall.half(bad_medical).flag == "10"
    failed = client.hall.half(bad_medical).last
    assert failed is not None
    assert failed.errors == ("四险申报未导入成功",)
    assert client.hall.half(lsh).flag == "11"
    assert client.hall.half(slh).status == "1"
    client.world.clock.advance(by=60)
    assert client.hall.half(slh).flag == "11"


def test_reject_finish_and_hold(client: Client) -> None:
    client.hall.hold("medical")
    lsh, slh = client.file("gz", noted(client, "here man"))
    client.hall.reject(lsh, ["模拟退回"])
    client.wait()
    assert client.get(f"declarations/{lsh}")["errors"] == ["模拟退回"]
    assert client.hall.half(slh).status == "1"
    client.hall.finish(slh)
    assert client.hall.half(slh).flag == "11"
