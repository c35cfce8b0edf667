"""What a unit means to file about somebody: what was asked, and where the facts are read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sigateway_mockservers.zhejiang.records import UnitRecord
from sigateway_mockservers.zhejiang.store import Store

if TYPE_CHECKING:
    from sigateway_mockservers.zhejiang.hall import ZhejiangHall


@dataclass(frozen=True, slots=True)
class Meant:
    """Somebody about whom a unit means to file, on the hall's day."""

    hall: ZhejiangHall
    unit: UnitRecord
    asked: Mapping[str, str]
    #: What a search shows, which may be late; a save looks at what is.
    shown: Store | None = None

    @property
    def store(self) -> Store:
        """Where the facts are read."""
        return self.hall.store if self.shown is None else self.shown

    @property
    def today(self) -> date:
        """The hall's day."""
        return self.hall.world.clock.today()
