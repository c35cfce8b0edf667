"""A person's new document number: what is insured and filed follows; items keep the number that they showed (WH-108)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from sigateway_mockservers.kernel.world import World
    from sigateway_mockservers.wuhan.store import Store

Held = TypeVar("Held")


def renumber(world: World, store: Store, old: str, new: str) -> None:
    """Let a person go by another number from now on, in the register and in all that the hall holds."""
    if world.people.get(old) is not None:
        world.people.renumber(old, new)
    for insurance in store.insurances_of(old):
        store.insurances[insurance.sxh] = replace(insurance, person=new)
    for effect in list(store.effects_of(old)):
        store.effects[effect.number] = replace(effect, zjhm=new)
    if old in store.owed:
        store.owed[new] = tuple(replace(each, person=new) for each in store.owed.pop(old))
    for (unit, person), retiree in list(store.retirees.items()):
        if person == old:
            del store.retirees[unit, old]
            store.retirees[unit, new] = replace(retiree, person=new)
    for user in list(store.person_users.values()):
        if user.person == old:
            store.keep_user(replace(user, person=new))
    store.community_book = store.community_book.renumbered(old, new)
    _move(store.insurances_by_person, old, new)
    _move(store.effects_by_person, old, new)
    _move(store.personal, old, new)
    _move(store.personal_numbers, old, new)
    # Somebody may go back to a number: what pointed away from it does so no more.
    store.renumbered.pop(new, None)
    store.renumbered[old] = new


def _move(index: dict[str, Held], old: str, new: str) -> None:
    if old in index:
        index[new] = index.pop(old)
