"""Money and per cent, always ``Decimal``, always rounded half up."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

_JIAO, _FEN, _HUNDRED = Decimal("0.1"), Decimal("0.01"), Decimal(100)


def to_jiao(amount: Decimal) -> Decimal:
    """Kept to the jiao, half up."""
    return amount.quantize(_JIAO, ROUND_HALF_UP)


def share(base: Decimal, percent: Decimal) -> Decimal:
    """So much per cent of a base, half up to the fen."""
    return (base * percent / _HUNDRED).quantize(_FEN, ROUND_HALF_UP)


def written_jiao(amount: Decimal) -> str:
    """A wage or a base: one decimal."""
    return str(to_jiao(amount))


def written_fen(amount: Decimal) -> str:
    """A sum or a rate: two decimals."""
    return str(amount.quantize(_FEN, ROUND_HALF_UP))
