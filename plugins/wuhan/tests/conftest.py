"""Pages of the hall written by hand from ``docs/wire/wuhan.md``, people who do not exist, and a replay of flows."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from html import escape
from types import SimpleNamespace
from typing import Any

import pytest
from pydantic import SecretBytes, SecretStr
from stdnum.cn import uscc
from stdnum.iso7064 import mod_11_2

from sigateway.filings.identity import Document
from sigateway.filings.people import Employment, Person
from sigateway.filings.units import Employer
from sigateway.plugin import (
    SHANGHAI,
    Context,
    DocumentKind,
    Enrolment,
    InsuredUnit,
    PasswordSlipLogin,
    Reply,
    Request,
    Rulebook,
    Scheme,
    UnitClass,
    load_layer,
)
from sigateway.rules import StateCouncilCalendar
from sigateway_wuhan.access import WuhanSignedIn
from sigateway_wuhan.fields import FIELDS

BASE = "http://hall.example/w/1/wuhan/"
_STEM = "91420100MA4KM0CK8"
USCC = _STEM + uscc.calc_check_digit(_STEM)
BOOK = Rulebook.merged([load_layer("sigateway_wuhan")])
NOON = datetime(2026, 11, 10, 12, 0, 0, tzinfo=SHANGHAI)
NAME = "测试甲"


def identity(born: date = date(1998, 5, 4), sex: str = "F", prefix: str = "420102") -> str:
    """A number that holds, of nobody."""
    stem = f"{prefix}{born:%Y%m%d}99{2 if sex == 'F' else 1}"
    return stem + mod_11_2.calc_check_digit(stem)


def person(**changes: Any) -> Person:
    number = changes.pop("number", None) or identity()
    kind = changes.pop("kind", DocumentKind.RESIDENT_ID)
    fields = {"name": NAME, "mobile": "13900000000", "nation": "01"}
    return Person(document=Document(kind=kind, number=number), **{**fields, **changes})


def enrolment(**changes: Any) -> Enrolment:
    fields: dict[str, Any] = {
        "person": person(),
        "employment": Employment(contract_start=date(2026, 11, 2)),
        "declared_wage": "6500",
        "first_paid_month": "2026-11",
    }
    return Enrolment(**{**fields, **changes})


def unit(**changes: Any) -> InsuredUnit:
    fields: dict[str, Any] = {
        "employer": Employer(name="模拟单位甲", uscc=USCC),
        "region": "wuhan",
        "number": "4201000001",
        "schemes": frozenset(Scheme),
        "unit_class": UnitClass.VIP,
    }
    return InsuredUnit(**{**fields, **changes})


def context(at: datetime = NOON, facts: Any = None, rules: Rulebook = BOOK, **changes: Any) -> Context:
    return Context(unit(**changes), at, rules, StateCouncilCalendar(), facts)


def signed_in(**changes: Any) -> WuhanSignedIn:
    fields: dict[str, Any] = {
        "unit_number": "4201000001",
        "unit_name": "模拟单位甲",
        "unit_class": UnitClass.VIP,
        "schemes": frozenset(Scheme),
        "agency": "模拟社保处",
    }
    return WuhanSignedIn(**{**fields, **changes})


def slip(pkcs12: bytes | None = b"key file") -> PasswordSlipLogin:
    return PasswordSlipLogin(
        username="user1",
        password=SecretStr("slip-password"),
        certificate_serial="serial-1",
        certificate_password=SecretStr("certificate-password"),
        pkcs12=SecretBytes(pkcs12) if pkcs12 is not None else None,
    )


# Pages.


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


def select(name: str, options: Sequence[str], chosen: str = "") -> str:
    items = "".join(f'<option value="{o}"{" selected" if o == chosen else ""}>{o}</option>' for o in options)
    return f'<select name="{name}">{items}</select>'


SEARCH = form("zengyuan_chaxun.do", {"zjhm": ""}, select("zjlx", ("01", "02", "03", "04")))
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
    told = {"cblb": "首次参保", "cbny": "202611", **(facts or {})}
    listed = "".join(f'<dd data-field="{name}">{escape(value)}</dd>' for name, value in told.items())
    body = form("zengyuan_baocun.do", plain, selects) + f'<dl id="facts">{listed}</dl>'
    return page("zengyuan_chaxun.do", "enrol_form", body)


def check_page(values: Mapping[str, str], *, number: str = "S1", month: str = "202611") -> Reply:
    body = (
        f'<dl><dd data-field="sxh">{number}</dd></dl>'
        + form("zengyuan_xiugai.do", {"sxh": number, **values, "cbny": month})
        + f'<form method="post" action="tijiao.do"><input type="hidden" name="sxh" value="{number}">'
        '<input type="submit" value="提交审批"></form>'
        f'<form method="post" action="tuidan.do"><input type="hidden" name="sxh" value="{number}">'
        '<input type="submit" value="退单"></form>'
    )
    return page("zengyuan_baocun.do", "check", body)


def submitted(number: str = "S1", due: str | None = None) -> Reply:
    result = {"sxh": number, "spjg": "进行中", **({"zlqx": due} if due else {})}
    items = "".join(f'<dd data-field="{name}">{value}</dd>' for name, value in result.items())
    return page("tijiao.do", "submitted", f'<dl id="result">{items}</dl>', notice="提交成功")


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
    tables: str | None = None,
) -> Reply:
    shown = {
        "dwbh": "4201000001",
        "dwmc": "模拟单位甲",
        "tyshxydm": USCC,
        "dwlb": "VIP单位",
        "xz": "yanglao yiliao dae gongshang shiye shengyu",
        "jbjg": "模拟社保处",
        **(unit or {}),
    }
    listed = "".join(f'<dd data-field="{name}">{value}</dd>' for name, value in shown.items())
    lists = tables or table("daiban", TODO, todo) + table("yiban", DONE, finished)
    return page("home.do", "home", f'<dl id="unit">{listed}</dl>{lists}')


# Replay.


@dataclass
class Played:
    """What a flow asked for, in order, and how it ended."""

    asked: list[Any]
    value: Any = None

    @property
    def requests(self) -> list[Request]:
        return [getattr(effect, "request", effect) for effect in self.asked]


def play(flow: Generator[Any, Any, Any], answers: Sequence[Any]) -> Played:
    """Drive a flow with canned answers; each must be asked for, and nothing more may be."""
    played = Played([])
    left = list(answers)
    answer: Any = None
    while True:
        try:
            effect = flow.send(answer)
        except StopIteration as stop:
            assert not left, f"the flow ended and never asked for {len(left)} of the answers"
            played.value = stop.value
            return played
        played.asked.append(effect)
        assert left, f"the flow asked for more: {effect!r}"
        answer = left.pop(0)


@pytest.fixture
def w() -> SimpleNamespace:
    """Everything above, as one namespace: test modules cannot import one another."""
    return SimpleNamespace(**{name: value for name, value in globals().items() if not name.startswith("_")})
