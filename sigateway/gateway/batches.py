"""One batch 批量, as work: filed by one commit, and every row's end told apart. Sync and async alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import partial

from sigateway.errors import EchoDiffers, LedgerError, OutcomeUnknown, PluginError, SigatewayError
from sigateway.filings.cases import Case
from sigateway.flows.effects import Flow
from sigateway.flows.signed_in import SignedIn

from .desk import TurnDesk
from .house import House
from .interpreter import InDoubt
from .operations import keep_landed, over
from .settling import Settled, settle
from .turns import Turn
from .visits import Visit
from .work import Work, blocking


def file_batch(visit: Visit, turns: Sequence[Turn]) -> Work[Settled | None]:
    """File in one batch what turns that this worker has opened ask for; how each ended, by its turn.

    A turn ends with None when the hall holds others of the batch, but not this one: it may be filed again. None for all: no plugin
    has a batch for these, and nothing was sent.
    """
    house = visit.house
    desk = TurnDesk(house, *(turn.id for turn in turns))
    house.tell("filing", f"{len(turns)}")
    cases: Mapping[int, Case] | None = {}
    ends: dict[int, SigatewayError] = {}
    try:
        cases = yield from visit.converse(partial(_conversation, visit, turns, desk), desk)
    except InDoubt as doubt:
        house.tell("in doubt", doubt.why)
    except SigatewayError as error:
        ends = dict.fromkeys(range(len(turns)), error)
    if cases is None:
        return None
    ends |= desk.left_out
    ended: Settled = {}
    silent: list[Turn] = []
    for place, turn in enumerate(turns):
        if place in ends:
            ended[turn.id] = yield from leave(house, turn, ends[place])
        elif place in cases and desk.carries(place):
            try:
                ended[turn.id] = yield from keep_landed(visit, turn, cases[place])
            except OutcomeUnknown as error:
                ended[turn.id] = error
        else:
            silent.append(turn)
    ended.update((yield from _settle(visit, silent)))
    return ended


def _conversation(
    visit: Visit, turns: Sequence[Turn], desk: TurnDesk, signed_in: SignedIn
) -> Flow[Mapping[int, Case] | None]:
    desk.begin_anew()
    filings = tuple(turn.filing for turn in turns)
    batch = visit.hook_or_none("submit_batch", filings=filings, signed_in=signed_in)
    if batch is None:
        return None
    cases = yield from batch
    # Checked here, where what fails after the commit is doubt.
    if not isinstance(cases, Mapping) or not all(isinstance(case, Case) for case in cases.values()):
        raise TypeError("submit_batch ends with the cases by place")
    return cases


def _settle(visit: Visit, silent: Sequence[Turn]) -> Work[Settled]:
    """End the doubt about what the batch carried; what it did not carry, and nobody spoke of, is the region's bug."""
    house = visit.house
    ended: Settled = {}
    for turn in silent:
        if turn.id in ended:
            continue
        try:
            in_doubt = (yield from blocking(partial(house.ledger.doubt, turn.id))) is not None
        except LedgerError:
            in_doubt = True  # nobody can say; settling will not be able to either, and says so
        if in_doubt:
            # Once, as a rule: the first ends the doubt about all. Not about those that another worker has taken on meanwhile.
            ended.update((yield from settle(visit, turn)))
        else:
            bug = PluginError(house.code, "submit_batch", "said nothing of a filing")
            ended[turn.id] = yield from leave(house, turn, bug)
    return ended


def leave(house: House, turn: Turn, error: SigatewayError) -> Work[SigatewayError]:
    """Leave the turn as the error leaves it. Ends with the error, which tells of this turn alone."""
    if isinstance(error, EchoDiffers):  # `over` adds the case of the draft
        error = EchoDiffers(error.fields, error.draft)
    with suppress(LedgerError):  # told all the same; the turn is free when its time has passed
        yield from over(house, turn, error)
    return error
