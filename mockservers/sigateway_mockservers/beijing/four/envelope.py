"""The JSON envelope of the four system, and strict reading of what is sent."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from sigateway_mockservers.beijing import reasons
from sigateway_mockservers.beijing.paging import Page, page_of
from sigateway_mockservers.beijing.reasons import Refusal
from sigateway_mockservers.kernel.pdf import MOCK
from sigateway_mockservers.kernel.reasons import Reason
from sigateway_mockservers.kernel.replies import Reply

DONE, REFUSED, SIGNED_OUT, TAKEN, MAINTENANCE, UNKNOWN = "0", "1", "2", "3", "4", "9"

_CONTROL = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")

Row = TypeVar("Row")
_JSON = "application/json; charset=utf-8"


class MalformedError(ValueError):
    """What was sent is not of the agreed form."""


def envelope(
    code: str,
    data: Mapping[str, Any] | None = None,
    *,
    words: str = "",
    errors: Sequence[Reason] = (),
    status: str = "200 OK",
) -> Reply:
    """A reply of the site."""
    body = {
        "mock": MOCK,
        "code": code,
        "msg": words,
        "errors": [{"message": each.words, "field": each.field} for each in errors],
        "data": dict(data or {}),
    }
    return Reply(json.dumps(body, ensure_ascii=False).encode("utf-8"), _JSON, status)


def done(data: Mapping[str, Any] | None = None) -> Reply:
    """Done, with data."""
    return envelope(DONE, data)


def refused(refusal: Refusal, data: Mapping[str, Any] | None = None) -> Reply:
    """Refused, with every reason of the stage."""
    return envelope(REFUSED, data, words=reasons.NOT_TAKEN, errors=reasons.once(refusal.reasons))


def without_session() -> Reply:
    """Nobody is signed in."""
    return envelope(SIGNED_OUT, words=reasons.SIGNED_OUT)


def malformed() -> Reply:
    """What was sent has not the agreed form."""
    said = Reason("", reasons.MALFORMED)
    return envelope(REFUSED, words=reasons.MALFORMED, errors=(said,), status="400 Bad Request")


def not_modelled() -> Reply:
    """What this site does not have."""
    return envelope(UNKNOWN, words=reasons.NOT_MODELLED, status="501 Not Implemented")


def rows_of(page: Page[Row], written: Sequence[Any], **more: Any) -> Reply:
    """A page of a list."""
    return done(
        {
            "total": page.total,
            "pageNo": page.number,
            "pages": page.pages,
            "rowCount": len(written),
            "rows": list(written),
            **more,
        }
    )


def list_answer(rows: Sequence[Mapping[str, Any]], query: Mapping[str, str], **more: Any) -> Reply:
    """The page of ready rows that a query asks for."""
    page = page_of(rows, query.get("pageNo", ""), query.get("pageSize", ""))
    return rows_of(page, page.rows, **more)


def read_object(content: bytes) -> dict[str, Any]:
    """One JSON object, its texts without control characters and lone surrogates."""
    try:
        said = json.loads(content.decode("utf-8"))
    except ValueError as error:
        raise MalformedError("not JSON in UTF-8") from error
    if not isinstance(said, dict):
        raise MalformedError("not an object")
    _require_clean(said)
    return said


def text_in(said: Mapping[str, Any], name: str) -> str:
    """A text of an object; one that is missing is empty."""
    value = said.get(name, "")
    if not isinstance(value, str):
        raise MalformedError(f"{name} is no text")
    return value


def version_in(said: Mapping[str, Any]) -> int:
    """The version that a client has seen."""
    value = said.get("version")
    if not isinstance(value, int) or isinstance(value, bool):
        raise MalformedError("version is no number")
    return value


def fields_in(said: Mapping[str, Any]) -> dict[str, str]:
    """``fields`` of a draft."""
    fields = said.get("fields")
    if not isinstance(fields, dict):
        raise MalformedError("fields is no object")
    return {name: text_in(fields, name) for name in fields}


def _require_clean(value: Any) -> None:
    if isinstance(value, str):
        if _CONTROL.search(value):
            raise MalformedError("a control character or half a character")
    elif isinstance(value, dict):
        for name, each in value.items():
            _require_clean(name)
            _require_clean(each)
    elif isinstance(value, list):
        for each in value:
            _require_clean(each)
