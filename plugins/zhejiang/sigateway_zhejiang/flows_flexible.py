"""灵活就业人员参保登记 in the app: notice, declaration, papers, receipt (ZJ-36 to ZJ-39). Generators, no I/O.

It is the person's own matter, by his own account; to the gateway it is filed at the unit whose hall it was asked of.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sigateway.plugin import (
    Absent,
    Case,
    Commit,
    Context,
    Different,
    Entrance,
    Evidence,
    Expected,
    Facts,
    FlexibleEnrolment,
    FlexibleSuspension,
    Flow,
    Intent,
    Landed,
    NotOffered,
    SignedIn,
    WireChanged,
    compare,
    send,
)

from . import answers, lists, menus, wire
from .access import by_entrance, me_of
from .answers import Node, Place
from .cases import case as a_case
from .facts import FlexibleFacts
from .lists import Listed
from .reading import answer_of, ask, commit, refusals
from .rules_flexible import KINDS, Flexible, month_of

STEP: Final = "submit"
DRAFT: Final = "未提交"
_TITLE: Final = "灵活就业人员参保登记"
_LABELS: Final = {
    "kind": "业务类型",
    "month": "增减年月",
    "base": "缴费基数",
    "mobile": "手机号码",
    "site": "站点区域",
}


@dataclass(frozen=True)
class FlexibleItem:
    """A row of the person's own items. ``number`` is empty while it is a draft."""

    draft: str
    number: str
    kind: str
    month: str
    base: str = field(repr=False)
    state: str


def _item(row: Node) -> FlexibleItem:
    return FlexibleItem(
        draft=row.needed("draftNo"),
        number=row.text("itemNo"),
        kind=row.needed("kind"),
        month=row.needed("month"),
        base=row.text("base"),
        state=row.needed("state"),
    )


def facts(filing: Flexible, signed_in: SignedIn, context: Context) -> Flow[Facts]:
    """The person's state, and the form that goes with it (ZJ-39); or the words that refuse."""
    me = me_of(signed_in)
    by_entrance(me, Entrance.APP, _TITLE, "ZJ-36")
    if not (yield from menus.offered(me, context, "ZJ-37")):
        return FlexibleFacts(at=context.at, offered=False)
    request = wire.flexible((yield from _site(filing)))
    reply = yield from send(request)
    refusal = refusals(reply)
    if refusal:
        return FlexibleFacts(at=reply.at, refusals=refusal)
    shown = answers.content(answer_of(reply, request))
    _the_very_person(filing, shown)
    return FlexibleFacts(
        at=reply.at,
        kind=shown.needed("kind"),
        since=shown.month_or_none("since"),
        paid_until=shown.month_or_none("paidUntil"),
        months=shown.months("months"),
        floor=shown.yuan("floor"),
        ceiling=shown.yuan("ceiling"),
        pending=shown.text("pending"),
        materials={
            row.needed("name"): "required" if row.flag("required") else "optional"
            for row in shown.rows("materials")
        },
    )


def _the_very_person(filing: Flexible, shown: Node) -> None:
    """Nobody files for somebody else: the account is the person's own (ZJ-36)."""
    if shown.needed("idCard") != filing.person.document.number:
        raise NotOffered("ZJ-36", "登录的账号不是申报人本人的，灵活就业只能由本人账号办理")


def _site(filing: Flexible) -> Flow[str]:
    """站点区域 by the household 户籍所在地 (ZJ-36); empty when no place fits, and then the hall says so."""
    home = (filing.person.household_place or "").removeprefix("浙江省")
    fitting = [place for place in (yield from lists.places()) if home.startswith(_county_of(place))]
    return max((place.code for place in fitting), default="")


def _county_of(place: Place) -> str:
    """「宁波市—镇海区」 as it stands in an address."""
    return place.name.replace("—", "")


def submit(filing: Flexible, signed_in: SignedIn, context: Context) -> Flow[Case]:
    """用户须知 → 业务申报 → 材料申报 → 收件回执单 (ZJ-38)."""
    by_entrance(me_of(signed_in), Entrance.APP, _TITLE, "ZJ-36")
    site = yield from _site(filing)
    shown = yield from ask(wire.flexible(site))
    _the_very_person(filing, shown)
    codes = {row.needed("name"): row.needed("code") for row in shown.rows("materials")}
    notice = yield from ask(wire.flexible_notice())
    form = _form(filing, site)
    taken = yield from ask(wire.flexible_declare({**form, "noticeVersion": notice.needed("version")}))
    draft = taken.needed("draftNo")
    yield from _hand_in(filing, draft, codes)
    echo = compare(_expected(form), {key: taken.text(key) for key in form})
    request = wire.flexible_submit(draft)
    answer, reply = yield from commit(Commit(request, step=STEP, echo=echo, draft=draft))
    done = answers.content(answer)
    return a_case(filing, context, done.needed("itemNo"), done.needed("state"), reply.at)


def _form(filing: Flexible, site: str) -> dict[str, str]:
    return {
        "site": site,
        "kind": KINDS[filing.type],
        "month": month_of(filing).compact,
        "base": f"{filing.base:.2f}" if isinstance(filing, FlexibleEnrolment) else "",
        "mobile": filing.person.mobile or "",
    }


def _expected(form: Mapping[str, str]) -> dict[str, Expected]:
    return {key: Expected(_LABELS[key], value) for key, value in form.items()}


def _hand_in(filing: Flexible, draft: str, codes: Mapping[str, str]) -> Flow[None]:
    """Step 3, 材料申报: each paper under the hall's name for it."""
    for each in filing.materials if isinstance(filing, FlexibleEnrolment) else ():
        content = base64.b64encode(each.content).decode("ascii")
        form = {"code": codes.get(each.what, each.what), "fileName": each.file_name, "content": content}
        yield from ask(wire.flexible_material(draft, form))


def _own() -> Flow[Listed[FlexibleItem]]:
    return (yield from lists.read(wire.flexible_list, _item, lambda item: item.draft))


def evidence(filing: Flexible, intent: Intent, signed_in: SignedIn, context: Context) -> Flow[Evidence]:
    """Whether our draft has a number by now, in the person's own list read to its end."""
    listed = yield from _own()
    found = next((item for item in listed.entries if item.draft == intent.draft), None)
    if found is None:
        return Absent(listed.at, complete=listed.complete, intact=False)
    form = _form(filing, "")
    differing = tuple(
        name
        for name, held in (("kind", found.kind), ("month", found.month), ("base", found.base))
        if held != form[name]
    )
    if not found.number:
        return Absent(listed.at, complete=True, intact=found.state == DRAFT and not differing)
    case = _case(filing, context, found, listed.at)
    return Different(case, differing) if differing else Landed(case)


def track(case: Case, signed_in: SignedIn, context: Context) -> Flow[Case]:
    """As the person's own list shows it."""
    by_entrance(me_of(signed_in), Entrance.APP, _TITLE, "ZJ-36")
    filing = case.filing
    assert isinstance(filing, FlexibleEnrolment | FlexibleSuspension)
    listed = yield from _own()
    for item in listed.entries:
        if item.number and item.number == case.number:
            return _case(filing, context, item, listed.at)
    raise WireChanged("hall.flexible.list", "the item by its number", "a list without it")


def _case(filing: Flexible, context: Context, item: FlexibleItem, at: datetime) -> Case:
    return a_case(filing, context, item.number, item.state, at)
