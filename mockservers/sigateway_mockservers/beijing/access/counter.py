"""The counter of an agency: opening the service (BJ-03..17), and what only people there can do."""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from sigateway_mockservers.beijing import reasons
from sigateway_mockservers.beijing.access.conditions import judge_conditions
from sigateway_mockservers.beijing.access.keys import ONE_CERTIFICATE_MANY_USES, UsbKey
from sigateway_mockservers.beijing.access.office import is_in_date
from sigateway_mockservers.beijing.filings.window import OPENING_WINDOW
from sigateway_mockservers.beijing.records import Half, KeyRecord, UnitRecord
from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.reasons import Reason

if TYPE_CHECKING:
    from sigateway_mockservers.beijing.hall import BeijingHall

APPLICATION = "申请表"
ORGANISATION_CODE, REGISTRATION, KEY = "组织机构代码证书", "社会保险登记证复印件", "单位数字证书"
PAPERS = (APPLICATION, ORGANISATION_CODE, REGISTRATION)
COPIES = 2


class CounterRefused(ValueError):  # the name of the wire document
    """The counter does not do it; ``reasons`` are (rule, words) of the earliest stage that has any."""

    def __init__(self, found: Iterable[Reason]) -> None:
        self.reasons = tuple((each.rule, each.words) for each in found)
        super().__init__("；".join(words for _, words in self.reasons))


class Counter:
    """Staff at the counter of the unit's agency."""

    def __init__(self, hall: BeijingHall) -> None:
        self._hall = hall

    @enforces("BJ-03", "BJ-33")
    def open_service(
        self,
        regNo: str,  # as the wire document calls it
        *,
        agency: str,
        papers: Iterable[str],
        read_pledge: bool,
        key: UsbKey | str | None = None,
    ) -> UnitRecord:
        """Open online filing to a unit on the hall's day, or raise with all reasons of the earliest stage."""
        with self._hall.world.lock:
            unit = self._hall.store.units[regNo]
            if unit.opened_on is not None:
                raise CounterRefused([Reason("BJ-03", "单位已开通网上申报业务")])
            brought = Tally(papers)
            record = self._record(key)
            stages = (
                self._visit(unit, agency),
                self._papers(unit, brought, read_pledge=read_pledge, record=record),
                self._key(unit, brought, record),
                judge_conditions(unit, self._hall.store.arrears),
            )
            for found in stages:
                if found:
                    raise CounterRefused(found)
            opened = replace(unit, opened_on=self._hall.now)
            self._hall.store.units[regNo] = opened
            return opened

    def _record(self, key: UsbKey | str | None) -> KeyRecord | None:
        if key is None:
            return None
        return self._hall.store.keys[key if isinstance(key, str) else key.serial]

    @enforces("BJ-16")
    def _visit(self, unit: UnitRecord, agency: str) -> list[Reason]:
        found: list[Reason] = []
        if OPENING_WINDOW.shut(self._hall.now) is not None:
            found.append(Reason("BJ-16", "办理时间为每月5-22日"))
        if agency != unit.four.agency:
            found.append(Reason("BJ-16", "请到所属社保经办机构办理"))
        return found

    @enforces("BJ-14", "BJ-15", "BJ-17")
    def _papers(
        self, unit: UnitRecord, brought: Tally[str], *, read_pledge: bool, record: KeyRecord | None
    ) -> list[Reason]:
        found: list[Reason] = []
        if not read_pledge:
            found.append(Reason("BJ-14", "请先阅读《网上申报系统用户承诺书》"))
        if brought[APPLICATION] < COPIES:
            found.append(Reason("BJ-15", "《网上申报业务申请表》应填写两份"))
        missing = [paper for paper in PAPERS if not brought[paper]]
        if record is None and self._ever_issued(unit):
            missing.append(KEY)
        if missing:
            found.append(Reason("BJ-17", f"资料不全：{'、'.join(missing)}"))
        return found

    @enforces("BJ-04", "BJ-12", "BJ-13")
    def _key(self, unit: UnitRecord, brought: Tally[str], record: KeyRecord | None) -> list[Reason]:
        if record is None:
            return [Reason("BJ-12", "没有单位数字证书，请先到证书受理点办理")]
        in_date = is_in_date(self._hall.office.certificate(record), self._hall.now)
        if record.unit != unit.number or record.revoked or record.locked or not in_date:
            return [reasons.BAD_CERTIFICATE]
        if record.used_by and not brought[ONE_CERTIFICATE_MANY_USES]:
            return [Reason("BJ-13", "请提交《数字证书一证多用授权书》")]
        return []

    def _ever_issued(self, unit: UnitRecord) -> bool:
        return any(each.unit == unit.number for each in self._hall.store.keys.values())

    def undo(self, number: str) -> Half:
        """Undo what a half has put in force, in its system alone."""
        with self._hall.world.lock:
            return self._hall.processing.undo(self._hall.half(number))

    def reset_query_password(self, idCard: str) -> None:
        """Let somebody try the printed query password again."""
        with self._hall.world.lock:
            self._hall.store.wrong_passwords.pop(idCard, None)
