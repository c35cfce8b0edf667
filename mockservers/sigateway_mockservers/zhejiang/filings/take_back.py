"""Taking back 撤回: the item is void, and a new one must be made (ZJ-12, ZJ-13, ZJ-40)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.months import month_of
from sigateway_mockservers.kernel.reasons import Reason
from sigateway_mockservers.zhejiang import reasons
from sigateway_mockservers.zhejiang.names import APPROVED, IN_REVIEW, SUSPENSION, VOID
from sigateway_mockservers.zhejiang.records import Item
from sigateway_mockservers.zhejiang.store import Store

if TYPE_CHECKING:
    from sigateway_mockservers.zhejiang.hall import ZhejiangHall

QUESTION, ANSWER = "是否作废该办件", "该办件已作废"


class TakeBackDesk:
    """Voids items."""

    def __init__(self, hall: ZhejiangHall) -> None:
        self._hall = hall

    def find(self, store: Store, unit: str, number: str) -> Item | None:
        """A unit's own item."""
        item = store.items.get(number)
        return item if item is not None and item.unit == unit else None

    @enforces("ZJ-12", "ZJ-13", "ZJ-40")
    def why_not(self, item: Item | None) -> Reason | None:
        """What speaks against taking an item back."""
        if item is None:
            return reasons.NO_ITEM
        if item.is_void:
            return reasons.VOID_ALREADY
        if item.kind == SUSPENSION and not self._hall.suspension_take_back:
            return reasons.NO_TAKE_BACK
        if item.state == IN_REVIEW:
            return None
        if item.state != APPROVED or not self._hall.take_back_after_approval:
            return reasons.DECIDED
        now = self._hall.world.clock.today()
        if month_of(item.submitted_at) != month_of(now):
            return reasons.DECIDED
        return reasons.LATER_BUSINESS if self._has_moved_on(item) else None

    def void(self, item: Item) -> Item:
        """Void an item, and undo what it did."""
        store, now = self._hall.store, self._hall.world.clock.now()
        voided = replace(
            item, state=VOID, voided_at=now, voided_order=store.next_order(), voided_in=item.state
        )
        if item.state == APPROVED:
            store.undo(voided)
        else:
            store.items[item.number] = voided
        return voided

    def _has_moved_on(self, item: Item) -> bool:
        store = self._hall.store
        later = any(
            other.order > item.order
            and other.stands
            and (other.unit, other.person) == (item.unit, item.person)
            for other in store.items.values()
        )
        elsewhere = any(spell.is_running and spell.unit != item.unit for spell in store.spells(item.person))
        return later or elsewhere
