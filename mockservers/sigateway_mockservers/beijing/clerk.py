"""What people do in a browser beside the gateway: the same rules and the same window for them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from sigateway_mockservers.beijing.filings.desk import content_of
from sigateway_mockservers.beijing.filings.facts import INTERRUPTED, NEVER
from sigateway_mockservers.beijing.filings.fields import fields_of
from sigateway_mockservers.beijing.names import (
    ADD,
    BOTH,
    BUSINESSES,
    CUT,
    FOUR,
    FOUR_ONLY,
    HALL,
    MEDICAL,
    MEDICAL_ONLY,
    PERSON,
    UNIT,
    Business,
    kind_in,
)
from sigateway_mockservers.beijing.reasons import Refusal
from sigateway_mockservers.beijing.records import Half
from sigateway_mockservers.kernel.months import shifted

if TYPE_CHECKING:
    from sigateway_mockservers.beijing.hall import BeijingHall

SUBMITTED = {FOUR: "four.clerk", MEDICAL: "medical.clerk"}
_SCOPES = {"FM": BOTH, "MF": BOTH, "F": FOUR_ONLY, "M": MEDICAL_ONLY}
_BY_LETTER = {"F": FOUR, "M": MEDICAL}


class Clerk:
    """Files by hand."""

    def __init__(self, hall: BeijingHall) -> None:
        self._hall = hall

    def file(
        self, unit: str, code: str, person: str, *, systems: str, submit: bool, fields: Mapping[str, str]
    ) -> tuple[str, ...]:
        """Draft, and submit, in these systems; the numbers. Fields that are not named are filled in with what fits."""
        business = BUSINESSES.get(code)
        if business is None or systems not in _SCOPES:
            raise ValueError(f"no business {code!r}, or no systems {systems!r}: F, M or FM")
        numbers: list[str] = []
        for letter in sorted(systems):
            system = _BY_LETTER[letter]
            known = {each.name for each in fields_of(business, system)}
            said = {**self._likely(business, system, unit, person), **fields}
            serial = numbers[0] if system == MEDICAL and numbers else ""
            scope = _SCOPES[systems]
            half = self._hall.declarations.save(
                system, unit, business, scope, {k: v for k, v in said.items() if k in known}, serial
            )
            taken = _require(half)
            numbers.append(taken.number)
            if submit:
                self._note(_require(self._send(taken)))
        return tuple(numbers)

    def _send(self, half: Half) -> Half | Refusal:
        sent = self._hall.declarations.submit(half.system, half.unit, half.number, half.version, half.version)
        return sent

    def edit(self, number: str, fields: Mapping[str, str]) -> Half:
        """Change a half that may be changed."""
        half = self._hall.half(number)
        edited = self._hall.declarations.edit(half.system, half.unit, number, half.version, fields)
        return _require(edited)

    def _likely(self, business: Business, system: str, unit: str, number: str) -> dict[str, str]:
        """What somebody would fill in."""
        hall = self._hall
        person = hall.world.people.get(number)
        facts = hall.declarations.facts(system, unit, number)
        month = facts.month
        if business.code == UNIT:
            return {"phone": "010-80009999"}
        kind = person.kind if person is not None else "01"
        likely = {"idType": kind, "idCard": number}
        if business.code == ADD:
            state = {NEVER: "02", INTERRUPTED: "03"}.get(facts.state, "01")
            likely |= {
                "name": person.name if person is not None else "",
                "feePsnType": "11",
                "medPsnType": "11",
                "indAddReason": state,
                "contractStart": f"{hall.now:%Y-%m}-01",
                "mobile": person.mobile if person is not None else "",
                "nation": "01",
                "hukou": "10",
                "address": person.address if person is not None else "",
            }
        if business.code == CUT:
            last = shifted(month, -1)
            likely |= {"endDate": f"{last[:4]}-{last[4:]}-28", "chgReason": "01"}
        if business.code == PERSON:
            likely |= {"mobile": "19900009999"}
        else:
            likely |= {"avgSalary": "9000.00", "backReason": "01"}
            likely |= {"backFrom": shifted(month, -1), "backTo": shifted(month, -1)}
        return likely

    def _note(self, half: Half) -> None:
        self._hall.world.journal.add(
            at=self._hall.now,
            hall=HALL,
            operation=SUBMITTED[half.system],
            committed=True,
            subject=half.number,
            kind=kind_in(half.business, half.system),
            unit=half.unit,
            person=half.person,
            content=content_of(half),
        )


def _require(result: Half | Refusal) -> Half:
    if isinstance(result, Refusal):
        raise ValueError("；".join(result.words))
    return result
