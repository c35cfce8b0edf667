"""What the agency and the bank do for communities and persons, by hand; part of :class:`WuhanHall`."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.wuhan.community.records import (
    FLEXIBLE_ENROLMENT,
    BankOrder,
    Community,
    PersonUser,
)
from sigateway_mockservers.wuhan.community.users import person_user_of, slip_of_user
from sigateway_mockservers.wuhan.names import HALL
from sigateway_mockservers.wuhan.template import AGENCY

if TYPE_CHECKING:
    from sigateway_mockservers.kernel.world import World
    from sigateway_mockservers.wuhan.hall import WuhanHall
    from sigateway_mockservers.wuhan.store import Store

WINDOW_LEFT = "window.left"
#: For the oracle: whoever left the window may be enrolled again with the same content.
FOLLOWS_LEAVING = {"window_left": frozenset({FLEXIBLE_ENROLMENT})}


class PostBank:
    """邮储银行, to which a person goes with the number of the order (WH-121)."""

    def __init__(self, hall: WuhanHall) -> None:
        self._hall = hall

    def orders(self) -> list[BankOrder]:
        """Every order, oldest first."""
        with self._hall.world.lock:
            self._hall.world.settle()
            return list(self._hall.store.community_book.orders)

    @enforces("WH-121")
    def set_up(self, jbdh: str) -> BankOrder:
        """The person was there: 已加办. The bank takes no money on the mock."""
        with self._hall.world.lock:
            order = next((each for each in self.orders() if each.number == jbdh), None)
            if order is None:
                raise KeyError(f"there is no 加办单号 {jbdh}")
            if order.set_up:
                raise ValueError(f"{jbdh} is set up already")
            book, done = self._hall.store.community_book, replace(order, set_up=True)
            orders = tuple(done if each.number == jbdh else each for each in book.orders)
            self._hall.store.community_book = replace(book, orders=orders)
            return done


class CommunityControls:
    """Communities, persons' users, and the flexible window."""

    world: World
    store: Store

    @enforces("WH-115")
    def add_community(
        self, number: str, name: str, *, first_password_stands: bool = True, agency: str = AGENCY
    ) -> Community:
        """Open a community, and give it a slip; its user name is the number in small letters (``sq…``)."""
        name.encode("gbk")
        if not (number.startswith("SQ") and number.isascii() and number.isalnum()):
            raise ValueError(f"{number!r} is no 社区编号 (SQ, then letters and digits)")
        community = Community(number, name, agency, slip_of_user(number.lower()), first_password_stands)
        with self.world.lock:
            if community.slip.username in self.store.accounts:
                raise ValueError(f"community {number} is open already")
            self.store.take_in(community)
        return community

    def person_user(self, zjhm: str) -> PersonUser:
        """The user of a person, with its slip and rights."""
        with self.world.lock:
            self.world.settle()
            user = person_user_of(self.store, zjhm)
            if user is None:
                raise KeyError(f"{zjhm} has no user")
            return user

    def is_flexible(self, zjhm: str) -> bool:
        """Whether the hall insures somebody as a flexible worker now."""
        with self.world.lock:
            self.world.settle()
            return bool(self.store.community_book.windows_of(zjhm, self.world.clock.now()))

    @enforces("WH-61")
    def leave_window(self, zjhm: str) -> None:
        """The person stops at the agency, whether the register or the hall has them in a 个人流动窗口."""
        with self.world.lock:
            self.world.settle()
            now, book = self.world.clock.now(), self.store.community_book
            person, flexible = self.world.people.get(zjhm), book.windows_of(zjhm, now)
            if not flexible and not (person is not None and person.personal_window):
                raise ValueError(f"{zjhm} is in no 个人流动窗口")
            if person is not None:
                self.world.people.change(zjhm, personal_window="", ever_insured=True)
            self.store.community_book = book.leaving(zjhm, now)
            for each in flexible:
                self._note_leaving(each.sxh)

    def _note_leaving(self, sxh: str) -> None:
        """An entry for the oracle: what was filed before makes way for it."""
        task = self.store.tasks[sxh]
        self.world.journal.add(
            at=self.world.clock.now(),
            hall=HALL,
            operation=WINDOW_LEFT,
            committed=True,
            kind="window_left",
            unit=task.unit,
            person=task.person,
            content=hashlib.sha256(f"{WINDOW_LEFT} {sxh}".encode("ascii")).hexdigest()[:24],
        )


def users_as_json(store: Store) -> dict[str, Any]:
    """Communities and persons' users without their slips, and what the desk keeps, for the state of a World."""
    return {
        "communities": [_without_slip(each) for each in store.communities.values()],
        "person_users": [_without_slip(each) for each in store.person_users.values()],
        "community_book": store.community_book,
    }


def _without_slip(user: Community | PersonUser) -> dict[str, Any]:
    return {name: value for name, value in asdict(user).items() if name != "slip"}
