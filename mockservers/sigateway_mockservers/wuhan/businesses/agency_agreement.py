"""社区代办协议管理: a community may act for a person within an agreement, one over all communities (WH-116..118)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.reasons import Reason
from sigateway_mockservers.wuhan.businesses.agreement_rules import (
    END,
    RENEW,
    SIGN,
    against_agreements,
    dates_are_wrong,
    has_passed,
)
from sigateway_mockservers.wuhan.businesses.base import Business, Decided, Values
from sigateway_mockservers.wuhan.community import reasons
from sigateway_mockservers.wuhan.community.agreements import agreement_list
from sigateway_mockservers.wuhan.community.records import AGENCY_AGREEMENT, Agreement, Span, after, beginning
from sigateway_mockservers.wuhan.documents import KIND, NUMBER, number_reasons
from sigateway_mockservers.wuhan.fields import FormField, is_day
from sigateway_mockservers.wuhan.standing import Standing

if TYPE_CHECKING:
    from sigateway_mockservers.wuhan.lists import ListPage
    from sigateway_mockservers.wuhan.records import Effect
    from sigateway_mockservers.wuhan.store import Store


class AgencyAgreement(Business):
    """Signed, renewed or ended with its submission."""

    kind = AGENCY_AGREEMENT
    name = "社区代办协议管理"
    verb = "agency"
    stem = "dbxy"
    fields = (
        KIND,
        NUMBER,
        FormField("xm", "姓名", red=True, grey=True, fixed=True),
        FormField("czlx", "操作", red=True, grey=True, options={SIGN: "签订", RENEW: "续签", END: "终止"}),
        FormField("qsrq", "协议起始日期", check=is_day),
        FormField("zzrq", "协议终止日期", check=is_day),
    )
    added = (FormField("xybh", "协议编号", grey=True),)
    decided = Decided.AT_ONCE
    has_months = False
    follows = frozenset({AGENCY_AGREEMENT})

    @enforces("WH-116")
    def entrance_reasons(self, asked: Values, standing: Standing) -> list[Reason]:
        """WH-63 alone when there is no such number; else somebody of the register."""
        found = number_reasons(asked["zjlx"], asked["zjhm"], standing.today)
        if found:
            return found
        known = standing.person is not None and standing.person.kind == asked["zjlx"]
        return [] if known else [reasons.UNKNOWN_TO_AGREE]

    def search_list(self, store: Store, user: str, asked: Values, at: datetime) -> ListPage:
        """This community's agreements."""
        return agreement_list(store, user, asked, at)

    def filled_in(self, asked: Values, standing: Standing) -> dict[str, str]:
        """The document, and the name from the register."""
        return {**asked, "xm": standing.name}

    def requires(self, field: FormField, values: Values) -> bool:
        """A first day to sign, a last day to sign or renew."""
        if field.name == "qsrq":
            return values["czlx"] == SIGN
        if field.name == "zzrq":
            return values["czlx"] in (SIGN, RENEW)
        return super().requires(field, values)

    def takes(self, field: FormField, values: Values) -> bool:
        """No date where none belongs."""
        if field.name == "qsrq" and values["czlx"] in (RENEW, END):
            return False
        if field.name == "zzrq" and values["czlx"] == END:
            return False
        return super().takes(field, values)

    def save_reasons(self, values: Values, standing: Standing) -> list[Reason]:
        """The fields by themselves, then the agreements there are, then the days."""
        found = super().save_reasons(values, standing) + against_agreements(values, standing)
        return [*found, reasons.DATES_WRONG] if dates_are_wrong(values, standing) else found

    def submit_reasons(self, values: Values, standing: Standing) -> list[Reason]:
        """The agreements looked at again, and whether the last day has passed since it was saved."""
        found = against_agreements(values, standing)
        return [*found, reasons.DATES_WRONG] if has_passed(values, standing) else found

    def added_on_save(self, values: Values, standing: Standing) -> dict[str, str]:
        """The number of the agreement that is renewed or ended; a new one has its own when it is taken."""
        meant = _latest(standing.records, standing.user.number, standing.number)
        return {"xybh": meant.number if meant is not None and values["czlx"] != SIGN else ""}

    def insurance_meant(self, _number: str, _standing: Standing) -> str:
        """None."""
        return ""

    @enforces("WH-117", "WH-118")
    def take_effect(self, store: Store, effect: Effect, values: Values, at: datetime) -> None:
        """In the book from this moment."""
        held = _latest(store, effect.unit, effect.zjhm)
        if values["czlx"] == SIGN:
            changed = _signed(store, effect, values, at)
        else:
            assert held is not None, "refused before"
            renewed = values["czlx"] == RENEW
            changed = (
                held.renewed(date.fromisoformat(values["zzrq"]), at, effect.sxh)
                if renewed
                else held.terminated(at, effect.sxh)
            )
        store.community_book = store.community_book.with_agreement(changed)
        task = store.tasks[effect.sxh]
        store.tasks[effect.sxh] = replace(task, fields={**task.fields, "xybh": changed.number})

    def shows_in(self, store: Store, effect: Effect) -> bool:
        """The agreement is in the book."""
        number = store.tasks[effect.sxh].fields["xybh"]
        return any(each.number == number for each in store.community_book.agreements)

    def as_a_clerk(self, standing: Standing) -> dict[str, str]:
        """An agreement from today to the end of the year."""
        today = standing.today
        return {"czlx": SIGN, "qsrq": today.isoformat(), "zzrq": f"{today.year}-12-31"}


def _latest(store: Store, community: str, person: str) -> Agreement | None:
    return store.community_book.latest_agreement(community, person)


def _signed(store: Store, effect: Effect, values: Values, at: datetime) -> Agreement:
    first, last = date.fromisoformat(values["qsrq"]), date.fromisoformat(values["zzrq"])
    ordinal = len(store.community_book.agreements) + 1
    return Agreement(
        number=f"XY{ordinal:08d}",
        ordinal=ordinal,
        community=effect.unit,
        person=effect.zjhm,
        name=values["xm"],
        first_day=first,
        last_day=last,
        spans=(Span(max(beginning(first), at), after(last)),),
        sxh=effect.sxh,
    )
