"""The wire of both Beijing systems: replies told apart. Pure. Requests are in ``wire_four.py``, ``wire_medical.py``, ``wire_file.py``.

Modelled by us (E0, ``docs/wire/beijing.md``); on the day the real hall is connected the ``wire`` files and ``pages.py`` change.
"""

from __future__ import annotations

import json
from typing import Any, Final

from sigateway.plugin import Classified, Kind, Reply

from . import pages

SESSION_TAKEN: Final = "您的账号已在其他地方登录"
PERHAPS_OURS: Final = frozenset({"该业务已提交，请勿重复提交", "该文件已提交，请勿重复提交"})
"""Said of what has been submitted before: by this very commit, or by another hand. Only evidence can say which."""


def classify(reply: Reply) -> Classified:
    """What kind of reply this is, of whichever system: its media type tells which."""
    if reply.status == 302 and reply.location:
        return Classified(Kind.DATA, what="a redirect")
    kind = reply.headers.get("content-type", "").partition(";")[0].strip().lower()
    match kind:
        case "application/json":
            return _of_four(reply)
        case "text/html":
            return _of_medical(reply)
        case "text/plain":
            whole = pages.is_whole_text(reply.content)
            return Classified(Kind.DATA if whole else Kind.UNKNOWN, what=f"HTTP {reply.status}, a text")
        case "application/pdf":
            whole = reply.content.rstrip().endswith(b"%%EOF")
            return Classified(Kind.DATA if whole else Kind.UNKNOWN, what=f"HTTP {reply.status}, a PDF")
    return Classified(Kind.UNKNOWN, what=f"HTTP {reply.status}, {kind or 'no media type'}")


def envelope(reply: Reply) -> dict[str, Any] | None:
    """The envelope of ``four``; ``None`` when the reply is no whole one."""
    if "envelope" not in reply.memo:
        reply.memo["envelope"] = _envelope(reply)
    found: dict[str, Any] | None = reply.memo["envelope"]
    return found


def _envelope(reply: Reply) -> dict[str, Any] | None:
    try:
        found = json.loads(reply.content)
    except ValueError:
        return None
    if not isinstance(found, dict) or not {"code", "msg", "errors", "data"} <= found.keys():
        return None
    data, errors = found["data"], found["errors"] or []
    if not isinstance(errors, list) or not all(
        isinstance(each, dict) and isinstance(each.get("message"), str) for each in errors
    ):
        return None
    if (
        isinstance(data, dict)
        and "rows" in data
        and (
            not isinstance(data["rows"], list) or data.get("rowCount", len(data["rows"])) != len(data["rows"])
        )
    ):
        return None
    return found


def errors(reply: Reply) -> tuple[str, ...]:
    """The words of a refusal of ``four``."""
    found = envelope(reply) or {}
    words = tuple(each["message"] for each in found.get("errors") or ())
    return words or (str(found.get("msg") or "申报未受理"),)


def _of_four(reply: Reply) -> Classified:
    found = envelope(reply)
    if found is None:
        return Classified(Kind.UNKNOWN, what=f"HTTP {reply.status}, no whole envelope")
    code, what = found["code"], f"HTTP {reply.status}, code {found['code']}"
    match code:
        case "0" if reply.status == 200:
            return Classified(Kind.DATA, what=what)
        case "1":
            return _refused(errors(reply), what)
        case "2":
            return Classified(Kind.SIGNED_OUT, what=what)
        case "3":
            return Classified(Kind.TAKEN, what=what)
        case "4":
            return Classified(Kind.MAINTENANCE, what=what)
    return Classified(Kind.UNKNOWN, what=what)


def _of_medical(reply: Reply) -> Classified:
    page = pages.page(reply)
    if page is None:
        return Classified(Kind.UNKNOWN, what=f"HTTP {reply.status}, no whole page")
    what = f"HTTP {reply.status}, page {page.kind}"
    match page.kind:
        case "login":
            return Classified(Kind.TAKEN if SESSION_TAKEN in page.errors else Kind.SIGNED_OUT, what=what)
        case "maintenance":
            return Classified(Kind.MAINTENANCE, what=what)
        case "not_modelled":
            return Classified(Kind.UNKNOWN, what=what)
    if page.kind == "message" or page.errors:
        return _refused(page.errors or page.notices, what)
    return Classified(Kind.DATA if reply.status == 200 else Kind.UNKNOWN, what=what)


def _refused(words: tuple[str, ...], what: str) -> Classified:
    if PERHAPS_OURS & set(words):
        return Classified(Kind.UNKNOWN, what=f"{what}, submitted before")
    return Classified(Kind.REFUSED, words, what)
