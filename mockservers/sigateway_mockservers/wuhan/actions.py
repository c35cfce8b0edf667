"""What a test can make people do, by name over the control plane: ``POST /_sim/worlds/<id>/wuhan/actions/<name>``.

To add one: write the method on the hall or on one of its desks (``hall.counter.answer``), with the checks and the lock
inside it, and put one line into ``ACTIONS``: the path to the method as seen from the hall, and for each argument how
its JSON is read (``text``, ``texts``, ``amount``, ``day``, ``flag``, ``whole``, ``as_given``). An argument that is not sent,
or is ``null``, is left to the method's default. What the method answers is written as JSON by :func:`plain`; a
``ValueError`` or ``TypeError`` comes back as 400, a ``KeyError`` as 404, with its words.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, is_dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import reduce
from typing import TYPE_CHECKING, Any

from sigateway_mockservers.wuhan.counters.people import CHANGEABLE, CORRECTABLE

if TYPE_CHECKING:
    from sigateway_mockservers.wuhan.hall import WuhanHall

Reader = Callable[[Any], Any]


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


#: Each action by its name, with a reader for each argument that it takes.
ACTIONS: Mapping[str, Mapping[str, Reader]] = {
    "tax_desk.bills": {},
    "tax_desk.pay": {"jfdh": text},
    "counter.confirm_arrival": {"jfdh": text, "sphm": text},
    "add_arrears": {"unit": text, "zjhm": text, "months": texts, "schemes": texts, "wage": amount},
    "settle_arrears": {"zjhm": text},
    "set_wage_limits": {"floor": amount, "ceiling": amount, "from_month": text},
    "set_rates": {"from_month": text, "rates": rates},
    "set_injury_rate": {"unit": text, "percent": amount},
    "counter.register": {
        "number": text,
        "name": text,
        "papers": texts,
        "schemes": texts,
        "special": flag,
    },
    "counter.deregister": {"number": text},
    "counter.open_account": {"number": text, "papers": texts},
    "counter.assess_vip": {"number": text, "passed": flag},
    "counter.change_unit": {
        "unit": text,
        "papers": texts,
        "name": text,
        "uscc": text,
        "schemes": texts,
        "agency": text,
    },
    "counter.change_person": {
        "zjhm": text,
        "papers": texts,
        "number": text,
        **dict.fromkeys(CHANGEABLE, text),
    },
    "counter.correct": {
        "sxh": text,
        "papers": texts,
        "row": whole,
        **dict.fromkeys(CORRECTABLE, text),
    },
    "counter.take_copy": {"sxh": text},
    "counter.row_of": {"sxh": text, "zjhm": text},
    "open_annual": {"nd": as_given, "first_day": day, "last_day": day, "sxny": text},
    "add_retiree": {"unit": text, "zjhm": text, "pension": amount},
    "pension_of": {"unit": text, "zjhm": text, "nd": as_given},
    "add_community": {"number": text, "name": text, "first_password_stands": flag, "agency": text},
    "person_user": {"zjhm": text},
    "is_flexible": {"zjhm": text},
    "leave_window": {"zjhm": text},
    "post_bank.set_up": {"jbdh": text},
    "post_bank.orders": {},
    "counter.copies_due": {},
    "counter.places": {"day": day, "slot": text, "n": whole},
    "counter.appointments": {"day": day},
    "counter.answer": {"sxh": text, "text": text},
    "insure_at_counter": {"unit": text, "zjhm": text, "start_month": text, "wage": amount},
    "person_photo": {"zjhm": text},
}


def perform(hall: WuhanHall, name: str, arguments: Mapping[str, Any]) -> Any:
    """Do one of ``ACTIONS`` with arguments from JSON; the answer as JSON-able data."""
    readers = ACTIONS.get(name)
    if readers is None:
        raise KeyError(f"action {name!r}; known: {', '.join(sorted(ACTIONS))}")
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
