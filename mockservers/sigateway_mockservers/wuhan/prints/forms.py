"""Every form that can be printed. To add one: an entry in ``FORMS``, with a function that gives its rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING

from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.wuhan.annual.printed import declared_rows
from sigateway_mockservers.wuhan.arrears.dues import Dues
from sigateway_mockservers.wuhan.arrears.tables import MONEY, assessed_lines, scheme_totals
from sigateway_mockservers.wuhan.businesses import (
    AGENCY_AGREEMENT,
    ANNUAL_WAGE,
    ARREARS_BILL,
    ENROLMENT,
    FLEXIBLE_ENROLMENT,
    RETIREE_WAGE,
    SUSPENSION,
)
from sigateway_mockservers.wuhan.community.printed import registered_rows
from sigateway_mockservers.wuhan.community.users import community_behind
from sigateway_mockservers.wuhan.records import SCHEMES, Task, UnitRecord

if TYPE_CHECKING:
    from sigateway_mockservers.wuhan.store import Store

Row = Sequence[str]
PDF, XLS = "pdf", "xls"


class When(Enum):
    """From when on a form can be printed."""

    SUBMITTED = "submitted"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class PrintForm:
    """One form: ``bd``, its name, and the kinds of the items that it is printed from; none: the blank form, for anybody.

    ``batch``: printed from batches, not from single items.

    ``head`` are further lines of the head, by the field of the item. The columns headed as in ``summed`` get a total, and
    a total of 合计 is the one that the document is known by. ``copies``: how many equal ones are printed at once.
    """

    bd: str
    title: str
    of: tuple[str, ...]
    when: When
    headings: tuple[str, ...]
    rows: Callable[[Store, Task], Sequence[Row]]
    head: tuple[tuple[str, str], ...] = ()
    summed: tuple[str, ...] = ()
    formats: tuple[str, ...] = (PDF, XLS)
    copies: int = 1
    blank: tuple[Row, ...] = ()
    batch: bool = False

    @property
    def is_blank(self) -> bool:
        """A template that belongs to no item."""
        return not self.of

    def is_of(self, task: Task) -> bool:
        """Whether it is printed from this item."""
        return task.kind in self.of and task.is_batch == self.batch


@dataclass(frozen=True, slots=True)
class Printed:
    """What stands in one print. ``dated`` is the moment of the item that it shows, none for a blank form."""

    form: PrintForm
    unit: str
    sxh: str
    head: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]
    totals: tuple[str, ...] = ()
    dated: datetime | None = None

    @property
    def total(self) -> str:
        """The total of 合计, empty where there is none."""
        return dict(zip(self.form.headings, self.totals, strict=False)).get(MONEY["hj"], "")


def filled(form: PrintForm, store: Store, task: Task) -> Printed:
    """A form with what an item holds."""
    rows = tuple(tuple(row) for row in form.rows(store, task))
    user = store.user(task.unit)
    of_unit = isinstance(user, UnitRecord)
    whose = user if of_unit else community_behind(store, user)
    head = (
        ("单位编号" if of_unit else "社区编号", whose.number),
        ("单位名称" if of_unit else "社区名称", whose.name),
        ("业务顺序号", task.sxh),
        *((label, task.fields.get(name, "")) for label, name in form.head),
    )
    dated = task.finished or task.submitted
    return Printed(form, whose.number, task.sxh, head, rows, _totals(form, rows), dated)


def blank(form: PrintForm) -> Printed:
    """The template of a form."""
    return Printed(form, "", "", (), form.blank)


def _totals(form: PrintForm, rows: Sequence[Row]) -> tuple[str, ...]:
    if not form.summed:
        return ()
    cells = [
        str(sum((Decimal(row[place]) for row in rows), Decimal("0.00"))) if heading in form.summed else ""
        for place, heading in enumerate(form.headings)
    ]
    return ("合计", *cells[1:])


def from_fields(*names: str) -> Callable[[Store, Task], Sequence[Row]]:
    """A row for each person of the item, from the fields of these names; codes are shown as codes."""
    return lambda _store, task: [[filing.fields.get(name, "") for name in names] for filing in task.filings]


@enforces("WH-98")
def _by_scheme(store: Store, task: Task) -> Sequence[Row]:
    lines = {line["xz"]: line for line in scheme_totals(_assessed(store, task))}
    return [[code, *(lines[code][name] for name in MONEY)] for code in SCHEMES if code in lines]


@enforces("WH-98")
def _by_month(store: Store, task: Task) -> Sequence[Row]:
    names = ("zjhm", "xm", "ny", "xz", "js", *MONEY)
    return [[line[name] for name in names] for line in _assessed(store, task)]


def _assessed(store: Store, task: Task) -> list[dict[str, str]]:
    lines = assessed_lines(Dues(store, task.unit), task.fields["hdsxh"].split(","))
    return [dict(line) for line in lines]


_BILL_HEAD = (("缴费单号", "jfdh"),)
_MONEY = tuple(MONEY.values())

FORMS = (
    PrintForm(
        "zengyuan",
        "企业参保人员增员表",
        (ENROLMENT.kind,),
        When.SUBMITTED,
        ("证件号码", "姓名", "性别", "出生日期", "手机", "申报工资", "参保年月"),
        from_fields("zjhm", "xm", "xb", "csrq", "sj", "sbgz", "cbny"),
    ),
    PrintForm(
        "jianyuan",
        "企业参保人员减员表",
        (SUSPENSION.kind,),
        When.SUBMITTED,
        ("证件号码", "姓名", "终止劳动关系日期", "停保原因", "最后缴费年月"),
        from_fields("zjhm", "xm", "jsrq", "tbyy", "zhjfny"),
    ),
    PrintForm(
        "hdb",
        "单位社会保险费核定表",
        (ARREARS_BILL.kind,),
        When.ENDED,
        ("险种", *_MONEY),
        _by_scheme,
        head=_BILL_HEAD,
        summed=_MONEY,
    ),
    PrintForm(
        "bjmxb",
        "社会保险费补缴明细表",
        (ARREARS_BILL.kind,),
        When.ENDED,
        ("证件号码", "姓名", "欠费年月", "险种", "缴费基数", *_MONEY),
        _by_month,
        head=_BILL_HEAD,
        summed=_MONEY,
    ),
    PrintForm(
        "niandu",
        "年度社会保险缴费工资申报表",
        (ANNUAL_WAGE.kind,),
        When.SUBMITTED,
        ("证件号码", "姓名", "上年月均工资", "核定缴费基数", "生效年月", "审批结果"),
        declared_rows("zjhm", "xm", "snyjgz", "hdjs", "sxny"),
        batch=True,
    ),
    PrintForm(
        "tuixiu",
        "非统筹退休人员养老金申报表",
        (RETIREE_WAGE.kind,),
        When.SUBMITTED,
        ("证件号码", "姓名", "月养老金", "审批结果"),
        declared_rows("zjhm", "xm", "yylj"),
        batch=True,
    ),
    PrintForm(
        "grdjb",
        "个人社保业务登记表",
        (AGENCY_AGREEMENT.kind, FLEXIBLE_ENROLMENT.kind),
        When.SUBMITTED,
        ("项目", "内容"),
        registered_rows,
        formats=(PDF,),
        copies=2,
    ),
    PrintForm(
        "chengnuo",
        "社会保险网上办事承诺书",
        (),
        When.SUBMITTED,
        ("项目", "内容"),
        from_fields(),
        formats=(PDF,),
        blank=(
            ("单位编号", ""),
            ("单位名称", ""),
            ("承诺事项", "本单位网上申报的社会保险业务真实、准确、完整，相关资料妥善保管备查。"),
            ("法定代表人（签字）", ""),
            ("经办人（签字）", ""),
            ("单位（盖章）", ""),
            ("日期", ""),
        ),
    ),
)


def form_of(bd: str) -> PrintForm | None:
    """The form of this name."""
    return next((each for each in FORMS if each.bd == bd), None)


def forms_of(task: Task) -> list[PrintForm]:
    """The forms that are printed from an item."""
    return [each for each in FORMS if each.is_of(task)]
