"""The toy region with batches: a file is uploaded, looked at, rid of the rows that are not to go, and committed by its number."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from toy import Toy, _ask, _case, _data, _expected, _form

from sigateway import plugin as sg


def file_batch(filings: tuple[sg.Filing, ...]) -> sg.Flow[Mapping[int, sg.Case]]:
    content = json.dumps([_form(filing) for filing in filings]).encode()
    upload = sg.Request(
        "upload", "POST", "upload", sg.Means.DRAFT,
        form={"title": "批量增员"}, files={"file": sg.Upload("rows.json", content)}, charset="gbk",
    )  # fmt: skip
    saved = _data((yield from sg.send(upload)))
    for place, words in saved["not_taken"].items():
        yield from sg.leave_out(int(place), reasons=(sg.Reason(words=words),))
    echoes: dict[int, tuple[sg.EchoField, ...]] = {}
    for row in (yield from _ask("batch", draft=saved["draft"]))["rows"]:
        place = _place(row["draft"])
        echo = sg.compare(_expected(filings[place]), row["fields"])
        if any(field.differs for field in echo):
            yield from sg.leave_out(place, echo=echo)
            drop = sg.Request("drop", "POST", "drop", sg.Means.DRAFT, form={"row": row["draft"]})
            _data((yield from sg.send(drop)))
        else:
            echoes[place] = echo
    if not echoes:
        return {}
    return (yield from commit_batch(saved["draft"], filings, echoes))


def commit_batch(
    draft: str, filings: tuple[sg.Filing, ...], echoes: Mapping[int, tuple[sg.EchoField, ...]]
) -> sg.Flow[Mapping[int, sg.Case]]:
    request = sg.Request("commit_batch", "POST", "commit_batch", sg.Means.COMMIT, form={"draft": draft})
    reply = yield from sg.send(sg.Commit(request, "commit_batch", draft=draft, rows=echoes))
    rows = {_place(row["draft"]): row for row in _data(reply)["rows"]}
    return {place: _case(filings[place], rows[place], reply.at) for place in echoes if place in rows}


def _place(row: str) -> int:
    return int(row.rpartition("-")[2])


def look_for(filings: Iterable[sg.Filing], intent: sg.Intent) -> sg.Flow[Sequence[sg.Evidence]]:
    """Row by row. ``intact`` is said of the row alone: that others of its file have landed is for the core to know."""
    reply = yield from sg.send(sg.Request("list", "GET", "list"))
    shown = _data(reply)
    mine = {row["fields"]["id"]: row for row in shown["rows"] if row["batch"] == intent.draft}
    found: list[sg.Evidence] = []
    for filing in filings:
        row = mine.get(filing.person.document.number)
        if row is None:
            found.append(sg.Absent(reply.at, complete=shown["complete"], intact=False))
            continue
        differs = tuple(name for name, value in _form(filing).items() if row["fields"][name] != value)
        if row["state"] == "?":
            found.append(sg.Unclear("the hall shows no state"))
        elif row["state"] == "draft":
            found.append(sg.Absent(reply.at, complete=shown["complete"], intact=not differs))
        else:
            case = _case(filing, row, reply.at)
            found.append(sg.Different(case, differs) if differs else sg.Landed(case))
    return found


def look_for_one(filing: sg.Filing, intent: sg.Intent) -> sg.Flow[sg.Evidence]:
    [found] = yield from look_for((filing,), intent)
    return found


class BatchToy(Toy):
    """The toy region, whose hall takes enrolments in batches, and suspensions one by one."""

    region = Toy.region

    @sg.hookimpl
    def offers(self, rules: sg.Rulebook) -> list[sg.Offer | sg.Elsewhere]:
        limit = int(rules.hall("batch_limit"))
        return [
            sg.Offer(type="enrolment", title="增员", fields=(), rule="TOY-01", batch_limit=limit),
            sg.Offer(type="suspension", title="停保", fields=(), rule="TOY-01"),
        ]

    @sg.hookimpl
    def submit_batch(self, filings: tuple[sg.Filing, ...]) -> sg.Flow[Mapping[int, sg.Case]] | None:
        return file_batch(filings) if isinstance(filings[0], sg.Enrolment) else None

    @sg.hookimpl
    def evidence(self, filing: sg.Filing, intent: sg.Intent) -> sg.Flow[sg.Evidence]:
        if intent.step == "commit_batch":
            return look_for_one(filing, intent)
        return super().evidence(filing, intent)

    @sg.hookimpl
    def batch_evidence(
        self, filings: tuple[sg.Filing, ...], intent: sg.Intent
    ) -> sg.Flow[Sequence[sg.Evidence]]:
        return look_for(filings, intent)
