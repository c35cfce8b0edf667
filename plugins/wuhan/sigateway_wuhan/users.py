"""Who signs in at the hall: a unit or a community 社区 (WH-114, WH-116). A person's own user files nothing through this region."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

COMMUNITY_PREFIX: Final = "SQ"
"""What a community's number 社区编号 begins with; a unit's has digits only. Modelled (E0, ``docs/wire/wuhan-community.md``)."""


class User(StrEnum):
    """The kinds of user that this region files for; the home page says which one has signed in."""

    UNIT = "unit"
    COMMUNITY = "community"

    @property
    def chinese(self) -> str:
        """The word for a client-service person."""
        return "社区" if self is User.COMMUNITY else "单位"


def user_of(number: str) -> User:
    """By its number, for what is offered before anybody has signed in."""
    return User.COMMUNITY if number.upper().startswith(COMMUNITY_PREFIX) else User.UNIT
