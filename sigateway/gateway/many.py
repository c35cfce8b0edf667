"""Filing many at once: in batches 批量 where the hall takes them, one by one where it does not. Sync and async alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from sigateway.errors import (
    AccessError,
    ConfigurationError,
    DraftLost,
    HallUnavailable,
    InteractionNeeded,
    LedgerError,
    OutcomeUnknown,
    SigatewayError,
)
from sigateway.filings.cases import Case
from sigateway.filings.filing import Filing
from sigateway.filings.orders import Instruction, Order
from sigateway.region import Offer

from .batches import file_batch, leave
from .house import House, left_if_interrupted
from .opening import begin, is_asked_again, make_turn, release_together
from .operations import file_turn, offline_preflight, refuse_if_blocked
from .settling import Settled
from .turns import Continues, Doubtful, Open, Stands, Turn
from .visits import Visit
from .work import Work, blocking

_SECONDS_A_ROW = 0.1
"""What a row may add to the time in which a batch is uploaded and looked at."""


@dataclass(frozen=True)
class Filed:
    """What became of one of many: ``end`` is its case, or the error that fits it."""

    filing: Filing
    end: Case | SigatewayError

    @property
    def case(self) -> Case | None:
        """The case, if there is one."""
        return self.end if isinstance(self.end, Case) else None

    @property
    def error(self) -> SigatewayError | None:
        """The error, if there is no case."""
        return None if isinstance(self.end, Case) else self.end

    def result(self) -> Case:
        """The case; raises the error when there is none."""
        if isinstance(self.end, Case):
            return self.end
        raise self.end


def file_many(visit: Visit, asked: Iterable[Filing | Order], batch_from: int) -> Work[list[Filed]]:
    """File each once; what became of each, in the order asked. Only a bug raises: every other error belongs to its filing.

    ``batch_from``: from how many filings of one type a batch is made, where the hall takes batches; at least 2.
    """
    if batch_from < 2:
        raise ConfigurationError(f"batch_from={batch_from}：一批至少两笔。")
    orders = [_order(visit.house, each) for each in asked]
    ended = yield from _Many(visit, orders, batch_from).run()
    return [Filed(order.filing, end) for order, end in zip(orders, ended, strict=True)]


@dataclass(frozen=True)
class _Asked:
    """One of many; ``new`` is the turn that would be opened for it, by which earlier turns are known again."""

    filing: Filing
    reference: str | None
    instruction: Instruction | None
    new: Turn


def _order(house: House, asked: Filing | Order) -> _Asked:
    if not isinstance(asked, Order):
        return _Asked(asked, None, None, make_turn(house, asked, None, None))
    if asked.hall != house.code or not house.is_ours(asked.hall, asked.unit.key):
        raise ConfigurationError("file_many 只收本会话所属单位和大厅的 Order；其他单位请另行登录。")
    new = make_turn(house, asked.filing, asked.reference, asked.instruction)
    return _Asked(asked.filing, asked.reference, asked.instruction, new)


class _Many:
    """One call's work. ``_closed`` is set when the hall is shut to us: the rest is not tried."""

    def __init__(self, visit: Visit, asked: Sequence[_Asked], batch_from: int) -> None:
        self._visit, self._house, self._asked, self._batch_from = visit, visit.house, asked, batch_from
        offers = visit.house.stack.offers(visit.house.unit)
        self._limits = {
            kind: offer.batch_limit
            for kind, offer in offers.items()
            if isinstance(offer, Offer) and offer.batch_limit is not None
        }
        self._ended: dict[int, Case | SigatewayError] = {}
        self._again: set[int] = set()
        self._known: Settled = {}
        self._closed: SigatewayError | None = None
        self._by_lane: dict[str, list[_Asked]] = {}
        for each in asked:
            self._by_lane.setdefault(each.new.lane, []).append(each)

    def run(self) -> Work[list[Case | SigatewayError]]:
        waiting: Sequence[int] = range(len(self._asked))
        while waiting:
            now, later = self._one_a_lane(waiting)
            for rows in self._chunks(now):
                yield from self._file(rows)
            # What a batch turned out not to hold is filed once more, before anything else of the same person.
            again = [row for row in now if row not in self._ended]
            waiting = [*again, *later]
        return [self._ended[row] for row in range(len(self._asked))]

    def _one_a_lane(self, rows: Sequence[int]) -> tuple[list[int], list[int]]:
        """One filing of a person is in flight at a time, in the order asked."""
        now: list[int] = []
        later: list[int] = []
        seen: set[str] = set()
        for row in rows:
            lane = self._asked[row].new.lane
            (later if lane in seen else now).append(row)
            seen.add(lane)
        return now, later

    def _chunks(self, rows: Sequence[int]) -> Iterator[list[int]]:
        """Batches of each type as large as the hall takes them; one at a time where it takes none."""
        by_type: dict[str, list[int]] = {}
        for row in rows:
            by_type.setdefault(self._asked[row].filing.type, []).append(row)
        for kind, all_rows in by_type.items():
            size = self._limits.get(kind, 1) if len(all_rows) >= self._batch_from else 1
            for start in range(0, len(all_rows), size):
                yield all_rows[start : start + size]

    def _file(self, rows: Sequence[int]) -> Work[None]:
        opened: dict[int, Turn] = {}
        with left_if_interrupted(self._house, opened.values()):
            # Opened in one order of people by everybody, so that no two workers wait for each other.
            for row in sorted(rows, key=lambda row: self._asked[row].new.lane):
                turn = yield from self._begin(row)
                if turn is not None:
                    opened[row] = turn
            if len(opened) > 1:
                yield from self._hold(opened)
            if len(opened) >= self._batch_from:
                yield from self._sift(opened)
            filed = len(opened) >= self._batch_from and (yield from self._file_batch(opened))
            for row in () if filed else sorted(opened):
                yield from self._file_one(row, opened[row])

    def _begin(self, row: int) -> Work[Turn | None]:
        """The turn to file; None when this filing has ended already."""
        asked, began = self._asked[row], None
        try:
            if self._closed is not None:
                yield from self._not_tried(row, self._closed)
                return None
            for last in (False, True):
                try:
                    began = yield from begin(
                        self._visit,
                        asked.filing,
                        asked.reference,
                        asked.instruction,
                        self._is_wanted,
                        self._known,
                    )
                    break
                except DraftLost:
                    # An earlier call's draft, which somebody discarded. It never landed: this call makes another.
                    if last:
                        raise
        except SigatewayError as error:
            self._end(row, error)
            return None
        if isinstance(began, Case):
            self._end(row, began)
            return None
        if (
            began is not None and began.case is not None
        ):  # a part of it stands: what is missing goes by itself, never with a batch
            yield from self._file_one(row, began)
            return None
        return began

    def _not_tried(self, row: int, closed: SigatewayError) -> Work[None]:
        """The hall is shut to us. What the ledger knows is told all the same: what stands, and what is in doubt."""
        asked, house, now = self._asked[row], self._house, self._house.clock.now()
        new = make_turn(house, asked.filing, asked.reference, asked.instruction)
        decision = yield from blocking(partial(house.ledger.begin, new, house.worker, now, house.until()))
        match decision:
            case Open():
                yield from self._leave(row, new, closed)
            case Stands(turn=turn):
                self._end(row, turn.case or closed)
            case Continues(turn=turn):
                yield from release_together(house, turn)
                self._end(row, turn.case or closed)
            case Doubtful(turn=turn):
                yield from release_together(house, turn)
                self._end(row, self._known.get(turn.id) or OutcomeUnknown(turn.id, now))
            case _:
                self._end(row, closed)

    def _is_wanted(self, earlier: Turn) -> bool:
        """Whether this call asks again for what an earlier turn of any of its people was about."""
        return any(is_asked_again(each.new, earlier) for each in self._by_lane.get(earlier.lane, ()))

    def _hold(self, opened: dict[int, Turn]) -> Work[None]:
        """Opening many can take long. What another worker has taken on meanwhile is asked for once more."""
        house, until = self._house, self._house.until(_SECONDS_A_ROW * len(opened))
        for row, turn in list(opened.items()):
            try:
                yield from blocking(partial(house.ledger.renew, turn.id, house.worker, until))
            except LedgerError as error:
                del opened[row]
                self._once_more(row, error)

    def _sift(self, opened: dict[int, Turn]) -> Work[None]:
        """Take out what the rules refuse without a network. What only the hall knows, its upload will say row by row."""
        for row, turn in list(opened.items()):
            try:
                refuse_if_blocked(offline_preflight(self._house, turn.filing))
            except SigatewayError as error:
                yield from self._leave(row, turn, error)
                del opened[row]

    def _file_one(self, row: int, turn: Turn) -> Work[None]:
        if self._closed is not None:
            yield from self._leave(row, turn, self._closed)
            return
        try:
            self._end(row, (yield from file_turn(self._visit, turn)))
        except SigatewayError as error:
            self._end(row, error)

    def _file_batch(self, opened: Mapping[int, Turn]) -> Work[bool]:
        """False when the hall is shut to us, or no plugin has a batch for these: nothing was tried."""
        rows = sorted(opened)
        if self._closed is not None:
            return False
        ended = yield from file_batch(self._visit, [opened[row] for row in rows])
        if ended is None:
            return False
        for row in rows:
            end = ended[opened[row].id]
            if end is None:
                self._once_more(row, DraftLost(None))
            else:
                self._end(row, end)
        return True

    def _once_more(self, row: int, error: SigatewayError) -> None:
        """It certainly has not landed by this call: it is asked for again, once; the second time this is its end."""
        if row in self._again:
            self._end(row, error)
        self._again.add(row)

    def _leave(self, row: int, turn: Turn, error: SigatewayError) -> Work[None]:
        self._end(row, (yield from leave(self._house, turn, error)))

    def _end(self, row: int, end: Case | SigatewayError) -> None:
        self._ended[row] = end
        if isinstance(end, AccessError | HallUnavailable) and not _is_of_this_one(end):
            self._closed = end


def _is_of_this_one(end: SigatewayError) -> bool:
    """Whether a person is needed for one filing alone: the invitation goes on with that filing, and with no other."""
    goes_on = end.challenge.continues if isinstance(end, InteractionNeeded) else None
    return goes_on is not None and goes_on.what != "login"
