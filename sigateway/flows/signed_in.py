"""Who we are at the hall once signed in."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import Field

from sigateway.filings.base import Model


class SignedIn(Model):
    """What a log-in flow ends with: the unit as the hall names it. A region may subclass it with what its flows need.

    ``headers`` go with every request of this conversation from then on (a token, say): they are the conversation's, so no record
    of a request holds them, and what is sent again later travels with the headers of its own conversation. ``scopes`` are the filing
    types that this account may file, where the hall limits accounts; ``None`` where it does not say.
    """

    unit_number: str
    unit_name: str
    headers: Mapping[str, str] = Field(default_factory=dict, repr=False)
    scopes: frozenset[str] | None = None


class NotSignedIn(SignedIn):
    """Nobody yet: what a flow is given that goes on before any log-in, as `hall.access` does (a registration, say)."""
