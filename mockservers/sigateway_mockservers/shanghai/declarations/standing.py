"""What a declaration does to how a person stands at a unit. Pure: withdrawing one is replaying the others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal

from sigateway_mockservers.kernel.months import month_of, months_from, shifted
from sigateway_mockservers.kernel.spells import Wage
from sigateway_mockservers.shanghai.names import (
    ANNUAL_WAGE,
    BACK_PAYMENT,
    ENROLMENT,
    SUSPENSION,
    WAGE_CHANGE,
)
from sigateway_mockservers.shanghai.records import Declaration, Given, Spell, Standing


def after(standing: Standing, happened: Given | Declaration) -> Standing:
    """The standing after something has happened."""
    if isinstance(happened, Given):
        spells = (*standing.spells, happened.spell) if happened.spell is not None else standing.spells
        return Standing(spells, _together(standing.unpaid, happened.unpaid))
    return _WORKS[happened.business](standing, happened)


def _enrolled(standing: Standing, declared: Declaration) -> Standing:
    """Insured from the first month; the months before that of declaring are owed. Who is insured stays so."""
    if standing.running is not None:
        return standing
    first = declared.fields["qsny"]
    wage = Wage(first, Decimal(declared.fields["gzsr"]))
    owed = months_from(first, shifted(month_of(declared.at), -1))
    spell = Spell(first, (wage,), number=declared.fields["grxh"])
    return Standing((*standing.spells, spell), _together(standing.unpaid, owed))


def _stopped(standing: Standing, declared: Declaration) -> Standing:
    if standing.running is None:
        return standing
    ended = replace(standing.running, last_month=declared.fields["jzny"])
    return replace(standing, spells=(*standing.spells[:-1], ended))


def _paid_back(standing: Standing, declared: Declaration) -> Standing:
    paid = months_from(declared.fields["ksny"], declared.fields["jsny"])
    return replace(standing, unpaid=tuple(month for month in standing.unpaid if month not in paid))


def _paid_otherwise(standing: Standing, declared: Declaration) -> Standing:
    """Another wage from a month on; a base year works from its own."""
    if standing.running is None:
        return standing
    wage = Wage(declared.outcome.works_from, Decimal(declared.fields["gzsr"]))
    changed = replace(standing.running, wages=(*standing.running.wages, wage))
    return replace(standing, spells=(*standing.spells[:-1], changed))


_WORKS: Mapping[str, Callable[[Standing, Declaration], Standing]] = {
    ENROLMENT: _enrolled,
    SUSPENSION: _stopped,
    BACK_PAYMENT: _paid_back,
    WAGE_CHANGE: _paid_otherwise,
    ANNUAL_WAGE: _paid_otherwise,
}


def _together(months: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted({*months, *more}))
