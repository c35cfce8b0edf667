"""Filing by hand: a clerk at the unit in a browser, staff at the counter. Rules and window are the same (JS-05)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sigateway_mockservers.jiangsu.access.accounts import OFFLINE, PROVEN_AT_DESK
from sigateway_mockservers.jiangsu.filings.desk import application_for
from sigateway_mockservers.jiangsu.filings.fields import names_of
from sigateway_mockservers.jiangsu.names import (
    ADMINISTRATOR,
    APPROVAL_FORM,
    AT_COUNTER,
    AT_WINDOW,
    BY_KEY,
    EMPLOYEE_FILE,
    LETTER,
    MATTERS,
    RENEWAL,
    RETIREMENT,
    SCOPES,
)
from sigateway_mockservers.jiangsu.reasons import NOT_OWN_MOBILE, REGISTERED, Refusal
from sigateway_mockservers.jiangsu.records import Account, Filer, Filing, UnitRecord
from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.months import month_of
from sigateway_mockservers.kernel.staff import refuse, refuse_for, require_papers

if TYPE_CHECKING:
    from sigateway_mockservers.jiangsu.hall import JiangsuHall

#: What the journal calls it.
FILING = {BY_KEY: "clerk.filed", AT_COUNTER: "counter.filed"}
TAKING_BACK = {BY_KEY: "clerk.taken_back", AT_COUNTER: "counter.taken_back"}


class _FilingByHand:
    """Somebody who files without the wire."""

    by = AT_COUNTER

    def __init__(self, hall: JiangsuHall) -> None:
        self._hall = hall

    def _filer(self, unit: str) -> Filer:
        return Filer(self.by)

    def file(self, unit: str, matter: str, **fields: str) -> str:
        """File a unit's matter at once, and give its number; fields that are not named are filled in with what fits."""
        with self._hall.world.lock:
            names = names_of(matter)
            if names is None or MATTERS[matter].is_personal:
                raise ValueError(f"there is no matter {matter!r} of a unit")
            if unknown := set(fields) - set(names):
                raise ValueError(f"{matter} has no field {', '.join(sorted(unknown))}")
            likely = self._likely(matter, fields.get("idNumber", "")) | fields
            asked = {name: likely[name] for name in names}
            taken = self._hall.filing_desk.file_by_hand(
                application_for(unit, "", matter, asked), self._filer(unit)
            )
            if isinstance(taken, Refusal):
                raise refuse_for(taken)
            self._hall.note(FILING[self.by], taken)
            return taken.number

    def take_back(self, filing: str) -> str:
        """Take back any filing of the hall, and give its number."""
        with self._hall.world.lock:
            named = self._hall.store.filings[filing]
            filer = self._filer(named.unit) if named.unit else Filer(AT_COUNTER)
            undone = self._hall.ways_back.take_back(
                named.unit, named.person, filing, named.matter, named.person, filer
            )
            if isinstance(undone, Refusal):
                raise refuse_for(undone)
            if named.undoing is None:
                self._hall.note(TAKING_BACK[self.by], undone)
            return filing

    def _likely(self, matter: str, number: str) -> dict[str, str]:
        """What somebody would fill in."""
        person, now = self._hall.world.people.get(number), self._hall.world.clock.now()
        today = now.date().isoformat()
        return {
            "idNumber": number,
            "name": person.name if person is not None else "",
            "increase": "3" if matter == RENEWAL else "1",
            "contractKind": "42",
            "contractFrom": f"{month_of(now)[:4]}-{month_of(now)[4:]}-01",
            "contractTo": "",
            "post": "07",
            "identity": "101",
            "wage": "9000.0",
            "reason": "6305",
            "endedOn": today,
            "lastPaidMonth": self._hall.opening().fee_month(now),
            "retireOn": today,
            "mobile": person.mobile if person is not None else "",
            "postTo": "模拟市模拟路1号",
            "nation": person.nation if person is not None else "",
            "householdKind": "11",
            "province": "江苏省",
            "city": "模拟市",
            "county": "模拟区",
            "street": "模拟街道",
            "community": "模拟社区",
        }


class Clerk(_FilingByHand):
    """A clerk at any unit, in a browser, with the key that lies in the drawer."""

    by = BY_KEY

    def _filer(self, unit: str) -> Filer:
        own = [each for each in self._hall.store.certificates.values() if each.unit == unit]
        if not own:
            raise ValueError(f"unit {unit} has no key in its drawer")
        return Filer(BY_KEY, ADMINISTRATOR, tuple(SCOPES))


class Counter(_FilingByHand):
    """Staff at the counter 人社窗口."""

    @enforces("JS-20", "JS-29", "JS-30", "JS-31", "JS-32", "JS-33", "JS-49")
    def register_unit(
        self,
        unit: str,
        bearer: str,
        papers: tuple[str, ...],
        mobile: str,
        letter: dict[str, object] | None = None,
        mismatch: bool = False,
    ) -> Account:
        """Offline registration, by the legal representative or by an authorised administrator.

        ``mismatch``: they come because the data of the representative did not match online (JS-29, JS-49).
        """
        with self._hall.world.lock:
            record = self._hall.store.units[unit]
            if record.registered_at is not None:
                raise refuse_for(REGISTERED)
            wanted = self._hall.papers_to_register(mismatch=mismatch)
            require_papers("JS-20", wanted, papers)
            if LETTER in wanted:
                self._require_letter(record, bearer, mobile, letter)
            if not self._hall.accounts.is_own_mobile(bearer, mobile):
                raise refuse_for(NOT_OWN_MOBILE)
            person = self._hall.world.people.get(bearer)
            assert person is not None  # or the mobile were not his own
            return self._hall.accounts.register(record, person.name, bearer, mobile, OFFLINE, PROVEN_AT_DESK)

    @enforces("JS-32")
    def _require_letter(
        self, unit: UnitRecord, bearer: str, mobile: str, letter: dict[str, object] | None
    ) -> None:
        person = self._hall.world.people.get(bearer)
        named = {
            "unit": unit.name,
            "name": person.name if person is not None else None,
            "idNumber": bearer,
            "mobile": mobile,
            "sealed": True,
        }
        if letter != named:
            raise refuse("JS-32", "单位授权委托书内容不全或与来人不符")

    @enforces("JS-14")
    def accept_retirement(self, filing: str, papers: tuple[str, ...]) -> Filing:
        """受理 at the window."""
        with self._hall.world.lock:
            named = self._at_window(filing)
            brought = require_papers("JS-14", (EMPLOYEE_FILE, APPROVAL_FORM), papers)
            return self._hall.long_run.accept(named, brought)

    @enforces("JS-14")
    def refuse_retirement(self, filing: str, reason: str) -> Filing:
        """不予受理 at the window."""
        with self._hall.world.lock:
            turned_away = self._hall.long_run.turn_away(self._at_window(filing), reason)
            self._hall.note("counter.turned_away", turned_away)
            return turned_away

    def _at_window(self, filing: str) -> Filing:
        named = self._hall.store.filings[filing]
        if named.matter != RETIREMENT or named.state != AT_WINDOW:
            raise refuse("JS-14", f"该业务不在待窗口受理状态（{named.state}）")
        if shut := self._hall.shut():
            raise refuse_for(shut)
        return named
