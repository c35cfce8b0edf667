"""What takes somebody's face: registration, verification of a grantee, a forgotten password, a log-in (JS-19, JS-23, JS-28, JS-42).

Each ends at once in an invitation, before a ticket is asked for: a ticket lives minutes, and a new one kills the one that is being scanned.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sigateway.plugin import (
    Absent,
    Actor,
    Case,
    Challenge,
    ChallengeExpired,
    ChallengeFailed,
    Commit,
    ConfigurationError,
    Context,
    Credentials,
    Evidence,
    Filing,
    Flow,
    HandlerLogin,
    HandlerVerification,
    InsuredUnit,
    Intent,
    Landed,
    NextStep,
    NotOffered,
    PasswordReset,
    Person,
    Reply,
    Request,
    SignedIn,
    Ticket,
    Unclear,
    UnitRegistration,
    Wait,
    WireChanged,
    send,
)

from . import wire
from .access import area_of, log_in_as_handler
from .cases import done
from .reading import REASONS, Record, answer_of, ask, ask_at, ask_if_there, commit, refused_by

_POLL: Final = 2.0
"""Seconds between two looks at a scan: no faster, says the hall."""
_EITHER_APP: Final = "支付宝”或“江苏智慧人社"
_APP: Final = "江苏智慧人社"
_OFFLINE: Final = {"R001": "JS-29", "R002": "JS-30"}
"""What leads to the window instead of to a scan."""
_AFTER: Final = {
    "unit_registration": NextStep(
        who=Actor.PERSON,
        what="下载并注册、登录“江苏智慧人社”APP，进入“我的—企业服务”，设置登录密码，完成单位关联（JS-21）",
    )
}
_DONE: Final = {"unit_registration": "已注册", "handler_verification": "正常", "password_reset": "已修改"}


def submit(filing: Filing, context: Context) -> Flow[Challenge]:
    """The invitation. Nothing is asked of the hall."""
    return _invitation(filing, context)
    yield


def _invitation(filing: Filing, context: Context) -> Challenge:
    name = context.unit.employer.name
    match filing:
        case UnitRegistration(legal_representative=person):
            return _of(
                person, "registration", f"{name}注册江苏人社网上办事服务大厅（法定代表人）", _EITHER_APP
            )
        case HandlerVerification(person=person):
            return _of(person, "activation", f"{name}经办人实名认证（在APP“企业服务”中）", _APP)
        case PasswordReset(person=person):
            return _of(person, "password", f"{name}经办账号忘记密码", _APP)
    raise TypeError(f"{filing.type} takes no face")


def _of(person: Person, purpose: str, what: str, app: str) -> Challenge:
    return Challenge.face(person, purpose=what, app=app, data={"purpose": purpose})


def mint(challenge: Challenge, context: Context) -> Flow[Ticket]:
    """The ticket. Where the representative cannot be verified, NotOffered names the window, and the papers
    that the hall asks for (JS-29, JS-30; how many they are after a mismatch is JS-49)."""
    purpose = str(challenge.data["purpose"])
    name, number = _whose(challenge)
    area = yield from area_of(context.unit)
    unit = context.unit.employer.uscc if purpose == "registration" else context.unit.number
    request = wire.face(purpose, area, unit, name, number)
    reply = yield from send(request)
    for reason in refused_by(reply):
        if reason.code in _OFFLINE:
            raise _at_the_window(reason, reply)
    shown = Record(request.operation, answer_of(reply, request).data)
    return Ticket(id=shown.text("ticket"), qr=shown.text("qr"), expires_at=shown.moment("expiresAt"))


def _at_the_window(reason: wire.Refused, reply: Reply) -> NotOffered:
    """Place and papers stand beside the refusal."""
    found = wire.answer(reply)
    shown = Record("face.start", None if found is None else found.data)
    who = "、".join(shown.texts("who"))
    return NotOffered(
        _OFFLINE[reason.code],
        f"大厅：“{reason.words}”。由{who}前往",
        place=shown.text("place"),
        papers=shown.texts("papers"),
    )


def _whose(challenge: Challenge) -> tuple[str, str]:
    filing = challenge.continues.filing if challenge.continues else None
    match filing:
        case UnitRegistration(legal_representative=person):
            return person.name, person.document.number
        case HandlerVerification(person=person) | PasswordReset(person=person):
            return person.name, person.document.number
    return "", str(challenge.data["number"])


def passed(challenge: Challenge) -> Flow[str]:
    """Wait until the scan has ended: what it is worth, or ChallengeFailed with its cure (JS-43), or ChallengeExpired."""
    while True:
        shown = yield from ask(wire.face_state(_ticket(challenge)))
        match shown.text("state"):
            case "PASSED":
                return shown.text("pass")
            case "FAILED" | "EXPIRED" as ended:
                reason = shown.record_or_none("reason")
                if reason is None and ended == "EXPIRED":
                    raise ChallengeExpired
                words = reason.text("message") if reason is not None else "人脸识别未通过"
                raise ChallengeFailed([REASONS.read(words)])
            case "WAITING" | "SCANNED":
                yield Wait(_POLL, "for the scan")
            case _:
                raise WireChanged("face.poll", "a state of a scan", "another")


def _ticket(challenge: Challenge) -> str:
    if challenge.ticket is None:
        raise TypeError("a challenge without a ticket cannot be resumed")
    return challenge.ticket.id


def resume(
    challenge: Challenge,
    signed_in: SignedIn | None,
    credentials: Credentials | None,
    context: Context,
) -> Flow[Case | SignedIn | Challenge]:
    """Go on once the face was shown."""
    goes_on = challenge.continues
    if goes_on is None or goes_on.what == "login":
        if not isinstance(credentials, HandlerLogin):
            raise ConfigurationError("登录时的人脸识别属于经办人账号；请以 HandlerLogin 打开大厅。")
        won = yield from passed(challenge)
        return (yield from log_in_as_handler(credentials, context.unit, won))
    filing = goes_on.filing
    match filing:
        case UnitRegistration(legal_representative=person):
            won = yield from passed(challenge)
            area = yield from area_of(context.unit)
            request = wire.register(
                area,
                context.unit.employer.uscc,
                person.name,
                person.document.number,
                person.mobile or "",
                won,
            )
            return (yield from _take_effect(filing, context, request, challenge))
        case HandlerVerification(person=person) | PasswordReset(person=person):
            password = _password(person, credentials)
            won = yield from passed(challenge)
            number, unit = person.document.number, context.unit.number
            if isinstance(filing, PasswordReset):
                request = wire.reset(unit, number, password, won)
            else:
                area = yield from area_of(context.unit)
                request = wire.activate(area, unit, number, password, won)
            return (yield from _take_effect(filing, context, request, challenge))
    raise TypeError("nothing that takes a face")


def _take_effect(filing: Filing, context: Context, request: Request, challenge: Challenge) -> Flow[Case]:
    effect = Commit(request, step="face", draft=_ticket(challenge))
    _, at = yield from commit(effect)
    return _case(filing, context, at)


def _case(filing: Filing, context: Context, at: datetime) -> Case:
    steps = (_AFTER[filing.type],) if filing.type in _AFTER else ()
    return done(filing, context, None, _DONE[filing.type], at, *steps)


def _password(person: Person, credentials: Credentials | None) -> str:
    """The password to be set is that of the credentials given for the unit: it is kept there before it is sent."""
    if not isinstance(credentials, HandlerLogin) or credentials.document_number != person.document.number:
        raise ConfigurationError(
            "要设置的登录密码取自凭据：请以此人本人的 HandlerLogin（证件号码与将要使用的新密码）打开大厅，再继续。"
        )
    return credentials.secret_password()


def evidence(filing: Filing, intent: Intent, context: Context) -> Flow[Evidence]:
    """By the ticket whose pass was sent with it: ``usedAt`` says that it took effect; of a registration by the registration."""
    if isinstance(filing, UnitRegistration):
        shown, at = yield from ask_at(wire.registration_state(context.unit.employer.uscc))
        if shown.text("state") != "未注册":
            return Landed(_case(filing, context, at))
        return Absent(as_of=at, complete=True, intact=(yield from _pass_holds(intent.draft)))
    if intent.draft is None:
        return Unclear("no ticket to look for")
    found, at = yield from ask_if_there(wire.face_state(intent.draft))
    if found is None:
        return Unclear("the hall does not know the ticket any more")
    if found.text("usedAt"):
        return Landed(_case(filing, context, at))
    return Absent(as_of=at, complete=True)


def _pass_holds(ticket: str | None) -> Flow[bool]:
    """Whether the pass that the scan won is good still. With one that is not, only a new scan leads on: nothing is sent again."""
    if ticket is None:
        return False
    found, at = yield from ask_if_there(wire.face_state(ticket))
    return (
        found is not None
        and found.text("state") == "PASSED"
        and not found.text("usedAt")
        and at < found.moment("passExpiresAt")
    )


def track(case: Case, unit: InsuredUnit) -> Flow[Case]:
    """A registration as it now stands, until the unit is linked (JS-21). The rest does not change."""
    if not isinstance(case.filing, UnitRegistration):
        return case
    shown, at = yield from ask_at(wire.registration_state(unit.employer.uscc))
    word = shown.text("state")
    steps = () if word == "已关联" else (_AFTER["unit_registration"],)
    return case.model_copy(update={"word": word, "at": at, "next_steps": steps})
