"""What a filing says in each field of the hall's two forms, and what the hall may show back. Part of the wire; pure.

With ``answers.py`` the only place that knows the hall's field names and codes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from sigateway.plugin import (
    Context,
    EmployerOpening,
    EmploymentForm,
    Enrolment,
    Expected,
    Month,
    Scheme,
    Suspension,
    SuspensionReason,
)

SCHEMES: Final[Mapping[str, Scheme]] = MappingProxyType(
    {"pension": Scheme.PENSION, "unemployment": Scheme.UNEMPLOYMENT, "injury": Scheme.INJURY}
)
"""The three insurances of this hall, in its order (ZJ-22)."""

NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {"pension": "养老保险", "unemployment": "失业保险", "injury": "工伤保险"}
)
"""The hall's words for them."""

MEDICAL: Final = frozenset({Scheme.MEDICAL, Scheme.LARGE_MEDICAL, Scheme.MATERNITY})
"""What goes by another entrance (ZJ-22)."""

LABELS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "idCard": "社会保障号",
        "name": "姓名",
        "mobile": "手机号码",
        "nation": "民族",
        "hukou": "户口性质",
        "hukouPlace": "户口所在地",
        "address": "居住地址",
        "education": "文化程度",
        "workForm": "用工形式",
        "contractStart": "合同起始日期",
        "contractEnd": "合同终止日期",
        "wage": "月缴费工资",
        "pensionFrom": "养老保险参保开始年月",
        "unemploymentFrom": "失业保险参保开始年月",
        "injuryFrom": "工伤保险参保开始年月",
        "injury": "参加工伤保险",
        "pensionStop": "养老保险停保年月",
        "unemploymentStop": "失业保险停保年月",
        "injuryStop": "工伤保险停保年月",
        "reason": "停保原因",
        "endedOn": "终止劳动关系日期",
        "remark": "备注",
    }
)
"""The hall's words for its fields."""

WORK_FORMS: Final[Mapping[EmploymentForm, str]] = MappingProxyType(
    {EmploymentForm.FULL_TIME: "1", EmploymentForm.PART_TIME: "2", EmploymentForm.DISPATCHED: "3"}
)
REASONS: Final[Mapping[SuspensionReason, str]] = MappingProxyType(
    {
        SuspensionReason.CONTRACT_ENDED: "01",
        SuspensionReason.DISMISSED: "02",
        SuspensionReason.RESIGNED: "03",
        SuspensionReason.MUTUAL: "04",
        SuspensionReason.RETIRED: "05",
        SuspensionReason.TRANSFERRED: "06",
        SuspensionReason.DIED: "07",
    }
)
"""The hall's codes of 停保原因: one for each reason, none a default."""

REASON_WORDS: Final = "合同期满、单位解除、个人辞职、协商解除、退休、调出、死亡"
"""The hall's words for them, in the order of its form."""

READ_IN: Final = ("mobile", "nation", "hukou", "hukouPlace", "address", "education")
"""What the hall fills in by itself of somebody it knows (ZJ-07), where the filing says nothing."""


def codes_of(schemes: Iterable[Scheme]) -> tuple[str, ...]:
    """The hall's names of these schemes, in its order."""
    wanted = frozenset(schemes)
    return tuple(code for code, scheme in SCHEMES.items() if scheme in wanted)


def start_month(filing: Enrolment) -> Month:
    """参保开始年月: there is no field for back payment, an enrolment begins last month or this one (ZJ-08)."""
    return filing.back_pay_from or filing.first_paid_month


def stop_month(filing: Suspension) -> Month:
    """停保年月: it is itself unpaid, so it is the month after the last one paid for (ZJ-19)."""
    return filing.last_paid_month.plus(1)


def joined(filing: Enrolment, unit_schemes: Iterable[str]) -> tuple[str, ...]:
    """The insurances to be joined: those named, else the unit's as the hall has it."""
    return tuple(unit_schemes) if filing.schemes is None else codes_of(filing.schemes)


def insurances(filing: EmployerOpening, context: Context) -> frozenset[Scheme]:
    """Which a new company joins (ZJ-15): those named, else those of the vendor's record."""
    return context.unit.schemes if filing.schemes is None else filing.schemes


def stopped(filing: Suspension, here: Iterable[str]) -> tuple[str, ...]:
    """The insurances to be stopped: those named, else all that run here."""
    running = frozenset(here)
    return (
        tuple(code for code in SCHEMES if code in running)
        if filing.schemes is None
        else codes_of(filing.schemes)
    )


def written(filing: Enrolment) -> dict[str, str]:
    """What the filing itself says of the person and the work; empty where it says nothing."""
    person, work = filing.person, filing.employment
    form = work.form if work is not None else None
    return {
        "mobile": person.mobile or "",
        "nation": person.nation or "",
        "hukou": person.household_kind or "",
        "hukouPlace": person.household_place or "",
        "address": person.address or "",
        "education": person.education or "",
        "workForm": WORK_FORMS[form] if form is not None else "",
        "contractStart": work.contract_start.isoformat() if work is not None else "",
        "contractEnd": work.contract_end.isoformat() if work is not None and work.contract_end else "",
    }


def enrolment(
    filing: Enrolment,
    schemes: Iterable[str],
    known: Mapping[str, str],
    offered: Mapping[str, tuple[Month, ...]],
) -> dict[str, str]:
    """社会保险职工参保登记, key by key. ``known`` is what the hall reads in by itself, ``offered`` its months for each insurance."""
    schemes, start = frozenset(schemes), start_month(filing)
    told = written(filing)
    told |= {key: told[key] or known.get(key, "") for key in READ_IN}
    return {
        "idCard": filing.person.document.number,
        "name": filing.person.name,
        **told,
        "wage": f"{filing.declared_wage:.2f}",
        "pensionFrom": start.compact if "pension" in schemes else "",
        "unemploymentFrom": start.compact if "unemployment" in schemes else "",
        "injuryFrom": injury_from(schemes, start, offered).compact if "injury" in schemes else "",
        "injury": "1" if "injury" in schemes else "0",
    }


def injury_from(schemes: Iterable[str], start: Month, offered: Mapping[str, tuple[Month, ...]]) -> Month:
    """The hall's own month for the injury insurance 系统默认为当月 (ZJ-09), where another one carries the month that was asked for.

    It is written out, though the hall would fill it in: were the month to end before it is saved, it would fill in another.
    """
    months = offered.get("injury", ())
    alone = frozenset(schemes) == {"injury"}
    return start if alone or start in months or not months else months[-1]


def suspension(
    filing: Suspension,
    schemes: Iterable[str],
    offered: Mapping[str, tuple[Month, ...]],
    *,
    injury_follows: bool,
) -> dict[str, str]:
    """社会保险职工暂停参保, key by key. ``offered`` are the months in which the hall lets each insurance be stopped."""
    schemes, stop = frozenset(schemes), stop_month(filing)
    months = {code: stop.compact if code in schemes else "" for code in SCHEMES}
    if months["injury"] and not injury_follows:
        months["injury"] = injury_stop(schemes, stop, offered).compact
    return {
        "idCard": filing.person.document.number,
        "name": filing.person.name,
        "pensionStop": months["pension"],
        "unemploymentStop": months["unemployment"],
        "injuryStop": months["injury"],
        "reason": REASONS.get(filing.reason, ""),  # the hall has no other: then it is a field left empty
        "endedOn": filing.employment_ended_on.isoformat(),
        "remark": "",
    }


def injury_stop(schemes: Iterable[str], stop: Month, offered: Mapping[str, tuple[Month, ...]]) -> Month:
    """The hall's own month for the injury insurance (ZJ-23), where another one carries the month that was asked for."""
    months = offered.get("injury", ())
    alone = frozenset(schemes) == {"injury"}
    return stop if alone or stop in months or not months else months[-1]


def held_enrolment(filing: Enrolment, unit_schemes: Iterable[str], month: Month) -> dict[str, Expected]:
    """What the hall should hold of this filing, submitted in ``month``. What the filing leaves open is the hall's to have read in."""
    schemes, start = joined(filing, unit_schemes), start_month(filing)
    form = enrolment(filing, schemes, {}, {})
    held = {
        key: Expected(LABELS[key], None if key in READ_IN and not value else value)
        for key, value in form.items()
    }
    if form["injuryFrom"] and len(schemes) > 1:
        held["injuryFrom"] = Expected(LABELS["injuryFrom"], start.compact, {month.compact: "ZJ-09"})
    return held


def held_suspension(filing: Suspension, month: Month) -> dict[str, Expected]:
    """What the hall should hold of this filing, submitted in ``month``. With no insurance named it is all that ran here."""
    schemes = SCHEMES if filing.schemes is None else codes_of(filing.schemes)
    form = suspension(filing, schemes, {}, injury_follows=True)
    held = {key: Expected(LABELS[key], value) for key, value in form.items()}
    for code in SCHEMES:
        key, allowed = f"{code}Stop", {}
        if filing.schemes is None:
            allowed[""] = "ZJ-17"
        if code == "injury" and form[key] and len(schemes) > 1:
            allowed[month.compact] = "ZJ-23"
        held[key] = Expected(LABELS[key], form[key], allowed)
    return held
