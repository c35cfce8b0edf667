"""The businesses of the hall. A new one is a file beside these and a line here."""

from __future__ import annotations

import hashlib
import json

from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.wuhan.businesses.agency_agreement import AgencyAgreement
from sigateway_mockservers.wuhan.businesses.annual_wage import AnnualWage
from sigateway_mockservers.wuhan.businesses.appointment import Appointment
from sigateway_mockservers.wuhan.businesses.arrears_assessment import ArrearsAssessment
from sigateway_mockservers.wuhan.businesses.arrears_bill import ArrearsBill
from sigateway_mockservers.wuhan.businesses.arrears_rollback import ArrearsRollback
from sigateway_mockservers.wuhan.businesses.base import Business, Decided, Fact, Values
from sigateway_mockservers.wuhan.businesses.enrolment import Enrolment
from sigateway_mockservers.wuhan.businesses.flexible_enrolment import FlexibleEnrolment
from sigateway_mockservers.wuhan.businesses.person_account import PersonAccount
from sigateway_mockservers.wuhan.businesses.person_update import PersonUpdate
from sigateway_mockservers.wuhan.businesses.problem_report import ProblemReport
from sigateway_mockservers.wuhan.businesses.retiree_wage import RetireeWage
from sigateway_mockservers.wuhan.businesses.self_service import SelfService
from sigateway_mockservers.wuhan.businesses.suspension import Suspension
from sigateway_mockservers.wuhan.businesses.unit_update import UnitUpdate
from sigateway_mockservers.wuhan.businesses.wage_change import WageChange
from sigateway_mockservers.wuhan.businesses.write_off import WriteOff
from sigateway_mockservers.wuhan.records import Filing, Task

__all__ = [
    "AGENCY_AGREEMENT",
    "ANNUAL_WAGE",
    "APPOINTMENT",
    "ARREARS_ASSESSMENT",
    "ARREARS_BILL",
    "ARREARS_ROLLBACK",
    "BUSINESSES",
    "ENROLMENT",
    "FLEXIBLE_ENROLMENT",
    "PERSON_ACCOUNT",
    "PERSON_UPDATE",
    "PROBLEM_REPORT",
    "RETIREE_WAGE",
    "SELF_SERVICE",
    "SUSPENSION",
    "UNIT_UPDATE",
    "WAGE_CHANGE",
    "WRITE_OFF",
    "Business",
    "Decided",
    "Fact",
    "Values",
    "business_of",
    "business_of_batch",
    "business_of_kind",
    "content_of",
]

ENROLMENT, SUSPENSION, WAGE_CHANGE = Enrolment(), Suspension(), WageChange()
PERSON_UPDATE, UNIT_UPDATE = PersonUpdate(), UnitUpdate()
APPOINTMENT, PROBLEM_REPORT = Appointment(), ProblemReport()
ARREARS_ASSESSMENT, ARREARS_BILL = ArrearsAssessment(), ArrearsBill()
ARREARS_ROLLBACK, WRITE_OFF = ArrearsRollback(), WriteOff()
ANNUAL_WAGE, RETIREE_WAGE = AnnualWage(), RetireeWage()
PERSON_ACCOUNT, SELF_SERVICE = PersonAccount(), SelfService()
AGENCY_AGREEMENT, FLEXIBLE_ENROLMENT = AgencyAgreement(), FlexibleEnrolment()
BUSINESSES: tuple[Business, ...] = (
    ENROLMENT,
    SUSPENSION,
    WAGE_CHANGE,
    PERSON_UPDATE,
    UNIT_UPDATE,
    APPOINTMENT,
    PROBLEM_REPORT,
    ARREARS_ASSESSMENT,
    ARREARS_BILL,
    ARREARS_ROLLBACK,
    WRITE_OFF,
    ANNUAL_WAGE,
    RETIREE_WAGE,
    PERSON_ACCOUNT,
    SELF_SERVICE,
    AGENCY_AGREEMENT,
    FLEXIBLE_ENROLMENT,
)

_BY_KIND = {each.kind: each for each in BUSINESSES}


def business_of(task: Task) -> Business:
    """The business of an item; a batch has that of its rows."""
    return _BY_KIND[task.kind]


@enforces("WH-77")
def business_of_batch(stem: str) -> Business | None:
    """The business whose batches go by this word; ``None`` when it is not offered in batches."""
    return next((each for each in BUSINESSES if each.batch_name and each.stem == stem), None)


def business_of_kind(kind: str) -> Business:
    """The business of this kind; an unknown one is a ``ValueError``."""
    if kind not in _BY_KIND:
        raise ValueError(f"the hall has no business {kind!r}; known: {', '.join(_BY_KIND)}")
    return _BY_KIND[kind]


def content_of(task: Task, filing: Filing) -> str:
    """A digest of what is filed for a person: business, unit and every field of the form, without what the hall sets.

    A row of a batch has the digest that the same filing has by itself. Where filings may be alike, the item counts too.
    """
    business = business_of(task)
    filed = business.content(filing.fields)
    item = [task.origin or task.sxh] if business.may_be_alike else []
    text = json.dumps([business.kind, task.unit, filed, *item], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:24]
