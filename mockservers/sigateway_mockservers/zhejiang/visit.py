"""One request to one of the two sites: who asks, for what, and how it is answered."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from werkzeug.wrappers import Request, Response

from sigateway_mockservers.kernel.reasons import Reason
from sigateway_mockservers.kernel.visits import VisitBase
from sigateway_mockservers.zhejiang import reasons
from sigateway_mockservers.zhejiang.names import HALL_SITE
from sigateway_mockservers.zhejiang.reasons import Refusal
from sigateway_mockservers.zhejiang.records import Account, Session, UnitRecord
from sigateway_mockservers.zhejiang.store import Store

if TYPE_CHECKING:
    from sigateway_mockservers.zhejiang.hall import ZhejiangHall

JSON = "application/json; charset=utf-8"
ROWS_PER_PAGE = 20
DONE, REFUSED, MALFORMED = "0", "1", "400"
SIGNED_OUT, TAKEN, NO_CSRF = "401", "402", "403"
MAINTENANCE, NOT_MODELLED = "503", "501"

_PAGE = re.compile(r"[1-9][0-9]{0,5}", re.ASCII)
_FORBIDDEN = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


class MalformedError(Exception):
    """The content is not of the form of the page."""


@dataclass(slots=True)
class Visit(VisitBase[Session]):
    """A request, with what a view needs to answer it."""

    hall: ZhejiangHall
    request: Request
    site: str
    parts: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, Any] = field(default_factory=dict)

    @property
    def account(self) -> Account:
        """Whose session it is."""
        return self.hall.store.accounts[self.session.account]

    @property
    def unit(self) -> UnitRecord:
        """The unit of the session; only behind a door that asks for one."""
        unit = self.hall.store.unit_of(self.session.account)
        assert unit is not None
        return unit

    @property
    def shown(self) -> Store:
        """What the hall shows now."""
        return self.hall.store.shown_at(self.hall.now)

    def query(self, name: str) -> str:
        """A field of the query, empty when it is not there."""
        return self.request.args.get(name, "")

    def form(self, name: str) -> str:
        """A field of a form, empty when it is not there."""
        return self.request.form.get(name, "")

    def text(self, name: str) -> str:
        """A text of the body."""
        value = self.body[name]
        assert isinstance(value, str)
        return value

    def path(self, site: str) -> str:
        """The base path of a site."""
        return f"{self.request.environ['SCRIPT_NAME']}/{site}/"

    def url(self, site: str) -> str:
        """The absolute base address of a site, where it stands."""
        origin = self.hall.store.origins.get(site) or self.request.host_url.rstrip("/")
        return origin + self.path(site)

    def leads_to_hall(self, address: str, page: str) -> bool:
        """Whether an address is that of a page of this World's hall; of a hall that was put somewhere, there only."""
        origin, found, rest = address.partition(self.path(HALL_SITE))
        placed = self.hall.store.origins.get(HALL_SITE, origin)
        return bool(found) and rest == page and origin == placed

    def note(self, *, kind: str, unit: str, person: str, content: str = "", subject: str = "") -> None:
        """Write into the journal what the request is about."""
        self.notes.kind, self.notes.unit, self.notes.person = kind, unit, person
        self.notes.content, self.notes.subject = content, subject

    def refuse(self, refusal: Refusal | Reason) -> Response:
        """The envelope of a refusal."""
        found = refusal.reasons if isinstance(refusal, Refusal) else (refusal,)
        self.note_refusal(refusal)
        errors = [{"message": reason.words, "field": reason.field} for reason in found]
        return envelope(REFUSED, reasons.NOT_DONE, errors=errors)

    def rows(self, rows: Sequence[Mapping[str, Any]]) -> Response:
        """One page of a list."""
        asked = self.query("page") or "1"
        if not _PAGE.fullmatch(asked):
            raise MalformedError("no page")
        page = int(asked)
        taken = rows[(page - 1) * ROWS_PER_PAGE : page * ROWS_PER_PAGE]
        pages = max(1, -(-len(rows) // ROWS_PER_PAGE))
        return answer(
            {"total": len(rows), "page": page, "pages": pages, "rowCount": len(taken), "rows": list(taken)}
        )


def answer(data: Mapping[str, Any], msg: str = "") -> Response:
    """The envelope of what is done."""
    return envelope(DONE, msg, data=data)


def envelope(
    code: str,
    msg: str,
    *,
    errors: Iterable[Mapping[str, str]] = (),
    data: Mapping[str, Any] | None = None,
    status: int = 200,
) -> Response:
    """What every answer of the hall is wrapped in."""
    said = {"mock": "模拟 MOCK", "code": code, "msg": msg, "errors": list(errors), "data": dict(data or {})}
    return Response(json.dumps(said, ensure_ascii=False), status=status, content_type=JSON)


def file(content: bytes, media_type: str, name: str = "", *, inline: bool = False) -> Response:
    """A file, to keep or to look at."""
    response = Response(content, content_type=media_type)
    if name:
        how = "inline" if inline else "attachment"
        response.headers["Content-Disposition"] = f'{how}; filename="{name}"'
    return response


def read_body(request: Request, form: Mapping[str, str | Mapping[str, str]]) -> Mapping[str, Any]:
    """The JSON object of a request: exactly these keys, each ``text``, ``texts``, or rows of a form of their own."""
    if request.mimetype != "application/json":
        raise MalformedError("no JSON")
    try:
        value = json.loads(request.get_data().decode("utf-8"), object_pairs_hook=_object)
    except (ValueError, RecursionError) as error:
        raise MalformedError("no JSON") from error
    _check(value, form)
    assert isinstance(value, dict)
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({name for name, _ in pairs}) != len(pairs):
        raise MalformedError("a doubled key")
    return dict(pairs)


def _check(value: Any, form: Mapping[str, str | Mapping[str, str]]) -> None:
    if not isinstance(value, dict) or set(value) != set(form):
        raise MalformedError("not the keys of this page")
    for key, wanted in form.items():
        if isinstance(wanted, Mapping):
            if not isinstance(value[key], list):
                raise MalformedError(f"{key} is no list")
            for row in value[key]:
                _check(row, wanted)
        elif wanted == "texts":
            if not isinstance(value[key], list):
                raise MalformedError(f"{key} is no list")
            for text in value[key]:
                _check_text(key, text)
        else:
            _check_text(key, value[key])


def _check_text(key: str, value: Any) -> None:
    if not isinstance(value, str) or _FORBIDDEN.search(value):
        raise MalformedError(f"{key} is no text")
