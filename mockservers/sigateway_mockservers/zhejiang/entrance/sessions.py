"""The hall's own sessions: opened by a ticket, each with a token against forged requests (ZJ-02, ZJ-05)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from sigateway_mockservers.zhejiang.portal.accounts import TOKEN_BITS
from sigateway_mockservers.zhejiang.records import Session

if TYPE_CHECKING:
    from sigateway_mockservers.zhejiang.hall import ZhejiangHall

COOKIE = "ZJSBSID"
IDLE = timedelta(minutes=30)


class SessionDesk:
    """Opens and keeps sessions."""

    def __init__(self, hall: ZhejiangHall) -> None:
        self._hall = hall

    def exchange(self, ticket: str) -> Session | None:
        """A session for a ticket, once."""
        stands_for = self._hall.portal.redeem(ticket)
        if stands_for is None:
            return None
        draw = self._hall.world.random.getrandbits
        token, csrf = f"{draw(TOKEN_BITS):032x}", f"{draw(TOKEN_BITS):032x}"
        session = Session(token, stands_for.account, stands_for.entrance, csrf, self._hall.world.clock.now())
        self._hall.store.sessions[token] = session
        return session

    def session(self, token: str) -> Session | None:
        """The live session of a cookie, kept alive by asking; one idle for half an hour is gone."""
        session, now = self._hall.store.sessions.get(token), self._hall.world.clock.now()
        if session is None:
            return None
        if now - session.last_seen >= IDLE:
            self.end(token)
            return None
        renewed = replace(session, last_seen=now)
        self._hall.store.sessions[token] = renewed
        return renewed

    def end(self, token: str) -> None:
        """Forget one session."""
        self._hall.store.sessions.pop(token, None)
