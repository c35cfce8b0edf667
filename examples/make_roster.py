"""How ``examples/roster.xlsx`` was made: eight people of the simulator's template World, at its two units.

    .venv/bin/python examples/make_roster.py

Everything in it is synthetic and marked 模拟. Five rows can be filed; three must be refused, each for a reason of its own:
insured elsewhere (WH-60), past the age of a first enrolment online (WH-53), and a mistyped identity number.
"""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from sigateway_mockservers import PersonRecord, Simulator, UnitRecord

HERE = Path(__file__).parent
HEADERS = (
    "地区",
    "统一社会信用代码",
    "业务",
    "姓名",
    "证件类型",
    "证件号码",
    "民族",
    "手机号码",
    "用工形式",
    "合同起始日期",
    "合同终止日期",
    "申报工资",
    "参保年月",
    "补缴开始年月",
    "文化程度",
    "婚姻状况",
    "户口性质",
    "户口所在地",
    "居住地地址",
    "参考号",
)
Row = tuple[str | float | date, ...]
NATIONS = {"01": "汉族", "15": "土家族"}


def rows() -> list[Row]:
    """The eight rows. The first four are of the VIP unit, the others of the ordinary one."""
    world = Simulator().create_world()
    vip, ordinary = world.wuhan.units.values()
    who = world.people.noted
    return [
        _row(vip, who("uninsured man"), "DEMO-1", 6500, date(2026, 11, 2)),
        _row(vip, who("uninsured woman"), "DEMO-2", 7200.5, date(2026, 10, 9), back_pay="2026-10"),
        _row(vip, who("renewal"), "DEMO-3", 12800, date(2026, 11, 9)),
        _row(vip, who("insured elsewhere"), "DEMO-4", 9000, date(2026, 11, 2)),
        _row(ordinary, who("uninsured, other nation"), "DEMO-5", 5600, date(2026, 11, 3)),
        _row(ordinary, who("renewal, past first-enrolment age"), "DEMO-6", 8300, date(2026, 11, 5)),
        _row(ordinary, who("too old for first enrolment, man"), "DEMO-7", 7000, date(2026, 11, 2)),
        _row(ordinary, who("resident medical"), "DEMO-8", 6100, date(2026, 11, 2), mistyped=True),
    ]


def _row(
    unit: UnitRecord,
    person: PersonRecord,
    reference: str,
    wage: float,
    start: date,
    *,
    back_pay: str = "",
    mistyped: bool = False,
) -> Row:
    return (
        "武汉",
        unit.uscc,
        "增员",
        person.name,
        "身份证",
        _mistyped(person.number) if mistyped else person.number,
        NATIONS[person.nation],
        person.mobile,
        "全日制",
        start,
        date(start.year + 3, start.month, start.day),
        wage,
        "2026-11",
        back_pay,
        "本科",
        "未婚",
        "城镇",
        "模拟湖北省武汉市武昌区",
        "模拟武汉市武昌区示例路1号",
        reference,
    )


def _mistyped(number: str) -> str:
    """The number with two neighbouring digits exchanged, as a hurried hand does; the check digit catches it."""
    at = next(n for n in range(13, 16) if number[n] != number[n + 1])
    return number[:at] + number[at + 1] + number[at] + number[at + 2 :]


def make(path: Path) -> None:
    """Write the workbook. Identifiers are text cells, so that no spreadsheet rounds them."""
    book = Workbook()
    book.properties.creator = "sigateway examples/make_roster.py"
    book.properties.created = book.properties.modified = datetime(2026, 11, 10)  # noqa: DTZ001 - Excel has no zones
    sheet = book.worksheets[0]
    sheet.title = "增员名册"
    sheet.append(HEADERS)
    for row in rows():
        sheet.append(row)
    for place, cell in enumerate(sheet[1], 1):
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", start_color="DDEBF7")
        cell.alignment = Alignment(horizontal="center")
        sheet.column_dimensions[get_column_letter(place)].width = max(12, 2 * len(str(cell.value)) + 2)
    for cells in sheet.iter_rows(min_row=2):
        for cell in cells:
            cell.number_format = (
                "yyyy-mm-dd" if isinstance(cell.value, date) else "0.00" if cell.data_type == "n" else "@"
            )
    for column in "BFST":
        sheet.column_dimensions[column].width = 24
    sheet.freeze_panes = "A2"
    book.save(path)


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "roster.xlsx"
    make(target)
    print(f"wrote {target}")
