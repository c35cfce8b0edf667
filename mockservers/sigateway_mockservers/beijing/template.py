"""What every new World begins with: three units, their keys, and people in every standing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache

from sigateway_mockservers.beijing.access.office import CertificateOffice
from sigateway_mockservers.beijing.filings.facts import ELSEWHERE_MARK, INTERRUPTED, NEVER, STOPPED
from sigateway_mockservers.beijing.names import FOUR, MEDICAL, SYSTEMS
from sigateway_mockservers.beijing.records import Arrear, Given, Spell, UnitData, UnitRecord, Wage
from sigateway_mockservers.beijing.store import Store
from sigateway_mockservers.kernel.numbers import FEMALE, MALE, identity_number
from sigateway_mockservers.kernel.people import SYNTHETIC_MARK, PersonRecord

AREA = "110105"
AGENCY = "模拟朝阳区社会保险基金管理中心"
FIRST, SECOND, CLOSED = "110105000001", "110105000002", "110105000003"
ENTERPRISE, OTHER = "10", "90"

_NAMES = {FIRST: "模拟京一科技有限公司", SECOND: "模拟京二商贸有限公司", CLOSED: "模拟京三服务有限公司"}
_ISSUED, _OPENED = timedelta(days=400), timedelta(days=300)
_SINCE = "202501"
_ELSEWHERE = "模拟外区实业有限公司"


def unit_data(number: str, name: str) -> UnitData:
    """What a system knows a new unit by."""
    return UnitData(
        reg_no=number,
        area=AREA,
        unit_type=ENTERPRISE,
        org_code=f"MA{number[-7:]}",
        name=name,
        agency=AGENCY,
    )


def contact_of(number: str) -> Mapping[str, str]:
    """How a new unit is reached."""
    return {
        "contact": f"{SYNTHETIC_MARK}经办人",
        "phone": f"010-8000{number[-4:]}",
        "address": f"北京市朝阳区模拟路{int(number[-3:])}号",
        "postcode": "100020",
    }


def open_unit(store: Store, unit: UnitRecord) -> UnitRecord:
    """Put a unit into the store, with its contact in each system that knows it."""
    store.units[unit.number] = unit
    for system in SYSTEMS:
        if store.data(system, unit.number) is not None:
            store.give(system, unit.number, "", Given(info=contact_of(unit.number)))
    return unit


def _person(n: int, note: str, given: str, sex: str, born: date) -> PersonRecord:
    return PersonRecord(
        number=identity_number(AREA, born, 2 * n + (sex == MALE)),
        name=SYNTHETIC_MARK + given,
        sex=sex,
        born=born,
        mobile=f"1993000{n:04d}",
        household_place="北京市",
        household_kind="10",
        address=f"北京市朝阳区模拟街{n}号",
        note=f"bj {note}",
    )


@cache
def _uninsured() -> tuple[tuple[PersonRecord, str, str], ...]:
    """People who are not insured at a unit of this hall: what each system says of them."""
    elsewhere = ELSEWHERE_MARK + _ELSEWHERE
    return (
        (_person(1, "uninsured man", "赵一", MALE, date(1995, 4, 15)), NEVER, NEVER),
        (_person(2, "uninsured woman", "钱二", FEMALE, date(1998, 8, 3)), NEVER, NEVER),
        (_person(3, "stopped", "孙三", MALE, date(1990, 2, 11)), STOPPED, STOPPED),
        (_person(4, "interrupted", "李四", FEMALE, date(1986, 6, 21)), INTERRUPTED, STOPPED),
        (_person(5, "elsewhere both", "周五", MALE, date(1989, 5, 20)), elsewhere, elsewhere),
        (_person(6, "elsewhere four", "吴六", FEMALE, date(1991, 9, 1)), elsewhere, STOPPED),
        (_person(7, "elsewhere medical", "郑七", MALE, date(1988, 3, 8)), STOPPED, elsewhere),
        (_person(8, "retired age", "王八一", MALE, date(1962, 1, 5)), STOPPED, STOPPED),
        (_person(9, "name differs", "冯九", FEMALE, date(1993, 12, 30)), STOPPED, STOPPED),
    )


@cache
def _insured() -> tuple[tuple[PersonRecord, str, str, str, tuple[str, ...]], ...]:
    """Who is insured at which unit, since when, by which wage, in which systems."""
    table = (
        (11, "here man", "陈在", MALE, date(1987, 5, 13), FIRST, _SINCE, "8800.00", SYSTEMS),
        (12, "here woman", "褚在", FEMALE, date(1990, 10, 24), FIRST, _SINCE, "9400.00", SYSTEMS),
        (13, "here high wage", "卫高", MALE, date(1979, 2, 6), FIRST, _SINCE, "41000.00", SYSTEMS),
        (14, "here four only", "蒋单", FEMALE, date(1994, 7, 19), FIRST, _SINCE, "8200.00", (FOUR,)),
        (15, "1992", "沈老", MALE, date(1969, 11, 2), FIRST, "199201", "9900.00", SYSTEMS),
        (21, "there man", "韩在", MALE, date(1992, 2, 29), SECOND, _SINCE, "8300.00", SYSTEMS),
        (22, "there woman", "杨在", FEMALE, date(1996, 12, 1), SECOND, _SINCE, "9100.00", SYSTEMS),
    )
    return tuple(
        (_person(n, note, name, sex, born), unit, first, wage, systems)
        for n, note, name, sex, born, unit, first, wage, systems in table
    )


def people() -> list[PersonRecord]:
    """The hall's people in the register of the World."""
    return [*(each for each, _, _ in _uninsured()), *(each for each, *_ in _insured())]


def info_of(person: PersonRecord) -> dict[str, str]:
    """What a system keeps of somebody whom the World has insured."""
    return {
        "idType": person.kind,
        "name": person.name,
        "feePsnType": "11",
        "medPsnType": "11",
        "nation": person.nation,
        "education": person.education,
        "hukou": "10",
        "mobile": person.mobile,
        "address": person.address,
        "hospital1": "",
        "hospital2": "",
        "hospital3": "",
        "hospital4": "",
    }


@cache
def _template() -> Store:
    """Units and insurances; keys depend on the World's beginning and are added to a copy."""
    store = Store()
    for number, name in _NAMES.items():
        data = unit_data(number, name)
        open_unit(store, UnitRecord(number, four=data, medical=data))
    second = store.units[SECOND]
    assert second.medical is not None
    store.units[SECOND] = replace(second, medical=replace(second.medical, unit_type=OTHER))
    store.arrears = (Arrear(SECOND, "310", "202609"),)
    for person, four, medical in _uninsured():
        store.marks[FOUR, person.number] = four
        store.marks[MEDICAL, person.number] = medical
    for person, unit, first, wage, systems in _insured():
        given = Given(Spell(first), Wage(first, Decimal(wage)), info_of(person))
        for system in systems:
            store.give(system, unit, person.number, given)
        for system in set(SYSTEMS) - set(systems):
            store.marks[system, person.number] = STOPPED
    return store


def fresh_store(office: CertificateOffice, begun: datetime) -> Store:
    """The store of a new World."""
    store = _template().copy()
    for number in (FIRST, SECOND, CLOSED):
        used_by = ("模拟其他业务系统",) if number == CLOSED else ()
        office.new_record(store, number, begun - _ISSUED, used_by)
    for number in (FIRST, SECOND):
        store.units[number] = replace(store.units[number], opened_on=begun - _OPENED)
    return store
