"""Files a roster: each unit's rows in one session, in batches where that pays, then waits for the reviews."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from sigateway.errors import ConfigurationError, SigatewayError
from sigateway.filings.cases import Case, CaseState
from sigateway.filings.units import InsuredUnit
from sigateway.gateway.sync import Gateway, Hall
from sigateway.roster import KnownUnit, Outcome, RefusedRow, Roster, RosterRow, UnitsFile

from .check import no_unit
from .exits import Exit, code_of

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Done:
    """One row's end: what to show, and the exit code it asks for.

    ``row`` is what was read; ``error`` what stood in the way of filing it, or, with a case, of seeing how it goes on.
    """

    outcome: Outcome
    code: Exit
    row: RosterRow | RefusedRow
    error: SigatewayError | None = None


class Filer:
    """Files the rows of a roster through one gateway. ``tell`` is told what goes on, ``advance`` called for each row
    that never comes to be filed: of the others the gateway tells its observers.
    """

    def __init__(
        self,
        gateway: Gateway,
        units: UnitsFile,
        *,
        patience: float,
        batch_from: int,
        advance: Callable[[], None],
        tell: Tell,
    ) -> None:
        self._gateway, self._units, self._patience, self._batch_from = gateway, units, patience, batch_from
        self._advance, self._tell = advance, tell

    def run(self, roster: Roster) -> list[Done]:
        """Every row's end, in the order of the roster."""
        done = [_refused(row) for row in roster.refused]
        waiting: list[tuple[Hall, RosterRow, Case]] = []
        for known, rows in self._by_unit(roster.rows, done):
            unit = known.unit
            try:
                hall = self._gateway.hall(unit.region, unit=unit, base_url=known.base_url, sites=known.sites)
            except SigatewayError as error:
                for row in rows:
                    done.append(_done(row, error))
                    self._advance()
                continue
            self._tell(f"{unit.employer.name}（{len(rows)} 人）")
            for row, result in self._file_all(hall, unit, rows, roster.path.name):
                if isinstance(result, Case) and result.in_review and self._patience > 0:
                    waiting.append((hall, row, result))
                else:
                    done.append(_done(row, result))
        for hall, row, case in waiting:
            self._tell(f"{row.name}：等待审核")
            done.append(self._wait(hall, row, case))
        order = {sheet.name: place for place, sheet in enumerate(roster.sheets)}
        return sorted(done, key=lambda each: (order.get(each.outcome.sheet, 0), each.outcome.row))

    def _by_unit(
        self, rows: Iterable[RosterRow], done: list[Done]
    ) -> Iterator[tuple[KnownUnit, list[RosterRow]]]:
        units: dict[str, tuple[KnownUnit, list[RosterRow]]] = {}
        for row in rows:
            try:
                known = self._units.find(row.region, row.employer_uscc, row.unit_number)
            except ConfigurationError as error:
                done.append(_refused(no_unit(row, error)))
                self._advance()
            else:
                units.setdefault(known.unit.key, (known, []))[1].append(row)
        yield from units.values()

    def _file_all(
        self, hall: Hall, unit: InsuredUnit, rows: list[RosterRow], file: str
    ) -> Iterator[tuple[RosterRow, Case | SigatewayError]]:
        """Each row's case or error; the gateway's observers are told of each as it ends."""
        try:
            session = hall.sign_in()
        except SigatewayError as error:
            for row in rows:
                self._advance()
                yield row, error
            return
        with session:
            orders = [row.order(unit, file) for row in rows]
            filed = session.file_many(orders, batch_from=self._batch_from)
            yield from ((row, each.end) for row, each in zip(rows, filed, strict=True))

    def _wait(self, hall: Hall, row: RosterRow, case: Case) -> Done:
        try:
            with hall.sign_in() as session:
                return _done(row, session.wait(case, timeout=self._patience))
        except SigatewayError as error:
            # It was filed; only its progress is not to be seen now.
            return Done(Outcome.of_case(row, case), code_of(error), row, error)


def _done(row: RosterRow, result: Case | SigatewayError) -> Done:
    if isinstance(result, SigatewayError):
        return Done(Outcome.of_error(row, result), code_of(result), row, result)
    return Done(Outcome.of_case(row, result), Exit.REFUSED if result.state in _FAILED else Exit.OK, row)


def _refused(row: RefusedRow) -> Done:
    return Done(Outcome.of_refused(row), Exit.REFUSED, row)


_FAILED = frozenset(
    {CaseState.RETURNED, CaseState.REFUSED, CaseState.PARTLY, CaseState.WITHDRAWN, CaseState.DISCARDED}
)
