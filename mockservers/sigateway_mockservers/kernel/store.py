"""What every hall's store can do: be copied for a forked World, count what happens, and show some of it late.

A hall derives its ``Store`` from :class:`HallStore`, adds its own tables (dictionaries of immutable records) and names in
``LATE_TABLES`` those that its lists show. What a fault makes late is then shown as it was before, until its time has come.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any, ClassVar, Self

Picture = Mapping[str, Mapping[Any, object]]
"""The late tables as they stood at a moment, by their names."""


@dataclass(frozen=True, slots=True)
class LateShow:
    """A record that is still shown as it was (or not at all) until a moment."""

    until: datetime
    before: object


@dataclass(slots=True)
class HallStore:
    """All that a hall remembers in one World. Its values never change, so a copy of its dictionaries is a copy of the hall."""

    #: What a fault can make the hall show late; all of it together is one picture.
    LATE_TABLES: ClassVar[tuple[str, ...]] = ()

    #: What is shown late, by table and key.
    late: dict[tuple[str, Any], LateShow] = field(default_factory=dict)
    #: One count of all that is taken, decided and undone: a frozen clock cannot tell two of them apart.
    order: int = 0

    def copy(self) -> Self:
        """An independent store with the same records."""
        copied: dict[str, Any] = {}
        for each in fields(self):
            value = getattr(self, each.name)
            copied[each.name] = dict(value) if isinstance(value, dict) else value
        return type(self)(**copied)

    def next_order(self) -> int:
        """The place of the next thing that happens."""
        self.order += 1
        return self.order

    # --- what is shown late -------------------------------------------------------------------------------------

    def picture(self) -> Picture:
        """What can be shown late, as it stands now."""
        return {table: dict(self._table(table)) for table in self.LATE_TABLES}

    def show_late(self, before: Picture, now: datetime, until: datetime) -> None:
        """Keep showing ``before`` for every record that has changed since; what is late already stays as it is shown."""
        for table in self.LATE_TABLES:
            for key, record in self._table(table).items():
                was = before[table].get(key)
                if was is record or not self.may_be_late(record):
                    continue
                shown = self.late.get((table, key))
                if shown is not None and now < shown.until:
                    self.late[table, key] = LateShow(max(until, shown.until), shown.before)
                else:
                    self.late[table, key] = LateShow(until, was)

    def may_be_late(self, record: object) -> bool:
        """Whether a changed record is one that the request in hand can have changed; a hall may know better."""
        return True

    def shown(self, table: str, key: Any, now: datetime) -> Any:
        """One record of a late table as it is shown: itself, as it was, or ``None``."""
        late = self.late.get((table, key))
        return late.before if late is not None and now < late.until else self._table(table).get(key)

    def all_shown(self, table: str, now: datetime) -> Iterator[Any]:
        """Every record of a late table as it is shown, oldest first."""
        everything = (self.shown(table, key, now) for key in self._table(table))
        return (record for record in everything if record is not None)

    def shown_at(self, now: datetime) -> Self:
        """The store as it is shown: itself, or a copy in which what is late stands as it was before."""
        late = {key: show for key, show in self.late.items() if now < show.until}
        if not late:
            return self
        shown = self.copy()
        for (table, key), show in late.items():
            records = shown._table(table)
            if show.before is None:
                records.pop(key, None)
            else:
                records[key] = show.before
        return shown

    def _table(self, name: str) -> dict[Any, Any]:
        table: dict[Any, Any] = getattr(self, name)
        return table
