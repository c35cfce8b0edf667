"""What a test can make people do, by name over the control plane: ``POST /_sim/worlds/<id>/zhejiang/actions/<name>``."""

from __future__ import annotations

from sigateway_mockservers.kernel.actions import Actions, amount, day, flag, text, texts, whole
from sigateway_mockservers.zhejiang.filings.fields import ENROL_KEYS, SUSPEND_KEYS

#: Each action by its name, with a reader for each argument that it takes; see ``kernel/actions.py``.
ACTIONS: Actions = {
    "portal.account": {"who": text},
    "portal.register_legal": {"uscc": text, "name": text, "place": text, "password": text},
    "portal.register_person": {"idCard": text, "password": text, "real_name": flag},
    "portal.authenticate": {"idCard": text},
    "portal.set_password": {"account": text, "password": text},
    "portal.unlock": {"account": text},
    "clerk.enrol": {"unit": text, **dict.fromkeys(ENROL_KEYS, text)},
    "clerk.suspend": {"unit": text, **dict.fromkeys(SUSPEND_KEYS, text)},
    "clerk.take_back": {"itemNo": text},
    "counter.void": {"itemNo": text, "papers": texts},
    "reviewer.reject": {"itemNo": text, "reasons": texts},
    "reviewer.put_off": {"itemNo": text, "by": whole},
    "add_unit": {"number": text, "name": text, "place": text, "schemes": texts},
    "insure": {"unit": text, "idCard": text, "scheme": text, "since": text, "wage": amount},
    "set_resident": {"idCard": text, "resident": flag},
    "set_minimum_wage": {"place_prefix": text, "yuan": amount, "from_month": text},
    "set_launch": {"place_prefix": text, "day": day},
    "set_limits": {"from_month": text, "floor": amount, "ceiling": amount},
    "read_captcha": {"captchaId": text},
    "seal_root": {},
    "sites": {"origin": text},
    "place": {"site": text, "origin": text},
    "tamper": {"proofNo": text, "how": text},
    "effects": {"kind": text, "include_void": flag},
    "insured": {"unit": text, "idCard": text, "scheme": text, "month": text},
}
