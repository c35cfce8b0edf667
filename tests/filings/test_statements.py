"""Every kind of filing: whom it is about, its lane and slot, when two say the same, its way through JSON, and what it never shows."""

from __future__ import annotations

import base64
import json
from datetime import date
from typing import Any, NamedTuple, get_args

import pytest
from pydantic import TypeAdapter, ValidationError

import sigateway as sg

ANY_FILING: TypeAdapter[Any] = TypeAdapter(sg.Filing)
PERSON = sg.Person(document=sg.Document(kind="passport", number="E12345678"), name="测试甲")
ANOTHER = PERSON.model_copy(update={"document": sg.Document(kind="passport", number="E99999999")})
KEY = "passport:E12345678"
JPEG = b"\xff\xd8\xff\xe0" + bytes(range(256)) + b"\xff\xd9"
DAY = date(2026, 11, 9)
SECRETS = (
    *("测试甲", "密语", "E12345678", "E99999999", "6543.21", "6543.22", "13800001111"),
    *("\\xff\\xd8", base64.urlsafe_b64encode(JPEG).decode()[:20]),
)
BOTH = frozenset({sg.Scheme.PENSION, sg.Scheme.MEDICAL})


class Kind(NamedTuple):
    """A filing; its lane and its period; others like it that take its slot; others that take another slot, or another lane."""

    filing: Any
    lane: str
    period: str
    in_its_slot: tuple[dict[str, Any], ...] = ()
    elsewhere: tuple[dict[str, Any], ...] = ()


def changed(filing: Any, fields: dict[str, Any]) -> Any:
    return type(filing).model_validate({n: getattr(filing, n) for n in type(filing).model_fields} | fields)


WORK = sg.Employment(contract_start=DAY)
REPORT = sg.ProblemReport(title="密语", text="密语甲", contact_phone="13800001111")
KINDS: dict[str, Kind] = {
    "enrolment": Kind(
        sg.Enrolment(person=PERSON, declared_wage="6543.21", first_paid_month="2026-11"),
        KEY, "2026-11", ({"declared_wage": "6543.22"},), ({"first_paid_month": "2026-12"},),
    ),
    "suspension": Kind(
        sg.Suspension(person=PERSON, employment_ended_on=DAY, last_paid_month="2026-11", reason="resigned"),
        KEY, "2026-11", ({"reason": "dismissed"},), ({"last_paid_month": "2026-12"},),
    ),
    "wage_change": Kind(
        sg.WageChange(person=PERSON, declared_wage="6543.21", effective_month="2026-11"),
        KEY, "2026-11", ({"declared_wage": "6543.22"},), ({"effective_month": "2026-12"},),
    ),
    "back_payment": Kind(
        sg.BackPayment(person=PERSON, declared_wage="6543.21", from_month="2026-08", to_month="2026-10"),
        KEY, "2026-08..2026-10", ({"declared_wage": "6543.22"},), ({"from_month": "2026-07"}, {"to_month": "2026-09"}),
    ),
    "annual_wage": Kind(
        sg.AnnualWageDeclaration(person=PERSON, year=2026, average_monthly_wage="6543.21"),
        KEY, "2026", ({"average_monthly_wage": "6543.22"},), ({"year": 2027},),
    ),
    "retiree_wage": Kind(
        sg.RetireeWageDeclaration(person=PERSON, year=2026, monthly_pension="6543.21"),
        KEY, "2026", ({"monthly_pension": "6543.22"},), ({"year": 2027},),
    ),
    "arrears_settlement": Kind(
        sg.ArrearsSettlement(person=PERSON, from_month="2026-08", to_month="2026-10"),
        KEY, "2026-10", ({"from_month": "2026-07"},), ({"to_month": "2026-11"},),
    ),
    "arrears_bill": Kind(
        sg.ArrearsBill(settlements=("A2", "A1")), "arrears_bill A1,A2", "", (), ({"settlements": ("A1",)},)
    ),
    "arrears_rollback": Kind(
        sg.ArrearsRollback(settlement="A1"), "arrears_rollback A1", "", (), ({"settlement": "A2"},)
    ),
    "current_month_write_off": Kind(
        sg.CurrentMonthWriteOff(person=PERSON, month="2026-11", irreversible=True),
        KEY, "2026-11", (), ({"month": "2026-12"},),
    ),
    "person_update": Kind(
        sg.PersonUpdate(person=PERSON, changes=sg.PersonChanges(
            mobile="13800001111", address="密语", photo=JPEG, name="密语", sex="1", birth=DAY,
            document=sg.Document(kind="passport", number="E99999999"),
        )),
        KEY, "", (), ({"changes": sg.PersonChanges(address="密语")}, {"changes": sg.PersonChanges(address="")}),
    ),
    "employer_update": Kind(
        sg.EmployerUpdate(changes=sg.EmployerChanges(contact_name="密语", contact_phone="13800001111", phone="")),
        "employer_update", "", (), ({"changes": sg.EmployerChanges(contact_name="密语")},),
    ),
    "appointment": Kind(
        sg.Appointment(matter="correction", day=DAY, half="morning", contact_name="密语", contact_phone="13800001111"),
        "appointment 2026-11-09 morning", "2026-11-09 morning",
        ({"matter": "other"}, {"contact_name": "某"}), ({"half": "afternoon"}, {"day": date(2026, 11, 10)}),
    ),
    "problem_report": Kind(
        REPORT, f"problem_report {REPORT.digest()[:24]}", "", (), ({"text": "密语乙"}, {"contact_phone": "13800001112"}),
    ),
    "agency_agreement": Kind(
        sg.AgencyAgreement(person=PERSON, step="sign", starts_on=DAY, ends_on=date(2027, 11, 8)),
        KEY, "", (), ({"ends_on": date(2028, 11, 8)}, {"step": "end", "starts_on": None, "ends_on": None}),
    ),
    "flexible_enrolment": Kind(
        sg.FlexibleEnrolment(person=PERSON, base="6543.21", first_paid_month="2026-11"),
        KEY, "2026-11", ({"base": "6543.22"},), ({"first_paid_month": "2026-12"},),
    ),
    "flexible_suspension": Kind(
        sg.FlexibleSuspension(person=PERSON, last_paid_month="2026-10"),
        KEY, "2026-10", (), ({"last_paid_month": "2026-11"},),
    ),
    "employer_opening": Kind(
        sg.EmployerOpening(contact="专管员甲", contact_mobile="13800000009"),
        "employer_opening", "", (), ({"contact": "专管员乙"},),
    ),
    "contract_renewal": Kind(
        sg.ContractRenewal(person=PERSON, employment=WORK),
        KEY, "2026-11-09", ({"employment": WORK.model_copy(update={"post": "某"})},),
        ({"employment": sg.Employment(contract_start=date(2026, 11, 10))},),
    ),
    "preregistration": Kind(
        sg.PreRegistration(person=PERSON, declared_wage="6543.21", employment=WORK),
        KEY, "2026-11", ({"declared_wage": "6543.22"},), ({"employment": sg.Employment(contract_start=date(2026, 12, 1))},),
    ),
    "retirement_registration": Kind(
        sg.RetirementRegistration(person=PERSON, retires_on=DAY, post_to="密语"),
        KEY, "2026-11-09", ({"post_to": "某"},), ({"retires_on": date(2026, 11, 10)},),
    ),
    "relation_transfer": Kind(
        sg.RelationTransfer(person=PERSON, from_place="密语"), KEY, "", (), ({"from_place": "某"},)
    ),
    "basic_data": Kind(
        sg.BasicData(person=PERSON, household=sg.HouseholdPlace(province="密语")),
        KEY, "once", ({"household": sg.HouseholdPlace(province="某")},), ({"person": ANOTHER},),
    ),
    "unit_registration": Kind(
        sg.UnitRegistration(legal_representative=PERSON), "unit_registration", "", (),
        ({"legal_representative": PERSON.model_copy(update={"name": "某"})},),
    ),
    "granting_consent": Kind(
        sg.GrantingConsent(version="2026", text_digest="0a" * 32), "granting_consent", "", (), ({"version": "2027"},)
    ),
    "handler_grant": Kind(
        sg.HandlerGrant(person=PERSON, rank="handler", scopes=frozenset({"enrolment", "suspension"})),
        KEY, "", (), ({"scopes": frozenset({"enrolment"})}, {"rank": "administrator"}),
    ),
    "handler_revocation": Kind(sg.HandlerRevocation(person=PERSON), KEY, "", (), ({"person": ANOTHER},)),
    "handler_verification": Kind(sg.HandlerVerification(person=PERSON), KEY, "", (), ({"person": ANOTHER},)),
    "password_reset": Kind(sg.PasswordReset(person=PERSON), KEY, "", (), ({"person": ANOTHER},)),
    "agreement_signing": Kind(
        sg.AgreementSigning(version="2026", text_digest="0a" * 32, serial="0A1B"),
        "agreement_signing 0A1B", "", (), ({"version": "2027"}, {"text_digest": "0b" * 32}, {"serial": "0A1C"}),
    ),
    "certificate_approval": Kind(
        sg.CertificateApproval(serial="0A1B"), "certificate_approval 0A1B", "", (), ({"serial": "0A1C"},)
    ),
}  # fmt: skip

each_kind = pytest.mark.parametrize(("name", "kind"), KINDS.items(), ids=list(KINDS))


def place(filing: Any) -> tuple[str, str, str]:
    """What decides whether one filing takes the place of another."""
    return filing.lane, filing.type, filing.slot


def test_every_kind_of_filing_is_here() -> None:
    union, _ = get_args(sg.Filing)
    assert {member.model_fields["type"].default for member in get_args(union)} == set(KINDS)


@each_kind
def test_a_filing_knows_whom_it_is_about_its_lane_and_its_period(name: str, kind: Kind) -> None:
    filing = kind.filing
    assert filing.type == name
    assert (filing.lane, str(filing.period)) == (kind.lane, kind.period)
    about_a_person = "person" in type(filing).model_fields
    assert filing.subject == (PERSON if about_a_person else None)
    assert (filing.lane == PERSON.key) is about_a_person


@each_kind
def test_two_that_say_the_same_share_digest_and_slot(name: str, kind: Kind) -> None:
    again = changed(kind.filing, {})
    assert again is not kind.filing
    assert (again.digest(), place(again)) == (kind.filing.digest(), place(kind.filing))
    assert kind.filing.slot == (kind.period or kind.filing.digest())


@each_kind
def test_what_takes_its_place_shares_the_slot_and_says_something_else(name: str, kind: Kind) -> None:
    for fields in kind.in_its_slot:
        other = changed(kind.filing, fields)
        assert place(other) == place(kind.filing)
        assert other.digest() != kind.filing.digest()


@each_kind
def test_what_is_another_matter_does_not_share_the_slot(name: str, kind: Kind) -> None:
    assert kind.elsewhere
    for fields in kind.elsewhere:
        other = changed(kind.filing, fields)
        assert place(other) != place(kind.filing)
        assert other.digest() != kind.filing.digest()


@each_kind
def test_it_comes_back_from_json_as_it_was(name: str, kind: Kind) -> None:
    text = kind.filing.model_dump_json()
    again = ANY_FILING.validate_json(text)
    assert (type(again), again, again.digest()) == (type(kind.filing), kind.filing, kind.filing.digest())
    assert again.model_dump_json() == text
    assert json.loads(text)["type"] == name


@each_kind
def test_it_shows_nothing_personal(name: str, kind: Kind) -> None:
    shown = f"{kind.filing!r} {kind.filing} {[kind.filing]}"
    assert [secret for secret in SECRETS if secret in shown] == []


@each_kind
def test_a_refusal_repeats_nothing(name: str, kind: Kind) -> None:
    fields = json.loads(kind.filing.model_dump_json())
    wrong: list[dict[str, Any]] = [fields | {"密": "密语"}]
    wrong += [fields | {field: ["密语"]} for field in fields]
    for each in wrong:
        with pytest.raises(ValidationError) as refused:
            type(kind.filing).model_validate_json(json.dumps(each))
        said = str(refused.value)
        assert [secret for secret in SECRETS if secret in said] == []
    with pytest.raises(ValidationError) as cut:
        type(kind.filing).model_validate_json(kind.filing.model_dump_json()[:-2])
    assert [secret for secret in SECRETS if secret in str(cut.value)] == []


@pytest.mark.parametrize("name", [n for n, k in KINDS.items() if "schemes" in type(k.filing).model_fields])
def test_schemes_are_named_in_one_order_and_tell_filings_apart(name: str) -> None:
    filing = KINDS[name].filing
    assert filing.in_schemes is None
    one = changed(filing, {"schemes": frozenset(["pension", "medical"])})
    other = changed(filing, {"schemes": frozenset(["medical", "pension"])})
    assert one.in_schemes == other.in_schemes == BOTH
    assert one.digest() == other.digest() != filing.digest()
    assert json.loads(one.model_dump_json())["schemes"] == ["medical", "pension"]


def test_what_names_no_scheme_meets_every_other() -> None:
    for name in ("annual_wage", "person_update", "arrears_bill", "appointment"):
        assert KINDS[name].filing.in_schemes is None


def test_a_photo_travels_as_base64_and_is_told_apart_by_each_byte() -> None:
    def update(photo: bytes) -> sg.PersonUpdate:
        return sg.PersonUpdate(person=PERSON, changes=sg.PersonChanges(photo=photo))

    text = json.loads(update(JPEG).model_dump_json())["changes"]["photo"]
    assert base64.urlsafe_b64decode(text) == JPEG
    assert update(JPEG).digest() != update(JPEG[:-1] + b"\x00").digest()


def test_what_is_left_as_it_is_and_what_is_emptied_are_two_things() -> None:
    emptied = sg.EmployerUpdate(changes=sg.EmployerChanges(fax="", phone="1"))
    left = sg.EmployerUpdate(changes=sg.EmployerChanges(phone="1"))
    assert emptied.digest() != left.digest()
    assert ANY_FILING.validate_json(emptied.model_dump_json()).changes.fax == ""


def test_a_bill_says_the_same_in_whatever_order() -> None:
    one, other = sg.ArrearsBill(settlements=("A2", "A1")), sg.ArrearsBill(settlements=["A1", "A2"])
    assert (one, one.digest(), one.lane) == (other, other.digest(), other.lane)


SIGN = {"person": PERSON, "step": "sign", "starts_on": DAY, "ends_on": date(2027, 11, 8)}


@pytest.mark.parametrize(
    ("model", "fields", "why"),
    [
        (sg.PersonChanges, {}, "没有要变更的内容"),
        (sg.EmployerChanges, {}, "没有要变更的内容"),
        (sg.ArrearsBill, {"settlements": ()}, "settlements"),
        (sg.ArrearsBill, {"settlements": ("A1", "A1")}, "不应重复"),
        (sg.ArrearsBill, {"settlements": ("A1,A2",)}, "settlements"),
        (sg.ArrearsRollback, {"settlement": "A1 "}, "settlement"),
        (sg.ArrearsSettlement, {"person": PERSON, "from_month": "2026-11", "to_month": "2026-10"}, "不应晚于"),
        (sg.BackPayment, {"person": PERSON, "declared_wage": "1", "from_month": "2026-11", "to_month": "2026-10"}, "不应晚于"),
        (sg.CurrentMonthWriteOff, {"person": PERSON, "month": "2026-11"}, "irreversible"),
        (sg.CurrentMonthWriteOff, {"person": PERSON, "month": "2026-11", "irreversible": False}, "irreversible"),
        (sg.AnnualWageDeclaration, {"person": PERSON, "year": 26, "average_monthly_wage": "1"}, "year"),
        (sg.RetireeWageDeclaration, {"person": PERSON, "year": 2026, "monthly_pension": "0"}, "monthly_pension"),
        (sg.AgencyAgreement, SIGN | {"starts_on": None}, "起始日期"),
        (sg.AgencyAgreement, SIGN | {"step": "renew"}, "起始日期"),
        (sg.AgencyAgreement, SIGN | {"ends_on": None}, "终止日期"),
        (sg.AgencyAgreement, SIGN | {"step": "end", "starts_on": None}, "终止日期"),
        (sg.AgencyAgreement, SIGN | {"ends_on": date(2026, 11, 8)}, "不应早于"),
        (sg.AgreementSigning, {"version": "", "text_digest": "0a" * 32, "serial": "0A"}, "version"),
        (sg.AgreementSigning, {"version": "1", "text_digest": "0A" * 32, "serial": "0A"}, "text_digest"),
        (sg.AgreementSigning, {"version": "1", "text_digest": "0a" * 32}, "serial"),
        (sg.CertificateApproval, {"serial": "0a"}, "serial"),
        (sg.ProblemReport, {"title": "", "text": "x", "contact_phone": "1"}, "title"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused(model: Any, fields: dict[str, Any], why: str) -> None:
    with pytest.raises(ValidationError, match=why):
        model(**fields)


def test_a_case_keeps_and_explains_what_was_assessed_and_shows_no_amount() -> None:
    case = sg.Case(
        hall="toy", unit="toy/1", filing=KINDS["arrears_settlement"].filing, number="A1",
        state=sg.CaseState.APPROVED, at="2026-11-03T09:00:00+08:00", amounts=[{"label": "应缴合计", "yuan": "6543.20"}],
    )  # fmt: skip
    again = sg.Case.model_validate_json(case.model_dump_json(by_alias=True))
    assert again == case
    assert str(again.amounts[0].yuan) == "6543.20"
    assert "应缴合计：6543.20 元" in again.explain()
    assert "6543" not in repr(case)


def test_answers_about_people_show_no_name_and_no_amount() -> None:
    for answer in (
        sg.UnitCertificate(serial="0A", name="测试甲", right="经办"),
        sg.BankOrder(number="1", case="2", monthly_amount="6543.21", state="待缴"),
        sg.Agreement(number="1", name="测试甲", document_number="E12345678", starts_on=DAY, ends_on=DAY, state="有效"),
        sg.ArrearsQuery(person=PERSON),
    ):  # fmt: skip
        assert [secret for secret in SECRETS if secret in repr(answer)] == []
