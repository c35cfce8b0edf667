"""Conversations about a unit's own access: the service agreement (SH-06, SH-07) and the supervisor's approval (SH-08 to SH-14).

Generators, no I/O. Rights sit on certificates, never on people (SH-15); nothing online takes one back (SH-33).
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sigateway.plugin import (
    Absent,
    AgreementSigning,
    Case,
    CertificateApproval,
    Commit,
    ConfigurationError,
    Context,
    Evidence,
    Expected,
    Facts,
    Filing,
    Flow,
    Intent,
    Landed,
    NotOffered,
    ServiceAgreement,
    SignedIn,
    Unclear,
    UnitCertificate,
    WireChanged,
    compare,
)

from . import answers, lists, standing, wire
from .access import ShanghaiSignedIn, me_of, signed
from .cases import approved_certificate, signed_agreement
from .facts import HallFacts, Right
from .reading import ask, commit, content

APPROVED: Final = "审核成功"
"""The hall's word for an approval (SH-13)."""


def right(me: ShanghaiSignedIn) -> Flow[tuple[Right, datetime]]:
    """权限 of the session's certificate, by the hall.

    When the certificate has more right than this session, the hall wants a new log-in and says so to whatever else is asked (Q003): it is
    asked something, so that the gateway signs in anew and begins again (SH-14).
    """
    answer = yield from ask(wire.certificate_state(me.head))
    found = standing.certificate_state(answers.content(answer))
    if found.serial != me.serial:
        raise WireChanged(answer.function, "the certificate of this session", "another")
    authorised = (standing.AUTHORISED, standing.SUPERVISOR)
    if found.session not in authorised and found.certificate in authorised:
        yield from ask(wire.unit(me.head))
    return found, answer.at


def facts(filing: Filing, signed_in: SignedIn) -> Flow[Facts]:
    """The right, and the agreement in force or the certificate to be authorised."""
    me = me_of(signed_in)
    found, at = yield from right(me)
    if isinstance(filing, AgreementSigning):
        return HallFacts(at=at, right=found, agreement=(yield from agreement(me)))
    other = None
    if isinstance(filing, CertificateApproval) and found.session == standing.SUPERVISOR:
        other = yield from _certificate(me, filing.serial)
    return HallFacts(at=at, right=found, other_certificate=other)


def agreement(me: ShanghaiSignedIn) -> Flow[ServiceAgreement]:
    """The text of the agreement in force (SH-06)."""
    return standing.agreement((yield from content(wire.agreement(me.head))), me.serial)


def submit(filing: Filing, signed_in: SignedIn, context: Context) -> Flow[Case]:
    """One signed commit."""
    me = me_of(signed_in)
    if isinstance(filing, AgreementSigning):
        return (yield from _sign_agreement(filing, me, context))
    assert isinstance(filing, CertificateApproval)
    return (yield from _approve(filing, me, context))


def _sign_agreement(filing: AgreementSigning, me: ShanghaiSignedIn, context: Context) -> Flow[Case]:
    """Exactly the text that was read, by the certificate that read it; another one in force stops it (SH-06)."""
    if filing.serial != me.serial:
        raise ConfigurationError(
            "服务约定由每张证书各自签订，登录所用的证书不是要签订的那一张；请用那张证书登录，没有签订。"
        )
    shown = yield from agreement(me)
    if (shown.version, shown.text_digest) != (filing.version, filing.text_digest):
        raise NotOffered(
            "SH-06",
            f"服务约定已更新（现行版本 {shown.version}），不是所读的版本 {filing.version}，没有签订；"
            "请重新阅读后再签",
        )
    parts = [("bbh", filing.version), ("zy", filing.text_digest)]
    request = yield from signed("agreement.sign", "ydqd", me, parts)
    expected = {"bbh": Expected("版本", filing.version), "zy": Expected("文本摘要", filing.text_digest)}
    echo = compare(expected, {"bbh": shown.version, "zy": shown.text_digest})
    answer = yield from commit(Commit(request, step="submit", echo=echo, draft=me.serial))
    got = standing.right_of(answers.content(answer), "qx")
    return signed_agreement(filing, context, me.serial, got, answer.at)


def _approve(filing: CertificateApproval, me: ShanghaiSignedIn, context: Context) -> Flow[Case]:
    """单位主管审批 → 待审核 → 审核成功 (SH-10 to SH-13)."""
    request = yield from signed("certificate.approve", "zssh", me, [("sqzs", filing.serial)])
    answer = yield from commit(Commit(request, step="submit", draft=filing.serial))
    nr = answers.content(answer)
    if answer.words != APPROVED or nr.needed("sqzs") != filing.serial:
        raise WireChanged(request.operation, f"{APPROVED}, of this certificate", "something else")
    done = UnitCertificate(serial=filing.serial, name="", right=standing.right_of(nr, "qx"))
    return approved_certificate(filing, context, done, answer.at)


def evidence(filing: Filing, intent: Intent, signed_in: SignedIn, context: Context) -> Flow[Evidence]:
    """By the state of the certificate itself: its own, or the one in the list of all, read to its end."""
    me = me_of(signed_in)
    if isinstance(filing, CertificateApproval):
        return (yield from _approval_evidence(filing, me, context))
    if intent.draft != me.serial:
        return Unclear("this session is of another certificate than the one that was to sign")
    answer = yield from ask(wire.certificate_state(me.head))
    found = standing.certificate_state(answers.content(answer))
    if found.signed_at is None:
        return Absent(as_of=answer.at, complete=True)
    return Landed(signed_agreement(filing, context, me.serial, found.certificate, answer.at))


def _approval_evidence(filing: CertificateApproval, me: ShanghaiSignedIn, context: Context) -> Flow[Evidence]:
    answer = yield from ask(wire.certificate_state(me.head))
    found = yield from _certificate(me, filing.serial)
    if found is None:
        # Everybody who has signed is in the list: nothing waits for an approval, so none is sent again.
        return Absent(as_of=answer.at, complete=True, intact=False)
    if found.right == standing.WAITING:
        return Absent(as_of=answer.at, complete=True)
    return Landed(approved_certificate(filing, context, found, answer.at))


def _certificate(me: ShanghaiSignedIn, serial: str) -> Flow[UnitCertificate | None]:
    """One of the unit's certificates that have signed (SH-11); 全部 never loses a row."""
    every = yield from lists.certificates(me.head, lists.ALL)
    return next((each for each in every if each.serial == serial), None)


def track(case: Case, signed_in: SignedIn, context: Context) -> Flow[Case]:
    """The right as it now is."""
    me, filing = me_of(signed_in), case.filing
    if isinstance(filing, AgreementSigning):
        answer = yield from ask(wire.certificate_state(me.head))
        found = standing.certificate_state(answers.content(answer))
        if found.serial != case.number or found.signed_at is None:
            raise NotOffered("SH-15", "签约状态只有签约的那张证书能查询，请用它登录")
        return signed_agreement(filing, context, found.serial, found.certificate, answer.at)
    assert isinstance(filing, CertificateApproval)
    other = yield from _certificate(me, filing.serial)
    if other is None:
        raise WireChanged("zscx", "the certificate that was authorised", "a list without it")
    return approved_certificate(filing, context, other, case.at)
