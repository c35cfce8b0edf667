"""One filing, two halves: each drafted, sent, processed and corrected by itself."""

from __future__ import annotations

import pytest

from .client import FIRST, Client


@pytest.mark.rule("BJ-18", "BJ-07")
def test_an_enrolment_reaches_both_systems(client: Client) -> None:
    person = client.world.people.noted("bj stopped")
    lsh, slh = client.file("zj", person)
    assert client.get(f"declarations/{lsh}")["status"] == "1"
    assert client.page("sb_xiangqing.do", slh=slh)["half"]["ywzt"] == "1"
    client.wait()
    four = client.get(f"declarations/{lsh}")
    medical = client.page("sb_xiangqing.do", slh=slh)
    assert (four["status"], four["reportFlag"], four["flagName"]) == ("2", "11", "导入成功")
    assert (medical["half"]["ywzt"], medical["half"]["drjg"]) == ("2", "11")
    assert medical["half"]["sblsh"] == lsh
    assert client.hall.partner(lsh) == client.hall.half(slh)
    assert client.hall.partner(slh) == client.hall.half(lsh)
    for system in ("four", "medical"):
        assert client.hall.insured(system, FIRST, person.number, "202611")
        assert str(client.hall.wage_of(system, FIRST, person.number)) == "9000.00"


@pytest.mark.rule("BJ-18")
@pytest.mark.parametrize(
    ("note", "flags"), [("bj elsewhere four", ("10", "11")), ("bj elsewhere medical", ("11", "10"))]
)
def test_either_half_can_fail_alone(client: Client, note: str, flags: tuple[str, str]) -> None:
    person = client.world.people.noted(note)
    lsh, slh = client.file("zj", person)
    client.wait()
    assert (client.hall.half(lsh).flag, client.hall.half(slh).flag) == flags
    failed = client.hall.half(lsh if flags[0] == "10" else slh)
    assert failed.last is not None
    assert failed.last.errors == ("该人员在其他单位正常缴费",)
