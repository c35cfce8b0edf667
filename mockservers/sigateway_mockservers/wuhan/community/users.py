"""Whoever has an account: units, communities, persons. Their slips, and what a lost one leads to (WH-10, WH-115)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from sigateway_mockservers.kernel.sessions import end_where
from sigateway_mockservers.wuhan.community.records import Community, PersonUser
from sigateway_mockservers.wuhan.records import Slip, UnitRecord

if TYPE_CHECKING:
    from sigateway_mockservers.wuhan.store import Store

User = UnitRecord | Community | PersonUser


def slip_of_user(username: str, issue: int = 1) -> Slip:
    """The slip of a community or a person; each issue differs from the last. Nothing in it is secret: this is a mock."""
    return Slip(
        username=username,
        password=f"mock{username[-4:]}a{issue}",
        certificate_serial=f"MOCK{username.upper()}{issue:02d}",
        certificate_password=f"zs{username[-4:]}{issue:02d}",
    )


def withdraw_slip(store: Store, user: User, at: datetime) -> int:
    """End the old certificate and the sessions of a user; the issue of the slip that comes next."""
    issue = store.issues[user.number] = store.issues.get(user.number, 1) + 1
    store.revoked[user.slip.certificate_serial] = at
    store.slips.pop(user.slip.certificate_serial)
    end_sessions(store, user.slip.username)
    return issue


def end_sessions(store: Store, username: str) -> None:
    """Forget every session of a user."""
    end_where(store.sessions, lambda session: session.username == username)


def open_person_user(store: Store, person: str, name: str, community: str, sxh: str) -> PersonUser:
    """A new user of a person, with a slip."""
    number = f"gr{len(store.person_users) + 1:08d}"
    user = PersonUser(number, person, name, community, slip_of_user(number), slip_from=sxh)
    store.take_in(user)
    return user


def renew_person_slip(store: Store, user: PersonUser, at: datetime, sxh: str = "") -> PersonUser:
    """补发密码条: a new password that must be changed, a new certificate, no locks left; the rights stay."""
    slip = slip_of_user(user.number, withdraw_slip(store, user, at))
    renewed = replace(user, slip=slip, first_password_stands=True, slip_from=sxh)
    store.take_in(renewed)
    return renewed


def person_user_of(store: Store, person: str) -> PersonUser | None:
    """The user of somebody with this document number."""
    return next((each for each in store.person_users.values() if each.person == person), None)


def community_behind(store: Store, user: User) -> Community:
    """The community itself, or the one that a person belongs to."""
    if isinstance(user, PersonUser):
        return store.communities[user.community]
    if isinstance(user, Community):
        return user
    raise TypeError(f"{user.number} is a unit")
