"""The figures in the ledger are those of the code; what every ledger must hold is in `contract/test_ledgers.py`."""

from __future__ import annotations

from sigateway_mockservers.jiangsu.figures import LIMITS, MONTHS_BACK, RETIREMENT_DAYS, TRANSFER_DAYS
from sigateway_mockservers.jiangsu.window import DAYS
from sigateway_mockservers.kernel.hall_site import read_ledger

LEDGER = read_ledger("jiangsu")


def test_the_figures_are_those_of_the_template_and_marked_as_assumed() -> None:
    windows = {
        month: [str(days.first), str(days.last), "next" if days.into_next else "same"]
        for month, days in DAYS.items()
    }
    assert LEDGER["figures"] == {
        "limits": {month: [str(floor), str(ceiling)] for month, (floor, ceiling) in LIMITS.items()},
        "window": windows,
        "months_back": str(MONTHS_BACK),
        "retirement_days": str(RETIREMENT_DAYS),
        "transfer_days": str(TRANSFER_DAYS),
        "grade": "E0",
    }
