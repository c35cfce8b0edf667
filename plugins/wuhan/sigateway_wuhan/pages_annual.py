"""Readers of the yearly wages: the period beside the upload form, and the template that the hall has filled in. Part of the wire."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sigateway.plugin import WireChanged

from .facts import WuhanFacts
from .facts_annual import AnnualFacts
from .pages import needed
from .pages_business import PersonForm, month_told, yuan_told


def annual_facts(form: PersonForm, unit: WuhanFacts) -> AnnualFacts:
    """Beside the upload form of 个人工资年度申报: year, period, month, floor and ceiling (WH-88, WH-96)."""
    floor, ceiling = yuan_told("保底", form.told.get("bdx", "")), yuan_told("封顶", form.told.get("fdx", ""))
    return retiree_facts(form, unit).model_copy(update={"floor": floor, "ceiling": ceiling})


def retiree_facts(form: PersonForm, unit: WuhanFacts) -> AnnualFacts:
    """Beside the upload form of 非统筹退休人员工资申报: year, period and month."""
    told = form.told
    year, first, last = needed("年度申报", told, "nd"), _day(told, "ksrq"), _day(told, "jzrq")
    if not (len(year) == 4 and year.isascii() and year.isdigit()) or last < first:
        raise WireChanged("年度申报", "a year, and a first day before its last", "another form")
    return AnnualFacts(
        **{
            **dict(unit),
            "year": int(year),
            "first_day": first,
            "last_day": last,
            "month": month_told("生效年月", told.get("sxny", "")),
        }
    )


def _day(told: Mapping[str, str], name: str) -> date:
    try:
        return date.fromisoformat(needed("年度申报", told, name))
    except ValueError:
        raise WireChanged("申报日期", "YYYY-MM-DD", "another form") from None
