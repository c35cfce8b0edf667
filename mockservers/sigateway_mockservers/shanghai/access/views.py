"""The functions of access: help, log-in, agreement, certificates."""

from __future__ import annotations

from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.reasons import Reason
from sigateway_mockservers.shanghai.access.rights import SCOPES
from sigateway_mockservers.shanghai.agreement import digest
from sigateway_mockservers.shanghai.declarations.shown import page_of
from sigateway_mockservers.shanghai.help import HELP, PLATFORM
from sigateway_mockservers.shanghai.reasons import NO_LOGIN, NOT_DONE, Refusal
from sigateway_mockservers.shanghai.records import CertificateRecord
from sigateway_mockservers.shanghai.visit import Visit
from sigateway_mockservers.shanghai.wire.answers import Answer, done, written_moment
from sigateway_mockservers.shanghai.wire.document import MalformedError, Node, leaves, rows
from sigateway_mockservers.shanghai.wire.forms import from_base64

APPROVED = "审核成功"


@enforces("SH-01", "SH-03", "SH-04")
def help_open(_visit: Visit) -> Answer:
    """Where certificates are to be had."""
    shown = (leaves(sx=row.matter, dd=row.where, dh=row.telephone, zl=row.papers) for row in HELP)
    return done((*leaves(ptmc=PLATFORM), rows("rows", shown)))


def challenge_open(visit: Visit) -> Answer:
    """A challenge to be signed."""
    return done(leaves(tzm=visit.hall.sessions.challenge()))


def login_submit(visit: Visit) -> Answer:
    """Log in."""
    asked = visit.asked
    opened = visit.hall.sessions.sign_in(
        asked["tzm"], from_base64(asked["zs"]), asked["sf"], from_base64(asked["qm"])
    )
    if isinstance(opened, Reason):
        return visit.refuse(Refusal(NO_LOGIN, (opened,)))
    unit = visit.hall.store.units[opened.unit]
    visit.notes.committed, visit.notes.unit, visit.notes.subject = True, unit.number, opened.serial
    return done(
        leaves(
            hh=opened.token,
            dwbh=unit.number,
            dwmc=unit.name,
            tyshxydm=unit.uscc,
            zsxlh=opened.serial,
            qx=opened.right,
        )
    )


def logout(visit: Visit) -> Answer:
    """End the session."""
    visit.hall.sessions.end(visit.session.token)
    return done()


def agreement_open(visit: Visit) -> Answer:
    """The agreement in force."""
    agreement = visit.hall.store.agreement
    return done(leaves(bbh=agreement.version, wb=agreement.text, zy=digest(agreement)))


@enforces("SH-07")
def agreement_sign(visit: Visit) -> Answer:
    """Sign it; the session has the new right at once."""
    signed = visit.hall.rights.sign_agreement(visit.session.serial, visit.asked["bbh"], visit.asked["zy"])
    visit.notes.unit, visit.notes.subject = visit.session.unit, visit.session.serial
    if isinstance(signed, Reason):
        return visit.refuse(Refusal(NOT_DONE, (signed,)))
    visit.hall.give_right(visit.session, signed.right)
    visit.took_effect(signed.serial)
    return done(leaves(qx=signed.right, sj=written_moment(signed.signed_at)))


def certificate_state(visit: Visit) -> Answer:
    """The session's own certificate."""
    own = visit.certificate
    return done((*_state_of(own), *leaves(dqqx=visit.session.right)))


def certificate_list(visit: Visit) -> Answer:
    """The certificates of the unit that have signed."""
    scope = visit.asked["fw"]
    if scope not in SCOPES:
        raise MalformedError("fw is no scope")
    page = visit.page()
    listed = visit.hall.rights.signed_by(visit.session.unit, scope)
    return done(page_of([_row_of(each) for each in listed], page))


def certificate_approve(visit: Visit) -> Answer:
    """Authorise a certificate of the unit."""
    serial = visit.asked["sqzs"]
    approved = visit.hall.rights.approve(visit.session.unit, serial)
    visit.notes.unit, visit.notes.subject = visit.session.unit, serial
    if isinstance(approved, Reason):
        return visit.refuse(Refusal(NOT_DONE, (approved,)))
    visit.took_effect(serial)
    shown = leaves(sqzs=serial, qx=approved.right, sqsj=written_moment(approved.authorised_at))
    return done(shown, APPROVED)


def _state_of(certificate: CertificateRecord) -> tuple[Node, ...]:
    return leaves(
        zsxlh=certificate.serial,
        qx=certificate.right,
        qysj=written_moment(certificate.signed_at),
        sqsj=written_moment(certificate.authorised_at),
    )


def _row_of(certificate: CertificateRecord) -> tuple[Node, ...]:
    serial, *state = _state_of(certificate)
    return (serial, *leaves(zsmc=certificate.subject), *state)
