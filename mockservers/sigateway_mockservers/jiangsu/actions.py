"""What a test can make people do, by name over the control plane: ``POST /_sim/worlds/<id>/jiangsu/actions/<name>``."""

from __future__ import annotations

from sigateway_mockservers.jiangsu.filings.fields import FIELDS
from sigateway_mockservers.kernel.actions import Actions, amount, as_given, flag, text, texts, whole

_FILED = {"unit": text, "matter": text, **{each.name: text for fields in FIELDS.values() for each in fields}}

#: Each action by its name, with a reader for each argument that it takes; see ``kernel/actions.py``.
ACTIONS: Actions = {
    "app.waiting": {"person": text},
    "app.scan": {"qr": text, "person": text, "app": text},
    "app.answer": {"qr": text, "person": text, "face": flag, "app": text},
    "app.register": {"person": text},
    "app.link": {"unit": text, "person": text, "password": text},
    "app.complete_my_information": {"person": text},
    "app.set_password": {"unit": text, "person": text, "password": text},
    "helper.certificates": {},
    "helper.key": {"unit": text, "n": whole},
    "helper.change_pin": {"serial": text, "pin": text},
    "helper.issue": {"unit": text},
    "helper.revoke": {"serial": text},
    "helper.expire": {"serial": text},
    "helper.root": {},
    "counter.register_unit": {
        "unit": text,
        "bearer": text,
        "papers": texts,
        "mobile": text,
        "letter": as_given,
        "mismatch": flag,
    },
    "counter.file": _FILED,
    "counter.take_back": {"filing": text},
    "counter.accept_retirement": {"filing": text, "papers": texts},
    "counter.refuse_retirement": {"filing": text, "reason": text},
    "clerk.file": _FILED,
    "clerk.take_back": {"filing": text},
    "legal.grant": {"unit": text, "rank": text, "person": text, "scopes": texts},
    "legal.revoke": {"grant": text},
    "ready": {"unit": text, "rank": text, "person": text, "scopes": texts, "password": text},
    "add_unit": {"number": text, "name": text, "area": text, "legal": text, "foreign": flag},
    "know": {"person": text},
    "insure": {"unit": text, "person": text, "first_month": text, "wage": amount},
    "set_limits": {"from_month": text, "floor": amount, "ceiling": amount},
    "set_window": {"from_month": text, "day_from": whole, "day_to": whole, "next_month": flag},
    "effects": {"kind": text},
}
