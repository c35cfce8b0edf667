"""What a filing does to the standing of its person at its unit: one small function, folded over all that works."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from sigateway_mockservers.jiangsu.names import (
    BASE,
    ENROLMENT,
    FLEXIBLE_ENROLMENT,
    FLEXIBLE_SUSPENSION,
    RENEWAL,
    RETIREMENT,
    SUSPENSION,
)
from sigateway_mockservers.jiangsu.records import Contract, Filing, Spell, Standing
from sigateway_mockservers.kernel.months import shifted
from sigateway_mockservers.kernel.spells import Wage


def contract_in(filing: Filing) -> Contract:
    """The contract that a filing names."""
    said = filing.fields
    return Contract(said["contractKind"], said["contractFrom"], said["contractTo"], said["post"])


def after(standing: Standing, filing: Filing) -> Standing:
    """The standing after a filing. One that finds nothing to work on changes nothing: insurance stays one."""
    running = standing.running
    if filing.matter in (ENROLMENT, FLEXIBLE_ENROLMENT):
        return standing if running is not None else _begun(standing, filing)
    if running is None:
        return standing
    if filing.matter == RENEWAL:
        return _with_last(standing, replace(running, contract=contract_in(filing)))
    if filing.matter in (SUSPENSION, FLEXIBLE_SUSPENSION):
        return _with_last(standing, replace(running, last_month=filing.fields["lastPaidMonth"]))
    if filing.matter == BASE:
        wages = (*running.wages, Wage(filing.fee_month, Decimal(filing.fields["wage"])))
        return _with_last(standing, replace(running, wages=wages))
    if filing.matter == RETIREMENT:
        month = filing.fields["retireOn"][:7].replace("-", "")
        ended = _with_last(standing, replace(running, last_month=month))
        return replace(ended, retired_from=shifted(month, 1))
    return standing


def _begun(standing: Standing, filing: Filing) -> Standing:
    if filing.matter == FLEXIBLE_ENROLMENT:
        first, contract = filing.fee_month, Contract()
    else:
        first, contract = filing.start_month, contract_in(filing)
    spell = Spell(first, (Wage(first, Decimal(filing.fields["wage"])),), contract=contract)
    return replace(standing, spells=(*standing.spells, spell))


def _with_last(standing: Standing, spell: Spell) -> Standing:
    return replace(standing, spells=(*standing.spells[:-1], spell))
