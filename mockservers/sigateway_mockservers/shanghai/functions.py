"""Every function of the hall: its name on the wire, its operation, its door, what is asked, who answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from sigateway_mockservers.shanghai.access import views as access
from sigateway_mockservers.shanghai.declarations import views as filing
from sigateway_mockservers.shanghai.visit import Handler


class Door(Enum):
    """Who is let in."""

    ANYONE = "anyone"
    SESSION = "any session"
    RIGHT = "a session with the right to file"
    SUPERVISOR = "a session of the supervisor"


@dataclass(frozen=True, slots=True)
class Function:
    """One function: ``POST jk/{name}``."""

    name: str
    operation: str
    door: Door
    form: tuple[str, ...]
    handler: Handler
    signed: bool = False


FUNCTIONS: Mapping[str, Function] = {
    each.name: each
    for each in (
        Function("bz", "help.open", Door.ANYONE, (), access.help_open),
        Function("dltz", "challenge.open", Door.ANYONE, (), access.challenge_open),
        Function("dl", "login.submit", Door.ANYONE, ("tzm", "zs", "sf", "qm"), access.login_submit),
        Function("tc", "logout", Door.SESSION, (), access.logout),
        Function("ydcx", "agreement.open", Door.SESSION, (), access.agreement_open),
        Function("ydqd", "agreement.sign", Door.SESSION, ("bbh", "zy"), access.agreement_sign, True),
        Function("zszt", "certificate.state", Door.SESSION, (), access.certificate_state),
        Function("zscx", "certificate.list", Door.SUPERVISOR, ("fw", "ym"), access.certificate_list),
        Function("zssh", "certificate.approve", Door.SUPERVISOR, ("sqzs",), access.certificate_approve, True),
        Function("sbjy", "declaration.check", Door.RIGHT, ("sb",), filing.declaration_check),
        Function("sbtj", "declaration.submit", Door.RIGHT, ("jyh", "sb"), filing.declaration_submit, True),
        Function(
            "cxtj", "withdrawal.submit", Door.RIGHT, ("sbh", "ywlx", "zjhm"), filing.withdrawal_submit, True
        ),
        Function("dwxx", "unit.open", Door.RIGHT, (), filing.unit_open),
        Function("rycx", "person.open", Door.RIGHT, ("zjhm", "grxh", "nd"), filing.person_open),
        Function(
            "sbqd", "declaration.list", Door.RIGHT, ("ny", "zjhm", "jyh", "ym"), filing.declaration_list
        ),
        Function("sbmx", "declaration.open", Door.RIGHT, ("sbh",), filing.declaration_open),
        Function("jycx", "slip.open", Door.RIGHT, ("jyh",), filing.slip_open),
        Function("dyxz", "form.print", Door.RIGHT, ("bd", "sbh"), filing.form_print),
    )
}
OPERATIONS = frozenset(each.operation for each in FUNCTIONS.values())
FOLDER = "/jk/"


def function_of(method: str, path: str) -> Function | None:
    """The function of a request, its path below the mount; ``None`` when the hall has none."""
    if method != "POST" or not path.startswith(FOLDER):
        return None
    return FUNCTIONS.get(path[len(FOLDER) :])
