"""How a person stands with respect to a unit: put together from the register and the hall's own insurances."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sigateway_mockservers.wuhan.records import ENROLMENT
from sigateway_mockservers.wuhan.rules import Standing

if TYPE_CHECKING:
    from sigateway_mockservers.kernel.world import World
    from sigateway_mockservers.wuhan.store import Store


def standing_of(world: World, store: Store, unit: str, number: str, *, guards_duplicates: bool) -> Standing:
    """The standing of a person now. A hall that guards no duplicates does not see its own insurances."""
    person = world.people.get(number)
    insurances = store.insurances_of(number)
    elsewhere = [
        store.units[each.unit].name for each in insurances if each.stopped is None and each.unit != unit
    ]
    if person is not None and person.insured_elsewhere:
        elsewhere.append(person.insured_elsewhere)
    return Standing(
        today=world.clock.today(),
        person=person,
        first_enrolment=not insurances and not (person is not None and person.ever_insured),
        insured_here=guards_duplicates
        and any(each.unit == unit and each.stopped is None for each in insurances),
        running_here=guards_duplicates
        and any(
            task.is_running and task.unit == unit and task.person == number and task.business == ENROLMENT
            for task in store.tasks.values()
        ),
        insured_at=tuple(dict.fromkeys(elsewhere)),
    )
