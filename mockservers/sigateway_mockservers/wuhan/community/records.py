"""What the hall remembers of communities and persons: users, agreements, the flexible window, bank orders."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from datetime import time as time_of_day
from decimal import Decimal

from sigateway_mockservers.kernel.clock import SHANGHAI
from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.wuhan.records import NO_SLIP, Slip

#: The kinds of the four businesses, as effects and the journal have them.
PERSON_ACCOUNT, SELF_SERVICE = "person_account", "self_service"
AGENCY_AGREEMENT, FLEXIBLE_ENROLMENT = "agency_agreement", "flexible_enrolment"

#: What a person's own user may be allowed to do, in the order of the page.
RIGHTS = ("linghuo", "jiaban")

#: 状态 of an agreement.
NOT_BEGUN, VALID, EXPIRED, ENDED = "未生效", "有效", "已到期", "已终止"
#: 加办状态.
NOT_SET_UP, SET_UP = "未加办", "已加办"


@dataclass(frozen=True, slots=True)
class Community:
    """社区: a user of the hall that files for its people."""

    number: str
    name: str
    agency: str
    slip: Slip
    first_password_stands: bool = True


@dataclass(frozen=True, slots=True)
class PersonUser:
    """A person with a user of their own; ``number`` is the user name, whatever document the person goes by.

    ``community`` is the one that granted the rights last, or opened the user; ``slip_from`` the number of the item whose
    slip is good (empty: the agency's own).
    """

    number: str
    person: str
    name: str
    community: str
    slip: Slip = NO_SLIP
    first_password_stands: bool = True
    rights: tuple[str, ...] = ()
    slip_from: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """From a moment to another, the second not included."""

    begins: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class Agreement:
    """社区代办协议. ``spans`` are the times in which it is valid: renewed after its end, it has been none in between.

    ``first_day`` and ``last_day`` are the days agreed upon; ``sxh`` is of the business that last changed it.
    """

    number: str
    ordinal: int
    community: str
    person: str
    name: str
    first_day: date
    last_day: date
    spans: tuple[Span, ...]
    sxh: str
    ended: datetime | None = None

    @enforces("WH-117")
    def state_at(self, moment: datetime) -> str:
        """状态 by the hall's clock: it expires by itself."""
        if self.ended is not None and self.ended <= moment:
            return ENDED
        if moment < self.spans[0].begins:
            return NOT_BEGUN
        return VALID if self.is_valid_at(moment) else EXPIRED

    def is_valid_at(self, moment: datetime) -> bool:
        """Whether the community may act for the person."""
        return any(each.begins <= moment < each.ends for each in self.spans)

    def is_open_at(self, moment: datetime) -> bool:
        """Valid, or still to begin."""
        return self.state_at(moment) in (NOT_BEGUN, VALID)

    def renewed(self, last_day: date, at: datetime, sxh: str) -> Agreement:
        """With a later end; one that had expired is valid again from this moment."""
        *before, last = self.spans
        spans = (*before, replace(last, ends=after(last_day)))
        if self.state_at(at) == EXPIRED:
            spans = (*self.spans, Span(at, after(last_day)))
        return replace(self, last_day=last_day, spans=spans, sxh=sxh)

    def terminated(self, at: datetime, sxh: str) -> Agreement:
        """Ended at once."""
        *before, last = self.spans
        cut = replace(last, ends=max(last.begins, min(last.ends, at)))
        return replace(self, spans=(*before, cut), ended=at, sxh=sxh)


def beginning(day: date) -> datetime:
    """The first moment of a day."""
    return datetime.combine(day, time_of_day(), SHANGHAI)


def after(day: date) -> datetime:
    """The first moment that is no longer of a day."""
    return beginning(day + timedelta(days=1))


@dataclass(frozen=True, slots=True)
class FlexibleInsurance:
    """A person in the flexible window of an agency; ``sxh`` is that of the enrolment behind it."""

    sxh: str
    person: str
    agency: str
    schemes: tuple[str, ...]
    base: Decimal
    start_month: str
    since: datetime
    stopped: datetime | None = None

    def runs_at(self, moment: datetime) -> bool:
        """Whether the person is still there."""
        return self.stopped is None or moment < self.stopped


@dataclass(frozen=True, slots=True)
class BankOrder:
    """加办信息 of a flexible enrolment that was taken: what the bank draws each month, once it is set up (WH-120, WH-121)."""

    number: str
    sxh: str
    user: str
    person: str
    name: str
    amount: Decimal
    set_up: bool = False

    @property
    def state(self) -> str:
        """加办状态."""
        return SET_UP if self.set_up else NOT_SET_UP


@dataclass(frozen=True, slots=True)
class CommunityBook:
    """Everything of the desk but its users. Immutable: what changes is a new book."""

    agreements: tuple[Agreement, ...] = ()
    window: tuple[FlexibleInsurance, ...] = ()
    orders: tuple[BankOrder, ...] = ()

    def agreements_of(self, person: str) -> Iterator[Agreement]:
        """Of one person, with whichever community, oldest first."""
        return (each for each in self.agreements if each.person == person)

    def latest_agreement(self, community: str, person: str) -> Agreement | None:
        """The last one that this community signed with a person."""
        own = [each for each in self.agreements_of(person) if each.community == community]
        return own[-1] if own else None

    def is_agent(self, community: str, person: str, at: datetime) -> bool:
        """Whether a community may act for a person at a moment."""
        of_person = self.agreements_of(person)
        return any(each.community == community and each.is_valid_at(at) for each in of_person)

    def with_agreement(self, agreement: Agreement) -> CommunityBook:
        """With a new agreement, or with one as it now stands."""
        if all(each.number != agreement.number for each in self.agreements):
            return replace(self, agreements=(*self.agreements, agreement))
        kept = (agreement if each.number == agreement.number else each for each in self.agreements)
        return replace(self, agreements=tuple(kept))

    def windows_of(self, person: str, at: datetime) -> list[FlexibleInsurance]:
        """Where somebody is insured as a flexible worker."""
        return [each for each in self.window if each.person == person and each.runs_at(at)]

    def with_enrolment(self, insured: FlexibleInsurance, order: BankOrder) -> CommunityBook:
        """With one more person in the window, and the order for the bank."""
        return replace(self, window=(*self.window, insured), orders=(*self.orders, order))

    def ever_flexible(self, person: str) -> bool:
        """Whether somebody was a flexible worker before."""
        return any(each.person == person for each in self.window)

    def leaving(self, person: str, at: datetime) -> CommunityBook:
        """With the person in no window any more."""
        window = (
            replace(each, stopped=at) if each.person == person and each.runs_at(at) else each
            for each in self.window
        )
        return replace(self, window=tuple(window))

    def renumbered(self, old: str, new: str) -> CommunityBook:
        """With a person who goes by another document number."""
        return CommunityBook(
            tuple(replace(each, person=new) if each.person == old else each for each in self.agreements),
            tuple(replace(each, person=new) if each.person == old else each for each in self.window),
            tuple(replace(each, person=new) if each.person == old else each for each in self.orders),
        )
