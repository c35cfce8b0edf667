"""What every new World begins with: three units and a company without one, accounts, and people in every standing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache

from sigateway_mockservers.kernel.numbers import FEMALE, MALE, credit_code, identity_number
from sigateway_mockservers.kernel.people import SYNTHETIC_MARK, PersonRecord
from sigateway_mockservers.zhejiang.figures import places
from sigateway_mockservers.zhejiang.names import (
    FLEXIBLE_UNIT,
    INJURY,
    LEGAL_ACCOUNT,
    PENSION,
    PERSONS_ACCOUNT,
    SCHEMES,
    UNEMPLOYMENT,
)
from sigateway_mockservers.zhejiang.records import Account, Spell, UnitRecord
from sigateway_mockservers.zhejiang.store import Store

NINGBO, ZHENHAI, QUZHOU = "3302990001", "3302110001", "3308990001"
NEW_COMPANY = "模拟新设企业有限公司"
_NEW_PLACE = "330211"
_OUTSIDE = "模拟外市实业有限公司"
_ALL = (PENSION, UNEMPLOYMENT, INJURY)

_ZHENHAI_HOUSEHOLD, _QUZHOU_HOUSEHOLD = "浙江省宁波市镇海区", "浙江省衢州市柯城区"


def password_of(account: str) -> str:
    """The password of an account of the template: synthetic, and of no worth."""
    return f"mock-{account[-6:]}"


def legal_account(uscc: str, name: str, place: str) -> Account:
    """A legal person's account."""
    return Account(uscc, password_of(uscc), LEGAL_ACCOUNT, name, place=place)


def unit_record(
    number: str,
    name: str,
    place: str,
    *,
    uscc: str | None = None,
    schemes: tuple[str, ...] = SCHEMES,
    contact: tuple[str, str] | None = None,
) -> UnitRecord:
    """A unit of an agency of its place."""
    contact_name, contact_mobile = contact or (f"{SYNTHETIC_MARK}经办", f"1993100{number[-4:]}")
    return UnitRecord(
        number=number,
        name=name,
        uscc=uscc or credit_code(place, f"MA{place[2:4]}{number[-4:]}"),
        place=place,
        agency=f"模拟{places()[place].city}社会保险中心",
        contact_name=contact_name,
        contact_mobile=contact_mobile,
        schemes=schemes,
    )


def new_company_uscc() -> str:
    """The USCC of the company that has no unit yet (ZJ-15)."""
    return credit_code(_NEW_PLACE, "MA029999")


def _person(n: int, note: str, given: str, sex: str, born: date, **more: object) -> PersonRecord:
    household = str(more.get("household_place", _ZHENHAI_HOUSEHOLD))
    district = "330802" if household == _QUZHOU_HOUSEHOLD else "330211"
    data: dict[str, object] = {
        "number": identity_number(district, born, 2 * n + (sex == MALE)),
        "name": SYNTHETIC_MARK + given,
        "sex": sex,
        "born": born,
        "mobile": f"1993000{n:04d}",
        "household_place": _ZHENHAI_HOUSEHOLD,
        "household_kind": "10",
        "address": f"{household}模拟路{n}号",
        "note": f"zj {note}",
    }
    return PersonRecord(**{**data, **more})  # type: ignore[arg-type]  # one table for all people


_Row = tuple[PersonRecord, tuple[Spell, ...]]


@cache
def _rows() -> tuple[_Row, ...]:
    return tuple(_people())


def _people() -> Iterator[_Row]:
    quzhou = {"household_place": _QUZHOU_HOUSEHOLD}
    ever = {"ever_insured": True}
    away = {"insured_elsewhere": _OUTSIDE, **ever}
    yield _person(1, "unknown man", "应一", MALE, date(1999, 3, 5)), ()
    yield _person(2, "uninsured man", "虞二", MALE, date(1994, 7, 18)), ()
    yield _person(3, "uninsured woman", "邬三", FEMALE, date(1997, 11, 2)), ()
    yield (
        _person(4, "stopped here", "干停", MALE, date(1985, 1, 9), **ever),
        _spells(NINGBO, "202501", "8000.00", "202608"),
    )
    yield (
        _person(5, "stopped elsewhere", "洪停", FEMALE, date(1988, 4, 27), **ever),
        _spells(_OUTSIDE, "202301", "7000.00", "202608"),
    )
    yield _person(6, "elsewhere", "竺六", MALE, date(1990, 12, 12), **away), ()
    yield _person(7, "resident", "翁七", FEMALE, date(1982, 8, 8)), ()
    yield (
        _person(11, "here man", "史在", MALE, date(1987, 6, 6), **ever),
        _spells(NINGBO, "202501", "8800.00"),
    )
    yield (
        _person(12, "here woman", "裘在", FEMALE, date(1992, 10, 1), **ever),
        _spells(NINGBO, "202501", "9400.00"),
    )
    yield (
        _person(13, "here high wage", "忻高", MALE, date(1978, 2, 3), **ever),
        _spells(NINGBO, "202501", "26000.00"),
    )
    yield (
        _person(14, "here pension only", "励养", FEMALE, date(1995, 5, 15), **ever),
        _spells(NINGBO, "202501", "6000.00", schemes=(PENSION,)),
    )
    yield (
        _person(15, "here since last month", "乐新", MALE, date(2001, 9, 20), **ever),
        _spells(NINGBO, "202610", "6500.00"),
    )
    yield (
        _person(21, "zhenhai man", "包在", MALE, date(1989, 3, 30), **ever),
        _spells(ZHENHAI, "202501", "7800.00"),
    )
    yield (
        _person(31, "quzhou man", "余在", MALE, date(1991, 1, 21), **quzhou, **ever),
        _spells(QUZHOU, "202501", "5800.00"),
    )
    yield (
        _person(32, "quzhou woman", "祝在", FEMALE, date(1996, 6, 16), **quzhou, **ever),
        _spells(QUZHOU, "202501", "5900.00"),
    )
    yield _person(33, "quzhou uninsured", "毛一", MALE, date(1998, 2, 14), **quzhou), ()
    yield (
        _person(41, "flexible interrupted", "陆断", FEMALE, date(1980, 10, 10), **ever),
        (Spell(FLEXIBLE_UNIT, PENSION, "202301", "202606", Decimal("5100.00")),),
    )
    yield (
        _person(42, "flexible running", "杨续", MALE, date(1983, 11, 25), **ever),
        (Spell(FLEXIBLE_UNIT, PENSION, "202401", base=Decimal("5100.00")),),
    )
    yield _person(43, "name differs", "徐异", FEMALE, date(1993, 9, 9)), ()
    yield _person(44, "not authenticated", "谢未", MALE, date(1986, 12, 1)), ()


def _spells(
    unit: str, since: str, base: str, last: str = "", *, schemes: tuple[str, ...] = _ALL
) -> tuple[Spell, ...]:
    return tuple(Spell(unit, scheme, since, last, Decimal(base)) for scheme in schemes)


def people() -> list[PersonRecord]:
    """The hall's people in the register of the World."""
    return [person for person, _ in _rows()]


@cache
def _template() -> Store:
    store = Store()
    for number, name in (
        (NINGBO, "模拟甬江科技有限公司"),
        (ZHENHAI, "模拟镇海商贸有限公司"),
        (QUZHOU, "模拟衢江服务有限公司"),
    ):
        unit = unit_record(number, name, number[:6])
        store.units[number] = unit
        store.accounts[unit.uscc] = legal_account(unit.uscc, name, unit.place)
    new = new_company_uscc()
    store.accounts[new] = legal_account(new, NEW_COMPANY, _NEW_PLACE)
    for person, spells in _rows():
        for spell in spells:
            store.give(person.number, spell)
        store.accounts[person.number] = Account(
            person.number,
            password_of(person.number),
            PERSONS_ACCOUNT,
            person.name,
            real_name=person.note != "zj not authenticated",
        )
        if person.note == "zj unknown man":
            store.unknown[person.number] = True
        if person.note == "zj resident":
            store.residents[person.number] = True
    return store


def fresh_store() -> Store:
    """The store of a new World."""
    return _template().copy()
