"""People who do not exist, replies as the wire pages write them, and a replay of flows."""

from __future__ import annotations

import json
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pydantic import SecretStr

import sigateway as sg
from sigateway.plugin import SHANGHAI, Context, Layer, Reply, Request, Rulebook, load_layer
from sigateway.rules.calendar import StateCouncilCalendar
from sigateway.rules.schema import parse_layer
from sigateway_zhejiang.access import ZhejiangSignedIn
from sigateway_zhejiang.answers import MenuItem

NOON = datetime(2026, 11, 10, 12, tzinfo=SHANGHAI)
NUMBER, NAME = "33021119900303001X", "模拟甲"
USCC = "91330200MA2A00000J"
UNIT_NO = "3302990001"
LAYERS: tuple[Layer, ...] = (load_layer("sigateway_zhejiang"),)
ROOT = ("宁波市人力社保局", "按业务类型", "浙江省社会保险网上服务系统")


def person(**changes: Any) -> sg.Person:
    fields: dict[str, Any] = {
        "document": sg.Document(kind=sg.DocumentKind.RESIDENT_ID, number=_checked(NUMBER)),
        "name": NAME,
        "mobile": "13800000001",
        "nation": "01",
        "household_kind": "10",
        "household_place": "浙江省宁波市镇海区",
    }
    return sg.Person(**{**fields, **changes})


def _checked(number: str) -> str:
    """With its check digit."""
    from stdnum.iso7064 import mod_11_2

    return number[:17] + mod_11_2.calc_check_digit(number[:17])


def enrolment(**changes: Any) -> sg.Enrolment:
    fields: dict[str, Any] = {
        "person": person(),
        "employment": sg.Employment(contract_start=date(2026, 11, 2), form=sg.EmploymentForm.FULL_TIME),
        "declared_wage": "6500",
        "first_paid_month": "2026-11",
    }
    return sg.Enrolment(**{**fields, **changes})


def suspension(**changes: Any) -> sg.Suspension:
    fields: dict[str, Any] = {
        "person": person(),
        "employment_ended_on": date(2026, 11, 5),
        "last_paid_month": "2026-10",
        "reason": "resigned",
    }
    return sg.Suspension(**{**fields, **changes})


def unit(**changes: Any) -> sg.InsuredUnit:
    fields: dict[str, Any] = {
        "employer": sg.Employer(name="模拟甬江科技有限公司", uscc=_uscc()),
        "region": "zhejiang",
        "number": UNIT_NO,
        "schemes": frozenset({"pension", "unemployment", "injury"}),
    }
    return sg.InsuredUnit(**{**fields, **changes})


def _uscc() -> str:
    from stdnum.cn import uscc

    return USCC[:17] + uscc.calc_check_digit(USCC[:17])


def context(
    at: datetime = NOON, facts: Any = None, layers: Sequence[Layer] = LAYERS, **changes: Any
) -> Context:
    return Context(
        unit=unit(**changes),
        at=at,
        rules=Rulebook.merged(layers),
        calendar=StateCouncilCalendar(),
        facts=facts,
    )


def own_layer(identity: str, **values: str) -> Layer:
    """A vendor's layer that replaces one rule of the province with these figures."""
    figures = ", ".join(f'{name} = "{value}"' for name, value in values.items())
    text = (
        'schema = "rulebook/1"\nregion = "own"\n[sources.own]\ntitle = "o"\nera = "o"\nkind = "o"\n'
        f'[[rule]]\nid = "{identity}"\nstatement = "O."\nsource = "own"\ngrade = "E0"\nkind = ["hall"]\n'
        f'replaces = "zhejiang"\n[[rule.figures]]\neffective_from = 2010-01-01\nvalues = {{ {figures} }}\n'
    )
    return parse_layer(text, "own")


def signed_in(entrance: str = "legal_person", **changes: Any) -> ZhejiangSignedIn:
    fields: dict[str, Any] = {
        "unit_number": UNIT_NO,
        "unit_name": "模拟甬江科技有限公司",
        "entrance": entrance,
        "account": _uscc() if entrance == "legal_person" else _checked(NUMBER),
        "menu": (
            MenuItem((*ROOT, "参保征缴", "社会保险职工参保登记"), "enrol"),
            MenuItem((*ROOT, "参保征缴", "社会保险职工暂停参保"), "suspend"),
        ),
        "schemes": ("pension", "unemployment", "injury"),
    }
    return ZhejiangSignedIn(**{**fields, **changes})


def portal_login(entrance: str = "legal_person") -> sg.PortalLogin:
    return sg.PortalLogin(username=_uscc(), password=SecretStr("geheim-1"), entrance=sg.Entrance(entrance))


# -- replies -----------------------------------------------------------------------------------------------------------


def reply(
    content: bytes, *, kind: str, status: int = 200, path: str = "hall/api/x", cut: int = 0, **headers: str
) -> Reply:
    shown = {"content-type": kind, "content-length": str(len(content) + cut), **headers}
    return Reply(status, shown, content, f"http://zj.test/{path}", NOON)


def answered(
    data: dict[str, Any] | None = None,
    *,
    code: str = "0",
    msg: str = "",
    errors: Sequence[str] = (),
    status: int = 200,
    path: str = "hall/api/x",
    cut: int = 0,
) -> Reply:
    body = {
        "mock": "模拟 MOCK",
        "code": code,
        "msg": msg,
        "errors": [{"message": words, "field": ""} for words in errors],
        "data": data or {},
    }
    content = json.dumps(body, ensure_ascii=False).encode()
    return reply(content, kind="application/json; charset=utf-8", status=status, path=path, cut=cut)


def refused(*words: str, path: str = "hall/api/x") -> Reply:
    return answered(code="1", msg="办理未成功", errors=words, path=path)


def page(
    kind: str,
    body: str = "",
    *,
    messages: Sequence[str] = (),
    end: str = "<!-- 页面结束 -->",
    status: int = 200,
) -> Reply:
    said = "".join(f"<li>{words}</li>" for words in messages)
    text = (
        f'<html><head><meta name="hall-page" content="{kind}"></head><body><p>模拟 MOCK</p>'
        f'<ul id="messages" class="error">{said}</ul>{body}{end}</body></html>'
    )
    return reply(text.encode(), kind="text/html; charset=utf-8", status=status, path="portal/login.do")


def redirect(to: str, path: str = "hall/index") -> Reply:
    return reply(b"", kind="text/plain", status=302, path=path, location=to)


def enrol_facts(**changes: Any) -> dict[str, Any]:
    blank = ("name", "sex", "birth", "nation", "hukou", "hukouPlace", "address", "mobile", "education")
    return {
        "idCard": _checked(NUMBER),
        "found": False,
        "person": dict.fromkeys(blank, ""),
        "changeKind": "new",
        "startMonths": {
            "pension": ["202610", "202611"],
            "unemployment": ["202610", "202611"],
            "injury": ["202611"],
        },
        "here": {},
        "paidUntil": {},
        "elsewhere": "",
        "resident": False,
        "pending": "",
        "minimumWage": "2490.00",
        "floor": "5100.00",
        "ceiling": "26000.00",
        "launched": True,
        **changes,
    }


def suspend_facts(**changes: Any) -> dict[str, Any]:
    months = ["202610", "202611"]
    return {
        "idCard": _checked(NUMBER),
        "name": NAME,
        "here": {"pension": "202501", "unemployment": "202501", "injury": "202501"},
        "stopMonths": {"pension": months, "unemployment": months, "injury": months},
        "injuryFollows": True,
        "pending": "",
        "launched": True,
        **changes,
    }


def listed(*rows: dict[str, Any], page: int = 1, pages: int = 1, total: int | None = None) -> Reply:
    data = {
        "total": len(rows) if total is None else total, "page": page, "pages": pages, "rowCount": len(rows), "rows": list(rows),
    }  # fmt: skip
    return answered(data, path="hall/api/progress")


def row(number: str, **changes: Any) -> dict[str, Any]:
    return {
        "itemNo": number,
        "business": "职工参保登记",
        "idCard": _checked(NUMBER),
        "name": NAME,
        "state": "审核中",
        "submittedAt": "2026-11-10 12:00:00",
        "decidedAt": "",
        "voidedAt": "",
        "reasons": "",
        "channel": "01",
        **changes,
    }


def item(number: str, **changes: Any) -> dict[str, Any]:
    return {
        "itemNo": number,
        "business": "职工参保登记",
        "state": "审核中",
        "submittedAt": "2026-11-10 12:00:00",
        "changeKind": "new",
        "from": {"pension": "202611", "unemployment": "202611", "injury": "202611"},
        "paidUntil": {},
        "base": "6500.00",
        **changes,
    }


def detail(number: str, filed: dict[str, str], **changes: Any) -> Reply:
    return answered({**row(number), **item(number), "filed": filed, "canTakeBack": True, **changes})


# -- the replay --------------------------------------------------------------------------------------------------------


@dataclass
class Played:
    """What a flow asked for, in order, and how it ended."""

    asked: list[Any]
    value: Any = None

    @property
    def requests(self) -> list[Request]:
        return [getattr(effect, "request", effect) for effect in self.asked]

    @property
    def operations(self) -> list[str]:
        return [request.operation for request in self.requests]


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


def body(request: Request) -> Any:
    """What a request posts."""
    assert request.body is not None
    return json.loads(request.body.content)
