"""Readers of the pages that each business has of its own: the search form, the form of one person, the facts beside it.

Part of the wire. A form is checked for what this region knows before anything is written into it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Final

from sigateway.plugin import Month, Private, Upload, WireChanged

from . import fields_employer_update
from .facts import EnrolmentFacts, SuspensionFacts, WageFacts, WuhanFacts
from .fields import FormField
from .forms import Form, check_field, check_mandatory, check_options, the_form
from .pages import data_fields, known_word, needed, schemes_of
from .wire import Page
from .wire_addresses import Addresses

_CATEGORIES: Final[Mapping[str, bool]] = {"首次参保": True, "续保": False}


@dataclass(frozen=True)
class PersonForm:
    """The form of one person, or of the unit: its one-use number, its fields as shown, and what the hall told beside them.

    ``page`` is the whole page, for the tables on it.
    """

    number: str
    form: Form
    told: Mapping[str, str] = field(repr=False)
    page: Page = field(repr=False)


def search_form(page: Page, addresses: Addresses, asked: Mapping[str, str]) -> None:
    """Check the form that asks for one person."""
    form = the_form(page, addresses.search, asked)
    for name, value in asked.items():
        check_options(addresses.search, form, name, {value}, show=not isinstance(value, Private))


def person_form(
    page: Page, addresses: Addresses, fields: Collection[FormField], files: Collection[FormField] = ()
) -> PersonForm:
    """Read the form of one person, checked for every field and option that this region writes."""
    form = the_form(page, addresses.save, {known.name for known in (*fields, *files)} | {"bdh"})
    for known in fields:
        check_field(addresses.save, form, known)
    return PersonForm(form.values["bdh"], form, data_fields(page, "dl#facts dd"), page)


_NEVER_EMPTY = frozenset((*fields_employer_update.NEVER_EMPTY, "mz", "sj"))
"""Fields of the forms of changes that the hall takes only filled in, as this region's rules say beforehand (WH-32)."""


def check_values(
    form: PersonForm,
    addresses: Addresses,
    fields: Collection[FormField],
    values: Mapping[str, str],
    files: Mapping[str, Upload] | None = None,
) -> None:
    """What is about to be written must be on offer in every field that offers a choice, and nothing left empty that the form wants."""
    for known in fields:
        sent = values.get(known.name) or (files or {}).get(known.name)
        filled_in = sent.content if isinstance(sent, Upload) else sent
        if known.name not in _NEVER_EMPTY:
            check_mandatory(addresses.save, form.form, known, filled_in)
    for name, value in values.items():
        if value:
            check_options(addresses.save, form.form, name, {value}, show=False)


def enrolment_facts(form: PersonForm, unit: WuhanFacts) -> EnrolmentFacts:
    """Beside the form 增员(续保). ``unit``: what home page and lists showed."""
    return EnrolmentFacts(
        **{
            **dict(unit),
            "first_enrolment": known_word("参保类别", form.told, "cblb", _CATEGORIES),
            "month": month_told("参保年月", form.told.get("cbny", "")),
            "name": form.told.get("xm") or None,
            "nation": form.told.get("mz") or None,
            "sex_known": bool(form.form.values.get("xb")),
            "birth_known": bool(form.form.values.get("csrq")),
        }
    )


def suspension_facts(form: PersonForm, unit: WuhanFacts) -> SuspensionFacts:
    """Beside the form 暂停缴费."""
    return SuspensionFacts(
        **{
            **dict(unit),
            "month": month_told("最后缴费年月", form.told.get("zhjfny", "")),
            "name": needed("暂停缴费", form.told, "xm"),
            "schemes": schemes_of("参保险种", needed("暂停缴费", form.told, "xz")),
        }
    )


def wage_facts(form: PersonForm, unit: WuhanFacts) -> WageFacts:
    """Beside the form 个人工资变更."""
    return WageFacts(
        **{
            **dict(unit),
            "month": month_told("生效年月", form.told.get("sxny", "")),
            "name": needed("个人工资变更", form.told, "xm"),
            "floor": yuan_told("保底", form.told.get("bdx", "")),
            "ceiling": yuan_told("封顶", form.told.get("fdx", "")),
        }
    )


def month_told(where: str, text: str) -> Month:
    """YYYYMM."""
    try:
        return Month.parse(text)
    except ValueError:
        raise WireChanged(where, "YYYYMM", "another form") from None


def yuan_told(where: str, text: str) -> Decimal:
    """An amount above zero."""
    try:
        amount = Decimal(text)
    except InvalidOperation:
        amount = Decimal(0)
    if not (amount.is_finite() and amount > 0):
        raise WireChanged(where, "an amount in yuan", "another form")
    return amount
