"""How a unit is reached: the general data that it may change online."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class UnitContact:
    """How a unit is reached: its general data (WH-109). All units begin with the same synthetic ones."""

    person: str = "模拟经办"
    person_phone: str = "027-00000000"
    phone: str = "027-00000000"
    fax: str = ""
    mail: str = ""
    postcode: str = ""
    address: str = "模拟路1号"
