"""Taking enrolments and suspensions: what is saved is submitted (ZJ-10, ZJ-20, ZJ-41)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.months import month_of
from sigateway_mockservers.kernel.numbers import identity_number_is_sound
from sigateway_mockservers.kernel.reasons import Reason
from sigateway_mockservers.zhejiang import reasons
from sigateway_mockservers.zhejiang.figures import places
from sigateway_mockservers.zhejiang.filings.content import content_of
from sigateway_mockservers.zhejiang.filings.enrolment import Enrolling
from sigateway_mockservers.zhejiang.filings.suspension import Suspending
from sigateway_mockservers.zhejiang.names import ENROLMENT, SUSPENSION
from sigateway_mockservers.zhejiang.reasons import Refusal, refused
from sigateway_mockservers.zhejiang.records import Item, UnitRecord

if TYPE_CHECKING:
    from sigateway_mockservers.zhejiang.hall import ZhejiangHall

LAST_FILING_DAY = 25
_SHORTEST_REVIEW, _LONGEST_REVIEW = 30, 90


class FilingDesk:
    """Takes what units file."""

    def __init__(self, hall: ZhejiangHall) -> None:
        self._hall = hall

    def may_search(self, unit: UnitRecord, person: str, rule: str) -> Refusal | None:
        """What stops a search: the launch, or a number that is none."""
        return self._launched(unit) or _is_number(person, rule)

    @enforces("ZJ-10", "ZJ-41")
    def enrol(self, unit: UnitRecord, asked: Mapping[str, str], channel: str) -> Item | Refusal:
        """Take an enrolment: it is submitted once it is saved."""
        enrolling = Enrolling(self._hall, unit, asked)
        refusal = self.may_file(unit, asked["idCard"], "ZJ-07") or enrolling.why_not()
        return refusal if refusal is not None else self.keep_enrolment(enrolling, channel)

    def keep_enrolment(self, enrolling: Enrolling, channel: str) -> Item:
        """Keep an enrolment that nothing speaks against."""
        filled = enrolling.filled()
        this = month_of(enrolling.today)
        said = filled | {"injuryFrom": "" if filled["injuryFrom"] == this else filled["injuryFrom"]}
        return self._keep(
            ENROLMENT,
            enrolling.unit,
            filled,
            channel,
            content=content_of(enrolling.unit.number, ENROLMENT, said),
            change_kind=enrolling.facts.change_kind,
            starts=enrolling.starts(),
            base=enrolling.base(),
        )

    @enforces("ZJ-20")
    def suspend(self, unit: UnitRecord, asked: Mapping[str, str], channel: str) -> Item | Refusal:
        """Take a suspension: saving it is submitting it."""
        suspending = Suspending(self._hall, unit, asked)
        refusal = self.may_file(unit, asked["idCard"], "ZJ-17") or suspending.why_not()
        if refusal is not None:
            return refusal
        return self._keep(
            SUSPENSION,
            unit,
            asked,
            channel,
            content=content_of(unit.number, SUSPENSION, asked),
            paid_until=suspending.paid_until(),
        )

    def is_shut(self, unit: UnitRecord) -> Refusal | None:
        """What stops any filing of a unit today: the launch, or the days."""
        return self._launched(unit) or self._closed()

    def may_file(self, unit: UnitRecord, person: str, rule: str) -> Refusal | None:
        """What stops a filing about somebody before it is looked at."""
        return self.is_shut(unit) or _is_number(person, rule)

    def due(self) -> timedelta:
        """How long a review takes."""
        return timedelta(seconds=self._hall.world.random.randint(_SHORTEST_REVIEW, _LONGEST_REVIEW))

    @enforces("ZJ-01")
    def _launched(self, unit: UnitRecord) -> Refusal | None:
        if self._hall.world.clock.today() >= self._hall.store.figures.launched_on(unit.place):
            return None
        return refused(Reason("ZJ-01", f"{places()[unit.place].name}尚未上线省级社保系统"))

    @enforces("ZJ-23")
    def _closed(self) -> Refusal | None:
        late = self._hall.world.clock.today().day > LAST_FILING_DAY
        return refused(reasons.CLOSED) if self._hall.filing_days_1_25 and late else None

    def _keep(
        self, kind: str, unit: UnitRecord, filed: Mapping[str, str], channel: str, **more: object
    ) -> Item:
        now, store = self._hall.world.clock.now(), self._hall.store
        item = Item(
            number=store.next_number("ZJ", now),
            order=store.next_order(),
            kind=kind,
            unit=unit.number,
            person=filed["idCard"],
            filed=dict(filed),
            submitted_at=now,
            due=now + self.due(),
            channel=channel,
            place=unit.place,
            **more,  # type: ignore[arg-type]  # the fields of one kind of item
        )
        store.items[item.number] = item
        return item


def _is_number(person: str, rule: str) -> Refusal | None:
    return None if identity_number_is_sound(person) else refused(Reason(rule, "社会保障号有误"))
