"""Flexible workers 灵活就业人员: four steps, and a form that depends on the person's state (ZJ-36..39)."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from typing import TYPE_CHECKING

from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.months import is_month, month_of, shifted
from sigateway_mockservers.kernel.reasons import Reason
from sigateway_mockservers.zhejiang import reasons
from sigateway_mockservers.zhejiang.figures import places
from sigateway_mockservers.zhejiang.filings.content import content_of
from sigateway_mockservers.zhejiang.filings.facts import known_profile, pending_item
from sigateway_mockservers.zhejiang.filings.fields import is_mobile, is_money
from sigateway_mockservers.zhejiang.months import last_and_this
from sigateway_mockservers.zhejiang.names import (
    BY_WIRE,
    FLEXIBLE_ENROL,
    FLEXIBLE_INTERRUPT,
    FLEXIBLE_UNIT,
    PENSION,
)
from sigateway_mockservers.zhejiang.reasons import Refusal, refused
from sigateway_mockservers.zhejiang.records import Draft, Item, Spell
from sigateway_mockservers.zhejiang.store import Store

if TYPE_CHECKING:
    from sigateway_mockservers.zhejiang.hall import ZhejiangHall

INTERRUPTED, RUNNING = "中断", "正常参保"
ENROL, INTERRUPT = "enrol", "interrupt"
KINDS: Mapping[str, str] = {ENROL: FLEXIBLE_ENROL, INTERRUPT: FLEXIBLE_INTERRUPT}
FORM_OF_STATE: Mapping[str, str] = {INTERRUPTED: ENROL, RUNNING: INTERRUPT}
ID_CARD, ID_CARD_NAME = "idCardFront", "身份证正面"
NOTICE_VERSION = "2021-04"
NOTICE = (
    "模拟 MOCK 灵活就业人员参保登记用户须知：请如实填写参保信息；停保当月不缴费；材料应清晰完整；"
    "办理结果以审核为准。"
)


@dataclass(frozen=True, slots=True)
class State:
    """How somebody stands as a flexible worker."""

    state: str
    since: str
    paid_until: str


def state_of(store: Store, person: str) -> State | None:
    """The state, or ``None`` where neither form fits: never insured so, or insured at a unit."""
    spells = [spell for spell in store.spells(person) if spell.scheme == PENSION]
    if any(spell.is_running and spell.unit != FLEXIBLE_UNIT for spell in spells):
        return None
    own = [spell for spell in spells if spell.unit == FLEXIBLE_UNIT]
    if not own:
        return None
    latest: Spell = own[-1]
    paid = max((spell.last for spell in spells if not spell.is_running), default="")
    return State(RUNNING if latest.is_running else INTERRUPTED, latest.since, paid)


class FlexibleDesk:
    """Takes what people without a unit file."""

    def __init__(self, hall: ZhejiangHall) -> None:
        self._hall = hall

    @enforces("ZJ-36", "ZJ-39")
    def why_not(self, store: Store, person: str, site: str) -> Refusal | None:
        """What stops the whole matter: another place's site, or a state for which there is no form."""
        known = known_profile(store, self._hall.world.people, person)
        place = places().get(site)
        if place is None or known is None or not known.place.startswith(place.household):
            return refused(reasons.NOT_HOUSEHOLD)
        record = self._hall.world.people.get(person)
        away = record is not None and bool(record.insured_elsewhere)
        return refused(reasons.STATE_UNFIT) if away or state_of(store, person) is None else None

    def pending(self, store: Store, person: str) -> str:
        """The number of a matter under review."""
        return pending_item(store, FLEXIBLE_UNIT, person, FLEXIBLE_ENROL, FLEXIBLE_INTERRUPT)

    @enforces("ZJ-38", "ZJ-39")
    def declare(self, person: str, asked: Mapping[str, str]) -> Draft | Refusal:
        """业务申报: a draft, which drops the one before."""
        store = self._hall.store
        against = self.why_not(store, person, asked["site"]) or self._is_pending(person)
        if against is not None:
            return against
        state = state_of(store, person)
        assert state is not None
        found = _wrong_form(asked) or self._wrong_content(asked, state)
        if found:
            return Refusal(tuple(found))
        for number, draft in list(store.drafts.items()):
            if draft.person == person and not draft.item and not draft.dropped:
                store.drafts[number] = replace(draft, dropped=True)
        number = store.next_number("CG", self._now())
        store.drafts[number] = Draft(number, person, asked["kind"], dict(asked), state.state)
        return store.drafts[number]

    @enforces("ZJ-38")
    def add_material(self, person: str, number: str, code: str, content: str) -> Draft | Refusal:
        """材料申报: one paper; the same code again replaces it."""
        draft = self._own(person, number)
        if draft is None:
            return refused(reasons.NO_DRAFT)
        if draft.item:
            return refused(reasons.SUBMITTED_ALREADY)
        paper = _paper(content)
        if code != ID_CARD or not paper:
            return refused(reasons.BAD_MATERIAL)
        materials = {**draft.materials, code: sha256(paper).hexdigest()}
        self._hall.store.drafts[number] = replace(draft, materials=materials)
        return self._hall.store.drafts[number]

    @enforces("ZJ-38")
    def submit(self, person: str, number: str) -> Item | Refusal:
        """收件回执单: the matter is taken."""
        draft = self._own(person, number)
        if draft is None:
            return refused(reasons.NO_DRAFT)
        if draft.item and self._hall.guards_duplicates:
            return refused(reasons.SUBMITTED_ALREADY)
        against = self._is_pending(person)
        if against is not None:
            return against
        if draft.kind == ENROL and ID_CARD not in draft.materials:
            return refused(Reason("ZJ-38", f"请上传{ID_CARD_NAME}"))
        if not draft.item:
            state = state_of(self._hall.store, person)
            if state is None or FORM_OF_STATE[state.state] != draft.kind:
                return refused(reasons.KIND_UNFIT)
        return self._keep(draft)

    def content(self, draft: Draft) -> str:
        """The digest of what is filed."""
        said = {key: draft.filed[key] for key in ("month", "base")}
        return content_of(draft.person, KINDS[draft.kind], said)

    def _keep(self, draft: Draft) -> Item:
        store, now, month = self._hall.store, self._now(), draft.filed["month"]
        starting = draft.kind == ENROL
        item = Item(
            number=store.next_number("LH", now),
            order=store.next_order(),
            kind=KINDS[draft.kind],
            unit=FLEXIBLE_UNIT,
            person=draft.person,
            filed=draft.filed,
            content=self.content(draft),
            submitted_at=now,
            due=now + self._hall.filings.due(),
            channel=BY_WIRE,
            starts={PENSION: month} if starting else {},
            paid_until={} if starting else {PENSION: shifted(month, -1)},
            base=Decimal(draft.filed["base"]) if starting else None,
            receipt=store.next_number("HZ", now),
        )
        store.items[item.number] = item
        if not draft.item:
            store.drafts[draft.number] = replace(draft, item=item.number)
        return item

    def _own(self, person: str, number: str) -> Draft | None:
        draft = self._hall.store.drafts.get(number)
        return draft if draft is not None and draft.person == person and not draft.dropped else None

    def _is_pending(self, person: str) -> Refusal | None:
        if not self._hall.guards_duplicates or not self.pending(self._hall.store, person):
            return None
        return refused(reasons.FLEXIBLE_PENDING)

    def _wrong_content(self, asked: Mapping[str, str], state: State) -> list[Reason]:
        today, month, starting = self._hall.world.clock.today(), asked["month"], asked["kind"] == ENROL
        found: list[Reason] = []
        if FORM_OF_STATE[state.state] != asked["kind"]:
            return [reasons.KIND_UNFIT]
        if month not in last_and_this(today):
            found.append(reasons.FLEXIBLE_MONTH)
        elif month <= (state.paid_until if starting else state.since):
            found.append(reasons.FLEXIBLE_OVERLAP)
        floor, ceiling = self._hall.store.figures.limits_at(month_of(today))
        if starting and not floor <= Decimal(asked["base"]) <= ceiling:
            found.append(Reason("ZJ-38", f"缴费基数应在{floor:.2f}至{ceiling:.2f}之间", "base"))
        return found

    def _now(self) -> datetime:
        return self._hall.world.clock.now()


def _wrong_form(asked: Mapping[str, str]) -> list[Reason]:
    found: list[Reason] = []
    if asked["noticeVersion"] != NOTICE_VERSION:
        found.append(reasons.READ_NOTICE)
    if asked["kind"] not in KINDS:
        found.append(reasons.KIND_UNFIT)
    starting = asked["kind"] == ENROL
    checks = (
        ("month", "增减年月", True, is_month),
        ("base", "缴费基数", starting, _is_nothing if asked["kind"] == INTERRUPT else is_money),
        ("mobile", "手机号码", True, is_mobile),
    )
    for key, label, mandatory, check in checks:
        if not asked[key] and mandatory:
            found.append(Reason("ZJ-38", f"{label}为必填项", key))
        elif asked[key] and not check(asked[key]):
            found.append(Reason("ZJ-38", f"{label}格式有误", key))
    return found


def _is_nothing(text: str) -> bool:
    return not text


def _paper(content: str) -> bytes:
    try:
        return base64.b64decode(content, validate=True)
    except (binascii.Error, ValueError):
        return b""
