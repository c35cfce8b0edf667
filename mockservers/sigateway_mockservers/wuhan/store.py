"""All that the Wuhan hall remembers in one World: dictionaries of immutable records, cheap to copy."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING

from sigateway_mockservers.kernel.keys import IssuedCertificate
from sigateway_mockservers.kernel.store import HallStore
from sigateway_mockservers.wuhan.annual.records import AnnualPeriod, AnnualVisit, Retiree
from sigateway_mockservers.wuhan.arrears.records import Bill, OwedMonth
from sigateway_mockservers.wuhan.batch_records import FailureList
from sigateway_mockservers.wuhan.community.records import Community, CommunityBook, PersonUser
from sigateway_mockservers.wuhan.figures import Figures
from sigateway_mockservers.wuhan.records import (
    NO_SLIP,
    Account,
    Effect,
    Insurance,
    OpenForm,
    Session,
    Slip,
    SlipState,
    Task,
    Ticket,
    UnitRecord,
    filing_number,
)

if TYPE_CHECKING:
    from sigateway_mockservers.wuhan.community.users import User

_FIRST_PERSONAL_NUMBER = 1000000001


@dataclass(slots=True)
class Store(HallStore):
    """The records of the hall.

    The two dictionaries ``…_by_person`` are indexes that only grow: a batch asks about hundreds of people at once.
    """

    LATE_TABLES = ("tasks",)

    units: dict[str, UnitRecord] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)
    slips: dict[str, SlipState] = field(default_factory=dict)
    certificates: dict[str, IssuedCertificate] = field(default_factory=dict)
    revoked: dict[str, datetime] = field(default_factory=dict)
    sessions: dict[str, Session] = field(default_factory=dict)
    nonces: dict[str, datetime] = field(default_factory=dict)
    tickets: dict[str, Ticket] = field(default_factory=dict)
    forms: dict[str, OpenForm] = field(default_factory=dict)
    tasks: dict[str, Task] = field(default_factory=dict)
    insurances: dict[str, Insurance] = field(default_factory=dict)
    personal_numbers: dict[str, str] = field(default_factory=dict)
    effects: dict[int, Effect] = field(default_factory=dict)
    failures: dict[str, FailureList] = field(default_factory=dict)
    insurances_by_person: dict[str, tuple[str, ...]] = field(default_factory=dict)
    effects_by_person: dict[str, tuple[int, ...]] = field(default_factory=dict)
    #: What people, and the hall's own reviews, have told it beyond the register, by document number and then by name.
    personal: dict[str, Mapping[str, str]] = field(default_factory=dict)
    #: Uploaded files by the digest of their bytes.
    files: dict[str, bytes] = field(default_factory=dict)
    #: New document numbers by the old ones.
    renumbered: dict[str, str] = field(default_factory=dict)
    #: What is left of the places of an appointment, where that is not the usual number, by day and slot.
    places: dict[tuple[str, str], int] = field(default_factory=dict)
    #: When copies of suspension papers were handed in, by 业务顺序号 (WH-72).
    copies: dict[str, datetime] = field(default_factory=dict)
    issues: dict[str, int] = field(default_factory=dict)
    key_slots: int = 0
    numbers_given: int = 0
    #: Months in arrears, by person; bills by their number; what rolled an assessment back (empty: the counter), by its own.
    owed: dict[str, tuple[OwedMonth, ...]] = field(default_factory=dict)
    bills: dict[str, Bill] = field(default_factory=dict)
    rolled_back: dict[str, str] = field(default_factory=dict)
    figures: Figures = field(default_factory=Figures)
    #: The last day of a month on which papers are in time (WH-134).
    papers_day: int = 20
    #: Periods of yearly declarations that the agency has arranged, by year; retirees by unit and document number; which
    #: units staff decide for, and whether rows that they give back make an item of their own (WH-132, WH-137).
    annual_periods: dict[str, AnnualPeriod] = field(default_factory=dict)
    retirees: dict[tuple[str, str], Retiree] = field(default_factory=dict)
    annual_visit: AnnualVisit = AnnualVisit.EVERY_UNIT
    failed_rows_return: bool = False
    #: The users that are no units, by their number, and what the community desk keeps.
    communities: dict[str, Community] = field(default_factory=dict)
    person_users: dict[str, PersonUser] = field(default_factory=dict)
    community_book: CommunityBook = field(default_factory=CommunityBook)

    def user(self, number: str) -> User:
        """Whoever files under this number: a unit, a community, or a person's own user."""
        found = self.units.get(number) or self.communities.get(number) or self.person_users.get(number)
        if found is None:
            raise KeyError(f"there is no unit, community or user {number}")
        return found

    def is_vip(self, number: str) -> bool:
        """Whether this is a VIP unit."""
        unit = self.units.get(number)
        return unit is not None and unit.vip

    def keep_user(self, user: User) -> None:
        """Keep a user as it stands now."""
        if isinstance(user, UnitRecord):
            self.units[user.number] = user
        elif isinstance(user, Community):
            self.communities[user.number] = user
        else:
            self.person_users[user.number] = user

    def take_in(self, unit: User) -> None:
        """Open a unit or another user, or give it a new slip: its account and its certificate begin anew."""
        self.keep_user(unit)
        slip: Slip = unit.slip
        if slip == NO_SLIP:
            return
        self.key_slots += 1
        self.accounts[slip.username] = Account(
            slip.username, unit.number, slip.password, unit.first_password_stands
        )
        self.slips[slip.certificate_serial] = SlipState(
            slip.certificate_serial, slip.certificate_password, slip.username, self.key_slots
        )

    def insurances_of(self, person: str) -> list[Insurance]:
        """Every insurance of a person at units of this hall, stopped or in force."""
        keys = self.insurances_by_person.get(person, ())
        return [self.insurances[key] for key in keys if key in self.insurances]

    def effects_of(self, person: str) -> Iterator[Effect]:
        """Every effect upon a person, returned ones too, oldest first."""
        for number in self.effects_by_person.get(person, ()):
            if number in self.effects:
                yield self.effects[number]

    def next_number(self, now: datetime) -> tuple[str, int]:
        """A fresh 业务顺序号, and its place among all that were given."""
        self.numbers_given += 1
        return f"{now:%Y%m%d}{self.numbers_given:06d}", self.numbers_given

    def land(self, effect: Effect) -> None:
        """Keep a new effect."""
        self.effects[effect.number] = effect
        of_person = self.effects_by_person.get(effect.zjhm, ())
        self.effects_by_person[effect.zjhm] = (*of_person, effect.number)

    def insure(self, insurance: Insurance) -> None:
        """Begin an insurance; a person insured for the first time is given a 社保个人编号."""
        self.give_personal_number(insurance.person)
        self.insurances[insurance.sxh] = insurance
        of_person = self.insurances_by_person.get(insurance.person, ())
        self.insurances_by_person[insurance.person] = (*of_person, insurance.sxh)

    def give_personal_number(self, person: str) -> None:
        """社保个人编号, for whoever has none yet."""
        number = str(_FIRST_PERSONAL_NUMBER + len(self.personal_numbers))
        self.personal_numbers.setdefault(person, number)

    def stop(self, unit: str, person: str, at: datetime) -> None:
        """End at a moment whatever runs for a person at a unit without an end."""
        for each in self.insurances_of(person):
            if each.unit == unit and each.stopped is None:
                self.insurances[each.sxh] = replace(each, stopped=at)
                for effect in self.effects_of(person):
                    if filing_number(effect.sxh, effect.row) == each.sxh and not effect.returned:
                        self.effects[effect.number] = replace(effect, stopped=at)

    def current_number(self, number: str) -> str:
        """The document number that somebody goes by now: an item keeps the one under which it was filed."""
        while number in self.renumbered:
            number = self.renumbered[number]
        return number

    def learn(self, person: str, told: Mapping[str, str]) -> None:
        """Hold from now on what was told of a person."""
        self.personal[person] = {**self.personal.get(person, {}), **told}

    def keep_file(self, content: bytes) -> str:
        """Keep an uploaded file, and give it its name: the digest of its bytes, empty for no file."""
        if not content:
            return ""
        name = hashlib.sha256(content).hexdigest()
        self.files[name] = content
        return name

    def person_known_as(self, mark: str) -> str:
        """The document number behind a 个人身份标志: a 社保个人编号, or a document number itself (WH-86)."""
        for person, number in self.personal_numbers.items():
            if number == mark:
                return person
        return mark
