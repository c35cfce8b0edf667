"""Money, always ``Decimal``, kept to one decimal, half up."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

_TENTH = Decimal("0.1")


def to_tenth(amount: Decimal) -> Decimal:
    """A wage as the hall keeps it."""
    return amount.quantize(_TENTH, ROUND_HALF_UP)
