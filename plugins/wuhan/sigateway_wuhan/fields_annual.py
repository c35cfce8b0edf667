"""The templates of the yearly wages, column by column: the hall's names, and what a declaration says in each. Part of the wire.

The hall fills the template in (WH-90): a row is sent back as it stands, with another amount in the one red column.
"""

from __future__ import annotations

from typing import Final

from sigateway.plugin import AnnualWageDeclaration, Expected, RetireeWageDeclaration, Scheme

from .facts_annual import AnnualFacts
from .fields import AlsoNeeded, FormField, plain
from .fields_wage import assessed

NAME: Final = FormField("xm", "姓名", "person.name", as_shown=True)
NUMBER: Final = FormField("zjhm", "身份证号", "person.document.number", as_shown=True)
MOBILE: Final = FormField("sj", "手机号码", "", as_shown=True)

YEAR: Final = "nd"
"""申报年度: of the whole task."""

MONTH: Final = "sxny"
"""生效年月: set by the hall when uploaded, by that year's document (WH-96)."""

BASE: Final = "hdjs"
"""核定缴费基数: the wage, raised to the floor or lowered to the ceiling (WH-88); a pension is not clamped."""

WAGE_COLUMNS: Final = (
    NAME,
    NUMBER,
    FormField("snyjgz", "上年月均工资", "average_monthly_wage", red=True),
    MOBILE,
)
PENSION_COLUMNS: Final = (NAME, NUMBER, FormField("yylj", "月养老金", "monthly_pension", red=True), MOBILE)

ALSO: Final = (AlsoNeeded("year", "申报年度", mandatory=True, rule="WH-96"),)

Declaration = AnnualWageDeclaration | RetireeWageDeclaration


def asked(declaration: Declaration) -> dict[str, str]:
    """Nothing is searched for: the template names everybody."""
    return {}


def wage_columns(declaration: AnnualWageDeclaration) -> tuple[FormField, ...]:
    """The columns, the same for everybody."""
    return WAGE_COLUMNS


def pension_columns(declaration: RetireeWageDeclaration) -> tuple[FormField, ...]:
    """The columns, the same for everybody."""
    return PENSION_COLUMNS


def wage_stated(declaration: AnnualWageDeclaration, schemes: frozenset[Scheme]) -> dict[str, str | None]:
    """What the declaration says in each column; ``None`` where the template is left as it is."""
    return {**_person(declaration), "snyjgz": f"{declaration.average_monthly_wage:.2f}"}


def pension_stated(declaration: RetireeWageDeclaration, schemes: frozenset[Scheme]) -> dict[str, str | None]:
    """What the declaration says in each column; ``None`` where the template is left as it is."""
    return {**_person(declaration), "yylj": f"{declaration.monthly_pension:.2f}"}


def _person(declaration: Declaration) -> dict[str, str | None]:
    person = declaration.person
    return {"xm": plain(person.name), "zjhm": person.document.number, "sj": None}


def wage_echo(
    declaration: AnnualWageDeclaration, schemes: frozenset[Scheme], facts: AnnualFacts | None
) -> dict[str, Expected]:
    """What the hall should show of the row. With ``facts`` after the upload; without, on its lists, where the base is its own."""
    wage = declaration.average_monthly_wage
    base = Expected("核定缴费基数", None)
    if facts is not None and facts.floor is not None and facts.ceiling is not None:
        clamped = assessed(wage, facts.floor, facts.ceiling)
        base = Expected("核定缴费基数", f"{wage:.2f}", {} if clamped == wage else {f"{clamped:.2f}": "WH-88"})
    return {
        **_row(declaration, facts),
        "snyjgz": Expected("上年月均工资", f"{wage:.2f}"),
        BASE: base,
    }


def pension_echo(
    declaration: RetireeWageDeclaration, schemes: frozenset[Scheme], facts: AnnualFacts | None
) -> dict[str, Expected]:
    """What the hall should show of the row."""
    return {
        **_row(declaration, facts),
        "yylj": Expected("月养老金", f"{declaration.monthly_pension:.2f}"),
    }


def _row(declaration: Declaration, facts: AnnualFacts | None) -> dict[str, Expected]:
    """The person, the year asked for, and what the hall's own page and template have announced."""
    person = declaration.person
    month = facts.month.compact if facts and facts.month else None
    return {
        "xm": Expected("姓名", plain(person.name) or ""),
        "zjhm": Expected("身份证号", person.document.number),
        "sj": Expected("手机号码", facts.mobile if facts else None),
        YEAR: Expected("申报年度", str(declaration.year)),
        MONTH: Expected("生效年月", month),
    }


def shown_before(facts: AnnualFacts) -> dict[str, str]:
    """The list shows everything."""
    return {}
