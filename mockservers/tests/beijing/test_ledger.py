"""The figures in the ledger are those of the code; what every ledger must hold is in `contract/test_ledgers.py`."""

from __future__ import annotations

from sigateway_mockservers.beijing.figures import MOST_BACK_MONTHS, RATES, RETIREMENT_AGES, Limits
from sigateway_mockservers.beijing.files.layout import MOST_BYTES, MOST_PEOPLE
from sigateway_mockservers.beijing.filings.window import DEFAULT_WINDOW
from sigateway_mockservers.kernel.hall_site import read_ledger

LEDGER = read_ledger("beijing")


def test_the_figures_are_those_of_the_code_and_marked_as_assumed() -> None:
    limits = Limits()
    assert LEDGER["figures"] == {
        "floor": str(limits.floor),
        "ceiling": str(limits.ceiling),
        "lowest_wage": str(limits.lowest),
        "back_months": str(MOST_BACK_MONTHS),
        "window": f"{DEFAULT_WINDOW.first}-{DEFAULT_WINDOW.last}",
        "file_people": str(MOST_PEOPLE),
        **{f"file_bytes_{format}": str(most) for format, most in MOST_BYTES.items()},
        "retirement_men": str(RETIREMENT_AGES["1"]),
        "retirement_women": str(RETIREMENT_AGES["2"]),
        "grade": "E0",
    }
    rates = {scheme: [str(each) for each in parts] for scheme, parts in RATES.items()}
    assert LEDGER["rates"] == {**rates, "grade": "E0"}
