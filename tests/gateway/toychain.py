"""The toy region at a hall where filings of one person build on each other: what came later is withdrawn first."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from toy import Toy, _ask, _commit
from toyhall import Row, ToyHall

from sigateway import plugin as sg

BY_HAND = "窗口"


@dataclass
class ChainHall(ToyHall):
    """Would take a hole, unless it is ``strict``: then it refuses what others build on. ``holes`` and ``twice`` are its complaints."""

    strict: bool = False
    order: list[str] = field(default_factory=list)  #: what took effect, the first first
    by_hand: set[str] = field(default_factory=set)
    holes: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)

    def file_by_hand(self, document: str) -> str:
        """Somebody at the unit files something about this person at the window."""
        draft = f"W{len(self.rows) + 1}"
        self.rows[draft] = Row(draft, {"id": document, "type": "wage_change", "wage": "0.00", "month": ""})
        self.by_hand.add(draft)
        self._take_effect("by hand", self.rows[draft], "approved")
        return draft

    def withdraw_by_hand(self, draft: str) -> None:
        """Somebody at the unit withdraws it at the window."""
        self._take_effect("by hand", self.rows[draft], "withdrawn")

    def standing(self, document: str) -> list[str]:
        """What stands about this person, the first first."""
        return [d for d in self.order if self._stands(d) and self.rows[d].fields["id"] == document]

    def _stands(self, draft: str) -> bool:
        return self.rows[draft].state == "approved"

    def what_builds_on(self, draft: str) -> list[str]:
        """What stands about the same person and came later; the last first."""
        after = self.order[self.order.index(draft) + 1 :] if draft in self.order else []
        same = self.rows[draft].fields["id"]
        return [d for d in reversed(after) if self._stands(d) and self.rows[d].fields["id"] == same]

    def _take_effect(self, what: str, row: Row, state: str) -> dict[str, Any]:
        if state == "withdrawn":
            if row.state == "withdrawn":
                self.twice.append(row.draft)
            if self.what_builds_on(row.draft):
                self.holes.append(row.draft)
        elif state == "approved":
            self.order.append(row.draft)
        return super()._take_effect(what, row, state)

    def _later(self, form: dict[str, str]) -> dict[str, Any]:
        rows = [self.rows[draft] for draft in self.what_builds_on(form["draft"])]
        return {
            "later": [
                {"number": r.draft, "business": r.fields["type"], "filed_at": self.clock.now().isoformat(),
                 "channel": BY_HAND if r.draft in self.by_hand else "网厅"}
                for r in rows
            ]
        }  # fmt: skip

    def _withdraw(self, form: dict[str, str]) -> dict[str, Any]:
        if self.strict and self.what_builds_on(form["draft"]):
            return {"refused": "应先撤销后续业务"}
        return super()._withdraw(form)


def what_is_later(case: sg.Case) -> sg.Flow[tuple[sg.LaterFiling, ...]]:
    shown = yield from _ask("later", draft=case.number or "")
    return tuple(
        sg.LaterFiling(
            number=row["number"],
            business=row["business"],
            filed_at=datetime.fromisoformat(row["filed_at"]),
            channel=row["channel"],
        )
        for row in shown["later"]
    )


def withdraw(case: sg.Case) -> sg.Flow[sg.Case]:
    """Looks first, and withdraws nothing that others build on."""
    later = yield from what_is_later(case)
    if later:
        raise sg.WithdrawBlocked(later, rule="TOY-01")
    return (yield from _commit("withdraw", case.filing, case.number or ""))


class ChainToy(Toy):
    """The toy region, which says what must be withdrawn first."""

    region = Toy.region

    @sg.hookimpl
    def later(self, case: sg.Case) -> sg.Flow[tuple[sg.LaterFiling, ...]] | None:
        return what_is_later(case)

    @sg.hookimpl
    def withdraw(self, case: sg.Case) -> sg.Flow[sg.Case]:
        return withdraw(case)
