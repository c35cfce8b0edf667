"""The form 个人工资变更, field by field: the hall's names, and what a wage change says in each. Part of the wire."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from sigateway.plugin import Expected, Private, Scheme, WageChange

from .facts import WageFacts
from .fields import NUMBER, AlsoNeeded, FormField, expected, plain

FIELDS: Final[tuple[FormField, ...]] = (
    NUMBER,
    FormField("xgz", "变更后申报工资", "declared_wage", red=True),
)
"""Every field of the form, in the hall's order."""

BASE: Final = "hdjs"
"""核定缴费基数: the new wage, raised to the floor or lowered to the ceiling (WH-88); shown on the check page."""

MONTH: Final = "sxny"
"""生效年月: next month (WH-89), set by the hall; shown with the form and on the check page."""

NAME: Final = "xm"
"""姓名, shown with the form only."""

ALSO: Final = (
    AlsoNeeded("person.name", "姓名", mandatory=True, rule="WH-86"),
    AlsoNeeded("effective_month", "生效年月", mandatory=True, rule="WH-89"),
)


def asked(change: WageChange) -> dict[str, str]:
    """个人身份标志: the ID number (WH-86)."""
    return {"grbs": Private(change.person.document.number)}


def table(change: WageChange) -> tuple[FormField, ...]:
    """The fields, the same for everybody."""
    return FIELDS


def stated(change: WageChange, schemes: frozenset[Scheme]) -> dict[str, str | None]:
    """What the filing says in each field."""
    return {"zjhm": change.person.document.number, "xgz": f"{change.declared_wage:.2f}"}


def assessed(wage: Decimal, floor: Decimal, ceiling: Decimal) -> Decimal:
    """The base that the hall assesses from a wage: 保底或封顶处理 (WH-88)."""
    return min(max(wage, floor), ceiling)


def expected_echo(
    change: WageChange, schemes: frozenset[Scheme], facts: WageFacts | None
) -> dict[str, Expected]:
    """What the hall should show back. With ``facts`` on the check page, where base and month must show.

    On the hall's lists floor and ceiling are not shown, and the base is the hall's to decide.
    """
    wage = change.declared_wage
    on_check = facts is not None
    base = Expected("核定缴费基数", None, must_show=on_check)
    if facts is not None and facts.floor is not None and facts.ceiling is not None:
        clamped = assessed(wage, facts.floor, facts.ceiling)
        base = Expected("核定缴费基数", f"{wage:.2f}", {} if clamped == wage else {f"{clamped:.2f}": "WH-88"})
    return {
        **expected(FIELDS, stated(change, schemes)),
        NAME: Expected("姓名", plain(change.person.name) or "", must_show=on_check),
        BASE: base,
        MONTH: Expected("生效年月", change.effective_month.compact, must_show=on_check),
    }


def shown_before(facts: WageFacts) -> dict[str, str]:
    """The name stands with the form, not on the check page."""
    return {NAME: facts.name} if facts.name is not None else {}
