"""What the counter does to people that is a control of the hall itself; part of :class:`WuhanHall`."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from sigateway_mockservers.wuhan.records import Insurance

if TYPE_CHECKING:
    from sigateway_mockservers.kernel.world import World
    from sigateway_mockservers.wuhan.counter import Counter
    from sigateway_mockservers.wuhan.store import Store


class PeopleControls:
    """People insured without an item, and their photos."""

    world: World
    store: Store
    counter: Counter

    def insure_at_counter(self, unit: str, zjhm: str, start_month: str, wage: Decimal | str) -> Insurance:
        """Insure somebody of the register at once: no item, no age limit, from any month (WH-53, WH-56)."""
        return self.counter.insure(unit, zjhm, start_month, wage)

    def person_photo(self, zjhm: str) -> bytes:
        """The photo that the hall holds of a person (WH-58); empty when it holds none."""
        with self.world.lock:
            self.world.settle()
            name = self.store.personal.get(zjhm, {}).get("photo", "")
            return self.store.files[name] if name else b""
