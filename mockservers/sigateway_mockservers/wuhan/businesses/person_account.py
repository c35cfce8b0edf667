"""用户管理: a community opens the user of a person, or gives a new slip for a lost one (WH-114, WH-115)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.reasons import Reason
from sigateway_mockservers.wuhan.businesses.base import Business, Decided, Fact, Values
from sigateway_mockservers.wuhan.community import reasons
from sigateway_mockservers.wuhan.community.records import PERSON_ACCOUNT
from sigateway_mockservers.wuhan.community.users import open_person_user, person_user_of, renew_person_slip
from sigateway_mockservers.wuhan.documents import KIND, NUMBER, number_reasons
from sigateway_mockservers.wuhan.fields import FormField
from sigateway_mockservers.wuhan.standing import Standing

if TYPE_CHECKING:
    from sigateway_mockservers.wuhan.records import Effect
    from sigateway_mockservers.wuhan.store import Store

OPEN, RENEW = "1", "2"


class PersonAccount(Business):
    """Taken with its submission: the community audits it itself. Slips may be lost again and again."""

    kind = PERSON_ACCOUNT
    name = "用户管理"
    verb = "user"
    stem = "yonghu"
    fields = (
        KIND,
        NUMBER,
        FormField("xm", "姓名", red=True, grey=True, fixed=True),
        FormField("czlx", "操作", red=True, grey=True, options={OPEN: "开通", RENEW: "补发密码条"}),
    )
    leads_to = (("密码条", "mimatiao.do?sxh="),)
    decided = Decided.AT_ONCE
    has_months = False
    may_be_alike = True

    @enforces("WH-114")
    def entrance_reasons(self, asked: Values, standing: Standing) -> list[Reason]:
        """WH-63 alone when there is no such number; else somebody of the register."""
        found = number_reasons(asked["zjlx"], asked["zjhm"], standing.today)
        if found:
            return found
        known = standing.person is not None and standing.person.kind == asked["zjlx"]
        return [] if known else [reasons.UNKNOWN_PERSON]

    def facts(self, standing: Standing) -> list[Fact]:
        """The user name, if there is one."""
        user = person_user_of(standing.records, standing.number)
        return [Fact("yhm", "用户名", user.number if user is not None else "")]

    def filled_in(self, asked: Values, standing: Standing) -> dict[str, str]:
        """The document, and the name from the register."""
        return {**asked, "xm": standing.name}

    def save_reasons(self, values: Values, standing: Standing) -> list[Reason]:
        """The fields by themselves, then whether there is a user."""
        return super().save_reasons(values, standing) + self.submit_reasons(values, standing)

    @enforces("WH-115")
    def submit_reasons(self, values: Values, standing: Standing) -> list[Reason]:
        """A user is opened once, and a slip replaced for somebody who has one."""
        user = person_user_of(standing.records, standing.number)
        if values["czlx"] == OPEN and user is not None and standing.guards_duplicates:
            return [reasons.USER_OPEN]
        return [reasons.NO_USER_TO_RENEW] if values["czlx"] == RENEW and user is None else []

    def insurance_meant(self, _number: str, _standing: Standing) -> str:
        """None."""
        return ""

    def take_effect(self, store: Store, effect: Effect, values: Values, at: datetime) -> None:
        """A slip is made; an older one, its password, its certificate and its sessions end."""
        user = person_user_of(store, effect.zjhm)
        if user is None:
            open_person_user(store, effect.zjhm, values["xm"], effect.unit, effect.sxh)
        else:
            renew_person_slip(store, user, at, effect.sxh)

    def shows_in(self, store: Store, effect: Effect) -> bool:
        """The person has a user."""
        return person_user_of(store, effect.zjhm) is not None

    def as_a_clerk(self, _standing: Standing) -> dict[str, str]:
        """A new user."""
        return {"czlx": OPEN}
