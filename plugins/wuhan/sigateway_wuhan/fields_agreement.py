"""The form 社区代办协议管理, field by field: the hall's names and codes, and what an agreement says in each. Part of the wire."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from sigateway.plugin import AgencyAgreement, AgreementStep, Expected, Private, Scheme

from .facts_community import AgreementFacts
from .fields import DOCUMENT_KINDS, KIND, NUMBER, AlsoNeeded, FormField, expected, iso_day, plain

STEPS: Final[Mapping[AgreementStep, str]] = MappingProxyType(
    {AgreementStep.SIGN: "1", AgreementStep.RENEW: "2", AgreementStep.END: "3"}
)
"""The hall's codes of 操作: 签订, 续签, 终止."""

FIELDS: Final[tuple[FormField, ...]] = (
    KIND,
    NUMBER,
    FormField("xm", "姓名", "person.name", red=True, as_shown=True),
    FormField("czlx", "操作", "step", red=True, options={"1": "签订", "2": "续签", "3": "终止"}),
    FormField("qsrq", "协议起始日期", "starts_on"),
    FormField("zzrq", "协议终止日期", "ends_on"),
)
"""Every field of the form, in the hall's order. The dates are mandatory by step (WH-116, WH-117)."""

AGREEMENT_NUMBER: Final = "xybh"
"""协议编号: set by the hall; of the agreement that is renewed or ended."""

ALSO: Final[tuple[AlsoNeeded, ...]] = ()


def asked(agreement: AgencyAgreement) -> dict[str, str]:
    """What the search form is filled in with."""
    document = agreement.person.document
    return {"zjlx": DOCUMENT_KINDS[document.kind], "zjhm": Private(document.number)}


def table(agreement: AgencyAgreement) -> tuple[FormField, ...]:
    """The fields, the same for every step."""
    return FIELDS


def stated(agreement: AgencyAgreement, schemes: frozenset[Scheme]) -> dict[str, str | None]:
    """What the filing says in each field; ``None`` where it says nothing."""
    document = agreement.person.document
    return {
        "zjlx": DOCUMENT_KINDS[document.kind],
        "zjhm": document.number,
        "xm": plain(agreement.person.name),
        "czlx": STEPS[agreement.step],
        "qsrq": iso_day(agreement.starts_on),
        "zzrq": iso_day(agreement.ends_on),
    }


def expected_echo(
    agreement: AgencyAgreement, schemes: frozenset[Scheme], facts: AgreementFacts | None
) -> dict[str, Expected]:
    """What the hall should show back: the very person by name, and the days as they were asked."""
    return {
        **expected(FIELDS, stated(agreement, schemes)),
        AGREEMENT_NUMBER: Expected("协议编号", None, must_show=False),
    }


def shown_before(facts: AgreementFacts) -> dict[str, str]:
    """The check page shows everything."""
    return {}
