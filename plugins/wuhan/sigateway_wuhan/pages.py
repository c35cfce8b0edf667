"""Readers: a page of the Wuhan hall in, a small frozen model out, or WireChanged without personal data.

A form is checked for what this region knows (its address, its fields, its options) before anything is written into it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final, TypeVar
from urllib.parse import parse_qs, urlsplit

from sigateway.plugin import SHANGHAI, Month, Scheme, UnitClass, WireChanged

from .fields import FIELDS, MONTH, SCHEMES
from .forms import Form, check_options, read_form, the_form
from .wire import Page

_UNIT_CLASSES: Final[Mapping[str, UnitClass]] = {"VIP单位": UnitClass.VIP, "普通单位": UnitClass.ORDINARY}
_CATEGORIES: Final[Mapping[str, bool]] = {"首次参保": True, "续保": False}
_YES_NO: Final[Mapping[str, bool]] = {"是": True, "否": False}
T = TypeVar("T")


@dataclass(frozen=True)
class Task:
    """A row of 待办任务列表 (WH-34, WH-39): saved and not submitted, or returned with reasons."""

    number: str
    business: str
    document: str = field(repr=False)
    word: str
    returned: bool
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Done:
    """A row of 已办任务列表 (WH-38): submitted, ``finished`` when passed."""

    number: str
    business: str
    document: str = field(repr=False)
    word: str
    finished: bool
    submitted_at: datetime


@dataclass(frozen=True)
class Home:
    """首页: the unit as the hall names it, and one page of both task lists."""

    unit_number: str
    unit_name: str = field(repr=False)
    unit_class: UnitClass
    schemes: frozenset[Scheme]
    agency: str
    todo: tuple[Task, ...]
    todo_total: int
    todo_pages: int
    done: tuple[Done, ...]
    done_total: int
    done_pages: int


@dataclass(frozen=True)
class EnrolForm:
    """The form of one person, with what the hall knows: first enrolment or renewal, the month, name and nation."""

    form_number: str
    form: Form
    first_enrolment: bool
    month: Month
    name: str | None = field(repr=False)
    nation: str | None = field(repr=False)


@dataclass(frozen=True)
class Submitted:
    """提交成功: the number, and for an ordinary unit the day by which papers are due 资料期限."""

    number: str | None
    word: str | None
    papers_by: date | None


def certificate_form(page: Page) -> None:
    """Check the form of 下载数字证书 (WH-12)."""
    the_form(page, "certificate.do", {"zsxlh", "zsxzmm"})


def certificate_tickets(page: Page) -> tuple[str, str]:
    """The tickets of the root and of the personal certificate (WH-12)."""
    return _ticket(page, "root", "certificate/root.cer"), _ticket(
        page, "personal", "certificate/personal.p12"
    )


def login_challenge(page: Page) -> str:
    """The random number 随机数 of the log-in form."""
    form = the_form(page, "login.do", {"yhm", "mm", "sjs"}, optional={"zs", "qm"})
    challenge = form.values["sjs"]
    if not challenge or not challenge.isascii():
        raise WireChanged("login.do", "a random number in sjs", "none")
    return challenge


def password_form(page: Page) -> None:
    """Check the form of 密码重置 (WH-15)."""
    the_form(page, "password.do", {"ymm", "xmm", "qrmm"})


def search_form(page: Page, kind: str) -> None:
    """Check the form that asks for one person (WH-48)."""
    form = the_form(page, "zengyuan_chaxun.do", {"zjlx", "zjhm"})
    check_options("zengyuan_chaxun.do", form, "zjlx", {kind})


def enrol_form(page: Page) -> EnrolForm:
    """Read the form 增员(续保), checked for every field and option that this region writes."""
    names = {known.name for known in FIELDS}
    form = the_form(page, "zengyuan_baocun.do", names | {"bdh"})
    for known in FIELDS:
        check_options("zengyuan_baocun.do", form, known.name, known.options)
    facts = _data(page, "dl#facts dd")
    category = _word("参保类别", facts, "cblb", _CATEGORIES)
    return EnrolForm(
        form_number=form.values["bdh"],
        form=form,
        first_enrolment=category,
        month=_month(facts.get("cbny", "")),
        name=facts.get("xm") or None,
        nation=facts.get("mz") or None,
    )


def check_values(form: EnrolForm, values: Mapping[str, str]) -> None:
    """What is about to be written must be on offer, in every field that offers a choice."""
    for name, value in values.items():
        if value:
            check_options("zengyuan_baocun.do", form.form, name, {value}, show=False)


def draft_number(page: Page) -> str:
    """The 业务顺序号 of the check page 信息核对 (WH-44), which must offer 提交审批 (WH-35)."""
    labels = {
        (node.attributes.get("value") or "") if node.tag == "input" else node.text(strip=True)
        for node in page.tree.css("button, input, a")
    }
    if "提交审批" not in labels:
        raise WireChanged("信息核对", "a button 提交审批", "none")
    return _need("信息核对", _data(page, "dd"), "sxh")


def read_echo(page: Page) -> dict[str, str]:
    """What the hall shows of a filing: on the check page 信息核对, or in the detail of 已办. Pairs with `expected_echo`."""
    known = {known.name for known in FIELDS} | {MONTH}
    shown = _data(page, "table#detail td") if page.kind == "detail" else _data(page, "dd")
    for form in page.tree.css("form"):
        shown.update(read_form(form).values)
    return {name: value for name, value in shown.items() if name in known}


def submitted(page: Page) -> Submitted:
    """Read what came of 提交审批 (WH-36)."""
    result = _data(page, "dl#result dd")
    due = result.get("zlqx")
    try:
        papers_by = date.fromisoformat(due) if due else None
    except ValueError:
        raise WireChanged("资料期限", "YYYY-MM-DD", "another form") from None
    return Submitted(result.get("sxh"), result.get("spjg"), papers_by)


def home(page: Page) -> Home:
    """Read 首页: the unit and both lists (WH-38)."""
    unit = _data(page, "dl#unit dd")
    codes = _need("单位信息", unit, "xz").split()
    unknown = [code for code in codes if code not in SCHEMES]
    if unknown:
        raise WireChanged("单位参保险种", " ".join(SCHEMES), " ".join(unknown))
    todo, todo_total, todo_pages = _table(page, "daiban", ("sxh", "ywmc", "zjhm", "ywzt", "htbz", "htyy"))
    done, done_total, done_pages = _table(page, "yiban", ("sxh", "ywmc", "zjhm", "spjg", "tjsj"))
    return Home(
        unit_number=_need("单位信息", unit, "dwbh"),
        unit_name=_need("单位信息", unit, "dwmc"),
        unit_class=_word("单位类别", unit, "dwlb", _UNIT_CLASSES),
        schemes=frozenset(SCHEMES[code] for code in codes),
        agency=unit.get("jbjg", ""),
        todo=tuple(_task(row) for row in todo),
        todo_total=todo_total,
        todo_pages=todo_pages,
        done=tuple(_done(row) for row in done),
        done_total=done_total,
        done_pages=done_pages,
    )


def _task(row: Mapping[str, str]) -> Task:
    reasons = tuple(words for words in row["htyy"].split("；") if words)
    returned = _word("回退标志", row, "htbz", _YES_NO)
    return Task(row["sxh"], row["ywmc"], row["zjhm"], row["ywzt"], returned, reasons)


def _done(row: Mapping[str, str]) -> Done:
    finished = _word("审批结果", row, "spjg", {"进行中": False, "结束": True})
    try:
        submitted_at = datetime.strptime(row["tjsj"], "%Y-%m-%d %H:%M:%S").replace(tzinfo=SHANGHAI)
    except ValueError:
        raise WireChanged("提交时间", "YYYY-MM-DD HH:MM:SS", "another form") from None
    return Done(row["sxh"], row["ywmc"], row["zjhm"], row["spjg"], finished, submitted_at)


# --- data -----------------------------------------------------------------------------------------------------------


def _ticket(page: Page, link_id: str, path: str) -> str:
    link = page.tree.css_first(f"a#{link_id}")
    target = urlsplit((link.attributes.get("href") or "") if link else "")
    ticket = parse_qs(target.query).get("ticket", [""])[0]
    if not target.path.endswith(path) or not ticket:
        raise WireChanged("certificate.do", f"a link #{link_id} to {path} with a ticket", "none")
    return ticket


def _data(page: Page, selector: str) -> dict[str, str]:
    """The texts of the elements with ``data-field``."""
    return {
        name: node.text(strip=True)
        for node in page.tree.css(selector)
        if (name := node.attributes.get("data-field"))
    }


def _table(page: Page, table_id: str, fields: Collection[str]) -> tuple[list[dict[str, str]], int, int]:
    table = page.tree.css_first(f"table#{table_id}")
    if table is None:
        raise WireChanged(f"page {page.kind}", f"a table #{table_id}", "none")
    rows = [
        {cell.attributes.get("data-field") or "": cell.text(strip=True) for cell in cells}
        for row in table.css("tr")
        if (cells := row.css("td[data-field]"))
    ]
    columns = {head.attributes.get("data-field") or "" for head in table.css("th")}
    missing = sorted(name for name in fields if name not in columns or any(name not in row for row in rows))
    if missing:
        raise WireChanged(f"table #{table_id}", "the columns this region knows", f"missing {missing}")
    try:
        return (
            rows,
            int(table.attributes.get("data-total") or ""),
            int(table.attributes.get("data-pages") or ""),
        )
    except ValueError:
        raise WireChanged(f"table #{table_id}", "data-total and data-pages", "none") from None


def _need(where: str, data: Mapping[str, str], name: str) -> str:
    if not data.get(name):
        raise WireChanged(where, f"a value for {name}", "none")
    return data[name]


def _word(where: str, data: Mapping[str, str], name: str, known: Mapping[str, T]) -> T:
    """One of the hall's own words. The word is the hall's, so an unknown one may be shown."""
    word = _need(where, data, name)
    if word not in known:
        raise WireChanged(where, "/".join(known), word)
    return known[word]


def _month(text: str) -> Month:
    try:
        return Month.parse(text)
    except ValueError:
        raise WireChanged("参保年月", "YYYYMM", "another form") from None
