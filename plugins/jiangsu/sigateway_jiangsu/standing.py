"""What the hall shows of a unit and of a person, read. Pure."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from sigateway.plugin import Month, WireChanged

from .facts import PersonFacts, UnitFacts
from .matters import scopes_of
from .reading import Record


def unit(shown: Record) -> UnitFacts:
    """单位中心."""
    return UnitFacts(
        scopes=scopes_of("unit", shown.text("rank"), shown.texts("scopes")),
        open=shown.flag("open"),
        opens=shown.moment("opens"),
        closes=shown.moment("closes"),
        month=_month(shown, "month"),
        fee_month=_month(shown, "feeMonth"),
        minimum_month=_month(shown, "minimumMonth"),
        preregistration=shown.flag("preregistration"),
    )


def person(shown: Record) -> PersonFacts:
    """One person."""
    contract = tuple(shown.text(name) for name in ("contractKind", "contractFrom", "contractTo", "post"))
    return PersonFacts(
        known=shown.flag("known"),
        name=shown.text("name"),
        standing=shown.text("standing"),
        since=_month_or_none(shown, "since"),
        wage=_money(shown, "wage"),
        contract=(contract[0], contract[1], contract[2], contract[3]),
        last_paid=_month_or_none(shown, "lastPaidMonth"),
        retirement=bool(shown.text("retirement")),
        transfer=bool(shown.text("transfer")),
        preregistered=bool(shown.text("preregistered")),
        stopped_here=shown.flag("stoppedInWindow"),
    )


def _month(shown: Record, name: str) -> Month:
    found = _month_or_none(shown, name)
    if found is None:
        raise WireChanged("month", f"{name}: a month", "nothing")
    return found


def _month_or_none(shown: Record, name: str) -> Month | None:
    text = shown.text(name)
    if not text:
        return None
    if len(text) == 6 and text.isascii() and text.isdigit() and 1 <= int(text[4:]) <= 12:
        return Month(int(text[:4]), int(text[4:]))
    raise WireChanged("month", f"{name}: a month", "something else")


def _money(shown: Record, name: str) -> Decimal | None:
    text = shown.text(name)
    try:
        return Decimal(text) if text else None
    except InvalidOperation:
        raise WireChanged("amount", f"{name}: an amount", "something else") from None
