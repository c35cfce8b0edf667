"""What the hall remembers of arrears: months that a unit failed to pay, and the bills that settle them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

#: The kinds of the four businesses, as effects and the journal have them, and the name of the first in the lists.
ASSESSMENT, BILL, ROLLBACK, WRITE_OFF = "arrears", "arrears_bill", "arrears_rollback", "write_off"
ASSESSMENT_NAME = "单位员工欠费补缴"

#: 状态 of a month, in the order in which a settlement goes through them; and the one that it never comes back from.
OWED, IN_ASSESSMENT, ASSESSED, BILLED, PAID, ARRIVED = MONTH_STATES = (
    *("欠费", "核定中", "已核定", "已生成缴费单", "已缴费", "已到账"),
)
WRITTEN_OFF = "已注销"
#: 状态 of a bill; of a paid one, those of its months.
UNPAID, ROLLED_BACK = "待缴费", "已回退"


@dataclass(frozen=True, slots=True)
class OwedMonth:
    """A month that a unit failed to pay for a person.

    ``wage`` is empty where that of the person's insurance counts. ``ended`` is 已到账 when the counter settled the month
    itself, 已注销 when it was written off; what a settlement online has come to follows from the filings and the bills.
    """

    unit: str
    person: str
    month: str
    schemes: tuple[str, ...]
    wage: str = ""
    ended: str = ""


@dataclass(frozen=True, slots=True)
class Bill:
    """缴费单: one or more assessments, to be paid at the tax desk.

    ``receipt`` is the number of 税票; ``arrival_due`` is when the system confirms the arrival by itself.
    """

    number: str
    unit: str
    sxh: str
    assessments: tuple[str, ...]
    made: datetime
    rolled_back: bool = False
    receipt: str = ""
    paid: datetime | None = None
    arrived: datetime | None = None
    arrival_due: datetime | None = None

    @property
    def state(self) -> str:
        """状态."""
        if self.rolled_back:
            return ROLLED_BACK
        if self.arrived is not None:
            return ARRIVED
        return PAID if self.paid is not None else UNPAID

    @property
    def month_state(self) -> str:
        """状态 of the months that it settles."""
        return BILLED if self.paid is None else self.state
