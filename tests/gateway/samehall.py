"""A teller that opens each unit's hall once, so that a fingerprint, which is costly on purpose, is worked out once a test."""

from __future__ import annotations

from typing import Any

from teller import SLIP, UNIT, House

import sigateway as sg


class SameHall(House):
    def at(self, unit: sg.InsuredUnit = UNIT, credentials: Any = SLIP) -> Any:
        opened: dict[Any, Any] = self.__dict__.setdefault("opened", {})
        if (unit, credentials) not in opened:
            opened[unit, credentials] = super().at(unit, credentials)
        return opened[unit, credentials]

    def another(self, **changes: Any) -> SameHall:
        return type(self)(self.hall, self.driver, **(self.ports | changes))
