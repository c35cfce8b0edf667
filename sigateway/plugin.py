"""Door 2: everything a region may use, and nothing else. Re-exports only."""

from __future__ import annotations

from sigateway.errors import (
    AlreadyFiled,
    ConfigurationError,
    HallRefused,
    HallUnavailable,
    LoginRefused,
    NotOffered,
    RuleNotKnown,
    SessionTaken,
    WireChanged,
    WrongUnit,
)
from sigateway.filings.cases import Actor, Case, CaseState, NextStep, Reason
from sigateway.filings.filing import Enrolment, Filing, Suspension, SuspensionReason, WageChange
from sigateway.filings.findings import Effect, Finding, Grade, Known, Stage
from sigateway.filings.identity import DocumentKind, Sex
from sigateway.filings.months import Month
from sigateway.filings.people import EmploymentForm
from sigateway.filings.units import InsuredUnit, Scheme, UnitClass
from sigateway.flows.credentials import Credentials, PasswordSlipLogin
from sigateway.flows.echo import EchoField, Expected, compare
from sigateway.flows.effects import (
    Commit,
    Flow,
    KeepKey,
    Means,
    Private,
    Reply,
    Request,
    Wait,
    certificates,
    new_password,
    send,
    sign,
)
from sigateway.flows.evidence import Absent, Different, Evidence, Intent, Landed, Unclear
from sigateway.flows.replies import Classified, Kind
from sigateway.flows.signed_in import SignedIn
from sigateway.hookspecs import hookimpl
from sigateway.region import Elsewhere, FieldNeed, Offer, Region, Way, WayKind
from sigateway.rules.context import Context, Facts
from sigateway.rules.reasons import Reasons, load_reasons
from sigateway.rules.rulebook import Rulebook
from sigateway.rules.schema import Layer, load_layer
from sigateway.rules.windows import SHANGHAI, Deadline, Window, always_open, day_deadline, local, safe_before

__all__ = [
    "SHANGHAI",
    "Absent",
    "Actor",
    "AlreadyFiled",
    "Case",
    "CaseState",
    "Classified",
    "Commit",
    "ConfigurationError",
    "Context",
    "Credentials",
    "Deadline",
    "Different",
    "DocumentKind",
    "EchoField",
    "Effect",
    "Elsewhere",
    "EmploymentForm",
    "Enrolment",
    "Evidence",
    "Expected",
    "Facts",
    "FieldNeed",
    "Filing",
    "Finding",
    "Flow",
    "Grade",
    "HallRefused",
    "HallUnavailable",
    "InsuredUnit",
    "Intent",
    "KeepKey",
    "Kind",
    "Known",
    "Landed",
    "Layer",
    "LoginRefused",
    "Means",
    "Month",
    "NextStep",
    "NotOffered",
    "Offer",
    "PasswordSlipLogin",
    "Private",
    "Reason",
    "Reasons",
    "Region",
    "Reply",
    "Request",
    "RuleNotKnown",
    "Rulebook",
    "Scheme",
    "SessionTaken",
    "Sex",
    "SignedIn",
    "Stage",
    "Suspension",
    "SuspensionReason",
    "Unclear",
    "UnitClass",
    "WageChange",
    "Wait",
    "Way",
    "WayKind",
    "Window",
    "WireChanged",
    "WrongUnit",
    "always_open",
    "certificates",
    "compare",
    "day_deadline",
    "hookimpl",
    "load_layer",
    "load_reasons",
    "local",
    "new_password",
    "safe_before",
    "send",
    "sign",
]
