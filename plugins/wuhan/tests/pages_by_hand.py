"""Pages of the hall written by hand from ``docs/wire/wuhan.md``; `conftest.py` hands them to the tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from sigateway.plugin import Reply
from sigateway_wuhan.fields_enrolment import FIELDS

from .people_by_hand import BASE, NAME, NOON, USCC, identity


def reply(
    path: str,
    content: bytes = b"",
    *,
    status: int = 200,
    kind: str = "text/html; charset=GBK",
    location: str | None = None,
) -> Reply:
    headers = {"content-type": kind, **({"location": location} if location else {})}
    return Reply(status, headers, content, BASE + path, NOON)


def page(path: str, kind: str, body: str = "", *, errors: Sequence[str] = (), notice: str = "") -> Reply:
    """A whole page. ``path`` is the address that answered."""
    messages = ""
    if errors or notice:
        items = "".join(f"<li>{escape(words)}</li>" for words in errors or (notice,))
        messages = f'<ul id="messages" class="{"error" if errors else "notice"}">{items}</ul>'
    text = (
        f'<!DOCTYPE html><html><head><meta charset="GBK"><meta name="hall-page" content="{kind}"></head>'
        f"<body><p>模拟 MOCK</p>{messages}{body}<!-- 页面结束 --></body></html>"
    )
    return reply(path, text.encode("gbk"))


def form(action: str, fields: Mapping[str, str], extra: str = "") -> str:
    inputs = "".join(f'<input name="{name}" value="{escape(value)}">' for name, value in fields.items())
    return f'<form method="post" action="{action}">{inputs}{extra}<button>保存</button></form>'


JOINS = {"1": "参加", "0": "不参加"}
WORDS: Mapping[str, Mapping[str, str]] = {
    "zjlx": {"01": "居民身份证", "02": "港澳台居民居住证", "03": "外国人永久居留身份证", "04": "护照"},
    "tbyy": {
        "01": "合同期满", "02": "单位解除", "03": "个人辞职", "04": "协商解除", "05": "退休", "06": "调出", "07": "死亡",
    },
    "ygxs": {"1": "全日制", "2": "非全日制", "3": "劳务派遣"},
    "zsbj": {"0": "否", "1": "是"},
    "czlx": {"1": "签订", "2": "续签", "3": "终止"},
    "yyyw": {
        "01": "增减员审核", "02": "年度工资申报审核", "03": "欠费到账确认", "04": "信息变更或订正", "09": "其他",
    },
    "yysd": {"1": "上午", "2": "下午"},
    **{f"xz_{code}": JOINS for code in ("yanglao", "yiliao", "dae", "gongshang", "shiye", "shengyu")},
}  # fmt: skip
"""The hall's words for its codes; where none stand here, the code is its own word."""


def select(
    name: str, options: Sequence[str], chosen: str = "", words: Mapping[str, str] | None = None
) -> str:
    said = {**WORDS.get(name, {}), **(words or {})}
    items = "".join(
        f'<option value="{o}"{" selected" if o == chosen else ""}>{said.get(o, o)}</option>' for o in options
    )
    return f'<select name="{name}">{items}</select>'


def told(where: str, values: Mapping[str, str]) -> str:
    """What the hall tells, item by item, in the list of that name."""
    items = "".join(f'<dd data-field="{name}">{escape(value)}</dd>' for name, value in values.items())
    return f'<dl id="{where}">{items}</dl>'


KINDS = ("01", "02", "03", "04")
"""证件类型."""


def search_form(stem: str) -> str:
    """The form that asks for one person."""
    return form(f"{stem}_chaxun.do", {"zjhm": ""}, select("zjlx", KINDS))


LEAVING = ("01", "02", "03", "04", "05", "06", "07")
SCHEMES = ("yanglao", "yiliao", "dae", "gongshang", "shiye", "shengyu")
SEARCH = search_form("zengyuan")
CHOICES = {f.name: ("", *sorted(f.options)) for f in FIELDS if f.options}


def enrol_form(
    shown: Mapping[str, str] | None = None,
    *,
    drop: Sequence[str] = (),
    extra: Mapping[str, str] | None = None,
    choices: Mapping[str, Sequence[str]] | None = None,
    facts: Mapping[str, str] | None = None,
) -> Reply:
    """The form 增员(续保) with what the hall ``shown``; without ``drop``, with ``extra``: as the hall may change it."""
    shown, offered = shown or {}, {**CHOICES, **(choices or {})}
    names = [f.name for f in FIELDS if f.name not in drop]
    plain = {"bdh": "form-1", **{n: shown.get(n, "") for n in names if n not in offered}, **(extra or {})}
    selects = "".join(select(n, offered[n], shown.get(n, "")) for n in names if n in offered)
    beside = {"cblb": "首次参保", "cbny": "202611", **(facts or {})}
    return person_form("zengyuan", "enrol", plain, beside, selects)


def person_form(
    stem: str, operation: str, shown: Mapping[str, str], facts: Mapping[str, str], selects: str = ""
) -> Reply:
    """The form of one person in any business, and the facts beside it."""
    body = form(f"{stem}_baocun.do", shown, selects) + told("facts", facts)
    return page(f"{stem}_chaxun.do", f"{operation}_form", body)


def suspend_form(
    name: str = NAME, beside: Mapping[str, str] | None = None, reasons: Sequence[str] = LEAVING
) -> Reply:
    """The form 暂停缴费: name and number filled in by the hall."""
    shown = {"bdh": "form-1", "zjhm": identity(), "xm": name, "jsrq": "", "bz": ""}
    facts = {"xm": name, "mz": "01", "xz": " ".join(SCHEMES), "zhjfny": "202611", **(beside or {})}
    selects = select("zjlx", KINDS, "01") + select("tbyy", ("", *reasons))
    return person_form("zanting", "suspend", shown, facts, selects)


def wage_form(beside: Mapping[str, str] | None = None) -> Reply:
    """The form 个人工资变更, with floor and ceiling of nobody's year."""
    facts = {"xm": NAME, "zjhm": identity(), "grbh": "420000001", "ysbgz": "5000.00", "bdx": "4000.00"}
    facts = {**facts, "fdx": "20000.00", "sxny": "202612", **(beside or {})}
    return person_form("gongzi", "wage", {"bdh": "form-1", "zjhm": identity(), "xgz": ""}, facts)


def check_page(
    values: Mapping[str, str],
    *,
    number: str = "S1",
    month: str = "202611",
    stem: str = "zengyuan",
    at: str | None = None,
) -> Reply:
    """信息核对. ``values`` hold everything of the other businesses, and everything but 参保年月 of an enrolment."""
    shown = {"sxh": number, **values, **({"cbny": month} if stem == "zengyuan" else {})}
    buttons = "".join(
        f'<form method="post" action="{action}"><input type="hidden" name="sxh" value="{number}">'
        f'<input type="submit" value="{label}"></form>'
        for action, label in (("tijiao.do", "提交审批"), ("tuidan.do", "退单"))
    )
    body = f'<dl><dd data-field="sxh">{number}</dd></dl>' + form(f"{stem}_xiugai.do", shown) + buttons
    return page(at or f"{stem}_baocun.do", "check", body)


def submitted(number: str = "S1", due: str | None = None) -> Reply:
    result = {"sxh": number, "spjg": "进行中", **({"zlqx": due} if due else {})}
    return page("tijiao.do", "submitted", told("result", result), notice="提交成功")


def detail(values: Mapping[str, str]) -> Reply:
    rows = "".join(f'<tr><td data-field="{n}">{escape(v)}</td></tr>' for n, v in values.items())
    return page("xiangqing.do", "detail", f'<table id="detail">{rows}</table>')


TODO = ("sxh", "ywmc", "xm", "zjhm", "ywzt", "htbz", "htyy", "cjsj")
DONE = ("sxh", "ywmc", "xm", "zjhm", "spjg", "tjsj", "bjsj")


def task(number: str = "S1", **changes: str) -> dict[str, str]:
    row = {"sxh": number, "ywmc": "增员(续保)", "xm": NAME, "zjhm": identity(), "ywzt": "未提交"}
    return {**row, "htbz": "否", "htyy": "", "cjsj": "2026-11-10 11:59:00", **changes}


def done(number: str = "S1", **changes: str) -> dict[str, str]:
    row = {"sxh": number, "ywmc": "增员(续保)", "xm": NAME, "zjhm": identity(), "spjg": "进行中"}
    return {**row, "tjsj": "2026-11-10 11:59:30", "bjsj": "", **changes}


def table(
    name: str,
    columns: Sequence[str],
    rows: Sequence[Mapping[str, str]],
    total: int | None = None,
    pages: int = 1,
) -> str:
    head = "".join(f'<th data-field="{column}">{column}</th>' for column in columns)
    body = "".join(
        "<tr>" + "".join(f'<td data-field="{c}">{escape(row[c])}</td>' for c in columns) + "</tr>"
        for row in rows
    )
    count = len(rows) if total is None else total
    return f'<table id="{name}" data-total="{count}" data-page="1" data-pages="{pages}"><tr>{head}</tr>{body}</table>'


def home(
    todo: Sequence[Mapping[str, str]] = (),
    finished: Sequence[Mapping[str, str]] = (),
    *,
    unit: Mapping[str, str] | None = None,
    holder: str = "",
    tables: str | None = None,
) -> Reply:
    """首页: of the unit, or of the ``holder`` told there instead, with both task lists."""
    shown = {
        "dwbh": "4201000001",
        "dwmc": "模拟单位甲",
        "tyshxydm": USCC,
        "dwlb": "VIP单位",
        "xz": "yanglao yiliao dae gongshang shiye shengyu",
        "jbjg": "模拟社保处",
        **(unit or {}),
    }
    lists = tables or table("daiban", TODO, todo) + table("yiban", DONE, finished)
    return page("home.do", "home", (holder or told("unit", shown)) + lists)
