"""The toy hall as two systems that share nothing: one filing is a half in each, and each half is a commit of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from toy import Toy, ToyLogin, _data, _form
from toyhall import Row, ToyHall

from sigateway import plugin as sg

TITLES = {"four": "四险", "medical": "医疗"}
SCHEMES = {"four": frozenset({sg.Scheme.PENSION}), "medical": frozenset({sg.Scheme.MEDICAL})}
REFUSED = "此人在其他单位参保"


@dataclass
class PairHall(ToyHall):
    """``not_here`` are the systems that refuse whatever is committed. ``effects`` are ``commit_four``, ``commit_medical`` …"""

    not_here: set[str] = field(default_factory=set)

    def _save_half(self, system: str, form: dict[str, str]) -> dict[str, Any]:
        draft = f"{system}-{len(self.rows) + 1}"
        self.rows[draft] = Row(draft, form)
        return {"draft": draft, "fields": form}

    def _commit_half(self, system: str, form: dict[str, str]) -> dict[str, Any]:
        row = self.rows[form["draft"]]
        if system in self.not_here:
            return {"refused": REFUSED}
        return self._take_effect(f"commit_{system}", row, self.decides)

    def _withdraw_half(self, system: str, form: dict[str, str]) -> dict[str, Any]:
        return self._take_effect(f"withdraw_{system}", self.rows[form["draft"]], "withdrawn")

    def _half_of(self, system: str, form: dict[str, str]) -> dict[str, Any]:
        rows = [row for draft, row in self.rows.items() if draft == form["draft"]]
        return {"state": rows[0].state if rows else "", "fields": rows[0].fields if rows else {}}

    def __getattr__(self, name: str) -> Any:
        verb, _, system = name.rpartition("_")
        acts: dict[str, Callable[[str, dict[str, str]], dict[str, Any]]] = {
            "_save": self._save_half,
            "_commit": self._commit_half,
            "_withdraw": self._withdraw_half,
            "_half": self._half_of,
        }
        if system not in TITLES or verb not in acts:
            raise AttributeError(name)
        return lambda form: acts[verb](system, form)

    def standing(self) -> dict[str, int]:
        """How many filings stand in each system."""
        stand = [draft.split("-")[0] for draft, row in self.rows.items() if row.state == self.decides]
        return {system: stand.count(system) for system in TITLES}


def _part(system: str, number: str | None, state: str, **more: Any) -> sg.Part:
    return sg.Part(
        name=system,
        title=TITLES[system],
        schemes=SCHEMES[system],
        number=number,
        state=sg.CaseState(state),
        **more,
    )


def _case(filing: sg.Filing, parts: list[sg.Part], at: datetime) -> sg.Case:
    return sg.Case(
        hall="toy",
        unit="toy/1",
        filing=filing,
        number=parts[0].number,
        state=sg.state_of(parts),
        parts=tuple(parts),
        at=at,
    )


def _half(draft: str | None) -> sg.Flow[tuple[dict[str, Any], datetime]]:
    route = f"half_{(draft or '').split('-')[0]}"
    reply = yield from sg.send(sg.Request(route, "GET", route, query={"draft": draft or ""}))
    return _data(reply), reply.at


def _save(system: str, filing: sg.Filing) -> sg.Flow[str]:
    route = f"save_{system}"
    request = sg.Request(route, "POST", route, sg.Means.DRAFT, form=_form(filing))
    draft: str = _data((yield from sg.send(request)))["draft"]
    return draft


def _commit(step: str, draft: str, both: list[str | None]) -> sg.Commit:
    """The intent names both drafts, so that its evidence can say how the whole filing stands."""
    request = sg.Request(step, "POST", step, sg.Means.COMMIT, form={"draft": draft})
    name = step.removeprefix("commit_").replace("_", ".")
    return sg.Commit(request, name, (), "|".join(number or "" for number in both))


def file(filing: sg.Filing) -> sg.Flow[sg.Case]:
    """Both drafts, then the first half. A no to the first is a no to all."""
    drafts = []
    for system in TITLES:
        drafts.append((yield from _save(system, filing)))
    reply = yield from sg.send(_commit("commit_four", drafts[0], list(drafts)))
    shown = _data(reply)
    first = _part("four", drafts[0], shown["state"])
    case = _case(filing, [first, _part("medical", drafts[1], "draft")], reply.at)
    yield from sg.keep_case(case)
    return (yield from complete(case, filing))


def complete(case: sg.Case, filing: sg.Filing) -> sg.Flow[sg.Case]:
    """The halves that do not stand. A no to one of them leaves the other as it is."""
    parts, at = list(case.parts), case.at
    for place, part in enumerate(parts):
        if part.stands:
            continue
        draft = part.number
        shown, at = (yield from _half(draft)) if draft else ({"fields": {}}, at)
        if draft is None or shown["fields"] != _form(filing) or part.state is not sg.CaseState.DRAFT:
            draft = yield from _save(part.name, filing)
        both = [draft if each is part else each.number for each in case.parts]
        reply = yield from sg.send(_commit(f"commit_{part.name}", draft, both))
        words = sg_classify(reply)
        if words:
            parts[place] = _part(
                part.name, draft, "refused", reasons=tuple(sg.Reason(words=word) for word in words)
            )
        else:
            parts[place] = _part(part.name, draft, _data(reply)["state"])
        at = reply.at
        if words or place < len(parts) - 1:
            yield from sg.keep_case(_case(filing, parts, at))
    return _case(filing, parts, at)


def sg_classify(reply: sg.Reply) -> tuple[str, ...]:
    return Toy.region.classify(reply).words


def look_again(filing: sg.Filing, intent: sg.Intent) -> sg.Flow[sg.Evidence]:
    """Of the half that the step is about; the other one is looked up beside it."""
    verb, _, system = intent.step.rpartition(".")
    drafts = dict(zip(TITLES, (intent.draft or "").split("|"), strict=True))
    shown, at = yield from _half(drafts[system])
    undone = "withdrawn" if verb else None
    if shown["state"] in ("", "draft") or (undone and shown["state"] != undone):
        return sg.Absent(at, complete=True, intact=shown["fields"] == _form(filing))
    parts = []
    for each in TITLES:
        seen, at = yield from _half(drafts[each])
        parts.append(_part(each, drafts[each], seen["state"]))
    return sg.Landed(_case(filing, parts, at))


def look(case: sg.Case) -> sg.Flow[sg.Case]:
    parts, at = [], case.at
    for part in case.parts:
        shown, at = yield from _half(part.number)
        state = part.state if part.state is sg.CaseState.REFUSED else sg.CaseState(shown["state"])
        parts.append(part.model_copy(update={"state": state}))
    return _case(case.filing, parts, at).model_copy(update={"turn": case.turn})


def withdraw(case: sg.Case) -> sg.Flow[sg.Case]:
    parts, at = list(case.parts), case.at
    for place, part in enumerate(parts):
        if not part.stands:
            continue
        both = [each.number for each in parts]
        reply = yield from sg.send(_commit(f"withdraw_{part.name}", part.number or "", both))
        _data(reply)
        parts[place], at = part.model_copy(update={"state": sg.CaseState.WITHDRAWN}), reply.at
        if place < len(parts) - 1:
            yield from sg.keep_case(_case(case.filing, parts, at))
    return _case(case.filing, parts, at)


class PairToy(Toy):
    """The hook implementations that differ. Each returns a flow."""

    region = sg.Region("toy", "玩具双厅", (ToyLogin,), Toy.region.classify)

    @sg.hookimpl
    def submit(self, filing: sg.Filing) -> sg.Flow[sg.Case]:
        return file(filing)

    @sg.hookimpl
    def complete(self, case: sg.Case, filing: sg.Filing) -> sg.Flow[sg.Case]:
        return complete(case, filing)

    @sg.hookimpl
    def evidence(self, filing: sg.Filing, intent: sg.Intent) -> sg.Flow[sg.Evidence]:
        return look_again(filing, intent)

    @sg.hookimpl
    def track(self, case: sg.Case) -> sg.Flow[sg.Case]:
        return look(case)

    @sg.hookimpl
    def withdraw(self, case: sg.Case) -> sg.Flow[sg.Case]:
        return withdraw(case)
