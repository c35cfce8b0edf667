"""The city's layer: what it replaces, and that it replaces nothing else."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import sigateway as sg
from sigateway.plugin import Rulebook, load_layer
from sigateway.registry import Registry
from sigateway.roster.reading import region_codes
from sigateway.roster.units import read_units

PROVINCE, CITY = load_layer("sigateway_zhejiang"), load_layer("sigateway_ningbo")
BOOK = Rulebook.merged([PROVINCE, CITY])
TODAY = date(2026, 11, 22)


@pytest.mark.rule("ZJ-01", "ZJ-05", "ZJ-10", "ZJ-27")
def test_the_city_replaces_four_rules_of_its_province_and_no_more() -> None:
    assert [rule.id for rule in CITY.rules] == ["ZJ-01", "ZJ-05", "ZJ-10", "ZJ-27"]
    assert {rule.layer for rule in BOOK.rules} == {"zhejiang", "zhejiang.ningbo"}
    assert [rule.id for rule in BOOK.rules] == [rule.id for rule in PROVINCE.rules]


@pytest.mark.rule("ZJ-01", "ZJ-27")
def test_what_the_notice_says_of_the_city() -> None:
    """我市将于4月9日起上线运行省级社保系统; 选择参保地“宁波市—市本级”."""
    assert BOOK.text("ZJ-01", "launched", on=TODAY) == "2021-04-09"
    assert BOOK.rule("ZJ-01").grade is sg.Grade.E2
    assert BOOK.text("ZJ-27", "place", on=TODAY) == "宁波市—市本级"
    assert BOOK.text("ZJ-05", "bureau", on=TODAY) == "宁波市人力社保局"


@pytest.mark.parametrize("identity", ["ZJ-01", "ZJ-05", "ZJ-10", "ZJ-27"])
def test_a_replaced_rule_is_still_the_same_rule(identity: str) -> None:
    mine, theirs = BOOK.rule(identity), Rulebook.merged([PROVINCE]).rule(identity)
    assert (mine.kind, mine.known, mine.stage) == (theirs.kind, theirs.known, theirs.stage)


def test_it_is_installed_as_an_overlay_of_its_own() -> None:
    stack = Registry().stack("zhejiang.ningbo")
    assert (stack.region.code, stack.region.name) == ("zhejiang", "宁波")
    assert stack.rules.text("ZJ-10", "minimum_wage", on=TODAY) == "2490.00"
    assert Registry().stack("zhejiang").rules.text("ZJ-10", "minimum_wage", on=TODAY) == "2010.00"


def test_a_units_file_and_a_roster_can_name_the_city(tmp_path: Path) -> None:
    written = tmp_path / "units.toml"
    written.write_text(
        '[[unit]]\nregion = "zhejiang.ningbo"\nnumber = "3302990001"\nname = "模拟"\nuscc = "91420100MA4KLMXY0Y"\n'
        'schemes = ["养老", "失业", "工伤"]\nsites = {portal = "http://p.test/", hall = "http://h.test/"}\n'
        '[unit.credentials]\nmode = "portal"\nusername = "x"\npassword = "y"\nentrance = "legal_person"\n',
        encoding="utf-8",
    )
    (known,) = read_units(written).units
    assert isinstance(known.credentials, sg.PortalLogin)
    assert (known.unit.region, set(known.sites or {})) == ("zhejiang.ningbo", {"portal", "hall"})
    codes = region_codes(Registry())
    assert [codes[name] for name in ("浙江", "浙江省", "宁波", "宁波市")] == [
        "zhejiang", "zhejiang", "zhejiang.ningbo", "zhejiang.ningbo",
    ]  # fmt: skip
