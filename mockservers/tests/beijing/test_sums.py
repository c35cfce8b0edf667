"""What the hall works out itself, in the grey fields: bases, and what is due for months paid afterwards."""

from __future__ import annotations

import pytest

from .client import Client, noted


@pytest.mark.rule("BJ-18", "BJ-21")
@pytest.mark.parametrize(
    ("wage", "base"),
    [("7162.00", "7162.00"), ("3000.00", "7162.00"), ("41000.01", "35811.00"), ("9000.50", "9000.50")],
)
def test_the_base_lies_between_floor_and_ceiling(client: Client, wage: str, base: str) -> None:
    saved = client.save("gz", noted(client, "here man"), avgSalary=wage)
    assert (saved["fields"]["feeBase"], saved["fields"]["oldSalary"], saved["fields"]["startMonth"]) == (
        base, "8800.00", "202611",
    )  # fmt: skip
    assert client.save_medical("gz", noted(client, "here man"), avgSalary=wage)["fields"]["jfjs"] == base


@pytest.mark.rule("BJ-22")
def test_sums_of_back_payment(client: Client) -> None:
    person = noted(client, "here man")
    span = {"backFrom": "202411", "backTo": "202412", "avgSalary": "10000.55"}
    fields = client.save("bj", person, **span)["fields"]
    # 10000.55 a month: 1600.09 + 50.00 + 40.00 + 80.00 of the unit, 800.04 + 50.00 of the person, twice
    assert [fields[name] for name in ("feeBase", "months", "unitAmt", "personAmt", "total")] == [
        "10000.55", "2", "3540.18", "1700.08", "5240.26",
    ]  # fmt: skip
    medical = client.save_medical("bj", person, **span)["fields"]
    # 900.05 of the unit, 200.01 + 3.00 of the person, twice
    assert [medical[name] for name in ("ys", "dwje", "grje", "hj")] == ["2", "1800.10", "406.02", "2206.12"]


@pytest.mark.rule("BJ-22")
def test_too_little_pays_the_difference(client: Client) -> None:
    person = noted(client, "here man")
    changes = {"backReason": "02", "avgSalary": "9800.00"}
    # 1000.00 more: 160.00 + 5.00 + 4.00 + 8.00, and 80.00 + 5.00
    assert client.save("bj", person, **changes)["fields"]["total"] == "262.00"
    assert client.save_medical("bj", person, **changes)["fields"]["hj"] == "110.00"


@pytest.mark.rule("BJ-22", "BJ-28")
def test_back_paid_months_are_paid_from_day_26_on(client: Client) -> None:
    person = noted(client, "stopped")
    client.file("zj", person)
    client.wait()
    client.file("bj", person)
    client.wait()
    assert client.save("bj", person).words == ["202610已缴费"]
    assert [
        row["month"] for row in client.get("query/personPayments", idCard=person.number, year="2026").rows
    ] == ["202611"] * 4
    client.world.clock.advance(to="2026-11-26T00:00:00+08:00")
    client.log_in()
    rows = client.get("query/personPayments", idCard=person.number, year="2026").rows
    assert [(row["month"], row["state"]) for row in rows] == [("202610", "已缴")] * 4 + [
        ("202611", "已缴")
    ] * 4
