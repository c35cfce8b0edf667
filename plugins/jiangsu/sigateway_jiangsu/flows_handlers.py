"""Consent, grants, scopes and revocations (JS-34 to JS-42). Generators, no I/O."""

from __future__ import annotations

from datetime import datetime

from sigateway.plugin import (
    Absent,
    Actor,
    Case,
    Commit,
    Context,
    Different,
    Evidence,
    Facts,
    Filing,
    Flow,
    GrantingConsent,
    HallRefused,
    Handler,
    HandlerGrant,
    HandlerRank,
    HandlerRevocation,
    Intent,
    Landed,
    NextStep,
    Reason,
    SignedIn,
)

from . import standing, wire
from .access import me_of
from .cases import done
from .facts import HallFacts
from .matters import CODES, RANK_NAMES, RANKS
from .reading import Record, ask, ask_at, commit, pages

REVOKED, USABLE = "已取消", "正常"
_TYPES = {code: name for name, code in CODES.items()}


def facts(filing: Filing, signed_in: SignedIn) -> Flow[Facts]:
    """Whether consent was given, and who is granted already."""
    me = me_of(signed_in)
    shown, at = yield from ask_at(wire.unit())
    unit = standing.unit(shown)
    if filing.type not in unit.scopes:
        return HallFacts(at=at, rank=shown.text("rank"), unit=unit)
    given = (yield from ask(wire.consent())).flag("given")
    rows, at = yield from listed()
    handlers = tuple(handler(row) for row in rows if row.text("state") != REVOKED)
    return HallFacts(at=at, rank=me.rank, unit=unit, consented=given, handlers=handlers, notices=me.notices)


def listed() -> Flow[tuple[tuple[Record, ...], datetime]]:
    """经办人管理, read to its end (JS-40)."""
    return (yield from pages(wire.handlers))


def handler(row: Record) -> Handler:
    """One grant."""
    rank = RANK_NAMES[row.text("rank")]
    return Handler(
        name=row.text("name"),
        document_number=row.text("idNumber"),
        rank=HandlerRank(rank),
        scopes=frozenset(_TYPES[code] for code in row.texts("scopes")),
        state=row.text("state"),
        usable=row.text("state") == USABLE,
    )


def submit(filing: Filing, signed_in: SignedIn, context: Context) -> Flow[Case]:
    """What is done about others."""
    me_of(signed_in)
    match filing:
        case GrantingConsent():
            return (yield from _consent(filing, context))
        case HandlerGrant():
            return (yield from _grant(filing, context))
        case HandlerRevocation():
            return (yield from _revoke(filing, context))
    raise TypeError(f"{filing.type} is nothing that is granted")


def _consent(filing: GrantingConsent, context: Context) -> Flow[Case]:
    """阅读授权注意事项 → 同意开通: the very text that was read, once (JS-39)."""
    shown, at = yield from ask_at(wire.consent())
    if shown.flag("given"):
        return done(filing, context, None, "已同意开通", at)
    if (shown.text("version"), shown.text("digest")) != (filing.version, filing.text_digest):
        raise HallRefused(
            [
                Reason(
                    words="授权注意事项已更新，请重新阅读",
                    plain="所同意的不是大厅现在的文本。",
                    cure="请重新阅读授权注意事项（ServiceAgreementQuery）后再同意开通。",
                    rule="JS-39",
                )
            ]
        )
    request = wire.give_consent(filing.version, filing.text_digest)
    _, at = yield from commit(Commit(request, step="consent"))
    return done(filing, context, None, "已同意开通", at)


def _codes(filing: HandlerGrant) -> list[str]:
    return sorted(CODES[scope] for scope in filing.scopes if scope in CODES)


def _grant(filing: HandlerGrant, context: Context) -> Flow[Case]:
    """开通授权 → 填写 → 提交 (JS-41); of a handler who is granted already, his 事项 are changed (JS-36)."""
    rows, at = yield from listed()
    held = _row_of(rows, filing)
    if held is None:
        person = filing.person
        request = wire.grant(
            RANKS[filing.rank], person.name, person.document.number, person.mobile or "", _codes(filing)
        )
        row, at = yield from commit(Commit(request, step="grant"))
        return _granted(filing, context, row.text("grant"), row.text("state"), at)
    if _as_asked(filing, held):
        return _granted(filing, context, held.text("grant"), held.text("state"), at)
    request = wire.change_scopes(held.text("grant"), _codes(filing))
    row, at = yield from commit(Commit(request, step="scopes", draft=held.text("grant")))
    return _granted(filing, context, row.text("grant"), row.text("state"), at)


def _granted(filing: HandlerGrant, context: Context, number: str, state: str, at: datetime) -> Case:
    steps = (
        ()
        if state == USABLE
        else (
            NextStep(
                who=Actor.PERSON,
                what="在“江苏智慧人社”APP“企业服务”中完成人脸识别并设置登录密码（HandlerVerification），之后方可使用",
            ),
        )
    )
    return done(filing, context, number, state, at, *steps)


def _revoke(filing: HandlerRevocation, context: Context) -> Flow[Case]:
    """取消授权: its sessions end at once (JS-36)."""
    rows, _ = yield from listed()
    held = _row_of(rows, filing)
    if held is None:
        raise HallRefused([Reason(words="未查询到授权信息", plain="该人员没有本单位的授权。", rule="JS-41")])
    number = held.text("grant")
    row, at = yield from commit(Commit(wire.revoke(number), step="revoke", draft=number))
    return done(filing, context, number, row.text("state"), at)


def _row_of(rows: tuple[Record, ...], filing: HandlerGrant | HandlerRevocation) -> Record | None:
    number = filing.person.document.number
    held = [r for r in rows if r.text("idNumber") == number and r.text("state") != REVOKED]
    return held[-1] if held else None


def _as_asked(filing: HandlerGrant, row: Record) -> bool:
    if row.text("rank") != RANKS[filing.rank]:
        return False
    return filing.rank is not HandlerRank.HANDLER or sorted(row.texts("scopes")) == _codes(filing)


def evidence(filing: Filing, intent: Intent, signed_in: SignedIn, context: Context) -> Flow[Evidence]:
    """By the hall's own list of grants, read to its end; of a consent by the consent itself."""
    me_of(signed_in)
    if isinstance(filing, GrantingConsent):
        shown, at = yield from ask_at(wire.consent())
        if shown.flag("given"):
            return Landed(done(filing, context, None, "已同意开通", at))
        return Absent(as_of=at, complete=True)
    rows, at = yield from listed()
    if isinstance(filing, HandlerRevocation):
        taken = next((r for r in rows if r.text("grant") == intent.draft), None)
        if taken is not None and taken.text("state") == REVOKED:
            return Landed(done(filing, context, intent.draft, REVOKED, at))
        return Absent(as_of=at, complete=True)
    assert isinstance(filing, HandlerGrant)
    held = _row_of(rows, filing)
    if held is None:
        return Absent(as_of=at, complete=True, intact=intent.step == "grant")
    case = _granted(filing, context, held.text("grant"), held.text("state"), at)
    if _as_asked(filing, held):
        return Landed(case)
    if intent.step == "scopes":
        return Absent(as_of=at, complete=True)
    return Different(case, ("scopes",))


def track(case: Case, signed_in: SignedIn, context: Context) -> Flow[Case]:
    """A grant as it now stands: waiting for the scan, usable, or taken back. The rest does not change."""
    me_of(signed_in)
    if not isinstance(case.filing, HandlerGrant):
        return case
    rows, at = yield from listed()
    row = next((r for r in rows if r.text("grant") == case.number), None)
    if row is None:
        return case
    return _granted(case.filing, context, row.text("grant"), row.text("state"), at)
