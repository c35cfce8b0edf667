"""江苏智慧人社 (and 支付宝) in people's hands: it scans faces, registers people, links units (JS-21..23, 28, 42, 43)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sigateway_mockservers.jiangsu.access.faces import qr_of
from sigateway_mockservers.jiangsu.access.passwords import is_good_password
from sigateway_mockservers.jiangsu.names import OWN_APP, TO_LINK, USABLE, WAITING
from sigateway_mockservers.jiangsu.reasons import PASSWORD_WEAK
from sigateway_mockservers.jiangsu.records import Account, Ticket
from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.staff import refuse, refuse_for

if TYPE_CHECKING:
    from sigateway_mockservers.jiangsu.hall import JiangsuHall


class App:
    """Whoever holds a phone. ``person`` is always the number of the one who holds it."""

    def __init__(self, hall: JiangsuHall) -> None:
        self._hall = hall

    def waiting(self, person: str) -> str:
        """The QR code that waits for somebody; empty when none does."""
        with self._hall.world.lock:
            ticket = self._hall.faces.waiting(person)
            return qr_of(ticket) if ticket is not None else ""

    def scan(self, qr: str, person: str, app: str = OWN_APP) -> str:
        """Point the phone at a QR code; the state of its ticket."""
        with self._hall.world.lock:
            return self._hall.faces.scan(self._ticket(qr, person, app)).state

    def answer(self, qr: str, person: str, face: bool = True, app: str = OWN_APP) -> str:
        """Scan if need be, then show the face (``face=False``: it is not recognised); PASSED or FAILED."""
        with self._hall.world.lock:
            ticket = self._ticket(qr, person, app)
            if ticket.state == WAITING:
                ticket = self._hall.faces.scan(ticket)
            answered = self._hall.faces.answer(ticket, person, face_is_right=face)
            self._hall.note_by_hand(
                "app.answered", answered.number, rule=answered.reason.rule if answered.reason else ""
            )
            return answered.state

    @enforces("JS-21", "JS-28")
    def _ticket(self, qr: str, person: str, app: str) -> Ticket:
        ticket = self._hall.faces.behind(qr)
        if ticket is None:
            raise refuse("JS-28", "二维码已失效")
        if app not in ticket.apps:
            raise refuse("JS-28", f"请使用{'或'.join(ticket.apps)}扫码")
        if app == OWN_APP:
            self._require_user(person)
        return ticket

    @enforces("JS-22")
    def register(self, person: str) -> None:
        """Become a user, with one's real name."""
        with self._hall.world.lock:
            if self._hall.world.people.get(person) is None:
                raise refuse("JS-34", "未通过实名认证")
            self._hall.store.app_users[person] = True

    @enforces("JS-21")
    def link(self, unit: str, person: str, password: str) -> Account:
        """我的 → 企业服务: set the password, link the unit."""
        with self._hall.world.lock:
            account = self._account(unit, person, TO_LINK)
            if not is_good_password(password):
                raise refuse_for(PASSWORD_WEAK)
            return self._hall.accounts.link(account, password)

    @enforces("JS-43")
    def complete_my_information(self, person: str) -> None:
        """我的 → 我的信息: from now on the hall has basic data of the person."""
        with self._hall.world.lock:
            self._require_user(person)
            self._hall.store.known[person] = True

    @enforces("JS-23")
    def set_password(self, unit: str, person: str, password: str) -> Account:
        """企业服务: a new password for a forgotten one."""
        with self._hall.world.lock:
            account = self._account(unit, person, USABLE)
            if not is_good_password(password):
                raise refuse_for(PASSWORD_WEAK)
            return self._hall.accounts.set_password(account, password)

    def _account(self, unit: str, person: str, state: str) -> Account:
        self._require_user(person)
        record = self._hall.store.unit_named(unit)
        account = self._hall.store.account_of(record.number, person) if record is not None else None
        if account is None or account.state != state:
            raise refuse("JS-21", "未查询到可办理的单位账号")
        return account

    def _require_user(self, person: str) -> None:
        if person not in self._hall.store.app_users:
            raise refuse("JS-21", "请先注册登录江苏智慧人社APP")
