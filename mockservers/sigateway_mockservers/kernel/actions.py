"""What a test can make people do, by name over the control plane: ``POST /_sim/worlds/<id>/<hall>/actions/<name>``.

A hall lists its actions as data: the path to the method as seen from the hall, and for each argument how its JSON is
read. An argument that is not sent, or is ``null``, is left to the method's default. What the method answers is written
as JSON by :func:`plain`; a ``ValueError`` or ``TypeError`` comes back as 400, a ``KeyError`` as 404, with its words.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, is_dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import reduce
from typing import Any

Reader = Callable[[Any], Any]
Actions = Mapping[str, Mapping[str, Reader]]


def text(value: Any) -> str:
    """A text."""
    if not isinstance(value, str):
        raise ValueError(f"{value!r} is no text")
    return value


def texts(value: Any) -> tuple[str, ...]:
    """A list of texts."""
    if not isinstance(value, list):
        raise ValueError(f"{value!r} is no list of texts")
    return tuple(text(each) for each in value)


def amount(value: Any) -> Decimal:
    """Yuan or per cent, written as text: a JSON number would lose its fen."""
    try:
        return Decimal(text(value))
    except InvalidOperation as error:
        raise ValueError(f"{value!r} is no amount") from error


def day(value: Any) -> date:
    """A day, YYYY-MM-DD."""
    return date.fromisoformat(text(value))


def days(value: Any) -> tuple[date, ...]:
    """A list of days."""
    return tuple(day(each) for each in texts(value))


def flag(value: Any) -> bool:
    """``true`` or ``false``."""
    if not isinstance(value, bool):
        raise ValueError(f"{value!r} is neither true nor false")
    return value


def whole(value: Any) -> int:
    """A whole number."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError(f"{value!r} is no whole number")
    return value


def as_given(value: Any) -> Any:
    """Anything, for the method to judge."""
    return value


def rates(value: Any) -> dict[str, tuple[Decimal, Decimal]]:
    """A pair of amounts, the unit's and the person's, for each scheme."""
    if not isinstance(value, dict) or not all(
        isinstance(pair, list) and len(pair) == 2 for pair in value.values()
    ):
        raise ValueError("rates are a pair [unit, person] for each scheme")
    return {scheme: (amount(pair[0]), amount(pair[1])) for scheme, pair in value.items()}


def perform_action(actions: Actions, hall: object, name: str, arguments: Mapping[str, Any]) -> Any:
    """Do one of a hall's actions with arguments from JSON; the answer as JSON-able data."""
    readers = actions.get(name)
    if readers is None:
        raise KeyError(f"action {name!r}; known: {', '.join(sorted(actions))}")
    if unknown := sorted(set(arguments) - set(readers)):
        raise ValueError(f"{name} takes no {', '.join(unknown)}; it takes: {', '.join(readers) or 'nothing'}")
    read = {key: readers[key](value) for key, value in arguments.items() if value is not None}
    method: Callable[..., Any] = reduce(getattr, name.split("."), hall)  # type: ignore[assignment]  # by name
    return plain(method(**read))


def plain(value: Any) -> Any:
    """Records, moments, amounts and (base64) files as JSON-able data."""
    if is_dataclass(value) and not isinstance(value, type):
        return plain(asdict(value))
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [plain(each) for each in value]
    return value
