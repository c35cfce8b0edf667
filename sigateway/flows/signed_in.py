"""Who we are at the hall once signed in."""

from __future__ import annotations

from sigateway.filings.base import Model


class SignedIn(Model):
    """What a log-in flow ends with: the unit as the hall names it. A region may subclass it with what its flows need."""

    unit_number: str
    unit_name: str
