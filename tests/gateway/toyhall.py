"""The toy hall: an httpx transport whose faults are scripted per request, and a clock that tests move by hand."""

from __future__ import annotations

import json
import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.utils import format_datetime
from itertools import count
from typing import Any
from urllib.parse import parse_qsl

import httpx


class FakeClock:
    """Stands still until somebody sleeps."""

    def __init__(self, start: str = "2026-11-03T09:00:00+08:00") -> None:
        self._now = datetime.fromisoformat(start)

    def now(self) -> datetime:
        return self._now

    def sleep(self, seconds: float) -> None:
        self._now += timedelta(seconds=seconds)

    async def asleep(self, seconds: float) -> None:
        self.sleep(seconds)


@dataclass(frozen=True)
class Fault:
    """What goes wrong with one request. ``acts``: the hall does what was asked all the same. ``cut``: half its page arrives."""

    raises: BaseException | None = None
    page: tuple[int, str] | None = None
    cut: bool = False
    acts: bool = False


_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass
class Row:
    draft: str
    fields: dict[str, str]
    state: str = "draft"
    before: str = "draft"
    shown_from: datetime = _LONG_AGO
    batch: str | None = None  #: the number of the uploaded file that it came with


@dataclass
class ToyHall(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Files what is committed. ``requests`` is its journal, ``effects`` what took legal effect."""

    clock: Any
    mock: bool = True
    lag: float = 0.0  #: seconds until a landed case is shown
    accepts_duplicates: bool = False
    decides: str = "approved"
    complete: bool = True
    must_change: bool = False
    edited: dict[str, str] = field(
        default_factory=dict
    )  #: what a clerk changes of a draft at the last moment
    passwords: dict[str, str] = field(default_factory=lambda: {"unit": "slip-1"})
    insured_elsewhere: bool = False
    alters: dict[str, str] = field(default_factory=dict)  #: what the hall makes of a field that it saves
    requests: list[str] = field(default_factory=list)
    effects: list[str] = field(default_factory=list)
    filed: list[str] = field(default_factory=list)  #: whose filing took effect, once an effect
    refuses: dict[str, str] = field(default_factory=dict)  #: whose row of a file is not taken, and why
    alters_rows: dict[str, dict[str, str]] = field(
        default_factory=dict
    )  #: as ``alters``, for one person of a file
    lands: set[str] | None = None  #: whom a batch's commit takes; ``None`` is everybody
    rows: dict[str, Row] = field(default_factory=dict)
    sessions: set[str] = field(default_factory=set)
    faults: dict[str, Iterator[Fault | None]] = field(default_factory=lambda: defaultdict(lambda: iter(())))

    def __post_init__(self) -> None:
        self._lock = threading.Lock()
        self._files = count(1)

    def script(self, route: str, faults: Iterable[Fault | None]) -> None:
        """One fault a request, in order; ``None`` is none, and so is the end of the script."""
        self.faults[route] = iter(faults)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        form = fields_of(request.headers.get("content-type", ""), request.read()) | dict(request.url.params)
        with self._lock:
            return self.answer(request.url.path.rsplit("/", 1)[-1], form, request.headers.get("cookie", ""))

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        return self.handle_request(request)

    def answer(self, route: str, form: dict[str, str], cookie: str) -> httpx.Response:
        self.requests.append(route)
        fault = next(self.faults[route], None) or Fault(acts=True)
        status, text, headers = 200, "", {}
        if fault.acts or fault.cut:
            text, headers = self._act(route, form, cookie)
        if fault.raises is not None:
            raise fault.raises
        if fault.page is not None:
            status, text = fault.page
        if fault.cut:
            text = text[: len(text) // 2]
        headers["Date"] = format_datetime(self.clock.now().astimezone(UTC), usegmt=True)
        if self.mock:
            headers["X-Mock-Hall"] = "toy"
        return httpx.Response(status, headers=headers, content=text.encode())

    def _act(self, route: str, form: dict[str, str], cookie: str) -> tuple[str, dict[str, str]]:
        if route == "login":
            if self.passwords.get(form["user"]) != form["password"]:
                return _page(refused="密码错误"), {}
            sid = f"sid={len(self.requests)}"
            self.sessions.add(sid)
            return _page(must_change=self.must_change), {"Set-Cookie": f"{sid}; Path=/"}
        if cookie not in self.sessions:
            return "<p>登录</p>", {}
        result = getattr(self, f"_{route}")(form)
        return result if isinstance(result, str) else _page(**result), {}

    def _password(self, form: dict[str, str]) -> dict[str, Any]:
        self.passwords["unit"], self.must_change = form["new"], False
        self.effects.append("password")
        return {}

    def _facts(self, form: dict[str, str]) -> dict[str, Any]:
        return {"insured_elsewhere": self.insured_elsewhere}

    def _save(self, form: dict[str, str]) -> dict[str, Any]:
        draft = f"D{len(self.rows) + 1}"
        self.rows[draft] = Row(draft, form | self.alters)
        return {"draft": draft}

    def _echo(self, form: dict[str, str]) -> dict[str, Any]:
        return {"fields": self.rows[form["draft"]].fields}

    def _commit(self, form: dict[str, str]) -> dict[str, Any]:
        row = self.rows[form["draft"]]
        if row.state != "draft" and not self.accepts_duplicates:
            return {"refused": "已提交，不可重复提交"}
        row.fields |= self.edited
        self.filed.append(row.fields["id"])
        return self._take_effect("commit", row, self.decides)

    def _upload(self, form: dict[str, str]) -> dict[str, Any]:
        batch, refused = f"B{next(self._files)}", {}
        for place, fields in enumerate(json.loads(form["file"])):
            if fields["id"] in self.refuses:
                refused[place] = self.refuses[fields["id"]]
                continue
            altered = fields | self.alters_rows.get(fields["id"], {})
            self.rows[f"{batch}-{place}"] = Row(f"{batch}-{place}", altered, batch=batch)
        return {"draft": batch, "not_taken": refused}

    def of_batch(self, batch: str) -> list[Row]:
        """The rows of an uploaded file that are still there."""
        return [row for row in self.rows.values() if row.batch == batch]

    def _batch(self, form: dict[str, str]) -> dict[str, Any]:
        return {"rows": [{"draft": r.draft, "fields": r.fields} for r in self.of_batch(form["draft"])]}

    def _drop(self, form: dict[str, str]) -> dict[str, Any]:
        del self.rows[form["row"]]
        return {}

    def _commit_batch(self, form: dict[str, str]) -> dict[str, Any]:
        rows = self.of_batch(form["draft"])
        if not rows or (any(r.state != "draft" for r in rows) and not self.accepts_duplicates):
            return {"refused": "没有可提交的批次"}
        taken = [r for r in rows if self.lands is None or r.fields["id"] in self.lands]
        self.filed += [row.fields["id"] for row in taken]
        return {"rows": [self._take_effect("commit_batch", row, self.decides) for row in taken]}

    def _discard(self, form: dict[str, str]) -> dict[str, Any]:
        return self._take_effect("discard", self.rows[form["draft"]], "discarded")

    def _withdraw(self, form: dict[str, str]) -> dict[str, Any]:
        return self._take_effect("withdraw", self.rows[form["draft"]], "withdrawn")

    def _take_effect(self, what: str, row: Row, state: str) -> dict[str, Any]:
        row.before, row.state = row.state, state
        row.shown_from = self.clock.now() + timedelta(seconds=self.lag)
        self.effects.append(what)
        return {"draft": row.draft, "state": state}

    def _list(self, form: dict[str, str]) -> dict[str, Any]:
        shown = [
            {"draft": r.draft, "fields": r.fields, "batch": r.batch,
             "state": r.state if self.clock.now() >= r.shown_from else r.before}
            for r in self.rows.values()
        ]  # fmt: skip
        return {"rows": shown, "complete": self.complete}


def fields_of(kind: str, body: bytes) -> dict[str, str]:
    """The fields of a form, a file among them; of either kind of form."""
    if not kind.startswith("multipart/form-data"):
        return dict(parse_qsl(body.decode()))
    found = {}
    for part in message_from_bytes(f"Content-Type: {kind}\r\n\r\n".encode() + body).walk():
        content = part.get_payload(decode=True)
        if isinstance(content, bytes):
            name = part.get_param("name", header="content-disposition")
            found[str(name)] = content.decode("gbk")  # as the toy region sends its files
    return found


def _page(**body: Any) -> str:
    return json.dumps(body | {"end": True})
