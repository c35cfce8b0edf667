"""Opening a company together with its staff 开办企业全程网上办平台 (ZJ-15)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.reasons import Reason
from sigateway_mockservers.zhejiang import reasons
from sigateway_mockservers.zhejiang.filings.enrolment import Enrolling
from sigateway_mockservers.zhejiang.filings.fields import is_mobile
from sigateway_mockservers.zhejiang.names import BY_WIRE, SCHEMES
from sigateway_mockservers.zhejiang.reasons import Refusal, refused
from sigateway_mockservers.zhejiang.records import Account, Opening, UnitRecord

if TYPE_CHECKING:
    from sigateway_mockservers.zhejiang.hall import ZhejiangHall

MOST_PEOPLE = 20

_RULE = "ZJ-15"


class OpeningDesk:
    """Opens companies."""

    def __init__(self, hall: ZhejiangHall) -> None:
        self._hall = hall

    @enforces("ZJ-15")
    def open(
        self,
        account: Account,
        asked: Mapping[str, str],
        schemes: Sequence[str],
        people: Sequence[Mapping[str, str]],
    ) -> Opening | Refusal:
        """Open the company and take its staff, all or nothing."""
        store, now = self._hall.store, self._hall.world.clock.now()
        if store.unit_of(account.account) is not None:
            return refused(reasons.HAS_UNIT)
        found = _wrong_form(account, asked, schemes, people)
        if found:
            return Refusal(tuple(found))
        unit = self._unit(account, asked, schemes)
        shut = self._hall.filings.is_shut(unit)
        if shut is not None:
            return shut
        against = self._against_people(unit, people)
        if against:
            return Refusal(tuple(against))
        store.units[unit.number] = unit
        items = [
            self._hall.filings.keep_enrolment(Enrolling(self._hall, unit, each), BY_WIRE) for each in people
        ]
        number = store.next_number("KB", now)
        opening = Opening(number, account.account, unit.number, tuple(item.number for item in items))
        store.openings[account.account] = opening
        return opening

    def _unit(self, account: Account, asked: Mapping[str, str], schemes: Sequence[str]) -> UnitRecord:
        taken = [int(number[6:]) for number in self._hall.store.units if number.startswith(account.place)]
        return self._hall.unit_record(
            number=f"{account.place}{max(taken, default=0) + 1:04d}",
            name=account.name,
            place=account.place,
            uscc=account.account,
            schemes=tuple(scheme for scheme in SCHEMES if scheme in schemes),
            contact=(asked["contactName"], asked["contactMobile"]),
        )

    def _against_people(self, unit: UnitRecord, people: Sequence[Mapping[str, str]]) -> list[Reason]:
        found: list[Reason] = []
        seen: set[str] = set()
        for n, asked in enumerate(people, start=1):
            enrolling = Enrolling(self._hall, unit, asked)
            refusal = self._hall.filings.may_file(unit, asked["idCard"], "ZJ-07") or enrolling.why_not()
            if refusal is not None:
                found += [_of_person(n, reason) for reason in refusal.reasons]
            elif asked["idCard"] in seen:
                found.append(_of_person(n, Reason(_RULE, "社会保障号重复", "idCard")))
            seen.add(asked["idCard"])
        return found


def _of_person(n: int, reason: Reason) -> Reason:
    field = f"people.{n}.{reason.field}" if reason.field else ""
    return Reason(reason.rule, f"第{n}人：{reason.words}", field)


def _wrong_form(
    account: Account, asked: Mapping[str, str], schemes: Sequence[str], people: Sequence[Mapping[str, str]]
) -> list[Reason]:
    found: list[Reason] = []
    if asked["place"] != account.place:
        found.append(Reason(_RULE, "参保地有误", "place"))
    if not asked["contactName"]:
        found.append(Reason(_RULE, "专管员姓名为必填项", "contactName"))
    if not asked["contactMobile"]:
        found.append(Reason(_RULE, "专管员手机号为必填项", "contactMobile"))
    elif not is_mobile(asked["contactMobile"]):
        found.append(Reason(_RULE, "专管员手机号格式有误", "contactMobile"))
    if not schemes or set(schemes) - set(SCHEMES):
        found.append(Reason(_RULE, "请至少选择一个险种", "schemes"))
    if len(people) > MOST_PEOPLE:
        found.append(Reason(_RULE, f"一次最多申报{MOST_PEOPLE}人", "people"))
    return found
