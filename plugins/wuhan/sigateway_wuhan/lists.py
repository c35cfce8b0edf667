"""Both task lists of 首页, read to their end (WH-34, WH-38), and who is signed in. What all conversations begin with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sigateway.plugin import Absent, Evidence, Flow, NotOffered, Request, SignedIn, Unclear, WireChanged

from . import pages, wire
from .access import WuhanSignedIn
from .business import Business
from .reading import open_page
from .users import User


@dataclass(frozen=True)
class Lists:
    """Both task lists. ``complete``: as many rows as the hall says there are."""

    todo: tuple[pages.Task, ...]
    done: tuple[pages.Done, ...]
    at: datetime
    complete: bool

    def find(self, number: str) -> tuple[pages.Task | None, pages.Done | None]:
        """The item of this number, in the list that has it."""
        task = next((item for item in self.todo if item.number == number), None)
        return task, next((item for item in self.done if item.number == number), None)

    def must_be_whole(self) -> None:
        """What a list not read to its end does not show may stand on the rest of it."""
        if not self.complete:
            raise WireChanged("任务列表", "lists read to their end", "fewer rows than the hall says")

    def never_submitted(self) -> Evidence:
        """What is to be said of a number in neither list: what was submitted stands in one of them."""
        if not self.complete:
            return Unclear("the lists could not be read to their end")
        # Somebody at the unit has discarded it.
        return Absent(as_of=self.at, complete=True, intact=False)


def read_lists(
    *, number: str | None = None, document: str | None = None, only_todo: bool = False
) -> Flow[Lists]:
    """Both lists, every page of them, as of the first page; ``only_todo``: 待办 to its end, and of 已办 what stands beside it."""
    todo: dict[str, pages.Task] = {}
    done: dict[str, pages.Done] = {}
    page_number = 1
    while True:
        request: Request = wire.home(
            number=number, document=document, todo_page=page_number, done_page=page_number
        )
        page = yield from open_page(request, "home")
        shown = pages.home(page)
        if page_number == 1:
            at = page.at
        known = len(todo) + len(done)
        todo.update((item.number, item) for item in shown.todo)
        done.update((item.number, item) for item in shown.done)
        nothing_new = len(todo) + len(done) == known
        pages_in_all = shown.todo_pages if only_todo else max(shown.todo_pages, shown.done_pages)
        if nothing_new or page_number >= pages_in_all:
            break
        page_number += 1
    complete = len(todo) == shown.todo_total and len(done) == shown.done_total
    return Lists(tuple(todo.values()), tuple(done.values()), at, complete)


def check_user(me: WuhanSignedIn, business: Business[Any, Any]) -> None:
    """A unit files no community's business, nor the other way round: told before anything is sent (WH-114, WH-116)."""
    if me.user is business.user:
        return
    where = "参保人员所在社区" if business.user is User.COMMUNITY else "用人单位"
    raise NotOffered(
        "WH-116" if business.user is User.COMMUNITY else "WH-114",
        f"“{business.title}”由{business.user.chinese}用户办理，当前登录的是{me.user.chinese}用户，没有办理此业务的权限",
        place=where,
    )


def me_of(signed_in: SignedIn) -> WuhanSignedIn:
    """The unit as this region's log-in knows it."""
    if not isinstance(signed_in, WuhanSignedIn):
        raise TypeError("this region's flows need this region's log-in")
    return signed_in
