"""What the two systems know of one another: an exchange every ten minutes, and so late, and no evidence."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sigateway_mockservers.beijing.access.conditions import AGREEING, value_in
from sigateway_mockservers.beijing.files.processing import last_exchange
from sigateway_mockservers.beijing.filings.processing import EXCHANGE
from sigateway_mockservers.beijing.moments import written
from sigateway_mockservers.beijing.names import BOTH, ENDED, FAILED, FOUR, IMPORTED, MEDICAL, PARTLY, RUNNING
from sigateway_mockservers.beijing.records import Half, Standing, Submission
from sigateway_mockservers.kernel.enforcement import enforces

if TYPE_CHECKING:
    from sigateway_mockservers.beijing.hall import BeijingHall

AGREE, ONLY_FOUR, ONLY_MEDICAL, RESULTS_DIFFER, CONTENT_DIFFERS, UNDECIDED = "0", "1", "2", "3", "4", "9"
VERDICTS = {
    AGREE: "一致",
    ONLY_FOUR: "仅四险",
    ONLY_MEDICAL: "仅医疗",
    RESULTS_DIFFER: "结果不同",
    CONTENT_DIFFERS: "内容不同",
    UNDECIDED: "处理中",
}
_COMPARED = (
    "name",
    "avgSalary",
    "startMonth",
    "stopMonth",
    "endDate",
    "chgReason",
    "contractStart",
    "backFrom",
    "backTo",
    "mobile",
    "address",
    "contact",
    "phone",
    "postcode",
)


class Consistency:
    """Compares what the systems held at the last exchange."""

    def __init__(self, hall: BeijingHall) -> None:
        self._hall = hall
        self._store = hall.store

    @property
    def as_of(self) -> datetime:
        """The last exchange; a held one has stopped before the moment it was held."""
        return last_exchange(self._store.held.get(EXCHANGE, self._hall.now))

    def rows(self, unit: str) -> list[dict[str, Any]]:
        """A row for each declaration that was meant for both, newest first."""
        pairs: dict[str, dict[str, Half]] = {}
        for half in self._store.halves.values():
            if half.unit == unit and half.scope == BOTH and half.handed_on and self._known(half) is not None:
                serial = half.number if half.system == FOUR else half.serial
                pairs.setdefault(serial, {})[half.system] = half
        found = [self._row(serial, pair.get(FOUR), pair.get(MEDICAL)) for serial, pair in pairs.items()]
        return sorted(found, key=lambda row: (row["declaredAt"], row["lsh"]), reverse=True)

    def _known(self, half: Half) -> Submission | None:
        """The last submission that the exchange has seen."""
        seen = [each for each in half.submissions if each.at <= self.as_of]
        return seen[-1] if seen else None

    def _shown(self, half: Half | None) -> dict[str, str]:
        last = self._known(half) if half is not None else None
        if last is None:
            return {"status": "", "reportFlag": "", "declaredAt": ""}
        ended = last.ended_at is not None and last.ended_at <= self.as_of
        return {
            "status": ENDED if ended else RUNNING,
            "reportFlag": last.flag if ended else "",
            "declaredAt": written(last.at),
        }

    @enforces("BJ-06")
    def _row(self, serial: str, four: Half | None, medical: Half | None) -> dict[str, Any]:
        one, other = self._shown(four), self._shown(medical)
        differs = self._differs(four, medical)
        verdict = _verdict(one, other, differs)
        half = four or medical
        assert half is not None, "a pair has one half at least"
        moments = [each["declaredAt"] for each in (one, other) if each["declaredAt"]]
        return {
            "lsh": serial,
            "slh": medical.number if medical is not None else "",
            "type": half.business.type,
            "name": half.fields.get("name", ""),
            "idCard": half.person,
            "four": one,
            "medical": other,
            "reportFlag": _flag(one, other, verdict),
            "verdict": verdict,
            "verdictName": VERDICTS[verdict],
            "differs": differs if verdict == CONTENT_DIFFERS else [],
            "declaredAt": min(moments),
        }

    def _differs(self, four: Half | None, medical: Half | None) -> list[str]:
        one = self._known(four) if four is not None else None
        other = self._known(medical) if medical is not None else None
        if one is None or other is None:
            return []
        both = set(one.fields) & set(other.fields)
        return [name for name in _COMPARED if name in both and one.fields[name] != other.fields[name]]

    def people(self, unit: str, month: str) -> list[dict[str, str]]:
        """Persons who were insured in a month in one system only."""
        insured = {system: dict(self._insured(system, unit, month)) for system in (FOUR, MEDICAL)}
        rows = []
        for number in sorted(set(insured[FOUR]) ^ set(insured[MEDICAL])):
            standing = insured[FOUR].get(number) or insured[MEDICAL][number]
            rows.append(
                {
                    "idCard": number,
                    "name": standing.info.get("name", ""),
                    "four": "1" if number in insured[FOUR] else "0",
                    "medical": "1" if number in insured[MEDICAL] else "0",
                }
            )
        return rows

    def _insured(self, system: str, unit: str, month: str) -> Iterator[tuple[str, Standing]]:
        for place in list(self._store.histories):
            if place[:2] == (system, unit) and place[2]:
                standing = self._store.replayed(place, self.as_of)
                if standing.covers(month):
                    yield place[2], standing

    @enforces("BJ-06")
    def unit(self, unit: str) -> list[dict[str, str]]:
        """The data of BJ-06 in both systems."""
        record = self._store.units[unit]
        rows = []
        for name, item, _ in AGREEING:
            four, medical = str(getattr(record.four, name)), value_in(record.medical, name)
            rows.append(
                {"item": item, "four": four, "medical": medical, "same": "1" if four == medical else "0"}
            )
        return rows


def _verdict(four: dict[str, str], medical: dict[str, str], differs: list[str]) -> str:
    if RUNNING in (four["status"], medical["status"]):
        return UNDECIDED
    if not medical["status"]:
        return ONLY_FOUR
    if not four["status"]:
        return ONLY_MEDICAL
    imported = [each["reportFlag"] == IMPORTED for each in (four, medical)]
    if any(imported) and not all(imported):
        return RESULTS_DIFFER
    return CONTENT_DIFFERS if all(imported) and differs else AGREE


def _flag(four: dict[str, str], medical: dict[str, str], verdict: str) -> str:
    if verdict == UNDECIDED:
        return ""
    imported = [each["reportFlag"] == IMPORTED for each in (four, medical)]
    return IMPORTED if all(imported) else PARTLY if any(imported) else FAILED
