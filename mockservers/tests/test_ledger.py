"""The figures in the ledger are those of the code; what every ledger must hold is in `contract/test_ledgers.py`."""

from __future__ import annotations

from sigateway_mockservers.kernel.hall_site import read_ledger
from sigateway_mockservers.wuhan.businesses import ANNUAL_WAGE, ENROLMENT, RETIREE_WAGE
from sigateway_mockservers.wuhan.businesses.appointment import DAYS_AHEAD, PLACES_PER_SLOT
from sigateway_mockservers.wuhan.businesses.person_update import MOST_PHOTO_BYTES
from sigateway_mockservers.wuhan.community.contributions import FIXED, RATES
from sigateway_mockservers.wuhan.records import WageLimits

LEDGER = read_ledger("wuhan")


def test_the_figures_are_those_of_the_template_and_marked_as_assumed() -> None:
    limits = WageLimits()
    wages = {"wage_floor": str(limits.floor), "wage_ceiling": str(limits.ceiling)}
    sizes = {"batch_rows": str(ENROLMENT.most_rows), "photo_bytes": str(MOST_PHOTO_BYTES)}
    booking = {"appointment_days": str(DAYS_AHEAD), "appointment_places": str(PLACES_PER_SLOT)}
    yearly = {"annual_batch_rows": str(ANNUAL_WAGE.most_rows)}
    assert RETIREE_WAGE.most_rows == ANNUAL_WAGE.most_rows
    flexible = {f"flexible_{scheme}": str(figure) for scheme, figure in {**RATES, **FIXED}.items()}
    figures = {**wages, **sizes, **booking, **yearly, **flexible, "grade": "E0"}
    assert LEDGER["figures"] == figures
