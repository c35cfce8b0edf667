"""One request that has passed every door: what a function of the hall works with, and how it answers."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from sigateway_mockservers.jiangsu import reasons
from sigateway_mockservers.jiangsu.moments import written_moment
from sigateway_mockservers.jiangsu.names import HANDLER, MATTERS, SCOPES
from sigateway_mockservers.jiangsu.reasons import MESSAGES, NO_RIGHT, STATUSES, Refusal, no_scope
from sigateway_mockservers.jiangsu.records import Filer, Filing, Session, UnitRecord
from sigateway_mockservers.kernel.pdf import MOCK
from sigateway_mockservers.kernel.reasons import Reason
from sigateway_mockservers.kernel.visits import VisitBase

if TYPE_CHECKING:
    from sigateway_mockservers.jiangsu.hall import JiangsuHall
    from sigateway_mockservers.jiangsu.store import Store


class MalformedError(ValueError):
    """A request that is not as the wire has it; nothing was done."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A reply in the envelope."""

    appcode: str
    reasons: tuple[Reason, ...] = ()
    data: Any = None
    message: str = ""

    @property
    def status(self) -> int:
        """The HTTP status."""
        return STATUSES.get(self.appcode, 200)

    def written(self, now: datetime) -> bytes:
        """The reply as JSON."""
        said = {
            "appcode": self.appcode,
            "message": self.message or MESSAGES[self.appcode],
            "errors": [{"code": each.code, "message": each.words} for each in self.reasons],
            "data": self.data,
            "time": written_moment(now),
            "mock": MOCK,
        }
        return json.dumps(said, ensure_ascii=False).encode("utf-8")


@dataclass(frozen=True, slots=True)
class Paper:
    """A printed paper."""

    name: str
    content: bytes


@dataclass(slots=True)
class Visit(VisitBase[Session]):
    """A request, who makes it, and what is noted about it."""

    hall: JiangsuHall
    asked: Mapping[str, Any]

    @property
    def unit(self) -> UnitRecord:
        """The unit of the session."""
        return self.hall.store.units[self.session.unit]

    @property
    def filer(self) -> Filer:
        """Who files, with the rank and the scopes of now."""
        return self.hall.sessions.filer(self.session)

    @property
    def shown(self) -> Store:
        """What the hall shows now: something of it may be late."""
        return self.hall.store.shown_at(self.now)

    def against_scope(self, scope: str) -> Refusal | None:
        """Why a handler may not do this."""
        filer = self.filer
        if filer.rank == HANDLER and scope not in filer.scopes:
            return Refusal(NO_RIGHT, (no_scope(SCOPES[scope]),))
        return None

    def against_matter(self, code: str) -> Refusal | None:
        """Why this session may not do this matter; one that there is not is malformed."""
        matter = MATTERS.get(code)
        if matter is None:
            raise MalformedError(f"there is no matter {code!r}")
        if matter.is_personal != (not self.session.unit):
            return Refusal(NO_RIGHT, (reasons.WRONG_KIND,))
        return None if matter.is_personal else self.against_scope(matter.scope)

    def may_see(self, filing: Filing) -> bool:
        """Of the own unit and of the own matters; or a person's own."""
        if not self.session.unit:
            return filing.unit == "" and filing.person == self.session.person
        return filing.unit == self.session.unit and self.against_matter(filing.matter) is None

    def refuse(self, refusal: Refusal) -> Answer:
        """The refusal as an answer, its rules noted."""
        self.note_refusal(refusal)
        return Answer(refusal.appcode, refusal.reasons, refusal.data)


Handler = Callable[[Visit], "Answer | Paper"]
Record = TypeVar("Record")


def done(data: Any, message: str = "") -> Answer:
    """A good answer."""
    return Answer(reasons.DONE, data=data, message=message)


def not_found() -> Answer:
    """Unknown, or another's."""
    return Answer(reasons.NOT_FOUND)


def page_number(text: str) -> int:
    """The page that is asked for; an empty one is the first."""
    if text and not (text.isascii() and text.isdigit() and len(text) <= 9 and text[0] != "0"):
        raise MalformedError("no such page")
    return int(text or "1")


def paged(
    records: Sequence[Record], page: int, show: Callable[[Record], dict[str, Any]], size: int = 50
) -> dict[str, Any]:
    """One page of records, oldest first, each as it is shown."""
    pages = max(1, -(-len(records) // size))
    rows = [show(each) for each in records[(page - 1) * size : page * size]]
    return {"total": len(records), "page": page, "pages": pages, "rows": rows}
