"""The hall's businesses 业务, by the filing's type: what differs between them, in one entry each.

How a business is checked, submitted, found again and withdrawn is the same for all of them (``flows.py``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from sigateway.plugin import Elsewhere, FieldNeed, Filing, PersonUpdate

from . import fields

CENTRE: Final = "区社保中心"
"""Where everything is done that the hall does not take online: the district centre."""

CERTIFICATE_OFFICE: Final = "上海市数字证书认证中心服务受理点"
CERTIFICATE_PAPERS: Final = ("营业执照", "社会保险登记资料")
HELP: Final = "可咨询区社保中心、12333，或法人一证通 www.962600.com、962600"

ACCESS_TYPES: Final = ("agreement_signing", "certificate_approval")
"""What a unit files about its own access."""


@dataclass(frozen=True)
class Business:
    """One business of the hall: ``code`` is its 业务类型, ``asked`` writes its fields, ``needs`` names them for people."""

    filing_type: str
    code: str
    name: str
    rule: str
    asked: Callable[[Any], dict[str, str]]
    needs: tuple[FieldNeed, ...]
    schemes_shown: bool = True

    def declared(self, filing: Filing) -> dict[str, str]:
        """The declaration ``sb``, element by element in the hall's order."""
        return {"ywlx": self.code, **self.asked(filing)}


def _needs(**named: tuple[str, bool]) -> tuple[FieldNeed, ...]:
    return tuple(
        FieldNeed(
            name=path.replace("__", "."),
            label=fields.LABELS[code],
            mandatory=mandatory,
            rule=fields.FIELDS_RULE,
        )
        for path, (code, mandatory) in named.items()
    )


_PERSON: Final = {"person__document__number": ("zjhm", True), "person__name": ("xm", True)}

_ALL: Final = (
    Business(
        "enrolment",
        "01",
        "转入",
        "SH-28",
        fields.enrolment,
        _needs(
            **_PERSON,
            personal_number=("grxh", False),
            first_paid_month=("qsny", True),
            back_pay_from=("qsny", False),
            declared_wage=("gzsr", True),
            talent_permit=("rczh", False),
        ),
    ),
    Business(
        "suspension",
        "02",
        "转出",
        "SH-29",
        fields.suspension,
        _needs(**_PERSON, reason=("zcyy", True), last_paid_month=("jzny", True)),
        schemes_shown=False,
    ),
    Business(
        "back_payment",
        "03",
        "补缴",
        "SH-28",
        fields.back_payment,
        _needs(**_PERSON, declared_wage=("gzsr", True), from_month=("ksny", True), to_month=("jsny", True)),
    ),
    Business(
        "wage_change",
        "04",
        "工资性收入申报",
        "SH-29",
        fields.wage_change,
        _needs(**_PERSON, declared_wage=("gzsr", True), effective_month=("sxny", True)),
    ),
    Business(
        "annual_wage",
        "05",
        "年度缴费基数申报",
        "SH-29",
        fields.annual_wage,
        _needs(**_PERSON, average_monthly_wage=("gzsr", True), year=("nd", True)),
    ),
)

BUSINESSES: Final[Mapping[str, Business]] = MappingProxyType({each.filing_type: each for each in _ALL})
"""By the filing's type."""

NAMES: Final[Mapping[str, str]] = MappingProxyType({each.code: each.name for each in _ALL})
"""The hall's words for its codes of 业务类型."""


def business_of(filing: Filing) -> Business:
    """The business in which this filing is filed."""
    return BUSINESSES[filing.type]


CERTIFICATE: Final = Elsewhere(
    type="certificate_application",
    title="数字证书申领",
    rule="SH-04",
    why=f"数字证书在完成社会保险登记后到服务受理点申领，取得证书和初始登录密码；{HELP}（SH-03）",
    place=CERTIFICATE_OFFICE,
    papers=CERTIFICATE_PAPERS,
)
"""What a unit needs before anything else, and does not get online (SH-02, SH-03, SH-04)."""

SUPERVISOR: Final = Elsewhere(
    type="supervisor_change",
    title="单位主管证书更换与取消授权",
    rule="SH-33",
    why="单位主管证书的更换、遗失，以及取消证书权限，网上没有入口",
    place=CENTRE,
)
"""What the manual is silent about (SH-33)."""

PERSON_UPDATE: Final = Elsewhere(
    type=PersonUpdate.model_fields["type"].default,
    title="个人信息变更",
    rule="SH-29",
    why="操作手册没有提到网上变更个人信息",
    place=CENTRE,
)

ELSEWHERE: Final = (CERTIFICATE, SUPERVISOR, PERSON_UPDATE)
