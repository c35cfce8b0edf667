"""Rows of the default ledger's tables, read into what they hold."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import TypeVar

from sigateway.errors import LedgerError
from sigateway.evidence import RecordEntry
from sigateway.filings.base import Model
from sigateway.filings.cases import Case

from .turns import Turn, TurnState

SELECT_TURNS = """SELECT body, state, worker, worker_until, "case", why_over,
  EXISTS (SELECT 1 FROM intents WHERE intents.turn = turns.id AND outcome IS NULL) FROM turns"""


SELECT_RECORD = "SELECT number, at, what, data, salt, data_digest, before, digest FROM record"


def entry_of_row(
    number: int,
    at: str,
    what: str,
    data: str | None,
    salt: str | None,
    data_digest: str,
    before: str,
    digest: str,
) -> RecordEntry:
    """An entry of the record, from a row of `SELECT_RECORD`."""
    return RecordEntry(
        number=number,
        at=at,
        what=what,
        data=data,
        salt=salt,
        data_digest=data_digest,
        before=before,
        digest=digest,
    )


def turn_of_row(
    body: str,
    state: str,
    worker: str | None,
    until: str | None,
    case: str | None,
    why_over: str | None,
    doubt: int,
) -> Turn:
    """A turn, from a row of `SELECT_TURNS`."""
    return read_record(Turn, body).model_copy(
        update={
            "state": TurnState(state),
            "worker": worker,
            "worker_until": None if until is None else datetime.fromisoformat(until),
            "case": None if case is None else read_record(Case, case),
            "why_over": why_over,
            "in_doubt": bool(doubt),
        }
    )


M = TypeVar("M", bound=Model)


def read_record(model: type[M], text: str) -> M:
    """What a column holds as JSON; LedgerError, free of what it holds, when it cannot be read."""
    found = None
    with suppress(ValueError):
        found = model.model_validate_json(text)
    if found is None:  # raised here, so that no traceback carries the text along
        raise LedgerError("账本中有一笔记录无法读取：可能由其他版本的 sigateway 写入。请用写入它的版本处理。")
    return found
