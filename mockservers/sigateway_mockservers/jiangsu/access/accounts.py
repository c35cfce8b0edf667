"""Registration, activation, passwords (JS-18..23, 28..34, 42)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from sigateway_mockservers.jiangsu import reasons
from sigateway_mockservers.jiangsu.access.passwords import digest_of, is_good_password
from sigateway_mockservers.jiangsu.names import (
    ADMINISTRATOR,
    FOR_ACTIVATION,
    FOR_LOGIN,
    FOR_PASSWORD,
    FOR_PERSON,
    FOR_REGISTRATION,
    ID_CARD,
    LEGAL,
    LETTER,
    LICENCE,
    TO_LINK,
    TO_VERIFY,
    USABLE,
)
from sigateway_mockservers.jiangsu.reasons import BAD_ERRAND, Refusal
from sigateway_mockservers.jiangsu.records import Account, Ticket, UnitRecord
from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.reasons import Reason

if TYPE_CHECKING:
    from sigateway_mockservers.jiangsu.hall import JiangsuHall

DESK = "人社窗口"
ONLINE, OFFLINE = "线上", "线下"
#: How somebody was verified who came to the desk with the originals.
PROVEN_AT_DESK = "desk"


class AccountDesk:
    """Makes accounts usable."""

    def __init__(self, hall: JiangsuHall) -> None:
        self._hall = hall
        self._store = hall.store

    # --- what stands in the way, before anybody scans -----------------------------------------------------------

    def against_start(self, purpose: str, area: str, unit: str, name: str, person: str) -> Refusal | None:
        """Why a scan for this purpose is not even begun."""
        if purpose == FOR_REGISTRATION:
            return self.against_registering(area, unit, name, person)
        if purpose == FOR_PERSON:
            return self._against_person(name, person)
        record = self._store.unit_named(unit) if unit else None
        if unit and (record is None or record.area != area):
            return _refused(reasons.NO_GRANT)
        account = self._store.account_of(record.number if record is not None else "", person)
        if account is None or account.person != person or (not unit and purpose != FOR_PASSWORD):
            return _refused(reasons.NO_GRANT)
        # Whoever logs in has said a number, and no name.
        if name != ("" if purpose == FOR_LOGIN else account.name):
            return _refused(reasons.NO_GRANT)
        if purpose == FOR_ACTIVATION:
            return self._against_activating(account)
        return None if account.state == USABLE else _refused(reasons.NO_GRANT)

    @enforces("JS-19", "JS-20", "JS-29", "JS-30", "JS-49")
    def against_registering(self, area: str, unit: str, name: str, person: str) -> Refusal | None:
        """Why the legal representative cannot register online, with what to bring to the desk instead."""
        record = self._store.unit_named(unit)
        if record is None or record.area != area:
            return _refused(reasons.UNIT_UNKNOWN)
        if record.registered_at is not None:
            return _refused(reasons.REGISTERED)
        if record.legal_is_foreign:
            return _refused(
                reasons.LEGAL_FOREIGN, _offline(self._hall.papers_to_register(mismatch=False), foreign=True)
            )
        if (record.legal_name, record.legal_number) != (name, person):
            return _refused(
                reasons.LEGAL_DIFFERS, _offline(self._hall.papers_to_register(mismatch=True), foreign=False)
            )
        return None

    def _against_activating(self, account: Account | None) -> Refusal | None:
        if account is not None and account.state == USABLE:
            return _refused(reasons.VERIFIED_ALREADY)
        usable = account is not None and account.state == TO_VERIFY
        return None if usable else _refused(reasons.NO_GRANT)

    @enforces("JS-22")
    def _against_person(self, name: str, person: str) -> Refusal | None:
        if self._store.account_of("", person) is not None:
            return _refused(reasons.PERSON_REGISTERED)
        known = self._hall.world.people.get(person)
        return None if known is not None and known.name == name else _refused(reasons.PERSON_UNKNOWN)

    # --- what is done -------------------------------------------------------------------------------------------

    @enforces("JS-19", "JS-28")
    def register_online(
        self, area: str, unit: str, name: str, person: str, mobile: str, face_pass: str
    ) -> Account | Refusal:
        """The legal representative registers the unit: the account is yet to be linked in the app."""
        if against := self.against_registering(area, unit, name, person):
            return against
        record = self._store.unit_named(unit)
        assert record is not None  # or it would have been refused
        ticket = self._hall.faces.won(face_pass, FOR_REGISTRATION, record.number, person)
        wrong = _found(
            reasons.PASS_BAD if ticket is None else None,
            None if self.is_own_mobile(person, mobile) else reasons.NOT_OWN_MOBILE,
        )
        if wrong or ticket is None:
            return Refusal(BAD_ERRAND, wrong)
        self._hall.faces.use(ticket)
        return self.register(record, name, person, mobile, ONLINE, ticket.number)

    def register(
        self, unit: UnitRecord, name: str, person: str, mobile: str, way: str, proof: str
    ) -> Account:
        """Keep a unit as registered, by its legal representative or by an authorised administrator."""
        now = self._now()
        self._store.units[unit.number] = replace(unit, registered_at=now, registered_way=way)
        rank = LEGAL if person == unit.legal_number else ADMINISTRATOR
        return self._keep(
            Account(
                self._store.next_account(),
                unit.number,
                person,
                name,
                mobile,
                TO_LINK,
                now,
                rank=rank,
                proof=proof,
            )
        )

    @enforces("JS-21")
    def link(self, account: Account, password: str) -> Account:
        """In the app: set the password, link the unit; from now on usable."""
        now = self._now()
        unit = self._store.units[account.unit]
        if unit.linked_at is None:
            self._store.units[account.unit] = replace(unit, linked_at=now)
        kept = digest_of(account.number, password)
        return self._keep(replace(account, state=USABLE, password=kept, activated_at=now))

    @enforces("JS-42")
    def activate(self, area: str, unit: str, person: str, password: str, face_pass: str) -> Account | Refusal:
        """The grantee's account becomes usable, with a password, once the face was shown."""
        record = self._store.unit_named(unit)
        account = self._store.account_of(record.number, person) if record is not None else None
        if record is not None and record.area != area:
            account = None
        if against := self._against_activating(account):
            return against
        assert account is not None  # or it would have been refused
        ticket = self._hall.faces.won(face_pass, FOR_ACTIVATION, account.unit, person)
        if ticket is not None and ticket.started_at < account.granted_at:
            ticket = None  # shown for an earlier grant: this one wants a face of its own
        if (refusal := _wrong(ticket, password)) or ticket is None:
            return refusal or _refused(reasons.PASS_BAD)
        self._hall.faces.use(ticket)
        return self.make_usable(account, password, ticket.number)

    def make_usable(self, account: Account, password: str, proof: str) -> Account:
        """Keep an account as usable."""
        kept = digest_of(account.number, password)
        return self._keep(
            replace(account, state=USABLE, password=kept, proof=proof, activated_at=self._now())
        )

    @enforces("JS-23")
    def reset_password(self, unit: str, person: str, password: str, face_pass: str) -> Account | Refusal:
        """A forgotten password is replaced once the face was shown; the account is unlocked."""
        record = self._store.unit_named(unit) if unit else None
        account = (
            None
            if unit and record is None
            else self._store.account_of(record.number if record is not None else "", person)
        )
        if account is None or account.state != USABLE:
            return _refused(reasons.NO_GRANT)
        ticket = self._hall.faces.won(face_pass, FOR_PASSWORD, account.unit, account.person)
        if (refusal := _wrong(ticket, password)) or ticket is None:
            return refusal or _refused(reasons.PASS_BAD)
        self._hall.faces.use(ticket)
        return self.set_password(account, password)

    @enforces("JS-23")
    def set_password(self, account: Account, password: str) -> Account:
        """Another password; unlocked, and sessions that began with the old one are over."""
        self._hall.sessions.end_where(lambda session: session.account == account.number)
        kept = digest_of(account.number, password)
        return self._keep(replace(account, password=kept, wrong_tries=0, locked=False))

    def change_password(self, account: Account, old: str, password: str) -> Account | Refusal:
        """The holder changes it; the session goes on."""
        if not self._hall.sessions.right_password(account, old):
            return _refused(reasons.OLD_PASSWORD_WRONG)
        if not is_good_password(password):
            return _refused(reasons.PASSWORD_WEAK)
        kept = digest_of(account.number, password)
        return self._keep(replace(self._store.accounts[account.number], password=kept))

    @enforces("JS-22")
    def register_person(
        self, name: str, person: str, mobile: str, password: str, face_pass: str
    ) -> Account | Refusal:
        """A person's own account."""
        if against := self._against_person(name, person):
            return against
        ticket = self._hall.faces.won(face_pass, FOR_PERSON, "", person)
        wrong = _found(
            reasons.PASS_BAD if ticket is None else None,
            None if is_good_password(password) else reasons.PASSWORD_WEAK,
            None if self.is_own_mobile(person, mobile) else reasons.NOT_OWN_MOBILE,
        )
        if wrong or ticket is None:
            return Refusal(BAD_ERRAND, wrong)
        self._hall.faces.use(ticket)
        now = self._now()
        account = Account(self._store.next_account(), "", person, name, mobile, USABLE, now)
        return self.make_usable(account, password, ticket.number)

    @enforces("JS-33")
    def is_own_mobile(self, person: str, mobile: str) -> bool:
        """Registered to the person himself."""
        known = self._hall.world.people.get(person)
        return known is not None and bool(mobile) and known.mobile == mobile

    def _keep(self, account: Account) -> Account:
        self._store.accounts[account.number] = account
        return account

    def _now(self) -> datetime:
        return self._hall.world.clock.now()


def papers_to_register(*, two_are_enough: bool) -> tuple[str, ...]:
    """What is brought to the desk (JS-20, JS-49)."""
    return (ID_CARD, LICENCE) if two_are_enough else (ID_CARD, LICENCE, LETTER)


@enforces("JS-31")
def _offline(papers: tuple[str, ...], *, foreign: bool) -> dict[str, object]:
    who = ["授权管理员"] if foreign else ["法定代表人", "授权管理员"]
    return {"place": DESK, "papers": list(papers), "who": who}


def _wrong(ticket: Ticket | None, password: str) -> Refusal | None:
    wrong = _found(
        reasons.PASS_BAD if ticket is None else None,
        None if is_good_password(password) else reasons.PASSWORD_WEAK,
    )
    return Refusal(BAD_ERRAND, wrong) if wrong else None


def _found(*each: Reason | None) -> tuple[Reason, ...]:
    return tuple(reason for reason in each if reason is not None)


def _refused(reason: Reason, data: object = None) -> Refusal:
    return Refusal(BAD_ERRAND, (reason,), data)
