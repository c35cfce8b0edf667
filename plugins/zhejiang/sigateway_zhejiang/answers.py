"""Readers: what an answer of the hall holds, checked and typed. Part of the wire; pure.

Whatever is missing or of another form is WireChanged, naming the key and never its value.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from sigateway.plugin import SHANGHAI, Month, WireChanged

from .fields import SCHEMES
from .wire import Answer

_YUAN: Final = re.compile(r"[0-9]{1,12}\.[0-9]{2}", re.ASCII)
_MONTH: Final = re.compile(r"[0-9]{6}", re.ASCII)


@dataclass(frozen=True)
class Node:
    """An object of an answer: its keys are read by name and by kind; those that nobody asks for are ignored."""

    where: str
    data: Mapping[str, Any] = field(repr=False)

    def text(self, name: str) -> str:
        """A text; ``""`` where there is nothing."""
        value = self.data.get(name)
        if not isinstance(value, str):
            raise self._wrong("a text", name)
        return value

    def needed(self, name: str) -> str:
        """A text that must be there."""
        value = self.text(name)
        if not value:
            raise self._wrong("a text", name)
        return value

    def flag(self, name: str) -> bool:
        """A truth value."""
        value = self.data.get(name)
        if not isinstance(value, bool):
            raise self._wrong("a truth value", name)
        return value

    def count(self, name: str) -> int:
        """A number."""
        value = self.data.get(name)
        if not isinstance(value, int) or isinstance(value, bool):
            raise self._wrong("a number", name)
        return value

    def node(self, name: str) -> Node:
        """An object."""
        value = self.data.get(name)
        if not isinstance(value, dict):
            raise self._wrong("an object", name)
        return Node(f"{self.where}.{name}", value)

    def rows(self, name: str) -> tuple[Node, ...]:
        """A list of objects."""
        value = self.data.get(name)
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            raise self._wrong("rows", name)
        return tuple(Node(f"{self.where}.{name}", each) for each in value)

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts."""
        value = self.data.get(name)
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise self._wrong("a list of texts", name)
        return tuple(value)

    def months(self, name: str) -> tuple[Month, ...]:
        """A list of months."""
        return tuple(self._month(each, name) for each in self.texts(name))

    def month_or_none(self, name: str) -> Month | None:
        """A month, when there is one."""
        text = self.text(name)
        return self._month(text, name) if text else None

    def each_month(self, name: str) -> dict[str, Month]:
        """A month for each of some insurances."""
        inner = self._by_insurance(name)
        return {key: self._month(inner.text(key), name) for key in inner.data}

    def each_months(self, name: str) -> dict[str, tuple[Month, ...]]:
        """Months for each of some insurances."""
        inner = self._by_insurance(name)
        return {key: inner.months(key) for key in inner.data}

    def _by_insurance(self, name: str) -> Node:
        """An object whose keys are insurances that are filed here (ZJ-22): one that is called otherwise is not passed over."""
        inner = self.node(name)
        unknown = sorted(inner.data.keys() - SCHEMES.keys())
        if unknown:
            raise WireChanged(self.where, f"{' '.join(SCHEMES)} in {name}", " ".join(unknown))
        return inner

    def yuan(self, name: str) -> Decimal:
        """An amount."""
        value = self.text(name)
        if not _YUAN.fullmatch(value):
            raise self._wrong("an amount in yuan", name)
        return Decimal(value)

    def day(self, name: str) -> date:
        """A day."""
        try:
            return date.fromisoformat(self.text(name))
        except ValueError:
            raise self._wrong("a day", name) from None

    def moment(self, name: str) -> datetime:
        """A moment of the hall's clock."""
        try:
            return datetime.strptime(self.text(name), "%Y-%m-%d %H:%M:%S").replace(tzinfo=SHANGHAI)
        except ValueError:
            raise self._wrong("a moment", name) from None

    def moment_or_none(self, name: str) -> datetime | None:
        """A moment, when there is one."""
        return self.moment(name) if self.text(name) else None

    def _month(self, text: str, name: str) -> Month:
        if not _MONTH.fullmatch(text):
            raise self._wrong("a month", name)
        try:
            return Month.parse(text)
        except ValueError:
            raise self._wrong("a month", name) from None

    def _wrong(self, wanted: str, name: str) -> WireChanged:
        return WireChanged(self.where, f"{wanted} in {name}", "something else")


def content(found: Answer) -> Node:
    """What an answer holds."""
    return Node(found.where, found.data)


@dataclass(frozen=True)
class Place:
    """参保地: the province's code of it, 「宁波市—镇海区」, its city 「宁波市」."""

    code: str
    name: str
    city: str


def place(row: Node) -> Place:
    """A row of ``api/places``."""
    return Place(row.needed("code"), row.needed("name"), row.needed("city"))


@dataclass(frozen=True)
class MenuItem:
    """One way through the menu, from 市人力社保局 to the business."""

    path: tuple[str, ...]
    business: str


def menu_item(row: Node) -> MenuItem:
    """A row of ``api/menu``."""
    return MenuItem(tuple(row.needed("path").split(" → ")), row.needed("business"))


REVIEWING, PASSED, FAILED, VOID = "审核中", "审核通过", "审核不通过", "已作废"
"""The states of an item 办件. The source names none of them (ZJ-41)."""

OURS: Final = "01"
"""渠道: filed through this wire, as against by hand in a browser or at the counter."""


@dataclass(frozen=True)
class Item:
    """An item 办件 as a row of 单位业务申报进度查询 shows it (ZJ-11, ZJ-21). ``channel`` is how it was filed."""

    number: str
    business: str
    person: str = field(repr=False)
    name: str = field(repr=False)
    state: str
    filed_at: datetime
    decided_at: datetime | None
    reasons: tuple[str, ...]
    channel: str


def item(row: Node) -> Item:
    """A row of ``api/progress``, or the head of one in detail."""
    return Item(
        number=row.needed("itemNo"),
        business=row.needed("business"),
        person=row.text("idCard"),
        name=row.text("name"),
        state=row.needed("state"),
        filed_at=row.moment("submittedAt"),
        decided_at=row.moment_or_none("decidedAt") or row.moment_or_none("voidedAt"),
        reasons=tuple(each for each in row.text("reasons").split("；") if each),
        channel=row.needed("channel"),
    )


@dataclass(frozen=True)
class Detail:
    """One item in detail: ``filed`` is every key as the hall holds it; ``base`` 核定缴费基数, where there is one."""

    item: Item
    filed: Mapping[str, str] = field(repr=False)
    months: Mapping[str, Month]
    base: Decimal | None
    change: str
    can_take_back: bool


def detail(shown: Node) -> Detail:
    """``api/progress/{itemNo}``."""
    filed = shown.node("filed")
    return Detail(
        item=item(shown),
        filed={key: filed.text(key) for key in filed.data},
        months=months_of_item(shown),
        base=base_of_item(shown),
        change=shown.text("changeKind"),
        can_take_back=shown.flag("canTakeBack"),
    )


def months_of_item(shown: Node) -> dict[str, Month]:
    """From when each insurance runs, or until when each is paid: whichever the item is about."""
    return shown.each_month("from") or shown.each_month("paidUntil")


def base_of_item(shown: Node) -> Decimal | None:
    """核定缴费基数; a suspension has none."""
    return shown.yuan("base") if shown.text("base") else None
