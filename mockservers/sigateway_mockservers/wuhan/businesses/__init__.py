"""The businesses of the hall. A new one is a file beside these and a line here."""

from __future__ import annotations

import hashlib
import json

from sigateway_mockservers.wuhan.businesses.base import Business, Fact, Values
from sigateway_mockservers.wuhan.businesses.enrolment import Enrolment
from sigateway_mockservers.wuhan.businesses.suspension import Suspension
from sigateway_mockservers.wuhan.businesses.wage_change import WageChange
from sigateway_mockservers.wuhan.records import Task

__all__ = [
    "BUSINESSES",
    "ENROLMENT",
    "SUSPENSION",
    "WAGE_CHANGE",
    "Business",
    "Fact",
    "Values",
    "business_of",
    "business_of_kind",
    "content_of",
]

ENROLMENT, SUSPENSION, WAGE_CHANGE = Enrolment(), Suspension(), WageChange()
BUSINESSES: tuple[Business, ...] = (ENROLMENT, SUSPENSION, WAGE_CHANGE)

_BY_NAME = {each.name: each for each in BUSINESSES}
_BY_KIND = {each.kind: each for each in BUSINESSES}


def business_of(task: Task) -> Business:
    """The business of an item."""
    return _BY_NAME[task.business]


def business_of_kind(kind: str) -> Business:
    """The business of this kind; an unknown one is a ``ValueError``."""
    if kind not in _BY_KIND:
        raise ValueError(f"the hall has no business {kind!r}; known: {', '.join(_BY_KIND)}")
    return _BY_KIND[kind]


def content_of(task: Task) -> str:
    """A digest of what is filed: business, unit and every field of the form, without what the hall sets itself."""
    business = business_of(task)
    filed = {each.name: task.fields.get(each.name, "") for each in business.fields}
    text = json.dumps([business.kind, task.unit, filed], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:24]
