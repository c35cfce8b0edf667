"""What a community asks besides its filings: its agreements (WH-116), a flexible worker's bank order (WH-120). Generators, no I/O."""

from __future__ import annotations

from sigateway.plugin import (
    Actor,
    Agreement,
    AgreementsQuery,
    BankOrder,
    BankOrderQuery,
    Case,
    Context,
    Flow,
    NextStep,
    NotOffered,
    SignedIn,
    WireChanged,
    send,
)

from . import pages_community, wire, wire_community
from .access import WuhanSignedIn
from .businesses import document_of
from .facts_community import AgreementFacts
from .fields_flexible import FORM
from .lists import me_of
from .reading import open_page, page_of
from .users import User


def read_agreements(document: str | None = None) -> Flow[tuple[Agreement, ...]]:
    """This community's agreements, newest first, read to their end."""
    found: dict[str, Agreement] = {}
    page_number = 1
    while True:
        page = yield from open_page(
            wire_community.agreements(document=document, page=page_number), "agency_search"
        )
        shown = pages_community.agreements(page)
        known = len(found)
        found.update((each.number, each) for each in shown.agreements)
        if len(found) == known or page_number >= shown.pages:
            break
        page_number += 1
    if len(found) != shown.total:
        raise WireChanged("代办协议", "a list read to its end", "fewer rows than the hall says")
    if document is not None and any(each.document_number != document for each in found.values()):
        raise WireChanged("代办协议", "agreements with the person who was asked for", "others")
    return tuple(found.values())


def with_agreements(facts: AgreementFacts, document: str) -> Flow[AgreementFacts]:
    """The facts, with what this community has agreed with the person so far (WH-116, WH-117, WH-118)."""
    agreements = yield from read_agreements(document)
    return facts.model_copy(update={"agreements": agreements})


def agreements(query: AgreementsQuery, signed_in: SignedIn) -> Flow[tuple[Agreement, ...]]:
    """社区代办协议: with one person, or all (WH-116)."""
    _community_only(signed_in)
    person = query.person
    return (yield from read_agreements(None if person is None else person.document.number))


def bank_order(query: BankOrderQuery, signed_in: SignedIn) -> Flow[BankOrder | None]:
    """查询加办信息 (WH-120)."""
    _community_only(signed_in)
    return (yield from _bank_order(query.person.document.number))


def _bank_order(document: str) -> Flow[BankOrder | None]:
    request = wire_community.bank_order(document)
    reply = yield from send(request)
    page = wire.page(reply)
    if page is not None and page.kind == "bank_order" and wire_community.NO_ORDER in page.errors:
        return None
    return pages_community.bank_order(page_of(reply, request, "bank_order"), document)


def _community_only(signed_in: SignedIn) -> None:
    """A unit has no agreements and no bank orders: told before anything is sent (WH-114)."""
    me = me_of(signed_in)
    if me.user is not User.COMMUNITY:
        raise NotOffered(
            "WH-114", "代办协议和加办信息只有社区用户可以查询，当前登录的是单位用户", place="社区"
        )


def with_bank_order(case: Case, me: WuhanSignedIn, context: Context) -> Flow[Case]:
    """What a passed enrolment leads to: the order for the bank, and who does what with it (WH-120, WH-121)."""
    order = yield from _bank_order(document_of(case.filing))
    if order is None or order.case != case.number:
        return case
    return case.model_copy(update={"next_steps": (*_to_the_bank(order), *case.next_steps)})


def _to_the_bank(order: BankOrder) -> tuple[NextStep, ...]:
    sign = NextStep(
        who=Actor.EMPLOYER,
        what=f"（社区）把加办单号 {order.number} 和月度缴费金额 {order.monthly_amount:.2f} 元抄写到登记表，与本人双方签字（WH-120）",
        papers=(FORM,),
    )
    if order.state == wire_community.SET_UP:
        return (sign,)
    bank = NextStep(
        who=Actor.PERSON,
        what=f"凭加办单号 {order.number} 办理银行代扣（WH-121）",
        papers=("公民身份证",),
        place="邮储银行",
    )
    return (sign, bank)


__all__ = ["agreements", "bank_order", "read_agreements", "with_agreements", "with_bank_order"]
