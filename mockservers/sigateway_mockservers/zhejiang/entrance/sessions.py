"""The hall's own sessions: opened by a ticket, each with a token against forged requests (ZJ-02, ZJ-05)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sigateway_mockservers.kernel.sessions import drawn, live_session
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
        token, csrf = drawn(self._hall.world.random), drawn(self._hall.world.random)
        session = Session(token, stands_for.account, stands_for.entrance, csrf, self._hall.now)
        self._hall.store.sessions[token] = session
        return session

    def session(self, token: str) -> Session | None:
        """The live session of a cookie, kept alive by asking; one idle for half an hour is gone."""
        return live_session(self._hall.store.sessions, token, self._hall.now, IDLE)

    def end(self, token: str) -> None:
        """Forget one session."""
        self._hall.store.sessions.pop(token, None)
