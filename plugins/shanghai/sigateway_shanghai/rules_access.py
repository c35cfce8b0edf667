"""The rules of a unit's access (SH-06 to SH-15, SH-33): may this certificate file, sign, authorise? Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sigateway.plugin import (
    AgreementSigning,
    CertificateApproval,
    Context,
    Effect,
    Filing,
    Finding,
    Known,
    ServiceAgreement,
    Stage,
)

from .facts import HallFacts, facts_of
from .standing import AUTHORISED, SUPERVISOR, UNSIGNED, WAITING

_MAY_FILE: Final = (AUTHORISED, SUPERVISOR)


def may_not_file(context: Context) -> Finding | None:
    """Why this certificate files nothing now, and what to do next: the hall would answer with this reason alone."""
    facts = facts_of(context)
    if facts is None or facts.right.session in _MAY_FILE:
        return None
    match facts.right.certificate:
        case "未签约":
            return _entrance(
                context,
                "SH-06",
                "本证书尚未签订《社会保险业务网上经办服务约定》，不能申报",
                "请先阅读服务约定全文，再用本证书签订",
            )
        case "待审核":
            return _entrance(
                context,
                "SH-09",
                "本证书已签订服务约定，尚未经单位主管授权，不能申报",
                "请用具有单位主管权限的证书登录，审核本证书；审核成功后用本证书重新登录",
            )
    return _entrance(context, "SH-14", "本证书已经授权，本次登录仍是授权之前的权限", "请重新登录后办理")


def signing(filing: AgreementSigning, context: Context) -> Iterator[Finding]:
    """Signed once, by each certificate; and only the text that is in force (SH-06)."""
    facts = facts_of(context)
    if facts is None:
        return
    if facts.right.serial != filing.serial:
        yield _entrance(
            context, "SH-06", "登录所用的证书不是要签订的那一张", "请用那张证书登录后再签", ("serial",)
        )
    elif facts.right.certificate != UNSIGNED:
        waits = facts.right.certificate == WAITING
        cure = "请等单位主管授权（SH-09）后重新登录" if waits else "无须再签，可直接申报"
        yield _entrance(context, "SH-06", f"本证书已签订服务约定，现为“{facts.right.certificate}”", cure)
    elif facts.agreement is not None:
        yield from _the_text_in_force(filing, facts.agreement, context)


def _the_text_in_force(
    filing: AgreementSigning, shown: ServiceAgreement, context: Context
) -> Iterator[Finding]:
    if (shown.version, shown.text_digest) != (filing.version, filing.text_digest):
        yield _entrance(
            context,
            "SH-06",
            f"服务约定已更新，现行版本为 {shown.version}",
            "请重新阅读服务约定全文，签订所读的文本",
            ("version", "text_digest"),
        )


def approving(filing: CertificateApproval, context: Context) -> Iterator[Finding]:
    """A 单位主管 does (SH-08, SH-10), for a certificate that waits (SH-12)."""
    facts = facts_of(context)
    if facts is None:
        return
    barred = may_not_file(context)
    if barred is not None:
        yield barred
    elif facts.right.session != SUPERVISOR:
        yield _entrance(
            context,
            "SH-10",
            "本证书没有单位主管权限，不能授权其他证书",
            "请用具有单位主管权限的证书登录办理",
        )
    else:
        yield from _waiting(facts, context)


def _waiting(facts: HallFacts, context: Context) -> Iterator[Finding]:
    other = facts.other_certificate
    if other is None:
        message, cure = (
            "待审核的证书中没有这张证书",
            "请核对证书序列号，并请经办人先用该证书登录、签订服务约定",
        )
    elif other.right != WAITING:
        message, cure = f"该证书不是待审核状态，现为“{other.right}”", "无须再审核"
    else:
        return
    yield _entrance(context, "SH-12", message, cure, ("serial",))


def _entrance(context: Context, rule: str, message: str, cure: str, fields: tuple[str, ...] = ()) -> Finding:
    return context.rules.finding(
        rule, Effect.RETURNS, message, cure, fields, stage=Stage.ENTRANCE, known=Known.LOOKUP
    )


def preflight(filing: Filing, context: Context) -> list[Finding]:
    """Of a filing about access: answered at any hour, so no window binds it."""
    if isinstance(filing, AgreementSigning):
        return list(signing(filing, context))
    return list(approving(filing, context)) if isinstance(filing, CertificateApproval) else []
