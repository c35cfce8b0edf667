"""The ways back, as work: discard, withdraw, correct. Sync and async alike."""

from __future__ import annotations

from functools import partial

from sigateway.errors import ConfigurationError, NotOffered, SigatewayError
from sigateway.filings.cases import Case
from sigateway.filings.filing import Filing
from sigateway.filings.orders import Instruction
from sigateway.region import Way

from .desk import TurnDesk
from .house import House
from .interpreter import InDoubt
from .operations import check_ours, claim, file, offline_preflight, refuse_if_blocked, settled_case, turn_of
from .settling import settle
from .visits import Visit
from .work import Work, blocking


def discard(visit: Visit, case: Case) -> Work[Case]:
    """Discard 退单 what this ledger's turn left unsubmitted at the hall. A clerk's own drafts are never touched."""
    return (yield from _undo(visit, case, "discard"))


def withdraw(visit: Visit, case: Case) -> Work[Case]:
    """Withdraw 撤销 a case, where the hall allows it."""
    return (yield from _undo(visit, case, "withdraw"))


def ways_back(house: House, case: Case, to: Filing | None = None) -> list[Way]:
    """How this case can be undone, or changed into ``to``, at this moment. Empty when no plugin says."""
    return house.stack.call("ways_back", case=case, to=to, context=house.context()) or []


def correct(visit: Visit, case: Case, filing: Filing, instruction: Instruction | None = None) -> Work[Case]:
    """Undo the case by the first way that this hall offers online, then file in its place.

    Raises NotOffered naming the counter when there is no such way. When it was undone and the new filing fails, the error of the
    filing is raised: what was undone stays visible in the ledger.
    """
    house = visit.house
    refuse_if_blocked(offline_preflight(house, filing))  # nothing is undone for a filing that cannot follow
    ways = ways_back(house, case, filing)
    way = next((w for w in ways if w.kind.online), None)
    if way is None:
        elsewhere = next((w for w in ways if w.place), None) or next(iter(ways), None)
        if elsewhere is None:
            raise NotOffered(None, f"{house.stack.region.name}没有说明如何更正这笔业务")
        raise NotOffered(elsewhere.rule, elsewhere.what, place=elsewhere.place, papers=elsewhere.papers)
    yield from _undo(visit, case, way.kind)
    return (yield from file(visit, filing, instruction=instruction))


def _undo(visit: Visit, case: Case, step: str) -> Work[Case]:
    house = visit.house
    if case.turn is None:
        raise ConfigurationError("这笔业务不在本账本中：只处理由本账本发出的申报，经办人自己的草稿不动。")
    turn = yield from turn_of(house, case.turn)
    check_ours(house, turn.hall, turn.unit)
    yield from claim(house, turn)
    try:
        if turn.in_doubt:
            doubt = yield from blocking(partial(house.ledger.doubt, turn.id))
            settled = yield from settle(visit, turn, house.patience, send_again=False)
            if settled is not None and doubt is not None and doubt.intent.step == step:
                return settled  # it was this very step that was in doubt
            case = settled or case
            yield from claim(house, turn)
        undone = yield from visit.converse(
            lambda signed_in: visit.hook(step, case=case, signed_in=signed_in), TurnDesk(house, turn.id)
        )
    except InDoubt:
        return (yield from settled_case(visit, turn))
    except SigatewayError:
        yield from blocking(partial(house.ledger.release, turn.id, house.worker))
        raise
    return (yield from visit.landed(turn, undone))
