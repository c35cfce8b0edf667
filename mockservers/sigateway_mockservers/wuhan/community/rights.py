"""Who may do what: units, communities and persons each have their own business (WH-114)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.wuhan.community.records import Community, PersonUser
from sigateway_mockservers.wuhan.community.users import User
from sigateway_mockservers.wuhan.menu import MENU

#: What every user has: the lists and their items, whoever filed them.
_SHARED: Final = frozenset({"home.open", "task.open", "detail.open", "submit", "discard", "print"})
#: The first halves of the operations of the community desk.
_COMMUNITY: Final = frozenset({"user", "selfservice", "agency", "flexible", "bankorder"})
#: What a person's right opens.
_BY_RIGHT: Final = {"linghuo": "flexible", "jiaban": "bankorder"}

COMMUNITY_MENU: Final = (
    ("用户管理", "yonghu.do"),
    ("个人网上办事协议", "grxy.do"),
    ("社区代办协议管理", "dbxy.do"),
    ("增员(续保)", "linghuo.do"),
    ("查询加办信息", "jiaban.do"),
)
_PERSON_MENU: Final = {"linghuo": COMMUNITY_MENU[3], "jiaban": COMMUNITY_MENU[4]}


@enforces("WH-114")
def may(user: User, operation: str) -> bool:
    """Whether an operation that needs a session of one's own is open to a user."""
    if operation in _SHARED:
        return True
    verb = operation.partition(".")[0]
    if isinstance(user, PersonUser):
        return verb in {_BY_RIGHT[right] for right in user.rights}
    return (verb in _COMMUNITY) == isinstance(user, Community)


def menu_of(user: User) -> Sequence[tuple[str, str]]:
    """The menu that a user's pages have."""
    if isinstance(user, PersonUser):
        return [entry for right, entry in _PERSON_MENU.items() if right in user.rights]
    return COMMUNITY_MENU if isinstance(user, Community) else MENU
