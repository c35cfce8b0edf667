"""One request that has passed every door: what a function of the hall works with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sigateway_mockservers.kernel.visits import VisitBase
from sigateway_mockservers.shanghai.names import BY_WIRE
from sigateway_mockservers.shanghai.reasons import Refusal
from sigateway_mockservers.shanghai.records import (
    CertificateRecord,
    Filer,
    Session,
    SignedRequest,
    UnitRecord,
)
from sigateway_mockservers.shanghai.wire.answers import Answer, File, refused
from sigateway_mockservers.shanghai.wire.document import MalformedError
from sigateway_mockservers.shanghai.wire.forms import Asked, Signed

if TYPE_CHECKING:
    from sigateway_mockservers.shanghai.hall import ShanghaiHall
    from sigateway_mockservers.shanghai.store import Store


@dataclass(slots=True)
class Visit(VisitBase[Session]):
    """A request, who makes it, and what is noted about it."""

    hall: ShanghaiHall
    function: str
    asked: Asked
    signed: Signed | None = field(default=None)

    @property
    def unit(self) -> UnitRecord:
        """The unit of the session."""
        return self.hall.store.units[self.session.unit]

    @property
    def certificate(self) -> CertificateRecord:
        """The certificate of the session."""
        return self.hall.store.certificates[self.session.serial]

    @property
    def shown(self) -> Store:
        """What the hall shows now: something of it may be late."""
        return self.hall.store.shown_at(self.now)

    @property
    def filer(self) -> Filer:
        """Who files through this wire."""
        return Filer(BY_WIRE, self.session.serial, self.session.right)

    def refuse(self, refusal: Refusal) -> Answer:
        """The refusal as an answer, its rules noted."""
        self.note_refusal(refusal)
        return refused(refusal)

    def took_effect(self, subject: str) -> None:
        """Note that the request took effect; of a signed one, keep the very bytes."""
        VisitBase.took_effect(self, subject)  # super() does not find its class in one made anew for slots
        if self.signed is not None:
            store = self.hall.store
            store.signed[store.next_order()] = SignedRequest(
                function=self.function,
                serial=self.session.serial,
                document=self.signed.document,
                signature=self.signed.signature,
                algorithm=self.signed.algorithm,
                subject=subject,
            )

    def page(self) -> int:
        """The page that is asked for; an empty one is the first."""
        text = self.asked["ym"]
        if text and not (text.isascii() and text.isdigit() and len(text) <= 9 and text[0] != "0"):
            raise MalformedError("ym is no page")
        return int(text or "1")


Handler = Callable[[Visit], Answer | File]
