"""Slips, certificates and signing controls of whoever has an account, by hand; part of :class:`WuhanHall`."""

from __future__ import annotations

import base64
from dataclasses import replace
from typing import TYPE_CHECKING

from sigateway_mockservers.wuhan.community.records import PersonUser
from sigateway_mockservers.wuhan.community.users import (
    User,
    person_user_of,
    renew_person_slip,
    slip_of_user,
    withdraw_slip,
)
from sigateway_mockservers.wuhan.records import UnitRecord
from sigateway_mockservers.wuhan.template import slip_for

if TYPE_CHECKING:
    from sigateway_mockservers.kernel.world import World
    from sigateway_mockservers.wuhan.access import AccessDesk
    from sigateway_mockservers.wuhan.store import Store


class AccountControls:
    """Units by their number, communities by 社区编号, persons by document number or user name."""

    world: World
    store: Store
    access: AccessDesk

    def user(self, number: str) -> User:
        """Who has this number."""
        return person_user_of(self.store, number) or self.store.user(number)

    def reissue_slip(self, number: str) -> User:
        """Hand out a new slip (WH-10): a new password that must be changed, a new certificate, no locks left."""
        with self.world.lock:
            user, now = self.user(number), self.world.clock.now()
            if isinstance(user, PersonUser):
                return renew_person_slip(self.store, user, now)
            issue = withdraw_slip(self.store, user, now)
            of_unit = isinstance(user, UnitRecord)
            slip = slip_for(number, issue) if of_unit else slip_of_user(user.slip.username, issue)
            renewed = replace(user, slip=slip, first_password_stands=True)
            self.store.take_in(renewed)
            return renewed

    def suspend_user(self, number: str, *, suspended: bool = True) -> None:
        """Suspend the user of a unit (WH-19), or let it in again."""
        with self.world.lock:
            username = self.user(number).slip.username
            self.store.accounts[username] = replace(self.store.accounts[username], suspended=suspended)

    def revoke_certificate(self, number: str) -> None:
        """Revoke the certificate of a unit's slip."""
        with self.world.lock:
            self.store.revoked[self.user(number).slip.certificate_serial] = self.world.clock.now()

    def sign(self, number: str, data: str) -> tuple[str, str]:
        """What a signing control at the unit would answer: certificate and signature, base64, for a log-in form.

        For a community by 社区编号, for a person by the document number.
        """
        with self.world.lock:
            issued = self.access.certificate(self.user(number).slip.certificate_serial)
            signature = self.access.authority.sign(issued, data.encode("ascii"))
        return base64.b64encode(issued.der()).decode("ascii"), base64.b64encode(signature).decode("ascii")
