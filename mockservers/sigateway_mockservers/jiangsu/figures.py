"""Floor and ceiling of the base, by month (E0; what stands from 2026 on is the mock's own)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from sigateway_mockservers.jiangsu.money import to_tenth

LIMITS: Mapping[str, tuple[Decimal, Decimal]] = {
    "000000": (Decimal("4494.0"), Decimal("24042.0")),
    "202401": (Decimal("4879.0"), Decimal("24396.0")),
    "202501": (Decimal("4952.0"), Decimal("24762.0")),
    "202601": (Decimal("5000.0"), Decimal("25000.0")),
}

MONTHS_BACK = 6
RETIREMENT_DAYS, TRANSFER_DAYS = 20, 15
ENROL_WITHIN_DAYS, STOP_WITHIN_DAYS = 30, 10


def assessed(limits: Mapping[str, tuple[Decimal, Decimal]], wage: Decimal, month: str) -> Decimal:
    """A wage, raised to the floor or lowered to the ceiling of a month."""
    floor, ceiling = limits[max(each for each in limits if each <= month)]
    return to_tenth(min(max(wage, floor), ceiling))
