"""What a test can make people do, by name over the control plane: ``POST /_sim/worlds/<id>/beijing/actions/<name>``."""

from __future__ import annotations

from sigateway_mockservers.beijing.filings.fields import FIELDS
from sigateway_mockservers.kernel.actions import Actions, amount, as_given, flag, text, texts, whole

_DECLARED = {each.name: text for each in FIELDS if each.name not in ("idCard", "months")}
_DATA = {name: text for name in ("area", "unitType", "orgCode", "name", "agency")}

#: Each action by its name, with a reader for each argument that it takes; see ``kernel/actions.py``.
ACTIONS: Actions = {
    "key.look": {"regNo": text},
    "key.sign": {"regNo": text, "pin": text, "data": text},
    "key.pkcs12": {"regNo": text, "password": text},
    "bjca.unlock": {"serial": text, "new_pin": text},
    "bjca.revoke": {"serial": text},
    "bjca.authorise": {"serial": text},
    "bjca.renew": {"regNo": text, "used_by": texts},
    "counter.open_service": {
        "regNo": text,
        "agency": text,
        "papers": texts,
        "read_pledge": flag,
        "key": text,
    },
    "counter.undo": {"number": text},
    "counter.reset_query_password": {"idCard": text},
    "add_unit": {
        "regNo": text,
        "name": text,
        "opened": flag,
        "settle_cycle": text,
        "schemes": texts,
        "second_level": flag,
        "breach": flag,
        "key": flag,
        "medical": as_given,
    },
    "change_unit": {"regNo": text, "system": text, **_DATA},
    "close_service": {"regNo": text},
    "add_arrears": {"regNo": text, "ins": text, "month": text, "people": texts},
    "clear_arrears": {"regNo": text},
    "stand": {"idCard": text, "four": text, "medical": text},
    "insure": {"regNo": text, "idCard": text, "since": text, "wage": amount, "systems": texts},
    "set_wage_limits": {"floor": amount, "ceiling": amount, "lowest": amount, "from_month": text},
    "set_window": {"first": whole, "last": whole},
    "query_password": {"idCard": text},
    "finish": {"number": text},
    "reject": {"number": text, "reasons": texts},
    "hold": {"system": text},
    "release": {"system": text},
    "file_as_clerk": {
        "regNo": text,
        "type": text,
        "idCard": text,
        "systems": text,
        "submit": flag,
        **_DECLARED,
    },
    "edit_as_clerk": {"number": text, **_DECLARED},
    "make_file": {
        "regNo": text,
        "type": text,
        "lines": as_given,
        "format": text,
        **{
            name: text
            for name in ("version", "reg_no", "month", "batch", "made_at", "count", "checksum", "sum")
        },
    },
    "finish_file": {"fileNo": text},
    "half": {"number": text},
    "partner": {"number": text},
    "halves": {},
    "insured": {"system": text, "regNo": text, "idCard": text, "month": text},
    "wage_of": {"system": text, "regNo": text, "idCard": text, "month": text},
    "halves_left": {},
    "consistency": {"regNo": text},
    "effects": {"kind": text, "include_failed": flag},
}
