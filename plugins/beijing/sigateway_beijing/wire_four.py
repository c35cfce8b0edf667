"""Requests to ``four``: JSON. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from sigateway.plugin import Body, Commit, EchoField, Means, Request

from .fields import FOUR

_JSON: Final = "application/json; charset=utf-8"


def get(operation: str, path: str, query: Mapping[str, str] | None = None) -> Request:
    """A READ."""
    return Request(f"four.{operation}", "GET", f"api/{path}", site=FOUR, query=query or {})


def send_json(
    operation: str, path: str, content: Mapping[str, Any], means: Means, method: str = "POST"
) -> Request:
    """One JSON object."""
    body = Body(json.dumps(content, ensure_ascii=False).encode("utf-8"), _JSON)
    return Request(f"four.{operation}", method, f"api/{path}", means, FOUR, body=body)


def form(kind: str, who: Mapping[str, str]) -> Request:
    """The entrance to a business, and what is known beforehand."""
    query = {"type": kind, **{name: who[name] for name in ("idType", "idCard") if name in who}}
    return get("form", "declarations/form", query)


def save(kind: str, scope: str, fields: Mapping[str, str]) -> Request:
    """A draft."""
    content = {"type": kind, "scope": scope, "fields": dict(fields)}
    return send_json("save", "declarations", content, Means.DRAFT)


def edit(number: str, version: int, fields: Mapping[str, str]) -> Request:
    """The draft, or what came back, said anew."""
    content = {"version": version, "fields": dict(fields)}
    return send_json("edit", f"declarations/{number}", content, Means.DRAFT, "PUT")


def detail(number: str) -> Request:
    """One half."""
    return get("detail", f"declarations/{number}")


def commit(verb: str, step: str, number: str, version: int, echo: tuple[EchoField, ...] = ()) -> Commit:
    """``submit``, ``delete`` or ``withdraw`` of that version."""
    request = send_json(verb, f"declarations/{number}/{verb}", {"version": version}, Means.COMMIT)
    return Commit(request, step, echo, f"{number}:{version}")
