"""The fields of both systems under one name each, and what each half of a filing sends. Pure.

A field is named as on ``four``; ``medical`` is its name there. ``docs/wire/beijing-filings.md``, Fields.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from sigateway.plugin import (
    BackPayment,
    BackPaymentReason,
    DocumentKind,
    EmployerUpdate,
    Enrolment,
    Filing,
    PersonUpdate,
    Scheme,
    Suspension,
    SuspensionReason,
    WageChange,
)

FOUR: Final = "four"
MEDICAL: Final = "medical"
SYSTEMS: Final = (FOUR, MEDICAL)


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its label, and its name in each system; ``None`` where the system has no such field."""

    label: str
    four: str | None
    medical: str | None

    def name(self, system: str) -> str | None:
        """Its name in that system."""
        return self.four if system == FOUR else self.medical


def _both(label: str, four: str, medical: str) -> tuple[str, Field]:
    return four, Field(label, four, medical)


FIELDS: Final[Mapping[str, Field]] = MappingProxyType(
    dict(
        (
            _both("证件类型", "idType", "zjlx"),
            _both("公民身份证号码", "idCard", "zjhm"),
            _both("姓名", "name", "xm"),
            ("feePsnType", Field("缴费人员类别", "feePsnType", None)),
            ("medPsnType", Field("医疗参保人员类别", None, "ylrylb")),
            _both("月均工资收入", "avgSalary", "yjgz"),
            _both("参加险种", "insuranceType", "xz"),
            _both("增员原因", "indAddReason", "zjyy"),
            _both("合同起始日期", "contractStart", "htqsrq"),
            _both("手机", "mobile", "sj"),
            ("nation", Field("民族", "nation", None)),
            ("education", Field("文化程度", "education", None)),
            ("hukou", Field("户口性质", "hukou", None)),
            _both("居住地址", "address", "dz"),
            *((f"clinic{n}", Field(f"定点医疗机构{n}", None, f"ddyy{n}")) for n in (1, 2, 3, 4)),
            _both("缴费起始年月", "startMonth", "ksny"),
            _both("解除劳动关系日期", "endDate", "jsrq"),
            _both("缴费截止月份", "stopMonth", "jzny"),
            _both("停止缴费原因", "chgReason", "tzyy"),
            _both("原月均工资", "oldSalary", "ygz"),
            _both("补缴起始年月", "backFrom", "bjksny"),
            _both("补缴截止年月", "backTo", "bjjsny"),
            _both("补缴原因", "backReason", "bjyy"),
            _both("缴费基数", "feeBase", "jfjs"),
            _both("月数", "months", "ys"),
            _both("单位金额", "unitAmt", "dwje"),
            _both("个人金额", "personAmt", "grje"),
            _both("合计", "total", "hj"),
            _both("联系人", "contact", "lxr"),
            _both("联系电话", "phone", "lxdh"),
            _both("邮编", "postcode", "yb"),
        )
    )
)


def label_of(name: str, filing: Filing) -> str:
    """What the form of this filing calls the field: a unit has no home."""
    return "地址" if name == "address" and isinstance(filing, EmployerUpdate) else FIELDS[name].label


_IN_MEDICAL: Final = MappingProxyType({each.medical: name for name, each in FIELDS.items() if each.medical})


def named(system: str, fields: Mapping[str, str]) -> dict[str, str]:
    """Our fields under the names of that system; what it does not have is left out."""
    found = ((FIELDS[name].name(system), value) for name, value in fields.items())
    return {name: value for name, value in found if name is not None}


def ours(system: str, shown: Mapping[str, str]) -> dict[str, str]:
    """What a system shows, under our names; a name that we do not know stays as it is."""
    if system == FOUR:
        return dict(shown)
    return {_IN_MEDICAL.get(name, name): value for name, value in shown.items()}


_CLINICS: Final = ("clinic1", "clinic2", "clinic3", "clinic4")
MAY_BE_EMPTY: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {"zj": ("address", *_CLINICS), "grbg": ("mobile", "address", *_CLINICS), "dwbg": ("postcode",)}
)
"""By business, what ``medical`` takes empty; what else is left empty is for the rules to say."""


def is_known(system: str, name: str) -> bool:
    """Whether this system's name of a field is one of ours."""
    return name in (FIELDS if system == FOUR else _IN_MEDICAL)


CODES: Final[Mapping[Scheme, str]] = MappingProxyType(
    {
        Scheme.PENSION: "110",
        Scheme.UNEMPLOYMENT: "210",
        Scheme.INJURY: "410",
        Scheme.MATERNITY: "510",
        Scheme.MEDICAL: "310",
        Scheme.LARGE_MEDICAL: "310",
    }
)
"""险种 codes. 四险 are the first four (BJ-07); 大额 is paid with 职工医疗."""

FOUR_SCHEMES: Final = frozenset({Scheme.PENSION, Scheme.UNEMPLOYMENT, Scheme.INJURY, Scheme.MATERNITY})
MEDICAL_SCHEMES: Final = frozenset({Scheme.MEDICAL, Scheme.LARGE_MEDICAL})
SCHEMES: Final[Mapping[str, frozenset[Scheme]]] = MappingProxyType(
    {FOUR: FOUR_SCHEMES, MEDICAL: MEDICAL_SCHEMES}
)

DOCUMENTS: Final[Mapping[DocumentKind, str]] = MappingProxyType(
    {
        DocumentKind.RESIDENT_ID: "01",
        DocumentKind.RESIDENCE_PERMIT: "02",
        DocumentKind.FOREIGN_PERMANENT_RESIDENT: "03",
        DocumentKind.PASSPORT: "04",
    }
)

REASONS: Final[Mapping[SuspensionReason, str]] = MappingProxyType(
    {
        SuspensionReason.TRANSFERRED: "01",
        SuspensionReason.CONTRACT_ENDED: "02",
        SuspensionReason.DISMISSED: "03",
        SuspensionReason.RESIGNED: "04",
        SuspensionReason.MUTUAL: "05",
        SuspensionReason.RETIRED: "06",
        SuspensionReason.DIED: "07",
        SuspensionReason.ENROLLED_BY_MISTAKE: "99",
    }
)
"""停止缴费原因, the hall's code of each."""

REASON_WORDS: Final = (
    "转出、合同期满、单位解除、个人辞职、协商解除、退休、死亡或失踪、法律、法规规定的其他情形（误增）"
)
"""The hall's words for them, in the order of its form."""

BACK_PAY_REASONS: Final[Mapping[BackPaymentReason, str]] = MappingProxyType(
    {BackPaymentReason.MISSED: "01", BackPaymentReason.UNDERPAID: "02", BackPaymentReason.RULED: "03"}
)

TRANSFERRED_IN: Final = "01"
NEVER_INSURED: Final = "02"
INTERRUPTED: Final = "03"
_WORKING: Final = "11"


def reason_of_state(state: str) -> str:
    """增员原因 as a system's own 参保状态 decides it (BJ-18): the two systems may rightly differ in it."""
    return {"none": NEVER_INSURED, "interrupted": INTERRUPTED}.get(state, TRANSFERRED_IN)


def fee_kind(household_kind: str | None, household_place: str | None) -> str | None:
    """缴费人员类别 by household 户口: of this city or from elsewhere, urban or rural. ``None`` when the filing does not say."""
    if household_kind is None or household_place is None:
        return None
    here = household_place.strip().startswith("北京")
    return {(True, "10"): "11", (True, "20"): "12", (False, "10"): "21", (False, "20"): "22"}.get(
        (here, household_kind)
    )


def money(amount: Decimal) -> str:
    """Yuan with two decimals."""
    return f"{amount:.2f}"


def asked(filing: Filing, system: str, unit_schemes: frozenset[Scheme]) -> dict[str, str]:
    """The fields of that half as the filing asks for them. What the filing does not say is empty.

    Not in it: 增员原因, which the system's state decides, and grey fields, which are the hall's.
    """
    fields = _who(filing)
    match filing:
        case Enrolment():
            fields |= _enrolment(filing, system)
        case Suspension():
            fields |= {
                "endDate": filing.employment_ended_on.isoformat(),
                "chgReason": REASONS.get(filing.reason, ""),
            }
        case WageChange():
            fields["avgSalary"] = money(filing.declared_wage)
        case BackPayment():
            fields |= {
                "avgSalary": money(filing.declared_wage),
                "backFrom": filing.from_month.compact,
                "backTo": filing.to_month.compact,
                "backReason": BACK_PAY_REASONS[filing.reason] if filing.reason else "",
            }
    if isinstance(filing, Enrolment | Suspension | BackPayment):
        fields["insuranceType"] = insurance_type(filing, system, unit_schemes)
    return {name: value for name, value in fields.items() if FIELDS[name].name(system) is not None}


def insurance_type(filing: Filing, system: str, unit_schemes: frozenset[Scheme]) -> str:
    """参加险种 of that system: those that the filing names, else the unit's (BJ-07)."""
    meant = filing.in_schemes if filing.in_schemes is not None else unit_schemes
    return ",".join(sorted({CODES[scheme] for scheme in meant & SCHEMES[system]}))


def _who(filing: Filing) -> dict[str, str]:
    person = filing.subject
    if person is None:
        return {}
    return {
        "idType": DOCUMENTS[person.document.kind],
        "idCard": person.document.number,
        "name": person.name,
    }


def _enrolment(filing: Enrolment, system: str) -> dict[str, str]:
    person, employment = filing.person, filing.employment
    fields = {
        "feePsnType": fee_kind(person.household_kind, person.household_place) or "",
        "medPsnType": _WORKING,  # the only one that is enrolled online
        "avgSalary": money(filing.declared_wage),
        "contractStart": employment.contract_start.isoformat() if employment else "",
        "mobile": person.mobile or "",
        "nation": person.nation or "",
        "education": person.education or "",
        "hukou": person.household_kind or "",
        "address": person.address or "",
    }
    return fields | clinics(person.clinics or ())


def clinics(chosen: tuple[str, ...]) -> dict[str, str]:
    """定点医疗机构: four places, the chosen ones first."""
    return {f"clinic{n}": chosen[n - 1] if n <= len(chosen) else "" for n in (1, 2, 3, 4)}


CHANGED_OF_A_PERSON: Final = {name: name for name in ("mobile", "nation", "education", "address", "clinics")}
CHANGED_OF_A_UNIT: Final = {
    "contact_name": "contact",
    "contact_phone": "phone",
    "postcode": "postcode",
    "address": "address",
}
"""What this hall changes online (BJ-19), and our name for it."""


def of_a_change(code: str) -> tuple[str, ...]:
    """Our names of all fields that the form of a change has; none for any other business."""
    of_a_person = [name for name in CHANGED_OF_A_PERSON.values() if name != "clinics"]
    return {"grbg": (*of_a_person, *_CLINICS), "dwbg": tuple(CHANGED_OF_A_UNIT.values())}.get(code, ())


def _online(filing: PersonUpdate | EmployerUpdate) -> Mapping[str, str]:
    return CHANGED_OF_A_PERSON if isinstance(filing, PersonUpdate) else CHANGED_OF_A_UNIT


def not_online(filing: PersonUpdate | EmployerUpdate) -> tuple[str, ...]:
    """The changes that are asked for and that this hall does not make online."""
    return tuple(name for name in filing.changes.asked if name not in _online(filing))


def changes(filing: PersonUpdate | EmployerUpdate) -> dict[str, str]:
    """What a change of a person's or of the unit's data asks for, under our names; all that this hall changes online."""
    change = filing.changes
    asked = {ours: getattr(change, name) for name, ours in _online(filing).items() if name in change.asked}
    chosen = asked.pop("clinics", None)
    return asked if chosen is None else asked | clinics(chosen)
