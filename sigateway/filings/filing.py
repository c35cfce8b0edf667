"""Any filing: what the other files of this room define, told apart by ``type``."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from .access import (
    AgreementSigning,
    CertificateApproval,
    GrantingConsent,
    HandlerGrant,
    HandlerRevocation,
    HandlerVerification,
    PasswordReset,
    UnitRegistration,
)
from .arrears import ArrearsBill, ArrearsRollback, ArrearsSettlement, CurrentMonthWriteOff
from .community import AgencyAgreement, FlexibleEnrolment, FlexibleSuspension, RelationTransfer
from .declarations import AnnualWageDeclaration, RetireeWageDeclaration
from .employees import (
    BackPayment,
    ContractRenewal,
    Enrolment,
    PreRegistration,
    RetirementRegistration,
    Suspension,
    WageChange,
)
from .errands import Appointment, ProblemReport
from .openings import EmployerOpening
from .updates import BasicData, EmployerUpdate, PersonUpdate

Filing = Annotated[
    Enrolment
    | Suspension
    | WageChange
    | AnnualWageDeclaration
    | RetireeWageDeclaration
    | ArrearsSettlement
    | ArrearsBill
    | ArrearsRollback
    | CurrentMonthWriteOff
    | PersonUpdate
    | EmployerUpdate
    | Appointment
    | ProblemReport
    | AgencyAgreement
    | FlexibleEnrolment
    | FlexibleSuspension
    | EmployerOpening
    | BackPayment
    | AgreementSigning
    | CertificateApproval
    | ContractRenewal
    | PreRegistration
    | RetirementRegistration
    | RelationTransfer
    | BasicData
    | UnitRegistration
    | GrantingConsent
    | HandlerGrant
    | HandlerRevocation
    | HandlerVerification
    | PasswordReset,
    Field(discriminator="type"),
]
"""Any filing, told apart by its ``type``."""
