"""Readers: a page of the Wuhan hall in, a small frozen model out, or WireChanged without personal data.

What all businesses share: 首页 with both task lists, the check page, the detail, and the forms of the log-in. The forms of a
business are read in ``pages_business.py``.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final, TypeVar
from urllib.parse import parse_qs, urlsplit

from sigateway.plugin import SHANGHAI, NotOffered, Scheme, UnitClass, WireChanged

from .fields import FLEXIBLE_SCHEMES, SCHEMES
from .forms import read_form, the_form
from .users import User
from .wire import Page

_UNIT_CLASSES: Final[Mapping[str, UnitClass]] = {"VIP单位": UnitClass.VIP, "普通单位": UnitClass.ORDINARY}
FINISHED: Final = "结束"
"""审批结果 of what has passed (WH-38)."""

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
    """首页: the unit or the community as the hall names it, and one page of both task lists."""

    user: User
    unit_number: str
    unit_name: str = field(repr=False)
    unit_class: UnitClass | None
    schemes: frozenset[Scheme]
    todo: tuple[Task, ...]
    todo_total: int
    todo_pages: int
    done: tuple[Done, ...]
    done_total: int
    done_pages: int


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
    form = the_form(page, "login.do", {"yhm", "mm", "sjs", "zs", "qm"})
    challenge = form.values["sjs"]
    if not challenge or not challenge.isascii():
        raise WireChanged("login.do", "a random number in sjs", "none")
    return challenge


def password_form(page: Page) -> None:
    """Check the form of 密码重置 (WH-15)."""
    the_form(page, "password.do", {"ymm", "xmm", "qrmm"})


def draft_number(page: Page) -> str:
    """The 业务顺序号 of the check page 信息核对 (WH-44), which must offer 提交审批 (WH-35)."""
    labels = {
        (node.attributes.get("value") or "") if node.tag == "input" else node.text(strip=True)
        for node in page.tree.css("button, input, a")
    }
    if "提交审批" not in labels:
        raise WireChanged("信息核对", "a button 提交审批", "none")
    number = needed("信息核对", data_fields(page, "dd"), "sxh")
    submission_form(page, number)
    return number


def submission_form(page: Page, number: str) -> None:
    """Check the form of 提交审批 (WH-36): it sends this very number, and nothing else."""
    _form_of_number(page, "tijiao.do", number)


def discard_form(page: Page, number: str) -> None:
    """Check the form of 退单 (WH-45, WH-82) in the same way, where it stands on the page of the task."""
    _form_of_number(page, "tuidan.do", number)


def _form_of_number(page: Page, action: str, number: str) -> None:
    if the_form(page, action, {"sxh"}).values["sxh"] != number:
        raise WireChanged(action, "the 业务顺序号 of the page in sxh", "another")


def read_echo(page: Page, names: Collection[str]) -> dict[str, str]:
    """What the hall shows of a filing under these names: on the check page 信息核对, or in the detail of 已办."""
    shown = read_detail(page) if page.kind == "detail" else data_fields(page, "dd")
    for form in page.tree.css("form"):
        shown.update(read_form(form).values)
    return {name: value for name, value in shown.items() if name in names}


def read_detail(page: Page) -> dict[str, str]:
    """Everything that the detail of 已办 shows."""
    return data_fields(page, "table#detail td")


def submitted(page: Page) -> Submitted:
    """Read what came of 提交审批 (WH-36)."""
    result = data_fields(page, "dl#result dd")
    due = result.get("zlqx")
    try:
        papers_by = date.fromisoformat(due) if due else None
    except ValueError:
        raise WireChanged("资料期限", "YYYY-MM-DD", "another form") from None
    return Submitted(result.get("sxh"), result.get("spjg"), papers_by)


def home(page: Page) -> Home:
    """Read 首页: the unit, or the community, and both lists (WH-38)."""
    todo, todo_total, todo_pages = read_table(page, "daiban", ("sxh", "ywmc", "zjhm", "ywzt", "htbz", "htyy"))
    done, done_total, done_pages = read_table(page, "yiban", ("sxh", "ywmc", "zjhm", "spjg", "tjsj"))
    return Home(
        **_holder(page),
        todo=tuple(_task(row) for row in todo),
        todo_total=todo_total,
        todo_pages=todo_pages,
        done=tuple(_done(row) for row in done),
        done_total=done_total,
        done_pages=done_pages,
    )


def _holder(page: Page) -> dict[str, Any]:
    """Whose home page it is. A person's own user files nothing through this region (WH-114)."""
    if page.tree.css_first("dl#person") is not None:
        raise NotOffered(
            "WH-114", "这是个人用户（gr…），本插件只代单位和社区办理；个人网上业务请本人登录大厅办理"
        )
    if page.tree.css_first("dl#community") is not None:
        community = data_fields(page, "dl#community dd")
        return {
            "user": User.COMMUNITY,
            "unit_number": needed("社区信息", community, "sqbh"),
            "unit_name": needed("社区信息", community, "sqmc"),
            "unit_class": None,
            "schemes": frozenset(FLEXIBLE_SCHEMES.values()),
        }
    unit = data_fields(page, "dl#unit dd")
    return {
        "user": User.UNIT,
        "unit_number": needed("单位信息", unit, "dwbh"),
        "unit_name": needed("单位信息", unit, "dwmc"),
        "unit_class": known_word("单位类别", unit, "dwlb", _UNIT_CLASSES),
        "schemes": schemes_of("单位参保险种", needed("单位信息", unit, "xz")),
    }


def _task(row: Mapping[str, str]) -> Task:
    reasons = tuple(words for words in row["htyy"].split("；") if words)
    returned = known_word("回退标志", row, "htbz", _YES_NO)
    return Task(row["sxh"], row["ywmc"], row["zjhm"], row["ywzt"], returned, reasons)


def _done(row: Mapping[str, str]) -> Done:
    finished = known_word("审批结果", row, "spjg", {"进行中": False, FINISHED: True})
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


def data_fields(page: Page, selector: str) -> dict[str, str]:
    """The texts of the elements with ``data-field``."""
    return {
        name: node.text(strip=True)
        for node in page.tree.css(selector)
        if (name := node.attributes.get("data-field"))
    }


def read_table(page: Page, table_id: str, fields: Collection[str]) -> tuple[list[dict[str, str]], int, int]:
    """The rows of a table with at least these columns, how many rows there are in all, and on how many pages."""
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


def needed(where: str, data: Mapping[str, str], name: str) -> str:
    """A value that must be there."""
    if not data.get(name):
        raise WireChanged(where, f"a value for {name}", "none")
    return data[name]


def schemes_of(where: str, codes: str) -> frozenset[Scheme]:
    """Scheme codes with spaces between."""
    unknown = [code for code in codes.split() if code not in SCHEMES]
    if unknown:
        raise WireChanged(where, " ".join(SCHEMES), " ".join(unknown))
    return frozenset(SCHEMES[code] for code in codes.split())


def known_word(where: str, data: Mapping[str, str], name: str, known: Mapping[str, T]) -> T:
    """One of the hall's own words. The word is the hall's, so an unknown one may be shown."""
    word = needed(where, data, name)
    if word not in known:
        raise WireChanged(where, "/".join(known), word)
    return known[word]
