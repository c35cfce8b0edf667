"""The two doors, pinned name by name. To add a name is a feature; to take one away breaks somebody."""

from __future__ import annotations

import ast
import inspect
import re
from pathlib import Path
from types import ModuleType

import pytest

import sigateway
from sigateway import errors, plugin
from sigateway.hookspecs import Hooks

VENDORS_DOOR = [
    "AccessAction",
    "AccessError",
    "Actor",
    "AgencyAgreement",
    "Agreement",
    "AgreementSigning",
    "AgreementStep",
    "AgreementsQuery",
    "AlreadyFiled",
    "Amount",
    "AnnualWageDeclaration",
    "Answer",
    "Appointment",
    "Arrears",
    "ArrearsBill",
    "ArrearsQuery",
    "ArrearsRollback",
    "ArrearsSettlement",
    "AssessmentForm",
    "AsyncGateway",
    "AsyncHall",
    "AsyncSession",
    "Attestation",
    "BackPayment",
    "BackPaymentDetail",
    "BackPaymentReason",
    "BankOrder",
    "BankOrderQuery",
    "BasicData",
    "BatchResult",
    "BatchResultsQuery",
    "BeforeSending",
    "Bill",
    "Cascade",
    "CascadeStopped",
    "Case",
    "CasePrintout",
    "CaseState",
    "CertificateApproval",
    "CertificateLogin",
    "CertificatesQuery",
    "Challenge",
    "ChallengeAlive",
    "ChallengeExpired",
    "ChallengeFailed",
    "ChallengeKind",
    "Clock",
    "ConfigurationError",
    "ContractKind",
    "ContractRenewal",
    "CorrectionStopped",
    "Credentials",
    "CredentialsBlocked",
    "CredentialsStore",
    "CurrentMonthWriteOff",
    "DeclarationForm",
    "Document",
    "DocumentKind",
    "DoneFiling",
    "DoneFilingsQuery",
    "DraftLost",
    "DryRun",
    "EchoDiffers",
    "Effect",
    "Elsewhere",
    "Employer",
    "EmployerChanges",
    "EmployerOpening",
    "EmployerUpdate",
    "Employment",
    "EmploymentForm",
    "Enrolment",
    "EntitlementSlip",
    "Entrance",
    "Event",
    "EvidencePack",
    "FetchedFile",
    "FileCredentials",
    "FileFormat",
    "Filed",
    "Filing",
    "Finding",
    "FlexibleEnrolment",
    "FlexibleSuspension",
    "FreePlace",
    "FreePlacesQuery",
    "Gateway",
    "Grade",
    "GrantingConsent",
    "HalfDay",
    "Hall",
    "HallError",
    "HallRefused",
    "HallUnavailable",
    "Handler",
    "HandlerGrant",
    "HandlerLogin",
    "HandlerRank",
    "HandlerRevocation",
    "HandlerVerification",
    "HandlersQuery",
    "HouseholdPlace",
    "Instruction",
    "InsuredUnit",
    "InteractionNeeded",
    "Known",
    "LandedDifferently",
    "LaneBusy",
    "LaterFiling",
    "Ledger",
    "LedgerError",
    "LoginRefused",
    "Material",
    "Matter",
    "Month",
    "MovementsExport",
    "NextStep",
    "NotOffered",
    "Offer",
    "Order",
    "OutcomeUnknown",
    "OwedMonth",
    "Part",
    "PartlyFiled",
    "PartlyUndone",
    "PasswordChangeNeeded",
    "PasswordReset",
    "PasswordSlipLogin",
    "Person",
    "PersonChanges",
    "PersonProof",
    "PersonUpdate",
    "PinRefused",
    "Pledge",
    "PluginError",
    "PortalLogin",
    "PreRegistration",
    "PreflightFailed",
    "Printout",
    "ProblemReport",
    "ProofKind",
    "Query",
    "Reason",
    "RecordEntry",
    "Region",
    "RelationTransfer",
    "RetireeWageDeclaration",
    "RetirementRegistration",
    "RuleNotKnown",
    "RulebookError",
    "Scheme",
    "Seal",
    "SealBroken",
    "ServiceAgreement",
    "ServiceAgreementQuery",
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
    "Ticket",
    "UnitCertificate",
    "UnitClass",
    "UnitProof",
    "UnitRegistration",
    "UsbKeyLogin",
    "WageChange",
    "Way",
    "WayKind",
    "Window",
    "WindowClosed",
    "WireChanged",
    "WithdrawBlocked",
    "WorkCalendar",
    "WrongUnit",
]

CONTRIBUTORS_DOOR = [
    "EDUCATIONS",
    "HOUSEHOLD_KINDS",
    "MARITAL_STATUSES",
    "NATIONS",
    "SEXES",
    "SHANGHAI",
    "Absent",
    "Actor",
    "AgencyAgreement",
    "Agreement",
    "AgreementSigning",
    "AgreementStep",
    "AgreementsQuery",
    "AlreadyFiled",
    "Amount",
    "AnnualWageDeclaration",
    "Answer",
    "Appointment",
    "Arrears",
    "ArrearsBill",
    "ArrearsQuery",
    "ArrearsRollback",
    "ArrearsSettlement",
    "AssessmentForm",
    "BackPayment",
    "BackPaymentDetail",
    "BackPaymentReason",
    "BankOrder",
    "BankOrderQuery",
    "BasicData",
    "BatchResult",
    "BatchResultsQuery",
    "Bill",
    "Body",
    "Case",
    "CasePrintout",
    "CaseState",
    "Certificate",
    "CertificateApproval",
    "CertificateLogin",
    "CertificatesQuery",
    "Challenge",
    "ChallengeExpired",
    "ChallengeFailed",
    "ChallengeKind",
    "Classified",
    "CodeTable",
    "Commit",
    "ConfigurationError",
    "Context",
    "ContractKind",
    "ContractRenewal",
    "Credentials",
    "CurrentMonthWriteOff",
    "Deadline",
    "DeclarationForm",
    "Different",
    "DocumentKind",
    "DoneFiling",
    "DoneFilingsQuery",
    "EchoField",
    "Effect",
    "Elsewhere",
    "EmployerChanges",
    "EmployerOpening",
    "EmployerUpdate",
    "EmploymentForm",
    "Enrolment",
    "EntitlementSlip",
    "Entrance",
    "Evidence",
    "Expected",
    "Facts",
    "FetchedFile",
    "FieldNeed",
    "FileFormat",
    "Filing",
    "Finding",
    "FlexibleEnrolment",
    "FlexibleSuspension",
    "Flow",
    "FreePlace",
    "FreePlacesQuery",
    "Grade",
    "GrantingConsent",
    "HalfDay",
    "HallRefused",
    "HallUnavailable",
    "Handler",
    "HandlerGrant",
    "HandlerLogin",
    "HandlerRank",
    "HandlerRevocation",
    "HandlerVerification",
    "HandlersQuery",
    "HouseholdPlace",
    "InsuredUnit",
    "Intent",
    "KeepCase",
    "KeepKey",
    "Kind",
    "Known",
    "Landed",
    "LaterFiling",
    "Layer",
    "LeaveOut",
    "LoginRefused",
    "Material",
    "Matter",
    "Means",
    "Model",
    "Month",
    "MovementsExport",
    "NextStep",
    "NotOffered",
    "NotSignedIn",
    "Offer",
    "OwedMonth",
    "Part",
    "PasswordReset",
    "PasswordSlipLogin",
    "Person",
    "PersonChanges",
    "PersonProof",
    "PersonUpdate",
    "PinRefused",
    "Pledge",
    "PortalLogin",
    "PreRegistration",
    "Printout",
    "Private",
    "ProblemReport",
    "ProofKind",
    "Query",
    "Reason",
    "Reasons",
    "Region",
    "RelationTransfer",
    "Reply",
    "Request",
    "RetireeWageDeclaration",
    "RetirementRegistration",
    "RuleNotKnown",
    "Rulebook",
    "Scheme",
    "Seal",
    "SealBroken",
    "ServiceAgreement",
    "ServiceAgreementQuery",
    "SessionTaken",
    "Sex",
    "SignatureAlgorithm",
    "SignedIn",
    "Stage",
    "Suspension",
    "SuspensionReason",
    "Ticket",
    "Unclear",
    "UnitCertificate",
    "UnitClass",
    "UnitProof",
    "UnitRegistration",
    "Upload",
    "UsbKeyLogin",
    "WageChange",
    "Wait",
    "Way",
    "WayKind",
    "Window",
    "WireChanged",
    "WithdrawBlocked",
    "WrongUnit",
    "always_open",
    "ask_rules",
    "certificates",
    "check_seal",
    "compare",
    "day_deadline",
    "follow",
    "hookimpl",
    "keep_case",
    "leave_out",
    "load_layer",
    "load_reasons",
    "local",
    "masked",
    "month_window",
    "new_password",
    "raise_unless_data",
    "read_printed",
    "safe_before",
    "send",
    "sign",
    "state_of",
    "subject_digest",
    "within_workdays",
]

DOORS = [
    pytest.param(sigateway, VENDORS_DOOR, id="sigateway"),
    pytest.param(plugin, CONTRIBUTORS_DOOR, id="plugin"),
]


@pytest.mark.parametrize(("door", "names"), DOORS)
def test_the_door_has_exactly_these_names(door: ModuleType, names: list[str]) -> None:
    assert sorted(door.__all__) == sorted(names)


@pytest.mark.parametrize(("door", "names"), DOORS)
def test_the_names_stand_in_order_and_once(door: ModuleType, names: list[str]) -> None:
    constants = [n for n in door.__all__ if n.isupper()]
    classes = [n for n in door.__all__ if n[0].isupper() and not n.isupper()]
    functions = [n for n in door.__all__ if n[0].islower()]
    assert list(door.__all__) == [*sorted(constants), *sorted(classes), *sorted(functions)]
    assert len(set(door.__all__)) == len(door.__all__)


@pytest.mark.parametrize(("door", "names"), DOORS)
def test_each_name_can_be_imported(door: ModuleType, names: list[str]) -> None:
    assert [n for n in names if not hasattr(door, n)] == []


@pytest.mark.parametrize(("door", "names"), DOORS)
def test_what_the_door_imports_it_offers(door: ModuleType, names: list[str]) -> None:
    """Re-exports only: nothing passes the door unnamed."""
    tree = ast.parse(Path(inspect.getfile(door)).read_text(encoding="utf-8"))
    imported = {
        alias.asname or alias.name
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and node.module != "__future__"
        for alias in node.names
    }
    assert imported == set(door.__all__)
    assert not any(isinstance(node, ast.FunctionDef | ast.ClassDef) for node in tree.body)


def test_every_error_a_vendor_can_meet_is_at_the_vendors_door() -> None:
    tree = {n for n, e in vars(errors).items() if inspect.isclass(e) and issubclass(e, Exception)}
    assert tree <= set(sigateway.__all__)


def test_every_error_has_a_code_of_its_own_and_says_who_acts() -> None:
    tree = [e for e in vars(errors).values() if inspect.isclass(e) and issubclass(e, errors.SigatewayError)]
    codes = [e.code for e in tree]
    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch(r"[a-z_]+", code) for code in codes)
    assert all(isinstance(e.who_acts, sigateway.Actor) and isinstance(e.retry, bool) for e in tree)


def test_what_the_hooks_speak_of_is_at_the_contributors_door() -> None:
    spoken: set[str] = set()
    for name, hook in vars(Hooks).items():
        if not name.startswith("_"):
            for annotation in inspect.get_annotations(hook).values():
                spoken |= set(re.findall(r"[A-Z]\w+", annotation)) - {"None"}
    assert spoken <= set(plugin.__all__)


def test_the_sync_and_the_async_gateway_have_the_same_verbs() -> None:
    def verbs(kind: type) -> dict[str, list[str]]:
        return {
            name: list(inspect.signature(f).parameters)
            for name, f in vars(kind).items()
            if inspect.isfunction(f) and not name.startswith("_")
        }

    for one, other in (("Gateway", "AsyncGateway"), ("Hall", "AsyncHall"), ("Session", "AsyncSession")):
        assert verbs(getattr(sigateway, one)) == verbs(getattr(sigateway, other))


def test_the_version_is_that_of_the_distribution() -> None:
    from importlib.metadata import version

    assert sigateway.__version__ == version("sigateway")


@pytest.mark.parametrize("name", ["Gateway", "Hall", "Session"])
def test_the_async_doors_have_the_same_verbs_arguments_and_words(name: str) -> None:
    one, other = getattr(sigateway, name), getattr(sigateway, f"Async{name}")

    def verbs(door: type) -> dict[str, tuple[str, str | None]]:
        return {
            verb: (
                str(inspect.signature(method)).replace("Async", "").replace(str(other), str(one)),
                inspect.getdoc(method),
            )
            for verb, method in vars(door).items()
            if inspect.isfunction(method) and not verb.startswith("_")
        }

    assert verbs(one) == verbs(other)
    parameters = [list(inspect.signature(door).parameters) for door in (one, other)]
    assert parameters[0] == parameters[1]
