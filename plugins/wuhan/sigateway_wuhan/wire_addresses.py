"""Where each business of the hall is done: the stems of its addresses, the names of its requests and pages. Part of the wire."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where one business is done: ``operation`` names its requests and pages, ``stem`` its addresses.

    ``searches``: whether a page asks first for whom or for what it is; else the form itself is the first page.
    """

    operation: str
    stem: str
    searches: bool = True

    @property
    def page(self) -> str:
        """The first page: the one that asks for a person, or the form."""
        return f"{self.stem}.do"

    @property
    def search(self) -> str:
        """Where that page leads: the form of one person."""
        return f"{self.stem}_chaxun.do"

    @property
    def save(self) -> str:
        """Where the form leads: 保存."""
        return f"{self.stem}_baocun.do"

    @property
    def search_kind(self) -> str:
        """The kind of the first page."""
        return f"{self.operation}_search" if self.searches else self.form_kind

    @property
    def form_kind(self) -> str:
        """The kind of the page with the form."""
        return f"{self.operation}_form"


ENROL: Final = Addresses("enrol", "zengyuan")
SUSPEND: Final = Addresses("suspend", "zanting")
WAGE: Final = Addresses("wage", "gongzi")
PERSON: Final = Addresses("person", "grxx")
UNIT: Final = Addresses("unit", "dwxx", searches=False)
APPOINTMENT: Final = Addresses("appointment", "yuyue", searches=False)
PROBLEM: Final = Addresses("problem", "wenti", searches=False)
ARREARS: Final = Addresses("arrears", "bujiao")
BILL: Final = Addresses("bill", "jiaofeidan")
ROLLBACK: Final = Addresses("rollback", "huitui")
WRITE_OFF: Final = Addresses("writeoff", "zhuxiao")
AGREEMENT: Final = Addresses("agency", "dbxy")
FLEXIBLE: Final = Addresses("flexible", "linghuo")
ANNUAL: Final = Addresses("batch", "niandu")
RETIREES: Final = Addresses("batch", "tuixiu")
"""Batches only: the stem is the ``yw`` of their pages."""
ALL: Final = (
    AGREEMENT,
    FLEXIBLE,
    ARREARS,
    BILL,
    ROLLBACK,
    WRITE_OFF,
    ENROL,
    SUSPEND,
    WAGE,
    PERSON,
    UNIT,
    APPOINTMENT,
    PROBLEM,
)
