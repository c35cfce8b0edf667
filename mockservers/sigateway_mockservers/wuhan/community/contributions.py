"""月度缴费金额 of a flexible worker. The figures are the mock's own (E0)."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from sigateway_mockservers.kernel.enforcement import enforces

_FEN = Decimal("0.01")

#: Per cent of the base, and yuan a month where there is no base; in the order of the form.
RATES = {"yanglao": Decimal(20), "yiliao": Decimal(10)}
FIXED = {"dae": Decimal("7.00")}
FLEXIBLE_SCHEMES = (*RATES, *FIXED)


@enforces("WH-119", "WH-120")
def monthly_amount(base: Decimal, schemes: Iterable[str]) -> Decimal:
    """The sum over the schemes joined, each part rounded half up to the fen."""
    parts = (
        FIXED[each] if each in FIXED else (base * RATES[each] / 100).quantize(_FEN, ROUND_HALF_UP)
        for each in schemes
    )
    return sum(parts, Decimal("0.00"))
