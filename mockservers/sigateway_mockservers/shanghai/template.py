"""What every new World begins with: three units, their certificates, and people in every standing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache

from sigateway_mockservers.kernel.numbers import FEMALE, MALE, credit_code, identity_number
from sigateway_mockservers.kernel.people import SYNTHETIC_MARK, PersonRecord
from sigateway_mockservers.kernel.spells import Wage
from sigateway_mockservers.shanghai.access.office import CertificateOffice
from sigateway_mockservers.shanghai.names import AUTHORISED, PENDING, SUPERVISOR, UNSIGNED
from sigateway_mockservers.shanghai.records import Given, Spell, UnitRecord
from sigateway_mockservers.shanghai.store import Store

AGENCY = "模拟上海市静安区社会保险事业管理中心"
FIRST, SECOND, NEW = "31000001", "31000002", "31000003"

_DISTRICT = "310106"
_TOWN, _OTHER_PROVINCE = "上海市", "安徽省"
#: How long before a World begins its certificates were issued, signed for, and authorised.
_ISSUED, _SIGNED, _APPROVED = timedelta(days=400), timedelta(days=300), timedelta(days=200)

_ROLES = {
    FIRST: {
        "supervisor": SUPERVISOR,
        "authorised": AUTHORISED,
        "pending": PENDING,
        "unsigned": UNSIGNED,
    },
    SECOND: {"supervisor": SUPERVISOR, "unsigned": UNSIGNED},
    NEW: {"unsigned": UNSIGNED, "unsigned 2": UNSIGNED},
}


def unit_uscc(number: str) -> str:
    """A checksum-valid, synthetic credit code for a unit number."""
    return credit_code(_DISTRICT, f"MA{number[-6:]:0>6}")


def unit_record(number: str, name: str, founded_on: date, injury_rate: Decimal) -> UnitRecord:
    """A unit of the hall's agency, with all schemes."""
    return UnitRecord(number, name, unit_uscc(number), founded_on, injury_rate, AGENCY)


def _units() -> list[UnitRecord]:
    low, high = Decimal("0.16"), Decimal("0.48")
    return [
        unit_record(FIRST, "模拟申江科技有限公司", date(2015, 3, 18), low),
        unit_record(SECOND, "模拟浦江商贸有限公司", date(2026, 8, 20), high),
        unit_record(NEW, "模拟新设服务有限公司", date(2026, 10, 12), low),
    ]


def _person(n: int, note: str, given: str, sex: str, born: date, **more: object) -> PersonRecord:
    data: dict[str, object] = {
        "number": identity_number(_DISTRICT, born, 2 * n + (sex == MALE)),
        "name": SYNTHETIC_MARK + given,
        "sex": sex,
        "born": born,
        "mobile": f"1992000{n:04d}",
        "household_place": _TOWN,
        "household_kind": "10",
        "address": f"上海市静安区模拟路{n}号",
        "note": f"sh {note}",
    }
    return PersonRecord(**{**data, **more})  # type: ignore[arg-type]  # one table for all people


def people() -> list[PersonRecord]:
    """The hall's people in the register of the World."""
    rural = {
        "household_place": _OTHER_PROVINCE,
        "household_kind": "20",
        "address": "安徽省合肥市模拟村3号",
    }
    return [
        _person(1, "uninsured man", "沈一", MALE, date(1995, 4, 15)),
        _person(2, "uninsured woman", "顾二", FEMALE, date(1998, 8, 3)),
        _person(3, "uninsured, out of town", "胡三", MALE, date(2000, 2, 1), **rural),
        _person(4, "ever insured", "陆四", FEMALE, date(1986, 6, 21), ever_insured=True),
        _person(
            5,
            "insured elsewhere",
            "姚五",
            MALE,
            date(1989, 5, 20),
            insured_elsewhere="模拟外区实业有限公司",
            ever_insured=True,
        ),
        *(person for person, _, _, _ in _insured()),
    ]


@cache
def _insured() -> tuple[tuple[PersonRecord, str, Spell, tuple[str, ...]], ...]:
    """Who is or was insured at which unit, and the months that are owed; numbers from 1 at each unit, in this order."""
    table = (
        (11, "stopped here", "汪停", MALE, date(1984, 9, 9), FIRST, "202501", "8000.0", "202608", ()),
        (12, "insured here man", "金在", MALE, date(1987, 5, 13), FIRST, "202501", "8800.0", "", ()),
        (13, "insured here woman", "俞在", FEMALE, date(1990, 10, 24), FIRST, "202501", "9400.0", "", ()),
        (14, "insured here, high wage", "施高", MALE, date(1979, 2, 6), FIRST, "202501", "41000.0", "", ()),
        (15, "insured here, low wage", "盛低", FEMALE, date(1999, 9, 8), FIRST, "202501", "3000.0", "", ()),
        (
            16,
            "insured here, months unpaid",
            "龚欠",
            MALE,
            date(1983, 7, 19),
            FIRST,
            "202608",
            "7900.0",
            "",
            ("202608", "202609", "202610"),
        ),
        (21, "insured there man", "严在", MALE, date(1992, 2, 29), SECOND, "202609", "8200.0", "", ()),
        (22, "insured there woman", "庄在", FEMALE, date(1996, 12, 1), SECOND, "202609", "9100.0", "", ()),
    )
    found: list[tuple[PersonRecord, str, Spell, tuple[str, ...]]] = []
    given: dict[str, int] = {}
    for n, note, name, sex, born, unit, first, wage, last, owed in table:
        given[unit] = given.get(unit, 0) + 1
        person = _person(n, note, name, sex, born, ever_insured=True)
        spell = Spell(first, (Wage(first, Decimal(wage)),), last, str(given[unit]))
        found.append((person, unit, spell, tuple(owed)))
    return tuple(found)


@cache
def _template() -> Store:
    """Units and insurances; certificates depend on the World's beginning and are added to a copy."""
    store = Store()
    for unit in _units():
        store.units[unit.number] = unit
    for person, place, spell, owed in _insured():
        store.give(place, person.number, Given(spell, owed))
    return store


def fresh_store(office: CertificateOffice, begun: datetime) -> Store:
    """The store of a new World."""
    store = _template().copy()
    for unit, roles in _ROLES.items():
        for role, right in roles.items():
            record = office.issue(store, unit, begun - _ISSUED)
            store.roles[unit, role] = record.serial
            if right != UNSIGNED:
                store.certificates[record.serial] = replace(
                    record,
                    right=right,
                    signed_at=begun - _SIGNED,
                    signed_order=store.next_order(),
                    signed_first=right == SUPERVISOR,
                    authorised_at=begun - _APPROVED if right == AUTHORISED else None,
                )
    return store
