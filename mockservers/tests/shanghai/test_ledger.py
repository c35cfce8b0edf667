"""The figures in the ledger are those of the code; what every ledger must hold is in `contract/test_ledgers.py`."""

from __future__ import annotations

from typing import Any

import pytest

from sigateway_mockservers.kernel.hall_site import read_ledger
from sigateway_mockservers.shanghai.figures import Figures

LEDGER = read_ledger("shanghai")


def test_what_the_source_does_not_say_is_graded_as_assumed() -> None:
    assumed = {rule["id"] for rule in LEDGER["rule"] if rule["grade"] == "E0"}
    assert assumed == {"SH-15", "SH-27", "SH-28", "SH-29", "SH-30", "SH-31", "SH-32", "SH-33"}
    assert LEDGER["wire"]["grade"] == LEDGER["wire_of_declarations"]["grade"] == "E0"
    assert {route["grade"] for route in LEDGER["route"]} == {"E0"}


@pytest.mark.rule("SH-29")
def test_the_figures_are_those_of_the_template_and_marked_as_assumed() -> None:
    figures = Figures()

    def written(pairs: Any) -> dict[str, list[str]]:
        return {month: [str(each) for each in pair] for month, pair in pairs}

    limits = written((month, (each.floor, each.ceiling)) for month, each in figures.limits.items())
    wages = {month: str(each) for month, each in figures.minimum_wages.items()}
    shown = {"limits": limits, "minimum_wage": wages, "months_back": "6", "grade": "E0"}
    assert LEDGER["figures"] == shown
    rates = {
        scheme: written((month, (rate.unit, rate.person)) for month, rate in dated.items())
        for scheme, dated in figures.rates.items()
    }
    assert LEDGER["rates"] == {**rates, "grade": "E0"}
    assert {str(each) for each in LEDGER["rates"]} == {"yanglao", "yiliao", "shiye", "grade"}
