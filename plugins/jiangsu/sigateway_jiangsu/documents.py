"""What the hall prints: 单位权益单, 个人权益单, and the 审批表 of a retirement (JS-10, JS-11, JS-13). Generators, no I/O.

A print is handed on only when it is of this unit, person or case, and of these months.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sigateway.plugin import (
    Case,
    DeclarationForm,
    EntitlementSlip,
    FetchedFile,
    FileFormat,
    Flow,
    Kind,
    NotOffered,
    Printout,
    Request,
    SignedIn,
    WireChanged,
    read_printed,
    send,
)

from . import wire
from .access import JiangsuSignedIn, me_of
from .flows import number_of
from .matters import ENTITLEMENT
from .reading import answer_of

_TITLES: Final = {
    "unit-slip": "单位权益单",
    "person-slip": "个人权益单",
    "retirement-form": "企业职工养老退休审批表",
}


def fetch(printout: Printout, signed_in: SignedIn) -> Flow[FetchedFile] | None:
    """The flow to the file; ``None`` for what this hall does not print, or not in this format."""
    if printout.format is not FileFormat.PDF:
        return None
    if isinstance(printout, EntitlementSlip):
        return _slip(printout, me_of(signed_in))
    if isinstance(printout, DeclarationForm) and printout.case.filing.type == "retirement_registration":
        return _form(printout.case)
    return None


def _slip(printout: EntitlementSlip, me: JiangsuSignedIn) -> Flow[FetchedFile]:
    """单位中心 → 单位权益单; 个人中心 → 我的权益单. What the account may not print is said without a network (JS-37)."""
    if me.scopes is not None and ENTITLEMENT not in me.scopes:
        raise NotOffered("JS-37", "该经办人没有“单位权益单”事项的办理权限，请联系单位管理员按事项授权")
    first, last = printout.from_month.compact, printout.to_month.compact
    whose, number = ("person", me.number) if me.kind == "person" else ("unit", me.unit_number)
    said = {"bd": f"{whose}-slip", "no": number, "from": first, "to": last}
    return (yield from _checked(wire.slip(whose, first, last), said, f"{first}-{last}"))


def _form(case: Case) -> Flow[FetchedFile]:
    """审批表, to be signed by the employee and sealed by the unit (JS-13)."""
    number = number_of(case)
    said = {"bd": "retirement-form", "no": number}
    return (yield from _checked(wire.form(number), said, number))


def _checked(request: Request, said: Mapping[str, str], mark: str) -> Flow[FetchedFile]:
    reply = yield from send(request)
    if wire.classify(reply).kind is not Kind.DATA or not wire.is_pdf(reply):
        answer_of(reply, request)
        raise WireChanged(request.operation, "a PDF", "something else")
    title = _TITLES[said["bd"]]
    stands = read_printed(reply.content, title).says
    for name, value in said.items():
        if stands.get(name) != value:
            raise WireChanged(title, f"the paper that was asked for ({name})", "another")
    return FetchedFile(name=f"{title}-{mark}.pdf", kind=wire.PDF, content=reply.content)
