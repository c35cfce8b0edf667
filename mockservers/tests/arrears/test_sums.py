"""What is due: rates of the month, base between floor and ceiling, each part rounded by itself. Figures worked by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from sigateway_mockservers import World

VIP = "4201000001"
SIX = ("yanglao", "yiliao", "dae", "gongshang", "shiye", "shengyu")


def table(page: Any) -> list[tuple[str, ...]]:
    """``mx`` as tuples: month, scheme, base, both rates, both parts, sum."""
    names = ("ny", "xz", "js", "dwfl", "grfl", "dwje", "grje", "hj")
    return [tuple(row[name] for name in names) for row in page.rows["mx"][1:]]


@pytest.mark.rule("WH-27", "WH-98")
def test_the_example_of_the_wire_page(settler: Any) -> None:
    page = settler.search()
    assert page.tables["mx"]["data-total"] == "12"
    assert table(page)[:6] == [
        ("202501", "yanglao", "5900.00", "16.00", "8.00", "944.00", "472.00", "1416.00"),
        ("202501", "yiliao", "5900.00", "8.00", "2.00", "472.00", "118.00", "590.00"),
        ("202501", "dae", "", "", "", "0.00", "7.00", "7.00"),
        ("202501", "gongshang", "5900.00", "0.50", "0.00", "29.50", "0.00", "29.50"),
        ("202501", "shiye", "5900.00", "0.70", "0.30", "41.30", "17.70", "59.00"),
        ("202501", "shengyu", "5900.00", "0.70", "0.00", "41.30", "0.00", "41.30"),
    ]
    check = settler.save(page, "bujiao")
    # Two equal months: twice 1528.10, 614.70 and 2142.80.
    figures = {name: check.inputs[name] for name in ("ksny", "jsny", "ys", "dwje", "grje", "hj")}
    assert figures == {
        "ksny": "202501",
        "jsny": "202502",
        "ys": "2",
        "dwje": "3056.20",
        "grje": "1229.40",
        "hj": "4285.60",
    }


@pytest.mark.rule("WH-27")
def test_the_turn_of_the_rates(settler: Any) -> None:
    person = settler.world.people.noted("insured here man")
    settler.world.wuhan.add_arrears(VIP, person.number, ["201905", "201904"], wage="5900.00")
    lines = {(row[0], row[1]): row[3:] for row in table(settler.search(person))}
    assert lines["201904", "yanglao"] == ("20.00", "8.00", "1180.00", "472.00", "1652.00")
    assert lines["201905", "yanglao"] == ("16.00", "8.00", "944.00", "472.00", "1416.00")
    assert lines["201904", "shiye"] == ("2.00", "1.00", "118.00", "59.00", "177.00")
    assert lines["201905", "shiye"] == ("0.70", "0.30", "41.30", "17.70", "59.00")
    for month in ("201904", "201905"):
        assert lines[month, "yiliao"] == ("8.00", "2.00", "472.00", "118.00", "590.00")
        assert lines[month, "shengyu"] == ("0.70", "0.00", "41.30", "0.00", "41.30")
        assert lines[month, "dae"] == ("", "", "0.00", "7.00", "7.00")
    check = settler.save(settler.search(person), "bujiao")
    # 201904: 1180+472+0+29.50+118+41.30 = 1840.80 and 472+118+7+59 = 656.00; 201905 as in the example.
    assert (check.inputs["dwje"], check.inputs["grje"]) == ("3368.90", "1270.70")


@pytest.mark.rule("WH-88", "WH-98")
def test_floor_ceiling_and_half_a_fen(settler: Any) -> None:
    hall = settler.world.wuhan
    cases = {
        # 4494.00 by 0.7, 0.3 and 0.5 per cent: 31.458, 13.482, 22.47.
        "3000.00": {"gongshang": "22.47", "shiye": "31.46", "yanglao": "719.04"},
        # 4501.00 by 0.5 per cent: 22.505, half up. By 0.7: 31.507.
        "4501.00": {"gongshang": "22.51", "shiye": "31.51", "yanglao": "720.16"},
        # 22467.00 by 0.5 per cent: 112.335, half up. By 0.7: 157.269.
        "31000.00": {"gongshang": "112.34", "shiye": "157.27", "yanglao": "3594.72"},
    }
    for wage, expected in cases.items():
        person = settler.world.people.synthetic()
        hall.add_arrears(VIP, person.number, ["202503"], wage=wage)
        lines = {row[1]: row for row in table(settler.search(person))}
        assert {code: lines[code][5] for code in expected} == expected
    assert lines["shiye"][6] == "67.40"  # 67.401


@pytest.mark.rule("WH-88")
def test_limits_rates_and_the_units_own_rate_are_the_worlds(settler: Any) -> None:
    hall = settler.world.wuhan
    hall.set_wage_limits("6000", "20000", from_month="202502")
    hall.set_rates("202502", {"yanglao": ("15.5", "8"), "dae": ("1.00", "9.00")})
    hall.set_injury_rate(VIP, "1.2")
    page = settler.search()
    assert page.data["gsfl"] == "1.20"
    lines = {(row[0], row[1]): row[2:7] for row in table(page)}
    assert lines["202501", "yanglao"] == ("5900.00", "16.00", "8.00", "944.00", "472.00")
    assert lines["202502", "yanglao"] == ("6000.00", "15.50", "8.00", "930.00", "480.00")
    assert lines["202502", "dae"] == ("", "", "", "1.00", "9.00")
    assert lines["202501", "gongshang"] == ("5900.00", "1.20", "0.00", "70.80", "0.00")
    assert (str(hall.wage_limits.floor), hall.wage_limits.ceiling) == ("6000.00", Decimal("20000.00"))
    check = settler.save(page, "bujiao")
    hall.set_rates("202501", {"yanglao": ("1", "1")})
    again = settler.browser.get("renwu.do", sxh=check.data["sxh"])
    assert again.inputs["hj"] == check.inputs["hj"], "what is saved keeps its figures"
    assert table(again) == table(check)


def test_the_ledger_tells_the_rates() -> None:
    from sigateway_mockservers.wuhan.figures import TEMPLATE_RATES, Figures
    from sigateway_mockservers.wuhan.site import WuhanSite

    told = dict(WuhanSite().ledger.document["rates"])
    assert (told.pop("grade"), told.pop("gongshang")) == ("E0", str(Figures().injury_rate_of("any unit")))
    held: dict[str, dict[str, list[str]]] = {}
    for each in TEMPLATE_RATES:
        held.setdefault(each.scheme, {})[each.from_month] = [str(each.rate.unit), str(each.rate.person)]
    assert told == held


def test_figures_that_cannot_be(world: World) -> None:
    hall = world.wuhan
    for call, words in (
        (lambda: hall.set_rates("202513", {}), "no month"),
        (lambda: hall.set_rates("202501", {"gongshang": ("1", "0")}), "set_injury_rate"),
        (lambda: hall.set_rates("202501", {"typo": ("1", "0")}), "unknown schemes"),
        (lambda: hall.set_rates("202501", {"shiye": ("-1", "0")}), "not negative"),
        (lambda: hall.set_injury_rate(VIP, "2.01"), "per cent"),
        (lambda: hall.set_injury_rate(VIP, "0.1"), "per cent"),
        (lambda: hall.set_wage_limits("1", "2", from_month="x"), "no month"),
    ):
        with pytest.raises(ValueError, match=words):
            call()


@pytest.mark.rule("WH-98")
def test_only_the_schemes_that_are_owed(settler: Any) -> None:
    person = settler.world.people.noted("insured here man")
    settler.world.wuhan.add_arrears(VIP, person.number, ["202503"], schemes=["shiye", "yanglao"])
    page = settler.search(person)
    assert [row[1] for row in table(page)] == ["yanglao", "shiye"]
    assert [code for code in SIX if page.inputs[f"xz_{code}"] == "1"] == ["yanglao", "shiye"]
    assert table(page)[0][2] == "6800.00"
