"""The hall's businesses 业务, by the filing's type: one entry each in ``businesses_*.py``, by group.

How a business is filed, found again and discarded is the same for all of them (``flows.py``).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from sigateway.plugin import Filing

from .business import Batch, Business
from .businesses_annual import ALL as ANNUAL
from .businesses_arrears import ALL as ARREARS
from .businesses_community import ALL as COMMUNITY
from .businesses_desk import ALL as DESK
from .businesses_employees import ALL as EMPLOYEES
from .businesses_employees import ENROLMENT, SUSPENSION, WAGE_CHANGE

_ALL: Final[tuple[Business[Any, Any], ...]] = (*EMPLOYEES, *ARREARS, *DESK, *ANNUAL, *COMMUNITY)

BUSINESSES: Final[Mapping[str, Business[Any, Any]]] = MappingProxyType(
    {business.filing_type: business for business in _ALL}
)
"""By the filing's type."""


def business_of(filing: Filing) -> Business[Any, Any]:
    """The business in which this filing is filed."""
    return BUSINESSES[filing.type]


def document_of(filing: Filing) -> str:
    """The document number of the person that a filing is about, as the lists show it: empty for the unit's own business."""
    return "" if filing.subject is None else filing.subject.document.number


__all__ = [
    "BUSINESSES",
    "ENROLMENT",
    "SUSPENSION",
    "WAGE_CHANGE",
    "Batch",
    "Business",
    "business_of",
    "document_of",
]
