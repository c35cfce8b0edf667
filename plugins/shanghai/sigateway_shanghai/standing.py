"""Readers of what the hall shows beforehand: the unit, a person, the certificate's right, the agreement. Part of the wire; pure."""

from __future__ import annotations

from hashlib import sha256
from typing import Final

from sigateway.plugin import Month, ServiceAgreement, UnitCertificate, WireChanged

from .answers import Node, month_of
from .facts import Limits, PersonFacts, Right, UnitFacts

UNSIGNED, WAITING, AUTHORISED, SUPERVISOR = "未签约", "待审核", "已授权", "单位主管"
"""权限, the right of a certificate (SH-15)."""

RIGHTS: Final = (UNSIGNED, WAITING, AUTHORISED, SUPERVISOR)

INSURED_HERE, INSURED_ELSEWHERE, NOT_INSURED = "本单位参保", "外单位参保", "未参保"


def right_of(shown: Node, name: str) -> str:
    """A right that this region knows."""
    word = shown.needed(name)
    if word not in RIGHTS:
        raise WireChanged(shown.where, f"a right in {name}", "another word")
    return word


def certificate_state(nr: Node) -> Right:
    """``zszt``: the session's own certificate."""
    return Right(
        serial=nr.needed("zsxlh"),
        certificate=right_of(nr, "qx"),
        session=right_of(nr, "dqqx"),
        signed_at=nr.moment_or_none("qysj"),
        authorised_at=nr.moment_or_none("sqsj"),
    )


def certificate(row: Node) -> UnitCertificate:
    """A row of ``zscx``."""
    return UnitCertificate(
        serial=row.needed("zsxlh"),
        name=row.text("zsmc"),
        right=right_of(row, "qx"),
        signed_at=row.moment_or_none("qysj"),
        authorised_at=row.moment_or_none("sqsj"),
    )


def agreement(nr: Node, serial: str) -> ServiceAgreement:
    """``ydcx``: the text must be the one that its digest is of, for the digest is what is signed (SH-06)."""
    shown = ServiceAgreement(
        version=nr.needed("bbh"), text=nr.needed("wb"), text_digest=nr.needed("zy"), serial=serial
    )
    if sha256(shown.text.encode()).hexdigest() != shown.text_digest:
        raise WireChanged(nr.where, "the digest of the text shown", "another digest")
    return shown


def unit(nr: Node) -> UnitFacts:
    """``dwxx``."""
    return UnitFacts(
        number=nr.needed("dwbh"),
        name=nr.needed("dwmc"),
        founded_on=nr.day("clrq"),
        scheme_codes=tuple(nr.needed("xz").split()),
        open=nr.flag("kf"),
        opens=nr.moment("kssj"),
        closes=nr.moment("jssj"),
        base_year=nr.text("nd"),
        base_first_day=nr.day("ndksrq") if nr.text("ndksrq") else None,
        base_last_day=nr.day("ndjzrq") if nr.text("ndjzrq") else None,
        base_month=nr.month_or_none("ndsxny"),
        limits={row.month("ny"): _limits(row) for row in nr.rows("zb")},
    )


def _limits(row: Node) -> Limits:
    return Limits(
        minimum_wage=row.yuan_or_none("zdgz"), floor=row.yuan_or_none("bdx"), ceiling=row.yuan_or_none("fdx")
    )


def person(nr: Node) -> PersonFacts:
    """``rycx``: whom the register does not know has nothing but that."""
    if not nr.flag("cz"):
        return PersonFacts(known=False)
    standing = nr.needed("cbzt")
    if standing not in (INSURED_HERE, INSURED_ELSEWHERE, NOT_INSURED):
        raise WireChanged(nr.where, "a state in cbzt", "another word")
    return PersonFacts(
        known=True,
        name=nr.needed("xm"),
        insured_here=standing == INSURED_HERE,
        insured_elsewhere=standing == INSURED_ELSEWHERE,
        personal_number=nr.text("grxh"),
        first_month=nr.month_or_none("qsny"),
        wage=nr.yuan_or_none("gzsr"),
        last_end=nr.month_or_none("jzny"),
        unpaid=_months(nr),
        year_declared=nr.text("ndsb") == "1",
        number_taken=nr.text("xhzy") == "1",
    )


def _months(nr: Node) -> tuple[Month, ...]:
    return tuple(month_of(text, nr.where, "wjny") for text in nr.text("wjny").split())
