"""The toy region and hall with a person in the middle: a face at registration and log-in, a picture before a print."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from toy import Toy, ToyLogin, _case, _data, log_in, print_form
from toyhall import Row, ToyHall

from sigateway import plugin as sg


@dataclass
class FaceHall(ToyHall):
    """Mints tickets, one alive at a time; ``app`` is whoever scans: what each scan ends with, asked for asked."""

    wants_face: bool = False  #: at the log-in
    tickets: list[str] = field(default_factory=list)
    app: list[str] = field(default_factory=list)
    expires: dict[str, datetime] = field(default_factory=dict)

    def _act(self, route: str, form: dict[str, str], cookie: str) -> tuple[str, dict[str, str]]:
        if route in ("mint", "scan", "register", "registered"):
            self.sessions.add(cookie)  # before any log-in
        return super()._act(route, form, cookie)

    def _mint(self, form: dict[str, str]) -> dict[str, Any]:
        self.tickets.append(f"T{len(self.tickets) + 1}")
        expires = self.clock.now() + timedelta(seconds=300)
        self.expires[self.tickets[-1]] = expires
        return {"ticket": self.tickets[-1], "expires": expires.isoformat()}

    def _scan(self, form: dict[str, str]) -> dict[str, Any]:
        if form["ticket"] != self.tickets[-1] or self.clock.now() >= self.expires[form["ticket"]]:
            return {"state": "expired"}
        return {"state": self.app.pop(0) if self.app else "waiting"}

    def _register(self, form: dict[str, str]) -> dict[str, Any]:
        self.rows["R1"] = Row("R1", form, state="approved")
        self.effects.append("register")
        return {"draft": "R1", "state": "approved"}

    def _registered(self, form: dict[str, str]) -> dict[str, Any]:
        row = self.rows.get("R1")
        return {"row": None if row is None else {"draft": "R1", "state": row.state}}

    def _login(self, form: dict[str, str]) -> dict[str, Any]:
        raise AssertionError("answered by _act")


def invite(person: sg.Person, purpose: str) -> sg.Challenge:
    return sg.Challenge.face(person, purpose=purpose, app="玩具APP", data={"id": person.document.number})


def end(value: Any) -> sg.Flow[Any]:
    """A flow that ends at once."""
    return value
    yield


def mint(challenge: sg.Challenge) -> sg.Flow[sg.Ticket]:
    ask = sg.Request("mint", "POST", "mint", sg.Means.DRAFT, form={"for": challenge.kind})
    shown = _data((yield from sg.send(ask)))
    picture = b"\x89PNG 7 + 5" if challenge.kind is sg.ChallengeKind.CAPTCHA else None
    return sg.Ticket(
        id=shown["ticket"],
        qr=None if picture else f"toy://{shown['ticket']}",
        image=picture,
        expires_at=datetime.fromisoformat(shown["expires"]),
    )


def scanned(challenge: sg.Challenge) -> sg.Flow[None]:
    assert challenge.ticket is not None
    while True:
        ask = sg.Request("scan", "GET", "scan", query={"ticket": challenge.ticket.id})
        match _data((yield from sg.send(ask)))["state"]:
            case "passed":
                return
            case "expired":
                raise sg.ChallengeExpired
            case "failed":
                raise sg.ChallengeFailed([sg.Reason(words="人脸比对不通过", cure="请本人重新扫描")])
        yield sg.Wait(2, "for the scan")


def register(challenge: sg.Challenge, filing: sg.Filing, credentials: sg.Credentials) -> sg.Flow[sg.Case]:
    yield from scanned(challenge)
    assert challenge.ticket is not None
    body = sg.Body(f"password={credentials.secret_password()}".encode(), "text/plain", secret=True)
    request = sg.Request("register", "POST", "register", sg.Means.COMMIT, body=body)
    reply = yield from sg.send(sg.Commit(request, "register"))
    return _case(filing, _data(reply), reply.at)


def is_registered(filing: sg.Filing) -> sg.Flow[sg.Evidence]:
    reply = yield from sg.send(sg.Request("registered", "GET", "registered"))
    row = _data(reply)["row"]
    return sg.Absent(reply.at, complete=True) if row is None else sg.Landed(_case(filing, row, reply.at))


def printed(challenge: sg.Challenge, answer: str | None) -> sg.Flow[sg.FetchedFile]:
    if answer != "12":
        raise sg.ChallengeFailed([sg.Reason(words="验证码错误")])
    case = sg.Case.model_validate_json(str(challenge.data["case"]))
    return (yield from print_form(case))


def face_login(challenge: sg.Challenge, credentials: ToyLogin) -> sg.Flow[sg.SignedIn | sg.Challenge]:
    yield from scanned(challenge)
    return (yield from log_in(credentials))


class FaceToy(Toy):
    """Faces at the registration and, where ``at_login``, at the log-in; a picture before a print."""

    region = Toy.region
    person: sg.Person
    at_login = False

    @sg.hookimpl
    def login(self, credentials: sg.Credentials) -> sg.Flow[sg.SignedIn | sg.Challenge] | None:
        if self.at_login:
            return end(invite(self.person, "登录"))
        return super().login(credentials)

    @sg.hookimpl
    def facts(self, filing: sg.Filing) -> sg.Flow[sg.Facts] | None:
        return super().facts(filing) if isinstance(filing, sg.Enrolment) else None

    @sg.hookimpl
    def submit(self, filing: sg.Filing, signed_in: sg.SignedIn) -> sg.Flow[sg.Case | sg.Challenge]:
        if isinstance(filing, sg.UnitRegistration):
            assert isinstance(signed_in, sg.NotSignedIn)
            return end(invite(filing.legal_representative, "单位注册"))
        return super().submit(filing)

    @sg.hookimpl
    def evidence(self, filing: sg.Filing, intent: sg.Intent) -> sg.Flow[sg.Evidence]:
        return is_registered(filing) if intent.step == "register" else super().evidence(filing, intent)

    @sg.hookimpl
    def fetch(self, printout: sg.Printout) -> sg.Flow[sg.FetchedFile | sg.Challenge] | None:
        if not isinstance(printout, sg.DeclarationForm):
            return None
        data = {"case": printout.case.model_dump_json(by_alias=True)}
        return end(sg.Challenge(kind=sg.ChallengeKind.CAPTCHA, purpose="打印", data=data))

    @sg.hookimpl
    def open_challenge(self, challenge: sg.Challenge) -> sg.Flow[sg.Ticket]:
        return mint(challenge)

    @sg.hookimpl
    def resume(
        self, challenge: sg.Challenge, answer: str | None, credentials: sg.Credentials | None
    ) -> sg.Flow[Any]:
        assert challenge.continues is not None
        match challenge.continues.what:
            case "login":
                assert isinstance(credentials, ToyLogin)
                return face_login(challenge, credentials)
            case "fetch":
                return printed(challenge, answer)
        assert challenge.continues.filing is not None
        assert credentials is not None
        return register(challenge, challenge.continues.filing, credentials)
