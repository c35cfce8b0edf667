"""What a half of a filing should say, and how it is compared with what a system shows. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sigateway.plugin import (
    BackPayment,
    Context,
    EchoField,
    EmployerUpdate,
    Enrolment,
    Expected,
    Filing,
    Month,
    PersonUpdate,
    Suspension,
    WageChange,
    compare,
)

from . import fields
from .business import TITLES
from .fields import FIELDS, label_of
from .systems import Form

_EMPTY: Final = ""
_STATE_DECIDES: Final = "indAddReason"


def to_send(filing: Filing, form: Form, context: Context) -> dict[str, str]:
    """The fields of this half, with what the system itself decides: 增员原因 by its 参保状态; of a change, what it holds now."""
    found = fields.asked(filing, form.system, context.unit.schemes)
    if isinstance(filing, Enrolment):
        found[_STATE_DECIDES] = fields.reason_of_state(form.facts.get("psnState", ""))
    if isinstance(filing, PersonUpdate | EmployerUpdate):
        mine = {name: value for name, value in form.held.items() if name in FIELDS}
        found = {**mine, **found, **of_system(fields.changes(filing), form.system)}
    return found


def of_system(asked: Mapping[str, str], system: str) -> dict[str, str]:
    """The fields that the system has."""
    return {name: value for name, value in asked.items() if FIELDS[name].name(system) is not None}


def changes_something(filing: Filing, form: Form) -> bool:
    """Whether this half of a change says anything but what the system holds; any other filing does."""
    if not isinstance(filing, PersonUpdate | EmployerUpdate):
        return True
    wanted = of_system(fields.changes(filing), form.system)
    return any(form.held.get(name, _EMPTY) != value for name, value in wanted.items())


def expected(filing: Filing, system: str, context: Context) -> dict[str, Expected]:
    """What the system must show, field by field. What it decides itself is shown, not compared."""
    asked = fields.asked(filing, system, context.unit.schemes)
    if isinstance(filing, PersonUpdate | EmployerUpdate):
        asked |= of_system(fields.changes(filing), system)
    asked |= _grey(filing)
    title = TITLES[system]
    found = {name: Expected(f"{title}{label_of(name, filing)}", value) for name, value in asked.items()}
    if isinstance(filing, Enrolment):
        found[_STATE_DECIDES] = Expected(f"{title}{FIELDS[_STATE_DECIDES].label}", None)
    if isinstance(filing, Enrolment | WageChange | BackPayment):
        found["feeBase"] = Expected(f"{title}{FIELDS['feeBase'].label}", None)
    return found


def _grey(filing: Filing) -> dict[str, str]:
    """The months: set by the hall, and fixed in the filing; when they differ it is not the filing that was asked for."""
    match filing:
        case Enrolment():
            return {"startMonth": filing.first_paid_month.compact}
        case Suspension():
            return {"stopMonth": filing.last_paid_month.compact}
        case WageChange():
            return {"startMonth": filing.effective_month.compact}
    return {}


def echo(filing: Filing, system: str, context: Context, shown: Mapping[str, str]) -> tuple[EchoField, ...]:
    """What was asked, compared with what the system shows."""
    return compare(expected(filing, system, context), shown)


def differences(filing: Filing, system: str, context: Context, shown: Mapping[str, str]) -> tuple[str, ...]:
    """The labels of the fields in which the system holds something else."""
    found = compare(expected(filing, system, context), shown)
    return tuple(label_of(each.name, filing) for each in found if each.differs)


def month_of(filing: Filing) -> Month | None:
    """The hall's month in which this filing can be made: it takes effect in the month of submission 当月生效 (BJ-32)."""
    match filing:
        case Enrolment():
            return filing.first_paid_month
        case Suspension():
            return filing.last_paid_month.plus(1)
        case WageChange():
            return filing.effective_month
    return None
