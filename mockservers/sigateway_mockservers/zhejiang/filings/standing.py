"""What an item does to a person's insurances."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from sigateway_mockservers.zhejiang.names import ENROLMENT, FLEXIBLE_ENROL
from sigateway_mockservers.zhejiang.records import Item, Spell


def after(spells: tuple[Spell, ...], item: Item) -> tuple[Spell, ...]:
    """The insurances once an item is in force. What runs already is not begun twice, what is over is not ended again."""
    if item.kind in (ENROLMENT, FLEXIBLE_ENROL):
        running = {(spell.unit, spell.scheme) for spell in spells if spell.is_running}
        base = item.base or Decimal(0)
        begun = [
            Spell(item.unit, scheme, since, base=base)
            for scheme, since in item.starts.items()
            if (item.unit, scheme) not in running
        ]
        return (*spells, *begun)
    return tuple(
        replace(spell, last=item.paid_until[spell.scheme])
        if spell.is_running and spell.unit == item.unit and spell.scheme in item.paid_until
        else spell
        for spell in spells
    )
