"""Readers of the hall's answers: what stands in each of them, typed. Part of the wire; pure.

Elements are taken by name and unknown ones ignored. What is missing, or not of its form, is `WireChanged`; no message holds a value.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Final, NoReturn
from xml.etree.ElementTree import Element

from sigateway.plugin import SHANGHAI, Amount, Month, WireChanged

from . import safe_xml
from .fields import LABELS
from .safe_xml import Unsafe
from .wire import Answer

_NUMBER: Final = re.compile(r"[0-9]{1,12}(\.[0-9]{1,2})?", re.ASCII)
_COUNT: Final = re.compile(r"[0-9]{1,7}", re.ASCII)
_MONTH: Final = re.compile(r"[0-9]{6}", re.ASCII)

CHANNELS: Final = {"01": "接口", "02": "网页", "03": "柜面"}
"""渠道: by this wire, by hand in a browser, at the counter."""

IN_FORCE: Final = "有效"
WITHDRAWN: Final = "已撤销"
UNUSED, USED, LAPSED = "未用", "已用", "已失效"
SHEET_SUMS: Final = {"dwhj": "单位合计", "grhj": "个人合计", "hj": "合计"}
BASE_LABEL: Final = "核定缴费基数"


@dataclass(frozen=True)
class Node:
    """An element of an answer, read by name; ``where`` names the function for `WireChanged`."""

    element: Element = field(repr=False)
    where: str

    def node(self, name: str) -> Node:
        """The element inside of that name."""
        try:
            found = safe_xml.child(self.element, name)
        except Unsafe as wrong:
            raise WireChanged(self.where, name, str(wrong)) from None
        if found is None:
            raise WireChanged(self.where, name, "no such element")
        return Node(found, self.where)

    def text(self, name: str) -> str:
        """Its text, as it stands."""
        try:
            return safe_xml.text_of(self.node(name).element)
        except Unsafe as wrong:
            raise WireChanged(self.where, name, str(wrong)) from None

    def needed(self, name: str) -> str:
        """Its text, which is not empty."""
        return self.text(name) or self._wrong(name, "a text")

    def rows(self, name: str) -> list[Node]:
        """The rows ``<h>`` of an element of rows."""
        inside = self.node(name).element
        if any(row.tag != "h" for row in inside):
            raise WireChanged(self.where, f"rows of {name}", "other elements")
        return [Node(row, self.where) for row in inside]

    def flag(self, name: str) -> bool:
        """Yes ``1`` or no ``0``."""
        text = self.text(name)
        return text == "1" if text in ("1", "0") else self._wrong(name, "1 or 0")

    def count(self, name: str) -> int:
        """A whole number."""
        text = self.text(name)
        return int(text) if _COUNT.fullmatch(text) else self._wrong(name, "a count")

    def yuan(self, name: str) -> Decimal:
        """Money, or a rate."""
        found = self.yuan_or_none(name)
        return self._wrong(name, "an amount in yuan") if found is None else found

    def yuan_or_none(self, name: str) -> Decimal | None:
        """Money where there is any."""
        text = self.text(name)
        if text and not _NUMBER.fullmatch(text):
            self._wrong(name, "an amount in yuan")
        return Decimal(text) if text else None

    def month(self, name: str) -> Month:
        """A month ``YYYYMM``."""
        return month_of(self.text(name), self.where, name)

    def month_or_none(self, name: str) -> Month | None:
        """A month where there is one."""
        return self.month(name) if self.text(name) else None

    def day(self, name: str) -> date:
        """A day ``YYYY-MM-DD``."""
        try:
            return date.fromisoformat(self.text(name))
        except ValueError:
            self._wrong(name, "a day")

    def moment(self, name: str) -> datetime:
        """A moment by the hall's clock."""
        try:
            at = datetime.fromisoformat(self.text(name))
        except ValueError:
            self._wrong(name, "a moment")
        return (
            at.astimezone(SHANGHAI)
            if at.tzinfo is not None
            else self._wrong(name, "a moment with its offset")
        )

    def moment_or_none(self, name: str) -> datetime | None:
        """A moment where there is one."""
        return self.moment(name) if self.text(name) else None

    def _wrong(self, name: str, expected: str) -> NoReturn:
        raise WireChanged(self.where, f"{expected} in {name}", "something else")


def month_of(text: str, where: str, name: str) -> Month:
    """A month as the hall writes it."""
    try:
        if _MONTH.fullmatch(text):
            return Month.parse(text)
    except ValueError:
        pass
    raise WireChanged(where, f"a month in {name}", "something else")


def content(answer: Answer) -> Node:
    """What the answer holds."""
    if answer.content is None:
        raise WireChanged(answer.function, "nr", "none")
    return Node(answer.content, answer.function)


# --- declarations ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Declared:
    """What the hall has assessed and told of a declaration: ``fields`` as it holds them, in its order."""

    fields: Mapping[str, str] = field(repr=False)
    amounts: tuple[Amount, ...]
    schemes: tuple[str, ...]
    months: tuple[Month, ...]
    notice: str
    kind: str


@dataclass(frozen=True)
class Row:
    """One row of 已申报清单. ``serial`` is that of the certificate, empty at the counter."""

    number: str
    slip: str
    code: str
    person: str = field(repr=False)
    name: str = field(repr=False)
    filed_at: datetime
    word: str
    withdrawn_at: datetime | None
    channel: str
    serial: str

    @property
    def withdrawn(self) -> bool:
        """Whether it has been withdrawn; `WireChanged` for a state that is not known."""
        if self.word not in (IN_FORCE, WITHDRAWN):
            raise WireChanged("sbqd", f"{IN_FORCE} or {WITHDRAWN}", "another state")
        return self.word == WITHDRAWN


@dataclass(frozen=True)
class Blocker:
    """What must be withdrawn first (SH-26)."""

    number: str
    code: str
    filed_at: datetime
    channel: str


def declared_fields(shown: Node) -> dict[str, str]:
    """The declaration ``sb`` as the hall shows it: these elements and no others, for it is signed as it stands."""
    names = [element.tag for element in shown.element]
    if len(set(names)) != len(names) or not set(names) <= LABELS.keys():
        raise WireChanged(shown.where, "the fields of a declaration", "others, or one twice")
    return {name: shown.text(name) for name in names}


def declared(nr: Node) -> Declared:
    """``sb``, ``qt`` and ``hd`` of a check, a submission or a declaration."""
    other, sheet = nr.node("qt"), nr.node("hd")
    rows = _sheet_rows(sheet)
    amounts = tuple(Amount(label=label, yuan=sheet.yuan(name)) for name, label in SHEET_SUMS.items())
    base = other.yuan_or_none("hdjs")
    return Declared(
        fields=declared_fields(nr.node("sb")),
        amounts=amounts if base is None else (Amount(label=BASE_LABEL, yuan=base), *amounts),
        schemes=tuple(dict.fromkeys(row.needed("xz") for row in rows)),
        months=tuple(dict.fromkeys(row.month("ny") for row in rows)),
        notice=other.text("ts"),
        kind=other.text("cblb"),
    )


def check_sums(nr: Node) -> None:
    """Sums are sums of the rows, by part: a sheet that does not add up is not one to be signed for."""
    sheet = nr.node("hd")
    rows = _sheet_rows(sheet)
    for total, part in (("dwhj", "dwje"), ("grhj", "grje"), ("hj", "hj")):
        if sheet.yuan(total) != sum((row.yuan(part) for row in rows), Decimal(0)):
            raise WireChanged(nr.where, f"the sum of the rows in {total}", "another sum")


def _sheet_rows(sheet: Node) -> list[Node]:
    """The rows of 核定, which stand beside its sums."""
    return [Node(row, sheet.where) for row in sheet.element.findall("h")]


def row(shown: Node) -> Row:
    """One row of the list, or the head of a declaration."""
    return Row(
        number=shown.needed("sbh"),
        slip=shown.text("jyh"),
        code=shown.needed("ywlx"),
        person=shown.text("zjhm"),
        name=shown.text("xm"),
        filed_at=shown.moment("sbsj"),
        word=shown.needed("zt"),
        withdrawn_at=shown.moment_or_none("cxsj"),
        channel=shown.needed("qd"),
        serial=shown.text("zsxlh"),
    )


def blockers(nr: Node) -> tuple[Blocker, ...]:
    """What must be withdrawn before this declaration, as it stands now, latest first (SH-26)."""
    return tuple(
        Blocker(each.needed("sbh"), each.needed("ywlx"), each.moment("sbsj"), each.text("qd"))
        for each in nr.rows("hx")
    )
