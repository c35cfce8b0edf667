"""How ``examples/roster.xlsx`` was made: a month of 39 rows at three units in Wuhan and one in each of four other regions.

    .venv/bin/python examples/make_roster.py

Everything in it is synthetic and marked 模拟. In Wuhan twenty-one rows can be filed, eleven of them in one batch (one of which the hall
does not take), one a yearly declaration (WH-90), one the settlement of what the unit owes for somebody (WH-98). Five must be refused,
each for a reason of its own: insured elsewhere (WH-60), arrears (WH-73), past the age of a first enrolment online (WH-53), a mistyped
identity number, and a residents' medical insurance that runs on (WH-54). One wage is above the ceiling, and the hall lowers the base
(WH-88). In Shanghai, Beijing, Zhejiang and Jiangsu one comes, one goes, and one is
not taken; in Beijing one more comes by a file, as somebody whose insurance was interrupted can come in no other way.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from sigateway_mockservers import PersonRecord, Simulator, UnitRecord, World

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from halls_of_the_demo import BEIJING_USCC, JIANGSU, SHANGHAI, ZHEJIANG  # noqa: E402 - a neighbour of this program

THIRD_UNIT = {"number": "4201000003", "name": "模拟制造三部有限公司", "vip": False}
"""Not in the template of the mock hall: the demonstration opens it, so its slip is fresh and its first password must be changed."""

Cell = str | float | date
Row = dict[str, Cell]
NATIONS = {"01": "汉族", "15": "土家族"}
MONTH = "2026-11"
ARREARS_FROM, ARREARS_TO = "2025-01", "2025-02"
"""What the mock hall's template holds against the VIP unit."""


def sheets() -> dict[str, list[Row]]:
    """The three sheets, by name: who comes, who goes, whose wage changes."""
    world = Simulator().create_world()
    vip, ordinary = world.wuhan.units.values()
    third = world.wuhan.add_unit(**THIRD_UNIT)  # type: ignore[arg-type]
    who = world.people.noted
    comes = [
        _enrolment(vip, who("uninsured man"), 6500, date(2026, 11, 2)),
        _enrolment(vip, who("uninsured woman"), 7200.5, date(2026, 10, 9), back_pay="2026-10"),
        _enrolment(vip, who("renewal"), 12800, date(2026, 11, 9)),
        _enrolment(vip, who("insured elsewhere"), 9000, date(2026, 11, 2)),
        _enrolment(ordinary, who("uninsured, other nation"), 5600, date(2026, 11, 3)),
        _enrolment(ordinary, who("renewal, past first-enrolment age"), 8300, date(2026, 11, 5)),
        _enrolment(ordinary, who("too old for first enrolment, man"), 7000, date(2026, 11, 2)),
        _enrolment(ordinary, _mistyped(who("student medical")), 6100, date(2026, 11, 2)),
        *(
            _enrolment(third, person, 5200 + 100 * n, date(2026, 11, 2))
            for n, person in enumerate(_newcomers(world))
        ),
        _enrolment(third, who("resident medical"), 6400, date(2026, 11, 2)),
    ]
    goes = [
        _suspension(vip, who("insured here man"), date(2026, 11, 6), "个人辞职"),
        _suspension(vip, who("insured here, arrears"), date(2026, 11, 6), "合同期满"),
        _suspension(ordinary, who("insured there man"), date(2026, 11, 9), "协商解除"),
    ]
    changes = [
        _wage_change(vip, who("insured here, high wage"), 36000),
        _wage_change(vip, who("insured here woman"), 8000),
    ]
    yearly = [
        _who(ordinary, "年度工资申报", who("insured there woman"))
        | {"申报年度": 2026, "上年月均工资": 6350, "手机号码": who("insured there woman").mobile}
    ]
    owed = [
        _who(vip, "欠费补缴", who("insured here, arrears"))
        | {"起始年月": ARREARS_FROM, "截止年月": ARREARS_TO}
    ]
    wuhan = {"增员": comes, "减员": goes, "工资变更": changes, "年度申报": yearly, "欠费": owed}
    return wuhan | {name: _filled(rows) for name, rows in _other_regions(world).items()}


def _other_regions(world: World) -> dict[str, list[Row]]:
    """In each: one who comes, one who goes, and one whom that hall does not take."""
    who = world.people.noted
    shanghai = world.shanghai.units[SHANGHAI].uscc
    zhejiang = world.zhejiang.units[ZHEJIANG].uscc
    jiangsu = world.jiangsu.units[JIANGSU].uscc
    work = {
        "合同类别": "固定期限",
        "岗位工种": "普通员工",
        "合同起始日期": date(2026, 11, 2),
        "合同终止日期": date(2029, 11, 1),
    }
    beijing_home = {"户口性质": "城镇", "户口所在地": "北京市朝阳区", "合同起始日期": date(2026, 11, 2)}
    ningbo_home = {
        "户口性质": "城镇",
        "户口所在地": "浙江省宁波市镇海区",
        "用工形式": "全日制",
        "合同起始日期": date(2026, 11, 2),
    }
    return {
        "上海": [
            _comes("上海", shanghai, who("sh uninsured man"), 12000),
            _comes("上海", shanghai, who("sh insured elsewhere"), 11000),
            _goes("上海", shanghai, who("sh insured here man")),
        ],
        "北京": [
            _comes("北京", BEIJING_USCC, who("bj uninsured man"), 9000, beijing_home),
            _comes("北京", BEIJING_USCC, who("bj interrupted"), 9000, beijing_home),
            _comes("北京", BEIJING_USCC, who("bj elsewhere both"), 9000, beijing_home),
            _goes("北京", BEIJING_USCC, who("bj here man"), ended=date(2026, 10, 30), last_paid="2026-10"),
        ],
        "浙江": [
            _comes("浙江", zhejiang, who("zj uninsured woman"), 6500, ningbo_home),
            _comes("浙江", zhejiang, who("zj elsewhere"), 6500, ningbo_home),
            _goes("浙江", zhejiang, who("zj here man"), last_paid="2026-10"),
        ],
        "江苏": [
            _comes("江苏", jiangsu, who("js uninsured man"), 6500, work),
            _comes("江苏", jiangsu, who("js insured elsewhere"), 6500, work),
            _goes("江苏", jiangsu, who("js insured man")),
        ],
    }


def _comes(
    region: str, uscc: str, person: PersonRecord, wage: float, more: Mapping[str, Cell] | None = None
) -> Row:
    return _about(region, uscc, "增员", person) | {
        "民族": NATIONS.get(person.nation, "汉族"),
        "手机号码": person.mobile or "19900000001",
        "申报工资": wage,
        "参保年月": MONTH,
        **(more or {}),
    }


def _goes(
    region: str,
    uscc: str,
    person: PersonRecord,
    *,
    ended: date = date(2026, 11, 6),
    last_paid: str = MONTH,
) -> Row:
    stop: Row = {"终止劳动关系日期": ended, "停保原因": "个人辞职", "最后缴费年月": last_paid}
    return _about(region, uscc, "减员", person) | stop


def _filled(rows: list[Row]) -> list[Row]:
    """Every row with every column of its sheet; what it does not use stays empty."""
    columns = dict.fromkeys(name for row in rows for name in row)
    return [{name: row.get(name, "") for name in columns} for row in rows]


def _newcomers(world: World) -> Iterator[PersonRecord]:
    """Ten people whom the hall does not know yet."""
    for n in range(10):
        born = date(1989 + n, 1 + n, 3 + 2 * n)
        yield world.people.synthetic(sex="1" if n % 2 else "2", born=born, n=300 + n, registered=False)


def _who(unit: UnitRecord, action: str, person: PersonRecord) -> Row:
    return _about("武汉", unit.uscc, action, person)


def _about(region: str, uscc: str, action: str, person: PersonRecord) -> Row:
    return {
        "地区": region,
        "统一社会信用代码": uscc,
        "业务": action,
        "姓名": person.name,
        "证件类型": "身份证",
        "证件号码": person.number,
    }


def _enrolment(
    unit: UnitRecord, person: PersonRecord, wage: float, start: date, *, back_pay: str = ""
) -> Row:
    return _who(unit, "增员", person) | {
        "民族": NATIONS[person.nation],
        "手机号码": person.mobile,
        "用工形式": "全日制",
        "合同起始日期": start,
        "合同终止日期": date(start.year + 3, start.month, start.day),
        "申报工资": wage,
        "参保年月": MONTH,
        "补缴开始年月": back_pay,
        "文化程度": "本科",
        "婚姻状况": "未婚",
        "户口性质": "城镇",
        "户口所在地": "模拟湖北省武汉市武昌区",
        "居住地地址": "模拟武汉市武昌区示例路1号",
    }


def _suspension(unit: UnitRecord, person: PersonRecord, ended: date, reason: str) -> Row:
    return _who(unit, "减员", person) | {"终止劳动关系日期": ended, "停保原因": reason, "最后缴费年月": MONTH}


def _wage_change(unit: UnitRecord, person: PersonRecord, wage: float) -> Row:
    return _who(unit, "工资变更", person) | {"变更后申报工资": wage, "生效年月": "2026-12"}


def _mistyped(person: PersonRecord) -> PersonRecord:
    """The number with two neighbouring digits exchanged, as a hurried hand does; the check digit catches it."""
    number = person.number
    at = next(n for n in range(13, 16) if number[n] != number[n + 1])
    swapped = number[:at] + number[at + 1] + number[at] + number[at + 2 :]
    return PersonRecord.from_json(person.as_json() | {"number": swapped})


def make(path: Path) -> None:
    """Write the workbook. Identifiers are text cells, so that no spreadsheet rounds them. Each row has a reference of its own."""
    book = Workbook()
    book.properties.creator = "sigateway examples/make_roster.py"
    book.properties.created = book.properties.modified = datetime(2026, 11, 10)  # noqa: DTZ001 - Excel has no zones
    book.remove(book.worksheets[0])
    count = 0
    for name, rows in sheets().items():
        sheet = book.create_sheet(name)
        sheet.append([*rows[0], "参考号"])
        for row in rows:
            count += 1
            sheet.append([*row.values(), f"DEMO-{count}"])
        _lay_out(sheet)
    book.save(path)


def _lay_out(sheet: object) -> None:
    for place, cell in enumerate(sheet[1], 1):  # type: ignore[index]
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", start_color="DDEBF7")
        cell.alignment = Alignment(horizontal="center")
        width = 24 if cell.value in ("统一社会信用代码", "证件号码", "户口所在地", "居住地地址") else 12
        sheet.column_dimensions[get_column_letter(place)].width = max(width, 2 * len(str(cell.value)) + 2)  # type: ignore[attr-defined]
    for cells in sheet.iter_rows(min_row=2):  # type: ignore[attr-defined]
        for cell in cells:
            cell.number_format = (
                "yyyy-mm-dd" if isinstance(cell.value, date) else "0.00" if cell.data_type == "n" else "@"
            )
    sheet.freeze_panes = "A2"  # type: ignore[attr-defined]


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "roster.xlsx"
    make(target)
    print(f"wrote {target}")
