"""Readers of the community desk: the facts beside its forms, its agreements, and the bank order. Part of the wire."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sigateway.plugin import Agreement, BankOrder, WireChanged

from .facts import WuhanFacts
from .facts_community import AgreementFacts, AgreementState, FlexibleFacts
from .pages import data_fields, known_word, needed, read_table
from .pages_business import PersonForm, month_told, yuan_told
from .wire import Page

_COLUMNS = ("xybh", "xm", "zjhm", "qsrq", "zzrq", "zt")


@dataclass(frozen=True)
class AgreementsPage:
    """One page of a community's agreements, newest first."""

    agreements: tuple[Agreement, ...]
    total: int
    pages: int


def agreement_facts(form: PersonForm, unit: WuhanFacts) -> AgreementFacts:
    """With the form 社区代办协议管理: the name by the register, filled in by the hall."""
    return AgreementFacts(**{**dict(unit), "name": needed("社区代办协议管理", form.form.values, "xm")})


def flexible_facts(form: PersonForm, unit: WuhanFacts) -> FlexibleFacts:
    """Beside the form 增员(续保) of a flexible worker (WH-119)."""
    values = form.form.values
    return FlexibleFacts(
        **{
            **dict(unit),
            "month": month_told("参保年月", form.told.get("cbny", "")),
            "floor": yuan_told("保底", form.told.get("bdx", "")),
            "ceiling": yuan_told("封顶", form.told.get("fdx", "")),
            "name": values.get("xm") or None,
            "nation": values.get("mz") or None,
            "sex_known": bool(values.get("xb")),
            "birth_known": bool(values.get("csrq")),
        }
    )


def agreements(page: Page) -> AgreementsPage:
    """One page of 社区代办协议 (WH-116, WH-117)."""
    rows, total, pages = read_table(page, "xieyi", _COLUMNS)
    return AgreementsPage(tuple(_agreement(row) for row in rows), total, pages)


def _agreement(row: dict[str, str]) -> Agreement:
    try:
        starts_on, ends_on = date.fromisoformat(row["qsrq"]), date.fromisoformat(row["zzrq"])
    except ValueError:
        raise WireChanged("代办协议", "days as YYYY-MM-DD", "another form") from None
    state = known_word("代办协议状态", row, "zt", {each.value: each for each in AgreementState})
    return Agreement(
        number=needed("代办协议", row, "xybh"),
        name=row["xm"],
        document_number=row["zjhm"],
        starts_on=starts_on,
        ends_on=ends_on,
        state=state.value,
    )


def bank_order(page: Page, document: str) -> BankOrder | None:
    """查询加办信息 (WH-120): the order of this very person; ``None`` while there is none."""
    result = data_fields(page, "dl#result dd")
    if not result:
        return None
    if result.get("zjhm") != document:
        raise WireChanged("加办信息", "the person who was asked for", "another person")
    return BankOrder(
        number=needed("加办信息", result, "jbdh"),
        case=needed("加办信息", result, "sxh"),
        monthly_amount=yuan_told("月度缴费金额", result.get("ydjfje", "")),
        state=needed("加办信息", result, "jbzt"),
    )
