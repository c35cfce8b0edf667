"""Replies of the hall, written by hand from ``docs/wire/shanghai*.md``, and requests taken apart again."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

from sigateway.plugin import Reply, Request

from .people_by_hand import BASE, NAME, NOON, SERIAL, UNIT, identity

XML = '<?xml version="1.0" encoding="UTF-8"?>'
MOMENT = "2026-11-10T12:00:00+08:00"


def written(fields: Mapping[str, str]) -> str:
    """Elements one after another. Values that begin with ``<`` are elements already."""
    return "".join(
        f"<{name}>{value if value.startswith('<') else escape(value)}</{name}>"
        for name, value in fields.items()
    )


def rows(each: Sequence[Mapping[str, str]]) -> str:
    return "".join(f"<h>{written(row)}</h>" for row in each)


def raw(gn: str, content: bytes | str, *, status: int = 200, **headers: str) -> Reply:
    """Anything, at the address of that function."""
    body = content.encode() if isinstance(content, str) else content
    said = {"content-type": "application/xml; charset=UTF-8", "content-length": str(len(body)), **headers}
    return Reply(status=status, headers=said, content=body, url=f"{BASE}jk/{gn}", at=NOON)


def envelope(
    gn: str, nr: str = "", dm: str = "0000", xx: str = "成功", reasons: Sequence[tuple[str, str]] = ()
) -> str:
    head = written({"gn": gn, "dm": dm, "xx": xx, "sj": MOMENT, "mn": "模拟 MOCK"})
    why = "" if dm == "0000" else f"<yy>{rows([{'dm': code, 'xx': words} for code, words in reasons])}</yy>"
    return f'{XML}<fh bb="1"><t>{head}</t>{why}<nr>{nr}</nr></fh>\n'


def reply(gn: str, nr: Mapping[str, str] | None = None, *, xx: str = "成功") -> Reply:
    """Done."""
    return raw(gn, envelope(gn, written(nr or {}), xx=xx))


def refusal(gn: str, dm: str, *reasons: tuple[str, str], xx: str = "申报不成功") -> Reply:
    return raw(gn, envelope(gn, "", dm, xx, reasons), status=400 if dm == "1900" else 200)


# --- what the functions answer --------------------------------------------------------------------------------------

FIELDS = {
    "01": {"qsny": "202611", "gzsr": "12000.0", "wlry": "0", "rczh": ""},
    "02": {"zcyy": "03", "jzny": "202611", "bz": ""},
    "03": {"gzsr": "12000.0", "ksny": "202609", "jsny": "202610"},
    "04": {"gzsr": "9800.5", "sxny": "202611"},
    "05": {"gzsr": "9800.0", "nd": "2026"},
}


def declared(code: str = "01", **changes: str) -> dict[str, str]:
    """``sb`` as the hall holds it."""
    number = {"grxh": "8"} if code == "01" else {}
    fields = {"ywlx": code, "zjhm": identity(), "xm": NAME, **number, **FIELDS[code]}
    assert set(changes) <= set(fields)
    return {**fields, **changes}


SHEET = (
    {"xz": "yanglao", "dwfl": "16.00", "grfl": "8.00", "dwje": "1920.00", "grje": "960.00", "hj": "2880.00"},
    {"xz": "yiliao", "dwfl": "9.00", "grfl": "2.00", "dwje": "1080.00", "grje": "240.00", "hj": "1320.00"},
    {"xz": "shiye", "dwfl": "0.50", "grfl": "0.50", "dwje": "60.00", "grje": "60.00", "hj": "120.00"},
    {"xz": "gongshang", "dwfl": "0.16", "grfl": "0.00", "dwje": "19.20", "grje": "0.00", "hj": "19.20"},
)
"""The example of the wire page: 12000 yuan in November 2026, at 0.16 per cent."""


def sheet(month: str = "202611", **sums: str) -> str:
    """``hd``."""
    parts = [{"ny": month, "js": "12000.0", **row} for row in SHEET]
    totals = {"dwhj": "3079.20", "grhj": "1260.00", "hj": "4339.20", **sums}
    return written(totals) + rows(parts)


NO_SHEET = written({"dwhj": "0.00", "grhj": "0.00", "hj": "0.00"})


def told(code: str = "01", **changes: str) -> dict[str, str]:
    """``sb``, ``qt`` and ``hd``, as elements."""
    base = "" if code == "02" else "12000.0"
    other = {"cblb": "新进" if code == "01" else "", "hdjs": base, "ts": changes.pop("ts", "")}
    hd = changes.pop("hd", NO_SHEET if code == "02" else sheet())
    return {
        "sb": written(declared(code, **changes)),
        "qt": written(other),
        "hd": hd,
    }


def checked(code: str = "01", jyh: str = "J1", **changes: str) -> Reply:
    return reply("sbjy", {"jyh": jyh, "sxsj": MOMENT, **told(code, **changes)}, xx="校验通过")


def submitted(code: str = "01", sbh: str = "20261100000001", jyh: str = "J1", **changes: str) -> Reply:
    shown = {"sbh": sbh, "jyh": jyh, "sbsj": MOMENT, **told(code, **changes)}
    return reply("sbtj", shown, xx="申报成功")


def row(code: str = "01", sbh: str = "20261100000001", **changes: str) -> dict[str, str]:
    fields = {
        "sbh": sbh, "jyh": "J1", "ywlx": code, "zjhm": identity(), "xm": NAME, "sbsj": MOMENT, "zt": "有效",
        "cxsj": "", "qd": "01", "zsxlh": SERIAL,
    }  # fmt: skip
    assert set(changes) <= set(fields)
    return {**fields, **changes}


def listed(
    *each: Mapping[str, str], gn: str = "sbqd", page: int = 1, pages: int = 1, total: int | None = None
) -> Reply:
    count = len(each) if total is None else total
    shown = {"zs": str(count), "ym": str(page), "yms": str(pages), "rows": rows(each)}
    return reply(gn, shown)


def blocker(sbh: str, code: str = "03", channel: str = "01") -> dict[str, str]:
    return {"sbh": sbh, "ywlx": code, "zjhm": identity(), "sbsj": MOMENT, "qd": channel}


def opened(
    code: str = "01",
    sbh: str = "20261100000001",
    *,
    blocking: Sequence[Mapping[str, str]] = (),
    **changes: str,
) -> Reply:
    """``sbmx``."""
    of_row = {name: changes.pop(name) for name in ("zt", "cxsj", "jyh", "qd") if name in changes}
    shown = {**row(code, sbh, **of_row), **told(code, **changes), "cxqd": "", "hx": rows(blocking)}
    return reply("sbmx", shown)


def slip(state: str = "未用", code: str = "01", jyh: str = "J1", **changes: str) -> Reply:
    shown = {"jyh": jyh, "zt": state, "sxsj": MOMENT, "sb": written(declared(code, **changes)), "sbh": ""}
    return reply("jycx", shown)


def certificate_state(certificate: str = "单位主管", session: str | None = None, **changes: str) -> Reply:
    signed = "" if certificate == "未签约" else MOMENT
    shown = {"zsxlh": SERIAL, "qx": certificate, "qysj": signed, "sqsj": "", "dqqx": session or certificate}
    return reply("zszt", {**shown, **changes})


def certificate_row(serial: str = "0C2D", right: str = "待审核") -> dict[str, str]:
    return {"zsxlh": serial, "zsmc": "31000001-2", "qx": right, "qysj": MOMENT, "sqsj": ""}


def unit_page(**changes: str) -> Reply:
    figures = {"zdgz": "2740.0", "bdx": "7600.0", "fdx": "38000.0"}
    limits = rows([{"ny": f"2026{month:02d}", **figures} for month in range(5, 12)])
    shown = {
        "dwbh": UNIT, "dwmc": "模拟单位甲", "tyshxydm": "", "clrq": "2015-03-18",
        "xz": "yanglao yiliao shiye gongshang", "gsfl": "0.16", "jbjg": "模拟社保中心", "kf": "1",
        "kssj": "2026-11-05T09:00:00+08:00", "jssj": "2026-11-26T16:00:00+08:00", "nd": "2026",
        "ndksrq": "2026-06-01", "ndjzrq": "2026-07-31", "ndsxny": "202607", "mrxh": "8", "zb": limits,
    }  # fmt: skip
    return reply("dwxx", {**shown, **changes})


def person_page(**changes: str) -> Reply:
    shown = {
        "cz": "1", "xm": NAME, "xb": "2", "hjss": "上海市", "hjhb": "10", "hjdz": "", "cbzt": "未参保", "grxh": "",
        "qsny": "", "gzsr": "", "jzny": "", "wjny": "", "ndsb": "0", "xhzy": "0",
    }  # fmt: skip
    return reply("rycx", {**shown, **changes})


AGREEMENT = "第一条 双方应当…\n第二条 …"
DIGEST = sha256(AGREEMENT.encode()).hexdigest()


def agreement_page(**changes: str) -> Reply:
    return reply("ydcx", {"bbh": "1.0", "wb": AGREEMENT, "zy": DIGEST, **changes})


# --- requests taken apart -------------------------------------------------------------------------------------------


def flat(element: ET.Element) -> Any:
    """An element as text, or as its elements by name."""
    return {each.tag: flat(each) for each in element} if len(element) else element.text or ""


def asked(request: Request) -> dict[str, Any]:
    """What stands in a request, by name."""
    assert request.body is not None
    found: dict[str, Any] = flat(ET.fromstring(request.body.content))
    return found


def signed_part(request: Request) -> bytes:
    """The bytes that were signed."""
    return base64.b64decode(asked(request)["qmnr"], validate=True)


def document(request: Request) -> dict[str, Any]:
    """What stands in a signed document, by name."""
    found: dict[str, Any] = flat(ET.fromstring(signed_part(request)))
    return found
