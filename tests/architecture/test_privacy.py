"""Personal data and secrets stay out of every repr, str and refusal."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError
from stdnum.iso7064 import mod_11_2

import sigateway as sg

NOW = datetime.fromisoformat("2026-11-03T09:00:00+08:00")
quick = settings(derandomize=True, max_examples=60, deadline=None)


def _id(day: date, serial: int) -> str:
    body = f"110105{day:%Y%m%d}{serial:03d}"
    return body + mod_11_2.calc_check_digit(body)


numbers = st.builds(_id, st.dates(date(1950, 1, 1), date(2008, 1, 1)), st.integers(1, 999))
# No character of these stands in a field name, a code or a message.
words = st.text(st.characters(min_codepoint=0x9F00, max_codepoint=0x9FA0), min_size=2, max_size=8)
mobiles = st.integers(10_000_000_000, 19_999_999_999).map(str)
wages = st.integers(123_456, 987_654).map(lambda n: f"{n}.37")
passwords = st.text("ABCDEFGHJKLMNPQRSTUVWXYZ23456789", min_size=8, max_size=16)


@st.composite
def enrolments(draw: st.DrawFn) -> tuple[sg.Enrolment, list[str]]:
    number, name, mobile, place, home, wage = (
        draw(s) for s in (numbers, words, mobiles, words, words, wages)
    )
    person = sg.Person(
        document=sg.Document.recognise(number), name=name, mobile=mobile, household_place=place, address=home
    )
    filing = sg.Enrolment(person=person, declared_wage=wage, first_paid_month="2026-11")
    return filing, [number, name, mobile, place, home, wage]


def shown(thing: object) -> str:
    return f"{thing!r} {thing!s} {thing}"


def silent(thing: object, secrets: list[str]) -> None:
    text = shown(thing)
    assert [s for s in secrets if s in text] == []


@quick
@given(enrolments())
def test_no_model_about_a_person_shows_what_it_holds(made: tuple[sg.Enrolment, list[str]]) -> None:
    filing, secrets = made
    unit = sg.InsuredUnit(
        employer=sg.Employer(name="模拟单位", uscc="91420100MA4KLMXY0Y"),
        region="toy", number="1", schemes=frozenset({sg.Scheme.PENSION}),
    )  # fmt: skip
    case = sg.Case(hall="toy", unit="toy/1", filing=filing, number="D1", state=sg.CaseState.APPROVED, at=NOW)
    suspension = sg.Suspension(
        person=filing.person, employment_ended_on=date(2026, 11, 2), last_paid_month="2026-11",
        reason=sg.SuspensionReason.RESIGNED,
    )  # fmt: skip
    order = sg.Order(hall="toy", unit=unit, filing=filing)
    for thing in (
        filing.person.document,
        filing.person,
        filing,
        suspension,
        case,
        order,
        [case],
        {"x": order},
    ):
        silent(thing, secrets)
    silent(case.explain(), secrets)
    for error in (
        sg.AlreadyFiled(case, ("declared_wage",)),
        sg.LaneBusy("t", NOW),
        sg.OutcomeUnknown("t", NOW),
    ):
        silent(error, secrets)


@quick
@given(passwords, passwords, passwords, passwords)
def test_no_credentials_show_their_secrets(user: str, password: str, serial: str, pin: str) -> None:
    slip = sg.PasswordSlipLogin(
        username=user, password=password, certificate_serial=serial, certificate_password=pin
    )
    secrets = [user, password, serial, pin]
    silent(slip, secrets)
    silent(slip.with_key(b"%PKCS12%" + pin.encode()), [*secrets, "PKCS12%"])
    silent(slip.fingerprint, secrets)


def refusal(model: type[BaseModel], **fields: Any) -> str:
    with pytest.raises(ValidationError) as caught:
        model(**fields)
    return str(caught.value)


@quick
@given(enrolments(), st.data())
def test_no_refusal_repeats_what_was_put_in(
    made: tuple[sg.Enrolment, list[str]], data: st.DataObject
) -> None:
    filing, secrets = made
    number, name, mobile, *_ = secrets
    wrong_digit = number[:17] + ("1" if number[17] != "1" else "2")
    document = filing.person.document
    person = filing.person
    kind = data.draw(st.sampled_from(list(sg.DocumentKind)))
    texts = [
        refusal(sg.Document, kind="resident_id", number=wrong_digit),
        refusal(sg.Document, kind="resident_id", number=number[:-1]),
        refusal(sg.Document, kind=number, number=number),
        refusal(sg.Document, kind=kind, number=name),
        refusal(sg.Person, document=document, name=name * 60),
        refusal(sg.Person, document=document, name=[name]),
        refusal(sg.Person, document=document, name=name, mobile=mobile + "0"),
        refusal(sg.Person, document=document, name=name, nation=name),
        refusal(sg.Person, document=document, name=name, nickname=name),
        refusal(sg.Person, document=number, name=name),
        refusal(sg.Enrolment, person=person, declared_wage=f"-{secrets[-1]}", first_paid_month="2026-11"),
        refusal(sg.Enrolment, person=person, declared_wage=f"{secrets[-1]}9", first_paid_month="2026-11"),
        refusal(sg.Enrolment, person=person, declared_wage="1", first_paid_month=number),
        refusal(sg.Enrolment, person=person.model_dump() | {"mobile": number}, declared_wage="1", first_paid_month="2026-11"),
        refusal(sg.PasswordSlipLogin, username="u", password=[name], certificate_serial=number, pin=number),
    ]  # fmt: skip
    with pytest.raises(ValidationError) as caught:
        sg.Enrolment.model_validate_json(filing.model_dump_json()[:-2])
    for text in (*texts, str(caught.value)):
        assert [s for s in (*secrets, wrong_digit, number[:-1], mobile + "0") if s in text] == []


def test_recognising_a_document_never_repeats_the_number() -> None:
    for number in ("110105194912310021", "1234567", "11010519491231", "110105491231002"):
        with pytest.raises(ValueError, match="号码") as caught:
            sg.Document.recognise(number)
        assert number not in str(caught.value)


def test_money_is_held_exactly() -> None:
    filing = sg.Enrolment(
        person=sg.Person(document=sg.Document.recognise("11010519491231002X"), name="某"),
        declared_wage="6500", first_paid_month="2026-11",
    )  # fmt: skip
    assert (filing.declared_wage, str(filing.declared_wage)) == (Decimal("6500.00"), "6500.00")
