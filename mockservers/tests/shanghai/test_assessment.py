"""核定: what is due, by the dated figures; every sum here is worked out by hand from the tables of the wire page."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.rule("SH-23")

FIRST, SECOND = "31000001", "31000002"
MAN, HERE = "sh uninsured man", "sh insured here man"


def rows(reply: Any) -> list[dict[str, str]]:
    return [{each.tag: each.text or "" for each in row} for row in reply.root.findall("nr/hd/h")]


def sums(reply: Any) -> tuple[str, str, str]:
    return reply["hd/dwhj"], reply["hd/grhj"], reply["hd/hj"]


def test_the_example_of_the_wire_page(client: Any) -> None:
    reply = client.check("01", client.world.people.noted(MAN), gzsr="12000")
    shown = [tuple(row.values()) for row in rows(reply)]
    assert shown == [
        ("202611", "yanglao", "12000.0", "16.00", "8.00", "1920.00", "960.00", "2880.00"),
        ("202611", "yiliao", "12000.0", "9.00", "2.00", "1080.00", "240.00", "1320.00"),
        ("202611", "shiye", "12000.0", "0.50", "0.50", "60.00", "60.00", "120.00"),
        ("202611", "gongshang", "12000.0", "0.16", "0.00", "19.20", "0.00", "19.20"),
    ]
    assert list(rows(reply)[0]) == ["ny", "xz", "js", "dwfl", "grfl", "dwje", "grje", "hj"]
    assert sums(reply) == ("3079.20", "1260.00", "4339.20")
    assert reply.fields("qt")["hdjs"] == "12000.0"


def test_each_part_is_rounded_half_up_by_itself(client: Any) -> None:
    reply = client.check("01", client.world.people.noted(MAN), gzsr="7601")
    unemployment = rows(reply)[2]
    assert (unemployment["dwje"], unemployment["grje"]) == ("38.01", "38.01"), "38.005 each"
    assert rows(reply)[3]["dwje"] == "12.16", "12.1616"
    assert sums(reply) == ("1950.42", "798.11", "2748.53")


@pytest.mark.parametrize(
    ("month", "floor", "ceiling"),
    [
        ("2019-11", "7310.0", "36549.0"),
        ("2024-06", "7310.0", "36549.0"),
        ("2024-07", "7384.0", "36921.0"),
        ("2025-06", "7384.0", "36921.0"),
        ("2025-07", "7460.0", "37302.0"),
        ("2026-06", "7460.0", "37302.0"),
        ("2026-07", "7600.0", "38000.0"),
    ],
)
def test_floor_and_ceiling_of_the_month(at: Any, month: str, floor: str, ceiling: str) -> None:
    client = at(f"{month}-10T10:00:00+08:00")
    person = client.world.people.noted(MAN)
    for wage, base in (("3000", floor), ("99999", ceiling), (floor, floor), (ceiling, ceiling)):
        reply = client.check("01", person, gzsr=wage)
        assert {row["js"] for row in rows(reply)} == {base}
        assert reply.fields("sb")["gzsr"] == f"{wage.removesuffix('.0')}.0", "the wage stays as declared"


@pytest.mark.parametrize(
    ("month", "least", "under"), [("2025-06", "2690.0", "2689.9"), ("2025-07", "2740.0", "2739.9")]
)
def test_the_minimum_wage_is_dated_too(at: Any, month: str, least: str, under: str) -> None:
    client = at(f"{month}-10T10:00:00+08:00")
    person = client.world.people.noted(MAN)
    assert client.check("01", person, gzsr=least).dm == "0000"
    assert client.check("01", person, gzsr=under).codes == ["C107"]


def test_a_wage_between_jiao(client: Any) -> None:
    reply = client.check("01", client.world.people.noted(MAN), gzsr="5900.55")
    assert (reply.fields("sb")["gzsr"], reply.fields("qt")["hdjs"]) == ("5900.6", "7600.0")
    assert sums(reply) == ("1950.16", "798.00", "2748.16")


def test_a_back_payment_month_by_month_each_by_its_own_figures(client: Any) -> None:
    person = client.world.people.noted(MAN)
    enrolled = client.check("01", person, qsny="202605", gzsr="3000")
    assert [row["ny"] for row in rows(enrolled)] == ["202611"] * 4, "the months before are paid apart"
    client.submit(enrolled)
    reply = client.check("03", person, ksny="202605", jsny="202610", gzsr="3000")
    shown = rows(reply)
    months = ["202605", "202606", "202607", "202608", "202609", "202610"]
    assert [row["ny"] for row in shown] == [month for month in months for _ in range(4)]
    assert [row["xz"] for row in shown[:4]] == ["yanglao", "yiliao", "shiye", "gongshang"]
    assert [row["js"] for row in shown[::4]] == ["7460.0"] * 2 + ["7600.0"] * 4
    assert reply.fields("qt")["hdjs"] == "7460.0", "that of the first row"
    # 1193.60 + 671.40 + 37.30 + 11.94 and 596.80 + 149.20 + 37.30, twice; 1950.16 and 798.00, four times.
    assert sums(reply) == ("11629.12", "4758.60", "16387.72")


def test_a_new_wage_counts_for_the_month_and_a_removal_for_nothing(client: Any) -> None:
    person = client.world.people.noted(HERE)
    reply = client.check("04", person, gzsr="12000")
    assert sums(reply) == ("3079.20", "1260.00", "4339.20")
    assert {row["ny"] for row in rows(reply)} == {"202611"}
    removal = client.check("02", person)
    assert (rows(removal), sums(removal)) == ([], ("0.00", "0.00", "0.00"))


def test_a_base_year_counts_for_its_first_month(at: Any) -> None:
    client = at("2026-06-10T10:00:00+08:00")
    reply = client.check("05", client.world.people.noted(HERE), gzsr="3000")
    assert {(row["ny"], row["js"]) for row in rows(reply)} == {("202607", "7600.0")}
    assert sums(reply) == ("1950.16", "798.00", "2748.16")


def test_the_units_own_rate_and_figures_that_the_world_sets(client: Any, open_client: Any) -> None:
    hall, person = client.world.shanghai, client.world.people.noted(MAN)
    there = open_client(client.world, unit=SECOND).check("01", person, gzsr="12000")
    assert (rows(there)[3]["dwfl"], rows(there)[3]["dwje"]) == ("0.48", "57.60")
    hall.set_injury_rate(FIRST, "1.52")
    hall.set_rates("202611", {"shiye": ("0.8", "0.2")})
    hall.set_limits("202611", "12500.04", "40000")
    reply = client.check("01", person, gzsr="12000")
    assert {row["js"] for row in rows(reply)} == {"12500.0"}
    assert [row["dwje"] for row in rows(reply)] == ["2000.00", "1125.00", "100.00", "190.00"]
    assert [row["grje"] for row in rows(reply)] == ["1000.00", "250.00", "25.00", "0.00"]
    for wrong in (
        lambda: hall.set_injury_rate(FIRST, "1.53"),
        lambda: hall.set_rates("202611", {"gongshang": ("1", "0")}),
        lambda: hall.set_rates("202611", {"shengyu": ("1", "0")}),
        lambda: hall.set_limits("202611", "2", "1"),
        lambda: hall.set_limits("202613", "1", "2"),
    ):
        with pytest.raises(ValueError, match=r"."):
            wrong()


def test_the_assessment_stays_as_it_was_when_figures_change_later(client: Any) -> None:
    sbh = client.file("01", client.world.people.noted(MAN), gzsr="12000")
    client.world.shanghai.set_rates("202611", {"yanglao": ("20", "10")})
    assert sums(client.ask("sbmx", sbh=sbh)) == ("3079.20", "1260.00", "4339.20")
    assert client.world.verify() == []
