"""What every new World begins with: two units and a dozen people, one for each thing that can stand in the way."""

from __future__ import annotations

from datetime import date

from sigateway_mockservers.kernel.numbers import FEMALE, MALE, credit_code, identity_number
from sigateway_mockservers.kernel.people import SYNTHETIC_MARK, PersonRecord
from sigateway_mockservers.wuhan.records import SCHEMES, Slip, UnitRecord

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


def people() -> list[PersonRecord]:
    """The template's people. Their ``note`` says which state each is in."""
    district = "420106"

    def person(n: int, note: str, given: str, sex: str, born: date, **standing: object) -> PersonRecord:
        number = identity_number(district, born, 2 * n + (sex == MALE))
        data: dict[str, object] = {
            "number": number,
            "name": SYNTHETIC_MARK + given,
            "sex": sex,
            "born": born,
            "mobile": f"1991000{n:04d}",
            "note": note,
        }
        return PersonRecord(**{**data, **standing})  # type: ignore[arg-type]  # one table for all people

    return [
        person(1, "uninsured man", "张一", MALE, date(1995, 3, 14)),
        person(2, "uninsured woman", "李二", FEMALE, date(1998, 7, 2)),
        person(3, "uninsured, other nation", "王三", MALE, date(2000, 1, 31), nation="15"),
        person(
            4,
            "insured elsewhere",
            "赵四",
            MALE,
            date(1988, 5, 20),
            insured_elsewhere="模拟旧日实业有限公司",
            ever_insured=True,
        ),
        person(
            5,
            "personal window",
            "钱五",
            FEMALE,
            date(1991, 11, 11),
            personal_window="模拟洪山区社会保险管理处",
            ever_insured=True,
        ),
        person(6, "student medical", "孙六", MALE, date(2003, 9, 1), student_medical=True),
        person(7, "resident medical", "周七", FEMALE, date(1993, 2, 28), resident_medical=True),
        person(8, "arrears", "吴八", MALE, date(1985, 12, 3), arrears=True, ever_insured=True),
        person(9, "too old for first enrolment, man", "郑九", MALE, date(1970, 6, 6)),
        person(10, "too old for first enrolment, woman", "冯十", FEMALE, date(1984, 4, 4)),
        person(11, "renewal", "陈续", MALE, date(1980, 10, 10), ever_insured=True),
        person(12, "renewal, past first-enrolment age", "卫续", FEMALE, date(1975, 8, 8), ever_insured=True),
        person(
            13, "two obstacles", "蒋双", MALE, date(2002, 5, 5), student_medical=True, resident_medical=True
        ),
    ]
