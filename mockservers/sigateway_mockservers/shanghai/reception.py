"""The order of looking: bytes and form, session, head, right, signature, what is signed; then the content.

Each stops the rest, and what any of them stops has changed nothing and used nothing up.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sigateway_mockservers.kernel.certificates import serial_of
from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.faults import ends_session
from sigateway_mockservers.kernel.journal import RequestNotes
from sigateway_mockservers.shanghai import reasons
from sigateway_mockservers.shanghai.access.rights import why_not_file
from sigateway_mockservers.shanghai.functions import Door, Function
from sigateway_mockservers.shanghai.names import SUPERVISOR
from sigateway_mockservers.shanghai.reasons import Refusal
from sigateway_mockservers.shanghai.records import Session
from sigateway_mockservers.shanghai.visit import Visit
from sigateway_mockservers.shanghai.wire.answers import Answer, File, refused
from sigateway_mockservers.shanghai.wire.document import MalformedError
from sigateway_mockservers.shanghai.wire.forms import (
    Asked,
    Envelope,
    Head,
    Signed,
    from_base64,
    read_envelope,
    read_signed,
)

if TYPE_CHECKING:
    from sigateway_mockservers.shanghai.hall import ShanghaiHall

MOST_BYTES = 64 * 1024
MEDIA_TYPE = "application/xml; charset=utf-8"

_MALFORMED = Answer(reasons.MALFORMED)


@dataclass(frozen=True, slots=True)
class Received:
    """What came over the connection."""

    content: bytes
    token: str
    media_type: str
    encoding: str = ""
    query: str = ""


#: What a fault puts in the place of an answer; whatever is not here says that nobody is signed in.
_INSTEAD = {"maintenance": reasons.MAINTENANCE, "session_taken": reasons.TAKEN}


class Reception:
    """Answers the requests of one World's hall."""

    def __init__(self, hall: ShanghaiHall) -> None:
        self._hall = hall

    def answer(
        self, function: Function, received: Received, notes: RequestNotes, instead: str | None
    ) -> Answer | File:
        """Answer one request; ``instead`` names a fault that answers in the place of the hall."""
        try:
            envelope = _read(function, received)
            if instead is not None:
                return self._instead(instead, received.token)
            return self._let_in(function, envelope, received.token, notes)
        except MalformedError:
            return _MALFORMED

    def _instead(self, instead: str, token: str) -> Answer:
        if ends_session(instead):
            self._hall.sessions.end(token)
        return Answer(_INSTEAD.get(instead, reasons.SIGNED_OUT))

    def _let_in(
        self, function: Function, envelope: Envelope, token: str, notes: RequestNotes
    ) -> Answer | File:
        session = None if function.door is Door.ANYONE else self._hall.sessions.session(token)
        if session is None and function.door is not Door.ANYONE:
            return Answer(reasons.SIGNED_OUT)
        if not _head_agrees(function, envelope, session):
            return Answer(reasons.HEAD_DIFFERS)
        visit = Visit(self._hall, notes, function.name, envelope.asked, envelope.signed, caller=session)
        refusal = self._refused(function, visit)
        if refusal is not None:
            return visit.refuse(refusal)
        if envelope.signed is not None:
            head, asked = read_signed(envelope.signed.document, function.form)
            if head != envelope.head:
                return visit.refuse(Refusal(reasons.NO_SIGNATURE, (reasons.SIGNED_HEAD_DIFFERS,)))
            visit.asked = asked
        return function.handler(visit)

    @enforces("SH-05", "SH-06", "SH-10", "SH-14")
    def _refused(self, function: Function, visit: Visit) -> Refusal | None:
        """What the right and the signature say against a request."""
        if function.door in (Door.RIGHT, Door.SUPERVISOR):
            reason = why_not_file(visit.session, visit.certificate)
            if reason is None and function.door is Door.SUPERVISOR and visit.session.right != SUPERVISOR:
                reason = reasons.NO_SUPERVISOR
            if reason is not None:
                return Refusal(reasons.NO_RIGHT, (reason,))
        if visit.signed is not None and not self._is_signed(visit, visit.signed):
            return Refusal(reasons.NO_SIGNATURE, (reasons.BAD_SIGNATURE,))
        return None

    def _is_signed(self, visit: Visit, signed: Signed) -> bool:
        return self._hall.office.signature_holds(
            visit.certificate, signed.document, signed.algorithm, signed.signature
        )


def not_modelled() -> Answer:
    """What the hall does not have."""
    return refused(Refusal(reasons.NOT_MODELLED))


def _read(function: Function, received: Received) -> Envelope:
    if received.media_type.replace(" ", "").lower() != MEDIA_TYPE.replace(" ", ""):
        raise MalformedError("the content is not XML in UTF-8")
    if received.encoding or received.query or len(received.content) > MOST_BYTES:
        raise MalformedError("encoded, with a query, or too large")
    envelope = read_envelope(received.content, function.name, function.form, signed=function.signed)
    if function.name == "dl":
        from_base64(envelope.asked["zs"])
        from_base64(envelope.asked["qm"])
    return envelope


def _head_agrees(function: Function, envelope: Envelope, session: Session | None) -> bool:
    """Unit and certificate are those of the session; before there is one, those that can be known."""
    if session is not None:
        return envelope.head == Head(function.name, session.unit, session.serial)
    serial: str | None = _shown_serial(envelope.asked) if function.name == "dl" else ""
    return envelope.head == Head(function.name, "", envelope.head.serial if serial is None else serial)


def _shown_serial(asked: Asked) -> str | None:
    return serial_of(from_base64(asked["zs"]))
