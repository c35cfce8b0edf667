"""The ways back, as work: discard, withdraw, correct. Sync and async alike."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from sigateway.errors import (
    CascadeStopped,
    ConfigurationError,
    CorrectionStopped,
    HallUnavailable,
    NotOffered,
    OutcomeUnknown,
    PartlyUndone,
    PreflightFailed,
    SigatewayError,
    WithdrawBlocked,
)
from sigateway.filings.cases import Cascade, Case, CaseState, LaterFiling
from sigateway.filings.filing import Filing
from sigateway.filings.orders import Instruction
from sigateway.flows.effects import Flow
from sigateway.region import Way

from .desk import TurnDesk
from .house import House, left_if_interrupted
from .interpreter import InDoubt
from .opening import check_ours, claim, turn_of, turn_of_ours
from .operations import file, file_turn, keep_landed, offline_preflight, refuse_if_blocked, settled_case
from .settling import settle
from .turns import Turn
from .verdicts import UNDONE, is_step
from .visits import Visit
from .work import Sleep, Work, blocking


def discard(visit: Visit, case: Case) -> Work[Case]:
    """Discard 退单 what this ledger's turn left unsubmitted at the hall. A clerk's own drafts are never touched."""
    return (yield from _undo(visit, case, "discard"))


def withdraw(visit: Visit, case: Case, cascade: Cascade | None = None) -> Work[Case]:
    """Withdraw 撤销 a case, where the hall allows it; with a ``cascade``, what must go first is withdrawn before it, one by one.

    Each is a commit of its own with its own evidence. The first that fails stops the rest: CascadeStopped says what is withdrawn.
    """
    if cascade is None:
        return (yield from _undo(visit, case, "withdraw"))
    if (cascade.case.turn, cascade.case.number) != (case.turn, case.number):
        raise ConfigurationError("这份撤销次序属于另一笔业务；请重新用 session.plan_withdrawal(case) 取得。")
    if cascade.by_hand:
        raise WithdrawBlocked(cascade.by_hand)
    steps = [each.ours for each in cascade.before if each.ours is not None] + [case]
    for step in steps:  # none is withdrawn for the sake of one that cannot follow
        yield from _turn_of_ours(visit.house, step)
    withdrawn: list[Case] = []
    for step in steps:
        try:
            withdrawn.append((yield from _withdraw_next(visit, step, withdrawn)))
        except SigatewayError as error:
            if len(steps) == 1:
                raise
            raise CascadeStopped(withdrawn, steps[len(withdrawn) :], error) from error
    return withdrawn[-1]


def _withdraw_next(visit: Visit, case: Case, withdrawn: list[Case]) -> Work[Case]:
    """The next step of a cascade. Where nothing blocks it but what has just been withdrawn, that is waited for."""
    try:
        return (yield from _undo(visit, case, "withdraw"))
    except WithdrawBlocked as blocked:
        gone = {each.number for each in withdrawn}
        if not withdrawn or any(each.number not in gone for each in blocked.later):
            raise
        if not (yield from _until_shown(visit, withdrawn[-1])):
            raise
    return (yield from _undo(visit, case, "withdraw"))


def plan_withdrawal(visit: Visit, case: Case) -> Work[Cascade]:
    """What must be withdrawn before this case, as the hall's own list shows it at this moment, filed by whomever."""
    house = visit.house
    check_ours(house, case.hall, case.unit)
    later: tuple[LaterFiling, ...] = yield from visit.converse(
        lambda signed_in: visit.hook_or_none("later", case=case, signed_in=signed_in) or nothing_later()
    )
    known: list[LaterFiling] = []
    for each in later:
        turn = yield from blocking(
            partial(house.ledger.turn_of_case, house.code, house.unit.key, each.number)
        )
        known.append(each if turn is None else each.model_copy(update={"ours": turn.case}))
    return Cascade(case=case, before=tuple(known))


def nothing_later() -> Flow[tuple[LaterFiling, ...]]:
    """The flow of a region in which nothing ever blocks a withdrawal."""
    return ()
    yield


def ways_back(house: House, case: Case, to: Filing | None = None) -> list[Way]:
    """How this case can be undone, or changed into ``to``, at this moment. Empty when no plugin says."""
    return house.stack.call("ways_back", case=case, to=to, context=house.context()) or []


def correct(visit: Visit, case: Case, filing: Filing, instruction: Instruction | None = None) -> Work[Case]:
    """Undo the case by the first way that this hall offers online, then file in its place. Of a PARTLY case the part that failed is
    filed alone, as the new filing says it.

    Raises NotOffered naming the counter when there is no such way; CorrectionStopped when it is undone and the new filing fails.
    """
    house = visit.house
    refuse_if_blocked(offline_preflight(house, filing))  # nothing is undone for a filing that cannot follow
    if case.state is CaseState.PARTLY:
        return (yield from _correct_part(visit, case, filing))
    standing = (yield from _turn_of_ours(house, case)).case
    if standing is not None and standing.state in UNDONE.values():
        undone = standing  # by an earlier call, which could not file
    else:
        undone = yield from _undo(visit, case, _first_way(house, case, filing).kind)
    try:
        return (yield from _file_in_its_place(visit, undone, filing, instruction))
    except SigatewayError as error:
        raise CorrectionStopped(undone, error) from error


def _file_in_its_place(
    visit: Visit, undone: Case, filing: Filing, instruction: Instruction | None
) -> Work[Case]:
    try:
        return (yield from file(visit, filing, instruction=instruction))
    except PreflightFailed:
        # Perhaps by what the hall still shows of the case that is gone.
        if not (yield from _until_shown(visit, undone)):
            raise
    return (yield from file(visit, filing, instruction=instruction))


def _first_way(house: House, case: Case, filing: Filing) -> Way:
    """The first way back that is open online. NotOffered, naming the counter, when there is none."""
    ways = ways_back(house, case, filing)
    way = next((w for w in ways if w.kind.online), None)
    if way is None:
        raise _not_online(house, ways)
    return way


def _not_online(house: House, ways: list[Way]) -> NotOffered:
    """The way that is left to people: the one that names a place, or else the first."""
    way = next((w for w in ways if w.place), None) or next(iter(ways), None)
    if way is None:
        return NotOffered(None, f"{house.stack.region.name}没有说明如何更正这笔业务")
    return NotOffered(way.rule, way.what, place=way.place, papers=way.papers)


def _until_shown(visit: Visit, undone: Case) -> Work[bool]:
    """The hall may go on showing for a while what has just been undone. Wait that long; False when it must be seen already."""
    left = (undone.at + visit.house.settling - visit.house.clock.now()).total_seconds()
    if left <= 0:
        return False
    yield Sleep(left)
    return True


def _correct_part(visit: Visit, case: Case, filing: Filing) -> Work[Case]:
    """File the failed part of a case alone, as the new filing says it. What stands of it is not touched."""
    house = visit.house
    turn = yield from _turn_of_ours(house, case)
    if (filing.type, filing.lane) != (turn.filing.type, turn.filing.lane):
        raise ConfigurationError("更正部分办成的业务，须是同一人、同一类申报；其他申报请用 file。")
    yield from claim(visit, turn)
    turn = yield from turn_of(house, turn.id)  # as it stands now that it is ours
    if turn.in_doubt:
        # What is in doubt is not sent again but said anew; where neither may be done on absence alone, it stays unknown.
        ended = (yield from settle(visit, turn, lambda turn: not visit.may_send_again))[turn.id]
        if isinstance(ended, SigatewayError):
            raise ended
        yield from claim(visit, turn)
        turn = yield from turn_of(house, turn.id)
    if turn.case is None or turn.case.state is not CaseState.PARTLY:
        yield from blocking(partial(house.ledger.release, turn.id, house.worker))
        if turn.case is not None and filing.digest() == turn.filing.digest():
            return turn.case  # an earlier call has done it
        raise ConfigurationError("这笔业务已不是部分办成；请先用 session.track(case) 查看现状。")
    if filing.digest() != turn.filing.digest():
        yield from blocking(partial(house.ledger.amend, turn.id, filing, house.clock.now(), house.worker))
    return (yield from file_turn(visit, turn.model_copy(update={"filing": filing})))


def _undo(visit: Visit, case: Case, step: str) -> Work[Case]:
    house = visit.house
    turn = yield from _turn_of_ours(house, case)
    if turn.case is not None and turn.case.state is UNDONE[step] and not turn.in_doubt:
        # An earlier call has done it; what has been filed in its place since is no business of this.
        return turn.case
    yield from claim(visit, turn)
    with left_if_interrupted(house, (turn,)):
        return (yield from _undo_claimed(visit, turn.id, case, step))


def _turn_of_ours(house: House, case: Case) -> Work[Turn]:
    """The turn of a case that this ledger filed, for this unit at this hall."""
    if case.turn is None:
        raise ConfigurationError("这笔业务不在本账本中：只处理由本账本发出的申报，经办人自己的草稿不动。")
    return (yield from turn_of_ours(house, case.turn))


def _half_undone(case: Case, step: str) -> bool:
    """Whether one part of the case has been undone, and another is still to be."""
    undone = UNDONE.get(step)
    return case.state is not undone and any(part.state is undone for part in case.parts)


def _undo_claimed(visit: Visit, turn_id: str, case: Case, step: str) -> Work[Case]:
    house, desk = visit.house, TurnDesk(visit.house, turn_id)
    turn = yield from turn_of(house, turn_id)  # as it stands now that it is ours
    desk.kept = turn.case
    with _said_of_the_whole(desk, step):
        try:
            if turn.in_doubt:
                doubt = yield from blocking(partial(house.ledger.doubt, turn.id))
                # In doubt about this very step, the withdrawal is what is asked for again; about another, that one is not.
                same = doubt is not None and is_step(doubt.intent.step, step)
                ended = (yield from settle(visit, turn, lambda turn: same))[turn.id]
                if same and isinstance(ended, HallUnavailable):
                    ended = None  # it was never undone: the region looks again, and says what can be done now
                if isinstance(ended, SigatewayError):
                    raise ended
                if ended is not None and same:
                    desk.kept = ended
                    if not _half_undone(ended, step):
                        return ended  # it was this very step that was in doubt
                case = ended or case
                yield from claim(visit, turn)
            elif turn.case is not None and turn.case.state is UNDONE[step]:
                yield from blocking(partial(house.ledger.release, turn.id, house.worker))
                return turn.case  # another worker has, since we looked
            elif turn.case is not None and _half_undone(turn.case, step):
                case = turn.case  # or a part of it
            start = desk.kept
            undone = yield from visit.converse(
                # Signed out after its first half, it goes on from there.
                lambda signed_in: visit.hook(
                    step, case=case if desk.kept is start else desk.kept, signed_in=signed_in
                ),
                desk,
            )
        except InDoubt:
            try:
                settled_now = yield from settled_case(visit, turn)
            except HallUnavailable as lost:
                raise (yield from _why_not(visit, case, step, lost)) from lost
            if settled_now.parts == case.parts or not _half_undone(settled_now, step):
                return settled_now
            yield from claim(visit, turn)
            return (yield from _undo_claimed(visit, turn_id, settled_now, step))
        except SigatewayError:
            yield from blocking(partial(house.ledger.release, turn.id, house.worker))
            raise
    return (yield from keep_landed(visit, turn, undone))


def _why_not(visit: Visit, case: Case, step: str, lost: HallUnavailable) -> Work[SigatewayError]:
    """It was certainly not undone. Where the hall has gone on meanwhile and no longer allows it, the way that is left.

    Only looked at: nothing is sent again here.
    """
    try:
        now = yield from visit.converse(lambda signed_in: visit.hook("track", case=case, signed_in=signed_in))
    except SigatewayError:
        return lost
    ways = ways_back(visit.house, now)
    return lost if any(way.kind == step for way in ways) else _not_online(visit.house, ways)


@contextmanager
def _said_of_the_whole(desk: TurnDesk, step: str) -> Iterator[None]:
    """Where a part is undone already, an error about another says so. Doubt stays doubt."""
    try:
        yield
    except (OutcomeUnknown, PartlyUndone):
        raise
    except SigatewayError as error:
        if desk.kept is None or not _half_undone(desk.kept, step):
            raise
        raise PartlyUndone(desk.kept, UNDONE[step], error) from error
