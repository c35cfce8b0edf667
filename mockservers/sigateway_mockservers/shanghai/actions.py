"""What a test can make people do, by name over the control plane: ``POST /_sim/worlds/<id>/shanghai/actions/<name>``."""

from __future__ import annotations

from sigateway_mockservers.kernel.actions import Actions, amount, day, days, rates, text, texts, whole
from sigateway_mockservers.shanghai.declarations.fields import FIELDS

_DECLARED = {"unit": text, "ywlx": text, **{each.name: text for each in FIELDS}}

#: Each action by its name, with a reader for each argument that it takes; see ``kernel/actions.py``.
ACTIONS: Actions = {
    "ca.issue": {"unit": text, "papers": texts, "algorithm": text},
    "ca.revoke": {"serial": text},
    "ca.expire": {"serial": text},
    "key": {"unit": text, "role": text},
    "root": {"algorithm": text},
    "hotline.ask": {"number": text},
    "centre.appoint_supervisor": {"serial": text, "papers": texts},
    "centre.remove_right": {"serial": text},
    "centre.register": {"name": text, "founded_on": day, "papers": texts},
    "centre.deregister": {"unit": text},
    "clerk.declare": _DECLARED,
    "clerk.withdraw": {"sbh": text},
    "clerk.sign_agreement": {"serial": text},
    "clerk.approve": {"serial": text},
    "counter.declare": _DECLARED,
    "counter.withdraw": {"sbh": text},
    "add_unit": {"number": text, "name": text, "founded_on": day, "injury_rate": amount, "uscc": text},
    "insure": {"unit": text, "zjhm": text, "qsny": text, "gzsr": amount, "grxh": text},
    "add_unpaid": {"unit": text, "zjhm": text, "months": texts},
    "set_founded": {"unit": text, "day": day},
    "set_agreement": {"version": text, "text": text},
    "set_holidays": {"year": whole, "holidays": days, "workdays": days},
    "set_window": {
        "day_from": whole,
        "time_from": text,
        "day_to": whole,
        "time_to": text,
        "from_month": text,
    },
    "set_limits": {"from_month": text, "floor": amount, "ceiling": amount},
    "set_minimum_wage": {"from_month": text, "yuan": amount},
    "set_rates": {"from_month": text, "rates": rates},
    "set_injury_rate": {"unit": text, "percent": amount},
    "open_base_year": {"nd": text, "first_day": day, "last_day": day, "sxny": text},
    "effects": {"kind": text},
}
