"""A region in an afternoon: the toy hall's side of the contract. Of ``sigateway`` it uses the contributor's door only.

The hall itself is in ``toyhall.py``.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any, ClassVar

from pydantic import SecretStr

from sigateway import plugin as sg


class ToyLogin(sg.Credentials):
    """A log-in mode of the region's own."""

    mode: ClassVar[str] = "toy_password"
    user: str = "unit"
    password: SecretStr = SecretStr("slip-1")

    def counted_secrets(self) -> tuple[str, ...]:
        return (self.user, self.password.get_secret_value())

    def secret_password(self) -> str:
        return self.password.get_secret_value()

    def with_password(self, password: str) -> ToyLogin:
        return self.model_copy(update={"password": SecretStr(password)})


class ToyFacts(sg.Facts):
    insured_elsewhere: bool


def classify(reply: sg.Reply) -> sg.Classified:
    text = reply.content.decode()
    for word, kind in (("登录", "SIGNED_OUT"), ("别处", "TAKEN"), ("维护", "MAINTENANCE")):
        if text.startswith(f"<p>{word}</p>"):
            return sg.Classified(sg.Kind[kind])
    try:
        body = json.loads(text)
    except ValueError:
        return sg.Classified(sg.Kind.UNKNOWN, what="a page without its end")
    if "refused" in body:
        return sg.Classified(sg.Kind.REFUSED, words=(body["refused"],))
    return sg.Classified(sg.Kind.DATA)


def _data(reply: sg.Reply) -> dict[str, Any]:
    page = classify(reply)
    if page.kind is sg.Kind.REFUSED:
        raise sg.HallRefused([sg.Reason(words=w) for w in page.words])
    body: dict[str, Any] = json.loads(reply.content)
    return body


def _ask(route: str, **query: str) -> sg.Flow[dict[str, Any]]:
    return _data((yield from sg.send(sg.Request(route, "GET", route, query=query))))


def _form(filing: sg.Filing) -> dict[str, str]:
    amount = str(filing.declared_wage) if isinstance(filing, sg.Enrolment) else "0.00"
    return {
        "type": filing.type,
        "id": filing.person.document.number,
        "wage": amount,
        "month": str(filing.period),
    }


def _expected(filing: sg.Filing) -> dict[str, sg.Expected]:
    return {name: sg.Expected(name, value) for name, value in _form(filing).items()}


def _case(filing: sg.Filing, row: dict[str, Any], at: datetime) -> sg.Case:
    return sg.Case(
        hall="toy", unit="toy/1", filing=filing, number=row["draft"], state=sg.CaseState(row["state"]), at=at
    )


def log_in(credentials: ToyLogin) -> sg.Flow[sg.SignedIn]:
    who = {"user": credentials.user, "password": sg.Private(credentials.password.get_secret_value())}
    reply = yield from sg.send(sg.Request("login", "POST", "login", sg.Means.SIGN_IN, form=who))
    page = classify(reply)
    if page.kind is sg.Kind.REFUSED:
        raise sg.LoginRefused([sg.Reason(words=w) for w in page.words])
    if _data(reply)["must_change"]:
        new = yield from sg.new_password()
        change = sg.Request("password", "POST", "password", sg.Means.COMMIT, form={"new": new})
        _data((yield from sg.send(sg.Commit(change, "password"))))
    return sg.SignedIn(unit_number="1", unit_name="模拟单位")


def look_up(filing: sg.Filing) -> sg.Flow[sg.Facts]:
    shown = yield from _ask("facts", id=filing.person.document.number)
    return ToyFacts(insured_elsewhere=shown["insured_elsewhere"])


def file(filing: sg.Filing) -> sg.Flow[sg.Case]:
    save = sg.Request("save", "POST", "save", sg.Means.DRAFT, form=_form(filing))
    draft: str = _data((yield from sg.send(save)))["draft"]
    shown = yield from _ask("echo", draft=draft)
    return (yield from _commit("commit", filing, draft, sg.compare(_expected(filing), shown["fields"])))


def _commit(
    step: str, filing: sg.Filing, draft: str, echo: tuple[sg.EchoField, ...] = ()
) -> sg.Flow[sg.Case]:
    request = sg.Request(step, "POST", step, sg.Means.COMMIT, form={"draft": draft})
    commit = sg.Commit(request, step, echo, draft)
    reply = yield from sg.send(commit)
    return _case(filing, _data(reply), reply.at)


def look_again(filing: sg.Filing, intent: sg.Intent) -> sg.Flow[sg.Evidence]:
    reply = yield from sg.send(sg.Request("list", "GET", "list"))
    shown = _data(reply)
    row = next((r for r in shown["rows"] if r["draft"] == intent.draft), None)
    if row is not None and row["state"] == "?":
        return sg.Unclear("the hall shows no state")
    undone = {"discard": "discarded", "withdraw": "withdrawn"}.get(intent.step)
    if row is None or row["state"] == "draft" or (undone and row["state"] != undone):
        return sg.Absent(reply.at, complete=shown["complete"])
    case = _case(filing, row, reply.at)
    differs = tuple(n for n, value in _form(filing).items() if row["fields"][n] != value)
    return sg.Different(case, differs) if differs else sg.Landed(case)


def look(case: sg.Case) -> sg.Flow[sg.Case]:
    shown = yield from _ask("list")
    row = next(r for r in shown["rows"] if r["draft"] == case.number)
    return case.model_copy(update={"state": sg.CaseState(row["state"])})


class HeldQuery(sg.Query[int]):
    """How many filings the hall holds."""


def count_held() -> sg.Flow[int]:
    return len((yield from _ask("list"))["rows"])


def print_form(case: sg.Case) -> sg.Flow[sg.FetchedFile]:
    shown = yield from _ask("echo", draft=case.number or "")
    return sg.FetchedFile(f"{case.number}.json", "application/json", json.dumps(shown["fields"]).encode())


class Toy:
    """The hook implementations, thin."""

    region = sg.Region("toy", "玩具厅", (ToyLogin,), classify)

    @sg.hookimpl
    def login(self, credentials: sg.Credentials) -> sg.Flow[sg.SignedIn] | None:
        return log_in(credentials) if isinstance(credentials, ToyLogin) else None

    @sg.hookimpl
    def rulebook(self) -> sg.Layer:
        source = {"title": "玩具规则", "era": "2026", "kind": "made up"}
        rules = [{"id": f"TOY-0{n}", "statement": what, "source": "1", "grade": "E2", "kind": ["preflight"],
                  "known": known, "stage": stage, "layer": "toy", "cited": source}
                 for n, what, known, stage in ((1, "Least wage 1000", "offline", "save"),
                                               (2, "Not insured elsewhere", "lookup", "entrance"))]  # fmt: skip
        hall = {
            "settling_seconds": {"value": "30", "why": "toy"},
            "review_poll_seconds": {"value": "60", "why": "toy"},
            "batch_limit": {"value": "4", "why": "toy"},
        }
        return sg.Layer.model_validate(
            {"origin": "toy", "region": "toy", "sources": {"1": source}, "hall": hall, "rules": rules}
        )

    @sg.hookimpl
    def facts(self, filing: sg.Filing) -> sg.Flow[sg.Facts]:
        return look_up(filing)

    @sg.hookimpl
    def preflight(self, filing: sg.Filing, context: sg.Context) -> list[sg.Finding]:
        found = []
        if isinstance(filing, sg.Enrolment) and filing.declared_wage < 1000:
            found.append(
                context.rules.finding("TOY-01", sg.Effect.RETURNS, "申报工资过低", fields=["declared_wage"])
            )
        if isinstance(context.facts, ToyFacts) and context.facts.insured_elsewhere:
            found.append(context.rules.finding("TOY-02", sg.Effect.RETURNS, "此人在其他单位参保"))
        return found

    @sg.hookimpl
    def offers(self) -> list[sg.Offer | sg.Elsewhere]:
        return [
            sg.Offer(type="enrolment", title="增员", fields=(), rule="TOY-01"),
            sg.Elsewhere(type="retirement", rule="TOY-02", why="须交验原件", place="一号窗口"),
        ]

    @sg.hookimpl
    def window(self, filing_type: str) -> sg.Window | None:
        return sg.always_open() if filing_type == "enrolment" else None

    @sg.hookimpl
    def submit(self, filing: sg.Filing) -> sg.Flow[sg.Case]:
        return file(filing)

    @sg.hookimpl
    def evidence(self, filing: sg.Filing, intent: sg.Intent) -> sg.Flow[sg.Evidence]:
        return look_again(filing, intent)

    @sg.hookimpl
    def track(self, case: sg.Case) -> sg.Flow[sg.Case]:
        return look(case)

    @sg.hookimpl
    def discard(self, case: sg.Case) -> sg.Flow[sg.Case]:
        return _commit("discard", case.filing, case.number or "")

    @sg.hookimpl
    def withdraw(self, case: sg.Case) -> sg.Flow[sg.Case]:
        return _commit("withdraw", case.filing, case.number or "")

    @sg.hookimpl
    def ways_back(self, case: sg.Case) -> list[sg.Way]:
        return [sg.Way(kind=sg.WayKind.WITHDRAW, what="撤销", who=sg.Actor.VENDOR, rule="TOY-01")]

    @sg.hookimpl
    def query(self, query: sg.Query[Any]) -> sg.Flow[Any] | None:
        return count_held() if isinstance(query, HeldQuery) else None

    @sg.hookimpl
    def fetch(self, printout: sg.Printout) -> sg.Flow[sg.FetchedFile] | None:
        return print_form(printout.case) if isinstance(printout, sg.DeclarationForm) else None
