"""Accounts of the portal, and the tickets that it gives to the hall (ZJ-02, 04, 24, 30)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.reasons import Reason
from sigateway_mockservers.kernel.sessions import drawn, keep_once, use_once
from sigateway_mockservers.zhejiang import reasons
from sigateway_mockservers.zhejiang.figures import places
from sigateway_mockservers.zhejiang.names import APP, LEGAL, LEGAL_ACCOUNT, PERSONS_ACCOUNT
from sigateway_mockservers.zhejiang.records import Account, PortalSession, Ticket

if TYPE_CHECKING:
    from sigateway_mockservers.zhejiang.hall import ZhejiangHall

PAGE_LIFE = timedelta(minutes=10)
TICKET_LIFE = timedelta(seconds=60)
LOCK = timedelta(hours=24)
MOST_WRONG = 5


class PortalDesk:
    """Lets accounts in, and does for people what has no route."""

    def __init__(self, hall: ZhejiangHall) -> None:
        self._hall = hall

    # --- what a test can make people do --------------------------------------------------------------------------

    def account(self, who: str) -> Account:
        """The account of a unit number, a USCC or an identity number."""
        unit = self._hall.store.units.get(who)
        name = unit.uscc if unit is not None else who
        if name not in self._hall.store.accounts:
            raise KeyError(f"nobody has an account {who!r}")
        return self._hall.store.accounts[name]

    @enforces("ZJ-02")
    def register_legal(self, uscc: str, name: str, place: str, password: str) -> Account:
        """Register a legal person's account 法人账号."""
        if place not in places():
            raise ValueError(f"{place!r} is no place; places: {', '.join(places())}")
        return self._register(Account(uscc, password, LEGAL_ACCOUNT, name, place=place))

    def register_person(self, idCard: str, password: str, real_name: bool = False) -> Account:
        """Register a person's account; it is not real-name authenticated by itself."""
        record = self._hall.world.people.get(idCard)
        name = record.name if record is not None else ""
        return self._register(Account(idCard, password, PERSONS_ACCOUNT, name, real_name=real_name))

    @enforces("ZJ-30", "ZJ-36")
    def authenticate(self, idCard: str) -> Account:
        """Pass the real-name authentication 实名认证."""
        return self._change(idCard, real_name=True)

    def set_password(self, account: str, password: str) -> Account:
        """Choose another password; a locked account is open again."""
        return self._change(account, password=password, wrong=0, locked_until=None)

    def unlock(self, account: str) -> Account:
        """Let the account try again."""
        return self._change(account, wrong=0, locked_until=None)

    # --- what the site asks for ----------------------------------------------------------------------------------

    def fresh_page(self) -> str:
        """A fresh ``lt``, good for one try within ten minutes."""
        fresh = self._draw()
        keep_once(self._hall.store.pages, fresh, self._hall.now, PAGE_LIFE)
        return fresh

    @enforces("ZJ-02", "ZJ-04", "ZJ-24", "ZJ-30")
    def sign_in(self, page: str, entrance: str, name: str, password: str) -> Account | Reason:
        """Let an account in by an entrance, or say the first thing that is wrong."""
        now, store = self._hall.world.clock.now(), self._hall.store
        if not use_once(store.pages, page, now, PAGE_LIFE):
            return reasons.PAGE_STALE
        account = store.accounts.get(name)
        if account is None:
            return reasons.BAD_PASSWORD
        if account.locked_until is not None and now < account.locked_until:
            return reasons.LOCKED
        if account.password != password:
            return self._count_wrong(account)
        if account.kind == LEGAL_ACCOUNT and entrance != LEGAL:
            return reasons.LEGAL_ELSEWHERE
        if account.kind == PERSONS_ACCOUNT and entrance == LEGAL:
            return reasons.PERSON_ELSEWHERE
        if entrance == APP and not account.real_name:
            return reasons.NOT_AUTHENTICATED
        return self._change(name, wrong=0, locked_until=None)

    def open_session(self, account: Account) -> str:
        """A session at the portal."""
        opened = self._draw()
        session = PortalSession(account.account, self._hall.world.clock.now())
        self._hall.store.portal_sessions[opened] = session
        return opened

    def end_session(self, session: str) -> None:
        """Forget a session."""
        self._hall.store.portal_sessions.pop(session, None)

    def give_ticket(self, account: Account, entrance: str) -> str:
        """A ``ssotoken`` for the hall."""
        ticket = self._draw()
        self._hall.store.tickets[ticket] = Ticket(account.account, entrance, self._hall.world.clock.now())
        return ticket

    def redeem(self, ticket: str) -> Ticket | None:
        """What a ticket stands for, once and within a minute; the hall asks this server to server."""
        known, now = self._hall.store.tickets.get(ticket), self._hall.world.clock.now()
        if known is None or known.exchanged or now - known.issued_at >= TICKET_LIFE:
            return None
        redeemed = replace(known, exchanged=known.exchanged + 1)
        self._hall.store.tickets[ticket] = redeemed
        return redeemed

    def _count_wrong(self, account: Account) -> Reason:
        wrong = account.wrong + 1
        if wrong < MOST_WRONG:
            self._change(account.account, wrong=wrong)
            return reasons.BAD_PASSWORD
        self._change(account.account, wrong=0, locked_until=self._hall.world.clock.now() + LOCK)
        return reasons.LOCKED

    def _register(self, account: Account) -> Account:
        if account.account in self._hall.store.accounts:
            raise ValueError(f"{account.account} has an account already")
        self._hall.store.accounts[account.account] = account
        return account

    def _change(self, account: str, **fields: object) -> Account:
        if account not in self._hall.store.accounts:
            raise KeyError(f"nobody has an account {account!r}")
        changed = replace(self._hall.store.accounts[account], **fields)  # type: ignore[arg-type]  # its own fields
        self._hall.store.accounts[account] = changed
        return changed

    def _draw(self) -> str:
        return drawn(self._hall.world.random)
