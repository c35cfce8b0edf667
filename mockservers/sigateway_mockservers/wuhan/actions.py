"""What a test can make people do, by name over the control plane: ``POST /_sim/worlds/<id>/wuhan/actions/<name>``.

To add one: write the method on the hall or on one of its desks (``hall.counter.answer``), with the checks and the lock
inside it, and put one line into ``ACTIONS``; see ``kernel/actions.py``.
"""

from __future__ import annotations

from sigateway_mockservers.kernel.actions import (
    Actions,
    amount,
    as_given,
    day,
    flag,
    rates,
    text,
    texts,
    whole,
)
from sigateway_mockservers.wuhan.counters.people import CHANGEABLE, CORRECTABLE

#: Each action by its name, with a reader for each argument that it takes.
ACTIONS: Actions = {
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
