"""Requests to ``medical``: forms in GBK. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sigateway.plugin import Commit, EchoField, Means, Request

from .fields import MEDICAL

_CHARSET: Final = "gbk"
SAVE: Final = "sb_baocun.do"
"""Where the form of a business goes."""

EDIT: Final = "sb_xiugai.do"
"""Where what is said anew goes."""

HEAD: Final = ("ywlx", "fw", "sblsh")
"""What goes with the fields of every business."""

BY_NUMBER: Final = ("slh", "bbh")
"""What names a half and its version."""

VERBS: Final = {"submit": "sb_tijiao.do", "delete": "sb_shanchu.do", "withdraw": "sb_chehui.do"}


def get(operation: str, path: str, query: Mapping[str, str] | None = None) -> Request:
    """A READ."""
    return Request(f"medical.{operation}", "GET", path, site=MEDICAL, query=query or {}, charset=_CHARSET)


def post(operation: str, path: str, form: Mapping[str, str], means: Means) -> Request:
    """One form."""
    return Request(f"medical.{operation}", "POST", path, means, MEDICAL, form=dict(form), charset=_CHARSET)


def form(code: str, who: Mapping[str, str]) -> Request:
    """The entrance to a business, and what is known beforehand."""
    query = {"ywlx": code, **{name: who[name] for name in ("zjlx", "zjhm") if name in who}}
    return get("form", "sb_biaodan.do", query)


def save(code: str, scope: str, partner: str, fields: Mapping[str, str]) -> Request:
    """A draft; ``partner`` is the four system's number, by which it is found again."""
    head = {"ywlx": code, "fw": scope, "sblsh": partner}
    return post("save", SAVE, {**head, **fields}, Means.DRAFT)


def edit(number: str, version: int, fields: Mapping[str, str]) -> Request:
    """The draft, or what came back, said anew."""
    return post("edit", EDIT, {"slh": number, "bbh": str(version), **fields}, Means.DRAFT)


def detail(number: str) -> Request:
    """One half."""
    return get("detail", "sb_xiangqing.do", {"slh": number})


def listed(**filters: str) -> Request:
    """The list ``sb``."""
    return get("list", "sb_liebiao.do", filters)


def commit(verb: str, step: str, number: str, version: int, echo: tuple[EchoField, ...] = ()) -> Commit:
    """``submit``, ``delete`` or ``withdraw`` of that version."""
    form = {"slh": number, "bbh": str(version)}
    return Commit(post(verb, VERBS[verb], form, Means.COMMIT), step, echo, f"{number}:{version}")
