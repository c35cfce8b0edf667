"""One typed gateway to many Chinese government social-insurance halls 社会保险网上办事大厅.

This is door 1, for the payroll vendor: what is filed, the gateway that files it, and what can go wrong.
"""

from sigateway.errors import (
    AccessError,
    AlreadyFiled,
    BeforeSending,
    ConfigurationError,
    CredentialsBlocked,
    DraftLost,
    EchoDiffers,
    HallError,
    HallRefused,
    HallUnavailable,
    LandedDifferently,
    LaneBusy,
    LedgerError,
    LoginRefused,
    NotOffered,
    OutcomeUnknown,
    PasswordChangeNeeded,
    PluginError,
    PreflightFailed,
    RulebookError,
    RuleNotKnown,
    SessionTaken,
    SigatewayError,
    WindowClosed,
    WireChanged,
    WrongUnit,
)
from sigateway.filings.cases import Actor, Case, CaseState, NextStep, Reason
from sigateway.filings.filing import Enrolment, Filing, Suspension, SuspensionReason, WageChange
from sigateway.filings.findings import Effect, Finding, Grade, Known, Stage
from sigateway.filings.identity import Document, DocumentKind
from sigateway.filings.months import Month
from sigateway.filings.orders import Instruction, Order, Source
from sigateway.filings.people import Employment, EmploymentForm, Person
from sigateway.filings.units import Employer, InsuredUnit, Scheme, UnitClass
from sigateway.flows.credentials import Credentials, PasswordSlipLogin
from sigateway.gateway.asynchronous import AsyncGateway, AsyncHall, AsyncSession
from sigateway.gateway.clock import Clock, SystemClock
from sigateway.gateway.house import Event
from sigateway.gateway.ledger import Ledger
from sigateway.gateway.operations import DryRun
from sigateway.gateway.sqlite_ledger import SqliteLedger
from sigateway.gateway.store import CredentialsStore, FileCredentials
from sigateway.gateway.sync import Gateway, Hall, Session
from sigateway.region import Elsewhere, Offer, Region, Way, WayKind
from sigateway.rules.calendar import StateCouncilCalendar, SuppliedCalendar, WorkCalendar
from sigateway.rules.windows import Window

__version__ = "0.1.0"

__all__ = [
    "AccessError",
    "Actor",
    "AlreadyFiled",
    "AsyncGateway",
    "AsyncHall",
    "AsyncSession",
    "BeforeSending",
    "Case",
    "CaseState",
    "Clock",
    "ConfigurationError",
    "Credentials",
    "CredentialsBlocked",
    "CredentialsStore",
    "Document",
    "DocumentKind",
    "DraftLost",
    "DryRun",
    "EchoDiffers",
    "Effect",
    "Elsewhere",
    "Employer",
    "Employment",
    "EmploymentForm",
    "Enrolment",
    "Event",
    "FileCredentials",
    "Filing",
    "Finding",
    "Gateway",
    "Grade",
    "Hall",
    "HallError",
    "HallRefused",
    "HallUnavailable",
    "Instruction",
    "InsuredUnit",
    "Known",
    "LandedDifferently",
    "LaneBusy",
    "Ledger",
    "LedgerError",
    "LoginRefused",
    "Month",
    "NextStep",
    "NotOffered",
    "Offer",
    "Order",
    "OutcomeUnknown",
    "PasswordChangeNeeded",
    "PasswordSlipLogin",
    "Person",
    "PluginError",
    "PreflightFailed",
    "Reason",
    "Region",
    "RuleNotKnown",
    "RulebookError",
    "Scheme",
    "Session",
    "SessionTaken",
    "SigatewayError",
    "Source",
    "SqliteLedger",
    "Stage",
    "StateCouncilCalendar",
    "SuppliedCalendar",
    "Suspension",
    "SuspensionReason",
    "SystemClock",
    "UnitClass",
    "WageChange",
    "Way",
    "WayKind",
    "Window",
    "WindowClosed",
    "WireChanged",
    "WorkCalendar",
    "WrongUnit",
]
