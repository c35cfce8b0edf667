"""Who may do what at a unit: consent, grants, scopes, revocations (JS-34..41)."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from sigateway_mockservers.jiangsu import reasons
from sigateway_mockservers.jiangsu.names import (
    ADMINISTRATOR,
    HANDLER,
    LEGAL,
    REVOKED,
    SCOPES,
    TO_VERIFY,
)
from sigateway_mockservers.jiangsu.reasons import BAD_ERRAND, Refusal
from sigateway_mockservers.jiangsu.records import Account, Filer, UnitRecord
from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.reasons import Reason

if TYPE_CHECKING:
    from sigateway_mockservers.jiangsu.hall import JiangsuHall

CONSENT_VERSION = "1.0"
CONSENT_TEXT = (
    "授权注意事项（模拟 MOCK）：单位法定代表人、管理员可为本单位经办人员开通网上办事授权；"
    "被授权人员以其本人身份办理的业务，视为单位办理。人员变动时应及时取消授权。"
)
CONSENT_DIGEST = hashlib.sha256(CONSENT_TEXT.encode("utf-8")).hexdigest()


class RankDesk:
    """Grants and takes away."""

    def __init__(self, hall: JiangsuHall) -> None:
        self._hall = hall
        self._store = hall.store

    @enforces("JS-39")
    def consent(self, unit: str, version: str, digest: str) -> UnitRecord | Refusal:
        """同意开通, once."""
        record = self._store.units[unit]
        if record.consented_at is not None:
            return _refused(reasons.CONSENT_GIVEN)
        if (version, digest) != (CONSENT_VERSION, CONSENT_DIGEST):
            return _refused(reasons.CONSENT_OTHER)
        self._store.units[unit] = replace(record, consented_at=self._now())
        return self._store.units[unit]

    @enforces("JS-33", "JS-34", "JS-35", "JS-36", "JS-41")
    def grant(
        self, unit: str, filer: Filer, rank: str, name: str, person: str, mobile: str, scopes: tuple[str, ...]
    ) -> Account | Refusal:
        """开通授权: usable once the grantee has shown the face (JS-42)."""
        if self._store.units[unit].consented_at is None:
            return _refused(reasons.CONSENT_FIRST)
        if rank == ADMINISTRATOR and filer.rank != LEGAL:
            return _refused(reasons.LEGAL_ONLY)
        wrong = tuple(self._against_grantee(unit, rank, name, person, mobile, scopes))
        if wrong:
            return Refusal(BAD_ERRAND, wrong)
        number = self._store.next_account()
        return self._keep(
            Account(
                number,
                unit,
                person,
                name,
                mobile,
                TO_VERIFY,
                self._now(),
                rank=rank,
                scopes=tuple(sorted(set(scopes))),
                by=filer.by,
                by_rank=filer.rank,
            )
        )

    def _against_grantee(
        self, unit: str, rank: str, name: str, person: str, mobile: str, scopes: tuple[str, ...]
    ) -> list[Reason]:
        found = []
        known = self._hall.world.people.get(person)
        if known is None or known.name != name:
            found.append(reasons.NOT_REAL_NAME)
        standing = self._store.account_of(unit, person)
        if standing is not None and standing.state != REVOKED and self._hall.guards_duplicates:
            found.append(reasons.GRANTED_ALREADY)
        if not self._hall.accounts.is_own_mobile(person, mobile):
            found.append(reasons.GRANTEE_MOBILE)
        if not _scopes_fit(rank, scopes):
            found.append(reasons.SCOPES_WANTED)
        return found

    @enforces("JS-36", "JS-37")
    def set_scopes(self, unit: str, filer: Filer, number: str, scopes: tuple[str, ...]) -> Account | Refusal:
        """Other matters for a handler; they work at once."""
        account = self._granted(unit, filer, number)
        if isinstance(account, Refusal):
            return account
        if not _scopes_fit(account.rank, scopes):
            return _refused(reasons.SCOPES_WANTED)
        return self._keep(replace(account, scopes=tuple(sorted(set(scopes)))))

    @enforces("JS-36")
    def revoke(self, unit: str, filer: Filer, number: str) -> Account | Refusal:
        """Take a grant away; its sessions are over."""
        account = self._granted(unit, filer, number)
        if isinstance(account, Refusal):
            return account
        self._hall.sessions.end_where(lambda session: session.account == number)
        return self._keep(replace(account, state=REVOKED, revoked_at=self._now()))

    def _granted(self, unit: str, filer: Filer, number: str) -> Account | Refusal:
        account = self._store.accounts.get(number)
        if account is None or account.unit != unit:
            return _refused(reasons.GRANT_UNKNOWN)
        if account.state == REVOKED:
            return _refused(reasons.GRANT_REVOKED)
        if account.rank == LEGAL:
            return _refused(reasons.LEGAL_STANDS)
        if account.rank == ADMINISTRATOR and filer.rank != LEGAL:
            return _refused(reasons.LEGAL_ONLY)
        return account

    def _keep(self, account: Account) -> Account:
        self._store.accounts[account.number] = account
        return account

    def _now(self) -> datetime:
        return self._hall.world.clock.now()


def _scopes_fit(rank: str, scopes: tuple[str, ...]) -> bool:
    """A handler has some, all of them known; an administrator none: all business by default."""
    return (bool(scopes) and set(scopes) <= set(SCOPES)) if rank == HANDLER else not scopes


def _refused(reason: Reason) -> Refusal:
    return Refusal(BAD_ERRAND, (reason,))
