"""The toy region with everything that can be filed: also what is about the unit itself."""

from __future__ import annotations

from typing import Any

from toy import Toy, _case, _commit, _data

from sigateway import plugin as sg


def fields_of(filing: sg.Filing) -> dict[str, str]:
    return {"type": filing.type, "id": filing.lane, "wage": filing.digest(), "month": filing.slot}


def file(filing: sg.Filing) -> sg.Flow[sg.Case]:
    save = sg.Request("save", "POST", "save", sg.Means.DRAFT, form=fields_of(filing))
    draft: str = _data((yield from sg.send(save)))["draft"]
    shown = _data((yield from sg.send(sg.Request("echo", "GET", "echo", query={"draft": draft}))))["fields"]
    expected = {name: sg.Expected(name, value) for name, value in fields_of(filing).items()}
    return (yield from _commit("commit", filing, draft, sg.compare(expected, shown)))


def look_for(filing: sg.Filing, intent: sg.Intent) -> sg.Flow[sg.Evidence]:
    reply = yield from sg.send(sg.Request("list", "GET", "list"))
    shown = _data(reply)
    row: dict[str, Any] = next(r for r in shown["rows"] if r["draft"] == intent.draft)
    if row["state"] == "draft":
        return sg.Absent(reply.at, complete=shown["complete"])
    return sg.Landed(_case(filing, row, reply.at))


class UnitToy(Toy):
    """Takes every type of filing."""

    region = Toy.region

    @sg.hookimpl
    def facts(self, filing: sg.Filing) -> sg.Flow[sg.Facts] | None:
        return super().facts(filing) if filing.subject is not None else None

    @sg.hookimpl
    def submit(self, filing: sg.Filing) -> sg.Flow[sg.Case]:
        return file(filing)

    @sg.hookimpl
    def evidence(self, filing: sg.Filing, intent: sg.Intent) -> sg.Flow[sg.Evidence]:
        return look_for(filing, intent)
