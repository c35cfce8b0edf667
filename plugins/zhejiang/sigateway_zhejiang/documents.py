"""What the hall prints: the unit's proof, a person's proof, the receipt of a flexible worker's filing. Generators, no I/O.

A proof is handed on only when its seal holds (ZJ-28) and it is of whom it was asked: people show it to others, who trust the seal.
A person's proof wants a captcha read (ZJ-33): that is a person's task, and no machine's.
"""

from __future__ import annotations

import base64
import binascii
from datetime import timedelta
from typing import Final

from sigateway.plugin import (
    CasePrintout,
    Challenge,
    ChallengeExpired,
    ChallengeFailed,
    ChallengeKind,
    ConfigurationError,
    Context,
    DeclarationForm,
    Entrance,
    FetchedFile,
    FileFormat,
    Flow,
    HallRefused,
    NotOffered,
    PersonProof,
    Printout,
    ProofKind,
    Scheme,
    SignedIn,
    Ticket,
    UnitProof,
    WireChanged,
    send,
    subject_digest,
)

from . import lists, menus, wire
from .access import by_entrance, me_of
from .answers import Node
from .flows import number_of
from .papers import Proof, checked, checked_receipt
from .reading import ask, asked, refuse
from .rules_movement import is_sound

_KINDS: Final = {ProofKind.CURRENT: "insured", ProofKind.PENSION_YEARS: "pensionYears"}
"""「个人参保」 and 「基本养老历年参保」 (ZJ-34)."""

_SCHEMES: Final = {
    "pension": Scheme.PENSION,
    "unemployment": Scheme.UNEMPLOYMENT,
    "injury": Scheme.INJURY,
    "medical": Scheme.MEDICAL,
    "maternity": Scheme.MATERNITY,
}
"""参保险种, the five (ZJ-34)."""

_ANYWHERE: Final = ""
"""站点区域 is left out: it is done province-wide (ZJ-29, ZJ-35)."""


def fetch(printout: Printout, signed_in: SignedIn, context: Context) -> Flow[FetchedFile | Challenge] | None:
    """The flow to the file; ``None`` for what this hall does not print, or not in this format."""
    if printout.format is not FileFormat.PDF:
        return None
    match printout:
        case UnitProof():
            return unit_proof(printout, signed_in, context)
        case PersonProof():
            return person_proof(printout, signed_in, context)
        case DeclarationForm(case=case) if case.filing.type.startswith("flexible_"):
            return receipt(printout, signed_in)
    return None


def unit_proof(printout: UnitProof, signed_in: SignedIn, context: Context) -> Flow[FetchedFile | Challenge]:
    """单位参保证明 (ZJ-24 to ZJ-29): by a person's account, of the unit of this session."""
    me = me_of(signed_in)
    by_entrance(me, Entrance.PERSONAL, "单位参保证明")
    if not (yield from menus.offered(me, context, "ZJ-25")):
        raise NotOffered("ZJ-25", "登录后的菜单里没有社保证明打印")
    place = yield from _place(printout, context)
    form = {
        "site": _ANYWHERE,
        "place": place,
        "unitCode": context.unit.number,
        "contactName": printout.contact or "",
        "contactMobile": printout.contact_mobile or "",
    }
    shown = yield from ask(wire.unit_proof(form))
    proof = Proof(
        number=shown.needed("proofNo"),
        kind="unit",
        who=context.unit.employer.uscc,
        place=place,
        title="单位参保证明",
        rule="ZJ-26",
    )
    return (yield from _download(proof, shown, "uscc", context))


def _place(printout: UnitProof, context: Context) -> Flow[str]:
    """参保地 (ZJ-27): as named, by name or code; else the one that a city's layer names."""
    named = printout.place or proof_place(context)
    if not named:
        raise ConfigurationError(
            "单位参保证明须选择参保地（ZJ-27）；请填写 UnitProof(place=…)，如“宁波市—市本级”。"
        )
    for place in (yield from lists.places()):
        if named in (place.code, place.name):
            return place.code
    raise NotOffered("ZJ-27", f"大厅没有参保地“{named}”，请从大厅的参保地列表中选择")


def proof_place(context: Context) -> str:
    """The place that is meant where none is named; the province has none."""
    for figures in context.rules.rule("ZJ-27").figures:
        if figures.holds(context.day) and "place" in figures.values:
            return figures.values["place"]
    return ""


def person_proof(
    printout: PersonProof, signed_in: SignedIn, context: Context
) -> Flow[FetchedFile | Challenge]:
    """个人参保证明 (ZJ-30 to ZJ-35) ends with a challenge: somebody must read the captcha (ZJ-33)."""
    me = me_of(signed_in)
    by_entrance(me, Entrance.APP, "个人参保证明")
    if not (yield from menus.offered(me, context, "ZJ-32")):
        raise NotOffered("ZJ-32", "登录后的菜单里没有社保证明打印")
    if is_sound(me.account) and me.account != printout.person.document.number:
        raise NotOffered("ZJ-30", "登录的账号不是本人的，个人参保证明只能由本人账号打印")
    offered = context.rules.text("ZJ-33", "months", on=context.day).split()
    if str(printout.months) not in offered:
        raise NotOffered("ZJ-33", f"打印月数只能选 {'、'.join(offered)}")
    return Challenge(
        kind=ChallengeKind.CAPTCHA,
        purpose="打印个人参保证明",
        app="浙里办",
        subject=subject_digest(me.account),
        data={"printout": printout.model_dump(mode="json", exclude_none=True)},
    )


def open_captcha(challenge: Challenge, signed_in: SignedIn, context: Context) -> Flow[Ticket]:
    """图形验证码, for a person to read (ZJ-33)."""
    shown, reply = yield from asked(wire.captcha())
    try:
        image = base64.b64decode(shown.needed("image"), validate=True)
    except binascii.Error:
        raise WireChanged("hall.captcha", "a picture as base64", "something else") from None
    until = reply.at + timedelta(seconds=shown.count("validSeconds"))
    return Ticket(id=shown.needed("captchaId"), image=image, image_kind="image/png", expires_at=until)


def resume(
    challenge: Challenge, answer: str | None, signed_in: SignedIn, context: Context
) -> Flow[FetchedFile | Challenge]:
    """下一步, with what the person has read. The captcha is used up whatever comes of it."""
    by_entrance(me_of(signed_in), Entrance.APP, "个人参保证明")
    printout = PersonProof.model_validate(challenge.data["printout"])
    if challenge.ticket is None or not answer:
        raise ChallengeExpired
    codes = [
        code for code, scheme in _SCHEMES.items() if printout.schemes is None or scheme in printout.schemes
    ]
    kind = _KINDS[printout.kind]
    form = {
        "site": _site(printout, context),
        "kind": kind,
        "months": str(printout.months),
        "schemes": codes,
        "captchaId": challenge.ticket.id,
        "captcha": answer.strip(),
    }
    try:
        shown = yield from ask(wire.person_proof(form))
    except HallRefused as refusal:
        spent = {reason.code for reason in refusal.reasons}
        if "captcha_stale" in spent:
            raise ChallengeExpired from refusal
        if "captcha_wrong" in spent:
            raise ChallengeFailed(refusal.reasons) from refusal
        raise
    titles = {"insured": "个人参保证明", "pensionYears": "基本养老历年参保证明"}
    proof = Proof(
        number=shown.needed("proofNo"),
        kind=kind,
        who=printout.person.document.number,
        place=None,
        title=titles[kind],
        rule="ZJ-34",
    )
    return (yield from _download(proof, shown, "idCard", context))


def _site(printout: PersonProof, context: Context) -> str:
    """站点区域: any or none (ZJ-35), or one of the person's city, by the setting of ZJ-31."""
    setting = context.rules.text("ZJ-31", "proof_site", on=context.day)
    if setting not in ("any", "in_city"):
        raise ValueError(f"rule ZJ-31: proof_site is {setting!r}, not any or in_city")
    # A city's own level has the code of the city and 99.
    return _ANYWHERE if setting == "any" else f"{printout.person.document.number[:4]}99"


def _download(proof: Proof, shown: Node, whose: str, context: Context) -> Flow[FetchedFile | Challenge]:
    """下载 (ZJ-28). What the hall says it is of is compared first, what the sealed file says afterwards."""
    if shown.needed(whose) != proof.who or shown.needed("title") != proof.title:
        raise WireChanged(proof.title, "the proof that was asked for", "another's, or another proof")
    request = wire.proof_download(proof.number)
    reply = yield from send(request)
    refuse(reply, request)
    if wire.media_type(reply) != wire.PDF:
        raise WireChanged(request.operation, "a PDF", "something else")
    return checked(reply, proof, context)


def receipt(printout: CasePrintout, signed_in: SignedIn) -> Flow[FetchedFile | Challenge]:
    """收件回执单 (ZJ-38). It has no seal; it is checked to be of this item and person."""
    by_entrance(me_of(signed_in), Entrance.APP, "收件回执单", "ZJ-36")
    number, subject = number_of(printout.case), printout.case.filing.subject
    assert subject is not None
    request = wire.flexible_receipt(number)
    reply = yield from send(request)
    refuse(reply, request)
    if wire.media_type(reply) != wire.PDF:
        raise WireChanged(request.operation, "a PDF", "something else")
    return checked_receipt(reply, number, subject.document.number)
