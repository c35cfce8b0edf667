"""What every new World begins with: two units, a dozen people, one for each thing that can stand in the way, and
people who are insured at the units already."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache

from sigateway_mockservers.kernel.clock import SHANGHAI
from sigateway_mockservers.kernel.numbers import FEMALE, MALE, credit_code, identity_number
from sigateway_mockservers.kernel.people import SYNTHETIC_MARK, PersonRecord
from sigateway_mockservers.wuhan.annual.records import Retiree
from sigateway_mockservers.wuhan.arrears.records import OwedMonth
from sigateway_mockservers.wuhan.community.records import Community
from sigateway_mockservers.wuhan.community.users import slip_of_user
from sigateway_mockservers.wuhan.records import SCHEMES, DeclaredWage, Insurance, Slip, UnitRecord
from sigateway_mockservers.wuhan.store import Store

AGENCY = "模拟武汉市武昌区社会保险管理处"
VIP_UNIT = "4201000001"
ORDINARY_UNIT = "4201000002"


def slip_for(unit_number: str, issue: int = 1) -> Slip:
    """The slip of a unit; each issue differs from the last. Nothing in it is secret: this is a mock."""
    return Slip(
        username=f"dw{unit_number}",
        password=f"mock{unit_number[-4:]}a{issue}",
        certificate_serial=f"MOCK{unit_number}{issue:02d}",
        certificate_password=f"zs{unit_number[-4:]}{issue:02d}",
    )


def unit_uscc(unit_number: str) -> str:
    """A checksum-valid, synthetic credit code for a unit number."""
    return credit_code("420106", f"MA{unit_number[-6:].upper():0>6}")


def units() -> list[UnitRecord]:
    """The template's units: one VIP, one ordinary, both past their first password change."""
    return [
        UnitRecord(
            number=number,
            name=name,
            uscc=unit_uscc(number),
            vip=vip,
            schemes=SCHEMES,
            agency=AGENCY,
            slip=slip_for(number),
            first_password_stands=False,
        )
        for number, name, vip in (
            (VIP_UNIT, "模拟科技一部有限公司", True),
            (ORDINARY_UNIT, "模拟商贸二部有限公司", False),
        )
    ]


def _person(n: int, note: str, given: str, sex: str, born: date, **standing: object) -> PersonRecord:
    number = identity_number("420106", born, 2 * n + (sex == MALE))
    data: dict[str, object] = {
        "number": number,
        "name": SYNTHETIC_MARK + given,
        "sex": sex,
        "born": born,
        "mobile": f"1991000{n:04d}",
        "note": note,
    }
    return PersonRecord(**{**data, **standing})  # type: ignore[arg-type]  # one table for all people


def people() -> list[PersonRecord]:
    """The template's people. Their ``note`` says which state each is in."""
    return [
        _person(1, "uninsured man", "张一", MALE, date(1995, 3, 14)),
        _person(2, "uninsured woman", "李二", FEMALE, date(1998, 7, 2)),
        _person(3, "uninsured, other nation", "王三", MALE, date(2000, 1, 31), nation="15"),
        _person(
            4,
            "insured elsewhere",
            "赵四",
            MALE,
            date(1988, 5, 20),
            insured_elsewhere="模拟旧日实业有限公司",
            ever_insured=True,
        ),
        _person(
            5,
            "personal window",
            "钱五",
            FEMALE,
            date(1991, 11, 11),
            personal_window="模拟洪山区社会保险管理处",
            ever_insured=True,
        ),
        _person(6, "student medical", "孙六", MALE, date(2003, 9, 1), student_medical=True),
        _person(7, "resident medical", "周七", FEMALE, date(1993, 2, 28), resident_medical=True),
        _person(8, "arrears", "吴八", MALE, date(1985, 12, 3), arrears=True, ever_insured=True),
        _person(9, "too old for first enrolment, man", "郑九", MALE, date(1970, 6, 6)),
        _person(10, "too old for first enrolment, woman", "冯十", FEMALE, date(1984, 4, 4)),
        _person(11, "renewal", "陈续", MALE, date(1980, 10, 10), ever_insured=True),
        _person(12, "renewal, past first-enrolment age", "卫续", FEMALE, date(1975, 8, 8), ever_insured=True),
        _person(
            13, "two obstacles", "蒋双", MALE, date(2002, 5, 5), student_medical=True, resident_medical=True
        ),
        *(person for person, _, _ in _insured()),
        *(person for person, _, _ in _retired()),
    ]


def _retired() -> list[tuple[PersonRecord, str, str]]:
    """Retirees outside the city's pension pool, their unit and last year's pension: one a unit, insured nowhere."""
    return [
        (
            _person(31, "retiree here", "施退", MALE, date(1958, 5, 6), ever_insured=True),
            VIP_UNIT,
            "3200.00",
        ),
        (
            _person(32, "retiree there", "张退", FEMALE, date(1966, 10, 7), ever_insured=True),
            ORDINARY_UNIT,
            "2850.50",
        ),
    ]


def retirees() -> list[Retiree]:
    """The template's lists of retirees."""
    return [Retiree(unit, person.number, pension) for person, unit, pension in _retired()]


def communities() -> list[Community]:
    """The template's communities, both past their first password change."""
    named = (("SQ420106001", "模拟东湖社区"), ("SQ420106002", "模拟南湖社区"))
    return [
        Community(number, name, AGENCY, slip_of_user(number.lower()), first_password_stands=False)
        for number, name in named
    ]


def _insured() -> list[tuple[PersonRecord, str, str]]:
    """People insured since 2025, their unit and their declared wage: four a unit, the last of them in arrears."""

    def here(n: int, note: str, given: str, sex: str, born: date, **more: object) -> PersonRecord:
        return _person(n, note, given, sex, born, ever_insured=True, **more)

    return [
        (here(21, "insured here man", "韩在", MALE, date(1987, 4, 12)), VIP_UNIT, "6800.00"),
        (here(22, "insured here woman", "杨在", FEMALE, date(1990, 9, 23)), VIP_UNIT, "7400.00"),
        (here(23, "insured here, high wage", "朱高", MALE, date(1979, 1, 5)), VIP_UNIT, "31000.00"),
        (
            here(24, "insured here, arrears", "秦欠", FEMALE, date(1983, 6, 18)),
            VIP_UNIT,
            "5900.00",
        ),
        (here(25, "insured there man", "尤在", MALE, date(1992, 2, 29)), ORDINARY_UNIT, "5200.00"),
        (here(26, "insured there woman", "许在", FEMALE, date(1996, 11, 30)), ORDINARY_UNIT, "6100.00"),
        (here(27, "insured there, low wage", "何低", MALE, date(1999, 8, 8)), ORDINARY_UNIT, "3000.00"),
        (
            here(28, "insured there, arrears", "吕欠", MALE, date(1981, 3, 3)),
            ORDINARY_UNIT,
            "4700.00",
        ),
    ]


def insurances() -> list[Insurance]:
    """What the template's insured people have: every scheme of their unit. No filing of this World stands behind it."""
    return [
        Insurance(
            unit=unit,
            person=person.number,
            kind=person.kind,
            name=person.name,
            nation=person.nation,
            schemes=SCHEMES,
            start_month="202501",
            sxh=f"template-{place}",
            since=datetime(2025, 1, 1, tzinfo=SHANGHAI),
            wages=(DeclaredWage(wage, "202501"),),
        )
        for place, (person, unit, wage) in enumerate(_insured(), start=1)
    ]


def arrears() -> list[OwedMonth]:
    """What the units failed to pay: two months for the last of their insured people, every scheme."""
    return [
        OwedMonth(unit, person.number, month, SCHEMES)
        for person, unit, _ in _insured()
        if person.note.endswith("arrears")
        for month in ("202501", "202502")
    ]


@cache
def _template() -> Store:
    store = Store()
    for unit in units():
        store.take_in(unit)
    for insurance in insurances():
        store.insure(insurance)
    for community in communities():
        store.take_in(community)
    for retiree in retirees():
        store.retirees[retiree.unit, retiree.person] = retiree
    for owed in arrears():
        store.owed[owed.person] = (*store.owed.get(owed.person, ()), owed)
    return store


def fresh_store() -> Store:
    """The store of a new World."""
    return _template().copy()
