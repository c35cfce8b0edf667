"""Entitlement slips of units and of people, queried and printed by themselves (JS-10, JS-11)."""

from __future__ import annotations

from typing import Any

import pytest

MONTHS = {"from": "202608", "to": "202610"}


@pytest.mark.rule("JS-10")
def test_the_slip_of_a_unit(handler: Any) -> None:
    rows = handler.get("unit/entitlements", **MONTHS)["rows"]
    # 8000 + 9000 + 25000 (ceiling) + 7000, and in August 8200 of whoever stopped after it.
    assert rows == [
        {"month": "202608", "people": "5", "base": "57200.0"},
        {"month": "202609", "people": "4", "base": "49000.0"},
        {"month": "202610", "people": "4", "base": "49000.0"},
    ]
    paper = handler.paper("unit/slip", **MONTHS)
    assert paper.headers["content-disposition"] == 'attachment; filename="unit-slip-202608-202610.pdf"'
    assert b"/Subject (bd=unit-slip;no=32010001;from=202608;to=202610;rows=3)" in paper.content
    assert b"/Keywords (MOCK)" in paper.content
    handler.file("enrolment", "uninsured man", wage="6000")
    now = handler.get("unit/entitlements", **{"from": "202611", "to": "202611"})["rows"]
    assert now == [{"month": "202611", "people": "5", "base": "55000.0"}]


@pytest.mark.rule("JS-11")
def test_the_slip_of_a_person(guest: Any) -> None:
    guest.log_in_person("flexible")
    rows = guest.get("person/entitlements", **MONTHS)["rows"]
    assert rows == [
        {"month": month, "unitName": "灵活就业", "base": "6000.0"} for month in ("202608", "202609", "202610")
    ]
    paper = guest.paper("person/slip", **MONTHS)
    number = guest.person("flexible").number
    subject = f"/Subject (bd=person-slip;no={number};from=202608;to=202610;rows=3)"
    assert subject.encode() in paper.content
    assert paper.content.rstrip().endswith(b"%%EOF")
    guest.log_in_person("citizen")
    assert guest.get("person/entitlements", **MONTHS)["rows"] == []
    assert guest.get("unit/entitlements", **MONTHS).codes == ["P104"]
    assert guest.get("unit/slip", **MONTHS).codes == ["P104"]


@pytest.mark.rule("JS-10", "JS-11")
@pytest.mark.parametrize(
    ("first", "last", "good"),
    [
        ("202611", "202611", True),
        ("202611", "202612", False),
        ("202610", "202609", False),
        ("202312", "202611", True),
        ("202311", "202611", False),
        ("", "202611", False),
        ("2026-1", "202611", False),
    ],
)
def test_which_months_a_slip_may_span(handler: Any, first: str, last: str, good: bool) -> None:
    reply = handler.get("unit/entitlements", **{"from": first, "to": last})
    assert reply.codes == ([] if good else ["M002"])
    assert handler.get("person/slip", **{"from": first, "to": last}).codes == ["P104"]
