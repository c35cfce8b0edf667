"""What 首页 says of whoever signed in: a unit, a community or a person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sigateway_mockservers.wuhan.businesses import Fact
from sigateway_mockservers.wuhan.community.records import Community, PersonUser
from sigateway_mockservers.wuhan.community.users import User
from sigateway_mockservers.wuhan.records import UnitRecord

if TYPE_CHECKING:
    from sigateway_mockservers.kernel.people import People
    from sigateway_mockservers.wuhan.store import Store


@dataclass(frozen=True, slots=True)
class UserBlock:
    """The block of facts, its name, and what stands above the menu."""

    name: str
    title: str
    facts: tuple[Fact, ...]


def user_block(store: Store, people: People, user: User) -> UserBlock:
    """The block of a user."""
    if isinstance(user, PersonUser):
        return UserBlock("person", "个人网上业务", _person(store, people, user))
    if isinstance(user, Community):
        return UserBlock("community", "社区网上业务", _community(user))
    return UserBlock("unit", "单位网上业务 → 单位业务办理", _unit(user))


def _unit(unit: UnitRecord) -> tuple[Fact, ...]:
    return (
        Fact("dwbh", "单位编号", unit.number),
        Fact("dwmc", "单位名称", unit.name),
        Fact("tyshxydm", "统一社会信用代码", unit.uscc),
        Fact("dwlb", "单位类别", "VIP单位" if unit.vip else "普通单位"),
        Fact("xz", "参保险种", " ".join(unit.schemes)),
        Fact("jbjg", "经办机构", unit.agency),
    )


def _community(community: Community) -> tuple[Fact, ...]:
    return (
        Fact("sqbh", "社区编号", community.number),
        Fact("sqmc", "社区名称", community.name),
        Fact("jbjg", "经办机构", community.agency),
    )


def _person(store: Store, people: People, user: PersonUser) -> tuple[Fact, ...]:
    known = people.get(user.person)
    return (
        Fact("grbh", "社保个人编号", store.personal_numbers.get(user.person, "")),
        Fact("xm", "姓名", known.name if known is not None else user.name),
        Fact("qx", "网上办事权限", " ".join(user.rights)),
    )
