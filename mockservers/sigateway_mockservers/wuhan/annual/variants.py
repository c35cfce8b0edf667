"""The variants in which the sources differ about yearly wages (WH-132, WH-133, WH-137)."""

from __future__ import annotations

from collections.abc import Set

from sigateway_mockservers.wuhan.annual.records import AnnualVisit

VISIT_ORDINARY, VISIT_NOBODY = "annual_visit_ordinary", "annual_visit_nobody"
FAILED_ROWS_RETURN = "annual_failed_rows_return"
VIP_NEVER_VISITS = "vip_never_visits"
ANNUAL_VARIANTS = frozenset({VISIT_ORDINARY, VISIT_NOBODY, FAILED_ROWS_RETURN})


def visit_of(variants: Set[str]) -> AnnualVisit:
    """Which units bring papers; the two variants exclude one another."""
    if {VISIT_ORDINARY, VISIT_NOBODY} <= variants:
        raise ValueError(f"{VISIT_ORDINARY} and {VISIT_NOBODY} exclude one another")
    if VISIT_NOBODY in variants:
        return AnnualVisit.NOBODY
    return (
        AnnualVisit.ORDINARY_UNITS
        if {VISIT_ORDINARY, VIP_NEVER_VISITS} & variants
        else AnnualVisit.EVERY_UNIT
    )
