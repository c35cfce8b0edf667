"""What every new World begins with: four units, their people in every rank, and people in every standing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache, lru_cache

from sigateway_mockservers.jiangsu.access.office import INITIAL_PIN, CertificateOffice
from sigateway_mockservers.jiangsu.access.passwords import digest_of
from sigateway_mockservers.jiangsu.areas import AREAS
from sigateway_mockservers.jiangsu.names import (
    ADMINISTRATOR,
    ENROLLING,
    HANDLER,
    LEGAL,
    REVOKED,
    SCOPES,
    STOPPING,
    TO_VERIFY,
    USABLE,
)
from sigateway_mockservers.jiangsu.records import Account, Contract, Spell, UnitRecord
from sigateway_mockservers.jiangsu.store import Store
from sigateway_mockservers.kernel.numbers import FEMALE, MALE, credit_code, identity_number
from sigateway_mockservers.kernel.people import SYNTHETIC_MARK, PersonRecord
from sigateway_mockservers.kernel.spells import Wage

NANJING, CHANGZHOU, UNREGISTERED, FOREIGN = "32010001", "32040001", "32040002", "32010002"
PASSWORD = "Mock2026ab"
TEMPLATE_PROOF = "template"
FOREIGN_LEGAL = ("模拟 MOCK SMITH", "MOCK00001")

_DISTRICT = "320102"
#: How long before a World begins its certificates were issued, its units registered, its people granted.
_ISSUED, _REGISTERED, _GRANTED = timedelta(days=400), timedelta(days=300), timedelta(days=200)

# number, note, name, sex, born
_PEOPLE = (
    (1, "legal nanjing", "王法", MALE, date(1975, 3, 2)),
    (2, "administrator", "李管", FEMALE, date(1982, 7, 11)),
    (3, "handler all", "周全", FEMALE, date(1990, 1, 20)),
    (4, "handler enrolments", "吴增", MALE, date(1992, 9, 5)),
    (5, "handler waiting", "郑待", FEMALE, date(1994, 12, 8)),
    (6, "handler revoked", "孙消", MALE, date(1988, 4, 17)),
    (7, "legal changzhou", "钱龙", MALE, date(1970, 6, 30)),
    (8, "legal unregistered", "冯新", FEMALE, date(1979, 10, 1)),
    (9, "delegate", "陈托", MALE, date(1985, 2, 14)),
    (10, "grantable", "褚可", FEMALE, date(1996, 5, 25)),
    (11, "no app user", "卫无", MALE, date(1991, 8, 19)),
    (12, "changzhou, no basic data", "蒋缺", FEMALE, date(1997, 11, 3)),
    (21, "uninsured man", "沈一", MALE, date(1995, 4, 15)),
    (22, "uninsured woman", "韩二", FEMALE, date(1998, 8, 3)),
    (23, "known, ever insured", "杨三", MALE, date(1986, 6, 21)),
    (24, "insured elsewhere", "朱四", FEMALE, date(1989, 5, 20)),
    (25, "unknown to the hall", "秦五", MALE, date(2001, 1, 9)),
    (26, "flexible", "尤灵", FEMALE, date(1984, 3, 27)),
    (27, "citizen", "许民", MALE, date(1993, 7, 7)),
    (31, "insured man", "何在", MALE, date(1987, 5, 13)),
    (32, "insured woman", "吕在", FEMALE, date(1990, 10, 24)),
    (33, "insured, high wage", "施高", MALE, date(1979, 2, 6)),
    (34, "near retirement", "张退", MALE, date(1966, 12, 10)),
    (35, "stopped here", "孔停", MALE, date(1984, 9, 9)),
    (36, "insured changzhou", "曹州", FEMALE, date(1992, 2, 29)),
)
_WITHOUT_BASIC_DATA = frozenset({"unknown to the hall", "changzhou, no basic data"})
_NO_APP_USER = "no app user"

# note, unit ("" is 灵活就业), first month, wage, last month
_INSURED = (
    ("insured man", NANJING, "202501", "8000.0", ""),
    ("insured woman", NANJING, "202501", "9000.0", ""),
    ("insured, high wage", NANJING, "202501", "41000.0", ""),
    ("near retirement", NANJING, "202501", "7000.0", ""),
    ("stopped here", NANJING, "202501", "8200.0", "202608"),
    ("insured changzhou", CHANGZHOU, "202501", "7600.0", ""),
    ("flexible", "", "202601", "6000.0", ""),
)

# unit, note, rank, scopes, state
_GRANTS = (
    (NANJING, "legal nanjing", LEGAL, (), USABLE),
    (NANJING, "administrator", ADMINISTRATOR, (), USABLE),
    (NANJING, "handler all", HANDLER, tuple(SCOPES), USABLE),
    (NANJING, "handler enrolments", HANDLER, (ENROLLING,), USABLE),
    (NANJING, "handler waiting", HANDLER, (ENROLLING, STOPPING), TO_VERIFY),
    (NANJING, "handler revoked", HANDLER, (ENROLLING, STOPPING), REVOKED),
    (CHANGZHOU, "legal changzhou", LEGAL, (), USABLE),
    ("", "flexible", "", (), USABLE),
    ("", "citizen", "", (), USABLE),
)


def unit_uscc(number: str) -> str:
    """A checksum-valid, synthetic credit code for a unit number."""
    return credit_code(number[:4] + "00", f"MA{number[-6:]:0>6}")


def unit_record(
    number: str, name: str, area: str, legal: PersonRecord | tuple[str, str], *, foreign: bool = False
) -> UnitRecord:
    """A unit that is not yet registered on the platform."""
    named = legal if isinstance(legal, tuple) else (legal.name, legal.number)
    return UnitRecord(number, name, unit_uscc(number), area, AREAS[area].agency, *named, foreign)


@cache
def people() -> tuple[PersonRecord, ...]:
    """The hall's people in the register of the World."""
    return tuple(_person(*each) for each in _PEOPLE)


def _person(n: int, note: str, name: str, sex: str, born: date) -> PersonRecord:
    return PersonRecord(
        number=identity_number(_DISTRICT, born, 2 * n + (sex == MALE)),
        name=SYNTHETIC_MARK + name,
        sex=sex,
        born=born,
        mobile=f"1993200{n:04d}",
        household_kind="10",
        household_place="江苏省南京市",
        address=f"江苏省南京市模拟路{n}号",
        insured_elsewhere="模拟外市实业有限公司" if note == "insured elsewhere" else "",
        ever_insured=note not in ("uninsured man", "uninsured woman", "citizen"),
        note=f"js {note}",
    )


@cache
def by_note() -> dict[str, PersonRecord]:
    """The people by what they are there for."""
    return {person.note.removeprefix("js "): person for person in people()}


@cache
def _template() -> Store:
    """Units, insurances and who is known; what depends on the World's beginning is added to a copy."""
    store, named = Store(), by_note()
    for unit in (
        unit_record(NANJING, "模拟金陵科技有限公司", "320100", named["legal nanjing"]),
        unit_record(CHANGZHOU, "模拟龙城制造有限公司", "320400", named["legal changzhou"]),
        unit_record(UNREGISTERED, "模拟新北服务有限公司", "320400", named["legal unregistered"]),
        unit_record(FOREIGN, "模拟外资有限公司", "320100", FOREIGN_LEGAL, foreign=True),
    ):
        store.units[unit.number] = unit
    for note, place, first, wage, last in _INSURED:
        contract = Contract("42", f"{first[:4]}-{first[4:]}-01", "", "07") if place else Contract()
        spell = Spell(first, (Wage(first, Decimal(wage)),), last, contract)
        store.given[named[note].number] = ((place, spell),)
    for note, person in named.items():
        if note not in _WITHOUT_BASIC_DATA:
            store.known[person.number] = True
        if note != _NO_APP_USER:
            store.app_users[person.number] = True
    return store


@lru_cache(maxsize=64)
def _opened(begun: datetime) -> Store:
    """The template with what is dated by a World's beginning: many Worlds begin at the same moment."""
    store, registered = _template().copy(), begun - _REGISTERED
    for unit in (NANJING, CHANGZHOU):
        store.units[unit] = replace(
            store.units[unit],
            registered_at=registered,
            registered_way="线上",
            linked_at=registered,
            consented_at=registered if unit == NANJING else None,
        )
    for unit, note, rank, scopes, state in _GRANTS:
        _grant(store, begun - _GRANTED, unit, by_note()[note], rank, scopes, state)
    return store


def fresh_store(office: CertificateOffice, begun: datetime) -> Store:
    """The store of a new World; its certificates are drawn from its seed."""
    store = _opened(begun).copy()
    office.issue(store, NANJING, begun - _ISSUED, INITIAL_PIN)
    office.issue(store, CHANGZHOU, begun - _ISSUED, "654321")
    return store


def _grant(
    store: Store,
    at: datetime,
    unit: str,
    person: PersonRecord,
    rank: str,
    scopes: tuple[str, ...],
    state: str,
) -> None:
    waits = state == TO_VERIFY
    granter = store.units[unit].legal_number if unit and rank != LEGAL else ""
    number = store.next_account()
    store.accounts[number] = Account(
        number,
        unit,
        person.number,
        person.name,
        person.mobile,
        state,
        at,
        rank=rank,
        scopes=scopes,
        by=granter,
        by_rank=LEGAL if granter else "",
        password="" if waits else digest_of(number, PASSWORD),
        proof="" if waits else TEMPLATE_PROOF,
        activated_at=None if waits else at,
        revoked_at=at + timedelta(days=30) if state == REVOKED else None,
    )
